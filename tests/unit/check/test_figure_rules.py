"""The rules for figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from macros.check.figure import RULES
from macros.model.figure import Figure
from macros.model.problem import Level, Problem, Where

PART = {"title": "A", "text": "", "mark": False, "open": False}
GOOD = Figure(
    "way",
    Where(PurePosixPath("docs/page.md"), 12),
    "steps",
    "The way",
    "Two boxes from left to right, the first called A and the second B.",
    {"steps": (PART, PART), "back": None, "exits": ()},
    "A caption.",
)


def problems_of(figure: Figure) -> list[Problem]:
    return [problem for rule in RULES for problem in rule(figure)]


def test_a_good_figure_has_no_problems() -> None:
    assert problems_of(GOOD) == []


def test_a_figure_without_alt_is_an_error_at_its_line() -> None:
    (problem,) = problems_of(replace(GOOD, alt=""))
    assert (problem.rule, problem.level, problem.where.line) == ("figure/no-alt", Level.ERROR, 12)


def test_an_alt_that_repeats_title_or_caption_is_an_error() -> None:
    for alt in ("The way", "the WAY.", "A caption"):
        (problem,) = problems_of(replace(GOOD, alt=alt))
        assert (problem.rule, problem.level) == ("figure/alt-repeats", Level.ERROR)


def test_a_very_short_alt_is_advice() -> None:
    (problem,) = problems_of(replace(GOOD, alt="Two boxes."))
    assert (problem.rule, problem.level) == ("figure/alt-short", Level.ADVICE)


def test_more_parts_than_a_glance_takes_in_are_advice() -> None:
    (problem,) = problems_of(replace(GOOD, data={**GOOD.data, "steps": (PART,) * 14}))
    assert (problem.rule, problem.level) == ("figure/crowded", Level.ADVICE)
    assert "14 steps" in problem.message
    assert problems_of(replace(GOOD, data={**GOOD.data, "steps": (PART,) * 13})) == []
