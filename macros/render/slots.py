"""Fills a slot: from the name and arguments a macro left in the page to the fragment that belongs there.

A slot for a part is an HTML comment, because Markdown leaves comments alone and mangles custom elements:
`<!-- slot quiz?page=chapters/04-flexibility/&a0=04-flexibility -->`. A slot inside a sentence is an empty span, because
a comment at the start of a line would end the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import parse_qsl, urlencode

from macros.model.course import Chapter, Course
from macros.model.ids import did_you_mean
from macros.model.ratings import can_be_rated
from macros.model.vocabulary import MACROS, Refers
from macros.render import chapter as parts
from macros.render.desk import DESK
from macros.render.examples import example
from macros.render.files import course_files, file_links
from macros.render.here import Here
from macros.render.playground import quiz_playground
from macros.render.quiz import quiz_html
from macros.render.rules import rules_page
from macros.render.saved import saved_quiz, saved_sheet
from macros.render.tools import TOOLS
from macros.render.worksheet import action_plan_sheet, render_worksheet

_QUERY = r"(?P<{0}>[a-z_]+)\?(?P<{1}>[^\s>\"]*)"
_COMMENT = f"<!-- slot {_QUERY} -->"
# Markdown wraps a comment in a paragraph where it came through an inline pattern.
_SLOT = re.compile(
    rf"<p>\s*{_COMMENT.format('alone', 'alone_query')}\s*</p>"
    rf"|{_COMMENT.format('part', 'part_query')}"
    rf'|<span data-slot="{_QUERY.format("word", "word_query")}"></span>'
)


def slot(name: str, url: str, *arguments: str) -> str:
    """The comment that marks the place of a macro called on the page with the address `url`."""
    query = urlencode({"page": url, **{f"a{n}": a for n, a in enumerate(arguments)}})
    if name in MACROS and MACROS[name].inline:
        return f'<span data-slot="{name}?{escape(query)}"></span>'
    # Two hyphens would end the comment early in strict HTML.
    return f"<!-- slot {name}?{query.replace('--', '%2D%2D')} -->"


def holds_slots(html: str) -> bool:
    """True where there is something to fill, so that other pages need no course."""
    return "<!-- slot " in html or "<span data-slot=" in html


def slots_of(text: str) -> str:
    """The slots in a page's text alone, one a line: what fills them is all that a page shows of other files."""
    return "\n".join(match.group() for match in _SLOT.finditer(text))


def fill_slots(html: str, course: Course) -> str:
    """`html` with every slot replaced by its fragment; a slot that cannot be filled becomes a visible message."""

    def fill(match: re.Match[str]) -> str:
        name = match["alone"] or match["part"] or match["word"]
        query = match["alone_query"] or match["part_query"] or match["word_query"]
        return render_slot(name, unescape(query), course)

    return _SLOT.sub(fill, html)


def render_slot(name: str, query: str, course: Course) -> str:
    values = dict(parse_qsl(query, keep_blank_values=True))
    url = values.pop("page", "")
    arguments = tuple(values[key] for key in sorted(values))
    here = Here(source_of(url, course), url)
    return _FILLERS[name](arguments, course, here)


def source_of(url: str, course: Course) -> str:
    """The source page that has the address `url`, whichever way the host writes addresses."""
    stem = url.lstrip("/").removesuffix(".html").rstrip("/") or "index"
    return f"{stem}.md" if f"{stem}.md" in course.pages else f"{stem}/index.md"


def message_box(words: str, tag: str = "div") -> str:
    """What a reader of a preview sees where a part is missing; the check says the same with file and line."""
    return (
        f'<{tag} class="learn learn-problem" role="alert"><strong>Not shown:</strong> {escape(words)}</{tag}>'
    )


def _missing(kind: Refers, id: str, known: Mapping[str, object] | list[str]) -> str:
    tag = "span" if kind in (Refers.TERM, Refers.SOURCE, Refers.CHAPTER) else "div"
    return message_box(f'There is no {kind.value} "{id}". {did_you_mean(id, known)}'.strip(), tag)


Filler = Callable[[tuple[str, ...], Course, Here], str]


def _of_chapter(part: Callable[[Chapter, Course, Here], str]) -> Filler:
    def fill(arguments: tuple[str, ...], course: Course, here: Here) -> str:
        chapter = course.chapter_of_page(here.uri)
        if chapter is None:
            return message_box("This page's chapter could not be read; the check says why.")
        return part(chapter, course, here)

    return fill


def _quiz(arguments: tuple[str, ...], course: Course, here: Here) -> str:
    chapter = course.chapter_of_page(here.uri)
    id = arguments[0] if arguments else chapter.quiz if chapter else ""
    quiz = course.quizzes.get(id)
    if quiz is None:
        return _missing(Refers.QUIZ, id, course.quizzes)
    # A chapter's header already ties its page to the saved work.
    return ("" if chapter else saved_quiz(quiz, course)) + quiz_html(quiz, course, here)


