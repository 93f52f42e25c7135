"""Which worksheets a team can rate: the same cases as tests/js/ratings.test.mjs."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from macros.model.problem import Where
from macros.model.ratings import can_be_rated, scales
from macros.model.worksheet import Field, FieldKind, Section, Worksheet

CASES = json.loads((Path(__file__).parents[2] / "rating_cases.json").read_text("utf-8"))
HERE = Where(PurePosixPath("sheet.md"))


def field(value: dict[str, Any]) -> Field:
    rows = tuple(value.get("rows", ()))
    return Field(
        value["id"],
        HERE,
        FieldKind(value["kind"]),
        value["id"],
        columns=tuple(field(column) for column in value.get("columns", ())),
        row_ids=rows,
        row_labels=rows,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_scales_with_a_name_of_their_own_are_what_counts(case: dict[str, Any]) -> None:
    fields = tuple(field(value) for value in case["fields"])
    sheet = Worksheet("s", HERE, "s.md", "S", 10, "All", "", (Section("a", "A", fields),))
    assert list(scales(sheet)) == case["scales"]
    assert can_be_rated(sheet) is case["rated"]
