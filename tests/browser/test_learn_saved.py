"""What a learner does stays: across reloads, tabs, edits, renames and every trouble a storage can have."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

from macros.export.assets import join_modules
from macros.model.course import Action, Chapter, Course, Item, Prompt
from macros.model.course import Page as SourcePage
from macros.render import chapter as parts
from macros.render.here import Here
from macros.render.quiz import render_quiz
from macros.render.saved import saved_work
from macros.render.slots import render_slot
from tests.browser.conftest import LEARN, Stage, watched
from tests.browser.saved import (
    fill_storage,
    forget_all,
    put_entries,
    saved_entries,
    saved_entry,
    wait_for_words,
)
from tests.browser.tools import REFUSED, axe
from tests.unit.render.test_chapter import AT, here_of, make_chapter, make_course
from tests.unit.render.test_quiz import QUIZ, SINGLE
from tests.worksheets import BAKERY, changed, sheet_of

pytestmark = pytest.mark.browser

KEY = "learn-saved:small"
SHEET = sheet_of()
FULL = """Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError') }"""


def a_chapter(**more: object) -> Chapter:
    return make_chapter(2, pivot=1, quiz=QUIZ.id, **more)


def a_course(chapter: Chapter) -> Course:
    page = SourcePage(chapter.uri, AT, chapter.title, {"quiz": AT}, ())
    return make_course(
        make_chapter(1),
        chapter,
        make_chapter(3),
        quizzes={QUIZ.id: QUIZ},
        worksheets={SHEET.id: SHEET},
        pages={chapter.uri: page},
    )


def fragment(chapter: Chapter, sheet: bool = True) -> str:
    """A chapter's page as the engine renders it, with a worksheet at its end and prose as long as a screen."""
    course, here = a_course(chapter), here_of(chapter)
    query = f"page={here.url}&a0={SHEET.id}"
    return "".join(
        [
            '<nav class="md-nav--primary"><ul>'
            '<li class="md-nav__item md-nav__item--pruned"><a class="md-nav__link" href="/x/chapters/02-part-2/">All</a></li>'
            '<li class="md-nav__item"><a class="md-nav__link" href="/x/chapters/02-part-2/#quiz">Quiz</a></li>'
            '<li class="md-nav__item"><a class="md-nav__link" href="/x/chapters/02-part-2/">Two</a></li>'
            '<li class="md-nav__item"><a class="md-nav__link" href="/x/chapters/03-part-3/">Three</a></li></ul></nav>',
            parts.chapter_header(chapter, course, here).replace("h1>", "h2>"),
            '<p>Text <canvas width="1" height="2000"></canvas></p><h2 id="quiz">Quiz</h2>',
            render_quiz(QUIZ, here),
            parts.summary(chapter, here),
            parts.ask_yourself(chapter, here),
            parts.ask_your_team(chapter, here),
            parts.action_plan(chapter, course, here),
            parts.next_chapter(chapter, course, here),
            render_slot("worksheet", query, course) if sheet else "",
        ]
    )


@pytest.fixture
def address(stage: Stage) -> str:
    return stage(fragment(a_chapter()))


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("learn-worksheet[data-enhanced]")
    page.evaluate("dispatchEvent(new Event('learn-wanted'))")
    page.wait_for_selector("learn-quiz[data-enhanced]", state="attached")
    expect(note(page)).to_be_visible()
    return page


@pytest.fixture
def chapter(page: Page, address: str) -> Page:
    return opened(page, address)


def tick(page: Page, item: str = "one") -> Locator:
    return page.locator(f'[data-id="part-2/summary/{item}"]')


def action(page: Page) -> Locator:
    return page.locator('[data-id="part-2/action-plan/call"]')


def note(page: Page, kind: str = "ask-yourself/why") -> Locator:
    return page.locator(f'[data-id="part-2/{kind}"] textarea')


def field(page: Page) -> Locator:
    return page.locator(f'[id="worksheet/{SHEET.id}/revenue"]')


def question(page: Page) -> Locator:
    return page.locator(f'form[data-id="quiz/{QUIZ.id}/{SINGLE.id}"]')


def status(page: Page) -> Locator:
    return page.locator(".learn-saved__status")


def trouble(page: Page) -> Locator:
    return page.locator(".learn-saved__trouble")


def stored(page: Page, key: str = KEY) -> dict[str, Any]:
    return saved_entries(page, key)


def wait_for(page: Page, id: str) -> dict[str, Any]:
    return saved_entry(page, KEY, id)


