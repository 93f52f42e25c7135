"""The team page in a browser: files of colleagues read, laid side by side and merged, and nothing of them kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.saved import put_entries
from tests.browser.tools import (
    EVIL,
    KEY,
    MANIFEST,
    Show,
    answer,
    axe,
    choose_huge,
    document,
    drop,
    entry,
    opened,
    payload,
    stored,
)

pytestmark = pytest.mark.browser

WHY = "flour/ask-yourself/last-loaf"
WHO = "flour/ask-your-team/who-bakes"
SCALE = "flour/action-plan/buy-scale"
STARTER = "flour/action-plan/feed-starter"

Work = dict[str, Any]


def person(name: str, more: Work, at: str = "2026-11-20T10:00:00.000Z") -> Work:
    """A colleague's file; two people never write in the same millisecond."""
    shift = sum(map(ord, name)) % 1000
    work = {id: {**one, "at": one["at"].replace(".000Z", f".{shift:03d}Z")} for id, one in more.items()}
    return document({**work, **({"settings/name": entry(name, at)} if name else {})})


DANA = person(
    "Dana Diaz",
    {
        WHY: entry("It was flat.\nI was in a hurry."),
        WHO: entry("Jo, always"),
        "flour/read": entry(True),
        "quiz/01-flour/springiest": answer("wrong", "2026-11-20", "right"),
        "quiz/01-flour/takes-water": answer("right", "2026-11-20"),
        "quiz/01-flour/order": answer("right", "2026-11-20"),
        SCALE: entry({"chosen": True, "owner": "Jo Bell", "due": "2026-12-04"}),
        "plan/own/aaaaaaaaaaaa": entry({"chosen": True, "text": "Visit the mill"}),
    },
)
JO = person(
    "Jo Bell",
    {
        WHY: entry("Too much water"),
        "flour/summary/protein": entry(True),
        SCALE: entry({"chosen": True, "owner": "Dana Diaz", "due": "2026-12-18"}, "2026-11-21T10:00:00.000Z"),
        STARTER: entry({"chosen": True}),
        "plan/own/bbbbbbbbbbbb": entry({"chosen": True, "text": "visit the  MILL"}),
    },
)
MINE: Work = {
    "oven/ask-yourself/oven-lies": entry("By twenty degrees"),
    SCALE: entry({"chosen": True, "status": "doing"}, "2026-11-01T10:00:00.000Z"),
}


def choose(page: Page, files: dict[str, Any]) -> None:
    """Choose files, each a document or a text, and wait until all of them are read and drawn."""
    page.set_input_files("input[type=file]", [payload(*file) for file in files.items()])
    settled(page)


def settled(page: Page) -> None:
    page.wait_for_selector("learn-team:not([data-busy])")


def show(page: Page, view: str) -> Locator:
    page.locator(f"input[name=team-view][value={view}]").check()
    settled(page)
    return page.locator(f"[data-view={view}]")


def status(page: Page) -> Locator:
    return page.locator("[data-part=status]")


@pytest.fixture
def team(page: Page, tool: Show) -> Page:
    """Two colleagues' files on the device of somebody who has done nothing."""
    opened(page, tool("team"))
    choose(page, {"dana.json": DANA, "jo.json": JO})
    return page


# Files and people


def test_nobody_yet_invites_and_promises(page: Page, tool: Show) -> None:
    opened(page, tool("team"))
    expect(page.get_by_role("heading", name="Nobody is here yet")).to_be_visible()
    expect(page.get_by_text("Nothing is uploaded")).to_be_visible()
    assert page.get_by_role("button").all_inner_texts() == ["Choose files"]
    expect(page.get_by_label("Count my own work in")).to_be_hidden()


def test_files_are_listed_with_whose_they_are_and_what_is_in_them(page: Page, tool: Show) -> None:
    opened(page, tool("team"))
    choose(page, {"dana.json": DANA, "jo_van-halen.json": person("", {WHY: entry("Salt")})})
    choose(page, {"bread-2026-11-23.json": person("", {WHO: entry("Nobody")})})
    expect(page.get_by_role("heading", name="Nobody is here yet")).to_be_hidden()
    names = page.locator(".learn-team__name")
    assert [names.nth(n).input_value() for n in range(3)] == ["Dana Diaz", "Jo Van Halen", ""]
    first, _, last = page.locator(".learn-team__file").all()
    expect(first).to_contain_text("dana.json · entries: 8, last change Nov 20, 2026")
    expect(last).to_contain_text("Neither the file nor its name says whose it is.")
    expect(names.nth(2)).to_have_attribute("placeholder", "Person 3")
    expect(page.locator("[data-part=people-head]")).to_have_text("3 people from 3 files")
    expect(status(page)).to_have_text("One file read.")


