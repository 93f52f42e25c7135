"""Which worksheets several people can rate and lay over each other: the rule of overrides/assets/learn/core/ratings.mjs.

Scales count that have a name of their own: a scale field, and a scale column in each row that the author named. Rows that
readers name themselves differ from person to person. tests/rating_cases.json holds both sides to one result.
"""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.worksheet import Field, FieldKind, Worksheet

FEWEST_SCALES = 3


def scales(sheet: Worksheet) -> tuple[str, ...]:
    """The ids of a sheet's scales: `field`, or `field/row/column` in a table."""
    return tuple(id for field in sheet.fields for id in _scales(field))


def can_be_rated(sheet: Worksheet) -> bool:
    return len(scales(sheet)) >= FEWEST_SCALES


def _scales(field: Field) -> Iterator[str]:
    if field.kind is FieldKind.SCALE:
        yield field.id
    elif field.kind is FieldKind.TABLE:
        columns = [column.id for column in field.columns if column.kind is FieldKind.SCALE]
        for row, _ in zip(field.row_ids, field.row_labels, strict=False):
            yield from (f"{field.id}/{row}/{column}" for column in columns)
