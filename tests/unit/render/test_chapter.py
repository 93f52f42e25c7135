"""The parts of a chapter and the course's lists, rendered from a course made here."""

from __future__ import annotations

import dataclasses
from pathlib import PurePosixPath

import pytest
from bs4 import BeautifulSoup, Tag

from macros.model.course import (
    Action,
    AgendaStep,
    Chapter,
    Claim,
    Course,
    Horizon,
    Identity,
    Item,
    MacroCall,
    Page,
    Prompt,
    Session,
    Source,
    Term,
    Verdict,
)
from macros.model.problem import Where
from macros.model.worksheet import Worksheet
from macros.render import chapter as parts
from macros.render.here import Here

AT = Where(PurePosixPath("docs/chapters/x.md"))
HOME = Here("index.md", "")


def make_chapter(number: int, pivot: int = 0, **more: object) -> Chapter:
    stem = f"{number:02d}-part-{number}"
    values: dict[str, object] = {
        "id": f"part-{number}",
        "where": AT,
        "uri": f"chapters/{stem}.md",
        "number": number,
        "title": f"Title {number} & more",
        "description": f"About {number}.",
        "minutes_read": 10,
        "outcomes": (Item("know", AT, "Know *it*."),),
        "summary": (Item("one", AT, "One <b>bold</b> thing."), Item("two", AT, "Two.")),
        "ask_yourself": (Prompt("why", AT, "Why?", purpose="Opens it."),),
        "ask_your_team": (Prompt("who", AT, "Who?", minutes=10, listen_for="Names."),),
        "action_plan": (
            Action("call", AT, "Call.", owner="Owner", horizon=Horizon.DAYS_30, done_when="Called."),
            Action("wait", AT, "Wait."),
        ),
        "pivot": pivot,
        "factor": f"From a to {pivot}" if pivot else "",
    }
    return Chapter(**(values | more))  # type: ignore[arg-type]


def make_sheet(id: str, **more: object) -> Worksheet:
    values: dict[str, object] = {
        "id": id,
        "where": AT,
        "uri": f"worksheets/{id}.md",
        "title": id.replace("-", " ").capitalize(),
        "minutes": 20,
        "people": "Everyone",
        "instructions": "",
        "sections": (),
    }
    return Worksheet(**(values | more))  # type: ignore[arg-type]


def make_course(*chapters: Chapter, **more: object) -> Course:
    values: dict[str, object] = {
        "identity": Identity("small", "Small", words={"pivot": "Turning point"}),
        "chapters": chapters,
        "quizzes": {},
        "worksheets": {},
        "terms": {},
        "sources": {},
        "pages": {},
    }
    return Course(**(values | more))  # type: ignore[arg-type]


def thirteen() -> Course:
    chapters = [make_chapter(n, pivot=n - 3 if 4 <= n <= 12 else 0) for n in range(1, 14)]
    return make_course(*chapters)


def here_of(chapter: Chapter) -> Here:
    return Here(chapter.uri, chapter.uri.removesuffix(".md") + "/")


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def one(html: str, selector: str) -> Tag:
    found = soup(html).select(selector)
    assert len(found) == 1, f"{selector} stands {len(found)} times in {html}"
    return found[0]


def test_the_header_says_which_chapter_this_is_and_which_pivot() -> None:
    course = thirteen()
    html = parts.chapter_header(course.chapters[3], course, here_of(course.chapters[3]))
    assert one(html, "h1").get_text() == "Title 4 & more"
    assert "Chapter 4 of 13" in html
    assert "Turning point 1 of 9" in html
    assert one(html, ".learn-badge").get_text() == "04"


def test_a_chapter_without_a_pivot_has_no_pivot_line() -> None:
    course = thirteen()
    html = parts.chapter_header(course.chapters[0], course, here_of(course.chapters[0]))
    assert "Turning point" not in html
    assert not soup(html).select(".learn-head__factor")


def test_facts_lead_only_to_anchors_that_are_on_the_page() -> None:
    chapter = make_chapter(1, minutes_session=60, worksheets=("sheet",))
    page = Page(chapter.uri, AT, "x", {"session": AT}, ())
    course = make_course(chapter, worksheets={"sheet": make_sheet("sheet")}, pages={chapter.uri: page})
    links = [a["href"] for a in soup(parts.chapter_header(chapter, course, here_of(chapter))).select("a")]
    assert links == ["#session"]


def test_what_to_read_first_is_linked_from_where_the_page_stands() -> None:
    course = make_course(make_chapter(1), make_chapter(2, needs=("part-1", "gone")))
    html = parts.chapter_header(course.chapters[1], course, here_of(course.chapters[1]))
    assert [a["href"] for a in soup(html).select(".learn-head__needs a")] == ["../01-part-1/"]


