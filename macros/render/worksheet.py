"""A worksheet as it stands in a page: a real form to fill in, print or write on, and its filled-in example.

The element learn-worksheet only adds to this HTML (results, more rows, buttons); every word it says stands in the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from hashlib import blake2b

from markupsafe import Markup

from macros.memo import recall
from macros.model.course import Action, Chapter
from macros.model.formula import (
    Call,
    Formula,
    Ledger,
    Name,
    Negation,
    Number,
    Operation,
    Outcome,
    State,
    Text,
    evaluate,
    ledger_of,
    parse_date,
    parse_formula,
    references,
    started,
    walk,
)
from macros.model.worksheet import Answer, Field, FieldKind, Section, Worksheet
from macros.render import text
from macros.render.environment import render
from macros.render.here import Here, moved_links

CURRENCY = "USD"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A formula that takes more words than this is better left to the author's help.
_LONGEST_WORDS = 180
_LONG_LABEL = 40
_HALF_LINE = 60


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a formula in words; `is_name` where it is a field's label."""

    text: str
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell of a table. `given` stands in it from the start; `shown` is its answer; `wanting` says why a result has none."""

    field: Field
    id: str
    name: str
    title: str
    given: str = ""
    shown: str = ""
    wanting: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row; `note` is what stands below its label."""

    id: str
    label: str
    note: str
    cells: tuple[_Cell, ...]


@dataclass(frozen=True, slots=True)
class _View:
    """One field ready for the template.

    `words` is a result's formula in words, `sentences` those of a table's columns, `inputs` the ids it is made from; `hint` says which numbers fit; `keys` are the
    options that paper shows below a table; `shown`, `rows` and `placed` hold answers where the sheet is filled in.
    """

    field: Field
    id: str
    name: str
    words: tuple[_Part, ...] = ()
    sentences: tuple[tuple[_Part, ...], ...] = ()
    inputs: str = ""
    hint: str = ""
    keys: tuple[str, ...] = ()
    rows: tuple[_Row, ...] = ()
    shown: str = ""
    wanting: str = ""
    ticked: tuple[str, ...] = ()
    placed: tuple[tuple[str, str], ...] = ()

    @property
    def is_wide(self) -> bool:
        """True where the table may need to scroll sideways beside a page's other columns."""
        room = {FieldKind.TEXT: 9, FieldKind.CHOICE: 8, FieldKind.DATE: 8, FieldKind.CHECK: 4}
        return 10 + sum(room.get(c.kind, 6) for c in self.field.columns) > 40

    @property
    def is_short(self) -> bool:
        """True where half a page's width is enough to write on."""
        if self.field.kind is FieldKind.CHOICE:
            return sum(len(c.text) + 6 for c in self.field.choices) < _HALF_LINE
        return self.field.kind not in {
            FieldKind.TABLE,
            FieldKind.MATRIX,
            FieldKind.NOTES,
            FieldKind.CHECKLIST,
            FieldKind.SCALE,
        }

    @property
    def has_long_labels(self) -> bool:
        return any(len(label) > _LONG_LABEL for label in self.field.row_labels)


@dataclass(frozen=True, slots=True)
class _Group:
    """A section ready for the template. `runs` are its fields; short ones in a row share a run, which wide paper sets side by side."""

    section: Section
    runs: tuple[tuple[_View, ...], ...]


def render_worksheet(
    sheet: Worksheet,
    here: Here,
    *,
    answers: Mapping[str, Answer] | None = None,
    example: bool = True,
    heading: int = 0,
    ratings: str = "",
    desk: str = "",
    files: str = "",
    framed: bool = True,
) -> str:
    """The sheet's HTML: a blank form, or with `answers` the sheet as somebody filled it in, in plain text.

    `example` adds the filled-in example, folded, below a blank form. `heading` is the level of the sheet's title; 0 chooses
    1 on the sheet's own page and 3 on any other. `files` is the line that leads to the sheet's PDFs.
    `framed` is false for fields that are shown on their own, without the title, the buttons and the sections of a sheet.
    """
    level = heading or (1 if here.uri == sheet.uri else 3)
    of_sheet = repr(sheet)
    parts = ("worksheet", of_sheet, *map(repr, (here, answers, example, level, framed)), ratings, desk, files)
    # The print desk shows the same form as the sheet's own page, unless a link leads elsewhere from there.
    at = repr(here) if "](" in of_sheet or "<http" in of_sheet else ""
    same_form = blake2b(repr((of_sheet, at, level, framed)).encode()).digest() if answers is None else b""

    def made() -> str:
        known = _form_in(_with_form.get(same_form, "")) if same_form else ""
        html = _rendered(sheet, here, answers, example, level, ratings, desk, files, framed, known)
        if same_form and not known:
            _with_form[same_form] = html
        return html

    return recall("fragments", parts, made)