def do_everything(page: Page) -> None:
    tick(page).check()
    action(page).check()
    note(page).fill("Mine\nand more")
    note(page, "ask-your-team/who").fill("<b>Theirs</b>")
    question(page).locator('[data-option="decline"] input').check()
    question(page).get_by_role("button", name="Check").click()
    field(page).fill("12000")
    wait_for(page, f"worksheet/{SHEET.id}/revenue")


def everything_is_there(page: Page) -> None:
    expect(tick(page)).to_be_checked()
    expect(tick(page, "two")).not_to_be_checked()
    expect(action(page)).to_be_checked()
    expect(note(page)).to_have_value("Mine\nand more")
    expect(note(page, "ask-your-team/who")).to_have_value("<b>Theirs</b>")
    expect(question(page)).to_have_attribute("data-verdict", "wrong")
    expect(field(page)).to_have_value("12000")


# Coming back


def test_everything_is_there_after_a_reload_and_in_a_second_tab(chapter: Page) -> None:
    do_everything(chapter)
    chapter.reload()
    everything_is_there(chapter)
    second = chapter.context.new_page()
    second.goto(chapter.url)
    everything_is_there(second)


def test_what_is_saved_has_the_shape_that_the_tools_expect(chapter: Page) -> None:
    do_everything(chapter)
    saved = stored(chapter)
    assert saved["part-2/summary/one"]["value"] is True
    assert saved["part-2/action-plan/call"]["value"] == {"chosen": True}
    assert saved["part-2/ask-yourself/why"]["value"] == "Mine\nand more"
    answer = saved[f"quiz/{QUIZ.id}/{SINGLE.id}"]
    assert answer["rev"] == SINGLE.revision
    assert answer["value"] == {
        "first": {"given": ["decline"], "verdict": "wrong", "hints": 0},
        "last": {"given": ["decline"], "verdict": "wrong"},
    }


def test_the_first_try_stays_when_a_later_one_is_right(chapter: Page) -> None:
    do_everything(chapter)
    question(chapter).get_by_role("button", name="Try again").click()
    question(chapter).locator('[data-option="ask-for-phases"] input').check()
    question(chapter).get_by_role("button", name="Check").click()
    chapter.reload()
    expect(question(chapter)).to_have_attribute("data-verdict", "right")
    expect(question(chapter)).to_have_attribute("data-first", "wrong")


def test_what_is_taken_back_stays_away(chapter: Page) -> None:
    do_everything(chapter)
    tick(chapter).uncheck()
    action(chapter).uncheck()
    note(chapter).fill("  ")
    field(chapter).fill("")
    chapter.get_by_role("button", name="Start over").click()
    chapter.reload()
    expect(note(chapter, "ask-your-team/who")).to_have_value("<b>Theirs</b>")
    expect(tick(chapter)).not_to_be_checked()
    expect(action(chapter)).not_to_be_checked()
    expect(note(chapter)).to_have_value("")
    expect(field(chapter)).to_have_value("")
    expect(question(chapter)).not_to_have_attribute("data-verdict", re.compile("."))


def test_an_action_that_is_no_longer_chosen_keeps_its_owner(chapter: Page) -> None:
    action(chapter).check()
    wait_for(chapter, "part-2/action-plan/call")
    id = "part-2/action-plan/call"
    put_entries(chapter, KEY, {id: {**stored(chapter)[id], "value": {"chosen": True, "owner": "Mei"}}})
    chapter.reload()
    action(chapter).uncheck()
    chapter.reload()
    expect(action(chapter)).not_to_be_checked()
    assert stored(chapter)["part-2/action-plan/call"]["value"] == {"chosen": False, "owner": "Mei"}


def test_the_status_says_that_something_was_saved_and_fades(chapter: Page) -> None:
    expect(status(chapter)).to_be_hidden()
    tick(chapter).check()
    expect(status(chapter)).to_have_text("Saved on this device")
    expect(status(chapter)).to_have_attribute("data-shown", "")
    expect(status(chapter)).not_to_have_attribute("data-shown", "", timeout=4000)
    assert status(chapter).evaluate("s => getComputedStyle(s).transitionDuration") == "0s"


def test_reading_alone_is_saved_without_a_word(chapter: Page) -> None:
    chapter.locator("#quiz").scroll_into_view_if_needed()
    wait_for(chapter, "part-2/read")
    expect(status(chapter)).to_have_text("")


