"""The quizdown reader: sample files with what they mean, and texts nobody would write."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from macros.content.quizdown import parse_quiz
from macros.content.quizdown.blocks import Choices, Quote, read_layout
from macros.model.problem import Problem, Where
from macros.model.quiz import Kind
from macros.render import text as render
from tests import quizdown


def rules(text: str) -> list[str]:
    """Line and rule of each problem."""
    _, problems = quizdown.read(text)
    return [f"{p.where.line} {p.rule}" for p in problems]


@pytest.mark.parametrize("name", quizdown.SAMPLES)
def test_a_sample_is_read_as_its_expectation_says(name: str) -> None:
    quiz, problems = quizdown.read(quizdown.source(name), name)
    actual = quizdown.as_json(quiz, problems)
    path = quizdown.FOLDER / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(actual, "utf-8", newline="\n")
    assert path.exists(), f"no expectation {path}; run UPDATE_GOLDEN=1 pytest and read the diff"
    assert actual == path.read_text("utf-8")


def test_every_file_beside_the_samples_belongs_to_one() -> None:
    files = [path for path in quizdown.FOLDER.iterdir() if path.suffix in {".json", ".differs"}]
    assert [path.name for path in files if path.stem not in quizdown.SAMPLES] == []


def test_every_reason_to_differ_is_a_sentence() -> None:
    reasons = {path.stem: path.read_text("utf-8").strip() for path in quizdown.FOLDER.glob("*.differs")}
    assert [name for name, reason in reasons.items() if len(reason) < 20 or not reason.endswith(".")] == []


@pytest.mark.parametrize("name", quizdown.SAMPLES)
def test_line_ends_of_windows_change_nothing(name: str) -> None:
    source = quizdown.source(name)
    assert quizdown.read(source.replace("\n", "\r\n")) == quizdown.read(source)
    assert quizdown.read(source.replace("\n", "\r")) == quizdown.read(source)


@pytest.mark.parametrize("name", quizdown.SAMPLES)
def test_a_missing_last_line_end_changes_nothing(name: str) -> None:
    source = quizdown.source(name)
    assert quizdown.read(source.rstrip("\n")) == quizdown.read(source)


def test_lines_count_from_where_the_text_starts() -> None:
    quiz, problems = parse_quiz("## Q?\n\n- [ ] a\n- [ ] b\n", Where(PurePosixPath("page.md"), 40), "q")
    assert quiz is not None
    assert [option.where.line for option in quiz.questions[0].options] == [42, 43]
    assert str(problems[0]) == (
        "page.md:40: This question has no right answer. Mark one option with [x]. [quiz/no-right-answer]"
    )


def test_a_question_with_a_mistake_is_read_as_far_as_it_goes() -> None:
    quiz, problems = quizdown.read(
        "## One?\n\n- [ ] a\n- [ ] b\n\n## Two?\n\n## Three?\n\n- [x] a\n- [ ] b\n"
    )
    assert quiz is not None
    assert [question.id for question in quiz.questions] == ["one", "three"]
    assert [problem.rule for problem in problems] == ["quiz/no-right-answer", "quiz/no-options"]


def test_an_option_keeps_its_id_when_it_moves_and_changes_it_with_its_words() -> None:
    def ids(*options: str) -> list[str]:
        quiz, _ = quizdown.read("## Q?\n\n" + "".join(f"- [x] {option}\n" for option in options))
        assert quiz is not None
        return [option.id for option in quiz.questions[0].options]

    assert sorted(ids("a", "b")) == sorted(ids("b", "a"))
    assert ids("a  b") == ids("a b")
    assert ids("a") != ids("A")


def test_the_same_words_in_two_options_get_two_ids() -> None:
    quiz, _ = quizdown.read("## Q?\n\n- [x] a\n- [ ] a\n- [ ] a\n")
    assert quiz is not None
    first, second, third = (option.id for option in quiz.questions[0].options)
    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_a_sequence_of_eleven_steps_has_its_key_in_file_order() -> None:
    quiz, _ = quizdown.read(quizdown.source("sequence-of-eleven"))
    assert quiz is not None
    (question,) = quiz.questions
    assert question.kind is Kind.SEQUENCE
    assert question.key == tuple(option.id for option in question.options)
    assert [option.text for option in question.options][9:] == ["ten", "eleven"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Q?\n\n- [x] a\n  - [ ] nested boxes are text\n- [ ] b\n", []),
        ("## Q?\n\n> - [x] a\n\n- [x] b\n- [ ] c\n", []),
        ("> ## Q?\n\n- [x] b\n", ["1 quiz/empty", "1 quiz/text-before-heading"]),
        ("## Q?\n\n- [x] a\n- [ ] b\n---\n", ["5 quiz/stray-rule"]),
        ("## Q?\n\n- [x] a\n\n  ---\n- [ ] b\n", ["5 quiz/stray-rule"]),
        ("---\n\n## Q?\n\n- [x] a\n", ["1 quiz/stray-rule"]),
        ("---\nlocale: en\n## Q?\n\n- [x] a\n", ["1 quiz/unclosed-settings"]),
        ("## Q?\n\n---\n# a comment\nid: q\n---\n\n- [x] a\n", []),
        ("## Q?\n\n-----\nid: q\n---\n-----\n\n- [x] a\n", ["5 yaml/syntax"]),
        ("## Q?\n\n---\nid: [a\n---\n\n- [x] a\n", ["4 yaml/indent"]),
        (
            "## Q?\n---\nid: q\n## R?\n---\nid: r\n---\n\n- [x] a\n",
            ["1 quiz/no-options", "2 quiz/unclosed-settings"],
        ),
        ("## Q?\n\n1. [x] a\n> c\n- [x] b\n", ["4 quiz/loose-comment", "5 quiz/two-lists"]),
        ("## Q?\n\n---\nid: " + "[" * 3000 + "\n---\n\n- [x] a\n", ["4 yaml/depth"]),
        ("## Q?\n\n---\nid:\n---\n\n- [x] a\n", []),
        ("## Note: which?\n\n- [x] a\n\nNote: which?\n---\n\n- [x] a\n", ["5 quiz/duplicate-id"]),
        (
            "## A?\n\n- [x] a\n\n## X?\n\n---\nid: a-2\n---\n\n- [x] a\n\n## A?\n\n- [x] a\n",
            ["13 quiz/duplicate-id"],
        ),
        ("## Q?\n\n- [ ] a\n- [x]\n", ["4 quiz/empty-option"]),
        ("## Q?\n\n- [x]\n- [ ] \n", ["3 quiz/empty-option", "4 quiz/empty-option"]),
        ("## Q?\n\n- [x] a\n- [ ]\tb\n", ["4 quiz/bad-box"]),
        ("## Q?\n\n1. [a](b)\n1. [c][d]\n1. [e]: f\n", ["5 quiz/link-definition"]),
        ("## Q?\n\n- [x] a\n- \\[x] b\n", ["4 quiz/missing-box"]),
        ("## Q?\n\n    - [x] code\n", ["1 quiz/no-options"]),
        ("## Q?\n\n- [x] a\n- [x] [ ] b\n", []),
        ("## Q?\n\na\n\n- [x] b\n\n[m]: c\n[m]: d\n", ["7 quiz/link-definition", "8 quiz/link-definition"]),
        ("## Q <br>?\n\n- [x] b\n  > c\n  > <i>d</i>\n", ["1 quiz/html", "5 quiz/html"]),
        ("## Q?\n\n- [x] `<b>` \\<b> &lt;b> 1 < 2 > 0 <https://a.b> <a@b.c>\n", []),
        ("## Q?\n\n- [x] a\n  > - b\n  >   > c\n", []),
        ("## Q?\n\n```\n\n- [x] a", ["1 quiz/no-options", "3 quiz/open-code"]),
        ("## Q?\n\n- [x] a\n\n  ```\n      ```\n", ["5 quiz/open-code"]),
    ],
)
def test_a_corner_of_the_format(text: str, expected: list[str]) -> None:
    assert rules(text) == expected


PIECES = st.sampled_from(
    [
        "## Q?", "# ", "Q\n---", "Q\n===", "---", "---\nid: x\n---", "id: y", "see: a#b", "----", "***", "--- x",
        "1. [x] a", "1. [ ] b", "1. c", "- [x] a", "- [ ] b", "* c", "+ [X] d", "2) [x] e", "- [x]", "- ", "-",
        "> quote", ">", ">\tx", "   > nested", "    > nested", "  text", "    code", "\tcode", "```", "~~~", "   ```",
        "| a | b |\n|---|---|\n| 1 | 2 |", "[a]: b", "<div>", "<!--", "text", "", "", "\\", "[x]", "![](", "\u2028", "\x85",
        "- - - [x] a", "> - [x] > a", "1. [x] > a", "- [x] - [x] b", "- [x]     c", "\x00", "\ufeff",
    ]
)  # fmt: skip


def lines_are_inside(text: str, problems: list[Problem]) -> bool:
    last = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    return all(1 <= problem.where.line <= last for problem in problems)


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=14).map("\n".join))
@example("---\nid: \x85x\x85: [\n---")
@example("## Q\n---\nid: a\u2028\u2028\u2028b: c")
def test_any_mixture_of_signs_is_read_with_every_problem_inside_the_file(text: str) -> None:
    quiz, problems = quizdown.read(text)
    assert quiz is not None or problems
    assert lines_are_inside(text, problems)
    assert all(p.message and p.remedy for p in problems)


@settings(max_examples=150)
@given(st.text(max_size=120))
def test_any_text_at_all_is_read_with_every_problem_inside_the_file(text: str) -> None:
    quiz, problems = quizdown.read(text)
    assert quiz is not None or problems
    assert lines_are_inside(text, problems)


CONTENT = st.sampled_from(
    [
        "text", "more *b*", "  text", "    code", " \tx", "- a", "- a\n  - b", "  - c", "1. x", "> q", "> > r", "", "", "```",
        "   ```", "~~~", "| a | b |\n|---|---|\n| 1 | 2 |", "# h", "a\n===", "==", "--", "`c`", "   y", ":-", "2) z",
    ]
)  # fmt: skip
CONTAINERS = st.sampled_from(
    [
        ("> ", "> "),
        (">", ">"),
        ("> ", ""),
        ("- ", "  "),
        ("1. ", "   "),
        ("1.  ", "    "),
        ("-\t", "\t"),
        ("- ", "\t"),
        ("- ", ""),
        ("1.   ", "   "),
    ]
)


@settings(max_examples=200)
@given(st.lists(CONTENT, min_size=1, max_size=6).map("\n".join), CONTAINERS)
def test_what_a_quote_or_an_option_holds_means_the_same_at_the_left_margin(
    content: str, signs: tuple[str, str]
) -> None:
    first, *rest = content.split("\n")
    source = "\n".join([signs[0] + first, *(signs[1] + line if line else "" for line in rest)])
    layout = read_layout(f"## Q\n\n{source}\n")
    assume(len(layout.blocks) == 2 and not layout.asides)
    block = layout.blocks[1]
    if isinstance(block, Quote):
        inner = block.source
    else:
        assume(isinstance(block, Choices) and len(block.items) == 1 and not block.items[0].quotes)
        assert isinstance(block, Choices)
        inner = block.items[0].source
    outer = re.sub(
        r"^<(blockquote|ul|ol)[^>]*>(\s*<li>)?|(</li>\s*)?</(blockquote|ul|ol)>$",
        "",
        str(render.block(source)),
    )
    # A tight list has no paragraphs of its own.
    plain = [re.sub(r"</?p>|\s+", "", html) for html in (outer, str(render.block(inner)))]
    assert plain[0] == plain[1]


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=14).map("\n".join))
def test_line_ends_of_windows_never_change_anything(text: str) -> None:
    assert quizdown.read(text.replace("\n", "\r\n")) == quizdown.read(text)
