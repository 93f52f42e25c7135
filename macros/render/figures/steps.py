"""A chain of steps from left to right, on a phone from top to bottom; with a way back over it and exits under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from markupsafe import Markup

from macros.render.figures.canvas import (
    NARROW,
    WIDE,
    Block,
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
from macros.render.figures.data import Part, group, groups, parts
from macros.render.figures.words import LABEL, TITLE, longest_word

_EDGE = 2.0
_TURN = 40.0  # between two rows, for the line that leads from the end of one to the start of the next
_BACK = 18.0  # from the line of the way back down to the boxes
_LANE = 22.0  # at the right side, for a way back that crosses rows
_MOST_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class _Back:
    """The way back between two steps, counted from 0."""

    start: int
    end: int
    label: str


def wide(data: Mapping[str, object]) -> Drawing:
    steps, back, exits = parts(data, "steps"), _back(data), _exits(data)
    columns = _columns(steps)
    crosses = back is not None and back.start // columns != back.end // columns
    right = WIDE - _EDGE - (_LANE if crosses else 0)
    gap = _gap(columns)
    size = (right - _EDGE - (columns - 1) * gap) / columns
    lefts = [_EDGE + n * (size + gap) for n in range(columns)]
    said = [words(step, room_in(size)) for step in steps]
    label = _back_label(back, lefts, size, crosses) if back else None
    boxes: list[Box] = []
    drawn: list[Markup] = []
    bottom = 0.0
    for start in range(0, len(steps), columns):
        row = start // columns
        in_row = said[start : start + columns]
        top = bottom + (_TURN if start else _EDGE)
        if back and label and back.end // columns == row:
            top += label.height + 5 + _BACK
        elif back and back.start // columns == row:
            top += _BACK
        line_up = [Box(x, top, size, box_height(in_row)) for x, _ in zip(lefts, in_row, strict=False)]
        if start:
            drawn.append(_turn(boxes[-1], line_up[0], bottom + _TURN / 2, bool(exits.get(start - 1))))
        drawn += [arrow((a.right + 4, a.cy), (b.x - 5, b.cy)) for a, b in pairwise(line_up)]
        here = {n - start: text for n, text in exits.items() if start <= n < start + columns}
        leaving, bottom = _leaving(line_up, here, gap, right, turns=start + columns < len(steps))
        drawn += leaving
        boxes += line_up
    if back and label:
        drawn.append(_way_back(back, label, boxes, columns, right))
    # Titles alone stand in the middle of their boxes; with texts below some, all start at the top, in line.
    middle = not any(step.text for step in steps)
    drawn += [boxed(step, box, w, middle) for step, box, w in zip(steps, boxes, said, strict=True)]
    return Drawing(WIDE, bottom + _EDGE, join(drawn))


def _gap(columns: int) -> float:
    return 34.0 if columns < 5 else 26.0


def _columns(steps: tuple[Part, ...]) -> int:
    """As many in a row as stay readable, rows evenly filled."""
    for most in range(min(len(steps), _MOST_COLUMNS), 2, -1):
        columns = ceil(len(steps) / ceil(len(steps) / most))
        room = room_in((WIDE - 2 * _EDGE - (columns - 1) * _gap(columns)) / columns)
        said = [words(step, room) for step in steps]
        if all(longest_word(s.title, TITLE) <= room for s in steps) and all(
            len(w.title.lines) <= 3 and len(w.text.lines) <= 5 for w in said
        ):
            return columns
    return 2


def _turn(last: Box, first: Box, lane: float, beside_exit: bool) -> Markup:
    x = last.x + last.width * 0.8 if beside_exit else last.cx
    return arrow((x, last.bottom + 3), (x, lane), (first.cx, lane), (first.cx, first.y - 5))


def _leaving(
    row: list[Box], exits: Mapping[int, str], gap: float, right: float, turns: bool
) -> tuple[list[Markup], float]:
    """The exits under a row, and where the row ends with them."""
    bottom = row[0].bottom
    if not exits:
        return [], bottom
    places = {}
    for n in sorted(exits):
        box = row[n]
        if n < len(row) - 1:
            places[n] = (box.right + gap / 2, box.cy)
        else:
            places[n] = (box.x + box.width * 0.3 if turns else box.cx, bottom + 3)
    xs = [x for x, _ in places.values()]
    drawn, end = [], bottom
    for n, (x, y) in places.items():
        room = min([abs(x - other) for other in xs if other != x] + [row[0].width + gap])
        if n == len(row) - 1 and turns:
            room = min(room, row[0].width * 0.6)
        said = block(exits[n], min(room - 20, 2 * x, 2 * (right - x)), LABEL)
        drawn.append(arrow((x, y), (x, bottom + 18), dashed=True))
        drawn.append(said.draw(x, bottom + 23, "middle"))
        end = max(end, bottom + 23 + said.height)
    return drawn, end


def _back_label(back: _Back, lefts: list[float], size: float, crosses: bool) -> Block:
    columns = len(lefts)
    if crosses:
        return block(back.label, 260, LABEL)
    span = lefts[back.start % columns] - lefts[back.end % columns]
    return block(back.label, span - 16, LABEL)


def _way_back(back: _Back, label: Block, boxes: list[Box], columns: int, right: float) -> Markup:
    start, end = boxes[back.start], boxes[back.end]
    # The line from the row before arrives in the middle of a row's first box, so the way back keeps beside it.
    from_x, to_x = (
        box.cx + (box.width / 4 if n >= columns and n % columns == 0 else 0)
        for n, box in ((back.start, start), (back.end, end))
    )
    lane = end.y - _BACK
    if back.start // columns == back.end // columns:
        way = arrow((from_x, start.y - 3), (from_x, lane), (to_x, lane), (to_x, end.y - 5))
        return way + label.draw((from_x + to_x) / 2, lane - 5 - label.height, "middle")
    side = right + _LANE - 4
    low = start.y - _BACK
    way = arrow(
        (from_x, start.y - 3), (from_x, low), (side, low), (side, lane), (to_x, lane), (to_x, end.y - 5)
    )
    return way + label.draw(side, lane - 5 - label.height, "end")


def narrow(data: Mapping[str, object]) -> Drawing:
    steps, back, exits = parts(data, "steps"), _back(data), _exits(data)
    beside = min(max(longest_word(back.label, LABEL), 64), 100) if back else 0
    right = NARROW - _EDGE - (beside + 34 if back else 0)
    said = [words(step, room_in(right - _EDGE)) for step in steps]
    x = _EDGE + min(56, (right - _EDGE) / 2)
    boxes: list[Box] = []
    drawn: list[Markup] = []
    top = _EDGE
    for n, w in enumerate(said):
        box = Box(_EDGE, top, right - _EDGE, box_height([w]))
        boxes.append(box)
        last = n == len(steps) - 1
        leaving = block(exits.get(n, ""), right - x - 44, LABEL)
        gap = max(26.0, leaving.height + 14) if leaving.lines or not last else 0.0
        if leaving.lines:
            middle = box.bottom + gap / 2
            start = (x, box.bottom + 3 if last else middle)
            points = (start, (x, middle), (x + 30, middle)) if last else (start, (x + 30, middle))
            drawn.append(arrow(*points, dashed=True))
            drawn.append(leaving.draw(x + 38, middle - leaving.height / 2))
        if not last:
            drawn.append(arrow((x, box.bottom + 4), (x, box.bottom + gap - 5)))
        top = box.bottom + gap
    if back:
        low, high = boxes[back.start].cy, boxes[back.end].cy
        lane = right + 22
        drawn.append(arrow((right + 3, low), (lane, low), (lane, high), (right + 5, high)))
        label = block(back.label, beside, LABEL)
        middle = (low + high) / 2
        drawn.append(label.draw(lane + 8, max(middle - label.height / 2, 0)))
        top = max(top, middle + label.height / 2)
    drawn += [boxed(step, box, w, middle=True) for step, box, w in zip(steps, boxes, said, strict=True)]
    return Drawing(NARROW, top + _EDGE, join(drawn))


def _back(data: Mapping[str, object]) -> _Back | None:
    found = group(data, "back")
    return _Back(found["from"] - 1, found["to"] - 1, found["label"]) if found else None


def _exits(data: Mapping[str, object]) -> dict[int, str]:
    return {found["after"] - 1: found["text"] for found in groups(data, "exits")}
