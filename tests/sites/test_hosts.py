"""Both hosts make the same learning content out of the same source, and every slot is filled."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from macros.build import open_course
from macros.render.text import plain
from tests.sites import ROOT, bread, course

pytestmark = pytest.mark.build


QUOTED = re.compile(r"<(code|textarea)\b.*?</\1>", re.DOTALL)


def pages(site: Path) -> dict[str, Path]:
    return {p.relative_to(site).as_posix(): p for p in sorted(site.rglob("*.html"))}


def article(path: Path) -> Tag:
    found = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one("article")
    assert found is not None, path
    for own in found.select(".headerlink, .md-content__button, .md-source-file, script, link, .md-feedback"):
        own.decompose()
    return found


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_both_hosts_make_the_same_pages(site: Path, zensical_site: Path) -> None:
    ours = {uri for uri in pages(site) if uri != "404.html"}
    assert ours <= pages(zensical_site).keys()
    assert len(ours) == len(open_course(ROOT).course.pages)


def test_both_hosts_show_the_same_learning_content(site: Path, zensical_site: Path) -> None:
    different = []
    for uri, path in pages(site).items():
        if uri == "404.html":
            continue
        one, other = article(path), article(zensical_site / uri)
        for selector in (".learn", "learn-quiz form", "learn-worksheet", "svg"):
            if [words(t) for t in one.select(selector)] != [words(t) for t in other.select(selector)]:
                different.append(f"{uri}: {selector}")
        ids = [[t["data-id"] for t in a.select("[data-id]")] for a in (one, other)]
        if ids[0] != ids[1]:
            different.append(f"{uri}: data-id")
        if words(one) != words(other):
            different.append(f"{uri}: text")
    assert different == []


@pytest.mark.parametrize("host", ["site", "zensical_site"])
def test_every_slot_is_filled_and_no_brace_is_left(host: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(host)
    left = []
    for uri, path in pages(site).items():
        # Guides quote what authors write.
        text = QUOTED.sub("", path.read_text("utf-8"))
        left += [
            f"{uri}: {word}"
            for word in ("<!-- slot", "{{", "{%", "learn-problem", "Macro Rendering Error")
            if word in text
        ]
        left += [f"{uri}: {m}" for m in re.findall(r"\{#[\w-]+\}", text)]
    assert left == []


def test_every_chapter_shows_all_its_parts(site: Path) -> None:
    opened = open_course(ROOT).course
    for chapter in opened.chapters:
        shown = article(site / chapter.uri.replace(".md", "/index.html"))
        ids = {t["data-id"] for t in shown.select("[data-id]")}
        quiz = opened.quizzes[chapter.quiz]
        assert {f"quiz/{quiz.id}/{q.id}" for q in quiz.questions} <= ids
        assert {f"{chapter.id}/summary/{item.id}" for item in chapter.summary} <= ids
        text = words(shown)
        assert chapter.title.split("*")[0] in text
        assert text.count("Not shown:") == 0
        assert len(shown.select("figure.learn-figure")) == len(opened.pages[chapter.uri].figures)


@pytest.mark.parametrize(
    ("host", "index", "key"),
    [("site", "search/search_index.json", "docs"), ("zensical_site", "search.json", "items")],
)
def test_a_worksheet_is_found_by_its_title_and_purpose_and_its_form_is_not_searched(
    host: str, index: str, key: str, request: pytest.FixtureRequest
) -> None:
    opened = open_course(ROOT).course
    entries = json.loads((request.getfixturevalue(host) / index).read_text("utf-8"))[key]
    for sheet in opened.worksheets.values():
        address = sheet.uri.removesuffix(".md") + "/"
        found = [entry for entry in entries if entry["location"].startswith(address)]
        assert [entry["location"] for entry in found] == [address]
        assert found[0]["title"] == escape(plain(sheet.title), quote=False)
        assert escape(plain(sheet.purpose), quote=False) in found[0]["text"]
        assert len(found[0]["text"]) < 1000
    # A page that the host reads by itself is still there.
    chapter = opened.chapters[0].uri.removesuffix(".md")
    assert any(entry["location"].startswith(f"{chapter}/#") for entry in entries)


def test_what_is_found_of_a_chapter_begins_with_what_it_teaches(site: Path) -> None:
    opened = open_course(ROOT).course
    entries = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    texts = {entry["location"]: " ".join(words_of(entry["text"])) for entry in entries}
    for chapter in opened.chapters:
        address = chapter.uri.removesuffix(".md") + "/"
        assert texts[address].startswith(plain(chapter.title))
        # Labels and buttons stand in every chapter and lead nobody to one of them.
        for label in ("min to read", "Chapter done", "Done when", "Remove", "from minute"):
            assert not any(label in texts[at] for at in texts if at.startswith(address)), label


def words_of(html: str) -> list[str]:
    return BeautifulSoup(html, "html.parser").get_text(" ").split()


def test_another_course_builds_on_both_hosts(tmp_path: Path) -> None:
    for host in ("mkdocs", "zensical"):
        root = bread(tmp_path / host)
        chapter = root / "docs/chapters/01-flour.md"
        chapter.write_text(
            chapter.read_text("utf-8").replace("{id: protein, ", "{id: protein, formerly: [gluten], "),
            "utf-8",
        )
        done = course(root, "build", "--host", host)
        assert done.returncode == 0, done.stdout + done.stderr
        shown = article(root / "site/chapters/01-flour/index.html")
        # Before the script that brings saved work back, and nowhere else.
        html, other = (
            (root / f"site/chapters/{name}/index.html").read_text("utf-8") for name in ("01-flour", "02-oven")
        )
        assert 0 < html.index("learn/moved.js") < html.index("learn/learn.js")
        assert "learn/learn.js" in other
        assert "learn/moved.js" not in other
        assert len(shown.select("learn-quiz form")) == 3
        assert shown.select_one("figure.learn-figure svg")


def test_a_page_without_the_engine_loads_nothing_of_it(bread_site: Path) -> None:
    plain = (bread_site / "plain/index.html").read_text("utf-8")
    # The theme is every page's.
    assert set(re.findall(r"assets/learn/([\w.]+)", plain)) == {"theme.css"}
    assert "not even a {brace}" in plain
    chapter = (bread_site / "chapters/01-flour/index.html").read_text("utf-8")
    assert chapter.count("assets/learn/learn.css") == chapter.count("assets/learn/learn.js") == 1
