"""The longer documents: handout, quiz, answer key, guide and the books of the whole course."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from macros.export.pdf import Made, Paper
from macros.model.course import Share
from macros.model.quiz import Kind
from macros.paper import pieces
from macros.render.text import plain
from tests.unit.export.paper import the_course, the_engine, words
from tests.unit.export.pdfua import faults

pytest.importorskip("weasyprint")
pytestmark = [pytest.mark.build, pytest.mark.xdist_group("pdf")]


# The chapter with the longest session: its guide has everything a guide can have.
CHAPTER = max(the_course().chapters, key=lambda c: (len(c.session.agenda), c.quiz))
HANDOUT, GUIDE = f"chapters/{CHAPTER.stem}", f"chapters/{CHAPTER.stem}-guide"
QUIZ, KEY = f"quizzes/{CHAPTER.quiz}", f"quizzes/{CHAPTER.quiz}-key"


@cache
def piece(name: str) -> Made:
    found = next(p for p in pieces(the_course()) if p.name == name)
    return the_engine().make(found.make(), Paper.LETTER)


@pytest.mark.parametrize("name", ["facilitator-guide", HANDOUT, GUIDE, QUIZ, KEY])
def test_a_document_keeps_every_rule_of_pdf_ua_that_can_be_read(name: str) -> None:
    assert faults(piece(name).body) == []


def test_the_guide_has_contents_bookmarks_and_page_numbers() -> None:
    made = piece("facilitator-guide")
    reader = PdfReader(io.BytesIO(made.body))
    chapters = the_course().chapters
    top = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert top[:2] == [the_course().identity.title, "Contents"]
    assert top[2:] == [plain(chapter.title) for chapter in chapters]
    contents = reader.pages[1].extract_text()
    for chapter, entry in zip(
        chapters, [e for e in reader.outline if not isinstance(e, list)][2:], strict=True
    ):
        number = reader.get_destination_page_number(entry) + 1
        line = next(line for line in contents.splitlines() if line.startswith(f"{chapter.number}. "))
        assert line.endswith(f" {number}")
    assert f"{made.pages} / {made.pages}" in reader.pages[-1].extract_text()


def test_a_guide_says_what_to_listen_for_and_when_each_step_begins(tmp_path: Path) -> None:
    shown = words(piece(GUIDE).body, tmp_path)
    assert shown.count("Listen for:") == sum(bool(p.listen_for) for p in CHAPTER.ask_your_team)
    for sheet in CHAPTER.worksheets[:2]:
        assert plain(the_course().worksheets[sheet].title) in shown
    assert ("Afterwards" in shown) is bool(CHAPTER.session.afterwards)
    for said in (CHAPTER.session.purpose, *CHAPTER.session.prepare, CHAPTER.session.afterwards):
        assert plain(said)[:20] in shown
    assert ("What people can do afterwards" in shown) is bool(CHAPTER.outcomes)


def test_a_guide_counts_the_copies_of_each_sheet_for_rooms_of_several_sizes(tmp_path: Path) -> None:
    shown = words(piece(GUIDE).body, tmp_path)
    for line in CHAPTER.session.print:
        sheet = the_course().worksheets[line.sheet]
        counts = " ".join(str(line.share.copies(people)) for people in (6, 12, 18))
        assert re.search(rf"{re.escape(line.share.words)}[ ,a-z]* {sheet.pages} {counts}\b", shown), (
            line.sheet
        )
    assert "This chapter's handout one each, and a spare 7 13 19" in shown


@pytest.mark.parametrize(
    ("share", "people", "copies"),
    [
        (Share.PERSON, 12, 13),
        (Share.PAIR, 5, 4),
        (Share.GROUP, 12, 5),
        (Share.ROOM, 30, 1),
        (Share.PAIR, 0, 1),
    ],
)
def test_copies_are_enough_for_everybody_and_one_more(share: Share, people: int, copies: int) -> None:
    assert share.copies(people) == copies


def test_a_quiz_sheet_can_be_answered_and_its_key_cannot() -> None:
    quiz = the_course().quizzes[CHAPTER.quiz]
    with pikepdf.open(io.BytesIO(piece(QUIZ).body)) as pdf:
        names = {str(field.T) for field in pdf.Root.AcroForm.Fields}
    for question in quiz.questions:
        id = f"quiz/{quiz.id}/{question.id}"
        expected = (
            {id} if question.kind is Kind.SINGLE else {f"{id}/{option.id}" for option in question.options}
        )
        assert expected <= names
    with pikepdf.open(io.BytesIO(piece(KEY).body)) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_a_quiz_sheet_gives_no_answer_away(tmp_path: Path) -> None:
    sheet = words(piece(QUIZ).body, tmp_path)
    key = words(piece(KEY).body, tmp_path)
    assert "Right:" in key
    assert "Not this:" in key
    assert "Right:" not in sheet
    assert "Not this:" not in sheet
