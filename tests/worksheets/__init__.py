"""A worksheet with every kind of field, and how tests read one."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from macros.content.data import Fields, Mapping, read_yaml
from macros.content.worksheets import parse_worksheet
from macros.model.problem import Problem, Where
from macros.model.worksheet import Worksheet

BAKERY = (Path(__file__).parent / "bakery.md").read_text("utf-8")


def read_sheet(page: str, name: str = "bakery-check") -> tuple[Worksheet | None, list[Problem]]:
    """The worksheet of a whole page, as the course reader would read it."""
    where = Where(PurePosixPath(f"docs/worksheets/{name}.md"), 2)
    data, problems = read_yaml(page.split("---\n")[1], where)
    assert isinstance(data, Mapping), problems
    meta = Fields(data, problems, "The front matter")
    fields = meta.group("course", 'The "course" part', required=True)
    assert fields is not None
    return parse_worksheet(fields, f"worksheets/{name}.md", meta.text("title"), meta.text("description"))


def sheet_of(page: str = BAKERY) -> Worksheet:
    sheet, problems = read_sheet(page)
    assert problems == []
    assert sheet is not None
    return sheet


def changed(old: str, new: str, page: str = BAKERY) -> str:
    """The page with one passage changed; the passage must be there, so that a test cannot pass by accident."""
    assert page.count(old) == 1, f"{old!r} stands {page.count(old)} times"
    return page.replace(old, new)
