"""What stands inside of lines is read only where a sign says that there is something to find: most lines are words alone."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore


def reading_only(markdown: MarkdownIt, signs: str) -> MarkdownIt:
    """The parser, which leaves an inline token without children where its content has none of the signs."""
    found = re.compile(f"[{re.escape(signs)}]").search

    def inline(state: StateCore) -> None:
        for token in state.tokens:
            if token.type == "inline":
                token.children = []
                if found(token.content):
                    state.md.inline.parse(token.content, state.md, state.env, token.children)

    markdown.core.ruler.at("inline", inline)
    return markdown
