"""The session view in a browser: a whole session by keyboard, two windows, and everything that can go wrong in a room."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.browser.saved import put_entries
from tests.browser.tools import (
    EVIL,
    KEY,
    REFUSED,
    Show,
    axe,
    entry,
    fragment,
    on_disk,
    opened,
    stored,
)

pytestmark = pytest.mark.browser

WHO = "flour/ask-your-team/who-bakes"
ID = "session/flour/2026-11-23T1200"
RUNNING: dict[str, Any] = {
    "started": "2026-11-23T12:00:00.000Z",
    "seconds": 60,
    "said": {WHO: "Jo, on Sundays"},
    "spent": {WHO: 30},
    "decisions": ["plan/own/abc"],
    "step": WHO,
}
ENDED = {**RUNNING, "ended": "2026-11-23T12:20:00.000Z", "seconds": 1200, "note": "More flour"}
DECISION = entry({"chosen": True, "text": "Buy rye", "owner": "Jo", "due": "2026-12-01", "chapter": "flour"})


@pytest.fixture
def lead(page: Page, tool: Show) -> Page:
    return opened(page, tool("session"))


def led(page: Page, address: str, value: object, more: dict[str, Any] | None = None) -> Page:
    """The page with one session open, which is stored as `value`."""
    opened(page, address, {ID: entry(value), "plan/own/abc": DECISION, **(more or {})})
    page.goto("about:blank")
    return opened(page, f"{address}#{ID}")


def clock(page: Page, time: str) -> None:
    """It is this time in all windows, and every one of them has noticed."""
    for one in page.context.pages:
        one.clock.set_fixed_time(f"2026-11-23T{time}")
    # A page looks at the clock once a second.
    page.wait_for_timeout(1300)


def state(page: Page) -> str | None:
    return page.locator("learn-session").get_attribute("data-state")


def status(page: Page) -> Any:
    return page.locator("[data-part=status]")


def question(page: Page) -> Any:
    return page.get_by_role("heading", name="Who bakes on which day?")


def begin(page: Page, chapter: str = "flour") -> None:
    page.locator(f'[data-do=choose][data-chapter="{chapter}"]').click()
    page.get_by_role("button", name="Begin the session").click()


def saved(page: Page, id: str = ID) -> dict[str, Any]:
    value: dict[str, Any] = stored(page)[id]["value"]
    return value


def press_until(page: Page, name: str) -> None:
    """Tab on until the button has the focus, as somebody without a mouse would."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(name):
            return
    pytest.fail(f"{name} is not reached by Tab")


def test_chapters_are_offered_with_their_minutes(lead: Page) -> None:
    picks = lead.locator(".learn-session__pick")
    assert picks.first.inner_text().split("\n") == ["1", "What flour wants", "20 min · 1 question"]
    expect(lead.get_by_role("heading", name="Past sessions")).to_be_hidden()
    expect(lead.get_by_role("heading", name="Not finished yet")).to_be_hidden()


def test_a_link_from_a_chapter_opens_its_preparation(page: Page, tool: Show) -> None:
    opened(page, tool("session") + "?chapter=flour")
    expect(page.get_by_role("heading", name="Prepare: chapter 1, What flour wants")).to_be_visible()
    opened(page, tool("session") + "?chapter=cakes")
    assert state(page) == "choose"


def test_preparation_is_ticked_days_before_and_comes_along(lead: Page) -> None:
    lead.locator("[data-chapter=flour]").click()
    expect(lead.get_by_role("heading", name="Prepare: chapter 1")).to_be_focused()
    lead.get_by_label("Bring two bags of flour.").check()
    lead.get_by_label("Who is here").fill("Jo, Dana")
    assert stored(lead)["session/flour/next"]["value"] == {
        "people": "Jo, Dana",
        "ticked": ["Bring two bags of flour."],
    }
    lead.reload()
    expect(lead.get_by_label("Bring two bags of flour.")).to_be_checked()
    expect(lead.get_by_label("Who is here")).to_have_value("Jo, Dana")
    lead.get_by_role("button", name="Begin the session").click()
    value = saved(lead)
    assert (value["people"], value["ticked"]) == ("Jo, Dana", ["Bring two bags of flour."])
    assert stored(lead)["session/flour/next"]["value"] is None
    expect(lead.get_by_text("In the room: Jo, Dana")).to_be_visible()


