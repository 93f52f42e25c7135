"""The print desk in a browser: choosing, dressing, the preview, what comes out of the printer, and everything that can go wrong."""

from __future__ import annotations

import base64
import dataclasses
import io
import json
import re
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from macros.build import desk_documents, joined_assets
from macros.export.desk import desk_scripts
from macros.render.desk import DESK
from tests.browser.conftest import ROOT, watched
from tests.browser.tools import (
    COURSE,
    EVIL,
    MANIFEST,
    REFUSED,
    Show,
    answer,
    axe,
    document,
    entry,
    on_disk,
    opened,
    stored,
)

pytestmark = pytest.mark.browser

DOCUMENTS = desk_documents(
    dataclasses.replace(COURSE, pages={**COURSE.pages, DESK: COURSE.pages["index.md"]})
)
SETTINGS = "settings/print-desk"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" onload="globalThis.hit=1"><script>globalThis.hit=1</script><rect width="40" height="20" fill="#060"/></svg>'
LETTER = (612, 792)
A4 = (595, 842)


@pytest.fixture
def desk(tool: Show, stage_folder: Path) -> str:
    """The address of the desk with everything it fetches."""
    (stage_folder / "print").mkdir(exist_ok=True)
    for path, body in DOCUMENTS.items():
        (stage_folder / path).write_bytes(body)
    return tool("print")


def settled(page: Page) -> Page:
    """Once every chosen document is there and measured."""
    page.wait_for_selector("[data-part=sum][data-measured]")
    return page


def tick(page: Page, *ids: str) -> None:
    for id in ids:
        box = page.locator(f'[name=choice][value="{id}"]')
        box.locator("xpath=ancestor::details").evaluate("fold => { fold.open = true }")
        box.check()


def chosen(page: Page) -> list[str]:
    found: list[str] = page.locator("[name=choice]:checked").evaluate_all("all => all.map(one => one.value)")
    return found


def captions(page: Page) -> list[str]:
    return settled(page).locator(".learn-print__caption").all_inner_texts()


def printed(page: Page) -> list[tuple[tuple[int, int], str]]:
    """Size and words of each page that the printer would get."""
    settled(page)
    pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return [
        # Letters that a font has joined are parted again.
        (
            (round(float(p.mediabox.width)), round(float(p.mediabox.height))),
            normalize("NFKC", p.extract_text()),
        )
        for p in pages
    ]


def look(page: Page) -> Page:
    """The preview, which is drawn where it is in sight."""
    settled(page).locator(".learn-print__sheets").scroll_into_view_if_needed()
    expect(page.locator(".learn-print__paper").first).to_be_visible()
    return page


def pages_of(page: Page) -> list[int]:
    """What the preview says of each sheet."""
    return [int(re.findall(r"(\d+) pages?, \d+ cop", words)[-1]) for words in captions(page)]


def said(page: Page) -> Any:
    return page.locator("[data-part=said]")


def total(page: Page) -> Any:
    return page.locator("[data-part=sum]")


