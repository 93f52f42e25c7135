"""The course manifest, `course.json`: everything a learner can answer, tick, choose or fill in, each with id and revision.

Tools in the browser, exports and tests read this; nothing scrapes pages. Addresses are relative to the manifest's folder,
which is the site's root. Words are plain text, except `html`: a question's form as our own renderer made it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from macros.model.course import Action, Chapter, Course, Item, Prompt, Session
from macros.model.quiz import Question, Quiz
from macros.model.saved import chapter_formerly, kinds_of, quiz_formerly, worksheet_formerly
from macros.model.worksheet import Field, Worksheet

FORMAT = "learn-course"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """How the course looks in its pages, for what only renderers know.

    `addresses`: by source page; `quiz_pages`: the source page each quiz stands on; `forms`: a question's form by full id;
    `sheets`: worksheets as they are shown (an action plan with its steps); `plain`: the words of a text in Markdown.
    """

    addresses: Mapping[str, str]
    quiz_pages: Mapping[str, str]
    forms: Mapping[str, str]
    sheets: Mapping[str, Worksheet]
    plain: Callable[[str], str]


def manifest(course: Course, shown: Shown) -> bytes:
    """The manifest as UTF-8 JSON; the same course gives the same bytes."""
    value = {
        "format": FORMAT,
        "version": VERSION,
        "id": course.identity.id,
        "title": course.identity.title,
        "language": course.identity.language,
        "chapters": [_chapter(chapter, course, shown) for chapter in course.chapters],
        "quizzes": [_quiz(quiz, course, shown) for _, quiz in sorted(course.quizzes.items())],
        "worksheets": [_worksheet(sheet, shown) for _, sheet in sorted(shown.sheets.items())],
        **_given(plan=_given(map=course.identity.map)),
        "formerly": dict(sorted(_formerly(course, shown))),
    }
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _given(**values: object) -> dict[str, object]:
    """The values that say something: empty texts, zeros and empty lists are left out."""
    return {key: value for key, value in values.items() if value}


def _chapter(chapter: Chapter, course: Course, shown: Shown) -> dict[str, object]:
    return {
        "id": chapter.id,
        "number": chapter.number,
        "title": shown.plain(chapter.title),
        "address": shown.addresses[chapter.uri],
        **_given(
            description=shown.plain(chapter.description),
            pivot=chapter.pivot,
            factor=shown.plain(chapter.factor),
            minutes=_given(read=chapter.minutes_read, session=chapter.minutes_session),
            needs=list(chapter.needs),
            next=list(chapter.next),
        ),
        "quiz": chapter.quiz,
        "worksheets": list(chapter.worksheets),
        **_given(session=_session(chapter.session, shown), paper=_paper(chapter, course)),
        "items": [_item(chapter, kind, item, shown) for kind, items in kinds_of(chapter) for item in items],
    }


def _paper(chapter: Chapter, course: Course) -> dict[str, object]:
    """The pages of the chapter's PDFs, of the paper that needs most, where the build makes any."""

    def pages(name: str) -> int:
        return max((file.pages for file in course.paper.get(name, ())), default=0)

    return _given(
        handout=pages(f"chapters/{chapter.stem}"),
        guide=pages(f"chapters/{chapter.stem}-guide"),
        quiz=pages(f"quizzes/{chapter.quiz}"),
        key=pages(f"quizzes/{chapter.quiz}-key"),
    )


def _session(session: Session, shown: Shown) -> dict[str, object]:
    return _given(
        purpose=shown.plain(session.purpose),
        prepare=[shown.plain(line) for line in session.prepare],
        materials=[shown.plain(line) for line in session.materials],
        print=[{"sheet": handed.sheet, "for": handed.share.value} for handed in session.print],
        agenda=[{"minutes": step.minutes, "text": shown.plain(step.text)} for step in session.agenda],
        close=shown.plain(session.close),
        afterwards=shown.plain(session.afterwards),
    )


def _item(chapter: Chapter, kind: str, item: Item, shown: Shown) -> dict[str, object]:
    value: dict[str, object] = {
        "id": f"{chapter.id}/{kind}/{item.id}",
        "kind": kind,
        "rev": item.revision,
        "text": shown.plain(item.text),
    }
    if isinstance(item, Prompt):
        value |= _given(
            purpose=shown.plain(item.purpose),
            listen_for=shown.plain(item.listen_for),
            minutes=item.minutes,
        )
    if isinstance(item, Action):
        value |= {"horizon": item.horizon.value}
        value |= _given(
            days=item.horizon.days, owner=shown.plain(item.owner), done_when=shown.plain(item.done_when)
        )
    return value


def _quiz(quiz: Quiz, course: Course, shown: Shown) -> dict[str, object]:
    """A quiz; it has a title of its own where its page is no chapter."""
    page = course.pages.get(shown.quiz_pages.get(quiz.id, ""))
    return {
        "id": quiz.id,
        **_given(
            title=shown.plain(page.title) if page and not course.chapter_of_page(page.uri) else "",
            address=shown.addresses[page.uri] if page else "",
        ),
        "questions": [_question(quiz, question, shown) for question in quiz.questions],
    }


def _question(quiz: Quiz, question: Question, shown: Shown) -> dict[str, object]:
    id = f"quiz/{quiz.id}/{question.id}"
    return {
        "id": id,
        "rev": question.revision,
        "kind": question.kind.value,
        "title": shown.plain(question.title),
        "key": list(question.key),
        "options": [{"id": o.id, "text": shown.plain(o.text)} for o in question.options],
        **_given(html=shown.forms.get(id)),
    }


def _worksheet(sheet: Worksheet, shown: Shown) -> dict[str, object]:
    return {
        "id": sheet.id,
        "title": shown.plain(sheet.title),
        "address": shown.addresses[sheet.uri],
        **_given(
            description=shown.plain(sheet.description),
            minutes=sheet.minutes,
            people=shown.plain(sheet.people),
            pages=sheet.pages,
            chapters=list(sheet.chapters),
            action_plan=sheet.action_plan,
        ),
        "fields": [
            {"id": f"worksheet/{sheet.id}/{field.id}", "section": shown.plain(section.title)}
            | _field(field, shown)
            for section in sheet.sections
            for field in section.fields
        ],
    }


def _field(field: Field, shown: Shown) -> dict[str, object]:
    labels = [shown.plain(label.partition("\n")[0]) for label in field.row_labels]
    return {
        "kind": field.kind.value,
        "label": shown.plain(field.label),
        "rev": field.revision,
        **_given(
            unit=field.unit,
            style=field.style,
            low=shown.plain(field.low),
            high=shown.plain(field.high),
            choices=[{"id": c.id, "text": shown.plain(c.text)} for c in field.choices],
            columns=[{"id": c.id} | _field(c, shown) for c in field.columns],
            rows=[{"id": id, "label": label} for id, label in zip(field.row_ids, labels, strict=False)],
            cells=[{"at": c.at, "title": shown.plain(c.title)} for c in field.cells],
        ),
    }


def _formerly(course: Course, shown: Shown) -> Iterator[tuple[str, str]]:
    """Every former full id with the one that took its place; the rules are the model's, which pages use too."""
    for chapter in course.chapters:
        yield from chapter_formerly(chapter).items()
    for quiz in course.quizzes.values():
        yield from quiz_formerly(quiz).items()
    for sheet in shown.sheets.values():
        yield from ((f"worksheet/{home}", f"worksheet/{sheet.id}") for home in sheet.formerly)
        yield from worksheet_formerly(sheet).items()
