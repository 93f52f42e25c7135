"""The course manifest: what tools and exports read instead of pages."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from macros.build import course_manifest
from macros.check.all import check_course
from macros.content.course import read_course
from macros.content.files import read_sources
from macros.model.course import Course, PaperFile
from tests.sites import BREAD, edited

Manifest = dict[str, Any]


def read(changes: dict[str, str] | None = None) -> Course:
    texts, _ = read_sources(BREAD)
    return read_course(texts | (changes or {}))[0]


def written(course: Course, files: tuple[str, ...] = ()) -> Manifest:
    value: Manifest = json.loads(course_manifest(course, files))
    return value


@pytest.fixture
def bread() -> Manifest:
    return written(read())


def test_it_says_what_it_is(bread: Manifest) -> None:
    assert (bread["format"], bread["version"], bread["id"]) == ("learn-course", 1, "bread")
    assert bread["title"] == "Bread at Home"
    assert [c["id"] for c in bread["chapters"]] == ["flour", "oven"]


def test_every_id_is_the_one_that_stands_in_the_pages(bread: Manifest) -> None:
    flour = bread["chapters"][0]
    assert [(i["id"], i["kind"]) for i in flour["items"]] == [
        ("flour/outcomes/choose-flour", "outcomes"),
        ("flour/summary/protein", "summary"),
        ("flour/summary/water", "summary"),
        ("flour/ask-yourself/last-loaf", "ask-yourself"),
        ("flour/ask-your-team/who-bakes", "ask-your-team"),
        ("flour/action-plan/buy-scale", "action-plan"),
        ("flour/action-plan/feed-starter", "action-plan"),
    ]
    assert [q["id"] for q in bread["quizzes"][1]["questions"]] == ["quiz/02-oven/when-steam"]
    assert [f["id"] for f in bread["worksheets"][0]["fields"]] == [
        f"worksheet/dough-calculator/{name}" for name in ("flour", "water", "hydration", "notes")
    ]


def test_an_action_carries_what_a_plan_needs(bread: Manifest) -> None:
    action = bread["chapters"][0]["items"][-1]
    assert action["text"] == "Feed a starter for ten days"
    assert (action["owner"], action["horizon"], action["days"]) == ("Baker", "30 days", 30)
    assert action["done_when"] == "it doubles in six hours"
    assert len(action["rev"]) == 8


def test_an_action_plan_sheet_lists_its_steps(bread: Manifest) -> None:
    sheet = next(w for w in bread["worksheets"] if w["id"] == "flour-action-plan")
    (steps,) = sheet["fields"]
    assert sheet["action_plan"] == "flour"
    assert [r["id"] for r in steps["rows"]] == ["buy-scale", "feed-starter"]
    assert steps["rows"][0]["label"] == "Buy a kitchen scale"
    assert "due" in [c["id"] for c in steps["columns"]]


def test_a_question_can_be_asked_again_and_told_in_words(bread: Manifest) -> None:
    question = bread["quizzes"][0]["questions"][0]
    assert question["kind"] == "single"
    right = next(o for o in question["options"] if o["text"] == "Strong bread flour")
    assert question["key"] == [right["id"]]
    assert len(question["options"]) == 3
    form = BeautifulSoup(question["html"], "html.parser").find("form")
    assert form is not None
    assert form["data-id"] == question["id"] == "quiz/01-flour/springiest"
    assert form["data-rev"] == question["rev"]
    assert [i["value"] for i in form.select("input[type=radio]")] == [o["id"] for o in question["options"]]


@pytest.mark.parametrize(
    ("files", "address"),
    [((), "chapters/01-flour/"), (("chapters/01-flour.html", "index.html"), "chapters/01-flour.html")],
)
def test_addresses_are_those_of_the_built_site_from_its_root(files: tuple[str, ...], address: str) -> None:
    value = written(read(), files)
    assert value["chapters"][0]["address"] == value["quizzes"][0]["address"] == address
    links = BeautifulSoup(value["quizzes"][0]["questions"][0]["html"], "html.parser").select("a[href]")
    assert [a["href"] for a in links] == [f"{address}#protein"]


def test_a_link_an_author_wrote_in_a_question_leads_on_from_the_root() -> None:
    quiz = edited(
        "quizzes/01-flour.md",
        ("    > It has no gluten at all.", "    > It has none; see [the glossary](../glossary.md#starter)."),
    )
    value = written(read({"quizzes/01-flour.md": quiz}))
    form = BeautifulSoup(value["quizzes"][0]["questions"][0]["html"], "html.parser")
    assert "glossary/#starter" in [a["href"] for a in form.select("a[href]")]


def test_a_link_to_the_quizs_own_page_names_that_page() -> None:
    quiz = edited(
        "quizzes/01-flour.md", ("    > It has no gluten at all.", "    > None; see [above](#protein).")
    )
    value = written(read({"quizzes/01-flour.md": quiz}))
    form = BeautifulSoup(value["quizzes"][0]["questions"][0]["html"], "html.parser")
    assert [a["href"] for a in form.select("a[href]")] == ["chapters/01-flour/#protein"] * 2


def test_former_ids_lead_to_the_ones_of_today() -> None:
    chapter = edited(
        "docs/chapters/01-flour.md",
        ("  id: flour\n", "  id: flour\n  formerly: [grain]\n"),
        ("{id: water, text", "{id: water, formerly: [weigh-water], text"),
    )
    formerly = written(read({"docs/chapters/01-flour.md": chapter}))["formerly"]
    assert formerly["grain/summary/weigh-water"] == "flour/summary/water"
    assert formerly["flour/summary/weigh-water"] == "flour/summary/water"
    assert formerly["grain/summary/water"] == "flour/summary/water"
    assert formerly["grain/read"] == "flour/read"
    assert formerly["grain/done"] == "flour/done"
    assert "flour/summary/water" not in formerly

    quiz = edited("quizzes/02-oven.md", ("id: when-steam\n", "id: when-steam\nformerly: [steam]\n"))
    formerly = written(read({"quizzes/02-oven.md": quiz}))["formerly"]
    assert formerly["quiz/02-oven/steam"] == "quiz/02-oven/when-steam"
    assert formerly["review/02-oven/steam"] == "review/02-oven/when-steam"

    sheet = edited(
        "docs/worksheets/dough-calculator.md",
        ("  id: dough-calculator\n", "  id: dough-calculator\n  formerly: [dough]\n"),
        ("{id: flour, kind", "{id: flour, formerly: [weight], kind"),
    )
    formerly = written(read({"docs/worksheets/dough-calculator.md": sheet}))["formerly"]
    assert formerly["worksheet/dough/weight"] == "worksheet/dough-calculator/flour"
    assert formerly["worksheet/dough/notes"] == "worksheet/dough-calculator/notes"


def test_words_are_plain_text() -> None:
    chapter = edited(
        "docs/chapters/01-flour.md",
        ('"Protein gives a dough its strength."', '"**Protein** gives `<b>` & *strength*."'),
    )
    items = written(read({"docs/chapters/01-flour.md": chapter}))["chapters"][0]["items"]
    assert items[1]["text"] == "Protein gives <b> & strength."


def test_the_same_course_gives_the_same_bytes() -> None:
    assert course_manifest(read()) == course_manifest(read())


def test_a_course_with_missing_parts_still_has_a_manifest() -> None:
    texts, _ = read_sources(BREAD)
    for gone in ("quizzes/01-flour.md", "docs/chapters/02-oven.md"):
        del texts[gone]
    value = written(read_course(texts)[0])
    assert value["chapters"][0]["quiz"] == "01-flour"
    assert [q["id"] for q in value["quizzes"]] == ["02-oven"]
    assert "address" not in value["quizzes"][0]
    plan = next(w for w in value["worksheets"] if w["id"] == "oven-action-plan")
    assert plan["fields"] == []


def test_a_chapter_tells_how_its_session_goes(bread: Manifest) -> None:
    assert bread["chapters"][0]["session"] == {
        "purpose": "Agree who bakes.",
        "prepare": ["Bring two bags of flour."],
        "materials": ["Dough calculator, one per person"],
        "print": [{"sheet": "dough-calculator", "for": "person"}],
        "agenda": [
            {"minutes": 5, "text": "Feel both flours."},
            {"minutes": 15, "text": "Fill in the calculator."},
        ],
        "close": "Each says one thing to try.",
        "afterwards": "Send a picture of the loaf.",
    }
    chapter = edited("docs/chapters/01-flour.md", ("  session:\n", "  session_was:\n"))
    assert "session" not in written(read({"docs/chapters/01-flour.md": chapter}))["chapters"][0]


def test_a_chapter_says_how_long_its_pdfs_are_where_there_are_any(bread: Manifest) -> None:
    assert "paper" not in bread["chapters"][0]
    course = replace(
        read(),
        paper={
            "chapters/01-flour": (PaperFile("A4", "a.pdf", 2, 9), PaperFile("US Letter", "b.pdf", 3, 9)),
            "quizzes/01-flour-key": (PaperFile("A4", "c.pdf", 1, 9),),
        },
    )
    assert written(course)["chapters"][0]["paper"] == {"handout": 3, "key": 1}


def test_a_sheet_says_who_fills_it_in_and_a_scale_what_its_ends_mean() -> None:
    sheet = edited(
        "docs/worksheets/dough-calculator.md",
        (
            "        - {id: notes,",
            '        - {id: rise, kind: scale, label: Rise, low: flat, high: "*proud*"}\n        - {id: notes,',
        ),
    )
    value = next(
        w
        for w in written(read({"docs/worksheets/dough-calculator.md": sheet}))["worksheets"]
        if w["id"] == "dough-calculator"
    )
    assert value["people"] == "One baker"
    rise = next(f for f in value["fields"] if f["id"].endswith("/rise"))
    assert (rise["low"], rise["high"]) == ("flat", "proud")


def test_a_quiz_has_a_title_where_its_page_is_no_chapter(bread: Manifest) -> None:
    assert "title" not in bread["quizzes"][0]
    page = '---\ntitle: The *last* oven\n---\n\n{{ quiz("02-oven") }}\n'
    chapter = edited("docs/chapters/02-oven.md", ("  quiz: 02-oven\n", ""))
    value = written(read({"docs/last.md": page, "docs/chapters/02-oven.md": chapter}))
    assert (value["quizzes"][1]["title"], value["quizzes"][1]["address"]) == ("The last oven", "last/")


def test_the_map_of_a_plan_is_the_sheet_that_the_settings_name(bread: Manifest) -> None:
    assert "plan" not in bread
    settings = edited("mkdocs.yml", ("    id: bread\n", "    id: bread\n    map: dough-calculator\n"))
    assert written(read({"mkdocs.yml": settings}))["plan"] == {"map": "dough-calculator"}


def test_a_map_that_is_no_sheet_is_found_with_its_line_and_the_likely_name() -> None:
    settings = edited("mkdocs.yml", ("    id: bread\n", "    id: bread\n    map: dough-calculater\n"))
    course = read({"mkdocs.yml": settings})
    (problem,) = [p for p in check_course(course) if p.rule == "course/unknown-worksheet"]
    line = settings.split("\n").index("    map: dough-calculater") + 1
    assert str(problem.where) == f"mkdocs.yml:{line}"
    assert problem.message == 'There is no worksheet "dough-calculater".'
    assert problem.remedy == 'Did you mean "dough-calculator"?'
