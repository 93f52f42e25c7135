"""What the print desk offers, and the links that lead there."""

from __future__ import annotations

import dataclasses
from pathlib import PurePosixPath

from bs4 import BeautifulSoup, Tag

from macros.build import open_course
from macros.model.course import Course, Handed, PaperFile, Share
from macros.model.problem import Where
from macros.render import chapter as parts
from macros.render.desk import DESK, desk_groups, session_sheets
from macros.render.here import Here
from macros.render.slots import render_slot
from macros.render.tools import print_tool
from tests.sites import BREAD, ROOT

COURSE = open_course(BREAD).course
FLOUR, OVEN = COURSE.chapters
HERE = Here(DESK, "tools/print-desk/")


def with_page(course: Course, uri: str = DESK) -> Course:
    """The course with a page more at that place."""
    page = dataclasses.replace(course.pages["index.md"], uri=uri)
    return dataclasses.replace(course, pages={**course.pages, uri: page})


def handing(course: Course, chapter: str, *sheets: str) -> Course:
    handed = tuple(Handed(Where(PurePosixPath("x")), id, Share.PERSON) for id in sheets)
    return dataclasses.replace(
        course,
        chapters=tuple(
            dataclasses.replace(c, session=dataclasses.replace(c.session, print=handed))
            if c.id == chapter
            else c
            for c in course.chapters
        ),
    )


def test_each_document_is_offered_once_in_the_order_of_the_course() -> None:
    groups = desk_groups(COURSE)
    assert [group.id for group in groups][:2] == ["flour", "oven"]
    ids = [choice.id for group in groups for choice in group.choices]
    assert len(ids) == len(set(ids))
    assert ids[:6] == [
        "guide/flour",
        "key/01-flour",
        "handout/flour",
        "quiz/01-flour",
        "sheet/dough-calculator",
        "sheet/flour-action-plan",
    ]
    assert {f"sheet/{id}" for id in COURSE.worksheets} <= set(ids)
    assert {f"quiz/{id}" for id in COURSE.quizzes} <= set(ids)


def test_every_sheet_and_quiz_of_the_course_itself_can_be_chosen() -> None:
    course = open_course(ROOT).course
    choices = {c.id: c for group in desk_groups(course) for c in group.choices}
    assert {f"sheet/{id}" for id in course.worksheets} <= choices.keys()
    assert {f"{kind}/{id}" for id in course.quizzes for kind in ("quiz", "key")} <= choices.keys()
    word = course.identity.words.get("card")
    assert all(word and c.title.startswith(word) for c in choices.values() if c.card)
    for chapter in course.chapters:
        session = [c.id for c in choices.values() if chapter.id in c.sessions]
        assert f"handout/{chapter.id}" in session
        assert len([id for id in session if id.startswith("sheet/")]) >= 2


def test_a_session_takes_the_sheets_it_puts_on_the_table_and_the_action_plan() -> None:
    assert session_sheets(FLOUR, COURSE) == ("dough-calculator", "flour-action-plan")
    course = handing(COURSE, "oven", "dough-calculator", "gone")
    assert session_sheets(course.chapters[1], course) == ("dough-calculator", "oven-action-plan")
    choices = {c.id: c for group in desk_groups(course) for c in group.choices}
    assert choices["sheet/dough-calculator"].sessions == ("flour", "oven")


def test_what_is_for_the_lead_is_told_from_what_is_for_everybody() -> None:
    lead = {c.id.split("/")[0] for group in desk_groups(COURSE) for c in group.choices if c.lead}
    assert lead == {"guide", "key"}


def test_a_choice_shows_its_pdfs_where_the_build_has_them() -> None:
    files = (
        PaperFile("A4", "paper/x-a4.pdf", 1, 1000),
        PaperFile("US Letter", "paper/x-letter.pdf", 1, 1000),
    )
    course = dataclasses.replace(COURSE, paper={"worksheets/dough-calculator": files})
    live = BeautifulSoup(print_tool(course, HERE), "html.parser").find(class_="learn-tool__live")
    assert isinstance(live, Tag)
    assert [a["href"] for a in live.find_all("a")] == ["../../paper/x-a4.pdf", "../../paper/x-letter.pdf"]
    bare = BeautifulSoup(print_tool(course, HERE), "html.parser").find(class_="learn-tool__bare")
    assert isinstance(bare, Tag)
    assert "../../paper/x-letter.pdf" in [a["href"] for a in bare.find_all("a")]
    assert ".pdf" not in print_tool(COURSE, HERE)


def test_nothing_in_its_html_is_a_style_or_a_handler() -> None:
    found = BeautifulSoup(print_tool(open_course(ROOT).course, HERE), "html.parser")
    assert found.find(["script", "style"]) is None
    assert [
        t for t in found.find_all(True) if t.has_attr("style") or any(a.startswith("on") for a in t.attrs)
    ] == []


def test_sessions_and_worksheets_lead_to_it_where_the_course_has_it() -> None:
    chapter = Here("chapters/01-flour.md", "chapters/01-flour/")
    sheet = "page=worksheets%2Fdough-calculator%2F"
    course = with_page(COURSE)
    assert 'href="../../tools/print-desk/?chapter=flour"' in parts.session(FLOUR, course, chapter)
    assert 'href="../../tools/print-desk/?sheet=dough-calculator"' in render_slot("worksheet", sheet, course)
    assert "tools/print-desk" not in parts.session(FLOUR, COURSE, chapter)
    assert "tools/print-desk" not in render_slot("worksheet", sheet, COURSE)
