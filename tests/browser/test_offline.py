"""Reading without a network: the installed site, a newer version of it, and the zip opened from disk."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LEARN, Handler, served
from tests.browser.tools import answer_and_search, axe
from tests.sites import bread, course, edited

pytestmark = [pytest.mark.browser, pytest.mark.build]

PAGES = ("", "chapters/01-flour/", "chapters/02-oven/", "worksheets/dough-calculator/", "plain/", "glossary/")


class Site:
    """A built site at an address of its own, whose server can be stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        asked = self.asked

        class Counting(Handler):
            def do_GET(self) -> None:
                asked.append(self.path)
                super().do_GET()

        server = ExitStack()
        self.address = server.enter_context(served(folder, Counting))
        self.stop = server.close


@pytest.fixture
def started() -> Iterator[Callable[[Path], Site]]:
    sites: list[Site] = []

    def start(folder: Path) -> Site:
        sites.append(Site(folder))
        return sites[-1]

    yield start
    for site in sites:
        site.stop()


def build(root: Path, *arguments: str) -> None:
    done = course(root, "build", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def install(page: Page, site: Site, path: str = "") -> None:
    """A first visit that keeps the site, as it happens by itself at a public address."""
    page.goto(f"{site.address}{path}?offline=yes")
    page.wait_for_function("() => navigator.serviceWorker.ready.then(r => r.active.state === 'activated')")


def test_after_the_first_visit_every_page_reads_without_a_network(
    page: Page, bread_site: Path, started: Callable[[Path], Site], complaints: list[str]
) -> None:
    site = started(bread_site)
    install(page, site)
    site.stop()
    for path in PAGES:
        page.goto(site.address + path)
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily").startswith("Besley")
    page.goto(site.address + "chapters/01-flour/")
    answer_and_search(page)
    assert complaints == []


def test_without_a_network_an_unknown_address_shows_the_lost_page(
    page: Page, bread_site: Path, started: Callable[[Path], Site], complaints: list[str]
) -> None:
    site = started(bread_site)
    install(page, site)
    site.stop()
    answer = page.goto(site.address + "nowhere/at-all/")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text("This road ends here")
    complaints[:] = [c for c in complaints if "404" not in c]
    # A folder without its slash, and a page by the name of its file, are pages all the same.
    for path in ("plain", "plain/index.html", "plain/?q=x"):
        page.goto(site.address + path)
        expect(page.locator("h1")).to_contain_text("A plain page")


def test_nothing_is_kept_before_the_page_has_loaded(
    page: Page, bread_site: Path, started: Callable[[Path], Site]
) -> None:
    site = started(bread_site)
    install(page, site, "chapters/01-flour/")
    first = [n for n, path in enumerate(site.asked) if path.startswith("/sw.js")]
    own = [path for path in site.asked[: first[0]] if path != "/sw.js"]
    assert "/glossary/" not in own
    assert "/glossary/" in site.asked[first[0] :]


def test_on_a_developers_machine_nothing_is_kept_unasked(
    page: Page, bread_site: Path, started: Callable[[Path], Site]
) -> None:
    site = started(bread_site)
    page.goto(site.address, wait_until="networkidle")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert "/sw.js" not in site.asked
    install(page, site)
    page.goto(site.address + "?offline=no", wait_until="networkidle")
    page.wait_for_function("() => navigator.serviceWorker.getRegistrations().then(all => all.length === 0)")


# Moves a line of the page and of a script at once, so that a mix of two versions would show.
STAMP = "\nglobalThis.courseStamp = '{}'\n"
WORDS = "Nothing of the engine stands here, not even a {brace}."


def stamped(root: Path, stamp: str) -> None:
    entry = root / "overrides/assets/learn/learn.mjs"
    source = (LEARN / "learn.mjs").read_text("utf-8")
    entry.write_text(source + STAMP.format(stamp), "utf-8")
    page = root / "docs/chapters/02-oven.md"
    text = edited("docs/chapters/02-oven.md", ("The oven finishes", f"Version {stamp}. The oven finishes"))
    page.write_text(text, "utf-8")
    build(root)


def shown(page: Page) -> tuple[str, str]:
    """The version that the page is of, and the version of the script it runs."""
    page.wait_for_function("() => globalThis.courseStamp")
    found = re.search(r"Version (\w+)\.", page.locator("article").inner_text())
    assert found
    return found[1], page.evaluate("courseStamp")


def visited(page: Page, root: Path, started: Callable[[Path], Site]) -> Site:
    """A site of the first version, which the page's device keeps, with its second chapter open."""
    stamped(root, "one")
    site = started(root / "site")
    install(page, site)
    page.goto(site.address + "chapters/02-oven/")
    return site


def test_a_new_version_is_announced_and_comes_whole(
    page: Page, tmp_path: Path, started: Callable[[Path], Site]
) -> None:
    root = bread(tmp_path)
    site = visited(page, root, started)
    assert shown(page) == ("one", "one")
    notice = page.get_by_role("status").filter(has_text="new version")
    expect(notice).to_be_hidden()

    stamped(root, "two")
    site.asked.clear()
    page.reload()
    expect(page.get_by_text("A new version of this course is ready.")).to_be_visible(timeout=15_000)
    assert shown(page) == ("one", "one"), "the old version stays whole until the reader asks for the new one"
    assert axe(page) == []
    changed = {"/sw.js", "/chapters/02-oven/", "/assets/learn/learn.js", "/sitemap.xml"}
    assert set(site.asked) <= changed | {"/search/search_index.json", "/course.json"}, (
        "only what changed is fetched"
    )
    other = page.context.new_page()
    other.goto(site.address + "chapters/02-oven/")
    assert shown(other) == ("one", "one")

    with other.expect_navigation():
        page.get_by_role("button", name="Reload").click()
    for tab in (page, other):
        tab.wait_for_function("() => globalThis.courseStamp === 'two'")
        assert shown(tab) == ("two", "two")
        expect(tab.get_by_text("A new version of this course is ready.")).to_be_hidden()
    kept = page.evaluate("caches.keys()")
    assert len(kept) == 1, "the old version is gone"
    site.stop()
    page.reload()
    assert shown(page) == ("two", "two")


def test_a_half_published_version_is_not_taken(
    page: Page, tmp_path: Path, started: Callable[[Path], Site]
) -> None:
    root = bread(tmp_path)
    visited(page, root, started)
    script = root / "site/assets/learn/learn.js"
    old = script.read_bytes()
    stamped(root, "two")
    new = script.read_bytes()
    script.write_bytes(old)
    # The browser may have looked for a new version by itself meanwhile, and be trying it now, or be done with it.
    page.evaluate(
        """async () => {
          const known = await navigator.serviceWorker.ready
          await known.update()
          while (known.installing) await new Promise((again) => setTimeout(again, 50))
        }"""
    )
    assert page.evaluate("navigator.serviceWorker.ready.then(known => known.waiting)") is None
    page.reload()
    assert shown(page) == ("one", "one")
    expect(page.get_by_text("A new version of this course is ready.")).to_be_hidden()
    script.write_bytes(new)
    page.reload()
    expect(page.get_by_text("A new version of this course is ready.")).to_be_visible(timeout=15_000)


# From disk

TOOL = '# A tool\n\n<div class="learn" data-manifest="course.json"></div>\n'


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disk")
    root = bread(folder, {"docs/tool.md": TOOL})
    build(root, "--offline")
    assert not (root / "site").exists()
    with zipfile.ZipFile(root / "dist/bread.zip") as archive:
        archive.extractall(folder / "un packed")
    return folder / "un packed" / "bread"


def at(folder: Path, path: str) -> str:
    return (folder / path).as_uri()


def test_every_page_opens_from_disk_without_a_complaint(page: Page, unpacked: Path) -> None:
    pages = sorted(unpacked.rglob("*.html"))
    assert len(pages) == 12
    for path in pages:
        page.goto(path.as_uri(), wait_until="networkidle")
        expect(page.locator("h1")).to_be_visible()
        assert (
            page.locator("h1").evaluate("e => document.fonts.load('600 20px Besley').then(f => f.length)")
            == 1
        )


def test_links_between_pages_work_from_disk(page: Page, unpacked: Path) -> None:
    page.goto(at(unpacked, "index.html"))
    page.locator(".learn-map__link").first.click()
    page.wait_for_url("**/chapters/01-flour.html")
    page.get_by_role("link", name="Dough calculator").first.click()
    page.wait_for_url("**/worksheets/dough-calculator.html")
    page.locator(".md-logo").first.click()
    page.wait_for_url("**/index.html")


def test_search_finds_from_disk_and_its_results_open(page: Page, unpacked: Path) -> None:
    page.goto(at(unpacked, "plain.html"))
    page.locator(".md-search__input").click()
    page.keyboard.type("crust")
    result = page.locator(".md-search-result__link").first
    expect(result).to_be_visible()
    result.click()
    page.wait_for_url(re.compile(r"02-oven\.html"))


def test_quizzes_and_worksheets_work_from_disk(page: Page, unpacked: Path) -> None:
    page.goto(at(unpacked, "chapters/01-flour.html"))
    form = page.locator("learn-quiz form").first
    form.get_by_role("radio").nth(1).check()
    form.get_by_role("button", name="Check").click()
    expect(form.locator(".learn-quiz__verdict")).to_have_text("Right.")
    page.goto(at(unpacked, "worksheets/dough-calculator.html"))
    page.locator('[id="worksheet/dough-calculator/flour"]').fill("500")
    page.locator('[id="worksheet/dough-calculator/water"]').fill("350")
    expect(page.locator("learn-worksheet output").first).to_have_text("70%")


def test_tools_read_the_course_from_disk_as_from_a_server(
    page: Page, unpacked: Path, bread_site: Path, started: Callable[[Path], Site]
) -> None:
    page.goto(at(unpacked, "tool.html"))
    carried = page.evaluate("learnCourse")
    site = started(bread_site)
    page.goto(site.address)
    fetched = page.evaluate("fetch('course.json').then(answer => answer.json())")
    assert [c["title"] for c in carried["chapters"]] == [c["title"] for c in fetched["chapters"]]
    for value, root in ((carried, at(unpacked, "")), (fetched, site.address)):
        page.goto(f"{root.rstrip('/')}/{value['chapters'][1]['address']}")
        expect(page.locator("h1")).to_have_text("What the oven does")


def test_no_link_in_the_zip_leads_to_a_folder_or_a_root(unpacked: Path) -> None:
    wrong = []
    for path in sorted(unpacked.rglob("*.html")):
        for link in re.findall(r'\s(?:href|src)="([^"]*)"', path.read_text("utf-8")):
            if re.match(r"(https?:|data:|mailto:|#)", link):
                continue
            target = (path.parent / link.split("#")[0].split("?")[0]).resolve()
            if link.startswith("/") or not target.is_file():
                wrong.append(f"{path.name}: {link}")
    assert wrong == []
