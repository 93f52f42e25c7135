"""The element that ties a page to saved work: once on each page, with the renames of what stands there."""

from __future__ import annotations

import dataclasses
import json

from macros.model.course import Item, MacroCall, Page
from macros.model.quiz import Kind, Quiz
from macros.model.worksheet import Field, FieldKind, Section
from macros.render import chapter as parts
from macros.render.here import Here
from macros.render.saved import saved_chapter, saved_work
from macros.render.slots import render_slot
from tests.unit.render.test_chapter import AT, here_of, make_chapter, make_course, make_sheet, one, soup
from tests.unit.render.test_quiz import option, question

FIELD = Field("turn-time", AT, FieldKind.TEXT, "Turn time", formerly=("delay",))
SHEET = make_sheet("audit", formerly=("check",), sections=(Section("s", "S", (FIELD,)),))
QUIZ = Quiz(
    "q",
    AT,
    (
        question(
            "new", Kind.SINGLE, "New?", option("a", "A", correct=True), option("b", "B"), formerly=("old",)
        ),
    ),
)


def formerly(html: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(str(one(html, "learn-saved")["data-formerly"]))
    return found


def test_a_chapter_says_where_its_text_ends_and_carries_every_rename_of_its_page() -> None:
    chapter = make_chapter(
        1,
        formerly=("first",),
        quiz="q",
        summary=(Item("one", AT, "One.", formerly=("uno",)),),
        action_plan=(),
    )
    page = Page(chapter.uri, AT, "T", {"quiz": AT}, (MacroCall(AT, "worksheet", ("audit",)),))
    course = make_course(chapter, quizzes={"q": QUIZ}, worksheets={"audit": SHEET}, pages={chapter.uri: page})
    html = parts.chapter_header(chapter, course, here_of(chapter))
    element = one(html, "learn-saved")
    assert (element["data-course"], element["data-chapter"], element["data-end"]) == (
        "small",
        "part-1",
        "quiz",
    )
    assert formerly(html) == {
        "first": "part-1",
        "first/summary/one": "part-1/summary/one",
        "part-1/summary/uno": "part-1/summary/one",
        "first/summary/uno": "part-1/summary/one",
        "first/ask-yourself/why": "part-1/ask-yourself/why",
        "first/ask-your-team/who": "part-1/ask-your-team/who",
        "first/read": "part-1/read",
        "first/done": "part-1/done",
        "session/first": "session/part-1",
        "ratings/check": "ratings/audit",
        "quiz/q/old": "quiz/q/new",
        "review/q/old": "review/q/new",
        "worksheet/audit/delay": "worksheet/audit/turn-time",
        "worksheet/check/turn-time": "worksheet/audit/turn-time",
        "worksheet/check/delay": "worksheet/audit/turn-time",
    }


def test_where_nothing_was_renamed_the_page_carries_nothing() -> None:
    chapter = make_chapter(1)
    element = one(saved_chapter(chapter, make_course(chapter)), "learn-saved")
    assert not element.has_attr("data-formerly")
    assert not element.has_attr("data-end")


def test_a_worksheet_brings_the_element_except_into_a_chapter() -> None:
    chapter = make_chapter(1)
    page = Page(chapter.uri, AT, "T", {}, ())
    course = make_course(chapter, worksheets={"audit": SHEET}, pages={chapter.uri: page})
    alone = render_slot("worksheet", "page=about/&a0=audit", course)
    assert formerly(alone)["worksheet/audit/delay"] == "worksheet/audit/turn-time"
    assert len(soup(alone).select("learn-worksheet")) == 1
    inside = render_slot("worksheet", f"page={here_of(chapter).url}&a0=audit", course)
    assert not soup(inside).select("learn-saved")


def test_a_quiz_outside_a_chapter_brings_the_element() -> None:
    html = render_slot("quiz", "page=about/&a0=q", make_course(quizzes={"q": QUIZ}))
    assert formerly(html) == {"quiz/q/old": "quiz/q/new", "review/q/old": "review/q/new"}
    assert len(soup(html).select("learn-quiz")) == 1


def test_the_map_knows_each_chapters_quiz() -> None:
    course = make_course(make_chapter(1, quiz="q"), make_chapter(2), quizzes={"q": QUIZ})
    html = parts.course_map(course, Here("index.md", ""))
    assert [stop.get("data-quiz") for stop in soup(html).select(".learn-map__stop")] == ["quiz/q", None]
    assert one(html, ".learn-map__continue").has_attr("hidden")


def test_a_chapters_address_is_the_same_on_either_host() -> None:
    for uri, address in (("chapters/04-x.md", "chapters/04-x"), ("part/index.md", "part")):
        chapter = make_chapter(1, uri=uri)
        html = parts.chapter_header(chapter, make_course(chapter), here_of(chapter))
        assert one(html, "learn-progress")["data-address"] == address


def test_ids_cannot_leave_their_attributes() -> None:
    course = make_course()
    course = dataclasses.replace(course, identity=dataclasses.replace(course.identity, id='"><script>'))
    html = saved_work(course, {'"><img>': "<b>"}, chapter="'><i>")
    assert [tag.name for tag in soup(html).select("*")] == ["learn-saved", "p", "p"]


def test_a_note_on_paper_has_a_field_with_a_name_of_its_own() -> None:
    html = parts.ask_yourself(make_chapter(1), here_of(make_chapter(1)), fields=True)
    field = one(html, "textarea")
    names = [one(html, f'[id="{id}"]').get_text() for id in str(field["aria-labelledby"]).split()]
    assert names == ["Your note", "Why?"]


def test_a_page_leaves_the_field_of_a_note_to_the_script_that_can_keep_it() -> None:
    html = parts.ask_yourself(make_chapter(1), here_of(make_chapter(1)))
    assert not soup(html).select("textarea, label")
    assert one(html, "[data-note]")["data-note"] == "Your note"
