"""The whole course, built once for each host and worker."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.sites import ROOT, course

# A busy machine is slow, not wrong. How long things may take is measured by tests that are alone.
settings.register_profile("course", parent=settings(), deadline=None)
settings.load_profile("course")

SOURCES = ("docs", "quizzes", "overrides", "mkdocs.yml")


def copy_of_course(folder: Path) -> Path:
    """The course's sources below `folder`, so that a build leaves nothing in the work tree."""
    root = folder / "course"
    root.mkdir(parents=True)
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
        else:
            shutil.copy(ROOT / name, root / name)
    (root / "macros").symlink_to(ROOT / "macros")
    return root


def build(folder: Path, host: str) -> Path:
    root = copy_of_course(folder)
    done = course(root, "build", "--host", host)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course built by MkDocs."""
    return build(tmp_path_factory.mktemp("mkdocs"), "mkdocs")


@pytest.fixture(scope="session")
def zensical_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course built by Zensical."""
    return build(tmp_path_factory.mktemp("zensical"), "zensical")


@pytest.fixture(scope="session")
def bread_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course on another subject, built by MkDocs."""
    from tests.sites import bread

    root = bread(tmp_path_factory.mktemp("bread"))
    done = course(root, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"
