"""Levels from top to bottom: a pyramid on its base or on its tip, a stack of bars, or stairs."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from macros.render.figures.canvas import (
    NARROW,
    PAD,
    TINT,
    WIDE,
    Box,
    Drawing,
    arrow,
    block,
    box_height,
    boxed,
    element,
    join,
    line,
    of_part,
    rectangle,
    relative,
    room_in,
    shape_paint,
    spot,
    words,
)
from macros.render.figures.data import Part, parts, text
from macros.render.figures.words import LABEL, TEXT, TITLE

_EDGE = 2.0
_GAP = 6.0
_SLIT = 2.5  # on either side of the line between two slices


def wide(data: Mapping[str, object]) -> Drawing:
    levels = parts(data, "levels")
    label = block(text(data, "arrow"), 112, LABEL)
    left = label.width + 34 if label.lines else _EDGE
    shape = text(data, "shape")
    if shape == "stairs" and len(levels) <= 4:
        body, bottom = _staircase(levels, left)
    elif shape == "stairs":
        body, bottom = _bars(levels, left, WIDE, _EDGE, rise=22)
    elif shape == "stack":
        body, bottom = _bars(levels, left, WIDE, _EDGE)
    else:
        body, bottom = _pyramid(levels, left, 300, WIDE, _EDGE, 66, shape == "inverted")
    if label.lines:
        x = label.width + 14
        bottom = max(bottom, label.height)
        body = label.draw(0, _EDGE) + arrow((x, bottom - _EDGE), (x, _EDGE)) + body
    return Drawing(WIDE, bottom, body)


def narrow(data: Mapping[str, object]) -> Drawing:
    levels = parts(data, "levels")
    label = block(text(data, "arrow"), NARROW - 18, LABEL)
    left = 20.0 if label.lines else _EDGE
    top = label.height + 6 if label.lines else 0.0
    shape = text(data, "shape")
    if shape in ("stack", "stairs"):
        body, bottom = _bars(levels, left, NARROW, top + _EDGE, rise=10 if shape == "stairs" else 0)
    else:
        body, bottom = _pyramid(levels, left, 100, NARROW, top + _EDGE, 60, shape == "inverted")
    if label.lines:
        body = label.draw(18, 0) + arrow((7, bottom - _EDGE), (7, 3)) + body
    return Drawing(NARROW, bottom, body)


def _bars(
    levels: tuple[Part, ...], left: float, right: float, top: float, rise: float = 0
) -> tuple[Markup, float]:
    """Bars over each other; with `rise` each starts further left than the one above it, so that they climb."""
    end = right - _EDGE
    starts = [left + rise * (len(levels) - 1 - n) for n in range(len(levels))]
    # Where there is room, titles and texts stand in columns, so that the eye can run down either.
    titles = [block(level.title, 230, TITLE) for level in levels]
    column = starts[0] + PAD + max(title.width for title in titles) + 24
    in_columns = end - column > 260 and any(level.text for level in levels)
    drawn = []
    for level, title, x in zip(levels, titles, starts, strict=True):
        if in_columns:
            said = block(level.text, end - PAD - column, TEXT)
            box = Box(x, top, end - x, max(48.0, title.height + 24, said.height + 24))
            drawn.append(
                of_part(
                    level,
                    rectangle(box, level),
                    title.draw(x + PAD, box.cy - title.height / 2),
                    said.draw(column, box.cy - said.height / 2),
                )
            )
        else:
            both = words(level, room_in(end - x))
            box = Box(x, top, end - x, box_height([both]))
            drawn.append(boxed(level, box, both, middle=True))
        top = box.bottom + _GAP
    return join(drawn), top - _GAP + _EDGE


def _staircase(levels: tuple[Part, ...], left: float) -> tuple[Markup, float]:
    """Columns from left to right, the last level first and lowest."""
    width = (WIDE - _EDGE - left - _GAP * (len(levels) - 1)) / len(levels)
    rising = levels[::-1]
    said = [words(level, room_in(width)) for level in rising]
    rise = 40.0
    # A column is as tall as its step; its words stand on the step.
    least = box_height(said, 64)
    bottom = least + rise * (len(levels) - 1) + _EDGE
    drawn = []
    for n, (level, its_words) in enumerate(zip(rising, said, strict=True)):
        height = least + rise * n
        box = Box(left + n * (width + _GAP), bottom - height, width, height)
        drawn.append(boxed(level, box, its_words))
    return join(drawn), bottom + 1


def _pyramid(
    levels: tuple[Part, ...], left: float, base: float, right: float, top: float, least: float, inverted: bool
) -> tuple[Markup, float]:
    """Slices of a triangle, with the words beside them: no word has to fit into a tip."""
    text_x = left + base + (24 if base > 200 else 12)
    said = [words(level, right - text_x) for level in levels]
    height = max(least, *(w.height + 20 for w in said))
    whole = height * len(levels)
    middle_x = left + base / 2

    def half(y: float) -> float:
        """Half of the triangle's width at a height."""
        share = (y - top) / whole
        return (base / 2 - _EDGE) * (1 - share if inverted else share)

    drawn = []
    for n, (level, its_words) in enumerate(zip(levels, said, strict=True)):
        upper = top + n * height + (_SLIT if n else 0)
        lower = top + (n + 1) * height - (_SLIT if n < len(levels) - 1 else 0)
        corners = [
            (middle_x + side * half(y), y) for side, y in ((-1, upper), (1, upper), (1, lower), (-1, lower))
        ]
        shape = element(
            "path",
            class_="learn-figure__box",
            d=relative("M" + "L".join(dict.fromkeys(spot(corner) for corner in corners)) + "Z"),
            **shape_paint(level, TINT),
        )
        y = top + (n + 0.5) * height
        slope = middle_x + half(y) + 6
        leader = line((slope, y), (text_x - 8, y)) if text_x - slope > 16 else Markup("")
        drawn.append(of_part(level, shape, leader, its_words.draw(text_x, y - its_words.height / 2)))
    return join(drawn), top + whole + _EDGE
