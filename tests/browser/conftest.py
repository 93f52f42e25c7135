"""A real Chromium for the tests, a small server, and a stage on which one fragment is shown without a theme."""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from macros.build import ASSETS, joined_assets, open_course
from macros.export.look import color_styles
from macros.export.policy import BASE, written

ROOT = Path(__file__).resolve().parents[2]
LEARN = ROOT / ASSETS
Stage = Callable[..., str]
# `SLOW=5` finds tests that read before they have waited: a processor that many times slower, and files that take their time.
SLOW = float(os.environ.get("SLOW") or 0)
SLOW_ANSWER = 0.25
# The sum of all layout shifts so far that no input has caused.
SHIFT = """() => new Promise((done) => new PerformanceObserver((list) =>
  done(list.getEntries().filter(e => !e.hadRecentInput).reduce((sum, e) => sum + e.value, 0))
).observe({ type: 'layout-shift', buffered: true }) ?? setTimeout(() => done(0), 200))"""
LAYOUT_SHIFT = 0.05
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    # The shell is the same engine without windows: tests take half the time.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next((p for n in names if (p := shutil.which(n))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(
                "Chromium is missing, and CI must not skip the browser tests. Install it (apt-get install chromium)."
            )
        pytest.skip("Chromium is missing; `make test` installs it")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files quietly, modules with the type browsers insist on."""

    extensions_map: ClassVar[dict[str, str]] = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
    }

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        if SLOW:
            time.sleep(SLOW_ANSWER)
        super().do_GET()


class QuietServer(http.server.ThreadingHTTPServer):
    """A page that goes away in the middle of a request is normal in these tests."""

    # Python's five are fewer than a page asks for at once, and on a busy machine the sixth is turned away.
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextmanager
def served(folder: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """The address of a server for that folder, which need not be there yet."""
    server = QuietServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """`serve(folder)` gives the address of a server for that folder, one server per folder and session."""
    with ExitStack() as servers:
        yield functools.cache(lambda folder: servers.enter_context(served(folder)))


@pytest.fixture(scope="session")
def home(site: Path, serve: Callable[[Path], str]) -> str:
    """The address of the course as built."""
    return serve(site)


# What the policy of a page has refused; a browser does not write all of it to the console.
COUNT_REFUSALS = """addEventListener('securitypolicyviolation', (event) => console.error(
  `refused by the policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`))"""


def watched(context: BrowserContext, complaints: list[str]) -> Page:
    """A page that writes down console errors, refusals by its policy, uncaught exceptions and requests to other hosts."""
    context.add_init_script(COUNT_REFUSALS)

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" or (message.type == "warning" and "Deprecat" not in message.text):
            complaints.append(f"console {message.type}: {message.text}")

    def on_request(request: Request) -> None:
        if not re.match(r"(http://(127\.0\.0\.1|localhost)[:/]|data:|blob:|about:|file:)", request.url):
            complaints.append(f"request to another host: {request.url}")

    context.on("request", on_request)
    context.on("console", on_console)
    context.on("weberror", lambda error: complaints.append(f"uncaught: {error.error}"))
    page = context.new_page()
    if SLOW:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    return page


@pytest.fixture
def complaints() -> list[str]:
    """What the page complained of so far; a test that expects a complaint clears it."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="en-US"
    )
    yield watched(context, complaints)
    context.close()
    assert complaints == []


@pytest.fixture
def phone(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, reduced_motion="reduce", has_touch=True, locale="en-US"
    )
    yield watched(context, complaints)
    context.close()
    assert complaints == []


@pytest.fixture
def bare_page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """A page with scripts off."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    yield watched(context, complaints)
    context.close()
    assert complaints == []


def learn_assets() -> dict[str, str]:
    """The script and the style sheet of chapters and worksheets, each as one file for the stage."""
    made = joined_assets(ROOT)
    return {
        "learn.js": made["moved.js"] + made["learn.js"] + made["sheet.js"],
        "late.js": made["late.js"],
        "late.css": made["late.css"],
        "learn.css": color_styles(open_course(ROOT).course.identity.colors)
        + made["learn.css"]
        + made["reference.css"]
        + made["sheet.css"],
    }


@pytest.fixture(scope="session")
def stage_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stage")
    for name, text in learn_assets().items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def stage(stage_folder: Path, serve: Callable[[Path], str], request: pytest.FixtureRequest) -> Stage:
    """`stage(html, dark=False, script=True)` writes a page around a fragment and gives its address.

    The page has the policy of the built site, so that every test of an element shows that it lives under it too; `guarded=False`
    is for tests that bring styles of their own.
    """

    def show(
        fragment: str, *, dark: bool = False, script: bool = True, name: str = "", guarded: bool = True
    ) -> str:
        file = re.sub(r"\W+", "-", f"{request.node.name}-{name}-{dark}") + ".html"
        scheme = "slate" if dark else "default"
        script_tag = '<script defer src="learn.js"></script>' if script else ""
        policy = f'<meta http-equiv="Content-Security-Policy" content="{written(BASE)}">' if guarded else ""
        (stage_folder / file).write_text(
            f'<!doctype html><html lang="en"><head><meta charset="utf-8">{policy}<title>Stage</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="icon" href="data:,"><link rel="stylesheet" href="learn.css"></head>'
            f'<body data-md-color-scheme="{scheme}"><main class="md-typeset"><h1>Stage</h1><h2>Part</h2>{fragment}</main>'
            f"{script_tag}</body></html>",
            "utf-8",
        )
        return serve(stage_folder) + file

    return show


@pytest.fixture
def tool(stage: Stage, stage_folder: Path) -> Callable[..., str]:
    """`tool("notes", dark=False, script=True)` gives the address of a tool page with everything it loads beside it."""
    # That module needs this one.
    from tests.browser.tools import MANIFEST, fragment, tool_assets

    for name, text in {**tool_assets(), "course.json": json.dumps(MANIFEST)}.items():
        (stage_folder / name).write_text(text, "utf-8")

    def show(name: str, **options: Any) -> str:
        return stage(fragment(name), name=name, **options)

    return show
