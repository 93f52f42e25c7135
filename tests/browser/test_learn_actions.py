"""Choosing in a chapter: actions as they stand, in other words, and steps of one's own."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from macros.export.assets import join_modules
from macros.model.course import Chapter
from macros.render import chapter as parts
from macros.render.here import Here
from macros.render.saved import saved_chapter
from tests.browser.conftest import LEARN, Stage
from tests.browser.tools import COURSE, EVIL, KEY, axe, document, entry, stored

pytestmark = pytest.mark.browser

SCALE = "flour/action-plan/buy-scale"
CHAPTER: Chapter = next(chapter for chapter in COURSE.chapters if chapter.id == "flour")
REV = CHAPTER.action_plan[0].revision
OWN = re.compile(r"plan/own/[0-9a-z]{12}")


def fragment() -> str:
    here = Here(CHAPTER.uri, "chapters/01-flour.html")
    return saved_chapter(CHAPTER, COURSE) + parts.action_plan(CHAPTER, COURSE, here)


@pytest.fixture
def address(stage: Stage) -> str:
    return stage(fragment())


def opened(page: Page, address: str, entries: dict[str, Any] | None = None) -> Page:
    page.goto(address)
    if entries is not None:
        page.evaluate(
            "([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(document(entries))]
        )
        page.reload()
    expect(page.get_by_role("button", name="Add your own step")).to_be_visible()
    return page


@pytest.fixture
def chapter(page: Page, address: str) -> Page:
    return opened(page, address)


def action(page: Page, at: int = 0) -> Locator:
    return page.locator(".learn-action").nth(at)


def said(page: Page) -> Locator:
    return page.locator(".learn-actions__count [role=status]")


def live(entries: dict[str, Any]) -> dict[str, Any]:
    return {id: e["value"] for id, e in entries.items() if e["value"] is not None}


def test_an_action_is_added_as_it_stands_and_counted(chapter: Page) -> None:
    expect(said(chapter)).to_have_text("None of these steps is in your plan yet.")
    action(chapter).get_by_role("checkbox").check()
    expect(said(chapter)).to_have_text("1 step of this chapter is in your plan.")
    action(chapter, 1).get_by_role("checkbox").check()
    expect(said(chapter)).to_have_text("2 steps of this chapter are in your plan.")
    assert live(stored(chapter))[SCALE] == {"chosen": True}


def test_rewording_adds_it_to_the_plan_and_the_courses_words_come_back(chapter: Page) -> None:
    chapter.get_by_role("button", name="Reword").first.click()
    field = action(chapter).get_by_label("In your words")
    expect(field).to_be_focused()
    expect(field).to_have_value("Buy a kitchen scale")
    chapter.keyboard.type(" by  Friday\n")
    expect(action(chapter).get_by_role("checkbox")).to_be_checked()
    expect(action(chapter).locator("strong")).to_have_text("Buy a kitchen scale by Friday")
    entries = stored(chapter)
    assert entries[SCALE]["value"] == {"chosen": True, "text": "Buy a kitchen scale by Friday"}
    assert entries[SCALE]["rev"] == REV
    expect(said(chapter)).to_have_text("1 step of this chapter is in your plan.")

    chapter.reload()
    expect(action(chapter).locator("strong")).to_have_text("Buy a kitchen scale by Friday")
    expect(action(chapter).locator(".learn-check__text")).to_contain_text("Buy a kitchen scale")
    chapter.get_by_role("button", name="Reword").first.click()
    chapter.get_by_role("button", name="Use the course’s words").click()
    expect(field).to_be_focused()
    expect(field).to_have_value("Buy a kitchen scale")
    assert stored(chapter)[SCALE]["value"] == {"chosen": True}


def test_an_action_taken_out_keeps_its_words(chapter: Page) -> None:
    chapter.get_by_role("button", name="Reword").first.click()
    chapter.keyboard.type(" now")
    action(chapter).get_by_role("checkbox").uncheck()
    assert stored(chapter)[SCALE]["value"] == {"chosen": False, "text": "Buy a kitchen scale now"}
    chapter.reload()
    expect(action(chapter).get_by_role("checkbox")).not_to_be_checked()
    expect(said(chapter)).to_have_text("None of these steps is in your plan yet.")
    expect(action(chapter).locator("strong")).to_have_text("Buy a kitchen scale now")


def test_what_the_plan_keeps_beside_the_words_stays(page: Page, address: str) -> None:
    value = {"chosen": True, "owner": "Jo", "due": "2026-12-01", "unknown": {"a": 1}}
    opened(page, address, {SCALE: entry(value, rev=REV)})
    page.get_by_role("button", name="Reword").first.click()
    page.keyboard.type(" now")
    assert stored(page)[SCALE]["value"] == {**value, "text": "Buy a kitchen scale now"}


def test_an_own_step_is_written_changed_and_removed_by_keyboard_alone(chapter: Page) -> None:
    chapter.get_by_role("button", name="Add your own step").focus()
    chapter.keyboard.press("Enter")
    chapter.keyboard.type("Visit the mill")
    chapter.keyboard.press("Tab")
    chapter.keyboard.type("Ada")
    # Enter in a field must not send the form off.
    chapter.keyboard.press("Enter")
    chapter.keyboard.press("Tab")
    chapter.keyboard.press("ArrowDown")
    expect(said(chapter)).to_have_text("1 step of this chapter is in your plan.")
    [(id, value)] = live(stored(chapter)).items()
    assert OWN.fullmatch(id)
    assert value == {
        "chosen": True,
        "chapter": "flour",
        "text": "Visit the mill",
        "owner": "Ada",
        "horizon": "30 days",
    }

    chapter.reload()
    field = chapter.get_by_label("What you will do")
    expect(field).to_have_value("Visit the mill")
    expect(chapter.get_by_label("When")).to_have_value("30 days")
    field.fill("Visit two mills")
    assert live(stored(chapter))[id]["text"] == "Visit two mills"

    chapter.get_by_role("button", name="Remove").focus()
    chapter.keyboard.press("Enter")
    expect(field).to_be_hidden()
    assert live(stored(chapter)) == {}
    expect(chapter.get_by_role("button", name="Bring it back")).to_be_focused()
    chapter.keyboard.press("Enter")
    expect(field).to_be_focused()
    assert live(stored(chapter))[id] == {**value, "text": "Visit two mills"}


def test_an_own_step_without_words_is_not_kept_and_words_are_not_lost(chapter: Page) -> None:
    add = chapter.get_by_role("button", name="Add your own step")
    add.click()
    chapter.get_by_label("Owner").fill("Ada")
    assert stored(chapter) == {}
    chapter.get_by_role("button", name="Remove").click()
    expect(add).to_be_focused()
    expect(chapter.locator(".learn-actions__step")).to_have_count(0)

    add.click()
    field = chapter.get_by_label("What you will do")
    field.fill("Visit the mill")
    field.fill("")
    chapter.keyboard.press("Tab")
    expect(field).to_have_value("Visit the mill")
    assert [value["text"] for value in live(stored(chapter)).values()] == ["Visit the mill"]


def test_own_steps_stand_in_the_order_in_which_they_were_written_and_only_in_their_chapter(
    page: Page, address: str
) -> None:
    elsewhere = {"chosen": True, "chapter": "oven", "text": "Buy a stone"}
    aside = {"chosen": False, "chapter": "flour", "text": "Not now"}
    opened(page, address, {"plan/own/a00000000001": entry(elsewhere), "plan/own/a00000000002": entry(aside)})
    for words in ("First", "Second", "Third"):
        page.get_by_role("button", name="Add your own step").click()
        page.keyboard.type(words)
    stored(page)
    page.reload()
    fields = page.get_by_label("What you will do")
    expect(fields).to_have_count(3)
    assert [fields.nth(at).input_value() for at in range(3)] == ["First", "Second", "Third"]


def test_two_tabs_stay_in_step_and_nobody_is_disturbed(chapter: Page, address: str) -> None:
    other = opened(chapter.context.new_page(), address)
    chapter.get_by_role("button", name="Reword").first.click()
    chapter.keyboard.type(" now")
    expect(action(other).locator("strong")).to_have_text("Buy a kitchen scale now")
    expect(action(other).get_by_role("checkbox")).to_be_checked()
    other.get_by_role("button", name="Add your own step").click()
    other.keyboard.type("Visit the mill")
    expect(chapter.get_by_label("What you will do")).to_have_value("Visit the mill")
    chapter.keyboard.type(", or two")
    expect(action(other).locator("strong")).to_have_text("Buy a kitchen scale now, or two")
    other.get_by_role("button", name="Remove").click()
    expect(chapter.get_by_label("What you will do")).to_have_count(0)


def test_words_out_of_storage_stay_words(page: Page, address: str) -> None:
    own = {"chosen": True, "chapter": "flour", "text": EVIL, "owner": EVIL, "horizon": EVIL}
    opened(
        page,
        address,
        {SCALE: entry({"chosen": True, "text": EVIL}, rev=REV), "plan/own/evil00000001": entry(own)},
    )
    expect(action(page).locator("strong")).to_have_text(EVIL)
    expect(page.get_by_label("What you will do")).to_have_value(EVIL)
    assert page.evaluate("[globalThis.hit, document.images.length]") == [None, 0]


def test_without_scripts_and_on_paper_it_is_the_list_that_it_was(
    page: Page, bare_page: Page, address: str
) -> None:
    bare_page.goto(address)
    assert bare_page.locator("button:visible, textarea:visible, select:visible").count() == 0
    expect(bare_page.get_by_role("checkbox", name="Buy a kitchen scale")).to_be_visible()

    opened(page, address)
    page.get_by_role("button", name="Add your own step").click()
    page.keyboard.type("Visit the mill")
    page.emulate_media(media="print")
    assert page.locator("button:visible, .learn-actions__count:visible").count() == 0
    expect(page.get_by_label("What you will do")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_while_choosing(page: Page, stage: Stage, dark: bool, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, stage(fragment(), dark=dark))
    page.get_by_role("button", name="Reword").first.click()
    page.keyboard.type(" in other words")
    for words in ("Visit the mill", "Visit another"):
        page.get_by_role("button", name="Add your own step").click()
        page.keyboard.type(words)
    page.get_by_role("button", name="Remove").last.click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        "[...document.querySelectorAll('learn-actions button')].filter(b => b.checkVisibility()).map(b => b.getBoundingClientRect()).filter(r => r.height < 24 || r.width < 24).length"
    )
    assert small == 0


def test_choosing_costs_a_chapter_little() -> None:
    modules = {p.relative_to(LEARN).as_posix(): p.read_text("utf-8") for p in LEARN.rglob("*.mjs")}

    def size(entry: str) -> int:
        joined = join_modules("entry.mjs", modules | {"entry.mjs": entry})
        return len(gzip.compress(joined.encode(), 9, mtime=0))

    saved = "import './elements/learn-saved.mjs'\n"
    assert size(saved + "import './elements/learn-actions.mjs'\n") - size(saved) < 1.6 * 1024