def test_the_top_of_a_chapter_is_not_a_chapter_read(chapter: Page) -> None:
    tick(chapter).evaluate("box => box.click()")
    wait_for(chapter, "part-2/summary/one")
    assert "part-2/read" not in stored(chapter)


# Two tabs


def test_two_tabs_stay_in_step(chapter: Page) -> None:
    second = opened(chapter.context.new_page(), chapter.url)
    do_everything(chapter)
    everything_is_there(second)
    tick(second).uncheck()
    note(second).fill("")
    expect(tick(chapter)).not_to_be_checked()
    expect(note(chapter)).to_have_value("")


def test_a_quiz_started_over_in_one_tab_is_open_again_in_the_other(chapter: Page) -> None:
    do_everything(chapter)
    second = opened(chapter.context.new_page(), chapter.url)
    expect(question(second)).to_have_attribute("data-verdict", "wrong")
    chapter.get_by_role("button", name="Start over").click()
    expect(question(second)).not_to_have_attribute("data-verdict", re.compile("."))
    expect(question(second).get_by_role("button", name="Check")).to_be_visible()
    question(second).locator('[data-option="ask-for-phases"] input').check()
    question(second).get_by_role("button", name="Check").click()
    expect(question(chapter)).to_have_attribute("data-verdict", "right")
    # As erasing on the notes page does, once a tab can be sure that its own words were seen.
    second.wait_for_timeout(2500)
    forget_all(second, KEY)
    expect(question(chapter)).not_to_have_attribute("data-verdict", re.compile("."))
    expect(tick(chapter)).not_to_be_checked()
    expect(field(chapter)).to_have_value("")


def test_two_tabs_that_write_at_once_lose_nothing(chapter: Page) -> None:
    second = opened(chapter.context.new_page(), chapter.url)
    for page, name in ((chapter, "one"), (second, "two")):
        page.evaluate("(id) => document.querySelector(`[data-id='${id}']`).click()", f"part-2/summary/{name}")
    wait_for(chapter, "part-2/summary/one")
    wait_for(chapter, "part-2/summary/two")
    for page in (chapter, second):
        expect(tick(page)).to_be_checked()
        expect(tick(page, "two")).to_be_checked()


def test_two_tabs_that_write_the_same_note_at_once_keep_both_texts(chapter: Page) -> None:
    second = opened(chapter.context.new_page(), chapter.url)
    # At one time of the clock: on a slow machine the first would long be done when the second is told.
    type_it = """([text, time]) => {
      setTimeout(() => {
        const field = document.querySelector("[data-id='part-2/ask-yourself/why'] textarea")
        field.value = text
        field.dispatchEvent(new Event('input', { bubbles: true }))
      }, time - Date.now())
    }"""
    # Where the second has heard of the first before it types, nothing clashes: they try again.
    for _ in range(6):
        time = chapter.evaluate("Date.now() + 1000")
        chapter.evaluate(type_it, ["from the first", time])
        second.evaluate(type_it, ["from the second", time])
        with contextlib.suppress(TimeoutError):
            wait_for_words(chapter, KEY, '"old"', timeout=4500)
            break
    entry = stored(chapter)["part-2/ask-yourself/why"]
    assert {entry["value"], entry["old"]["value"]} == {"from the first", "from the second"}


def test_a_change_that_another_tab_wrote_over_unseen_is_put_back(chapter: Page) -> None:
    tick(chapter).check()
    wait_for(chapter, "part-2/summary/one")
    blind = {"part-2/summary/two": {"rev": "x", "value": True, "at": "2026-01-01T00:00:00.000Z"}}
    put_entries(chapter, KEY, blind, alone=True, told=True)
    wait_for(chapter, "part-2/summary/one")
    assert stored(chapter)["part-2/summary/two"]["value"] is True
    expect(tick(chapter, "two")).to_be_checked()


# Edited and renamed


def test_an_edited_item_keeps_the_answer_and_says_so(chapter: Page, stage: Stage) -> None:
    do_everything(chapter)
    edited = a_chapter(
        summary=(Item("one", AT, "One, said in another way."), Item("two", AT, "Two.")),
        ask_yourself=(Prompt("why", AT, "Why on earth?"),),
        action_plan=(Action("call", AT, "Call twice."),),
    )
    chapter.goto(stage(fragment(edited), name="edited"))
    expect(tick(chapter)).to_be_checked()
    expect(note(chapter)).to_have_value("Mine\nand more")
    marks = chapter.locator(".learn-changed")
    expect(marks).to_have_count(3)
    expect(marks.first).to_have_text("Changed since you answered")
    expect(
        chapter.get_by_role("checkbox", name="One, said in another way. Changed since you answered")
    ).to_be_checked()
    tick(chapter).uncheck()
    note(chapter).press("End")
    note(chapter).type("!")
    expect(marks).to_have_count(1)
    assert axe(chapter) == []


