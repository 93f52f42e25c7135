"""`make pictures`: the README's pictures, taken from the course as it is built, never drawn."""

from __future__ import annotations

import functools
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import FLAGS, Handler, QuietServer, chromium_path
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


PICTURES = (
    ("home", "", "light", home),
    ("quiz", "chapters/04-flexibility/", "light", quiz),
    ("phone", "chapters/05-data-value/", "dark", chapter_on_a_phone),
    ("worksheet", "worksheets/three-squeezes/", "light", worksheet),
)


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        site = build(Path(folder), "mkdocs")
        server = QuietServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = play.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for name, address, scheme, prepare in PICTURES:
            context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", locale="en-US")
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/{address}")
            prepare(page)
            quiet(page)
            page.screenshot(path=FOLDER / f"{name}.png")
            context.close()
        browser.close()
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
