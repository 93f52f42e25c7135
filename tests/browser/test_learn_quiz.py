"""The quiz in a browser: an honest first try, words for every option, keyboard alone, without scripts, on paper."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from macros.export.assets import join_modules
from macros.model.quiz import Kind, Quiz
from macros.render.quiz import render_quiz, shuffled_steps
from tests.browser.conftest import LEARN, Stage
from tests.browser.tools import axe
from tests.unit.render import test_quiz
from tests.unit.render.test_quiz import BLOCKS, HERE, MULTIPLE, QUIZ, SEE, SEQUENCE, SINGLE, WHERE

pytestmark = pytest.mark.browser

ASKED = [o.id for o in shuffled_steps(SEQUENCE)]
LISTEN = """() => {
  globalThis.heard = []
  for (const name of ['learn-answer', 'learn-change'])
    document.addEventListener(name, (event) => heard.push({ name, ...event.detail }))
}"""


@pytest.fixture
def quiz(page: Page, stage: Stage) -> Page:
    return opened(page, stage)


def opened(page: Page, stage: Stage, quiz: Quiz = QUIZ, **options: Any) -> Page:
    page.goto(stage(render_quiz(quiz, HERE, SEE) + '<p id="phases">Phases</p>', **options))
    page.wait_for_selector("learn-quiz[data-enhanced]")
    page.evaluate(LISTEN)
    return page


def heard(page: Page) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = page.evaluate("heard")
    return events


def form(page: Page, id: str) -> Locator:
    return page.locator(f'form[data-id="quiz/04-flexibility/{id}"]')


def choose(page: Page, id: str, *options: str) -> Locator:
    which = form(page, id)
    for option in options:
        which.locator(f'[data-option="{option}"] input').check()
    return which


def check(page: Page, id: str, *options: str) -> Locator:
    which = choose(page, id, *options)
    which.get_by_role("button", name="Check").click()
    return which


def marks(which: Locator) -> dict[str, str]:
    found: dict[str, str] = which.evaluate(
        "f => Object.fromEntries([...f.querySelectorAll('[data-option]')].map(o => [o.dataset.option, o.querySelector('.learn-quiz__mark')?.textContent ?? '']))"
    )
    return found


def order(which: Locator) -> list[str]:
    # The script, which comes late, gives the steps their names.
    which.locator("[data-option]").first.wait_for(state="attached")
    ids: list[str] = which.evaluate(
        "f => [...f.querySelectorAll('[data-option]')].map(o => o.dataset.option)"
    )
    return ids


def verdict(which: Locator) -> Locator:
    return which.locator(".learn-quiz__verdict")


def focused(page: Page) -> str:
    name: str = page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.value ?? document.activeElement.className"
    )
    return name


def arrange(page: Page, wanted: list[str]) -> Locator:
    """Bring the sequence into an order with its buttons alone."""
    which = form(page, SEQUENCE.id)
    for at, id in enumerate(wanted):
        while order(which).index(id) > at:
            which.locator(f'[data-option="{id}"] [data-move=up]').click()
    return which


def test_a_right_first_try_is_praised_and_cannot_be_tried_again(quiz: Page) -> None:
    which = check(quiz, SINGLE.id, "ask-for-phases")
    expect(verdict(which)).to_have_text("Right.")
    expect(verdict(which)).to_be_focused()
    assert marks(which) == {
        "approve-it": "Not this",
        "ask-for-phases": "Your answer: right",
        "decline": "Not this",
    }
    expect(which.get_by_role("button")).to_have_count(0)
    expect(which.locator("[data-option=decline] .learn-quiz__comment")).to_have_text(
        SINGLE.options[2].comment
    )
    expect(which.get_by_role("link", name=SEE[SINGLE.see][1])).to_be_visible()


def test_a_wrong_try_shows_the_right_answer_and_why_and_may_be_tried_again(quiz: Page) -> None:
    which = check(quiz, SINGLE.id, "decline")
    expect(verdict(which)).to_have_text("Not this time. Each option says why.")
    assert marks(which) == {
        "approve-it": "Not this",
        "ask-for-phases": "Right answer",
        "decline": "Your answer: not this",
    }
    which.get_by_role("button", name="Try again").click()
    assert marks(which) == {"approve-it": "", "ask-for-phases": "", "decline": ""}
    expect(verdict(which)).to_have_text("")
    expect(which.locator("input:checked")).to_have_count(0)
    assert focused(quiz) == "approve-it"


def test_the_first_try_is_kept_when_a_later_one_is_right(quiz: Page) -> None:
    which = check(quiz, SINGLE.id, "decline")
    which.get_by_role("button", name="Try again").click()
    check(quiz, SINGLE.id, "ask-for-phases")
    expect(verdict(which)).to_have_text("Right.")
    assert which.get_attribute("data-first") == "wrong"
    expect(quiz.locator(".learn-quiz__score")).to_have_text(
        "0 of 1 right at the first try, 3 still to answer"
    )
    expect(quiz.locator(".learn-quiz__again li")).to_contain_text("missed at first, right at a later try")
    tries = [(e["verdict"], e["firstTry"]) for e in heard(quiz)]
    assert tries == [("wrong", True), ("right", False)]


def test_an_empty_answer_gets_a_kind_sentence_and_no_verdict(quiz: Page) -> None:
    which = form(quiz, SINGLE.id)
    which.get_by_role("button", name="Check").click()
    expect(verdict(which)).to_have_text("Choose an option first; a guess is fine.")
    assert which.get_attribute("data-first") is None
    assert focused(quiz) == "approve-it"
    assert heard(quiz) == []
    choose(quiz, SINGLE.id, "decline")
    expect(verdict(which)).to_have_text("")


def test_several_right_answers_are_judged_one_by_one(quiz: Page) -> None:
    which = check(quiz, MULTIPLE.id, "lease", "cloud")
    expect(verdict(which)).to_have_text("Partly right: 1 of 3 found. Chosen, but not right: 1.")
    assert marks(which) == {
        "lease": "Your answer: right",
        "cloud": "Your answer: not this",
        "notice": "You left this out",
        "rule": "You left this out",
        "training": "Rightly left out",
    }


def test_an_answer_is_told_to_whoever_listens(quiz: Page) -> None:
    form(quiz, SINGLE.id).get_by_text("Hint (1 of 2)").click()
    check(quiz, SINGLE.id, "ask-for-phases")
    assert heard(quiz) == [
        {
            "name": "learn-answer",
            "id": "quiz/04-flexibility/short-phases",
            "rev": SINGLE.revision,
            "given": ["ask-for-phases"],
            "verdict": "right",
            "firstTry": True,
            "hints": 1,
        }
    ]


def test_hints_come_one_by_one_and_the_result_tells_of_them(quiz: Page) -> None:
    which = form(quiz, SINGLE.id)
    expect(which.get_by_text(re.compile("Next hint"))).to_be_hidden()
    which.get_by_text("Hint (1 of 2)").click()
    which.get_by_text("Next hint (2 of 2)").click()
    expect(which.get_by_text("Which answer lets you stop after six weeks?")).to_be_visible()
    check(quiz, SINGLE.id, "ask-for-phases")
    expect(quiz.locator(".learn-quiz__used")).to_have_text(
        "Hints opened before the first try: question 1 (2)."
    )


def test_hints_opened_after_the_first_try_do_not_count(quiz: Page) -> None:
    which = check(quiz, SINGLE.id, "decline")
    which.get_by_text("Hint (1 of 2)").click()
    which.get_by_role("button", name="Try again").click()
    check(quiz, SINGLE.id, "ask-for-phases")
    assert [e["hints"] for e in heard(quiz)] == [0, 0]
    expect(quiz.locator(".learn-quiz__used")).to_be_hidden()


def test_steps_move_by_buttons_with_their_new_position_spoken(quiz: Page) -> None:
    which = form(quiz, SEQUENCE.id)
    step = which.locator(f'[data-option="{ASKED[2]}"]')
    up = step.get_by_role("button", name=re.compile("Move up"))
    up.focus()
    quiz.keyboard.press("Enter")
    assert order(which) == [ASKED[0], ASKED[2], ASKED[1], ASKED[3], ASKED[4]]
    text = step.locator(".learn-quiz__words").inner_text()
    expect(which.locator(".learn-quiz__spoken")).to_have_text(f"{text} moved to position 2 of 5")
    expect(up).to_be_focused()


def test_at_the_end_of_the_list_the_focus_goes_to_the_other_button(quiz: Page) -> None:
    which = form(quiz, SEQUENCE.id)
    step = which.locator(f'[data-option="{ASKED[1]}"]')
    step.locator("[data-move=up]").focus()
    quiz.keyboard.press("Space")
    assert order(which)[0] == ASKED[1]
    expect(step.locator("[data-move=up]")).to_be_disabled()
    expect(step.locator("[data-move=down]")).to_be_focused()


def test_steps_move_by_alt_and_the_arrow_keys(quiz: Page) -> None:
    which = form(quiz, SEQUENCE.id)
    down = which.locator(f'[data-option="{ASKED[0]}"] [data-move=down]')
    down.focus()
    quiz.keyboard.press("Alt+ArrowDown")
    quiz.keyboard.press("Alt+ArrowDown")
    assert order(which).index(ASKED[0]) == 2
    expect(down).to_be_focused()
    quiz.keyboard.press("Alt+ArrowUp")
    assert order(which).index(ASKED[0]) == 1
    quiz.keyboard.press("ArrowUp")
    assert order(which).index(ASKED[0]) == 1


def test_an_untouched_sequence_is_empty_and_not_wrong(quiz: Page) -> None:
    which = check(quiz, SEQUENCE.id)
    expect(verdict(which)).to_have_text("Move the steps into your order first; a guess is fine.")
    assert which.get_attribute("data-first") is None


def test_a_sequence_in_order_is_right(quiz: Page) -> None:
    which = arrange(quiz, list(SEQUENCE.key))
    check(quiz, SEQUENCE.id)
    expect(verdict(which)).to_have_text("Right: every step is in its place.")
    assert set(marks(which).values()) == {"In its place"}
    assert heard(quiz)[0]["given"] == list(SEQUENCE.key)


def test_each_step_out_of_place_says_where_it_belongs(quiz: Page) -> None:
    key = list(SEQUENCE.key)
    which = arrange(quiz, [key[1], key[0], *key[2:]])
    check(quiz, SEQUENCE.id)
    expect(verdict(which)).to_have_text("Partly right: 3 of 5 steps are in their place.")
    assert marks(which)[key[1]] == "Belongs in position 2, not 1"
    expect(which.locator(".learn-quiz__moves").first).to_be_hidden()
    which.get_by_role("button", name="Try again").click()
    assert order(which) == ASKED


def answer_all(page: Page) -> None:
    check(page, SINGLE.id, "ask-for-phases")
    check(page, MULTIPLE.id, "cloud")
    check(page, BLOCKS.id, "table")
    arrange(page, list(SEQUENCE.key))
    check(page, SEQUENCE.id)


def test_the_result_counts_first_tries_and_links_to_what_was_missed(quiz: Page) -> None:
    answer_all(quiz)
    expect(verdict(form(quiz, SEQUENCE.id))).to_contain_text(
        "That was the last question: your result is below."
    )
    result = quiz.get_by_role("region", name="Your result")
    expect(result.locator(".learn-quiz__score")).to_have_text("2 of 4 right at the first try")
    missed = result.locator(".learn-quiz__again > li > a")
    expect(missed).to_have_count(2)
    expect(missed.first).to_have_attribute("href", "#quiz/04-flexibility/rigid-costs")
    states = result.locator(".learn-quiz__stop").evaluate_all("l => l.map(a => a.textContent.trim())")
    assert states == [
        "Question 1 (right at the first try)",
        "Question 2 (missed)",
        "Question 3 (right at the first try)",
        "Question 4 (missed)",
    ]


def test_the_result_links_to_where_the_chapter_treats_what_was_missed(quiz: Page) -> None:
    check(quiz, SINGLE.id, "decline")
    link = quiz.locator(".learn-quiz__again .learn-quiz__see a")
    expect(link).to_have_text("Short phases beat long plans")
    expect(link).to_have_attribute("href", "#phases")


def test_retry_shows_only_what_was_missed_and_leads_back(quiz: Page) -> None:
    answer_all(quiz)
    quiz.get_by_role("button", name="Retry what I missed").click()
    expect(quiz.locator("form:visible")).to_have_count(2)
    assert focused(quiz) == "lease"
    which = check(quiz, MULTIPLE.id, "lease", "notice", "rule")
    expect(verdict(which)).to_have_text("Right: all of them, and nothing else.")
    check(quiz, BLOCKS.id, "table")
    expect(quiz.locator(".learn-quiz__score")).to_have_text("2 of 4 right at the first try")
    quiz.get_by_role("button", name="Back to all questions").click()
    expect(quiz.locator("form:visible")).to_have_count(4)
    expect(quiz.locator(".learn-quiz__score")).to_be_focused()
    quiz.get_by_role("button", name="Retry what I missed").click()
    expect(quiz.locator("form:visible")).to_have_count(1)


def test_a_link_of_the_result_leads_to_its_question_out_of_a_retry_as_well(quiz: Page) -> None:
    answer_all(quiz)
    quiz.get_by_role("button", name="Retry what I missed").click()
    quiz.get_by_role("link", name="Question 1 (right at the first try)").click()
    expect(form(quiz, SINGLE.id)).to_be_in_viewport()
    expect(quiz.get_by_role("button", name="Back to all questions")).to_be_hidden()


def test_answers_looked_up_are_shown_in_words_and_are_no_first_tries(quiz: Page) -> None:
    check(quiz, SINGLE.id, "ask-for-phases")
    quiz.get_by_role("button", name="Show all answers").click()
    which = form(quiz, MULTIPLE.id)
    expect(verdict(which)).to_have_text("Here is the answer.")
    expect(verdict(which)).to_be_focused()
    assert marks(which) == {
        "lease": "Right answer",
        "cloud": "Not this",
        "notice": "Right answer",
        "rule": "Right answer",
        "training": "Not this",
    }
    steps = form(quiz, SEQUENCE.id)
    assert order(steps) == list(SEQUENCE.key)
    assert marks(steps)["start"] == "Position 3"
    expect(quiz.locator(".learn-quiz__score")).to_have_text("1 of 4 right at the first try")
    assert [e["verdict"] for e in heard(quiz)] == ["right", "shown", "shown", "shown"]
    expect(quiz.get_by_role("button", name="Show all answers")).to_be_hidden()


def test_start_over_forgets_everything_and_says_so(quiz: Page) -> None:
    form(quiz, SINGLE.id).get_by_text("Hint (1 of 2)").click()
    answer_all(quiz)
    quiz.get_by_role("button", name="Start over").click()
    expect(
        quiz.locator("form[data-first], form[data-verdict], form[data-hints], details[open]")
    ).to_have_count(0)
    expect(quiz.locator(".learn-quiz__feedback, fieldset > .learn-quiz__more, input:checked")).to_have_count(
        0
    )
    expect(quiz.locator(".learn-quiz__score")).to_contain_text("Nothing answered yet")
    assert order(form(quiz, SEQUENCE.id)) == ASKED
    assert focused(quiz) == "approve-it"
    last = heard(quiz)[-1]
    assert last["name"] == "learn-change"
    assert last["id"] == "quiz/04-flexibility"
    assert len(last["cleared"]) == 4
    which = check(quiz, SINGLE.id, "ask-for-phases")
    assert which.get_attribute("data-first") == "right"


def test_the_whole_quiz_can_be_done_by_keyboard_alone(quiz: Page) -> None:
    def tab_to(wanted: Callable[[], bool]) -> None:
        for _ in range(80):
            if wanted():
                return
            quiz.keyboard.press("Tab")
        pytest.fail(f"Tab never came there; it is at {focused(quiz)}")

    tab_to(lambda: focused(quiz) == "approve-it")
    quiz.keyboard.press("ArrowDown")
    quiz.keyboard.press("Enter")
    expect(verdict(form(quiz, SINGLE.id))).to_have_text("Right.")
    for id in ("lease", "notice", "rule"):
        tab_to(lambda id=id: focused(quiz) == id)  # type: ignore[misc]
        quiz.keyboard.press("Space")
    quiz.keyboard.press("Enter")
    expect(verdict(form(quiz, MULTIPLE.id))).to_contain_text("Right")
    steps = form(quiz, SEQUENCE.id)
    key = list(SEQUENCE.key)
    for at, step in enumerate(SEQUENCE.options):
        moves = order(steps).index(step.id) - at
        if moves > 0:
            quiz.evaluate("document.activeElement.blur()")
            form(quiz, MULTIPLE.id).locator(".learn-quiz__verdict").focus()
            tab_to(lambda step=step: focused(quiz) in (f"Move up: {step.text}", f"Move down: {step.text}"))  # type: ignore[misc]
            for _ in range(moves):
                quiz.keyboard.press("Alt+ArrowUp")
    assert order(steps) == key
    tab_to(lambda: quiz.evaluate("document.activeElement.dataset.do") == "check")
    quiz.keyboard.press("Enter")
    expect(verdict(steps)).to_contain_text("Right: every step")
    tab_to(lambda: focused(quiz) == "long")
    quiz.keyboard.press("Space")
    quiz.keyboard.press("Enter")
    expect(quiz.locator(".learn-quiz__score")).to_have_text("4 of 4 right at the first try")
    tab_to(lambda: quiz.evaluate("document.activeElement.dataset.do") == "over")
    quiz.keyboard.press("Enter")
    expect(quiz.locator(".learn-quiz__score")).to_contain_text("Nothing answered yet")


def test_a_saved_answer_comes_back_without_event_or_jump(quiz: Page) -> None:
    base = "quiz/04-flexibility/"
    saved = {
        base + SINGLE.id: {"given": ["ask-for-phases"], "verdict": "right", "first": "wrong", "hints": 1},
        base + MULTIPLE.id: {"given": ["cloud"], "verdict": "wrong", "first": "wrong", "rev": "00000000"},
        base + SEQUENCE.id: {"given": list(SEQUENCE.key), "verdict": "right", "first": "right"},
        base + BLOCKS.id: {"given": ["gone"], "verdict": "right", "first": "wrong", "rev": "00000000"},
        "quiz/other/one": {"given": ["x"], "verdict": "right", "first": "right"},
    }
    quiz.evaluate("saved => document.querySelector('learn-quiz').restore(saved)", saved)
    which = form(quiz, SINGLE.id)
    expect(verdict(which)).to_have_text("Right.")
    assert which.get_attribute("data-first") == "wrong"
    assert marks(which)["ask-for-phases"] == "Your answer: right"
    expect(verdict(form(quiz, MULTIPLE.id))).to_contain_text("This question has changed since you answered.")
    assert order(form(quiz, SEQUENCE.id)) == list(SEQUENCE.key)
    edited = form(quiz, BLOCKS.id)
    assert (edited.get_attribute("data-first"), edited.get_attribute("data-verdict")) == ("wrong", None)
    expect(verdict(edited)).to_have_text("This question has changed since you answered.")
    expect(edited.get_by_role("button", name="Check")).to_be_visible()
    expect(quiz.locator(".learn-quiz__score")).to_have_text("1 of 4 right at the first try")
    assert heard(quiz) == []
    assert quiz.evaluate("document.activeElement === document.body")
    quiz.evaluate("saved => document.querySelector('learn-quiz').restore(saved)", saved)
    expect(which.locator(".learn-quiz__feedback")).to_have_count(3)


def test_an_answer_that_was_forgotten_elsewhere_reopens_its_question(quiz: Page) -> None:
    check(quiz, SINGLE.id, "decline")
    which, other = form(quiz, SINGLE.id), form(quiz, MULTIPLE.id)
    other.locator("input").first.check()
    forget = {f"quiz/04-flexibility/{q.id}": None for q in QUIZ.questions}
    quiz.evaluate("saved => document.querySelector('learn-quiz').restore(saved)", forget)
    assert (which.get_attribute("data-first"), which.get_attribute("data-verdict")) == (None, None)
    expect(which.locator("input:checked")).to_have_count(0)
    expect(which.locator(".learn-quiz__feedback")).to_have_count(0)
    expect(which.get_by_role("button", name="Check")).to_be_enabled()
    expect(quiz.locator(".learn-quiz__score")).to_contain_text("Nothing answered yet")
    # A choice that nobody has checked yet is no answer.
    expect(other.locator("input").first).to_be_checked()


@pytest.mark.parametrize("rubbish", [None, "text", 7, [], {"quiz/04-flexibility/short-phases": None}])
def test_rubbish_in_a_store_changes_nothing(quiz: Page, rubbish: object) -> None:
    quiz.evaluate("saved => document.querySelector('learn-quiz').restore(saved)", rubbish)
    expect(quiz.locator("form[data-first]")).to_have_count(0)


def test_what_an_answer_event_says_can_be_restored(quiz: Page, stage: Stage) -> None:
    answer_all(quiz)
    quiz.get_by_role("button", name="Retry what I missed").click()
    quiz.get_by_role("button", name="Show all answers").click()
    answers: dict[str, dict[str, Any]] = {}
    for event in heard(quiz):
        before = answers.get(event["id"], {})
        answers[event["id"]] = {**event, "first": before.get("first", event["verdict"])}
    seen = {id: marks(form(quiz, id)) for id in (q.id for q in QUIZ.questions)}
    score = quiz.locator(".learn-quiz__score").inner_text()
    opened(quiz, stage)
    quiz.evaluate(
        "saved => document.querySelector('learn-quiz').restore(saved)", json.loads(json.dumps(answers))
    )
    assert {id: marks(form(quiz, id)) for id in seen} == seen
    expect(quiz.locator(".learn-quiz__score")).to_have_text(score)


def test_being_taken_out_and_put_back_changes_nothing(quiz: Page) -> None:
    check(quiz, SINGLE.id, "decline")
    quiz.evaluate(
        """() => {
          const quiz = document.querySelector('learn-quiz'), before = quiz.outerHTML
          for (let n = 0; n < 3; n++) { const place = quiz.nextSibling, parent = quiz.parentNode; quiz.remove(); parent.insertBefore(quiz, place) }
          quiz.connectedCallback()
          globalThis.same = before === quiz.outerHTML
        }"""
    )
    assert quiz.evaluate("same")
    check(quiz, MULTIPLE.id, "cloud")
    assert len(heard(quiz)) == 2


def test_a_new_page_by_instant_navigation_gets_a_fresh_quiz(quiz: Page) -> None:
    check(quiz, SINGLE.id, "decline")
    quiz.evaluate(
        """html => {
          const page = new DOMParser().parseFromString(html, 'text/html')
          document.querySelector('main').replaceWith(page.querySelector('main'))
        }""",
        f"<main>{render_quiz(QUIZ, HERE, SEE)}</main>",
    )
    expect(quiz.locator("form[data-first]")).to_have_count(0)
    which = check(quiz, SINGLE.id, "ask-for-phases")
    expect(verdict(which)).to_have_text("Right.")
    assert len(heard(quiz)) == 2


def test_back_brings_the_choices_back_without_a_complaint(quiz: Page, stage: Stage) -> None:
    choose(quiz, SINGLE.id, "decline")
    arrange(quiz, list(SEQUENCE.key))
    quiz.goto(stage("<p>Elsewhere</p>", name="elsewhere"))
    quiz.go_back()
    expect(quiz.locator("learn-quiz[data-enhanced]")).to_have_count(1)
    expect(form(quiz, SINGLE.id).locator("[value=decline]")).to_be_checked()
    expect(form(quiz, SINGLE.id).get_by_role("button", name="Check")).to_be_enabled()
    which = form(quiz, SEQUENCE.id)
    assert order(which) in (ASKED, list(SEQUENCE.key))


def test_positions_that_a_browser_puts_back_become_the_order(quiz: Page) -> None:
    which = form(quiz, SEQUENCE.id)
    which.evaluate(
        """(form, key) => {
          for (const select of form.querySelectorAll('select')) select.value = key.indexOf(select.name) + 1
          globalThis.dispatchEvent(new PageTransitionEvent('pageshow'))
        }""",
        list(SEQUENCE.key),
    )
    assert order(which) == list(SEQUENCE.key)
    check(quiz, SEQUENCE.id)
    expect(verdict(which)).to_have_text("Right: every step is in its place.")


def test_a_click_anywhere_in_a_row_of_blocks_chooses_it(quiz: Page) -> None:
    row = form(quiz, BLOCKS.id).locator("[data-option=table]")
    row.get_by_text("Dana").click()
    expect(row.get_by_role("radio")).to_be_checked()


def test_rows_and_buttons_are_big_enough_for_a_thumb(phone: Page, stage: Stage) -> None:
    opened(phone, stage)
    check(phone, SINGLE.id, "decline")
    sizes = phone.locator(
        ".learn-quiz__row:visible, .learn-quiz button:visible, .learn-quiz summary:visible, .learn-quiz__stop:visible"
    ).evaluate_all("l => l.map(e => [e.className, e.getBoundingClientRect().height])")
    assert len(sizes) > 20
    assert [s for s in sizes if s[1] < 44] == []


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_sticks_out_sideways(page: Page, stage: Stage, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, stage)
    answer_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_axe_finds_nothing_in_any_state(page: Page, stage: Stage, dark: bool, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(page, stage, dark=dark)
    assert axe(page) == []
    form(page, SINGLE.id).get_by_text("Hint (1 of 2)").click()
    choose(page, MULTIPLE.id, "lease")
    form(page, SEQUENCE.id).get_by_role("button", name="Check").click()
    assert axe(page) == []
    answer_all(page)
    assert axe(page) == []
    page.get_by_role("button", name="Retry what I missed").click()
    assert axe(page) == []
    page.get_by_role("button", name="Show all answers").click()
    assert axe(page) == []


def test_axe_finds_nothing_without_scripts(page: Page, stage: Stage) -> None:
    # Axe itself is a script, so the page has it and the quiz's is left out.
    page.goto(stage(render_quiz(QUIZ, HERE, SEE), script=False))
    for fold in page.locator(".learn-quiz__answer > summary").all():
        fold.click()
    assert axe(page) == []


def test_without_scripts_the_quiz_can_be_read_answered_and_looked_up(bare_page: Page, stage: Stage) -> None:
    bare_page.goto(stage(render_quiz(QUIZ, HERE, SEE)))
    which = form(bare_page, SINGLE.id)
    which.get_by_label("Ask for short phases").check()
    expect(which.locator(".learn-quiz__comment").first).to_be_hidden()
    which.get_by_text("Show the answer").click()
    expect(which.get_by_text("Right:")).to_be_visible()
    expect(which.locator(".learn-quiz__comment")).to_have_count(3)
    for comment in which.locator(".learn-quiz__comment").all():
        expect(comment).to_be_visible()
    expect(bare_page.locator(".learn-quiz button:visible, .learn-quiz__result:visible")).to_have_count(0)
    steps = form(bare_page, SEQUENCE.id)
    steps.get_by_label(f"Position of: {SEQUENCE.options[0].text}").select_option("1")
    address = bare_page.url
    which.get_by_label("Ask for short phases").press("Enter")
    assert bare_page.url == address


def test_on_paper_there_are_boxes_to_tick_and_neither_buttons_nor_answers(quiz: Page) -> None:
    check(quiz, SINGLE.id, "decline")
    quiz.emulate_media(media="print")
    hidden = ".learn-quiz button, .learn-quiz select, .learn-quiz details, .learn-quiz__feedback, .learn-quiz__verdict, .learn-quiz__result, fieldset > .learn-quiz__more"
    expect(quiz.locator(hidden).locator("visible=true")).to_have_count(0)
    box = form(quiz, SINGLE.id).locator("[value=decline]")
    expect(box).to_be_visible()
    assert box.evaluate("b => getComputedStyle(b).appearance") == "none"
    step = form(quiz, SEQUENCE.id).locator(".learn-quiz__row").first
    assert step.evaluate("r => parseFloat(getComputedStyle(r, '::before').width)") > 25


def test_right_and_wrong_stay_apart_in_forced_colors(browser: Browser, stage: Stage) -> None:
    context = browser.new_context(forced_colors="active")
    page = opened(context.new_page(), stage)
    which = check(page, MULTIPLE.id, "lease", "cloud")
    icons = which.locator(".learn-quiz__icon").evaluate_all(
        "l => l.map(i => getComputedStyle(i, '::before').content)"
    )
    assert [i[1] for i in icons] == ["✓", "×", "✓", "✓", "–"]
    context.close()


def test_two_quizzes_in_one_page_do_not_disturb_each_other(page: Page, stage: Stage) -> None:
    other = Quiz("05-other", WHERE, (SINGLE, MULTIPLE))
    page.goto(stage(render_quiz(QUIZ, HERE, SEE) + render_quiz(other, HERE, SEE)))
    check(page, SINGLE.id, "ask-for-phases")
    second = page.locator("learn-quiz").nth(1)
    expect(second.locator(".learn-quiz__score")).to_contain_text("Nothing answered yet")
    expect(second.locator("form[data-first]")).to_have_count(0)


def test_a_sequence_of_eleven_steps_can_be_right(page: Page, stage: Stage) -> None:
    steps = (test_quiz.option(f"step-{n}", f"Step {n}") for n in range(1, 12))
    eleven = test_quiz.question("eleven", Kind.SEQUENCE, "Order?", *steps)
    page.goto(stage(render_quiz(Quiz("04-flexibility", WHERE, (eleven,)), HERE)))
    which = form(page, "eleven")
    for at, id in enumerate(eleven.key):
        while order(which).index(id) > at:
            which.locator(f'[data-option="{id}"] [data-move=up]').click()
    check(page, "eleven")
    expect(verdict(which)).to_contain_text("Right: every step is in its place.")


def test_script_and_marking_weigh_less_than_five_kilobytes() -> None:
    names = ("core/base.mjs", "core/marking.mjs", "elements/learn-quiz.mjs")
    joined = join_modules("elements/learn-quiz.mjs", {n: (LEARN / n).read_text("utf-8") for n in names})
    assert len(gzip.compress(joined.encode(), 9, mtime=0)) < 5 * 1024
