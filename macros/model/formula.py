"""Worksheet arithmetic: parsed to a small tree and worked out over answers, never run as code.

The browser does the same in overrides/assets/learn/core/formula.mjs; tests/formula_cases.json holds both to one result.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from macros.model.ids import did_you_mean
from macros.model.problem import Problem, Where
from macros.model.wording import shortened
from macros.model.worksheet import Answer, Field, FieldKind

FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "sum": (1, 99),
    "mean": (1, 99),
    "min": (1, 99),
    "max": (1, 99),
    "count": (1, 2),
    "days": (2, 2),
}
"""Each function with the fewest and the most arguments it takes."""

_DEEPEST = 40
# A word may hold hyphens, so a minus sign needs a space before it: "a -b" and "a - b" subtract, "a-b" is one name.
_TOKEN = re.compile(
    r'\s*(?:(?P<text>"[^"]*")|(?P<number>\d+(?:\.\d+)?(?![\w-]))|(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)?)'
    r"|(?P<sign>[-+*/(),]))",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """Words in quotation marks, which only `count` compares with."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A field, or with `column` a column of a table. Within a result column a bare name is the row's own column first."""

    field: str
    column: str = ""

    @property
    def path(self) -> str:
        return f"{self.field}.{self.column}" if self.column else self.field


@dataclass(frozen=True, slots=True)
class Negation:
    of: Formula


@dataclass(frozen=True, slots=True)
class Operation:
    sign: str
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Formula, ...]


Formula = Number | Text | Name | Negation | Operation | Call


class _Mistake(Exception):
    """What is wrong with the formula and how to mend it; never leaves this module."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def parse_formula(text: str, where: Where) -> tuple[Formula | None, list[Problem]]:
    """The formula in `text`, or None and the first thing that cannot be understood."""
    try:
        return _Parser(text).whole(), []
    except _Mistake as mistake:
        message = f"The formula «{shortened(text)}» cannot be worked out: {mistake.message}"
        return None, [Problem(where, "worksheet/formula", message, mistake.remedy)]


class _Parser:
    """Recursive descent over `sum > product > unary > part`."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0

    def whole(self) -> Formula:
        if not self.tokens:
            raise _Mistake("it is empty.", "Write a formula such as `sum(table.column)`.")
        formula = self.sum()
        if self.at < len(self.tokens):
            raise _Mistake(
                f"«{self.tokens[self.at][1]}» stands where an operator or the end should be.",
                "Put + - * or / between two parts, and open as many parentheses as you close.",
            )
        return formula

    def sign(self, signs: str) -> str:
        """The next sign if it is one of `signs`, else an empty string."""
        if (
            self.at < len(self.tokens)
            and self.tokens[self.at][0] == "sign"
            and self.tokens[self.at][1] in signs
        ):
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def sum(self) -> Formula:
        left = self.product()
        while sign := self.sign("+-"):
            left = Operation(sign, left, self.product())
        return left

    def product(self) -> Formula:
        left = self.unary()
        while sign := self.sign("*/"):
            left = Operation(sign, left, self.unary())
        return left

    def unary(self) -> Formula:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _Mistake("it is nested too deep.", "Split it over several results.")
        formula = Negation(self.unary()) if self.sign("-") else self.part()
        self.depth -= 1
        return formula

    def part(self) -> Formula:
        if self.sign("("):
            inside = self.sum()
            self.close()
            return inside
        if self.at == len(self.tokens):
            raise _Mistake("it ends in the middle.", "Write what comes after the last sign.")
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Number(float(word))
        if kind == "text":
            raise _Mistake(
                "words in quotation marks stand where a number should be.", f"Write {_SHAPES['count']}."
            )
        if kind == "name":
            return self.call(word) if self.sign("(") else Name(*word.split("."))
        raise _Mistake(
            f"«{word}» stands where a number or a field should be.",
            "Take it out or write what it belongs to.",
        )

    def call(self, function: str) -> Formula:
        if function not in FUNCTIONS:
            raise _Mistake(
                f'there is no function "{function}".',
                did_you_mean(function, FUNCTIONS) or f"Use one of: {', '.join(sorted(FUNCTIONS))}.",
            )
        arguments: list[Formula] = []
        if not self.sign(")"):
            arguments.append(self.sum())
            while self.sign(","):
                arguments.append(self.words() if function == "count" else self.sum())
            self.close()
        _check_arguments(function, arguments)
        return Call(function, tuple(arguments))

    def words(self) -> Text:
        if self.at == len(self.tokens) or self.tokens[self.at][0] != "text":
            raise _Mistake("count() compares with words in quotation marks.", f"Write {_SHAPES['count']}.")
        self.at += 1
        return Text(self.tokens[self.at - 1][1][1:-1].strip())

    def close(self) -> None:
        if not self.sign(")"):
            raise _Mistake("a parenthesis is not closed.", "Add the missing `)`.")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            rest = text[at:].strip()
            quote = rest.startswith('"')
            raise _Mistake(
                "a quotation mark is not closed." if quote else f"«{rest[0]}» has no meaning here.",
                "Close it." if quote else "Use numbers, field ids, + - * / and parentheses.",
            )
        yield match.lastgroup, match[match.lastgroup]
        at = match.end()


