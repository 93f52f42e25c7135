"""The worksheet in a browser: results while typing, rows, example, clearing, saved values, phone, paper, no scripts."""

from __future__ import annotations

import gzip
import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from macros.export.assets import join_modules
from macros.model.worksheet import Worksheet
from macros.render.here import Here
from macros.render.worksheet import render_worksheet
from tests.browser.conftest import LEARN, Stage
from tests.browser.tools import axe
from tests.worksheets import changed, sheet_of

pytestmark = pytest.mark.browser

HERE = Here("worksheets/bakery-check.md", "worksheets/bakery-check/")
ROOT = "worksheet/bakery-check"
LISTEN = """() => {
  globalThis.heard = []
  document.addEventListener('learn-change', (event) => heard.push(event.detail))
}"""


def opened(page: Page, stage: Stage, sheet: Worksheet | None = None, **options: Any) -> Page:
    page.goto(stage(render_worksheet(sheet or sheet_of(), HERE, heading=3), **options))
    if options.get("script", True):
        page.wait_for_selector("learn-worksheet[data-enhanced]")
        page.evaluate(LISTEN)
    return page


@pytest.fixture
def sheet(page: Page, stage: Stage) -> Page:
    return opened(page, stage)


def control(page: Page, path: str) -> Locator:
    return page.locator(f'[id="{ROOT}/{path}"]')


def result(page: Page, field: str) -> Locator:
    return page.locator(f'[data-field="{field}"] output')


def cost(page: Page, row: int) -> Locator:
    return page.locator(f'tr[data-row="{row}"] td[data-column="cost"] output')


def heard(page: Page) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = page.evaluate("heard")
    return events


def press(page: Page, name: str) -> None:
    page.locator("learn-worksheet").get_by_role("button", name=name, exact=True).click()


# Results


def test_a_result_appears_while_somebody_types(sheet: Page) -> None:
    expect(result(sheet, "profit")).to_have_text("Fill in Revenue and Margin")
    control(sheet, "revenue").type("12000")
    expect(result(sheet, "profit")).to_have_text("Fill in Margin")
    control(sheet, "margin").type("5")
    expect(result(sheet, "profit")).to_have_text("$600")
    control(sheet, "margin").fill("")
    expect(result(sheet, "profit")).to_have_text("Fill in Margin")


def test_a_row_has_its_own_result_and_the_total_follows(sheet: Page) -> None:
    expect(cost(sheet, 1)).to_have_text("")
    control(sheet, "jobs/1/hours").fill("3")
    expect(cost(sheet, 1)).to_have_text("Fill in Rate")
    expect(result(sheet, "total")).to_have_text("Fill in Rate")
    control(sheet, "jobs/1/rate").fill("20.5")
    expect(cost(sheet, 1)).to_have_text("$61.50")
    expect(cost(sheet, 2)).to_have_text("")
    expect(result(sheet, "total")).to_have_text("$61.50")


def test_a_division_by_zero_is_said_in_words(sheet: Page) -> None:
    control(sheet, "revenue").fill("100")
    control(sheet, "margin").fill("10")
    control(sheet, "lines/rye/loaves").fill("0")
    expect(result(sheet, "per-loaf")).to_have_text("Cannot divide by zero: Loaves")
    control(sheet, "lines/rye/loaves").fill("4")
    expect(result(sheet, "per-loaf")).to_have_text("$2.50")


def test_choices_and_dates_count(sheet: Page) -> None:
    control(sheet, "jobs/1/state").select_option("Late")
    control(sheet, "jobs/2/state").select_option("Live")
    control(sheet, "jobs/3/state").select_option("Live")
    expect(result(sheet, "share")).to_have_text("33.3%")
    control(sheet, "opened").fill("2026-03-01")
    control(sheet, "closed").fill("2026-03-31")
    expect(result(sheet, "open-days")).to_have_text("30 days")


def test_a_number_out_of_bounds_is_marked_and_not_used(sheet: Page) -> None:
    control(sheet, "revenue").fill("100")
    control(sheet, "margin").fill("120")
    expect(control(sheet, "margin")).to_have_attribute("aria-invalid", "true")
    expect(result(sheet, "profit")).to_have_text("Fill in Margin")
    control(sheet, "margin").fill("20")
    expect(control(sheet, "margin")).not_to_have_attribute("aria-invalid", "true")
    expect(result(sheet, "profit")).to_have_text("$20")


