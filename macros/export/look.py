"""What a course's colors and its logo become: the custom properties that every style sheet stands on, and the icon of its tabs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from macros.model.colors import Colors, mix

# Where a browser mixes a color with what is behind it, as two more digits.
_CLEAR = {
    "paper": {"light": "b3", "lighter": "4d", "lightest": "1f"},
    "deep-ink": {"light": "cc"},
    "accent": {"clear": "17"},
}
_VIEW = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
_INNER = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
# Systems round the corners of an icon, and look best with a rim around the sign.
_SIDE, _RIM = 24, 4


def color_styles(colors: Colors) -> str:
    """Custom properties `--course-*` for both schemes and for paper."""
    on_paper = {f"print-{name}": color for name, color in colors.on_paper.items()}
    return _rule(
        ':root,\n[data-md-color-scheme="default"]', _properties(colors.light_scheme) | on_paper
    ) + _rule('[data-md-color-scheme="slate"]', _properties(colors.dark_scheme))


def _properties(scheme: Mapping[str, str]) -> dict[str, str]:
    made = dict(scheme)
    for name, ends in _CLEAR.items():
        made |= {f"{name}-{end}": scheme[name] + digits for end, digits in ends.items()}
    made["faint"] = mix(scheme["paper"], scheme["ink"], 0.12)
    made["deep-light"] = mix(scheme["deep"], scheme["paper"], 0.12)
    made["deep-dark"] = mix(scheme["deep"], scheme["ink"], 0.2)
    return made


def _rule(selector: str, properties: Mapping[str, str]) -> str:
    lines = "".join(f"--course-{name}: {value};\n" for name, value in properties.items())
    return f"{selector} {{\n{lines}}}\n"


def tab_icon(colors: Colors, logo: str) -> str:
    """The logo in light ink on the course's deep color; what it marks with `class="accent"` gets the accent of the dark scheme."""
    light, accent = colors.light_scheme, colors.dark_scheme["accent"]
    view, inner = _VIEW.search(logo), _INNER.search(logo)
    sign = (inner[1] if inner else "").replace("currentColor", light["deep-ink"])
    sign = re.sub(r'(<\w+[^>]*) class="accent"', rf'\1 fill="{accent}"', sign)
    scale = (_SIDE - 2 * _RIM) / max(int(view[1]), int(view[2])) if view else 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}">'
        f'<rect width="{_SIDE}" height="{_SIDE}" rx="4" fill="{light["deep"]}"/>'
        f'<g transform="translate({_RIM} {_RIM}) scale({scale:.4g})" fill="{light["deep-ink"]}">{sign}</g></svg>\n'
    )
