"""Ratings in a browser: one person after another, colleagues' files, the picture with its numbers, and every fault of both."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from macros.build import course_manifest, open_course
from macros.render.here import Here
from macros.render.tools import ratings_tool
from tests.browser.tools import EVIL, Show, axe, document, drop, entry, opened, payload, stored, tool_assets
from tests.sites import bread

pytestmark = pytest.mark.browser

OVEN = "oven-check"
HABITS = ("heat", "steam", "time")


def sheet(id: str, title: str, rows: list[str], more: str = "") -> str:
    return f"""---
title: {title}
description: Rate how well you know it.
course:
  id: {id}
  chapters: [flour]
  purpose: See where you differ.
  minutes: 10
  people: All bakers
  pages: 1
  instructions: "Rate each."
  sections:
    - id: all
      title: All of it
      fields:
        - id: habits
          kind: table
          label: Do we measure?
          row_labels: {json.dumps(rows)}
          columns:
            - {{id: rating, kind: scale, label: Rating, low: we guess, high: we measure}}
            - {{id: why, kind: text, label: Why}}
{more}---

{{{{ worksheet() }}}}
"""


SHEETS = {
    "docs/worksheets/oven-check.md": sheet(OVEN, "Oven check", ["Heat", "Steam", "Time"]),
    "docs/worksheets/long-check.md": sheet(
        "long-check",
        "Long check",
        [f"A rather long habit that somebody named, number {n}" for n in range(1, 31)],
    ),
    "docs/tools/notes.md": "---\ntitle: Notes\ndescription: Notes.\n---\n\n{{ notes_tool() }}\n",
}


def round_of(who: str, day: str, *values: Any, **more: Any) -> dict[str, object]:
    ids = (f"habits/{habit}/rating" for habit in HABITS)
    value: dict[str, object] = {"day": day, "values": dict(zip(ids, values, strict=False)), **more}
    return entry({"who": who, **value} if who else value, f"{day}T10:00:00.000Z")


TEAM = {
    f"ratings/{OVEN}/a": round_of("Anna Brandt", "2026-11-20", 2, 5, 6),
    f"ratings/{OVEN}/b": round_of("Ben", "2026-11-20", 8, 6, 6),
    f"ratings/{OVEN}/c": round_of("Cy Dahl", "2026-11-21", 9, 5, 7),
}
THEN = {
    f"ratings/{OVEN}/d": round_of("Anna Brandt", "2026-08-01", 1, 5, 6),
    f"ratings/{OVEN}/e": round_of("Ben", "2026-08-02", 2, 6, 9),
}


@pytest.fixture(scope="session")
def baking(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The fragment and the manifest of a bread course that has sheets to rate."""
    course = open_course(bread(tmp_path_factory.mktemp("ratings"), dict(SHEETS))).course
    here = Here("ratings.md", "ratings.html")
    links = "".join(f'<link rel="stylesheet" href="{name}.css">' for name in ("tools", "team"))
    html = f'{links}{ratings_tool(course, here)}<script defer src="team.js"></script>'
    return html, course_manifest(course).decode()


@pytest.fixture
def tool(stage: Callable[..., str], stage_folder: Path, baking: tuple[str, str]) -> Show:
    html, manifest = baking
    for name, text in {**tool_assets(), "course.json": manifest}.items():
        (stage_folder / name).write_text(text, "utf-8")
    return lambda **options: stage(html, name="ratings", **options)


@pytest.fixture
def ratings(page: Page, tool: Show) -> Page:
    return opened(page, f"{tool()}#{OVEN}", TEAM)


def people(*rounds: dict[str, Any], sheet: str = OVEN) -> dict[str, Any]:
    return {f"ratings/{sheet}/{n}": one for n, one in enumerate(rounds)}


def choose(page: Page, files: dict[str, object]) -> None:
    page.set_input_files("input[type=file]", [payload(*file) for file in files.items()])


def rows(page: Page) -> list[str]:
    return page.locator(".learn-ratings__label").all_inner_texts()


def line(page: Page, habit: str) -> Locator:
    return page.locator(f'[data-row="habits/{habit}/rating"]')


def figures(page: Page, habit: str) -> list[str]:
    return line(page, habit).locator(".learn-ratings__figure").all_inner_texts()


def dots(page: Page, habit: str, when: str = "now") -> int:
    return line(page, habit).locator(f".learn-ratings__dot--{when}").count()