def test_an_option_whose_words_were_mended_keeps_what_the_first_try_was(chapter: Page, stage: Stage) -> None:
    do_everything(chapter)
    options = tuple(replace(o, id=f"{o.id}-mended", text=f"{o.text}, as mended") for o in SINGLE.options)
    mended = replace(SINGLE, options=options)
    quiz = replace(QUIZ, questions=tuple(mended if q is SINGLE else q for q in QUIZ.questions))
    here = here_of(a_chapter())
    html = fragment(a_chapter()).replace(render_quiz(QUIZ, here), render_quiz(quiz, here))
    chapter.goto(stage(html, name="mended"))
    expect(question(chapter)).to_have_attribute("data-first", "wrong")
    expect(question(chapter)).to_contain_text("This question has changed since you answered.")
    expect(chapter.locator(".learn-quiz__score")).to_contain_text("0 of 1 right at the first try")


def test_a_renamed_item_in_a_renamed_chapter_brings_its_answer_along(chapter: Page, stage: Stage) -> None:
    do_everything(chapter)
    renamed = a_chapter(
        id="second",
        formerly=("part-2",),
        summary=(Item("first", AT, "One <b>bold</b> thing.", formerly=("one",)), Item("two", AT, "Two.")),
    )
    chapter.goto(stage(fragment(renamed), name="renamed"))
    expect(chapter.locator('[data-id="second/summary/first"]')).to_be_checked()
    expect(chapter.locator('[data-id="second/ask-yourself/why"] textarea')).to_have_value("Mine\nand more")
    expect(chapter.locator(".learn-changed")).to_have_count(0)
    wait_for(chapter, "second/summary/first")
    assert not [id for id in stored(chapter) if id.startswith("part-2/")]


# Trouble


def test_a_refused_storage_is_said_and_the_page_goes_on(page: Page, address: str) -> None:
    page.add_init_script(REFUSED)
    opened(page, address)
    expect(trouble(page)).to_contain_text("does not let the page keep anything")
    tick(page).check()
    note(page).fill("text")
    expect(status(page)).to_have_text("Not saved: see the note at the top of the page")
    expect(page.locator('[data-part="summary"]')).to_have_text("1 of 2 ticks")
    assert axe(page) == []


def test_a_full_storage_is_said_and_what_is_typed_stays_on_the_page(page: Page, address: str) -> None:
    page.add_init_script(FULL)
    opened(page, address)
    expect(trouble(page)).to_be_hidden()
    note(page).fill("text")
    expect(trouble(page)).to_contain_text("no room left")
    expect(status(page)).to_have_text("Not saved: see the note at the top of the page")
    expect(note(page)).to_have_value("text")


def test_work_that_did_not_fit_is_saved_once_there_is_room(page: Page, address: str) -> None:
    page.add_init_script("globalThis.real = Storage.prototype.setItem;" + FULL)
    opened(page, address)
    note(page).fill("text")
    expect(trouble(page)).to_be_visible()
    page.evaluate("() => { Storage.prototype.setItem = real }")
    tick(page).check()
    expect(trouble(page)).to_be_hidden()
    assert wait_for(page, "part-2/ask-yourself/why")["value"] == "text"


def test_a_storage_that_is_really_full_keeps_what_was_there(chapter: Page) -> None:
    tick(chapter).check()
    wait_for(chapter, "part-2/summary/one")
    fill_storage(chapter)
    note(chapter).fill("long " * 2000)
    expect(trouble(chapter)).to_contain_text("no room left")
    assert stored(chapter)["part-2/summary/one"]["value"] is True


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '{"format":"learn-saved"}', "\u0000<script>"])
def test_text_damaged_by_hand_is_put_aside_and_said(page: Page, address: str, text: str) -> None:
    page.goto(address)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    opened(page, address)
    expect(trouble(page)).to_contain_text("could not be read")
    tick(page).check()
    wait_for(page, "part-2/summary/one")
    assert page.evaluate("(key) => localStorage.getItem(`${key}:damaged`)", KEY) == text
    page.reload()
    expect(tick(page)).to_be_checked()
    expect(trouble(page)).to_be_hidden()


