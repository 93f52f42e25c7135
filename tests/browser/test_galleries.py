"""The galleries as built: every example works, keeps its answers apart, and can be read by keyboard, without scripts and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from macros.build import examples, open_course
from tests.browser.saved import saved_entries
from tests.sites import ROOT

COURSE = open_course(ROOT).course
PAGES = ("contribute/components/", "contribute/worksheet-gallery/")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.build,
    pytest.mark.xdist_group("course"),
    pytest.mark.skipif("contribute/components.md" not in COURSE.pages, reason="this course has no galleries"),
]


def test_what_is_filled_in_comes_back_and_is_kept_apart_from_the_course(page: Page, home: str) -> None:
    page.goto(home + PAGES[1])
    result = page.locator("#example-field-result output")
    expect(result).to_have_text("Fill in Water and Flour")
    page.get_by_label("Flour", exact=True).and_(page.get_by_role("spinbutton")).fill("1000")
    page.get_by_label("Water", exact=True).fill("700")
    expect(result).to_have_text("70%")
    page.goto(home + PAGES[0])
    page.locator("#example-part-ask-yourself textarea").first.fill("Too hot")
    page.locator("#example-part-action-plan").get_by_role("checkbox", name="Buy a kitchen scale.").check()
    page.locator("#example-part-action-plan").get_by_role("button", name="Add your own step").click()
    page.locator("#example-part-action-plan").get_by_label("What you will do").fill("Sweep")
    page.locator("#example-quiz-single").get_by_label("Wait, and look at the dough").check()
    page.locator("#example-quiz-single").get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#example-quiz-single .learn-quiz__verdict")).to_contain_text("Right.")
    page.reload()
    expect(page.locator("#example-part-ask-yourself textarea").first).to_have_value("Too hot")
    expect(page.locator("#example-part-action-plan").get_by_label("What you will do")).to_have_value("Sweep")
    saved: dict[str, str] = page.evaluate("({...localStorage})")
    keys = [key for key in saved if key.startswith("learn-saved:")]
    assert {key.partition("/")[0] for key in keys} == {"learn-saved:examples"}
    entries = saved_entries(page, "learn-saved:examples")
    assert {"flour/ask-yourself/last-loaf", "worksheet/field-result/dough-water"} <= entries.keys()


def test_the_plan_and_the_notes_know_nothing_of_the_examples(page: Page, home: str) -> None:
    page.goto(home + PAGES[0])
    page.locator("#example-part-action-plan").get_by_role("checkbox", name="Buy a kitchen scale.").check()
    for tool in ("tools/plan/", "tools/notes/"):
        page.goto(home + tool)
        page.wait_for_selector("[data-enhanced]", state="attached")
        assert "kitchen scale" not in page.locator("article").inner_text()


@pytest.mark.parametrize("address", PAGES)
def test_on_a_wide_screen_each_source_stands_open_beside_its_example(
    page: Page, home: str, address: str
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(home + address)
    for box in page.locator(".learn-example").all():
        shown, written = (
            box.locator(f".learn-example__{name}").bounding_box() for name in ("shown", "written")
        )
        assert shown is not None
        assert written is not None
        below = "learn-example--wide" in str(box.get_attribute("class"))
        assert (written["y"] >= shown["y"] + shown["height"] - 1) if below else (written["y"] == shown["y"])
        expect(box.locator(".learn-example__source")).to_be_visible()
        expect(box.get_by_text("What you write").locator("visible=true")).to_have_count(1)


@pytest.mark.parametrize("address", PAGES)
def test_on_a_phone_each_source_is_folded_below_and_opens_by_keyboard(
    phone: Page, home: str, address: str
) -> None:
    phone.goto(home + address)
    first = phone.locator(".learn-example").first
    expect(first.locator(".learn-example__source")).to_be_hidden()
    first.locator("summary", has_text="What you write").focus()
    phone.keyboard.press("Enter")
    expect(first.locator(".learn-example__source")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("address", PAGES)
def test_no_source_and_no_example_is_wider_than_its_place(
    page: Page, home: str, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(home + address)
    page.locator(".learn-example__fold").evaluate_all("all => all.forEach((e) => { e.open = true })")
    cut = page.locator(".learn-example__source, .learn-example__shown").evaluate_all(
        "all => all.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.closest('[id]').id)"
    )
    assert cut == []


def test_what_is_copied_from_a_source_has_its_lines(page: Page, home: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(home + PAGES[0])
    source = page.locator("#example-quiz-single .learn-example__source")
    copied = source.evaluate("e => { getSelection().selectAllChildren(e); return getSelection().toString() }")
    assert copied.strip() == examples().examples["quiz/single"].source.strip()


def test_a_question_alone_shows_no_result_and_can_give_its_answer_and_start_over(
    page: Page, home: str
) -> None:
    page.goto(home + PAGES[0])
    box = page.locator("#example-quiz-single")
    # A quiz wakes up when it comes near.
    box.scroll_into_view_if_needed()
    expect(box.get_by_role("button", name="Check", exact=True)).to_be_enabled()
    expect(box.get_by_text("Your result")).to_be_hidden()
    box.get_by_role("button", name="Show the answer").click()
    expect(box.locator(".learn-quiz__verdict")).to_have_text("Here is the answer.")
    box.get_by_role("button", name="Start over").click()
    box.get_by_label("Begin again").check()
    box.get_by_role("button", name="Check", exact=True).click()
    expect(box.locator(".learn-quiz__verdict")).to_have_text("Not this time. Each option says why.")
    expect(box.get_by_role("button").locator("visible=true")).to_have_text(["Try again", "Start over"])


@pytest.mark.parametrize("address", PAGES)
def test_without_scripts_every_example_and_its_source_can_be_read(
    bare_page: Page, home: str, address: str
) -> None:
    bare_page.goto(home + address)
    shown = bare_page.locator(".learn-example__shown")
    assert shown.count() > 12
    for box in (*shown.all(), *bare_page.locator(".learn-example__source").all()):
        expect(box).to_be_visible()
    bare_page.set_viewport_size({"width": 390, "height": 844})
    first = bare_page.locator(".learn-example__fold").first
    first.locator("summary").click()
    expect(first.locator(".learn-example__source")).to_be_visible()
    assert bare_page.locator("#example-field-scale, #example-quiz-single").get_by_role("radio").count() >= 3


@pytest.mark.parametrize("address", PAGES)
def test_on_paper_no_source_is_cut(page: Page, home: str, address: str) -> None:
    page.set_viewport_size({"width": 700, "height": 900})
    page.goto(home + address)
    page.emulate_media(media="print")
    assert all(box.is_visible() for box in page.locator(".learn-example__source").all())
    cut = page.locator(".learn-example__source").evaluate_all(
        "all => all.filter((e) => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1).length"
    )
    assert cut == 0


def test_no_search_finds_an_example(site: Path) -> None:
    index = (site / "search/search_index.json").read_text("utf-8")
    assert "Sentences. <code>lines</code>" in index or "says how many ruled lines paper gets" in index
    for words in ("Finds the step to work on", "Panettone", "kitchen scale", "dough-water / dough-flour"):
        assert words not in index


@pytest.mark.parametrize("host", ["site", "zensical_site"])
def test_both_hosts_show_every_example(host: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(host)
    html = "".join((folder / address / "index.html").read_text("utf-8") for address in PAGES)
    for example in examples().examples.values():
        assert html.count(f'id="{example.anchor}"') == 1


def test_no_other_page_carries_anything_of_the_galleries(site: Path) -> None:
    heavy = [
        path
        for path in site.rglob("*.html")
        if "learn-example" in path.read_text("utf-8")
        and path.parent.relative_to(site).as_posix() + "/" not in PAGES
    ]
    assert heavy == []
