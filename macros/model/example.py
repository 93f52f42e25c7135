"""The engine's own examples: one of everything that an author can write, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.model.course import Course
from macros.model.figure import Figure
from macros.model.quiz import Quiz
from macros.model.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Example:
    """`id` is "field/scale", "figure/steps", "quiz/single", "part/summary", "words/term" or "sheet/bake-day".

    `source` is what an author writes, as it stands in the example's file. `subject` is what readers get of it: a worksheet (for a
    field, of that field alone), a figure, a quiz of one question; for a part of a chapter the macro that shows it, and for words
    a sentence with its macros.
    """

    id: str
    source: str
    subject: Worksheet | Figure | Quiz | str

    @property
    def anchor(self) -> str:
        return f"example-{self.id.replace('/', '-')}"


@dataclass(frozen=True, slots=True)
class Gallery:
    """All examples by their id, and the small `course` that they were taken from."""

    course: Course
    examples: Mapping[str, Example]
