"""Mistakes a writer makes, each in a copy of a whole course: what is said, with file and line, and that nothing crashes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from macros.build import open_course
from tests.sites import ROOT, bread, course, edited

CHAPTER = "docs/chapters/01-flour.md"
SHEET = "docs/worksheets/dough-calculator.md"
QUIZ = "quizzes/01-flour.md"
PAGE = "docs/plain.md"


def line_of(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if words in line)


CASES = {
    "a tab in the indent": (CHAPTER, ("  id: flour\n", "\tid: flour\n"), ["yaml/tab"]),
    "a quote never closed": (
        CHAPTER,
        ('purpose: "Finds the step to work on."', 'purpose: "Finds the step'),
        ["yaml/"],
    ),
    "a wrong indent": (CHAPTER, ("  chapter: 1\n", "   chapter: 1\n"), ["yaml/indent"]),
    "a colon in a bare text": (
        CHAPTER,
        ("purpose: Agree who bakes.", "purpose: Agree: who bakes"),
        ["yaml/colon"],
    ),
    "a key twice": (CHAPTER, ("  chapter: 1\n", "  chapter: 1\n  chapter: 2\n"), ["yaml/duplicate-key"]),
    "front matter never ends": (
        PAGE,
        ("---\n\n# A plain page", "\n\n# A plain page"),
        ["front-matter/unclosed"],
    ),
    "no front matter": (SHEET, ("---\ntitle: Dough", "title: Dough"), ["front-matter/missing"]),
    "an unknown key": (CHAPTER, ("  outcomes:", "  outcome:"), ["data/unknown-key", "data/missing-key"]),
    "a wrong type": (CHAPTER, ("  chapter: 1\n", "  chapter: one\n"), ["data/wrong-type"]),
    "an empty list": (
        CHAPTER,
        ("  worksheets: [dough-calculator, flour-action-plan]", "  worksheets: []"),
        ["data/empty-list"],
    ),
    "an id missing": (CHAPTER, ("{id: protein, text", "{text"), ["data/missing-key"]),
    "an id misspelled": (CHAPTER, ("{id: protein,", "{id: Protein Net,"), ["data/bad-id"]),
    "an id twice": (CHAPTER, ("{id: water,", "{id: protein,"), ["data/duplicate-id"]),
    "a horizon nobody knows": (CHAPTER, ("horizon: this week", "horizon: this weak"), ["data/unknown-word"]),
    "a missing quiz": (CHAPTER, ("  quiz: 01-flour\n", "  quiz: 01-flower\n"), ["chapter/unknown-quiz"]),
    "a missing worksheet": (
        CHAPTER,
        ("[dough-calculator,", "[dough-calculater,"),
        ["chapter/unknown-worksheet"],
    ),
    "a missing source": (CHAPTER, ("sources: [mill24]", "sources: [mill25]"), ["chapter/unknown-source"]),
    "a misspelled macro": (
        CHAPTER,
        ("{{ quiz() }}", "{{ quizz() }}"),
        ["page/unknown-macro", "chapter/missing-part"],
    ),
    "a name not called": (
        CHAPTER,
        ("{{ summary() }}", "{{ summary }}"),
        ["page/macro-syntax", "chapter/missing-part"],
    ),
    "braces not closed": (CHAPTER, ("{{ summary() }}", "{{ summary( }}"), ["page/macro-syntax"]),
    "a statement in braces": (PAGE, ("Nothing of", "{% if %} Nothing of"), ["page/macro-syntax"]),
    "an unknown term": (CHAPTER, ('term("starter")', 'term("startr")'), ["page/unknown-term"]),
    "a macro in the wrong place": (
        PAGE,
        ("Nothing of", "{{ summary() }}\n\nNothing of"),
        ["page/macro-place"],
    ),
    "minutes that do not add up": (
        CHAPTER,
        ("{minutes: 5, text", "{minutes: 6, text"),
        ["chapter/session-minutes"],
    ),
    "an anchor that is not there": (
        QUIZ,
        ("01-flour#protein\n---\n\n> Think", "01-flour#protien\n---\n\n> Think"),
        ["quiz/unknown-see"],
    ),
    "no right answer": (
        QUIZ,
        ("1. [x] Strong bread flour", "1. [ ] Strong bread flour"),
        ["quiz/no-right-answer"],
    ),
    "two right in a single choice": (QUIZ, ("1. [ ] Cake flour", "1. [x] Cake flour"), ["quiz/two-right"]),
    "a formula with an unknown field": (
        SHEET,
        ("formula: water / flour", "formula: water / flower"),
        ["worksheet/"],
    ),
    "an unknown field kind": (SHEET, ("kind: notes", "kind: note"), ["data/unknown-word"]),
    "an address nobody can open": (
        "docs/sources.md",
        ("https://example.org/flour", "example.org/flour"),
        ["sources/address"],
    ),
    "a grade nobody knows": ("docs/sources.md", ("grade: B", "grade: E"), ["sources/grade"]),
    "minutes nobody reads": (
        CHAPTER,
        ("Two bags, one", "word " * 900 + "Two bags, one"),
        ["chapter/reading-time"],
    ),
    "a term never linked": (
        "docs/glossary.md",
        ("id: hydration,", "id: hydration, chapter: oven,"),
        ["glossary/not-linked"],
    ),
    "a figure of no kind": (CHAPTER, ("kind: steps", "kind: stepps"), ["data/unknown-word"]),
}


@pytest.mark.parametrize("name", CASES)
def test_each_mistake_is_named_in_its_file(name: str, tmp_path: Path) -> None:
    uri, change, expected = CASES[name]
    root = bread(tmp_path, {uri: edited(uri, change)})
    problems = open_course(root).problems
    found = [p.rule for p in problems if str(p.where.path) == uri]
    for rule in expected:
        assert any(r.startswith(rule) for r in found), f"{rule} is not among {[str(p) for p in problems]}"
    lines = (root / uri).read_text("utf-8").split("\n")
    assert all(1 <= p.where.line <= len(lines) for p in problems if str(p.where.path) == uri)
    assert all(p.message and p.rule for p in problems)


def test_the_course_itself_is_without_a_problem(tmp_path: Path) -> None:
    assert [str(p) for p in open_course(bread(tmp_path)).problems] == []


@pytest.mark.parametrize("uri", [CHAPTER, SHEET, "docs/glossary.md", "docs/sources.md"])
def test_a_file_that_cannot_be_read_is_the_only_one_blamed(uri: str, tmp_path: Path) -> None:
    root = bread(tmp_path, {uri: edited(uri, ("course:\n", "course: [\n"))})
    assert {str(p.where.path) for p in open_course(root).problems} == {uri}


def test_all_mistakes_are_told_in_one_run(tmp_path: Path) -> None:
    root = bread(
        tmp_path,
        {
            CHAPTER: edited(
                CHAPTER, ("horizon: this week", "horizon: soon"), ("{{ summary() }}", "{{ sumary() }}")
            ),
            QUIZ: edited(QUIZ, ("1. [x] Strong", "1. [ ] Strong")),
            SHEET: edited(SHEET, ("kind: notes", "kind: note")),
            "docs/latin.md": b"caf\xe9",
        },
    )
    done = course(root, "check")
    assert done.returncode == 1
    for words in (
        f"{CHAPTER}:{line_of((root / CHAPTER).read_text(), 'horizon: soon')}:",
        'There is no macro "sumary". Did you mean "summary"? [page/unknown-macro]',
        "[quiz/no-right-answer]",
        f"{SHEET}:{line_of((root / SHEET).read_text(), 'kind: note,')}:",
        "docs/latin.md:1: The file is not UTF-8",
    ):
        assert words in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_place_that_is_not_there_is_told_on_the_line_that_names_it(tmp_path: Path) -> None:
    text = edited(QUIZ, ("01-flour#protein\n---\n\n> Think", "01-flour#protien\n---\n\n> Think"))
    (problem,) = open_course(bread(tmp_path, {QUIZ: text})).problems
    assert problem.where.line == line_of(text, "see: 01-flour#protien")


def test_windows_files_with_byte_order_mark_are_read(tmp_path: Path) -> None:
    text = (bread(tmp_path) / CHAPTER).read_text("utf-8")
    other = bread(tmp_path / "b", {CHAPTER: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()})
    opened = open_course(other)
    assert [p.rule for p in opened.problems] == ["file/byte-order-mark"]
    assert opened.errors == ()
    assert [c.id for c in opened.course.chapters] == ["flour", "oven"]


def test_check_outside_a_course_says_where_to_run_it(tmp_path: Path) -> None:
    done = course(tmp_path, "check")
    assert done.returncode == 2
    assert "There is no mkdocs.yml here." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.build
@pytest.mark.parametrize("host", ["mkdocs", "zensical"])
def test_a_mistake_stops_the_build_without_a_traceback(host: str, tmp_path: Path) -> None:
    root = bread(tmp_path, {QUIZ: edited(QUIZ, ("1. [x] Strong", "1. [ ] Strong"))})
    done = course(root, "build", "--host", host)
    assert done.returncode == 1
    assert "This question has no right answer" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert not (root / "site").exists()


@pytest.mark.build
@pytest.mark.parametrize(
    "name",
    ["a misspelled macro", "a name not called", "a missing quiz", "no right answer", "braces not closed"],
)
def test_plain_mkdocs_in_strict_mode_stops_too(name: str, tmp_path: Path) -> None:
    uri, change, _ = CASES[name]
    root = bread(tmp_path, {uri: edited(uri, change)})
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Aborted with" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
