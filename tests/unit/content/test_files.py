"""What is read of the disk: a course's sources, and a built site file by file."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.content.files import Tree, source_paths, tree_state


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in (
        "mkdocs.yml",
        "docs/index.md",
        "docs/a-b.md",
        "docs/a/b.md",
        "docs/a/picture.svg",
        "quizzes/a.md",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path, "utf-8")
    return tmp_path


def test_a_course_is_read_from_its_settings_pages_and_quizzes_in_the_order_of_their_paths(root: Path) -> None:
    (root / "docs/folder.md").mkdir()
    # As an editor leaves it beside a file that it has open.
    (root / "docs/.#index.md").symlink_to("nowhere")
    found = [path.relative_to(root).as_posix() for path in source_paths(root)]
    assert found == ["docs/a-b.md", "docs/a/b.md", "docs/index.md", "mkdocs.yml", "quizzes/a.md"]
    assert [path for path, _, _ in tree_state(root)] == found


def test_what_readers_may_have_saved_belongs_to_it(root: Path) -> None:
    (root / "tests").mkdir()
    (root / "tests/published-ids.json").write_text("[]")
    assert source_paths(root)[-1] == root / "tests/published-ids.json"
    (root / "published-ids.json").write_text("[]")
    assert root / "published-ids.json" in source_paths(root)
    assert root / "tests/published-ids.json" not in source_paths(root)


def test_a_saved_file_is_another_state(root: Path) -> None:
    before = tree_state(root)
    (root / "docs/a/b.md").write_text("other words", "utf-8")
    assert tree_state(root) != before


def test_an_empty_folder_holds_no_course(tmp_path: Path) -> None:
    assert source_paths(tmp_path) == []


def test_a_site_is_read_file_by_file_as_it_stands(root: Path) -> None:
    files = Tree(root, lambda path: not path.startswith("quizzes/"))
    assert list(files) == ["docs/a-b.md", "docs/a/b.md", "docs/a/picture.svg", "docs/index.md", "mkdocs.yml"]
    assert len(files) == 5
    (root / "docs/index.md").write_text("written since", "utf-8")
    assert files["docs/index.md"] == b"written since"
    assert "quizzes/a.md" not in files
    with pytest.raises(KeyError):
        files["quizzes/a.md"]
