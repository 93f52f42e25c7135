"""Reads what checks need from a page's body: anchors, macro calls, figures, and how many words a reader reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import jinja2
from jinja2 import nodes
from markdown_it import MarkdownIt
from markdown_it.token import Token

from macros.content.calls import plain_calls
from macros.content.figures import parse_figure
from macros.content.inlines import reading_only
from macros.content.lines import list_problems
from macros.model.course import Link, MacroCall, Page
from macros.model.figure import Figure
from macros.model.ids import slug
from macros.model.problem import Problem, Where
from macros.model.wording import shortened

_MARKDOWN = MarkdownIt("commonmark")
# Links, images and HTML begin with the first two, lists of attributes with the third.
_READING = reading_only(MarkdownIt("commonmark"), "[<{")
_ANCHOR = re.compile(r"\{[^}]*#([A-Za-z][\w-]*)[^}]*\}\s*$")
_MARK = re.compile(r"\{[^}\n]*#([A-Za-z][\w-]*)[^}\n]*\}|<[^<>]*\sid=[\"']([^\"']+)[\"']")
# What a browser fetches with the page, by tag and attribute.
_LOADED = re.compile(
    r"<(?P<tag>img|script|iframe|video|audio|source|track|embed|object|link|input)\b(?P<rest>[^<>]*)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([a-z]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
# What the policy of the built site refuses (export/policy.py). A script in a file of its own is none of it.
_REFUSED = re.compile(
    r"<(?P<tag>script(?![^<>]*\ssrc\s*=)|style)\b|<[a-z][^<>]*?\s(?P<name>style|on[a-z]+|data-policy)\s*=|(?P<link>javascript):",
    re.IGNORECASE,
)
_REFUSED_LIST = re.compile(r"\{[^{}\n]*?\b(style|on[a-z]+|data-policy)\s*=[^{}\n]*\}")
_BOX = re.compile(r"(?:!!!|\?\?\?\+?)\s")
_WORD = re.compile(r"[^\W_][\w'’-]*")
# "{#" begins an anchor ("## Heading {#anchor}"), so the hosts are told of another sign for comments (mkdocs.yml), and so is this.
_JINJA = jinja2.Environment(autoescape=True, comment_start_string="{##", comment_end_string="##}")


def read_page(
    uri: str, title: str, body: str, body_line: int, meta_keys: tuple[str, ...]
) -> tuple[Page, list[Problem]]:
    """The page and the problems of its body; `uri` is its path below docs/, `body_line` the file's line of the body's first."""
    where = Where(PurePosixPath("docs") / uri)
    calls, strays, problems = _macro_calls(body, where, body_line)
    anchors: dict[str, Where] = {}
    headings: dict[str, str] = {}
    figures: list[Figure] = []
    links: list[Link] = []
    words = 0
    level = 1
    heading = ""
    tokens = _parsed(body)
    for position, token in enumerate(tokens):
        line = body_line + (token.map[0] if token.map else 0)
        if token.type == "heading_open":
            text = tokens[position + 1].content
            match = _ANCHOR.search(text)
            anchor = match.group(1) if match else slug(text)
            if anchor in anchors:
                problems.append(
                    Problem(
                        where.at(line),
                        "page/duplicate-anchor",
                        f'The anchor "{anchor}" stands twice, first on line {anchors[anchor].line}.',
                        "Give one of the headings another {#anchor}.",
                    )
                )
            anchors.setdefault(anchor, where.at(line))
            headings.setdefault(anchor, _ANCHOR.sub("", text).strip())
            problems += _heading_problems(where.at(line), int(token.tag[1]), level, bool(heading), text)
            level = int(token.tag[1])
            if token.tag == "h1":
                heading = heading or headings[anchor]
        elif token.type == "fence" and token.info.split()[:1] == ["figure"]:
            figure, found = parse_figure(token.content, where.at(line + 1))
            problems += found
            if figure:
                figures.append(figure)
                anchors.setdefault(f"figure-{figure.id}", where.at(line))
        elif token.type == "inline":
            links += _links(token, where.at(line))
            problems += _refused_inline(token, where.at(line))
            words += len(_WORD.findall(_ANCHOR.sub("", token.content)))
        elif token.type == "code_block":
            # Boxes (admonitions) are indented text, which CommonMark takes for code; their readers read them all the same.
            words += len(_WORD.findall(token.content))
            if _is_box(tokens, position):
                links += (
                    link
                    for inner in _READING.parse(token.content)
                    if inner.type == "inline"
                    for link in _links(inner, where.at(line + (inner.map or [0])[0]))
                )
        elif token.type == "html_block":
            links += _loaded(token.content, where.at(line))
            problems += _refused(token.content, where.at(line))
    problems += list_problems(body, where, body_line)
    page = Page(
        uri=uri,
        where=where,
        title=title or heading,
        anchors=anchors,
        headings=headings,
        calls=calls,
        strays=strays,
        figures=tuple(figures),
        words=words,
        body_line=body_line,
        meta_keys=meta_keys,
        links=tuple(links),
        marks=tuple(a or b for a, b in _MARK.findall(body)),
    )
    return page, problems


def _parsed(body: str) -> list[Token]:
    """The body's Markdown. Macros are taken out before, as the hosts do; their length keeps columns, their lines the lines."""
    return _READING.parse(
        re.sub(r"\{\{.*?\}\}", lambda m: re.sub(r"[^\n]", " ", m.group()), body, flags=re.DOTALL)
    )


