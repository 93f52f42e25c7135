"""Words drawn into a field the way a viewer would: wrapped, in the font that the field is typed in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

_LEADING = 1.25
_EDGE = 2.0
_SMALLEST = 6.0


class TypingFont:
    """A font file's letters: their codes and widths. `unitless` sizes are thousandths of the font's size."""

    def __init__(self, body: bytes) -> None:
        from fontTools.ttLib import TTFont

        font = TTFont(io.BytesIO(body))
        names: dict[int, str] = font.getBestCmap()
        self._scale = 1 / font["head"].unitsPerEm
        self._glyphs = {letter: font.getGlyphID(name) for letter, name in names.items()}
        metrics: Any = font["hmtx"]
        self._widths = {letter: metrics[name][0] for letter, name in names.items()}
        self.ascent = font["hhea"].ascent * self._scale

    def width(self, text: str) -> float:
        return float(sum(self._widths.get(ord(letter), 0) for letter in text) * self._scale)

    def codes(self, text: str) -> str:
        """The letters as a hexadecimal string of glyphs; those the font lacks are left out."""
        return "".join(f"{self._glyphs[ord(c)]:04x}" for c in text if ord(c) in self._glyphs)

    def draw(self, text: str, width: float, height: float, size: float, font: str, color: str) -> bytes:
        """A field's appearance: smaller letters where the words need more room than there is."""
        lines = list(self.wrapped(text, (width - 2 * _EDGE) / size))
        while size > _SMALLEST and len(lines) * size * _LEADING > height:
            size -= 0.5
            lines = list(self.wrapped(text, (width - 2 * _EDGE) / size))
        tall = height > 2 * size * _LEADING
        top = height - _EDGE - self.ascent * size if tall else (height - size * self.ascent) / 2 + size * 0.12
        parts = [f"/Tx BMC q 0 0 {width:g} {height:g} re W n BT {color} /{font} {size:g} Tf"]
        parts.append(f"{size * _LEADING:g} TL {_EDGE:g} {top:g} Td")
        parts += [f"<{self.codes(line)}> Tj T*" for line in lines]
        return " ".join([*parts, "ET Q EMC"]).encode()

    def wrapped(self, text: str, most: float) -> Iterator[str]:
        """The text's lines, none wider than `most` times the size unless one word is."""
        for paragraph in text.splitlines():
            line = ""
            for word in paragraph.split():
                longer = f"{line} {word}" if line else word
                if line and self.width(longer) > most:
                    yield line
                    longer = word
                line = longer
            yield line
