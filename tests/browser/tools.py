"""What the tests of the tool pages share: the bread course's manifest, the tools with what they load, saved work."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import FilePayload, Page, expect

from macros.build import course_manifest, joined_assets, open_course
from macros.render.here import Here
from macros.render.tools import TOOLS
from tests.browser.conftest import ROOT, learn_assets
from tests.browser.saved import flushed_entries, forget_all
from tests.sites import BREAD

COURSE = open_course(BREAD).course
MANIFEST: dict[str, Any] = json.loads(course_manifest(COURSE))
KEY = f"learn-saved:{MANIFEST['id']}"
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
NOW = "2026-11-23T12:00:00"
_FILES = {
    "notes": ("late", "tools"),
    "review": ("late", "tools", "review"),
    "plan": ("tools", "plan"),
    "session": ("tools", "plan"),
    "ratings": ("tools", "team"),
    "team": ("tools", "team"),
    "course_plan": ("tools", "trainer"),
    "certificate": ("tools", "trainer"),
    "print": ("tools", "print"),
}
# A browser that keeps nothing.
REFUSED = "Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"

Show = Callable[..., str]
# Markup that would say so if it ran.
EVIL = '<img src=x onerror="globalThis.hit=1"><script>globalThis.hit=1</script>'


def tool_assets() -> dict[str, str]:
    made = joined_assets(ROOT)
    return {
        name: text
        for name, text in made.items()
        if name.partition(".")[0] in ("tools", "review", "plan", "team", "trainer", "print", "late")
    }


def fragment(name: str) -> str:
    """A tool as its page loads it (overrides/main.html)."""
    html = TOOLS[name](COURSE, Here(f"{name}.md", f"{name}.html"))
    styles = "".join(f'<link rel="stylesheet" href="{file}.css">' for file in _FILES[name])
    return f'{styles}{html}<script defer src="{_FILES[name][-1]}.js"></script>'


def on_disk(name: str, folder: Path) -> str:
    """The address of a tool page in `folder`, as the zip to read from disk holds it."""
    for file, text in {**learn_assets(), **tool_assets()}.items():
        (folder / file).write_text(text, "utf-8")
    (folder / "course.js").write_text(f"globalThis.learnCourse = {json.dumps(MANIFEST)}", "utf-8")
    page = folder / f"{name}.html"
    page.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Tool</title><link rel="stylesheet" href="learn.css">'
        f'<h1>Tool</h1><script src="course.js"></script><script defer src="learn.js"></script>{fragment(name)}',
        "utf-8",
    )
    return page.as_uri()


def entry(value: object, at: str = "2026-11-20T10:00:00.000Z", rev: str = "") -> dict[str, object]:
    return {"rev": rev, "value": value, "at": at}


def answer(first: str, day: str, last: str = "") -> dict[str, object]:
    value = {
        "first": {"given": [], "verdict": first, "hints": 0},
        "last": {"given": [], "verdict": last or first},
    }
    return entry(value, f"{day}T10:00:00.000Z")


def document(entries: dict[str, Any], **more: object) -> dict[str, Any]:
    return {
        "format": "learn-saved",
        "version": 1,
        "course": MANIFEST["id"],
        "entries": entries,
        **more,
    }


def opened(page: Page, address: str, entries: dict[str, Any] | None = None) -> Page:
    """The page at `address` on a device that holds `entries`, at noon of 23 November 2026."""
    page.clock.set_fixed_time(NOW)
    page.goto(address)
    if entries is not None:
        forget_all(page, KEY)
        # As an older version left it: the page parts it.
        page.evaluate(
            "([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(document(entries))]
        )
        page.reload()
    page.wait_for_selector(".learn-tool[data-ready]")
    return page


def stored(page: Page) -> dict[str, Any]:
    """The entries in storage, once everything is written."""
    return flushed_entries(page, KEY)


def payload(name: str, content: object) -> FilePayload:
    """A file for a page to read: bytes, a text, or anything else as JSON."""
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    buffer = text.encode() if isinstance(text, str) else text
    return FilePayload(name=name, mimeType="application/json", buffer=buffer)


def answer_and_search(page: Page) -> None:
    """Answer the first question of the bread course's first chapter, then find something: scripts, the index and styles are there."""
    form = page.locator("learn-quiz form").first
    form.get_by_role("radio").nth(1).check()
    form.get_by_role("button", name="Check").click()
    expect(form.locator(".learn-quiz__verdict")).to_have_text("Right.")
    page.locator(".md-search__input").click()
    page.keyboard.type("oven")
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def choose_huge(page: Page, folder: Path) -> None:
    """Choose a file of fifty megabytes; how many files the page then read is in its `globalThis.read`."""
    huge = folder / "huge.json"
    with huge.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    page.evaluate("() => { globalThis.read = 0; Blob.prototype.text = () => { globalThis.read += 1 } }")
    page.set_input_files("input[type=file]", str(huge))


def drop(page: Page, place: str, files: dict[str, str]) -> None:
    """Drop files of these names and texts on the place."""
    page.locator(place).evaluate(
        """(place, files) => {
          const dataTransfer = new DataTransfer()
          for (const [name, text] of Object.entries(files)) dataTransfer.items.add(new File([text], name))
          place.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }))
        }""",
        files,
    )


def axe(page: Page, only: list[str] | None = None) -> list[str]:
    """What axe finds on the page, by all of its rules or by those of the named tags and ids alone."""
    if page.evaluate("() => !('axe' in globalThis)"):
        page.evaluate(AXE)
    options: dict[str, Any] = {"resultTypes": ["violations"], **({"runOnly": only} if only else {})}
    found = page.evaluate("options => axe.run(document, options).then(r => r.violations)", options)
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]} ({len(v['nodes'])} times)" for v in found]
