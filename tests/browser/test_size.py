"""Much saved work on a slow telephone: how long the longest moment is in which a page of ours does not answer.

What counts is the time of the page's own thread, not the time on the wall, and a loop in the same page, timed in the same way,
weighs the processor: so a busy or an old machine gives the same figures, in milliseconds of a processor a quarter as fast as the
one of REFERENCE.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from macros.export.policy import BASE, written
from macros.render import chapter as parts
from macros.render.here import Here
from macros.render.quiz import quiz_html
from macros.render.tools import TOOLS
from tests.browser.conftest import LAYOUT_SHIFT, SHIFT, learn_assets, watched
from tests.browser.sizes import ACTIONS, COURSE, KEY, MANIFEST, saved_work
from tests.browser.tools import NOW, tool_assets

pytestmark = [pytest.mark.alone, pytest.mark.browser]

CATEGORIES = ["-*", "toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"]
TASKS = ("RunTask", "ThreadControllerImpl::RunTask")
SLOWER = 4
# What the loop takes on the processor on which the limits were set, in milliseconds of its thread.
REFERENCE = 39
LOOP = """() => {
  for (let round = 0; round < 9; round++) {
    let sum = 0
    for (let at = 0; at < 3e6; at++) sum = (sum * 31 + at) | 0
    globalThis.sum = sum
  } }"""
TRIES = 4

SHORT = 50
"""No moment should be longer, in milliseconds."""
# By what is done: with the work of the whole course, and with ten times as much. On a quiet machine the best readings of the latter are
# 12 to 49, and 56 to 65 where a plan is loaded, because a browser styles what its window shows of five hundred actions in one piece;
# what is over SHORT leaves room for a processor that has other work.
LIMITS = {
    "chapter": {"load": (60, 90), "tick": (SHORT, SHORT), "type": (SHORT, SHORT), "choose": (SHORT, SHORT)},
    "notes": {"load": (SHORT, 65), "search": (SHORT, SHORT), "type": (SHORT, SHORT), "tick": (SHORT, SHORT)},
    "plan": {
        "load": (SHORT, 90),
        "search": (SHORT, 70),
        "tick": (SHORT, 70),
        "type": (SHORT, 70),
        "regroup": (SHORT, 80),
    },
}


def shown(name: str) -> str:
    """The HTML of a page: the chapter with most to save, or a tool."""
    if name != "chapter":
        files = {"notes": ("late", "tools"), "plan": ("tools", "plan")}[name]
        styles = "".join(f'<link rel="stylesheet" href="{file}.css">' for file in files)
        html = TOOLS[name](COURSE, Here(f"{name}.md", f"{name}.html"))
        return f'{styles}{html}<script defer src="{files[-1]}.js"></script>'
    chapter = max(
        COURSE.chapters,
        key=lambda one: (len(one.action_plan) + len(COURSE.quizzes[one.quiz].questions), one.id),
    )
    here = Here(chapter.uri, "chapter.html")
    return "".join(
        (
            parts.chapter_header(chapter, COURSE, here),
            parts.summary(chapter, here),
            parts.ask_yourself(chapter, here),
            parts.ask_your_team(chapter, here),
            quiz_html(COURSE.quizzes[chapter.quiz], COURSE, here),
            parts.action_plan(chapter, COURSE, here),
        )
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> str:
    folder = tmp_path_factory.mktemp("size")
    files = {**learn_assets(), **tool_assets(), "course.json": json.dumps(MANIFEST)}
    for name in ("chapter", "notes", "plan"):
        files[f"{name}.html"] = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Size</title>'
            f'<meta http-equiv="Content-Security-Policy" content="{written(BASE)}"><link rel="icon" href="data:,">'
            '<link rel="stylesheet" href="learn.css"></head><body><main class="md-typeset"><h1>Size</h1>'
            f'{shown(name)}</main><script defer src="learn.js"></script></body></html>'
        )
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return serve(folder)


@functools.lru_cache
def text_of(times: int) -> str:
    return json.dumps(saved_work(times), ensure_ascii=False, separators=(",", ":"))


@pytest.fixture(scope="module", params=[1, 10], ids=["the course", "ten times as much"])
def reader(request: pytest.FixtureRequest, browser: Browser, home: str) -> Iterator[tuple[Page, int]]:
    """A page on a device that holds so much work."""
    times: int = request.param
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = watched(context, complaints)
    page.clock.set_fixed_time(NOW)
    page.add_init_script(COUNT_WRITES)
    page.goto(f"{home}course.json")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text_of(times)])
    # The first page parts that text, once.
    page.goto(f"{home}notes.html")
    page.wait_for_function("key => !localStorage[key].includes('2026')", arg=KEY)
    yield page, times
    context.close()
    assert complaints == []


def loop_time(page: Page) -> float:
    """What the loop takes now. On the wall it would seem to be slow on a busy machine, and everything else fast."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))

    # The first one finds the processor cold.
    page.evaluate(LOOP)
    before = spent()
    page.evaluate(LOOP)
    took = spent() - before
    session.detach()
    return took


def longest(browser: Browser, page: Page, act: Callable[[Page], None]) -> float:
    """The longest task of the page while something is done, in milliseconds on the slow processor. Only tasks in which a script
    ran count, and what a browser does between them does not."""
    browser.start_tracing(page=page, categories=CATEGORIES)
    act(page)
    events: list[dict[str, Any]] = json.loads(browser.stop_tracing())["traceEvents"]
    mains = {
        (e["pid"], e["tid"])
        for e in events
        if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"
    }
    thread = max(
        e["tdur"] for e in events if e["name"] in TASKS and (e["pid"], e["tid"]) in mains and "tdur" in e
    )
    return thread / 1000 * SLOWER * REFERENCE / loop_time(page)


