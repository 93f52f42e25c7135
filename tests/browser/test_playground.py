"""The quiz playground with the real check in a real browser, under a policy that allows no script but our own files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from macros.build import joined_assets, open_course, playground_files
from macros.content.files import read_tree
from macros.export import policy
from macros.export.offline import PLAYGROUND
from macros.render.here import Here
from macros.render.playground import quiz_playground
from tests.browser.conftest import Handler, learn_assets, served, watched
from tests.browser.tools import REFUSED, axe
from tests.playground import by_the_check, course_with_playground, need_runtime, texts
from tests.sites import BREAD, ROOT

# Pyodide takes seconds to begin: one worker runs these tests, on one page.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("playground")]

EDIT = "https://github.com/bakers/bread/edit/main/docs/contribute/playground.md"
KEY = "learn-playground:bread"
READY = 100_000
GOOD = "## Why?\n\n---\nid: why\nsee: 01-flour#protein\n---\n\n1. [x] yes\n    > So it is.\n1. [ ] no\n    > It is not.\n"


class StrictHandler(Handler):
    """Sends with every file the headers that the site tells servers to send."""

    headers_of_all: ClassVar[dict[str, str]] = {}

    def end_headers(self) -> None:
        for name, value in self.headers_of_all.items():
            self.send_header(name, value)
        super().end_headers()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course_with_playground(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def address(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the page and all that it loads; `?` and `?dark` are the same page in both schemes."""
    need_runtime()
    site = tmp_path_factory.mktemp("site")
    theme = {f"{PLAYGROUND}{p}": b for p, b in read_tree(ROOT / "overrides" / PLAYGROUND).items()}
    made = joined_assets(ROOT)
    own = learn_assets() | {name: made[name] for name in ("tools.css", "playground.css", "playground.js")}
    for path, body in {**theme, **playground_files(root), **{p: t.encode() for p, t in own.items()}}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(body)
    html = quiz_playground(open_course(root).course, Here("contribute/playground.md", "playground.html"))
    styles = "".join(
        f'<link rel="stylesheet" href="{n}.css">' for n in ("learn", "late", "tools", "playground")
    )
    pages = {
        f"{name}.html": (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Playground</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">{styles}'
            f'</head><body data-md-color-scheme="{scheme}"><main class="md-typeset"><a rel="edit" href="{EDIT}">Edit</a>'
            f'<h1>Playground</h1>{html}</main><script defer src="learn.js"></script>'
            f'<script defer src="playground.js"></script></body></html>'
        ).encode()
        for name, scheme in (("light", "default"), ("dark", "slate"))
    }
    guarded = policy.guarded(pages)
    for name, body in guarded.pages.items():
        (site / name).write_bytes(body)
    StrictHandler.headers_of_all = policy.header_values(guarded.server)
    assert "'wasm-unsafe-eval'" in StrictHandler.headers_of_all["Content-Security-Policy"]
    assert "unsafe-inline" not in StrictHandler.headers_of_all["Content-Security-Policy"]
    with served(site, StrictHandler) as address:
        yield address


@pytest.fixture(scope="module")
def begun(browser: Browser, address: str) -> Iterator[Page]:
    """The page with the check at work, the same for all tests of this module."""
    complaints: list[str] = []
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="en-US"
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address.rstrip("/"))
    page = watched(context, complaints)
    page.goto(f"{address}light.html")
    page.get_by_role("button", name="Start the check and the preview").click()
    page.wait_for_selector("learn-playground[data-checked]", timeout=READY)
    yield page
    context.close()
    assert complaints == []


def write(page: Page, text: str) -> None:
    """Write the text and wait for the check's word on it."""
    page.get_by_label("Your quiz").fill(text)
    page.wait_for_selector("learn-playground[data-checked]", timeout=30_000)


@pytest.fixture
def desk(begun: Page) -> Page:
    """The page with a sound quiz in it, as a new file."""
    begun.set_viewport_size({"width": 1280, "height": 900})
    begun.get_by_label("Name of the file").fill("my-quiz")
    begun.get_by_label("as our page shows it").check()
    write(begun, "")
    write(begun, GOOD)
    return begun


