"""How wide words are and where their lines break, so that a drawing made at build fits the fonts of its readers.

No font is loaded: widths are those of Arial, which Helvetica and Liberation Sans share and which Roboto, Segoe UI and San Francisco
stay close to; a margin covers the rest. Boxes keep more padding than looks need, so that even a font as wide as Verdana stays inside.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Thousandths of the type size for the characters from space to tilde.
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778,
    722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222,
    500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778,
    722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278,
    556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
_OTHERS = {
    "’": 278,
    "‘": 278,
    "“": 500,
    "”": 500,
    "–": 556,
    "—": 1000,
    "…": 1000,
    "·": 333,
    "•": 350,
    "×": 584,
    "\u00a0": 278,
}
_UNKNOWN, _FULL_WIDTH = 700, 1000
_MARGIN = 1.06


@dataclass(frozen=True, slots=True)
class Style:
    """A way to set words: size and line height in units of the drawing, and the class that gives it its color."""

    name: str
    size: float
    line: float
    bold: bool = False


TITLE = Style("name", 15, 19, bold=True)
TEXT = Style("text", 14, 18)
LABEL = Style("label", 13, 17)
STRONG = Style("strong", 13, 17, bold=True)


@lru_cache(maxsize=4096)
def width(text: str, style: Style) -> float:
    """How much room one line takes at most."""
    table = _BOLD if style.bold else _REGULAR
    return sum(_advance(c, table) for c in text) * style.size * _MARGIN / 1000


def _advance(character: str, table: tuple[int, ...]) -> int:
    code = ord(character)
    if 32 <= code <= 126:
        return table[code - 32]
    if character in _OTHERS:
        return _OTHERS[character]
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return _FULL_WIDTH
    base = unicodedata.normalize("NFKD", character)[0]
    return table[ord(base) - 32] if 32 <= ord(base) <= 126 and base != character else _UNKNOWN


def longest_word(text: str, style: Style) -> float:
    """The least room in which no word has to be broken."""
    return max((width(piece.strip(), style) for piece in _pieces(text)), default=0)


@lru_cache(maxsize=4096)
def wrap(text: str, room: float, style: Style) -> tuple[str, ...]:
    """Lines no wider than `room`, as few as possible and then as even as possible. A word wider than that is broken."""
    pieces = [p for piece in _pieces(text) for p in _broken(piece, room, style)]
    if not pieces:
        return ()
    lines = _filled(pieces, room, style)
    if len(lines) > 1:
        low, high = max(width(p.strip(), style) for p in pieces), room
        for _ in range(7):
            middle = (low + high) / 2
            if len(_filled(pieces, middle, style)) > len(lines):
                low = middle
            else:
                high = middle
        lines = _filled(pieces, high, style)
    return tuple(lines)


def _pieces(text: str) -> list[str]:
    """The parts between which a line may break, each with the space that follows it."""
    return re.findall(r"[^ \-/]*[\-/]+(?=[^ \-/\d])|[^ ]+ *", re.sub(r"(?<=\S) +", " ", text.strip()))


def _broken(piece: str, room: float, style: Style) -> list[str]:
    found = []
    while width(piece.strip(), style) > room and len(piece.strip()) > 1:
        end = next((n for n in range(2, len(piece)) if width(piece[:n], style) > room), 2) - 1
        found.append(piece[:end])
        piece = piece[end:]
    return [*found, piece]


def _filled(pieces: list[str], room: float, style: Style) -> list[str]:
    lines = [pieces[0]]
    for piece in pieces[1:]:
        if width((lines[-1] + piece).strip(), style) <= room:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines]
