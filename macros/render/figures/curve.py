"""Curves over two axes without numbers: their shapes say something, so nothing is measured on them.

Labels stand where they belong as long as there is room; where there is none, a number stands there and a key below explains it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from macros.render.figures.canvas import (
    ACCENT,
    DEEP,
    INK,
    NARROW,
    PAPER,
    SOFT,
    WIDE,
    Block,
    Box,
    Drawing,
    Point,
    arrow,
    block,
    element,
    join,
    line,
    line_path,
    path,
    relative,
    spot,
    spread,
)
from macros.render.figures.data import Data, group, groups
from macros.render.figures.words import LABEL, STRONG, TITLE, Style, longest_word

_EDGE = 2.0
_DOT = 9.0
# The first curve is the thick one; the others are told apart by their dashes, not by color.
_DASHES = (None, None, "7 5", "2 5")


def _scaled(shape: Callable[[float], float], low: float, high: float) -> Callable[[float], float]:
    start, end = shape(0), shape(1)
    return lambda t: low + (high - low) * (shape(t) - start) / (end - start)


_SHAPES: dict[str, Callable[[float], float]] = {
    "exponential": _scaled(lambda t: math.exp(2.4 * t), 0.06, 0.96),
    "logarithmic": _scaled(lambda t: math.log(1 + 6 * t), 0.06, 0.88),
    "linear": _scaled(lambda t: t, 0.06, 0.9),
    "s": _scaled(lambda t: 1 / (1 + math.exp(-9 * (t - 0.5))), 0.06, 0.92),
    "falling": _scaled(lambda t: math.exp(-2.6 * t), 0.94, 0.07),
    "bell": lambda t: 0.04 + 0.88 * math.exp(-(((t - 0.5) / 0.19) ** 2) / 2),
}
# Beside an exponential curve the flattening one stays low, or the picture would say that it was ahead for long.
_LOW_LOGARITHM = _scaled(lambda t: math.log(1 + 6 * t), 0.06, 0.26)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Curves' titles get `end`, with long words up to `most_end`, labels get `label`; more rows of bands than `rows` become numbers."""

    width: float
    height: float
    ends: Style
    end: float
    most_end: float
    label: float
    rows: int


_WIDE = _Layout(WIDE, 240, TITLE, 112, 150, 170, 3)
_NARROW = _Layout(NARROW, 200, STRONG, 76, 96, 104, 2)


def wide(data: Mapping[str, object]) -> Drawing:
    return _draw(data, _WIDE)


def narrow(data: Mapping[str, object]) -> Drawing:
    return _draw(data, _NARROW)


def _draw(data: Mapping[str, object], layout: _Layout) -> Drawing:
    curves, gap = groups(data, "curves"), group(data, "gap")
    titles = [
        block(
            c["title"],
            min(max(longest_word(c["title"], layout.ends), layout.end), layout.most_end),
            layout.ends,
        )
        for c in curves
    ]
    axis, right = 6.0, layout.width - max(t.width for t in titles) - 14
    key: list[str] = []
    bands = _bands(groups(data, "bands"), axis + 8, right - axis - 20, right, layout.rows, key)
    heading = block(_label(data, "y"), layout.width, STRONG)
    top = heading.height + 8 + sum(bands.heights)
    plot = Box(axis + 8, top + 10, right - axis - 20, layout.height)
    floor = plot.bottom + 6
    lines = _lines(curves, plot)
    sheet = _Sheet(
        Box(axis + 6, top + 2, plot.right + 2 - axis - 6, floor - top - 6),
        [curve.point(n / 60) for curve in lines.values() for n in range(61)]
        + [(x, top + (floor - top) * n / 30) for x in bands.edges for n in range(31)],
        key,
    )
    below = block(_label(data, "x"), right - axis, STRONG)
    # Words come last, so that the search for free places knows all lines, and marks know the gap's words.
    drawn = [
        heading.draw(0, 0),
        bands.draw(top, floor, plot.x),
        _gap(gap, lines, sheet, layout.label) if gap else Markup(""),
        arrow((axis, floor), (axis, heading.height + 4)) + arrow((axis, floor), (right, floor)),
        *(curve.draw(n) for n, curve in enumerate(lines.values())),
        *_titles(titles, list(lines.values()), right + 8, sheet.free),
        *(_mark(mark, lines, sheet, layout.label) for mark in groups(data, "marks")),
        below.draw(right, floor + 7, "end"),
    ]
    explained, bottom = _key(key, floor + 7 + below.height, layout.width)
    return Drawing(layout.width, bottom + _EDGE, join([*drawn, explained]))


