"""A whole in parts: one bar, its parts as long as their share, the words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from macros.render.figures.canvas import (
    NARROW,
    TINT,
    WIDE,
    Block,
    Box,
    Drawing,
    Point,
    Words,
    block,
    element,
    join,
    line,
    line_path,
    of_part,
    path,
    shape_paint,
    spread,
    words,
)
from macros.render.figures.data import Part, group, groups, part, text
from macros.render.figures.words import LABEL, STRONG, TEXT, TITLE, longest_word, width

_EDGE = 2.0
_BAR = 56.0
_SHORTEST = 270.0  # of the upright bar
_THICK = 52.0
_APART = 16.0


@dataclass(frozen=True, slots=True)
class _Share:
    """A part and its share of the whole; `said` is the value as the reader sees it, or empty."""

    part: Part
    start: float
    size: float
    said: str

    @property
    def middle(self) -> float:
        return self.start + self.size / 2


def wide(data: Mapping[str, object]) -> Drawing:
    shares = _shares(data)
    length = WIDE - 2 * _EDGE
    above, cut, top = _above(data, shares, length)
    boxes = [Box(_EDGE + s.start * length, top, s.size * length, _BAR) for s in shares]
    insides = _insides(data, shares, boxes)
    beside = [_beside(share, inside) for share, inside in zip(shares, insides, strict=True)]
    least = [_least_room(part) for part in beside]
    scale = min(1, length / (sum(least) + _APART * (len(least) - 1)))
    lefts = spread(
        [(box.x, room * scale) for box, room in zip(boxes, least, strict=True)], _EDGE, WIDE, _APART * scale
    )
    ends = [left - _APART * scale for left in lefts[1:]] + [WIDE]
    said = [words(part, end - left) for part, left, end in zip(beside, lefts, ends, strict=True)]
    # Words that stand under the middle of their own part, or start where it starts, need no line to it.
    strays = [
        abs(box.x - left) > 3 and not left <= box.cx <= left + w.width
        for box, left, w in zip(boxes, lefts, said, strict=True)
    ]
    floor = top + _BAR + (30 if any(strays) else 10)
    drawn: list[Markup] = []
    for box, left, w, strayed in zip(boxes, lefts, said, strays, strict=True):
        if strayed:
            # Lines that go the same way keep apart: the further right, the lower.
            at, bend = left + 8, box.bottom + 6 + 16 * (box.cx / WIDE)
            drawn.append(line((box.cx, box.bottom + 3), (box.cx, bend), (at, bend), (at, floor - 3)))
        drawn.append(w.draw(left, floor))
    bottom = floor + max(w.height for w in said)
    bar = _bar(shares, boxes, insides)
    return Drawing(WIDE, bottom + _EDGE, join([above, *bar, cut, *drawn]))


@dataclass(frozen=True, slots=True)
class _Row:
    """Words beside the upright bar, and the stretch of it that they belong to."""

    said: Words | Block
    low: float
    high: float
    line: float

    @property
    def wanted(self) -> tuple[float, float]:
        return ((self.low + self.high - self.said.height) / 2, self.said.height)

    def draw(self, x: float, y: float, bar: float) -> Markup:
        """The words at `x`, `y` and the line that leads to them from the bar's side."""
        target = y + self.line / 2
        start = min(max(target, self.low), self.high)
        straight = abs(start - target) <= 1
        bend = [] if straight else [(x - 12, target)]
        lead = line((bar + 4, target if straight else start), *bend, (x - 5, target))
        return lead + self.said.draw(x, y)


def narrow(data: Mapping[str, object]) -> Drawing:
    """The bar stands upright: shares from top to bottom, words at its right, the bracket at its left."""
    shares = _shares(data)
    bracket, cut = group(data, "bracket"), group(data, "cut")
    label = _upright_label(bracket["label"]) if bracket else None
    left = label.width + 22 if label else _EDGE + 4
    text_x = left + _THICK + 22
    # How tall the bar gets depends on the words, and the words on which values the bar can hold: the shortest bar decides.
    shortest = [Box(left, s.start * _SHORTEST, _THICK, s.size * _SHORTEST) for s in shares]
    insides = _insides(data, shares, shortest, upright=True)
    said = [words(_beside(s, inside), NARROW - text_x) for s, inside in zip(shares, insides, strict=True)]
    cut_label = block(cut["label"] if cut else "", NARROW - text_x, LABEL)
    length = max(_SHORTEST, sum(w.height + 14 for w in said) + cut_label.height + 14)
    insides = [replace(inside, middle=_EDGE + inside.middle / _SHORTEST * length) for inside in insides]
    boxes = [Box(left, _EDGE + s.start * length, _THICK, s.size * length) for s in shares]
    rows = []
    for box, w in zip(boxes, said, strict=True):
        inset = min(6, box.height / 2)
        rows.append(_Row(w, box.y + inset, box.bottom - inset, TITLE.line))
    drawn = _bar(shares, boxes, insides, upright=True)
    if cut:
        box = boxes[cut["part"] - 1]
        y = box.y + cut["at"] * box.height
        drawn.append(_cut((left - 4, y), (left + _THICK + 4, y)))
        # Below the words of its part, which it explains.
        rows.insert(cut["part"], _Row(cut_label, y, y, LABEL.line))
    places = spread([row.wanted for row in rows], 0, length + 2 * _EDGE, 14)
    drawn += [row.draw(text_x, y, left + _THICK) for row, y in zip(rows, places, strict=True)]
    if bracket and label:
        top, foot = boxes[bracket["from"] - 1].y + 2, boxes[bracket["to"] - 1].bottom - 2
        drawn.append(_bracket([(left - 4, top), (left - 8, top), (left - 8, foot), (left - 4, foot)]))
        drawn.append(label.draw(0, max((top + foot - label.height) / 2, 0)))
    bottom = max(_EDGE + length, places[-1] + rows[-1].said.height)
    return Drawing(NARROW, bottom + _EDGE, join(drawn))


