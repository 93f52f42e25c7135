"""The built site under its policy in a browser: everything of it works, and nothing that is put in runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from macros.build import open_course
from tests.browser.conftest import Handler, served
from tests.browser.tools import answer_and_search, document, entry, payload
from tests.sites import ROOT, bread, course

pytestmark = [pytest.mark.browser, pytest.mark.build]

TOOLS = ("notes", "review", "plan", "session", "ratings", "team")
REFUSED = [
    "base-uri",
    "connect-src",
    "frame-src",
    "object-src",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src-attr",
]
FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Frame</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
</head><body><script>document.body.append("frame runs")</script></body></html>"""
# A theme may hold a part that needs more; authors cannot write one (page/inline-code).
PART = """{% block content %}{% if page and page.url == "frames/" %}
<div data-policy="frame-src 'self'"><iframe src="{{ 'frame.html' | url }}" title="A frame" sandbox="allow-scripts"></iframe></div>{% endif %}"""


class Guarded(Handler):
    """Sends the headers that the site's own `_headers` asks for, as Netlify and Cloudflare Pages do."""

    def end_headers(self) -> None:
        for line in (Path(self.directory) / "_headers").read_text("utf-8").splitlines()[1:]:
            name, _, value = line.strip().partition(": ")
            self.send_header(name, value)
        super().end_headers()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small course with every tool, its address known (so that pages change instantly) and a page that shows a frame."""
    folder = tmp_path_factory.mktemp("policy")
    tools = {f"docs/tools/{name}.md": f"# {name.title()}\n\n{{{{ {name}_tool() }}}}\n" for name in TOOLS}
    frames = "# Frames\n\nSee [the start](index.md), or [all words](glossary.md).\n"
    table = "# Table\n\n| What | How much |\n|---|--:|\n| Rye | 12 |\n\n[Frames](frames.md)\n"
    root = bread(
        folder, {**tools, "docs/frames.md": frames, "docs/table.md": table, "docs/frame.html": FRAME}
    )
    theme = root / "overrides/main.html"
    theme.write_text(theme.read_text("utf-8").replace("{% block content %}", PART), "utf-8")
    with served(root / "site", Guarded) as address:
        settings = root / "mkdocs.yml"
        settings.write_text(f"{settings.read_text('utf-8')}\nsite_url: {address}\n", "utf-8")
        done = course(root, "build")
        assert done.returncode == 0, done.stdout + done.stderr
        yield address


def test_what_is_put_into_a_page_does_not_run_and_is_not_styled(
    page: Page, home: str, complaints: list[str]
) -> None:
    page.goto(home + "plain/")
    refused = page.evaluate(
        """async (wanted) => {
          const refused = new Set()
          const all = new Promise((done) => addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
            if (refused.add(effectiveDirective).size === wanted) done()
          }))
          const script = Object.assign(document.createElement('script'), { textContent: 'globalThis.hit = 1' })
          const strange = Object.assign(document.createElement('script'), { src: 'https://example.org/x.js' })
          const link = Object.assign(document.createElement('a'), { href: 'javascript:globalThis.hit = 2' })
          const box = document.createElement('div')
          box.innerHTML = '<img src="data:," onerror="globalThis.hit = 3"><p id="red" style="color: red">x</p>'
            + '<iframe src="about:srcdoc" srcdoc="<script>parent.hit = 4</scr' + 'ipt>"></iframe>'
            + '<iframe src="https://example.org/"></iframe><object data="plain/"></object><base href="https://example.org/">'
          document.body.append(script, strange, link, box)
          link.click()
          setTimeout('globalThis.hit = 5')
          fetch('https://example.org/').catch(() => {})
          await all
          return [...refused].sort()
        }""",
        len(REFUSED),
    )
    assert refused == REFUSED
    expect(page.locator("#red")).not_to_have_css("color", "rgb(255, 0, 0)")
    assert page.evaluate("() => globalThis.hit") is None
    complaints.clear()


def test_every_page_and_what_people_do_on_it_lives_under_the_policy(page: Page, home: str) -> None:
    """The `page` fixture fails on a single refusal; the headers of `_headers` hold here as well as the tags."""
    listed = page.request.get(f"{home}sitemap.xml").text()
    addresses = [part.split("<")[0] for part in listed.split("<loc>")[1:]]
    assert len(addresses) > len(TOOLS) + 10
    for address in [*addresses, f"{home}404.html"]:
        page.goto(address)
        expect(page.locator("meta[data-course-policy]")).to_have_count(1)
        page.pdf()

    page.goto(home + "chapters/01-flour/")
    answer_and_search(page)

    page.goto(home + "worksheets/dough-calculator/")
    page.locator("learn-worksheet input[type=number]").first.fill("12")

    page.goto(home + "404.html")
    page.locator(".lost-search input").fill("oven")
    page.locator(".lost-search button").click()
    expect(page.locator(".md-search-result__link").first).to_be_visible()

    page.goto(home + "table/")
    expect(page.get_by_role("cell", name="12")).to_have_css("text-align", "-webkit-right")


def test_tools_read_write_and_open_windows_under_the_policy(page: Page, home: str) -> None:
    work = document({"flour/ask-yourself/last-loaf": entry("<b>Flat</b>"), "settings/name": entry("Jo")})
    page.goto(home + "tools/team/")
    page.set_input_files("input[type=file]", payload("jo.json", work))
    expect(page.get_by_role("rowheader", name="Jo")).to_be_visible()

    page.goto(home + "tools/notes/")
    page.set_input_files("input[type=file]", payload("jo.json", work))
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator('textarea[data-id="flour/ask-yourself/last-loaf"]')).to_have_value("<b>Flat</b>")
    with page.expect_download():
        page.get_by_role("button", name="Save a copy").first.click()

    page.goto(home + "tools/session/")
    page.locator("[data-do=choose]").first.click()
    page.get_by_role("button", name="Begin the session").click()
    with page.expect_popup() as popup:
        page.get_by_role("button", name="second window").click()
    expect(popup.value.locator("body")).not_to_be_empty()


def test_a_page_that_needs_more_gets_it_from_whichever_page_one_comes(page: Page, home: str) -> None:
    with page.expect_response("**/sitemap.xml"):
        page.goto(home + "table/")
    frame = page.frame_locator("iframe")
    # Away from the page and back, by links and by the browser's own keys.
    page.get_by_role("link", name="Frames", exact=True).last.click()
    expect(frame.get_by_text("frame runs")).to_be_visible()
    page.get_by_role("link", name="all words").click()
    expect(page).to_have_url(f"{home}glossary/")
    expect(page.locator("article h1")).to_be_visible()
    page.go_back()
    expect(frame.get_by_text("frame runs")).to_be_visible()
    page.go_forward()
    expect(page).to_have_url(f"{home}glossary/")
    expect(page.locator("iframe")).to_have_count(0)
    assert (
        page.evaluate("() => document.querySelector('[data-course-policy]').content").count(
            "frame-src 'none'"
        )
        == 1
    )


def test_other_pages_still_change_inside_one_document(page: Page, home: str) -> None:
    with page.expect_response("**/sitemap.xml"):
        page.goto(home + "plain/")
    page.evaluate("() => { globalThis.same = true }")
    page.locator(".md-nav--primary a", has_text="Glossary").click()
    expect(page).to_have_url(f"{home}glossary/")
    expect(page.locator("article h1")).to_contain_text("Glossary")
    assert page.evaluate("() => globalThis.same") is True
    expect(page.locator("meta[data-course-policy]")).to_have_count(1)


@pytest.mark.xdist_group("course")
def test_the_other_hosts_pages_live_under_the_policy_too(
    page: Page, zensical_site: Path, serve: Callable[[Path], str]
) -> None:
    home = serve(zensical_site)
    pages = sorted(zensical_site.rglob("*.html"))
    for path in (*pages[:: len(pages) // 12], zensical_site / "404.html"):
        page.goto(home + path.relative_to(zensical_site).as_posix().removesuffix("index.html"))
        expect(page.locator("meta[data-course-policy]")).to_have_count(1)
    page.goto(home)
    page.keyboard.press("/")
    word = max(re.findall(r"\w+", open_course(ROOT).course.chapters[0].title), key=len)
    page.keyboard.type(word)
    # Its search is dressed by a style sheet that it writes itself.
    expect(page.get_by_role("link", name=word).first).to_be_visible()