# Sheets that this run has rendered, which are kept anyway.
_with_form: dict[bytes, str] = {}
_FORM = re.compile(r'<form class="learn-worksheet__form".*?</form>\n', re.DOTALL)


def _form_in(html: str) -> str:
    match = _FORM.search(html)
    return match[0] if match else ""


def _rendered(
    sheet: Worksheet,
    here: Here,
    answers: Mapping[str, Answer] | None,
    example: bool,
    level: int,
    ratings: str,
    desk: str,
    files: str,
    framed: bool,
    form: str,
) -> str:
    fictional = sheet.example is not None and answers == sheet.example.answers
    shown = sheet.example if example and answers is None else None
    html = render(
        "worksheet.html.jinja",
        here=here,
        sheet=sheet,
        id=f"worksheet/{sheet.id}",
        level=level,
        blank=answers is None,
        fictional=fictional,
        groups=() if form else _groups(sheet, answers),
        form=Markup(form),
        example=shown,
        example_groups=_groups(sheet, shown.answers) if shown else (),
        example_values=json.dumps(_values(sheet, shown.answers), separators=(",", ":")) if shown else "",
        currency=CURRENCY,
        ratings=ratings,
        desk=desk,
        files=files,
        framed=framed,
    )
    return html.strip()


def action_plan_sheet(sheet: Worksheet, chapter: Chapter) -> Worksheet:
    """`sheet` with the chapter's actions as its section: one row for each step, saved under the action's id."""
    where = sheet.where

    def column(id: str, kind: FieldKind, label: str) -> Field:
        return Field(id, where, kind, label)

    actions = chapter.action_plan
    table = Field(
        id="steps",
        where=where,
        kind=FieldKind.TABLE,
        label="Steps",
        columns=(
            column("owner", FieldKind.TEXT, "Owner"),
            column("start", FieldKind.DATE, "Start"),
            column("due", FieldKind.DATE, "Due"),
            column("done-when", FieldKind.TEXT, "Done when"),
            column("done", FieldKind.CHECK, "Done"),
            column("note", FieldKind.TEXT, "Note"),
        ),
        rows=len(actions),
        row_labels=tuple(moved_links(_step_label(a), chapter.uri, sheet.uri) for a in actions),
        row_heading="Step",
        row_ids=tuple(a.id for a in actions),
        row_formerly=tuple(a.formerly for a in actions),
        row_values=tuple({"done-when": text.plain(a.done_when)} for a in actions),
    )
    section = Section("plan", f"Chapter {chapter.number}: {chapter.title}", (table,))
    return replace(
        sheet,
        sections=(section, *sheet.sections) if actions else sheet.sections,
        landscape=True,
    )


def _step_label(action: Action) -> str:
    """The step, and below it who is suggested and by when."""
    return f"{action.text}\n{', '.join(part for part in (action.owner, action.horizon.value) if part)}"


# Views


def _groups(sheet: Worksheet, answers: Mapping[str, Answer] | None) -> tuple[_Group, ...]:
    ledger = ledger_of(sheet.fields, answers or {})
    labels = dict(_labels(sheet.fields))
    groups = []
    for section in sheet.sections:
        runs: list[list[_View]] = []
        for field in section.fields:
            view = _view(sheet, field, ledger, labels, answers)
            if runs and view.is_short and runs[-1][-1].is_short:
                runs[-1].append(view)
            else:
                runs.append([view])
        groups.append(_Group(section, tuple(tuple(run) for run in runs)))
    return tuple(groups)


