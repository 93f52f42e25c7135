"""YAML that remembers its lines, and values asked for by kind."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.content.data import Fields, Mapping, Scalar, Sequence, read_yaml
from macros.model.problem import Problem, Where

WHERE = Where(PurePosixPath("page.md"), 2)


def rules(problems: list[Problem]) -> list[str]:
    return [f"{p.where.line} {p.rule}" for p in problems]


def fields(text: str) -> Fields:
    data, problems = read_yaml(text, WHERE)
    assert isinstance(data, Mapping)
    return Fields(data, problems, "This thing")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n\t- x", "3 yaml/tab"),
        ("a:\n  - b\n\t- c", "4 yaml/tab"),
        ('a: "x\nb: 1', "2 yaml/quote"),
        ("a: b: c", "2 yaml/colon"),
        ("a:\n  b: 1\n c: 2", "4 yaml/indent"),
        ("a: 1\nb: 2\na: 3", "4 yaml/duplicate-key"),
        ("a: {b: up to $5,000, c: 1}", "2 yaml/cut-at-comma"),
        ("a: {b: red, white and blue}", "2 yaml/cut-at-comma"),
        ("a: &x [1]\nb: *x", "2 yaml/alias"),
        ("a: @x", "2 yaml/syntax"),
        ("[[[[", "2 yaml/indent"),
        ("? [a]\n: b", "2 yaml/syntax"),
        ("a: " + "[" * 40 + "]" * 40, "2 yaml/depth"),
    ],
)
def test_broken_yaml_is_reported_with_its_line(text: str, expected: str) -> None:
    assert expected in rules(read_yaml(text, WHERE)[1])


def test_the_fast_and_the_slow_reader_say_the_same() -> None:
    problem = read_yaml("a: b: c", WHERE)[1][0]
    assert str(problem) == (
        "page.md:2: A colon stands where it cannot: «a: b: c» "
        'Put a text that holds ": " in double quotes, or mend the indent of this line. [yaml/colon]'
    )


def test_words_that_yaml_would_convert_stay_words() -> None:
    data, _ = read_yaml("a: yes\nb: 2026-01-02\nc: 1_000\nd: ~\ne: '~'", WHERE)
    assert isinstance(data, Mapping)
    texts = {k: v.text for k, v in data.entries.items() if isinstance(v, Scalar)}
    assert texts == {"a": "yes", "b": "2026-01-02", "c": "1_000", "d": "~", "e": "~"}
    assert isinstance(data.entries["d"], Scalar)
    assert data.entries["d"].empty


def test_lines_and_columns_are_those_of_the_file() -> None:
    data, _ = read_yaml("a:\n  - x\n  - y: 1", WHERE)
    assert isinstance(data, Mapping)
    sequence = data.entries["a"]
    assert isinstance(sequence, Sequence)
    assert [(e.where.line, e.where.column) for e in sequence.entries] == [(3, 5), (4, 5)]


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_any_text_is_read_or_reported_inside_the_file(text: str) -> None:
    data, problems = read_yaml(text, WHERE)
    last = WHERE.line + len(text.splitlines()) + 1
    assert all(WHERE.line <= p.where.line <= last for p in problems)
    assert data is None or isinstance(data, Scalar | Sequence | Mapping)


def test_an_unknown_key_gets_a_guess() -> None:
    group = fields("titel: x")
    group.text("title")
    group.finish()
    assert str(group.problems[0]) == (
        'page.md:2: This thing has a key "titel" that the course does not know. Did you mean "title"? [data/unknown-key]'
    )


@pytest.mark.parametrize(
    ("text", "ask", "expected"),
    [
        ("a: [1]", lambda f: f.text("a"), "data/wrong-type"),
        ("a: {b: 1}", lambda f: f.text("a"), "data/wrong-type"),
        ("b: 1", lambda f: f.text("a", required=True), "data/missing-key"),
        ("a: ''", lambda f: f.text("a", required=True), "data/missing-key"),
        ("a:", lambda f: f.text("a", required=True), "data/missing-key"),
        ("a: Two Words", lambda f: f.id("a"), "data/bad-id"),
        ("a: x-", lambda f: f.id("a"), "data/bad-id"),
        ("a: many", lambda f: f.whole("a"), "data/wrong-type"),
        ("a: 1.5", lambda f: f.whole("a"), "data/wrong-type"),
        ("a: -1", lambda f: f.whole("a"), "data/out-of-range"),
        ("a: x", lambda f: f.number("a"), "data/wrong-type"),
        ("a: 1e400", lambda f: f.number("a"), "data/wrong-type"),
        ("a: perhaps", lambda f: f.flag("a"), "data/wrong-type"),
        ("a: []", lambda f: f.texts("a"), "data/empty-list"),
        ("a:", lambda f: f.texts("a"), "data/empty-list"),
        ("a: word", lambda f: f.texts("a"), "data/wrong-type"),
        ("a: [{b: 1}]", lambda f: f.texts("a"), "data/wrong-type"),
        ("a: [x]", lambda f: list(f.list_of("a", "This")), "data/wrong-type"),
        ("a: x", lambda f: f.group("a", "This"), "data/wrong-type"),
        ("b: x", lambda f: f.group("a", "This", required=True), "data/missing-key"),
        ("a: [X]", lambda f: f.ids("a"), "data/bad-id"),
    ],
)
def test_a_wrong_value_is_reported_and_reading_goes_on(text, ask, expected) -> None:
    group = fields(text)
    ask(group)
    assert [p.rule for p in group.problems] == [expected]


def test_right_values_are_read_without_a_word() -> None:
    group = fields('a: " x "\nb: 12\nc: -1.5\nd: yes\ne: [p, q]\nf: good-id\ng: {h: 1}')
    assert group.text("a") == "x"
    assert group.whole("b") == 12
    assert group.number("c") == -1.5
    assert group.flag("d") is True
    assert group.texts("e") == ("p", "q")
    assert group.id("f") == "good-id"
    inner = group.group("g", "g")
    assert inner is not None
    assert inner.whole("h") == 1
    inner.finish()
    group.finish()
    assert group.problems == []


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 5000,
        "a: " + "{" * 5000,
        "- " * 5000 + "x",
        "\n".join(" " * n + "a:" for n in range(999)),
    ],
)
def test_endless_nesting_is_reported_and_exhausts_nothing(text: str) -> None:
    assert rules(read_yaml(text, WHERE)[1]) == ["2 yaml/depth"]


@pytest.mark.parametrize(
    ("text", "ask", "expected"),
    [
        ("a: [Two Words]", lambda f: f.ids("a"), 'Write "two-words".'),
        ("a: [日本]", lambda f: f.ids("a"), "Write words in the letters a to z"),
        ("a: 日本", lambda f: f.id("a"), "Write words in the letters a to z"),
    ],
)
def test_a_name_that_is_no_id_comes_with_one_or_with_how_to_write_it(text, ask, expected) -> None:
    group = fields(text)
    ask(group)
    assert group.problems[0].remedy.startswith(expected)
