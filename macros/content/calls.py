"""The macro calls of a page where they are plain to see. To have Jinja read a whole page for a few of them takes as long as everything
else that is read of it."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORDS = r'"[^"\\{}\n]*"'
_CALL = re.compile(
    rf"\{{\{{[ \t]*([A-Za-z_][A-Za-z0-9_]*)\([ \t]*((?:{_WORDS}(?:[ \t]*,[ \t]*{_WORDS})*)?)[ \t]*\)[ \t]*\}}\}}"
)
_ARGUMENT = re.compile(_WORDS)
# Words of Jinja's own, which call nothing.
_RESERVED = frozenset(
    ["and", "else", "false", "False", "if", "in", "is", "none", "None", "not", "or", "true", "True"]
)


class PlainCall(NamedTuple):
    """`{{ name("words") }}`, from `start` to `end` of the text."""

    start: int
    end: int
    name: str
    arguments: tuple[str, ...]


def plain_calls(text: str) -> tuple[PlainCall, ...] | None:
    """Every call in the text, which has nothing else that Jinja would do something with; None where that is not plain to see.

    The signs are those that a course gives its host: "{##" begins a comment.
    """
    if "{%" in text or "{##" in text or "\r" in text:
        return None
    found: list[PlainCall] = []
    at = text.find("{{")
    while at >= 0:
        match = _CALL.match(text, at)
        if match is None or match[1] in _RESERVED:
            return None
        words = tuple(quoted[1:-1] for quoted in _ARGUMENT.findall(match[2]))
        found.append(PlainCall(at, match.end(), match[1], words))
        at = text.find("{{", match.end())
    return tuple(found)
