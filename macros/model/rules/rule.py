"""One rule of the check: what it is called, how much it weighs, what it says, and an example on each side of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from textwrap import dedent

from macros.model.problem import Level


def anchor(name: str) -> str:
    """The place of a rule on the rules page."""
    return name.replace("/", "-")


class Place(Enum):
    """Where an example stands, in the words of the rules page."""

    CHAPTER = "below `course:` at the top of a chapter"
    CHAPTER_BODY = "in the text of a chapter"
    WORKSHEET = "below `course:` at the top of a worksheet"
    WORKSHEET_BODY = "in the text of a worksheet's page"
    ACTION_PLAN = "below `course:` at the top of an action plan's sheet"
    FIELD = "among the fields of a worksheet"
    TERM = "among the terms of the glossary"
    SOURCE = "among the sources"
    QUIZ = "in a quiz"
    OPTIONS = "among the options of a question"
    FIGURE = "in a figure"
    PAGE = "in a page"
    BYTES = "in a file, seen byte by byte"
    SETTINGS = "in mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Rule:
    """`says` is what is wrong where the rule reports, `why` what it would do to a reader or to the course.

    `bad` is reported by this rule and `good` by none; both are tried by the tests at their `place`.
    """

    name: str
    level: Level
    place: Place
    says: str
    why: str
    bad: str
    good: str

    @property
    def anchor(self) -> str:
        return anchor(self.name)

    @property
    def group(self) -> str:
        return self.name.partition("/")[0]


def error(name: str, place: Place, says: str, why: str, bad: str, good: str) -> Rule:
    """A rule that stops a strict build."""
    return Rule(name, Level.ERROR, place, says, why, _example(bad), _example(good))


def advice(name: str, place: Place, says: str, why: str, bad: str, good: str) -> Rule:
    """A rule that an author may weigh."""
    return Rule(name, Level.ADVICE, place, says, why, _example(bad), _example(good))


def _example(text: str) -> str:
    return dedent(text).strip("\n") + "\n"
