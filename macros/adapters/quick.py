"""Spares MkDocs what it has done in an earlier build, and what it does for nobody.

The theme's templates are compiled once and kept (macros/memo.py), and a page's calls are filled without compiling the page. An entry of
the navigation is written once for all pages that show the same. Of the theme's files only those are looked at that can be published, of a
page's front matter the host reads what a host can use, and a page that is written is let go. Pages are the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template, pass_context
from jinja2.runtime import Context
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.pages import Page

from macros.adapters import searching
from macros.adapters.artifacts import is_serving
from macros.build import opened_course
from macros.content.calls import PlainCall, plain_calls
from macros.content.front_matter import without_course
from macros.memo import Templates

NAME = "course-quick"
# The plugins of which none reads a page that is written.
_ASK_NOTHING = {"search", "material/search", "macros", NAME, searching.NAME}
# How the settings of a course make the host read its pages.
_USUAL = {
    "block_start_string": "{%",
    "variable_start_string": "{{",
    "variable_end_string": "}}",
    "comment_start_string": "{##",
    "line_statement_prefix": None,
    "line_comment_prefix": None,
    "newline_sequence": "\n",
    "keep_trailing_newline": False,
    "autoescape": False,
    "finalize": None,
    "is_async": False,
}


class Quick(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """`root` is the folder of mkdocs.yml. Takes its place while the host is configured, before it reads a page."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def on_pre_build(self, /, *, config: Any) -> None:
        # A server's pages change their titles while it runs.
        keep_theme(config.theme, is_for_one_site=not is_serving())
        macros = config.plugins.get("macros")
        if isinstance(getattr(macros, "env", None), Environment):
            fill_calls(macros.env)

    def on_page_read_source(self, /, *, page: Page, config: Any) -> str | None:
        path = page.file.abs_src_path
        uri = f"docs/{page.file.src_uri}"
        if path is None or Path(path) != self._root / uri:
            return None
        text = opened_course(self._root).texts.get(uri)
        return None if text is None else without_course(text)

    @event_priority(-100)
    def on_post_page(self, output: str, /, *, page: Page, config: Any) -> None:
        """Let go of a page that is written: the host holds all of them to its end, for plugins that may ask."""
        if not is_serving() and config.plugins.keys() <= _ASK_NOTHING:
            page.content = page.markdown = None


# In the theme's templates, where an entry of the navigation is written, and what is written there instead.
_ENTRIES = {
    "partials/nav.html": ("item.render(nav_item, path, 1)", "entry_once(item.render, nav_item, path, 1)"),
    "partials/nav-item.html": (
        '{{ render(item, path ~ "_" ~ loop.index, level + 1, nav_item) }}',
        '{{ entry_once(render, item, path ~ "_" ~ loop.index, level + 1, nav_item) }}',
    ),
}


class _Published(FileSystemLoader):
    """Lists no templates in hidden folders: a theme has thousands of icons there, and MkDocs publishes none of them. Lets entries of
    the navigation be written once for all pages that show the same."""

    writes_once = False

    def get_source(self, environment: Environment, template: str) -> Any:
        source, *rest = super().get_source(environment, template)
        if self.writes_once and template in _ENTRIES:
            source = source.replace(*_ENTRIES[template])
        return source, *rest

    def list_templates(self) -> list[str]:
        found = set()
        for base in map(os.fspath, self.searchpath):
            for place, folders, names in os.walk(base, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                below = place[len(base) :].strip(os.sep).replace(os.sep, "/")
                found |= {f"{below}/{name}" if below else name for name in names}
        return sorted(found)


def keep_theme(theme: Any, is_for_one_site: bool = False) -> None:
    """Let the theme make environments whose compiled templates are kept. Those that are made for one site, whose pages do not change
    while it is built, write each entry of the navigation once."""
    make = type(theme).get_env

    def get_env() -> Environment:
        env: Environment = make(theme)
        if isinstance(env.loader, FileSystemLoader):
            env.loader = _Published(env.loader.searchpath, env.loader.encoding, env.loader.followlinks)
            env.loader.writes_once = is_for_one_site
            env.globals["entry_once"] = _entry_once()
        env.bytecode_cache = Templates("theme", *_settings(env))
        return env

    theme.get_env = get_env


def _entry_once() -> Callable[..., str]:
    """A function for templates: an entry that does not lead to the page itself looks the same on every page of a folder, however
    many chapters there are, and to write it again takes the longer the more there are."""
    # With each entry, so that no other takes its id.
    written: dict[tuple[object, ...], tuple[object, str]] = {}
    folders: dict[int, tuple[object, frozenset[str]]] = {}

    def folders_of(nav: Any) -> frozenset[str]:
        """The addresses below which others stand."""
        if id(nav) not in folders:
            above = (url.split("/")[:-1] for url in (page.url.rstrip("/") for page in nav.pages))
            found = frozenset(f"{'/'.join(parts[:n])}/" for parts in above for n in range(1, len(parts) + 1))
            folders[id(nav)] = nav, found
        return folders[id(nav)][1]

    @pass_context
    def entry(context: Context, render: Any, item: Any, path: str, level: int, parent: Any = None) -> str:
        page = context.get("page")
        if page is None or item.active or getattr(item, "pages", None):
            return str(render(item, path, level, parent))
        # From these, links into the folder are written otherwise than from the pages beside them.
        is_folder = not page.url or page.url in folders_of(context["nav"])
        place = page.url if is_folder else page.url.rstrip("/").rpartition("/")[0]
        key = (id(item), path, level, bool(parent and parent.active), is_folder, place)
        if key not in written:
            written[key] = item, str(render(item, path, level, parent))
        return written[key][1]

    return entry


def fill_calls(env: Environment) -> None:
    """Let pages whose calls are plain to see be filled without making a template of each, which is used once."""
    compiled = env.from_string

    def from_string(source: Any, globals: Any = None, template_class: Any = None) -> Any:
        calls = None
        if isinstance(source, str) and globals is None and template_class is None and _is_usual(env):
            calls = plain_calls(source)
        if calls is None:
            return compiled(source, globals, template_class)
        return _Filled(source, calls, env.globals, compiled)

    env.from_string = from_string  # type: ignore[method-assign]


@dataclass(frozen=True, slots=True)
class _Filled:
    """A page in the place of its template; one that calls what is not there, or what wants to know of the template, becomes one."""

    source: str
    calls: tuple[PlainCall, ...]
    globals: Mapping[str, Any]
    compiled: Callable[[str], Template]

    def render(self, *given: Any, **variables: Any) -> str:
        known = dict(*given, **variables)
        called: list[Any] = [known.get(call.name, self.globals.get(call.name)) for call in self.calls]
        if not all(map(_is_plain, called)):
            return self.compiled(self.source).render(known)
        pieces: list[str] = []
        at = 0
        for call, macro in zip(self.calls, called, strict=True):
            pieces += (self.source[at : call.start], str(macro(*call.arguments)))
            at = call.end
        # One line end goes, as a template's last does.
        return "".join((*pieces, self.source[at:].removesuffix("\n")))


def _is_plain(called: Any) -> bool:
    """Whether a template would call it with the arguments alone."""
    return callable(called) and not any(hasattr(c, "jinja_pass_arg") for c in (called, called.__call__))


def _is_usual(env: Environment) -> bool:
    """Whether pages are written with the signs that `plain_calls` knows, and nothing else happens to what they hold."""
    return _USUAL.items() <= vars(env).items()


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
