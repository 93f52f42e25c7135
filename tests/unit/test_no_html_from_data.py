"""No script of ours turns text into HTML or into code, but for the places named here with their reasons."""

from __future__ import annotations

import re

import pytest

from tests.sites import ROOT

ASSETS = ROOT / "overrides"
TURNS_TEXT_INTO = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTML\w*|srcdoc|createContextualFragment|parseFromString|parseHTML\w*)\b"
    r"|\bdocument\s*\.\s*write(?:ln)?\b|\beval\b|\bnew\s+Function\b|\bset(?:Timeout|Interval)\(\s*[\"'`]"
    r"|setAttribute\(\s*[\"'`](?:on|style)|\bimport\s*\(|javascript:"
)
ALLOWED = {
    # Its HTML comes out of course.json, a file of the site that our own templates wrote with every text escaped.
    "assets/learn/elements/learn-review.mjs": ["parseFromString"],
    # Documents from print/*.json and questions from course.json, which our own renderer wrote.
    "assets/learn/elements/print-documents.mjs": ["parseFromString"],
    # Its HTML comes from the same templates, run in the browser: what writers write is escaped there as in a build.
    "assets/learn/elements/learn-playground.mjs": ["parseFromString"],
}
# Not ours, and only in the zip to read from disk: writes a fixed page with addresses of the zip into a frame (vendor/README.md).
VENDORED = {"assets/vendor/iframe-worker.js"}


def sources() -> list[str]:
    found = [p for s in ("*.mjs", "*.js", "*.html") for p in ASSETS.rglob(s)]
    joined = {f"assets/learn/{p.name}" for p in (ASSETS / "assets/learn").glob("*.js")}
    return sorted({p.relative_to(ASSETS).as_posix() for p in found} - VENDORED - joined)


def test_there_are_sources_to_read() -> None:
    assert len(sources()) > 40
    assert ALLOWED.keys() <= set(sources())


@pytest.mark.parametrize("path", sources())
def test_no_text_becomes_html_or_code(path: str) -> None:
    text = re.sub(r"^\s*(?://|\*|/\*).*$", "", (ASSETS / path).read_text("utf-8"), flags=re.MULTILINE)
    assert TURNS_TEXT_INTO.findall(text) == ALLOWED.get(path, [])


@pytest.mark.parametrize(
    "line",
    [
        "box.innerHTML = text",
        "box.insertAdjacentHTML('beforeend', text)",
        "document.write(text)",
        "setTimeout('run()', 5)",
        "new  Function(text)()",
        "box.setAttribute('onclick', text)",
        "frame.srcdoc = text",
    ],
)
def test_the_search_finds_what_it_looks_for(line: str) -> None:
    assert TURNS_TEXT_INTO.search(line)
