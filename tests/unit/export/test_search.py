"""Worksheets are added to either host's search index, each once."""

from __future__ import annotations

import json

import pytest

from macros.export.search import Entry, with_entries

SHEET = Entry("worksheets/dough/", "Dough & water", ("How much of each.", "Two <bakers>"))
MKDOCS = {"config": {"lang": ["en"]}, "docs": [{"location": "", "title": "Brot für alle", "text": ""}]}
ZENSICAL = {
    "config": {},
    "items": [{"location": "", "level": 1, "title": "Home", "text": "", "path": [], "tags": []}],
}


@pytest.mark.parametrize(("index", "key"), [(MKDOCS, "docs"), (ZENSICAL, "items")])
def test_a_sheet_is_found_by_its_title_and_what_it_is_for(index: dict[str, object], key: str) -> None:
    entries = json.loads(with_entries(json.dumps(index).encode(), [SHEET]))[key]
    assert entries[:-1] == index[key]
    assert entries[-1]["location"] == "worksheets/dough/"
    assert entries[-1]["title"] == "Dough &amp; water"
    assert entries[-1]["text"] == "<p>How much of each.</p> <p>Two &lt;bakers&gt;</p>"
    assert entries[-1].keys() == (entries[0].keys() if key == "items" else {"location", "title", "text"})


def test_a_page_that_the_host_has_listed_is_not_listed_twice() -> None:
    once = with_entries(json.dumps(MKDOCS).encode(), [SHEET])
    assert with_entries(once, [SHEET]) == once


@pytest.mark.parametrize("index", [b"", b"[]", b'{"docs": 1}', b"\xff"])
def test_an_index_of_another_shape_is_left_alone(index: bytes) -> None:
    assert with_entries(index, [SHEET]) == index
