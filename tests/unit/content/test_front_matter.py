"""The seam between a page's front matter and its body, and bytes that are no text."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
import yaml

from macros.content.files import decode
from macros.content.front_matter import split_page
from macros.model.problem import Level, Where
from tests.sites import ROOT

WHERE = Where(PurePosixPath("docs/page.md"))


def test_body_and_its_line_are_found() -> None:
    split, problems = split_page("---\ntitle: x\n---\nfirst\nsecond", WHERE)
    assert problems == []
    assert split.data is not None
    assert (split.body, split.body_line) == ("first\nsecond", 4)


def test_a_page_without_front_matter_is_all_body() -> None:
    split, problems = split_page("# Title\n---\nx", WHERE)
    assert (split.data, split.body, split.body_line, problems) == (None, "# Title\n---\nx", 1, [])


def test_front_matter_that_never_ends_is_reported_and_not_published() -> None:
    split, problems = split_page("---\ntitle: x\n\nText", WHERE)
    assert split.body == ""
    assert [str(p) for p in problems] == [
        "docs/page.md:1: The front matter opens with --- and never ends. "
        "Write --- on a line of its own after its last key. [front-matter/unclosed]"
    ]


def test_front_matter_that_is_a_list_is_reported() -> None:
    split, problems = split_page("---\n- a\n---\nx", WHERE)
    assert split.data is None
    assert [p.rule for p in problems] == ["front-matter/no-keys"]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    text, problems = decode(b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\nBody\r\n", WHERE)
    assert text == "---\ntitle: x\n---\nBody\n"
    assert [(p.rule, p.level) for p in problems] == [("file/byte-order-mark", Level.ADVICE)]


def test_a_file_in_another_encoding_is_reported_with_its_line() -> None:
    text, problems = decode("Erste\nzweite Zeile für".encode("latin-1"), WHERE)
    assert text is None
    assert str(problems[0]) == (
        "docs/page.md:2: The file is not UTF-8: a sign after «zweite Zeile f» cannot be read. "
        'Save the file with the encoding "UTF-8". [file/not-utf-8]'
    )


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda p: p.stem)
def test_every_page_is_read_by_the_parser_that_hosts_fall_back_to(path: Path) -> None:
    """Without its C library PyYAML is stricter about question marks between braces."""
    text = path.read_text("utf-8")
    if text.startswith("---\n"):
        yaml.load(text.split("\n---\n")[0], Loader=yaml.SafeLoader)
