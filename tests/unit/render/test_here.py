"""Links as authors write them, seen from another page."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.render.here import Here, moved_links


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [the oven](02-oven.md#heat).", "See [the oven](../chapters/02-oven.md#heat)."),
        ("[words](../glossary.md), [home](../index.md)", "[words](../glossary.md), [home](../index.md)"),
        ("[sheet](../worksheets/dough.md)", "[sheet](dough.md)"),
        (
            "[out](https://example.org/a.md) and (02-oven.md)",
            "[out](https://example.org/a.md) and (02-oven.md)",
        ),
        ("[below](#here), ![](bread.png)", "[below](#here), ![](bread.png)"),
    ],
)
def test_a_step_that_moves_to_its_sheet_takes_its_links_along(text: str, expected: str) -> None:
    assert moved_links(text, "chapters/01-flour.md", "worksheets/plan.md") == expected


FOLDERS = st.lists(st.sampled_from(("a", "b", "a-b")), max_size=4).map("/".join)


@given(FOLDERS, FOLDERS)
def test_an_address_is_what_the_system_would_call_the_way_there(target: str, folder: str) -> None:
    here = Here("page.md", f"{folder}/" if folder else "")
    assert here.asset(target) == posixpath.relpath(target or ".", folder or ".") + ("" if target else "/")
