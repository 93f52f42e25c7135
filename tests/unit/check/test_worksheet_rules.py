"""Rules over a worksheet: each is heard on the author's line, and a good sheet hears nothing."""

from __future__ import annotations

import pytest

from macros.check.worksheet import RULES
from macros.model.problem import Level, Problem
from tests.worksheets import BAKERY, changed, read_sheet


def check(page: str) -> list[Problem]:
    sheet, _ = read_sheet(page)
    assert sheet is not None
    return [p for rule in RULES for p in rule(sheet)]


def line_of(text: str, page: str) -> int:
    return page[: page.index(text)].count("\n") + 1


def test_a_good_sheet_has_no_problem() -> None:
    assert check(BAKERY) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        ("  minutes: 30\n", "", "worksheet/no-minutes", "`minutes: 30`"),
        (
            '  instructions: "Fill in what you know. Leave the rest empty."\n',
            "",
            "worksheet/no-instructions",
            "instructions",
        ),
        ("id: opened, kind", "id: firm, kind", "data/duplicate-id", '"firm" is the id of two fields'),
        (
            "{id: rate, kind",
            "{id: hours, kind",
            "data/duplicate-id",
            '"hours" is the id of two columns of "jobs"',
        ),
        ("id: sums\n", "id: work\n", "data/duplicate-id", '"work" is the id of two sections'),
        ("          rows: 3\n", "", "worksheet/table", "`rows: 6`"),
        (
            "{id: note, kind: text, label: Note}",
            "{id: note, kind: notes, label: Note}",
            "worksheet/column-kind",
            "notes",
        ),
        (
            "            - {at: top-left, title: Niche, text: bake on order}\n",
            "",
            "worksheet/matrix",
            "but has 3",
        ),
        ("min: 0, max: 100", "min: 100, max: 0", "worksheet/range", "Swap the two."),
        ("formula: sum(jobs.cost)", "formula: summ(jobs.cost)", "worksheet/formula", 'Did you mean "sum"?'),
        (
            "formula: sum(jobs.cost)",
            "formula: sum(jobs.coast)",
            "worksheet/unknown-field",
            'Did you mean "jobs.cost"?',
        ),
        (
            "formula: sum(jobs.cost)",
            "formula: sum(cost)",
            "worksheet/unknown-field",
            'Name the table too: "jobs.cost".',
        ),
        (
            "formula: revenue * margin / 100",
            "formula: revenue-margin",
            "worksheet/unknown-field",
            "both sides of a minus sign",
        ),
        (
            "formula: revenue * margin / 100",
            "formula: revenue-3",
            "worksheet/unknown-field",
            "both sides of a minus sign",
        ),
        (
            "formula: revenue * margin / 100",
            "formula: revenue * firm",
            "worksheet/formula-kind",
            "no number (text)",
        ),
        (
            "formula: revenue * margin / 100",
            "formula: revenue * jobs",
            "worksheet/formula-kind",
            "`jobs.hours`",
        ),
        (
            "formula: revenue * margin / 100",
            "formula: revenue * jobs.rate",
            "worksheet/formula-kind",
            "`sum(jobs.rate)`",
        ),
        ("formula: sum(jobs.cost)", "formula: max(jobs.job)", "worksheet/formula-kind", "no number (text)"),
        ('"days(opened, closed)"', '"days(opened, revenue)"', "worksheet/formula-kind", "no date (money)"),
        ("formula: hours * rate", "formula: hours * story", "worksheet/formula-kind", "no number (notes)"),
        (
            'count(jobs.state, "Late")',
            'count(jobs.state, "Lat")',
            "worksheet/unknown-option",
            'Did you mean "Late"?',
        ),
        (
            "formula: hours * rate",
            "formula: hours * total",
            "worksheet/circular-formula",
            '"jobs.cost" uses "total" uses "jobs.cost"',
        ),
        (
            "formula: revenue * margin / 100",
            "formula: profit + 1",
            "worksheet/circular-formula",
            '"profit" uses "profit"',
        ),
    ],
)
def test_a_mistake_is_named_with_its_remedy(old: str, new: str, rule: str, words: str) -> None:
    found = [p for p in check(changed(old, new)) if p.rule == rule]
    assert len(found) == 1
    assert words in f"{found[0].message} {found[0].remedy}"