def test_a_name_written_here_stands_everywhere(team: Page) -> None:
    field = team.locator(".learn-team__name").first
    field.fill("Dana D.")
    field.press("Tab")
    expect(team.get_by_role("button", name="Take dana.json off the page")).to_be_focused()
    settled(team)
    expect(team.get_by_role("rowheader", name="Dana D.")).to_be_visible()
    expect(show(team, "plan")).to_contain_text("Chosen by 2 of 2: Dana D., Jo Bell")


def test_a_file_can_be_taken_off_again(team: Page) -> None:
    team.get_by_role("button", name="Take dana.json off the page").click()
    settled(team)
    expect(status(team)).to_have_text("“dana.json” is off the page. The file itself is untouched.")
    expect(team.get_by_role("button", name="Take jo.json off the page")).to_be_focused()
    expect(team.get_by_role("rowheader")).to_have_count(1)
    team.keyboard.press("Enter")
    settled(team)
    expect(team.get_by_role("button", name="Choose files")).to_be_focused()
    expect(team.get_by_role("heading", name="Nobody is here yet")).to_be_visible()
    choose(team, {"dana.json": DANA})
    expect(team.get_by_role("rowheader", name="Dana Diaz")).to_be_visible()


def test_two_files_of_one_name_are_one_person_until_they_are_named_apart(team: Page) -> None:
    newer = entry("It was salty.", "2026-11-22T10:00:00.000Z")
    choose(team, {"laptop.json": person("dana  diaz", {WHY: newer})})
    expect(team.get_by_role("rowheader")).to_have_count(2)
    note = team.locator(".learn-team__file").nth(2).locator(".learn-team__note")
    expect(note).to_contain_text("The same person as in “dana.json”: of each answer the newer one counts")
    notes = show(team, "notes")
    expect(notes).to_contain_text("It was salty.")
    expect(notes).not_to_contain_text("It was flat.")
    expect(notes).to_contain_text("Jo, always")
    field = team.locator(".learn-team__name").nth(2)
    field.fill("Dana Dahl")
    field.press("Enter")
    settled(team)
    expect(note).to_be_hidden()
    expect(notes).to_contain_text("It was flat.")


def test_two_copies_of_one_device_count_once_without_any_name(page: Page, tool: Show) -> None:
    opened(page, tool("team"))
    monday = person("", {WHY: entry("Flat"), "flour/read": entry(True)})
    friday = document({**monday["entries"], WHO: entry("Jo", "2026-11-22T10:00:00.123Z")})
    choose(
        page,
        {
            "bread-2026-11-16.json": monday,
            "bread-2026-11-20.json": friday,
            "bread-2026-11-20 (1).json": friday,
        },
    )
    expect(page.locator("[data-part=people-head]")).to_have_text("One person")
    expect(page.locator("[data-part=refused]")).to_contain_text(
        "“bread-2026-11-20 (1).json” was left out: it is the same as “bread-2026-11-20.json”, and counts once."
    )
    expect(page.locator(".learn-team__file").nth(1)).to_contain_text(
        "The same person as in “bread-2026-11-16.json”"
    )


def test_own_work_counts_in_and_can_be_left_out(page: Page, tool: Show) -> None:
    opened(page, tool("team"), MINE)
    choose(page, {"dana.json": DANA})
    expect(page.locator("[data-part=people-head]")).to_have_text("2 people, you among them")
    assert page.get_by_role("rowheader").all_inner_texts() == ["Me", "Dana Diaz"]
    expect(show(page, "notes")).to_contain_text("By twenty degrees")
    page.get_by_label("Count my own work in").uncheck()
    settled(page)
    expect(page.locator("[data-view=notes]")).not_to_contain_text("By twenty degrees")
    expect(page.locator(".learn-team__file")).to_have_count(1)


def test_own_work_is_followed_while_the_page_is_open(page: Page, tool: Show) -> None:
    opened(page, tool("team"), MINE)
    choose(page, {"dana.json": DANA})
    notes = show(page, "notes")
    put_entries(page, KEY, {WHY: entry("From the other tab", "2026-11-23T11:00:00.000Z")}, told=True)
    expect(notes).to_contain_text("From the other tab")


def test_files_can_be_dropped(page: Page, tool: Show) -> None:
    opened(page, tool("team"))
    drop(page, ".learn-team__desk", {"dana.json": json.dumps(DANA), "jo.json": json.dumps(JO)})
    expect(page.get_by_role("rowheader")).to_have_count(2)


def test_nothing_of_the_files_is_kept(team: Page) -> None:
    for view in ("plan", "notes", "ratings", "where"):
        show(team, view)
    assert stored(team) == {}
    assert team.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    team.reload()
    team.wait_for_selector(".learn-tool[data-ready]")
    expect(team.get_by_role("heading", name="Nobody is here yet")).to_be_visible()