def _check_arguments(function: str, arguments: list[Formula]) -> None:
    least, most = FUNCTIONS[function]
    if not least <= len(arguments) <= most:
        wanted = f"{least}" if least == most else f"{least} or more" if most == 99 else f"{least} or {most}"
        raise _Mistake(
            f"{function}() takes {wanted} argument{'' if wanted == '1' else 's'}, not {len(arguments)}.",
            f"Write {_SHAPES[function]}.",
        )
    named = arguments[:1] if function == "count" else arguments if function == "days" else []
    if not all(isinstance(a, Name) for a in named):
        raise _Mistake(f"{function}() needs the id of a field.", f"Write {_SHAPES[function]}.")


_SHAPES = {
    **{name: f"`{name}(table.column)`" for name in ("sum", "mean", "min", "max")},
    "count": '`count(table.column)` or `count(table.column, "Live")`',
    "days": "`days(from-date, to-date)`",
}


def walk(formula: Formula) -> Iterator[Formula]:
    """The formula and every part of it, in reading order."""
    yield formula
    if isinstance(formula, Negation):
        yield from walk(formula.of)
    elif isinstance(formula, Operation):
        yield from walk(formula.left)
        yield from walk(formula.right)
    elif isinstance(formula, Call):
        for argument in formula.arguments:
            yield from walk(argument)


def references(formula: Formula) -> tuple[Name, ...]:
    """The names a formula uses, each once, in reading order."""
    return tuple(dict.fromkeys(part for part in walk(formula) if isinstance(part, Name)))


class State(Enum):
    """How working out a formula ended."""

    VALUE = "value"
    MISSING = "missing"
    ZERO = "zero"
    TOO_LARGE = "large"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`value` where there is one; else `names` are the inputs to fill in (MISSING) or that make the divisor zero (ZERO)."""

    state: State
    value: float = 0.0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """What formulas look into.

    `values` maps a field to a number, text, tick, list of texts or list of rows (column to value); what is not filled in is
    absent, empty or False. `results` maps the path of every result (`field` or `table.column`) to its formula, `columns`
    every table to its column ids.
    """

    values: Mapping[str, object]
    results: Mapping[str, Formula] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def ledger_of(fields: Iterable[Field], answers: Mapping[str, Answer]) -> Ledger:
    """What the formulas of `fields` find in `answers`; a placed item of a matrix counts under its quadrant's title."""
    values: dict[str, object] = dict(answers)
    results: dict[str, Formula] = {}
    columns: dict[str, tuple[str, ...]] = {}
    for one in fields:
        cells = [(f"{one.id}.{c.id}", c) for c in one.columns]
        for path, part in [(one.id, one), *cells]:
            formula, _ = (
                parse_formula(part.formula, part.where) if part.kind is FieldKind.RESULT else (None, [])
            )
            if formula is not None:
                results[path] = formula
        if one.kind is FieldKind.TABLE:
            columns[one.id] = tuple(c.id for c in one.columns)
        elif one.kind is FieldKind.MATRIX:
            titles = {c.at: c.title for c in one.cells}
            placed = answers.get(one.id)
            rows = placed if isinstance(placed, tuple) else ()
            values[one.id] = tuple(titles.get(str(r.get("at")), "") for r in rows if isinstance(r, Mapping))
    return Ledger(values, results, columns)


@dataclass(frozen=True, slots=True)
class _Row:
    """The row a result column is being worked out for."""

    table: str
    cells: Mapping[str, object]


def evaluate(formula: Formula, ledger: Ledger, row: tuple[str, int] | None = None) -> Outcome:
    """The formula's value; `row` is (table, index) for a result column. Nothing filled in means missing, never zero."""
    return _Accountant(ledger).outcome(formula, _row(ledger, *row) if row else None, frozenset())


def started(formula: Formula, ledger: Ledger, row: tuple[str, int]) -> bool:
    """True where somebody has begun to fill in this row's own inputs of the formula."""
    accountant = _Accountant(ledger)
    return accountant.started(formula, _row(ledger, *row), frozenset())


