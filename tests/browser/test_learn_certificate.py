"""The certificate in a browser: a name typed, chapters from saved work or by hand, one landscape page."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.tools import EVIL, Show, answer, axe, entry, on_disk, opened, stored

pytestmark = pytest.mark.browser

SETTING = "settings/certificate"
OVEN_DONE = {"oven/read": entry(True), "quiz/02-oven/when-steam": answer("missed", "2026-11-20")}


def sheet(page: Page, part: str) -> Any:
    return page.locator(f"[data-part=cert-{part}]")


def say(page: Page) -> Any:
    return page.locator("[data-part=status]")


def test_a_learners_finished_chapters_stand_on_the_sheet(page: Page, tool: Show) -> None:
    opened(
        page,
        tool("certificate"),
        {**OVEN_DONE, "flour/read": entry(True), "settings/name": entry("Jo Baker")},
    )
    expect(sheet(page, "name")).to_have_text("Jo Baker")
    expect(sheet(page, "did")).to_have_text("has worked through one chapter of")
    expect(sheet(page, "chapters").locator("li")).to_have_text(["2 What the oven does"])
    expect(sheet(page, "day")).to_have_text("November 23, 2026")
    expect(sheet(page, "record")).to_contain_text("every question of their quizzes was tried (1 in all)")
    picks = page.locator("[data-part=picks] li")
    expect(picks.nth(0)).to_contain_text("read to the end, 0 of 3 questions tried")
    expect(picks.nth(1)).to_contain_text("read, and every question tried")
    expect(page.get_by_label("1. What flour wants")).to_be_disabled()
    expect(say(page)).to_have_text("Ready to print: one page, landscape.")


def test_a_trainer_without_saved_work_chooses_by_keyboard(page: Page, tool: Show) -> None:
    opened(page, tool("certificate"))
    expect(page.get_by_role("button", name="Print the certificate")).to_be_disabled()
    expect(say(page)).to_have_text("Choose the chapters that were worked through.")
    page.get_by_label("Name, as it will stand on the sheet").focus()
    page.keyboard.type("Łódź O’Néill")
    page.get_by_label("1. What flour wants").focus()
    page.keyboard.press("Space")
    page.get_by_label("2. What the oven does").focus()
    page.keyboard.press("Space")
    page.get_by_label("Trainer").fill("Ada")
    page.get_by_label("Date").fill("2026-12-01")
    expect(sheet(page, "name")).to_have_text("Łódź O’Néill")
    expect(sheet(page, "did")).to_have_text("has worked through all 2 chapters of")
    expect(sheet(page, "record")).to_have_text("")
    expect(sheet(page, "trainer")).to_have_text("Ada")
    expect(sheet(page, "day")).to_have_text("December 1, 2026")
    expect(page.get_by_role("button", name="Print the certificate")).to_be_enabled()
    value = stored(page)[SETTING]["value"]
    assert (value["chapters"], value["name"], value["day"]) == (
        ["flour", "oven"],
        "Łódź O’Néill",
        "2026-12-01",
    )
    page.reload()
    page.wait_for_selector(".learn-tool[data-ready]")
    expect(page.get_by_label("2. What the oven does")).to_be_checked()
    expect(sheet(page, "name")).to_have_text("Łódź O’Néill")


def test_whoever_begins_to_choose_begins_with_what_is_finished(page: Page, tool: Show) -> None:
    opened(page, tool("certificate"), OVEN_DONE)
    page.get_by_label("Those that I choose").check()
    expect(page.get_by_label("2. What the oven does")).to_be_checked()
    expect(page.get_by_label("1. What flour wants")).to_be_enabled()


def test_nothing_finished_is_said_honestly(page: Page, tool: Show) -> None:
    opened(page, tool("certificate"), {"flour/read": entry(True)})
    expect(say(page)).to_contain_text("By your saved work no chapter is finished yet")
    expect(page.get_by_role("button", name="Print the certificate")).to_be_disabled()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(
    "name", ["Jo", "Dr. Maria-Magdalena Wolfeschlegelsteinhausen-Papadopoulos de la Fuente", "W" * 120]
)
def test_it_prints_on_one_landscape_page_however_long_the_name(
    page: Page, tool: Show, paper: str, name: str
) -> None:
    opened(
        page,
        tool("certificate"),
        {SETTING: entry({"name": name, "from": "chosen", "chapters": ["flour", "oven"]})},
    )
    page.evaluate("document.querySelectorAll('main > :is(h1, h2)').forEach((part) => part.remove())")
    pages = PdfReader(
        io.BytesIO(page.pdf(format=paper, prefer_css_page_size=True, print_background=True))
    ).pages
    assert len(pages) == 1
    assert pages[0].mediabox.width > pages[0].mediabox.height
    text = " ".join(pages[0].extract_text().split())
    assert name[:20] in text
    assert "No exam was taken" in text
    assert "Those that I choose" not in text
    page.emulate_media(media="print")
    box = sheet(page, "name").evaluate("part => [part.scrollWidth, part.clientWidth]")
    assert box[0] <= box[1]


def test_html_in_a_name_stays_text(page: Page, tool: Show) -> None:
    opened(page, tool("certificate"))
    page.get_by_label("Name, as it will stand on the sheet").fill(EVIL)
    expect(sheet(page, "name")).to_have_text(EVIL)
    assert page.evaluate("globalThis.hit") is None


@pytest.mark.parametrize(
    "value", ["Jo", 7, ["flour"], {"name": {}, "chapters": EVIL, "day": EVIL, "from": EVIL}]
)
def test_whatever_is_stored_makes_an_empty_sheet(page: Page, tool: Show, value: object) -> None:
    opened(page, tool("certificate"), {SETTING: entry(value)})
    expect(sheet(page, "name")).to_have_text("Name")
    expect(page.get_by_role("button", name="Print the certificate")).to_be_disabled()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(page: Page, tool: Show, dark: bool) -> None:
    opened(page, tool("certificate", dark=dark), {**OVEN_DONE, SETTING: entry({"name": "Jo"})})
    assert axe(page) == []


def test_a_phone_shows_it_without_scrolling_sideways(phone: Page, tool: Show) -> None:
    opened(phone, tool("certificate"), {**OVEN_DONE, SETTING: entry({"name": "W" * 60})})
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(phone) == []


def test_it_works_from_disk(page: Page, tmp_path: Path) -> None:
    opened(page, on_disk("certificate", tmp_path), OVEN_DONE)
    expect(sheet(page, "did")).to_have_text("has worked through one chapter of")


def test_without_the_manifest_it_says_so(page: Page, tool: Show, complaints: list[str]) -> None:
    page.route("**/course.json", lambda route: route.abort())
    opened(page, tool("certificate"))
    expect(page.get_by_role("heading", name="The chapters could not be loaded")).to_be_visible()
    complaints.clear()