@pytest.fixture
def fresh(page: Page, address: str) -> Page:
    """The page of somebody who has not been here before; the check has not begun."""
    page.goto(f"{address}light.html")
    page.wait_for_selector("learn-playground[data-ready]")
    return page


ASK = """
([address, texts]) => new Promise((done, fail) => {
  const worker = new Worker(address, { type: 'module' })
  const answers = {}
  worker.onerror = (event) => fail(event.message)
  worker.onmessage = ({ data }) => {
    if (data.failed) return fail(new Error(data.failed))
    if (data.number) answers[data.number - 1] = data.answer
    if (Object.keys(answers).length < texts.length) return
    worker.terminate()
    done(answers)
  }
  for (const [at, [id, text]] of texts.entries()) worker.postMessage({ id, text, number: at + 1 })
})
"""


def test_the_browser_says_of_every_quiz_what_the_check_says(page: Page, address: str, root: Path) -> None:
    page.goto(f"{address}light.html")
    page.set_default_timeout(READY)
    # Playwright cannot carry half a sign over; the unit tests can.
    given = {name: pair for name, pair in texts().items() if name != "half a sign"}
    listed = [[id, text] for text, id in given.values()]
    answers: dict[str, str] = page.evaluate(ASK, [f"{address}{PLAYGROUND}worker.mjs", listed])
    found = {name: json.loads(answers[str(at)])["problems"] for at, name in enumerate(given)}
    assert found == {name: by_the_check(root, *pair) for name, pair in given.items()}


def test_a_problem_is_told_with_line_repair_quote_and_rule_while_one_writes(desk: Page) -> None:
    write(desk, GOOD.replace("[x]", "[ ]").replace("01-flour#", "01-flower#"))
    items = desk.get_by_role("list").locator(".learn-playground__problem[data-level=error]")
    expect(items).to_have_count(2)
    first, second = items.all()
    expect(first).to_contain_text("This question has no right answer.")
    expect(first).to_contain_text("Mark one option with [x].")
    expect(first.locator("pre")).to_have_text("## Why?")
    expect(second).to_contain_text('Did you mean "01-flour"?')
    expect(desk.locator("[data-part=lines] li[data-level]").first).to_have_text("## Why?")
    expect(desk.locator("[data-part=summary]")).to_contain_text("2 problems.")


def test_the_number_of_a_line_with_a_problem_stays_on_its_line_however_long_the_quiz_is(desk: Page) -> None:
    write(desk, "\n" * 120 + GOOD.replace("[x]", "[ ]"))
    line = desk.locator("[data-part=lines] li[data-level]", has_text="## Why?")
    expect(line).to_have_count(1)
    tall, letters = line.evaluate(
        """line => [getComputedStyle(line, '::before').height, getComputedStyle(line).lineHeight].map(parseFloat)"""
    )
    assert tall <= letters * 1.1


def test_a_quote_marks_the_words_that_are_meant(desk: Page) -> None:
    write(desk, GOOD.replace("see:", "sea:"))
    mark = desk.locator(".learn-playground__problem mark")
    expect(mark).to_have_text("sea")


def test_a_problem_leads_to_its_line(desk: Page) -> None:
    write(desk, GOOD.replace("    > It is not.\n", ""))
    desk.get_by_role("button", name="Line 10").click()
    field = desk.get_by_label("Your quiz")
    expect(field).to_be_focused()
    chosen = field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert chosen == "1. [ ] no"
    # One ring, around lines and field.
    assert field.evaluate("field => getComputedStyle(field).outlineStyle") == "none"


def test_lines_break_behind_the_field_where_they_break_in_it(desk: Page) -> None:
    write(desk, GOOD + "\n" + "long words that go on and on " * 30 + "\n\nend")
    heights = desk.evaluate(
        "() => [document.querySelector('[data-part=lines]').offsetHeight, document.querySelector('[data-part=text]').scrollHeight]"
    )
    assert heights[0] == heights[1]