def test_each_line_of_the_summary_is_a_labelled_box_with_its_id_and_revision() -> None:
    chapter = make_chapter(4)
    boxes = soup(parts.summary(chapter, here_of(chapter))).select("label > input[type=checkbox]")
    assert [b["data-id"] for b in boxes] == ["part-4/summary/one", "part-4/summary/two"]
    assert [b["data-rev"] for b in boxes] == [i.revision for i in chapter.summary]


def test_raw_html_in_an_authors_text_is_shown_not_run() -> None:
    chapter = make_chapter(4)
    html = parts.summary(chapter, here_of(chapter))
    assert "&lt;b&gt;bold&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("render", "kind", "item"),
    [(parts.ask_yourself, "ask-yourself", "why"), (parts.ask_your_team, "ask-your-team", "who")],
)
def test_each_prompt_keeps_a_place_for_a_note(render: object, kind: str, item: str) -> None:
    chapter = make_chapter(4)
    html = render(chapter, here_of(chapter))  # type: ignore[operator]
    note = one(html, ".learn-prompt__note")
    assert note["data-id"] == f"part-4/{kind}/{item}"
    assert note["data-rev"]
    assert note.select(".learn-prompt__rule"), "paper needs lines to write on"


def test_what_a_facilitator_listens_for_is_folded_away() -> None:
    chapter = make_chapter(4)
    assert "Names." in one(parts.ask_your_team(chapter, here_of(chapter)), "details").get_text()
    assert "details" not in parts.ask_yourself(chapter, here_of(chapter))


def test_an_action_says_owner_when_and_how_you_can_tell() -> None:
    chapter = make_chapter(4)
    course = make_course(chapter)
    first, second = soup(parts.action_plan(chapter, course, here_of(chapter))).select(".learn-action")
    assert first.select_one("input")["data-id"] == "part-4/action-plan/call"  # type: ignore[index]
    assert [d.get_text() for d in first.select("dd")] == ["Owner", "within 30 days", "Called."]
    assert [d.get_text() for d in second.select("dd")] == ["later"]


def test_the_action_plan_leads_to_its_own_sheet() -> None:
    chapter = make_chapter(4)
    sheets = {"s": make_sheet("s"), "plan": make_sheet("plan", action_plan="part-4")}
    html = parts.action_plan(chapter, make_course(chapter, worksheets=sheets), here_of(chapter))
    assert [a["href"] for a in soup(html).select("a")] == ["../../worksheets/plan/"]


def claim(id: str, verdict: Verdict, *sources: str) -> Claim:
    return Claim(id, AT, "It was said.", "someone, 2017", "It went so.", verdict, sources)


SOURCE = Source(
    "news24",
    Where(PurePosixPath("docs/sources.md")),
    "A headline",
    "The News",
    "3 May 2024",
    "https://news.example/a",
    "B",
)


def test_each_claim_carries_its_verdict_as_a_word_and_cites_its_sources() -> None:
    chapter = make_chapter(1, then_and_now=(claim("a", Verdict.FALSE, "news24", "gone"),))
    html = parts.then_and_now(chapter, make_course(chapter, sources={"news24": SOURCE}), here_of(chapter))
    verdict = one(html, ".learn-verdict")
    assert verdict.get_text() == "Did not"
    assert verdict["data-verdict"] == "false"
    cite = one(html, ".learn-cite")
    assert cite["href"] == "../../sources/#news24"
    assert cite.get_text() == "Source: The News, 2024"


def test_verdicts_are_counted_in_their_own_order() -> None:
    given = (Verdict.PARTLY, Verdict.UNKNOWN, Verdict.PARTLY, Verdict.TRUE)
    chapter = make_chapter(1, then_and_now=tuple(claim(f"c{n}", v) for n, v in enumerate(given)))
    html = parts.then_and_now(chapter, make_course(chapter), here_of(chapter))
    tally = [" ".join(li.get_text().split()) for li in soup(html).select(".learn-tally li")]
    assert tally == ["1 came true", "2 partly", "1 can't be told"]


def test_all_claims_of_all_chapters_stand_on_one_page_with_an_address_each() -> None:
    chapters = [make_chapter(n, then_and_now=(claim("a", Verdict.TRUE),)) for n in (1, 2)]
    html = parts.then_and_now_table(make_course(*chapters, make_chapter(3)), Here("t.md", "t/"))
    assert [row["id"] for row in soup(html).select("tbody tr")] == ["part-1-a", "part-2-a"]
    assert len(soup(html).select("h2")) == 2
    heads = [th.get_text() for th in soup(html).select("thead")[0].select("th")]
    assert heads == ["Claim", "Who and when", "What happened", "Verdict", "Sources"]
    assert all(len(row.select("th[scope=row], td[data-label]")) == 5 for row in soup(html).select("tbody tr"))


