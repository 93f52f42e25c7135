"""Formulas: the cases that the browser runs too, what is said of a broken one, and that none can do harm."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.model.formula import (
    Call,
    Formula,
    Ledger,
    Name,
    Operation,
    State,
    evaluate,
    ledger_of,
    parse_date,
    parse_formula,
    references,
    started,
    walk,
)
from macros.model.problem import Where
from macros.model.worksheet import Cell, Field, FieldKind

HERE = Where(PurePosixPath("docs/worksheets/x.md"), 9)
CASES = json.loads((Path(__file__).parents[2] / "formula_cases.json").read_text("utf-8"))


def parsed(text: str) -> Formula:
    formula, problems = parse_formula(text, HERE)
    assert problems == []
    assert formula is not None
    return formula


@pytest.mark.parametrize("case", CASES["results"], ids=lambda c: c["name"])
def test_a_formula(case: dict[str, Any]) -> None:
    results = {path: parsed(text) for path, text in case.get("results", {}).items()}
    columns = {table: tuple(ids) for table, ids in case.get("columns", {}).items()}
    row = case.get("row")
    outcome = evaluate(
        parsed(case["formula"]), Ledger(case["values"], results, columns), (row[0], row[1]) if row else None
    )
    assert outcome.state is State(case.get("state", "value"))
    if outcome.state is State.VALUE:
        assert outcome.value == case["value"]
    assert list(outcome.names) == case.get("names", [])


@pytest.mark.parametrize("text", CASES["broken"])
def test_a_broken_formula_is_reported_once_with_its_line(text: str) -> None:
    formula, problems = parse_formula(text, HERE)
    assert formula is None
    assert [(p.where, p.rule) for p in problems] == [(HERE, "worksheet/formula")]
    assert problems[0].remedy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("summ(a.b)", 'Did you mean "sum"?'),
        ("(1 + 2", "Add the missing `)`."),
        ("days(a)", "days() takes 2 arguments, not 1. Write `days(from-date, to-date)`."),
        ("count(1)", "count() needs the id of a field."),
        ("1 % 2", "«%» has no meaning here."),
        ("", "it is empty."),
        ("a b", "«b» stands where an operator or the end should be."),
        ("1 +", "it ends in the middle."),
    ],
)
def test_the_message_names_the_mistake_and_the_repair(text: str, words: str) -> None:
    _, (problem,) = parse_formula(text, HERE)
    assert words in f"{problem.message} {problem.remedy}"


def test_a_formula_nested_without_end_is_refused_and_no_stack_overflows() -> None:
    _, problems = parse_formula("(" * 5000 + "1" + ")" * 5000, HERE)
    assert [p.remedy for p in problems] == ["Split it over several results."]


def test_of_a_long_formula_the_beginning_is_quoted() -> None:
    text = "revenue + " * 20
    _, (problem,) = parse_formula(text, HERE)
    assert f"«{text[:60]}…»" in problem.message


def test_a_formula_names_its_fields_once_in_reading_order() -> None:
    formula = parsed('b / (a.c + b) - count(d, "x")')
    assert references(formula) == (Name("b"), Name("a", "c"), Name("d"))


def test_every_part_of_a_formula_can_be_visited() -> None:
    parts = list(walk(parsed("-sum(a.b) * 2")))
    assert [type(p).__name__ for p in parts] == ["Operation", "Negation", "Call", "Name", "Number"]


def test_a_minus_sign_binds_tighter_than_a_product() -> None:
    formula = parsed("-a * b")
    assert isinstance(formula, Operation)
    assert formula.sign == "*"


def test_a_row_is_begun_when_one_of_the_cells_that_its_formula_needs_is_filled_in() -> None:
    ledger = Ledger(
        {"rate": 5.0, "jobs": [{"note": "x"}, {"hours": 1.0}]}, columns={"jobs": ("hours", "note")}
    )
    begun = [started(parsed("hours * rate"), ledger, ("jobs", number)) for number in (0, 1, 2)]
    assert begun == [False, True, False]


def test_fields_and_answers_make_a_ledger() -> None:
    fields = (
        Field("map", HERE, FieldKind.MATRIX, "Map", cells=(Cell("top-left", "Silver"),)),
        Field(
            "jobs",
            HERE,
            FieldKind.TABLE,
            "Jobs",
            columns=(Field("cost", HERE, FieldKind.RESULT, "Cost", formula="1 + 1"),),
        ),
        Field("bad", HERE, FieldKind.RESULT, "Bad", formula="1 +"),
    )
    ledger = ledger_of(fields, {"map": ({"item": "A", "at": "top-left"}, {"item": "B", "at": "nowhere"})})
    assert ledger.values == {"map": ("Silver", "")}
    assert list(ledger.results) == ["jobs.cost"]
    assert ledger.columns == {"jobs": ("cost",)}
    assert evaluate(parsed('count(map, "silver")'), ledger).value == 1


@pytest.mark.parametrize(
    "text", ["2026-3-1", "2026-02-29", "20260301", "tomorrow", "", "2026-03-01T00:00", "٢٠٢٦-٠٣-٠١"]
)
def test_only_real_dates_in_one_spelling_are_dates(text: str) -> None:
    assert parse_date(text) is None


NAMES = st.sampled_from(["a", "net-profit", "t.x", "t.y"])
FORMULAS = st.recursive(
    st.one_of(NAMES, st.integers(0, 999).map(str), st.just('count(t.x, "Live")'), st.just("days(d, e)")),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(
            lambda p: f"({p[0]} {p[1]} {p[2]})"
        ),
        st.tuples(st.sampled_from(["sum", "mean", "min", "max"]), inner, inner).map(
            lambda p: f"{p[0]}({p[1]}, {p[2]})"
        ),
        inner.map(lambda p: f"-{p}"),
    ),
    max_leaves=12,
)


@settings(max_examples=150)
@given(FORMULAS, st.sampled_from([0.0, 3.0, None]))
def test_any_formula_ends_with_a_value_or_with_a_reason(text: str, number: float | None) -> None:
    values = {"a": number, "t": [{"x": number, "y": 2.0}, {}]}
    outcome = evaluate(parsed(text), Ledger(values))
    assert outcome.state in State
    assert outcome.state is not State.MISSING or outcome.names


@settings(max_examples=200)
@given(st.text(alphabet='ab1.-+*/(),"% sumcountdays', max_size=30))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    formula, problems = parse_formula(text, HERE)
    assert (formula is None) == bool(problems)


def test_the_arguments_of_a_function_are_kept_in_order() -> None:
    formula = parsed("max(a, 2)")
    assert isinstance(formula, Call)
    assert [type(a).__name__ for a in formula.arguments] == ["Name", "Number"]
