"""`make bench`: build time, memory, growth, save to refresh and bytes, beside the same Markdown without the engine.

Time is judged by the processor's, which other work on the machine disturbs least; the clock's is shown beside it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console

from macros.build import BESIDE_ENGINE
from macros.memo import OF_ENGINE
from tests.bench import measure, report, weight
from tests.bench.measure import COURSE, MKDOCS, ZENSICAL
from tests.bench.plain import plain_copy, themed_copy
from tests.conftest import copy_of_course
from tests.sites import ROOT
from tests.synthetic import write_course

console = Console(width=110)

HOSTS = ("mkdocs", "zensical")
# By the name in the report: the course or its plain copy, the command, and whose kept parts are thrown away before it.
BUILDS: dict[str, tuple[str, list[str], tuple[str, ...]]] = {
    report.PLAIN: ("plain", MKDOCS, ("course",)),
    report.NEWEST: ("ours", COURSE, ("course", "engine")),
    report.FIRST: ("ours", COURSE, ("course",)),
    report.NEXT: ("ours", COURSE, ()),
    report.ZENSICAL_PLAIN: ("plain", ZENSICAL, ("course",)),
    report.ZENSICAL_FIRST: ("ours", [*COURSE, "--host", "zensical"], ("course",)),
}


def course_of(size: str, folder: Path) -> tuple[Path, Path]:
    """The course of so many chapters (or the real one) with the engine, and without."""
    if size == report.REAL:
        ours = copy_of_course(folder / "ours")
    else:
        ours = write_course(folder / "ours", int(size))
        shutil.copytree(ROOT / "overrides", ours / "overrides")
        (ours / "macros").symlink_to(ROOT / "macros")
    return ours, plain_copy(ours, folder / "plain")


def builds(ours: Path, plain: Path, runs: int, hosts: tuple[str, ...]) -> dict[str, measure.Median]:
    found: dict[str, list[measure.Run]] = {}
    for _ in range(runs):
        # In turn, so that a busy moment of the machine hits all.
        for name, (which, command, thrown) in BUILDS.items():
            if not name.lower().startswith(hosts):
                continue
            root = ours if which == "ours" else plain
            shutil.rmtree(root / "site", ignore_errors=True)
            if "course" in thrown:
                shutil.rmtree(root / ".cache", ignore_errors=True)
            for shelf in OF_ENGINE if "engine" in thrown else ():
                (BESIDE_ENGINE / shelf).unlink(missing_ok=True)
            found.setdefault(name, []).append(measure.run(command, root))
            console.print(f"  {name}: {found[name][-1].processor:.2f} s", style="dim")
    return {name: measure.summed_up(those) for name, those in found.items()}


def saves_of(ours: Path, times: int) -> dict[str, float]:
    """Seconds from a save to the refreshed page, the median of several."""
    chapter = sorted((ours / "docs/chapters").glob("*.md"))[3]
    quiz = ours / "quizzes" / chapter.name
    # The real course writes its settings as YAML, the synthetic one as JSON.
    label, sheet = next(
        (label, path)
        for path in sorted((ours / "docs/worksheets").glob("*.md"))
        for label in ('"label": "', "label: ")
        if label in path.read_text("utf-8")
    )
    page = f"/chapters/{chapter.stem}/"
    wanted = {
        "a chapter": measure.Save(f"docs/chapters/{chapter.name}", "\n## ", "\nA {}.\n\n## ", page),
        "a quiz": measure.Save(f"quizzes/{quiz.name}", "## ", "## {} ", page),
        "a worksheet": measure.Save(
            f"docs/worksheets/{sheet.name}", label, f"{label}{{}} ", f"/worksheets/{sheet.stem}/"
        ),
        "a style": measure.Save(
            "overrides/assets/learn/styles/quiz.css",
            "\n.learn",
            "\n.{} {{\n  order: 1;\n}}\n.learn",
            "/assets/learn/learn.css",
        ),
    }
    return {name: median(those) for name, those in measure.saves(ours, wanted, times).items()}


def weight_of(size: str, ours: Path, plain: Path, folder: Path) -> dict[str, Any]:
    """The weight of every chapter of the built course `ours`, and of the heaviest by type."""
    themed = themed_copy(ours, plain, folder / "themed")
    measure.run(MKDOCS, themed)
    chapters = weight.weights(ours / "site", themed / "site")
    heaviest = max(chapters, key=lambda one: one.first)
    page = ours / "site/chapters" / heaviest.chapter / "index.html"
    return {
        "course": size,
        "chapters": [{**asdict(one), "first": one.first, "used": one.used} for one in chapters],
        "types": weight.by_type(ours / "site", page, heaviest.markup),
        "unused": weight.unused(folder, MKDOCS),
    }


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument(
        "--sizes", default="real,13", help="Chapters, 13,130 for two courses; `real` is this course."
    )
    options.add_argument(
        "--runs", type=int, default=3, help="Runs of each build; one at 1,000 chapters and more."
    )
    options.add_argument("--hosts", default=",".join(HOSTS))
    options.add_argument("--out", type=Path, default=measure.RESULT, help="Where the result goes as JSON.")
    chosen = options.parse_args()
    sizes = chosen.sizes.split(",")
    if wrong := [s for s in sizes if s != report.REAL and not (s.isdigit() and int(s) >= 4)]:
        options.error(f"{wrong[0]!r} is no size. Give numbers of chapters from 4, or {report.REAL}.")
    hosts = tuple(chosen.hosts.split(","))
    if wrong := [h for h in hosts if h not in HOSTS]:
        options.error(f"{wrong[0]!r} is no host. Give {' or '.join(HOSTS)}.")
    result: report.Result = {"machine": measure.machine(), "sizes": {}, "weight": {}}
    for size in sizes:
        console.print(f"[bold]{report.name_of(size)}")
        runs = 1 if size.isdigit() and int(size) >= 1000 else chosen.runs
        loads = [measure.load()]
        with tempfile.TemporaryDirectory() as name:
            ours, plain = course_of(size, Path(name))
            timed = builds(ours, plain, runs, hosts)
            # The stages and the server take the site and what is kept from a build of MkDocs.
            measure.run(COURSE, ours)
            loads.append(measure.load())
            if not result["weight"]:
                result["weight"] = weight_of(size, ours, plain, Path(name))
            result["sizes"][size] = {
                "pages": len(list((ours / "docs").rglob("*.md"))),
                "runs": runs,
                "builds": {name: asdict(value) for name, value in timed.items()},
                "stages": measure.stages(ours),
                "saves": saves_of(ours, runs),
                "load": [*loads, measure.load()],
            }
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    report.show(result, console)
    missed = [one for one in report.targets(result) if not one.is_met]
    console.print("[green]All targets are met." if not missed else f"[red]Missed targets: {len(missed)}.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
