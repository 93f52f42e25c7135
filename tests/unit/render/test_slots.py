"""Slots: what a macro leaves, and what the extension puts in its place."""

from __future__ import annotations

import re
from dataclasses import replace

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.build import open_course
from macros.model.course import PaperFile
from macros.model.vocabulary import MACROS
from macros.render.slots import fill_slots, holds_slots, slot
from tests.sites import BREAD

FILES = {"workbook": (PaperFile("A4", "paper/workbook-a4.pdf", 3, 4000),)}
COURSE = replace(open_course(BREAD).course, paper=FILES)
PAGE = "chapters/01-flour/"


def rendered(text: str) -> str:
    html = markdown.markdown(text, extensions=["admonition", "md_in_html", "tables"])
    return fill_slots(html, COURSE)


@pytest.mark.parametrize("name", [m.name for m in MACROS.values() if not m.needs and m.on != "worksheets/"])
def test_every_part_is_filled_alone_in_a_list_and_in_a_box(name: str) -> None:
    left = slot(name, PAGE)
    expected = fill_slots(left, COURSE)
    assert 'class="learn' in expected
    assert "learn-problem" not in expected
    for text in (
        left,
        f"Before\n\n{left}\n\nAfter",
        f"- One\n\n    {left}\n\n- Two",
        f"!!! note\n\n    {left}\n",
    ):
        assert expected in rendered(text)


def test_a_term_at_the_start_of_a_line_stays_in_its_sentence() -> None:
    html = rendered(
        f"{slot('term', PAGE, 'starter')} is alive.\n\nA\n{slot('chapter', PAGE, 'oven', 'later')} B"
    )
    assert html.count("<p>") == 2
    assert " is alive.</p>" in html
    assert ">later</a> B</p>" in html


def test_what_cannot_be_filled_says_so_with_a_guess() -> None:
    assert "There is no term &quot;startr&quot;. Did you mean &quot;starter&quot;?" in rendered(
        slot("term", PAGE, "startr")
    )
    assert "There is no quiz" in rendered(slot("quiz", PAGE, "none"))
    assert "could not be read" in rendered(slot("summary", "glossary/"))


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("https://github.com/ann/bees", "https://github.com/ann/bees/pulls"),
        ("https://github.com/ann/bees.git/", "https://github.com/ann/bees/pulls"),
        ("https://gitlab.example/ann/bees", "https://gitlab.example/ann/bees/-/merge_requests"),
        ("https://codeberg.org/gitlab/bees", "https://codeberg.org/gitlab/bees/pulls"),
    ],
)
def test_proposals_are_found_on_the_forge_that_the_course_names(repository: str, address: str) -> None:
    course = replace(COURSE, identity=replace(COURSE.identity, repository=repository))
    html = fill_slots(slot("proposals", "contribute/first-fix/", "The <list>"), course)
    assert html == f'<a href="{address}">The &lt;list&gt;</a>'


def test_where_no_forge_is_named_proposals_are_words_alone() -> None:
    course = replace(COURSE, identity=replace(COURSE.identity, repository=""))
    assert fill_slots(slot("proposals", "contribute/first-fix/", "The list"), course) == "The list"


def test_a_page_without_slots_is_left_alone() -> None:
    assert not holds_slots("<p>a <!-- comment --> b</p>")
    assert fill_slots("<p>a <!-- comment --> b</p>", COURSE) == "<p>a <!-- comment --> b</p>"


@given(st.text(max_size=40))
def test_any_words_survive_the_way_through_markdown(words: str) -> None:
    words = words.replace("\x02", "").replace("\x03", "")
    html = fill_slots(slot("chapter", PAGE, "oven", words), COURSE)
    assert not holds_slots(html)
    assert "<script" not in html


def test_a_question_leads_to_its_section_and_names_the_chapter_only_from_another_page() -> None:
    for page, words in (
        (PAGE, "Protein makes the net"),
        ("", "Chapter 1: What flour wants, Protein makes the net"),
    ):
        html = fill_slots(slot("quiz", page, "01-flour"), COURSE)
        link = re.search(r'learn-quiz__see">In the chapter: <a href="([^"]+)">([^<]+)</a>', html)
        assert link is not None
        assert link[1].endswith("#protein")
        assert link[2] == words


def test_without_pdfs_no_page_speaks_of_them() -> None:
    course = replace(COURSE, paper={})
    assert fill_slots(slot("paper", PAGE), course) == ""
    assert "learn-files" not in fill_slots(slot("session", PAGE), course)
    assert "learn-files" not in fill_slots(slot("worksheet", "worksheets/dough-calculator/"), course)


def test_a_worksheet_s_own_page_leads_back_to_its_chapters_and_to_all_worksheets() -> None:
    for page in ("dough-calculator", "flour-action-plan"):
        html = fill_slots(slot("worksheet", f"worksheets/{page}/"), COURSE)
        way = re.search(r'<nav class="learn learn-way".*?</nav>', html, re.DOTALL)
        assert way is not None
        assert re.findall(r'href="([^"]+)">([^<]+)', way[0]) == [
            ("../../chapters/01-flour/", "Chapter 1: What flour wants"),
            ("../", "All worksheets"),
        ]
    assert "learn-way" not in fill_slots(slot("worksheet", PAGE, "dough-calculator"), COURSE)


def test_a_worksheet_without_chapters_or_a_list_leads_nowhere() -> None:
    sheet = replace(COURSE.worksheets["dough-calculator"], chapters=())
    pages = {uri: page for uri, page in COURSE.pages.items() if uri != "worksheets/index.md"}
    course = replace(COURSE, worksheets={**COURSE.worksheets, sheet.id: sheet}, pages=pages)
    assert "learn-way" not in fill_slots(slot("worksheet", "worksheets/dough-calculator/"), course)
