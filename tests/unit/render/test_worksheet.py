"""A worksheet's HTML: complete without scripts, every control named and labelled, the example computed and marked."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from macros.model.course import Action, Chapter, Horizon
from macros.model.problem import Where
from macros.model.worksheet import Worksheet
from macros.render.here import Here
from macros.render.worksheet import action_plan_sheet, format_amount, listed, render_worksheet
from tests.worksheets import changed, read_sheet, sheet_of

HERE = Here("worksheets/bakery-check.md", "worksheets/bakery-check/")
CASES = json.loads((Path(__file__).parents[2] / "formula_cases.json").read_text("utf-8"))
WHERE = Where(PurePosixPath("docs/chapters/01-flour.md"))


def page(sheet: Worksheet | None = None, **how: Any) -> BeautifulSoup:
    return BeautifulSoup(render_worksheet(sheet or sheet_of(), how.pop("here", HERE), **how), "html.parser")


def one(tag: Tag, selector: str) -> Tag:
    found = tag.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def field(soup: Tag, id: str) -> Tag:
    return one(soup, f'[data-field="{id}"]')


def filled(soup: Tag, label: str) -> str:
    """What stands beside a label on a filled-in sheet."""
    for term in soup.select(".learn-worksheet__filled dt"):
        if words(term) == label:
            beside = term.find_next_sibling("dd")
            assert isinstance(beside, Tag)
            return words(beside)
    raise AssertionError(label)


@pytest.mark.parametrize("case", CASES["formats"], ids=lambda c: c["shown"])
def test_a_number_is_shown_as_in_the_browser(case: dict[str, Any]) -> None:
    assert format_amount(case["value"], case.get("style", "number"), case.get("decimals")) == case["shown"]


def test_every_control_has_a_label() -> None:
    form = one(page(), "form")
    labelled = {label["for"] for label in form.select("label[for]")}
    for control in form.select("input, select, textarea, output"):
        inside = control.find_parent("label") is not None
        assert inside or control.get("aria-label") or control.get("id") in labelled, control


def test_ids_are_unique_and_names_too_except_within_a_group_of_radio_buttons() -> None:
    soup = page()
    assert [i for i, n in Counter(t["id"] for t in soup.select("[id]")).items() if n > 1] == []
    single = [t["name"] for t in soup.select("[name]") if t.get("type") != "radio"]
    assert [i for i, n in Counter(single).items() if n > 1] == []


def test_what_names_and_describes_a_control_exists() -> None:
    soup = page()
    ids = {str(t["id"]) for t in soup.select("[id]")}
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        for tag in soup.select(f"[{attribute}]"):
            assert (
                set(str(tag[attribute]).split()) <= ids
                if isinstance(tag[attribute], str)
                else set(tag[attribute]) <= ids
            )


def test_fields_and_cells_carry_their_full_id_and_names_say_the_same_with_dots() -> None:
    soup = page()
    cell = one(soup, '[data-id="worksheet/bakery-check/jobs/2/hours"]')
    assert cell["name"] == "worksheet.bakery-check.jobs.2.hours"
    assert one(soup, '[data-id="worksheet/bakery-check/lines/wheat/loaves"]')["type"] == "number"
    assert field(soup, "firm")["data-id"] == "worksheet/bakery-check/firm"
    assert all(
        f["data-rev"] == by_id.revision
        for f in soup.select("[data-field]")
        for by_id in sheet_of().fields
        if by_id.id == f["data-field"]
    )


def test_each_section_is_a_fieldset_with_its_title() -> None:
    sets = page().select("form > fieldset")
    assert [words(one(s, "legend h2")) for s in sets] == ["The bakery", "The work", "Sums"]


@pytest.mark.parametrize(
    ("here", "heading", "levels"), [(HERE, 0, "123"), (Here("index.md", ""), 0, "345"), (HERE, 2, "234")]
)
def test_headings_fit_the_page_they_stand_on(here: Here, heading: int, levels: str) -> None:
    found = [t.name for t in page(here=here, heading=heading).select("h1, h2, h3, h4, h5, h6")]
    assert sorted(set(found)) == [f"h{n}" for n in levels]
    steps = [int(name[1]) for name in found]
    assert all(after <= before + 1 for before, after in pairwise(steps))


def test_each_kind_of_field_is_its_native_control() -> None:
    soup = page()
    native = {
        "firm": "textarea",
        "revenue": "input[type=number]",
        "opened": "input[type=date]",
        "insured": "input[type=checkbox]",
        "story": "textarea[rows='3']",
        "profit": "output",
    }
    for id, selector in native.items():
        one(field(soup, id), selector)
    assert len(field(soup, "strain").select("input[type=radio]")) == 10
    assert len(field(soup, "mood").select("input[type=radio]")) == 2
    assert len(field(soup, "habits").select("input[type=checkbox]")) == 3
    assert len(field(soup, "map").select("li input[type=text]")) == 3


def test_a_table_has_headings_rows_and_labelled_cells() -> None:
    table = one(field(page(), "jobs"), "table")
    assert [words(th) for th in table.select("thead th[scope=col]")] == [
        "Row", "Job", "Time (hours)", "Rate", "Load 1 light – 10 heavy", "State", "Due", "Done", "Cost",
    ]  # fmt: skip
    assert len(table.select("tbody tr")) == 3
    assert [words(th) for th in table.select("tbody th[scope=row]")] == ["Row 1", "Row 2", "Row 3"]
    assert one(table, '[name="worksheet.bakery-check.jobs.3.hours"]')["aria-label"] == "Row 3, Time (hours)"


def test_rows_with_labels_are_named_by_them() -> None:
    table = one(field(page(), "lines"), "table")
    assert [words(th) for th in table.select("th[scope=row]")] == ["Rye", "Wheat & spelt"]
    assert words(table.select("thead th")[0]) == "Bread"
    assert one(table, '[name$="wheat.note"]')["aria-label"] == "Wheat & spelt, Note"


def test_wide_tables_scroll_in_a_group_that_can_be_focused_and_narrow_ones_do_not() -> None:
    soup = page()
    region = one(field(soup, "jobs"), ".learn-worksheet__scroll[role=group]")
    assert region["tabindex"] == "0"
    assert words(one(soup, f'[id="{region["aria-labelledby"]}"]')) == "Jobs"
    assert field(soup, "lines").select(".learn-worksheet__scroll[role=group]") == []


def test_formulas_stand_in_words_for_those_who_have_no_script() -> None:
    soup = page()
    assert words(one(field(soup, "profit"), ".learn-worksheet__formula")) == "Profit = Revenue × Margin ÷ 100"
    assert (
        words(one(field(soup, "total"), ".learn-worksheet__formula")) == "Cost of all jobs = the sum of Cost"
    )
    assert words(one(field(soup, "share"), ".learn-worksheet__formula")) == (
        "Share late = the number of State marked “Late” ÷ the number of State filled in"
    )
    assert (
        words(one(field(soup, "open-days"), ".learn-worksheet__formula"))
        == "Days open = the days from Opened on to Closed on"
    )
    assert words(one(field(soup, "jobs"), ".learn-worksheet__formulas")) == "Cost = Time × Rate"


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("revenue - (margin - 1)", "Revenue − (Margin − 1)"),
        ("revenue - margin - 1", "Revenue − Margin − 1"),
        ("(revenue + margin) * 2", "(Revenue + Margin) × 2"),
        ("revenue / (margin * 2)", "Revenue ÷ (Margin × 2)"),
        ("max(revenue, margin + 1, 2000)", "the largest of Revenue , (Margin + 1) and 2,000"),
        ("-revenue + mean(jobs.rate)", "− Revenue + the average Rate"),
        ("min(revenue, 1) * 2", "(the smallest of Revenue and 1) × 2"),
    ],
)
def test_a_formula_in_words_means_what_it_computes(formula: str, said: str) -> None:
    soup = page(sheet_of(changed("formula: revenue * margin / 100", f"formula: '{formula}'")))
    found = words(one(field(soup, "profit"), ".learn-worksheet__formula")).removeprefix("Profit = ")
    assert found.replace("( ", "(").replace(" )", ")") == said


def test_an_output_names_what_it_is_made_from() -> None:
    soup = page()
    assert one(field(soup, "profit"), "output")["for"] == [
        "worksheet/bakery-check/revenue",
        "worksheet/bakery-check/margin",
    ]


def test_units_and_bounds_stand_beside_the_field() -> None:
    margin = field(page(), "margin")
    assert words(one(margin, "label")) == "Margin (0 to 100)"
    assert words(one(margin, ".learn-worksheet__control > .learn-worksheet__unit")) == "%"
    control = one(margin, "input")
    assert (control["min"], control["max"]) == ("0", "100")
    assert words(one(margin, f'[id="{control["aria-describedby"]}"]')) == "Of the whole year."


def test_the_matrix_shows_its_four_quadrants_in_order() -> None:
    plane = one(field(page(), "map"), ".learn-worksheet__plane")
    assert [words(b) for b in plane.select(".learn-worksheet__corner b")] == [
        "Niche",
        "Star",
        "Drop",
        "Rework",
    ]
    assert "(up: High, down: Low)" in words(plane)


def test_paper_is_told_which_options_a_column_has() -> None:
    assert [words(k) for k in field(page(), "jobs").select(".learn-worksheet__key")] == ["State: Live / Late"]


def test_the_example_is_folded_marked_and_computed() -> None:
    soup = page()
    example = one(soup, "details")
    assert not example.has_attr("open")
    assert words(one(example, "summary")) == "See it filled in"
    assert words(one(example, ".learn-worksheet__mark")) == "Fictional example"
    assert "The Corner Kitchen (fictional)" in words(example)
    assert example.select("input, textarea, select, output, [name]") == []
    assert filled(example, "Profit").startswith("$15,000 ")
    assert filled(example, "Cost of all jobs").startswith("$105 ")
    assert filled(example, "Share late").startswith("50%")
    assert filled(example, "Profit of a loaf").startswith("$100.00")
    assert filled(example, "Days open").startswith("30 days")
    assert filled(example, "Opened on") == "Mar 1, 2026"
    assert filled(example, "Margin") == "12.5%"
    assert filled(example, "Revenue") == "$120,000"
    assert filled(example, "Strain") == "7 of 10 1 none – 10 too much"
    assert filled(example, "Insured") == "Yes"


def test_ticks_of_the_example_are_said_in_words() -> None:
    habits = filled(page(), "Good habits")
    assert habits == "Weigh all ✓ Clean daily (ticked) ✓ Keep a log (ticked)"


def test_items_of_the_example_stand_in_their_quadrants() -> None:
    example = one(page(), "details")
    assert {q["data-at"]: words(one(q, "ul")) for q in example.select("[data-at]")} == {
        "top-left": "", "top-right": "Rye", "bottom-left": "Wheat", "bottom-right": "",
    }  # fmt: skip


def test_a_filled_sheet_shows_its_used_rows_with_results() -> None:
    rows = one(page(), "details").select("table")[0].select("tbody tr")
    assert [[words(td) for td in row.select("td")] for row in rows] == [
        ["Knead", "3", "$20", "4", "Late", "Apr 2, 2026", "Yes", "$60"],
        ["Bake", "1.5", "$30", "9", "Live", "", "", "$45"],
    ]


def test_a_result_without_inputs_says_what_is_missing() -> None:
    soup = page(answers={"revenue": 5.0, "jobs": ({"hours": 2.0},)})
    assert filled(soup, "Profit").startswith("Fill in Margin ")
    assert filled(soup, "Days open").startswith("Fill in Opened on and Closed on ")
    assert [words(td) for td in soup.select("table")[0].select("td")][-1] == "Fill in Rate"
    assert filled(
        page(answers={"revenue": 1.0, "margin": 1.0, "lines": ({"loaves": 0.0},)}), "Profit of a loaf"
    ).startswith("Cannot divide by zero: Loaves")


def test_answers_make_a_sheet_in_plain_text_without_a_form() -> None:
    sheet = sheet_of()
    assert sheet.example is not None
    fictional = page(answers=sheet.example.answers)
    assert fictional.select("form, details, learn-worksheet, input") == []
    assert words(one(fictional, ".learn-worksheet__mark")) == "Fictional example"
    assert page(answers={"firm": "Real & Co"}).select(".learn-worksheet__mark") == []


def test_the_example_can_be_left_out() -> None:
    soup = page(example=False)
    assert soup.select("details, [data-do=fill]") == []
    one(soup, "[data-do=clear]")


def test_values_for_the_element_use_ids_not_words() -> None:
    values = json.loads(str(one(page(), "[data-do=fill]")["data-values"]))
    own = {key.removeprefix("worksheet/bakery-check/"): value for key, value in values.items()}
    assert own["mood"] == "tense"
    assert own["habits"] == ["clean-daily", "log"]
    assert own["strain"] == 7
    assert own["jobs"][1] == {"job": "Bake", "hours": 1.5, "rate": 30, "load": 9, "state": "live"}
    assert own["lines"] == {"rye": {"loaves": 100, "note": "Sold out by ten"}, "wheat": {"loaves": 50}}
    assert own["map"][0] == {"item": "Rye", "at": "top-right"}


def test_markup_in_answers_and_labels_is_shown_and_never_run() -> None:
    sheet = sheet_of(changed("label: Firm}", 'label: "<img src=x onerror=alert(1)>"}'))
    html = render_worksheet(sheet, HERE)
    assert "<b>&" not in html
    assert "<img" not in html
    assert "Corner Kitchen &lt;b&gt;&amp; sons&lt;/b&gt;" in html


def test_inline_markdown_works_and_links_fit_the_page() -> None:
    sheet = sheet_of(
        changed("purpose: Try every *kind* of field.", 'purpose: "See [terms](../glossary.md#flour)."')
    )
    link = one(page(sheet), ".learn-worksheet__purpose a")
    assert link["href"] == "../../glossary/#flour"


def test_the_form_is_out_of_the_search_index_and_sends_nothing() -> None:
    root = one(page(), "learn-worksheet")
    assert root.has_attr("data-search-exclude")
    assert one(root, "form")["method"] == "dialog"
    assert {b["type"] for b in root.select("button")} == {"button"}


def test_what_only_a_script_can_do_is_hidden_without_one() -> None:
    soup = page()
    assert all(b.has_attr("hidden") or b.find_parent(hidden=True) is not None for b in soup.select("button"))


def test_wide_sheets_are_marked_for_paper() -> None:
    assert not one(page(), "learn-worksheet").has_attr("data-landscape")
    wide = sheet_of(changed("  pages: 2", "  pages: 2\n  landscape: true"))
    assert one(page(wide), "learn-worksheet").has_attr("data-landscape")


def test_lists_of_names_read_as_the_browser_writes_them() -> None:
    assert [listed(list("ABC"[:n])) for n in (0, 1, 2, 3)] == ["", "A", "A and B", "A, B, and C"]


def chapter() -> Chapter:
    actions = (
        Action(
            "ask-three",
            WHERE,
            "Ask *three* bakers.",
            owner="Owner",
            horizon=Horizon.DAYS_30,
            done_when="Notes of **three** talks",
        ),
        Action("weigh", WHERE, "Weigh all flour.", done_when="The log is full"),
    )
    return Chapter("flour", WHERE, "chapters/01-flour.md", 1, "Flour first", "", 5, (), (), (), (), actions)


def plan_sheet() -> Worksheet:
    sheet, problems = read_sheet(
        "---\ntitle: Plan\ncourse:\n  id: flour-plan\n  action_plan: flour\n  minutes: 5\n  instructions: Do it.\n---\n",
        "flour-plan",
    )
    assert problems == []
    assert sheet is not None
    return action_plan_sheet(sheet, chapter())


def test_an_action_plan_has_a_row_for_each_step_saved_under_the_actions_id() -> None:
    soup = page(plan_sheet(), here=Here("worksheets/flour-plan.md", "worksheets/flour-plan/"))
    assert [tr["data-row"] for tr in soup.select("tbody tr")] == ["ask-three", "weigh"]
    assert words(soup.select("tbody th")[0]) == "Ask three bakers. Owner, 30 days"
    assert [words(th) for th in soup.select("thead th")] == [
        "Step",
        "Owner",
        "Start",
        "Due",
        "Done when",
        "Done",
        "Note",
    ]
    prefilled = one(soup, '[data-id="worksheet/flour-plan/steps/ask-three/done-when"]')
    assert words(prefilled) == "Notes of three talks"
    assert prefilled["aria-label"] == "Ask three bakers, Done when"
    assert one(soup, '[data-id="worksheet/flour-plan/steps/weigh/due"]')["type"] == "date"
    assert soup.select("details, [data-do=add]") == []


def test_an_action_plan_is_landscape_and_keeps_its_own_fields() -> None:
    sheet = plan_sheet()
    assert (sheet.landscape, sheet.id, len(sheet.fields)) == (True, "flour-plan", 1)
    assert sheet.fields[0].rows == 2