# Where everybody is


def test_where_everybody_is_stands_in_words(team: Page) -> None:
    where = team.locator("[data-view=where]")
    assert where.locator(".learn-team__counts").all_inner_texts() == ["1 done · 1 started", "2 not yet"]
    expect(where).to_contain_text("Nobody has begun chapter 2.")
    table = where.get_by_role("table", name="Person by person")
    rows = [
        row.all_inner_texts() for row in [table.get_by_role("row").nth(n).get_by_role("cell") for n in (1, 2)]
    ]
    assert [[cell.strip() for cell in row[:3]] for row in rows] == [
        ["done", "not yet", "1 of 2"],
        ["started", "not yet", "0 of 2"],
    ]
    expect(table.get_by_role("columnheader", name="Chapter 1: What flour wants")).to_have_count(1)
    quiz = where.locator(".learn-team__quiz")
    expect(quiz).to_contain_text("One person of 2 has answered questions: 67% right at the first try.")
    expect(quiz.get_by_role("link", name="Which flour makes the springiest loaf?")).to_be_visible()
    quiz.locator("summary").click()
    expect(quiz.locator(".learn-team__scores")).to_contain_text("2 of 3")


def test_two_people_who_are_right_equally_often_need_no_span(page: Page, tool: Show) -> None:
    opened(page, tool("team"))
    work = {id: one for id, one in DANA["entries"].items() if id.startswith("quiz/")}
    choose(page, {"dana.json": DANA, "jo.json": person("Jo Bell", work)})
    expect(page.locator(".learn-team__quiz").first).to_contain_text(
        "2 people of 2 have answered questions: 67% right at the first try, each of them."
    )


# Plans


def test_plans_are_merged_and_what_differs_is_settled_by_choice(team: Page) -> None:
    plan = show(team, "plan")
    expect(plan).to_contain_text("3 actions in all. Chosen by more than one: 2.")
    card = plan.locator(f'[data-id="{SCALE}"]')
    expect(card).to_contain_text("Chosen by 2 of 2: Dana Diaz, Jo Bell")
    owner = card.get_by_role("group", name="Owner: which one?")
    due = card.get_by_role("group", name="Due: which one?")
    # What was written last stands until somebody chooses.
    expect(owner.get_by_role("radio", name="Dana Diaz · from Jo Bell")).to_be_checked()
    expect(card.locator(".learn-team__facts")).to_contain_text("Due: Dec 18, 2026")
    due.get_by_role("radio", name="Dec 4, 2026").check()
    expect(card.locator(".learn-team__facts")).to_contain_text("Owner: Dana Diaz · Due: Dec 4, 2026")
    expect(due.get_by_role("radio", name="Dec 4, 2026")).to_be_focused()
    # The same own action in other letters is one, and both spellings are there to choose from.
    expect(plan.locator(".learn-team__action")).to_have_count(3)
    spelling = plan.get_by_role("group", name="What to do: which one?")
    expect(spelling.get_by_role("radio", name="visit the MILL · from Jo Bell")).to_be_visible()
    expect(spelling.get_by_role("radio", name="Visit the mill · from Dana Diaz")).to_be_visible()
    # A choice outlives another view.
    show(team, "notes")
    show(team, "plan")
    expect(due.get_by_role("radio", name="Dec 4, 2026")).to_be_checked()


def test_only_what_has_to_be_settled_can_be_shown(team: Page) -> None:
    plan = show(team, "plan")
    plan.get_by_label("Which actions").select_option("What has to be settled")
    cards = plan.locator(".learn-team__action:visible")
    expect(cards).to_have_count(2)
    plan.get_by_role("button", name="Untick all in sight").click()
    expect(status(team)).to_have_text("In the plan: 1 of 3.")
    plan.get_by_label("Which actions").select_option("All actions")
    expect(cards).to_have_count(3)
    assert plan.locator("input[type=checkbox]").evaluate_all("all => all.map((one) => one.checked)") == [
        False,
        True,
        False,
    ]


def test_the_merged_plan_goes_into_ones_own_and_comes_out_again(page: Page, tool: Show) -> None:
    opened(page, tool("team"), MINE)
    choose(page, {"dana.json": DANA, "jo.json": JO})
    plan = show(page, "plan")
    card = plan.locator(f'[data-id="{SCALE}"]')
    card.get_by_role("radio", name="Dec 4, 2026").check()
    plan.locator(f'[data-id="{STARTER}"]').get_by_role("checkbox").uncheck()
    plan.get_by_role("button", name="Take into my plan").click()
    expect(status(page)).to_have_text("Taken into your plan: 1 new, 1 changed.")
    after = stored(page)
    assert after[SCALE]["value"] == {
        "chosen": True,
        "owner": "Dana Diaz",
        "due": "2026-12-04",
        "status": "doing",
    }
    assert after["oven/ask-yourself/oven-lies"] == MINE["oven/ask-yourself/oven-lies"]
    assert STARTER not in after
    own = [one["value"] for id, one in after.items() if id.startswith("plan/own/")]
    assert len(own) == 1
    # Nothing else of anybody came along.
    assert len(after) == len(MINE) + 1
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text("Your plan is as it was.")
    assert stored(page) == MINE


