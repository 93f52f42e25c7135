"""The whole course as built, in a real browser: every page, on a phone and on a desktop, in light and in dark."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from macros.build import open_course
from macros.render.here import page_url
from tests.bench.measure import MKDOCS, run
from tests.bench.plain import plain_copy, themed_copy
from tests.bench.weight import weights
from tests.browser.conftest import LAYOUT_SHIFT, SHIFT, watched
from tests.browser.sizes import KEY, saved_work
from tests.browser.tools import axe
from tests.sites import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.build, pytest.mark.xdist_group("course")]

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
BATCH = 12
FIRST_VISIT_BYTES = 180 * 1024
FIRST_VISIT_REQUESTS = 10
# What the engine adds to the same words in the same theme: on a first visit, and in all once the quiz is used.
ADDED_BYTES = 25 * 1024
USED_BYTES = 32 * 1024
# Somebody who comes back waits for nothing to settle.
SAVED_SHIFT = 0.03
SHIFTS = """
globalThis.courseShifts = []
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    if (!hadRecentInput) courseShifts.push({ value, moved: sources.map(({ node }) => node?.outerHTML?.slice(0, 80)) })
  }
}).observe({ type: 'layout-shift', buffered: true })
"""


def addresses() -> list[str]:
    return [page_url(uri) for uri in sorted(open_course(ROOT).course.pages)]


def chapters() -> list[str]:
    return [page_url(c.uri) for c in open_course(ROOT).course.chapters]


def batched(items: list[str]) -> Iterator[tuple[str, ...]]:
    """In turn, so that the long chapters are spread over the batches."""
    count = -(-len(items) // BATCH)
    for start in range(count):
        yield tuple(items[start::count])


@pytest.mark.timeout(600)
@pytest.mark.parametrize("batch", list(batched(addresses())), ids=lambda b: b[0] or "home")
def test_every_page_is_accessible_fits_and_stays_at_home(
    batch: tuple[str, ...], home: str, browser: Browser
) -> None:
    """One visit a page: axe in full on a desktop and a phone, its color rule again in dark (nothing else changes there),
    nothing that moves while a phone loads it, no sideways scrolling down to 320 px and at 200 %, no console message, no
    request to another host."""
    wrong: list[str] = []
    complaints: list[str] = []
    context = browser.new_context(
        viewport=PHONE, reduced_motion="reduce", locale="en-US", color_scheme="light"
    )
    context.add_init_script(SHIFTS)
    page = watched(context, complaints)
    for address in batch:
        page.set_viewport_size(PHONE)
        page.goto(home + address)
        page.evaluate(
            "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))"
        )
        shifts = page.evaluate("courseShifts")
        if sum(shift["value"] for shift in shifts) > LAYOUT_SHIFT:
            wrong.append(f"/{address} moves while it loads: {shifts[:3]}")
        for size, name in ((DESKTOP, "desktop"), (PHONE, "phone")):
            page.set_viewport_size(size)
            page.evaluate("document.body.setAttribute('data-md-color-scheme', 'default')")
            wrong += [f"/{address} {name}: {v}" for v in axe(page)]
            page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
            wrong += [f"/{address} {name}, dark: {v}" for v in axe(page, ["color-contrast"])]
        # A window of 1,280 px at 200 % has room for 640.
        for width in (640, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                wrong.append(f"/{address} scrolls sideways at {width} px: {wide} px")
    context.close()
    assert wrong + complaints == []


def test_nothing_moves_on_a_phone_that_holds_the_whole_course_s_work(home: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce", locale="en-US")
    context.add_init_script(SHIFTS)
    page = context.new_page()
    page.goto(home + "course.json")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(saved_work(1))])
    wrong = []
    for address in kinds() + chapters():
        page.goto(home + address)
        page.wait_for_load_state("networkidle")
        page.evaluate(
            "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))"
        )
        if address in chapters():
            assert page.get_by_text("Chapter done").is_visible(), address
        shifts = page.evaluate("courseShifts")
        if sum(shift["value"] for shift in shifts) > SAVED_SHIFT:
            wrong.append(f"/{address}: {shifts[:3]}")
    context.close()
    assert "\n".join(wrong) == ""


def test_controls_side_by_side_line_up_and_no_box_is_smaller_than_its_words(
    home: str, browser: Browser
) -> None:
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", locale="en-US")
    page = context.new_page()
    wrong = []
    for address in (
        "tools/print-desk/",
        "tools/certificate/",
        "trainers/course-plan/",
        "tools/session/?chapter=flexibility",
    ):
        page.goto(home + address)
        page.wait_for_selector(".learn-tool[data-ready]")
        tall = page.evaluate(
            """[...document.querySelectorAll('input.learn-tool__input, select.learn-tool__input')].filter((one) => one.checkVisibility())
              .map((one) => one.offsetHeight)"""
        )
        if len(set(tall)) > 1:
            wrong.append(f"/{address} has fields of different heights: {tall}")
        small = page.evaluate(
            """[...document.querySelectorAll('article :is([type=checkbox], [type=radio])')].filter((one) => one.checkVisibility({ opacityProperty: true }))
              .map((one) => [one.offsetHeight, parseFloat(getComputedStyle(one.closest('label')).fontSize)])
              .filter(([box, letters]) => box < letters)"""
        )
        if small:
            wrong.append(f"/{address} has boxes smaller than their words: {small}")
    page.goto(home + "tools/print-desk/")
    page.wait_for_selector(".learn-tool[data-ready]")
    gaps = page.evaluate(
        """[...document.querySelectorAll('.learn-print__option + .learn-print__option')]
          .map((one) => one.getBoundingClientRect().left - one.previousElementSibling.getBoundingClientRect().right)"""
    )
    if any(gap > 0 for gap in gaps):
        wrong.append(f"choices of the print desk stand apart: {gaps}")
    context.close()
    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("address", chapters())
def test_a_first_visit_to_a_chapter_stays_light(address: str, home: str, page: Page) -> None:
    seen: list[Request] = []
    page.on("requestfinished", lambda request: seen.append(request))
    page.goto(home + address)
    page.wait_for_load_state("networkidle")
    weight = sum(len(gzip.compress(r.response().body(), 6)) for r in seen if not r.url.startswith("data:"))
    names = [r.url.removeprefix(home) for r in seen if not r.url.startswith("data:")]
    assert len(names) <= FIRST_VISIT_REQUESTS, names
    assert weight <= FIRST_VISIT_BYTES, f"{weight} bytes: {names}"


@pytest.mark.timeout(300)
def test_the_engine_adds_little_to_a_chapter(site: Path, tmp_path: Path) -> None:
    plain = themed_copy(ROOT, plain_copy(ROOT, tmp_path / "plain"), tmp_path / "themed")
    run(MKDOCS, plain)
    found = weights(site, plain / "site")
    assert len(found) == len(chapters())
    assert {one.chapter: one.first for one in found if one.first > ADDED_BYTES} == {}
    assert {one.chapter: one.used for one in found if one.used > USED_BYTES} == {}


def test_the_quiz_comes_when_somebody_begins_to_use_the_page(home: str, page: Page) -> None:
    late: list[str] = []
    page.on("request", lambda r: late.append(r.url.rsplit("/", 1)[1]) if "/late." in r.url else None)
    page.goto(home + chapters()[0])
    page.wait_for_load_state("networkidle")
    assert late == []
    page.keyboard.press("Tab")
    page.wait_for_selector("learn-quiz[data-enhanced]", state="attached")
    assert late == ["late.css", "late.js"]
    shift = page.evaluate(SHIFT)
    page.locator("learn-quiz").scroll_into_view_if_needed()
    page.locator("learn-quiz input").first.check()
    assert page.evaluate(SHIFT) - shift < 0.01
    # An instant navigation takes the content away, with the styles in it, and brings another.
    page.evaluate("document.querySelector('.md-footer__link--next').click()")
    page.wait_for_function("path => location.pathname.endsWith(path)", arg=chapters()[1])
    page.wait_for_selector("learn-quiz[data-enhanced]", state="attached")
    page.wait_for_function("() => [...document.styleSheets].some(sheet => sheet.href?.endsWith('/late.css'))")


@pytest.mark.parametrize("address", chapters())
def test_a_chapter_reads_whole_without_scripts(address: str, home: str, bare_page: Page) -> None:
    bare_page.goto(home + address)
    for part in (
        "Check your understanding",
        "Summary",
        "Ask yourself",
        "Ask your team",
        "Action plan",
        "Worksheets",
    ):
        assert bare_page.get_by_role("heading", name=part, exact=False).first.is_visible()
    folds = bare_page.locator("learn-quiz details")
    assert folds.count() >= bare_page.locator("learn-quiz form").count() > 0
    folds.last.locator("summary").first.click()
    assert "right" in folds.last.inner_text().lower()
    # Buttons that only a script could answer must not be offered.
    assert bare_page.locator("article button:visible").count() == 0


def test_the_first_quiz_of_the_course_is_done_by_keyboard(home: str, page: Page) -> None:
    page.goto(home + chapters()[0])
    form = page.locator("learn-quiz form").first
    form.locator("input").first.focus()
    page.wait_for_selector("learn-quiz[data-enhanced]")
    page.keyboard.press("Space")
    while not page.evaluate("document.activeElement.matches('learn-quiz button')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert form.get_by_role("status").first.inner_text().strip()
    assert page.locator("learn-quiz [data-verdict]").count() >= 1


def kinds() -> list[str]:
    """One page of each kind: a chapter, a sheet, each tool, each list and each page that is only words."""
    opened = open_course(ROOT).course
    many = ("chapters/", "worksheets/", "contribute/decisions/")
    first = {
        next((m for m in many if uri.startswith(m) and not uri.endswith("index.md")), uri): uri
        for uri in reversed(sorted(opened.pages))
    }
    return [page_url(uri) for uri in sorted(first.values())]


def test_every_kind_of_page_marks_its_controls_where_the_reader_sets_the_colors(
    home: str, browser: Browser
) -> None:
    context = browser.new_context(
        viewport=DESKTOP, forced_colors="active", reduced_motion="reduce", locale="en-US"
    )
    page = context.new_page()
    wrong = []
    for address in kinds():
        page.goto(home + address)
        # Where backgrounds go, only a border or an outline tells what can be pressed or typed in.
        bare = page.evaluate(
            """[...document.querySelectorAll('article :is(button, select, textarea, input:not([type=hidden]))')]
              .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.offsetWidth > 4)
              .filter((one) => {
                const style = getComputedStyle(one)
                const isEdged = [style.borderTopWidth, style.borderBottomWidth, style.outlineWidth].some((w) => parseFloat(w) > 0)
                return !isEdged && style.appearance === 'none' && !one.textContent.trim() && !one.querySelector('svg, img')
              }).map((one) => one.outerHTML.slice(0, 100))"""
        )
        wrong += [f"/{address}: nothing marks {one}" for one in bare]
    context.close()
    assert "\n".join(wrong) == ""


def test_every_kind_of_page_prints_its_words_and_no_menu(home: str, browser: Browser) -> None:
    context = browser.new_context(viewport=DESKTOP, locale="en-US")
    page = context.new_page()
    wrong = []
    for address in kinds():
        page.goto(home + address, wait_until="networkidle")
        title = page.locator("h1").first.inner_text().strip("\u00b6# ")
        sheets = sheets_of(page.pdf(format="A4"))
        said = "".join(sheets)
        # What a tool prints has a head of its own.
        is_tool = page.locator(".learn-tool").count() > 0
        if letters(title)[:40] not in letters(said) and not (is_tool and letters(said)):
            wrong.append(f"/{address} prints without its title")
        # A page may speak of a menu; only the menu itself must stay away.
        spoken = letters(page.locator("article").inner_text())
        for menu in ("Skip to content", "Back to top", "Table of contents"):
            if letters(menu) in letters(said) and letters(menu) not in spoken:
                wrong.append(f"/{address} prints the menu: {menu}")
        if not letters(sheets[-1]):
            wrong.append(f"/{address} ends with an empty sheet")
    context.close()
    assert "\n".join(wrong) == ""


def sheets_of(pdf: bytes) -> list[str]:
    """The words of each sheet, by Poppler."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, check=True, capture_output=True)
    # Each sheet ends with a form feed.
    return done.stdout.decode().split("\f")[:-1]


def letters(text: str) -> str:
    """Letters alone, since paper breaks lines and joins them with hyphens."""
    return re.sub(r"\W+", "", text).casefold()
