"""What a chapter's parts, the course map and the course's lists look like: model in, HTML text out.

Saved work hangs on `data-id` (`chapter/kind/item`) and `data-rev`; the fragments are complete without scripts and on paper.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from macros.model.course import Chapter, Claim, Course, Page, Source, Term, Verdict
from macros.model.worksheet import Worksheet
from macros.render.desk import DESK
from macros.render.environment import render
from macros.render.files import chapter_files
from macros.render.here import Here
from macros.render.saved import saved_chapter, saved_work

_PLAN = "tools/plan.md"
_SESSION = "tools/session.md"
_WORKSHEETS = "worksheets/index.md"
# Stations in one column of the course map; its style sheet draws the line for this number.
STATIONS_IN_A_LEG = 3


@dataclass(frozen=True, slots=True)
class _Zone:
    """Chapters in a row that all have a pivot, or all have none; the whole course where none has."""

    kind: str  # "before", "pivots" or "after"
    title: str
    chapters: tuple[Chapter, ...]

    @property
    def legs(self) -> int:
        return -(-len(self.chapters) // STATIONS_IN_A_LEG)


@dataclass(frozen=True, slots=True)
class _Step:
    """One line of an agenda with the minutes at which it begins and ends."""

    start: int
    end: int
    text: str


def chapter_header(
    chapter: Chapter, course: Course, here: Here, *, heading: int = 1, alone: bool = False
) -> str:
    """`alone` leaves out what ties the header to its page: the learner's saved work and links to the page's sections."""
    quiz = course.quizzes.get(chapter.quiz)
    return render(
        "chapter/header.html.jinja",
        here=here,
        chapter=chapter,
        chapters=len(course.chapters),
        pivot_word=course.identity.words.get("pivot", "Part"),
        pivots=sum(1 for c in course.chapters if c.pivot),
        questions=len(quiz.questions) if quiz else 0,
        sheets=len(sheets_of(chapter, course)),
        needs=_chapters(chapter.needs, course),
        anchors=frozenset() if alone else _anchors(chapter, course),
        heading=heading,
        course=course.identity.id,
        address=chapter.uri.removesuffix(".md").removesuffix("/index"),
        saved="" if alone else Markup(saved_chapter(chapter, course)),
    )


def summary(chapter: Chapter, here: Here) -> str:
    return render("chapter/summary.html.jinja", here=here, chapter=chapter)


def ask_yourself(chapter: Chapter, here: Here, *, fields: bool = False) -> str:
    """Questions for oneself. Their notes are ruled lines, to which a script adds a field; `fields`: a PDF has them from the start."""
    return render(
        "chapter/prompts.html.jinja",
        here=here,
        chapter=chapter,
        prompts=chapter.ask_yourself,
        kind="ask-yourself",
        label="Your note",
        lines=4,
        fields=fields,
    )


def ask_your_team(chapter: Chapter, here: Here, *, fields: bool = False) -> str:
    return render(
        "chapter/prompts.html.jinja",
        here=here,
        chapter=chapter,
        prompts=chapter.ask_your_team,
        kind="ask-your-team",
        label="What your team said",
        lines=3,
        fields=fields,
    )


def action_plan(chapter: Chapter, course: Course, here: Here) -> str:
    sheet = course.action_plan_of(chapter.id)
    plan = here.to(_PLAN) if _PLAN in course.pages else ""
    return render(
        "chapter/action-plan.html.jinja",
        here=here,
        chapter=chapter,
        sheet=sheet,
        course=course.identity.id,
        plan=plan,
    )


def then_and_now(chapter: Chapter, course: Course, here: Here) -> str:
    return render(
        "chapter/then-and-now.html.jinja",
        here=here,
        claims=chapter.then_and_now,
        tally=_tally(chapter.then_and_now),
        course=course,
        cite=_cite,
        source_link=_source_link,
    )


def worksheets(chapter: Chapter, course: Course, here: Here) -> str:
    return render(
        "chapter/worksheets.html.jinja", here=here, sheets=sheets_of(chapter, course), numbered=True
    )


def worksheet_card(sheet: Worksheet, here: Here) -> str:
    """One card on its own, where a page's prose leads to a worksheet."""
    return render("chapter/worksheets.html.jinja", here=here, sheets=(sheet,), numbered=False)