def test_a_whole_session_is_led_by_keyboard(lead: Page) -> None:
    lead.locator("[data-chapter=flour]").focus()
    lead.keyboard.press("Enter")
    press_until(lead, "Begin the session")
    lead.keyboard.press("Enter")
    expect(lead.get_by_role("heading", name="Open the session")).to_be_focused()
    lead.keyboard.press("n")
    expect(question(lead)).to_be_focused()
    clock(lead, "12:04:00")
    expect(lead.locator("[data-part=time]")).to_have_text("4:00")
    lead.keyboard.press("l")
    expect(lead.locator("[data-part=listen-text]")).to_be_visible()
    lead.keyboard.press("w")
    lead.keyboard.type("snp bed: Jo, on Sundays")
    expect(lead.locator("#session-said")).to_have_value("snp bed: Jo, on Sundays")
    expect(question(lead)).to_be_visible()
    lead.keyboard.press("Escape")
    expect(question(lead)).to_be_focused()
    lead.keyboard.press("d")
    lead.keyboard.type("Buy rye")
    lead.keyboard.press("Enter")
    expect(status(lead)).to_have_text("Decided, and added to your plan.")
    lead.keyboard.press("Escape")
    lead.keyboard.press("e")
    expect(lead.locator("[data-part=time-of]")).to_have_text("of 15 min")
    lead.keyboard.press("p")
    expect(status(lead)).to_have_text("The clock is paused.")
    clock(lead, "12:10:00")
    lead.keyboard.press("p")
    lead.keyboard.press("s")
    expect(lead.get_by_role("heading", name="Close the session")).to_be_focused()
    lead.keyboard.press("ArrowLeft")
    expect(question(lead)).to_be_focused()
    lead.keyboard.press("ArrowRight")
    lead.keyboard.press("n")
    assert state(lead) == "running", "the end is a decision of its own"
    clock(lead, "12:11:00")
    press_until(lead, "End the session")
    lead.keyboard.press("Enter")
    expect(lead.get_by_role("heading", name="Session: chapter 1, What flour wants")).to_be_focused()
    value = saved(lead)
    assert (value["seconds"], value["spent"]) == (300, {WHO: 240})
    assert value["said"] == {WHO: "snp bed: Jo, on Sundays"}
    assert "skipped" not in value
    (decision,) = value["decisions"]
    assert stored(lead)[decision]["value"] == {"chosen": True, "chapter": "flour", "text": "Buy rye"}


def test_keys_can_be_turned_off_and_never_leave_the_page(lead: Page) -> None:
    begin(lead)
    lead.evaluate("globalThis.heard = []; addEventListener('keydown', (event) => heard.push(event.key))")
    lead.get_by_text("Keys", exact=True).click()
    lead.get_by_label("Lead by keys").uncheck()
    for key in ("n", "p", ".", ",", "ArrowRight", "x"):
        lead.keyboard.press(key)
    expect(lead.get_by_role("heading", name="Open the session")).to_be_visible()
    # What the theme would leave the page by is held back; everything else passes.
    assert lead.evaluate("heard") == ["ArrowRight", "x"]
    lead.reload()
    lead.wait_for_selector("[data-ready]")
    lead.keyboard.press("n")
    expect(lead.get_by_role("heading", name="Open the session")).to_be_visible()
    lead.get_by_text("Keys", exact=True).click()
    lead.get_by_label("Lead by keys").check()
    lead.keyboard.press("Control+n")
    expect(lead.get_by_role("heading", name="Open the session")).to_be_visible()
    lead.keyboard.press("n")
    expect(question(lead)).to_be_focused()


