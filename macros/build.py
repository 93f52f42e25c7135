"""Joins the stages: files to course, course to problems, sources of the elements to the two files that pages load."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from macros.check.all import check_course
from macros.content.course import read_course
from macros.content.files import read_files, read_sources, tree_state
from macros.export.assets import join_modules, join_styles
from macros.model.course import Course
from macros.model.problem import Level, Problem


@dataclass(frozen=True, slots=True)
class Opened:
    """A course as its files stand now, with every problem of reading and checking, sorted by file and line."""

    course: Course
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.level is Level.ERROR)


def open_course(root: Path) -> Opened:
    """The course below `root`, read again only after a source file was saved, added or removed."""
    return _open(root.resolve(), tree_state(root))


@lru_cache(maxsize=4)
def _open(root: Path, state: tuple[tuple[str, int, int], ...]) -> Opened:
    texts, problems = read_sources(root)
    course, found = read_course(
        texts, (str(p.where.path) for p in problems if str(p.where.path) not in texts)
    )
    problems = sorted({*problems, *found, *check_course(course)}, key=lambda p: p.sort_key)
    return Opened(course, tuple(problems))


ASSETS = Path("overrides/assets/learn")


def joined_assets(root: Path) -> dict[str, str]:
    """The script and the style sheet that pages load, by file name below the assets' folder."""
    folder = root / ASSETS
    modules = read_files(folder, ".mjs")
    sheets = read_files(folder / "styles", ".css")
    names = tuple(sorted(sheets, key=lambda name: (name != "tokens.css", name)))
    return {"learn.js": join_modules("learn.mjs", modules), "learn.css": join_styles(names, sheets)}