def _rows(ledger: Ledger, table: str) -> list[Mapping[str, object]]:
    rows = ledger.values.get(table)
    return [r for r in rows if isinstance(r, Mapping)] if isinstance(rows, list | tuple) else []


def _row(ledger: Ledger, table: str, index: int) -> _Row:
    rows = _rows(ledger, table)
    return _Row(table, rows[index] if index < len(rows) else {})


def _filled(value: object) -> bool:
    return value is not None and value is not False and value != "" and value != () and value != []


def _number(value: object) -> float | None:
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if good else None  # type: ignore[arg-type]


def _fold(value: object) -> str:
    return " ".join(str(value).split()).lower()


def _value(value: float) -> Outcome:
    return Outcome(State.VALUE, value) if math.isfinite(value) else Outcome(State.TOO_LARGE)


def _missing(names: Iterable[str]) -> Outcome:
    return Outcome(State.MISSING, names=tuple(dict.fromkeys(names)))


def _names(formula: Formula, row: _Row | None) -> Iterator[Name]:
    """The names of a formula; outside a column function, `table.column` within the table's own rows is the row's cell."""
    if isinstance(formula, Name):
        yield Name(formula.column) if row and formula.column and formula.field == row.table else formula
    elif isinstance(formula, Negation):
        yield from _names(formula.of, row)
    elif isinstance(formula, Operation):
        yield from _names(formula.left, row)
        yield from _names(formula.right, row)
    elif isinstance(formula, Call):
        for argument in formula.arguments:
            if isinstance(argument, Name) and argument.column:
                yield argument
            else:
                yield from _names(argument, row)


