"""A figure's YAML in, a checked `Figure` out.

`Figure.data` holds these keys, always all of them, whatever the author left out (tuples for lists, "" for no text, None for no group):

- part: `title`, `text`, `mark`, `open`
- quadrant: `x` and `y` (each `label`, `low`, `high`), `cells` (four parts: top left, top right, bottom left, bottom right)
- levels: `shape`, `levels` (parts, top first), `arrow`
- cycle: `nodes` (parts, clockwise), `center`, `ring` (arrows, lines, none), `spokes`
- steps: `steps` (parts), `back` (`from`, `to`, `label`; steps counted from 1), `exits` (each `after`, `text`)
- split: `parts` (parts with `value`), `unit`, `bracket` (`from`, `to`, `label`), `cut` (`part`, `at`, `label`)
- curve: `x` and `y` (each `label`), `curves` (each `id`, `title`, `shape`), `marks` (each `curve`, `at`, `label`),
  `bands` (each `from`, `to`, `label`, `mark`), `gap` (`between`, `at`, `label`)
- matrix: `columns`, `rows` (each `title`, `cells`), `corner`, `mark` (the place of the marked column, or None)
- fork: `question`, `branches` (each `label`, `steps`: parts)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from macros.content.data import Fields, Mapping, read_yaml
from macros.model.figure import Figure
from macros.model.ids import did_you_mean
from macros.model.problem import Level, Problem, Where
from macros.model.wording import counted, shortened
from macros.model.worksheet import CORNERS

SHAPES = ("pyramid", "inverted", "stack", "stairs")
CURVES = ("exponential", "logarithmic", "linear", "bell", "s", "falling")
RINGS = ("arrows", "lines", "none")

# Longer texts are drawn all the same, on more lines than a reader of a picture likes.
_TITLE, _TEXT, _LABEL, _END = 28, 70, 60, 32

_MARKS = re.compile(r"\*\*|`|\]\(|\{\{")

_Values = dict[str, object]


def parse_figure(text: str, where: Where) -> tuple[Figure | None, list[Problem]]:
    """The figure whose YAML is `text`; `where` is the place of its first line. None where nothing could be drawn."""
    data, problems = read_yaml(text, where)
    if data is None and not problems:
        problems.append(
            Problem(
                where,
                "figure/empty",
                "This figure is empty.",
                f"Write `id`, `kind` ({', '.join(KINDS)}), `title`, `alt` and the parts.",
            )
        )
    if not isinstance(data, Mapping):
        if data is not None:
            problems.append(
                Problem(
                    data.where,
                    "figure/no-keys",
                    "A figure is a group of keys, and this is something else.",
                    "Start with `id: some-id`.",
                )
            )
        return None, problems
    fields = Fields(data, problems, "This figure")
    id = fields.id()
    title = fields.text("title", required=True)
    alt = fields.text("alt")
    caption = fields.text("caption")
    kind = _word(fields, "kind", tuple(KINDS), required=True)
    if not kind:
        return None, problems
    values = KINDS[kind](fields)
    fields.finish()
    if values is None or not id or not title:
        return None, problems
    return Figure(id, where, kind, title, alt, values, caption), problems


def _quadrant(fields: Fields) -> _Values | None:
    x, y = (_axis(fields, key, ends=True) for key in ("x", "y"))
    cells: dict[str, _Values] = {}
    for cell in fields.list_of("cells", "This cell", required=True):
        at = _word(cell, "at", CORNERS, required=True)
        part = _part(cell)
        cell.finish()
        if at in cells:
            cell.report(
                cell.where_of("at"),
                "figure/same-cell",
                f'Two cells stand at "{at}".',
                f"Free are: {', '.join(c for c in CORNERS if c not in cells) or 'none'}.",
            )
        elif at and part:
            cells[at] = part
    missing = [corner for corner in CORNERS if corner not in cells]
    if missing and fields.has("cells"):
        fields.report(
            fields.where_of("cells"),
            "figure/cell-missing",
            f"A quadrant has four cells; no cell stands at {', '.join(missing)}.",
            f'Add `- {{at: {missing[0]}, title: "..."}}`.',
        )
    if missing or x is None or y is None:
        return None
    return {"x": x, "y": y, "cells": tuple(cells[corner] for corner in CORNERS)}


def _levels(fields: Fields) -> _Values | None:
    shape = _word(fields, "shape", SHAPES, default="stack")
    levels = _parts(fields, "levels", "This level", least=2)
    arrow = _brief(fields, "arrow", _LABEL)
    return {"shape": shape, "levels": levels, "arrow": arrow} if shape and levels else None


def _cycle(fields: Fields) -> _Values | None:
    nodes = _parts(fields, "nodes", "This node", least=3, most=8)
    center = _brief(fields, "center", _TITLE)
    ring = _word(fields, "ring", RINGS, default="arrows")
    spokes = fields.flag("spokes")
    if spokes and not center:
        fields.report(
            fields.where_of("spokes"),
            "figure/no-hub",
            "Spokes need a center to start from.",
            "Add `center: ...`, or take `spokes` out.",
        )
    return (
        {"nodes": nodes, "center": center, "ring": ring, "spokes": spokes and bool(center)} if nodes else None
    )


def _steps(fields: Fields) -> _Values | None:
    steps = _parts(fields, "steps", "This step", least=2)
    count = max(len(steps), 2)
    back: _Values | None = None
    group = fields.group("back", "This way back")
    if group:
        start, end = _pair(group, count)
        back = {"from": start, "to": end, "label": _brief(group, "label", _LABEL)}
        group.finish()
        if start and end and start <= end:
            group.report(
                group.where,
                "figure/back-goes-forward",
                f"The way back leads from step {start} to step {end}, which is not back.",
                "Give `from` the later step and `to` the earlier one.",
            )
        if not start or not end or start <= end:
            back = None
    exits: list[_Values] = []
    for entry in fields.list_of("exits", "This exit"):
        after = entry.whole("after", required=True, least=1, most=count)
        words = _brief(entry, "text", _TEXT, required=True)
        entry.finish()
        if after in [known["after"] for known in exits]:
            entry.report(
                entry.where_of("after"),
                "figure/same-exit",
                f"Two exits leave after step {after}.",
                "Join their texts.",
            )
        elif after and words:
            exits.append({"after": after, "text": words})
    exits.sort(key=lambda e: str(e["after"]).zfill(4))
    return {"steps": steps, "back": back, "exits": tuple(exits)} if steps else None


def _split(fields: Fields) -> _Values | None:
    parts: list[_Values] = []
    whole = True
    for entry in fields.list_of("parts", "This part", required=True):
        part = _part(entry)
        value = entry.number("value", required=True)
        entry.finish()
        if value is not None and value <= 0:
            entry.report(
                entry.where_of("value"),
                "figure/no-share",
                "A part of a whole must be larger than 0.",
                "Take the part out, or give it its share.",
            )
        whole = whole and part is not None and value is not None and value > 0
        if part and value:
            parts.append({**part, "value": value})
    unit = _brief(fields, "unit", 12)
    count = max(len(parts), 1)
    bracket: _Values | None = None
    group = fields.group("bracket", "This bracket")
    if group:
        start, end = _pair(group, count)
        bracket = {"from": start, "to": end, "label": _brief(group, "label", _LABEL, required=True)}
        group.finish()
        if start > end > 0:
            group.report(
                group.where,
                "figure/bracket-order",
                f"The bracket runs from part {start} to part {end}.",
                "Give `from` the smaller number.",
            )
        if not start or not end or start > end:
            bracket = None
    cut: _Values | None = None
    group = fields.group("cut", "This cut")
    if group:
        place = group.whole("part", required=True, least=1, most=count)
        at = _fraction(group, "at", required=True)
        cut = {"part": place, "at": at, "label": _brief(group, "label", _LABEL, required=True)}
        group.finish()
        if not place or at is None:
            cut = None
    if not _enough(fields, "parts", len(parts), 2, 99) or not whole:
        return None
    return {"parts": tuple(parts), "unit": unit, "bracket": bracket, "cut": cut}


def _curve(fields: Fields) -> _Values | None:
    x, y = (_axis(fields, key, ends=False) for key in ("x", "y"))
    curves: dict[str, _Values] = {}
    for entry in fields.list_of("curves", "This curve", required=True):
        id = entry.id()
        title = _brief(entry, "title", _TITLE, required=True)
        shape = _word(entry, "shape", CURVES, required=True)
        entry.finish()
        if id in curves:
            entry.report(
                entry.where_of("id"),
                "figure/same-curve",
                f'Two curves are called "{id}".',
                "Give one another id.",
            )
        elif id and shape:
            curves[id] = {"id": id, "title": title, "shape": shape}
    marks: list[_Values] = []
    for entry in fields.list_of("marks", "This mark"):
        curve = entry.text("curve", required=True)
        at = _fraction(entry, "at", required=True)
        label = _brief(entry, "label", _LABEL, required=True)
        entry.finish()
        if _known_curve(entry, "curve", curve, curves) and at is not None and label:
            marks.append({"curve": curve, "at": at, "label": label})
    bands: list[_Values] = []
    for entry in fields.list_of("bands", "This band"):
        start, end = _fraction(entry, "from", required=True), _fraction(entry, "to", required=True)
        label = _brief(entry, "label", _LABEL, required=True)
        mark = entry.flag("mark")
        entry.finish()
        if start is None or end is None or not label:
            continue
        if start >= end:
            entry.report(
                entry.where,
                "figure/band-order",
                f"The band ends at {end:g}, before it starts at {start:g}.",
                "Give `from` the smaller number.",
            )
        else:
            bands.append({"from": start, "to": end, "label": label, "mark": mark})
    gap: _Values | None = None
    group = fields.group("gap", "This gap")
    if group:
        between = group.ids("between")
        at = _fraction(group, "at", required=True)
        label = _brief(group, "label", _LABEL, required=True)
        group.finish()
        if len(set(between)) != 2 or len(between) != 2:
            group.report(
                group.where_of("between"),
                "figure/gap-ends",
                "A gap stands between two different curves.",
                "Write `between: [first-id, second-id]`.",
            )
        elif all([_known_curve(group, "between", id, curves) for id in between]) and at is not None:
            gap = {"between": between, "at": at, "label": label}
    if x is None or y is None or not _enough(fields, "curves", len(curves), 1, 4):
        return None
    return {
        "x": x,
        "y": y,
        "curves": tuple(curves.values()),
        "marks": tuple(marks),
        "bands": tuple(bands),
        "gap": gap,
    }


def _matrix(fields: Fields) -> _Values | None:
    columns = fields.texts("columns", required=True)
    corner = fields.text("corner")
    mark = fields.text("mark")
    rows: list[_Values] = []
    fits = True
    for entry in fields.list_of("rows", "This row", required=True):
        title = entry.text("title", required=True)
        cells = entry.texts("cells", required=True)
        entry.finish()
        if len(cells) != len(columns):
            fits = False
            entry.report(
                entry.where_of("cells"),
                "figure/row-length",
                f"This row has {counted(len(cells), 'cell')}, but there are {counted(len(columns), 'column')}.",
                'Give every row one cell for each column; "–" stands for nothing.',
            )
        rows.append({"title": title, "cells": cells})
    if mark and mark not in columns:
        fields.report(
            fields.where_of("mark"),
            "figure/unknown-column",
            f'`mark` names a column "{mark}" that does not exist.',
            did_you_mean(mark, columns) or f"Use one of: {', '.join(columns)}.",
        )
    if not columns or not rows or not fits:
        return None
    return {
        "columns": columns,
        "rows": tuple(rows),
        "corner": corner,
        "mark": columns.index(mark) if mark in columns else None,
    }


def _fork(fields: Fields) -> _Values | None:
    question = _brief(fields, "question", _TEXT)
    branches: list[_Values] = []
    for entry in fields.list_of("branches", "This branch", required=True):
        label = _brief(entry, "label", _END, required=True)
        steps = _parts(entry, "steps", "This step", least=1, most=5)
        entry.finish()
        if label and steps:
            branches.append({"label": label, "steps": steps})
    if not _enough(fields, "branches", len(branches), 2, 4):
        return None
    return {"question": question, "branches": tuple(branches)}


KINDS: dict[str, Callable[[Fields], _Values | None]] = {
    "quadrant": _quadrant,
    "levels": _levels,
    "cycle": _cycle,
    "steps": _steps,
    "split": _split,
    "curve": _curve,
    "matrix": _matrix,
    "fork": _fork,
}


def _axis(fields: Fields, key: str, ends: bool) -> _Values | None:
    group = fields.group(key, f'The axis "{key}"', required=True)
    if group is None:
        return None
    axis: _Values = {"label": _brief(group, "label", _LABEL, required=True)}
    if ends:
        axis["low"] = _brief(group, "low", _END) or "Low"
        axis["high"] = _brief(group, "high", _END) or "High"
    group.finish()
    return axis


def _part(fields: Fields) -> _Values | None:
    title = _brief(fields, "title", _TITLE, required=True)
    part: _Values = {
        "title": title,
        "text": _brief(fields, "text", _TEXT),
        "mark": fields.flag("mark"),
        "open": fields.flag("open"),
    }
    return part if title else None


def _parts(fields: Fields, key: str, what: str, least: int, most: int = 99) -> tuple[_Values, ...]:
    """The parts in the author's order; none where too few or too many are left to draw."""
    found: list[_Values] = []
    whole = True
    for entry in fields.list_of(key, what, required=True):
        part = _part(entry)
        entry.finish()
        if part:
            found.append(part)
        whole = whole and part is not None
    return tuple(found) if _enough(fields, key, len(found), least, most) and whole else ()


