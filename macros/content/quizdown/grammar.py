"""Markdown as quizdown has it: CommonMark, tables and strikethrough, with three things added.

A settings block (`---` YAML `---`) may stand at the top or right below a heading. A box at the start of an option is
taken away before the option's content is read, as the stock parser does, so `1. [x] # words` holds a heading. And each
list item and quote keeps its source as it would stand at the left margin (`meta["source"]`), cut while markdown-it
stands inside it, because only then does it know what is indentation and what is content.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock

from macros.content.inlines import reading_only
from macros.content.quizdown.settings import is_setting

BOX = re.compile(r"\[[ xX]\](?: +|$)")
_NEARLY_BOX = re.compile(r"\[[ \t]*[xX✓✔*]?[ \t]*\][ \t]*(?![(\[:])")
_DASHES = re.compile(r" {0,3}(-{3,})[ \t]*")
_DASHES_AND_WORDS = re.compile(r" {0,3}-{3,}(?=[^-\n]*$)")
_HASHES = re.compile(r" {0,3}(#{1,6})(?=\s|$)")
_KEY = re.compile(r"[ \t]*[A-Za-z_][\w-]*[ \t]*:(?=\s|$)")
_BLOCK_START = re.compile(
    r"^(?:\d{1,9}(?=[.)](?:\s|$))|(?=[-=]+[ \t]*$|[|:-][-|: \t]*$|[-+*](?:\s|$)|>|#{1,6}(?:\s|$)))"
)
_ENTRY = re.compile(r"[ \t]*-[ \t]+[\w-]+[ \t]*")


class _Blocks(ParserBlock):
    """The block parser that takes boxes away and keeps each container's source in its opening token."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        token = state.tokens[-1] if state.tokens else None
        if token is None or token.type not in ("list_item_open", "blockquote_open"):
            super().tokenize(state, startLine, endLine)
            return
        mark = state.bMarks[startLine]
        if token.type == "list_item_open" and token.level == 1:
            token.meta["box"] = _take_box(state, startLine)
        first = len(state.tokens)
        super().tokenize(state, startLine, endLine)
        fences = [t.map for t in state.tokens[first:] if t.type == "fence" and t.map]
        code = {n for start, end in fences for n in range(start + 1, end)}
        token.meta["source"] = [_source_line(state, n, n in code) for n in range(startLine, state.line)]
        state.bMarks[startLine] = mark


def _take_box(state: StateBlock, line: int) -> str:
    """The box as written, empty where there is none. What follows it becomes the line's content."""
    start, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    if state.is_code_block(line):
        return ""
    found = BOX.match(state.src, start, end) or _NEARLY_BOX.match(state.src, start, end)
    if not found:
        return ""
    state.bMarks[line] = found.end()
    state.tShift[line] = 0
    state.sCount[line] = state.blkIndent
    return found[0]


def _source_line(state: StateBlock, line: int, is_code: bool) -> str:
    text = state.getLines(line, line + 1, state.blkIndent, False)
    words = text.lstrip(" \t")
    if words and state.sCount[line] < state.blkIndent:
        # A paragraph that goes on without the container's sign or indent. At the left margin, what is only words here
        # could start a list, or make a table or a heading of the words above it.
        return _BLOCK_START.sub(r"\g<0>\\", words)
    if words and not is_code and "\t" in text[: len(text) - len(words)]:
        # How wide a tab is depends on where it stands, and here it stood further right.
        return " " * (state.sCount[line] - state.blkIndent) + words
    return text


def _settings_rule(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:
    """A settings block, or a line of dashes where none may stand (an `hr` token)."""
    if silent or state.level:
        return False
    lines = _file_lines(state)
    if not _DASHES.fullmatch(lines[startLine]) and not _DASHES_AND_WORDS.match(lines[startLine]):
        return False
    if _DASHES.fullmatch(lines[startLine]):
        is_placed = _is_place_for_settings(state, startLine)
        end, is_closed = _end_of_settings(lines, startLine)
        first = next((text for text in lines[startLine + 1 : end] if text.strip()), "")
        is_meant = (is_closed or _KEY.match(first)) if is_placed else is_setting(first)
        if is_meant and end > startLine + 1:
            token = state.push("settings", "", 0)
            token.map = [startLine, end]
            last = end - 1 if is_closed else end
            token.meta = {"source": "\n".join(lines[startLine + 1 : last])}
            token.meta |= {"is_placed": is_placed, "is_closed": is_closed}
            state.line = end
            return True
    token = state.push("hr", "hr", 0)
    token.map = [startLine, startLine + 1]
    state.line = startLine + 1
    return True


def _file_lines(state: StateBlock) -> list[str]:
    lines: list[str] | None = state.env.get("lines")
    if lines is None:
        lines = state.env["lines"] = state.src.split("\n")
    return lines


def _is_place_for_settings(state: StateBlock, line: int) -> bool:
    before = 0
    if state.tokens:
        if state.tokens[-1].type != "heading_close":
            return False
        before = (state.tokens[-3].map or [0, line])[1]
    return all(state.isEmpty(n) for n in range(before, line))


def _end_of_settings(lines: list[str], start: int) -> tuple[int, bool]:
    """The line after the block, and whether dashes close it. A block never reaches over a heading."""
    dashes = lines[start].strip()
    for n in range(start + 1, len(lines)):
        closing = _DASHES.fullmatch(lines[n])
        if closing and len(closing[1]) >= len(dashes):
            return n + 1, True
        hashes = _HASHES.match(lines[n])
        if hashes and (len(hashes[1]) > 1 or not lines[n - 1].strip()):
            break
    n = start + 1
    while n < len(lines) and (_KEY.match(lines[n]) or _ENTRY.fullmatch(lines[n])):
        n += 1
    return n, False


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("zero")
    markdown.block = _Blocks()
    markdown.block.ruler.before("table", "settings", _settings_rule)
    # Without the last joining of texts, an escaped "<" can still be told from a bare one.
    return (
        markdown.configure("commonmark", {"html": False})
        .enable(["table", "strikethrough", "settings"])
        .disable("text_join")
    )


# Inside of lines, only HTML is looked for.
MARKDOWN = reading_only(_parser(), "<")
