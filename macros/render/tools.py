"""The tool pages: what they say without scripts, every word their elements use, and the address of the course's manifest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from macros.model.course import Chapter, Course
from macros.model.problem import Where
from macros.model.quiz import Kind, Quiz
from macros.render.environment import render
from macros.render.here import Here

MANIFEST = "course.json"
_WORKSHEETS = "worksheets/index.md"
# The review page puts questions of any quiz into one without questions of its own.
_EMPTY_QUIZ = Quiz("review", Where(PurePosixPath("review")), ())


@dataclass(frozen=True, slots=True)
class _Way:
    """A chapter with the parts of its page that a reader can work with on paper; addresses are empty where a part is missing."""

    chapter: Chapter
    address: str
    questions: int
    quiz: str
    prompts: str


def notes_tool(course: Course, here: Here) -> str:
    """My notes: all saved work in one document."""
    return render("tools/notes.html.jinja", **_values(course, here)).strip()


def review_tool(course: Course, here: Here) -> str:
    """Review: missed and old questions come back."""
    values = _values(course, here)
    quiz = render(
        "quiz.html.jinja",
        quiz=_EMPTY_QUIZ,
        views=(),
        kinds=tuple(kind.value for kind in Kind),
        here=here,
        heading=3,
    )
    return render("tools/review.html.jinja", quiz_html=quiz.strip(), **values).strip()


def _values(course: Course, here: Here) -> dict[str, object]:
    return {
        "here": here,
        "course": course,
        "manifest": here.asset(MANIFEST),
        "ways": tuple(_way(chapter, course, here) for chapter in course.chapters),
        "worksheets": here.to(_WORKSHEETS) if _WORKSHEETS in course.pages else "",
    }


def _way(chapter: Chapter, course: Course, here: Here) -> _Way:
    quiz = course.quizzes.get(chapter.quiz)
    page = course.pages.get(chapter.uri)
    anchors = page.anchors if page else {}

    def part(anchor: str) -> str:
        return here.to(chapter.uri, anchor if anchor in anchors else "")

    return _Way(
        chapter,
        here.to(chapter.uri),
        len(quiz.questions) if quiz else 0,
        part("quiz") if quiz else "",
        part("ask-yourself") if chapter.ask_yourself else "",
    )