def _enough(fields: Fields, key: str, count: int, least: int, most: int) -> bool:
    if least <= count <= most:
        return True
    if count and count < least:
        fields.report(
            fields.where_of(key),
            "figure/too-few-parts",
            f'"{key}" has {counted(count, "usable entry", "usable entries")}; this kind of figure needs at least {least}.',
            "Add what is missing, or use another kind.",
        )
    elif count > most:
        fields.report(
            fields.where_of(key),
            "figure/too-many-parts",
            f'"{key}" has {count} entries; this kind of figure can hold {most}.',
            "Join some, or make two figures.",
        )
    return False


def _pair(fields: Fields, count: int) -> tuple[int, int]:
    return (
        fields.whole("from", required=True, least=1, most=count),
        fields.whole("to", required=True, least=1, most=count),
    )


def _fraction(fields: Fields, key: str, required: bool = False) -> float | None:
    number = fields.number(key, required=required)
    if number is not None and not 0 <= number <= 1:
        fields.report(
            fields.where_of(key),
            "data/out-of-range",
            f'"{key}" is {number:g}; it must be from 0 to 1.',
            "Write the share of the way, such as 0.5 for the middle.",
        )
        return None
    return number


def _known_curve(fields: Fields, key: str, id: str, curves: Iterable[str]) -> bool:
    known = tuple(curves)
    if not id or id in known:
        return bool(id)
    fields.report(
        fields.where_of(key),
        "figure/unknown-curve",
        f'No curve is called "{id}".',
        did_you_mean(id, known) or f"Use one of: {', '.join(known)}.",
    )
    return False


