"""Spares MkDocs what it has done in an earlier build, and what it does for nobody.

The theme's templates and the calls in pages are compiled once and kept (macros/memo.py); of the theme's files only those are looked
at that can be published; and of a page's front matter the host reads what a host can use. Pages are the same bytes.
"""

from __future__ import annotations

import marshal
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page

from macros.build import opened_course
from macros.content.front_matter import without_course
from macros.memo import Templates, recall

NAME = "course-quick"
# What a filter gives may depend on the page, and be compiled into it.
_FILTERED = re.compile(r"\{[{%][^}]*\|")


class Quick(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """`root` is the folder of mkdocs.yml. Takes its place while the host is configured, before it reads a page."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def on_pre_build(self, /, *, config: Any) -> None:
        keep_theme(config.theme)
        macros = config.plugins.get("macros")
        if isinstance(getattr(macros, "env", None), Environment):
            keep_pages(macros.env)

    def on_page_read_source(self, /, *, page: Page, config: Any) -> str | None:
        path = page.file.abs_src_path
        uri = f"docs/{page.file.src_uri}"
        if path is None or Path(path) != self._root / uri:
            return None
        text = opened_course(self._root).texts.get(uri)
        return None if text is None else without_course(text)


class _Published(FileSystemLoader):
    """Lists no templates in hidden folders: a theme has thousands of icons there, and MkDocs publishes none of them."""

    def list_templates(self) -> list[str]:
        found = set()
        for base in map(os.fspath, self.searchpath):
            for place, folders, names in os.walk(base, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                below = place[len(base) :].strip(os.sep).replace(os.sep, "/")
                found |= {f"{below}/{name}" if below else name for name in names}
        return sorted(found)


def keep_theme(theme: Any) -> None:
    """Let the theme make environments whose compiled templates are kept."""
    make = type(theme).get_env

    def get_env() -> Environment:
        env: Environment = make(theme)
        if isinstance(env.loader, FileSystemLoader):
            env.loader = _Published(env.loader.searchpath, env.loader.encoding, env.loader.followlinks)
        env.bytecode_cache = Templates("theme", *_settings(env))
        return env

    theme.get_env = get_env


def keep_pages(env: Environment) -> None:
    """Compile a page that calls parts only where no run has compiled the same words before."""
    compile_anew: Callable[..., Any] = env.compile
    settings = _settings(env)

    def compile(
        source: Any, name: Any = None, filename: Any = None, raw: bool = False, defer_init: bool = False
    ) -> Any:
        if name or filename or raw or not isinstance(source, str) or _FILTERED.search(source):
            return compile_anew(source, name, filename, raw, defer_init)
        parts = (*settings, str(defer_init), source)
        return marshal.loads(
            recall("pages", parts, lambda: marshal.dumps(compile_anew(source, defer_init=defer_init)))
        )

    env.compile = compile  # type: ignore[method-assign]


def _settings(env: Environment) -> tuple[str, ...]:
    """What an environment compiles a template differently for."""
    marks = (
        "block_start_string",
        "block_end_string",
        "variable_start_string",
        "variable_end_string",
        "comment_start_string",
        "comment_end_string",
        "line_statement_prefix",
        "line_comment_prefix",
        "trim_blocks",
        "lstrip_blocks",
        "newline_sequence",
        "keep_trailing_newline",
        "optimized",
        "autoescape",
        "is_async",
    )
    return (*(repr(getattr(env, mark)) for mark in marks), *sorted(env.extensions), *sorted(env.filters))