def _labels(fields: Iterable[Field]) -> Iterator[tuple[str, str]]:
    for field in fields:
        yield field.id, text.plain(field.label)
        for column in field.columns:
            yield f"{field.id}.{column.id}", text.plain(column.label)


def _view(
    sheet: Worksheet,
    field: Field,
    ledger: Ledger,
    labels: Mapping[str, str],
    answers: Mapping[str, Answer] | None,
) -> _View:
    id = f"worksheet/{sheet.id}/{field.id}"
    view = _View(field, id, id.replace("/", "."), hint=_hint(field))
    answer = answers.get(field.id) if answers else None
    if field.kind is FieldKind.RESULT:
        view = _result_view(view, field, ledger, labels, answers is not None)
    elif field.kind is FieldKind.TABLE:
        rows = tuple(_rows(view, field, ledger, labels, answer, answers is not None))
        view = replace(
            view, rows=rows, keys=tuple(_keys(field)), sentences=tuple(_column_words(field, labels))
        )
    elif field.kind is FieldKind.CHECKLIST:
        view = replace(view, ticked=tuple(str(t) for t in answer) if isinstance(answer, tuple) else ())
    elif field.kind is FieldKind.MATRIX:
        items = [i for i in answer if isinstance(i, Mapping)] if isinstance(answer, tuple) else []
        view = replace(view, placed=tuple((str(i.get("item", "")), str(i.get("at", ""))) for i in items))
    else:
        view = replace(view, shown=_shown(field, answer))
    return view


def _hint(field: Field) -> str:
    if field.maximum is None or field.kind not in {FieldKind.NUMBER, FieldKind.MONEY}:
        return ""
    least = f"{field.minimum:g} to" if field.minimum is not None else "up to"
    return f"{least} {field.maximum:g}"


def _result_view(view: _View, field: Field, ledger: Ledger, labels: Mapping[str, str], filled: bool) -> _View:
    formula = ledger.results.get(field.id)
    if formula is None:
        return view
    outcome = evaluate(formula, ledger) if filled else Outcome(State.MISSING)
    spoken = tuple(_in_words(formula, labels, ""))
    hard = field.help and (_is_nested(formula) or len("".join(p.text for p in spoken)) > _LONGEST_WORDS)
    prefix = view.id.rsplit("/", 1)[0]
    return replace(
        view,
        shown=_outcome(field, outcome, field.unit),
        wanting="" if not filled else wanting(outcome, labels),
        words=() if hard else (_Part(text.plain(field.label), True), _Part(" = "), *spoken),
        inputs=" ".join(dict.fromkeys(f"{prefix}/{name.field}" for name in references(formula))),
    )


def _rows(
    view: _View,
    table: Field,
    ledger: Ledger,
    labels: Mapping[str, str],
    answer: Answer | None,
    filled: bool,
) -> Iterator[_Row]:
    given = [r for r in answer if isinstance(r, Mapping)] if isinstance(answer, tuple) else []
    # A filled sheet of blank rows shows the rows somebody used, at least one.
    many = max(len(table.row_labels), len(given), 1 if filled else table.rows)
    for number in range(many):
        known = number < len(table.row_labels)
        id = table.row_ids[number] if number < len(table.row_ids) else str(number + 1)
        label = table.row_labels[number] if known else str(number + 1)
        spoken = text.plain(label.split("\n")[0]).rstrip(".") if known else f"Row {number + 1}"
        starts = table.row_values[number] if number < len(table.row_values) else {}
        answers = given[number] if number < len(given) else {}
        cells = []
        for column in table.columns:
            path = f"{view.id}/{id}/{column.id}"
            cell = _Cell(
                field=column,
                id=path,
                name=path.replace("/", "."),
                title=f"{spoken}, {labels[f'{table.id}.{column.id}']}{_unit_words(column)}",
                given=starts.get(column.id, ""),
            )
            if column.kind is FieldKind.RESULT:
                cell = _result_cell(cell, table, number, ledger, labels)
            else:
                cell = replace(
                    cell, shown=_shown(replace(column, unit=""), answers.get(column.id)) or cell.given
                )
            cells.append(cell)
        head, _, note = label.partition("\n")
        yield _Row(id, head, note, tuple(cells))


