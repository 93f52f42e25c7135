"""Anchors, macro calls and words of a page's body."""

from __future__ import annotations

from macros.content.pages import read_page
from macros.model.course import Page
from macros.model.problem import Problem


def page(body: str) -> tuple[Page, list[Problem]]:
    return read_page("a.md", "", body, 10, ())


def test_anchors_are_written_or_made_from_the_heading() -> None:
    found, _ = page("# The title\n\n## One idea {#idea}\n\n### Second Thought\n")
    assert {k: v.line for k, v in found.anchors.items()} == {
        "the-title": 10,
        "idea": 12,
        "second-thought": 14,
    }
    assert found.title == "The title"


def test_headings_in_code_are_no_anchors() -> None:
    found, _ = page("```\n## Not this {#no}\n```\n")
    assert found.anchors == {}


def test_the_same_anchor_twice_is_reported() -> None:
    _, problems = page("## A {#x}\n\n## B {#x}\n")
    assert [str(p) for p in problems] == [
        'docs/a.md:12: The anchor "x" stands twice, first on line 10. '
        "Give one of the headings another {#anchor}. [page/duplicate-anchor]"
    ]


def test_macro_calls_keep_their_lines_and_arguments() -> None:
    found, problems = page('Text {{ term("a", "b") }}\n\n{{ quiz() }}\n\n{{ quiz(1 + 1) }} {{ quiz(x="y") }}')
    assert problems == []
    assert [(c.where.line, c.name, c.arguments) for c in found.calls] == [
        (10, "term", ("a", "b")),
        (12, "quiz", ()),
        (14, "quiz", None),
        (14, "quiz", None),
    ]


def test_braces_that_do_not_close_are_reported_with_their_line() -> None:
    _, problems = page("Text\n\n{{ quiz( }}\n")
    assert [(p.where.line, p.rule) for p in problems] == [(12, "page/macro-syntax")]


def test_a_name_that_is_not_called_is_reported() -> None:
    found, problems = page("{{ quiz }}")
    assert found.strays == ("quiz",)
    assert problems[0].remedy == "Write {{ quiz() }}."


def test_words_of_prose_are_counted_without_code_and_macros() -> None:
    found, _ = page('One two {{ term("three") }}.\n\n```\nfour five\n```\n\n!!! story "Box"\n    six seven\n')
    assert found.words == 2 + 2 + 2