def answer(page: Page, habit: str, step: str) -> None:
    page.get_by_role("group", name=re.compile(f"^{habit}")).get_by_role(
        "radio", name=step, exact=True
    ).check()


def said(page: Page) -> Locator:
    return page.locator("[data-part=status]")


# One person after another


def test_one_person_after_another_answers_and_then_the_picture_appears(page: Page, tool: Show) -> None:
    opened(page, f"{tool()}#{OVEN}")
    expect(page.get_by_role("heading", name="Nobody has rated this sheet yet")).to_be_visible()
    page.get_by_role("button", name="Pass this device round").click()
    for number, (who, *steps) in enumerate((("Anna Brandt", "2", "5"), ("Ben", "8", "6")), 1):
        expect(page.get_by_role("heading", name=f"Answers of person {number}")).to_be_focused()
        expect(page.get_by_label("Name or initials", exact=True)).to_have_value("")
        assert page.locator(".learn-ratings__scale input:checked").count() == 0
        page.get_by_label("Name or initials", exact=True).fill(who)
        answer(page, "Heat", steps[0])
        answer(page, "Steam", steps[1])
        answer(page, "Time", "I cannot say")
        expect(page.locator("[data-part=count]")).to_have_text("3 of 3 answered")
        page.get_by_role("button", name="Save my answers").click()
        expect(page.get_by_role("heading", name="Thank you. Hand the device on.")).to_be_focused()
        if number == 1:
            expect(page.get_by_text("1 person has answered in this round.")).to_be_visible()
            page.get_by_role("button", name="I am next").click()
    page.get_by_role("button", name="Everyone has answered").click()
    expect(page.get_by_role("heading", name="Oven check", exact=True)).to_be_focused()
    assert rows(page)[0] == "Heat"
    assert figures(page, "heat") == ["5.0", "5", "2 to 8"]
    expect(line(page, "heat")).to_contain_text("Talk about this one")
    expect(line(page, "heat")).to_contain_text(re.compile(r"2\s+Anna Brandt · 8\s+Ben"))
    expect(line(page, "time")).to_contain_text("Nobody has answered this one.")
    values = [e["value"] for id, e in stored(page).items() if id.startswith(f"ratings/{OVEN}/")]
    assert sorted(v["who"] for v in values) == ["Anna Brandt", "Ben"]
    assert {"habits/heat/rating": 2, "habits/steam/rating": 5} in [v["values"] for v in values]
    assert all(v["day"] == "2026-11-23" for v in values)


def test_while_the_device_goes_round_nobodys_answers_are_on_the_page(ratings: Page) -> None:
    ratings.get_by_role("button", name="Pass this device round").click()
    for _ in range(2):
        for part in ("picture", "rounds", "desk"):
            expect(ratings.locator(f"[data-part={part}]")).to_be_hidden()
        assert "Anna" not in ratings.locator("learn-ratings").inner_text()
        if ratings.locator("[data-part=form]").is_visible():
            ratings.get_by_label("Without a name").check()
            answer(ratings, "Heat", "3")
            ratings.get_by_role("button", name="Save my answers").click()
    other = ratings.context.new_page()
    opened(other, ratings.url)
    other.get_by_label("Order").select_option("sheet")
    other.evaluate("() => document.querySelector('learn-ratings').store.set('x/read', '', true)")
    ratings.wait_for_timeout(450)
    expect(ratings.locator("[data-part=picture]")).to_be_hidden()


def test_the_whole_round_works_by_keyboard(page: Page, tool: Show) -> None:
    opened(page, f"{tool()}#{OVEN}")
    page.get_by_role("button", name="Pass this device round").focus()
    page.keyboard.press("Enter")
    for key in ("Tab", "Tab"):
        page.keyboard.press(key)
    expect(page.get_by_label("Name or initials", exact=True)).to_be_focused()
    page.keyboard.type("Anna")
    for steps in (3, 1, 6):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for _ in range(steps):
            page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save my answers")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Everyone has answered")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Oven check", exact=True)).to_be_focused()
    assert [figures(page, habit)[0] for habit in HABITS] == ["4.0", "2.0", "7.0"]
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Order")).to_be_focused()
    assert rows(page) == ["Heat", "Steam", "Time"]