def test_nothing_is_chosen_at_first_and_the_page_says_so(page: Page, desk: str) -> None:
    opened(page, desk)
    expect(page.get_by_text("Nothing is chosen yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_disabled()
    expect(total(page)).to_contain_text("Choose something first")
    assert captions(page) == []


def test_a_session_is_chosen_by_one_press_and_counted(page: Page, desk: str) -> None:
    opened(page, desk)
    page.get_by_role("button", name="Choose what it needs").click()
    settled(page)
    assert chosen(page) == [
        "guide/flour",
        "key/01-flour",
        "handout/flour",
        "quiz/01-flour",
        "sheet/dough-calculator",
        "sheet/flour-action-plan",
    ]
    expect(said(page)).to_have_text("Chosen for a session on chapter 1: 6.")
    page.get_by_label("How many people").fill("12")
    pages = pages_of(page)
    room, lead = sum(pages[2:]), sum(pages[:2])
    expect(total(page)).to_have_text(
        f"4 sheets, {room} pages × 12 people = {room * 12} pages. 2 sheets for you, {lead} pages. {room * 12 + lead} pages in all"
    )
    assert captions(page)[4] == "Dough calculator 1 page, 12 copies"
    assert captions(page)[0] == "Session guide 1 page, 1 copy"


def test_a_chapter_is_chosen_as_a_whole_and_let_go(page: Page, desk: str) -> None:
    opened(page, desk)
    fold = page.locator("details[data-group=oven]")
    fold.locator("summary").click()
    fold.get_by_role("button", name="Choose all").click()
    assert len(chosen(page)) == fold.locator("[name=choice]").count()
    expect(fold.locator("summary")).to_contain_text(f"{len(chosen(page))} of {len(chosen(page))} chosen")
    fold.get_by_role("button", name="Choose none").click()
    assert chosen(page) == []
    page.get_by_role("button", name="All action plans").click()
    assert chosen(page) == ["sheet/flour-action-plan", "sheet/oven-action-plan"]
    page.get_by_role("button", name="Choose nothing").click()
    assert chosen(page) == []
    page.get_by_role("button", name="Undo").click()
    assert len(chosen(page)) == 2


def test_a_search_leaves_what_it_finds_and_closes_again(page: Page, desk: str) -> None:
    opened(page, desk)
    page.get_by_label("Search all documents").fill("dough water")
    expect(page.locator("[name=choice]:visible")).to_have_count(1)
    expect(page.locator("[data-part=found]")).to_have_text("Found: 1")
    page.get_by_label("Search all documents").fill("rye")
    expect(page.locator("[data-part=found]")).to_contain_text("Nothing found")
    page.get_by_label("Search all documents").fill("")
    expect(page.locator("details[data-group]:visible")).to_have_count(
        page.locator("details[data-group]").count()
    )
    expect(page.locator("[name=choice]:visible")).to_have_count(0)


def test_what_is_chosen_and_how_is_remembered_with_all_other_work(page: Page, desk: str) -> None:
    opened(page, desk)
    tick(page, "sheet/dough-calculator", "guide/flour")
    page.get_by_label("Team or client").fill("Bluebird")
    page.get_by_label("Date").fill("2026-12-01")
    page.get_by_label("How many people").fill("3")
    page.get_by_label("Their names").fill("Dana\nJo")
    page.get_by_text("A4", exact=True).click()
    page.get_by_label("Large print").check()
    assert stored(page)[SETTINGS]["value"] == {
        "chosen": ["guide/flour", "sheet/dough-calculator"],
        "paper": "A4",
        "team": "Bluebird",
        "day": "2026-12-01",
        "people": 3,
        "names": "Dana\nJo",
        "large": True,
    }
    page.reload()
    settled(page)
    assert chosen(page) == ["guide/flour", "sheet/dough-calculator"]
    expect(page.get_by_label("Team or client")).to_have_value("Bluebird")
    expect(page.get_by_label("A4")).to_be_checked()
    expect(page.get_by_label("Large print")).to_be_checked()
    expect(page.locator("#print-names")).to_have_value("Dana\nJo")
    # Another tab, or an import under My notes, brings other settings.
    page.evaluate(
        "([key, text]) => { localStorage.setItem(key, text); dispatchEvent(new StorageEvent('storage', { key })) }",
        [
            f"learn-saved:{MANIFEST['id']}",
            json.dumps(document({SETTINGS: entry({"chosen": ["handout/oven"]}, "2026-11-24T10:00:00.000Z")})),
        ],
    )
    expect(page.locator("[name=choice]:checked")).to_have_count(1)
    assert chosen(page) == ["handout/oven"]
    expect(page.get_by_label("Team or client")).to_have_value("")


def test_a_day_that_is_over_does_not_come_back(page: Page, desk: str) -> None:
    opened(page, desk, {SETTINGS: entry({"day": "2026-11-20", "team": "Bluebird"})})
    expect(page.get_by_label("Date")).to_have_value("")
    expect(page.get_by_label("Team or client")).to_have_value("Bluebird")


def test_settings_that_make_no_sense_do_no_harm(page: Page, desk: str) -> None:
    opened(
        page,
        desk,
        {
            SETTINGS: entry({"chosen": "all", "paper": EVIL, "people": "many", "entries": {}, "names": 7}),
            "settings/print-logo": entry({"name": EVIL, "url": "javascript:alert(1)"}),
        },
    )
    assert chosen(page) == []
    expect(page.get_by_label("How many people")).to_have_value("1")
    expect(page.get_by_role("button", name="Take it off")).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "paper", "size"),
    [("en-US", "US Letter", LETTER), ("de-DE", "A4", A4), ("fr-CA", "US Letter", LETTER)],
)
def test_the_paper_is_that_of_the_browsers_region(
    browser: Browser, complaints: list[str], desk: str, language: str, paper: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(locale=language)
    page = watched(context, complaints)
    opened(page, f"{desk}?sheet=dough-calculator")
    expect(page.get_by_label(paper, exact=True)).to_be_checked()
    assert [found for found, _ in printed(page)] == [size]
    context.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("?chapter=oven", ["handout/oven", "quiz/02-oven"]),
        ("?chapters=2", ["handout/oven", "quiz/02-oven"]),
        ("?chapters=1,2", ["guide/flour", "handout/flour", "handout/oven"]),
        ("?sheet=dough-calculator", ["sheet/dough-calculator"]),
    ],
)
def test_a_link_opens_the_desk_with_its_sheets(page: Page, desk: str, query: str, ids: list[str]) -> None:
    opened(page, desk + query)
    settled(page)
    assert set(ids) <= set(chosen(page))
    assert "?" not in page.url
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    if "sheet" in query:
        assert chosen(page) == ids


