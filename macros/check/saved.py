"""Rules over the ids that learners' saved work hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from macros.model.course import Course
from macros.model.problem import Problem, Where
from macros.model.worksheet import Field

# An id, the ids it had before, and the place that says so.
Named = tuple[str, tuple[str, ...], Where]


def former_ids(course: Course) -> Iterator[Problem]:
    """A former id that something else bears today: what readers have saved there would go to the wrong place."""
    yield from _borne("chapter", ((c.id, c.formerly, c.where) for c in course.chapters))
    for chapter in course.chapters:
        for items in (chapter.summary, chapter.ask_yourself, chapter.ask_your_team, chapter.action_plan):
            yield from _borne("item", ((i.id, i.formerly, i.where) for i in items))
    for quiz in course.quizzes.values():
        yield from _borne("question", ((q.id, q.formerly, q.where) for q in quiz.questions))
    yield from _borne("worksheet", ((s.id, s.formerly, s.where) for s in course.worksheets.values()))
    for sheet in course.worksheets.values():
        yield from _fields("field", sheet.fields)


def _fields(what: str, fields: tuple[Field, ...]) -> Iterator[Problem]:
    yield from _borne(what, ((f.id, f.formerly, f.where) for f in fields))
    for field in fields:
        yield from _borne("option", ((c.id, c.formerly, field.where) for c in field.choices))
        rows = zip(field.row_ids, field.row_formerly, strict=False)
        yield from _borne("row", ((id, formerly, field.where) for id, formerly in rows))
        yield from _fields("column", field.columns)


def _borne(what: str, all_named: Iterable[Named]) -> Iterator[Problem]:
    named = tuple(all_named)
    known = {id for id, _, _ in named}
    for id, formerly, where in named:
        for old in formerly:
            if old in known:
                yield Problem(
                    where,
                    "course/former-id-in-use",
                    f'"{id}" was formerly "{old}", but "{old}" is another {what} today.'
                    if old != id
                    else f'The {what} "{id}" lists its own id under `formerly`.',
                    "Take it out of `formerly`, or give the other one a new id.",
                )


RULES = (former_ids,)