def test_time_over_is_said_once_and_shown(lead: Page) -> None:
    begin(lead)
    lead.get_by_role("button", name="First question").click()
    clock(lead, "12:09:59")
    expect(status(lead)).to_have_text("")
    clock(lead, "12:12:00")
    expect(status(lead)).to_have_text("The 10 minutes for this question are over.")
    expect(lead.locator("[data-part=time-over]")).to_have_text("over by 2:00")
    lead.get_by_role("button", name="+5 min").click()
    expect(status(lead)).to_have_text("Five minutes more for this question.")
    expect(lead.locator("[data-part=time-over]")).to_have_text("")
    clock(lead, "12:13:00")
    expect(status(lead)).to_have_text("Five minutes more for this question.")


def test_the_agenda_follows_the_clock(lead: Page) -> None:
    begin(lead)
    now = lead.locator("[data-part=agenda] [data-time=now]")
    expect(now).to_contain_text("Feel both flours.")
    expect(now).to_contain_text("12:00")
    expect(lead.get_by_text("Ends about 12:20")).to_be_visible()
    clock(lead, "12:06:00")
    expect(now).to_contain_text("Fill in the calculator.")


def test_a_reload_in_the_middle_goes_on_where_it_was(lead: Page) -> None:
    begin(lead)
    lead.get_by_role("button", name="First question").click()
    clock(lead, "12:02:00")
    lead.locator("#session-said").press_sequentially("Jo")
    lead.get_by_label("What we decided").press_sequentially("Buy ry")
    lead.reload()
    expect(lead.locator("#session-said")).to_have_value("Jo")
    expect(lead.get_by_label("What we decided")).to_have_value("Buy ry")
    expect(question(lead)).to_be_visible()
    clock(lead, "12:05:00")
    expect(lead.locator("[data-part=time]")).to_have_text("5:00")
    # A clock that was set back takes nothing away.
    clock(lead, "11:00:00")
    lead.reload()
    expect(lead.locator("[data-part=time]")).to_have_text("5:00")
    clock(lead, "11:01:00")
    expect(lead.locator("[data-part=time]")).to_have_text("6:00")


def test_a_page_left_open_over_night_does_not_count_the_night(lead: Page) -> None:
    begin(lead)
    clock(lead, "12:10:00")
    clock(lead, "20:00:00")
    expect(status(lead)).to_contain_text("does not count")
    expect(lead.locator("[data-part=clock]")).to_have_text("10:00")
    expect(lead.get_by_role("button", name="Go on", exact=True)).to_be_visible()
    assert "since" not in saved(lead)


def test_who_leaves_finds_the_session_again(lead: Page) -> None:
    begin(lead)
    lead.get_by_role("button", name="Leave for now").click()
    expect(lead.get_by_role("heading", name="Choose a chapter")).to_be_focused()
    expect(lead.get_by_role("heading", name="Not finished yet")).to_be_visible()
    clock(lead, "12:30:00")
    lead.get_by_role("button", name="Continue: Chapter 1").click()
    expect(lead.get_by_role("heading", name="Open the session")).to_be_focused()
    expect(lead.locator("[data-part=clock]")).to_have_text("0:00")
    clock(lead, "12:31:00")
    expect(lead.locator("[data-part=clock]")).to_have_text("1:00")