def _word(fields: Fields, key: str, known: tuple[str, ...], default: str = "", required: bool = False) -> str:
    """One of the `known` words; empty and reported where it is another."""
    text = fields.text(key, default, required=required)
    if text and text not in known:
        fields.report(
            fields.where_of(key),
            "data/unknown-word",
            f'"{text}" is no {key} that a figure knows.',
            did_you_mean(text, known) or f"Use one of: {', '.join(known)}.",
        )
        return ""
    return text


def _brief(fields: Fields, key: str, most: int, required: bool = False) -> str:
    """A text of the drawing: folded to one line, and better not longer than `most` characters."""
    text = " ".join(fields.text(key, required=required).split())
    if len(text) > most:
        fields.problems.append(
            Problem(
                fields.where_of(key),
                "figure/long-text",
                f'"{key}" has {len(text)} characters; a drawing reads well up to {most}: «{shortened(text)}».',
                "Shorten it, and say the rest in the text or the caption.",
                Level.ADVICE,
            )
        )
    if _MARKS.search(text):
        fields.problems.append(
            Problem(
                fields.where_of(key),
                "figure/marks-in-drawing",
                f"A drawing shows the signs of Markdown as they are: «{shortened(text)}».",
                "Write plain words here; `mark: true` highlights a part.",
                Level.ADVICE,
            )
        )
    return text
