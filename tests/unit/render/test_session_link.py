"""A chapter's session notes lead to the session page, where the course has one; the session page leads back without scripts."""

from __future__ import annotations

import dataclasses

from bs4 import BeautifulSoup, Tag

from macros.build import open_course
from macros.render import chapter as parts
from macros.render.here import Here
from macros.render.tools import course_plan_tool, session_tool
from tests.sites import BREAD
from tests.unit.render.test_desk import with_page

COURSE = open_course(BREAD).course
FLOUR = COURSE.chapters[0]
PAGE = "tools/session.md"


def links(html: str) -> list[str]:
    return [str(a["href"]) for a in BeautifulSoup(html, "html.parser").find_all("a", href=True)]


def test_the_notes_lead_to_the_session_of_their_chapter() -> None:
    html = parts.session(FLOUR, with_page(COURSE, PAGE), Here("chapters/01-flour.md", "chapters/01-flour/"))
    assert "../../tools/session/?chapter=flour" in links(html)
    from_disk = parts.session(
        FLOUR, with_page(COURSE, PAGE), Here("chapters/01-flour.md", "chapters/01-flour.html")
    )
    assert "../tools/session.html?chapter=flour" in links(from_disk)


def test_a_course_without_the_page_has_no_link_to_it() -> None:
    html = parts.session(FLOUR, COURSE, Here("chapters/01-flour.md", "chapters/01-flour/"))
    assert "Lead this session" not in html


def test_without_scripts_the_page_leads_to_the_notes_and_sheets_of_each_chapter() -> None:
    found = BeautifulSoup(session_tool(COURSE, Here(PAGE, "tools/session/")), "html.parser")
    bare = found.find(class_="learn-tool__bare")
    assert isinstance(bare, Tag)
    ways = links(str(bare))
    assert "../../chapters/01-flour/#session" in ways
    assert "../../worksheets/dough-calculator/" in ways
    assert "20 minutes" in bare.get_text()


def test_a_chapter_page_without_the_part_is_led_to_from_its_top() -> None:
    page = dataclasses.replace(COURSE.pages[FLOUR.uri], anchors={})
    course = dataclasses.replace(COURSE, pages={**COURSE.pages, FLOUR.uri: page})
    html = session_tool(course, Here(PAGE, "tools/session/"))
    assert "../../chapters/01-flour/" in links(html)


def test_a_course_plan_leads_to_the_pages_that_the_course_has_and_to_no_other() -> None:
    here = Here("trainers/course-plan.md", "trainers/course-plan/")
    bare = BeautifulSoup(course_plan_tool(COURSE, here), "html.parser").find("learn-course-plan")
    assert isinstance(bare, Tag)
    assert (bare["data-session"], bare["data-desk"]) == ("", "")
    both = with_page(with_page(COURSE, PAGE))
    full = BeautifulSoup(course_plan_tool(both, here), "html.parser").find("learn-course-plan")
    assert isinstance(full, Tag)
    assert (full["data-session"], full["data-desk"]) == ("../../tools/session/", "../../tools/print-desk/")