def test_a_name_or_the_choice_of_none_and_at_least_one_answer_are_asked_for(page: Page, tool: Show) -> None:
    opened(page, f"{tool()}#{OVEN}")
    page.get_by_role("button", name="Pass this device round").click()
    page.get_by_role("button", name="Save my answers").click()
    expect(page.get_by_role("alert").filter(has_text="Write a name")).to_be_visible()
    expect(page.get_by_label("Name or initials", exact=True)).to_be_focused()
    page.get_by_label("Without a name").check()
    page.get_by_role("button", name="Save my answers").click()
    expect(page.get_by_role("alert").filter(has_text="at least one scale")).to_be_visible()
    answer(page, "Steam", "I cannot say")
    page.get_by_role("button", name="Save my answers").click()
    expect(page.get_by_role("alert").filter(has_text="at least one scale")).to_be_visible()
    assert stored(page) == {}


def test_stopping_keeps_nothing_of_the_last_person(ratings: Page) -> None:
    ratings.get_by_role("button", name="Pass this device round").click()
    ratings.get_by_label("Name or initials", exact=True).fill("Dee")
    answer(ratings, "Heat", "1")
    ratings.get_by_role("button", name="Stop").click()
    expect(said(ratings)).to_have_text("Nothing of the last person was kept.")
    assert stored(ratings) == TEAM
    assert "Dee" not in ratings.content()


def test_answers_can_be_taken_back_at_once(ratings: Page) -> None:
    ratings.get_by_role("button", name="Pass this device round").click()
    ratings.get_by_label("Name or initials", exact=True).fill("Dee")
    answer(ratings, "Heat", "1")
    ratings.get_by_role("button", name="Save my answers").click()
    ratings.get_by_role("button", name="Take my answers back").click()
    expect(said(ratings)).to_contain_text("These answers are gone")
    expect(ratings.get_by_role("heading", name="Thank you")).to_be_focused()
    ratings.get_by_role("button", name="Everyone has answered").click()
    assert {id for id, e in stored(ratings).items() if e["value"]} == TEAM.keys()


def test_a_name_that_has_answered_is_noticed_and_replaces(ratings: Page) -> None:
    ratings.get_by_role("button", name="Pass this device round").click()
    ratings.get_by_label("Name or initials", exact=True).fill("ben")
    expect(ratings.locator("[data-part=same]")).to_contain_text("ben has answered on November 20, 2026")
    answer(ratings, "Heat", "3")
    ratings.get_by_role("button", name="Save my answers").click()
    ratings.get_by_role("button", name="Everyone has answered").click()
    assert figures(ratings, "heat")[2] == "2 to 9"
    assert dots(ratings, "heat") == 3
    expect(
        ratings.get_by_text("Answers that a newer one by the same name takes the place of: 1.")
    ).to_be_visible()


# Without a name


def test_without_a_name_nothing_tells_who_answered_when(page: Page, tool: Show) -> None:
    opened(page, f"{tool()}#{OVEN}")
    page.get_by_role("button", name="Pass this device round").click()
    page.get_by_label("Name or initials", exact=True).fill("Mallory")
    page.get_by_label("Without a name").check()
    expect(page.get_by_label("Name or initials", exact=True)).to_be_hidden()
    expect(page.locator("[data-part=unnamed]")).to_contain_text("Neither name nor time nor order is kept.")
    page.clock.set_fixed_time("2026-11-23T12:00:00")
    for number, step in enumerate(("9", "2", "5")):
        if number:
            page.get_by_role("button", name="I am next").click()
            page.get_by_label("Without a name").check()
        page.clock.set_fixed_time(f"2026-11-23T12:0{number}:00")
        answer(page, "Heat", step)
        page.get_by_role("button", name="Save my answers").click()
    # Times run with the values, not with the order of answering.
    kept = sorted(stored(page).values(), key=lambda e: e["value"]["values"]["habits/heat/rating"])
    assert {e["at"][:16] for e in kept} == {"2026-11-23T12:02"}
    assert [e["at"] for e in kept] == sorted(e["at"] for e in kept)
    assert "Mallory" not in json.dumps(kept)
    page.get_by_role("button", name="Everyone has answered").click()
    expect(line(page, "heat")).to_contain_text("2 · 5 · 9")
    expect(page.get_by_text("Fewer than five people")).to_be_visible()
    assert page.locator(".learn-ratings__letters").count() == 0
    page.get_by_text("See and erase single answers (3)").click()
    expect(page.locator("[data-part=list] li")).to_have_count(1)
    expect(page.locator("[data-part=list]")).to_contain_text("3 people without a name")


