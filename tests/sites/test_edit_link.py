"""A page leads to its file in a web editor, and to its project without telling the forge of each visit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import bread, course, edited

pytestmark = pytest.mark.build
EDIT = "https://forge.example/me/bread/edit/main/docs/"


def chapter_of(folder: Path, host: str, settings: str) -> str:
    features = ("  features: [navigation.instant]", "  features: [navigation.instant, content.action.edit]")
    text = edited("mkdocs.yml", features) + settings
    root = bread(folder, {"mkdocs.yml": text})
    done = course(root, "build", "--host", host)
    assert done.returncode == 0, done.stdout + done.stderr
    return (root / "site/chapters/01-flour/index.html").read_text("utf-8")


def test_one_address_gives_every_page_its_pencil(tmp_path: Path) -> None:
    html = chapter_of(tmp_path, "mkdocs", f"edit_uri: {EDIT}\n")
    assert f'href="{EDIT}chapters/01-flour.md"' in html


@pytest.mark.parametrize("host", ["mkdocs", "zensical"])
def test_the_link_to_the_project_asks_nothing_of_its_forge(tmp_path: Path, host: str) -> None:
    html = chapter_of(tmp_path, host, "repo_url: https://github.com/me/bread\nedit_uri: edit/main/docs/\n")
    assert 'href="https://github.com/me/bread"' in html
    assert 'data-md-component="source"' not in html
    assert "https://github.com/me/bread/edit/main/docs/chapters/01-flour.md" in html
