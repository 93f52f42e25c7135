"""A bench's result in tables for people, in Markdown for a page, and held against the targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

Result = dict[str, Any]
Rows = tuple[tuple[str, ...], ...]
Grid = tuple[tuple[str, ...], Rows]

REAL = "real"
PLAIN, FIRST, NEXT = "MkDocs, without the engine", "MkDocs, first build", "MkDocs, next build"
# Nothing is kept of the course, and nothing of what the engine makes for every course (a new engine, on a new machine).
NEWEST = "MkDocs, first build of a new engine"
ZENSICAL_PLAIN, ZENSICAL_FIRST = "Zensical, without the engine", "Zensical, first build"

TIME_TARGET = 1.25
GROWTH_TARGET = 11.0
CHAPTER_TARGET = 25 * 1024
PAGE_TARGET = 0
# Seconds from a save to the refreshed page, for so many chapters and for more.
SAVE_TARGETS = ((13, 0.5), (1300, 1.5))
# Seconds on the clock of a first build of one set of 13, 130 and 1,300 plain pages, without quizzes and worksheets; measured
# once, on a machine like the one of the first results, and nothing that a new run can confirm.
OTHERS_PAGES = (13, 130, 1300)
OTHERS = {
    "mdBook": (0.10, 0.99, 16.4),
    "Eleventy, without a search": (0.53, 0.97, 6.75),
    "Starlight": (2.7, 5.1, 49.6),
    "Zensical": (0.63, 4.0, 53.0),
    "Material for MkDocs, full navigation": (0.70, 3.3, 83.0),
}


@dataclass(frozen=True, slots=True)
class Target:
    """One figure beside what was promised of it."""

    what: str
    course: str
    measured: str
    limit: str
    is_met: bool


def name_of(size: str) -> str:
    return "this course" if size == REAL else f"{int(size):,} chapters"


def build_rows(result: Result) -> Grid:
    heads = ("course", "pages", "build", "processor", "clock", "memory", "times plain")
    rows = []
    for size, found in result["sizes"].items():
        for name, run in found["builds"].items():
            plain = found["builds"].get(f"{name.partition(',')[0]}, without the engine")
            ratio = f"{run['processor'] / plain['processor']:.2f}" if plain and plain is not run else ""
            spread = f" ({run['low']:.2f}-{run['high']:.2f})" if run["low"] != run["high"] else ""
            rows.append(
                (
                    name_of(size),
                    f"{found['pages']:,}",
                    name,
                    f"{run['processor']:.2f} s{spread}",
                    f"{run['seconds']:.2f} s",
                    f"{run['megabytes']:.0f} MB",
                    ratio,
                )
            )
    return heads, tuple(rows)


def other_rows(result: Result) -> Grid:
    """This engine's figures stand in the column of so many chapters: they are of more pages, with forms in them."""
    sizes = result["sizes"]
    ours = []
    for name in (FIRST, ZENSICAL_FIRST):
        found = [sizes.get(str(pages), {"builds": {}}) for pages in OTHERS_PAGES]
        cells = tuple(_both(size, name) if name in size["builds"] else "-" for size in found)
        if any(cell != "-" for cell in cells):
            ours.append((f"this engine, {name}", *cells))
    others = ((name, *(f"{seconds:g} s" for seconds in figures)) for name, figures in OTHERS.items())
    heads = ("generator", *(f"{pages:,}" for pages in OTHERS_PAGES))
    return heads, (*ours, *others) if ours else ()


def _both(size: Result, name: str) -> str:
    run = size["builds"][name]
    return f"{run['seconds']:.2f} s ({run['processor']:.2f} s of the processor; {size['pages']:,} pages)"


def stage_rows(result: Result) -> Grid:
    names = list(dict.fromkeys(name for found in result["sizes"].values() for name in found["stages"]))
    rows = (
        (name_of(size), *(_seconds(found["stages"].get(name)) for name in names))
        for size, found in result["sizes"].items()
    )
    return ("course", *names), tuple(rows)


def _seconds(measured: float | None) -> str:
    return "-" if measured is None else f"{measured:.2f} s"


def save_rows(result: Result) -> Grid:
    names = list(dict.fromkeys(name for found in result["sizes"].values() for name in found["saves"]))
    rows = (
        (
            name_of(size),
            *(_seconds(found["saves"].get(name)) for name in names),
            f"under {_save_target(size)} s",
        )
        for size, found in result["sizes"].items()
    )
    return ("course", *names, "target"), tuple(rows)