class _Accountant:
    """Works out formulas over one ledger. `trail` holds the results being worked out, so that circles end."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def outcome(self, formula: Formula, row: _Row | None, trail: frozenset[str]) -> Outcome:
        inputs = dict(self.inputs(formula, row, trail))
        if inputs and not any(inputs.values()):
            return _missing(inputs)
        return self.work(formula, row, trail)

    def started(self, formula: Formula, row: _Row, trail: frozenset[str]) -> bool:
        own = f"{row.table}."
        return any(
            filled
            for name in _names(formula, row)
            if not name.column
            for path, filled in self.leaves(name, row, trail)
            if path.startswith(own)
        )

    def path(self, name: Name, row: _Row | None) -> tuple[str, bool]:
        """The full path of a name, and whether it is a cell of the row."""
        if row and not name.column and name.field in self.ledger.columns.get(row.table, ()):
            return f"{row.table}.{name.field}", True
        return name.path, False

    def inputs(self, formula: Formula, row: _Row | None, trail: frozenset[str]) -> Iterator[tuple[str, bool]]:
        """What a formula needs filled in, results replaced by their own inputs; True where something is."""
        for name in dict.fromkeys(_names(formula, row)):
            yield from self.leaves(name, row, trail)

    def leaves(self, name: Name, row: _Row | None, trail: frozenset[str]) -> Iterator[tuple[str, bool]]:
        path, in_row = self.path(name, row)
        if path in trail:
            return
        result = self.ledger.results.get(path)
        if result is None:
            if in_row and row:
                yield path, _filled(row.cells.get(name.field))
            elif name.column:
                yield path, any(_filled(r.get(name.column)) for r in _rows(self.ledger, name.field))
            else:
                yield path, _filled(self.ledger.values.get(name.field))
        elif in_row:
            yield from self.inputs(result, row, trail | {path})
        elif name.column:
            found: dict[str, bool] = {}
            for cells in _rows(self.ledger, name.field) or [{}]:
                for leaf, filled in self.inputs(result, _Row(name.field, cells), trail | {path}):
                    found[leaf] = found.get(leaf, False) or filled
            yield from found.items()
        else:
            yield from self.inputs(result, None, trail | {path})

    def work(self, formula: Formula, row: _Row | None, trail: frozenset[str]) -> Outcome:
        if isinstance(formula, Number):
            return _value(formula.value)
        if isinstance(formula, Name):
            return self.single(formula, row, trail)
        if isinstance(formula, Negation):
            of = self.work(formula.of, row, trail)
            return _value(-of.value) if of.state is State.VALUE else of
        if isinstance(formula, Operation):
            return self.operation(formula, row, trail)
        if isinstance(formula, Call):
            return self.call(formula, row, trail)
        # Words stand only within count(), which reads them itself.
        return _missing(())

    def single(self, name: Name, row: _Row | None, trail: frozenset[str]) -> Outcome:
        """One number: a field, or a cell of the row (`table.column` within the table's own rows counts as the cell)."""
        name = next(_names(name, row))
        path, in_row = self.path(name, row)
        if path in trail:
            return _missing(())
        result = self.ledger.results.get(path)
        if result is not None and (in_row or not name.column):
            return self.outcome(result, row if in_row else None, trail | {path})
        cells = row.cells if in_row and row else self.ledger.values
        value = _number(cells.get(name.field)) if in_row or not name.column else None
        return _value(value) if value is not None else _missing((path,))

    def operation(self, formula: Operation, row: _Row | None, trail: frozenset[str]) -> Outcome:
        left, right = self.work(formula.left, row, trail), self.work(formula.right, row, trail)
        if problem := _first_problem((left, right)):
            return problem
        if formula.sign == "+":
            return _value(left.value + right.value)
        if formula.sign == "-":
            return _value(left.value - right.value)
        if formula.sign == "*":
            return _value(left.value * right.value)
        if right.value == 0:
            return Outcome(
                State.ZERO, names=tuple(dict.fromkeys(p for p, _ in self.inputs(formula.right, row, trail)))
            )
        return _value(left.value / right.value)

    def call(self, formula: Call, row: _Row | None, trail: frozenset[str]) -> Outcome:
        if formula.function == "count":
            return self.count(formula, row)
        if formula.function == "days":
            return self.days(formula, row)
        numbers: list[float] = []
        problems: list[Outcome] = []
        for argument in formula.arguments:
            if isinstance(argument, Name) and argument.column:
                found, problem = self.column(argument, trail)
                numbers += found
            else:
                problem = self.work(argument, row, trail)
                if problem.state is State.VALUE:
                    numbers.append(problem.value)
            problems.append(problem)
        if wrong := _first_problem(problems):
            return wrong
        if formula.function == "min":
            return _value(min(numbers))
        if formula.function == "max":
            return _value(max(numbers))
        # Added one by one, because sum() of newer Pythons rounds otherwise than a browser does.
        total = 0.0
        for number in numbers:
            total += number
        return _value(total / len(numbers) if formula.function == "mean" else total)

    def column(self, name: Name, trail: frozenset[str]) -> tuple[list[float], Outcome]:
        """The numbers of a column. Rows nobody began are left out; a row begun and not finished is missing."""
        path = name.path
        result = self.ledger.results.get(path)
        numbers: list[float] = []
        problems: list[Outcome] = []
        if path in trail:
            return [], _missing(())
        for cells in _rows(self.ledger, name.field):
            row = _Row(name.field, cells)
            if result is None:
                number = _number(cells.get(name.column))
                numbers += [] if number is None else [number]
                continue
            one = self.outcome(result, row, trail | {path})
            if one.state is State.VALUE:
                numbers.append(one.value)
            elif one.state is not State.MISSING or self.started(result, row, trail | {path}):
                problems.append(one)
        if not numbers and not problems:
            problems.append(_missing(p for p, _ in self.leaves(name, None, trail)))
        return numbers, _first_problem(problems) or _value(0.0)

    def listed(self, name: Name, row: _Row | None) -> list[object]:
        """The filled-in values of a column, a checklist or a single field."""
        if name.column:
            values: list[object] = [cells.get(name.column) for cells in _rows(self.ledger, name.field)]
        else:
            _, in_row = self.path(name, row)
            value = (row.cells if in_row and row else self.ledger.values).get(name.field)
            values = list(value) if isinstance(value, list | tuple) else [value]
        return [v for v in values if _filled(v)]

    def count(self, formula: Call, row: _Row | None) -> Outcome:
        name, *words = formula.arguments
        values = self.listed(name, row) if isinstance(name, Name) else []
        wanted = [_fold(w.text) for w in words if isinstance(w, Text)]
        return _value(float(sum(not wanted or _fold(v) == wanted[0] for v in values)))

    def days(self, formula: Call, row: _Row | None) -> Outcome:
        names = [a for a in formula.arguments if isinstance(a, Name)]
        dates: list[date] = []
        missing: list[str] = []
        for name in names:
            values = self.listed(Name(name.field), row) if not name.column else []
            found = parse_date(values[0]) if len(values) == 1 else None
            if found is None:
                missing.append(self.path(name, row)[0])
            else:
                dates.append(found)
        return _missing(missing) if missing else _value(float((dates[1] - dates[0]).days))


def _first_problem(outcomes: Iterable[Outcome]) -> Outcome | None:
    """What keeps a formula from a value: everything to fill in first, then the first impossible step."""
    wrong = [o for o in outcomes if o.state is not State.VALUE]
    missing = [o for o in wrong if o.state is State.MISSING]
    if missing:
        return _missing(name for o in missing for name in o.names)
    return wrong[0] if wrong else None


def parse_date(value: object) -> date | None:
    """The date in `2026-03-31`, the one spelling that forms and authors use."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
