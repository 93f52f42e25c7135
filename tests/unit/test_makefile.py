"""`make` on a machine where something is missing: it says what, and leaves nothing half done behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import ROOT

PIP = ".venv/bin/pip"


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder that holds the Makefile alone, as far as making an environment goes."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    return tmp_path


def stand_in(folder: Path, script: str) -> str:
    """The path of a Python that answers as `script`, a shell's, says."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def make(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "-s", PIP, f"PYTHON={python}"], cwd=folder, capture_output=True, text=True, timeout=120
    )


def test_without_python_it_says_how_to_get_one(fresh: Path) -> None:
    done = make(fresh, "python-that-nobody-has")
    assert done.returncode != 0
    assert "There is no python-that-nobody-has here. Python 3.11 or newer is needed." in done.stdout
    assert "apt-get install python3 python3-venv" in done.stdout


def test_an_old_python_is_named_with_its_version(fresh: Path) -> None:
    python = stand_in(fresh, '[ "$1" = --version ] && echo "Python 3.9.6" || exit 1')
    done = make(fresh, python)
    assert done.returncode != 0
    assert "is Python 3.9.6. Python 3.11 or newer is needed." in done.stdout
    assert "PYTHON=python3.12" in done.stdout


def test_without_the_venv_module_nothing_is_begun(fresh: Path) -> None:
    python = stand_in(fresh, f'case "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"')
    done = make(fresh, python)
    assert done.returncode != 0
    assert "apt-get install python3-venv" in done.stdout
    assert not (fresh / ".venv").exists()


def test_an_environment_that_was_broken_off_is_made_again(fresh: Path) -> None:
    (fresh / ".venv/bin").mkdir(parents=True)
    (fresh / ".venv/bin/python").write_text("half\n", "utf-8")
    done = make(fresh, sys.executable)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (fresh / PIP).is_file()
    assert subprocess.run([fresh / ".venv/bin/python", "-c", ""]).returncode == 0


def test_where_nothing_can_be_fetched_it_asks_for_a_network_and_tries_again_next_time(fresh: Path) -> None:
    (fresh / "requirements").mkdir()
    for path in ("requirements/main.txt", "pyproject.toml"):
        (fresh / path).touch()
    pip = fresh / PIP
    pip.parent.mkdir(parents=True)
    pip.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    pip.chmod(0o755)
    done = subprocess.run(
        ["make", "-s", ".venv/.main"], cwd=fresh, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    assert "It could not be installed. Is there a network?" in done.stdout
    assert not (fresh / ".venv/.main").exists()