def test_an_own_action_stands_with_the_chapter_that_anybody_wrote_it_in(page: Page, tool: Show) -> None:
    opened(page, tool("team"))
    first = entry({"chosen": True, "text": "Visit the mill", "chapter": "oven"}, "2026-11-01T10:00:00.000Z")
    choose(page, {"dana.json": DANA, "kim.json": person("Kim", {"plan/own/cccccccccccc": first})})
    group = show(page, "plan").locator(".learn-team__group", has_text="Visit the mill")
    expect(group).to_have_count(1)
    expect(group.get_by_role("heading", name="Chapter 2")).to_be_visible()


def test_taking_the_same_plan_twice_changes_nothing(page: Page, tool: Show) -> None:
    opened(page, tool("team"), MINE)
    choose(page, {"dana.json": DANA})
    plan = show(page, "plan")
    plan.get_by_role("button", name="Take into my plan").click()
    before = stored(page)
    settled(page)
    plan.get_by_role("button", name="Take into my plan").click()
    expect(status(page)).to_have_text("Your plan says all of this already.")
    assert stored(page) == before


@pytest.mark.parametrize(
    ("button", "ending", "holds"),
    [
        ("Spreadsheet (CSV)", "csv", '"Dana Diaz, Jo Bell",flour/action-plan/'),
        ("Calendar (ICS)", "ics", "DTSTART;VALUE=DATE:20261204"),
        ("Text (Markdown)", "md", "# Our plan: "),
        ("Plan file (JSON)", "json", '"due": "2026-12-04"'),
    ],
)
def test_the_merged_plan_is_exported_as_it_is_settled(
    team: Page, button: str, ending: str, holds: str
) -> None:
    plan = show(team, "plan")
    plan.get_by_role("radio", name="Dec 4, 2026").check()
    plan.locator(f'[data-id="{STARTER}"]').get_by_role("checkbox").uncheck()
    with team.expect_download() as download:
        plan.get_by_role("button", name=button).click()
    assert download.value.suggested_filename == f"bread-team-plan-2026-11-23.{ending}"
    text = Path(download.value.path()).read_text("utf-8")
    assert holds in text
    assert text.count("Buy a kitchen scale") >= 1
    assert "Feed a starter" not in text
    assert "20261218" not in text
    assert "2026-12-18" not in text
    if ending == "ics":
        expect(status(team)).to_contain_text("Without a due day, and so not in the calendar: 1.")


def test_a_calendar_without_days_is_not_written(page: Page, tool: Show) -> None:
    opened(page, tool("team"))
    choose(page, {"jo.json": person("Jo", {STARTER: entry({"chosen": True})})})
    show(page, "plan").get_by_role("button", name="Calendar (ICS)").click()
    expect(status(page)).to_contain_text("has a due day yet")


# Notes


def test_all_voices_stand_under_their_question_and_can_be_searched(team: Page) -> None:
    notes = show(team, "notes")
    assert notes.locator(".learn-team__ask").all_inner_texts() == [
        "What went wrong with your last loaf?",
        "Who bakes on which day?",
    ]
    first = notes.locator(".learn-team__prompt").first
    expect(first).to_contain_text("Ask yourself · 2 of 2 wrote something")
    assert first.locator(".learn-team__who").all_inner_texts() == ["Dana Diaz", "Jo Bell"]
    search = notes.get_by_label("Search in all notes")
    search.fill("DÁNA hurry")
    expect(notes.locator(".learn-team__voice:visible")).to_have_count(1)
    expect(notes.locator("[data-part=found]")).to_have_text("Found: 1")
    search.fill("yeast")
    expect(notes.locator("[data-part=found]")).to_contain_text("Nothing found")
    expect(notes.locator(".learn-team__head:visible")).to_have_count(0)
    search.fill("")
    expect(notes.locator(".learn-team__voice:visible")).to_have_count(3)


def test_what_was_said_in_a_session_and_what_the_course_lost_are_told(page: Page, tool: Show) -> None:
    opened(page, tool("team"))
    session = {"started": "x", "seconds": 60, "said": {WHO: "All of us"}, "spent": {}, "decisions": []}
    choose(
        page,
        {
            "jo.json": person(
                "Jo",
                {
                    "session/flour/2026-11-19T0900": entry(session),
                    WHY: entry("Salt", rev="older"),
                    "flour/ask-yourself/gone": entry("Lost"),
                },
            )
        },
    )
    notes = show(page, "notes")
    expect(notes).to_contain_text("written down in the session of November 19, 2026")
    expect(notes).to_contain_text("The question was worded differently then.")
    expect(notes).to_contain_text("no longer holds, left out here: 1.")