def test_decisions_are_changed_and_taken_back(page: Page, tool: Show) -> None:
    value = {**RUNNING, "people": "Jo, Dana"}
    led(page, tool("session"), value)
    row = page.locator("[data-part=decisions] li")
    expect(row).to_contain_text("Jo, by December 1, 2026")
    assert page.locator("#session-names option").evaluate_all("all => all.map((one) => one.value)") == [
        "Jo",
        "Dana",
    ]
    page.get_by_role("button", name="Change: Buy rye").click()
    page.get_by_label("Owner").fill("")
    page.get_by_label("What we decided").fill("Buy spelt")
    page.get_by_role("button", name="Save the change").click()
    expect(row).to_contain_text("no owner yet, by December 1, 2026")
    assert stored(page)["plan/own/abc"]["value"] == {
        "chosen": True,
        "text": "Buy spelt",
        "due": "2026-12-01",
        "chapter": "flour",
    }
    page.get_by_role("button", name="Remove: Buy spelt").click()
    expect(row).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    assert stored(page)["plan/own/abc"]["value"] is None
    page.keyboard.press("Enter")
    expect(row).to_contain_text("Buy spelt")
    assert saved(page)["decisions"] == ["plan/own/abc"]


def test_the_end_waits_for_a_decision_that_is_half_written(lead: Page) -> None:
    begin(lead)
    lead.get_by_role("button", name="Close", exact=True).click()
    lead.get_by_label("What we decided").fill("Buy rye")
    lead.get_by_role("button", name="End the session").click()
    expect(status(lead)).to_contain_text("not added yet")
    expect(lead.get_by_label("What we decided")).to_be_focused()
    lead.keyboard.press("Enter")
    lead.get_by_role("button", name="End the session").click()
    expect(lead.locator("[data-part=record]")).to_contain_text("Buy rye")


def test_a_record_is_taken_along_and_into_the_notes(page: Page, tool: Show) -> None:
    mine = entry("Ask Jo first.")
    led(page, tool("session"), ENDED, {WHO: mine})
    record = page.locator("[data-part=record]")
    for words in ("Buy rye", "Jo, by December 1, 2026", "Jo, on Sundays", "0:30 of 10 min", "More flour"):
        expect(record).to_contain_text(words)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as text").click()
    assert download.value.suggested_filename == "bread-session-flour-2026-11-23.md"
    text = Path(download.value.path()).read_text("utf-8")
    assert "- [ ] Buy rye (Jo, by December 1, 2026)" in text
    assert "### Who bakes on which day?\n\n0:30 of 10 min\n\n> Jo, on Sundays" in text
    page.get_by_role("button", name="Copy what was said into my notes").click()
    assert stored(page)[WHO]["value"] == "Ask Jo first.\n\nJo, on Sundays"
    expect(page.get_by_role("button", name="Copy what was said")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    assert stored(page)[WHO]["value"] == "Ask Jo first."
    page.get_by_role("button", name="Go on with this session").click()
    expect(page.get_by_role("heading", name="Close the session")).to_be_focused()
    assert "ended" not in saved(page)


def test_erasing_takes_two_steps_and_can_be_undone(page: Page, tool: Show) -> None:
    work = {ID: entry(ENDED), "plan/own/abc": DECISION}
    opened(page, tool("session"), work)
    page.get_by_role("button", name="Erase: Chapter 1").click()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Erase: Chapter 1")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Erase", exact=True).click()
    expect(page.get_by_role("heading", name="Past sessions")).to_be_hidden()
    assert stored(page)[ID]["value"] is None
    assert stored(page)["plan/own/abc"] == DECISION
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Open: Chapter 1")).to_be_visible()
    assert saved(page) == ENDED


# Two windows


def second(page: Page) -> Page:
    with page.expect_popup() as popup:
        page.get_by_role("button", name="Open a second window").click()
    wall = popup.value
    wall.wait_for_selector("dialog[open]")
    return wall


def test_the_second_window_opens_while_the_first_still_writes(lead: Page) -> None:
    held: list[Route] = []
    lead.context.route("**/course.json", lambda route: held.append(route))
    begin(lead)
    with lead.expect_popup() as popup:
        lead.get_by_role("button", name="Open a second window").click()
    wall = popup.value
    wall.wait_for_selector("learn-session[data-enhanced]")
    # This window hears of what the first one writes before it has the manifest.
    wall.evaluate("addEventListener('storage', () => { globalThis.hasHeard = true })")
    put_entries(lead, KEY, {ID: entry(RUNNING)})
    wall.wait_for_function("() => globalThis.hasHeard")
    for route in held:
        route.continue_()
    wall.wait_for_selector("dialog[open]")
    assert wall.url.endswith("#screen")