def _upright_label(text: str) -> Block:
    return block(text, min(max(longest_word(text, STRONG), 60), 84), STRONG)


def _shares(data: Mapping[str, object]) -> tuple[_Share, ...]:
    found = groups(data, "parts")
    unit = text(data, "unit")
    whole = sum(values["value"] for values in found)
    shares, start = [], 0.0
    for values in found:
        size = values["value"] / whole
        value = f"{values['value']:g}"
        said = f"{value}{unit}" if unit in ("%", "") else f"{value} {unit}"
        shares.append(_Share(part(values), start, size, said if unit else ""))
        start += size
    return tuple(shares)


def _least_room(part: Part) -> float:
    return max(
        longest_word(part.title, TITLE), longest_word(part.text, TEXT), min(width(part.title, TITLE), 104)
    )


@dataclass(frozen=True, slots=True)
class _Inside:
    """What stands in a part of the bar, around `middle`; nothing where it would not fit."""

    text: str
    middle: float
    named: bool = False


def _insides(
    data: Mapping[str, object], shares: tuple[_Share, ...], boxes: list[Box], upright: bool = False
) -> list[_Inside]:
    """Values, each where it fits; without values the names, if all of them fit. A cut pushes both to its larger side."""
    cut = group(data, "cut")
    valued = any(share.said for share in shares)
    found = []
    for n, (share, box) in enumerate(zip(shares, boxes, strict=True)):
        start, end = (box.y, box.bottom) if upright else (box.x, box.right)
        if cut and cut["part"] == n + 1:
            at = start + cut["at"] * (end - start)
            start, end = (start, at) if cut["at"] >= 0.5 else (at, end)
        text = share.said if valued else share.part.title
        across, along = (end - start, box.width) if upright else (box.height, end - start)
        fits = bool(text) and width(text, TITLE) + 10 <= along and across >= 26
        found.append(_Inside(text if fits else "", (start + end) / 2, named=not valued))
    if not valued and (upright or not all(inside.text for inside in found)):
        return [_Inside("", inside.middle) for inside in found]
    return found


def _beside(share: _Share, inside: _Inside) -> Part:
    """What is said beside a part: not the name that stands in it, but the value where the part is too small to hold it."""
    own = share.part
    if inside.named:
        return Part("", own.text)
    return Part(f"{own.title}, {share.said}", own.text) if share.said and not inside.text else own


def _bar(
    shares: tuple[_Share, ...], boxes: list[Box], insides: list[_Inside], upright: bool = False
) -> list[Markup]:
    """The parts with what stands in them, marked ones last so that their outline is whole."""
    drawn = []
    order = sorted(range(len(shares)), key=lambda n: shares[n].part.mark)
    for n in order:
        share, box, inside = shares[n], boxes[n], insides[n]
        trim_x, trim_y = (0.0, 1.5) if upright else (1.5, 0.0)
        size = (max(box.width - 2 * trim_x, 1), max(box.height - 2 * trim_y, 1))
        shape = element(
            "rect",
            class_="learn-figure__box",
            x=box.x + trim_x,
            y=box.y + trim_y,
            width=size[0],
            height=size[1],
            rx=min(5, size[0] / 3, size[1] / 3),
            **shape_paint(share.part, TINT),
        )
        x, y = (box.cx, inside.middle) if upright else (inside.middle, box.cy)
        said = block(inside.text, WIDE, TITLE)
        drawn.append(of_part(share.part, shape, said.draw(x, y - said.height / 2, "middle")))
    return drawn


def _above(
    data: Mapping[str, object], shares: tuple[_Share, ...], length: float
) -> tuple[Markup, Markup, float]:
    """The bracket and, nearer to the bar, the words of the cut; the cut, which goes over the bar; and where the bar starts."""
    drawn: list[Markup] = []
    cut_line = Markup("")
    top = _EDGE
    bracket, cut = group(data, "bracket"), group(data, "cut")
    if bracket:
        start = _EDGE + shares[bracket["from"] - 1].start * length + 2
        last = shares[bracket["to"] - 1]
        end = _EDGE + (last.start + last.size) * length - 2
        label = block(bracket["label"], 320, STRONG)
        drawn.append(label.draw(_within((start + end) / 2, label.width), top, "middle"))
        y = top + label.height + 6
        drawn.append(_bracket([(start, y + 7), (start, y), (end, y), (end, y + 7)]))
        top = y + 14
    if cut:
        share = shares[cut["part"] - 1]
        x = _EDGE + (share.start + share.size * cut["at"]) * length
        label = block(cut["label"], 260, LABEL)
        drawn.append(label.draw(_within(x, label.width), top, "middle"))
        top += label.height + 8
        cut_line = _cut((x, top - 5), (x, top + _BAR + 4))
    return join(drawn), cut_line, top


def _within(middle: float, size: float) -> float:
    return min(max(middle, size / 2), WIDE - size / 2)


def _bracket(points: list[Point]) -> Markup:
    return path(line_path(points, 5))


def _cut(start: Point, end: Point) -> Markup:
    return path(line_path([start, end]), "cut", stroke_width=2, stroke_dasharray="1 5")
