"""What is left out while a page or a quiz is read for the check holds nothing that the check would find."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from macros.content import pages
from macros.content.quizdown import blocks, grammar, parse_quiz
from macros.model.problem import Where

SIGNS = st.sampled_from(
    (
        *(
            "[",
            "](b.md)",
            "![",
            "<",
            "<b onclick='x'>",
            "<https://a.example>",
            "{",
            "{: style='x' }",
            "}",
            "*",
            "`",
            "\\",
            "\n",
        ),
        *("words", " ", "&lt;", "## ", "- ", "> ", "[a]: b\n", "[a]", "<!-- x -->", "    "),
    )
)
TEXTS = st.lists(SIGNS, max_size=14).map("".join)


@given(TEXTS)
def test_a_page_is_read_as_if_every_line_had_been_looked_into(text: str) -> None:
    quick = pages.read_page("a.md", "", text, 1, ())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "_READING", MarkdownIt("commonmark"))
        assert pages.read_page("a.md", "", text, 1, ()) == quick


@given(TEXTS)
def test_a_quiz_is_read_as_if_every_line_had_been_looked_into(text: str) -> None:
    where = Where(PurePosixPath("quizzes/a.md"))
    quick = parse_quiz(text, where, "a")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "MARKDOWN", grammar._parser())
        assert parse_quiz(text, where, "a") == quick
