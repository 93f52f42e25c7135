"""The course plan in a browser: chosen by keyboard, kept, fitted, printed, taken along, and whatever is stored."""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.tools import EVIL, MANIFEST, Show, axe, entry, fragment, on_disk, opened, stored

pytestmark = pytest.mark.browser

SETTING = "settings/course-plan"
FLOUR = {"chapters": ["flour"], "length": "own", "minutes": 30, "people": 6, "start": "09:00"}


def planned(page: Page, address: str, value: object = None) -> Page:
    return opened(page, address, {SETTING: entry(value if value is not None else FLOUR)})


def verdict(page: Page) -> Any:
    return page.locator("[data-part=verdict]")


def test_an_empty_plan_asks_for_chapters_and_shows_nothing_else(page: Page, tool: Show) -> None:
    opened(page, tool("course_plan"))
    expect(verdict(page)).to_have_text("Choose the chapters, and the plan appears here.")
    expect(page.get_by_role("heading", name="To print")).to_be_hidden()
    expect(page.get_by_role("button", name="Print the plan")).to_be_hidden()
    assert stored(page) == {}


def test_a_plan_is_made_by_keyboard_and_kept(page: Page, tool: Show) -> None:
    opened(page, tool("course_plan"))
    page.get_by_label("1. What flour wants").focus()
    page.keyboard.press("Space")
    expect(verdict(page)).to_contain_text(
        "This chapter needs 20 minutes; you have 175, breaks and welcome aside."
    )
    page.get_by_label("Half a day").focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("My own minutes")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("25")
    expect(verdict(page)).to_have_text(
        "This chapter needs 20 minutes; you have 25, breaks and welcome aside. Every step keeps its full time."
    )
    page.get_by_label("People").fill("9")
    page.get_by_label("Team or client").fill("Corner Kitchen")
    expect(page.get_by_role("heading", name="Course plan: Corner Kitchen")).to_be_visible()
    assert stored(page)[SETTING]["value"] == {
        "chapters": ["flour"], "length": "own", "minutes": 25, "people": 9, "start": "09:00", "team": "Corner Kitchen",
    }  # fmt: skip
    page.reload()
    page.wait_for_selector(".learn-tool[data-ready]")
    expect(page.get_by_label("1. What flour wants")).to_be_checked()
    expect(page.get_by_label("Minutes, breaks included")).to_have_value("25")
    rows = page.locator(".learn-course__row")
    assert rows.nth(0).inner_text().split("\n") == ["9:00–9:05", "Feel both flours.", "5 min"]


def test_sheets_are_counted_for_the_people_and_things_stand_once(page: Page, tool: Show) -> None:
    planned(page, tool("course_plan"))
    lines = page.locator("[data-part=prints] tr")
    assert [line.inner_text().split("\t") for line in lines.all()][:2] == [
        ["Dough calculator one per person", "7", "1"],
        ["Handout of chapter 1", "7", "–"],
    ]
    expect(page.get_by_role("link", name="Dough calculator")).to_have_attribute(
        "href", page.url.rpartition("/")[0] + "/worksheets/dough-calculator/"
    )
    expect(page.locator("[data-part=bring]")).to_be_hidden()
    expect(page.locator("[data-part=prepare-list] li")).to_have_text(["Bring two bags of flour."])
    expect(page.locator("[data-part=after-list] li")).to_have_text(["Send a picture of the loaf."])


def test_what_is_too_long_offers_ways_out_that_work(page: Page, tool: Show) -> None:
    planned(page, tool("course_plan"), {**FLOUR, "minutes": 20})
    page.get_by_label("Minutes, breaks included").fill("20")
    expect(verdict(page)).to_contain_text("Every step keeps its full time.")
    planned(page, tool("course_plan"), {**FLOUR, "length": "half"})
    expect(verdict(page)).to_contain_text("minutes are left over")
    course = copy.deepcopy(MANIFEST)
    course["chapters"][0]["session"]["agenda"] = [
        {"minutes": minutes, "text": "Knead."} for minutes in (60, 90, 90)
    ]
    page.route("**/course.json", lambda route: route.fulfill(json=course))
    planned(page, tool("course_plan"), {**FLOUR, "length": "half"})
    expect(verdict(page)).to_contain_text("So 3 of the steps are shortened in proportion")
    page.get_by_role("button", name="Add 80 minutes").click()
    expect(page.get_by_label("My own minutes")).to_be_checked()
    expect(verdict(page)).to_contain_text("Every step keeps its full time.")
    expect(verdict(page)).to_be_focused()
    page.get_by_label("Minutes, breaks included").fill("60")
    expect(verdict(page)).to_contain_text("leaves out “What flour wants”")
    expect(page.get_by_role("heading", name="To print")).to_be_hidden()


