"""The plan in a browser: actions of all chapters edited, moved, drawn, printed, taken along and brought back."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from pathlib import Path
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.browser import tools
from tests.browser.tools import (
    COURSE,
    EVIL,
    MANIFEST,
    NOW,
    REFUSED,
    Show,
    axe,
    document,
    drop,
    entry,
    on_disk,
    opened,
    payload,
    stored,
)

pytestmark = pytest.mark.browser

SCALE = "flour/action-plan/buy-scale"
STARTER = "flour/action-plan/feed-starter"
OVEN = "oven/action-plan/measure-oven"
MILL = "plan/own/aaaaaaaaaaa1"
TALK = "plan/own/aaaaaaaaaaa2"
REVS = {item["id"]: item["rev"] for chapter in MANIFEST["chapters"] for item in chapter["items"]}


def chosen(id: str, **more: object) -> dict[str, object]:
    return entry({"chosen": True, **more}, rev=REVS.get(id, ""))


WORK: dict[str, Any] = {
    SCALE: chosen(SCALE, owner="Ada", due="2026-11-20"),
    OVEN: chosen(OVEN, status="doing", start="2026-11-09", due="2026-12-04", milestone=True),
    MILL: chosen(
        MILL, text="Visit the mill", owner="Ada", horizon="30 days", chapter="flour", note="Bring a bag."
    ),
    TALK: chosen(TALK, text="Talk about prices", horizon="30 days", due="2026-12-18", priority="high"),
}
MANY = {
    f"plan/own/m{at:011d}": chosen(
        "",
        text=f"Step {at}: " + "go and ask the people who bake with it every day what they would change " * 2,
        owner=f"Baker {at % 7}",
        horizon=("this week", "30 days", "60 days", "90 days", "later")[at % 5],
        due=f"2027-{1 + at % 12:02d}-{1 + at % 28:02d}",
        done_when="Three of them have been asked, and their words are written down.",
        milestone=at % 10 == 0,
    )
    for at in range(150)
}


@pytest.fixture
def plan(page: Page, tool: Show) -> Page:
    return opened(page, tool("plan"), WORK)


def row(page: Page, id: str) -> Locator:
    return page.locator(f'.learn-plan__action[data-id="{id}"]')


def face(page: Page, id: str) -> Locator:
    return row(page, id).locator("summary")


def opened_row(page: Page, id: str) -> Locator:
    if not row(page, id).locator("details[open]").count():
        face(page, id).click()
    return row(page, id)


def texts(page: Page) -> dict[str, list[str]]:
    """What stands in the plan: the actions by group, also those far from the window, which are not laid out."""
    groups = page.locator(".learn-plan__group")
    return {
        groups.nth(at).locator("h3 > span").first.inner_text(): groups.nth(at)
        .locator(".learn-plan__what")
        .all_text_contents()
        for at in range(groups.count())
    }


def values(page: Page) -> dict[str, Any]:
    return {id: e["value"] for id, e in stored(page).items() if id.partition("/")[0] != "settings"}


def said(page: Page) -> Locator:
    return page.locator(".learn-tool__said")


def choose(page: Page, content: object, name: str = "plan.json") -> None:
    page.set_input_files("input[type=file]", payload(name, content))


def downloaded(page: Page, button: str) -> tuple[str, str]:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = Path(download.value.path())
    return download.value.suggested_filename, path.read_bytes().decode("utf-8")


# ---- What stands there


def test_actions_of_all_chapters_and_own_ones_stand_in_one_plan(plan: Page) -> None:
    assert texts(plan) == {
        "This week": ["Buy a kitchen scale", "Measure the oven with a thermometer"],
        "Within 30 days": ["Talk about prices", "Visit the mill"],
    }
    facts = row(plan, SCALE).locator(".learn-plan__fact-of").all_inner_texts()
    assert facts == ["Ada", "due Nov 20", "late", "Chapter 1"]
    facts = row(plan, OVEN).locator(".learn-plan__fact-of").all_inner_texts()
    assert facts == ["Milestone", "Baker", "due Dec 4", "Under way", "Chapter 2"]
    facts = row(plan, TALK).locator(".learn-plan__fact-of").all_inner_texts()
    assert facts == ["Nobody yet", "due Dec 18", "first", "your own"]
    counts = plan.locator(".learn-plan__facts div").all_inner_texts()
    assert [" ".join(count.split()) for count in counts] == [
        "Open 4",
        "Under way 1",
        "Late 1",
        "Due this week 0",
        "Milestones 1",
        "Done 0",
    ]


def test_nothing_yet_invites_to_begin(page: Page, tool: Show) -> None:
    opened(page, tool("plan"))
    expect(page.get_by_role("heading", name="Room for your first action")).to_be_visible()
    expect(page.get_by_role("link", name="Begin with chapter 1")).to_be_visible()
    expect(page.get_by_role("heading", name="What you will do")).to_be_hidden()
    expect(page.get_by_role("button", name="Spreadsheet (CSV)")).to_be_hidden()
    expect(page.get_by_role("button", name="Bring back")).to_be_visible()


def test_one_action_needs_no_search(page: Page, tool: Show) -> None:
    opened(page, tool("plan"), {OVEN: WORK[OVEN]})
    assert texts(page) == {"This week": ["Measure the oven with a thermometer"]}
    expect(page.get_by_label("Search")).to_be_hidden()
    expect(page.get_by_role("heading", name="Room for your first action")).to_be_hidden()


def test_the_plan_can_be_seen_by_owner_and_by_chapter_and_stays_so(plan: Page) -> None:
    plan.get_by_role("radio", name="Owner").check()
    assert texts(plan) == {
        "Ada": ["Buy a kitchen scale", "Visit the mill"],
        "Baker": ["Measure the oven with a thermometer"],
        "Nobody yet": ["Talk about prices"],
    }
    plan.get_by_role("radio", name="Chapter").check()
    assert list(texts(plan)) == [
        "Chapter 1: What flour wants",
        "Chapter 2: What the oven does",
        "Your own",
    ]
    stored(plan)
    plan.reload()
    expect(plan.get_by_role("radio", name="Chapter")).to_be_checked()
    assert next(iter(texts(plan))) == "Chapter 1: What flour wants"


def test_an_action_that_the_course_has_changed_or_lost_says_so_and_is_kept(page: Page, tool: Show) -> None:
    opened(
        page,
        tool("plan"),
        {
            SCALE: entry({"chosen": True}, rev="00000000"),
            "flour/action-plan/gone-by": entry({"chosen": True}),
        },
    )
    expect(opened_row(page, SCALE)).to_contain_text("The course has changed this action")
    expect(opened_row(page, "flour/action-plan/gone-by")).to_contain_text("No longer in the course")


# ---- Changing


def test_everything_of_an_action_is_changed_by_keyboard_alone(plan: Page) -> None:
    face(plan, OVEN).focus()
    plan.keyboard.press("Enter")
    plan.keyboard.press("Tab")
    expect(row(plan, OVEN).get_by_label("What to do")).to_be_focused()
    plan.keyboard.press("Control+A")
    plan.keyboard.type("Measure both ovens")
    expect(row(plan, OVEN)).to_contain_text("In the course: Measure the oven with a thermometer")
    plan.keyboard.press("Tab")
    expect(row(plan, OVEN).get_by_role("button", name="Use the course’s words")).to_be_focused()
    plan.keyboard.press("Tab")
    plan.keyboard.press("Control+A")
    plan.keyboard.type("Jo")
    plan.keyboard.press("Tab")
    expect(row(plan, OVEN).get_by_label("Status")).to_be_focused()
    plan.keyboard.type("Done")
    plan.keyboard.press("Tab")
    plan.keyboard.type("High")
    plan.keyboard.press("Tab")
    plan.keyboard.type("Within 60")
    plan.keyboard.press("Tab")
    expect(row(plan, OVEN).get_by_label("Start")).to_be_focused()
    plan.keyboard.type("11162026")
    expect(row(plan, OVEN).get_by_label("Start")).to_have_value("2026-11-16")
    row(plan, OVEN).get_by_label("Due").focus()
    plan.keyboard.type("12112026")
    row(plan, OVEN).get_by_label("Done when").focus()
    plan.keyboard.press("Control+A")
    plan.keyboard.type("both are written down")
    plan.keyboard.press("Tab")
    plan.keyboard.type("With the long thermometer")
    plan.keyboard.press("Tab")
    plan.keyboard.press("Space")
    # It waits for the keyboard to leave before it takes its new place.
    assert "Within 60 days" not in texts(plan)
    face(plan, OVEN).focus()
    plan.keyboard.press("Enter")
    expect(plan.locator(".learn-plan__group[data-key='60 days']")).to_contain_text("Measure both ovens")
    expect(face(plan, OVEN)).to_be_focused()
    assert values(plan)[OVEN] == {
        "chosen": True,
        "text": "Measure both ovens",
        "owner": "Jo",
        "status": "done",
        "priority": "high",
        "horizon": "60 days",
        "start": "2026-11-16",
        "due": "2026-12-11",
        "done_when": "both are written down",
        "note": "With the long thermometer",
    }
    assert stored(plan)[OVEN]["rev"] == REVS[OVEN]


def test_the_courses_words_come_back(plan: Page) -> None:
    opened_row(plan, SCALE).get_by_label("What to do").fill("Borrow a scale")
    row(plan, SCALE).get_by_role("button", name="Use the course’s words").click()
    expect(row(plan, SCALE).get_by_label("What to do")).to_have_value("Buy a kitchen scale")
    expect(row(plan, SCALE).get_by_label("What to do")).to_be_focused()
    row(plan, SCALE).get_by_label("Owner").fill("")
    plan.keyboard.press("Tab")
    expect(row(plan, SCALE).get_by_label("Owner")).to_have_value("Baker")
    assert values(plan)[SCALE] == {"chosen": True, "due": "2026-11-20"}


def test_an_own_action_never_loses_its_words(plan: Page) -> None:
    opened_row(plan, MILL).get_by_label("What to do").fill("")
    plan.keyboard.press("Tab")
    expect(row(plan, MILL).get_by_label("What to do")).to_have_value("Visit the mill")
    assert values(plan)[MILL] == WORK[MILL]["value"]


def test_a_tick_says_done_and_takes_it_back(plan: Page) -> None:
    tick = plan.get_by_role("checkbox", name="Done: Buy a kitchen scale")
    tick.check()
    expect(row(plan, SCALE)).to_contain_text("Done")
    expect(row(plan, SCALE)).not_to_contain_text("late")
    assert values(plan)[SCALE]["status"] == "done"
    expect(tick).to_be_focused()
    tick.uncheck()
    assert "status" not in values(plan)[SCALE]


def test_a_day_is_proposed_and_taken_with_one_press(plan: Page) -> None:
    opened_row(plan, MILL).get_by_role("button", name="Use Dec 23").click()
    expect(row(plan, MILL).get_by_label("Due")).to_have_value("2026-12-23")
    expect(row(plan, MILL).get_by_label("Due")).to_be_focused()
    expect(row(plan, MILL).get_by_role("button", name="Use ")).to_have_count(0)


def test_a_row_waits_with_moving_until_it_is_left(plan: Page) -> None:
    plan.get_by_role("radio", name="Owner").check()
    opened_row(plan, MILL).get_by_label("Owner").fill("Zoe")
    plan.keyboard.press("Tab")
    expect(row(plan, MILL).get_by_label("Status")).to_be_focused()
    plan.wait_for_timeout(100)
    assert "Visit the mill" in texts(plan)["Ada"]
    face(plan, SCALE).focus()
    expect(plan.locator(".learn-plan__group[data-key=zoe]")).to_contain_text("Visit the mill")
    expect(face(plan, SCALE)).to_be_focused()


def test_a_click_hits_what_it_was_aimed_at_although_rows_move(plan: Page) -> None:
    plan.get_by_role("radio", name="Owner").check()
    opened_row(plan, MILL).get_by_label("Owner").fill("Aaa")
    plan.get_by_role("checkbox", name="Done: Measure the oven").click(delay=60)
    expect(plan.get_by_role("checkbox", name="Done: Measure the oven")).to_be_checked()
    assert next(iter(texts(plan))) == "Aaa"


def test_typing_survives_closing_in_the_middle(plan: Page) -> None:
    opened_row(plan, MILL).get_by_label("Note").press_sequentially(" Ask for rye.")
    plan.reload()
    expect(opened_row(plan, MILL).get_by_label("Note")).to_have_value("Bring a bag. Ask for rye.")


# ---- Moving


def test_arrows_move_an_action_and_on_into_the_next_group(plan: Page) -> None:
    down = row(plan, TALK).get_by_role("button", name="Move down")
    down.focus()
    plan.keyboard.press("Enter")
    assert texts(plan)["Within 30 days"] == ["Visit the mill", "Talk about prices"]
    expect(down).to_be_focused()
    expect(said(plan)).to_have_text("Moved: place 2 of 2, Within 30 days.")
    plan.keyboard.press("Enter")
    assert texts(plan)["Within 60 days"] == ["Talk about prices"]
    expect(down).to_be_focused()
    assert values(plan)[TALK]["horizon"] == "60 days"
    for _ in range(2):
        plan.keyboard.press("Enter")
    assert texts(plan)["Later"] == ["Talk about prices"]
    plan.keyboard.press("Enter")
    expect(said(plan)).to_have_text("It stands at the end already.")


def test_alt_and_arrows_move_an_action_from_wherever_the_focus_is_in_it(plan: Page) -> None:
    face(plan, MILL).focus()
    plan.keyboard.press("Alt+ArrowUp")
    assert texts(plan)["Within 30 days"] == ["Visit the mill", "Talk about prices"]
    plan.keyboard.press("Alt+ArrowUp")
    assert texts(plan)["This week"][-1] == "Visit the mill"
    expect(face(plan, MILL)).to_be_focused()
    plan.get_by_role("button", name="Undo").click()
    assert texts(plan)["Within 30 days"] == ["Visit the mill", "Talk about prices"]
    assert "horizon" in values(plan)[MILL]


def test_an_owner_changes_by_moving_and_a_chapter_does_not(plan: Page) -> None:
    plan.get_by_role("radio", name="Owner").check()
    face(plan, MILL).focus()
    plan.keyboard.press("Alt+ArrowDown")
    assert values(plan)[MILL]["owner"] == "Baker"
    plan.get_by_role("radio", name="Chapter").check()
    before = values(plan)
    face(plan, OVEN).focus()
    plan.keyboard.press("Alt+ArrowUp")
    expect(said(plan)).to_have_text("It stands at the end already.")
    assert values(plan) == before


def test_dragging_does_the_same(plan: Page) -> None:
    face(plan, MILL).drag_to(face(plan, SCALE), target_position={"x": 40, "y": 4})
    assert texts(plan)["This week"][0] == "Visit the mill"
    assert values(plan)[MILL]["horizon"] == "this week"


# ---- Choosing and leaving out


def test_actions_are_added_from_the_chapters_one_after_the_other(page: Page, tool: Show) -> None:
    opened(page, tool("plan"))
    fold = page.locator("summary", has_text="Chapter 1: What flour wants")
    expect(fold).to_contain_text("2 to choose from")
    fold.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Add to the plan: Buy a kitchen scale")).to_be_focused()
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Added to the plan: Buy a kitchen scale")
    expect(page.get_by_role("button", name="Add to the plan: Feed a starter")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement !== document.body")
    assert values(page) == {SCALE: {"chosen": True}, STARTER: {"chosen": True}}
    expect(page.locator(".learn-plan__offer-fold")).to_have_count(1)


def test_own_actions_are_written_one_after_the_other(page: Page, tool: Show) -> None:
    opened(page, tool("plan"))
    form = page.locator(".learn-plan__new")
    form.get_by_label("What to do").fill("  Visit   the mill ")
    form.get_by_label("Owner").fill("Ada")
    form.get_by_label("When", exact=True).select_option("60 days")
    form.get_by_role("button", name="Add").press("Enter")
    expect(form.get_by_label("What to do")).to_be_focused()
    page.keyboard.type("Talk about prices")
    page.keyboard.press("Enter")
    assert sorted(values(page).values(), key=lambda value: value["text"], reverse=True) == [
        {"chosen": True, "text": "Visit the mill", "owner": "Ada", "horizon": "60 days"},
        {"chosen": True, "text": "Talk about prices", "owner": "Ada", "horizon": "60 days"},
    ]
    assert {name: set(found) for name, found in texts(page).items()} == {
        "Within 60 days": {"Visit the mill", "Talk about prices"}
    }


def test_what_is_taken_out_waits_with_its_chapter_and_its_details(plan: Page) -> None:
    opened_row(plan, SCALE).get_by_role("button", name="Take out of the plan").click()
    expect(row(plan, SCALE)).to_have_count(0)
    expect(plan.get_by_role("button", name="Undo")).to_be_focused()
    assert values(plan)[SCALE] == {"chosen": False, "owner": "Ada", "due": "2026-11-20"}
    plan.locator(".learn-plan__offer-fold > summary", has_text="Chapter 1").click()
    plan.get_by_role("button", name="Add to the plan: Buy a kitchen scale").click()
    assert values(plan)[SCALE] == WORK[SCALE]["value"]


def test_an_own_action_is_deleted_only_after_a_second_step_and_comes_back(plan: Page) -> None:
    delete = opened_row(plan, MILL).get_by_role("button", name="Delete this action")
    delete.click()
    expect(plan.get_by_role("button", name="Keep it")).to_be_focused()
    plan.keyboard.press("Escape")
    expect(delete).to_be_focused()
    plan.keyboard.press("Enter")
    plan.keyboard.press("Tab")
    plan.keyboard.press("Enter")
    expect(row(plan, MILL)).to_have_count(0)
    assert values(plan)[MILL] is None
    expect(plan.get_by_role("button", name="Undo")).to_be_focused()
    plan.keyboard.press("Enter")
    expect(row(plan, MILL)).to_have_count(1)
    assert values(plan)[MILL] == WORK[MILL]["value"]


def test_undo_leaves_what_another_tab_has_changed_since(plan: Page) -> None:
    other = opened(plan.context.new_page(), plan.url)
    face(plan, MILL).focus()
    plan.keyboard.press("Alt+ArrowUp")
    stored(plan)
    opened_row(other, MILL).get_by_label("Owner").fill("Zoe")
    stored(other)
    expect(row(plan, MILL)).to_contain_text("Zoe")
    plan.get_by_role("button", name="Undo").click()
    assert values(plan)[MILL]["owner"] == "Zoe"


def test_two_tabs_stay_in_step_and_nobody_is_disturbed(plan: Page) -> None:
    other = opened(plan.context.new_page(), plan.url)
    note = opened_row(plan, MILL).get_by_label("Note")
    note.focus()
    plan.keyboard.press("Control+Home")
    opened_row(other, TALK).get_by_label("When", exact=True).select_option("later")
    opened_row(other, MILL).get_by_label("Owner").fill("Zoe")
    expect(row(plan, MILL).get_by_label("Owner")).to_have_value("Zoe")
    assert texts(plan)["Later"] == ["Talk about prices"]
    expect(note).to_be_focused()
    plan.keyboard.type("Early: ")
    expect(row(other, MILL).get_by_label("Note")).to_have_value("Early: Bring a bag.")
    assert values(plan)[MILL]["owner"] == "Zoe"


# ---- Pictures


def test_the_time_line_is_a_picture_a_sentence_and_a_table(plan: Page) -> None:
    picture = plan.get_by_role("img", name=plan.locator("[data-part=time-said]").inner_text(), exact=True)
    expect(plan.locator("[data-part=time-said]")).to_contain_text("With dates: 3. Milestones: 1. Late: 1.")
    expect(picture.locator(".learn-plan__today")).to_have_count(1)
    expect(picture.locator(".learn-plan__diamond")).to_have_count(1)
    assert picture.locator(".learn-plan__line-words").all_text_contents() == [
        "late: Nov 20 · Buy a kitchen scale",
        "◆ Dec 4 · Measure the oven with a thermometer",
        "Dec 18 · Talk about prices",
    ]
    plan.get_by_text("The same as a table").click()
    assert [" | ".join(r.split("\t")) for r in plan.locator("[data-part=days] tr").all_inner_texts()] == [
        "Nov 20, 2026 | Buy a kitchen scale | Ada | To do, late",
        "Dec 4, 2026 | Measure the oven with a thermometer | Baker | Under way, Milestone",
        "Dec 18, 2026 | Talk about prices | Nobody yet | To do",
    ]


def test_too_much_is_seen_at_a_glance(page: Page, tool: Show) -> None:
    work = {
        f"plan/own/o{at:011d}": chosen("", text=f"Step {at}", owner="Ada", due="2026-12-01")
        for at in range(6)
    }
    opened(page, tool("plan"), work)
    assert page.locator(".learn-plan__warning").all_inner_texts() == [
        "Too many open actions at once: Ada has 6",
        "Too many due in the same week: 6 in the week of Nov 30",
    ]
    expect(page.locator(".learn-plan__owner")).to_contain_text("6 open")
    expect(page.locator(".learn-plan__peg--over")).to_have_count(1)
    expect(page.locator(".learn-plan__week-count[data-over]")).to_have_text("6!")
    page.get_by_role("checkbox", name="Done: Step 0").check()
    page.get_by_role("checkbox", name="Done: Step 1").check()
    page.get_by_role("checkbox", name="Done: Step 2").check()
    expect(page.locator(".learn-plan__warning")).to_have_count(0)


def test_open_actions_without_a_day_get_one_together(plan: Page) -> None:
    expect(plan.locator(".learn-plan__undated")).to_contain_text("One open action has no date yet.")
    plan.get_by_role("button", name="Give each the day its time is up").click()
    assert values(plan)[MILL]["due"] == "2026-12-23"
    expect(plan.locator(".learn-plan__undated")).to_be_hidden()
    expect(plan.get_by_role("button", name="Undo")).to_be_focused()
    plan.keyboard.press("Enter")
    assert "due" not in values(plan)[MILL]


def mapped(monkeypatch: pytest.MonkeyPatch, page: Page, fields: list[dict[str, Any]] | None = None) -> None:
    """A course whose plan has a map, with `fields` instead of its sheet's own."""
    identity = dataclasses.replace(COURSE.identity, map="dough-calculator")
    monkeypatch.setattr(tools, "COURSE", dataclasses.replace(COURSE, identity=identity))
    sheets = [
        {**one, "fields": fields} if fields and one["id"] == "dough-calculator" else one
        for one in MANIFEST["worksheets"]
    ]
    text = json.dumps({**MANIFEST, "worksheets": sheets, "plan": {"map": "dough-calculator"}})
    page.route("**/course.json", lambda route: route.fulfill(body=text, content_type="application/json"))


