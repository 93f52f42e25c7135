"""What all drawings share: SVG elements built safely, blocks of words, boxes and arrows.

Colors are classes; the attributes beside them are what a printer of PDF sees, since it gives page styles no say inside a drawing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from macros.render.figures.data import Part
from macros.render.figures.words import LABEL, TEXT, TITLE, Style, width, wrap

WIDE, NARROW = 720.0, 320.0
PAD = 12.0

INK, SOFT, EDGE, LINE = "#111", "#444", "#555", "#999"
PAPER, TINT = "#fff", "#f4f4f2"
# Paper puts the course's own in their places.
ACCENT, DEEP = "#a00", "#003"

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One layout of a figure: what is inside the SVG, and its size in units."""

    width: float
    height: float
    body: Markup


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def cx(self) -> float:
        return self.x + self.width / 2

    @property
    def cy(self) -> float:
        return self.y + self.height / 2

    def grown(self, by: float) -> Box:
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def holds(self, point: Point) -> bool:
        return self.x <= point[0] <= self.right and self.y <= point[1] <= self.bottom

    def meets(self, other: Box) -> bool:
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )


def element(name: str, /, *children: str, **attributes: str | float | None) -> Markup:
    """One SVG element; attribute names are written with `_` for `-`, None leaves one out, everything is escaped."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = join(children)
    return Markup(f"<{name}{written}>{inside}</{name}>") if inside else Markup(f"<{name}{written}/>")


def join(pieces: Iterable[str]) -> Markup:
    return Markup("").join(pieces)


def number(value: float) -> str:
    """At most one decimal: finer than a tenth of a unit nobody sees."""
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else number(value)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one style."""

    lines: tuple[str, ...]
    style: Style

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.line

    @property
    def width(self) -> float:
        return max((width(line, self.style) for line in self.lines), default=0)

    def draw(self, x: float, top: float, anchor: Anchor = "start") -> Markup:
        """The lines as one text; `x` is the edge or the middle that `anchor` says."""
        if not self.lines:
            return Markup("")
        style = self.style
        # Ascent and descent of the fonts in use add up to about 1.12 of the size, 0.9 of it above the baseline.
        base = top + (style.line - 1.117 * style.size) / 2 + 0.905 * style.size
        plain = style.name == "text"
        attributes: dict[str, str | float | None] = {
            "class_": f"learn-figure__{style.name}",
            "text_anchor": None if anchor == "start" else anchor,
            "font_size": None if plain else style.size,
            "font_weight": "600" if style.bold else None,
            "fill": SOFT if style is LABEL else None,
        }
        if len(self.lines) == 1:
            return element("text", self.lines[0], x=x, y=base, **attributes)
        last = len(self.lines) - 1
        # The space at a line's end keeps words apart when the text is copied; where lines do not start at `x` it would move them.
        apart = " " if anchor == "start" else ""
        spans = [
            element("tspan", line if n == last else line + apart, x=x, y=base + n * style.line)
            for n, line in enumerate(self.lines)
        ]
        return element("text", *spans, **attributes)


def block(text: str, room: float, style: Style) -> Block:
    return Block(wrap(text, room, style) if text else (), style)


@dataclass(frozen=True, slots=True)
class Words:
    """A part's title with its text below."""

    title: Block
    text: Block

    @property
    def height(self) -> float:
        return self.title.height + self.text.height + self._between

    @property
    def width(self) -> float:
        return max(self.title.width, self.text.width)

    @property
    def _between(self) -> float:
        return 2 if self.title.lines and self.text.lines else 0

    def draw(self, x: float, top: float, anchor: Anchor = "start") -> Markup:
        return self.title.draw(x, top, anchor) + self.text.draw(
            x, top + self.title.height + self._between, anchor
        )


def room_in(size: float) -> float:
    """The room for words in a box of this width: enough is left for a font a good deal wider than the one reckoned with."""
    return min(size - 2 * PAD, (size - PAD - 2) / 1.075)


def words(part: Part, room: float) -> Words:
    return Words(block(part.title, room, TITLE), block(part.text, room, TEXT))


def rectangle(box: Box, part: Part, radius: float = 7) -> Markup:
    return element(
        "rect",
        class_="learn-figure__box",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=radius,
        **shape_paint(part),
    )


def shape_paint(part: Part, plain: str = PAPER) -> dict[str, str | float | None]:
    """The attributes of a part's outline: marked ones have another fill and a thicker line, open ones a broken line."""
    return {
        "fill": ACCENT if part.mark else plain,
        "fill_opacity": ".1" if part.mark else None,
        "stroke": ACCENT if part.mark else EDGE,
        "stroke_width": 2.5 if part.mark else 1.2,
        "stroke_dasharray": "6 4" if part.open else None,
    }