# Ratings


def test_ratings_of_two_people_are_laid_over_each_other(page: Page, tool: Show, stage_folder: Path) -> None:
    address = tool("team")
    (stage_folder / "course.json").write_text(json.dumps(rated()), "utf-8")
    opened(page, address)
    sheet = "worksheet/crumb/"
    scores = [{f"{sheet}{id}": entry(score) for id in ("open", "even", "soft")} for score in (2, 9)]
    choose(page, {"dana.json": person("Dana", scores[0])})
    expect(show(page, "ratings")).to_contain_text("it takes two people")
    choose(page, {"jo.json": person("Jo", scores[1])})
    ratings = page.locator("[data-view=ratings]")
    expect(ratings.get_by_role("heading", name="The crumb")).to_be_visible()
    expect(ratings.get_by_role("table", name="The crumb")).to_contain_text("2 Dana · 9 Jo")
    page.get_by_label("Person 1, 2, 3").check()
    settled(page)
    expect(ratings).not_to_contain_text("Dana")


def rated() -> dict[str, Any]:
    """The bread course with a sheet of three scales."""
    field = {"kind": "scale", "rev": "", "section": "Crumb", "low": "poor", "high": "fine"}
    fields = [{**field, "id": f"worksheet/crumb/{id}", "label": id} for id in ("open", "even", "soft")]
    sheet = {"id": "crumb", "title": "The crumb", "address": "worksheets/crumb/", "chapters": ["flour"]}
    return {**MANIFEST, "worksheets": [*MANIFEST["worksheets"], {**sheet, "fields": fields}]}


# Names


@pytest.mark.parametrize(("how", "says"), [("Initials", "DD, JB"), ("Person 1, 2, 3", "Person 1, Person 2")])
def test_one_control_takes_names_out_of_every_view_and_file(team: Page, how: str, says: str) -> None:
    team.get_by_label(how).check()
    settled(team)
    for view in ("where", "plan", "notes", "ratings"):
        show(team, view)
        text = team.locator("learn-team").inner_text()
        for name in ("Dana", "Diaz", "Bell", "dana.json"):
            assert name not in text, view
    plan = show(team, "plan")
    expect(plan).to_contain_text(says)
    for button in ("CSV", "Markdown", "JSON"):
        with team.expect_download() as download:
            plan.get_by_role("button", name=button).click()
        text = Path(download.value.path()).read_text("utf-8")
        assert "Diaz" not in text
        assert "Bell" not in text
        assert button != "CSV" or says in text
    team.locator("[data-part=people-head]").click()
    expect(team.locator(".learn-team__name").first).to_have_value("Dana Diaz")


# Files that are none, and worse


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


FAULTS = {
    "diary.txt": ("Dear diary", "not a file that My notes has saved"),
    "empty.json": ("", "not a file that My notes has saved"),
    "cut.json": (json.dumps(DANA)[:-20], "not a file that My notes has saved"),
    "recipe.json": ('{"format": "recipe"}', "holds something else"),
    "cakes.json": (json.dumps({**DANA, "course": "cakes"}), "belongs to another course"),
    "tomorrow.json": (json.dumps({**DANA, "version": 99}), "a newer version of this site wrote it"),
    "deep.json": (
        json.dumps(document({"flour/read": entry("X")})).replace('"X"', deep(60)),
        "built in a way that saved work never is",
    ),
    "bottomless.json": ("[" * 500_000, "was left out"),
}


def test_each_file_that_is_none_gets_a_sentence_and_the_others_are_read(page: Page, tool: Show) -> None:
    opened(page, tool("team"))
    choose(page, {"dana.json": DANA, **{name: text for name, (text, _) in FAULTS.items()}, "jo.json": JO})
    sentences = page.locator("[data-part=refusals] > li").all_inner_texts()
    assert len(sentences) == len(FAULTS)
    for said, (name, (_, sentence)) in zip(sentences, FAULTS.items(), strict=True):
        assert said.startswith(f"“{name}” was left out: ")
        assert sentence in said
    expect(status(page)).to_have_text(f"2 files read. Left out: {len(FAULTS)}. Why stands above.")
    expect(page.get_by_role("rowheader")).to_have_count(2)
    page.get_by_role("button", name="All right").click()
    expect(page.locator("[data-part=refused]")).to_be_hidden()
    expect(page.get_by_role("button", name="Choose files")).to_be_focused()


