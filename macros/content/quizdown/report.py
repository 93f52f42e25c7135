"""What is wrong in one file, gathered while it is read."""

from __future__ import annotations

from macros.model.problem import Level, Problem, Where


class Report:
    """The problems found so far; lines count from 0, as the blocks have them."""

    def __init__(self, where: Where) -> None:
        self.where = where
        self.problems: list[Problem] = []

    def at(self, line: int) -> Where:
        return self.where.at(self.where.line + line)

    def add(self, line: int, rule: str, message: str, remedy: str, level: Level = Level.ERROR) -> None:
        self.problems.append(Problem(self.at(line), rule, message, remedy, level))
