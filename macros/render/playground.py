"""The quiz playground's page: what it says without scripts, the templates it puts in, and every word that its element uses."""

from __future__ import annotations

from dataclasses import dataclass

from macros.model.course import Chapter, Course
from macros.model.wording import UNWRITTEN
from macros.render.environment import render
from macros.render.here import Here

_FOLDER = "assets/playground/"
_RULES = "contribute/rules.md"
# Where the page itself says how questions are written.
_FORMAT = "format"

_SETTINGS = "---\nid: {id}\nsee: {see}\n---\n"
_SINGLE = f"""\
## {UNWRITTEN} a question that puts the reader in a situation?

{_SETTINGS}
1. [ ] {UNWRITTEN} an answer that tempts
    > {UNWRITTEN} why it is not right.
1. [x] {UNWRITTEN} the right answer
    > {UNWRITTEN} why it is right.
1. [ ] {UNWRITTEN} another answer that tempts
    > {UNWRITTEN} why it is not right either.
"""
_MULTIPLE = f"""\
## {UNWRITTEN} a question with more than one right answer?

{_SETTINGS}
- [x] {UNWRITTEN} a right answer
    > {UNWRITTEN} why it is right.
- [ ] {UNWRITTEN} an answer that tempts
    > {UNWRITTEN} why it is not right.
- [x] {UNWRITTEN} another right answer
    > {UNWRITTEN} why it is right too.
"""
_SEQUENCE = f"""\
## {UNWRITTEN} what is to be put in order?

{_SETTINGS}
1. {UNWRITTEN} the first step
    > {UNWRITTEN} why it comes first.
2. {UNWRITTEN} the second step
    > {UNWRITTEN} why it comes here.
3. {UNWRITTEN} the last step
    > {UNWRITTEN} why it comes last.
"""


@dataclass(frozen=True, slots=True)
class Template:
    """`place` says where a text is put in: at the "end", at the "top", or "below" the line with the cursor, "apart" where it
    needs blank lines around it. `is_question` parts the two groups of buttons."""

    name: str
    label: str
    text: str
    place: str
    is_question: bool = False


TEMPLATES = (
    Template("single", "One right answer", _SINGLE, "end", True),
    Template("multiple", "Several right answers", _MULTIPLE, "end", True),
    Template("sequence", "Put in order", _SEQUENCE, "end", True),
    Template("hint", "Hint", f"> {UNWRITTEN} a hint that does not give the answer away.\n", "apart"),
    Template("comment", "Comment", f"    > {UNWRITTEN} what a reader who chose this should know.\n", "below"),
    Template("settings", "Name and place", _SETTINGS, "apart"),
    Template("options", "Quiz options", "---\nshuffle_answers: false\n---\n", "top"),
)


@dataclass(frozen=True, slots=True)
class _Known:
    """A quiz that can be opened; `see` is a place of the chapter it belongs to, as its questions name it."""

    id: str
    title: str
    see: str


def quiz_playground(course: Course, here: Here) -> str:
    """The element with everything in it."""
    pages = course.pages
    return render(
        "tools/playground.html.jinja",
        course=course,
        here=here,
        path=f"docs/{here.uri}",
        base=here.asset(_FOLDER),
        root=here.asset(""),
        rules=here.to(_RULES) if _RULES in pages else "",
        format=_FORMAT if here.uri in pages and _FORMAT in pages[here.uri].anchors else "",
        templates=TEMPLATES,
        filled=[{"name": t.name, "text": t.text, "place": t.place} for t in TEMPLATES],
        see=_see(course.chapters[0], course) if course.chapters else "",
        known=_known(course),
    ).strip()


def _known(course: Course) -> tuple[_Known, ...]:
    chapters = {c.quiz: c for c in course.chapters}
    order = {c.quiz: n for n, c in enumerate(course.chapters)}
    ids = sorted(course.quizzes, key=lambda id: (order.get(id, len(order)), id))

    def known(id: str) -> _Known:
        chapter = chapters.get(id)
        title = f"Chapter {chapter.number}: {chapter.title}" if chapter else id
        return _Known(id, title, _see(chapter, course) if chapter else "")

    return tuple(known(id) for id in ids)


def _see(chapter: Chapter, course: Course) -> str:
    """The first place of a chapter that a question can point to."""
    page = course.pages.get(chapter.uri)
    return f"{chapter.stem}#{next(iter(page.headings), '') if page else ''}"
