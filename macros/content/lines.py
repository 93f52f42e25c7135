"""Traps in a file's lines that no parser reports: lists that the hosts do not see, and spaces that do nothing.

The hosts' Markdown wants a blank line before a list and four spaces before an inner one; where they are missing it shows
a paragraph with hyphens, or a flat list, and says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from macros.model.problem import Level, Problem, Where
from macros.model.wording import UNWRITTEN, shortened

_ITEM = re.compile(r"(?P<indent> *)(?P<sign>[-*+]|\d{1,9}[.)])(?P<gap> +)\S")
_FENCE = re.compile(r" *(?:[-*+] +|\d+[.)] +)?(?P<sign>`{3,}|~{3,})")
_LOOSE = re.compile(r"[ \t]$", re.MULTILINE)
_HEADING = re.compile(r" {0,3}#{1,6}\s")
# What a list may stand below without a blank line: a line of a table or quote, HTML, a box's first line.
_NO_TEXT = re.compile(r"\s*(?:\||>|<|!!!|\?\?\?|\{\{|[-*_](?:\s*[-*_]){2,}\s*$|\[\^|:\s)")


@dataclass(frozen=True, slots=True)
class Loose:
    """A line whose spaces at the end do nothing; `kept` is the line without them. Lines count from 0."""

    line: int
    column: int
    kept: str


def list_problems(body: str, where: Where, body_line: int) -> Iterator[Problem]:
    """Lists of a page's body that the hosts would not show as lists; `body_line` is the file's line of the first."""
    for line in crowded_lists(body):
        yield Problem(
            where.at(body_line + line),
            "page/list-spacing",
            f"This list starts right below a line of text: «{shortened(body.split(chr(10))[line])}»",
            "Put a blank line before it.",
        )
    for line, wanted in shallow_items(body):
        yield Problem(
            where.at(body_line + line),
            "page/list-indent",
            f"This entry belongs to the one above it, but is not indented enough: «{shortened(body.split(chr(10))[line])}»",
            f"Put {wanted} spaces before it.",
        )


def crowded_lists(body: str) -> list[int]:
    """The lines, from 0, where a list starts that has a line of text right above it."""
    found: list[int] = []
    lines = body.split("\n")
    paragraph = ""
    for n, line, is_code in _outside_code(lines):
        item = None if is_code else _ITEM.match(line)
        if is_code or not line.strip():
            paragraph = "" if not line.strip() or is_code else paragraph
        elif item:
            is_start = item["sign"] in "-*+" or item["sign"][:-1] == "1"
            if paragraph == "text" and is_start and _indent(line) == _indent(lines[n - 1]):
                found.append(n)
            paragraph = "list"
        elif _HEADING.match(line):
            paragraph = ""
        elif _NO_TEXT.match(line):
            paragraph = "other"
        elif not paragraph:
            paragraph = "text"
    return found


def shallow_items(body: str) -> list[tuple[int, int]]:
    """The lines, from 0, of inner entries that the hosts would show on the level above, and the spaces they need."""
    lines = body.split("\n")
    return [(n, spaces) for n, spaces in indented_lists(body) if _ITEM.match(lines[n])]


def indented_lists(body: str) -> list[tuple[int, int]]:
    """The lines, from 0, that move where inner entries get the indent they need, and the spaces of each."""
    found: list[tuple[int, int]] = []
    # Of each open level: where its signs stand, and where the hosts want them.
    levels: list[tuple[int, int]] = []
    for n, line, is_code in _outside_code(body.split("\n")):
        if not line.strip():
            continue
        indent = _indent(line)
        if is_code or not _ITEM.match(line):
            if not indent:
                levels = []
            else:
                # What belongs to an entry moves with it.
                shift = next((wanted - own for own, wanted in reversed(levels) if own < indent), 0)
                found += [(n, indent + shift)] if shift else []
            continue
        while levels and indent < levels[-1][0] + 2:
            levels.pop()
        if not levels and indent > 3:
            # Inside a box, or code.
            continue
        wanted = max(indent, levels[-1][1] + 4) if levels else 0
        if levels and indent < wanted:
            found.append((n, wanted))
        levels.append((indent, wanted))
    return found


def loose_ends(text: str) -> Iterator[Loose]:
    """Lines that end in spaces or tabs which mean nothing: no line break in a paragraph, no code, no text of YAML."""
    if not _LOOSE.search(text):
        return
    lines = text.split("\n")
    in_yaml = bool(lines) and lines[0].rstrip() == "---"
    for n, line, is_code in _outside_code(lines):
        kept = line.rstrip(" \t")
        if in_yaml:
            in_yaml = not (n and kept in ("---", "..."))
        elif kept != line and not is_code and not (line.endswith("  ") and _goes_on(lines, n)):
            yield Loose(n, len(kept) + 1, kept)


def trailing_space_problems(text: str, where: Where) -> Iterator[Problem]:
    for loose in loose_ends(text):
        yield Problem(
            where.at(loose.line + 1, loose.column),
            "file/trailing-space",
            "Spaces that do nothing stand at the end of this line.",
            "Take them out, or run `course check --fix`.",
            Level.ADVICE,
        )


def unwritten_problems(text: str, where: Where) -> Iterator[Problem]:
    """The places that `course new` left for the author, as long as they are not written."""
    if UNWRITTEN not in text:
        return
    for n, line in enumerate(text.split("\n"), 1):
        column = line.find(f"{UNWRITTEN} ")
        if column >= 0:
            words = line[column + len(UNWRITTEN) :].strip(" \"'}]")
            yield Problem(
                where.at(n, column + 1),
                "file/unwritten",
                f"This is still to be written: «{shortened(words)}»",
                "Write it, or take it out.",
                Level.ADVICE,
            )


def _goes_on(lines: list[str], n: int) -> bool:
    """Whether a paragraph may go on behind this line, so that two spaces at its end are a line break."""
    return bool(lines[n].strip()) and n + 1 < len(lines) and bool(lines[n + 1].strip())


def _outside_code(lines: list[str]) -> Iterator[tuple[int, str, bool]]:
    """Each line with its number and whether it is part of fenced code."""
    fence = ""
    for n, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            yield n, line, True
            if found and found["sign"].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        else:
            yield n, line, bool(found)
            fence = found["sign"] if found else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
