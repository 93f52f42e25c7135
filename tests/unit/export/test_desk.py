"""The print desk's files: the words of the documents and all that filling in needs, and the styles of paper for a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup

from macros.build import desk_documents, joined_assets, open_course, shown_sheet
from macros.export.assets import leaf_styles
from macros.export.desk import desk_files, desk_scripts, slim
from macros.render import paper
from macros.render.worksheet import render_worksheet
from tests.sites import BREAD, ROOT
from tests.unit.render.test_desk import with_page

COURSE = open_course(ROOT).course


def words(html: str) -> str:
    found = BeautifulSoup(html, "html.parser")
    for tools in found.find_all(class_="learn-worksheet__tools"):
        tools.decompose()
    return " ".join(found.get_text(" ").split())


def documents() -> Iterator[str]:
    for sheet in COURSE.worksheets.values():
        yield render_worksheet(shown_sheet(sheet, COURSE), paper.ROOT, example=False, heading=1)
    for chapter in COURSE.chapters:
        yield paper.handout(chapter, COURSE)
        yield paper.guide(chapter, COURSE)


def test_a_slim_document_says_every_word_that_it_said() -> None:
    for html in documents():
        assert words(slim(html)) == words(html)


def test_a_slim_document_keeps_what_filling_in_needs() -> None:
    page = '<p id="x" role="note">for id and role</p><td data-kind="text" data-label="A" data-column="a"><input name="w.x.1.a" data-id="w/x/1/a"></td><input name="w.x.sheet.team">'
    leaf = '<p>for id and role</p><td data-kind="text" data-column="a"><input name></td><input name="w.x.sheet.team">'
    assert slim(page) == leaf
    marks = ("data-field=", "data-row=", "data-column=", "data-kind=", "data-formula=", "<option")
    for sheet in COURSE.worksheets.values():
        whole = render_worksheet(shown_sheet(sheet, COURSE), paper.ROOT, example=False, heading=1)
        assert [slim(whole).count(m) for m in marks] == [whole.count(m) for m in marks], sheet.id


def test_each_chapter_has_a_file_and_a_course_without_the_page_has_none() -> None:
    bread = open_course(BREAD).course
    assert desk_documents(bread) == {}
    files = desk_documents(with_page(bread))
    assert list(files) == ["print/flour.json", "print/oven.json"]
    value = json.loads(files["print/flour.json"])
    assert (value["format"], value["version"], value["course"]) == ("learn-print", 1, "bread")
    assert list(value["documents"]) == [
        "guide/flour",
        "handout/flour",
        "sheet/dough-calculator",
        "sheet/flour-action-plan",
    ]
    assert desk_documents(with_page(bread)) == files


def test_from_disk_the_same_files_are_scripts() -> None:
    files = desk_files("bread", {"flour": {"sheet/x": "<p></p>"}, "oven": {}})
    assert list(files) == ["print/flour.json"]
    ((path, body),) = desk_scripts(files).items()
    assert path == "print/flour.js"
    assert body == b'(globalThis.learnPrint ??= {})["flour"] = ' + files["print/flour.json"]


@pytest.mark.parametrize(
    ("css", "leaf"),
    [
        (
            ".learn.learn-quiz .learn-quiz__box {\n  color: red;\n}\n",
            ".leaf-sheet .leaf.leaf-quiz .leaf-quiz__box {color: red;\n}\n",
        ),
        (
            "@media print {\n  .learn-a, .learn-b:is(.x, .y) { margin: 0.5rem 2mm; }\n}\n",
            ".leaf-sheet .leaf-a, .leaf-sheet .leaf-b:is(.x, .y) {margin: 6pt 2mm; }\n",
        ),
        (
            "@media screen {\n  .learn-a { color: red; }\n}\n@page x { margin: 0; }\n@font-face { src: none; }\n",
            "",
        ),
        (":root {\n  --learn-ink: #111;\n}\n", ".leaf-sheet {--learn-ink: #111;\n}\n"),
        (
            ':root[data-tight="2"] .learn-a { gap: 1px; }',
            '.leaf-sheet[data-tight="2"] .leaf-a {gap: 1px; }\n',
        ),
        (":root:has(h1.learn-a) body { page: x; }", ""),
        (
            'body { font: 9pt "Inter"; }',
            '.leaf-sheet {font: 9pt system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }\n',
        ),
    ],
    ids=["rule", "print", "screens and pages", "root", "step", "own page", "letters"],
)
def test_styles_of_paper_are_bound_to_the_leaf(css: str, leaf: str) -> None:
    assert leaf_styles(css) == leaf


def test_no_style_of_a_leaf_touches_the_page_around_it() -> None:
    css = joined_assets(ROOT)["print.css"]
    paper_part = css[: css.index(".learn-print-leaves")]
    for head in re.findall(r"^([^{}\n]+) \{", paper_part, re.MULTILINE):
        assert head.startswith(".leaf-sheet"), head