def _label(data: Mapping[str, object], axis: str) -> str:
    return str((group(data, axis) or {})["label"])


@dataclass(frozen=True, slots=True)
class _Line:
    """A curve over the plot; `at` gives its height, both from 0 to 1."""

    at: Callable[[float], float]
    plot: Box

    def point(self, t: float) -> Point:
        return (self.plot.x + t * self.plot.width, self.plot.bottom - self.at(t) * self.plot.height)

    def written(self, pieces: int = 10) -> str:
        """Cubic pieces that keep the curve's own slope at their ends."""
        step = 1 / pieces
        lift = self.plot.width * step / 3
        done = f"M{spot(self.point(0))}"
        for n in range(pieces):
            (x1, y1), (x2, y2) = self.point(n * step), self.point((n + 1) * step)
            rise1, rise2 = self._slope(n * step) * lift, self._slope((n + 1) * step) * lift
            done += f"C{spot((x1 + lift, y1 + rise1))} {spot((x2 - lift, y2 - rise2))} {spot((x2, y2))}"
        return done

    def _slope(self, t: float) -> float:
        tiny = 1e-4
        return (self.point(t + tiny)[1] - self.point(t - tiny)[1]) / (2 * tiny * self.plot.width)

    def draw(self, n: int) -> Markup:
        return path(
            self.written(),
            "curve",
            data_n=str(n + 1),
            stroke=DEEP if n == 0 else INK,
            stroke_width=3 if n == 0 else 2,
            stroke_dasharray=_DASHES[n],
        )


def _lines(curves: tuple[Data, ...], plot: Box) -> dict[str, _Line]:
    low = "exponential" in {c["shape"] for c in curves}
    return {
        c["id"]: _Line(_LOW_LOGARITHM if low and c["shape"] == "logarithmic" else _SHAPES[c["shape"]], plot)
        for c in curves
    }


def _titles(titles: list[Block], curves: list[_Line], x: float, free: Box) -> list[Markup]:
    """Each curve's title at its end, moved apart where ends are close."""
    order = sorted(range(len(curves)), key=lambda n: curves[n].point(1)[1])
    wanted = [(curves[n].point(1)[1] - titles[n].height / 2, titles[n].height) for n in order]
    places = spread(wanted, free.y, free.bottom + 4, 6)
    return [titles[n].draw(x, y) for n, y in zip(order, places, strict=True)]


@dataclass(slots=True)
class _Sheet:
    """The free room of the plot, the points that words must not touch, and the key that grows under the plot."""

    free: Box
    points: list[Point]
    key: list[str]
    taken: list[Box] = field(default_factory=list)

    def find(self, said: Block, around: Box) -> Box | None:
        """A free place for words near `around`: the first that fits, above before below and left before right."""
        w, h = said.width, said.height
        left, middle, right = around.x - 7 - w, around.cx - w / 2, around.right + 7
        over, level, under = around.y - 5 - h, around.cy - h / 2, around.bottom + 5
        beside = [(x, level + by) for by in (12, -12, 24, -24, 36, -36) for x in (left, right)]
        for x, y in (
            (left, over),
            (middle, over - 4),
            (left, level),
            (right, level),
            (right, under),
            (middle, under + 4),
            (right, over),
            (left, under),
            *beside,
        ):
            place = Box(x, y, w, h)
            if self._fits(place):
                self.taken.append(place)
                return place
        return None

    def _fits(self, place: Box) -> bool:
        free, near = self.free, place.grown(4)
        return (
            free.x <= place.x
            and place.right <= free.right
            and free.y <= place.y
            and place.bottom <= free.bottom
            and not any(near.meets(box) for box in self.taken)
            and not any(near.holds(point) for point in self.points)
        )

    def name(self, label: str, room: float, around: Box) -> Markup:
        """The label near `around`, on more lines where that helps; where it finds no place, its number."""
        least = longest_word(label, LABEL)
        for width in (room, room * 0.62):
            said = block(label, max(width, least), LABEL)
            place = self.find(said, around)
            if place:
                return said.draw(place.x, place.y)
        self.key.append(label)
        far = 2 * _DOT + 2
        spots = [
            (around.cx + x, around.cy + y) for x, y in ((0, 0), (0, -far), (0, far), (-far, 0), (far, 0))
        ]
        discs = [Box(x - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT) for x, y in spots]
        disc = next((d for d in discs if not any(d.grown(1).meets(other) for other in self.taken)), discs[0])
        self.taken.append(disc)
        return _numeral(str(len(self.key)), (disc.cx, disc.cy))


