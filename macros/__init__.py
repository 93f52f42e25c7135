"""A course generator: content files in, learning site out. The rooms stand in docs/contribute/architecture.md."""

from __future__ import annotations

from typing import Any


def define_env(env: Any) -> None:
    """The doorway of the macros plugin; imported late, so that readers of the model do not load a host's rooms."""
    from macros.adapters.macros import define_env as define

    define(env)


def on_post_build(env: Any) -> None:
    """Called by MkDocs when all pages are written."""
    from macros.adapters.macros import on_post_build as finish

    finish(env)