@pytest.mark.parametrize(
    ("show", "letters", "words"),
    [
        ("names", ["AB", "Be", "CD"], r"2\s+Anna Brandt · 8\s+Ben · 9\s+Cy Dahl"),
        ("initials", ["AB", "Be", "CD"], r"2\s+AB · 8\s+Be · 9\s+CD"),
        ("none", [], r"2 · 8 · 9"),
    ],
)
def test_people_are_shown_as_the_reader_wants(
    ratings: Page, show: str, letters: list[str], words: str
) -> None:
    ratings.get_by_label("People", exact=True).select_option(show)
    assert line(ratings, "heat").locator("text.learn-ratings__letters").all_text_contents() == letters
    expect(line(ratings, "heat").locator(".learn-ratings__who")).to_have_text(re.compile(words))
    with ratings.expect_download() as download:
        ratings.get_by_role("button", name="Save for spreadsheets").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert ("Anna" in text) is (show == "names")


# The picture


def test_the_table_says_what_the_picture_shows(ratings: Page) -> None:
    table = ratings.get_by_role("table", name="Oven check")
    heads = table.get_by_role("columnheader").all_text_contents()
    assert heads == ["Scale", "Picture", "Mean", "Median", "Spread", "Who stands where"]
    assert table.get_by_role("row").count() == 4
    assert table.get_by_role("rowheader").count() == 3
    assert figures(ratings, "steam") == ["5.3", "5", "5 to 6"]
    assert dots(ratings, "steam") == 3
    expect(table.locator("svg").first).to_have_attribute("aria-hidden", "true")
    assert re.search(r"5\s+Anna Brandt, Cy Dahl · 6\s+Ben", line(ratings, "steam").text_content() or "")
    sentences = ratings.locator("[data-part=sentences]")
    expect(sentences).to_contain_text("3 people, Nov 20, 2026 – Nov 21, 2026.")
    expect(sentences).to_contain_text("On one scale you are three steps or more apart")
    expect(sentences).to_contain_text("Furthest apart: Heat (2 to 9).")
    expect(sentences).to_contain_text("Lowest: Steam (mean 5.3).")


def test_equal_answers_are_stacked_and_none_covers_another(ratings: Page) -> None:
    boxes = (
        line(ratings, "steam")
        .locator(".learn-ratings__dot--now")
        .evaluate_all(
            "all => all.map(dot => { const b = dot.getBoundingClientRect(); return [Math.round(b.x), Math.round(b.y)] })"
        )
    )
    assert len({tuple(box) for box in boxes}) == 3
    assert len({x for x, _ in boxes}) == 2


def test_rows_are_sorted_as_chosen(ratings: Page) -> None:
    assert rows(ratings) == ["Heat", "Steam", "Time"]
    ratings.get_by_label("Order").select_option("low")
    assert rows(ratings) == ["Steam", "Time", "Heat"]
    ratings.get_by_label("Order").select_option("sheet")
    assert rows(ratings) == ["Heat", "Steam", "Time"]


def test_then_and_now_differ_in_color_and_shape(page: Page, tool: Show) -> None:
    opened(page, f"{tool()}#{OVEN}", {**TEAM, **THEN})
    assert (dots(page, "heat"), dots(page, "heat", "then")) == (3, 2)
    assert figures(page, "heat") == ["6.3", "8", "2 to 9", "1.5", "+4.8"]
    assert figures(page, "time") == ["6.3", "6", "6 to 7", "7.5", "-1.2"]
    expect(line(page, "heat").locator(".learn-ratings__move")).to_have_count(1)
    expect(line(page, "steam").locator(".learn-ratings__move")).to_have_count(1)
    shapes = page.locator(".learn-ratings__dot").evaluate_all(
        "all => [...new Set(all.map(dot => `${dot.tagName} ${dot.classList[1]} ${getComputedStyle(dot).fill}`))]"
    )
    assert len(shapes) == 2
    expect(page.locator("[data-part=sentences]")).to_contain_text(
        "Compared with 2 people, Aug 1, 2026 – Aug 2, 2026."
    )
    page.get_by_label("Compare with").select_option("")
    assert dots(page, "heat", "then") == 0
    assert figures(page, "heat") == ["6.3", "8", "2 to 9"]


