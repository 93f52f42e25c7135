"""A quiz: questions in order, each with its options, hints and comments. Texts are Markdown, not yet rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from macros.model.ids import revision
from macros.model.problem import Where


class Kind(Enum):
    """What a learner does with the options."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SEQUENCE = "sequence"

    @property
    def is_ordered(self) -> bool:
        return self is Kind.SEQUENCE


@dataclass(frozen=True, slots=True)
class Option:
    """One option, or one step of a sequence (`correct` is then True; its place is the key).

    `id` is made from the words, so it survives reordering; equal texts in one question are a content problem.
    """

    id: str
    where: Where
    text: str
    comment: str = ""
    correct: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """`title` is the heading (inline Markdown); `text` what stands between heading and options (block Markdown);
    `explanation` what the author says about the whole question. `see` is `page-stem#anchor` or empty."""

    id: str
    where: Where
    kind: Kind
    title: str
    options: tuple[Option, ...]
    text: str = ""
    hints: tuple[str, ...] = ()
    explanation: str = ""
    see: str = ""
    formerly: tuple[str, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    # Where `see` stands, which is no part of what a question says.
    see_where: Where | None = field(default=None, compare=False, repr=False)
    # False where the id was made from the heading, and would change with it.
    is_named: bool = field(default=True, compare=False)

    @property
    def key(self) -> tuple[str, ...]:
        """Ids of the right options in file order; for a sequence, all of them."""
        return tuple(o.id for o in self.options if o.correct or self.kind.is_ordered)

    @property
    def revision(self) -> str:
        return revision(
            self.kind.value, self.title, self.text, *(f"{o.text}|{o.correct}" for o in self.options)
        )


@dataclass(frozen=True, slots=True)
class Quiz:
    """One quizdown file; its id is the file's name without ending, for ever. `settings` are stock quizdown options."""

    id: str
    where: Where
    questions: tuple[Question, ...]
    settings: Mapping[str, object] = field(default_factory=dict)
