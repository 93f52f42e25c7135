"""Rules over one worksheet: whether it can be filled in, its formulas worked out, and its example believed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from macros.model.formula import (
    Call,
    Formula,
    Name,
    Negation,
    Operation,
    State,
    Text,
    evaluate,
    ledger_of,
    parse_date,
    parse_formula,
)
from macros.model.ids import did_you_mean
from macros.model.problem import Level, Problem, Where
from macros.model.worksheet import CORNERS, Answer, Cell, Cellular, Example, Field, FieldKind, Worksheet


def missing_basics(sheet: Worksheet) -> Iterator[Problem]:
    if not sheet.minutes:
        yield Problem(
            sheet.where,
            "worksheet/no-minutes",
            "Nobody knows how long this worksheet takes.",
            "Add `minutes: 30`.",
        )
    if not sheet.instructions:
        yield Problem(
            sheet.where,
            "worksheet/no-instructions",
            "This worksheet does not say what to do.",
            'Add `instructions: "..."`, two sentences.',
        )
    if not sheet.action_plan and not (sheet.example and sheet.example.answers):
        yield Problem(
            sheet.where,
            "worksheet/no-example",
            "This worksheet has no filled-in example.",
            "Add `example:` with `firm` and `answers`.",
        )


def duplicate_ids(sheet: Worksheet) -> Iterator[Problem]:
    seen: dict[str, Where] = {}
    for field in sheet.fields:
        yield from _twice(field, seen, "fields of this worksheet")
        columns: dict[str, Where] = {}
        for column in field.columns:
            yield from _twice(column, columns, f'columns of "{field.id}"')
    sections: set[str] = set()
    for section in sheet.sections:
        if section.id in sections and section.id:
            where = section.fields[0].where if section.fields else sheet.where
            yield _duplicate(where, section.id, "sections of this worksheet", "")
        sections.add(section.id)


def _twice(field: Field, seen: dict[str, Where], what: str) -> Iterator[Problem]:
    if field.id and field.id in seen:
        yield _duplicate(field.where, field.id, what, f", first on line {seen[field.id].line}")
    seen.setdefault(field.id, field.where)


def _duplicate(where: Where, id: str, what: str, first: str) -> Problem:
    return Problem(
        where,
        "data/duplicate-id",
        f'"{id}" is the id of two {what}{first}.',
        "Give the newer one another id; the older keeps what learners saved.",
    )


def table_shape(sheet: Worksheet) -> Iterator[Problem]:
    for field in sheet.fields:
        if field.kind is not FieldKind.TABLE:
            continue
        if not field.columns:
            yield Problem(
                field.where,
                "worksheet/table",
                f'The table "{field.id}" has no columns.',
                "Add `columns:` with at least one field.",
            )
        if not field.rows:
            yield Problem(
                field.where,
                "worksheet/table",
                f'The table "{field.id}" has no rows to fill in.',
                "Add `rows: 6`, or `row_labels: [...]`.",
            )
        for column in field.columns:
            if not column.kind.fits_a_cell:
                good = ", ".join(k.value for k in FieldKind if k.fits_a_cell)
                yield Problem(
                    column.where,
                    "worksheet/column-kind",
                    f'The column "{column.id}" has the kind {column.kind.value}, which does not fit into a cell.',
                    f"Use one of: {good}.",
                )


def matrix_shape(sheet: Worksheet) -> Iterator[Problem]:
    for field in sheet.fields:
        corners = [c.at for c in field.cells]
        if field.kind is FieldKind.MATRIX and (len(corners) != 4 or set(corners) != set(CORNERS)):
            yield Problem(
                field.where,
                "worksheet/matrix",
                f'The matrix "{field.id}" needs one cell in each of its four corners, but has {len(corners)}.',
                f"Give `cells` one entry each `at`: {', '.join(CORNERS)}.",
            )


def number_range(sheet: Worksheet) -> Iterator[Problem]:
    for field in _all_fields(sheet.fields):
        if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
            yield Problem(
                field.where,
                "worksheet/range",
                f'"{field.id}" has a `min` greater than its `max`, so no number fits.',
                "Swap the two.",
            )


def _all_fields(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from field.columns


@dataclass(frozen=True, slots=True)
class _Result:
    """A result field and, where it is a column, its table."""

    field: Field
    table: Field | None
    formula: Formula

    @property
    def path(self) -> str:
        return f"{self.table.id}.{self.field.id}" if self.table else self.field.id


def _results(sheet: Worksheet) -> Iterator[_Result]:
    for field in sheet.fields:
        for part, table in [(field, None), *((c, field) for c in field.columns)]:
            formula = parse_formula(part.formula, part.where)[0] if part.kind is FieldKind.RESULT else None
            if formula is not None:
                yield _Result(part, table, formula)


def formula_words(sheet: Worksheet) -> Iterator[Problem]:
    for field in _all_fields(sheet.fields):
        # An empty formula is reported by the reader as a missing key.
        if field.kind is FieldKind.RESULT and field.formula:
            yield from parse_formula(field.formula, field.where)[1]


def formula_names(sheet: Worksheet) -> Iterator[Problem]:
    fields = {f.id: f for f in sheet.fields}
    for result in _results(sheet):
        for name, use in _uses(result.formula):
            if name.column and use == "number" and not (result.table and result.table.id == name.field):
                use = "lone column"
            target = _resolve(name, result.table, fields)
            if target is None:
                yield _unknown(result, name, fields)
            else:
                yield from _wrong_kind(result, name, target, use)


def _uses(formula: Formula) -> Iterator[tuple[Name, str]]:
    """The names of a formula with what each must be: number, column, count or date."""
    if isinstance(formula, Name):
        yield formula, "number"
    elif isinstance(formula, Negation):
        yield from _uses(formula.of)
    elif isinstance(formula, Operation):
        yield from _uses(formula.left)
        yield from _uses(formula.right)
    elif isinstance(formula, Call):
        for argument in formula.arguments:
            if not isinstance(argument, Name):
                yield from _uses(argument)
            elif formula.function in {"count", "days"}:
                yield argument, "count" if formula.function == "count" else "date"
            else:
                yield argument, "column" if argument.column else "number"


def _resolve(name: Name, table: Field | None, fields: Mapping[str, Field]) -> Field | None:
    """The field or column a name means within the formulas of `table`."""
    columns = {c.id: c for c in table.columns} if table else {}
    if not name.column:
        return columns.get(name.field) or fields.get(name.field)
    other = fields.get(name.field)
    return next((c for c in other.columns if c.id == name.column), None) if other else None


def _unknown(result: _Result, name: Name, fields: Mapping[str, Field]) -> Problem:
    paths = {*fields, *(f"{f.id}.{c.id}" for f in fields.values() for c in f.columns)}
    own = {c.id for c in result.table.columns} if result.table else set()
    owners = [p for p in sorted(paths) if p.endswith(f".{name.path}")]
    parts = name.path.split("-")
    minus = any(
        "-".join(parts[:n]) in paths | own and ("-".join(parts[n:]) in paths | own or parts[n].isdigit())
        for n in range(1, len(parts))
    )
    if minus:
        remedy = "Put a space on both sides of a minus sign."
    elif owners:
        remedy = f'Name the table too: "{owners[0]}".'
    else:
        remedy = did_you_mean(name.path, paths | own) or "Use the `id` of a field of this worksheet."
    return Problem(
        result.field.where,
        "worksheet/unknown-field",
        f'The formula of "{result.field.id}" uses "{name.path}", which is no field of this worksheet.',
        remedy,
    )


def _wrong_kind(result: _Result, name: Name, target: Field, use: str) -> Iterator[Problem]:
    rule, said = "worksheet/formula-kind", f'The formula of "{result.field.id}"'
    if target.kind is FieldKind.TABLE:
        column = next((c.id for c in target.columns if c.kind.is_numeric), "column")
        yield Problem(
            result.field.where,
            rule,
            f'{said} uses the whole table "{name.path}".',
            f"Name one of its columns, such as `{name.path}.{column}`.",
        )
    elif use == "lone column":
        yield Problem(
            result.field.where,
            rule,
            f'{said} uses the column "{name.path}" as if it were one number.',
            f"Say what of it: `sum({name.path})`, `max({name.path})` and the like.",
        )
    elif use == "date" and target.kind is not FieldKind.DATE:
        yield Problem(
            result.field.where,
            rule,
            f'{said} counts days, but "{name.path}" is no date ({target.kind.value}).',
            "Name two fields of the kind date.",
        )
    elif use in {"number", "column"} and not target.kind.is_numeric:
        yield Problem(
            result.field.where,
            rule,
            f'{said} calculates with "{name.path}", which is no number ({target.kind.value}).',
            "Use a field of the kind number, money, scale or result, or count() what is filled in.",
        )


def formula_options(sheet: Worksheet) -> Iterator[Problem]:
    fields = {f.id: f for f in sheet.fields}
    for result in _results(sheet):
        for name, words in _counted(result.formula):
            target = _resolve(name, result.table, fields)
            if target is None or target.kind not in {FieldKind.CHOICE, FieldKind.CHECKLIST}:
                continue
            known = [c.text for c in target.choices]
            if words.text.lower() not in {k.lower() for k in known}:
                yield Problem(
                    result.field.where,
                    "worksheet/unknown-option",
                    f'The formula of "{result.field.id}" counts "{words.text}", which "{name.path}" does not offer.',
                    did_you_mean(words.text, known) or f"Use one of: {', '.join(known)}.",
                )


def _counted(formula: Formula) -> Iterator[tuple[Name, Text]]:
    if isinstance(formula, Negation):
        yield from _counted(formula.of)
    elif isinstance(formula, Operation):
        yield from _counted(formula.left)
        yield from _counted(formula.right)
    elif isinstance(formula, Call):
        for argument in formula.arguments:
            yield from _counted(argument)
        name, *words = formula.arguments
        if formula.function == "count" and isinstance(name, Name):
            yield from ((name, w) for w in words if isinstance(w, Text))


def circular_formulas(sheet: Worksheet) -> Iterator[Problem]:
    results = {r.path: r for r in _results(sheet)}
    uses = {path: tuple(_used_results(result, results)) for path, result in results.items()}
    reported: set[str] = set()
    for path, result in results.items():
        circle = _circle(path, uses)
        if circle and path not in reported:
            reported |= set(circle)
            shown = " uses ".join(f'"{p}"' for p in (*circle, path))
            yield Problem(
                result.field.where,
                "worksheet/circular-formula",
                f"This formula goes around in a circle: {shown}.",
                "Let one of them use only what people fill in.",
            )


def _used_results(result: _Result, results: Mapping[str, _Result]) -> Iterator[str]:
    for name, _ in _uses(result.formula):
        own = f"{result.table.id}.{name.path}" if result.table and not name.column else ""
        columns = {c.id for c in result.table.columns} if result.table else set()
        path = own if own and name.field in columns else name.path
        if path in results:
            yield path


def _circle(start: str, uses: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A way from `start` back to itself, or nothing."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for path in uses[way[-1]]:
            if path == start:
                return way
            if path not in seen:
                seen.add(path)
                ways.append((*way, path))
    return ()


def example_answers(sheet: Worksheet) -> Iterator[Problem]:
    """Every answer of the example fits its field."""
    if sheet.example is None:
        return
    fields = {f.id: f for f in sheet.fields}
    for id, answer in sheet.example.answers.items():
        field = fields.get(id)
        if field is None:
            yield _misfit(
                sheet,
                id,
                f'The example answers "{id}", which is no field of this worksheet.',
                did_you_mean(id, fields) or "Use the `id` of a field.",
                "worksheet/unknown-field",
            )
        elif field.kind is FieldKind.TABLE:
            yield from _example_rows(sheet, field, answer)
        elif field.kind is FieldKind.MATRIX:
            yield from _example_items(sheet, field, answer)
        elif isinstance(answer, tuple):
            yield from _example_ticks(sheet, field, answer)
        elif wrong := _wrong_value(field, answer):
            yield _misfit(sheet, id, *wrong)


def _misfit(
    sheet: Worksheet, path: str, message: str, remedy: str, rule: str = "worksheet/example"
) -> Problem:
    places = sheet.example.places if sheet.example else {}
    parts = path.split("/")
    paths = ("/".join(parts[:n]) for n in range(len(parts), 0, -1))
    return Problem(next((places[p] for p in paths if p in places), sheet.where), rule, message, remedy)


def _example_rows(sheet: Worksheet, table: Field, answer: Answer) -> Iterator[Problem]:
    rows = answer if isinstance(answer, tuple) else ()
    if len(rows) > table.rows > 0:
        yield _misfit(
            sheet,
            f"{table.id}/{table.rows}",
            f'The example fills {len(rows)} rows of "{table.id}", which has {table.rows}.',
            "Take rows out of the example, or give the table more.",
        )
    columns = {c.id: c for c in table.columns}
    for number, row in enumerate(rows):
        path = f"{table.id}/{number}"
        if not isinstance(row, Mapping) or "" in row:
            yield _misfit(
                sheet,
                path,
                f'A row of the example for "{table.id}" does not say which column each value belongs to.',
                "Write `- {column: value, other-column: value}`.",
            )
            continue
        for key, value in row.items():
            column = columns.get(key)
            if column is None:
                yield _misfit(
                    sheet,
                    f"{path}/{key}",
                    f'The example fills "{key}", which is no column of "{table.id}".',
                    did_you_mean(key, columns) or f"Use one of: {', '.join(columns)}.",
                    "worksheet/unknown-field",
                )
            elif wrong := _wrong_value(column, value):
                yield _misfit(sheet, f"{path}/{key}", *wrong)


def _example_items(sheet: Worksheet, matrix: Field, answer: Answer) -> Iterator[Problem]:
    items = answer if isinstance(answer, tuple) else ()
    if len(items) > matrix.items > 0:
        yield _misfit(
            sheet,
            f"{matrix.id}/{matrix.items}",
            f'The example places {len(items)} items in "{matrix.id}", which has room for {matrix.items}.',
            "Take items out of the example, or raise `items`.",
        )
    corners = [c.at for c in matrix.cells if isinstance(c, Cell)]
    for number, item in enumerate(items):
        path = f"{matrix.id}/{number}"
        if not isinstance(item, Mapping) or not item.get("item") or set(item) != {"item", "at"}:
            yield _misfit(
                sheet,
                path,
                f'An item placed in "{matrix.id}" must say what it is and where it belongs.',
                "Write `- {item: Name, at: top-left}`.",
            )
        elif str(item["at"]) not in corners:
            yield _misfit(
                sheet,
                f"{path}/at",
                f'"{matrix.id}" has no quadrant "{item["at"]}".',
                did_you_mean(str(item["at"]), corners) or f"Use one of: {', '.join(corners)}.",
            )


def _example_ticks(sheet: Worksheet, field: Field, ticks: tuple[object, ...]) -> Iterator[Problem]:
    if field.kind is not FieldKind.CHECKLIST:
        yield _misfit(
            sheet,
            field.id,
            f'The example gives "{field.id}" a list, but it is a {field.kind.value}.',
            "Write one value.",
        )
        return
    known = [c.text for c in field.choices]
    for tick in ticks:
        if tick not in known:
            yield _misfit(sheet, field.id, *_no_option(field, str(tick)))


def _no_option(field: Field, text: str) -> tuple[str, str]:
    known = [c.text for c in field.choices]
    shown = (
        f"Use one of: {', '.join(known)}."
        if len(", ".join(known)) < 200
        else "Use the words of one of its options."
    )
    return f'"{field.id}" has no option "{text}".', did_you_mean(text, known) or shown


_Wrong = tuple[str, str] | None


def _wrong_value(field: Field, value: Cellular | tuple[object, ...]) -> _Wrong:
    """What is wrong with a single value, and the remedy."""
    return _FITS.get(field.kind, _fits_text)(field, value)


def _fits_text(field: Field, value: object) -> _Wrong:
    return None


def _fits_number(field: Field, value: object) -> _Wrong:
    if not isinstance(value, float):
        return (
            f'The example gives "{field.id}" «{value}», which is no plain number.',
            "Write the digits alone: no sign for money, no commas, no unit.",
        )
    least, most = (1.0, 10.0) if field.kind is FieldKind.SCALE else (field.minimum, field.maximum)
    if (least is not None and value < least) or (most is not None and value > most):
        bounds = f"from {least:g} to {most:g}" if least is not None and most is not None else ""
        bounds = bounds or (f"at least {least:g}" if least is not None else f"at most {most:g}")
        return f'The example gives "{field.id}" {value:g}; it must be {bounds}.', "Write a number that fits."
    if field.kind is FieldKind.SCALE and value != int(value):
        return f'The example gives the scale "{field.id}" {value:g}.', "Write a whole number from 1 to 10."
    return None


def _fits_date(field: Field, value: object) -> _Wrong:
    if parse_date(value):
        return None
    return f'The example gives "{field.id}" «{value}», which is no date.', "Write it as `2026-03-31`."


def _fits_choice(field: Field, value: object) -> _Wrong:
    return None if value in {c.text for c in field.choices} else _no_option(field, str(value))


def _fits_check(field: Field, value: object) -> _Wrong:
    if isinstance(value, bool):
        return None
    return f'The example gives "{field.id}" «{value}», but it is a box to tick.', "Write `true` or `false`."


def _fits_nothing(field: Field, value: object) -> _Wrong:
    return f'The example gives "{field.id}", which is computed.', "Take it out; the formula fills it."


_FITS: Mapping[FieldKind, Callable[[Field, object], _Wrong]] = {
    FieldKind.NUMBER: _fits_number,
    FieldKind.MONEY: _fits_number,
    FieldKind.SCALE: _fits_number,
    FieldKind.DATE: _fits_date,
    FieldKind.CHOICE: _fits_choice,
    FieldKind.CHECKLIST: _fits_choice,
    FieldKind.CHECK: _fits_check,
    FieldKind.RESULT: _fits_nothing,
}


def example_results(sheet: Worksheet) -> Iterator[Problem]:
    """Every result of the example can be worked out, so that the filled-in sheet shows what the blank one promises."""
    example: Example | None = sheet.example
    if example is None:
        return
    ledger = ledger_of(sheet.fields, example.answers)
    for result in _results(sheet):
        if result.table is not None:
            continue
        outcome = evaluate(result.formula, ledger)
        if outcome.state is not State.VALUE and outcome.names:
            names = ", ".join(f'"{n}"' for n in outcome.names)
            why = "divides by zero" if outcome.state is State.ZERO else "stays empty"
            yield Problem(
                result.field.where,
                "worksheet/example-result",
                f'In the filled-in example, "{result.field.id}" {why}.',
                f"Give the example values for {names}.",
                Level.ADVICE,
            )


RULES: tuple[Callable[[Worksheet], Iterable[Problem]], ...] = (
    missing_basics,
    duplicate_ids,
    table_shape,
    matrix_shape,
    number_range,
    formula_words,
    formula_names,
    formula_options,
    circular_formulas,
    example_answers,
    example_results,
)