def test_after_ninety_days_it_says_so(page: Page, tool: Show) -> None:
    opened(page, f"{tool()}#{OVEN}", people(round_of("A", "2026-08-25", 5)))
    expect(page.locator("[data-part=remind]")).to_have_text(re.compile("90 days old .August 25, 2026."))
    expect(page.locator("#ratings-sheet option:checked")).to_have_text(
        "Oven check (1 person, time to ask again)"
    )
    opened(page, f"{tool()}#{OVEN}", people(round_of("A", "2026-08-26", 5)))
    expect(page.locator("[data-part=remind]")).to_be_hidden()


def crowd(count: int, sheet: str = OVEN, habits: tuple[str, ...] = HABITS) -> dict[str, Any]:
    made = {}
    for n in range(count):
        values = {f"habits/{habit}/rating": 1 + (n * (at + 3) + at) % 10 for at, habit in enumerate(habits)}
        made[f"ratings/{sheet}/{n}"] = entry({"who": f"Person {n:02}", "day": "2026-11-20", "values": values})
    return made


LONG = tuple(f"a-rather-long-habit-that-somebody-named-number-{n}" for n in range(1, 31))


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("count", [1, 2, 12, 50])
def test_few_and_many_people_fit(page: Page, tool: Show, count: int, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    many = {**crowd(count, "long-check", LONG), **crowd(count)}
    many[f"ratings/{OVEN}/same"] = entry({"day": "2026-07-01", "values": {"habits/heat/rating": 3}})
    for sheet, lines in ((OVEN, 3), ("long-check", 30)):
        opened(page, f"{tool()}?{sheet}#{sheet}", many)
        expect(page.locator("[data-row]")).to_have_count(lines)
        assert page.locator("[data-row]").first.locator(".learn-ratings__dot--now").count() == count
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        outside = page.evaluate(
            """() => [...document.querySelectorAll('.learn-ratings__strip')].filter(strip => {
              const room = strip.getBoundingClientRect()
              return [...strip.querySelectorAll('.learn-ratings__dot')].some(dot => {
                const b = dot.getBoundingClientRect()
                return b.left < 0 || b.right > innerWidth || b.top < room.top - 1 || b.bottom > room.bottom + 1
              })
            }).length"""
        )
        assert outside == 0


def test_one_person_is_told_that_a_second_is_wanted(page: Page, tool: Show) -> None:
    opened(page, f"{tool()}#{OVEN}", crowd(1))
    expect(page.locator("[data-part=sentences]")).to_contain_text("begins to speak with the second")
    assert page.locator("[data-apart]").count() == 0


# Colleagues' files


def test_files_count_with_their_rounds_and_their_worksheets_and_are_not_stored(ratings: Page) -> None:
    dee = {
        "settings/name": entry("Dee"),
        f"worksheet/{OVEN}/habits": entry({"heat": {"rating": 1, "why": "Cold"}, "time": {"rating": 4}}),
    }
    eli = {f"ratings/{OVEN}/x": round_of("Eli", "2026-11-22", 10, 10, 10), **TEAM}
    choose(ratings, {"dee.json": document(dee), "eli.json": document(eli), "nothing.json": document({})})
    expect(said(ratings)).to_have_text("Read: 3 files.")
    assert dots(ratings, "heat") == 5
    assert figures(ratings, "heat")[2] == "1 to 10"
    expect(ratings.locator("[data-part=files]")).to_contain_text("dee.json: 1 person on this sheet")
    expect(ratings.locator("[data-part=files]")).to_contain_text("nothing.json: nothing on this sheet")
    expect(line(ratings, "heat")).to_contain_text(re.compile(r"1\s+Dee"))
    assert stored(ratings) == TEAM
    ratings.get_by_role("button", name="Take away “dee.json”").click()
    expect(said(ratings)).to_have_text("“dee.json” is no longer counted.")
    assert dots(ratings, "heat") == 4
    ratings.reload()
    ratings.wait_for_selector("[data-ready]")
    assert dots(ratings, "heat") == 3


def test_a_file_without_a_name_is_called_as_it_is_called_unless_nobody_named_it(ratings: Page) -> None:
    own = f"worksheet/{OVEN}/habits"
    choose(
        ratings,
        {
            "Fay.json": document({own: entry({"heat": {"rating": 4}}, "2026-11-20T10:00:00.001Z")}),
            "bread-2026-11-20 (2).json": document(
                {own: entry({"heat": {"rating": 6}}, "2026-11-20T10:00:00.002Z")}
            ),
        },
    )
    expect(line(ratings, "heat")).to_contain_text(re.compile(r"4\s+Fay · 6 ·"))


def test_what_i_wrote_on_the_worksheet_counts_until_the_device_goes_round(page: Page, tool: Show) -> None:
    own = {f"worksheet/{OVEN}/habits": entry({"heat": {"rating": 3}})}
    opened(page, f"{tool()}#{OVEN}", own)
    box = page.get_by_label("Count what I wrote on the worksheet itself")
    expect(box).to_be_checked()
    assert dots(page, "heat") == 1
    opened(page, f"{tool()}?again#{OVEN}", {**own, **TEAM})
    expect(box).not_to_be_checked()
    assert dots(page, "heat") == 3
    box.check()
    assert dots(page, "heat") == 4
    expect(box).to_be_focused()
    expect(line(page, "heat")).to_contain_text(re.compile(r"3\s+Me"))


FAULTS = {
    "not JSON": ("Dear diary", "not a file that this site has saved"),
    "something else": ('{"format": "recipe"}', "holds something else"),
    "another course": (json.dumps(document({}, course="cakes")), "belongs to another course"),
    "a newer version": (json.dumps(document({}, version=99)), "newer version of this site"),
    "nested without end": ("[" * 200_000, "was not read"),
}


def test_files_that_are_none_are_refused_in_a_sentence_each_and_the_others_read(ratings: Page) -> None:
    good = document(people(round_of("Dee", "2026-11-22", 1)))
    choose(ratings, {**{f"{name}.json": text for name, (text, _) in FAULTS.items()}, "dee.json": good})
    refusal = ratings.locator("[data-part=refusal]")
    expect(refusal).to_be_focused()
    for name, (_, sentence) in FAULTS.items():
        expect(refusal).to_contain_text(f"“{name}.json” was not read")
        expect(refusal).to_contain_text(sentence)
    assert dots(ratings, "heat") == 4


def test_a_file_can_be_dropped(ratings: Page) -> None:
    text = json.dumps(document(people(round_of("Dee", "2026-11-22", 1))))
    drop(ratings, ".learn-ratings__box", {"dropped.json": text})
    expect(said(ratings)).to_have_text("Read: 1 file.")
    assert dots(ratings, "heat") == 4


def test_hostile_rounds_are_text_or_nothing(page: Page, tool: Show, complaints: list[str]) -> None:
    odd: dict[str, Any] = {
        **people(
            round_of(EVIL, "2026-11-20", 5, 5, 5),
            round_of("High", "2026-11-20", 11, 1e300, "7"),
            round_of("Low", "2026-11-20", 0, -3, 2.5),
            round_of("Odd", "2026-13-45", 5),
            round_of("__proto__", "2026-11-20", 6),
            entry("text"),
            entry([1, 2]),
            entry({"who": {"a": 1}, "day": "2026-11-20", "values": {"habits/heat/rating": 9, EVIL: 4}}),
            entry({"who": "L", "day": "2026-11-20", "values": [1, 2, 3]}),
        ),
        f"ratings/{EVIL}/1": entry({"day": "2026-11-20", "values": {"a": 1}}),
        "settings/name": entry({"toString": 1}),
        f"worksheet/{OVEN}/habits": entry({"heat": {"rating": [1]}, "steam": 4, "__class__": {"rating": 3}}),
    }
    ratings = opened(page, f"{tool()}#{OVEN}", odd)
    text = json.dumps(document(odd))[:-2] + (
        ', "ratings/oven-check/q": {"rev": "", "at": "2026-11-20T10:00:00.000Z", "value": {"day": "2026-11-20", "who": "Q",'
        ' "values": {"__proto__": {"polluted": 1}, "constructor": 3, "habits/heat/rating": 7}}}}}'
    )
    choose(page, {f"{EVIL}.json".replace("/", ""): text})
    expect(said(ratings)).to_have_text("Read: 1 file.")
    assert dots(page, "heat") == 4
    assert figures(page, "heat")[2] == "5 to 9"
    page.get_by_label("Order").select_option("low")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as text").click()
    assert "<img" not in Path(download.value.path()).read_text("utf-8").replace("\\<img", "")
    assert page.evaluate("[globalThis.hit, ({}).polluted, document.images.length]") == [None, None, 0]
    assert page.locator("learn-ratings script").count() == 0
    assert complaints == []


# Taking along, erasing


def test_exports_hold_the_numbers(page: Page, tool: Show) -> None:
    opened(page, f"{tool()}#{OVEN}", {**TEAM, f"ratings/{OVEN}/f": round_of("=HYPERLINK()", "2026-11-21", 4)})
    with page.expect_download() as download:
        page.get_by_role("button", name="Save for spreadsheets").click()
    assert download.value.suggested_filename == "bread-oven-check-2026-11-23.csv"
    raw = Path(download.value.path()).read_bytes().decode("utf-8")
    lines = raw.split("\r\n")
    assert lines[0].startswith(
        "\ufeffScale,1 means,10 means,Mean,Median,Lowest,Highest,People,'=HYPERLINK(),Anna Brandt"
    )
    assert lines[1] == "Heat,we guess,we measure,5.75,6,2,9,4,4,2,8,9"
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as text").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert download.value.suggested_filename == "bread-oven-check-2026-11-23.md"
    assert "| Heat | 5.8 | 6.0 | 2 to 9 | 4 |" in text
    assert "## Talk about this one" in text
    expect(said(page)).to_contain_text("Saved as bread-oven-check-2026-11-23.md")


def test_a_round_is_erased_only_after_a_second_step_and_comes_back(ratings: Page) -> None:
    ratings.get_by_text("See and erase single answers (3)").click()
    erase = ratings.get_by_role("button", name="Erase the answers of Ben, November 20, 2026")
    erase.click()
    question = ratings.get_by_role("group", name="Erase the answers of Ben")
    expect(question.get_by_role("button", name="Keep them")).to_be_focused()
    ratings.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(erase).to_be_focused()
    assert stored(ratings) == TEAM
    ratings.keyboard.press("Enter")
    ratings.keyboard.press("Tab")
    ratings.keyboard.press("Enter")
    assert dots(ratings, "heat") == 2
    assert stored(ratings)[f"ratings/{OVEN}/b"]["value"] is None
    expect(ratings.get_by_role("button", name="Undo")).to_be_focused()
    ratings.keyboard.press("Enter")
    expect(said(ratings)).to_have_text("Everything is back as it was.")
    assert dots(ratings, "heat") == 3
    assert stored(ratings)[f"ratings/{OVEN}/b"]["value"] == TEAM[f"ratings/{OVEN}/b"]["value"]


def test_the_last_round_can_be_erased_and_the_page_invites_again(page: Page, tool: Show) -> None:
    opened(page, f"{tool()}#{OVEN}", people(round_of("", "2026-11-20", 5), round_of("", "2026-11-20", 6)))
    page.get_by_text("See and erase single answers (2)").click()
    page.get_by_role("button", name="Erase the answers of 2 people without a name").click()
    page.get_by_role("button", name="Erase", exact=True).click()
    expect(page.get_by_role("heading", name="Nobody has rated this sheet yet")).to_be_visible()
    expect(page.locator("[data-part=picture]")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    assert dots(page, "heat") == 2


# The page


def test_a_sheet_is_chosen_and_stays_chosen(ratings: Page) -> None:
    ratings.get_by_label("Which sheet?").select_option("long-check")
    expect(ratings.locator("[data-part=empty]")).to_be_visible()
    expect(ratings.locator("[data-part=facts]")).to_have_text("30 scales · 10 minutes · All bakers ·")
    expect(ratings.get_by_role("link", name="Open the worksheet")).to_have_attribute(
        "href", re.compile("worksheets/long-check/$")
    )
    ratings.reload()
    ratings.wait_for_selector("[data-ready]")
    expect(ratings.get_by_label("Which sheet?")).to_have_value("long-check")


def test_without_a_choice_the_sheet_with_the_newest_answers_stands_there(page: Page, tool: Show) -> None:
    opened(page, tool(), crowd(2, "long-check", LONG))
    expect(page.get_by_label("Which sheet?")).to_have_value("long-check")
    page.evaluate("location.hash = 'oven-check'")
    expect(page.get_by_label("Which sheet?")).to_have_value(OVEN)


def test_another_tab_is_followed(ratings: Page) -> None:
    other = opened(ratings.context.new_page(), ratings.url)
    other.get_by_role("button", name="Pass this device round").click()
    other.get_by_label("Name or initials", exact=True).fill("Dee")
    answer(other, "Heat", "1")
    other.get_by_role("button", name="Save my answers").click()
    expect(line(ratings, "heat").locator(".learn-ratings__dot--now")).to_have_count(4)


def test_without_the_manifest_it_says_so_and_goes_on_later(
    page: Page, tool: Show, complaints: list[str]
) -> None:
    page.route("**/course.json", lambda route: route.abort())
    opened(page, f"{tool()}#{OVEN}", TEAM)
    expect(page.locator("[data-part=missing]")).to_contain_text("could not be loaded")
    expect(page.locator("[data-part=desk]")).to_be_hidden()
    complaints.clear()
    page.unroute("**/course.json")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(line(page, "heat")).to_be_visible()


def test_without_scripts_it_offers_the_sheets_to_print(bare_page: Page, tool: Show) -> None:
    bare_page.goto(tool())
    expect(bare_page.get_by_text("this page needs scripts")).to_be_visible()
    expect(bare_page.get_by_role("link", name="Oven check")).to_be_visible()
    expect(bare_page.get_by_role("link", name="Dough calculator")).to_have_count(0)
    assert bare_page.locator("button:visible, input:visible, select:visible").count() == 0


def test_paper_holds_the_picture_in_black_and_no_controls(page: Page, tool: Show) -> None:
    opened(page, f"{tool(dark=True)}#{OVEN}", {**TEAM, **THEN})
    page.emulate_media(media="print")
    assert page.locator("learn-ratings :is(button, input, select, summary):visible").count() == 0
    colors = page.locator(".learn-ratings__strip *").evaluate_all(
        "all => [...new Set(all.flatMap(p => [getComputedStyle(p).fill, getComputedStyle(p).stroke]))]"
    )
    assert set(colors) <= {"none", "rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgb(153, 153, 153)"}
    for paper in ("A4", "Letter"):
        assert page.pdf(format=paper)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_any_state(page: Page, tool: Show, dark: bool, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, f"{tool(dark=dark)}#{OVEN}")
    wrong = [f"empty {v}" for v in axe(page)]
    opened(page, f"{tool(dark=dark)}?2#{OVEN}", {**TEAM, **THEN, **people(round_of("", "2026-11-21", 4))})
    page.get_by_text("Which way suits us?").click()
    wrong += [f"picture {v}" for v in axe(page)]
    choose(page, {"x.json": "x", "dee.json": document(people(round_of("Dee", "2026-11-22", 1)))})
    expect(page.locator("[data-part=refusal]")).to_be_visible()
    page.get_by_text("See and erase single answers").click()
    page.get_by_role("button", name="Erase the answers of Ben, August").click()
    wrong += [f"files and question {v}" for v in axe(page)]
    page.get_by_role("button", name="Erase", exact=True).click()
    wrong += [f"erased {v}" for v in axe(page)]
    page.get_by_role("button", name="Pass this device round").click()
    page.get_by_role("button", name="Save my answers").click()
    wrong += [f"form {v}" for v in axe(page)]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("Without a name").check()
    answer(page, "Heat", "5")
    wrong += [f"without a name {v}" for v in axe(page)]
    page.get_by_role("button", name="Save my answers").click()
    wrong += [f"handed on {v}" for v in axe(page)]
    assert wrong == []


def test_every_target_is_big_enough_for_a_finger(phone: Page, tool: Show) -> None:
    opened(phone, f"{tool()}#{OVEN}", TEAM)
    phone.get_by_role("button", name="Pass this device round").click()
    sizes = phone.locator(".learn-ratings__steps label").evaluate_all(
        "all => all.map(step => step.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height))"
    )
    assert len(sizes) == 30
    assert min(sizes) >= 44


def test_the_day_is_the_devices_own(browser: Browser, tool: Show) -> None:
    context = browser.new_context(timezone_id="Pacific/Auckland")
    page = opened(context.new_page(), f"{tool()}#{OVEN}")
    page.clock.set_fixed_time("2026-11-23T12:00:00.000Z")
    page.get_by_role("button", name="Pass this device round").click()
    page.get_by_label("Without a name").check()
    answer(page, "Heat", "5")
    page.get_by_role("button", name="Save my answers").click()
    assert [e["value"]["day"] for e in stored(page).values()] == ["2026-11-24"]
    context.close()