def leave(wall: Page) -> None:
    with wall.expect_event("close"), contextlib.suppress(Error):
        wall.keyboard.press("Escape")


def test_the_second_window_follows_and_holds_no_notes(page: Page, tool: Show) -> None:
    value = {**RUNNING, "people": "Jo, Dana", "since": "2026-11-23T12:00:00.000Z"}
    led(page, tool("session"), value)
    wall = second(page)
    expect(wall.locator("[data-part=screen-text]")).to_have_text("Who bakes on which day?")
    expect(wall.get_by_text("Question 1 of 1")).to_be_visible()
    expect(wall.locator("[data-part=screen-of]")).to_contain_text("of 10 min")
    expect(page.get_by_text("none of your notes")).to_be_visible()
    page.locator("#session-said").fill("A secret of Jo's")
    assert saved(page)["said"] == {WHO: "A secret of Jo's"}
    html = wall.content()
    # The words for an empty page stand in every window; what somebody wrote or the chapter tells the lead must not.
    for secret in ("A secret", "on Sundays", "Days nobody takes", "Buy rye", "Dana"):
        assert secret not in html
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(wall.locator("[data-part=screen-of]")).to_contain_text("paused")
    page.keyboard.press("n")
    expect(wall.get_by_text("To close")).to_be_visible()
    assert "Buy rye" not in wall.content()
    page.get_by_role("button", name="Show the decisions in the second window").click()
    expect(wall.get_by_text("Buy rye")).to_be_visible()
    with wall.expect_event("close"):
        page.get_by_role("button", name="Close the second window").click()
    expect(page.get_by_role("button", name="Open a second window")).to_be_visible()


def test_a_clicker_in_the_second_window_leads(lead: Page) -> None:
    begin(lead)
    wall = second(lead)
    wall.keyboard.press("PageDown")
    expect(question(lead)).to_be_visible()
    expect(wall.locator("[data-part=screen-text]")).to_have_text("Who bakes on which day?")
    wall.keyboard.press("p")
    expect(status(lead)).to_have_text("The clock is paused.")
    wall.keyboard.press("ArrowLeft")
    expect(lead.get_by_role("heading", name="Open the session")).to_be_visible()


def test_each_window_notices_when_the_other_is_gone(lead: Page) -> None:
    begin(lead)
    wall = second(lead)
    leave(wall)
    expect(status(lead)).to_have_text("The second window is closed.")
    assert wall.is_closed()
    wall = second(lead)
    # A reload of the leading window is no farewell.
    lead.reload()
    lead.wait_for_selector("[data-ready]")
    lead.keyboard.press("n")
    expect(wall.locator("[data-part=screen-text]")).to_have_text("Who bakes on which day?", timeout=8000)
    expect(lead.get_by_role("button", name="Close the second window")).to_be_visible()
    expect(wall.locator("[data-part=screen-said]")).to_have_text("")
    lead.close()
    expect(wall.locator("[data-part=screen-said]")).to_have_text(
        "The window that leads the session is closed."
    )
    leave(wall)


def test_a_page_that_was_left_answers_no_longer(lead: Page) -> None:
    begin(lead)
    wall = second(lead)
    lead.evaluate("globalThis.left = document.querySelector('learn-session'); left.remove()")
    said = wall.locator("[data-part=screen-said]")
    expect(said).to_contain_text("does not answer", timeout=10000)
    lead.evaluate("document.querySelector('main').append(left)")
    expect(said).to_have_text("", timeout=10000)