def test_a_result_is_written_only_when_it_changes_because_every_writing_is_read_aloud(sheet: Page) -> None:
    control(sheet, "revenue").fill("100")
    control(sheet, "margin").fill("10")
    sheet.evaluate("""() => {
      globalThis.written = 0
      const output = document.querySelector('[data-field=profit] output')
      new MutationObserver((changes) => (written += changes.length)).observe(output, { childList: true, characterData: true, subtree: true })
    }""")
    control(sheet, "story").fill("It rained.")
    control(sheet, "firm").fill("Rye & Co")
    assert sheet.evaluate("written") == 0
    control(sheet, "margin").fill("20")
    assert sheet.evaluate("written") > 0
    assert (
        sheet.locator('[data-field="profit"] output').evaluate(
            "(o) => o.getAttribute('aria-live') ?? o.tagName"
        )
        == "OUTPUT"
    )


# Rows


def test_a_row_can_be_added_with_names_of_its_own(sheet: Page) -> None:
    control(sheet, "jobs/3/hours").fill("2")
    press(sheet, "Add a row")
    expect(control(sheet, "jobs/4/job")).to_be_focused()
    expect(control(sheet, "jobs/4/hours")).to_have_value("")
    expect(control(sheet, "jobs/4/hours")).to_have_attribute("name", "worksheet.bakery-check.jobs.4.hours")
    expect(control(sheet, "jobs/4/hours")).to_have_attribute("data-id", f"{ROOT}/jobs/4/hours")
    expect(control(sheet, "jobs/4/hours")).to_have_attribute("aria-label", "Row 4, Time (hours)")
    expect(sheet.locator('tr[data-row="4"] th')).to_have_text(re.compile(r"Row\s+4"))
    control(sheet, "jobs/4/hours").fill("1")
    control(sheet, "jobs/4/rate").fill("10")
    expect(cost(sheet, 4)).to_have_text("$10")
    ids = sheet.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))


def test_added_rows_go_when_the_sheet_is_cleared(sheet: Page) -> None:
    press(sheet, "Add a row")
    control(sheet, "jobs/4/hours").fill("1")
    press(sheet, "Clear")
    sheet.locator("[data-do=yes]").click()
    expect(sheet.locator('[data-field="jobs"] tbody tr')).to_have_count(3)


# The matrix


def test_placed_items_appear_in_the_drawing(sheet: Page) -> None:
    control(sheet, "map/1/item").fill("Rye <b>bread</b>")
    star = sheet.locator('[data-field="map"] [data-at="top-right"] ul')
    expect(star).to_have_text("")
    control(sheet, "map/1/at").select_option("Star")
    expect(star.locator("li")).to_have_text(["Rye <b>bread</b>"])
    control(sheet, "map/1/at").select_option("Drop")
    expect(star).to_have_text("")
    assert heard(sheet)[-1]["value"] == [{"item": "Rye <b>bread</b>", "at": "bottom-left"}]


# What a store hears, and what it may put back


def test_every_change_is_told_with_id_revision_and_the_whole_value_of_the_field(sheet: Page) -> None:
    revisions = {f.id: f.revision for f in sheet_of().fields}
    control(sheet, "jobs/2/hours").fill("4")
    assert heard(sheet)[-1] == {"id": f"{ROOT}/jobs", "rev": revisions["jobs"], "value": [{}, {"hours": 4}]}
    control(sheet, "lines/wheat/note").fill("good")
    assert heard(sheet)[-1] == {
        "id": f"{ROOT}/lines",
        "rev": revisions["lines"],
        "value": {"wheat": {"note": "good"}},
    }
    sheet.get_by_label("Rather tense").check()
    assert heard(sheet)[-1]["value"] == "tense"
    sheet.get_by_label("Keep a log").check()
    assert heard(sheet)[-1]["value"] == ["log"]
    sheet.locator('[data-field="strain"] input[value="7"]').check()
    assert heard(sheet)[-1]["value"] == 7
    sheet.get_by_label("Insured").check()
    assert heard(sheet)[-1]["value"] is True
    control(sheet, "firm").fill("Rye")
    control(sheet, "firm").fill("")
    assert heard(sheet)[-1] == {"id": f"{ROOT}/firm", "rev": revisions["firm"], "value": None}


def test_saved_values_come_back_without_a_word(sheet: Page) -> None:
    press(sheet, "Fill with the example")
    saved = {event["id"]: event["value"] for event in heard(sheet)}
    page_before = sheet.locator("form").evaluate("(f) => JSON.stringify([...new FormData(f)])")
    sheet.reload()
    sheet.wait_for_selector("learn-worksheet[data-enhanced]")
    sheet.evaluate(LISTEN)
    sheet.evaluate("(values) => document.querySelector('learn-worksheet').restore(values)", saved)
    assert sheet.locator("form").evaluate("(f) => JSON.stringify([...new FormData(f)])") == page_before
    expect(result(sheet, "total")).to_have_text("$105")
    assert heard(sheet) == []


