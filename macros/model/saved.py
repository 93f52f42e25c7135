"""The ids under which learners' work is saved, as far as they were renamed: old full ids with the ones in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from macros.model.course import Chapter, Course, Item
from macros.model.quiz import Quiz
from macros.model.worksheet import Field, Worksheet


def saved_ids(course: Course) -> Iterator[str]:
    """Every full id that work is saved under today. Sheets made of an action plan are known by their sheet alone."""
    for chapter in course.chapters:
        yield chapter.id
        for kind, items in kinds_of(chapter):
            yield from (f"{chapter.id}/{kind}/{item.id}" for item in items)
    for quiz in course.quizzes.values():
        yield f"quiz/{quiz.id}"
        yield from (f"quiz/{quiz.id}/{question.id}" for question in quiz.questions)
    for sheet in course.worksheets.values():
        yield f"worksheet/{sheet.id}"
        for field in sheet.fields:
            home = f"worksheet/{sheet.id}/{field.id}"
            yield home
            yield from (part for part, _ in part_ids(home, field))


def all_formerly(course: Course) -> dict[str, str]:
    """Every former full id with the one in its place."""
    renamed: dict[str, str] = {}
    for chapter in course.chapters:
        renamed |= chapter_formerly(chapter)
        for item in chapter.outcomes:
            homes = (chapter.id, *chapter.formerly)
            now = f"{chapter.id}/outcomes/{item.id}"
            renamed |= _to(now, _names(homes, "outcomes", (item.id, *item.formerly)))
    for quiz in course.quizzes.values():
        renamed |= quiz_formerly(quiz)
    for sheet in course.worksheets.values():
        renamed |= _to(f"worksheet/{sheet.id}", (f"worksheet/{home}" for home in sheet.formerly))
        renamed |= worksheet_formerly(sheet)
    return renamed


def kinds_of(chapter: Chapter) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """The lists of a chapter whose items have ids, by the middle of their full ids; on the first of them nothing is saved."""
    return (
        ("outcomes", chapter.outcomes),
        ("summary", chapter.summary),
        ("ask-yourself", chapter.ask_yourself),
        ("ask-your-team", chapter.ask_your_team),
        ("action-plan", chapter.action_plan),
    )


def chapter_formerly(chapter: Chapter) -> dict[str, str]:
    """A chapter, its items, what is saved of it as a whole, and its sessions. A renamed chapter renames all it holds.

    The chapter's own id stands in the values of a learner's own actions.
    """
    homes = (chapter.id, *chapter.formerly)
    renamed = _to(chapter.id, chapter.formerly)
    for kind, items in kinds_of(chapter)[1:]:
        for item in items:
            renamed |= _to(f"{chapter.id}/{kind}/{item.id}", _names(homes, kind, (item.id, *item.formerly)))
    for name in ("read", "done"):
        renamed |= _to(f"{chapter.id}/{name}", (f"{home}/{name}" for home in homes))
    return renamed | _to(f"session/{chapter.id}", (f"session/{home}" for home in homes))


def quiz_formerly(quiz: Quiz) -> dict[str, str]:
    """A quiz's questions: their answers, and when they are to be reviewed."""
    renamed: dict[str, str] = {}
    for question in quiz.questions:
        for kind in ("quiz", "review"):
            home = f"{kind}/{quiz.id}"
            renamed |= _to(f"{home}/{question.id}", (f"{home}/{old}" for old in question.formerly))
    return renamed


def worksheet_formerly(sheet: Worksheet) -> dict[str, str]:
    """A worksheet's fields with the parts of their values, and its ratings. A renamed sheet renames all it holds."""
    homes = (sheet.id, *sheet.formerly)
    renamed: dict[str, str] = {}
    for field in sheet.fields:
        names = (f"worksheet/{home}/{name}" for home in homes for name in (field.id, *field.formerly))
        renamed |= _to(f"worksheet/{sheet.id}/{field.id}", names)
        renamed |= _parts_formerly(f"worksheet/{sheet.id}/{field.id}", field)
    return renamed | _to(f"ratings/{sheet.id}", (f"ratings/{home}" for home in homes))


def part_ids(home: str, field: Field) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The ids inside a field's saved value, each with its former ones: options, rows, and columns with their options.

    A column's id stands behind "*", which is any row: the value of a table is rows of columns.
    """
    for choice in field.choices:
        yield f"{home}/{choice.id}", tuple(f"{home}/{old}" for old in choice.formerly)
    for number, id in enumerate(field.row_ids):
        old_ids = field.row_formerly[number] if number < len(field.row_formerly) else ()
        yield f"{home}/{id}", tuple(f"{home}/{old}" for old in old_ids)
    for column in field.columns:
        yield f"{home}/*/{column.id}", tuple(f"{home}/*/{old}" for old in column.formerly)
        yield from part_ids(f"{home}/*/{column.id}", column)


def _parts_formerly(home: str, field: Field) -> dict[str, str]:
    renamed: dict[str, str] = {}
    for now, names in part_ids(home, field):
        renamed |= _to(now, names)
    return renamed


def _names(homes: Iterable[str], kind: str, names: tuple[str, ...]) -> Iterator[str]:
    return (f"{home}/{kind}/{name}" for home in homes for name in names)


def _to(now: str, names: Iterable[str]) -> dict[str, str]:
    return {name: now for name in names if name != now}
