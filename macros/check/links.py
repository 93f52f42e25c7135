"""Rules over links and images, wherever they stand: in a page's text, in front matter, in a quiz."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from macros.model import rules
from macros.model.course import Chapter, Course, Link, Page
from macros.model.ids import did_you_mean, nearest
from macros.model.problem import Level, Problem, Where
from macros.model.quiz import Quiz
from macros.model.worksheet import Worksheet

_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^)\s>]*)>?(?:\s+[^)]*)?\)")
_CODE = re.compile(r"(`+)(?:(?!\1).)+?\1", re.DOTALL)


def broken_links(course: Course) -> Iterator[Problem]:
    """Links between pages and to files of the site; the hosts see those of pages only, and one of them sees none."""
    for page in course.pages.values():
        for link in (*page.links, *_links_of_part(course, page)):
            yield from _broken(link, page, course)


def _broken(link: Link, page: Page, course: Course) -> Iterator[Problem]:
    address = urlsplit(link.target)
    if address.scheme or address.netloc or link.target.startswith("/"):
        return
    if not link.target:
        yield Problem(
            link.where,
            "link/missing-page",
            f"This {'image' if link.is_image else 'link'} has no address: «{link.words}»",
            "Write the path of a page or file between the parentheses.",
        )
        return
    path = unquote(address.path)
    uri = posixpath.normpath(posixpath.join(posixpath.dirname(page.uri), path)) if path else page.uri
    if path and uri not in course.pages:
        yield from _no_such_file(link, uri, page, course)
    elif address.fragment and uri in course.pages:
        target = course.pages[uri]
        known = {*target.anchors, *target.marks, *_made_anchors(target, course)}
        anchor = unquote(address.fragment)
        # Parts that macros write name their places with slashes.
        if anchor not in known and "/" not in anchor:
            yield Problem(
                link.where,
                "link/missing-anchor",
                f'"{uri}" has no place "{anchor}".',
                did_you_mean(anchor, known) or "Use the {#anchor} of one of its headings.",
            )


def _no_such_file(link: Link, uri: str, page: Page, course: Course) -> Iterator[Problem]:
    if course.files is None or uri in course.files:
        return
    if not posixpath.splitext(uri)[1] and f"{uri}.md" not in course.pages:
        # An address that a host makes (a folder) is the hosts' own business.
        return
    is_page = not link.is_loaded
    known = list(course.pages) if is_page else sorted(course.files)
    near = nearest(uri, known)
    remedy = (
        f'Did you mean "{posixpath.relpath(near, posixpath.dirname(page.uri) or ".")}"?'
        if near
        else "Write the path as it is from this file, ending in .md for a page."
    )
    yield Problem(
        link.where,
        "link/missing-page" if is_page else "image/missing-file",
        f'There is no {"page or file" if is_page else "file"} "{link.target.partition("#")[0]}".',
        remedy,
    )


def _made_anchors(page: Page, course: Course) -> Iterator[str]:
    """The places that macros write into a page."""
    called = {call.name for call in page.calls}
    if "chapter_header" in called:
        yield "outcomes"
    if "glossary" in called:
        yield from course.terms
        yield from (f"letter-{letter}" for letter in (*"abcdefghijklmnopqrstuvwxyz", "other"))
    if "sources" in called:
        yield from course.sources
    if called & {"then_and_now_table", "worksheet_index"}:
        yield from (chapter.id for chapter in course.chapters)
        yield from (f"{c.id}-{claim.id}" for c in course.chapters for claim in c.then_and_now)
    if "worksheet_index" in called:
        yield "more-worksheets"
    if "rules" in called:
        yield from rules.GROUPS
        yield from (rule.anchor for rule in rules.RULES.values())


def wordless(course: Course) -> Iterator[Problem]:
    """Images and links that say nothing to someone who does not see them."""
    for link in _all_links(course):
        if link.words:
            continue
        if link.is_image:
            yield Problem(
                link.where,
                "image/no-alt",
                f'The image "{link.target}" has no words for readers who cannot see it.',
                "Say between the brackets what it shows: `![words](...)`.",
            )
        elif not link.is_loaded:
            yield Problem(
                link.where,
                "link/no-words",
                f'The link to "{link.target}" has no words.',
                "Write between the brackets where it leads.",
            )


def other_hosts(course: Course) -> Iterator[Problem]:
    """Whatever a browser fetches with the page comes from the site itself, so that no reader is told on."""
    for link in _all_links(course):
        host = urlsplit(link.target).netloc
        if link.is_loaded and host:
            yield Problem(
                link.where,
                "page/other-host",
                f"This is fetched from {host} whenever somebody opens the page.",
                "Put the file below docs/ and use its path, or write a link that a reader may follow.",
            )


def outside_links(course: Course) -> dict[str, tuple[Where, ...]]:
    """Every address of another site that the course names, with the places that name it."""
    found: dict[str, set[Where]] = {}
    for link in _all_links(course):
        found.setdefault(link.target, set()).add(link.where)
    for source in course.sources.values():
        found.setdefault(source.address, set()).add(source.where)
    return {
        address: tuple(sorted(found[address], key=lambda w: (str(w.path), w.line)))
        for address in sorted(found)
        if urlsplit(address).scheme in ("http", "https")
    }


def unlisted_links(course: Course) -> Iterator[Problem]:
    """What a chapter rests on is listed with publisher, date and grade."""
    listed = {source.address.rstrip("/") for source in course.sources.values()}
    for chapter in course.chapters:
        for link in course.pages[chapter.uri].links:
            if link.is_loaded or not urlsplit(link.target).netloc or link.target.rstrip("/") in listed:
                continue
            yield Problem(
                link.where,
                "chapter/link-without-source",
                f"This link leads to {urlsplit(link.target).netloc}, which is not among the sources.",
                'Add the page to the sources and cite it: {{ source("id") }}.',
                Level.ADVICE,
            )


def _all_links(course: Course) -> Iterator[Link]:
    for page in course.pages.values():
        yield from page.links
        yield from _links_of_part(course, page)
    for quiz in course.quizzes.values():
        for where, text in _quiz_texts(quiz):
            yield from links_in(text, where)


def _links_of_part(course: Course, page: Page) -> Iterator[Link]:
    """The links in the front matter of a chapter's or worksheet's page."""
    chapter = course.chapter_of_page(page.uri) if page.uri.startswith("chapters/") else None
    sheet = course.worksheet_of_page(page.uri) if page.uri.startswith("worksheets/") else None
    texts = _chapter_texts(chapter) if chapter else _sheet_texts(sheet) if sheet else ()
    for where, text in texts:
        yield from links_in(text, where)


def links_in(text: str, where: Where) -> Iterator[Link]:
    """The links and images of a short Markdown text."""
    if "](" not in text:
        return
    for found in _LINK.finditer(_CODE.sub("", text)):
        is_image = bool(found[1])
        yield Link(where, found[3], found[2].strip(), is_image, is_loaded=is_image)


def _chapter_texts(chapter: Chapter) -> Iterator[tuple[Where, str]]:
    for item in (*chapter.outcomes, *chapter.summary):
        yield item.where, item.text
    for prompt in (*chapter.ask_yourself, *chapter.ask_your_team):
        yield from ((prompt.where, text) for text in (prompt.text, prompt.purpose, prompt.listen_for))
    for action in chapter.action_plan:
        yield from ((action.where, text) for text in (action.text, action.owner, action.done_when))
    for claim in chapter.then_and_now:
        yield from ((claim.where, text) for text in (claim.claim, claim.said, claim.happened))
    session = chapter.session
    texts = (session.purpose, *session.prepare, *session.materials, session.close, session.afterwards)
    for text in (*texts, *(step.text for step in session.agenda)):
        yield chapter.where, text


def _sheet_texts(sheet: Worksheet) -> Iterator[tuple[Where, str]]:
    for text in (sheet.purpose, sheet.instructions, *(section.intro for section in sheet.sections)):
        yield sheet.where, text
    for field in sheet.fields:
        yield field.where, f"{field.label} {field.help}"


def _quiz_texts(quiz: Quiz) -> Iterator[tuple[Where, str]]:
    for question in quiz.questions:
        for text in (question.title, question.text, *question.hints, question.explanation):
            yield question.where, text
        for option in question.options:
            yield option.where, option.text
            yield option.where, option.comment


RULES = (broken_links, wordless, other_hosts, unlisted_links)
