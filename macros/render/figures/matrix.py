"""A table with named rows: read as a table, so it is one, and no picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.render.figures.data import groups, text


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`mark` is the place of the column to lift out, or None."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    mark: int | None


def table(data: Mapping[str, object]) -> Table:
    columns, mark = data["columns"], data["mark"]
    assert isinstance(columns, tuple)
    assert mark is None or isinstance(mark, int)
    rows = tuple(Row(row["title"], row["cells"]) for row in groups(data, "rows"))
    return Table(text(data, "corner"), columns, rows, mark)
