"""What earlier runs have made is used again, and never where anything that it was made from has changed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros import build, memo
from macros.adapters.artifacts import keep
from macros.adapters.markdown import figure_fence
from macros.build import CACHE, course_manifest, open_course
from macros.content.files import read_files
from macros.model.worksheet import Worksheet
from macros.render import worksheet
from macros.render.here import Here, page_url
from macros.render.paper import ROOT
from macros.render.slots import fill_slots, slot
from macros.render.worksheet import render_worksheet
from tests.sites import BREAD, bread, edited

CHAPTER = "docs/chapters/01-flour.md"
SHEET = "docs/worksheets/dough-calculator.md"
ENGINE = b"0123456789abcdef"


@pytest.fixture(autouse=True)
def _as_if_new() -> Iterator[None]:
    memo.forget()
    yield
    memo.forget()


def made_of(root: Path) -> dict[str, str]:
    """Everything the engine makes of a course: its problems, each page's parts, the manifest."""
    opened = open_course(root)
    made = {
        "problems": "\n".join(map(str, opened.problems)),
        "manifest": course_manifest(opened.course).decode(),
    }
    for uri, page in opened.course.pages.items():
        slots = [slot(c.name, page_url(uri), *map(str, c.arguments or ())) for c in page.calls]
        made[uri] = fill_slots("\n".join(slots), opened.course)
    return made


