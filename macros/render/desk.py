"""What the print desk offers: every document of the course that a room may need, by chapter, each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from macros.model.course import Chapter, Course, PaperFile
from macros.model.quiz import Quiz
from macros.model.worksheet import Worksheet
from macros.render.text import plain

DESK = "tools/print-desk.md"
"""The page of the print desk; a course without it has nothing made for it."""

# What a page of paper holds, as a browser lays it out; a sheet says itself how many pages it has.
_QUESTIONS_A_PAGE = 4
_ANSWERS_A_PAGE = 3.4
_LINES_A_PAGE = 13
_GUIDE_PAGES = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """One document to choose.

    `id` is its kind and name: `sheet/<worksheet>`, `handout/<chapter>`, `guide/<chapter>`, `quiz/<quiz>`, `key/<quiz>`. `pages` is
    promised for a worksheet and guessed for anything else. `lead`: for whoever leads the room, and so printed once. `sessions` are
    the ids of the chapters whose session needs it. `files` are its PDFs, where the build makes any.
    """

    id: str
    title: str
    about: str = ""
    pages: int = 1
    lead: bool = False
    sessions: tuple[str, ...] = ()
    card: bool = False
    plan: bool = False
    files: tuple[PaperFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A chapter's documents; `chapter` is None for those of no chapter."""

    id: str
    title: str
    chapter: Chapter | None
    choices: tuple[Choice, ...]


def desk_groups(course: Course) -> tuple[Group, ...]:
    """All there is to print, in the order of the course; what several chapters use stands with the first of them."""
    needed: dict[str, tuple[str, ...]] = {}
    for chapter in course.chapters:
        for id in session_sheets(chapter, course):
            needed[id] = (*needed.get(id, ()), chapter.id)
    seen: set[str] = set()
    groups = []
    for chapter in course.chapters:
        own = tuple(c for c in _of_chapter(chapter, course, needed) if c.id not in seen)
        seen |= {c.id for c in own}
        groups.append(Group(chapter.id, f"Chapter {chapter.number}: {plain(chapter.title)}", chapter, own))
    rest = tuple(c for c in _of_no_chapter(course, needed) if c.id not in seen)
    groups.append(Group("more", "Whole course", None, rest))
    return tuple(group for group in groups if group.choices)


def session_sheets(chapter: Chapter, course: Course) -> tuple[str, ...]:
    """The ids of the worksheets that the chapter's session puts on the table, and its action plan; of a session that names
    none, the chapter's first two."""
    handed = [h.sheet for h in chapter.session.print if h.sheet in course.worksheets]
    plans = [id for id in chapter.worksheets if id in course.worksheets and course.worksheets[id].action_plan]
    return tuple(dict.fromkeys((*(handed or chapter.worksheets[:2]), *plans)))


def _of_chapter(chapter: Chapter, course: Course, needed: Mapping[str, tuple[str, ...]]) -> Iterator[Choice]:
    quiz = course.quizzes.get(chapter.quiz)
    session = (chapter.id,)
    if chapter.session.agenda:
        yield Choice(
            f"guide/{chapter.id}",
            "Session guide",
            "Agenda, questions with what to listen for, sheets to print",
            _GUIDE_PAGES,
            lead=True,
            sessions=session,
            files=course.paper.get(f"chapters/{chapter.stem}-guide", ()),
        )
    if quiz:
        yield _key(quiz, "Answer key", course, session)
    yield Choice(
        f"handout/{chapter.id}",
        "Handout",
        "What to remember, questions with room to write, actions to choose from",
        _handout_pages(chapter),
        sessions=session,
        files=course.paper.get(f"chapters/{chapter.stem}", ()),
    )
    if quiz:
        yield _quiz(quiz, "Quiz", course, session)
    for id in chapter.worksheets:
        sheet = course.worksheets.get(id)
        if sheet:
            yield _sheet(sheet, course, needed.get(id, ()))


def _of_no_chapter(course: Course, needed: Mapping[str, tuple[str, ...]]) -> Iterator[Choice]:
    for page in course.pages.values():
        for id in page.named_by("quiz"):
            if id in course.quizzes:
                yield _quiz(course.quizzes[id], page.title, course)
                yield _key(course.quizzes[id], f"{page.title}, answer key", course)
    for id in sorted(course.worksheets):
        yield _sheet(course.worksheets[id], course, needed.get(id, ()))


def _sheet(sheet: Worksheet, course: Course, sessions: tuple[str, ...] = ()) -> Choice:
    title = plain(sheet.title)
    card = course.identity.words.get("card", "")
    return Choice(
        f"sheet/{sheet.id}",
        title,
        plain(sheet.purpose or sheet.description),
        sheet.pages,
        sessions=sessions,
        card=bool(card) and title.startswith(card),
        plan=bool(sheet.action_plan),
        files=course.paper.get(f"worksheets/{sheet.id}", ()),
    )


def _quiz(quiz: Quiz, title: str, course: Course, sessions: tuple[str, ...] = ()) -> Choice:
    count = len(quiz.questions)
    return Choice(
        f"quiz/{quiz.id}",
        title,
        f"{count} question{'' if count == 1 else 's'} with boxes to tick",
        _parts(count, _QUESTIONS_A_PAGE),
        sessions=sessions,
        files=course.paper.get(f"quizzes/{quiz.id}", ()),
    )


def _key(quiz: Quiz, title: str, course: Course, sessions: tuple[str, ...] = ()) -> Choice:
    return Choice(
        f"key/{quiz.id}",
        title,
        "The right answers, each with its reason",
        _parts(len(quiz.questions), _ANSWERS_A_PAGE),
        lead=True,
        sessions=sessions,
        files=course.paper.get(f"quizzes/{quiz.id}-key", ()),
    )


def _handout_pages(chapter: Chapter) -> int:
    """In rows of about two centimeters: a question takes two of them, with the room to write under it."""
    items = len(chapter.outcomes) + len(chapter.summary) + len(chapter.worksheets)
    prompts = len(chapter.ask_yourself) + len(chapter.ask_your_team)
    return _parts(items / 2 + prompts * 2 + len(chapter.action_plan), _LINES_A_PAGE)


def _parts(amount: float, room: float) -> int:
    return max(1, -int(-amount // room))
