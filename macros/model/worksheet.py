"""A worksheet: sections of fields that print, fill in and compute from one description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from macros.model.ids import revision
from macros.model.problem import Where


class FieldKind(Enum):
    """What a field takes; the value is the word authors write."""

    TEXT = "text"
    NOTES = "notes"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    SCALE = "scale"
    CHECK = "check"
    CHECKLIST = "checklist"
    TABLE = "table"
    RESULT = "result"
    MATRIX = "matrix"

    @property
    def is_numeric(self) -> bool:
        """True where the answer is a number that a formula may use."""
        return self in {FieldKind.NUMBER, FieldKind.MONEY, FieldKind.SCALE, FieldKind.RESULT}

    @property
    def fits_a_cell(self) -> bool:
        """True where the field may be a column of a table."""
        return self not in {FieldKind.NOTES, FieldKind.CHECKLIST, FieldKind.TABLE, FieldKind.MATRIX}


CORNERS = ("top-left", "top-right", "bottom-left", "bottom-right")
"""Where the four cells of a matrix, or of a quadrant that is a figure, stand; in reading order."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice, or one item of a checklist."""

    id: str
    text: str
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a matrix: its name and what its two ends mean."""

    label: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One quadrant of a matrix; `at` is one of `CORNERS`."""

    at: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. Keys that do not belong to its kind keep their empty default.

    `choices`: options of a choice, items of a checklist. `columns`, `rows`, `row_labels`, `row_heading`: tables
    (`rows` is the number of rows, also where labels name them; `row_ids` says under which id a labelled row is saved,
    `row_formerly` which ids it had before, `row_values` what stands in its cells from the start, by column id). `lines`: ruled lines of notes. `low`, `high`: ends of a scale.
    `formula`, `decimals`, `style`: results. `x`, `y`, `cells`, `items` (how many may be placed): matrix.
    """

    id: str
    where: Where
    kind: FieldKind
    label: str
    help: str = ""
    choices: tuple[Choice, ...] = ()
    columns: tuple[Field, ...] = ()
    rows: int = 0
    row_labels: tuple[str, ...] = ()
    row_heading: str = ""
    row_ids: tuple[str, ...] = ()
    row_formerly: tuple[tuple[str, ...], ...] = ()
    row_values: tuple[Mapping[str, str], ...] = ()
    lines: int = 0
    unit: str = ""
    low: str = ""
    high: str = ""
    minimum: float | None = None
    maximum: float | None = None
    decimals: int | None = None
    formula: str = ""
    style: str = ""
    x: Axis | None = None
    y: Axis | None = None
    cells: tuple[Cell, ...] = ()
    items: int = 0
    formerly: tuple[str, ...] = ()

    @property
    def revision(self) -> str:
        return revision(
            self.kind.value,
            self.label,
            self.formula,
            *(c.text for c in self.choices),
            *(c.id for c in self.columns),
            *self.row_labels,
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of fields on a worksheet."""

    id: str
    title: str
    fields: tuple[Field, ...]
    intro: str = ""


# What an answer may be: text, a number, a tick, a list of texts, or rows of a table or matrix.
Cellular = str | float | bool
Answer = Cellular | tuple[str, ...] | tuple[Mapping[str, Cellular], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A fictional filled-in sheet; `firm` is printed with the word that marks it as fictional.

    An answer that does not fit its field is kept as the author's text, for the checks to name. `places` says where the
    parts of an answer stand: keys are `field`, `field/0` (a row, from 0) and `field/0/column`.
    """

    firm: str
    answers: Mapping[str, Answer]
    note: str = ""
    places: Mapping[str, Where] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One sheet. `uri` is the page's source address below docs/; `pages` the printed pages of the blank sheet;
    `action_plan` the id of the chapter whose actions it is made from, else empty."""

    id: str
    where: Where
    uri: str
    title: str
    minutes: int
    people: str
    instructions: str
    sections: tuple[Section, ...]
    chapters: tuple[str, ...] = ()
    description: str = ""
    purpose: str = ""
    pages: int = 1
    landscape: bool = False
    example: Example | None = None
    action_plan: str = ""
    formerly: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(f for s in self.sections for f in s.fields)