def test_the_preview_is_a_working_quiz_that_saves_nothing(desk: Page) -> None:
    quiz = desk.locator("[data-part=quiz] learn-quiz")
    quiz.get_by_label("no").check()
    quiz.get_by_role("button", name="Check").click()
    expect(quiz).to_contain_text("It is not.")
    expect(quiz).to_contain_text("So it is.")
    desk.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    assert desk.evaluate("() => Object.keys(localStorage)") == [KEY]


def test_what_changes_nothing_leaves_an_answer_where_it_is(desk: Page) -> None:
    desk.locator("[data-part=quiz] learn-quiz").get_by_label("no").check()
    write(desk, GOOD + "\n")
    expect(desk.locator("[data-part=quiz] learn-quiz").get_by_label("no")).to_be_checked()


def test_links_of_the_preview_lead_to_pages_of_the_course(desk: Page, address: str) -> None:
    desk.locator("[data-part=quiz] summary", has_text="Show the answer").evaluate(
        "fold => { fold.parentElement.open = true }"
    )
    links = desk.locator("[data-part=quiz] .learn-quiz__answer a").evaluate_all(
        "links => links.map((a) => a.href)"
    )
    assert links == [f"{address}chapters/01-flour/#protein"]


def test_markup_of_a_writer_stays_text(desk: Page) -> None:
    write(desk, "## <img src=x onerror=alert(1)>\n\n1. [x] [a](javascript:alert(1))\n1. [ ] <b>no</b>\n")
    expect(desk.locator("[data-part=quiz]")).to_contain_text("<b>no</b>")
    assert desk.locator("[data-part=quiz] :is(img, a[href^='javascript'], .learn-quiz__words b)").count() == 0


def test_templates_go_in_by_keyboard_and_come_out_by_undo(desk: Page) -> None:
    desk.get_by_role("button", name="Several right answers").focus()
    desk.keyboard.press("Enter")
    field = desk.get_by_label("Your quiz")
    expect(field).to_be_focused()
    expect(field).to_have_value(GOOD + "\n" + desk.evaluate(FILLED, "multiple"))
    chosen = field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert chosen == "To write: a question with more than one right answer?"
    desk.wait_for_selector("learn-playground[data-checked]")
    expect(desk.locator("[data-part=quiz] form")).to_have_count(2)
    desk.keyboard.press("Control+z")
    expect(field).to_have_value(GOOD)


FILLED = """(name) => JSON.parse(document.querySelector('learn-playground').dataset.templates)
  .find((one) => one.name === name).text.replace('{id}', 'question-1').replace('{see}', document.querySelector('learn-playground').dataset.see)"""


def test_a_hint_and_a_comment_go_below_the_cursor(desk: Page) -> None:
    field = desk.get_by_label("Your quiz")
    field.evaluate(
        "field => field.setSelectionRange(field.value.indexOf('1. [x]') - 1, field.value.indexOf('1. [x]') - 1)"
    )
    desk.get_by_role("button", name="Hint").click()
    desk.wait_for_selector("learn-playground[data-checked]")
    expect(desk.locator("[data-part=quiz] .learn-quiz__hint")).to_have_count(1)
    expect(desk.locator(".learn-playground__problem[data-level=error]")).to_have_count(0)


def test_the_end_of_the_check_is_announced_when_the_writing_pauses(desk: Page) -> None:
    said = desk.locator("[data-part=said]")
    write(desk, GOOD.replace("[x]", "[ ]"))
    expect(said).to_have_text("1 problem. 1 piece of advice.")
    assert said.get_attribute("role") == "status"


def test_stock_quizdown_shows_the_same_text_where_nothing_saved_is_in_reach(desk: Page) -> None:
    desk.get_by_label("as stock quizdown shows it").check()
    frame = desk.frame_locator("iframe[title='The quiz as stock quizdown shows it']")
    expect(frame.get_by_text("Why?")).to_be_visible()
    write(desk, GOOD.replace("Why?", "Whence?"))
    expect(frame.get_by_text("Whence?")).to_be_visible()
    # It has its own styles, although no page of the site may have styles written into it.
    assert frame.get_by_text("Whence?").evaluate("e => getComputedStyle(e).fontWeight") == "700"
    inside = next(f for f in desk.frames if f.url.endswith("stock.htm"))
    reach = "() => { try { return String(localStorage.length) } catch (error) { return error.name } }"
    assert inside.evaluate(reach) == "SecurityError"
    assert inside.evaluate("() => { try { return parent.document.title } catch (e) { return e.name } }") == (
        "SecurityError"
    )


