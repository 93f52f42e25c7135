"""The theme on a small site of plain pages: weight, search on demand, keyboard, contrast, paper, and the other host."""

from __future__ import annotations

import gzip
import itertools
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, Response, expect

from macros.build import joined_assets
from macros.render import chapter as parts
from macros.render.here import Here
from tests.browser.conftest import ROOT, watched
from tests.browser.tools import axe
from tests.sites import settings_in
from tests.unit.render.test_chapter import thirteen

pytestmark = [pytest.mark.browser, pytest.mark.build]

PROSE = (
    "A service firm that looks after servers has a calendar full of other people's problems and very little time "
    "for its own. The owner knows this, the team knows it, and the customers begin to feel it too. "
)
PLAIN = f"""---
title: A plain page
---

# A plain page

{PROSE * 3}

## Boxes {{#boxes}}

!!! story "Larkspur Print (fictional)"
    {PROSE}

!!! key "One idea"
    {PROSE}

!!! honest "What the evidence says"
    {PROSE}

??? note "Folded"
    {PROSE}

## A table and a list {{#table}}

| What | How much | When |
|---|---|---|
| `one` | 12 | in spring |
| two | 7 | later |

1. first, with a [link](other.md)
2. second[^1]

> A quotation that is worth its place.

[^1]: A footnote with an [outside address](https://example.org/page).
"""
OTHER = f"# Another page\n\nThe word zanzibar stands only here.\n\n{PROSE}\n"