def test_a_damaged_piece_is_put_aside_and_costs_nothing_of_the_others(chapter: Page) -> None:
    do_everything(chapter)
    chapter.evaluate("key => { localStorage[`${key}/part-2/summary`] = '{' }", KEY)
    chapter.reload()
    expect(trouble(chapter)).to_contain_text("could not be read")
    expect(tick(chapter)).not_to_be_checked()
    expect(note(chapter)).to_have_value("Mine\nand more")
    tick(chapter, "two").check()
    wait_for(chapter, "part-2/summary/two")
    assert chapter.evaluate("key => localStorage.getItem(`${key}:damaged/part-2/summary`)", KEY) == "{"
    chapter.reload()
    expect(tick(chapter, "two")).to_be_checked()
    expect(trouble(chapter)).to_be_hidden()


def test_the_one_text_of_an_older_version_is_parted_and_its_pages_leave_the_pieces_alone(
    chapter: Page,
) -> None:
    do_everything(chapter)
    entries = stored(chapter)
    old = json.dumps({"format": "learn-saved", "version": 1, "course": "small", "entries": entries})
    forget_all(chapter, KEY)
    chapter.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, old])
    chapter.reload()
    everything_is_there(chapter)
    assert stored(chapter) == entries
    # What those pages go by: a version that is greater than theirs, which was 1, in a document that they can read.
    head = json.loads(chapter.evaluate("key => localStorage.getItem(key)", KEY))
    assert head == {"format": "learn-saved", "version": 2, "course": "small", "entries": {}}


def test_work_of_a_newer_version_is_left_untouched(page: Page, address: str) -> None:
    newer = json.dumps({"format": "learn-saved", "version": 2, "course": "small", "wonders": []})
    newer = newer.replace("}", ', "entries": {}}')
    page.goto(address)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, newer])
    opened(page, address)
    expect(trouble(page)).to_contain_text("newer version")
    tick(page).check()
    expect(status(page)).to_have_text("Not saved: see the note at the top of the page")
    page.wait_for_timeout(500)
    assert page.evaluate("(key) => localStorage.getItem(key)", KEY) == newer


def test_hostile_values_are_shown_as_text_or_not_at_all(
    page: Page, address: str, complaints: list[str]
) -> None:
    evil = "<img src=x onerror=\"document.title='owned'\">"
    at = "2026-11-23T10:00:00.000Z"
    ids = [
        "part-2/ask-yourself/why",
        "part-2/summary/one",
        "part-2/action-plan/call",
        "part-2/read",
        "part-2/done",
        f"quiz/{QUIZ.id}/{SINGLE.id}",
        f"worksheet/{SHEET.id}/revenue",
        f"worksheet/{SHEET.id}/jobs",
        f"quiz/{QUIZ.id}/\"'><script>",
    ]
    for value in (evil, [evil], {"last": {"given": evil}, "first": evil, "chosen": evil}, 7, True):
        saved = {
            "format": "learn-saved",
            "version": 1,
            "course": "small",
            "entries": {id: {"rev": evil, "value": value, "at": at} for id in ids},
        }
        page.goto(address)
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(saved)])
        opened(page, address)
        expect(note(page)).to_have_value(evil if value == evil else "")
        tick(page, "two").check()
        wait_for(page, "part-2/summary/two")
    assert page.title() == "Stage"
    assert page.locator("img, main script").count() == 0
    # A browser says so where a text is put into a field for numbers.
    complaints[:] = [said for said in complaints if "cannot be parsed" not in said]


def test_a_clock_that_was_set_back_does_not_undo_new_work(page: Page, address: str) -> None:
    page.clock.set_fixed_time("2026-11-23T10:00:00Z")
    opened(page, address)
    note(page).fill("first")
    wait_for(page, "part-2/ask-yourself/why")
    page.clock.set_fixed_time("2019-01-01T10:00:00Z")
    note(page).fill("second")
    wait_for_words(page, KEY, "second")
    assert stored(page)["part-2/ask-yourself/why"]["at"] == "2026-11-23T10:00:00.001Z"
    page.reload()
    expect(note(page)).to_have_value("second")


@pytest.mark.parametrize("end", ["leave", "close"])
def test_a_page_that_goes_away_in_the_middle_of_typing_keeps_the_text(chapter: Page, end: str) -> None:
    second = opened(chapter.context.new_page(), chapter.url)
    note(second).press_sequentially("half a sen", delay=5)
    if end == "leave":
        second.goto("about:blank")
    else:
        second.close()
    expect(note(chapter)).to_have_value("half a sen")