def test_a_file_of_fifty_megabytes_is_refused_unread(page: Page, tool: Show, tmp_path: Path) -> None:
    opened(page, tool("team"))
    choose_huge(page, tmp_path)
    expect(page.locator("[data-part=refused]")).to_contain_text("far too large")
    assert page.evaluate("read") == 0


def test_nothing_in_a_file_is_executed_or_reaches_a_prototype(page: Page, tool: Show) -> None:
    opened(page, tool("team"))
    evil = person(
        EVIL,
        {
            WHY: entry(EVIL),
            SCALE: entry({"chosen": True, "owner": EVIL, "text": EVIL, "due": EVIL, "status": EVIL}),
            STARTER: entry(EVIL),
            "plan/own/x": entry({"chosen": True, "text": EVIL, "toString": EVIL}),
            "quiz/01-flour/order": entry({"first": {"verdict": EVIL}, "last": {"toString": 1}}),
            "session/flour/2026-11-20T0900": entry({"said": {WHO: EVIL, EVIL: EVIL}}),
            f"session/{EVIL}/x": entry({"said": [EVIL]}),
            "ratings/crumb/x": entry({"who": EVIL, "day": EVIL, "values": {EVIL: EVIL}}),
            EVIL: entry(EVIL),
        },
    )
    text = json.dumps(evil)[:-2] + (
        ', "__proto__": {"rev": "", "value": "x", "at": "2026-11-20T10:00:00.000Z"},'
        ' "flour/x": {"rev": "", "value": {"__proto__": {"polluted": 1}}, "at": "2026-11-20T10:00:00.000Z"}}}'
    )
    choose(page, {f"{EVIL}.json": text, "jo.json": JO})
    expect(page.locator(".learn-team__file").first).to_contain_text("cannot be read, and are left out: 1.")
    for view in ("where", "plan", "notes", "ratings"):
        show(page, view)
    page.get_by_label("Initials").check()
    settled(page)
    show(page, "plan").get_by_role("button", name="Take into my plan").click()
    stored(page)
    assert page.evaluate("[globalThis.hit, ({}).polluted, document.images.length]") == [None, None, 0]
    assert page.locator("learn-team script").count() == 0


def test_the_fifty_first_file_is_left_out_by_name(page: Page, tool: Show) -> None:
    opened(page, tool("team"))
    choose(
        page,
        {
            f"p{n}.json": person(
                f"Person {chr(65 + n // 26)}{chr(65 + n % 26)}",
                {WHY: entry(f"{n}", f"2026-11-20T10:{n:02d}:00.000Z")},
            )
            for n in range(52)
        },
    )
    expect(page.get_by_role("rowheader")).to_have_count(50)
    expect(page.locator("[data-part=refused]")).to_contain_text(
        "The page holds 50 files. These were left out: p50.json, p51.json."
    )


# Fifty full documents


def large_course() -> dict[str, Any]:
    """Many chapters with as much in them as fills 1,500 entries."""
    chapters, quizzes, worksheets = [], [], []
    kinds = {"summary": 20, "ask-yourself": 8, "ask-your-team": 8, "action-plan": 12}
    for n in range(1, 14):
        items = [
            {
                "id": f"c{n}/{kind}/{kind}-{i}",
                "kind": kind,
                "rev": "r",
                "text": f"{kind} {n}.{i}",
                "horizon": "30 days",
            }
            for kind, count in kinds.items()
            for i in range(count)
        ]
        chapters.append(
            {
                "id": f"c{n}",
                "number": n,
                "title": f"Chapter {n}",
                "address": f"c{n}.html",
                "quiz": f"q{n}",
                "worksheets": [f"w{n}"],
                "items": items,
            }
        )
        questions = [
            {
                "id": f"quiz/q{n}/{i}",
                "rev": "r",
                "kind": "single",
                "title": f"Question {n}.{i}",
                "key": ["a"],
                "options": [],
            }
            for i in range(17)
        ]
        quizzes.append({"id": f"q{n}", "address": f"c{n}.html", "questions": questions})
        fields = [
            {
                "id": f"worksheet/w{n}/{i}",
                "kind": "scale",
                "rev": "r",
                "label": f"Scale {i}",
                "section": "All",
            }
            for i in range(50)
        ]
        worksheets.append({"id": f"w{n}", "title": f"Sheet {n}", "address": f"w{n}.html", "fields": fields})
    return {**MANIFEST, "chapters": chapters, "quizzes": quizzes, "worksheets": worksheets}