def test_a_quiz_of_the_course_opens_and_the_text_before_comes_back(desk: Page) -> None:
    desk.get_by_label("Begin with").select_option("01-flour")
    desk.get_by_role("button", name="Open").click()
    field = desk.get_by_label("Your quiz")
    expect(field).to_have_value((BREAD / "quizzes/01-flour.md").read_text("utf-8"))
    expect(desk.get_by_label("Name of the file")).to_have_value("01-flour")
    link = desk.get_by_role("link", name="Propose this change")
    expect(link).to_have_attribute("href", "https://github.com/bakers/bread/edit/main/quizzes/01-flour.md")
    desk.get_by_role("button", name="Bring my text back").click()
    expect(field).to_have_value(GOOD)
    expect(desk.get_by_label("Name of the file")).to_have_value("my-quiz")


def test_a_new_quiz_is_proposed_with_its_text(desk: Page) -> None:
    link = desk.get_by_role("link", name="Propose this quiz")
    address = link.get_attribute("href") or ""
    assert address.startswith(
        "https://github.com/bakers/bread/new/main?filename=quizzes%2Fmy-quiz.md&value=%23%23%20Why%3F"
    )
    assert link.get_attribute("rel") == "noopener"


def test_a_long_quiz_is_copied_for_an_empty_page(desk: Page) -> None:
    text = GOOD.replace("It is not.", "It is not. " * 900)
    write(desk, text)
    link = desk.get_by_role("link", name="Propose this quiz")
    expect(link).to_have_attribute(
        "href", "https://github.com/bakers/bread/new/main?filename=quizzes%2Fmy-quiz.md"
    )
    # The forge itself is another host, which no test asks.
    link.evaluate("link => link.addEventListener('click', (event) => event.preventDefault(), { once: true })")
    link.click()
    expect(desk.locator("[data-part=done]")).to_have_text("The text is copied, to be pasted on that page.")
    assert desk.evaluate("() => navigator.clipboard.readText()") == text


def test_a_name_that_no_file_may_have_is_refused_in_words(desk: Page) -> None:
    desk.get_by_label("Name of the file").fill("My Quiz")
    expect(desk.get_by_text("Small letters and digits, with a hyphen between words")).to_be_visible()
    desk.get_by_label("Name of the file").fill("my-other-quiz")
    expect(desk.get_by_text("Small letters and digits, with a hyphen between words")).to_be_hidden()
    link = desk.get_by_role("link", name="Propose this quiz")
    assert "my-other-quiz.md" in (link.get_attribute("href") or "")


def test_the_file_is_downloaded_as_it_is(desk: Page) -> None:
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Download the file").click()
    assert download.value.suggested_filename == "my-quiz.md"
    assert Path(download.value.path()).read_text("utf-8") == GOOD


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(desk: Page, scheme: str, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 900})
    write(desk, GOOD.replace("[x]", "[ ]") + "\n- [ ] \n")
    desk.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme }", scheme)
    found = axe(desk)
    desk.evaluate("() => { document.body.dataset.mdColorScheme = 'default' }")
    assert found == []


def test_a_phone_shows_it_without_scrolling_sideways_and_leads_to_the_problems(desk: Page) -> None:
    desk.set_viewport_size({"width": 320, "height": 700})
    write(desk, GOOD.replace("[x]", "[ ]"))
    assert desk.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    link = desk.get_by_role("link", name="1 problem. 1 piece of advice.")
    expect(link).to_be_visible()
    desk.set_viewport_size({"width": 1280, "height": 900})
    expect(link).to_be_hidden()