@pytest.mark.parametrize(
    "fault",
    [
        "customElements.define = ((real) => function (tag, ...rest) {"
        " if (tag === 'learn-quiz') throw new Error('mine'); return real.call(this, tag, ...rest) })(customElements.define)",
        "customElements.define = ((real) => function (tag, element) {"
        " if (tag === 'learn-quiz') element.prototype.restore = () => { throw new Error('mine') };"
        " if (tag === 'learn-quiz') element.prototype.connectedCallback = () => { throw new Error('mine') };"
        " return real.call(this, tag, element) })(customElements.define)",
    ],
)
def test_an_element_that_throws_does_not_stop_the_others(
    chapter: Page, fault: str, complaints: list[str]
) -> None:
    do_everything(chapter)
    chapter.add_init_script(fault)
    chapter.reload()
    expect(tick(chapter)).to_be_checked()
    expect(note(chapter)).to_have_value("Mine\nand more")
    expect(field(chapter)).to_have_value("12000")
    assert any("mine" in said for said in complaints)
    complaints.clear()


# Progress


def test_the_header_counts_what_is_done_and_is_quiet_before(chapter: Page) -> None:
    shown = chapter.locator("learn-progress")
    expect(shown).to_be_hidden()
    do_everything(chapter)
    expect(shown.locator("[data-part]")).to_have_text(
        ["1 of 2 ticks", f"1 of {len(QUIZ.questions)} answers", "1 of 2 actions"]
    )
    expect(chapter.get_by_text("Chapter done")).to_be_hidden()
    assert axe(chapter) == []


def test_a_chapter_is_done_when_read_and_every_question_answered(chapter: Page) -> None:
    chapter.get_by_role("button", name="Show all answers").click()
    expect(chapter.get_by_text("Chapter done")).to_be_visible()
    expect(chapter.locator(".md-nav__link")).to_have_text(["All", "Quiz", "Two (done)", "Three"])
    wait_for(chapter, "part-2/done")
    assert axe(chapter) == []
    chapter.get_by_role("button", name="Start over").click()
    expect(chapter.get_by_text("Chapter done")).to_be_hidden()
    expect(chapter.locator(".md-nav__link")).to_have_text(["All", "Quiz", "Two", "Three"])


def home(course: Course) -> str:
    return parts.course_map(course, Here("index.md", ""))


def test_the_map_shows_what_is_done_and_where_to_go_on(page: Page, address: str, stage: Stage) -> None:
    map_of = home(a_course(a_chapter()))
    first = re.search(r'learn-map__link" href="([^"]+)"', map_of)
    assert first is not None
    begin = (
        f'<p><a class="md-button" href="{first[1]}">Start</a> <a class="md-button" href="#more">More</a></p>'
    )
    start = stage(begin + map_of, name="home")
    page.goto(start)
    page.wait_for_function("() => customElements.get('learn-progress') !== undefined")
    buttons = page.locator(".md-button")
    expect(buttons).to_have_text(["Start", "More"])
    expect(page.locator(".learn-map__continue")).to_be_hidden()
    expect(page.locator(".learn-map__stop[data-state]")).to_have_count(0)
    opened(page, address)
    tick(page).check()
    page.goto(start)
    stop = page.locator('.learn-map__stop[data-id="part-2"]')
    expect(stop).to_have_attribute("data-state", "started")
    expect(stop.locator(".learn-map__mark")).to_have_text("Started")
    link = page.get_by_role("link", name="Continue where you left off")
    expect(link).to_contain_text("Chapter 2: Title 2 & more")
    assert link.get_attribute("href", timeout=100).endswith("chapters/02-part-2/")  # type: ignore[union-attr]
    expect(buttons).to_have_text(["Go on with chapter 2", "More"])
    assert buttons.first.get_attribute("href", timeout=100) == link.get_attribute("href")
    assert axe(page) == []
    opened(page, address)
    page.get_by_role("button", name="Show all answers").click()
    wait_for(page, "part-2/done")
    page.goto(start)
    expect(stop.locator(".learn-map__mark")).to_have_text("Done")
    expect(link).to_contain_text("Chapter 3")
    expect(buttons.first).to_have_text("Go on with chapter 3")
    assert axe(page) == []


def test_the_map_follows_another_tab(page: Page, address: str, stage: Stage) -> None:
    page.goto(stage(home(a_course(a_chapter())), name="home"))
    second = opened(page.context.new_page(), address)
    tick(second).check()
    expect(page.locator('.learn-map__stop[data-id="part-2"]')).to_have_attribute("data-state", "started")


# Ways to use it