def worksheet_way(sheet: Worksheet, course: Course, here: Here) -> str:
    """The way from a worksheet's own page to the chapters that use it, and to the list of all; empty where there is neither."""
    ids = dict.fromkeys((*sheet.chapters, sheet.action_plan))
    chapters = tuple(chapter for id in ids if id and (chapter := course.chapter(id)))
    index = here.to(_WORKSHEETS) if _WORKSHEETS in course.pages else ""
    if not chapters and not index:
        return ""
    return render("worksheet-way.html.jinja", here=here, chapters=chapters, index=index)


def session(chapter: Chapter, course: Course, here: Here) -> str:
    return render(
        "chapter/session.html.jinja",
        here=here,
        chapter=chapter,
        session=chapter.session,
        agenda=tuple(agenda(chapter)),
        lead=f"{here.to(_SESSION)}?chapter={chapter.id}" if _SESSION in course.pages else "",
        desk=f"{here.to(DESK)}?chapter={chapter.id}" if DESK in course.pages else "",
        files=chapter_files(chapter, course, here),
    )


def next_chapter(chapter: Chapter, course: Course, here: Here) -> str:
    """The way on: the chapters that `next` names, else the one that follows; after the last one, quizzes on pages of their
    own, and the course map."""
    # Chapters stand in the order of their numbers.
    after = bisect_right(course.chapters, chapter.number, key=lambda c: c.number)
    targets = _chapters(chapter.next, course) or course.chapters[after : after + 1]
    return render(
        "chapter/next.html.jinja",
        here=here,
        targets=targets,
        tests=() if targets else _quiz_pages(course),
        home=here.to("index.md", "course-map"),
    )


def _quiz_pages(course: Course) -> list[Page]:
    """The pages of quizzes that belong to no chapter."""
    return [
        page
        for uri, page in sorted(course.pages.items())
        if not course.chapter_of_page(uri) and any(call.name == "quiz" for call in page.calls)
    ]


def course_map(course: Course, here: Here) -> str:
    return render(
        "chapter/course-map.html.jinja",
        here=here,
        course=course.identity.id,
        saved=Markup(saved_work(course)),
        zones=_zones(course),
    )


def glossary(course: Course, here: Here) -> str:
    terms = sorted(course.terms.values(), key=lambda t: (t.term.casefold(), t.id))
    letters = [(letter, tuple(group)) for letter, group in groupby(terms, key=_letter)]
    return render(
        "chapter/glossary.html.jinja", here=here, letters=letters, chapters={c.id: c for c in course.chapters}
    )


def sources(course: Course, here: Here) -> str:
    used = _uses(course)
    entries = sorted(
        course.sources.values(), key=lambda s: (s.publisher.casefold(), s.title.casefold(), s.id)
    )
    return render("chapter/sources.html.jinja", here=here, sources=entries, used=used)


def then_and_now_table(course: Course, here: Here) -> str:
    return render(
        "chapter/then-and-now-table.html.jinja",
        here=here,
        chapters=[c for c in course.chapters if c.then_and_now],
        tally=_tally(claim for c in course.chapters for claim in c.then_and_now),
        course=course,
        cite=_cite,
        source_link=_source_link,
    )


