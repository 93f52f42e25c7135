"""Every page of the built site, read as files: valid HTML, links that lead somewhere, titles, descriptions, languages, headings."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

import pytest

from tests.sites import BREAD, ROOT, bread, course

pytestmark = [pytest.mark.build, pytest.mark.xdist_group("course")]

CHECKER = ROOT / ".venv/judges/node_modules/vnu-jar/build/dist/vnu.jar"
# What the theme's own templates write, where neither a block nor a partial of them can be replaced without copying the
# whole: harmless to every browser, and no business of a course.
THEME = (
    re.compile(r"Attribute “autocomplete” is only allowed when .*"),
    re.compile(r"Bad value “” for attribute “tabindex” on element “label”.*"),
)
# Fetched by a browser with the page.
LOADED = {
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("video", "src"),
}


@dataclass
class Built(HTMLParser):
    """What the audit asks of one page."""

    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    language: str = ""
    headings: list[int] = field(default_factory=list)
    landmarks: Counter[str] = field(default_factory=Counter)
    wordless: list[str] = field(default_factory=list)
    _in_title: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "html":
            self.language = found.get("lang", "")
        if tag == "title" and not self.title:
            self._in_title = True
        if tag == "meta":
            self.meta[found.get("name") or found.get("property", "")] = found.get("content", "")
        if tag == "img" and "alt" not in found:
            self.wordless.append(found.get("src", ""))
        self.links += [(tag, name, found[name]) for name in ("href", "src") if name in found]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in ("main", "header", "footer"):
            self.landmarks[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Built]:
    """The pages by their path in the site."""
    found: dict[str, Built] = {}
    for path in sorted(site.rglob("*.html")):
        page = found[path.relative_to(site).as_posix()] = Built()
        page.feed(path.read_text("utf-8"))
    assert found
    return found


def test_every_page_is_valid_html(site: Path) -> None:
    assert CHECKER.is_file(), "The HTML checker is missing; `make test` installs it."
    java = shutil.which("java")
    assert java, "Java is missing; `make test` installs it."
    done = subprocess.run(
        [
            java,
            "-Xss8m",
            "-jar",
            str(CHECKER),
            "--skip-non-html",
            "--errors-only",
            "--format",
            "json",
            str(site),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(done.stderr)["messages"]
    wrong = Counter(
        f"{m['url'].rpartition(site.name)[2]}: {m['message']} {m.get('extract', '')[:80]!r}"
        for m in messages
        if not any(known.match(m["message"]) for known in THEME)
    )
    assert [f"{words} ({many} times)" for words, many in wrong.most_common(20)] == []


def test_the_checker_notices_what_is_not_valid(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!doctype html><title>Bad</title><p><div></p>", "utf-8")
    with pytest.raises(AssertionError, match="bad"):
        test_every_page_is_valid_html(tmp_path)


def target(base: str, link: str) -> tuple[str, str]:
    """File and anchor that a link of the page `base` leads to, inside the site."""
    parts = urlsplit(link)
    path = unquote(parts.path)
    folder = base.rpartition("/")[0]
    # The lost page is served at any address, so it names everything from the root.
    found = (
        normpath(path.lstrip("/") if path.startswith("/") else "/".join(filter(None, (folder, path))))
        if path
        else base
    )
    if path.endswith(("/", ".")) or found == ".":
        found = normpath(f"{found}/index.html")
    return found, unquote(parts.fragment)


def is_inside(link: str) -> bool:
    return not re.match(r"[a-z][a-z+.-]*:|//", link, re.IGNORECASE)


def test_every_link_anchor_and_asset_is_there(site: Path, pages: dict[str, Built]) -> None:
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    known = {uri: set(page.ids) | {"", "__top"} for uri, page in pages.items()}
    wrong = set()
    count = 0
    for uri, page in pages.items():
        for tag, _, link in page.links:
            if not link or not is_inside(link):
                continue
            count += 1
            file, anchor = target(uri, link)
            if file not in files:
                wrong.add(f"{uri}: <{tag}> leads to {link}, which is not there")
            elif file in known and anchor not in known[file] and not anchor.startswith(":~:"):
                wrong.add(f"{uri}: {link} leads to an anchor that is not there")
    assert count > len(pages)
    assert "\n".join(sorted(wrong)) == ""


def test_no_id_stands_twice_on_a_page(pages: dict[str, Built]) -> None:
    twice = [(uri, id) for uri, page in pages.items() for id, many in Counter(page.ids).items() if many > 1]
    assert twice == []


def test_nothing_is_loaded_from_another_host(site: Path, pages: dict[str, Built]) -> None:
    wrong = [
        f"{uri}: {link}"
        for uri, page in pages.items()
        for tag, name, link in page.links
        if (tag, name) in LOADED and re.match(r"(https?:)?//", link)
    ]
    styles = [(path, path.read_text("utf-8")) for path in sorted(site.rglob("*.css"))]
    wrong += [
        f"{path}: {found}"
        for path, text in styles
        for found in re.findall(r"url\(['\"]?(?:https?:)?//[^)]*", text)
    ]
    assert wrong == []


def test_every_page_says_what_it_is_and_in_which_language(pages: dict[str, Built]) -> None:
    wrong = []
    for uri, page in pages.items():
        if not page.language:
            wrong.append(f"{uri} names no language")
        if not 5 <= len(page.meta.get("description", "")) <= 200:
            wrong.append(f"{uri} has a description of {len(page.meta.get('description', ''))} characters")
        if page.wordless:
            wrong.append(f"{uri} shows pictures without words: {page.wordless}")
    for what, values in (
        ("title", Counter(page.title.strip() for page in pages.values())),
        # A lost reader gets the course's own words.
        (
            "description",
            Counter(page.meta.get("description") for uri, page in pages.items() if uri != "404.html"),
        ),
    ):
        wrong += [
            f"{many} pages have the {what} {words!r}"
            for words, many in values.items()
            if many > 1 or not words
        ]
    assert wrong == []


def skips(levels: list[int]) -> Iterator[tuple[int, int]]:
    for before, level in pairwise(levels):
        if level > before + 1:
            yield before, level


def test_headings_begin_with_one_title_and_skip_no_level(pages: dict[str, Built]) -> None:
    wrong = [
        f"{uri} has {page.headings.count(1)} titles"
        for uri, page in pages.items()
        if page.headings.count(1) != 1
    ]
    wrong += [
        f"{uri}: a level {b} after a level {a}"
        for uri, page in pages.items()
        for a, b in skips(page.headings)
    ]
    wrong += [
        f"{uri} has {page.landmarks['main']} main parts"
        for uri, page in pages.items()
        if page.landmarks["main"] != 1
    ]
    assert wrong == []


def test_a_shared_link_shows_a_card_with_title_words_and_picture(
    tmp_path: Path,
) -> None:
    settings = (BREAD / "mkdocs.yml").read_text("utf-8")
    # A course whose card nobody has drawn yet has no picture of its own.
    card = (ROOT / "overrides/assets/icons/icon-512.png").read_bytes()
    root = bread(
        tmp_path,
        {
            "mkdocs.yml": f"site_url: https://bread.example.org/\n{settings}",
            "overrides/assets/card.png": card,
        },
    )
    done = course(root, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    page = Built()
    page.feed((root / "site/chapters/01-flour/index.html").read_text("utf-8"))
    assert page.meta["og:title"] == "What flour wants"
    assert page.meta["og:description"] == page.meta["description"]
    assert page.meta["og:type"] == "article"
    assert page.meta["og:site_name"]
    assert page.meta["og:url"] == "https://bread.example.org/chapters/01-flour/"
    picture = page.meta["og:image"]
    assert picture.startswith("https://bread.example.org/")
    assert (root / "site" / picture.removeprefix("https://bread.example.org/")).is_file()
    assert page.meta["og:image:alt"]
    assert page.meta["twitter:card"] == "summary_large_image"
