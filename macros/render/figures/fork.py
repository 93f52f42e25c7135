"""One question, several answers, and where each leads; without a question, several chains that stay apart."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from markupsafe import Markup

from macros.render.figures.canvas import (
    NARROW,
    PAD,
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
from macros.render.figures.data import Data, Part, groups, part, text
from macros.render.figures.words import STRONG, longest_word

_EDGE = 2.0
_GAP = 32.0
_APART = 18.0


def wide(data: Mapping[str, object]) -> Drawing:
    """The question at the left, one row for each branch, the branch's label over the line that leads to it."""
    question = text(data, "question")
    branches = groups(data, "branches")
    most = max(len(b["steps"]) for b in branches)
    asked_room = 150.0 if most < 4 else 120.0
    asked_width = asked_room + 2 * PAD if question else 0.0
    labels = [
        block(b["label"], max(104.0 if most < 4 else 84.0, longest_word(b["label"], STRONG)), STRONG)
        for b in branches
    ]
    lead = max(label.width for label in labels)
    left = _EDGE + asked_width + (lead + 56 if question else lead + 44)
    size = (WIDE - _EDGE - left - (most - 1) * _GAP) / most
    drawn: list[Markup] = []
    top = _EDGE
    rows: list[Box] = []
    for branch, label in zip(branches, labels, strict=True):
        steps = _steps(branch)
        said = [words(step, room_in(size)) for step in steps]
        height = max(box_height(said), label.height + 24)
        boxes = [Box(left + n * (size + _GAP), top, size, height) for n in range(len(steps))]
        rows.append(boxes[0])
        drawn += [arrow((a.right + 4, a.cy), (b.x - 5, b.cy)) for a, b in pairwise(boxes)]
        drawn += [boxed(step, box, w, middle=True) for step, box, w in zip(steps, boxes, said, strict=True)]
        top += height + _APART
    bottom = top - _APART
    if question:
        asked = words(Part(question), asked_room)
        height = box_height([asked])
        middle = (rows[0].cy + rows[-1].cy) / 2
        box = Box(_EDGE, middle - height / 2, asked_width, height)
        trunk = box.right + 16
        for row, label in zip(rows, labels, strict=True):
            level = abs(row.cy - middle) < 1
            start = ((box.right + 3, middle), (row.x - 5, middle))
            bent = ((box.right + 3, middle), (trunk, middle), (trunk, row.cy), (row.x - 5, row.cy))
            drawn.append(arrow(*(start if level else bent)))
            drawn.append(label.draw(trunk + 12, row.cy - 5 - label.height))
        drawn.append(boxed(Part(question), box, asked, middle=True))
    else:
        for row, label in zip(rows, labels, strict=True):
            drawn.append(label.draw(_EDGE, row.cy - label.height / 2))
            drawn.append(arrow((_EDGE + lead + 10, row.cy), (row.x - 5, row.cy)))
    return Drawing(WIDE, bottom + _EDGE, join(drawn))


def narrow(data: Mapping[str, object]) -> Drawing:
    """One branch below the other, each under its label, hanging on a line that comes down from the question."""
    question = text(data, "question")
    left = _EDGE + (26 if question else 0)
    size = NARROW - _EDGE - left
    drawn: list[Markup] = []
    top = _EDGE
    if question:
        asked = words(Part(question), room_in(NARROW - 2 * _EDGE))
        box = Box(_EDGE, top, NARROW - 2 * _EDGE, box_height([asked]))
        drawn.append(boxed(Part(question), box, asked, middle=True))
        trunk = (_EDGE + 10, box.bottom + 3)
        top = box.bottom + 16
    for branch in groups(data, "branches"):
        label = block(branch["label"], size, STRONG)
        drawn.append(label.draw(left, top))
        top += label.height + 5
        boxes = []
        for step in _steps(branch):
            said = words(step, room_in(size))
            boxes.append(Box(left, top, size, box_height([said])))
            drawn.append(boxed(step, boxes[-1], said, middle=True))
            top = boxes[-1].bottom + 24
        x = left + min(56, size / 2)
        drawn += [arrow((x, a.bottom + 4), (x, b.y - 5)) for a, b in pairwise(boxes)]
        if question:
            drawn.append(arrow(trunk, (trunk[0], boxes[0].cy), (left - 4, boxes[0].cy)))
        top = boxes[-1].bottom + 16
    return Drawing(NARROW, top - 16 + _EDGE, join(drawn))


def _steps(branch: Data) -> tuple[Part, ...]:
    return tuple(part(step) for step in branch["steps"])