def test_nothing_large_is_loaded_before_somebody_asks(page: Page, address: str) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.removeprefix(address)))
    page.goto(f"{address}light.html")
    page.wait_for_selector("learn-playground[data-ready]")
    page.get_by_label("Your quiz").fill(GOOD)
    expect(page.get_by_text("It loads about 14 MB once")).to_be_visible()
    assert [url for url in loaded if url.startswith(PLAYGROUND)] == [f"{PLAYGROUND}playground.json"]


def test_the_text_is_there_after_a_reload(fresh: Page) -> None:
    fresh.get_by_label("Your quiz").fill("## Kept?\n")
    fresh.get_by_label("Name of the file").fill("kept")
    fresh.reload()
    expect(fresh.get_by_label("Your quiz")).to_have_value("## Kept?\n")
    expect(fresh.get_by_label("Name of the file")).to_have_value("kept")


def test_a_storage_that_refuses_is_said_and_the_writing_goes_on(page: Page, address: str) -> None:
    page.add_init_script(REFUSED)
    page.goto(f"{address}light.html")
    expect(page.get_by_role("alert")).to_contain_text("does not let this site keep anything")
    page.get_by_label("Your quiz").fill(GOOD)
    expect(page.get_by_role("link", name="Propose this quiz")).to_be_visible()


def answer(kind: str, body: str) -> Any:
    def fill(route: Route) -> None:
        route.fulfill(status=200, content_type=kind, body=body)

    return fill


def test_a_copy_without_the_check_says_so_and_keeps_the_rest(page: Page, address: str) -> None:
    page.route(
        "**/playground.json",
        answer("application/json", json.dumps({"check": False, "bytes": 0, "stock": False})),
    )
    page.goto(f"{address}light.html")
    expect(page.get_by_text("This copy of the site has no check for quizzes")).to_be_visible()
    expect(page.get_by_role("button", name="Start the check")).to_be_hidden()
    expect(page.get_by_label("as stock quizdown shows it")).to_be_disabled()
    expect(page.get_by_role("link", name="Propose this quiz")).to_be_visible()


def test_a_copy_that_does_not_know_its_forge_says_how_to_send_a_quiz(page: Page, address: str) -> None:
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.querySelector('a[rel=edit]').remove(), { once: true })"
    )
    page.goto(f"{address}light.html")
    expect(page.get_by_role("button", name="Download the file")).to_be_visible()
    page.evaluate(
        "() => { const e = document.querySelector('learn-playground'); document.querySelector('a[rel=edit]')?.remove(); e.replaceWith(e) }"
    )
    expect(page.get_by_text("does not say where its files are kept")).to_be_visible()
    expect(page.get_by_role("link", name="Propose")).to_be_hidden()


def test_a_check_that_cannot_begin_says_so_and_can_be_asked_again(
    page: Page, address: str, complaints: list[str]
) -> None:
    page.route("**/pyodide.mjs", lambda route: route.abort())
    page.goto(f"{address}light.html")
    page.get_by_role("button", name="Start the check and the preview").click()
    expect(page.get_by_text("The check could not start.")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    complaints.clear()


def test_a_text_that_takes_too_long_ends_the_check_and_the_next_change_begins_it_anew(
    page: Page, address: str
) -> None:
    # A worker that is ready and then thinks for ever.
    page.route("**/worker.mjs", answer("text/javascript", "postMessage({ ready: true })"))
    page.clock.install()
    page.goto(f"{address}light.html")
    page.get_by_role("button", name="Start the check and the preview").click()
    expect(page.get_by_text("The check is on its way.")).to_be_hidden()
    page.clock.run_for(21_000)
    expect(page.get_by_text("The check took too long with this text")).to_be_visible()
    page.get_by_label("Your quiz").fill(GOOD)
    page.clock.run_for(1_000)
    expect(page.get_by_text("The check took too long with this text")).to_be_hidden()


def test_without_scripts_the_page_says_what_it_does_and_shows_no_dead_controls(
    bare_page: Page, address: str
) -> None:
    bare_page.goto(f"{address}light.html")
    expect(bare_page.get_by_text("Here you can write a quiz and see beside it")).to_be_visible()
    expect(bare_page.get_by_label("Your quiz")).to_be_hidden()
    assert bare_page.get_by_role("button").count() == 0