# To read what is stored again and again would be a long moment of the test's own.
COUNT_WRITES = """(() => {
  const { setItem } = Storage.prototype
  globalThis.writes = 0
  Storage.prototype.setItem = function (...given) {
    setItem.apply(this, given)
    globalThis.writes += 1
  }
})()"""


def kept(page: Page, change: Callable[[], None]) -> None:
    """Change something, and wait until it stands in the storage."""
    page.evaluate("globalThis.writes = 0")
    change()
    page.wait_for_function("() => globalThis.writes > 0", polling=100)


def rested(page: Page) -> None:
    """Until nothing is left to do, be it drawing or making something ready."""
    page.evaluate("() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done)))")


def typed(page: Page, field: str) -> None:
    page.locator(field).first.focus()
    page.keyboard.type("ab")


def pressed(page: Page, control: str) -> None:
    """Without the way there, which is the test's and not the reader's."""
    page.evaluate("name => document.querySelector(name).click()", control)


# An expectation would read the whole page for its message first, in a task as long as any of ours; so would waiting for a selector.
IS_THERE = "name => document.querySelector(name) !== null"
HOLDS = "([name, is_full]) => Boolean(document.querySelector(name)?.textContent.trim()) === is_full"


def searched(page: Page, found: str) -> None:
    page.locator("[data-part=search]").focus()
    page.keyboard.type("margin")
    page.wait_for_function(HOLDS, arg=[found, True])
    rested(page)
    page.locator("[data-part=search]").fill("")
    page.wait_for_function(HOLDS, arg=[found, False])


def loaded(page: Page, name: str, home: str) -> None:
    page.goto(f"{home}{name}.html")
    if name == "chapter":
        page.wait_for_function("() => document.querySelector('.learn-prompt__note textarea')?.value")
    else:
        page.wait_for_function(IS_THERE, arg=".learn-tool[data-ready]", polling=100)
    if name == "plan":
        page.wait_for_function(IS_THERE, arg="[data-part=sheet] h2", polling=100)


def opened_action(page: Page) -> None:
    if page.locator(".learn-plan__form").count() == 0:
        page.locator(".learn-plan__face").first.click()
    typed(page, ".learn-plan__form [name=note]")


ACTS: dict[str, dict[str, Callable[[Page], None]]] = {
    "chapter": {
        "tick": lambda page: pressed(page, ".learn-check__box[data-id*='/summary/']"),
        "type": lambda page: typed(page, ".learn-prompt__note textarea"),
        "choose": lambda page: pressed(page, ".learn-check__box[data-id*='/action-plan/']"),
    },
    "notes": {
        "search": lambda page: searched(page, ".learn-notes__found"),
        "type": lambda page: typed(page, ".learn-notes__area"),
        "tick": lambda page: pressed(page, "learn-notes .learn-check__box"),
    },
    "plan": {
        "search": lambda page: searched(page, ".learn-plan__found"),
        "tick": lambda page: pressed(page, ".learn-plan__done"),
        "type": opened_action,
        "regroup": lambda page: pressed(page, "[name=plan-by]:not(:checked)"),
    },
}


@pytest.mark.parametrize("name", ["chapter", "notes", "plan"])
def test_no_moment_is_long_however_much_is_saved(
    browser: Browser, reader: tuple[Page, int], home: str, name: str
) -> None:
    page, times = reader

    def whole(act: Callable[[Page], None], writes: bool) -> Callable[[Page], None]:
        def run(page: Page) -> None:
            if writes:
                kept(page, lambda: act(page))
            else:
                act(page)
            rested(page)

        return run

    acts = {"load": whole(lambda page: loaded(page, name, home), False)}
    acts |= {what: whole(act, what != "search") for what, act in ACTS[name].items()}
    over = {}
    measured = {}
    for what, act in acts.items():
        limit = LIMITS[name][what][times > 1]
        # Another program on the same core can only make a moment longer.
        for _ in range(TRIES):
            measured[what] = min(measured.get(what, 1e9), longest(browser, page, act))
            if measured[what] <= limit:
                break
        else:
            over[what] = f"{measured[what]:.0f} ms of {limit}"
    assert over == {}


def test_the_measured_work_is_the_whole_course_and_ten_times_as_much() -> None:
    course, much = saved_work(1), saved_work(10)
    assert saved_work(10) == much
    for chapter in MANIFEST["chapters"]:
        asked = {i["id"] for i in chapter["items"] if i["kind"] != "outcomes"}
        assert asked <= course["entries"].keys()
    assert {q["id"] for quiz in MANIFEST["quizzes"] for q in quiz["questions"]} <= course["entries"].keys()
    # Not everything in it can be ten times as much.
    assert len(text_of(10)) > 9 * len(text_of(1))
    assert sum("/action-plan/" in id or id.startswith("plan/own/") for id in much["entries"]) == ACTIONS


@pytest.mark.parametrize("width", [390, 1280])
def test_saved_work_moves_nothing_that_a_reader_has_seen(
    reader: tuple[Page, int], home: str, width: int
) -> None:
    page, _ = reader
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("notes", "plan"):
        loaded(page, name, home)
        rested(page)
        moved = page.evaluate(SHIFT)
        assert moved <= LAYOUT_SHIFT, f"{name}: {moved:.3f}"
