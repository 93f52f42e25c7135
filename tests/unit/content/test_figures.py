"""The reader of figures: what it takes, and what it says about what it cannot take."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.content.figures import KINDS, parse_figure
from macros.model.figure import Figure
from macros.model.problem import Level, Problem, Where
from tests.figures import example_names, figures_of_page, pages_with_figures, read_example

HERE = Where(PurePosixPath("docs/page.md"), 40)
HEAD = 'id: a-figure\ntitle: A figure\nalt: "What it shows."\n'

VALID = {
    "quadrant": "x: {label: X}\ny: {label: Y, low: few, high: many}\ncells:\n"
    "  - {at: top-left, title: A}\n  - {at: top-right, title: B, mark: true}\n"
    "  - {at: bottom-left, title: C}\n  - {at: bottom-right, title: D, text: d}\n",
    "levels": "shape: pyramid\nlevels: [{title: Top}, {title: Base}]\narrow: up\n",
    "cycle": "nodes: [{title: A}, {title: B}, {title: C}]\ncenter: Hub\nspokes: true\n",
    "steps": "steps: [{title: A}, {title: B, open: true}, {title: C}]\nback: {from: 3, to: 1, label: again}\n"
    "exits: [{after: 2, text: out}, {after: 1, text: away}]\n",
    "split": "parts: [{title: A, value: 60}, {title: B, value: 40}]\nunit: '%'\n"
    "bracket: {from: 1, to: 2, label: all}\ncut: {part: 1, at: 0.5, label: half}\n",
    "curve": "x: {label: X}\ny: {label: Y}\ncurves:\n  - {id: a, title: A, shape: exponential}\n"
    "  - {id: b, title: B, shape: linear}\nmarks: [{curve: a, at: 0.5, label: here}]\n"
    "bands: [{from: 0, to: 0.5, label: early, mark: true}]\ngap: {between: [a, b], at: 0.9, label: gap}\n",
    "matrix": "columns: [A, B]\nrows: [{title: R, cells: [1, 2]}]\ncorner: C\nmark: B\n",
    "fork": "question: Which?\nbranches:\n  - {label: This, steps: [{title: A}]}\n  - {label: That, steps: [{title: B}]}\n",
}


def read(kind: str, rest: str) -> tuple[Figure | None, list[Problem]]:
    return parse_figure(f"{HEAD}kind: {kind}\n{rest}", HERE)


def rules(problems: list[Problem]) -> list[str]:
    return [p.rule for p in problems]


@pytest.mark.parametrize("kind", KINDS)
def test_a_well_written_figure_of_each_kind_is_read_without_a_word(kind: str) -> None:
    figure, problems = read(kind, VALID[kind])
    assert problems == []
    assert figure
    assert (figure.id, figure.kind, figure.title, figure.where) == ("a-figure", kind, "A figure", HERE)


@pytest.mark.parametrize("name", example_names())
def test_the_examples_have_no_errors(name: str) -> None:
    figure, problems = read_example(name)
    assert figure
    assert [p for p in problems if p.level is Level.ERROR] == []


@pytest.mark.parametrize("uri", pages_with_figures())
def test_the_figures_of_the_course_have_no_errors(uri: str) -> None:
    for figure, problems in figures_of_page(uri):
        assert [str(p) for p in problems if p.level is Level.ERROR] == []
        assert figure


def test_cells_come_in_reading_order_however_they_are_written() -> None:
    swapped = (
        VALID["quadrant"]
        .replace("top-left", "x")
        .replace("bottom-right", "top-left")
        .replace("at: x", "at: bottom-right")
    )
    figure, _ = read("quadrant", swapped)
    assert figure
    assert [c["title"] for c in figure.data["cells"]] == ["D", "B", "C", "A"]  # type: ignore[attr-defined]


def test_left_out_keys_get_their_defaults() -> None:
    figure, _ = read("quadrant", VALID["quadrant"])
    assert figure
    assert figure.data["x"] == {"label": "X", "low": "Low", "high": "High"}
    assert figure.data["cells"][0] == {"title": "A", "text": "", "mark": False, "open": False}  # type: ignore[index]


def test_exits_are_sorted_by_the_step_they_leave() -> None:
    figure, _ = read("steps", VALID["steps"])
    assert figure
    assert figure.data["exits"] == ({"after": 1, "text": "away"}, {"after": 2, "text": "out"})


def test_the_marked_column_becomes_its_place() -> None:
    figure, _ = read("matrix", VALID["matrix"])
    assert figure
    assert figure.data["mark"] == 1


CASES = [
    # kind, what is wrong (old text, new text), the rule, words the message or remedy must hold
    ("quadrant", ("at: top-left", "at: top-lef"), "data/unknown-word", 'Did you mean "top-left"?'),
    ("quadrant", ("at: top-left", "at: top-right"), "figure/same-cell", 'Two cells stand at "top-right"'),
    ("quadrant", ("  - {at: top-left, title: A}\n", ""), "figure/cell-missing", "no cell stands at top-left"),
    ("quadrant", ("x: {label: X}\n", ""), "data/missing-key", 'has no "x"'),
    ("quadrant", ("label: X", "lable: X"), "data/unknown-key", 'Did you mean "label"?'),
    ("levels", ("shape: pyramid", "shape: pyramide"), "data/unknown-word", 'Did you mean "pyramid"?'),
    ("levels", ("levels: [", "steps: ["), "data/missing-key", 'has no "levels"'),
    ("levels", ("[{title: Top}, {title: Base}]", "[{title: Top}]"), "figure/too-few-parts", "at least 2"),
    ("levels", ("{title: Top}", "{text: Top}"), "data/missing-key", 'This level has no "title"'),
    ("levels", ("{title: Top}", "Top"), "data/wrong-type", "must have keys"),
    ("cycle", ("{title: C}", "{title: C, tilte: D}"), "data/unknown-key", 'Did you mean "title"?'),
    ("cycle", (", {title: C}", ""), "figure/too-few-parts", "at least 3"),
    ("cycle", ("{title: C}", "{title: C}" + ", {title: D}" * 6), "figure/too-many-parts", "9 entries"),
    ("cycle", ("center: Hub\n", ""), "figure/no-hub", "need a center"),
    ("cycle", ("spokes: true", "ring: arrow"), "data/unknown-word", 'Did you mean "arrows"?'),
    ("steps", ("from: 3", "from: 4"), "data/out-of-range", "from 1 to 3"),
    ("steps", ("from: 3, to: 1", "from: 1, to: 3"), "figure/back-goes-forward", "not back"),
    ("steps", ("after: 1", "after: 2"), "figure/same-exit", "after step 2"),
    ("steps", ("after: 1", "after: 7"), "data/out-of-range", "from 1 to 3"),
    ("steps", ("open: true", "open: maybe"), "data/wrong-type", "true or false"),
    ("split", ("value: 40", "value: many"), "data/wrong-type", "a number"),
    ("split", ("value: 40", "value: -4"), "figure/no-share", "larger than 0"),
    ("split", ("value: 40", "value: 0"), "figure/no-share", "larger than 0"),
    ("split", ("from: 1, to: 2", "from: 2, to: 1"), "figure/bracket-order", "smaller number"),
    ("split", ("at: 0.5", "at: 50"), "data/out-of-range", "from 0 to 1"),
    ("split", ("part: 1", "part: 3"), "data/out-of-range", "from 1 to 2"),
    ("curve", ("shape: linear", "shape: straight"), "data/unknown-word", "exponential"),
    ("curve", ("curve: a", "curve: c"), "figure/unknown-curve", 'No curve is called "c"'),
    ("curve", ("[a, b]", "[a, a]"), "figure/gap-ends", "two different curves"),
    ("curve", ("[a, b]", "[a, z]"), "figure/unknown-curve", 'No curve is called "z"'),
    ("curve", ("id: b", "id: a"), "figure/same-curve", 'called "a"'),
    ("curve", ("from: 0, to: 0.5", "from: 0.5, to: 0.2"), "figure/band-order", "before it starts"),
    ("curve", ("at: 0.9", "at: 1.9"), "data/out-of-range", "from 0 to 1"),
    ("matrix", ("cells: [1, 2]", "cells: [1]"), "figure/row-length", "1 cell, but there are 2 columns"),
    ("matrix", ("mark: B", "mark: Bee"), "figure/unknown-column", "Use one of: A, B."),
    ("matrix", ("rows: [{title: R, cells: [1, 2]}]", "rows: []"), "data/empty-list", "empty list"),
    ("fork", ("label: This", "lable: This"), "data/unknown-key", 'Did you mean "label"?'),
    ("fork", ("  - {label: That, steps: [{title: B}]}\n", ""), "figure/too-few-parts", "at least 2"),
]


@pytest.mark.parametrize(("kind", "change", "rule", "said"), CASES, ids=lambda v: str(v)[:40])
def test_a_mistake_is_named_with_its_line_and_its_repair(
    kind: str, change: tuple[str, str], rule: str, said: str
) -> None:
    assert change[0] in VALID[kind]
    _, problems = read(kind, VALID[kind].replace(*change, 1))
    named = [p for p in problems if p.rule == rule]
    assert named, rules(problems)
    assert any(said in f"{p.message} {p.remedy}" for p in named), [str(p) for p in named]
    assert all(p.where.path == HERE.path and p.where.line >= 40 for p in problems)


def test_an_unknown_key_is_reported_at_its_own_line() -> None:
    _, problems = read("steps", VALID["steps"] + "colour: red\n")
    assert [(p.rule, p.where.line) for p in problems] == [("data/unknown-key", 40 + 7)]


def test_an_unknown_kind_gets_a_suggestion_and_nothing_else() -> None:
    figure, problems = read("quadrants", VALID["quadrant"])
    assert figure is None
    assert rules(problems) == ["data/unknown-word"]
    assert problems[0].remedy == 'Did you mean "quadrant"?'


def test_all_mistakes_come_in_one_run() -> None:
    _, problems = read("steps", "steps: [{title: A, txt: b}, {text: c}]\nback: {from: 2, to: 9}\n")
    assert len(problems) >= 3


def test_a_missing_alt_is_left_to_the_check() -> None:
    figure, problems = parse_figure(f"id: a\ntitle: A\nkind: matrix\n{VALID['matrix']}", HERE)
    assert figure
    assert problems == []


def test_long_words_are_advice_and_drawn_all_the_same() -> None:
    figure, problems = read("levels", VALID["levels"].replace("title: Top", f"title: {'long ' * 8}"))
    assert figure
    assert [(p.rule, p.level) for p in problems] == [("figure/long-text", Level.ADVICE)]


def test_signs_of_markdown_in_a_drawing_are_advice() -> None:
    figure, problems = read("levels", VALID["levels"].replace("title: Top", 'title: "**Top**"'))
    assert figure
    assert [(p.rule, p.level) for p in problems] == [("figure/marks-in-drawing", Level.ADVICE)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "figure/empty"),
        ("- a\n- b", "figure/no-keys"),
        ("id: [", "yaml/indent"),
        ("id: a\n\tkind: b", "yaml/tab"),
    ],
)
def test_what_is_no_figure_at_all_is_said_plainly(text: str, rule: str) -> None:
    figure, problems = parse_figure(text, HERE)
    assert figure is None
    assert rules(problems) == [rule]


@settings(max_examples=200)
@given(st.sampled_from(sorted(VALID)), st.data())
def test_no_broken_figure_raises(kind: str, data: st.DataObject) -> None:
    """Any piece cut out of a good figure gives a figure or a problem, never an exception."""
    text = f"{HEAD}kind: {kind}\n{VALID[kind]}"
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 60)))
    figure, problems = parse_figure(
        text[:start] + data.draw(st.text("{}[]:-,\n ab1", max_size=5)) + text[end:], HERE
    )
    assert figure or problems