def test_the_second_window_alone_says_so_and_becomes_the_page(page: Page, tool: Show) -> None:
    page.goto(tool("session") + "#screen")
    expect(page.locator("[data-part=screen-text]")).to_contain_text("Open it from there")
    page.get_by_role("button", name="Close this window").click()
    expect(page.get_by_role("heading", name="Choose a chapter")).to_be_visible()
    assert not page.url.endswith("#screen")


def test_a_window_that_may_not_open_is_said(lead: Page) -> None:
    begin(lead)
    lead.evaluate("globalThis.open = () => null")
    lead.get_by_role("button", name="Open a second window").click()
    expect(status(lead)).to_contain_text("did not open a window")


def test_messages_of_strangers_change_nothing(page: Page, tool: Show) -> None:
    # The policy of the site would not even let the stranger speak.
    lead = opened(page, tool("session", guarded=False))
    begin(lead)
    lead.evaluate(
        """() => new Promise((done) => {
          let heard = 0
          addEventListener('message', () => { heard += 1; if (heard === 3) done() })
          postMessage({ format: 'learn-session', kind: 'key', key: 'n' }, '*')
          const frame = document.createElement('iframe')
          frame.setAttribute('sandbox', 'allow-scripts')
          frame.srcdoc = "<script>for (const kind of ['hello', 'key']) parent.postMessage({format: 'learn-session', kind, key: 'n'}, '*')</" + 'script>'
          document.body.append(frame)
        })"""
    )
    expect(lead.get_by_role("heading", name="Open the session")).to_be_visible()
    expect(lead.get_by_role("button", name="Open a second window")).to_be_visible()


def test_the_bar_shows_how_much_of_the_time_is_over(lead: Page) -> None:
    begin(lead)
    lead.keyboard.press("n")
    clock(lead, "12:05:00")
    bar = lead.locator("[data-part=timer] .learn-session__bar > span")
    assert bar.evaluate("bar => bar.style.inlineSize") == "50%"


def test_two_windows_work_from_disk(page: Page, tmp_path: Path) -> None:
    opened(page, f"{on_disk('session', tmp_path)}?chapter=flour")
    page.get_by_role("button", name="Begin the session").click()
    wall = second(page)
    page.bring_to_front()
    page.get_by_role("button", name="First question").click()
    expect(wall.locator("[data-part=screen-text]")).to_have_text("Who bakes on which day?")
    wall.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="Open the session")).to_be_visible()
    with wall.expect_event("close"):
        page.get_by_role("button", name="Close the second window").click()


# What may be stored, and where nothing can be


HOSTILE: dict[str, Any] = {
    "session/flour/2026-11-23T1201": 5,
    "session/flour/2026-11-23T1202": [],
    "session/flour/2026-11-23T1203": {
        "said": {EVIL: EVIL, WHO: EVIL},
        "decisions": ["plan/own/evil", EVIL, "flour/read"],
        "people": EVIL,
        "note": EVIL,
        "ended": "2026-11-23T12:00:00.000Z",
    },
    "session/flour/2026-11-23T1204": {
        "step": EVIL,
        "seconds": -5,
        "spent": {WHO: "x"},
        "since": "soon",
        "extra": [1],
        "people": {"a": 1},
        "draft": {"text": EVIL, "due": 7},
    },
    "session/flour/2026-11-23T1205": {
        "step": WHO,
        "since": "2999-01-01T00:00:00.000Z",
        "spent": {WHO: 1e300},
        "seconds": 1e300,
        "said": {WHO: EVIL},
    },
    f"session/{EVIL.replace('/', '')}/2026-11-23T1206": {"ended": "2026-11-23T12:00:00.000Z"},
    "session/gone/2026-11-23T1207": {"said": {"gone/ask-your-team/x": "Old"}},
    "session/flour/next": {"people": EVIL, "ticked": [EVIL, 5]},
    "plan/own/evil": {"chosen": True, "text": EVIL, "owner": EVIL, "due": EVIL},
    "settings/session-keys": {"a": 1},
}


