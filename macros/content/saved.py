"""Reads the file of saved work that a browser wrote, as answers to worksheets; it may come from anybody, so nothing is trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from macros.model.worksheet import Answer, Cellular, Field, FieldKind, Worksheet

FORMAT = "learn-saved"
VERSION = 1
_LARGEST = 5 * 1024 * 1024
_NUMERIC = (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.SCALE)


@dataclass(frozen=True, slots=True)
class Saved:
    """What is saved, by full id."""

    values: Mapping[str, object]


def read_saved(text: str, course: str) -> tuple[Saved, str]:
    """The saved work of the course with the id `course`, and what is wrong with the file, empty where nothing is."""
    nothing = Saved({})
    if len(text) > _LARGEST:
        return nothing, "It is larger than any file of saved work (5 MB)."
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return nothing, "It is not a file of saved work: it cannot be read as JSON."
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return nothing, 'It is not a file of saved work. Use the file that "My notes" exports.'
    if document.get("version") != VERSION:
        return nothing, "A newer version of the course wrote it. Update this one."
    if document.get("course") != course:
        return nothing, f'It belongs to another course ("{document.get("course")}", this one is "{course}").'
    entries = document.get("entries")
    if not isinstance(entries, dict):
        return nothing, "Its entries are damaged."
    found = {id: entry.get("value") for id, entry in entries.items() if isinstance(entry, dict)}
    return Saved({id: value for id, value in found.items() if value is not None}), ""


def answers_of(sheet: Worksheet, saved: Saved) -> dict[str, Answer]:
    """What was written on a sheet, in the words of its file; what does not fit its field is left out. `sheet` as it is shown."""
    answers: dict[str, Answer] = {}
    for field in sheet.fields:
        for name in (field.id, *field.formerly):
            value = saved.values.get(f"worksheet/{sheet.id}/{name}")
            answer = _answer(field, value) if value is not None else None
            if answer is not None:
                answers.setdefault(field.id, answer)
    return answers


def _answer(field: Field, value: object) -> Answer | None:
    if field.kind is FieldKind.TABLE:
        return tuple(_rows(field, value))
    if field.kind is FieldKind.MATRIX:
        rows = value if isinstance(value, list) else []
        return tuple({k: str(v) for k, v in row.items()} for row in rows if isinstance(row, dict))
    if field.kind is FieldKind.CHECKLIST:
        return tuple(_words(field, str(id)) for id in value) if isinstance(value, list) else None
    return _single(field, value)


def _rows(table: Field, value: object) -> Iterator[Mapping[str, Cellular]]:
    columns = {column.id: column for column in table.columns}
    if isinstance(value, dict):
        rows = [value.get(id) for id in table.row_ids]
    else:
        rows = value if isinstance(value, list) else []
    for row in rows:
        cells = row if isinstance(row, dict) else {}
        read = ((id, _single(columns[id], cell)) for id, cell in cells.items() if id in columns)
        yield {id: cell for id, cell in read if cell is not None}


def _single(field: Field, value: object) -> Cellular | None:
    if field.kind is FieldKind.CHECK:
        return value is True
    if field.kind in _NUMERIC:
        try:
            number = float(str(value))
        except ValueError:
            return None
        return number if isfinite(number) else None
    if isinstance(value, str):
        return _words(field, value) if field.kind is FieldKind.CHOICE else value
    return None


def _words(field: Field, id: str) -> str:
    return next((choice.text for choice in field.choices if choice.id == id), id)
