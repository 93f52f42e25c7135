"""New chapters, quizzes and worksheets: their files pass the check at once, and old files keep what was in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.check.all import check_course
from macros.content.course import read_course
from macros.content.files import other_files, read_sources
from macros.content.new import New, Taken, new_chapter, new_quiz, new_worksheet, next_number
from macros.model.course import Course
from macros.model.ids import slug
from macros.model.problem import Level
from tests.sites import BREAD, ROOT


def opened(root: Path) -> tuple[Course, dict[str, str]]:
    texts, _ = read_sources(root)
    return read_course(texts, files=other_files(root))[0], texts


BREAD_COURSE, BREAD_TEXTS = opened(BREAD)


def problems(texts: dict[str, str], made: New) -> tuple[list[str], list[str]]:
    """Errors as they are printed, and the rules of advice."""
    course, read = read_course({**texts, **made.changed, **made.written})
    found = [*read, *check_course(course)]
    errors = [str(p) for p in found if p.level is Level.ERROR]
    return errors, [p.rule for p in found if p.level is Level.ADVICE]


@pytest.mark.parametrize("root", [BREAD, ROOT], ids=["bread", "course"])
def test_a_new_chapter_passes_the_check_at_once(root: Path) -> None:
    course, texts = opened(root)
    made = new_chapter(course, texts, "Salt: how much?", "salt", 12, 45)
    errors, advice = problems(texts, made)
    assert errors == []
    assert set(advice) == {"file/unwritten"}
    number = f"{next_number(course):02d}"
    assert set(made.written) == {
        f"docs/chapters/{number}-salt.md",
        f"quizzes/{number}-salt.md",
        "docs/worksheets/salt-action-plan.md",
    }


def test_it_enters_the_navigation_and_keeps_every_other_line() -> None:
    course, texts = opened(ROOT)
    made = new_chapter(course, texts, "Salt: how much?", "salt", 10, 45)
    before, after = texts["mkdocs.yml"].split("\n"), made.changed["mkdocs.yml"].split("\n")
    (added,) = [line for line in after if line not in before]
    assert (
        added.strip()
        == f'- "{next_number(course):02d} Salt: how much?": chapters/{next_number(course):02d}-salt.md'
    )
    assert [line for line in after if line != added] == before
    assert course.chapters[-1].uri in after[after.index(added) - 1]
    assert made.by_hand == ()


@pytest.mark.parametrize(
    "nav",
    [
        "nav:\n  - index.md\n",
        "nav: [index.md, chapters/01-flour.md]\n",
        "nav:\n  - One: [chapters/01-flour.md]\n",
        "nav:\n  - index.md\nwatch:\n  - docs/chapters/01-flour.md\n",
    ],
)
def test_where_the_navigation_cannot_be_changed_safely_the_line_is_told(nav: str) -> None:
    texts = {**BREAD_TEXTS, "mkdocs.yml": BREAD_TEXTS["mkdocs.yml"] + nav}
    made = new_chapter(BREAD_COURSE, texts, "Salt", "salt", 10, 45)
    assert made.changed == {}
    assert made.by_hand[0].startswith("Add this line to `nav` in mkdocs.yml: - ")
    assert made.by_hand[0].endswith("Salt: chapters/03-salt.md")


def test_a_chapter_may_be_called_like_an_index() -> None:
    errors, _ = problems(BREAD_TEXTS, new_chapter(BREAD_COURSE, BREAD_TEXTS, "Reindex", "reindex", 10, 45))
    assert errors == []


def test_a_course_without_a_navigation_needs_no_line() -> None:
    made = new_chapter(BREAD_COURSE, BREAD_TEXTS, "Salt", "salt", 10, 45)
    assert (dict(made.changed), made.by_hand) == ({}, ())


def test_a_new_quiz_waits_for_a_page_to_show_it() -> None:
    made = new_quiz(BREAD_COURSE, BREAD_TEXTS, "extra", BREAD_COURSE.chapters[0])
    errors, advice = problems(BREAD_TEXTS, made)
    assert errors == []
    assert set(advice) == {"file/unwritten", "quiz/unused"}
    assert '{{ quiz("extra") }}' in made.by_hand[0]


def test_a_new_worksheet_is_listed_by_its_chapter() -> None:
    chapter = BREAD_COURSE.chapters[1]
    made = new_worksheet(BREAD_COURSE, BREAD_TEXTS, "Oven log", "oven-log", chapter)
    assert problems(BREAD_TEXTS, made)[0] == []
    old, new = BREAD_TEXTS[f"docs/{chapter.uri}"], made.changed[f"docs/{chapter.uri}"]
    assert new == old.replace("[oven-action-plan]", "[oven-action-plan, oven-log]")


def test_a_list_over_several_lines_grows_by_a_line() -> None:
    chapter = BREAD_COURSE.chapters[1]
    path = f"docs/{chapter.uri}"
    listed = "  worksheets:\n    - oven-action-plan\n"
    texts = {**BREAD_TEXTS, path: BREAD_TEXTS[path].replace("  worksheets: [oven-action-plan]\n", listed)}
    made = new_worksheet(BREAD_COURSE, texts, "Oven log", "oven-log", chapter)
    assert f"{listed}    - oven-log\n" in made.changed[path]
    assert problems(texts, made)[0] == []


def test_a_list_that_cannot_be_changed_safely_is_left_alone() -> None:
    chapter = BREAD_COURSE.chapters[1]
    path = f"docs/{chapter.uri}"
    odd = BREAD_TEXTS[path].replace("[oven-action-plan]", "[oven-action-plan] # [one]")
    made = new_worksheet(BREAD_COURSE, {**BREAD_TEXTS, path: odd}, "Oven log", "oven-log", chapter)
    assert made.changed == {}
    assert "Add `oven-log` to `worksheets`" in made.by_hand[0]
    assert problems({**BREAD_TEXTS, path: odd}, made)[0] == []


def test_a_worksheet_needs_no_chapter() -> None:
    made = new_worksheet(BREAD_COURSE, BREAD_TEXTS, "Shopping list", "shopping-list", None)
    assert problems(BREAD_TEXTS, made)[0] == []


@pytest.mark.parametrize("id", ["", "Salt", "oven", "../salt", "salt "])
def test_a_name_that_is_taken_or_none_is_refused(id: str) -> None:
    with pytest.raises(Taken):
        new_chapter(BREAD_COURSE, BREAD_TEXTS, "Salt", id, 10, 45)


def test_a_file_that_is_there_is_never_written_over() -> None:
    texts = {**BREAD_TEXTS, "docs/worksheets/salt-action-plan.md": ""}
    with pytest.raises(Taken, match=r"docs/worksheets/salt-action-plan\.md"):
        new_chapter(BREAD_COURSE, texts, "Salt", "salt", 10, 45)


@settings(max_examples=100)
@given(
    title=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(lambda t: f"S{t}"),
    session=st.integers(3, 240),
)
def test_any_title_and_any_length_pass(title: str, session: int) -> None:
    made = new_chapter(BREAD_COURSE, BREAD_TEXTS, title, f"x{slug(title)[:20].rstrip('-')}", 10, session)
    errors, _ = problems(BREAD_TEXTS, made)
    assert errors == []
    course, _ = read_course({**BREAD_TEXTS, **made.written})
    assert course.chapters[-1].title == " ".join(title.split())