def test_worksheets_keep_the_order_of_use_and_leave_out_what_does_not_exist() -> None:
    chapter = make_chapter(1, worksheets=("b", "gone", "a"))
    course = make_course(chapter, worksheets={"a": make_sheet("a"), "b": make_sheet("b", purpose="For b.")})
    cards = soup(parts.worksheets(chapter, course, here_of(chapter))).select(".learn-card")
    assert [c["data-id"] for c in cards] == ["worksheet/b", "worksheet/a"]
    assert "For b." in cards[0].get_text()


def test_the_worksheet_index_shows_every_sheet_once() -> None:
    chapters = (make_chapter(1, worksheets=("a", "b")), make_chapter(2, worksheets=("b", "c")))
    sheets = {id: make_sheet(id) for id in "abcd"}
    html = parts.worksheet_index(make_course(*chapters, worksheets=sheets), Here("w/index.md", "w/"))
    assert [c["data-id"] for c in soup(html).select(".learn-card")] == [f"worksheet/{id}" for id in "abcd"]
    assert [h["id"] for h in soup(html).select("h2")] == ["part-1", "part-2", "more-worksheets"]


def test_an_agenda_tells_when_each_step_begins_and_ends() -> None:
    steps = (AgendaStep(5, "Open."), AgendaStep(20, "Work."))
    chapter = make_chapter(1, minutes_session=25, session=Session(purpose="Agree.", agenda=steps))
    clocks = soup(parts.session(chapter, make_course(chapter), here_of(chapter))).select(
        ".learn-agenda__clock"
    )
    assert [c.get_text() for c in clocks] == ["from minute 0–5", "from minute 5–25"]


def test_an_empty_session_leaves_no_empty_headings() -> None:
    chapter = make_chapter(1)
    assert not soup(parts.session(chapter, make_course(chapter), here_of(chapter))).select("h3, ul, ol")


def test_the_way_on_is_the_named_chapter_else_the_following_one() -> None:
    named, plain, last = make_chapter(1, next=("part-3",)), make_chapter(2), make_chapter(3)
    course = make_course(named, plain, last)

    def link(chapter: Chapter) -> str:
        return str(one(parts.next_chapter(chapter, course, here_of(chapter)), "a")["href"])

    assert link(named) == "../03-part-3/"
    assert link(plain) == "../03-part-3/"
    assert link(last) == "../../#course-map"


def test_after_the_last_chapter_comes_what_tests_the_whole_course() -> None:
    whole = Page("whole.md", Where(PurePosixPath("docs/whole.md")), "The whole course", {}, ())
    call = MacroCall(whole.where, "quiz", ("all",))
    last = make_chapter(1)
    course = make_course(last)
    pages = {**course.pages, "whole.md": dataclasses.replace(whole, calls=(call,))}
    html = parts.next_chapter(last, dataclasses.replace(course, pages=pages), here_of(last))
    assert [str(a["href"]) for a in soup(html).select("a")] == ["../../whole/", "../../#course-map"]


def test_the_map_shows_every_chapter_in_order_and_in_zones() -> None:
    html = parts.course_map(thirteen(), HOME)
    stops = soup(html).select(".learn-map__stop")
    assert [s["data-id"] for s in stops] == [f"part-{n}" for n in range(1, 14)]
    assert stops[0].select_one("a")["href"] == "chapters/01-part-1/"  # type: ignore[index]
    zones = soup(html).select(".learn-map__zone")
    assert [len(z.select("li")) for z in zones] == [3, 9, 1]
    assert [z["data-legs"] for z in zones] == ["1", "3", "1"]


def test_a_course_without_a_middle_part_is_one_line() -> None:
    html = parts.course_map(make_course(chapters=tuple(make_chapter(n) for n in (1, 2))), HOME)
    assert html.count('class="learn-map__zone ') == html.count("learn-map__zone--pivots") == 1
    assert html.count('class="learn-map__stop"') == 2


def test_a_course_without_pivots_has_a_map_too() -> None:
    html = parts.course_map(make_course(*(make_chapter(n) for n in (1, 2))), HOME)
    assert len(soup(html).select(".learn-map__zone")) == 1
    assert not soup(parts.course_map(make_course(), HOME)).select("li")


def a_term(id: str, words: str, chapter: str = "") -> Term:
    return Term(id, Where(PurePosixPath("docs/glossary.md")), words, f'What "{id}" means.', chapter)


