"""Keeps a page's forms out of the way while MkDocs' search reads the page, and unchanged pages altogether.

The host's search reads every tag of a page, also those between which it keeps nothing (`data-search-exclude`): a quarter of
a whole build's time. And it lists headings inside of forms, which lead a reader to nothing. So the forms are put aside before
and put back after it: pages are the same bytes, and the index has the rest. What the index got of a page is kept, and put there again
while the page stays the same.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any

from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.pages import Page

from macros.memo import known, recall

NAME = "course-search"
# Of these, none of ours stands in another of its name, and texts in them are escaped. What an author writes has other classes.
_FORM = re.compile(
    r"<(learn-[a-z]+|template|(?:dl|p|svg|ul)(?=[^>]*\sclass=\"learn))\b[^>]*\sdata-search-exclude\b.*?</\1>",
    re.DOTALL,
)
_ASIDE = "<!-- aside {} -->"
_PLACE = re.compile(r"<!-- aside (\w+) -->")


_Entries = tuple[dict[str, Any], ...]


class FormsAside(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Two steps around the search's own, which listens to the same event."""

    def __init__(self) -> None:
        self._forms: dict[str, str] = {}
        self._parts: tuple[str, ...] = ()
        self._known: _Entries | None = None
        self._before_page = 0
        self._asked: Any = None

    @event_priority(100)
    def _before(self, context: Any, /, *, page: Page, config: Any, **rest: Any) -> None:
        self._forms = {}
        page.content = _FORM.sub(self._put_aside, page.content or "")
        self._parts, self._known = (), None
        entries = _index_of(config)
        if entries is None:
            return
        self._before_page = len(entries)
        self._asked = page.meta.get("search")
        titles = (str(page.title), repr(page.meta.get("title")), repr(page.meta.get("tags")))
        self._parts = (page.url, *titles, repr(self._asked), page.content)
        self._known = known("sections", self._parts)
        if self._known is not None:
            page.meta["search"] = {"exclude": True}

    @event_priority(-100)
    def _after(self, context: Any, /, *, page: Page, config: Any, **rest: Any) -> None:
        forms = self._forms
        if forms:
            page.content = _PLACE.sub(lambda match: forms.get(match[1], match[0]), page.content or "")
        entries = _index_of(config)
        if entries is None or not self._parts:
            return
        if self._known is not None:
            if self._asked is None:
                del page.meta["search"]
            else:
                page.meta["search"] = self._asked
        found = recall("sections", self._parts, lambda: tuple(map(dict, entries[self._before_page :])))
        if self._known is not None:
            entries += map(dict, found)

    on_page_context = CombinedEvent(_before, _after)

    def _put_aside(self, match: re.Match[str]) -> str:
        # A name that no author writes.
        name = blake2b(match[0].encode(), digest_size=8).hexdigest()
        self._forms[name] = match[0]
        return _ASIDE.format(name)


def _index_of(config: Any) -> list[dict[str, Any]] | None:
    """The entries of the search that leaves a page out where its front matter says so; None where another search is used."""
    for plugin in config.plugins.values():
        index = getattr(plugin, "search_index", None)
        entries = getattr(index, "entries", None)
        if type(index).__module__.startswith("material.") and isinstance(entries, list):
            return entries
    return None