def worksheet_index(course: Course, here: Here) -> str:
    """Every worksheet once: under the first chapter that uses it, in that chapter's order; what no chapter uses comes last."""
    shown: set[str] = set()
    groups: list[tuple[Chapter | None, tuple[Worksheet, ...]]] = []
    for chapter in course.chapters:
        sheets = tuple(s for s in sheets_of(chapter, course) if s.id not in shown)
        shown.update(s.id for s in sheets)
        if sheets:
            groups.append((chapter, sheets))
    rest = tuple(s for s in course.worksheets.values() if s.id not in shown)
    if rest:
        groups.append((None, rest))
    return render("chapter/worksheet-index.html.jinja", here=here, groups=groups)


def term(term: Term, words: str, course: Course, here: Here) -> str:
    """`words` as a link to the glossary with the meaning beside it; the element shows it without leaving the page."""
    return render("chapter/term.html.jinja", here=here, term=term, words=words, link=_term_link(term, here))


def source(source: Source, here: Here) -> str:
    return render("chapter/source.html.jinja", here=here, cite=_cite(source), link=_source_link(source, here))


def chapter_link(chapter: Chapter, words: str, here: Here) -> str:
    return render("chapter/chapter-link.html.jinja", here=here, chapter=chapter, words=words)


def _anchors(chapter: Chapter, course: Course) -> frozenset[str]:
    page = course.pages.get(chapter.uri)
    return frozenset(page.anchors) if page else frozenset()


def sheets_of(chapter: Chapter, course: Course) -> tuple[Worksheet, ...]:
    """The chapter's worksheets, in its order."""
    return tuple(course.worksheets[id] for id in chapter.worksheets if id in course.worksheets)


def _chapters(ids: Iterable[str], course: Course) -> tuple[Chapter, ...]:
    return tuple(c for c in map(course.chapter, ids) if c)


def agenda(chapter: Chapter) -> Iterator[_Step]:
    """The session's steps with the minutes at which they begin and end."""
    start = 0
    for step in chapter.session.agenda:
        yield _Step(start, start + step.minutes, step.text)
        start += step.minutes


def _tally(claims: Iterable[Claim]) -> tuple[tuple[Verdict, int], ...]:
    """How often each verdict was given, in the order of the verdicts; those never given are left out."""
    count = Counter(claim.verdict for claim in claims)
    return tuple((verdict, count[verdict]) for verdict in Verdict if count[verdict])


def _zones(course: Course) -> tuple[_Zone, ...]:
    words = course.identity.words
    titles = {
        "before": words.get("before", "Begin here"),
        "pivots": words.get("pivots", "The course"),
        "after": words.get("after", "To finish"),
    }
    zones: list[_Zone] = []
    for has_pivot, group in groupby(course.chapters, key=lambda c: c.pivot > 0):
        is_whole = not any(chapter.pivot for chapter in course.chapters)
        kind = "pivots" if has_pivot or is_whole else "after" if zones else "before"
        zones.append(_Zone(kind, titles[kind], tuple(group)))
    return tuple(zones)


def _letter(term: Term) -> str:
    first = term.term[:1].upper()
    return first if first.isalpha() else "#"


def _uses(course: Course) -> dict[str, tuple[Chapter, ...]]:
    """For each source the chapters that cite it, in their text or in a claim."""
    used: dict[str, list[Chapter]] = {}
    for chapter in course.chapters:
        page = course.pages.get(chapter.uri)
        called = page.named_by("source") if page else ()
        cited = {*called} | {id for claim in chapter.then_and_now for id in claim.sources}
        for id in cited:
            used.setdefault(id, []).append(chapter)
    return {id: tuple(chapters) for id, chapters in used.items()}


def _cite(source: Source) -> str:
    """Publisher and year, as much as a reader needs in the middle of a sentence."""
    years = re.findall(r"\b(?:1[89]|20)\d\d\b", source.date)
    return f"{source.publisher}, {years[-1]}" if years else source.publisher


def _source_link(source: Source, here: Here) -> str:
    return here.to(source.where.path.as_posix().removeprefix("docs/"), source.id)


def _term_link(term: Term, here: Here) -> str:
    return here.to(term.where.path.as_posix().removeprefix("docs/"), term.id)
