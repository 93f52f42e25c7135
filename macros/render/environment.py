"""The one Jinja environment: autoescape on, undefined names are errors, templates in this package."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from macros.memo import Templates
from macros.render import text


@cache
def environment() -> Environment:
    env = Environment(
        loader=PackageLoader("macros.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        # A server begins anew when one of them is saved (adapters/reload.py).
        auto_reload=False,
        bytecode_cache=Templates("engine"),
    )
    env.filters["inline"] = _inline
    env.filters["block"] = _block
    env.filters["plain"] = text.plain
    return env


@pass_context
def _inline(context: Context, value: str) -> Markup:
    return text.inline(value, context.get("here"))


@pass_context
def _block(context: Context, value: str) -> Markup:
    return text.block(value, context.get("here"))


def render(template: str, **values: Any) -> str:
    """The template's HTML; pass `here` so that links inside texts fit the page."""
    return environment().get_template(template).render(**values)