def test_notes_and_ticks_work_by_keyboard_alone(chapter: Page) -> None:
    tick(chapter).focus()
    chapter.keyboard.press("Space")
    chapter.keyboard.press("Tab")
    chapter.keyboard.press("Tab")
    assert chapter.evaluate("document.activeElement.tagName") == "TEXTAREA"
    chapter.keyboard.type("typed")
    wait_for(chapter, "part-2/ask-yourself/why")
    chapter.reload()
    expect(tick(chapter)).to_be_checked()
    expect(chapter.get_by_role("textbox", name="Your note Why?")).to_have_value("typed")


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_on_a_page_full_of_work(phone: Page, stage: Stage, dark: bool) -> None:
    opened(phone, stage(fragment(a_chapter()), dark=dark))
    do_everything(phone)
    phone.evaluate(
        "() => { for (const part of document.querySelectorAll('[data-rev]')) part.dataset.rev = 'other' }"
    )
    phone.reload()
    expect(tick(phone)).to_be_checked()
    assert axe(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_nothing_useless_shows(bare_page: Page, address: str, stage: Stage) -> None:
    bare_page.goto(address)
    expect(bare_page.locator(".learn-prompt__question").first).to_be_visible()
    for part in (
        ".learn-prompt textarea",
        "learn-progress",
        ".learn-saved__status",
        ".learn-saved__trouble",
        ".learn-changed",
    ):
        for one in bare_page.locator(part).all():
            expect(one).to_be_hidden()
    bare_page.goto(stage(home(a_course(a_chapter())), name="home"))
    expect(bare_page.locator(".learn-map__continue")).to_be_hidden()
    expect(bare_page.locator(".learn-map__stop").first).to_be_visible()


def test_paper_shows_notes_as_text_and_ruled_lines_where_there_are_none(chapter: Page) -> None:
    note(chapter).fill("A note.")
    wait_for(chapter, "part-2/ask-yourself/why")
    chapter.emulate_media(media="print")
    written, blank = (
        chapter.locator(f'[data-id="part-2/{kind}"]') for kind in ("ask-yourself/why", "ask-your-team/who")
    )
    expect(written.locator("textarea")).to_be_visible()
    expect(written.locator(".learn-prompt__rule").first).to_be_hidden()
    expect(blank.locator("textarea")).to_be_hidden()
    expect(blank.locator(".learn-prompt__rule").first).to_be_visible()
    expect(status(chapter)).to_be_hidden()


def test_a_page_with_two_elements_for_saved_work_is_tied_once_and_knows_both_renames(
    page: Page, stage: Stage
) -> None:
    course = a_course(a_chapter())
    own = render_slot("worksheet", f"page=about/&a0={SHEET.id}", course)
    renamed = saved_work(course, {"worksheet/old/revenue": f"worksheet/{SHEET.id}/revenue"})
    page.goto(stage(own + renamed))
    page.evaluate(
        """(key) => localStorage.setItem(key, JSON.stringify({ format: 'learn-saved', version: 1, course: 'small', entries: {
          'worksheet/old/revenue': { rev: 'x', value: 7, at: '2026-01-01T00:00:00.000Z' } } }))""",
        KEY,
    )
    page.reload()
    expect(field(page)).to_have_value("7")
    heard = page.evaluate(
        """(id) => {
          let count = 0
          const set = Storage.prototype.setItem
          Storage.prototype.setItem = function (...all) { count += 1; return set.apply(this, all) }
          const field = document.getElementById(id)
          field.value = 8
          field.dispatchEvent(new Event('input', { bubbles: true }))
          return new Promise((done) => setTimeout(() => done(count), 600))
        }""",
        f"worksheet/{SHEET.id}/revenue",
    )
    assert heard == 1
    assert stored(page)[f"worksheet/{SHEET.id}/revenue"]["value"] == 8


def sheet_page(stage: Stage, name: str, *changes: tuple[str, str]) -> str:
    """A page with the bakery's sheet alone, after an author has changed some of its words."""
    text = BAKERY
    for old, new in changes:
        text = changed(old, new, text)
    course = make_course(make_chapter(1), worksheets={SHEET.id: sheet_of(text)}, pages={})
    return stage(render_slot("worksheet", f"page=about/&a0={SHEET.id}", course), name=name)


def cell(page: Page, path: str) -> Locator:
    return page.locator(f'[id="worksheet/{SHEET.id}/{path}"]')


def fill_the_sheet(page: Page) -> None:
    cell(page, "lines/rye/loaves").fill("90")
    cell(page, "lines/wheat/note").fill("sells out")
    cell(page, "jobs/1/state").select_option("late")
    cell(page, "mood/tense").check()
    cell(page, "habits/weigh-all").check()
    cell(page, "habits/log").check()
    wait_for(page, f"worksheet/{SHEET.id}/habits")


def test_rows_columns_and_options_with_other_words_bring_their_values_along(page: Page, stage: Stage) -> None:
    page.goto(sheet_page(stage, "before"))
    fill_the_sheet(page)
    page.goto(
        sheet_page(
            stage,
            "after",
            ("row_labels: [Rye,", "row_labels: [{text: Rye bread, formerly: [rye]},"),
            ("{id: loaves, kind", "{id: sold, formerly: [loaves], kind"),
            ("options: [Live, Late]", "options: [Live, {text: Too late, formerly: [late]}]"),
            ("[Calm, {id: tense, text: Rather tense}]", "[Calm, {text: Strained, formerly: [tense]}]"),
            ("items: [Weigh all,", "items: [{text: Weigh everything, formerly: [weigh-all]},"),
            ("sum(lines.loaves)", "sum(lines.sold)"),
            ("- {loaves: 100, note: Sold out by ten}", "- {sold: 100, note: Sold out by ten}"),
            ("- {loaves: 50}", "- {sold: 50}"),
            ("mood: Rather tense", "mood: Strained"),
            ("state: Late,", "state: Too late,"),
            ('count(jobs.state, "Late")', 'count(jobs.state, "Too late")'),
        )
    )
    expect(cell(page, "lines/rye-bread/sold")).to_have_value("90")
    expect(cell(page, "jobs/1/state")).to_have_value("too-late")
    expect(cell(page, "mood/strained")).to_be_checked()
    expect(cell(page, "habits/weigh-everything")).to_be_checked()
    wait_for_words(page, KEY, "rye-bread")
    saved = stored(page)
    home = f"worksheet/{SHEET.id}"
    assert saved[f"{home}/lines"]["value"] == {"rye-bread": {"sold": 90}, "wheat": {"note": "sells out"}}
    assert saved[f"{home}/habits"]["value"] == ["weigh-everything", "log"]


def test_what_a_sheet_no_longer_asks_is_kept_when_the_rest_of_a_field_changes(
    page: Page, stage: Stage
) -> None:
    page.goto(sheet_page(stage, "before"))
    fill_the_sheet(page)
    page.goto(
        sheet_page(
            stage,
            "after",
            ("row_labels: [Rye, {id: wheat, text: Wheat & spelt}]", "row_labels: [Rye, Spelt]"),
            (
                "            - {id: note, kind: text, label: Note}\n        - id: map",
                "            - {id: price, kind: number, label: Price}\n        - id: map",
            ),
            (", note: Sold out by ten}", "}"),
            ("items: [Weigh all, ", "items: ["),
        )
    )
    cell(page, "lines/spelt/price").fill("4")
    cell(page, "habits/log").uncheck()
    home = f"worksheet/{SHEET.id}"
    wait_for_words(page, KEY, "price")
    saved = stored(page)
    assert saved[f"{home}/lines"]["value"] == {
        "rye": {"loaves": 90},
        "wheat": {"note": "sells out"},
        "spelt": {"price": 4},
    }
    assert saved[f"{home}/habits"]["value"] == ["weigh-all"]
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name=re.compile("Clear")).last.click()
    wait_for_words(page, KEY, "sells out", are_there=False)
    assert stored(page)[f"{home}/lines"]["value"] is None


def test_a_page_that_is_shown_again_after_back_shows_what_changed(
    browser: Browser, address: str, complaints: list[str]
) -> None:
    context = browser.new_context()
    page = opened(watched(context, complaints), address)
    second = opened(context.new_page(), address)
    page.goto("about:blank")
    tick(second).check()
    wait_for(second, "part-2/summary/one")
    page.go_back()
    expect(tick(page)).to_be_checked()
    context.close()
    assert complaints == []


def test_saved_work_costs_a_page_little() -> None:
    modules = {p.relative_to(LEARN).as_posix(): p.read_text("utf-8") for p in LEARN.rglob("*.mjs")}
    entry = "import './elements/learn-progress.mjs'\nimport './elements/learn-saved.mjs'\n"
    joined = join_modules("entry.mjs", modules | {"entry.mjs": entry})
    assert len(gzip.compress(joined.encode(), 9, mtime=0)) < 6.75 * 1024
