"""Lists worksheets in a built site's search index.

A worksheet's page is a form, of which a host's index would keep the title and a few lines after reading thousands of tags.
So pages that hold a sheet alone are kept from the host, and what a reader looks for is added here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

INDEXES = ("search/search_index.json", "search.json")
"""Where a host puts its index: MkDocs, Zensical."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as a reader finds it: `address` below the site's root, `texts` a paragraph each, in plain words."""

    address: str
    title: str
    texts: tuple[str, ...]


def with_entries(index: bytes, entries: Iterable[Entry]) -> bytes:
    """`index` with the `entries` that it does not hold yet; an index of another shape is left as it is."""
    try:
        value = json.loads(index)
    except ValueError:
        return index
    listed = (value.get("docs") or value.get("items")) if isinstance(value, dict) else None
    if not isinstance(listed, list):
        return index
    known = {entry.get("location") for entry in listed}
    new = [_entry(entry, "items" in value) for entry in entries if entry.address not in known]
    if not new:
        return index
    listed += new
    return json.dumps(value, separators=(",", ":"), ensure_ascii="items" not in value).encode()


def _entry(entry: Entry, with_path: bool) -> dict[str, Any]:
    text = " ".join(f"<p>{escape(text, quote=False)}</p>" for text in entry.texts if text)
    value: dict[str, Any] = {
        "location": entry.address,
        "title": escape(entry.title, quote=False),
        "text": text,
    }
    # One host's index says where a page stands; outside the navigation that is below nothing.
    return value | {"level": 1, "path": [value["title"]], "tags": []} if with_path else value