def of_part(part: Part, *children: str) -> Markup:
    """A group that styles know as one part."""
    return element(
        "g",
        *children,
        class_="learn-figure__part",
        data_mark="true" if part.mark else None,
        data_open="true" if part.open else None,
    )


def boxed(part: Part, box: Box, said: Words, middle: bool = False) -> Markup:
    """A box with its words at the left; at the top, or in the `middle` of its height."""
    top = box.y + (box.height - said.height) / 2 if middle else box.y + PAD - 2
    return of_part(part, rectangle(box, part), said.draw(box.x + PAD, top))


def box_height(said: Iterable[Words], least: float = 44) -> float:
    return max(least, *(w.height + 2 * PAD - 4 for w in said))


_STROKE: dict[str, str | float | None] = {
    "fill": "none",
    "stroke": SOFT,
    "stroke_width": 1.5,
}


def path(points: str, kind: str = "arrow", /, **more: str | float | None) -> Markup:
    return element(
        "path",
        class_=f"learn-figure__{kind}",
        d=relative(points),
        **{**_STROKE, **more},
    )


_COMMAND = re.compile(r"([MLCQAZ])([^MLCQAZ]*)")
_NUMBER = re.compile(r"-?[\d.]+")


def relative(points: str) -> str:
    """The same path with steps from point to point, which are shorter numbers; reckoned in tenths, so that nothing adds up."""
    written = ""
    here = start = (0, 0)
    for command, numbers in _COMMAND.findall(points):
        if command == "Z":
            written, here = f"{written}z", start
            continue
        tenths = [round(float(n) * 10) for n in _NUMBER.findall(numbers)]
        # An arc has its radii, its turn and two choices before its end.
        places = tenths[5:] if command == "A" else tenths
        origin = (0, 0) if command == "M" else here
        steps = tenths[: -len(places)] + [n - origin[at % 2] for at, n in enumerate(places)]
        written += (command if command == "M" else command.lower()) + "".join(map(_signed, steps)).lstrip()
        here = (places[-2], places[-1])
        start = here if command == "M" else start
    return written


def _signed(tenths: int) -> str:
    """A number with what keeps it apart from the one before: its sign, or a blank."""
    said = number(abs(tenths) / 10)
    return ("-" if tenths < 0 else " ") + (said.removeprefix("0") if said.startswith("0.") else said)


def head(tip: Point, angle: float, size: float = 5.5) -> str:
    """The two strokes of an arrowhead whose tip looks along `angle` (radians, clockwise from right)."""
    ends = [
        (tip[0] - size * 1.25 * math.cos(angle + turn), tip[1] - size * 1.25 * math.sin(angle + turn))
        for turn in (0.62, -0.62)
    ]
    return f"M{spot(ends[0])}L{spot(tip)}L{spot(ends[1])}"


def spot(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def line_path(points: Sequence[Point], radius: float = 8) -> str:
    """Straight pieces through the points, with rounded corners."""
    written = f"M{spot(points[0])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near = [_towards(corner, end, min(radius, math.dist(corner, end) / 2)) for end in (before, after)]
        written += f"L{spot(near[0])}Q{spot(corner)} {spot(near[1])}"
    return f"{written}L{spot(points[-1])}"


def arrow(*points: Point, both: bool = False, dashed: bool = False) -> Markup:
    """A line through the points with a head at its end, and one at its start too for `both`; heads are never `dashed`."""
    shaft = line_path(points)
    heads = head(points[-1], _angle(points[-2], points[-1]))
    if both:
        heads += head(points[0], _angle(points[1], points[0]))
    return path(shaft, stroke_dasharray="4 4") + path(heads) if dashed else path(shaft + heads)


_HAIR: dict[str, str | float | None] = {"stroke": LINE, "stroke_width": 1}


def line(*points: Point, **more: str | float | None) -> Markup:
    """A hairline that only leads the eye."""
    return path(line_path(points), "rule", **{**_HAIR, **more})


def _angle(start: Point, end: Point) -> float:
    return math.atan2(end[1] - start[1], end[0] - start[0])


def _towards(start: Point, end: Point, by: float) -> Point:
    whole = math.dist(start, end)
    share = by / whole if whole else 0
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def spread(wanted: Sequence[tuple[float, float]], start: float, end: float, gap: float) -> list[float]:
    """Where things of a length go along a line, in order, each as near its wanted start as the others let it.

    `wanted` holds start and length of each. Only where all together are too long does the last one end after `end`.
    """
    places: list[float] = []
    floor = start
    for at, length in wanted:
        places.append(max(at, floor))
        floor = places[-1] + length + gap
    ceiling = end
    for n in range(len(places) - 1, -1, -1):
        places[n] = min(places[n], ceiling - wanted[n][1])
        ceiling = places[n] - gap
    if places and places[0] < start:
        floor = start
        for n, (_, length) in enumerate(wanted):
            places[n] = max(places[n], floor)
            floor = places[n] + length + gap
    return places