def test_the_list_of_sessions_stands_at_the_chapter_that_is_chosen_also_tomorrow(
    page: Page, desk: str
) -> None:
    opened(page, desk)
    expect(page.get_by_label("A session on")).to_have_value("flour")
    opened(page, f"{desk}?chapter=oven")
    expect(page.get_by_label("A session on")).to_have_value("oven")
    settled(page)
    page.goto(desk)
    expect(page.get_by_label("A session on")).to_have_value("oven")


def test_a_link_puts_the_last_choice_aside_and_can_be_undone(page: Page, desk: str) -> None:
    opened(page, desk, {SETTINGS: entry({"chosen": ["handout/flour"]})})
    opened(page, f"{desk}?sheet=oven-action-plan")
    assert chosen(page) == ["sheet/oven-action-plan"]
    expect(said(page)).to_contain_text("put aside")
    page.get_by_role("button", name="Undo").click()
    assert chosen(page) == ["handout/flour"]
    opened(page, f"{desk}?sheet={EVIL}")
    expect(said(page)).to_contain_text("names nothing that can be printed")
    assert chosen(page) == ["handout/flour"]


def test_each_sheet_comes_for_each_person_with_the_words_at_its_head(page: Page, desk: str) -> None:
    opened(page, f"{desk}?chapter=flour")
    page.get_by_label("Team or client").fill("Bluebird Clinics")
    page.get_by_label("Date").fill("2026-12-01")
    page.get_by_label("Trainer").fill("Dana Reed")
    page.get_by_label("Their names").fill("Jo Park, Sam")
    expect(total(page)).to_contain_text("× 2 people")
    pages = printed(page)
    # The guide and the key once, then the four others for Jo, then for Sam, each beginning on a page of its own.
    counts = pages_of(page)
    assert len(pages) == sum(counts[:2]) + 2 * sum(counts[2:])
    for _, words in pages:
        for chrome in ("What to print", "Choose what it needs", "How it will look", "Stage"):
            assert chrome not in words
    firsts = [words for _, words in pages if "Bluebird Clinics" in words]
    assert len(firsts) == 10
    assert all("December 1, 2026" in w and "with Dana Reed" in w for w in firsts)
    assert ["Jo Park" in w for w in firsts] == [False] * 2 + [True] * 4 + [False] * 4
    assert ["Sam" in w for w in firsts] == [False] * 6 + [True] * 4
    assert "for the facilitator" in firsts[0]
    page.get_by_text("Document by document").click()
    firsts = [words for _, words in printed(page) if "Bluebird Clinics" in words]
    assert ["Jo Park" in w for w in firsts] == [False] * 2 + [True, False] * 4


