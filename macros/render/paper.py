"""Documents for paper that no page shows as they stand: handouts, quizzes as sheets and keys, the workbook, the guide.

All is made of the parts that pages show; what a reader of paper cannot use is left to the style sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from macros.model.course import Chapter, Course, Share
from macros.model.quiz import Quiz
from macros.render import chapter as parts
from macros.render.environment import render
from macros.render.here import Here
from macros.render.quiz import quiz_html

# Addresses as seen from the site's root: whoever makes the file knows where that is.
ROOT = Here("paper/?", "")


# The rooms for which a guide says how many copies to print.
_ROOMS = (6, 12, 18)


@dataclass(frozen=True, slots=True)
class _Line:
    """Something to print for a session; `pages` is 0 where they are known to its PDF alone."""

    title: str
    share: Share
    pages: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    title: str
    html: Markup


def handout(chapter: Chapter, course: Course, *, level: int = 1, first: bool = True) -> str:
    """What a participant takes home of a chapter: outcomes, checklist, prompts with room to write, actions, its sheets."""
    found = (
        ("What to remember", parts.summary(chapter, ROOT) if chapter.summary else ""),
        ("Ask yourself", parts.ask_yourself(chapter, ROOT, fields=True) if chapter.ask_yourself else ""),
        ("Ask your team", parts.ask_your_team(chapter, ROOT, fields=True) if chapter.ask_your_team else ""),
        ("Actions to choose from", parts.action_plan(chapter, course, ROOT) if chapter.action_plan else ""),
    )
    return render(
        "paper/handout.html.jinja",
        here=ROOT,
        course=course,
        chapter=chapter,
        parts=[_Part(title, Markup(html)) for title, html in found if html],
        sheets=parts.sheets_of(chapter, course),
        level=level,
        first=first,
    )


def guide(chapter: Chapter, course: Course, *, level: int = 1, first: bool = True) -> str:
    """What whoever leads a session on the chapter needs on the table."""
    used = {handed.sheet for handed in chapter.session.print}
    return render(
        "paper/guide.html.jinja",
        here=ROOT,
        course=course,
        chapter=chapter,
        session=chapter.session,
        agenda=tuple(parts.agenda(chapter)),
        handed=tuple(_handed(chapter, course)),
        others=tuple(s for s in parts.sheets_of(chapter, course) if s.id not in used),
        rooms=_ROOMS,
        level=level,
        first=first,
    )


def _handed(chapter: Chapter, course: Course) -> Iterator[_Line]:
    for handed in chapter.session.print:
        sheet = course.worksheets.get(handed.sheet)
        if sheet:
            yield _Line(sheet.title, handed.share, sheet.pages)
    yield _Line("This chapter's handout", Share.PERSON)
    if chapter.quiz in course.quizzes:
        yield _Line("This chapter's quiz", Share.PERSON)
        yield _Line("The quiz's answer key, for you", Share.ROOM)


def quiz_sheet(quiz: Quiz, title: str, course: Course, *, key: bool) -> str:
    """A quiz to be answered on paper, or with its answers and their reasons."""
    html = Markup(quiz_html(quiz, course, ROOT, heading=2))
    return render(
        "paper/quiz.html.jinja", here=ROOT, course=course, quiz=quiz, title=title, html=html, key=key
    )


# Up to so many characters a name is written in the first size, the second ...; core/certificate.mjs has the same.
NAME_SIZES = (22, 34, 52, 78)


def certificate(
    course: Course,
    name: str,
    chapters: Iterable[Chapter],
    *,
    team: str = "",
    day: str = "",
    trainer: str = "",
) -> str:
    """A certificate of completion: one landscape page."""
    return render(
        "paper/certificate.html.jinja",
        here=ROOT,
        course=course,
        name=name,
        length=1 + sum(len(name) > most for most in NAME_SIZES),
        chapters=tuple(chapters),
        team=team,
        day=day,
        trainer=trainer,
    )


def workbook(course: Course) -> str:
    """The whole course for a participant: every chapter's handout in one file."""
    return _book(
        course,
        "workbook",
        "Participant's workbook",
        "Each chapter's aims, what to remember, questions with room for your answers, and steps to choose from.",
        ((c, handout(c, course, first=False)) for c in course.chapters),
    )


def facilitator_guide(course: Course) -> str:
    """The whole course for whoever leads its sessions."""
    return _book(
        course,
        "guide",
        "Facilitator's guide",
        "For each chapter: what to prepare and print, a timed agenda, questions with what to listen for, and how to close.",
        ((c, guide(c, course, first=False)) for c in course.chapters if c.session.agenda),
    )


def _book(course: Course, name: str, kind: str, about: str, pages: Iterable[tuple[Chapter, str]]) -> str:
    made = [(chapter, Markup(html)) for chapter, html in pages]
    return render(
        "paper/book.html.jinja",
        here=ROOT,
        course=course,
        name=name,
        kind=kind,
        about=about,
        pages=made,
        chapters=[chapter for chapter, _ in made],
    )