def test_saved_rows_beyond_the_blank_ones_get_rows(sheet: Page) -> None:
    rows = [{"hours": n} for n in range(1, 6)]
    sheet.evaluate(
        "(values) => document.querySelector('learn-worksheet').restore(values)", {f"{ROOT}/jobs": rows}
    )
    expect(control(sheet, "jobs/5/hours")).to_have_value("5")


@pytest.mark.parametrize(
    "value",
    [
        None,
        5,
        "x",
        True,
        [],
        {},
        [None],
        [[1]],
        {"rye": 3},
        {"rye": {"loaves": {}}},
        [{"hours": []}],
        [{"item": 5, "at": "nowhere"}],
        "<b>",
    ],
)
def test_saved_values_of_the_wrong_shape_do_no_harm(
    sheet: Page, complaints: list[str], value: object
) -> None:
    ids = sheet.evaluate("[...document.querySelectorAll('[data-field]')].map((e) => e.dataset.id)")
    sheet.evaluate(
        "(values) => document.querySelector('learn-worksheet').restore(values)", dict.fromkeys(ids, value)
    )
    expect(result(sheet, "share")).to_contain_text("State")
    assert sheet.locator("form b", has_text="<b>").count() == 0
    # The browser says in its console that "x" is no number.
    assert all("The specified value" in complaint for complaint in complaints)
    complaints.clear()


def test_a_flood_of_saved_rows_is_cut(sheet: Page) -> None:
    sheet.evaluate(
        "(id) => document.querySelector('learn-worksheet').restore({ [id]: Array(5000).fill({}) })",
        f"{ROOT}/jobs",
    )
    assert sheet.locator('[data-field="jobs"] tbody tr').count() <= 100


# Buttons


def test_the_example_fills_the_sheet_and_asks_before_it_replaces_anything(sheet: Page) -> None:
    press(sheet, "Fill with the example")
    expect(control(sheet, "firm")).to_have_value("Corner Kitchen <b>& sons</b>")
    expect(result(sheet, "profit")).to_have_text("$15,000")
    expect(sheet.locator("learn-worksheet [role=status]")).to_have_text("Filled with the fictional example.")
    control(sheet, "firm").fill("Mine")
    press(sheet, "Fill with the example")
    expect(sheet.locator(".learn-worksheet__ask")).to_contain_text("Replace what you wrote")
    expect(sheet.locator("[data-do=no]")).to_be_focused()
    sheet.locator("[data-do=no]").click()
    expect(control(sheet, "firm")).to_have_value("Mine")
    expect(sheet.locator("[data-do=fill]")).to_be_focused()


def test_clearing_asks_first_then_empties_everything_and_tells(sheet: Page) -> None:
    press(sheet, "Fill with the example")
    before = len(heard(sheet))
    press(sheet, "Clear")
    expect(control(sheet, "firm")).not_to_have_value("")
    sheet.locator("[data-do=yes]").click()
    assert sheet.locator("form").evaluate("(f) => [...new FormData(f)].filter(([, v]) => v).length") == 0
    expect(result(sheet, "profit")).to_have_text("Fill in Revenue and Margin")
    told = heard(sheet)[before:]
    assert told
    assert all(event["value"] is None for event in told)
    expect(sheet.locator("learn-worksheet [role=status]")).to_have_text("The sheet is empty.")


def test_escape_takes_the_question_back(sheet: Page) -> None:
    control(sheet, "firm").fill("Mine")
    press(sheet, "Clear")
    sheet.keyboard.press("Escape")
    expect(sheet.locator(".learn-worksheet__ask")).to_be_hidden()
    expect(control(sheet, "firm")).to_have_value("Mine")


def test_the_sheet_prints_at_a_button(sheet: Page) -> None:
    sheet.evaluate("globalThis.print = () => (globalThis.printed = true)")
    press(sheet, "Print this sheet")
    assert sheet.evaluate("printed") is True


def test_enter_in_a_field_neither_sends_nor_loses_anything(sheet: Page) -> None:
    address = sheet.url
    control(sheet, "revenue").fill("5")
    control(sheet, "revenue").press("Enter")
    assert sheet.url == address
    expect(control(sheet, "revenue")).to_have_value("5")