def test_the_preview_has_as_many_pages_as_the_printer(page: Page, desk: str) -> None:
    opened(page, desk)
    page.get_by_role("button", name="Choose what it needs").click()
    for option in ("Quizzes with hints", "Quizzes with answers", "Save ink"):
        page.get_by_label(option).check()
        assert sum(pages_of(page)) == len(printed(page))
        assert page.locator(".learn-print__page").count() == sum(pages_of(page))
    look(page)
    labels = page.locator(".learn-print__page").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert labels[0].startswith("Session guide, page 1 of ")
    # Nothing in a picture of a page can be reached by keys or read aloud twice.
    assert page.locator(".learn-print__paper:not([inert])").count() == 0
    assert (
        page.locator(".learn-print__paper").locator("input, textarea, select, button, a, [id]").count() == 0
    )


def test_wide_sheets_lie_across_on_both_papers(page: Page, desk: str) -> None:
    opened(page, f"{desk}?sheet=flour-action-plan,dough-calculator")
    assert [size for size, _ in printed(page)] == [LETTER, (792, 612)]
    page.get_by_text("A4", exact=True).click()
    assert [size for size, _ in printed(page)] == [A4, (842, 595)]


WORK = {
    "worksheet/dough-calculator/flour": entry(500),
    "worksheet/dough-calculator/water": entry(350),
    "worksheet/dough-calculator/notes": entry(f"Ten grams less. {EVIL}"),
    "flour/ask-yourself/last-loaf": entry("Too wet"),
    "flour/summary/water": entry(True),
    "worksheet/flour-action-plan/steps": entry(
        {"buy-scale": {"owner": "Jo", "due": "2026-12-01", "done": True}}
    ),
}


def test_saved_work_fills_the_sheets_and_stays_text(page: Page, desk: str) -> None:
    chosen_sheets = entry(
        {"chosen": ["sheet/dough-calculator", "handout/flour", "sheet/flour-action-plan"]},
        "2026-11-24T10:00:00.000Z",
    )
    opened(page, desk, {**WORK, SETTINGS: chosen_sheets})
    blank = " ".join(words for _, words in printed(page))
    assert "Too wet" not in blank
    assert "500" not in blank
    page.get_by_text("With mine").click()
    filled = " ".join(words for _, words in printed(page))
    for words in ("500", "350", "70%", "Ten grams less.", "<script>", "Too wet", "Jo", "Dec 1, 2026"):
        assert words in filled, words
    assert page.evaluate("globalThis.hit") is None
    look(page)
    page.locator("[data-choice='handout/flour']").scroll_into_view_if_needed()
    ticked = page.locator("[data-choice='handout/flour'] [data-still=checkbox][data-ticked]")
    expect(ticked).to_have_count(1)
    # What is written on another page meanwhile is on the sheets at once.
    page.locator("[data-choice='sheet/dough-calculator']").scroll_into_view_if_needed()
    new = {
        **WORK,
        SETTINGS: chosen_sheets,
        "worksheet/dough-calculator/flour": entry(1000, "2026-11-23T10:00:00.000Z"),
    }
    page.evaluate(
        "([key, text]) => { localStorage.setItem(key, text); dispatchEvent(new StorageEvent('storage', { key })) }",
        [f"learn-saved:{MANIFEST['id']}", json.dumps(document(new))],
    )
    expect(page.locator("[data-choice='sheet/dough-calculator']")).to_contain_text("35%")
    assert "35%" in " ".join(words for _, words in printed(page))


def test_values_that_fit_no_field_leave_the_sheet_as_it_was(page: Page, desk: str) -> None:
    junk = {
        "worksheet/dough-calculator/flour": entry({"toString": EVIL}),
        "worksheet/dough-calculator/water": entry([EVIL] * 50),
        "worksheet/dough-calculator/notes": entry(7),
        "worksheet/flour-action-plan/steps": entry([EVIL, None, 3]),
        "flour/ask-yourself/last-loaf": entry([EVIL]),
        "quiz/01-flour/strength": entry({"last": {"given": EVIL}}),
    }
    opened(page, desk, {**junk, SETTINGS: entry({"entries": "mine"})})
    page.get_by_role("button", name="Choose what it needs").click()
    assert len(printed(page)) >= 6
    assert page.evaluate("globalThis.hit") is None


