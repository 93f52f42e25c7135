"""`make reproduce`: two builds of one commit, in two folders, by two Pythons, in two time zones, compared byte by byte."""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from tests.sites import ROOT

# Whatever a build could wrongly look at is different in each of the two.
_SURROUNDINGS = (
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
)
_SHOWN = 20
console = Console(width=100)


def last_commit() -> bytes:
    """A tar of the last commit's files; what is not committed takes no part."""
    return subprocess.run(["git", "-C", str(ROOT), "archive", "HEAD"], check=True, capture_output=True).stdout


def build(root: Path, python: str, surroundings: Mapping[str, str], with_pdf: bool) -> dict[str, str]:
    """The built site's files with their digests. A step that fails ends the run with what it printed."""
    steps = (
        ["make", "--silent", f"PYTHON={python}", ".venv/.pdf", ".venv/.playground"],
        [".venv/bin/course", "build", "--pdf" if with_pdf else "--no-pdf"],
    )
    for words in steps:
        done = subprocess.run(
            words, cwd=root, env={**os.environ, **surroundings}, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")
    files = sorted(path for path in (root / "site").rglob("*") if path.is_file())
    return {
        str(path.relative_to(root / "site")): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def differing(first: Mapping[str, str], second: Mapping[str, str]) -> list[str]:
    """Files that only one build has, or that are not the same in both, a line each."""
    lines = []
    for path in sorted(first.keys() | second.keys()):
        if path not in second:
            lines.append(f"{path}: only in the first")
        elif path not in first:
            lines.append(f"{path}: only in the second")
        elif first[path] != second[path]:
            lines.append(f"{path}: not the same")
    return lines


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reproduce", description=__doc__)
    parser.add_argument("pythons", nargs="*", default=[sys.executable], metavar="PYTHON", help="one or two")
    parser.add_argument("--no-pdf", action="store_true", help="leave the PDFs out: a minute instead of ten")
    given = parser.parse_args(arguments)
    pythons = (given.pythons * 2)[:2]
    built = []
    # Once: somebody may commit while the first is built.
    packed = last_commit()
    with tempfile.TemporaryDirectory(prefix="reproduce-") as temporary:
        for name, python, surroundings in zip(("one", "another place"), pythons, _SURROUNDINGS, strict=True):
            root = Path(temporary) / name / "course"
            root.mkdir(parents=True)
            with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
                tar.extractall(root, filter="data")
            console.print(f"Building with {python} in {root} ...")
            built.append(build(root, python, surroundings, not given.no_pdf))
    lines = differing(*built)
    for line in lines[:_SHOWN]:
        console.print(line, markup=False)
    if lines:
        console.print(f"{len(lines)} of {len(built[0])} files differ.")
        return 1
    console.print(f"All {len(built[0])} files have the same bytes.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
