"""The file of saved work that a browser wrote, or that somebody else made up."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.content.saved import Saved, answers_of, read_saved
from macros.model.problem import Where
from macros.model.worksheet import Choice, Field, FieldKind, Section, Worksheet

AT = Where(PurePosixPath("sheet.md"))
COLORS = (Choice("red", "Red"), Choice("blue", "Deep blue"))


def field(id: str, kind: FieldKind, **more: Any) -> Field:
    return Field(id, AT, kind, id, **more)


TABLE = field(
    "steps",
    FieldKind.TABLE,
    columns=(
        field("who", FieldKind.TEXT),
        field("color", FieldKind.CHOICE, choices=COLORS),
        field("done", FieldKind.CHECK),
        field("days", FieldKind.NUMBER),
    ),
    row_ids=("first", "second"),
)
FIELDS = (
    field("name", FieldKind.TEXT, formerly=("label",)),
    field("price", FieldKind.MONEY),
    field("paint", FieldKind.CHOICE, choices=COLORS),
    field("seen", FieldKind.CHECKLIST, choices=COLORS),
    field("place", FieldKind.MATRIX),
    TABLE,
)
SHEET = Worksheet("sheet", AT, "worksheets/sheet.md", "Sheet", 5, "", "", (Section("one", "One", FIELDS),))


def saved(**values: object) -> Saved:
    return Saved({f"worksheet/sheet/{id}": value for id, value in values.items()})


def document(**changes: object) -> str:
    entries = {"worksheet/sheet/name": {"rev": "0", "value": "Ada", "at": ""}, "gone": {"value": None}}
    return json.dumps(
        {"format": "learn-saved", "version": 1, "course": "bread", "entries": entries} | changes
    )


def test_a_file_gives_what_is_saved_and_not_what_was_deleted() -> None:
    assert read_saved(document(), "bread") == (Saved({"worksheet/sheet/name": "Ada"}), "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "cannot be read as JSON"),
        ("[" * 100_000, "cannot be read as JSON"),
        ("[]", "not a file of saved work"),
        (document(format="other"), "not a file of saved work"),
        (document(version=2), "A newer version"),
        (document(course="oven"), 'another course ("oven", this one is "bread")'),
        (document(entries=[]), "damaged"),
        (" " * (5 * 1024 * 1024 + 1), "larger"),
    ],
)
def test_a_file_that_is_something_else_is_named(text: str, words: str) -> None:
    found, problem = read_saved(text, "bread")
    assert found == Saved({})
    assert words in problem


def test_values_become_the_words_of_the_sheet() -> None:
    answers = answers_of(
        SHEET,
        saved(
            name="Ada",
            price="12.5",
            paint="blue",
            seen=["red"],
            place=[{"item": "Bluebird", "at": "top-left"}],
            steps={"second": {"who": "Ben", "color": "red", "done": True, "days": 3, "lost": 1}},
        ),
    )
    assert answers == {
        "name": "Ada",
        "price": 12.5,
        "paint": "Deep blue",
        "seen": ("Red",),
        "place": ({"item": "Bluebird", "at": "top-left"},),
        "steps": ({}, {"who": "Ben", "color": "Red", "done": True, "days": 3.0}),
    }


@pytest.mark.parametrize("value", ["nan", "inf", "twelve", [], {}, True])
def test_what_is_no_number_is_left_out(value: object) -> None:
    assert answers_of(SHEET, saved(price=value)) == {}


def test_rows_without_ids_keep_their_order() -> None:
    sheet = replace(SHEET, sections=(Section("one", "One", (replace(TABLE, row_ids=()),)),))
    assert answers_of(sheet, saved(steps=[{"who": "Ada"}, None, {"who": "Ben"}])) == {
        "steps": ({"who": "Ada"}, {}, {"who": "Ben"})
    }


def test_a_renamed_field_keeps_its_answer() -> None:
    assert answers_of(SHEET, saved(label="Ada")) == {"name": "Ada"}
    assert answers_of(SHEET, saved(label="Ada", name="Ben")) == {"name": "Ben"}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=6), part, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from([f.id for f in FIELDS]), ANYTHING))
def test_no_value_breaks_a_sheet(values: dict[str, object]) -> None:
    answers_of(SHEET, saved(**values))
    read_saved(document(entries=values), "bread")
