"""What is mended, what is left alone, and that mending changes nothing that is read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.content.files import source_paths
from macros.content.fixes import Fixed, fix_file, meaning, short_id
from tests.sites import BREAD, ROOT, edited

PAGE = "docs/plain.md"
CHAPTER = "docs/chapters/01-flour.md"
SHEET = "docs/worksheets/dough-calculator.md"
QUIZ = "quizzes/01-flour.md"


def mended(text: str, path: str = PAGE) -> str:
    return fix_file(path, text.encode()).raw.decode()


def rules(fixed: Fixed) -> list[str]:
    return [change.rule for change in fixed.changes]


def test_a_byte_order_mark_and_windows_line_ends_go() -> None:
    fixed = fix_file(PAGE, b"\xef\xbb\xbf# A\r\n\r\nB\r\n")
    assert fixed.raw == b"# A\n\nB\n"
    assert rules(fixed) == ["file/byte-order-mark", "file/mixed-line-ends"]


def test_spaces_that_do_nothing_go_and_line_breaks_stay() -> None:
    text = "# A  \n\none  \ntwo \n\t\nthree  \n\n```\ncode  \n```\n"
    assert mended(text) == "# A\n\none  \ntwo\n\nthree\n\n```\ncode  \n```\n"


def test_a_list_gets_its_blank_line() -> None:
    assert mended("You need:\n- flour\n- water\n") == "You need:\n\n- flour\n- water\n"
    assert mended("## You need\n- flour\n") == "## You need\n- flour\n"
    assert mended("- a\n  goes on\n- b\n") == "- a\n  goes on\n- b\n"


def test_inner_lists_get_four_spaces_for_each_step_with_all_that_belongs_to_them() -> None:
    assert mended("- a\n  - b\n    more\n    - c\n- d\n") == "- a\n    - b\n      more\n        - c\n- d\n"
    assert mended("- a\n    - b\n") == "- a\n    - b\n"
    assert mended("```\n- a\n  - b\n```\n") == "```\n- a\n  - b\n```\n"


def test_items_without_an_id_get_one_of_their_words() -> None:
    fixed = fix_file(CHAPTER, edited(CHAPTER, ("{id: protein, text", "{text")).encode())
    assert (
        b'    - {id: protein-gives-a-dough-its, text: "Protein gives a dough its strength."}\n' in fixed.raw
    )
    assert [(c.rule, c.line) for c in fixed.changes] == [("data/missing-key", 12)]


def test_an_item_over_several_lines_gets_its_id_on_a_line_of_its_own() -> None:
    block = '    - claim: "Kneading would be forgotten"\n'
    text = edited(CHAPTER, ('    - id: no-knead\n      claim: "Kneading would be forgotten"\n', block))
    assert (
        '    - id: kneading-would-be-forgotten\n      claim: "Kneading would be forgotten"\n'
        in fix_file(CHAPTER, text.encode()).raw.decode()
    )


def test_two_items_of_the_same_words_get_two_ids() -> None:
    text = edited(CHAPTER, ("{id: protein, text", "{text"), ("{id: water, text", "{text"))
    text = text.replace("Protein gives a dough its strength", "Water is weighed, not guessed")
    ids = fix_file(CHAPTER, text.encode()).raw.decode()
    assert "{id: water-is-weighed-not-guessed, " in ids
    assert "{id: water-is-weighed-not-guessed-2, " in ids


def test_a_chapter_and_a_worksheet_without_an_id_are_called_like_their_files() -> None:
    chapter = edited(CHAPTER, ("  id: flour\n", ""))
    assert mended(chapter, CHAPTER).startswith(chapter.partition("course:\n")[0] + "course:\n  id: flour\n")
    sheet = edited(SHEET, ("  id: dough-calculator\n", ""))
    assert "course:\n  id: dough-calculator\n" in mended(sheet, SHEET)


def test_a_question_gets_the_id_it_is_saved_under_already() -> None:
    first = "## Which flour makes the springiest loaf?\n\n---\n"
    text = edited(QUIZ, ("id: springiest\n", ""))
    assert first + "id: which-flour-makes-the-springiest-loaf\nsee:" in mended(text, QUIZ)
    bare = "## Why?\n1. [x] So\n1. [ ] No\n"
    assert mended(bare, QUIZ) == "## Why?\n\n---\nid: why\n---\n1. [x] So\n1. [ ] No\n"


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        (PAGE, b"caf\xe9 \n"),
        (PAGE, b"# A\0 \n"),
        (PAGE, b"---\ntitle: [\n---\n\n# A \n"),
        (PAGE, b"---\ntitle: A \n\n# A \n"),
        (QUIZ, b"No question here. \n"),
        (CHAPTER, b"\xef\xbb\xbf---\ntitle: a: b\n---\n"),
    ],
)
def test_what_cannot_be_understood_is_left_alone(path: str, raw: bytes) -> None:
    assert fix_file(path, raw) == Fixed(raw, ())


def test_nothing_in_the_course_itself_is_there_to_mend() -> None:
    for root in (ROOT, BREAD):
        for path in source_paths(root):
            if path.suffix == ".md":
                assert fix_file(path.relative_to(root).as_posix(), path.read_bytes()).changes == ()


def test_an_id_is_made_of_the_first_words() -> None:
    assert short_id("What *would* have to happen for me, personally?") == "what-would-have-to-happen"
    assert short_id('Feed a {{ term("starter") }} [daily](x.md)') == "feed-a-daily"
    assert short_id("…") == ""


LINES = st.sampled_from(
    [
        "",
        "words",
        "words  ",
        "words \t",
        "- item",
        "  - inner",
        "    - deeper ",
        "1. one",
        "   - below",
        "2. two",
        "# Title ",
        "### Deep",
        "```",
        "> quote ",
        "| a | b |",
        "{{ summary() }}",
        "!!! note",
        "    in a box ",
        "---",
        "title: A ",
        "\ttab",
        "- [x] right ",
        "1. [ ] wrong",
        "    > because ",
        "## Why?",
        "id: why",
        "***",
        "<b>x</b> ",
        "  two  ",
        "*",
        "&nbsp; ",
    ]
)
TEXTS = st.lists(LINES, max_size=14).map("\n".join)


@settings(max_examples=200)
@given(text=TEXTS, path=st.sampled_from([PAGE, QUIZ]), end=st.sampled_from(["\n", "\r\n"]))
def test_mending_twice_is_mending_once(text: str, path: str, end: str) -> None:
    once = fix_file(path, text.replace("\n", end).encode()).raw
    assert fix_file(path, once) == Fixed(once, ())


@settings(max_examples=200)
@given(text=TEXTS, path=st.sampled_from([PAGE, QUIZ]))
def test_what_is_read_is_the_same_before_and_after(text: str, path: str) -> None:
    assert meaning(path, mended(text, path)) == meaning(path, text)


ENTRY = st.sampled_from(
    [
        '    - {text: "Weigh it."}\n',
        '    - {  text: "Wait." , formerly: [old]}\n',
        "    - text: Bake it\n",
        "    -   text: Bake it well\n        formerly: [old]\n",
        "    - {id: own, text: Own}\n",
        "    - {text: }\n",
        "    - {}\n",
        '    - "only words"\n',
        '    -\n      text: "on the next line"\n',
    ]
)


@settings(max_examples=200)
@given(st.lists(ENTRY, max_size=6))
def test_ids_are_added_once_and_nothing_else(entries: list[str]) -> None:
    own = edited(CHAPTER)
    start, stop = own.index("  summary:\n"), own.index("  ask_yourself:\n")
    text = own[:start] + "  summary:\n" + "".join(entries) + own[stop:]
    once = fix_file(CHAPTER, text.encode())
    assert fix_file(CHAPTER, once.raw) == Fixed(once.raw, ())
    assert len(once.raw.decode().split("\n")) - len(text.split("\n")) <= len(once.changes)
    assert once.raw.decode().endswith(own[stop:])