def write_site(folder: Path, address: str) -> None:
    """A site of plain pages with the real theme; only the home page, which shows the map, loads the engine's styles."""
    config = settings_in((ROOT / "mkdocs.yml").read_text("utf-8"))
    config["plugins"] = ["search"]
    config["site_url"] = address  # instant navigation goes by the sitemap, which is empty without it
    config["markdown_extensions"] = [
        "admonition", "attr_list", "footnotes", "md_in_html", "tables", "pymdownx.details", {"toc": {"permalink": True}},
    ]  # fmt: skip
    config["nav"] = [{"Start": ["index.md"]}, {"Pages": [{"First": ["plain.md"]}, {"Second": ["other.md"]}]}]
    for key in ("not_in_nav", "strict", "watch", "exclude_docs", "extra_javascript"):
        config.pop(key, None)
    shutil.copytree(ROOT / "overrides", folder / "overrides", ignore=shutil.ignore_patterns("learn"))
    docs = folder / "docs"
    docs.mkdir()
    assets = folder / "overrides" / "assets" / "learn"
    assets.mkdir()
    for name, text in joined_assets(ROOT).items():
        (assets / name).write_text(text, "utf-8")
    home = (ROOT / "docs" / "index.md").read_text("utf-8")
    home = re.sub(r"\]\((?!#)[^)]*\)", "](plain.md)", home)
    home = home.replace("{{ course_map() }}", parts.course_map(thirteen(), Here("index.md", "")))
    (docs / "index.md").write_text(re.sub(r"\{\{.*?\}\}", "", home), "utf-8")
    (docs / "plain.md").write_text(PLAIN, "utf-8")
    (docs / "other.md").write_text(OTHER, "utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Path:
    folder = tmp_path_factory.mktemp("theme")
    (folder / "site").mkdir()
    write_site(folder, serve(folder / "site"))
    run(folder, "mkdocs", "build", "-d", "site")
    return folder


def run(folder: Path, module: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=folder, capture_output=True, text=True, timeout=110
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(folder: Path, serve: Callable[[Path], str]) -> str:
    return serve(folder / "site")


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[390, 1440])
def wide(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def sized(browser: Browser, complaints: list[str], wide: int, scheme: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": wide, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    yield watched(context, complaints)
    context.close()
    assert complaints == []


def visit(page: Page, address: str) -> list[Response]:
    """Everything a browser asks for until the page is quiet."""
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(address, wait_until="networkidle")
    return responses


def still(page: Page) -> None:
    """Once nothing in the page moves or fades any more."""
    page.evaluate("() => Promise.all(document.getAnimations().map((one) => one.finished))")


def test_a_first_visit_is_light(page: Page, site: str) -> None:
    responses = visit(page, site + "plain/")
    weights = {r.url: len(gzip.compress(r.body(), 6)) for r in responses}
    assert len(weights) <= 9, "the engine's styles and script bring two more to a chapter"
    assert sum(weights.values()) <= 125_000, weights
    assert not [url for url in weights if "search_index" in url]


def test_the_display_face_is_small_and_really_used(page: Page, site: str) -> None:
    fonts = [r for r in visit(page, site + "plain/") if r.url.endswith(".woff2")]
    assert [len(r.body()) <= 30_000 for r in fonts] == [True]
    assert page.evaluate("document.fonts.check('600 20px Besley')")
    assert page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily").startswith("Besley")
    assert (ROOT / "overrides/assets/fonts/besley-OFL.txt").read_text("utf-8").count("SIL OPEN FONT LICENSE")


def test_search_fetches_its_index_when_the_field_is_used_and_finds(page: Page, site: str) -> None:
    visit(page, site + "plain/")
    with page.expect_response(re.compile("search_index.json")):
        page.locator(".md-search__input").focus()
    page.keyboard.type("zanzibar")
    result = page.locator(".md-search-result__link").first
    expect(result).to_be_visible()
    expect(result).to_have_attribute("href", re.compile("other/"))


def test_search_works_on_a_phone(phone: Page, site: str) -> None:
    visit(phone, site + "plain/")
    phone.locator(".md-header__button[for=__search]").tap()
    phone.keyboard.type("zanzibar")
    expect(phone.locator(".md-search-result__link").first).to_be_visible()


def test_search_opens_by_its_key_alone(page: Page, site: str) -> None:
    visit(page, site + "plain/")
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.type("zanzibar")
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_an_address_with_a_question_searches_at_once(page: Page, site: str) -> None:
    page.goto(site + "?q=zanzibar")
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_the_index_is_fetched_once_however_often_one_searches(page: Page, site: str) -> None:
    seen: list[str] = []
    page.on("request", lambda r: seen.append(r.url))
    visit(page, site + "plain/")
    for word in ("zanzibar", "service"):
        page.locator(".md-search__input").fill(word)
        page.keyboard.press("Escape")
    page.wait_for_load_state("networkidle")
    assert sum("search_index" in url for url in seen) == 1


def test_search_still_works_after_instant_navigation(page: Page, site: str) -> None:
    visit(page, site + "plain/")
    page.evaluate("globalThis.kept = true")
    page.locator("article a", has_text="link").first.click()
    expect(page.locator("h1")).to_contain_text("Another page")
    assert page.evaluate("globalThis.kept"), "the page was not loaded anew"
    # The theme shuts the search a moment after each navigation.
    page.wait_for_timeout(300)
    page.locator(".md-search__input").click()
    page.keyboard.type("zanzibar")
    expect(page.locator(".md-search-result__link").first).to_be_visible()


@pytest.mark.parametrize("path", ["", "plain/", "404.html"])
def test_axe_finds_nothing(sized: Page, site: str, path: str) -> None:
    visit(sized, site + path)
    assert axe(sized) == []


def test_axe_finds_nothing_in_open_search_and_open_drawer(sized: Page, site: str, wide: int) -> None:
    visit(sized, site + "plain/")
    if wide < 1000:
        sized.locator(".md-header__button[for=__drawer]").click()
        still(sized)
        assert axe(sized) == []
        sized.keyboard.press("Escape")
    sized.keyboard.press("/")
    expect(sized.locator(".md-search__input")).to_be_focused()
    sized.keyboard.type("service")
    expect(sized.locator(".md-search-result__link").first).to_be_visible()
    still(sized)
    assert axe(sized) == []


def test_lines_are_comfortable_to_read(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    visit(page, site + "plain/")
    # The longest line holds about this many letters of this face.
    letters = page.locator("article > p").first.evaluate(
        """p => {
          const probe = document.createElement('span')
          probe.textContent = p.textContent.slice(0, 60)
          p.append(probe)
          const width = probe.getBoundingClientRect().width
          probe.remove()
          return p.clientWidth / (width / 60)
        }"""
    )
    assert 62 <= letters <= 78


@pytest.mark.parametrize("path", ["", "plain/", "404.html"])
def test_nothing_scrolls_sideways_at_320(page: Page, site: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    visit(page, site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["", "plain/"])
def test_whoever_has_the_keyboard_sees_it(page: Page, site: str, path: str) -> None:
    visit(page, site + path)
    faint = []
    for _ in range(25):
        page.keyboard.press("Tab")
        mark = page.evaluate(
            """() => {
              const e = document.activeElement, s = getComputedStyle(e)
              return [e.className || e.tagName, s.outlineStyle, parseFloat(s.outlineWidth)]
            }"""
        )
        if (
            "md-search__input" not in mark[0]
            and "md-option" not in mark[0]
            and (mark[1] == "none" or mark[2] < 2)
        ):
            faint.append(mark)
    assert [m for m in faint if m[0] != "BODY"] == []


def test_the_drawer_opens_and_closes_by_keyboard_and_holds_nothing_while_shut(phone: Page, site: str) -> None:
    visit(phone, site + "plain/")
    inside = phone.locator(".md-sidebar--primary a", has_text="Another page").or_(
        phone.locator(".md-sidebar--primary label.md-nav__link")
    )
    expect(inside.first).to_be_hidden()
    menu = phone.get_by_role("button", name="Navigation")
    menu.focus()
    phone.keyboard.press("Space")
    expect(phone.locator("#__drawer")).to_be_checked()
    expect(phone.locator(".md-sidebar--primary")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.locator("#__drawer")).not_to_be_checked()
    expect(menu).to_be_focused()


def test_the_lost_page_searches_from_the_home_page(page: Page, site: str) -> None:
    page.goto(site + "404.html")
    page.locator(".lost-search input").fill("zanzibar")
    page.locator(".lost-search button").click()
    page.wait_for_url(re.compile(r"/(\?q=zanzibar)?$"))
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_without_scripts_the_drawer_still_opens(bare_page: Page, site: str) -> None:
    bare_page.set_viewport_size({"width": 390, "height": 800})
    bare_page.goto(site + "plain/")
    bare_page.locator(".md-header__button[for=__drawer]").click()
    expect(bare_page.locator(".md-sidebar--primary")).to_be_visible()


def test_paper_shows_the_text_alone_dark_on_white_and_where_links_lead(sized: Page, site: str) -> None:
    visit(sized, site + "plain/")
    sized.emulate_media(media="print")
    for part in (".md-header", ".md-tabs", ".md-sidebar--primary", ".md-sidebar--secondary", ".md-footer"):
        expect(sized.locator(part)).to_be_hidden()
    assert sized.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert sized.locator("article > p").first.evaluate("e => getComputedStyle(e).color") == "rgb(17, 17, 17)"
    sized.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = sized.locator("a[data-address]").evaluate_all("links => links.map(a => a.dataset.address)")
    assert printed == ["https://example.org/page"]


def test_every_station_of_the_map_is_a_comfortable_target(phone: Page, site: str) -> None:
    visit(phone, site)
    heights = phone.locator(".learn-map__link").evaluate_all(
        "a => a.map(x => x.getBoundingClientRect().height)"
    )
    assert len(heights) == 13
    assert min(heights) >= 44


def test_stations_do_not_touch_each_other_on_the_wide_board(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    visit(page, site)
    boxes = [stop.bounding_box() for stop in page.locator(".learn-map__words").all()]
    overlaps = [
        (a, b)
        for a, b in itertools.combinations([b for b in boxes if b], 2)
        if a["x"] < b["x"] + b["width"]
        and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"]
        and b["y"] < a["y"] + a["height"]
    ]
    assert overlaps == []


def test_the_other_host_builds_the_same_pages_and_keeps_its_own_search(
    folder: Path, serve: Callable[[Path], str], page: Page, tmp_path: Path
) -> None:
    copy = tmp_path / "zensical"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("site"))
    run(copy, "zensical", "build")
    address = serve(copy / "site")
    visit(page, address + "plain/")
    assert page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily").startswith("Besley")
    assert page.locator(".md-logo svg").count() > 0
    expect(page.locator(".admonition.honest")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("zanzibar")
    expect(page.get_by_text("Another page").first).to_be_visible()
    visit(page, address)
    assert page.locator(".learn-map__stop").count() == 13
    visit(page, address + "404.html")
    expect(page.locator(".lost-search")).to_be_visible()
