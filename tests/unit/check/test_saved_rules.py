"""Former ids: what was saved under them must not go to something else that bears them today."""

from __future__ import annotations

import pytest

from macros.check.saved import former_ids
from macros.content.course import read_course
from macros.content.files import read_sources
from tests.sites import BREAD, edited

CHAPTER = "docs/chapters/01-flour.md"
SHEET = "docs/worksheets/dough-calculator.md"
TABLE = (
    "        - {id: notes,",
    "        - {id: log, kind: table, label: Log, row_labels: [{text: Monday, formerly: [ROW]}, Sunday], columns:"
    " [{id: loaf, kind: choice, label: Loaf, options: [{text: Rye, formerly: [OPTION]}, Wheat]},"
    " {id: note, kind: text, label: Note, formerly: [COLUMN]}]}\n        - {id: notes,",
)


def found(uri: str, *changes: tuple[str, str]) -> list[str]:
    texts, _ = read_sources(BREAD)
    return [
        f"{p.where}: {p.message}" for p in former_ids(read_course(texts | {uri: edited(uri, *changes)})[0])
    ]


def table(row: str = "x", option: str = "y", column: str = "z") -> list[str]:
    text = TABLE[1].replace("ROW", row).replace("OPTION", option).replace("COLUMN", column)
    return found(SHEET, (TABLE[0], text))


def test_former_ids_that_nothing_bears_any_more_are_no_problem() -> None:
    assert found(CHAPTER, ("{id: water, text", "{id: water, formerly: [weigh], text")) == []
    assert table() == []


@pytest.mark.parametrize(
    ("uri", "old", "new", "message"),
    [
        (CHAPTER, "  id: flour\n", "  id: flour\n  formerly: [oven]\n", '"flour" was formerly "oven", but "oven" is another chapter today.'),
        (CHAPTER, "{id: water, text", "{id: water, formerly: [protein], text", '"water" was formerly "protein", but "protein" is another item today.'),
        (SHEET, "{id: flour, kind", "{id: flour, formerly: [water], kind", '"flour" was formerly "water", but "water" is another field today.'),
        (SHEET, "{id: flour, kind", "{id: flour, formerly: [flour], kind", 'The field "flour" lists its own id under `formerly`.'),
    ],
)  # fmt: skip
def test_a_former_id_that_something_bears_is_named_with_its_line(
    uri: str, old: str, new: str, message: str
) -> None:
    (problem,) = found(uri, (old, new))
    assert problem.endswith(message)
    assert problem.startswith(uri)


def test_rows_options_and_columns_are_looked_at_too() -> None:
    assert [line.partition(": ")[2] for line in table("sunday", "wheat", "loaf")] == [
        '"monday" was formerly "sunday", but "sunday" is another row today.',
        '"note" was formerly "loaf", but "loaf" is another column today.',
        '"rye" was formerly "wheat", but "wheat" is another option today.',
    ]