def test_the_element_survives_being_taken_out_and_put_back(sheet: Page) -> None:
    sheet.evaluate("""() => {
      const element = document.querySelector('learn-worksheet')
      const { parentNode } = element
      element.remove()
      parentNode.append(element)
    }""")
    control(sheet, "revenue").fill("100")
    control(sheet, "margin").fill("10")
    expect(result(sheet, "profit")).to_have_text("$10")
    assert len(heard(sheet)) == 2


def test_values_that_the_browser_restores_are_worked_out(sheet: Page) -> None:
    sheet.evaluate("""() => {
      document.querySelector('[name$="revenue"]').value = '100'
      document.querySelector('[name$="margin"]').value = '10'
      dispatchEvent(new PageTransitionEvent('pageshow'))
    }""")
    expect(result(sheet, "profit")).to_have_text("$10")


# Without scripts


def test_without_scripts_the_sheet_can_be_filled_and_explains_its_sums(bare_page: Page, stage: Stage) -> None:
    opened(bare_page, stage, script=False)
    control(bare_page, "firm").fill("Rye & Co")
    control(bare_page, "jobs/1/state").select_option("Live")
    expect(bare_page.locator('[data-field="profit"]')).to_contain_text("Profit = Revenue × Margin ÷ 100")
    assert bare_page.locator("learn-worksheet button:visible").count() == 0
    control(bare_page, "revenue").press("Enter")
    expect(control(bare_page, "firm")).to_have_value("Rye & Co")


def test_without_scripts_the_example_can_be_opened(bare_page: Page, stage: Stage) -> None:
    opened(bare_page, stage, script=False)
    bare_page.locator("summary").click()
    expect(bare_page.locator("details")).to_contain_text("Fictional example")
    expect(bare_page.locator("details dd", has_text="$15,000")).to_be_visible()


# Screens


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_width_scrolls_the_page_sideways(page: Page, stage: Stage, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, stage)
    press(page, "Fill with the example")
    page.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_each_row_is_a_card_with_its_labels(phone: Page, stage: Stage) -> None:
    opened(phone, stage)
    row = phone.locator('[data-field="jobs"] tr[data-row="1"]')
    expect(row.locator("th")).to_have_text(re.compile(r"Row\s+1"))
    label = row.locator('td[data-column="hours"]').evaluate(
        "(td) => getComputedStyle(td, '::before').content"
    )
    assert label == '"Time (hours)"'
    box = row.locator('td[data-column="job"] textarea').bounding_box()
    assert box is not None
    assert box["width"] > 250


def test_on_a_phone_blank_cards_come_one_at_a_time(phone: Page, stage: Stage) -> None:
    opened(phone, stage)
    rows = phone.locator('[data-field="jobs"] tbody tr:visible')
    expect(rows).to_have_count(1)
    control(phone, "jobs/1/hours").fill("1")
    expect(rows).to_have_count(2)
    press(phone, "Add a row")
    expect(rows).to_have_count(3)
    expect(control(phone, "jobs/3/job")).to_be_focused()
    press(phone, "Add a row")
    expect(control(phone, "jobs/4/job")).to_be_focused()


def test_every_target_is_large_enough_for_a_finger(phone: Page, stage: Stage) -> None:
    opened(phone, stage)
    small = phone.evaluate("""() => [...document.querySelectorAll('learn-worksheet :is(button, input, select, textarea, summary)')]
      .filter((e) => e.offsetParent)
      .map((e) => (e.closest('label') ?? e))
      .map((e) => [e.outerHTML, e.getBoundingClientRect()])
      .filter(([, box]) => box.width < 24 || box.height < 24)
      .map(([name]) => name)""")
    assert small == []
    low = phone.evaluate("""() => [...document.querySelectorAll('learn-worksheet :is(button, select, textarea, summary, label.learn-worksheet__tick)')]
      .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44)
      .map((e) => e.outerHTML)""")
    assert low == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_axe_finds_nothing_in_any_state(page: Page, stage: Stage, dark: bool, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(page, stage, dark=dark)
    assert axe(page) == []
    press(page, "Fill with the example")
    page.locator("summary").click()
    press(page, "Clear")
    assert axe(page) == []


def test_axe_finds_nothing_without_scripts(page: Page, stage: Stage) -> None:
    opened(page, stage, script=False)
    assert axe(page) == []


def test_everything_can_be_reached_and_worked_with_the_keyboard(sheet: Page) -> None:
    sheet.locator("[data-do=print]").focus()
    seen: list[str] = []
    for _ in range(120):
        sheet.keyboard.press("Tab")
        at = sheet.evaluate(
            "document.activeElement.dataset.do ?? document.activeElement.getAttribute('name') ?? document.activeElement.tagName"
        )
        seen.append(at)
        if at == "SUMMARY":
            break
    assert seen[-1] == "SUMMARY"
    assert {
        "fill",
        "clear",
        "add",
        "worksheet.bakery-check.firm",
        "worksheet.bakery-check.strain",
        "worksheet.bakery-check.map.3.at",
    } <= set(seen)


# Paper


def printed(page: Page, paper: str) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(format=paper, prefer_css_page_size=True)))


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(p.extract_text() for p in pdf.pages).split())