# Made in the page: to send fifty documents there takes longer than to read them.
FILL = """([course, people]) => {
  const values = {
    summary: () => true,
    'ask-yourself': (p) => `I thought of this on a long evening, and it is not what I said in the meeting. ${p}`,
    'ask-your-team': (p) => `We said that nobody has asked the customer yet. ${p}`,
    'action-plan': (p, i) => ({ chosen: true, owner: `Owner ${(p + i) % 4}`, due: `2027-0${1 + (p + i) % 3}-15` }),
  }
  const files = new DataTransfer()
  let count
  for (let p = 0; p < people; p += 1) {
    const entries = {}
    let n = 0
    const put = (id, value) => {
      entries[id] = { rev: 'r', value, at: new Date(Date.UTC(2026, 9, 1 + (n % 40), 8, p, n % 60, n % 1000)).toISOString() }
      n += 1
    }
    put('settings/name', `Colleague ${p}`)
    for (const { id, items } of course.chapters) {
      put(`${id}/read`, true)
      items.forEach((item, i) => put(item.id, values[item.kind](p, i)))
    }
    for (const { questions } of course.quizzes) {
      questions.forEach(({ id }, i) => put(id, { first: { given: ['a'], verdict: (p + i) % 3 ? 'right' : 'wrong', hints: 0 }, last: { given: ['a'], verdict: 'right' } }))
    }
    for (const { fields } of course.worksheets) fields.forEach(({ id }, i) => put(id, 1 + (p * i) % 10))
    count = n
    files.items.add(new File([JSON.stringify({ format: 'learn-saved', version: 1, course: course.id, entries })], `p${p}.json`))
  }
  globalThis.people = files.files
  return count
}"""

READ = """async view => {
  const team = document.querySelector('learn-team')
  const said = new Set()
  const status = team.querySelector('[data-part=status]')
  const watch = new MutationObserver(() => said.add(status.textContent))
  watch.observe(status, { childList: true })
  let longest = 0
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
  })
  tasks.observe({ type: 'longtask' })
  const settled = () => new Promise((go) => {
    const look = () => (team.hasAttribute('data-busy') ? setTimeout(look, 5) : go())
    setTimeout(look, 0)
  })
  const begin = performance.now()
  const input = team.querySelector('input[type=file]')
  input.files = globalThis.people
  input.dispatchEvent(new Event('change', { bubbles: true }))
  await settled()
  team.querySelector(`input[value=${view}]`).click()
  await settled()
  const took = performance.now() - begin
  tasks.disconnect()
  watch.disconnect()
  return { took, longest, said: said.size, rows: team.querySelectorAll('.learn-team__action').length }
}"""


@pytest.mark.alone
def test_fifty_full_documents_are_read_and_merged_in_two_seconds(
    page: Page, tool: Show, stage_folder: Path
) -> None:
    address = tool("team")
    course = large_course()
    (stage_folder / "course.json").write_text(json.dumps(course), "utf-8")
    runs = []
    # A busy machine may be slow three times; slow code is.
    for _ in range(3):
        page.goto(address)
        page.wait_for_selector(".learn-tool[data-ready]")
        assert page.evaluate(FILL, [course, 50]) >= 1500
        run = page.evaluate(READ, "plan")
        assert run["rows"] == 13 * 12
        # The page said how far it was, and could do something else meanwhile.
        assert run["said"] >= 50
        runs.append(run)
        if run["took"] < 2000:
            break
    assert min(run["took"] for run in runs) < 2000, runs
    assert min(run["longest"] for run in runs) < 500, runs


# Everybody can use it


