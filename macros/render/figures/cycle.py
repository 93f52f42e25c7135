"""Nodes around a ring, clockwise from the top; on a phone one below the other with a way back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from markupsafe import Markup

from macros.render.figures.canvas import (
    NARROW,
    TINT,
    WIDE,
    Block,
    Box,
    Drawing,
    Point,
    arrow,
    block,
    box_height,
    boxed,
    element,
    head,
    join,
    line,
    line_path,
    number,
    path,
    room_in,
    spot,
    words,
)
from macros.render.figures.data import parts, text
from macros.render.figures.words import STRONG, TITLE, longest_word

_EDGE = 2.0
_FINE = 160


def wide(data: Mapping[str, object]) -> Drawing:
    nodes = parts(data, "nodes")
    size = {7: 176.0, 8: 160.0}.get(len(nodes), 196.0)
    said = [words(node, room_in(size)) for node in nodes]
    hub = block(text(data, "center"), 150, TITLE)
    linked = text(data, "ring") != "none"
    ring = _ring(len(nodes), size, box_height(said), hub, linked)
    drawn: list[Markup] = []
    if linked:
        drawn += [ring.arc(n, headed=text(data, "ring") == "arrows") for n in range(len(nodes))]
    if data["spokes"]:
        drawn += [_spoke(ring.hub, box) for box in ring.boxes]
    if hub.lines:
        drawn.append(_hub(hub, ring.hub))
    drawn += [boxed(node, box, w, middle=True) for node, box, w in zip(nodes, ring.boxes, said, strict=True)]
    bottom = max(*(box.bottom for box in ring.boxes), ring.at(0.5)[1] if linked else 0)
    return Drawing(WIDE, bottom + _EDGE, join(drawn))


@dataclass(frozen=True, slots=True)
class _Ring:
    """Boxes of one size with their middles on an ellipse, evenly turned, the first at the top."""

    center: Point
    radii: tuple[float, float]
    boxes: tuple[Box, ...]
    hub: Box

    def at(self, turn: float) -> Point:
        """The point after so many turns, clockwise from the top."""
        angle = math.tau * (turn - 0.25)
        return (
            self.center[0] + self.radii[0] * math.cos(angle),
            self.center[1] + self.radii[1] * math.sin(angle),
        )

    def between(self, n: int) -> tuple[float, float]:
        """The turns at which the way from node `n` to the next one leaves the first and reaches the second."""
        count = len(self.boxes)
        near, far = self.boxes[n].grown(5), self.boxes[(n + 1) % count].grown(6)
        turns = [(n + k / _FINE) / count for k in range(_FINE + 1)]
        leaves = next((t for t in turns if not near.holds(self.at(t))), turns[-1])
        arrives = next((t for t in reversed(turns) if not far.holds(self.at(t))), turns[0])
        return leaves, arrives

    def fits(self, linked: bool) -> bool:
        """Boxes keep apart from each other and from the hub, and if they are `linked`, every arc is long enough for an arrow."""
        boxes = self.boxes
        if any(a.grown(9).meets(b.grown(9)) for a, b in combinations(boxes, 2)):
            return False
        if self.hub.width and any(self.hub.grown(22).meets(box) for box in boxes):
            return False
        for n in range(len(boxes) if linked else 0):
            leaves, arrives = self.between(n)
            if arrives <= leaves or math.dist(self.at(leaves), self.at(arrives)) < 26:
                return False
        return True

    def arc(self, n: int, headed: bool) -> Markup:
        leaves, arrives = self.between(n)
        end = self.at(arrives)
        rx, ry = self.radii
        written = f"M{spot(self.at(leaves))}A{number(rx)} {number(ry)} 0 0 1 {spot(end)}"
        if headed:
            angle = math.tau * (arrives - 0.25)
            written += head(end, math.atan2(ry * math.cos(angle), -rx * math.sin(angle)))
        return path(written)


def _ring(count: int, width: float, height: float, hub: Block, linked: bool) -> _Ring:
    """The flattest ring that fits: flat rings leave the page to the words."""
    ry = max(height / 2 + 40, 104 if count == 3 else 0)
    ring = _ring_of(ry, count, width, height, hub)
    while not ring.fits(linked) and ry < 420:
        ry += 6
        ring = _ring_of(ry, count, width, height, hub)
    return ring


def _ring_of(ry: float, count: int, width: float, height: float, hub: Block) -> _Ring:
    rx = WIDE / 2 - width / 2 - _EDGE
    center = (WIDE / 2, _EDGE + height / 2 + ry)
    middles = [
        (center[0] + rx * math.cos(a), center[1] + ry * math.sin(a))
        for a in (math.tau * (n / count - 0.25) for n in range(count))
    ]
    boxes = tuple(Box(x - width / 2, y - height / 2, width, height) for x, y in middles)
    size = (hub.width + 36, hub.height + 22) if hub.lines else (0.0, 0.0)
    return _Ring(center, (rx, ry), boxes, Box(center[0] - size[0] / 2, center[1] - size[1] / 2, *size))


def _hub(hub: Block, box: Box) -> Markup:
    pill = element(
        "rect",
        class_="learn-figure__hub",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=min(box.width, box.height, 32) / 2,
        fill=TINT,
    )
    return pill + hub.draw(box.cx, box.cy - hub.height / 2, "middle")


def _spoke(hub: Box, node: Box) -> Markup:
    """A line between the middles, from edge to edge."""
    start = _leave(hub.grown(4), (node.cx, node.cy))
    end = _leave(node.grown(4), (hub.cx, hub.cy))
    return line(start, end)


def _leave(box: Box, target: Point) -> Point:
    dx, dy = target[0] - box.cx, target[1] - box.cy
    share = min(
        (box.width / 2 / abs(dx)) if dx else math.inf,
        (box.height / 2 / abs(dy)) if dy else math.inf,
    )
    return (box.cx + dx * share, box.cy + dy * share)


def narrow(data: Mapping[str, object]) -> Drawing:
    nodes = parts(data, "nodes")
    ring, spokes = text(data, "ring"), bool(data["spokes"])
    center = text(data, "center")
    band = min(max(longest_word(center, STRONG) + 20, 56), 104) if center else 0
    left = band + (18 if spokes else 10) if band else _EDGE
    right = NARROW - (30 if ring != "none" else _EDGE)
    said = [words(node, room_in(right - left)) for node in nodes]
    gap = 26.0 if ring != "none" else 10.0
    top, boxes = _EDGE, []
    for w in said:
        boxes.append(Box(left, top, right - left, box_height([w])))
        top = boxes[-1].bottom + gap
    bottom = boxes[-1].bottom
    drawn: list[Markup] = []
    if band:
        hub = block(center, band - 16, STRONG)
        whole = Box(0, _EDGE, band, max(bottom - _EDGE, hub.height + 20))
        bottom = max(bottom, whole.bottom)
        drawn.append(_hub(hub, Box(whole.x, whole.y, whole.width, whole.height)))
        if spokes:
            drawn += [line((band + 3, box.cy), (left - 3, box.cy)) for box in boxes]
    if ring != "none":
        x = boxes[0].cx
        for upper, lower in pairwise(boxes):
            ends = ((x, upper.bottom + 4), (x, lower.y - 5))
            drawn.append(arrow(*ends) if ring == "arrows" else path(line_path(ends)))
        lane = NARROW - 6
        back = (
            (right + 3, boxes[-1].cy),
            (lane, boxes[-1].cy),
            (lane, boxes[0].cy),
            (right + 5, boxes[0].cy),
        )
        drawn.append(arrow(*back) if ring == "arrows" else path(line_path(back)))
    drawn += [boxed(node, box, w, middle=True) for node, box, w in zip(nodes, boxes, said, strict=True)]
    return Drawing(NARROW, bottom + _EDGE, join(drawn))
