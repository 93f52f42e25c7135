"""The page on architecture tells of the rooms that there are, and of what each may really use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.test_layers import ENGINE, MAY_IMPORT, room

PAGE = Path(__file__).resolve().parents[2] / "docs/contribute/architecture.md"
# A new course has the engine, and may have no page about it.
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="this course has no page on architecture")


def text() -> str:
    return PAGE.read_text("utf-8")


def table() -> dict[str, set[str]]:
    rows = re.findall(r"^\| `([\w]+)` \|[^|]*\|([^|]*)\|$", text(), re.MULTILINE)
    return {name: set(re.findall(r"`(\w+)`", uses)) for name, uses in rows}


def test_the_table_names_each_room_with_what_it_may_use() -> None:
    assert table() == MAY_IMPORT


def test_every_room_of_the_engine_is_in_the_table() -> None:
    assert {room(path) for path in ENGINE.rglob("*.py")} == table().keys()


def test_the_picture_names_the_rooms_of_the_way_in_their_order() -> None:
    picture = text().split("``` figure")[1].split("```")[0]
    steps = re.findall(r"title: (\w+), text", picture)
    assert [name for name in steps if name in MAY_IMPORT] == ["content", "model", "render", "adapters"]
    assert [name for name in re.findall(r'text: "(\w+):', picture)] == ["check", "export"]
    for name in ("content", "model", "render", "adapters", "check", "export"):
        assert name in picture.split("\n")[4], f"the words for those who do not see it leave out {name}"


def test_every_file_that_the_page_names_is_there() -> None:
    root = ENGINE.parent
    named = re.findall(r"`((?:macros|docs|tests|overrides|content|model|render|adapters)/[\w./-]+)`", text())
    assert len(named) > 12
    missing = [n for n in named if not (root / n).exists() and not (ENGINE / n).exists()]
    assert missing == []
