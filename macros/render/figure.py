"""A figure's HTML: its title, the picture in a wide and a narrow layout (or a table), its caption, and the same in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from macros.model.figure import Figure
from macros.render.environment import render
from macros.render.figures import curve, cycle, fork, levels, matrix, quadrant, split, steps
from macros.render.figures.canvas import INK, Drawing, element, number
from macros.render.here import Here

_Draw = Callable[[Mapping[str, object]], Drawing]

_DRAWINGS: dict[str, tuple[_Draw, _Draw]] = {
    "quadrant": (quadrant.wide, quadrant.narrow),
    "levels": (levels.wide, levels.narrow),
    "cycle": (cycle.wide, cycle.narrow),
    "steps": (steps.wide, steps.narrow),
    "split": (split.wide, split.narrow),
    "curve": (curve.wide, curve.narrow),
    "fork": (fork.wide, fork.narrow),
}
KINDS = ("matrix", *_DRAWINGS)


def render_figure(figure: Figure, here: Here | None = None) -> str:
    """`here` is the page, for links inside the caption and a table's cells."""
    drawings: list[Markup] = []
    if figure.kind in _DRAWINGS:
        wide, narrow = (draw(figure.data) for draw in _DRAWINGS[figure.kind])
        drawings = [_svg(figure, wide, "wide"), _svg(figure, narrow, "narrow")]
    return render(
        "figure.html.jinja",
        figure=figure,
        drawings=drawings,
        table=matrix.table(figure.data) if figure.kind == "matrix" else None,
        here=here,
    )


def _svg(figure: Figure, drawing: Drawing, layout: str) -> Markup:
    anchor = f"figure-{figure.id}"
    # A PDF takes its alternative text from <title>, and browsers make a tooltip of it; the empty one inside keeps that away.
    titles = (
        (element("title", figure.alt), element("g", Markup("<title></title>"), drawing.body))
        if layout == "wide" and figure.alt
        else (drawing.body,)
    )
    return element(
        "svg",
        *titles,
        class_=f"learn-figure__drawing learn-figure__drawing--{layout}",
        viewBox=f"0 0 {number(drawing.width)} {number(drawing.height)}",
        role="img",
        aria_labelledby=f"{anchor}-title",
        aria_describedby=f"{anchor}-words" if figure.alt else None,
        data_search_exclude="",
        font_family="Helvetica, Arial, sans-serif",
        font_size="14",
        fill=INK,
        stroke_linecap="round",
        stroke_linejoin="round",
    )
