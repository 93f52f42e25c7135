"""`make pictures`: the README's pictures, taken from the course as it is built, never drawn."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import FLAGS, chromium_path, served
from tests.conftest import build
from tests.sites import ROOT

FOLDER = ROOT / ".github" / "pictures"


def quiet(page: Page) -> None:
    page.add_style_tag(
        content="*, *::before, *::after { animation: none !important; transition: none !important }"
    )
    page.wait_for_timeout(300)


def home(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})


def quiz(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 860})
    form = page.locator("learn-quiz form").first
    form.locator("input").first.check()
    form.get_by_role("button", name="Check").click()
    form.evaluate("form => scrollTo(0, form.getBoundingClientRect().top + scrollY - 130)")


def chapter_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})


def worksheet(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 860})
    page.get_by_role("button", name="Fill with the example").click()
    page.locator("learn-worksheet").evaluate(
        "sheet => scrollTo(0, sheet.getBoundingClientRect().top + scrollY - 110)"
    )


# Two steps of each chapter, with the owners of the course's own fictional firm.
CHOOSE = """async () => {
  const course = await (await fetch('../../course.json')).json()
  const steps = course.chapters.slice(0, 6).flatMap(({ items }) => items.filter(({ kind }) => kind === 'action-plan').slice(0, 2))
  const owners = ['Rosa Delgado', 'Tomas Lind', 'Priya Nair']
  const entries = Object.fromEntries(steps.map(({ id, rev }, at) => {
    const [start, due] = [0, 12].map((days) => new Date(Date.UTC(2026, 10, 24 + at * 7 + days)).toISOString().slice(0, 10))
    const more = { ...(at === 0 && { status: 'done' }), ...(at === 1 && { status: 'doing', priority: 'high' }), ...(at % 5 === 4 && { milestone: true }) }
    return [id, { rev, value: { chosen: true, owner: owners[at % 3], start, due, ...more }, at: '2026-11-23T10:00:00.000Z' }]
  }))
  localStorage.setItem(`learn-saved:${course.id}`, JSON.stringify({ format: 'learn-saved', version: 1, course: course.id, entries }))
}"""


def plan(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.clock.set_fixed_time("2026-12-01T12:00:00")
    page.evaluate(CHOOSE)
    page.reload()
    page.wait_for_selector("learn-plan[data-ready]")
    page.get_by_role("heading", name="What you will do").evaluate(
        "head => scrollTo(0, head.getBoundingClientRect().top + scrollY - 90)"
    )


def desk(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.get_by_label("Team or client").fill("Fairmount (a fictional client)")
    page.get_by_label("How many people").fill("12")
    page.wait_for_selector("[data-part=sum][data-measured]")
    page.locator("learn-print").evaluate(
        "desk => scrollTo(0, desk.getBoundingClientRect().top + scrollY - 90)"
    )


def playground(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1000})
    text = (ROOT / "quizzes/04-flexibility.md").read_text("utf-8").replace("[x]", "[ ]", 1)
    page.get_by_label("Name of the file").fill("04-flexibility")
    page.get_by_label("Your quiz").fill(text)
    page.get_by_role("button", name="Start the check and the preview").click()
    page.wait_for_selector("learn-playground[data-checked]", timeout=120_000)
    page.get_by_role("heading", name="Write", exact=True).evaluate(
        "head => scrollTo(0, head.getBoundingClientRect().top + scrollY - 90)"
    )


PICTURES = (
    ("home", "", "light", home),
    ("quiz", "chapters/04-flexibility/", "light", quiz),
    ("phone", "chapters/05-data-value/", "dark", chapter_on_a_phone),
    ("worksheet", "worksheets/three-squeezes/", "light", worksheet),
    ("plan", "tools/plan/", "light", plan),
    ("desk", "tools/print-desk/?chapter=flexibility", "light", desk),
    ("playground", "contribute/playground/", "light", playground),
)


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as play,
        served(build(Path(folder), "mkdocs")) as site,
    ):
        browser = play.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for name, address, scheme, prepare in PICTURES:
            # The page's policy would refuse the style that holds it still.
            context = browser.new_context(
                bypass_csp=True, color_scheme=scheme, reduced_motion="reduce", locale="en-US"
            )
            page = context.new_page()
            page.goto(site + address)
            prepare(page)
            quiet(page)
            page.screenshot(path=FOLDER / f"{name}.png")
            context.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
