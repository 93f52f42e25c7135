"""A glossary term in a real browser: hover, focus, finger, Escape, the screen's edge, and no scripts at all."""

from __future__ import annotations

import dataclasses

import pytest
from playwright.sync_api import Page, expect

from macros.render import chapter as parts
from macros.render.here import Here
from tests.browser.conftest import Stage
from tests.unit.render.test_chapter import a_term, make_chapter, make_course

pytestmark = pytest.mark.browser

HERE = Here("index.md", "")


def fragment(before: str = "", after: str = " comes first.", times: int = 1) -> str:
    term = dataclasses.replace(a_term("capex", "Capex"), text='What "capex" means.' * times)
    html = parts.term(term, "capital expense", make_course(make_chapter(1)), HERE)
    return f'<p>{before}{html}{after}</p><p><a id="elsewhere" href="#x">Elsewhere</a></p>'


def test_the_meaning_shows_on_hover_and_can_be_hovered(page: Page, stage: Stage) -> None:
    page.goto(stage(fragment()))
    expect(page.locator(".learn-term__tip")).to_be_hidden()
    page.locator(".learn-term__word").hover()
    expect(page.locator(".learn-term__tip")).to_be_visible()
    page.locator(".learn-term__tip").hover()
    expect(page.locator(".learn-term__tip")).to_be_visible()
    page.mouse.move(900, 700)
    expect(page.locator(".learn-term__tip")).to_be_hidden()


def test_the_meaning_shows_on_focus_and_belongs_to_the_word(page: Page, stage: Stage) -> None:
    page.goto(stage(fragment()))
    page.keyboard.press("Tab")
    word = page.locator(".learn-term__word")
    expect(word).to_be_focused()
    expect(page.locator(".learn-term__tip")).to_be_visible()
    expect(word).to_have_accessible_description('What "capex" means.')


@pytest.mark.parametrize("arrive", ["hover", "focus"])
def test_escape_sends_the_meaning_away_until_the_next_visit(page: Page, stage: Stage, arrive: str) -> None:
    page.goto(stage(fragment()))
    word = page.locator(".learn-term__word")
    getattr(word, arrive)()
    expect(page.locator(".learn-term__tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".learn-term__tip")).to_be_hidden()
    page.mouse.move(900, 700)
    page.locator("#elsewhere").focus()
    getattr(word, arrive)()
    expect(page.locator(".learn-term__tip")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 740, 1280])
def test_the_meaning_never_leaves_the_screen(page: Page, stage: Stage, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(
        stage(fragment('<span style="float: right">', "</span>", times=9), name=str(width), guarded=False)
    )
    page.locator(".learn-term__word").hover()
    box = page.locator(".learn-term__tip").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_at_the_foot_of_the_screen_the_meaning_stands_above(page: Page, stage: Stage) -> None:
    page.goto(stage(f'<p><canvas width="1" height="2000"></canvas></p>{fragment()}'))
    page.evaluate(
        "scrollTo(0, document.querySelector('.learn-term').getBoundingClientRect().top - innerHeight + 40)"
    )
    page.locator(".learn-term__word").hover()
    word, meaning = (
        page.locator(".learn-term__word").bounding_box(),
        page.locator(".learn-term__tip").bounding_box(),
    )
    assert word is not None
    assert meaning is not None
    assert meaning["y"] + meaning["height"] <= word["y"] + 2


def test_the_first_tap_shows_the_meaning_and_the_second_follows_the_link(phone: Page, stage: Stage) -> None:
    address = stage(fragment().replace("glossary/#capex", "#glossary"))
    phone.goto(address)
    phone.locator(".learn-term__word").tap()
    expect(phone.locator(".learn-term__tip")).to_be_visible()
    assert phone.url == address
    phone.locator(".learn-term__word").tap()
    assert phone.url == f"{address}#glossary"


def test_a_tap_elsewhere_closes_the_meaning(phone: Page, stage: Stage) -> None:
    phone.goto(stage(fragment()))
    phone.locator(".learn-term__word").tap()
    expect(phone.locator(".learn-term__tip")).to_be_visible()
    phone.locator("h1").tap()
    expect(phone.locator(".learn-term__tip")).to_be_hidden()


def test_without_scripts_the_link_works_and_the_meaning_shows_on_focus(bare_page: Page, stage: Stage) -> None:
    bare_page.goto(stage(fragment(), script=False))
    word = bare_page.locator(".learn-term__word")
    assert word.get_attribute("href") == "glossary/#capex"
    bare_page.keyboard.press("Tab")
    expect(bare_page.locator(".learn-term__tip")).to_be_visible()


def test_the_element_can_leave_and_come_back(page: Page, stage: Stage) -> None:
    page.goto(stage(fragment()))
    page.evaluate(
        """() => {
          const term = document.querySelector('learn-term'), place = term.parentElement
          for (let i = 0; i < 3; i += 1) { term.remove(); place.prepend(term) }
        }"""
    )
    page.locator(".learn-term__word").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".learn-term__tip")).to_be_hidden()
    assert page.locator("learn-term [role=tooltip]").count() == 1


def test_two_terms_on_a_page_keep_their_own_meanings(page: Page, stage: Stage) -> None:
    page.goto(stage(fragment() + fragment()))
    ids = page.locator(".learn-term__word").evaluate_all(
        "words => words.map(w => w.getAttribute('aria-describedby'))"
    )
    assert len(set(ids)) == 2


def test_nothing_moves_when_the_meaning_shows(page: Page, stage: Stage) -> None:
    page.goto(stage(fragment()))
    before = page.locator("#elsewhere").bounding_box()
    page.locator(".learn-term__word").hover()
    assert page.locator("#elsewhere").bounding_box() == before
