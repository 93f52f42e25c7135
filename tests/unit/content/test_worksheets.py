"""Worksheets from front matter: every kind of field, tolerant of what authors reasonably write, exact about mistakes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.content.data import Fields, Mapping, read_yaml
from macros.content.worksheets import parse_worksheet
from macros.model.problem import Where
from macros.model.worksheet import Axis, Choice, Field, FieldKind
from tests.worksheets import BAKERY, changed, read_sheet, sheet_of


def fields_of(page: str = BAKERY) -> dict[str, Field]:
    return {f.id: f for f in sheet_of(page).fields}


def line(text: str, page: str) -> int:
    return page[: page.index(text)].count("\n") + 1


def test_a_sheet_knows_where_it_stands_and_what_it_is_for() -> None:
    sheet = sheet_of()
    assert (sheet.id, sheet.uri, str(sheet.where.path)) == (
        "bakery-check",
        "worksheets/bakery-check.md",
        "docs/worksheets/bakery-check.md",
    )
    assert (sheet.title, sheet.minutes, sheet.pages, sheet.landscape) == ("Bakery check", 30, 2, False)
    assert [s.id for s in sheet.sections] == ["head", "work", "sums"]
    assert sheet.sections[0].intro == "Names first."


def test_every_kind_of_field_is_read() -> None:
    assert {f.kind for f in fields_of().values()} | {c.kind for c in fields_of()["jobs"].columns} == set(
        FieldKind
    )


def test_a_field_keeps_its_line() -> None:
    assert fields_of()["mood"].where.line == line("- {id: mood", BAKERY)


def test_options_are_texts_or_texts_with_an_id() -> None:
    assert fields_of()["mood"].choices == (Choice("calm", "Calm"), Choice("tense", "Rather tense"))


def test_row_labels_are_texts_or_texts_with_an_id_and_say_how_many_rows() -> None:
    lines = fields_of()["lines"]
    assert (lines.rows, lines.row_labels, lines.row_ids) == (2, ("Rye", "Wheat & spelt"), ("rye", "wheat"))


def test_an_axis_may_be_a_bare_text() -> None:
    page = changed("x: {label: Demand, low: Low, high: High}", "x: Demand")
    assert fields_of(page)["map"].x == Axis("Demand")


def test_a_number_keeps_its_unit_and_bounds() -> None:
    margin = fields_of()["margin"]
    assert (margin.unit, margin.minimum, margin.maximum) == ("%", 0, 100)


def test_answers_of_the_example_take_the_shape_of_their_fields() -> None:
    example = sheet_of().example
    assert example is not None
    answers = example.answers
    assert answers["margin"] == 12.5
    assert answers["opened"] == "2026-03-01"
    assert answers["insured"] is True
    assert answers["habits"] == ("Clean daily", "Keep a log")
    jobs = answers["jobs"]
    assert isinstance(jobs, tuple)
    assert jobs[1] == {"job": "Bake", "hours": 1.5, "rate": 30.0, "load": 9.0, "state": "Live"}
    assert answers["map"] == ({"item": "Rye", "at": "top-right"}, {"item": "Wheat", "at": "bottom-left"})


@pytest.mark.parametrize(
    ("old", "new", "field", "expected"),
    [
        ("mood: Rather tense", "mood: tense", "mood", "Rather tense"),
        ("mood: Rather tense", "mood: CALM", "mood", "Calm"),
        ("habits: [Clean daily, Keep a log]", "habits: log", "habits", ("Keep a log",)),
        ("strain: 7", 'strain: "7"', "strain", 7.0),
        ("insured: true", "insured: yes", "insured", True),
        ('story: "The oven broke. We baked at night."', "story: [One, Two]", "story", "One\nTwo"),
    ],
)
def test_an_answer_may_be_written_in_another_reasonable_way(
    old: str, new: str, field: str, expected: object
) -> None:
    example = sheet_of(changed(old, new)).example
    assert example is not None
    assert example.answers[field] == expected


def test_a_quadrant_may_be_named_by_its_title() -> None:
    example = sheet_of(changed("{item: Rye, at: top-right}", "{item: Rye, at: star}")).example
    assert example is not None
    assert example.answers["map"][0] == {"item": "Rye", "at": "top-right"}  # type: ignore[index]


def test_an_answer_that_does_not_fit_is_kept_as_it_was_written_for_the_checks() -> None:
    example = sheet_of(changed("margin: 12.5", "margin: a lot")).example
    assert example is not None
    assert example.answers["margin"] == "a lot"


def test_the_example_knows_the_line_of_every_answer() -> None:
    example = sheet_of().example
    assert example is not None
    assert example.places["jobs/1/load"].line == line("{job: Bake", BAKERY)
    assert example.places["firm"].line == line("firm: Corner Kitchen", BAKERY)


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        (
            "kind: money, label: Revenue",
            "kind: mony, label: Revenue",
            "data/unknown-word",
            'Did you mean "money"?',
        ),
        ("{id: firm, kind: text, label: Firm}", "{id: firm, kind: text}", "data/missing-key", '"label"'),
        ("{id: firm, kind: text, label: Firm}", "{kind: text, label: Firm}", "data/missing-key", '"id"'),
        ("label: Firm}", "label: Firm, lines: 3}", "data/unknown-key", "lines"),
        (
            "label: What happened, lines: 3",
            "label: What happened, lines: many",
            "data/wrong-type",
            "whole number",
        ),
        ("options: [Live, Late]", "options: [Live, live]", "data/duplicate-id", '"live" stands twice'),
        ("options: [Live, Late]", "options: []", "data/empty-list", "options"),
        ("label: State, options: [Live, Late]", "label: State", "data/missing-key", "options"),
        ("options: [Live, Late]", "options: [Live, [Late]]", "data/wrong-type", "one text"),
        (
            "formula: hours * rate, style: money",
            "formula: hours * rate, style: euro",
            "data/unknown-word",
            "money",
        ),
        ("formula: hours * rate, style: money", "style: money", "data/missing-key", "formula"),
        (
            "{at: top-left, title: Niche",
            "{at: top-lef, title: Niche",
            "worksheet/matrix",
            'Did you mean "top-left"?',
        ),
        ("minutes: 30", "minutes: half an hour", "data/wrong-type", "whole number"),
        ("pages: 2", "pages: 0", "data/out-of-range", "from 1"),
        (
            "  minutes: 30\n",
            "  minutes: 30\n  instruction: no\n",
            "data/unknown-key",
            'Did you mean "instructions"?',
        ),
        ("    firm: The Corner Kitchen (fictional)\n", "", "data/missing-key", '"firm"'),
    ],
)
def test_a_mistake_is_named_with_its_remedy(old: str, new: str, rule: str, words: str) -> None:
    _, problems = read_sheet(changed(old, new))
    assert [p.rule for p in problems] == [rule]
    assert words in f"{problems[0].message} {problems[0].remedy}"


def test_the_keys_of_an_unknown_kind_are_not_complained_of() -> None:
    _, problems = read_sheet(changed("kind: scale, label: Strain", "kind: slider, label: Strain"))
    assert [p.rule for p in problems] == ["data/unknown-word"]


def test_a_sheet_without_sections_is_reported() -> None:
    page = BAKERY[: BAKERY.index("  sections:")] + BAKERY[BAKERY.index("  example:") :]
    _, problems = read_sheet(page)
    assert "data/missing-key" in [p.rule for p in problems]


def test_a_sheet_without_an_id_is_no_sheet() -> None:
    sheet, problems = read_sheet(changed("  id: bakery-check\n", ""))
    assert sheet is None
    assert [p.rule for p in problems] == ["data/missing-key"]


def test_an_action_plan_needs_neither_sections_nor_chapters() -> None:
    page = "---\ntitle: T\ncourse:\n  id: flour-plan\n  action_plan: flour\n  minutes: 5\n---\n"
    sheet, problems = read_sheet(page)
    assert problems == []
    assert sheet is not None
    assert (sheet.action_plan, sheet.chapters, sheet.fields) == ("flour", ("flour",), ())


def test_the_same_text_gives_the_same_sheet() -> None:
    assert sheet_of() == sheet_of()


LINES = BAKERY.split("---\n")[1].splitlines()


@settings(max_examples=150)
@given(st.integers(0, len(LINES) - 1), st.sampled_from(["drop", "twice", "deeper", "empty", "list", "word"]))
def test_no_damage_to_a_line_makes_the_reader_fail(at: int, damage: str) -> None:
    line = LINES[at]
    head = line.split(":")[0]
    made = {
        "drop": [],
        "twice": [line, line],
        "deeper": ["    " + line],
        "empty": [f"{head}:"],
        "list": [f"{head}: [a, [b, {{c: d}}]]"],
        "word": [f"{head}: word"],
    }[damage]
    text = "\n".join(LINES[:at] + made + LINES[at + 1 :])
    data, problems = read_yaml(text, sheet_of().where)
    if not isinstance(data, Mapping):
        return
    fields = Fields(data, problems, "The front matter").group("course", "course")
    if fields is not None:
        sheet, found = parse_worksheet(fields, "worksheets/x.md", "", "")
        assert sheet is None or sheet.id
        assert all(isinstance(p.where, Where) and p.message for p in found)