def test_hostile_records_stay_text(page: Page, tool: Show) -> None:
    opened(page, tool("session"), {id: entry(value) for id, value in HOSTILE.items()})
    for id in HOSTILE:
        if not re.search(r"T\d{4}$", id):
            continue
        page.goto("about:blank")
        opened(page, tool("session"))
        button = page.locator(f"[data-session={json.dumps(id)}]").first
        button.click()
        expect(page.locator("learn-session")).to_have_attribute("data-state", re.compile("running|record"))
        if state(page) == "running":
            for _ in range(4):
                page.keyboard.press("n")
            page.keyboard.press("b")
            expect(page.locator("[data-part=clock]")).to_be_visible()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.goto("about:blank")
    opened(page, tool("session") + "?chapter=flour")
    expect(page.get_by_label("Who is here")).to_have_value(EVIL)
    assert page.evaluate("globalThis.hit") is None
    assert page.locator("learn-session img, learn-session script").count() == 0


def test_an_address_of_no_session_is_the_list(page: Page, tool: Show) -> None:
    for rest in ("#session/flour/2026-11-23T1200", "#session/%", "?chapter=%22%3E", "#"):
        page.goto("about:blank")
        opened(page, tool("session") + rest)
        assert state(page) == "choose"


def test_a_session_works_where_nothing_can_be_stored(page: Page, tool: Show) -> None:
    page.add_init_script(REFUSED)
    opened(page, tool("session"))
    begin(page)
    expect(page.get_by_role("alert")).to_contain_text("does not let this site keep anything")
    page.keyboard.press("n")
    page.locator("#session-said").fill("Jo")
    clock(page, "12:01:00")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.get_by_role("button", name="End the session").click()
    expect(page.locator("[data-part=record]")).to_contain_text("1:00 of 10 min")
    expect(page.locator("[data-part=record]")).to_contain_text("Jo")


def test_another_window_of_the_same_session_keeps_in_step(lead: Page) -> None:
    begin(lead)
    lead.keyboard.press("n")
    stored(lead)
    other = opened(lead.context.new_page(), lead.url)
    expect(question(other)).to_be_visible()
    other.locator("#session-said").fill("Jo")
    expect(lead.locator("#session-said")).to_have_value("Jo")
    lead.locator("#session-said").press_sequentially(" and Dana")
    expect(other.locator("#session-said")).to_have_value("Jo and Dana")
    other.get_by_role("button", name="Leave for now").click()
    other.get_by_role("button", name="Erase: Chapter 1").click()
    other.get_by_role("button", name="Erase", exact=True).click()
    expect(status(lead)).to_have_text("This session was erased in another window.")
    assert state(lead) == "choose"


def test_without_the_manifest_records_are_still_there(page: Page, tool: Show, complaints: list[str]) -> None:
    page.route("**/course.json", lambda route: route.abort())
    opened(page, tool("session"), {ID: entry(ENDED)})
    expect(page.get_by_role("heading", name="The chapters could not be loaded")).to_be_visible()
    page.get_by_role("button", name="Open: flour").click()
    expect(page.locator("[data-part=record]")).to_contain_text("Jo, on Sundays")
    expect(page.get_by_role("button", name="Go on with this session")).to_be_hidden()
    complaints.clear()


def test_without_scripts_the_page_leads_to_paper(bare_page: Page, tool: Show) -> None:
    bare_page.goto(tool("session", script=False))
    expect(bare_page.get_by_text("needs scripts")).to_be_visible()
    assert bare_page.locator("button:visible, input:visible, dialog:visible").count() == 0
    expect(bare_page.get_by_role("link", name="Dough calculator")).to_be_visible()


# Each state: for assistive technology, in the dark, on a phone, on paper