def _mark(mark: Data, lines: dict[str, _Line], sheet: _Sheet, room: float) -> Markup:
    x, y = lines[mark["curve"]].point(mark["at"])
    dot = element(
        "circle", class_="learn-figure__dot", cx=x, cy=y, r=5, fill=PAPER, stroke=INK, stroke_width=2
    )
    return dot + sheet.name(mark["label"], room, Box(x - 5, y - 5, 10, 10))


def _gap(gap: Data, lines: dict[str, _Line], sheet: _Sheet, room: float) -> Markup:
    """The room between two curves, tinted where they stay on the same side of each other, and an arrow across it."""
    first, second = (lines[id] for id in gap["between"])
    at = gap["at"]
    above, below = sorted((first.point(at), second.point(at)), key=lambda p: p[1])
    side = first.at(at) > second.at(at)
    same = [n / 40 for n in range(41) if (first.at(n / 40) > second.at(n / 40)) is side]
    start, end = _stretch(same, at)
    steps = [start + (end - start) * n / 16 for n in range(17)]
    outline = [first.point(t) for t in steps] + [second.point(t) for t in reversed(steps)]
    area = element(
        "path",
        class_="learn-figure__gap",
        d=relative("M" + "L".join(spot(p) for p in outline) + "Z"),
        fill=ACCENT,
        fill_opacity=".1",
    )
    x, top, bottom = above[0], above[1] + 5, below[1] - 5
    if bottom - top < 20:
        return area
    sheet.points += [(x, top + (bottom - top) * n / 20) for n in range(21)]
    named = sheet.name(gap["label"], room, Box(x - 3, (top + bottom) / 2 - 1, 6, 2))
    return area + arrow((x, top), (x, bottom), both=True) + named


def _stretch(same: list[float], at: float) -> tuple[float, float]:
    """The run of neighbors in `same` that holds `at`."""
    start = end = at
    for t in reversed([t for t in same if t <= at]):
        if start - t > 0.03:
            break
        start = t
    for t in (t for t in same if t >= at):
        if t - end > 0.03:
            break
        end = t
    return start, end


@dataclass(frozen=True, slots=True)
class _Band:
    """A stretch of the horizontal axis; `row` 0 stands nearest to the plot."""

    start: float
    end: float
    mark: bool
    label: str
    said: Block
    number: str
    middle: float
    row: int


@dataclass(frozen=True, slots=True)
class _Bands:
    all: tuple[_Band, ...]
    heights: tuple[float, ...]

    @property
    def edges(self) -> list[float]:
        return sorted({round(x, 1) for band in self.all for x in (band.start, band.end)})

    def draw(self, top: float, floor: float, axis: float) -> Markup:
        drawn = [
            element(
                "rect",
                class_="learn-figure__band",
                x=band.start,
                y=top,
                width=band.end - band.start,
                height=floor - top,
                fill=ACCENT,
                fill_opacity=".1",
            )
            for band in self.all
            if band.mark
        ]
        drawn += [line((x, top + 2), (x, floor), stroke_dasharray="3 4") for x in self.edges if x > axis + 1]
        for band in self.all:
            y = top - sum(self.heights[: band.row]) - 4
            drawn.append(
                path(
                    line_path([(band.start + 2, y), (band.end - 2, y)]),
                    "span",
                    data_mark="true" if band.mark else None,
                    stroke=ACCENT if band.mark else SOFT,
                    stroke_width=3.5 if band.mark else 1.5,
                )
            )
            drawn.append(
                _numeral(band.number, (band.middle, y - 5 - _DOT))
                if band.number
                else band.said.draw(band.middle, y - 4 - band.said.height, "middle")
            )
        return join(drawn)


