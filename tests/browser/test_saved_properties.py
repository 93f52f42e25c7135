"""Properties of the saved document, tried on the real module in a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.browser.conftest import LEARN

pytestmark = pytest.mark.browser

IDS = ["a/read", "a/summary/one", "a/summary/two", "b/read", "quiz/q/first", "quiz/q/second"]
FORMERLY = {"a/summary/one": "a/summary/two", "quiz/q/first": "quiz/q/second", "b/read": "c/read"}
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.text(max_size=8)
    | st.sampled_from(["<script>", "\ud83d\ude00", "__proto__"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=5,
)
# Few times and values, so that ties and equal values are common.
versions = st.fixed_dictionaries(
    {
        "rev": st.sampled_from(["11111111", "22222222"]),
        "value": st.none() | st.sampled_from(["x", "y"]) | values,
        "at": st.sampled_from([f"2026-11-23T10:00:00.00{n}Z" for n in range(4)]),
    }
)
entries = st.builds(
    lambda newest, old: {**newest, **({"old": old} if old else {})}, versions, st.none() | versions
)
texts = st.dictionaries(st.sampled_from(IDS), entries, max_size=4).map(
    lambda found: json.dumps({"format": "learn-saved", "version": 1, "course": "c", "entries": found})
)
few = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.fixture(scope="module")
def module(browser: Browser, serve: Callable[[Path], str]) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(serve(LEARN) + "core/")
    page.evaluate(
        """async () => {
          globalThis.saved = await import('/core/saved.mjs')
          globalThis.read = (text) => saved.readSaved(text, 'c').document
          globalThis.same = (a, b) => saved.serialiseSaved(a) === saved.serialiseSaved(b)
        }"""
    )
    yield page
    page.close()


def holds(page: Page, script: str, *arguments: Any) -> bool:
    found: bool = page.evaluate(script, list(arguments))
    return found


@few
@given(texts, texts)
def test_the_order_of_two_documents_makes_no_difference(module: Page, a: str, b: str) -> None:
    assert holds(
        module,
        "([a, b]) => same(saved.mergeSaved(read(a), read(b)), saved.mergeSaved(read(b), read(a)))",
        a,
        b,
    )


@few
@given(texts, texts, texts)
def test_three_documents_may_be_merged_in_any_grouping(module: Page, a: str, b: str, c: str) -> None:
    script = """([a, b, c]) => {
      const [x, y, z] = [a, b, c].map(read)
      return same(saved.mergeSaved(saved.mergeSaved(x, y), z), saved.mergeSaved(x, saved.mergeSaved(y, z)))
    }"""
    assert holds(module, script, a, b, c)


@few
@given(texts, texts)
def test_merging_again_changes_nothing(module: Page, a: str, b: str) -> None:
    script = """([a, b]) => {
      const once = saved.mergeSaved(read(a), read(b))
      return same(saved.mergeSaved(once, read(b)), once) && same(saved.mergeSaved(once, once), once)
    }"""
    assert holds(module, script, a, b)


@few
@given(texts, texts)
def test_a_merge_loses_no_entry_and_keeps_what_was_newest_on_either_side(
    module: Page, a: str, b: str
) -> None:
    script = """([a, b]) => {
      const sides = [read(a), read(b)]
      const merged = saved.mergeSaved(...sides).entries
      const text = JSON.stringify
      return sides.every(({ entries }) => Object.entries(entries).every(([id, one]) => {
        const { value, at, old } = merged[id]
        // Of two sides both newest values are kept: one wins, the other is the older value, unless a third is newer than it.
        const kept = [value, old?.value].some((v) => text(v) === text(one.value))
        return at >= one.at && (kept || (old && old.at >= one.at))
      })) && Object.keys(merged).length === new Set(sides.flatMap(({ entries }) => Object.keys(entries))).size
    }"""
    assert holds(module, script, a, b)


@few
@given(texts, texts)
def test_renaming_loses_nothing_and_may_come_before_or_after_a_merge(module: Page, a: str, b: str) -> None:
    script = """([a, b, formerly]) => {
      const now = (document) => saved.migrateSaved(document, formerly)
      const moved = now(read(a))
      return same(read(saved.serialiseSaved(moved)), moved) && same(now(moved), moved)
        && same(now(saved.mergeSaved(read(a), read(b))), saved.mergeSaved(moved, now(read(b))))
        && Object.keys(read(a).entries).every((id) => (formerly[id] ?? id) in moved.entries)
        && Object.keys(moved.entries).every((id) => !(id in formerly))
    }"""
    assert holds(module, script, a, b, FORMERLY)


@few
@given(texts, st.sampled_from(IDS), values, st.integers(0, 5))
def test_a_change_always_wins_over_what_it_changed_whatever_the_clock_says(
    module: Page, a: str, id: str, value: Any, clock: int
) -> None:
    script = """([a, id, value, at]) => {
      const before = read(a)
      const after = saved.setEntry(before, id, 'r', value, at)
      const text = JSON.stringify
      return text(saved.mergeSaved(before, after).entries[id].value) === text(after.entries[id].value)
        && text(after.entries[id].value) === text(value) && same(read(a), before)
        && same(read(saved.serialiseSaved(after)), after)
    }"""
    assert holds(module, script, a, id, value, f"2026-11-23T10:00:00.00{clock}Z")


anything = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "format",
                    "version",
                    "course",
                    "entries",
                    "rev",
                    "value",
                    "at",
                    "old",
                    "__proto__",
                    "constructor",
                    "prototype",
                ]
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(
    st.text()
    | anything.map(json.dumps)
    | anything.map(
        lambda e: json.dumps({"format": "learn-saved", "version": 1, "course": "c", "entries": {"x": e}})
    )
    | st.tuples(texts, st.integers(0, 300)).map(lambda cut: cut[0][: cut[1]])
)
def test_no_text_makes_reading_fail_and_whatever_it_gives_can_be_written_and_read(
    module: Page, text: str
) -> None:
    script = """([text]) => {
      const { document, problem, dropped } = saved.readSaved(text, 'c')
      const again = saved.readSaved(saved.serialiseSaved(document), 'c')
      return same(again.document, document) && again.problem === null && (problem === 'damaged') === (dropped > 0)
        && Object.getPrototypeOf(document.entries) === null && ({}).x === undefined
    }"""
    assert holds(module, script, text)
