"""The author's line as a problem quotes it: which part of a long one is shown, and which signs of it are meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from macros.model.problem import Problem

Texts = Mapping[str, str]
# A line is shown up to this width, so that a terminal does not break it and the caret stays below its word.
_WIDTH = 100
_QUOTED = re.compile(r'"([^"]{2,60})"|«([^»]{2,64})»')


@dataclass(frozen=True, slots=True)
class Quoted:
    """`words` is what is shown of the line; the part that is meant starts at `start` (from 0) and is `length` long, 0 where
    nobody can tell."""

    words: str
    start: int
    length: int


def quoted(problem: Problem, texts: Texts) -> Quoted | None:
    """The line that a problem speaks of, out of the files' texts; None where it is blank or not there."""
    line = line_of(problem, texts)
    if not line.strip():
        return None
    start, length = _span(problem, line)
    shown, start = _window(line, start)
    return Quoted(shown, start, max(1, min(length, len(shown) - start)) if length else 0)


def line_of(problem: Problem, texts: Texts) -> str:
    """The author's line, each tab as one space so that columns stay columns; empty where there is none."""
    lines = texts.get(str(problem.where.path), "").split("\n")
    line = lines[problem.where.line - 1] if 0 < problem.where.line <= len(lines) else ""
    return "".join(c if c.isprintable() else " " for c in line)


def _span(problem: Problem, line: str) -> tuple[int, int]:
    """Where the caret stands in the line, from 0, and for how many signs; (0, 0) where nobody can tell."""
    for pair in _QUOTED.findall(problem.message):
        words = (pair[0] or pair[1]).rstrip("…")
        found = line.find(words, max(0, problem.where.column - 1))
        if found >= 0 and words != line.strip():
            return found, len(words)
    column = problem.where.column - 1
    if 0 <= column <= len(line):
        word = re.match(r"[\w-]+", line[column:])
        return column, len(word[0]) if word else 1
    return 0, 0


def _window(line: str, start: int) -> tuple[str, int]:
    """The part of a long line around `start`, and where `start` is in it."""
    if len(line) <= _WIDTH:
        return line.rstrip(), start
    begin = 0 if start < _WIDTH - 30 else start - 30
    end = begin + _WIDTH
    shown = line[begin:end].rstrip()
    before, after = "…" * (begin > 0), "…" * (end < len(line))
    return f"{before}{shown}{after}", start - begin + len(before)