def _bands(
    bands: tuple[Data, ...], start: float, length: float, right: float, most_rows: int, key: list[str]
) -> _Bands:
    """Bands in as many rows as their words need; with numbers instead of words where that would be too many."""
    placed = _packed(bands, start, length, right, numbered=False)
    if max((band.row for band in placed), default=0) >= most_rows:
        placed = _packed(bands, start, length, right, numbered=True)
        key += [band.label for band in placed]
    rows = max((band.row for band in placed), default=-1) + 1
    heights = tuple(
        max(2 * _DOT if b.number else b.said.height for b in placed if b.row == row) + 13
        for row in range(rows)
    )
    return _Bands(placed, heights)


def _packed(
    bands: tuple[Data, ...], start: float, length: float, right: float, numbered: bool
) -> tuple[_Band, ...]:
    """Wide bands go above the narrow ones they cover; in each such layer a band takes the lowest row that is free."""
    found: list[_Band] = []
    first_row = 0
    layers = _layers(bands)
    for layer in range(max(layers, default=-1) + 1):
        taken: list[list[tuple[float, float]]] = []
        for band in sorted((b for b, of in zip(bands, layers, strict=True) if of == layer), key=_start):
            x1, x2 = start + band["from"] * length, start + band["to"] * length
            said = block(band["label"], max(x2 - x1 - 6, min(longest_word(band["label"], LABEL), 130)), LABEL)
            half = _DOT if numbered else said.width / 2
            middle = min(max((x1 + x2) / 2, half), right - half)
            extent = (min(x1, middle - half - 4), max(x2, middle + half + 4))
            free = (n for n, row in enumerate(taken) if not any(_overlap(extent, other) for other in row))
            row = next(free, len(taken))
            if row == len(taken):
                taken.append([])
            taken[row].append(extent)
            number = str(len(found) + 1) if numbered else ""
            found.append(_Band(x1, x2, band["mark"], band["label"], said, number, middle, first_row + row))
        first_row += len(taken)
    return tuple(found)


def _layers(bands: tuple[Data, ...]) -> list[int]:
    """0 for a band that covers no narrower one, else one more than those it covers."""
    layers = [0] * len(bands)
    order = sorted(range(len(bands)), key=lambda n: (bands[n]["to"] - bands[n]["from"], n))
    for place, n in enumerate(order):
        span = (bands[n]["from"], bands[n]["to"])
        covered = [m for m in order[:place] if _overlap(span, (bands[m]["from"], bands[m]["to"]), 1e-6)]
        layers[n] = 1 + max((layers[m] for m in covered), default=-1)
    return layers


def _start(band: Data) -> float:
    return float(band["from"])


def _overlap(one: tuple[float, float], other: tuple[float, float], by: float = 0.5) -> bool:
    return one[0] + by < other[1] and other[0] + by < one[1]


def _numeral(text: str, at: Point) -> Markup:
    disc = element("circle", class_="learn-figure__disc", cx=at[0], cy=at[1], r=_DOT, fill=INK)
    said = element(
        "text",
        text,
        class_="learn-figure__number",
        x=at[0],
        y=at[1] + 4.3,
        text_anchor="middle",
        font_size=12,
        font_weight="600",
        fill=PAPER,
    )
    return disc + said


def _key(key: list[str], top: float, right: float) -> tuple[Markup, float]:
    """What the numbers mean, one below the other, and where that ends."""
    drawn: list[Markup] = []
    y = top + (10 if key else 0)
    for n, label in enumerate(key, 1):
        said = block(label, right - 30, LABEL)
        drawn.append(_numeral(str(n), (_DOT + 1, y + LABEL.line / 2)) + said.draw(28, y))
        y += max(said.height, 2 * _DOT) + 5
    return join(drawn), y
