"""The engine's examples: one of everything, without a fault, each shown on a gallery with the lines that make it."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from macros.build import course_manifest, examples, open_course
from macros.check.all import check_course
from macros.content.examples import PARTS, WORDS, read_examples
from macros.content.figures import KINDS
from macros.content.files import EXAMPLES, read_files
from macros.model.example import Example
from macros.model.quiz import Kind, Quiz
from macros.model.worksheet import FieldKind, Worksheet
from macros.render.examples import example as render_example
from macros.render.here import Here
from macros.render.slots import fill_slots, slot

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden/examples"
GALLERIES = ("components.md", "worksheet-gallery.md")
GALLERY = examples()
ALL = sorted(GALLERY.examples.values(), key=lambda e: e.id)


def texts() -> dict[str, str]:
    return {path: text for suffix in (".md", ".yml") for path, text in read_files(EXAMPLES, suffix).items()}


def shown(example: Example) -> BeautifulSoup:
    course = replace(GALLERY.course, gallery=GALLERY)
    html = fill_slots(slot("example", "contribute/components/", example.id), course)
    return BeautifulSoup(html, "html.parser")


def test_the_examples_pass_the_check_without_a_word() -> None:
    gallery, problems = read_examples(texts())
    assert [str(p) for p in (*problems, *check_course(gallery.course))] == []
    assert [str(p) for p in open_course(EXAMPLES).problems] == []


def test_every_kind_of_field_has_an_example() -> None:
    kinds = {f.kind for e in ALL if isinstance(e.subject, Worksheet) for f in e.subject.fields}
    assert kinds == set(FieldKind)
    named = {e.id.removeprefix("field/") for e in ALL if e.id.startswith("field/")}
    assert {kind.value for kind in FieldKind} <= named


def test_every_kind_of_figure_has_an_example() -> None:
    assert {e.id.removeprefix("figure/") for e in ALL if e.id.startswith("figure/")} == set(KINDS)


def test_every_kind_of_question_has_an_example_and_one_has_hints() -> None:
    quizzes = [e.subject for e in ALL if isinstance(e.subject, Quiz)]
    assert {q.questions[0].kind for q in quizzes} == set(Kind)
    assert any(len(q.questions[0].hints) > 1 for q in quizzes)


def test_every_part_of_a_chapter_and_every_word_macro_has_an_example() -> None:
    parts = {e.id.removeprefix("part/").replace("-", "_") for e in ALL if e.id.startswith("part/")}
    assert parts == set(PARTS)
    assert {e.id.removeprefix("words/") for e in ALL if e.id.startswith("words/")} == set(WORDS)


@pytest.mark.parametrize("example", ALL, ids=lambda e: e.id)
def test_an_example_looks_as_expected(example: Example) -> None:
    path = GOLDEN / f"{example.id.replace('/', '-')}.html"
    actual = shown(example).prettify()
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, "utf-8", newline="\n")
    assert path.exists(), f"no golden file {path}; run UPDATE_GOLDEN=1 pytest and review the diff"
    assert actual == path.read_text("utf-8")


def test_no_expected_file_is_left_over() -> None:
    assert sorted(p.stem for p in GOLDEN.iterdir()) == sorted(e.id.replace("/", "-") for e in ALL)


@pytest.mark.parametrize("example", ALL, ids=lambda e: e.id)
def test_the_source_beside_an_example_stands_in_the_examples_files(example: Example) -> None:
    source = shown(example).select_one(".learn-example__source")
    assert source is not None
    assert source.text == example.source
    lines = {line.strip() for text in texts().values() for line in text.splitlines()}
    said = [line.strip() for line in example.source.splitlines() if not line.startswith("# in ")]
    assert set(said) - {""} <= lines


@pytest.mark.parametrize("example", ALL, ids=lambda e: e.id)
def test_an_example_is_found_by_no_search_and_leads_nowhere_else(example: Example) -> None:
    html = shown(example)
    box = html.select_one(".learn-example")
    assert box is not None
    assert box.has_attr("data-search-exclude")
    assert not html.select(".learn-problem")
    ids = {str(tag["id"]) for tag in html.select("[id]")}
    for link in html.select("a[href]"):
        assert str(link["href"]).removeprefix("#") in ids


def test_no_two_examples_share_an_id() -> None:
    ids = [str(tag["id"]) for example in ALL for tag in shown(example).select("[id]")]
    assert sorted(ids) == sorted(set(ids))


def test_only_the_first_example_of_a_page_ties_it_to_saved_work() -> None:
    page = open_course(ROOT).course.pages.get("contribute/components.md")
    if page is None:
        pytest.skip("this course has no gallery")
    course = replace(GALLERY.course, pages={page.uri: page})
    here = Here(page.uri, "contribute/components/")
    made = [render_example(GALLERY.examples[id], GALLERY, course, here) for id in page.named_by("example")]
    assert ["<learn-saved" in html for html in made] == [True, *[False] * (len(made) - 1)]
    assert 'data-course="examples"' in made[0]


def test_the_galleries_show_every_example_once() -> None:
    folder = ROOT / "docs/contribute"
    if not all((folder / name).is_file() for name in GALLERIES):
        pytest.skip("this course has no galleries")
    called = [
        id
        for name in GALLERIES
        for id in re.findall(r'^\{\{ example\("([^"]+)"\) \}\}$', (folder / name).read_text("utf-8"), re.M)
    ]
    assert sorted(called) == sorted(e.id for e in ALL)


def test_a_course_keeps_its_learners_and_its_lists_free_of_examples() -> None:
    opened = open_course(ROOT)
    assert opened.course.identity.id != GALLERY.course.identity.id
    named = (
        opened.course.quizzes.keys()
        | opened.course.worksheets.keys()
        | {c.id for c in opened.course.chapters}
    )
    manifest = course_manifest(opened.course).decode()
    for example in ALL:
        if isinstance(example.subject, (Worksheet, Quiz)):
            assert example.subject.id not in named
            assert f"/{example.subject.id}/" not in manifest