def test_long_notes_go_over_to_the_next_page_and_nothing_is_cut(page: Page, desk: str) -> None:
    lines = "\n".join(f"Line {number} of my notes" for number in range(1, 121))
    opened(
        page,
        desk,
        {
            "worksheet/dough-calculator/notes": entry(lines),
            SETTINGS: entry({"chosen": ["sheet/dough-calculator"], "entries": "mine"}),
        },
    )
    pages = printed(page)
    assert len(pages) >= 2
    assert page.locator(".learn-print__page").count() == len(pages)
    whole = " ".join(words for _, words in pages)
    assert all(f"Line {number} of" in whole for number in (1, 60, 119, 120))


def test_quizzes_come_blank_with_hints_with_answers_or_as_the_learner_answered(page: Page, desk: str) -> None:
    question = MANIFEST["quizzes"][0]["questions"][0]
    given = {
        "first": {"given": question["key"], "verdict": "right", "hints": 0},
        "last": {"given": question["key"], "verdict": "right"},
    }
    opened(page, desk, {question["id"]: entry(given), "quiz/01-flour/other": answer("right", "2026-11-20")})
    tick(page, "quiz/01-flour")
    blank = " ".join(words for _, words in printed(page))
    assert "Right:" not in blank
    assert "Hint" not in blank
    assert "Chapter 1 quiz: What flour wants" in blank
    page.get_by_label("Quizzes with hints").check()
    hinted = " ".join(words for _, words in printed(page))
    assert "Hint" in hinted
    assert "Right:" not in hinted
    page.get_by_label("Quizzes with answers").check()
    answered = " ".join(words for _, words in printed(page))
    assert "Right:" in answered
    look(page)
    boxes = page.locator(".learn-print__page [data-ticked]")
    expect(boxes).to_have_count(0)
    page.get_by_text("With mine").click()
    expect(boxes).not_to_have_count(0)


def test_large_print_has_larger_letters_and_saved_ink_no_fills(page: Page, desk: str) -> None:
    opened(page, f"{desk}?sheet=dough-calculator")
    leaf = look(page).locator(".learn-print__paper .leaf-sheet").first
    letters = "leaf => Math.min(...[...leaf.querySelectorAll('.leaf-worksheet__label, .leaf-worksheet__purpose')].map((one) => parseFloat(getComputedStyle(one).fontSize) * (one.currentCSSZoom ?? 1)))"
    assert leaf.evaluate(letters) < 13
    page.get_by_label("Large print").check()
    settled(page)
    expect(page.locator(".learn-print__paper .leaf-sheet[data-large]").first).to_be_visible()
    # Sixteen points are more than twenty-one pixels.
    assert page.locator(".leaf-sheet[data-large]").first.evaluate(letters) >= 21
    page.get_by_label("Save ink").check()
    expect(page.locator(".learn-print__paper .leaf-sheet[data-ink]").first).to_be_visible()
    fills = page.locator(".leaf-sheet[data-ink]").first.evaluate(
        "leaf => [...leaf.querySelectorAll('*')].map((one) => getComputedStyle(one).backgroundColor).filter((color) => color !== 'rgba(0, 0, 0, 0)').length"
    )
    assert fills == 0


def choose_logo(page: Page, name: str, body: bytes, mime: str = "image/png") -> None:
    page.set_input_files("[data-part=logo-file]", {"name": name, "mimeType": mime, "buffer": body})


def test_a_logo_is_shown_as_a_picture_and_remembered(page: Page, desk: str) -> None:
    opened(page, f"{desk}?sheet=dough-calculator")
    choose_logo(page, "logo.svg", SVG, "image/svg+xml")
    expect(page.locator("[data-part=logo-said]")).to_have_text(
        "“logo.svg” is on every sheet, and is remembered on this device."
    )
    image = look(page).locator(".learn-print__paper img.leaf-band__logo").first
    expect(image).to_be_visible()
    assert image.evaluate("one => one.naturalWidth") == 40
    assert page.evaluate("globalThis.hit") is None
    page.reload()
    look(page)
    expect(image).to_be_visible()
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    drawn = reader.pages[0].get_contents()
    assert drawn is not None
    assert b"0 .4 0 rg" in drawn.get_data() or "/XObject" in str(reader.pages[0]["/Resources"])
    page.get_by_role("button", name="Take it off").click()
    expect(page.locator(".leaf-band__logo")).to_have_count(0)
    assert stored(page)["settings/print-logo"]["value"] is None