def body_tokens(body: str) -> list[tuple[object, ...]]:
    """What the Markdown of a body says, without the lines it stands on, to compare two ways of writing it."""
    return [
        (t.type, t.tag, t.content, t.info, t.hidden, [(c.type, c.content, c.attrs) for c in t.children or ()])
        for t in _MARKDOWN.parse(body)
    ]


def _heading_problems(where: Where, level: int, before: int, has_title: bool, text: str) -> Iterator[Problem]:
    """A page's title is its only heading of level 1; where a macro writes it, the text starts at level 2."""
    words = _ANCHOR.sub("", text).strip()
    if level == 1 and has_title:
        yield Problem(
            where,
            "page/heading-order",
            f"This page has a second title: «{shortened(words)}»",
            f"Write it with two signs: `## {words}`.",
        )
    elif level > before + 1:
        yield Problem(
            where,
            "page/heading-order",
            f"This heading skips a level: «{shortened(words)}»",
            f"Write it with {before + 1} signs: `{'#' * (before + 1)} {words}`.",
        )


def _refused_inline(inline: Token, where: Where) -> Iterator[Problem]:
    line = where.line
    for child in inline.children or []:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "html_inline":
            yield from _refused(child.content, where.at(line))
        elif child.type == "text":
            for found in _REFUSED_LIST.finditer(child.content):
                yield _refusal(f"{found[1]}=", where.at(line))


def _refused(html: str, where: Where) -> Iterator[Problem]:
    """Scripts and styles in the HTML of a page: browsers ignore them on the built site, though not while writing."""
    for found in _REFUSED.finditer(html):
        words = (
            f"<{found['tag']}>"
            if found["tag"]
            else f"{found['link']}:"
            if found["link"]
            else f"{found['name']}="
        )
        yield _refusal(words, where.at(where.line + html.count("\n", 0, found.start())))


def _refusal(words: str, where: Where) -> Problem:
    return Problem(
        where,
        "page/inline-code",
        f"Browsers will ignore «{words}» here: on the built site, scripts and styles come from files alone.",
        "Leave it out, or put scripts into the theme and styles into a style sheet.",
    )


def _is_box(tokens: list[Token], position: int) -> bool:
    """Whether indented text belongs to a box (`!!! note`) that stands above it."""
    for token in reversed(tokens[:position]):
        if token.type == "inline":
            return _BOX.match(token.content) is not None
        if token.type not in ("code_block", "paragraph_close"):
            return False
    return False


def _links(inline: Token, where: Where) -> Iterator[Link]:
    """The links and images of one block; a line break in it moves their line."""
    line = where.line
    children = inline.children or []
    for n, child in enumerate(children):
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "link_open":
            end = next((m for m in range(n, len(children)) if children[m].type == "link_close"), n)
            words = "".join(c.content or str(c.attrs.get("alt", "")) for c in children[n + 1 : end])
            yield Link(where.at(line), str(child.attrs.get("href", "")), words.strip())
        elif child.type == "image":
            target = str(child.attrs.get("src", ""))
            yield Link(where.at(line), target, child.content.strip(), is_image=True, is_loaded=True)
        elif child.type == "html_inline":
            yield from _loaded(child.content, where.at(line))


def _loaded(html: str, where: Where) -> Iterator[Link]:
    for found in _LOADED.finditer(html):
        tag = found["tag"].lower()
        given = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(found["rest"])}
        at = where.at(where.line + html.count("\n", 0, found.start()))
        for name in ("src", "data", "poster", *(("href",) if tag == "link" else ())):
            if name in given:
                is_image = tag == "img" and name == "src"
                # An empty `alt` in HTML says on purpose that the image is an ornament.
                words = given.get("alt", "") or ("ornament" if "alt" in given else "")
                yield Link(at, given[name], words if is_image else "", is_image, is_loaded=True)


def _macro_calls(
    body: str, where: Where, body_line: int
) -> tuple[tuple[MacroCall, ...], tuple[str, ...], list[Problem]]:
    plain = plain_calls(body)
    if plain is not None:
        return (
            tuple(
                MacroCall(where.at(body_line + body.count("\n", 0, c.start)), c.name, c.arguments)
                for c in plain
            ),
            (),
            [],
        )
    try:
        tree = _JINJA.parse(body)
    except jinja2.TemplateSyntaxError as error:
        line = body_line + error.lineno - 1
        lines = body.split("\n")
        shown = lines[error.lineno - 1].strip() if error.lineno <= len(lines) else ""
        problem = Problem(
            where.at(line),
            "page/macro-syntax",
            f"The braces on this line cannot be read ({error.message}): «{shortened(shown)}»",
            'Write a macro as {{ name() }} or {{ name("id") }}.',
        )
        return (), (), [problem]
    calls: list[MacroCall] = []
    strays: list[str] = []
    problems: list[Problem] = []
    called: set[int] = set()
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            called.add(id(call.node))
            calls.append(MacroCall(where.at(body_line + call.lineno - 1), call.node.name, _literals(call)))
    for name in tree.find_all(nodes.Name):
        if id(name) not in called and name.ctx == "load":
            strays.append(name.name)
            problems.append(
                Problem(
                    where.at(body_line + name.lineno - 1),
                    "page/macro-syntax",
                    f'"{name.name}" stands in braces without being called.',
                    f"Write {{{{ {name.name}() }}}}.",
                )
            )
    return tuple(calls), tuple(strays), problems


def _literals(call: nodes.Call) -> tuple[object, ...] | None:
    values: list[Any] = []
    for argument in call.args:
        if not isinstance(argument, nodes.Const):
            return None
        values.append(argument.value)
    return None if call.kwargs or call.dyn_args or call.dyn_kwargs else tuple(values)
