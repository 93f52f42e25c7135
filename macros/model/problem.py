"""Where something stands in a source file, and what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a source file: path relative to the course's root, line and column counted from 1 (column 0: whole line)."""

    path: PurePosixPath
    line: int = 1
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"

    def at(self, line: int, column: int = 0) -> Where:
        """The same file at another line."""
        return Where(self.path, line, column)


class Level(Enum):
    """How much a problem weighs: an error stops the strict build, advice does not."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing an author should mend.

    `rule` is a stable name such as "quiz/no-right-answer"; `message` says what is wrong in the author's words;
    `remedy` is the smallest change that puts it right.
    """

    where: Where
    rule: str
    message: str
    remedy: str = ""
    level: Level = Level.ERROR

    def __str__(self) -> str:
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.where}: {self.message}{remedy} [{self.rule}]"

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        return (str(self.where.path), self.where.line, self.where.column, self.rule, self.message)