def _worksheet(arguments: tuple[str, ...], course: Course, here: Here) -> str:
    own = course.worksheet_of_page(here.uri)
    sheet = course.worksheets.get(arguments[0]) if arguments else own
    if sheet is None:
        return _missing(Refers.WORKSHEET, arguments[0] if arguments else here.uri, course.worksheets)
    # The navigation does not list the sheets' pages, so each says itself where it belongs.
    way = parts.worksheet_way(sheet, course, here) if sheet is own else ""
    if sheet.action_plan:
        chapter = course.chapter(sheet.action_plan)
        if chapter is None:
            return _missing(Refers.CHAPTER, sheet.action_plan, [c.id for c in course.chapters])
        sheet = action_plan_sheet(sheet, chapter)
    saved = "" if course.chapter_of_page(here.uri) else saved_sheet(sheet, course)
    page = "tools/ratings.md"
    ratings = here.to(page, sheet.id) if page in course.pages and can_be_rated(sheet) else ""
    files = file_links(course.paper.get(f"worksheets/{sheet.id}", ()), "PDF to fill in or print", here)
    desk = f"{here.to(DESK)}?sheet={sheet.id}" if DESK in course.pages else ""
    return way + saved + render_worksheet(sheet, here, ratings=ratings, desk=desk, files=files)


def _worksheet_card(arguments: tuple[str, ...], course: Course, here: Here) -> str:
    sheet = course.worksheets.get(arguments[0])
    return (
        parts.worksheet_card(sheet, here)
        if sheet
        else _missing(Refers.WORKSHEET, arguments[0], course.worksheets)
    )


def _term(arguments: tuple[str, ...], course: Course, here: Here) -> str:
    term = course.terms.get(arguments[0])
    if term is None:
        return _missing(Refers.TERM, arguments[0], course.terms)
    return parts.term(term, arguments[1] if len(arguments) > 1 else term.term, course, here)


def _source(arguments: tuple[str, ...], course: Course, here: Here) -> str:
    source = course.sources.get(arguments[0])
    return parts.source(source, here) if source else _missing(Refers.SOURCE, arguments[0], course.sources)


def _chapter_link(arguments: tuple[str, ...], course: Course, here: Here) -> str:
    chapter = course.chapter(arguments[0])
    if chapter is None:
        return _missing(Refers.CHAPTER, arguments[0], [c.id for c in course.chapters])
    return parts.chapter_link(
        chapter, arguments[1] if len(arguments) > 1 else f"Chapter {chapter.number}", here
    )


def _proposals(arguments: tuple[str, ...], course: Course, here: Here) -> str:
    address = course.identity.proposals
    words = escape(arguments[0])
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def _example(arguments: tuple[str, ...], course: Course, here: Here) -> str:
    known = course.gallery.examples if course.gallery else {}
    found = known.get(arguments[0])
    if found is None or course.gallery is None:
        return _missing(Refers.EXAMPLE, arguments[0], known)
    return example(found, course.gallery, course, here)


def _of_course(part: Callable[[Course, Here], str]) -> Filler:
    return lambda arguments, course, here: part(course, here)


_FILLERS: dict[str, Filler] = {
    "problem": lambda arguments, course, here: message_box(arguments[0]),
    "chapter_header": _of_chapter(parts.chapter_header),
    "then_and_now": _of_chapter(parts.then_and_now),
    "summary": _of_chapter(lambda chapter, course, here: parts.summary(chapter, here)),
    "ask_yourself": _of_chapter(lambda chapter, course, here: parts.ask_yourself(chapter, here)),
    "ask_your_team": _of_chapter(lambda chapter, course, here: parts.ask_your_team(chapter, here)),
    "action_plan": _of_chapter(parts.action_plan),
    "worksheets": _of_chapter(parts.worksheets),
    "session": _of_chapter(parts.session),
    "next_chapter": _of_chapter(parts.next_chapter),
    "quiz": _quiz,
    "worksheet": _worksheet,
    "worksheet_card": _worksheet_card,
    "worksheet_index": _of_course(parts.worksheet_index),
    "course_map": _of_course(parts.course_map),
    "glossary": _of_course(parts.glossary),
    "sources": _of_course(parts.sources),
    "then_and_now_table": _of_course(parts.then_and_now_table),
    **{f"{name}_tool": _of_course(tool) for name, tool in TOOLS.items()},
    "paper": _of_course(course_files),
    "quiz_playground": _of_course(quiz_playground),
    "rules": _of_course(lambda course, here: rules_page()),
    "example": _example,
    "term": _term,
    "source": _source,
    "chapter": _chapter_link,
    "proposals": _proposals,
}