def _unit_words(column: Field) -> str:
    return f" ({column.unit})" if column.unit else ""


def _result_cell(cell: _Cell, table: Field, number: int, ledger: Ledger, labels: Mapping[str, str]) -> _Cell:
    formula = ledger.results.get(f"{table.id}.{cell.field.id}")
    if formula is None:
        return cell
    outcome = evaluate(formula, ledger, (table.id, number))
    begun = started(formula, ledger, (table.id, number))
    return replace(
        cell,
        shown=_outcome(cell.field, outcome, ""),
        wanting=wanting(outcome, labels) if begun else "",
    )


def _keys(table: Field) -> Iterator[str]:
    """What may be written into cells whose choices paper cannot open; columns with the same options share a line."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for column in table.columns:
        if column.kind is FieldKind.CHOICE:
            groups.setdefault(tuple(text.plain(c.text) for c in column.choices), []).append(
                text.plain(column.label)
            )
    for options, columns in groups.items():
        yield f"{', '.join(columns)}: {' / '.join(options)}"


def _column_words(table: Field, labels: Mapping[str, str]) -> Iterator[tuple[_Part, ...]]:
    """The formulas of a table's result columns in words."""
    for column in table.columns:
        formula, _ = parse_formula(column.formula, column.where) if column.formula else (None, [])
        if formula is not None and not _is_nested(formula):
            label = _Part(labels[f"{table.id}.{column.id}"], True)
            yield (label, _Part(" = "), *_in_words(formula, labels, table.id))


# Formulas in words

_LISTS = {"sum": "the sum of", "mean": "the average of", "min": "the smallest of", "max": "the largest of"}
_COLUMNS = {"sum": "the sum of", "mean": "the average", "min": "the smallest", "max": "the largest"}
_SIGNS = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ "}


def _in_words(formula: Formula, labels: Mapping[str, str], table: str, inside: str = "") -> Iterator[_Part]:
    """`inside` is the sign the part is an operand of, with ">" before it on the right-hand side, or a comma in a list."""
    if isinstance(formula, Name):
        own = labels.get(f"{table}.{formula.field}") if table and not formula.column else None
        yield _Part(own or labels.get(formula.path, formula.path), True)
    elif isinstance(formula, Number):
        yield _Part(f"{formula.value:,g}" if formula.value < 1e6 else f"{formula.value:,.0f}")
    elif isinstance(formula, Text):
        yield _Part(f"“{formula.text}”")
    elif isinstance(formula, Negation):
        yield _Part("−")
        yield from _in_words(formula.of, labels, table, ">-")
    elif isinstance(formula, Operation):
        weak = formula.sign in "+-"
        bracket = inside == "," or (weak and inside not in {"", "+", "-", ">+"}) or inside == ">/"
        yield from (_Part("("),) * bracket
        yield from _in_words(formula.left, labels, table, formula.sign)
        yield _Part(_SIGNS[formula.sign])
        yield from _in_words(formula.right, labels, table, f">{formula.sign}")
        yield from (_Part(")"),) * bracket
    else:
        # "the largest of 0 and A × 2" could be read in two ways.
        bracket = bool(inside) and len(formula.arguments) > 1 and formula.function in _LISTS
        yield from (_Part("("),) * bracket
        yield from _call_in_words(formula, labels, table)
        yield from (_Part(")"),) * bracket


def _is_nested(formula: Formula) -> bool:
    """True for a function within a function: words would be harder to read than what the author says of it."""
    calls = [part for part in walk(formula) if isinstance(part, Call)]
    return any(isinstance(part, Call) for call in calls for part in walk(call) if part is not call)