def test_the_plan_is_taken_along_as_text_and_into_a_calendar(page: Page, tool: Show) -> None:
    planned(page, tool("course_plan"))
    expect(page.get_by_role("button", name="Save for a calendar")).to_be_disabled()
    page.get_by_label("First day").fill("2026-12-01")
    with page.expect_download() as text:
        page.get_by_role("button", name="Save as text").click()
    assert text.value.suggested_filename == "bread-course-plan.md"
    written = Path(text.value.path()).read_text("utf-8")
    assert written.startswith("# Course plan\n\n6 people · 30 minutes · from 9:00 · December 1, 2026\n")
    assert "- [ ] Dough calculator: 7 copies" in written
    with page.expect_download() as calendar:
        page.get_by_role("button", name="Save for a calendar").click()
    (event,) = Calendar.from_ical(Path(calendar.value.path()).read_bytes()).walk("VEVENT")
    assert str(event["uid"]) == "course-plan.course.1@bread"
    assert (event.decoded("dtstart").isoformat(), event.decoded("dtend").isoformat()) == (
        "2026-12-01T09:00:00", "2026-12-01T09:20:00",
    )  # fmt: skip
    assert str(event["summary"]) == "Bread at Home: Chapter 1: What flour wants"
    expect(page.locator("[data-part=status]")).to_have_text(
        "Saved as bread-course-plan.ics with your downloads."
    )


@pytest.mark.parametrize(
    "value",
    ["half", 7, ["flour"], {"chapters": EVIL, "team": {"a": 1}}, {"chapters": ["gone", EVIL], "length": EVIL, "start": EVIL, "people": -1, "day": EVIL}],
    ids=["text", "number", "list", "wrong kinds", "strange words"],
)  # fmt: skip
def test_whatever_is_stored_makes_an_empty_plan(page: Page, tool: Show, value: object) -> None:
    planned(page, tool("course_plan"), value)
    expect(verdict(page)).to_have_text("Choose the chapters, and the plan appears here.")
    page.get_by_role("button", name="All", exact=True).click()
    expect(page.locator(".learn-course__row").first).to_be_visible()


def test_a_teams_name_stays_text(page: Page, tool: Show) -> None:
    planned(page, tool("course_plan"), {**FLOUR, "team": EVIL})
    expect(page.locator("[data-part=head]")).to_have_text(f"Course plan: {EVIL[:120]}")
    assert page.evaluate("globalThis.hit") is None


def test_another_window_changes_this_one(page: Page, tool: Show) -> None:
    planned(page, tool("course_plan"))
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector(".learn-tool[data-ready]")
    other.get_by_label("Team or client").fill("Corner Kitchen")
    expect(page.get_by_label("Team or client")).to_have_value("Corner Kitchen")
    expect(page.get_by_role("heading", name="Course plan: Corner Kitchen")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(page: Page, tool: Show, dark: bool) -> None:
    planned(page, tool("course_plan", dark=dark), {**FLOUR, "length": "weekly", "day": "2026-12-01"})
    assert axe(page) == []


def test_a_phone_shows_the_plan_without_scrolling_sideways(phone: Page, tool: Show) -> None:
    planned(phone, tool("course_plan"), {**FLOUR, "team": "Corner Kitchen"})
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(phone) == []


def test_paper_holds_the_plan_and_nothing_to_press(page: Page, tool: Show) -> None:
    planned(page, tool("course_plan"))
    pages = PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages
    text = " ".join(p.extract_text() for p in pages)
    assert len(pages) == 1
    assert "Feel both flours." in text
    assert "Which chapters" not in text
    assert "Print the plan" not in text


def test_it_works_from_disk(page: Page, tmp_path: Path) -> None:
    planned(page, on_disk("course_plan", tmp_path))
    expect(verdict(page)).to_contain_text("This chapter needs 20 minutes")


def test_without_the_manifest_it_says_so_and_keeps_what_was_chosen(
    page: Page, tool: Show, complaints: list[str]
) -> None:
    page.route("**/course.json", lambda route: route.abort())
    planned(page, tool("course_plan"))
    expect(page.get_by_role("heading", name="The chapters could not be loaded")).to_be_visible()
    assert stored(page)[SETTING]["value"] == FLOUR
    complaints.clear()


def test_without_scripts_a_table_says_what_each_chapter_takes(bare_page: Page, tool: Show) -> None:
    bare_page.goto(tool("course_plan", script=False))
    row = bare_page.get_by_role("row").nth(1)
    assert row.inner_text().split("\t") == [
        "1. What flour wants",
        "20",
        "Dough calculator, one each",
        "Session notes",
    ]
    assert "learn-course__form" in fragment("course_plan")
    expect(bare_page.locator("form")).to_be_hidden()
