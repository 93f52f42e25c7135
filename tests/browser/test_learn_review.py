"""Review in a browser: what is due comes back, ten at a time, asked as in its chapter, and says when it returns."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.tools import (
    EVIL,
    MANIFEST,
    Show,
    answer,
    axe,
    document,
    entry,
    on_disk,
    opened,
    payload,
    stored,
)

pytestmark = pytest.mark.browser

SPRING, WATER, ORDER, STEAM = (
    "quiz/01-flour/springiest",
    "quiz/01-flour/takes-water",
    "quiz/01-flour/order",
    "quiz/02-oven/when-steam",
)
KEYS = {q["id"]: q["key"] for quiz in MANIFEST["quizzes"] for q in quiz["questions"]}
MISSED = {
    SPRING: answer("wrong", "2026-11-20", "right"),
    WATER: answer("partly", "2026-11-21"),
    STEAM: answer("shown", "2026-11-21"),
}


def begun(page: Page, address: str, entries: dict[str, Any]) -> Page:
    opened(page, address, entries)
    page.get_by_role("button", name="Ask me").click()
    return page


def form(page: Page, id: str) -> Locator:
    return page.locator(f'form[data-id="{id}"]')


def give(page: Page, id: str, *options: str) -> None:
    for option in options or KEYS[id]:
        form(page, id).locator(f'[data-option="{option}"] input').check()
    form(page, id).get_by_role("button", name="Check").click()


def wrong_option(page: Page, id: str) -> str:
    options = form(page, id).locator("[data-option]")
    ids: list[str] = options.evaluate_all("all => all.map(o => o.dataset.option)")
    return next(o for o in ids if o not in KEYS[id])


def asked(page: Page) -> list[str]:
    ids: list[str] = page.locator("learn-quiz form").evaluate_all("all => all.map(f => f.dataset.id)")
    return ids


def test_nothing_answered_yet_leads_to_the_first_questions(page: Page, tool: Show) -> None:
    opened(page, tool("review"))
    expect(page.get_by_role("heading", name="Nothing to review yet")).to_be_visible()
    expect(page.get_by_role("link", name="Begin with chapter 1")).to_have_attribute(
        "href", "chapters/01-flour.html#quiz"
    )
    expect(page.get_by_role("button")).to_have_count(0)


def test_nothing_due_says_when_the_next_ones_are(page: Page, tool: Show) -> None:
    opened(
        page, tool("review"), {SPRING: answer("wrong", "2026-11-23"), WATER: answer("right", "2026-11-23")}
    )
    expect(page.get_by_role("heading", name="Nothing is due today")).to_be_visible()
    expect(page.get_by_text("The next one comes back tomorrow.")).to_be_visible()
    assert page.locator(".learn-review__day").all_inner_texts() == [
        "Tomorrow\n1 question",
        "Thursday, November 26\n1 question",
    ]


def test_what_was_missed_is_asked_again_mixed(page: Page, tool: Show) -> None:
    opened(page, tool("review"), MISSED | {ORDER: answer("right", "2026-11-23")})
    expect(page.get_by_role("heading", name="3 questions have come back")).to_be_visible()
    page.get_by_role("button", name="Ask me 3").click()
    assert asked(page) == [SPRING, STEAM, WATER]
    expect(page.locator("input:focus")).to_have_count(1)
    first = form(page, SPRING)
    expect(first).to_contain_text("Chapter 1: What flour wants")
    expect(first).to_contain_text("Question 1 of 3")
    expect(form(page, WATER)).to_contain_text("Question 3 of 3")
    expect(first.locator("input:checked")).to_have_count(0)
    expect(first.locator(".learn-quiz__feedback")).to_have_count(0)


def test_an_answer_is_kept_at_once_and_moves_the_question(page: Page, tool: Show) -> None:
    begun(page, tool("review"), MISSED)
    give(page, SPRING)
    give(page, STEAM, wrong_option(page, STEAM))
    expect(page.locator(".learn-review__progress")).to_have_text("2 of 3 answered")
    entries = stored(page)
    assert entries["review/01-flour/springiest"]["value"] == {"step": 1, "due": "2026-11-26"}
    assert entries["review/02-oven/when-steam"]["value"] == {"step": 0, "due": "2026-11-24"}
    assert entries[SPRING]["value"]["first"]["verdict"] == "wrong"
    assert entries[SPRING]["value"]["last"] == {"given": KEYS[SPRING], "verdict": "right"}
    assert entries[SPRING]["rev"] == form(page, SPRING).get_attribute("data-rev")

    page.reload()
    expect(page.get_by_role("heading", name="One question has come back")).to_be_visible()
    page.get_by_role("button", name="Ask me").click()
    assert asked(page) == [WATER]


def test_only_the_first_try_of_a_round_counts(page: Page, tool: Show) -> None:
    begun(page, tool("review"), MISSED)
    give(page, STEAM, wrong_option(page, STEAM))
    form(page, STEAM).get_by_role("button", name="Try again").click()
    give(page, STEAM)
    entries = stored(page)
    assert entries["review/02-oven/when-steam"]["value"] == {"step": 0, "due": "2026-11-24"}
    assert entries[STEAM]["value"]["last"]["verdict"] == "right"
    expect(page.locator(".learn-review__progress")).to_have_text("1 of 3 answered")


def test_a_round_ends_with_what_was_right_what_was_missed_and_when_it_returns(page: Page, tool: Show) -> None:
    begun(page, tool("review"), MISSED)
    give(page, SPRING)
    give(page, WATER)
    give(page, STEAM, wrong_option(page, STEAM))
    expect(form(page, STEAM).locator(".learn-quiz__verdict")).to_contain_text("your result is below")
    expect(page.get_by_text("2 of 3 right. What you missed comes back tomorrow.")).to_be_visible()
    link = page.locator("[data-part=list] a")
    assert link.evaluate("a => a.href").endswith("/chapters/02-oven/#quiz/02-oven/when-steam")
    expect(page.get_by_text("The next one comes back tomorrow.")).to_be_visible()
    expect(page.get_by_role("button", name="Ask me")).to_have_count(0)
    expect(page.locator(".learn-quiz__result")).to_be_hidden()


def test_all_four_steps_follow_each_other(page: Page, tool: Show) -> None:
    address = tool("review")
    opened(page, address, {STEAM: answer("wrong", "2026-11-22")})
    for day, due in (("23", "2026-11-26"), ("26", "2026-12-03"), ("12-03", "2026-12-24")):
        page.clock.set_fixed_time(f"2026-{day if '-' in day else f'11-{day}'}T12:00:00")
        page.reload()
        page.get_by_role("button", name="Ask me").click()
        give(page, STEAM)
        assert stored(page)["review/02-oven/when-steam"]["value"]["due"] == due
    page.clock.set_fixed_time("2026-12-24T12:00:00")
    page.reload()
    page.get_by_role("button", name="Ask me").click()
    give(page, STEAM, wrong_option(page, STEAM))
    assert stored(page)["review/02-oven/when-steam"]["value"] == {"step": 0, "due": "2026-12-25"}


def test_ten_are_asked_at_a_time(page: Page, tool: Show) -> None:
    course = copy.deepcopy(MANIFEST)
    quiz = course["quizzes"][1]
    model = json.dumps(quiz["questions"][0])
    quiz["questions"] = [json.loads(model.replace("when-steam", f"steam-{n}")) for n in range(12)]
    page.route("**/course.json", lambda route: route.fulfill(json=course))
    begun(page, tool("review"), {q["id"]: answer("wrong", "2026-11-20") for q in quiz["questions"]})
    assert len(asked(page)) == 10
    for id in asked(page):
        form(page, id).locator(f'[data-option="{KEYS[STEAM][0]}"] input').check()
        form(page, id).get_by_role("button", name="Check").click()
    expect(page.get_by_text("10 of 10 right.")).to_be_visible()
    expect(page.get_by_text("2 more are waiting today.")).to_be_visible()
    page.get_by_role("button", name="Ask me 2").click()
    assert len(asked(page)) == 2


def test_a_sequence_is_answered_by_keyboard_alone(page: Page, tool: Show) -> None:
    opened(page, tool("review"), {ORDER: answer("wrong", "2026-11-20")})
    page.get_by_role("button", name="Ask me").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".learn-quiz__move:focus")).to_have_count(1)
    for at, id in enumerate(KEYS[ORDER]):
        steps = form(page, ORDER).locator("[data-option]")
        while steps.evaluate_all("all => all.map(o => o.dataset.option)").index(id) > at:
            form(page, ORDER).locator(f'[data-option="{id}"] [data-move=up]').focus()
            page.keyboard.press("Enter")
    form(page, ORDER).get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 1 right.")).to_be_visible()


def test_addresses_in_questions_are_seen_from_the_sites_root(page: Page, tool: Show) -> None:
    course = copy.deepcopy(MANIFEST)
    course["quizzes"][1]["questions"][0]["html"] = course["quizzes"][1]["questions"][0]["html"].replace(
        "</legend>", '</legend><a href="chapters/02-oven/#steam">here</a>'
    )
    page.route("**/course.json", lambda route: route.fulfill(json=course))
    begun(page, tool("review"), {STEAM: answer("wrong", "2026-11-20")})
    base = page.url.rsplit("/", 1)[0]
    assert page.get_by_role("link", name="here").evaluate("a => a.href") == f"{base}/chapters/02-oven/#steam"


def test_nobody_else_hears_the_answers(page: Page, tool: Show) -> None:
    begun(page, tool("review"), MISSED)
    page.evaluate(
        "() => { globalThis.heard = 0; document.addEventListener('learn-answer', () => { heard += 1 }) }"
    )
    give(page, SPRING)
    assert page.evaluate("heard") == 0


def test_odd_saved_work_is_neither_run_nor_in_the_way(page: Page, tool: Show) -> None:
    odd = {
        SPRING: entry({"first": {"verdict": EVIL}, "last": {"given": EVIL}}),
        WATER: entry(EVIL),
        STEAM: entry({"first": {"verdict": "wrong"}}),
        "review/02-oven/when-steam": entry({"step": {"toString": 1}, "due": EVIL}),
        "review/01-flour/springiest": entry([EVIL]),
        f"quiz/{EVIL}": entry(EVIL),
    }
    begun(page, tool("review"), odd)
    assert sorted(asked(page)) == sorted([SPRING, WATER, STEAM])
    give(page, SPRING)
    give(page, WATER)
    assert stored(page)["review/01-flour/springiest"]["value"]["due"] == "2026-11-26"
    assert page.evaluate("[globalThis.hit, document.images.length]") == [None, 0]


def test_another_tabs_answers_are_followed_before_a_round_begins(page: Page, tool: Show) -> None:
    opened(page, tool("review"), MISSED)
    other = page.context.new_page()
    begun(other, page.url, MISSED)
    give(other, SPRING)
    expect(page.get_by_role("heading", name="2 questions have come back")).to_be_visible()


def test_a_new_day_is_noticed_when_the_page_comes_back(page: Page, tool: Show) -> None:
    opened(page, tool("review"), {STEAM: answer("wrong", "2026-11-23")})
    expect(page.get_by_role("heading", name="Nothing is due today")).to_be_visible()
    page.clock.set_fixed_time("2026-11-24T08:00:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("heading", name="One question has come back")).to_be_visible()


def test_without_the_manifest_it_says_so_and_comes_back(
    page: Page, tool: Show, complaints: list[str]
) -> None:
    page.route("**/course.json", lambda route: route.fulfill(status=503, body="down"))
    opened(page, tool("review"), MISSED)
    expect(page.get_by_role("heading", name="The questions could not be loaded")).to_be_visible()
    complaints.clear()
    page.unroute("**/course.json")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name="3 questions have come back")).to_be_visible()


def test_it_works_from_disk(page: Page, tmp_path: Path) -> None:
    begun(page, on_disk("review", tmp_path), MISSED)
    give(page, SPRING)
    expect(page.locator(".learn-review__progress")).to_have_text("1 of 3 answered")


def test_without_scripts_it_leads_to_the_questions(bare_page: Page, tool: Show) -> None:
    bare_page.goto(tool("review"))
    expect(bare_page.get_by_text("this page needs scripts")).to_be_visible()
    expect(bare_page.get_by_role("listitem")).to_have_count(2)
    expect(bare_page.get_by_role("link", name="Chapter 2")).to_have_attribute(
        "href", "chapters/02-oven.html#quiz"
    )
    assert bare_page.locator("button:visible, input:visible").count() == 0


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_any_state(page: Page, tool: Show, dark: bool, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    address = tool("review", dark=dark)
    opened(page, address)
    wrong = [f"nothing {v}" for v in axe(page)]
    opened(page, address, {SPRING: answer("wrong", "2026-11-23")})
    wrong += [f"later {v}" for v in axe(page)]
    opened(page, address, MISSED)
    wrong += [f"due {v}" for v in axe(page)]
    page.get_by_role("button", name="Ask me").click()
    wrong += [f"asking {v}" for v in axe(page)]
    give(page, SPRING)
    give(page, WATER)
    give(page, STEAM, wrong_option(page, STEAM))
    wrong += [f"done {v}" for v in axe(page)]
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_import_of_reviews_brings_their_days(page: Page, tool: Show) -> None:
    reviews = {
        "review/02-oven/when-steam": entry({"step": 2, "due": "2026-11-28"}, "2026-11-21T10:00:00.001Z")
    }
    opened(page, tool("notes"))
    work = document({STEAM: answer("wrong", "2026-11-21")} | reviews)
    page.set_input_files("input[type=file]", payload("a.json", work))
    page.get_by_role("button", name="Import", exact=True).click()
    opened(page, tool("review"))
    expect(page.get_by_text("The next one comes back Saturday, November 28.")).to_be_visible()
