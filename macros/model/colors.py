"""The colors of a course: a few that its author chooses, the others made out of them so that they can be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass, field
from types import MappingProxyType

from macros.model.problem import Where

Color = str
"""Always six digits after the sign, in lower case."""

CHOSEN = ("deep", "accent", "paper", "ink", "soft", "edge", "line", "tint", "link")
"""What an author may choose for each scheme; every one of them may be left out."""

TEXT, MARK = 4.5, 3.0
"""The contrast that WCAG 2 asks of text, and of lines that must be seen."""

WHITE, BLACK = "#ffffff", "#000000"
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The colors that mkdocs.yml names for one scheme, each with its place."""

    colors: Mapping[str, Color] = field(default_factory=dict)
    places: Mapping[str, Where] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Colors:
    """What the author chose. `light_scheme` and `dark_scheme` are complete."""

    light: Chosen = field(default_factory=Chosen)
    dark: Chosen = field(default_factory=Chosen)

    @property
    def light_scheme(self) -> Mapping[str, Color]:
        return _light(self.light.colors)

    @property
    def dark_scheme(self) -> Mapping[str, Color]:
        return _dark(self.dark.colors, self.light_scheme)

    @property
    def on_paper(self) -> Mapping[str, Color]:
        """For a printer: the two colors of the light scheme, dark enough for any of them."""
        light = self.light_scheme
        return {
            name: _until(light[name], BLACK, WHITE, least) for name, least in (("deep", 9), ("accent", 6))
        }


def read_color(text: str) -> Color | None:
    """`#abc` or `#aabbcc` in the one form that the rest of the engine knows; None for anything else."""
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * d for d in digits))


def contrast(one: Color, other: Color) -> float:
    """Between 1 and 21, as WCAG 2 counts."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: Color, other: Color, part: float) -> Color:
    """`one` with so much of `other` in it."""
    return "#" + "".join(
        f"{round(a + (b - a) * part):02x}" for a, b in zip(_channels(one), _channels(other), strict=True)
    )


def weak_pairs(scheme: Mapping[str, Color]) -> tuple[tuple[str, str, float, float], ...]:
    """Pairs that stand on each other and cannot be told apart well enough: name, ground, contrast, least contrast."""
    return tuple(
        (name, ground, found, least)
        for name, ground, least in _PAIRS
        if (found := contrast(scheme[name], scheme[ground])) < least
    )


_PAIRS = (
    *(
        (name, ground, TEXT)
        for name in ("ink", "soft", "deep", "link", "accent")
        for ground in ("paper", "tint")
    ),
    ("edge", "paper", MARK),
    ("deep-ink", "deep", TEXT),
    ("accent-ink", "accent", TEXT),
)

# A course that says nothing of its colors gets these.
_DEEP, _ACCENT = "#24415e", "#a8481a"


def _light(given: Mapping[str, Color]) -> Mapping[str, Color]:
    deep = given.get("deep", _DEEP)
    made = {
        "deep": lambda c: deep,
        "accent": lambda c: _ACCENT,
        "paper": lambda c: mix(WHITE, deep, 0.02),
        "ink": lambda c: mix("#1a1a1a", deep, 0.25),
        "tint": lambda c: mix(c["paper"], deep, 0.05),
        "soft": lambda c: _until(mix(c["ink"], c["paper"], 0.3), c["ink"], c["tint"], 5),
        "edge": lambda c: _until(mix(c["ink"], c["paper"], 0.5), c["ink"], c["paper"], 3.2),
        "line": lambda c: mix(c["paper"], c["ink"], 0.17),
        "link": lambda c: c["deep"],
        "deep-ink": lambda c: _readable(c["paper"], c["deep"]),
        "accent-ink": lambda c: _readable(WHITE, c["accent"]),
        "foot": lambda c: c["deep"],
        "foot-low": lambda c: mix(c["deep"], BLACK, 0.25),
        "foot-ink": lambda c: c["deep-ink"],
        "foot-soft": lambda c: mix(c["deep-ink"], c["deep"], 0.2),
    }
    return _complete(given, made)


def _dark(given: Mapping[str, Color], light: Mapping[str, Color]) -> Mapping[str, Color]:
    made = {
        "paper": lambda c: mix("#0c0f10", light["deep"], 0.18),
        "ink": lambda c: mix("#efeeea", c["paper"], 0.05),
        "tint": lambda c: mix(c["paper"], WHITE, 0.05),
        "deep": lambda c: _lighter(light["deep"], c["paper"], 10),
        "accent": lambda c: _lighter(light["accent"], c["paper"], 7),
        "soft": lambda c: _until(mix(c["ink"], c["paper"], 0.3), c["ink"], c["tint"], 6),
        "edge": lambda c: _until(mix(c["ink"], c["paper"], 0.5), c["ink"], c["paper"], 3.2),
        "line": lambda c: mix(c["paper"], c["ink"], 0.18),
        "link": lambda c: c["deep"],
        "deep-ink": lambda c: _readable(mix(c["paper"], BLACK, 0.2), c["deep"]),
        "accent-ink": lambda c: _readable(mix(BLACK, c["accent"], 0.1), c["accent"]),
        "foot": lambda c: mix(c["paper"], BLACK, 0.3),
        "foot-low": lambda c: mix(c["paper"], BLACK, 0.3),
        "foot-ink": lambda c: c["ink"],
        "foot-soft": lambda c: mix(c["ink"], c["paper"], 0.2),
    }
    return _complete(given, made)


def _complete(
    given: Mapping[str, Color], made: Mapping[str, Callable[[Mapping[str, Color]], Color]]
) -> Mapping[str, Color]:
    """Each color as given, else made out of those before it."""
    found: dict[str, Color] = {}
    for name, make in made.items():
        found[name] = given.get(name) or make(found)
    return MappingProxyType(found)


def _until(color: Color, toward: Color, ground: Color, least: float) -> Color:
    """The color, moved as far as it needs to be read on `ground`."""
    steps = (mix(color, toward, step / 20) for step in range(21))
    return next((c for c in steps if contrast(c, ground) >= least), toward)


def _lighter(color: Color, ground: Color, least: float) -> Color:
    """The same hue, as light as it needs to be on a dark ground; mixed with white, it would turn gray."""
    hue, light, strength = rgb_to_hls(*(c / 255 for c in _channels(color)))
    for step in range(21):
        parts = hls_to_rgb(hue, light + (1 - light) * step / 20, strength)
        found = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
        if contrast(found, ground) >= least:
            return found
    return WHITE


def _readable(wanted: Color, ground: Color) -> Color:
    return (
        max((WHITE, BLACK), key=lambda c: contrast(c, ground)) if contrast(wanted, ground) < TEXT else wanted
    )


def _channels(color: Color) -> tuple[int, ...]:
    return tuple(int(color[n : n + 2], 16) for n in (1, 3, 5))


def _luminance(color: Color) -> float:
    parts = [c / 255 for c in _channels(color)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