def test_a_large_logo_stays_for_this_visit_and_says_so(page: Page, desk: str) -> None:
    opened(page, f"{desk}?sheet=dough-calculator")
    choose_logo(page, "large.png", PNG + b"\0" * 200_000)
    expect(page.locator("[data-part=logo-said]")).to_contain_text("until you leave this page")
    expect(look(page).locator(".learn-print__paper img.leaf-band__logo").first).to_be_visible()
    assert "settings/print-logo" not in stored(page)
    page.reload()
    look(page)
    expect(page.locator(".leaf-band__logo")).to_have_count(0)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            b"<html><body onload='globalThis.hit=1'><svg></svg></body></html>",
            "is no picture that can be printed",
        ),
        (PNG[:40], "your browser cannot show it"),
        (PNG + b"\0" * (3 * 1024 * 1024), "is too large for a logo"),
        (b"", "is no picture that can be printed"),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.org/a.png"/></svg>',
            "takes a part from https://example.org/a.png, and nothing is fetched for paper",
        ),
    ],
    ids=["a page", "half a picture", "too large", "empty", "a part elsewhere"],
)
def test_what_is_no_logo_is_refused_in_words(page: Page, desk: str, body: bytes, words: str) -> None:
    opened(page, f"{desk}?sheet=dough-calculator")
    choose_logo(page, f"{EVIL}.png".replace("/", ""), body)
    expect(page.locator("[data-part=logo-said]")).to_contain_text(words)
    expect(page.locator(".leaf-band__logo")).to_have_count(0)
    assert page.evaluate("globalThis.hit") is None


def test_a_team_name_that_is_html_is_printed_as_it_was_typed(page: Page, desk: str) -> None:
    opened(page, f"{desk}?sheet=dough-calculator")
    page.get_by_label("Team or client").fill(EVIL[:120])
    page.get_by_label("Their names").fill("<b>Jo</b>")
    expect(total(page)).to_contain_text("1 sheet")
    ((_, words),) = printed(page)
    flat = "".join(words.split())
    assert "".join(EVIL[:120].split()) in flat
    assert "<b>Jo</b>" in flat
    assert page.evaluate("globalThis.hit") is None


def test_refused_storage_is_said_and_the_desk_works_all_the_same(page: Page, desk: str) -> None:
    page.add_init_script(REFUSED)
    opened(page, f"{desk}?sheet=dough-calculator")
    expect(page.get_by_role("alert").filter(has_text="does not let this site keep anything")).to_be_visible()
    choose_logo(page, "logo.png", PNG)
    expect(page.locator("[data-part=logo-said]")).to_contain_text("Your browser keeps nothing for this site")
    assert len(printed(page)) == 1


def test_a_document_that_cannot_be_fetched_is_named_and_left_out(
    page: Page, desk: str, complaints: list[str]
) -> None:
    page.route("**/print/oven.json", lambda route: route.abort())
    opened(page, desk)
    tick(page, "handout/oven", "handout/flour")
    page.evaluate("globalThis.print = () => { globalThis.printed = true }")
    page.get_by_role("button", name="Print", exact=True).click()
    expect(said(page)).to_contain_text("could not be loaded and will not be printed: Handout")
    page.wait_for_function("() => globalThis.printed")
    # A sum with a document that is not there stays a guess, so nothing settles.
    expect(page.locator(".learn-print__caption")).to_have_count(1)
    page.unroute("**/print/oven.json")
    tick(page, "sheet/oven-action-plan")
    settled(page)
    assert len(captions(page)) == 3
    complaints.clear()


def test_the_printer_gets_everything_by_one_call(page: Page, desk: str) -> None:
    opened(page, f"{desk}?chapter=flour")
    page.evaluate(
        "globalThis.print = () => { dispatchEvent(new Event('beforeprint')); globalThis.leaves = document.querySelectorAll('body > .learn-print-leaves > .leaf-sheet').length; dispatchEvent(new Event('afterprint')) }"
    )
    page.get_by_role("button", name="Print", exact=True).click()
    page.wait_for_function("() => globalThis.leaves === 6")
    # Nothing of it stays in the page.
    expect(page.locator(".learn-print-leaves")).to_have_count(0, timeout=8000)


