"""The service worker's list, the web app manifest, and the zip for the disk."""

from __future__ import annotations

import io
import json
import re
import zipfile
from hashlib import sha256
from typing import Any

import pytest

from macros.content.files import read_tree
from macros.export.offline import (
    digest,
    disk_files,
    kept_paths,
    robots,
    service_worker,
    site_address,
    web_manifest,
    zipped,
)
from macros.model.colors import Chosen, Colors
from macros.model.course import Identity
from tests.sites import ROOT

SITE = {
    "index.html": b"home",
    "404.html": b"lost",
    "chapters/01-a/index.html": b"first",
    "chapters/caf\xc3\xa9/index.html".encode("latin-1").decode(): b"accent",
    "assets/learn/learn.js": b"script",
    "sitemap.xml": b"<url><loc>x</loc>\n<lastmod>2026-11-23</lastmod></url>",
    "search/search_index.json": b'{"docs":[]}',
}
UNWANTED = {
    "assets/learn/core/marking.mjs": b"",
    "assets/learn/styles/quiz.css": b"",
    "assets/learn/learn.mjs": b"",
    "assets/offline/worker.js": b"",
    "assets/vendor/iframe-worker.js": b"shim",
    "assets/javascripts/bundle.js.map": b"",
    "assets/javascripts/lunr/min/lunr.de.min.js": b"",
    "sitemap.xml.gz": b"",
    "downloads/all.pdf": b"",
    "robots.txt": b"",
    "sw.js": b"",
}
ICONS = read_tree(ROOT / "overrides/assets/icons")


def worker_of(source: str, files: dict[str, bytes]) -> bytes:
    return service_worker(source, {path: digest(path, body) for path, body in files.items()})


def listed(worker: bytes) -> dict[str, str]:
    found = re.search(r"const FILES = (\{.*?\})\n", worker.decode(), re.DOTALL)
    assert found
    value: dict[str, str] = json.loads(found[1])
    return value


def version(worker: bytes) -> str:
    found = re.match(r'const VERSION = "([0-9a-f]{16})"\n', worker.decode())
    assert found
    return found[1]


def test_the_worker_lists_what_a_reader_needs_by_address() -> None:
    files = listed(worker_of("code", SITE | UNWANTED))
    assert list(files) == [
        "",
        "404.html",
        "assets/learn/learn.js",
        "chapters/01-a/",
        "chapters/caf%C3%A9/",
        "search/search_index.json",
        "sitemap.xml",
    ]
    assert files["chapters/01-a/"] == sha256(b"first").hexdigest()[:24]


def test_the_same_files_give_the_same_worker_in_whatever_order() -> None:
    assert worker_of("code", SITE) == worker_of("code", dict(reversed(SITE.items())))


@pytest.mark.parametrize("path", [p for p in SITE if p != "sitemap.xml"])
def test_any_changed_file_makes_a_new_version(path: str) -> None:
    changed = worker_of("code", SITE | {path: b"changed"})
    assert version(changed) != version(worker_of("code", SITE))


def test_a_changed_worker_makes_a_new_version_too() -> None:
    assert version(worker_of("code", SITE)) != version(worker_of("other", SITE))


def test_a_build_on_another_day_is_the_same_version() -> None:
    later = SITE | {"sitemap.xml": SITE["sitemap.xml"].replace(b"11-23", b"12-01")}
    assert worker_of("code", SITE) == worker_of("code", later)
    more = SITE | {"sitemap.xml": SITE["sitemap.xml"].replace(b"<loc>x", b"<loc>y")}
    assert worker_of("code", SITE) != worker_of("code", more)


def test_stemmers_are_kept_where_the_language_needs_them() -> None:
    assert "assets/javascripts/lunr/min/lunr.de.min.js" in set(kept_paths(UNWANTED, "de"))


def test_the_web_manifest_takes_its_color_from_the_course_and_its_icons_from_the_site() -> None:
    colors = Colors(Chosen({"paper": "#fbfaf7"}))
    icons = {f"assets/icons/{name}": body for name, body in ICONS.items()}
    value: dict[str, Any] = json.loads(web_manifest(Identity("bread", "Bread", colors=colors), icons))
    assert value["name"] == "Bread"
    assert value["theme_color"] == value["background_color"] == "#fbfaf7"
    assert value["scope"] == value["start_url"] == "./"
    assert [(i["src"].rpartition("/")[2], i["sizes"], i["purpose"]) for i in value["icons"]] == [
        ("icon-192.png", "192x192", "any"),
        ("icon-512.png", "512x512", "any"),
        ("maskable-512.png", "512x512", "maskable"),
    ]


def test_without_icons_the_manifest_says_nothing_of_them() -> None:
    value = json.loads(web_manifest(Identity("bread", "Bread"), {}))
    assert value.keys() == {
        "name",
        "lang",
        "start_url",
        "scope",
        "display",
        "theme_color",
        "background_color",
    }


def test_robots_are_told_only_where_the_address_is_known() -> None:
    home = '<link rel="canonical" href="https://example.org/course/">'
    assert robots(site_address(home)).decode().endswith("Sitemap: https://example.org/course/sitemap.xml\n")
    assert site_address("<html>") == ""


def test_a_zip_has_one_date_one_order_and_one_folder() -> None:
    body = zipped({"b.html": b"2", "a/c.html": b"1"}, "bread")
    assert body == zipped({"a/c.html": b"1", "b.html": b"2"}, "bread")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert [(i.filename, i.date_time[0]) for i in archive.infolist()] == [
            ("bread/a/c.html", 1980),
            ("bread/b.html", 1980),
        ]


def test_the_disk_gets_scripts_in_place_of_data() -> None:
    files = disk_files(SITE | UNWANTED, b'{"id":"bread"}\n')
    assert files["course.js"] == b'globalThis.learnCourse = {"id":"bread"}\n'
    assert files["search/search_index.js"] == b'var __index = {"docs":[]}'
    assert files["assets/vendor/iframe-worker.js"] == b"shim"
    for gone in ("sw.js", "404.html", "sitemap.xml", "search/search_index.json", "site.webmanifest"):
        assert gone not in files


def test_the_vendored_shim_is_the_named_version_with_its_license() -> None:
    vendor = read_tree(ROOT / "overrides/assets/vendor")
    assert sha256(vendor["iframe-worker.js"]).hexdigest() == (
        "e8e412dbcfea9b7e31b5ffa288d7b6035915e714c542f4176a0cdbe262fc9609"
    )
    assert b"Permission is hereby granted, free of charge" in vendor["iframe-worker-LICENSE.txt"]
