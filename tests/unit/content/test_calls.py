"""Calls that are plain to see are the calls that Jinja would find."""

from __future__ import annotations

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes

from macros.content.calls import plain_calls

JINJA = jinja2.Environment(comment_start_string="{##", comment_end_string="##}")


def by_jinja(text: str) -> list[tuple[str, tuple[object, ...], int]]:
    """Every call by name, its arguments and the line, from 0. Raises where the text has anything else in braces."""
    tree = JINJA.parse(text)
    found = []
    for output in tree.body:
        assert isinstance(output, nodes.Output)
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData):
                continue
            assert isinstance(part, nodes.Call)
            assert isinstance(part.node, nodes.Name)
            values = tuple(argument.as_const() for argument in part.args)
            assert not part.kwargs
            found.append((part.node.name, values, part.lineno - 1))
    return found


PIECES = st.sampled_from(
    (
        *(
            "{",
            "}",
            "{{",
            "}}",
            "{%",
            "%}",
            "{##",
            "##}",
            "(",
            ")",
            '"',
            "'",
            ",",
            "\\",
            "\n",
            " ",
            "|",
            "-",
            "#",
            "é–",
        ),
        *(
            "quiz",
            "not",
            "a",
            '"flour"',
            '"two words"',
            "quiz()",
            '{{ term("a", "b") }}',
            "{{ quiz() }}",
            "words",
        ),
    )
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_they_are_found_as_jinja_finds_them(text: str) -> None:
    calls = plain_calls(text)
    if calls is not None:
        assert [(c.name, c.arguments, text.count("\n", 0, c.start)) for c in calls] == by_jinja(text)


def test_most_pages_have_no_others() -> None:
    text = 'A {{ term("capex", "spending") }} and {{quiz()}}.\n\n{{ chapter( "one" ) }}\n'
    calls = plain_calls(text)
    assert calls is not None
    assert [(c.name, c.arguments) for c in calls] == [
        ("term", ("capex", "spending")),
        ("quiz", ()),
        ("chapter", ("one",)),
    ]
    assert [text[c.start : c.end] for c in calls] == [
        '{{ term("capex", "spending") }}',
        "{{quiz()}}",
        '{{ chapter( "one" ) }}',
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ quiz }}",
        "{{ quiz(1) }}",
        "{{ quiz('a') | upper }}",
        '{{ quiz("a\\"") }}',
        "{{- quiz() }}",
        "{{ not() }}",
        "{{{ quiz() }}}",
        "{% raw %}{{ quiz() }}{% endraw %}",
        "{## a remark ##}",
        "{{ quiz(",
    ],
)
def test_anything_else_is_left_to_jinja(text: str) -> None:
    assert plain_calls(text) is None