def test_the_map_shows_what_its_sheet_holds(page: Page, tool: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    mapped(monkeypatch, page)
    opened(page, tool("plan"), WORK)
    box = page.get_by_role("region", name="Dough calculator")
    expect(box).to_contain_text("Nothing is on it yet")
    expect(box.get_by_role("link", name="Fill in the sheet")).to_have_attribute(
        "href", "worksheets/dough-calculator.html"
    )
    sheet = {
        "worksheet/dough-calculator/flour": entry(500),
        "worksheet/dough-calculator/notes": entry(f"Less salt.\n{EVIL}"),
        "worksheet/dough-calculator/water": entry([{"__proto__": 1}]),
    }
    opened(page, page.url, {**WORK, **sheet})
    expect(box).to_contain_text("500 g")
    expect(box).to_contain_text(EVIL)
    expect(box).to_contain_text("of 3 lines are filled in")
    assert page.evaluate("[globalThis.hit, document.images.length]") == [None, 0]


# ---- Many


def test_150_actions_are_searched_and_filtered(page: Page, tool: Show) -> None:
    opened(page, tool("plan"), MANY)
    expect(page.locator(".learn-plan__action")).to_have_count(150)
    assert page.locator(".learn-plan__line").count() == 24
    expect(page.locator("[data-part=time-said]")).to_contain_text(
        "The picture shows the 24 that come first; the table has all 150."
    )
    page.get_by_label("Search").fill("STEP 14 ask")
    expect(page.locator(".learn-plan__action")).to_have_count(12)
    expect(page.locator("[data-part=found]")).to_have_text("Shown: 12 of 150")
    expect(page.get_by_role("button", name="Move up").first).to_be_hidden()
    page.get_by_label("Search").fill("no such thing")
    expect(page.locator("[data-part=found]")).to_contain_text("Nothing fits")
    page.get_by_label("Search").fill("")
    page.get_by_label("Show", exact=True).select_option("milestone")
    expect(page.locator(".learn-plan__action")).to_have_count(15)
    page.get_by_label("Show", exact=True).select_option("done")
    expect(page.locator(".learn-plan__action")).to_have_count(0)
    expect(page.get_by_label("Show", exact=True)).to_be_visible()


def test_a_long_page_has_ways_to_its_parts(page: Page, tool: Show) -> None:
    opened(page, tool("plan"), MANY)
    ways = page.get_by_role("navigation", name="Parts of your plan").get_by_role("link")
    assert ways.all_inner_texts() == ["Timeline", "Who carries how much", "Not chosen yet", "Take it along"]
    for way in ways.all():
        way.click()
        expect(page.locator(way.get_attribute("href") or "")).to_be_in_viewport()
    opened(page, page.url.partition("#")[0], {MILL: WORK[MILL]})
    assert ways.first.inner_text() == "Who carries how much"


# ---- Out and in


def test_the_plan_goes_out_as_four_kinds_of_file(plan: Page) -> None:
    name, text = downloaded(plan, "Spreadsheet (CSV)")
    assert name == "bread-plan-2026-11-23.csv"
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["What to do"] for row in rows] == [
        "Buy a kitchen scale",
        "Measure the oven with a thermometer",
        "Visit the mill",
        "Talk about prices",
    ]
    assert rows[1]["Status"] == "Under way"

    name, text = downloaded(plan, "Calendar (ICS)")
    assert name == "bread-plan-2026-11-23.ics"
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert sorted(str(event["SUMMARY"]) for event in events) == [
        "Buy a kitchen scale",
        "Milestone: Measure the oven with a thermometer",
        "Talk about prices",
    ]
    expect(said(plan)).to_contain_text("Without a due day, and so not in it: 1.")

    name, text = downloaded(plan, "Text (Markdown)")
    assert name == "bread-plan-2026-11-23.md"
    assert text.startswith("# My plan: ")
    assert "Written down on November 23, 2026." in text
    assert "- [ ] Visit the mill" in text

    name, text = downloaded(plan, "Plan file (JSON)")
    assert name == "bread-plan-2026-11-23.json"
    assert {a["id"]: a["value"] for a in json.loads(text)["actions"]} == {
        id: e["value"] for id, e in WORK.items()
    }


