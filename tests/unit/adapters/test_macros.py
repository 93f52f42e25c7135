"""How often the course is looked at while a host builds."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from macros import build
from macros.adapters.artifacts import SERVING
from macros.adapters.macros import define_env
from macros.content.files import tree_state
from tests.sites import bread


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    found: list[Path] = []

    def look(root: Path) -> Any:
        found.append(root)
        return tree_state(root)

    monkeypatch.setattr(build, "tree_state", look)
    return found


def asked(root: Path) -> Any:
    """As Zensical asks, once for every page: with settings that are a plain mapping."""
    env: Any = SimpleNamespace(project_dir=str(root), conf={}, macros={}, variables={})
    env.macro = lambda called, name: env.macros.setdefault(name, called)
    define_env(env)
    return env


def test_a_host_that_asks_for_every_page_makes_the_course_be_looked_at_once(
    tmp_path: Path, looks: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SERVING, raising=False)
    root = bread(tmp_path)
    assert "quiz" in asked(root).macros
    once = looks.count(root)
    assert once == 1
    asked(root)
    assert looks.count(root) == once


def test_a_server_looks_for_every_page_because_files_are_saved_meanwhile(
    tmp_path: Path, looks: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SERVING, "1")
    root = bread(tmp_path)
    asked(root)
    asked(root)
    assert looks.count(root) == 2
