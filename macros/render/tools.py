"""The tool pages: what they say without scripts, every word their elements use, and the address of the course's manifest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from macros.model.course import Chapter, Course
from macros.model.problem import Where
from macros.model.quiz import Kind, Quiz
from macros.model.ratings import can_be_rated
from macros.render.desk import DESK, desk_groups
from macros.render.environment import render
from macros.render.here import Here

MANIFEST = "course.json"
_WORKSHEETS = "worksheets/index.md"
_SESSION = "tools/session.md"
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


def plan_tool(course: Course, here: Here) -> str:
    """The plan: every chosen action, in order, with owners and dates, and the map that they serve."""
    sheet = course.worksheets.get(course.identity.map)

    def way(chapter: Chapter) -> dict[str, object]:
        return {
            "chapter": chapter,
            "actions": len(chapter.action_plan),
            "plan": _part(chapter, "action-plan", course, here),
        }

    values = _values(course, here) | {
        "map": {"sheet": sheet, "address": here.to(sheet.uri)} if sheet else None,
        "ways": tuple(way(chapter) for chapter in course.chapters),
    }
    return render("tools/plan.html.jinja", **values).strip()


def session_tool(course: Course, here: Here) -> str:
    """The session: a chapter's questions for a team, one at a time."""

    def room(chapter: Chapter) -> dict[str, object]:
        return {
            "chapter": chapter,
            "notes": _part(chapter, "session", course, here),
            "sheets": tuple(course.worksheets[id] for id in chapter.worksheets if id in course.worksheets),
        }

    rooms = tuple(room(chapter) for chapter in course.chapters)
    return render("tools/session.html.jinja", rooms=rooms, **_values(course, here)).strip()


def ratings_tool(course: Course, here: Here) -> str:
    """Ratings: several people's answers on one scale, laid over each other."""
    order = [id for chapter in course.chapters for id in chapter.worksheets] + sorted(course.worksheets)
    sheets = [course.worksheets[id] for id in dict.fromkeys(order) if id in course.worksheets]
    notes = "tools/notes.md"
    return render(
        "tools/ratings.html.jinja",
        sheets=tuple((sheet, here.to(sheet.uri)) for sheet in sheets if can_be_rated(sheet)),
        notes=here.to(notes) if notes in course.pages else "",
        **_values(course, here),
    ).strip()


def team_tool(course: Course, here: Here) -> str:
    """The team page: colleagues' saved work side by side and merged."""
    return render("tools/team.html.jinja", **_values(course, here)).strip()


def course_plan_tool(course: Course, here: Here) -> str:
    """The course plan: chapters fitted into the time there is, with what to print and prepare."""

    def room(chapter: Chapter) -> dict[str, object]:
        return {
            "chapter": chapter,
            "address": here.to(chapter.uri),
            "notes": _part(chapter, "session", course, here),
            "handed": tuple(
                (line, course.worksheets[line.sheet])
                for line in chapter.session.print
                if line.sheet in course.worksheets
            ),
            "guide": next(iter(course.paper.get(f"chapters/{chapter.stem}-guide", ())), None),
        }

    values = _values(course, here) | {
        "rooms": tuple(room(chapter) for chapter in course.chapters if chapter.session.agenda),
        "session": here.to(_SESSION) if _SESSION in course.pages else "",
        "desk": here.to(DESK) if DESK in course.pages else "",
    }
    return render("tools/course-plan.html.jinja", **values).strip()


def certificate_tool(course: Course, here: Here) -> str:
    """A certificate of completion, for the chapters that saved work shows as finished or that somebody chooses."""
    return render("tools/certificate.html.jinja", **_values(course, here)).strip()


def print_tool(course: Course, here: Here) -> str:
    """The print desk: everything a room needs on paper, chosen, dressed and printed at once."""
    return render("tools/print.html.jinja", groups=desk_groups(course), **_values(course, here)).strip()


TOOLS: dict[str, Callable[[Course, Here], str]] = {
    "notes": notes_tool,
    "review": review_tool,
    "plan": plan_tool,
    "session": session_tool,
    "ratings": ratings_tool,
    "team": team_tool,
    "course_plan": course_plan_tool,
    "certificate": certificate_tool,
    "print": print_tool,
}


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
    return _Way(
        chapter,
        here.to(chapter.uri),
        len(quiz.questions) if quiz else 0,
        _part(chapter, "quiz", course, here) if quiz else "",
        _part(chapter, "ask-yourself", course, here) if chapter.ask_yourself else "",
    )


def _part(chapter: Chapter, anchor: str, course: Course, here: Here) -> str:
    """The address of a part of a chapter's page; of the page where it has no such part."""
    page = course.pages.get(chapter.uri)
    return here.to(chapter.uri, anchor if page and anchor in page.anchors else "")
