"""Keeps a page's forms out of the way while MkDocs' search reads the page.

The host's search reads every tag of a page, also those between which it keeps nothing (`data-search-exclude`): a quarter of
a whole build's time. And it lists headings inside of forms, which lead a reader to nothing. So the forms are put aside before
and put back after it: pages are the same bytes, and the index has the rest.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any

from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.pages import Page

NAME = "course-search"
# Our elements do not stand in each other under one name, and texts in them are escaped.
_FORM = re.compile(r"<(learn-[a-z]+)\b[^>]*\sdata-search-exclude\b.*?</\1>", re.DOTALL)
_ASIDE = "<!-- aside {} -->"
_PLACE = re.compile(r"<!-- aside (\w+) -->")


class FormsAside(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Two steps around the search's own, which listens to the same event."""

    def __init__(self) -> None:
        self._forms: dict[str, str] = {}

    @event_priority(100)
    def _before(self, context: Any, /, *, page: Page, **rest: Any) -> None:
        self._forms = {}
        page.content = _FORM.sub(self._put_aside, page.content or "")

    @event_priority(-100)
    def _after(self, context: Any, /, *, page: Page, **rest: Any) -> None:
        forms = self._forms
        if forms:
            page.content = _PLACE.sub(lambda match: forms.get(match[1], match[0]), page.content or "")

    on_page_context = CombinedEvent(_before, _after)

    def _put_aside(self, match: re.Match[str]) -> str:
        # A name that no author writes.
        name = blake2b(match[0].encode(), digest_size=8).hexdigest()
        self._forms[name] = match[0]
        return _ASIDE.format(name)