CHANGES = {
    "a line of a chapter's front matter": (CHAPTER, "title:", "title: New"),
    "a heading of a chapter": (CHAPTER, "\n## ", "\n## New "),
    "a question": ("quizzes/01-flour.md", "## ", "## New "),
    "a field of a worksheet": (SHEET, "label: ", "label: New "),
    "a term": ("docs/glossary.md", "text: ", "text: New "),
    "a source": ("docs/sources.md", "publisher: ", "publisher: New "),
    "the course's name": ("mkdocs.yml", "site_name: ", "site_name: New "),
    "the words for saved work": ("mkdocs.yml", "id: bread", "id: loaf"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_any_input_gives_what_a_first_run_gives(what: str, tmp_path: Path) -> None:
    root = bread(tmp_path)
    before = made_of(root)
    keep(root, *memo.SHELVES)
    uri, old, new = CHANGES[what]
    (root / uri).write_text(edited(uri, (old, new)), "utf-8")
    after = made_of(root)
    memo.forget()
    assert after == made_of(root)
    assert after != before


def test_the_next_run_takes_what_this_one_has_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = bread(tmp_path)
    first = made_of(root)
    keep(root, *memo.SHELVES)
    # As a new process would: nothing in memory, and the same course under another name.
    memo.forget()
    other = root.rename(tmp_path / "moved")
    monkeypatch.setattr("macros.content.course.parse_quiz", _never)
    monkeypatch.setattr("macros.content.course.read_page", _never)
    monkeypatch.setattr("macros.build.check_course", _never)
    monkeypatch.setattr("macros.render.worksheet._groups", _never)
    monkeypatch.setattr("macros.render.quiz._view", _never)
    assert made_of(other) == first


def _never(*arguments: object, **named: object) -> None:
    pytest.fail("made once more")


def test_what_no_run_asks_for_any_more_goes(tmp_path: Path) -> None:
    root = bread(tmp_path)
    made_of(root)
    keep(root, *memo.SHELVES)
    size = (root / CACHE / "documents").stat().st_size
    memo.forget()
    (root / "docs/plain.md").unlink()
    (root / "quizzes/02-oven.md").unlink()
    made_of(bread(tmp_path / "other"))
    memo.forget()
    other = root.rename(tmp_path / "moved")
    made_of(other)
    keep(other, *memo.SHELVES)
    assert (other / CACHE / "documents").stat().st_size < size


def test_nothing_is_written_where_nothing_is_new(tmp_path: Path) -> None:
    root = bread(tmp_path)
    made_of(root)
    keep(root, *memo.SHELVES)
    assert memo.taken("documents", ENGINE) is None
    assert memo.taken("fragments", ENGINE) is None


def test_another_engine_makes_everything_anew() -> None:
    assert memo.recall("fragments", ("a", "b"), lambda: "old") == "old"
    body = memo.taken("fragments", ENGINE)
    assert body
    memo.forget()
    memo.put("fragments", body, ENGINE)
    assert memo.recall("fragments", ("a", "b"), lambda: "new") == "old"
    memo.forget()
    memo.put("fragments", body, ENGINE[::-1])
    assert memo.recall("fragments", ("a", "b"), lambda: "new") == "new"


def test_what_is_kept_is_what_was_made(tmp_path: Path) -> None:
    root = bread(tmp_path)
    made = open_course(root)
    body = memo.taken("documents", ENGINE)
    assert body
    memo.forget()
    memo.put("documents", body, ENGINE)
    assert open_course(root.rename(tmp_path / "moved")).course == made.course


def test_parts_do_not_run_into_each_other() -> None:
    assert memo.recall("fragments", ("ab", "c"), lambda: "one") == "one"
    assert memo.recall("fragments", ("a", "bc"), lambda: "other") == "other"


@pytest.mark.parametrize("body", [b"", ENGINE, ENGINE + b"half a file", ENGINE + b"\x80\x05K\x01."])
def test_a_broken_file_costs_time_and_nothing_else(body: bytes) -> None:
    memo.put("fragments", body, ENGINE)
    assert memo.recall("fragments", ("a",), lambda: "made") == "made"


def test_what_could_not_be_made_is_neither_kept_nor_asked_for() -> None:
    def fail() -> str:
        raise ValueError("braces not closed")

    with pytest.raises(ValueError, match="braces"):
        memo.recall("sections", ("broken",), fail)
    memo.recall("sections", ("whole",), lambda: "made")
    body = memo.taken("sections", ENGINE)
    assert body is not None
    memo.forget()
    memo.put("sections", body, ENGINE)
    assert memo.known("sections", ("whole",)) == "made"
    assert memo.known("sections", ("broken",)) is None


def test_a_folder_that_cannot_be_written_to_stops_nothing(tmp_path: Path) -> None:
    root = bread(tmp_path)
    made_of(root)
    (root / ".cache").write_text("in the way")
    keep(root, *memo.SHELVES)


def test_a_changed_figure_is_drawn_anew() -> None:
    drawn = [
        figure_fence(
            f"kind: steps\nid: a\ntitle: A\ntext: {word} b c\nsteps: [{word}, two]", "", "", {}, None
        )  # type: ignore[arg-type]
        for word in ("one", "uno", "one")
    ]
    assert drawn[0] == drawn[2] != drawn[1]


def test_the_bread_course_has_what_is_changed_here() -> None:
    for uri, old, _ in CHANGES.values():
        assert old in (BREAD / uri).read_text("utf-8")


@pytest.mark.parametrize("source", ["render/slots.py", "render/templates/quiz.html.jinja"])
def test_a_changed_source_of_the_engine_is_another_engine(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_change(folder: Path, suffix: str) -> dict[str, str]:
        return {name: text + "\n" * (name == source) for name, text in read_files(folder, suffix).items()}

    fingerprint = build._fingerprint.__wrapped__
    now = fingerprint()
    assert fingerprint() == now
    monkeypatch.setattr(build, "read_files", with_change)
    assert fingerprint() != now


def test_a_saved_module_is_joined_anew_and_the_others_are_not_lost(tmp_path: Path) -> None:
    root = bread(tmp_path)
    before = build.joined_assets(root)
    module = root / "overrides/assets/learn/learn.mjs"
    module.write_text(module.read_text("utf-8") + '\nconsole.warn("a new line")\n', "utf-8")
    after = build.joined_assets(root)
    assert "a new line" in after["learn.js"]
    assert {name for name in after if after[name] != before[name]} == {"learn.js"}
    memo.forget()
    assert build.joined_assets(root) == after


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_no_course_changes_is_kept_with_the_engine_where_its_modules_are(
    is_kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "engine" / "__pycache__"
    beside.parent.mkdir()
    monkeypatch.setattr(build, "BESIDE_ENGINE", beside)
    monkeypatch.setattr("sys.dont_write_bytecode", not is_kept)
    root = bread(tmp_path)
    made_of(root)
    build.schema_files()
    keep(root, *memo.SHELVES, *memo.OF_ENGINE)
    home = beside if is_kept else root / CACHE
    assert "assets" in {path.name for path in home.iterdir()}
    assert not ({"documents", "fragments"} & {path.name for path in beside.glob("*")})
    # Another course finds it there; the first one would find it in its own folder.
    memo.forget()
    root = bread(tmp_path / "other") if is_kept else root.rename(tmp_path / "moved")
    open_course(root)
    monkeypatch.setattr("macros.build.schemas", _never)
    assert build.schema_files()


def test_another_run_keeps_what_this_one_did_not_ask_the_engine_for() -> None:
    memo.recall("assets", ("one",), lambda: "1")
    body = memo.taken("assets", ENGINE)
    assert body
    memo.forget()
    memo.put("assets", body, ENGINE)
    assert memo.taken("assets", ENGINE) is None
    memo.recall("assets", ("two",), lambda: "2")
    body = memo.taken("assets", ENGINE)
    assert body
    memo.forget()
    memo.put("assets", body, ENGINE)
    assert [memo.known("assets", (name,)) for name in ("one", "two", "three")] == ["1", "2", None]


def test_the_desk_shows_the_form_of_the_page_and_links_as_seen_from_the_desk(tmp_path: Path) -> None:
    root = bread(tmp_path)
    linked = edited(SHEET, ("label: Flour", 'label: "See [the terms](../glossary.md)"'))
    (root / SHEET).write_text(linked, "utf-8")
    course = open_course(root).course
    desks = []
    for sheet in course.worksheets.values():
        here = Here(sheet.uri, page_url(sheet.uri))

        def anew(sheet: Worksheet = sheet, here: Here = here) -> tuple[str, str]:
            memo.forget()
            worksheet._with_form.clear()
            return render_worksheet(sheet, here), render_worksheet(sheet, ROOT, example=False, heading=1)

        page, desk = anew()
        memo.forget()
        worksheet._with_form.clear()
        assert render_worksheet(sheet, ROOT, example=False, heading=1) == desk
        assert render_worksheet(sheet, here) == page
        assert page.count('<form class="learn-worksheet__form"') == 1
        desks.append(desk)
    assert any('href="glossary/"' in desk for desk in desks)


def test_python_looks_for_garbage_again_after_a_course_is_read(tmp_path: Path) -> None:
    for on in (True, False):
        (gc.enable if on else gc.disable)()
        try:
            open_course(bread(tmp_path / str(on)))
            assert gc.isenabled() is on
        finally:
            gc.enable()