def test_without_a_day_there_is_no_calendar(page: Page, tool: Show) -> None:
    opened(page, tool("plan"), {MILL: WORK[MILL]})
    page.get_by_role("button", name="Calendar (ICS)").click()
    expect(said(page)).to_contain_text("No action has a due day yet")


def test_a_spreadsheet_comes_back_with_a_look_at_what_it_changes(plan: Page) -> None:
    _, text = downloaded(plan, "Spreadsheet (CSV)")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    owner, due, what = (rows[0].index(name) for name in ("Owner", "Due", "What to do"))
    rows[1][owner] = "Zoe"
    rows[2][due] = "someday"
    rows.append(["" for _ in rows[0]])
    rows[-1][what] = "=1+1"
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    choose(plan, out.getvalue(), "from the office.csv")
    expect(plan.get_by_role("heading", name="What “from the office.csv” would change")).to_be_focused()
    expect(plan.locator("[data-rows=changed]")).to_contain_text("Owner: Ada Zoe")
    expect(plan.locator("[data-rows=new]")).to_contain_text("=1+1")
    expect(plan.locator("[data-rows=problems]")).to_contain_text("Row 3: “someday” under “Due” is no day")
    assert values(plan) == {id: e["value"] for id, e in WORK.items()}

    plan.get_by_role("button", name="Change nothing").click()
    expect(plan.get_by_role("button", name="Bring back")).to_be_focused()
    assert values(plan) == {id: e["value"] for id, e in WORK.items()}

    choose(plan, out.getvalue(), "from the office.csv")
    plan.get_by_role("button", name="Take over").click()
    expect(said(plan)).to_have_text("Taken over: 2.")
    after = values(plan)
    assert after[SCALE] == {"chosen": True, "owner": "Zoe", "due": "2026-11-20"}
    assert after[OVEN] == WORK[OVEN]["value"]
    assert [v["text"] for id, v in after.items() if id not in WORK] == ["=1+1"]
    plan.get_by_role("button", name="Undo").click()
    assert {id: v for id, v in values(plan).items() if v} == {id: e["value"] for id, e in WORK.items()}


