"""Mini-sites: a whole small course on another subject, copied for each test, changed, built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
BREAD = Path(__file__).parent / "bread"


class _Tolerant(yaml.SafeLoader):
    """Reads a function as its name and what the environment holds as nothing: only the hosts know them."""


_Tolerant.add_multi_constructor("tag:yaml.org,2002:python/name:", lambda loader, suffix, node: suffix)
_Tolerant.add_constructor("!ENV", lambda loader, node: "")


def settings_in(text: str) -> dict[str, Any]:
    """What the text of an mkdocs.yml says."""
    settings: dict[str, Any] = yaml.load(text, Loader=_Tolerant)
    return settings


def bread(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """A copy of the bread course below `folder` with the project's theme; `changes` writes, replaces or (None) removes files."""
    root = folder / "bread"
    shutil.copytree(BREAD, root)
    shutil.copytree(ROOT / "overrides", root / "overrides")
    for uri, content in (changes or {}).items():
        path = root / uri
        if content is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def edited(uri: str, *replacements: tuple[str, str]) -> str:
    """A file of the bread course with words replaced; each must be there."""
    text = (BREAD / uri).read_text("utf-8")
    for old, new in replacements:
        assert old in text, f"{uri} does not hold {old!r}"
        text = text.replace(old, new)
    return text


def course(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the `course` command in `root`, as a writer would; it makes no PDFs unless it is told to."""
    if arguments[:1] == ("build",) and "--pdf" not in arguments:
        arguments = (*arguments, "--no-pdf")
    return subprocess.run(
        [sys.executable, "-m", "macros", *arguments],
        cwd=root,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "NO_COLOR": "1",
            "COLUMNS": "400",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
