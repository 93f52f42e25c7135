"""What is made after the pages is the same on both hosts and in every build."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from macros.content.files import read_tree
from tests.sites import ROOT, bread, course

pytestmark = pytest.mark.build

MADE = ("course.json", "site.webmanifest", "sw.js")


def built(folder: Path, *arguments: str, changes: dict[str, str | bytes | None] | None = None) -> Path:
    root = bread(folder, changes)
    done = course(root, "build", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def listed(site: Path) -> dict[str, str]:
    found = re.search(r"const FILES = (\{.*?\})\n", (site / "sw.js").read_text("utf-8"), re.DOTALL)
    assert found
    value: dict[str, str] = json.loads(found[1])
    return value


def test_the_other_host_gets_the_same_files(tmp_path: Path, bread_site: Path) -> None:
    other = built(tmp_path, "--host", "zensical") / "site"
    for name in ("course.json", "site.webmanifest"):
        assert (other / name).read_bytes() == (bread_site / name).read_bytes()
    pages = {path for path in listed(bread_site) if path.endswith("/") or not path}
    assert pages <= listed(other).keys()


def test_every_listed_file_is_there(bread_site: Path) -> None:
    files = read_tree(bread_site).keys()
    missing = [
        p for p in listed(bread_site) if (f"{p}index.html" if p.endswith("/") or not p else p) not in files
    ]
    assert missing == []
    assert "course.json" in listed(bread_site)
    assert "sw.js" not in listed(bread_site)


def test_two_builds_make_the_same_files(tmp_path: Path, bread_site: Path) -> None:
    again = built(tmp_path / "again" / "deeper") / "site"
    files, others = read_tree(bread_site), read_tree(again)
    # The host writes the day of the build into these two.
    dated = {"sitemap.xml", "sitemap.xml.gz"}
    assert files.keys() == others.keys()
    assert [path for path in files if path not in dated and files[path] != others[path]] == []
    assert set(MADE) <= files.keys()


def test_robots_are_told_where_the_address_is_known(tmp_path: Path, bread_site: Path) -> None:
    assert not (bread_site / "robots.txt").exists()
    settings = (Path(__file__).parent / "bread/mkdocs.yml").read_text("utf-8")
    root = built(tmp_path, changes={"mkdocs.yml": settings + "site_url: https://example.org/bread/\n"})
    assert "Sitemap: https://example.org/bread/sitemap.xml" in (root / "site/robots.txt").read_text("utf-8")


def test_two_zips_are_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        (built(tmp_path / name, "--offline") / "dist/bread.zip").read_bytes() for name in ("one", "two")
    )
    assert first == second


def test_the_zip_is_made_by_mkdocs_alone_and_the_command_says_so(tmp_path: Path) -> None:
    done = course(bread(tmp_path), "build", "--offline", "--host", "zensical")
    assert done.returncode == 2
    assert "Only MkDocs makes the zip" in done.stderr


def test_a_site_built_by_the_host_alone_has_its_scripts_and_styles(tmp_path: Path, bread_site: Path) -> None:
    root = bread(tmp_path)
    for joined in (*root.glob("overrides/assets/learn/*.js"), *root.glob("overrides/assets/learn/*.css")):
        joined.unlink()
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assets = root / "site/assets/learn"
    for name in ("learn.js", "learn.css", "sheet.js", "tools.css"):
        assert (assets / name).read_bytes() == (bread_site / "assets/learn" / name).read_bytes()
    assert {"assets/learn/learn.js", "assets/learn/learn.css"} <= listed(root / "site").keys()
    assert not list(root.glob("overrides/assets/learn/*.js"))


def test_the_sources_of_joined_files_are_not_kept_on_devices(bread_site: Path) -> None:
    sources = ("assets/learn/core/", "assets/learn/elements/", "assets/learn/styles")
    assert [path for path in listed(bread_site) if path.startswith(sources)] == []