def _call_in_words(call: Call, labels: Mapping[str, str], table: str) -> Iterator[_Part]:
    inside = "," if len(call.arguments) > 1 else ""
    first, *others = ([*_in_words(a, labels, table, inside)] for a in call.arguments)
    if call.function == "count":
        yield _Part("the number of ")
        yield from first
        yield from (_Part(" marked "), *others[0]) if others else (_Part(" filled in"),)
    elif call.function == "days":
        yield from (_Part("the days from "), *first, _Part(" to "), *others[0])
    elif not others:
        yield from (_Part(f"{_COLUMNS[call.function]} "), *first)
    else:
        yield from (_Part(f"{_LISTS[call.function]} "), *first)
        for number, other in enumerate(others, 2):
            yield _Part(" and " if number == len(call.arguments) else ", ")
            yield from other


def wanting(outcome: Outcome, labels: Mapping[str, str]) -> str:
    """Why a result has no value, in the words the element uses too."""
    names = listed([labels.get(n, n) for n in outcome.names])
    if outcome.state is State.MISSING:
        return f"Fill in {names}" if names else ""
    if outcome.state is State.ZERO:
        return f"Cannot divide by zero: {names}" if names else "Cannot divide by zero"
    return "Too large to show" if outcome.state is State.TOO_LARGE else ""


def listed(words: list[str]) -> str:
    """`A`, `A and B`, `A, B, and C`: the list that Intl.ListFormat makes in English."""
    if len(words) < 3:
        return " and ".join(words)
    return f"{', '.join(words[:-1])}, and {words[-1]}"


# Values


def format_amount(value: float, style: str = "number", decimals: int | None = None) -> str:
    """A number as Intl.NumberFormat writes it in English: grouped, rounded half away from zero, without a needless fraction."""
    exact = Decimal(repr(float(value))) * (100 if style == "percent" else 1)
    whole = exact == exact.to_integral_value()
    most = decimals if decimals is not None else {"percent": 1, "money": 0 if whole else 2}.get(style, 2)
    least = decimals if decimals is not None else most if style == "money" else 0
    rounded = abs(exact).quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    digits = f"{rounded:,f}"
    if most > least:
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    sign = "-" if exact < 0 and rounded else ""
    return f"{sign}{'$' if style == 'money' else ''}{digits}{'%' if style == 'percent' else ''}"


def _with_unit(amount: str, unit: str) -> str:
    return amount + (unit if unit == "%" else f" {unit}" if unit else "")


def _outcome(field: Field, outcome: Outcome, unit: str) -> str:
    if outcome.state is not State.VALUE:
        return ""
    return _with_unit(format_amount(outcome.value, field.style or "number", field.decimals), unit)


def _shown(field: Field, answer: Answer | None) -> str:
    """An answer in words; what does not fit its field is shown as the author wrote it."""
    if answer is None or isinstance(answer, tuple):
        return ""
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if isinstance(answer, float):
        if field.kind is FieldKind.MONEY:
            return format_amount(answer, "money", field.decimals)
        # As it was given: rounding is for results.
        places = len(f"{Decimal(repr(answer)):f}".partition(".")[2].rstrip("0"))
        return _with_unit(format_amount(answer, "number", places), field.unit)
    day = parse_date(answer) if field.kind is FieldKind.DATE else None
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}" if day else str(answer)


def _values(sheet: Worksheet, answers: Mapping[str, Answer]) -> dict[str, object]:
    """Answers as the element keeps them: by full id, options by id, labelled rows by the label's id."""
    found: dict[str, object] = {}
    for field in sheet.fields:
        answer = answers.get(field.id)
        if answer is None or field.kind is FieldKind.RESULT:
            continue
        found[f"worksheet/{sheet.id}/{field.id}"] = _value(field, answer)
    return found


def _value(field: Field, answer: Answer) -> object:
    if isinstance(answer, tuple):
        columns = {c.id: c for c in field.columns}
        parts: list[object] = []
        for part in answer:
            if isinstance(part, Mapping):
                parts.append({k: _value(columns.get(k, field), v) for k, v in part.items()})
            else:
                parts.append(_choice_id(field, part))
        return dict(zip(field.row_ids, parts, strict=False)) if field.row_ids else parts
    if isinstance(answer, float):
        return int(answer) if answer.is_integer() else answer
    return _choice_id(field, answer) if isinstance(answer, str) else answer


def _choice_id(field: Field, words: str) -> str:
    return next((c.id for c in field.choices if c.text == words), words)
