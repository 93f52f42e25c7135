"""Markdown in front matter, quizzes and worksheets to HTML: a short, own list of features, raw HTML always escaped.

The site's Markdown extensions never run on fragments, so a plugin cannot leak a glossary or a button into an answer.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import MutableMapping
from functools import lru_cache
from html import unescape
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from macros.render.here import Here

# Tags that part no words: "**word**." has no space before its full stop.
_INSIDE_A_WORD = re.compile(r"</?(?:a|code|em|s|strong)\b[^>]*>")
# One line of words in which Markdown can find nothing: most labels and titles, and parsing costs a hundred times as much.
_UNMARKED = re.compile(r"[A-Za-z](?: ?[A-Za-z0-9,.;:'’?%/()-])*")
# Many times what a course of a dozen chapters has; what a server follows for days stays bounded.
_TEXTS = 8192
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _with_links(env: MutableMapping[str, Any], tokens: Any) -> Any:
    here: Here | None = env.get("here")
    for token in tokens:
        if token.children:
            _with_links(env, token.children)
        if here and token.type == "link_open":
            token.attrSet("href", here.from_link(str(token.attrGet("href"))))
        if token.type in ("th_open", "td_open") and (style := token.attrs.pop("style", "")):
            # The policy of the site refuses styles in attributes.
            token.attrSet("align", str(style).rpartition(":")[2])
        if token.type == "image" and here:
            source = str(token.attrGet("src"))
            if "://" not in source and not source.startswith(("/", "data:")):
                token.attrSet("src", here.asset(_below_root(here, source)))
    return tokens


def _below_root(here: Here, source: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(here.uri), source))


def _may_link(text: str) -> bool:
    """Only addresses are different on another page."""
    return "]" in text or "<" in text


def inline(text: str, here: Here | None = None) -> Markup:
    """One line of Markdown without a paragraph around it."""
    if _UNMARKED.fullmatch(text):
        return Markup(text)
    return _inline(text, here if _may_link(text) else None)


@lru_cache(maxsize=_TEXTS)
def _inline(text: str, here: Here | None) -> Markup:
    env: dict[str, Any] = {"here": here}
    tokens = _with_links(env, _MARKDOWN.parseInline(text, env))
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env))


def block(text: str, here: Here | None = None) -> Markup:
    """Paragraphs, lists, tables, code and images."""
    if _UNMARKED.fullmatch(text):
        return Markup(f"<p>{text}</p>")
    return _block(text, here if _may_link(text) else None)


@lru_cache(maxsize=_TEXTS)
def _block(text: str, here: Here | None) -> Markup:
    env: dict[str, Any] = {"here": here}
    tokens = _with_links(env, _MARKDOWN.parse(text, env))
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env).strip())


def plain(text: str) -> str:
    """The words alone, for titles, labels and manifests: one line, no marks."""
    if _UNMARKED.fullmatch(text):
        return text
    return _plain(text)


@lru_cache(maxsize=_TEXTS)
def _plain(text: str) -> str:
    html = _INSIDE_A_WORD.sub("", str(block(text)))
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
