"""An example in a gallery: what readers see of it, and beside it what an author writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from macros.model.course import Course
from macros.model.example import Example, Gallery
from macros.model.figure import Figure
from macros.model.quiz import Quiz
from macros.model.worksheet import FieldKind, Worksheet
from macros.render import chapter as parts
from macros.render.environment import render
from macros.render.figure import render_figure
from macros.render.here import Here
from macros.render.quiz import render_quiz
from macros.render.rules import shown_source
from macros.render.saved import saved_work
from macros.render.worksheet import render_worksheet

# The level of headings inside an example; the page gives the example itself the one above.
_HEADING = 4
_CALL = re.compile(r'\{\{ (\w+)\("([^"]+)"(?:, "([^"]+)")?\) \}\}')


@dataclass(frozen=True, slots=True)
class _Inside(Here):
    """Inside an example, where other pages are only said to be: their links lead back to the example."""

    anchor: str = ""

    def to(self, uri: str, anchor: str = "") -> str:
        return f"#{self.anchor}"


def example(example: Example, gallery: Gallery, course: Course, here: Here) -> str:
    """The example for a page of `course`. What is filled in there is kept apart from the learner's work, under the name of the
    examples' course; the first example on a page brings the element that does it."""
    page = course.pages.get(here.uri)
    calls = page.named_by("example") if page else ()
    inside = _Inside(here.uri, here.url, example.anchor)
    return render(
        "example.html.jinja",
        example=example,
        saved=Markup(saved_work(gallery.course)) if calls[:1] == (example.id,) else "",
        shown=Markup(_shown(example, gallery.course, inside)),
        lines=[_line(line) for line in example.source.splitlines()],
        wide=_is_wide(example),
    ).strip()


def _line(text: str) -> dict[str, object]:
    return {"text": shown_source(text), "indent": len(text) - len(text.lstrip())}


def _is_wide(example: Example) -> bool:
    """Whether it needs the width of the page: a whole sheet does, and a field that is a table."""
    subject = example.subject
    return isinstance(subject, Worksheet) and (
        example.id.startswith("sheet/")
        or any(field.kind in (FieldKind.TABLE, FieldKind.MATRIX) for field in subject.fields)
    )


def _shown(example: Example, course: Course, here: Here) -> str:
    subject = example.subject
    if isinstance(subject, Figure):
        return render_figure(subject, here)
    if isinstance(subject, Quiz):
        return render_quiz(subject, here, heading=_HEADING)
    if isinstance(subject, Worksheet):
        return render_worksheet(subject, here, heading=_HEADING, framed=example.id.startswith("sheet/"))
    return _PARTS[subject](course, here) if subject in _PARTS else _sentence(subject, course, here)


_PARTS: dict[str, Callable[[Course, Here], str]] = {
    "chapter_header": lambda course, here: parts.chapter_header(
        course.chapters[0], course, here, heading=_HEADING, alone=True
    ),
    "then_and_now": lambda course, here: parts.then_and_now(course.chapters[0], course, here),
    "summary": lambda course, here: parts.summary(course.chapters[0], here),
    "ask_yourself": lambda course, here: parts.ask_yourself(course.chapters[0], here),
    "ask_your_team": lambda course, here: parts.ask_your_team(course.chapters[0], here),
    "action_plan": lambda course, here: parts.action_plan(course.chapters[0], course, here),
    "worksheets": lambda course, here: parts.worksheets(course.chapters[0], course, here),
    "session": lambda course, here: parts.session(course.chapters[0], course, here),
}


def _sentence(words: str, course: Course, here: Here) -> str:
    """A sentence with the macros that may stand in one."""

    def call(match: re.Match[str]) -> str:
        name, id, said = match.groups()
        if name == "term":
            return parts.term(course.terms[id], said or course.terms[id].term, course, here)
        if name == "source":
            return parts.source(course.sources[id], here)
        chapter = course.chapter(id)
        assert chapter is not None
        return parts.chapter_link(chapter, said or f"Chapter {chapter.number}", here)

    html = ""
    at = 0
    for match in _CALL.finditer(words):
        html += escape(words[at : match.start()]) + Markup(call(match))
        at = match.end()
    return f"<p>{html}{escape(words[at:])}</p>"
