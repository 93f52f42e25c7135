"""Reads a worksheet from the `course:` key of its page: sections of fields, and the filled-in example.

Shapes only; whether formulas and examples make sense is for check.worksheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from pathlib import PurePosixPath
from typing import Any

from macros.content.data import Data, Fields, Mapping, Scalar, Sequence
from macros.model.ids import did_you_mean, slug
from macros.model.problem import Problem, Where
from macros.model.worksheet import (
    CORNERS,
    Answer,
    Axis,
    Cell,
    Cellular,
    Choice,
    Example,
    Field,
    FieldKind,
    Section,
    Worksheet,
)

_MOST_ROWS = 60
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?", re.ASCII)


class _Style(Enum):
    """How a result is written."""

    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"


def parse_worksheet(
    fields: Fields, uri: str, title: str, description: str
) -> tuple[Worksheet | None, list[Problem]]:
    """The sheet described by `fields` (the page's `course:` key); None where it has no usable id."""
    action_plan = fields.text("action_plan")
    sections = tuple(_sections(fields, required=not action_plan))
    id = fields.id()
    sheet = Worksheet(
        id=id,
        where=Where(PurePosixPath("docs") / uri),
        uri=uri,
        title=title,
        description=description,
        minutes=fields.whole("minutes", most=600),
        people=fields.text("people"),
        purpose=fields.text("purpose"),
        instructions=fields.text("instructions"),
        chapters=fields.ids("chapters") or ((action_plan,) if action_plan else ()),
        pages=fields.whole("pages", 1, least=1, most=20),
        landscape=fields.flag("landscape"),
        sections=sections,
        example=_example(fields, sections),
        action_plan=action_plan,
        formerly=fields.ids("formerly"),
    )
    fields.finish()
    return (sheet if id else None), fields.problems


def _sections(fields: Fields, required: bool) -> list[Section]:
    found = []
    for section in fields.list_of("sections", "This section", required=required):
        found.append(
            Section(
                id=section.id(),
                title=section.text("title", required=True),
                intro=section.text("intro"),
                fields=tuple(_field(f) for f in section.list_of("fields", "This field", required=True)),
            )
        )
        section.finish()
    return found


def _field(entry: Fields) -> Field:
    kind = entry.enum("kind", FieldKind, FieldKind.TEXT)
    known = kind.value == entry.text("kind")
    field = Field(
        id=entry.id(),
        where=entry.where,
        kind=kind,
        label=entry.text("label", required=True),
        help=entry.text("help"),
        formerly=entry.ids("formerly"),
        **_READERS[kind](entry) if known else {},
    )
    # The other keys of a kind nobody knows cannot be judged; one message about the kind is enough.
    if known:
        entry.finish()
    return field


def _plain(entry: Fields) -> dict[str, Any]:
    return {}


def _notes(entry: Fields) -> dict[str, Any]:
    return {"lines": entry.whole("lines", 4, least=1, most=40)}


def _number(entry: Fields) -> dict[str, Any]:
    return {
        "unit": entry.text("unit"),
        "minimum": entry.number("min"),
        "maximum": entry.number("max"),
        "decimals": _decimals(entry),
    }


def _choice(entry: Fields) -> dict[str, Any]:
    return {"choices": _choices(entry, "options")}


def _checklist(entry: Fields) -> dict[str, Any]:
    return {"choices": _choices(entry, "items")}


def _scale(entry: Fields) -> dict[str, Any]:
    return {"low": entry.text("low"), "high": entry.text("high")}


def _result(entry: Fields) -> dict[str, Any]:
    style = entry.enum("style", _Style, _Style.NUMBER) if entry.has("style") else _Style.NUMBER
    return {
        "formula": entry.text("formula", required=True),
        "unit": entry.text("unit"),
        "decimals": _decimals(entry),
        "style": style.value,
    }


def _table(entry: Fields) -> dict[str, Any]:
    labels = _choices(entry, "row_labels") if entry.has("row_labels") else ()
    rows = entry.whole("rows", len(labels), most=_MOST_ROWS)
    return {
        "columns": tuple(_field(c) for c in entry.list_of("columns", "This column")),
        # Labels say how many rows there are; a number beside them would only be a second opinion.
        "rows": len(labels) or rows,
        "row_labels": tuple(label.text for label in labels),
        "row_ids": tuple(label.id for label in labels),
        "row_formerly": tuple(label.formerly for label in labels),
        "row_heading": entry.text("row_heading"),
    }


def _matrix(entry: Fields) -> dict[str, Any]:
    cells = []
    for cell in entry.list_of("cells", "This cell"):
        at = cell.text("at", required=True)
        if at and at not in CORNERS:
            cell.report(
                cell.where_of("at"),
                "worksheet/matrix",
                f'A matrix has no corner "{at}".',
                did_you_mean(at, CORNERS) or f"Use one of: {', '.join(CORNERS)}.",
            )
        cells.append(Cell(at, cell.text("title", required=True), cell.text("text")))
        cell.finish()
    return {
        "x": _axis(entry, "x"),
        "y": _axis(entry, "y"),
        "cells": tuple(cells),
        "items": entry.whole("items", 6, least=1, most=30),
    }


_READERS: dict[FieldKind, Callable[[Fields], dict[str, Any]]] = {
    FieldKind.TEXT: _plain,
    FieldKind.NOTES: _notes,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _number,
    FieldKind.DATE: _plain,
    FieldKind.CHOICE: _choice,
    FieldKind.SCALE: _scale,
    FieldKind.CHECK: _plain,
    FieldKind.CHECKLIST: _checklist,
    FieldKind.TABLE: _table,
    FieldKind.RESULT: _result,
    FieldKind.MATRIX: _matrix,
}


def _decimals(entry: Fields) -> int | None:
    return entry.whole("decimals", most=6) if entry.has("decimals") else None


def _axis(entry: Fields, key: str) -> Axis | None:
    """An axis; a bare text is its label."""
    value = entry.text_or_group(key, f'The axis "{key}"')
    if value is None:
        return None
    if isinstance(value, Scalar):
        return Axis(value.text.strip())
    axis = Axis(value.text("label", required=True), value.text("low"), value.text("high"))
    value.finish()
    return axis


def _choices(entry: Fields, key: str) -> tuple[Choice, ...]:
    """Options as texts (their id is made from the words) or as {id, text, formerly}; both may stand in one list."""
    found: dict[str, Choice] = {}
    for one in entry.texts_or_groups(key, f'This entry of "{key}"'):
        choice = _choice_of(one)
        if choice.id in found:
            entry.report(
                one.where,
                "data/duplicate-id",
                f'"{choice.text}" stands twice under "{key}".',
                "Take one out, or give it its own words or `id`.",
            )
        found.setdefault(choice.id, choice)
    return tuple(found.values())


def _choice_of(one: Scalar | Fields) -> Choice:
    if isinstance(one, Scalar):
        text = one.text.strip()
        return Choice(slug(text) or text, text)
    text = one.text("text", required=True)
    id = one.id(required=False) or slug(text)
    formerly = one.ids("formerly")
    one.finish()
    return Choice(id, text, formerly)


def _example(fields: Fields, sections: tuple[Section, ...]) -> Example | None:
    group = fields.group("example", "The example")
    if group is None:
        return None
    known = {f.id: f for s in sections for f in s.fields}
    answers: dict[str, Answer] = {}
    places: dict[str, Where] = {}
    given = group.group("answers", "The example's answers", required=True)
    for id, value in given.data.entries.items() if given else ():
        if isinstance(value, Scalar) and value.empty:
            continue
        places[id] = value.where
        answers[id] = _answer(value, known.get(id), id, places)
    example = Example(
        firm=group.text("firm", required=True), answers=answers, note=group.text("note"), places=places
    )
    group.finish()
    return example


def _answer(value: Data, field: Field | None, path: str, places: dict[str, Where]) -> Answer:
    kind = field.kind if field else FieldKind.TEXT
    if field and kind in {FieldKind.TABLE, FieldKind.MATRIX}:
        entries = value.entries if isinstance(value, Sequence) else (value,)
        rows = []
        for number, entry in enumerate(entries):
            places[f"{path}/{number}"] = entry.where
            rows.append(_cells(entry, field, f"{path}/{number}", places))
        return tuple(rows)
    if isinstance(value, Scalar):
        if kind is FieldKind.CHECKLIST and field:
            return (_choice_text(value.text, field),)
        return _cellular(value, field)
    if isinstance(value, Sequence):
        texts = [e.text.strip() for e in value.entries if isinstance(e, Scalar)]
        whole = len(texts) == len(value.entries)
        if field and kind is FieldKind.CHECKLIST and whole:
            return tuple(_choice_text(t, field) for t in texts)
        if field and kind in {FieldKind.TEXT, FieldKind.NOTES} and whole:
            return "\n".join(texts)
        return tuple(texts)
    return tuple(value.entries)


def _cells(entry: Data, field: Field, path: str, places: dict[str, Where]) -> dict[str, Cellular]:
    """One row as column to value. A row that is no group of keys is kept under an empty key, which no column has."""
    if not isinstance(entry, Mapping):
        return {"": entry.text if isinstance(entry, Scalar) else "a list"}
    columns = {c.id: c for c in field.columns}
    cells: dict[str, Cellular] = {}
    for key, value in entry.entries.items():
        if isinstance(value, Scalar) and value.empty:
            continue
        places[f"{path}/{key}"] = value.where
        if not isinstance(value, Scalar):
            cells[key] = "a list"
        elif field.kind is FieldKind.MATRIX and key == "at":
            cells[key] = _corner(value.text.strip(), field)
        else:
            cells[key] = _cellular(value, columns.get(key))
    return cells


def _cellular(value: Scalar, field: Field | None) -> Cellular:
    """The value as the field's kind has it, or the author's text where it does not fit."""
    text = value.text.strip()
    kind = field.kind if field else FieldKind.TEXT
    if kind.is_numeric and _NUMBER.fullmatch(text):
        return float(text)
    if kind is FieldKind.CHECK and text.lower() in {"true", "yes", "false", "no"}:
        return text.lower() in {"true", "yes"}
    if kind is FieldKind.CHOICE and field:
        return _choice_text(text, field)
    return text


def _choice_text(text: str, field: Field) -> str:
    """The words of the option meant by its text, whatever the case, or by its id."""
    text = text.strip()
    for choice in field.choices:
        if text.lower() in {choice.text.lower(), choice.id}:
            return choice.text
    return text


def _corner(text: str, field: Field) -> str:
    """A quadrant by its corner or by its title."""
    return next((c.at for c in field.cells if text.lower() == c.title.lower()), text)
