"""My notes in a browser: everything in one document, taken along and brought back, and every fault of a file."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.saved import fill_storage
from tests.browser.tools import (
    EVIL,
    KEY,
    MANIFEST,
    NOW,
    REFUSED,
    Show,
    answer,
    axe,
    choose_huge,
    document,
    drop,
    entry,
    on_disk,
    opened,
    payload,
    stored,
    tool_assets,
)

pytestmark = pytest.mark.browser

WHY = "flour/ask-yourself/last-loaf"
WORK: dict[str, Any] = {
    WHY: entry("It was flat.\nI was in a hurry."),
    "flour/ask-your-team/who-bakes": entry("Jo"),
    "flour/summary/protein": entry(True),
    "flour/action-plan/buy-scale": entry({"chosen": True}),
    "flour/read": entry(True),
    "quiz/01-flour/springiest": answer("wrong", "2026-11-20", "right"),
    "quiz/01-flour/takes-water": answer("right", "2026-11-20"),
    "worksheet/dough-calculator/flour": entry(500),
    "oven/ask-yourself/oven-lies": entry("By twenty degrees"),
    "oven/summary/no-such-line": entry(True),
}


@pytest.fixture
def notes(page: Page, tool: Show) -> Page:
    return opened(page, tool("notes"), WORK)


def choose(page: Page, content: object, name: str = "copy.json") -> None:
    page.set_input_files("input[type=file]", payload(name, content))


def note(page: Page, id: str = WHY) -> Any:
    return page.locator(f'textarea[data-id="{id}"]')


def test_everything_stands_under_its_chapter(notes: Page) -> None:
    heads = notes.locator(".learn-notes__head").all_inner_texts()
    assert heads == [
        "Chapter 1: What flour wants",
        "Chapter 2: What the oven does",
        "No longer in the course",
    ]
    first = notes.locator("[data-group=flour]")
    assert first.locator("h3").all_inner_texts() == [
        "Ask yourself",
        "Ask your team",
        "What you can explain",
        "What you chose to do",
        "Check your understanding",
        "Worksheet: Dough calculator",
    ]
    expect(note(notes)).to_have_value("It was flat.\nI was in a hurry.")
    expect(first).to_contain_text("1 of 3 questions right at the first try; 2 answered so far.")
    expect(first).to_contain_text("Which flour makes the springiest loaf? (right at a later try)")
    expect(first).to_contain_text("You have read this chapter.")
    expect(notes.locator("[data-group=orphans]")).to_contain_text("oven/summary/no-such-line")
    assert notes.locator("dd").all_inner_texts() == ["3", "2", "2", "1"]


def test_links_lead_from_the_manifest_to_the_pages(notes: Page) -> None:
    base = notes.url.rsplit("/", 1)[0]
    heading = notes.get_by_role("link", name="Check your understanding").first
    assert heading.evaluate("a => a.href").endswith(
        f"/{MANIFEST['chapters'][0]['address']}#quiz/01-flour/springiest"
    )
    link = notes.get_by_role("link", name="Which flour makes the springiest loaf?")
    assert (
        link.evaluate("a => a.href")
        == f"{base}/{MANIFEST['chapters'][0]['address']}#quiz/01-flour/springiest"
    )


def test_nothing_yet_invites_to_begin(page: Page, tool: Show) -> None:
    opened(page, tool("notes"))
    expect(page.get_by_role("heading", name="Room for your first note")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(1)
    expect(page.get_by_role("button", name="Import a copy")).to_be_visible()
    expect(page.get_by_text("nowhere else")).to_be_visible()


def test_a_note_is_edited_in_place_and_survives_closing_in_the_middle(notes: Page) -> None:
    note(notes).press_sequentially(" Now I know.")
    notes.reload()
    expect(note(notes)).to_have_value("It was flat.\nI was in a hurry. Now I know.")
    note(notes).fill("Once more")
    expect(notes.locator(".learn-tool__said")).to_have_text("Saved on this device")
    assert stored(notes)[WHY]["value"] == "Once more"
    note(notes).fill("  ")
    assert stored(notes)[WHY]["value"] is None


def test_a_tick_and_a_chosen_action_are_taken_back_in_place_and_given_again(notes: Page) -> None:
    other = opened(notes.context.new_page(), notes.url)
    tick = notes.get_by_role("checkbox", name="Protein gives a dough its strength.")
    action = notes.get_by_role("checkbox", name="Buy a kitchen scale")
    expect(tick).to_be_checked()
    tick.focus()
    notes.keyboard.press("Space")
    action.uncheck()
    expect(notes.locator("[data-count='summary action-plan']")).to_have_text("0")
    expect(notes.locator(".learn-tool__said")).to_have_text("Saved on this device")
    saved = stored(notes)
    assert saved["flour/summary/protein"]["value"] is None
    assert saved["flour/action-plan/buy-scale"]["value"] is None
    expect(other.get_by_role("checkbox")).to_have_count(0)
    # It waits where it was, in case it was a slip; paper does not show it.
    notes.emulate_media(media="print")
    expect(tick).to_be_hidden()
    notes.emulate_media(media="screen")
    tick.check()
    action.check()
    assert stored(notes)["flour/summary/protein"]["value"] is True
    assert stored(notes)["flour/action-plan/buy-scale"]["value"] == {"chosen": True}
    expect(other.get_by_role("checkbox")).to_have_count(2)


def test_an_action_with_an_owner_keeps_him_when_it_is_no_longer_chosen(page: Page, tool: Show) -> None:
    chosen = {"chosen": True, "owner": "Mei", "status": "doing", "milestone": True, "order": 7}
    opened(page, tool("notes"), {"flour/action-plan/buy-scale": entry(chosen)})
    expect(page.locator(".learn-notes__text:visible")).to_have_text(
        "Owner: Mei; Status: under way; Milestone: ✓"
    )
    page.get_by_role("checkbox").uncheck()
    assert stored(page)["flour/action-plan/buy-scale"]["value"] == {**chosen, "chosen": False}


def test_an_older_version_can_take_the_place_of_the_one_that_stands(page: Page, tool: Show) -> None:
    kept = {"value": "It was too salty.", "at": "2026-11-01T10:00:00.000Z", "rev": ""}
    opened(page, tool("notes"), {WHY: entry("It was flat.") | {"old": kept}, "flour/read": entry(True)})
    page.get_by_text("Another version of this was kept").click()
    page.get_by_role("button", name="Use this one: What went wrong with your last loaf?").click()
    expect(note(page)).to_have_value("It was too salty.")
    saved = stored(page)[WHY]
    assert (saved["value"], saved["old"]["value"]) == ("It was too salty.", "It was flat.")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    expect(note(page)).to_have_value("It was flat.")
    assert stored(page)[WHY] == entry("It was flat.") | {"old": kept}


def test_a_name_for_copies_is_kept_and_stands_in_the_copy(notes: Page) -> None:
    field = notes.get_by_label("Your name on copies you give to colleagues (optional)")
    field.fill("Mei Lin")
    expect(notes.locator(".learn-tool__said")).to_have_text("Saved on this device")
    with notes.expect_download() as download:
        notes.get_by_role("button", name="Save a copy").click()
    copy = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert copy["entries"]["settings/name"]["value"] == "Mei Lin"
    notes.reload()
    expect(field).to_have_value("Mei Lin")
    expect(notes.locator(".learn-notes__entry")).to_have_count(8)
    field.fill("")
    assert stored(notes)["settings/name"]["value"] is None


def test_own_actions_sessions_and_ratings_stand_with_their_chapter(page: Page, tool: Show) -> None:
    said = {"flour/ask-your-team/who-bakes": "Jo bakes"}
    made = {
        "plan/own/k1": entry({"chosen": True, "text": "Ask Mei", "chapter": "flour", "due": "2026-12-01"}),
        "session/flour/2026-11-20T1000": entry({"said": said, "seconds": 60}),
        "session/flour/next": entry({"ticked": ["Bring two bags of flour."]}),
        "ratings/dough-calculator/r1": entry({"day": "2026-11-20", "values": {"flour": 7}}),
    }
    opened(page, tool("notes"), made)
    group = page.locator("[data-group=flour]")
    assert group.locator("h3").all_inner_texts() == [
        "What you chose to do",
        "Rating: Dough calculator",
        "Team session",
    ]
    expect(group).to_contain_text("Who bakes on which day? Jo bakes")
    expect(group).to_contain_text("Due: Dec 1, 2026")
    expect(group).to_contain_text("Nov 20, 2026, 10:00")
    expect(group).not_to_contain_text("2026-")
    expect(group.get_by_role("checkbox", name="Ask Mei")).to_be_checked()
    expect(page.locator("[data-group=orphans]")).to_have_count(0)
    group.get_by_role("button", name="Erase my work on this chapter").click()
    page.get_by_role("button", name="Erase", exact=True).click()
    assert stored(page) == {}


def test_another_tab_is_followed_without_losing_the_place(notes: Page) -> None:
    other = notes.context.new_page()
    opened(other, notes.url)
    note(notes).focus()
    notes.keyboard.press("Control+Home")
    note(other, "oven/ask-yourself/oven-lies").fill("By thirty")
    expect(note(notes, "oven/ask-yourself/oven-lies")).to_have_value("By thirty")
    notes.keyboard.type("Ah: ")
    expect(note(notes)).to_have_value("Ah: It was flat.\nI was in a hurry.")
    expect(note(other)).to_have_value("Ah: It was flat.\nI was in a hurry.")


def test_search_shows_what_holds_every_word(notes: Page) -> None:
    field = notes.get_by_label("Search in your work")
    field.fill("HURRY flat")
    expect(notes.locator(".learn-notes__entry")).to_have_count(1)
    expect(notes.locator(".learn-notes__found")).to_have_text("Found: 1")
    field.fill("nothing like it")
    expect(notes.locator(".learn-notes__found")).to_contain_text("Nothing found")
    field.fill("")
    expect(notes.locator(".learn-notes__entry")).to_have_count(8)
    assert stored(notes).keys() == WORK.keys()


def test_paper_holds_the_whole_text_and_no_buttons(notes: Page) -> None:
    notes.emulate_media(media="print")
    expect(notes.locator("textarea").first).to_be_hidden()
    expect(notes.locator(".learn-notes__paper").first).to_be_visible()
    expect(notes.locator(".learn-notes__paper").first).to_contain_text("I was in a hurry.")
    for name in ("button", "input", ".learn-notes__box"):
        assert notes.locator(f"{name}:visible").count() == 0


def test_the_text_file_holds_the_document(notes: Page) -> None:
    with notes.expect_download() as download:
        notes.get_by_role("button", name="Save as text").click()
    assert download.value.suggested_filename == "bread-2026-11-23.md"
    text = Path(download.value.path()).read_text("utf-8")
    assert "## Chapter 1: " in text
    assert "> It was flat.\\\n> I was in a hurry." in text
    assert "oven/summary/no-such-line" in text
    assert "November 23, 2026" in text


def test_a_copy_takes_everything_to_another_device(notes: Page, browser: Browser) -> None:
    with notes.expect_download() as download:
        notes.get_by_role("button", name="Save a copy").click()
    assert download.value.suggested_filename == "bread-2026-11-23.json"
    before = stored(notes)
    assert before.pop("settings/last-export")["value"] is True
    context = browser.new_context()
    other = opened(context.new_page(), notes.url)
    other.set_input_files("input[type=file]", str(download.value.path()))
    expect(other.get_by_text("New (10)")).to_be_visible()
    other.get_by_role("button", name="Import", exact=True).click()
    after = stored(other)
    after.pop("settings/last-export")
    assert after == before == WORK
    context.close()


def test_a_reminder_comes_after_much_new_work_and_goes_with_a_copy(page: Page, tool: Show) -> None:
    many = {f"flour/summary/line-{n}": entry(True) for n in range(40)}
    opened(page, tool("notes"), many)
    reminder = page.locator(".learn-notes__remind")
    expect(reminder).to_contain_text("40 entries are on this device only")
    with page.expect_download():
        page.get_by_role("button", name="Save a copy").click()
    expect(reminder).to_be_hidden()


def test_an_import_says_what_it_would_change_before_it_does(notes: Page) -> None:
    newer, older = "2026-11-22T10:00:00.000Z", "2026-11-01T10:00:00.000Z"
    file = {
        WHY: entry("A newer thought", newer),
        "oven/ask-yourself/oven-lies": entry("An older thought", older),
        "flour/summary/water": entry(True, newer),
        "flour/summary/protein": entry(None, newer),
        "flour/action-plan/buy-scale": WORK["flour/action-plan/buy-scale"],
        "review/01-flour/springiest": entry({"step": 0, "due": "2026-11-24"}, newer),
    }
    choose(notes, document(file))
    offer = notes.get_by_role("region", name="What “copy.json” would change")
    expect(offer.get_by_role("heading")).to_be_focused()
    expect(offer.locator("[data-rows=new]")).to_contain_text("New (1)")
    changed = offer.locator("[data-rows=changed] li")
    expect(changed).to_contain_text("Here: It was flat.")
    expect(changed).to_contain_text("In the file: A newer thought")
    expect(offer.locator("[data-rows=deleted] li")).to_have_count(1)
    kept = offer.locator("[data-rows=kept] li")
    expect(kept).to_contain_text("Here: By twenty degrees")
    expect(kept).to_contain_text("An older thought")
    expect(offer).to_contain_text("The same here and in the file: 1.")
    expect(offer).to_contain_text("Dates for review and settings: 1.")
    assert stored(notes) == WORK

    notes.get_by_role("button", name="Import", exact=True).click()
    expect(note(notes)).to_have_value("A newer thought")
    expect(note(notes, "oven/ask-yourself/oven-lies")).to_have_value("By twenty degrees")
    older_text = notes.locator('li:has([data-id="oven/ask-yourself/oven-lies"]) details')
    expect(older_text).to_contain_text("An older thought")
    expect(notes.get_by_role("button", name="Undo")).to_be_focused()
    assert stored(notes)[WHY]["old"]["value"] == "It was flat.\nI was in a hurry."

    notes.keyboard.press("Enter")
    expect(notes.locator(".learn-tool__said")).to_have_text("Everything is back as it was.")
    assert stored(notes) == WORK


def test_an_import_can_be_left_alone(notes: Page) -> None:
    choose(notes, document({"flour/summary/water": entry(True)}))
    notes.get_by_role("button", name="Change nothing").click()
    expect(notes.locator("[data-part=offer]")).to_be_hidden()
    expect(notes.get_by_role("button", name="Import a copy")).to_be_focused()
    assert stored(notes) == WORK


def test_a_file_with_nothing_new_says_so(notes: Page) -> None:
    choose(notes, document(WORK))
    expect(notes.get_by_role("heading", name="holds nothing that is not here already")).to_be_focused()
    expect(notes.get_by_role("button", name="Import", exact=True)).to_be_hidden()


DEEP = "[" * 60 + "]" * 60
FAULTS = {
    "not JSON": ("Dear diary", "not a file that this page has saved"),
    "empty": ("", "not a file that this page has saved"),
    "cut off": (json.dumps(document(WORK))[:-20], "not a file that this page has saved"),
    "something else": ('{"format": "recipe"}', "holds something else"),
    "another course": (json.dumps(document(WORK, course="cakes")), "belongs to another course"),
    "a newer version": (json.dumps(document(WORK, version=99)), "a newer version of this site wrote it"),
    "nested deeply": (
        json.dumps(document({"flour/read": entry("X")})).replace('"X"', DEEP),
        "built in a way that saved work never is",
    ),
    "nested without end": ("[" * 500_000, "Nothing was changed"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_is_no_copy_is_refused_in_a_sentence(notes: Page, fault: str) -> None:
    text, sentence = FAULTS[fault]
    choose(notes, text, "diary.json")
    refusal = notes.locator("[data-part=refusal]")
    expect(refusal).to_contain_text("“diary.json” was not imported")
    expect(refusal).to_contain_text(sentence)
    expect(refusal).to_be_focused()
    expect(notes.locator("[data-part=offer]")).to_be_hidden()
    assert stored(notes) == WORK
    choose(notes, document({"flour/summary/water": entry(True)}))
    expect(refusal).to_be_hidden()
    expect(notes.get_by_text("New (1)")).to_be_visible()


def test_a_file_of_fifty_megabytes_is_refused_unread(notes: Page, tmp_path: Path) -> None:
    choose_huge(notes, tmp_path)
    expect(notes.locator("[data-part=refusal]")).to_contain_text("far too large")
    assert notes.evaluate("read") == 0
    assert stored(notes) == WORK


def test_the_rows_of_a_table_stand_apart_in_a_list(page: Page, tool: Show) -> None:
    steps = "worksheet/flour-action-plan/steps"
    opened(page, tool("notes"), {steps: entry([{"step": "Buy a scale"}, {"step": "Feed it\ntwice"}])})
    rows = page.locator('[data-kind=worksheet] li:text-matches("Buy|Feed")')
    expect(rows).to_have_count(2)
    first, second = (row.evaluate("row => getComputedStyle(row).borderTopWidth") for row in rows.all())
    assert first == "0px" != second
    assert axe(page) == []


def test_nothing_in_a_file_is_executed_or_reaches_a_prototype(notes: Page) -> None:
    evil = document(
        {
            WHY: {**entry(EVIL, "2026-11-22T10:00:00.000Z"), "old": entry(EVIL, "2026-11-01T10:00:00.000Z")},
            EVIL: entry(EVIL),
            "worksheet/flour-action-plan/steps": entry([{EVIL: EVIL}, {"toString": EVIL}]),
            "quiz/01-flour/order": entry({"first": {"verdict": EVIL}, "last": {"toString": 1}}),
            "flour/action-plan/feed-starter": entry({"chosen": True, "owner": EVIL}),
            "quiz/01-flour/gone": entry(EVIL),
        }
    )
    text = json.dumps(evil)[:-2] + (
        ', "__proto__": {"rev": "", "value": "x", "at": "2026-11-20T10:00:00.000Z"},'
        ' "flour/x": {"rev": "", "value": {"__proto__": {"polluted": 1}, "constructor": {"a": 1}}, "at": "2026-11-20T10:00:00.000Z"}}}'
    )
    choose(notes, text, f"{EVIL}.json")
    expect(notes.locator("[data-rows=changed]")).to_contain_text(EVIL)
    expect(notes.locator("[data-part=offer]")).to_contain_text("cannot be read, and are left out: 1")
    notes.get_by_role("button", name="Import", exact=True).click()
    expect(note(notes)).to_have_value(EVIL)
    notes.get_by_label("Search in your work").fill("img")
    with notes.expect_download() as download:
        notes.get_by_role("button", name="Save as text").click()
    assert "<img" not in Path(download.value.path()).read_text("utf-8").replace("\\<img", "")
    assert notes.evaluate("[globalThis.hit, ({}).polluted, document.images.length]") == [None, None, 0]
    assert notes.locator("learn-notes script").count() == 0


def test_a_file_can_be_dropped(notes: Page) -> None:
    text = json.dumps(document({"flour/summary/water": entry(True)}))
    drop(notes, ".learn-notes__box", {"dropped.json": text})
    expect(notes.get_by_role("heading", name="What “dropped.json” would change")).to_be_visible()


def test_a_chapter_is_erased_only_after_a_second_step_and_comes_back(notes: Page) -> None:
    erase = notes.get_by_role("button", name="Erase my work on this chapter: Chapter 1")
    erase.click()
    question = notes.get_by_role("group", name="Erase everything listed here")
    expect(question).to_be_visible()
    expect(question.get_by_role("button", name="Keep it")).to_be_focused()
    notes.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(erase).to_be_focused()
    notes.keyboard.press("Enter")
    notes.keyboard.press("Enter")
    expect(erase).to_be_focused()
    assert stored(notes) == WORK
    notes.keyboard.press("Enter")
    notes.keyboard.press("Tab")
    notes.keyboard.press("Enter")
    expect(notes.locator("[data-group=flour]")).to_have_count(0)
    assert stored(notes).keys() == {"oven/ask-yourself/oven-lies", "oven/summary/no-such-line"}
    expect(notes.get_by_role("button", name="Undo")).to_be_focused()
    notes.keyboard.press("Enter")
    expect(notes.locator("[data-group=flour]")).to_have_count(1)
    assert stored(notes) == WORK


def test_everything_is_erased_only_after_a_second_step_and_comes_back(notes: Page) -> None:
    notes.get_by_role("button", name="Erase all my work").click()
    expect(notes.get_by_role("group")).to_contain_text("Erase all your work in this course")
    notes.get_by_role("button", name="Erase", exact=True).click()
    assert stored(notes) == {}
    expect(notes.get_by_role("heading", name="Room for your first note")).to_be_visible()
    notes.get_by_role("button", name="Undo").click()
    assert stored(notes) == WORK


def test_refused_storage_is_said_and_the_page_goes_on(page: Page, tool: Show) -> None:
    page.add_init_script(REFUSED)
    page.goto(tool("notes"))
    expect(page.get_by_role("alert")).to_contain_text("does not let this site keep anything")
    choose(page, document(WORK))
    page.get_by_role("button", name="Import", exact=True).click()
    expect(note(page)).to_have_value("It was flat.\nI was in a hurry.")


def test_a_file_for_which_there_is_no_room_changes_nothing(page: Page, tool: Show) -> None:
    opened(page, tool("notes"), WORK)
    fill_storage(page)
    before = page.evaluate("({...localStorage})")
    much = {f"worksheet/sheet-{n}/field": entry("Rye and wheat. " * 100) for n in range(9)}
    choose(page, document({**much, WHY: entry("Another answer", "2026-11-22T10:00:00.000Z")}))
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("[data-part=status]")).to_have_text(
        "There is not enough room on this device for all of it. Nothing was changed."
    )
    expect(note(page)).to_have_value("It was flat.\nI was in a hurry.")
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    assert page.evaluate("({...localStorage})") == before
    # To erase makes room, and so does whoever else keeps something here.
    page.evaluate(
        "() => { for (const key of Object.keys(localStorage)) if (key.startsWith('x')) localStorage.removeItem(key) }"
    )
    note(page).fill("Better")
    assert stored(page)[WHY]["value"] == "Better"
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_newer_versions_work_is_left_alone(page: Page, tool: Show) -> None:
    page.goto(tool("notes"))
    text = json.dumps(document(WORK, version=99))
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("newer version of this site")
    choose(page, document(WORK))
    page.get_by_role("button", name="Import", exact=True).click()
    page.wait_for_timeout(450)
    assert page.evaluate("key => localStorage.getItem(key)", KEY) == text


def test_without_the_manifest_all_work_is_still_there(page: Page, tool: Show, complaints: list[str]) -> None:
    page.route("**/course.json", lambda route: route.abort())
    opened(page, tool("notes"), WORK)
    expect(page.locator(".learn-notes__entry")).to_have_count(len(WORK))
    expect(page.locator("[data-part=missing]")).to_contain_text("Nothing is lost")
    expect(page.get_by_role("button", name="Save a copy")).to_be_visible()
    assert all("course.json" in c or "ERR_FAILED" in c for c in complaints)
    complaints.clear()
    page.unroute("**/course.json")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(note(page)).to_have_value("It was flat.\nI was in a hurry.")


def test_it_opens_from_disk(page: Page, tmp_path: Path) -> None:
    opened(page, on_disk("notes", tmp_path))
    choose(page, document(WORK))
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("[data-group=flour]")).to_contain_text("Dough calculator")


def test_without_scripts_it_says_what_it_does_and_where_paper_is(bare_page: Page, tool: Show) -> None:
    bare_page.goto(tool("notes"))
    expect(bare_page.get_by_text("this page needs scripts")).to_be_visible()
    expect(bare_page.get_by_role("link", name="Worksheets to print")).to_be_visible()
    expect(bare_page.get_by_role("link", name="Chapter 1")).to_be_visible()
    assert bare_page.locator("button:visible, input:visible").count() == 0


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_any_state(page: Page, tool: Show, dark: bool, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, tool("notes", dark=dark))
    wrong = [f"empty {v}" for v in axe(page)]
    opened(page, tool("notes", dark=dark), WORK)
    wrong += [f"notes {v}" for v in axe(page)]
    choose(
        page, document({WHY: entry("Newer", "2026-11-22T10:00:00.000Z"), "flour/summary/water": entry(True)})
    )
    expect(page.locator("[data-part=offer]")).to_be_visible()
    wrong += [f"offer {v}" for v in axe(page)]
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("Another version of this was kept").first.click()
    wrong += [f"imported {v}" for v in axe(page)]
    choose(page, "x")
    expect(page.locator("[data-part=refusal]")).to_be_visible()
    page.get_by_role("button", name="Erase all my work").click()
    wrong += [f"refused and asked {v}" for v in axe(page)]
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_all_tools_stay_small() -> None:
    made = tool_assets()
    assert len(gzip.compress(made["tools.js"].encode(), 9)) < 14.5 * 1024
    assert len(gzip.compress(made["review.js"].encode(), 9)) < 14.5 * 1024


def test_the_day_in_names_is_the_devices_own(browser: Browser, tool: Show) -> None:
    context = browser.new_context(timezone_id="Pacific/Auckland")
    page = opened(context.new_page(), tool("notes"), WORK)
    page.clock.set_fixed_time(f"{NOW}.000Z")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as text").click()
    assert download.value.suggested_filename == "bread-2026-11-24.md"
    context.close()
