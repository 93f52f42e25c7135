"""Two axes and the four cells between them."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from macros.render.figures.canvas import (
    NARROW,
    WIDE,
    Box,
    Drawing,
    arrow,
    block,
    box_height,
    boxed,
    join,
    room_in,
    words,
)
from macros.render.figures.data import group, parts
from macros.render.figures.words import LABEL, STRONG

_GAP = 8.0
# Room for the thicker outline of a marked cell at the drawing's edge.
_EDGE = 2.0


def wide(data: Mapping[str, object]) -> Drawing:
    """The vertical axis is named above its tip, and its ends stand beside their rows: nothing is turned on its side."""
    label, low, high = _axis(data, "y")
    heading = block(label, WIDE / 2, STRONG)
    ends = [block(end, 104, LABEL) for end in (high, low)]
    axis = max(end.width for end in ends) + 12
    cells = _Cells(data, axis + 14, heading.height + 8, WIDE)
    beside = [
        end.draw(axis - 12, box.cy - end.height / 2, "end")
        for end, box in zip(ends, cells.boxes[::2], strict=True)
    ]
    under, height = _below(data, cells, WIDE)
    axes = _axes(axis, heading.height + 4, cells.floor, WIDE)
    return Drawing(WIDE, height, join([heading.draw(0, 0), *beside, axes, cells.draw(), under]))


def narrow(data: Mapping[str, object]) -> Drawing:
    """The ends of the vertical axis become headings above their rows, so that the cells get all the width."""
    label, low, high = _axis(data, "y")
    rows = [block(f"{label}: {end}", NARROW - 18, STRONG) for end in (high, low)]
    axis = 6.0
    cells = _Cells(data, 18, rows[0].height + 5, NARROW, between=rows[1].height + 14)
    headings = [row.draw(18, box.y - 5 - row.height) for row, box in zip(rows, cells.boxes[::2], strict=True)]
    under, height = _below(data, cells, NARROW)
    axes = _axes(axis, 3, cells.floor, NARROW)
    return Drawing(NARROW, height, join([*headings, axes, cells.draw(), under]))


class _Cells:
    """The four cells in reading order, as tall as the longest needs."""

    def __init__(
        self, data: Mapping[str, object], left: float, top: float, right: float, between: float = _GAP
    ) -> None:
        self._parts = parts(data, "cells")
        width = (right - _EDGE - left - _GAP) / 2
        self._words = [words(cell, room_in(width)) for cell in self._parts]
        height = box_height(self._words, 84)
        self.boxes = [
            Box(x, y, width, height)
            for y in (top, top + height + between)
            for x in (left, left + width + _GAP)
        ]
        self.floor = self.boxes[-1].bottom + 12

    def draw(self) -> Markup:
        return join(
            boxed(part, box, said)
            for part, box, said in zip(self._parts, self.boxes, self._words, strict=True)
        )


def _axes(x: float, top: float, floor: float, right: float) -> Markup:
    return arrow((x, floor), (x, top)) + arrow((x, floor), (right - _EDGE, floor))


def _below(data: Mapping[str, object], cells: _Cells, right: float) -> tuple[Markup, float]:
    """The words under the horizontal axis, and where they end."""
    label, low, high = _axis(data, "x")
    top = cells.floor + 7
    left, far = cells.boxes[0], cells.boxes[1]
    ends = [block(end, left.width - 8, LABEL) for end in (low, high)]
    name = block(label, right - left.x, STRONG)
    middle = (left.x + far.right) / 2
    drawn = ends[0].draw(left.cx, top, "middle") + ends[1].draw(far.cx, top, "middle")
    room = far.cx - left.cx - ends[0].width / 2 - ends[1].width / 2 - 40
    if name.width <= room and len(name.lines) == 1:
        return drawn + name.draw(middle, top, "middle"), top + max(e.height for e in ends)
    beneath = top + max(e.height for e in ends) + 3
    return drawn + name.draw(middle, beneath, "middle"), beneath + name.height


def _axis(data: Mapping[str, object], key: str) -> tuple[str, str, str]:
    axis = group(data, key) or {}
    return axis["label"], axis["low"], axis["high"]
