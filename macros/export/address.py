"""Where a file of the built site stands, as pages and browsers write it."""

from __future__ import annotations

from posixpath import basename
from urllib.parse import quote


def address_of(path: str) -> str:
    """The address pages link to: a folder's page without its file name, with signs that no address may hold as their numbers."""
    address = path.removesuffix("index.html") if basename(path) == "index.html" else path
    return quote(address, safe="/!$&'()*+,;=:@~")