def test_a_day_whose_order_was_inferred_is_shown_with_what_the_file_says(plan: Page) -> None:
    choose(plan, "What to do,Start,Due\nOne,,3/4/2027\nTwo,3/31/2027,5/5/2027\n", "dates.csv")
    rows = plan.locator("[data-rows=new] .learn-plan__change")
    expect(rows.first).to_contain_text("Mar 4, 2027 Read from “3/4/2027”, with day and month in")
    expect(rows.nth(1)).not_to_contain_text("Read from")


def test_a_plan_file_brings_everything_to_another_device(plan: Page, browser: Browser) -> None:
    _, text = downloaded(plan, "Plan file (JSON)")
    context = browser.new_context()
    other = opened(context.new_page(), plan.url)
    choose(other, text)
    other.get_by_role("button", name="Take over").click()
    assert values(other) == {id: e["value"] for id, e in WORK.items()}
    choose(other, text)
    expect(other.get_by_role("heading", name="holds nothing that is not here already")).to_be_visible()
    expect(other.get_by_role("button", name="Take over")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "neither a spreadsheet file"),
        (document({}), "holds something else"),
        ({"format": "learn-plan", "version": 1, "course": "other", "actions": []}, "another course"),
        ({"format": "learn-plan", "version": 9, "course": "bread", "actions": []}, "newer version"),
        (b"\x00\x01\x02\xff" * 50, "must name the columns"),
        ("", "must name the columns"),
        ("[" * 100_000, "neither a spreadsheet file"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_the_reason(plan: Page, content: object, why: str) -> None:
    choose(plan, content, "odd.file")
    expect(plan.locator("[data-part=refusal]")).to_contain_text(why)
    expect(plan.locator("[data-part=refusal]")).to_be_focused()
    expect(plan.locator("[data-part=offer]")).to_be_hidden()
    assert values(plan) == {id: e["value"] for id, e in WORK.items()}


def test_a_file_far_too_large_is_refused_unread(plan: Page, tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    plan.set_input_files("input[type=file]", big)
    expect(plan.locator("[data-part=refusal]")).to_contain_text("far too large")


def test_a_hostile_file_is_shown_as_text_and_reaches_nothing(plan: Page) -> None:
    actions = [
        {
            "id": SCALE,
            "rev": EVIL,
            "at": EVIL,
            "value": {"text": EVIL, "owner": EVIL, "due": EVIL, "order": "x"},
        },
        {
            "id": "plan/own/" + "e" * 12,
            "rev": "",
            "at": "",
            "value": {"text": EVIL, "chapter": EVIL, "note": EVIL},
        },
        {"id": "__proto__", "rev": "", "at": "", "value": {"text": "x"}},
        {"id": "settings/plan", "rev": "", "at": "", "value": {"by": "x"}},
        {"id": OVEN, "rev": "", "at": "", "value": [[[[[[]]]]]]},
        None,
    ]
    file = {"format": "learn-plan", "version": 1, "course": "bread", "actions": actions}
    text = json.dumps(file).replace('"order": "x"', '"__proto__": {"polluted": 1}, "constructor": {"a": 1}')
    choose(plan, text, f"{EVIL}.json")
    expect(plan.locator("[data-rows=changed]")).to_contain_text(EVIL)
    expect(plan.locator("[data-rows=problems]")).to_contain_text("left out: 4")
    plan.get_by_role("button", name="Take over").click()
    expect(row(plan, SCALE)).to_contain_text(EVIL)
    opened_row(plan, SCALE)
    opened_row(plan, "plan/own/" + "e" * 12)
    for by in ("Owner", "Chapter"):
        plan.get_by_role("radio", name=by).check()
    assert plan.evaluate("[globalThis.hit, ({}).polluted, document.images.length]") == [None, None, 0]
    assert plan.locator("learn-plan script").count() == 0


def test_a_file_can_be_dropped(plan: Page) -> None:
    drop(plan, "learn-plan", {"dropped.csv": "What to do\r\nBuy rye\r\n"})
    expect(plan.get_by_role("heading", name="What “dropped.csv” would change")).to_be_visible()


# ---- Paper


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_one_sheet_is_one_page_however_much_there_is(
    page: Page, tool: Show, monkeypatch: pytest.MonkeyPatch, paper: str
) -> None:
    mapped(monkeypatch, page)
    opened(
        page,
        tool("plan", guarded=False),
        {**MANY, "worksheet/dough-calculator/notes": entry("Less salt. " * 40)},
    )

    # As large as the theme has it on paper, and without what the stage adds.
    page.add_style_tag(content="html { font-size: 17px } main > :is(h1, h2) { display: none }")

    def printed(kind: str) -> tuple[int, str]:
        page.get_by_label("Print as").select_option(kind)
        margin = {"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"}
        pdf = PdfReader(io.BytesIO(page.pdf(format=paper, margin=margin)))
        return len(pdf.pages), " ".join(" ".join(p.extract_text() for p in pdf.pages).split())

    pages, text = printed("sheet")
    assert pages == 1
    assert "Step 0:" in text
    assert "more, on the long list" in text
    assert "Add your own action" not in text
    pages, text = printed("map")
    assert pages == 1
    assert "Less salt." in text
    pages, text = printed("list")
    assert 8 <= pages <= 30
    assert all(f"Step {at}:" in text for at in range(150))
    assert text.count("Three of them have been asked") == 150
    assert "Add your own action" not in text
    assert "Less salt." not in text


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_map_with_every_line_filled_in_is_one_page(
    page: Page, tool: Show, monkeypatch: pytest.MonkeyPatch, paper: str
) -> None:
    columns = [{"id": id, "kind": "text", "label": id.title()} for id in ("what", "who", "when")]
    kinds = {
        "Aim": ["notes"] * 5,
        "Measures": ["table"],
        "Steps": ["table", "notes"],
        "Readers": ["table", "text"],
    }
    fields: list[dict[str, Any]] = [
        {
            "id": f"worksheet/dough-calculator/{section}-{at}",
            "kind": kind,
            "label": f"Line {at}",
            "section": section,
        }
        | ({"columns": columns} if kind == "table" else {})
        for section, list_of in kinds.items()
        for at, kind in enumerate(list_of)
    ]
    rows = [
        {"what": "Rewrite the shortest term in all new contracts", "who": "Rosa Delgado", "when": "Monday"}
    ] * 6
    written = "We would rather be missed than be cheap, and half of our guests bake at home by now."
    work = {one["id"]: entry(rows if one["kind"] == "table" else written) for one in fields}
    mapped(monkeypatch, page, fields)
    opened(page, tool("plan", guarded=False), {**WORK, **work})
    page.add_style_tag(content="html { font-size: 17px } main > :is(h1, h2) { display: none }")
    expect(page.get_by_text("10 of 10 lines are filled in.")).to_be_visible()
    page.get_by_label("Print as").select_option("map")
    margin: Any = {"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"}
    pdf = PdfReader(io.BytesIO(page.pdf(format=paper, margin=margin)))
    assert len(pdf.pages) == 1


def test_an_open_form_does_not_print(plan: Page) -> None:
    opened_row(plan, MILL)
    plan.emulate_media(media="print")
    assert plan.locator("button:visible, textarea:visible, select:visible, [type=date]:visible").count() == 0
    expect(row(plan, MILL).locator(".learn-plan__more")).to_contain_text("Bring a bag.")


# ---- Trouble


def test_without_scripts_it_says_what_it_does_and_where_paper_is(bare_page: Page, tool: Show) -> None:
    bare_page.goto(tool("plan"))
    expect(bare_page.get_by_text("this page needs scripts")).to_be_visible()
    expect(bare_page.get_by_role("link", name="Worksheets to print")).to_be_visible()
    expect(bare_page.get_by_role("link", name="Chapter 1")).to_have_attribute(
        "href", "chapters/01-flour.html#action-plan"
    )
    assert bare_page.locator("button:visible, input:visible").count() == 0


def test_refused_storage_is_said_and_the_page_goes_on(page: Page, tool: Show) -> None:
    page.add_init_script(REFUSED)
    page.clock.set_fixed_time(NOW)
    page.goto(tool("plan"))
    expect(page.get_by_role("alert")).to_contain_text("does not let this site keep anything")
    page.locator(".learn-plan__new").get_by_label("What to do").fill("Visit the mill")
    page.keyboard.press("Enter")
    assert texts(page) == {"This week": ["Visit the mill"]}


def test_without_the_manifest_what_was_chosen_is_still_there(
    page: Page, tool: Show, complaints: list[str]
) -> None:
    page.route("**/course.json", lambda route: route.abort())
    opened(page, tool("plan"), WORK)
    expect(page.locator(".learn-plan__action")).to_have_count(len(WORK))
    expect(page.locator("[data-part=missing]")).to_contain_text("nothing is lost")
    opened_row(page, SCALE).get_by_label("Owner").fill("Zoe")
    assert values(page)[SCALE] == {"chosen": True, "owner": "Zoe", "due": "2026-11-20"}
    assert all("course.json" in c or "ERR_FAILED" in c for c in complaints)
    complaints.clear()
    page.unroute("**/course.json")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(face(page, SCALE)).to_contain_text("Buy a kitchen scale")


def test_odd_values_in_storage_break_nothing(page: Page, tool: Show) -> None:
    odd = {"chosen": True, "text": {"a": 1}, "due": "2026-13-45", "status": "x", "order": "y", "owner": 7}
    opened(
        page,
        tool("plan"),
        {
            SCALE: entry(odd),
            OVEN: entry(True),
            STARTER: entry("chosen"),
            MILL: entry({"chosen": True}),
            TALK: entry([1]),
            "settings/plan": entry({"by": EVIL}),
        },
    )
    assert texts(page) == {"This week": ["Buy a kitchen scale", "Measure the oven with a thermometer"]}


def test_it_opens_from_disk(page: Page, tmp_path: Path) -> None:
    opened(page, on_disk("plan", tmp_path))
    page.locator(".learn-plan__offer-fold > summary", has_text="Chapter 1").click()
    page.get_by_role("button", name="Add to the plan: Buy a kitchen scale").click()
    assert texts(page) == {"This week": ["Buy a kitchen scale"]}


def test_another_day_is_noticed_when_the_page_is_looked_at_again(plan: Page) -> None:
    plan.clock.set_fixed_time("2026-12-06T12:00:00")
    plan.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(row(plan, OVEN)).to_contain_text("late")


# ---- For everybody


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_finds_nothing_in_any_state(
    page: Page, tool: Show, monkeypatch: pytest.MonkeyPatch, dark: bool, width: int
) -> None:
    mapped(monkeypatch, page)
    page.set_viewport_size({"width": width, "height": 800})
    address = tool("plan", dark=dark)
    opened(page, address)
    wrong: list[str] = []

    def look(state: str) -> None:
        wrong.extend(f"{state} {found}" for found in axe(page))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{state} scrolls sideways")

    look("empty")
    long = {"plan/own/long00000001": chosen("", text="W" * 120, owner="O" * 80, horizon="later")}
    opened(page, address, {**WORK, **long, "worksheet/dough-calculator/notes": entry("N" * 200)})
    look("plan")
    opened_row(page, MILL).get_by_role("button", name="Delete this action").click()
    opened_row(page, SCALE)
    page.get_by_text("The same as a table").click()
    page.locator(".learn-plan__offer-fold > summary", has_text="Chapter 1").click()
    look("opened and asked")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("radio", name="Owner").check()
    choose(page, "What to do;Due\r\nBuy rye;someday\r\nVisit the mill;2027-01-01\r\n", f"{'x' * 100}.csv")
    expect(page.locator("[data-part=offer]")).to_be_visible()
    look("offer")
    page.get_by_role("button", name="Take over").click()
    look("taken over")
    choose(page, "x")
    expect(page.locator("[data-part=refusal]")).to_be_visible()
    look("refused")
    assert wrong == []


def test_everything_that_can_be_pressed_is_large_enough(plan: Page) -> None:
    plan.set_viewport_size({"width": 390, "height": 844})
    opened_row(plan, SCALE)
    small = plan.evaluate(
        """[...document.querySelectorAll('learn-plan :is(button, summary, select, input, textarea)')]
          .filter(e => e.checkVisibility({ opacityProperty: true }))
          .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.height < 24 || box.width < 24)).map(([html]) => html)"""
    )
    assert [html for html in small if "checkbox" not in html] == []
