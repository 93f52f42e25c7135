"""`make bench-paper`: what the PDFs cost. Seconds and memory for the whole pack, for nothing changed and for one changed field."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from macros.adapters.paper import CACHE, lacking
from tests.conftest import copy_of_course
from tests.sites import ROOT

_MAKE = (
    "import sys; from pathlib import Path; from rich.console import Console;"
    "from macros.adapters.paper import make_all; from macros.build import open_course;"
    "root = Path(sys.argv[1]);"
    "make_all(root, open_course(root).course, Console(quiet=True)) if __name__ == '__main__' else None"
)
_SAMPLED_EVERY = 0.1
console = Console(width=100)


@dataclass(frozen=True, slots=True)
class Run:
    """One run: `peak` in bytes, of the process and all it started together; `made` files."""

    name: str
    seconds: float
    peak: int
    made: int


class Watch(threading.Thread):
    """Adds up the memory of a process and its children while they run. Pages that several share count once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0

    def run(self) -> None:
        while Path(f"/proc/{self.pid}").exists():
            self.peak = max(self.peak, sum(_memory(pid) for pid in _family(self.pid)))
            time.sleep(_SAMPLED_EVERY)


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", lines, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def run(name: str, root: Path) -> Run:
    before = _files(root)
    start = time.perf_counter()
    done = subprocess.Popen(
        [sys.executable, "-c", _MAKE, str(root)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    watch = Watch(done.pid)
    watch.start()
    code = done.wait()
    seconds = time.perf_counter() - start
    if code:
        sys.exit(code)
    # Elsewhere than on Linux only the largest process is known.
    peak = watch.peak or resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return Run(name, seconds, peak, len(_files(root) - before))


def _files(root: Path) -> set[str]:
    return {path.name for path in (root / CACHE).glob("*.pdf")}


def change_a_field(root: Path) -> str:
    """Reword the first label of the first worksheet that has one; returns the file's name."""
    for path in sorted((root / "docs/worksheets").glob("*.md")):
        text = path.read_text("utf-8")
        changed = re.sub(r'(\blabel: "?)(?=\w)', r"\1New ", text, count=1)
        if changed != text:
            path.write_text(changed, "utf-8")
            return path.name
    raise SystemExit("No worksheet has a label to change.")


def main() -> int:
    if sentence := lacking(ROOT):
        console.print(sentence)
        return 1
    with tempfile.TemporaryDirectory() as name:
        root = copy_of_course(Path(name))
        runs = [run("everything, for the first time", root), run("nothing changed", root)]
        sheet = change_a_field(root)
        runs.append(run(f"one field of {sheet} changed", root))
        listing = json.loads((root / CACHE / "index.json").read_text("utf-8"))
    files = [file for group in listing.values() for file in group]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    table = Table(title=f"PDFs of the course, {cores} cores", title_justify="left")
    for heading in ("run", "seconds", "files made", "peak memory"):
        table.add_column(heading, justify="left" if heading == "run" else "right")
    for one in runs:
        table.add_row(one.name, f"{one.seconds:.1f}", str(one.made), f"{one.peak / 1e6:.0f} MB")
    console.print(table)
    sizes = [file["size"] for file in files]
    console.print(
        f"{len(listing)} documents on two papers: {len(files)} files, {sum(file['pages'] for file in files)} pages, "
        f"{sum(sizes) / 1e6:.1f} MB; the largest {max(sizes) / 1e6:.1f} MB, the middle one {sorted(sizes)[len(sizes) // 2] / 1e3:.0f} KB."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