def alone(page: Page, stage: Stage, sheet: Worksheet | None = None) -> None:
    """Only the sheet on the page, as a worksheet's own page prints it."""
    opened(page, stage, sheet)
    page.evaluate("document.querySelectorAll('main > h1, main > h2').forEach((e) => e.remove())")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_blank_sheet_needs_its_stated_pages_and_no_example(page: Page, stage: Stage, paper: str) -> None:
    alone(page, stage)
    pdf = printed(page, paper)
    assert len(pdf.pages) == sheet_of().pages
    text = text_of(pdf)
    assert "Fictional example" not in text
    assert "Fill with the example" not in text
    assert "Fill in" not in text.replace("Fill in what you know", "")
    assert "Team" in text
    assert "State: Live / Late" in text


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_open_example_prints_on_a_page_of_its_own(page: Page, stage: Stage, paper: str) -> None:
    alone(page, stage)
    blank = len(printed(page, paper).pages)
    page.locator("summary").click()
    pdf = printed(page, paper)
    first = next(n for n, p in enumerate(pdf.pages) if "Fictional example" in p.extract_text())
    assert first == blank
    assert "$15,000" in text_of(pdf)


def test_a_fold_that_only_the_theme_opened_for_paper_does_not_print(page: Page, stage: Stage) -> None:
    alone(page, stage)
    page.evaluate("document.querySelector('details').open = true")
    assert "Fictional example" not in text_of(printed(page, "A4"))


def test_a_filled_sheet_prints_what_was_written(page: Page, stage: Stage) -> None:
    alone(page, stage)
    press(page, "Fill with the example")
    text = text_of(printed(page, "A4"))
    for words in ("Corner Kitchen", "The oven broke.", "Sold out by ten", "$15,000", "03/31/2026"):
        assert words in text


def test_a_wide_sheet_turns_the_paper(page: Page, stage: Stage) -> None:
    alone(page, stage, sheet_of(changed("  pages: 2", "  pages: 2\n  landscape: true")))
    for paper, long in (("A4", 842), ("Letter", 792)):
        box = printed(page, paper).pages[0].mediabox
        assert round(float(box.width)) == pytest.approx(long, abs=2)
        assert box.width > box.height


def test_a_long_table_has_its_heads_on_every_page_and_all_its_rows(page: Page, stage: Stage) -> None:
    alone(page, stage, sheet_of(changed("          rows: 3", "          rows: 60")))
    texts = [one.extract_text() for one in printed(page, "A4").pages]
    rows = [re.findall(r"^(\d+) mm/dd/yyyy$", text, re.MULTILINE) for text in texts]
    assert [int(number) for found in rows for number in found] == list(range(1, 61))
    tables = [text for text, found in zip(texts, rows, strict=True) if found]
    assert len(tables) > 2
    assert all("Job Time (hours) Rate" in text for text in tables)


def test_a_second_sheet_on_the_same_page_works_alone(page: Page, stage: Stage) -> None:
    other = sheet_of(changed("  id: bakery-check\n", "  id: second-check\n"))
    page.goto(stage(render_worksheet(sheet_of(), HERE, heading=3) + render_worksheet(other, HERE, heading=3)))
    page.locator('[id="worksheet/second-check/revenue"]').fill("100")
    page.locator('[id="worksheet/second-check/margin"]').fill("10")
    expect(page.locator('[data-id="worksheet/second-check/profit"] output')).to_have_text("$10")
    expect(page.locator(f'[data-id="{ROOT}/profit"] output')).to_have_text("Fill in Revenue and Margin")


# Weight


def test_the_element_and_its_sums_stay_small() -> None:
    modules = {
        p.relative_to(LEARN).as_posix(): p.read_text("utf-8") for p in sorted(Path(LEARN).rglob("*.mjs"))
    }
    script = join_modules("elements/learn-worksheet.mjs", modules)
    assert len(gzip.compress(script.encode(), 9)) < 6300
