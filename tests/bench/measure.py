"""Runs commands and says what they took: time, time of the processor, memory, each with all child processes."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from macros.build import CACHE
from tests.sites import ROOT
from tests.sites.serving import ask, epoch_of, serving

RESULT = ROOT / ".cache" / "bench.json"
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--no-strict"]
ZENSICAL = [sys.executable, "-m", "zensical", "build"]
COURSE = [sys.executable, "-m", "macros", "build", "--no-pdf"]

# A process of its own, because the system tells the largest of all children that a process has ever had.
_RUNNER = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss, done.returncode, (done.stdout + done.stderr)[-3000:]]))
"""
# Longer than other pages wait (macros/adapters/live.py).
_QUIET = 3
_MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024


class Failed(Exception):
    """A command that was to be measured did not succeed; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds on the clock and of the processor, and the most megabytes that one of the processes held."""

    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Median:
    """The runs' medians with the lowest and highest time of the processor, which other work on the machine disturbs least."""

    seconds: float
    processor: float
    low: float
    high: float
    megabytes: float


def machine() -> dict[str, str]:
    """What a reader needs to judge the figures by."""
    cpu = platform.processor()
    try:
        found = re.search(r"(?m)^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"))
        cpu = found[1] if found else cpu
    except OSError:
        pass
    return {
        "processors": f"{os.cpu_count()} x {cpu}".removesuffix(" x "),
        "python": platform.python_version(),
        "mkdocs-material": version("mkdocs-material"),
        "zensical": version("zensical"),
    }


def load() -> float:
    """How many processes have wanted a processor in the last minute, on average."""
    return os.getloadavg()[0]


def environment() -> dict[str, str]:
    """As a user's: with compiled modules kept. The host's are compiled when it is installed; where a machine keeps none after that,
    every build would compile the engine anew, and only the engine."""
    own = {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    return {**{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}, **own}


def run(command: Sequence[str], root: Path) -> Run:
    """Run `command` in `root`. Raises Failed."""
    done = subprocess.run(
        [sys.executable, "-c", _RUNNER, *command],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, processor, kilobytes, code, said = json.loads(done.stdout)
    if code:
        raise Failed(f"{' '.join(command)} ended with {code}:\n{said}")
    return Run(seconds, processor, kilobytes / _MEGABYTE)


def summed_up(runs: Sequence[Run]) -> Median:
    used = [r.processor for r in runs]
    return Median(
        seconds=statistics.median(r.seconds for r in runs),
        processor=statistics.median(used),
        low=min(used),
        high=max(used),
        megabytes=max(r.megabytes for r in runs),
    )


def stages(root: Path) -> dict[str, float]:
    """Seconds of the processor of the engine's own stages in a first build, on a course whose site is built."""
    shutil.rmtree(root / CACHE, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.stages", "site"],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(done.stderr[-3000:])
    found: dict[str, float] = json.loads(done.stdout)
    return found


@dataclass(frozen=True, slots=True)
class Save:
    """A file to save, words to put before or after others in it, and the address at which they are to be seen."""

    path: str
    old: str
    new: str
    address: str


def saves(root: Path, wanted: Mapping[str, Save], times: int) -> dict[str, list[float]]:
    """Seconds from a save to the moment when the page that it shows on has been loaded anew, by what was saved."""
    found: dict[str, list[float]] = {name: [] for name in wanted}
    with serving(root, environment()) as address:
        for turn in range(times):
            for name, save in wanted.items():
                path = root / save.path
                text = path.read_text("utf-8")
                mark = f"saved-{turn}"
                epoch = epoch_of(ask(f"{address}/"))
                start = time.perf_counter()
                path.write_text(text.replace(save.old, save.new.format(mark), 1), "utf-8")
                while True:
                    # The server answers when there is something new, as it does to the script in the page.
                    epoch = ask(f"{address}/livereload/{epoch}/1")
                    if mark in ask(f"{address}{save.address}"):
                        break
                found[name].append(time.perf_counter() - start)
                path.write_text(text, "utf-8")
                _until_quiet(address)
    return found


def _until_quiet(address: str) -> None:
    """Wait until pages that show the same part have followed a save. What is made after the pages comes later still, and
    only when nobody saves."""
    epoch = ""
    while epoch != (epoch := ask(f"{address}/livereload/0/1")):
        time.sleep(_QUIET)
