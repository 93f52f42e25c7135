"""Whoever follows the guides of docs/contribute sees what they promise: every console block is played again and compared.

A block that no scene plays fails, so that no output is ever quoted by heart. `make golden` writes what is really printed.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner

from macros.adapters.command import main
from macros.content.data import read_yaml
from macros.model.problem import Where

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ROOT / "docs/contribute"
SOURCES = ("docs", "quizzes", "mkdocs.yml", "tests/published-ids.json")
_BLOCK = re.compile(r"^``` console\n\$ (.+)\n((?:.*\n)*?)```$", re.MULTILINE)
# Whoever mends a sentence moves lines, and whoever adds a sheet changes the counts: neither breaks a guide.
_MOVES = re.compile(
    r"(?<=\.md:)\d+|(?<=^  )\d+(?= \|)|\d+(?= (?:chapters|quizzes|worksheets)\b)", re.MULTILINE
)
CHAPTER = "docs/chapters/04-flexibility.md"
QUIZ = "quizzes/04-flexibility.md"
MISSPELLED = (CHAPTER, 'horizon: 30 days, done_when: "Five', 'horizon: 30 dayz, done_when: "Five')
UNMARKED = (QUIZ, "1. [x] When technology", "1. [ ] When technology")

Edit = tuple[str, str, str]


@dataclass(frozen=True)
class Block:
    page: str
    number: int
    command: str
    output: str

    def __str__(self) -> str:
        return f"{self.page}-{self.number}"


def blocks() -> list[Block]:
    return [
        Block(path.relative_to(GUIDES).as_posix(), number, match[1], match[2])
        for path in sorted(GUIDES.rglob("*.md"))
        for number, match in enumerate(_BLOCK.finditer(path.read_text("utf-8")), 1)
    ]


def question(*changes: tuple[str, str]) -> Edit:
    """The question that the guide shows, with changes, at the end of the quiz."""
    shown = re.search(r"^``` markdown\n(.*?)^```$", (GUIDES / "question.md").read_text("utf-8"), re.M | re.S)
    assert shown is not None
    text = shown[1]
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return QUIZ, "", f"\n{text}"


# What a reader of the guide has done before each block; an empty old text means the end of the file.
SCENES: dict[tuple[str, int], tuple[Edit, ...]] = {
    ("first-fix.md", 1): (),
    ("first-fix.md", 2): ((CHAPTER, "[The book](../about.md)", "[The book](../abuot.md)"),),
    ("question.md", 1): (question(("1. [x]", "1. [ ]")),),
    ("question.md", 2): (question(("#capex-opex", "#capex")),),
    ("chapter.md", 1): (),
    ("chapter.md", 2): (MISSPELLED,),
    ("worksheet.md", 1): (),
    ("worksheet.md", 2): (("docs/worksheets/capex-to-opex.md", "sum(assets.book)", "sum(assets.bok)"),),
    ("check.md", 1): (),
    ("check.md", 2): (MISSPELLED, UNMARKED),
    ("check.md", 3): ((CHAPTER, "not in the razors.\n", "not in the razors.  \n"),),
}


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    """The course's sources, as somebody has just fetched them."""
    for name in SOURCES:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target)
        else:
            shutil.copy(ROOT / name, target)
    (tmp_path / "overrides").symlink_to(ROOT / "overrides")
    with chdir(tmp_path):
        yield tmp_path


def played(command: str) -> str:
    words = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', command)]
    arguments = ["check"] if words == ["make", "check"] else words[1:]
    assert words[0] in {"make", "course", ".venv/bin/course"}
    return CliRunner().invoke(main, arguments).output


def elided(output: str, shown: str) -> str:
    """`output` with what the guide leaves out ("...") left out too."""
    if "  ...\n" not in shown:
        return output
    before, after = (part.count("\n") for part in shown.split("  ...\n"))
    lines = output.splitlines(keepends=True)
    return "".join([*lines[:before], "  ...\n", *lines[len(lines) - after :]])


@pytest.mark.parametrize("block", blocks(), ids=str)
def test_a_guide_quotes_what_is_really_printed(block: Block, clone: Path) -> None:
    for path, old, new in SCENES[block.page, block.number]:
        text = (clone / path).read_text("utf-8")
        assert not old or text.count(old) == 1
        (clone / path).write_text(text.replace(old, new) if old else text + new, "utf-8")
    output = elided(played(block.command), block.output)
    if os.environ.get("UPDATE_GOLDEN"):
        guide = GUIDES / block.page
        guide.write_text(guide.read_text("utf-8").replace(block.output, output), "utf-8")
    else:
        assert _MOVES.sub("#", output) == _MOVES.sub("#", block.output)


def test_every_scene_has_its_block() -> None:
    assert set(SCENES) == {(block.page, block.number) for block in blocks()}


def test_the_question_of_the_guide_is_a_good_one(clone: Path) -> None:
    path, _, text = question()
    (clone / path).write_text((clone / path).read_text("utf-8") + text, "utf-8")
    assert "0 problems, 0 pieces of advice." in played("course check")


@pytest.mark.parametrize(("page", "many"), [("chapter.md", 3), ("worksheet.md", 2), ("check.md", 1)])
def test_settings_in_guides_are_read_as_they_stand(page: str, many: int) -> None:
    found = re.findall(r"^```yaml\n(.*?)^```$", (GUIDES / page).read_text("utf-8"), re.M | re.S)
    assert len(found) == many
    for text in found:
        data, problems = read_yaml(text, Where(PurePosixPath(page)))
        assert problems == []
        assert data is not None
