"""Splits a page into its front matter and its body, and keeps both their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.content.data import Mapping, read_yaml
from macros.model.problem import Problem, Where

_FENCE = re.compile(r"-{3}[ \t]*")
_END = re.compile(r"(?:-{3}|\.{3})[ \t]*")
_COURSE = re.compile(r"course:[ \t]*")
_PART_OF_KEY = re.compile(r"[ \t]|#|$")
_KEY = re.compile(r"[A-Za-z][\w-]*:(?:[ \t]|$)")


@dataclass(frozen=True, slots=True)
class Split:
    """`data` is None where there is no front matter or where it is broken; `body_line` is the file's line of the body's first."""

    data: Mapping | None
    body: str
    body_line: int


def split_page(text: str, where: Where) -> tuple[Split, list[Problem]]:
    """The two parts of a page. Hosts publish broken front matter as text and say nothing; here it is a problem."""
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        return Split(None, text, 1), []
    end = next((n for n in range(1, len(lines)) if _END.fullmatch(lines[n])), None)
    if end is None:
        problem = Problem(
            where,
            "front-matter/unclosed",
            "The front matter opens with --- and never ends.",
            "Write --- on a line of its own after its last key.",
        )
        return Split(None, "", len(lines)), [problem]
    data, problems = read_yaml("\n".join(lines[1:end]), where.at(2))
    body = "\n".join(lines[end + 1 :])
    if data is not None and not isinstance(data, Mapping):
        problems.append(
            Problem(
                where.at(2),
                "front-matter/no-keys",
                "The front matter is no list of keys.",
                "Write `title: ...` and the other keys, one a line.",
            )
        )
        data = None
    return Split(data, body, end + 2), problems


def without_course(text: str) -> str:
    """A page without what its front matter holds for the engine alone, for a host that would read it once more and use none of it.

    The page as it is where that is not plain to see.
    """
    if not text.startswith("---\n"):
        return text
    lines = text.split("\n")
    end = next((n for n in range(1, len(lines)) if _END.fullmatch(lines[n])), 0)
    first = next((n for n in range(1, end) if _COURSE.fullmatch(lines[n])), 0)
    if not first:
        return text
    last = next((n for n in range(first + 1, end) if not _PART_OF_KEY.match(lines[n])), end)
    head = lines[:first] + lines[last:end]
    # Empty front matter is none; a name given in one place and used in another would lose its meaning.
    if len(head) == 1 or (last < end and not _KEY.match(lines[last])) or any("*" in line for line in head):
        return text
    return "\n".join(head + lines[end:])