def test_a_table_without_columns_is_reported() -> None:
    start, end = (
        BAKERY.index("          columns:\n            - {id: loaves"),
        BAKERY.index("        - id: map"),
    )
    page = changed(" / sum(lines.loaves)", "", BAKERY[:start] + BAKERY[end:])
    assert "worksheet/table" in {p.rule for p in check(page)}


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        ("revenue: 120000", "revenue: 120,000", "worksheet/example", "no commas"),
        ("margin: 12.5", "margin: 120", "worksheet/example", "it must be from 0 to 100"),
        ("revenue: 120000", "revenue: -1", "worksheet/example", "it must be at least 0"),
        ("strain: 7", "strain: 11", "worksheet/example", "from 1 to 10"),
        ("strain: 7", "strain: 2.5", "worksheet/example", "whole number from 1 to 10"),
        ("opened: 2026-03-01", "opened: 1 March 2026", "worksheet/example", "`2026-03-31`"),
        ("opened: 2026-03-01", "opened: 2026-02-30", "worksheet/example", "no date"),
        ("mood: Rather tense", "mood: Rather tens", "worksheet/example", 'Did you mean "Rather tense"?'),
        ("insured: true", "insured: 5", "worksheet/example", "`true` or `false`"),
        (
            "habits: [Clean daily, Keep a log]",
            "habits: [Clean weekly]",
            "worksheet/example",
            'no option "Clean weekly"',
        ),
        ("margin: 12.5", "margin: [1, 2]", "worksheet/example", "a list, but it is a number"),
        ("      strain: 7", "      strane: 7", "worksheet/unknown-field", 'Did you mean "strain"?'),
        ("      strain: 7", "      strain: 7\n      total: 60", "worksheet/example", "which is computed"),
        ("load: 9", "load: 90", "worksheet/example", "from 1 to 10"),
        ("load: 9", "lode: 9", "worksheet/unknown-field", 'Did you mean "load"?'),
        ("load: 9", "cost: 9", "worksheet/example", "which is computed"),
        (
            "- {loaves: 50}",
            "- {loaves: 50}\n        - {loaves: 1}",
            "worksheet/example",
            'fills 3 rows of "lines", which has 2',
        ),
        ("- {loaves: 50}", "- 50", "worksheet/example", "which column"),
        (
            "{item: Wheat, at: bottom-left}",
            "{item: Wheat, at: middle}",
            "worksheet/example",
            'no quadrant "middle"',
        ),
        (
            "{item: Wheat, at: bottom-left}",
            "{item: Wheat}",
            "worksheet/example",
            "`- {item: Name, at: top-left}`",
        ),
    ],
)
def test_an_example_that_does_not_fit_is_named_on_its_own_line(
    old: str, new: str, rule: str, words: str
) -> None:
    page = changed(old, new)
    (found,) = [p for p in check(page) if p.level is Level.ERROR]
    assert found.rule == rule
    assert words in f"{found.message} {found.remedy}"
    assert found.where.line == line_of(new.splitlines()[-1].strip(), page)


def test_an_item_without_room_is_named_where_the_example_places_it() -> None:
    page = changed("          items: 3", "          items: 1")
    (found,) = check(page)
    assert (found.rule, found.where.line) == ("worksheet/example", line_of("- {item: Wheat", page))
    assert "has room for 1" in found.message


def test_a_result_that_the_example_leaves_empty_is_advice() -> None:
    (found,) = check(changed("      closed: 2026-03-31\n", ""))
    assert (found.rule, found.level) == ("worksheet/example-result", Level.ADVICE)
    assert '"closed"' in found.remedy


def test_an_example_that_divides_by_zero_is_advice() -> None:
    page = changed("- {loaves: 50}", "- {loaves: 0}", changed("loaves: 100", "loaves: 0"))
    (found,) = check(page)
    assert "divides by zero" in found.message


def test_a_sheet_without_an_example_is_reported_but_an_action_plan_needs_none() -> None:
    page = BAKERY[: BAKERY.index("  example:")] + "---\n"
    assert [p.rule for p in check(page)] == ["worksheet/no-example"]
    plan = (
        "---\ntitle: T\ncourse:\n  id: p\n  action_plan: flour\n  minutes: 5\n  instructions: Do it.\n---\n"
    )
    assert check(plan) == []


def test_a_circle_is_reported_once() -> None:
    page = changed(
        "formula: revenue * margin / 100",
        "formula: total + 1",
        changed("formula: sum(jobs.cost)", "formula: profit + 1"),
    )
    assert [p.rule for p in check(page) if p.level is Level.ERROR] == ["worksheet/circular-formula"]


def test_every_problem_says_what_is_wrong_and_how_to_mend_it() -> None:
    page = (
        BAKERY.replace("120000", "much")
        .replace("hours * rate", "hours * firm")
        .replace("minutes: 30", "minutes: 0")
    )
    found = check(page)
    assert len(found) >= 3
    assert all(p.message and p.remedy for p in found)
