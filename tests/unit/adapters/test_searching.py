"""Forms are out of the way while the host's search reads a page, and in their places afterwards."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from material.plugins.search.plugin import SearchIndex
from mkdocs.plugins import BasePlugin, PluginCollection

from macros import memo
from macros.adapters.searching import NAME, FormsAside


class Search(BasePlugin):  # type: ignore[type-arg]
    """Keeps what it is shown, as the host's search does."""

    def on_page_context(self, context: Any, /, *, page: Any, **rest: Any) -> None:
        self.seen = page.content


def searched(content: str) -> tuple[str, str]:
    """What the search saw of a page, and the page after it."""
    search, plugins = Search(), PluginCollection()
    plugins["search"] = search
    plugins[NAME] = FormsAside()
    page: Any = SimpleNamespace(content=content)
    config: Any = SimpleNamespace(plugins=plugins)
    plugins.on_page_context({}, page=page, config=config, nav=None)  # type: ignore[arg-type]
    return search.seen, page.content


@pytest.mark.parametrize(
    "content",
    [
        '<p>Before</p><learn-quiz class="learn" data-id="a" data-search-exclude data-x="<">\n<form>one</form></learn-quiz><p>After</p>',
        "<learn-quiz data-search-exclude>a</learn-quiz><p>b</p><learn-worksheet data-search-exclude>c \\1 \\g<0></learn-worksheet>",
        "<learn-term>a <span data-search-exclude>b</span></learn-term>",
        "<p>No form at all</p>",
        "",
    ],
)
def test_a_page_is_the_same_after_the_search(content: str) -> None:
    assert searched(content)[1] == content


def test_the_search_sees_what_stands_around_a_form_and_no_heading_in_it() -> None:
    seen, _ = searched(
        '<p>First</p><learn-quiz data-search-exclude><h3 id="x">Result</h3></learn-quiz><learn-saved>Last</learn-saved>'
    )
    assert "<p>First</p>" in seen
    assert "<learn-saved>Last</learn-saved>" in seen
    assert "Result" not in seen


def test_words_that_look_like_a_place_are_left_alone() -> None:
    content = "<p>a</p><!-- aside 7 --><learn-quiz data-search-exclude>b</learn-quiz>"
    assert searched(content)[1] == content


class Index(BasePlugin):  # type: ignore[type-arg]
    """The host's own index, which counts how often it reads a page."""

    def __init__(self) -> None:
        self.search_index = SearchIndex()
        self.read = 0

    def on_page_context(self, context: Any, /, *, page: Any, **rest: Any) -> None:
        self.read += not (page.meta.get("search") or {}).get("exclude")
        self.search_index.add_entry_from_context(page)


def listed(content: str, meta: dict[str, Any], title: str = "Title") -> tuple[list[dict[str, Any]], int]:
    """What the index holds of a page, and how often it was read."""
    index, plugins = Index(), PluginCollection()
    plugins["search"] = index
    plugins[NAME] = FormsAside()
    page: Any = SimpleNamespace(content=content, meta=dict(meta), title=title, url="page/", toc=())
    config: Any = SimpleNamespace(plugins=plugins)
    plugins.on_page_context({}, page=page, config=config, nav=None)  # type: ignore[arg-type]
    assert page.meta == meta
    assert page.content == content
    return index.search_index.entries, index.read


PAGE = '<h1 id="a">One</h1><p>words</p><h2 id="b">Two</h2><p>more</p>'
SEARCHED: dict[str, tuple[str, dict[str, Any], str]] = {
    "its words": (PAGE.replace("words", "others"), {}, "Title"),
    "its title": (PAGE.replace("h1", "h3"), {}, "Other"),
    "the title in its front matter": (PAGE, {"title": "Other"}, "Title"),
    "its weight": (PAGE, {"search": {"boost": 2}}, "Title"),
    "its tags": (PAGE, {"tags": ["new"]}, "Title"),
    "that it is left out": (PAGE, {"search": {"exclude": True}}, "Title"),
}


def test_an_unchanged_page_is_listed_again_without_being_read() -> None:
    memo.forget()
    first, reads = listed(PAGE, {})
    assert reads == 1
    assert [entry["location"] for entry in first] == ["page/", "page/#b"]
    assert listed(PAGE, {}) == (first, 0)


@pytest.mark.parametrize("what", SEARCHED)
def test_a_change_of_a_page_is_listed_as_if_it_were_new(what: str) -> None:
    memo.forget()
    listed(PAGE, {})
    listed(PAGE.replace("h1", "h3"), {})
    after, _ = listed(*SEARCHED[what])
    memo.forget()
    assert after == listed(*SEARCHED[what])[0]


def test_what_is_kept_does_not_change_with_the_index() -> None:
    memo.forget()
    first, _ = listed(PAGE, {})
    first[0]["text"] = "spoiled"
    assert listed(PAGE, {})[0][0]["text"] == "<p>words</p>"
