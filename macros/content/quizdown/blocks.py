"""The blocks of a quizdown file: tokens turned into plain values with lines and the author's Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from macros.content.quizdown.grammar import BOX, MARKDOWN
from macros.content.quizdown.settings import is_setting


class Box(Enum):
    """What stands before an option's words. NEARLY: a box that the stock parser would not see."""

    NONE = "none"
    OPEN = "open"
    TICKED = "ticked"
    NEARLY = "nearly"


class Aside(Enum):
    """Something that a quiz cannot hold, wherever it stands."""

    RULE = "rule"
    HTML = "html"
    DEFINITION = "definition"
    OPEN_CODE = "open code"


@dataclass(frozen=True, slots=True)
class Heading:
    """`underlined` is the sign of a heading made by a line below the words, else empty."""

    line: int
    end: int
    title: str
    underlined: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """A settings block; `source` starts at `source_line`. `is_placed`: at the top of the file or right below a heading."""

    line: int
    end: int
    source: str
    source_line: int
    is_placed: bool
    is_opened: bool = True
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    line: int
    end: int
    source: str


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: `source` without the box and without the quotes, which are its comments.

    `written` is the box as the author wrote it.
    """

    line: int
    end: int
    box: Box
    written: str
    is_ticked: bool
    has_words_beside_box: bool
    source: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """A list at the left margin."""

    line: int
    end: int
    is_ordered: bool
    items: tuple[Item, ...]

    @property
    def has_boxes(self) -> bool:
        return any(item.box is not Box.NONE for item in self.items)


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, a table or code."""

    line: int
    end: int


Block = Heading | Settings | Quote | Choices | Text


@dataclass(frozen=True, slots=True)
class Layout:
    """Lines count from 0; `asides` are (line, what, the author's words)."""

    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    asides: tuple[tuple[int, Aside, str], ...]


_TAG = re.compile(r"<(?:!--|[!?/]?[A-Za-z][^<>]*>)")


def read_layout(text: str) -> Layout:
    """The blocks of a text whose line ends are all `\\n`."""
    env: dict[str, Any] = {}
    tokens = MARKDOWN.parse(text if text.endswith("\n") else f"{text}\n", env)
    lines = text.split("\n")
    found = [_block(tokens[start:end], lines) for start, end in _top_level(tokens)]
    blocks = _with_half_settings([block for block in found if block], lines)
    asides = [*_asides(tokens, lines), *_definitions(env, lines)]
    return Layout(tuple(lines), tuple(blocks), tuple(sorted(set(asides), key=lambda a: (a[0], a[1].value))))


def _top_level(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Slices of tokens that belong together at the left margin."""
    start = 0
    for n, token in enumerate(tokens):
        if token.level == 0 and token.nesting != 1:
            yield start, n + 1
            start = n + 1


def _block(tokens: list[Token], lines: list[str]) -> Block | None:
    token = tokens[0]
    line, end = token.map or [0, 0]
    while end > line + 1 and not lines[end - 1].strip():
        end -= 1
    match token.type:
        case "heading_open":
            underlined = token.markup if token.markup in ("-", "=") else ""
            return Heading(line, end, " ".join(tokens[1].content.split()), underlined)
        case "settings":
            meta = token.meta
            return Settings(
                line, end, meta["source"], line + 1, meta["is_placed"], is_closed=meta["is_closed"]
            )
        case "blockquote_open":
            return _quote(token, end)
        case "bullet_list_open" | "ordered_list_open":
            return Choices(line, end, token.type == "ordered_list_open", tuple(_items(tokens, lines)))
        case "hr":
            return None
        case _:
            return Text(line, end)


def _quote(token: Token, end: int) -> Quote:
    return Quote((token.map or [0, 0])[0], end, joined(token.meta["source"]))


def _items(tokens: list[Token], lines: list[str]) -> Iterator[Item]:
    starts = [n for n, token in enumerate(tokens) if token.type == "list_item_open" and token.level == 1]
    for start, stop in pairwise([*starts, len(tokens)]):
        token = tokens[start]
        line, end = token.map or [0, 0]
        while end > line + 1 and not lines[end - 1].strip():
            end -= 1
        source: list[str] = token.meta.get("source", [])
        quotes = tuple(
            _quote(t, (t.map or [0, 0])[1])
            for t in tokens[start:stop]
            if t.type == "blockquote_open" and t.level == 2
        )
        written: str = token.meta.get("box", "")
        exact = BOX.fullmatch(written)
        ticked = written.strip(" \t[]") != ""
        box = Box.NONE if not written else Box.NEARLY if not exact else Box.TICKED if ticked else Box.OPEN
        yield Item(
            line=line,
            end=end,
            box=box,
            written=written.strip(),
            is_ticked=ticked,
            has_words_beside_box=bool(source and source[0].strip()),
            source=_without(source, [(q.line - line, q.end - line) for q in quotes]),
            quotes=quotes,
        )


def _without(source: list[str], holes: list[tuple[int, int]]) -> str:
    """What is left of an option's lines, each piece its own paragraph."""
    pieces, start = [], 0
    for hole, end in [*holes, (len(source), len(source))]:
        pieces.append(joined(source[start:hole]))
        start = end
    return "\n\n".join(piece for piece in pieces if piece)


def joined(lines: list[str] | tuple[str, ...]) -> str:
    """The lines as one text, without blank lines around it; the first line keeps its indent, which may make it code."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return "\n".join(lines[start:end]).rstrip()


def _with_half_settings(blocks: list[Block], lines: list[str]) -> list[Block]:
    """The same blocks; `id: x` above a line of dashes is no heading but the end of a settings block."""
    result: list[Block] = []
    for block in blocks:
        if not (isinstance(block, Heading) and block.underlined == "-" and is_setting(block.title)):
            result.append(block)
            continue
        before = result[-1] if result else None
        source = "\n".join(lines[block.line : block.end - 1])
        settings = Settings(
            block.line, block.end, source, block.line, isinstance(before, Heading), is_opened=False
        )
        if isinstance(before, Heading) and before.underlined == "-" and before.end == block.line:
            # Words, dashes, settings, dashes: a blank line is missing between the words and the block.
            result[-1] = Text(before.line, before.end - 1)
            settings = replace(settings, line=block.line - 1, is_placed=False, is_opened=True)
        result.append(settings)
    return result


def _asides(tokens: list[Token], lines: list[str]) -> Iterator[tuple[int, Aside, str]]:
    for token in tokens:
        line, end = token.map or [0, 0]
        if token.type == "hr":
            yield line, Aside.RULE, lines[line].strip()
        elif token.type == "fence":
            # A closing fence is the one line of the token that is neither its opening nor content.
            if token.content.count("\n") == end - line - 1:
                yield line, Aside.OPEN_CODE, token.markup
        elif token.type == "inline":
            for child in token.children or ():
                if child.type in ("softbreak", "hardbreak"):
                    line = min(line + 1, end - 1)
                elif child.type == "text" and (tag := _TAG.search(child.content)):
                    yield line, Aside.HTML, tag[0]


def _definitions(env: dict[str, Any], lines: list[str]) -> Iterator[tuple[int, Aside, str]]:
    for reference in [*env.get("references", {}).values(), *env.get("duplicate_refs", [])]:
        line = reference["map"][0]
        yield line, Aside.DEFINITION, lines[line].strip()