def each_state(page: Page, address: str) -> Any:
    """The page in each of its states, with the state's name."""
    opened(page, address, {"session/oven/2026-11-20T0900": entry(ENDED), "plan/own/abc": DECISION})
    yield "choose"
    page.get_by_role("button", name="Erase: Chapter 2").click()
    yield "asked"
    page.keyboard.press("Escape")
    page.locator("[data-chapter=flour]").click()
    page.get_by_label("Who is here").fill("Jo, Dana")
    yield "prepare"
    page.get_by_role("button", name="Begin the session").click()
    yield "opening"
    page.keyboard.press("n")
    page.keyboard.press("l")
    page.get_by_text("Keys", exact=True).click()
    page.locator("#session-said").fill("Jo")
    page.get_by_label("What we decided").fill("Buy rye")
    page.get_by_role("button", name="Add to the plan").click()
    clock(page, "12:12:00")
    yield "over"
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Change: Buy rye").click()
    yield "paused"
    page.get_by_role("button", name="Leave it as it was").click()
    page.get_by_role("button", name="To the close").click()
    yield "close"
    page.get_by_role("button", name="End the session").click()
    yield "record"


@pytest.mark.parametrize("dark", [False, True])
def test_every_state_is_accessible(page: Page, tool: Show, dark: bool) -> None:
    wrong = [
        f"{name}: {fault}" for name in each_state(page, tool("session", dark=dark)) for fault in axe(page)
    ]
    page.get_by_role("button", name="All sessions").click()
    begin(page)
    page.keyboard.press("n")
    wall = second(page)
    expect(wall.locator("[data-part=screen-text]")).to_have_text("Who bakes on which day?")
    wrong += [f"second window: {fault}" for fault in axe(wall)]
    assert wrong == []


def test_every_state_fits_a_phone(phone: Page, tool: Show) -> None:
    for name in each_state(phone, tool("session")):
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, name
        small = phone.evaluate(
            """[...document.querySelectorAll('learn-session button')].filter((one) => one.checkVisibility()
              && (one.offsetHeight < 44 || one.offsetWidth < 24)).map((one) => one.textContent)"""
        )
        assert small == [], name


def test_the_second_window_holds_a_long_question_on_a_small_screen(page: Page, tool: Show) -> None:
    led(page, tool("session"), {**RUNNING, "since": "2026-11-23T12:00:00.000Z"})
    wall = second(page)
    wall.set_viewport_size({"width": 1280, "height": 720})
    expect(wall.locator("[data-part=screen-text]")).to_have_text("Who bakes on which day?")
    size = wall.locator("[data-part=screen-text]").evaluate(
        "text => parseFloat(getComputedStyle(text).fontSize)"
    )
    assert size >= 50
    wall.locator("[data-part=screen-text]").evaluate(
        "text => { text.textContent = 'Who bakes on which day? '.repeat(20); text.dataset.length = 'long' }"
    )
    wall.set_viewport_size({"width": 640, "height": 480})
    assert wall.evaluate("document.querySelector('dialog').scrollWidth") <= 640
    wall.locator("[data-part=screen-timer]").scroll_into_view_if_needed()
    expect(wall.locator("[data-part=screen-time]")).to_be_in_viewport()


def test_paper_holds_the_preparation_or_the_record(page: Page, tool: Show) -> None:
    for name in each_state(page, tool("session")):
        if name not in ("prepare", "over", "record"):
            continue
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("learn-session :is(button, textarea):visible").count() == 0, name
        shown = page.locator("learn-session").inner_text()
        if name == "prepare":
            assert "Bring two bags of flour." in shown
            assert "Days nobody takes." in shown
        else:
            assert "Buy rye" in shown
            assert "no owner yet" in shown
            assert "of 10 min" in shown
        page.emulate_media(media="screen")


def test_the_page_needs_no_inline_script_or_style() -> None:
    assert "<script" in fragment("session")
    assert "style=" not in fragment("session")
    assert " on" + "click" not in fragment("session")
