"""Rules over the whole course: whatever one file says of another must hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from macros.model.colors import Colors, weak_pairs
from macros.model.course import Chapter, Course, MacroCall, Page, Unfolded, Verdict
from macros.model.ids import did_you_mean, nearest
from macros.model.problem import Level, Problem, Where
from macros.model.saved import all_formerly, saved_ids
from macros.model.vocabulary import CHAPTER_PARTS, MACROS, Refers
from macros.model.wording import counted


def _unknown(where: Where, rule: str, what: str, id: str, known: Iterable[str], remedy: str) -> Problem:
    return Problem(where, rule, f'There is no {what} "{id}".', did_you_mean(id, known) or remedy)


def _unknown_chapter(where: Where, rule: str, id: str, course: Course, what: str = "chapter") -> Problem:
    known = (c.id for c in course.chapters)
    return _unknown(where, rule, what, id, known, "Name a chapter by the `id` in its front matter.")


def unknown_quiz(course: Course) -> Iterator[Problem]:
    for chapter in course.chapters:
        if not chapter.quiz:
            yield Problem(
                chapter.where,
                "chapter/no-quiz",
                f'Chapter "{chapter.id}" names no quiz.',
                f"Add `quiz: {chapter.stem}` and the file quizzes/{chapter.stem}.md.",
            )
        elif chapter.quiz not in course.quizzes:
            yield _unknown(
                chapter.where,
                "chapter/unknown-quiz",
                "quiz",
                chapter.quiz,
                course.quizzes,
                f"Write quizzes/{chapter.quiz}.md.",
            )


def unused_quiz(course: Course) -> Iterator[Problem]:
    used = {c.quiz for c in course.chapters}
    for page in course.pages.values():
        used |= set(page.named_by("quiz"))
    for id, quiz in course.quizzes.items():
        if id not in used:
            yield Problem(
                quiz.where,
                "quiz/unused",
                "No chapter or page shows this quiz.",
                f'Name it in a chapter (`quiz: {id}`) or call {{{{ quiz("{id}") }}}}.',
                Level.ADVICE,
            )


def unknown_worksheet(course: Course) -> Iterator[Problem]:
    for chapter in course.chapters:
        for id in chapter.worksheets:
            if id not in course.worksheets:
                yield _unknown(
                    chapter.where,
                    "chapter/unknown-worksheet",
                    "worksheet",
                    id,
                    course.worksheets,
                    f"Write docs/worksheets/{id}.md.",
                )
        for handed in chapter.session.print:
            if handed.sheet and handed.sheet not in course.worksheets:
                yield _unknown(
                    handed.where,
                    "chapter/unknown-worksheet",
                    "worksheet",
                    handed.sheet,
                    course.worksheets,
                    f"Write docs/worksheets/{handed.sheet}.md.",
                )


def unknown_map(course: Course) -> Iterator[Problem]:
    identity = course.identity
    if identity.map and identity.map_where and identity.map not in course.worksheets:
        yield _unknown(
            identity.map_where,
            "course/unknown-worksheet",
            "worksheet",
            identity.map,
            course.worksheets,
            f"Write docs/worksheets/{identity.map}.md, or take `map` out.",
        )


def weak_colors(course: Course) -> Iterator[Problem]:
    colors = course.identity.colors
    for words, chosen, scheme in (
        ("light", colors.light, colors.light_scheme),
        ("dark", colors.dark, colors.dark_scheme),
    ):
        for name, ground, found, least in weak_pairs(scheme):
            # One that nobody chose was made for its ground; the place to mend is the other's then.
            where = chosen.places.get(name) or chosen.places.get(ground) or _first_place(colors)
            if where:
                yield Problem(
                    where,
                    "course/weak-color",
                    f"In the {words} scheme {name} ({scheme[name]}) on {ground} ({scheme[ground]}) has a contrast of {found:.1f}; "
                    f"people need {least:g}.",
                    "Make the one darker or the other lighter, or leave one out: the course then makes one that fits.",
                )


def _first_place(colors: Colors) -> Where | None:
    return next((place for chosen in (colors.light, colors.dark) for place in chosen.places.values()), None)


def unlisted_worksheet(course: Course) -> Iterator[Problem]:
    """A sheet that names a chapter which does not name it back cannot be found by a reader of that chapter."""
    listed = {(c.id, id) for c in course.chapters for id in c.worksheets}
    for sheet in course.worksheets.values():
        for id in sheet.chapters:
            chapter = course.chapter(id)
            if chapter is None:
                yield _unknown_chapter(sheet.where, "worksheet/unknown-chapter", id, course)
            elif (id, sheet.id) not in listed:
                yield Problem(
                    chapter.where,
                    "chapter/unlisted-worksheet",
                    f'The worksheet "{sheet.id}" belongs to this chapter, which does not list it.',
                    f"Add `{sheet.id}` to `worksheets`.",
                )


def action_plan_sheet(course: Course) -> Iterator[Problem]:
    for sheet in course.worksheets.values():
        if sheet.action_plan and course.chapter(sheet.action_plan) is None:
            yield _unknown_chapter(sheet.where, "worksheet/unknown-chapter", sheet.action_plan, course)
    made = {s.action_plan for s in course.worksheets.values()}
    for chapter in course.chapters:
        if chapter.action_plan and chapter.id not in made:
            yield Problem(
                chapter.where,
                "chapter/no-action-plan-sheet",
                "No worksheet prints this chapter's action plan.",
                f"Write docs/worksheets/{chapter.id}-action-plan.md with `action_plan: {chapter.id}`.",
            )


def chapter_order(course: Course) -> Iterator[Problem]:
    numbers: dict[int, Chapter] = {}
    for chapter in course.chapters:
        first = numbers.setdefault(chapter.number, chapter)
        if first is not chapter:
            yield Problem(
                chapter.where,
                "chapter/duplicate-number",
                f"Chapter number {chapter.number} is taken by {first.where.path}.",
                "Give one of the two another number.",
            )
        if not chapter.stem.startswith(f"{chapter.number:02d}-"):
            yield Problem(
                chapter.where,
                "chapter/file-name",
                f'The file is called "{chapter.stem}" but holds chapter {chapter.number}.',
                f"Let the file's name begin with {chapter.number:02d}-.",
            )
        for key, ids in (("needs", chapter.needs), ("next", chapter.next)):
            for id in ids:
                if course.chapter(id) is None:
                    yield _unknown_chapter(
                        chapter.where, "chapter/unknown-chapter", id, course, f"chapter (under `{key}`)"
                    )


def worksheet_file_name(course: Course) -> Iterator[Problem]:
    for sheet in course.worksheets.values():
        if sheet.uri.rsplit("/", 1)[-1] != f"{sheet.id}.md":
            yield Problem(
                sheet.where,
                "worksheet/file-name",
                f'This worksheet has the id "{sheet.id}" but another file name.',
                f"Call the file {sheet.id}.md, or give the worksheet its file's name as `id`.",
            )


def session_minutes(course: Course) -> Iterator[Problem]:
    for chapter in course.chapters:
        total = sum(step.minutes for step in chapter.session.agenda)
        if chapter.session.agenda and total != chapter.minutes_session:
            yield Problem(
                chapter.where,
                "chapter/session-minutes",
                f"The agenda takes {total} minutes, the chapter promises {chapter.minutes_session}.",
                f"Write `session: {total}` under `minutes`, or change the agenda.",
            )


def unknown_source(course: Course) -> Iterator[Problem]:
    for chapter in course.chapters:
        for claim in chapter.then_and_now:
            for id in claim.sources:
                if id not in course.sources:
                    yield _unknown(
                        claim.where,
                        "chapter/unknown-source",
                        "source",
                        id,
                        course.sources,
                        "Add it to the page that lists the sources.",
                    )


def term_chapter(course: Course) -> Iterator[Problem]:
    for term in course.terms.values():
        if term.chapter and course.chapter(term.chapter) is None:
            yield _unknown_chapter(term.where, "glossary/unknown-chapter", term.chapter, course)


def see_links(course: Course) -> Iterator[Problem]:
    stems = {c.stem: c for c in course.chapters}
    for quiz in course.quizzes.values():
        for question in quiz.questions:
            if not question.see:
                continue
            stem, _, anchor = question.see.partition("#")
            chapter = stems.get(stem)
            if chapter is None:
                yield _unknown(
                    question.see_where or question.where,
                    "quiz/unknown-see",
                    "chapter file",
                    stem,
                    stems,
                    "Write `see: 01-file-name#anchor`.",
                )
            elif anchor and anchor not in course.pages[chapter.uri].anchors:
                yield _unknown(
                    question.see_where or question.where,
                    "quiz/unknown-see",
                    f"anchor in {chapter.uri}",
                    anchor,
                    course.pages[chapter.uri].anchors,
                    "Use the {#anchor} of one of its headings.",
                )


def macro_calls(course: Course) -> Iterator[Problem]:
    known: dict[Refers, Iterable[str]] = {
        Refers.QUIZ: course.quizzes,
        Refers.WORKSHEET: course.worksheets,
        Refers.CHAPTER: [c.id for c in course.chapters],
        Refers.TERM: course.terms,
        Refers.SOURCE: course.sources,
    }
    if course.gallery:
        known[Refers.EXAMPLE] = course.gallery.examples
    for page in course.pages.values():
        for call in page.calls:
            yield from _macro_call(call, page, known)


_UNKNOWN = {
    Refers.QUIZ: "page/unknown-quiz",
    Refers.WORKSHEET: "page/unknown-worksheet",
    Refers.CHAPTER: "page/unknown-chapter",
    Refers.TERM: "page/unknown-term",
    Refers.SOURCE: "page/unknown-source",
    Refers.EXAMPLE: "page/unknown-example",
}


def _macro_call(call: MacroCall, page: Page, known: Mapping[Refers, Iterable[str]]) -> Iterator[Problem]:
    macro = MACROS.get(call.name)
    if macro is None:
        yield _unknown(
            call.where,
            "page/unknown-macro",
            "macro",
            call.name,
            MACROS,
            f"Known: {', '.join(sorted(MACROS))}.",
        )
        return
    if call.arguments is None:
        yield Problem(
            call.where,
            "page/macro-arguments",
            f'"{call.name}" takes plain texts in quotes, without names.',
            f'Write {{{{ {call.name}("...") }}}}.',
        )
        return
    least, most = len(macro.needs), len(macro.arguments)
    if not least <= len(call.arguments) <= most:
        wanted = " and ".join(kind.value for kind in macro.needs) or "no argument"
        yield Problem(
            call.where,
            "page/macro-arguments",
            f'"{call.name}" got {counted(len(call.arguments), "argument")}.',
            f"It takes {wanted}" + (f", at most {most}." if most > least else "."),
        )
        return
    if macro.on and not call.arguments and not page.uri.startswith(macro.on):
        yield Problem(
            call.where,
            "page/macro-place",
            f'"{call.name}" without an id means the page\'s own, and this page has none.',
            f"Call it on a page below docs/{macro.on}"
            + (f', or give an id: {{{{ {call.name}("...") }}}}.' if macro.may else "."),
        )
    for kind, value in zip(macro.arguments, call.arguments, strict=False):
        # What nobody has looked up (a course read without the engine's examples) is no mistake.
        if kind in known and str(value) not in known[kind]:
            yield _unknown(
                call.where,
                _UNKNOWN[kind],
                kind.value,
                str(value),
                known[kind],
                f"Use the id of {'an' if kind is Refers.EXAMPLE else 'a'} {kind.value} that exists.",
            )


def chapter_parts(course: Course) -> Iterator[Problem]:
    """A part described in the front matter but called nowhere would never be seen."""
    for chapter in course.chapters:
        page = course.pages[chapter.uri]
        called = {call.name for call in page.calls}
        has = {"then_and_now": bool(chapter.then_and_now), "session": bool(chapter.session.agenda)}
        for name in CHAPTER_PARTS:
            if name not in called and has.get(name, True):
                yield Problem(
                    chapter.where.at(page.body_line),
                    "chapter/missing-part",
                    f'The chapter never shows its part "{name}".',
                    f"Write {{{{ {name}() }}}} on a line of its own where it belongs.",
                )
        for name in CHAPTER_PARTS:
            places = [call for call in page.calls if call.name == name and not call.arguments]
            for extra in places[1:]:
                yield Problem(
                    extra.where,
                    "chapter/part-twice",
                    f'The part "{name}" stands twice on this page.',
                    "Keep one of the two.",
                )


def worksheet_pages(course: Course) -> Iterator[Problem]:
    for sheet in course.worksheets.values():
        page = course.pages[sheet.uri]
        if not any(call.name == "worksheet" and not call.arguments for call in page.calls):
            yield Problem(
                sheet.where.at(page.body_line),
                "worksheet/not-shown",
                "The page never shows its worksheet.",
                "Write {{ worksheet() }} below the front matter.",
            )


def figure_ids(course: Course) -> Iterator[Problem]:
    for page in course.pages.values():
        seen: dict[str, Where] = {}
        for figure in page.figures:
            if figure.id in seen:
                yield Problem(
                    figure.where,
                    "figure/duplicate-id",
                    f'Two figures of this page are called "{figure.id}", the first on line {seen[figure.id].line}.',
                    "Give one of them another id.",
                )
            seen.setdefault(figure.id, figure.where)


def reading_time(course: Course) -> Iterator[Problem]:
    """Minutes that no reader needs, or that no reader keeps to. Short pages are left alone: an opening line says little."""
    for chapter in course.chapters:
        words = course.pages[chapter.uri].words
        slow, quick = -(-words // WORDS_A_MINUTE[1]), words // WORDS_A_MINUTE[0]
        if words >= 600 and not slow <= chapter.minutes_read <= quick:
            yield Problem(
                chapter.where,
                "chapter/reading-time",
                f"The chapter has {words} words and promises {chapter.minutes_read} minutes.",
                f"Readers need {slow} to {quick} minutes; write `read: {round(words / 200)}` under `minutes`.",
                Level.ADVICE,
            )


def unlinked_term(course: Course) -> Iterator[Problem]:
    """A term that the glossary gives to a chapter, which never shows it to its reader."""
    for term in course.terms.values():
        chapter = course.chapter(term.chapter) if term.chapter else None
        if chapter is None:
            continue
        if term.id not in course.pages[chapter.uri].named_by("term"):
            yield Problem(
                term.where,
                "glossary/not-linked",
                f'"{term.term}" belongs to {chapter.uri}, which never links it.',
                f'Write {{{{ term("{term.id}") }}}} at its first use there.',
                Level.ADVICE,
            )


def source_addresses(course: Course) -> Iterator[Problem]:
    for source in course.sources.values():
        is_address = source.address.startswith(("https://", "http://")) and not re.search(
            r"\s", source.address
        )
        if source.address and not is_address:
            yield Problem(
                source.where,
                "sources/address",
                f'"{source.address}" is no address that a browser opens.',
                "Write it in full, from https:// on, and nothing else.",
            )
        if source.grade and source.grade not in ("A", "B", "C"):
            yield Problem(
                source.where,
                "sources/grade",
                f'"{source.grade}" is no grade.',
                "Write A, B or C; the page of sources says what they mean.",
            )


def weak_sources(course: Course) -> Iterator[Problem]:
    """A verdict that something came true or did not, with nothing but reposts behind it."""
    for chapter in course.chapters:
        for claim in chapter.then_and_now:
            grades = {course.sources[id].grade for id in claim.sources if id in course.sources}
            if claim.verdict in (Verdict.TRUE, Verdict.FALSE) and grades == {"C"}:
                yield Problem(
                    claim.where,
                    "chapter/weak-source",
                    f'The verdict "{claim.verdict.value}" rests on grade C sources alone.',
                    "Add a source of grade A or B, or say how far it goes: partly, can't be told.",
                    Level.ADVICE,
                )


def vanished_ids(course: Course) -> Iterator[Problem]:
    """What readers saved under a published id finds its way to where that is today."""
    if not course.published:
        return
    known, formerly = set(saved_ids(course)), all_formerly(course)
    plans = tuple(f"worksheet/{sheet.id}/" for sheet in course.worksheets.values() if sheet.action_plan)
    gone = {
        id
        for id in course.published
        if id not in known and formerly.get(id) not in known and not id.startswith(plans)
    }
    for id, place in course.published.items():
        # Where a whole chapter, quiz or sheet has gone, that says it all.
        if id not in gone or any(home in gone for home in _above(id)):
            continue
        yield Problem(
            _home(id, course) or place,
            "course/vanished-id",
            f'"{id}" was published and has gone; what readers saved under it would be lost.',
            _bring_back(id, known - course.published.keys()),
        )


def _above(id: str) -> Iterator[str]:
    """The ids that a full id lies in, such as the worksheet of a row."""
    while "/" in id:
        id = id.rpartition("/")[0]
        yield id


def _bring_back(id: str, new: Iterable[str]) -> str:
    """Where `formerly` belongs: at the only new id of the same list, or at one that is spelled alike."""
    folder, _, old = id.rpartition("/")
    beside = [other for other in new if other.rpartition("/")[0] == folder]
    near = nearest(id, beside) or (beside[0] if len(beside) == 1 else "")
    if near:
        name = near.rpartition("/")[2]
        return f'Bring it back, or write `formerly: [{old}]` at "{name}".'
    return f"Bring it back, or write `formerly: [{old}]` at what took its place."


def _home(id: str, course: Course) -> Where | None:
    """The file that held a full id, where that is still there."""
    first, *rest = id.split("/")
    if first == "quiz" and rest:
        return course.quizzes[rest[0]].where if rest[0] in course.quizzes else None
    if first == "worksheet" and rest:
        return course.worksheets[rest[0]].where if rest[0] in course.worksheets else None
    chapter = course.chapter(first)
    return chapter.where if chapter else None


# With so many, the list weighs as much as the chapter beside it.
_LONG_LIST = 200
_SHORTER = {
    Unfolded.EVERYTHING: "Add `navigation.prune` to the theme's features: a page then lists its own part and the names of the others.",
    Unfolded.PARTS: "Take `navigation.sections` out of the theme's features: a page then lists its own part and the names of the others.",
    Unfolded.ONE_PART: "Put them into parts of a dozen or two, each with a name.",
}


def long_navigation(course: Course) -> Iterator[Problem]:
    navigation = course.identity.navigation
    if navigation and navigation.pages > _LONG_LIST:
        yield Problem(
            navigation.where,
            "course/long-navigation",
            f"A page lists {navigation.pages:,} pages in its navigation, and so does each of them.",
            _SHORTER[navigation.unfolded],
            Level.ADVICE,
        )


# Slow and quick readers of plain prose, in words a minute.
WORDS_A_MINUTE = (150, 250)

RULES = (
    reading_time,
    unlinked_term,
    source_addresses,
    weak_sources,
    unknown_quiz,
    unused_quiz,
    unknown_worksheet,
    unknown_map,
    unlisted_worksheet,
    action_plan_sheet,
    chapter_order,
    worksheet_file_name,
    session_minutes,
    unknown_source,
    term_chapter,
    see_links,
    macro_calls,
    chapter_parts,
    worksheet_pages,
    figure_ids,
    vanished_ids,
    weak_colors,
    long_navigation,
)