def test_terms_stand_in_the_order_of_their_words_under_their_letters() -> None:
    terms = {t.id: t for t in (a_term("z", "agile"), a_term("b", "Beta"), a_term("a", "Air", "part-1"))}
    html = parts.glossary(make_course(make_chapter(1), terms=terms), Here("glossary.md", "glossary/"))
    assert [e["id"] for e in soup(html).select(".learn-glossary__entry")] == ["z", "a", "b"]
    assert [h.get_text() for h in soup(html).select("h2")] == ["A", "B"]
    assert one(html, ".learn-glossary__where")["href"] == "../chapters/01-part-1/"


def test_a_term_is_a_plain_link_with_its_meaning_beside_it() -> None:
    chapter = make_chapter(1)
    html = parts.term(a_term("capex", "Capex"), "capital expense", make_course(chapter), here_of(chapter))
    link = one(html, "learn-term > a")
    assert link["href"] == "../../glossary/#capex"
    assert link.get_text() == "capital expense"
    assert one(html, "[role=tooltip]").get_text() == 'What "capex" means.'
    assert "\n" not in html, "an inline fragment stays in its line"


def test_a_source_says_where_it_is_used_in_text_or_in_a_claim() -> None:
    told = make_chapter(1, then_and_now=(claim("a", Verdict.TRUE, "news24"),))
    cited = make_chapter(2)
    call = MacroCall(AT, "source", ("news24",))
    course = make_course(
        told,
        cited,
        make_chapter(3),
        sources={"news24": SOURCE},
        pages={cited.uri: Page(cited.uri, AT, "x", {}, (call,))},
    )
    html = parts.sources(course, Here("sources.md", "sources/"))
    assert one(html, ".learn-source__title a")["href"] == "https://news.example/a"
    assert [a.get_text() for a in soup(html).select(".learn-source__facts a")] == ["chapter 1", "chapter 2"]


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("updated 5 Jun 2026", "The News, 2026"),
        ("date not shown", "The News"),
        ("2019-2021", "The News, 2021"),
    ],
)
def test_a_cite_is_publisher_and_year(date: str, words: str) -> None:
    html = parts.source(dataclasses.replace(SOURCE, date=date), HOME)
    assert one(html, "a").get_text() == f"Source: {words}"


def test_a_link_to_a_chapter_carries_the_authors_words() -> None:
    html = parts.chapter_link(make_chapter(5), "where *money* is", HOME)
    assert html.count("<a") == 1
    assert 'href="chapters/05-part-5/"' in html
    assert "<em>money</em>" in html


def test_everything_works_where_a_site_is_read_from_disk() -> None:
    here = Here("chapters/01-part-1.md", "chapters/01-part-1.html")
    html = parts.chapter_link(make_chapter(5), "on", here)
    assert one(html, "a")["href"] == "05-part-5.html"


def all_fragments() -> list[str]:
    chapter = make_chapter(
        2,
        1,
        then_and_now=(claim("a", Verdict.TRUE, "news24"),),
        worksheets=("a",),
        session=Session(purpose="Agree.", agenda=(AgendaStep(5, "Open."),)),
    )
    course = make_course(
        make_chapter(1),
        chapter,
        terms={"capex": a_term("capex", "Capex")},
        sources={"news24": SOURCE},
        worksheets={"a": make_sheet("a")},
    )
    here = here_of(chapter)
    return [
        parts.chapter_header(chapter, course, here),
        parts.summary(chapter, here),
        parts.ask_yourself(chapter, here),
        parts.ask_your_team(chapter, here),
        parts.action_plan(chapter, course, here),
        parts.then_and_now(chapter, course, here),
        parts.worksheets(chapter, course, here),
        parts.worksheet_card(make_sheet("a"), here),
        parts.session(chapter, course, here),
        parts.next_chapter(chapter, course, here),
        parts.course_map(course, here),
        parts.glossary(course, here),
        parts.sources(course, here),
        parts.then_and_now_table(course, here),
        parts.worksheet_index(course, here),
        parts.term(a_term("capex", "Capex"), "capex", course, here),
        parts.source(SOURCE, here),
        parts.chapter_link(chapter, "on", here),
    ]


@pytest.mark.parametrize("html", all_fragments())
def test_every_fragment_is_one_element_of_the_engine(html: str) -> None:
    roots = [node for node in soup(html).contents if isinstance(node, Tag)]
    assert len(roots) == 1
    assert "learn" in roots[0]["class"]
    assert "style=" not in html, "a strict content policy forbids inline styles"
    assert "\n\n" not in html, "an empty line would let Markdown in"