def growth(result: Result, name: str) -> Iterator[tuple[str, float]]:
    """How many times longer each size takes than the one a tenth of it."""
    sizes = {int(size): found["builds"] for size, found in result["sizes"].items() if size.isdigit()}
    for size, found in sorted(sizes.items()):
        smaller = sizes.get(size // 10)
        if smaller and name in found and name in smaller:
            yield f"{size // 10:,} to {size:,}", found[name]["processor"] / smaller[name]["processor"]


def growth_rows(result: Result) -> Grid:
    names = list(dict.fromkeys(name for found in result["sizes"].values() for name in found["builds"]))
    grown = {name: dict(growth(result, name)) for name in names}
    steps = list(dict.fromkeys(step for found in grown.values() for step in found))
    rows = (
        (name, *(f"{found[step]:.1f} times" if step in found else "-" for step in steps))
        for name, found in grown.items()
    )
    return ("build", *steps), tuple(rows) if steps else ()


def weight_rows(result: Result) -> Grid:
    types = result["weight"].get("types", {})
    total = tuple(sum(size[n] for size in types.values()) for n in (0, 1))
    rows = ((kind, _kb(size[0]), _kb(size[1])) for kind, size in (*types.items(), ("all", total)))
    return ("type", "heaviest chapter", "the engine's"), tuple(rows) if types else ()


def chapter_rows(result: Result) -> Grid:
    keys = ("plain", "markup", "files", "first", "used")
    chapters = result["weight"].get("chapters", ())
    rows = ((one["chapter"], *(_kb(one[key]) for key in keys)) for one in chapters)
    return ("chapter", "plain", "markup", "script and style", "first visit", "used"), tuple(rows)


def target_rows(result: Result) -> Grid:
    rows = (
        (t.what, t.course, t.measured, t.limit, "met" if t.is_met else "**missed**") for t in targets(result)
    )
    return ("what", "course", "measured", "target", "result"), tuple(rows)


TABLES = {
    "Builds (median time of the processor, lowest and highest; memory of the largest process)": build_rows,
    "Growth, at ten times the chapters": growth_rows,
    "First builds by the clock, beside other generators (theirs: the same plain pages for each, as many as the column says, "
    "without quizzes or worksheets, measured at another time on a like machine)": other_rows,
    "The engine's own stages in a first build (time of the processor)": stage_rows,
    "From a save to the refreshed page, with `course serve`": save_rows,
    "First visit to a chapter, what its page names (gzip)": weight_rows,
    "Each chapter beside the same words in the same theme (gzip)": chapter_rows,
}


def show(result: Result, console: Console) -> None:
    for title, rows_of in {**TABLES, "Targets": target_rows}.items():
        heads, rows = rows_of(result)
        if rows:
            table = Table(title=title, title_justify="left")
            for head in heads:
                table.add_column(head)
            for row in rows:
                table.add_row(*(cell.replace("**", "") for cell in row))
            console.print(table)


def markdown(result: Result) -> str:
    """The tables that a reader of a page wants: the targets in sight, the rest to unfold."""
    parts = [measured_on(result), _table(target_rows(result))]
    # Each chapter has its row in the targets' worst already.
    more = [(title, rows_of(result)) for title, rows_of in list(TABLES.items())[:-1]]
    tables = [f"**{title}**\n\n{_table(grid)}" for title, grid in more if grid[1]]
    folded = ["<details><summary>All figures</summary>", *tables, "</details>"]
    return "\n\n".join((*parts, *folded)) + "\n"


def measured_on(result: Result) -> str:
    machine = result["machine"]
    loads = [load for found in result["sizes"].values() for load in found["load"]]
    runs = ", ".join(f"{found['runs']} at {name_of(size)}" for size, found in result["sizes"].items())
    return (
        f"Measured on {machine['processors']}, Python {machine['python']}, Material {machine['mkdocs-material']}, "
        f"Zensical {machine['zensical']}, at a load of {min(loads):.1f} to {max(loads):.1f}; runs of each: {runs}. "
        "The bench itself makes a load of 1 to 2. The more there is beyond that, the more the clock's seconds, those from "
        "a save to the page among them, are too long; the processor's, by which builds are compared, suffer less."
    )


def _table(grid: Grid) -> str:
    heads, rows = grid
    lines = (heads, ("---",) * len(heads), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def targets(result: Result) -> Iterator[Target]:
    for size, found in result["sizes"].items():
        builds, course = found["builds"], name_of(size)
        for name in (FIRST, NEXT):
            if PLAIN in builds and name in builds:
                ratio = builds[name]["processor"] / builds[PLAIN]["processor"]
                yield Target(
                    name,
                    course,
                    f"{ratio:.2f} times plain Material",
                    f"at most {TIME_TARGET} times",
                    ratio <= TIME_TARGET,
                )
        limit = _save_target(size)
        for what, seconds in found["saves"].items():
            yield Target(
                f"{what}, from save to page", course, f"{seconds:.2f} s", f"under {limit} s", seconds < limit
            )
    for name in (FIRST, NEXT):
        for step, times in growth(result, name):
            yield Target(
                f"{name}, growth",
                f"{step} chapters",
                f"{times:.1f} times",
                f"at most {GROWTH_TARGET:.0f} times",
                times <= GROWTH_TARGET,
            )
    if weight := result["weight"]:
        worst = max(one["first"] for one in weight["chapters"])
        yield Target(
            "engine's bytes on a first visit to a chapter",
            name_of(weight["course"]),
            _kb(worst),
            f"at most {_kb(CHAPTER_TARGET)}",
            worst <= CHAPTER_TARGET,
        )
        yield Target(
            "engine's bytes on a page without it",
            "one page",
            f"{weight['unused']} bytes",
            f"{PAGE_TARGET} bytes",
            weight["unused"] <= PAGE_TARGET,
        )


def _save_target(size: str) -> float:
    chapters = 13 if size == REAL else int(size)
    return next((seconds for most, seconds in SAVE_TARGETS if chapters <= most), SAVE_TARGETS[-1][1])


def _kb(size: float) -> str:
    return f"{size / 1024:.1f} kB"