def test_everything_can_be_done_by_keyboard(page: Page, tool: Show) -> None:
    opened(page, tool("team"))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").press("Enter")
    assert chooser.value.is_multiple()
    choose(page, {"dana.json": DANA, "jo.json": JO})
    page.locator("input[value=where]").focus()
    page.keyboard.press("ArrowRight")
    settled(page)
    expect(page.get_by_role("heading", name="Plans, merged")).to_be_visible()
    expect(page.locator("input[value=plan]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    settled(page)
    expect(page.locator("input[value=initials]")).to_be_checked()
    card = page.locator(f'[data-id="{SCALE}"]')
    for _ in range(20):
        page.keyboard.press("Tab")
        if card.evaluate("card => card.contains(document.activeElement)"):
            break
    page.keyboard.press("Space")
    expect(card.get_by_role("checkbox")).not_to_be_checked()
    expect(card.get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    expect(card.get_by_role("radio", name="JB · from DD")).to_be_checked()
    expect(card.locator(".learn-team__facts")).to_contain_text("Owner: JB")


def test_whoever_is_in_a_field_stays_there_when_own_work_changes(page: Page, tool: Show) -> None:
    opened(page, tool("team"), MINE)
    choose(page, {"dana.json": DANA, "jo.json": JO})
    plan = show(page, "plan")
    radio = plan.get_by_role("radio", name="Dec 4, 2026")
    radio.check()
    page.evaluate("key => dispatchEvent(new StorageEvent('storage', { key }))", KEY)
    put_entries(page, KEY, {"flour/read": entry(True, "2026-11-23T11:00:00.000Z")}, told=True)
    settled(page)
    expect(radio).to_be_focused()
    expect(radio).to_be_checked()


def colleagues(count: int) -> dict[str, Any]:
    """Files of `count` people with long and short names, some with everything, some with little."""
    made = {}
    for n in range(count):
        name = (
            ["Dana Diaz", "Maximiliane Oberhuber-Schwarzenberger", "Jo"][n]
            if n < 3
            else f"Colleague {chr(65 + n // 26)}{chr(65 + n % 26)}"
        )
        day = f"2026-11-{1 + n % 20:02d}T10:{n:02d}:00.000Z"
        work = {
            WHY: entry(f"What I think of it, number {n}", day),
            SCALE: entry({"chosen": True, "owner": name, "due": f"2026-12-{1 + n % 9:02d}"}, day),
        }
        if n % 2:
            work |= {"flour/read": entry(True, day), "quiz/01-flour/order": answer("wrong", day[:10])}
        work |= {f"worksheet/crumb/{id}": entry(1 + n % 10, day) for id in ("open", "even", "soft")}
        made[f"p{n}.json"] = person(name, work)
    return made


@pytest.mark.parametrize("people", [1, 2, 12, 50])
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True), (320, False)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page: Page, tool: Show, stage_folder: Path, people: int, width: int, dark: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    address = tool("team", dark=dark)
    (stage_folder / "course.json").write_text(json.dumps(rated()), "utf-8")
    opened(page, address, MINE if people == 2 else None)
    wrong = [f"empty {v}" for v in axe(page)] if people == 1 else []
    choose(page, {**colleagues(people), "diary.txt": "Dear diary"})
    for view in ("where", "plan", "notes", "ratings"):
        show(page, view)
        wrong += [f"{view} {v}" for v in axe(page)]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view
    page.locator("[data-part=people]").evaluate("fold => { fold.open = true }")
    wrong += [f"files {v}" for v in axe(page)]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert wrong == []
    assert "undefined" not in page.locator("learn-team").inner_text()


def test_a_phone_shows_people_as_cards_with_the_chapters_numbers(phone: Page, tool: Show) -> None:
    opened(phone, tool("team"))
    choose(phone, {"dana.json": DANA, "jo.json": JO})
    region = phone.locator(".learn-team__scroll")
    assert region.evaluate("box => box.scrollWidth <= box.clientWidth")
    cell = phone.locator(".learn-team__row .learn-team__cell").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::after').content").startswith('"1"')
    expect(phone.get_by_role("table", name="Person by person").get_by_role("row")).to_have_count(3)


@pytest.mark.parametrize("view", ["where", "plan", "notes"])
def test_paper_holds_one_view_and_who_is_in_it(team: Page, view: str) -> None:
    section = show(team, view)
    if view == "plan":
        section.locator(f'[data-id="{STARTER}"]').get_by_role("checkbox").uncheck()
    team.emulate_media(media="print")
    expect(section.get_by_role("heading", level=2)).to_be_visible()
    expect(team.locator("[data-part=roster]")).to_have_text("Dana Diaz, Jo Bell")
    for name in (
        "button",
        ".learn-team__desk",
        ".learn-team__people",
        ".learn-team__controls",
        "select",
        "input[type=search]",
    ):
        assert team.locator(f"{name}:visible").count() == 0, name
    if view == "plan":
        expect(section.locator(f'[data-id="{STARTER}"]')).to_be_hidden()
        expect(section.locator(f'[data-id="{SCALE}"]')).to_contain_text("Dec 18, 2026")


def test_without_the_manifest_the_files_wait(page: Page, tool: Show, complaints: list[str]) -> None:
    page.route("**/course.json", lambda route: route.abort())
    opened(page, tool("team"))
    choose(page, {"dana.json": DANA})
    expect(page.locator("[data-part=missing]")).to_contain_text("files that you have chosen wait here")
    expect(page.locator("[data-part=team]")).to_be_hidden()
    assert all("course.json" in c or "ERR_FAILED" in c for c in complaints)
    complaints.clear()
    page.unroute("**/course.json")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("rowheader", name="Dana Diaz")).to_be_visible()


def test_without_scripts_it_says_what_it_does_and_where_paper_is(bare_page: Page, tool: Show) -> None:
    bare_page.goto(tool("team"))
    expect(bare_page.get_by_text("this page needs scripts")).to_be_visible()
    expect(bare_page.get_by_role("link", name="Worksheets to print")).to_be_visible()
    expect(bare_page.get_by_role("link", name="Chapter 1")).to_be_visible()
    assert bare_page.locator("button:visible, input:visible").count() == 0
