"""Forms are out of the way while the host's search reads a page, and in their places afterwards."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.plugins import BasePlugin, PluginCollection

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
    plugins.on_page_context({}, page=page, config=None, nav=None)  # type: ignore[arg-type]
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
