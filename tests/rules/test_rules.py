"""One table of rules: every name that the engine reports is in it, every entry is reported, and every example is true."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

from macros.model.problem import Level
from macros.model.rules import GROUPS, RULES, Place, Rule
from tests.rules import FOLDER, cases, folder_of, problems_of
from tests.sites import ROOT

_NAME = re.compile(rf"(?:{'|'.join(GROUPS)})/[a-z][a-z0-9-]+")
# Words of the same shape that are no rules.
_OTHERS = {"image/png"}


def named_in_the_engine() -> set[str]:
    """Every text in the rooms that find problems which has the shape of a rule's name."""
    found = set()
    for path in sorted((ROOT / "macros").rglob("*.py")):
        parts = path.relative_to(ROOT / "macros").parts
        if parts[:2] != ("model", "rules") and parts[0] in ("model", "content", "check"):
            tree = ast.parse(path.read_text("utf-8"))
            found |= {
                n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
            }
    return {text for text in found if _NAME.fullmatch(text)} - _OTHERS


def test_every_rule_that_the_engine_names_is_in_the_table() -> None:
    assert named_in_the_engine() - RULES.keys() == set()


def test_every_rule_of_the_table_is_named_by_the_engine() -> None:
    assert RULES.keys() - named_in_the_engine() == set()


def test_no_rule_stands_twice_in_the_table() -> None:
    from macros.model.rules import chapters, course, figures, files, pages, quizdown, quizzes, worksheets

    parts = (chapters, course, figures, files, pages, quizdown, quizzes, worksheets)
    assert sum(len(part.RULES) for part in parts) == len(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_every_entry_is_whole(rule: Rule) -> None:
    assert rule.group in GROUPS
    assert rule.says.endswith(".")
    assert rule.why.endswith((".", ")"))
    assert rule.bad.strip()
    assert rule.good.strip()
    assert rule.bad != rule.good


def examples() -> dict[Path, str]:
    return {
        folder_of(rule) / f"{name}.txt": text
        for rule in RULES.values()
        for name, text in (("bad", rule.bad), ("good", rule.good))
    }


def test_the_case_files_hold_the_examples_of_the_table() -> None:
    for path, text in examples().items():
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert path.is_file(), f"{path} is missing; run `make golden` and review the diff"
        assert path.read_text("utf-8") == text


def test_no_case_file_is_left_over() -> None:
    known = {path for _, path in cases()}
    assert {path for path in FOLDER.rglob("*.txt")} - known == set()


@pytest.mark.parametrize(
    ("rule", "path"), cases(), ids=[p.relative_to(FOLDER).as_posix() for _, p in cases()]
)
def test_a_bad_case_is_reported_and_a_good_one_is_not(rule: Rule, path: Path) -> None:
    problems = problems_of(rule.place, path.read_text("utf-8"))
    shown = [str(problem) for problem in problems]
    if path.stem.startswith("bad"):
        levels = {problem.level for problem in problems if problem.rule == rule.name}
        assert levels == {rule.level}, shown
    else:
        assert path.stem.startswith("good")
        assert shown == []


def test_errors_and_advice_both_exist() -> None:
    assert {rule.level for rule in RULES.values()} == set(Level)
    assert {rule.place for rule in RULES.values()} == set(Place)
