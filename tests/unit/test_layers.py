"""Data flows one way: a room imports only what stands before it, and only content/files.py touches the disk."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ENGINE = Path(__file__).resolve().parents[2] / "macros"

MAY_IMPORT = {
    "model": set(),
    "memo": set(),
    "content": {"model", "memo"},
    "check": {"model"},
    "render": {"model", "memo"},
    "export": {"model"},
    "build": {"model", "memo", "content", "check", "render", "export"},
    "paper": {"model", "content", "render", "export", "build"},
    "adapters": {"model", "memo", "content", "check", "render", "export", "build", "paper"},
    "__init__": {"adapters"},
    "__main__": {"adapters"},
}
HOSTS = {"mkdocs", "zensical", "markdown", "material", "mkdocs_macros", "pymdownx"}
# pikepdf's names for what it does with bytes.
IN_MEMORY = {"export/pdf/finish.py": {"open", "read_bytes"}}
DISK = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "rglob", "glob", "iterdir", "stat"}


def room(path: Path) -> str:
    return path.relative_to(ENGINE).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return sorted(ENGINE.rglob("*.py"))


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(ENGINE).as_posix())
def test_no_import_points_upwards(path: Path) -> None:
    own = room(path)
    rooms = {
        parts[1]
        for name in imported(ast.parse(path.read_text("utf-8")))
        if (parts := name.split("."))[0] == "macros" and len(parts) > 1
    }
    assert rooms & MAY_IMPORT.keys() <= MAY_IMPORT[own] | {own}


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(ENGINE).as_posix())
def test_only_adapters_know_a_host(path: Path) -> None:
    if room(path) != "adapters":
        tops = {name.split(".")[0] for name in imported(ast.parse(path.read_text("utf-8")))}
        assert not tops & HOSTS


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(ENGINE).as_posix())
def test_only_files_and_adapters_touch_the_disk(path: Path) -> None:
    if room(path) == "adapters" or path == ENGINE / "content" / "files.py":
        return
    tree = ast.parse(path.read_text("utf-8"))
    calls = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    assert not calls & DISK - IN_MEMORY.get(path.relative_to(ENGINE).as_posix(), set())


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(ENGINE).as_posix())
def test_no_clock_no_network_no_random(path: Path) -> None:
    if room(path) != "adapters":
        tree = ast.parse(path.read_text("utf-8"))
        tops = {name.split(".")[0] for name in imported(tree)}
        assert not tops & {
            "time",
            "random",
            "secrets",
            "uuid",
            "urllib.request",
            "http",
            "socket",
            "requests",
        }
        asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not asked & {"now", "today", "utcnow"}