def test_all_is_done_by_keyboard(page: Page, desk: str) -> None:
    opened(page, desk)
    page.evaluate("globalThis.print = () => { globalThis.printed = true }")
    page.locator("#print-session").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("chapter 2")
    for _ in range(200):
        page.keyboard.press("Tab")
        held = page.evaluate("document.activeElement.name || document.activeElement.dataset.do || ''")
        if held == "team":
            page.keyboard.type("Bluebird")
        if held == "sorted":
            page.keyboard.press("ArrowRight")
        if held == "large":
            page.keyboard.press("Space")
        if held == "print":
            break
    page.keyboard.press("Enter")
    page.wait_for_function("() => globalThis.printed")
    value = stored(page)[SETTINGS]["value"]
    assert (value["team"], value["sorted"], value["large"]) == ("Bluebird", "document", True)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_any_state(page: Page, tool: Show, desk: str, dark: bool) -> None:
    opened(page, tool("print", dark=dark))
    assert axe(page) == []
    page.get_by_role("button", name="Choose what it needs").click()
    page.get_by_label("Team or client").fill("Bluebird")
    page.locator("details[data-group=oven] summary").click()
    choose_logo(page, "no.png", b"no")
    look(page)
    assert axe(page) == []
    page.get_by_label("Search all documents").fill("rye")
    page.get_by_role("button", name="Choose nothing").click()
    assert axe(page) == []


@pytest.mark.parametrize("wide", [390, 320])
def test_it_fits_a_phone(phone: Page, desk: str, wide: int) -> None:
    phone.set_viewport_size({"width": wide, "height": 700})
    opened(phone, f"{desk}?chapter=flour")
    settled(phone)
    for fold in phone.locator("details[data-group]").all():
        fold.evaluate("one => { one.open = true }")
    assert phone.evaluate("document.documentElement.scrollWidth") <= wide
    look(phone)
    assert axe(phone) == []


def test_without_scripts_it_leads_to_pages_that_print(bare_page: Page, tool: Show, desk: str) -> None:
    bare_page.goto(tool("print", script=False))
    expect(bare_page.get_by_text("With scripts, this page is a print desk")).to_be_visible()
    expect(bare_page.get_by_role("link", name="All worksheets")).to_be_visible()
    expect(bare_page.get_by_role("link", name="Chapter 1: What flour wants")).to_be_visible()
    expect(bare_page.get_by_role("button")).to_have_count(0)


def test_it_prints_from_disk(page: Page, tmp_path: Path) -> None:
    address = on_disk("print", tmp_path)
    (tmp_path / "print").mkdir()
    for path, body in desk_scripts(DOCUMENTS).items():
        (tmp_path / path).write_bytes(body)
    opened(page, f"{address}?chapter=flour")
    page.get_by_label("Team or client").fill("Bluebird")
    pages = printed(page)
    assert sum("Bluebird" in words for _, words in pages) == 6


def test_pages_out_of_sight_are_drawn_only_when_they_come_into_it(page: Page, desk: str) -> None:
    page.set_viewport_size({"width": 700, "height": 500})
    opened(page, desk)
    for fold in page.locator("details[data-group]").all():
        fold.evaluate("one => { one.open = true }")
    for button in page.get_by_role("button", name="Choose all").all():
        button.click()
    page.get_by_label("Large print").check()
    settled(page)
    drawn = page.locator(".learn-print__page:has(.learn-print__paper)")
    assert page.locator(".learn-print__page").count() > 12
    page.evaluate("scrollTo(0, 0)")
    expect(drawn).to_have_count(0)
    page.locator(".learn-print__page").last.scroll_into_view_if_needed()
    expect(page.locator(".learn-print__page").last.locator(".learn-print__paper")).to_be_visible()
    assert 0 < drawn.count() < page.locator(".learn-print__page").count()


def test_no_other_page_carries_the_desk() -> None:
    joined = joined_assets(ROOT)
    for name in ("learn.js", "learn.css", "sheet.js", "sheet.css", "tools.css"):
        assert "learn-print" not in joined[name], name
