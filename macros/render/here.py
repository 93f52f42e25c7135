"""Where a fragment will stand, and how addresses look from there."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Here:
    """The page a fragment is rendered for.

    `uri` is the page's source below docs/ ("chapters/04-flexibility.md"), `url` its address below the site's root
    ("chapters/04-flexibility/", or "chapters/04-flexibility.html" where a site is read from disk; "" for the home page).
    """

    uri: str
    url: str

    @property
    def directory_urls(self) -> bool:
        return not self.url.endswith(".html")

    def to(self, uri: str, anchor: str = "") -> str:
        """The relative address of another source page ("glossary.md") seen from here."""
        suffix = f"#{anchor}" if anchor else ""
        if uri == self.uri:
            return suffix or "#"
        return self._relative(page_url(uri, self.directory_urls)) + suffix

    def asset(self, path: str) -> str:
        """The relative address of a file below the site's root."""
        return self._relative(path)

    def from_link(self, link: str) -> str:
        """An author's link ("../glossary.md#capex", relative to the source page) as a browser needs it."""
        path, _, anchor = link.partition("#")
        if not path.endswith(".md") or "://" in path:
            return link
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self.uri), path))
        return self.to(target, anchor)

    def _relative(self, target: str) -> str:
        base = self.url if self.url.endswith("/") or not self.url else posixpath.dirname(self.url)
        relative = _relative_path(target, base)
        return relative + ("/" if target.endswith("/") or not target else "")


def _relative_path(target: str, base: str) -> str:
    """`posixpath.relpath` of two paths below the site's root; that one asks the system twice in which folder it runs."""
    there, here = (
        [] if path == "." else path.split("/")
        for path in (posixpath.normpath(p or ".") for p in (target, base))
    )
    common = len(posixpath.commonprefix([there, here]))
    return "/".join([".."] * (len(here) - common) + there[common:]) or "."


_PAGE_LINK = re.compile(r"(?<=\]\()(?!/|[a-z][a-z+.-]*:)([^)\s#]+\.md)", re.IGNORECASE)


def moved_links(text: str, source: str, target: str) -> str:
    """Markdown that was written for the page `source`, with its links to files as the page `target` has to write them."""
    before, after = posixpath.dirname(source), posixpath.dirname(target) or "."

    def moved(match: re.Match[str]) -> str:
        return posixpath.relpath(posixpath.normpath(posixpath.join(before, match[1])), after)

    return _PAGE_LINK.sub(moved, text)


def page_url(uri: str, directory_urls: bool = True) -> str:
    """The address below the site's root that a source page gets from either host."""
    stem = uri.removesuffix(".md")
    if not directory_urls:
        return f"{stem}.html"
    if posixpath.basename(stem) == "index":
        folder = posixpath.dirname(stem)
        return f"{folder}/" if folder else ""
    return f"{stem}/"
