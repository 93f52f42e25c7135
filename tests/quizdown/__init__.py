"""Samples of quizdown, one thing each, and what our reader makes of them.

`name.md` is a quiz file, `name.json` what `parse_quiz` gives for it (written anew with UPDATE_GOLDEN=1, to be read in the
diff). `name.differs` exists where the stock parser makes something else of the file on purpose, and says why.
"""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

from macros.content.quizdown import parse_quiz
from macros.model.problem import Level, Problem, Where
from macros.model.quiz import Option, Question, Quiz

FOLDER = Path(__file__).parent
SAMPLES = sorted(path.stem for path in FOLDER.glob("*.md"))


def source(name: str) -> str:
    return (FOLDER / f"{name}.md").read_bytes().decode()


def read(text: str, name: str = "sample") -> tuple[Quiz | None, list[Problem]]:
    return parse_quiz(text, Where(PurePosixPath(f"{name}.md")), name)


def refusals(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.level is Level.ERROR]


def as_json(quiz: Quiz | None, problems: list[Problem]) -> str:
    """Model and problems as a person reads them: nothing that is empty, lines instead of places."""
    shown = {"problems": [_problem(p) for p in problems], "quiz": quiz and _quiz(quiz)}
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def _problem(problem: Problem) -> str:
    advice = " (advice)" if problem.level is Level.ADVICE else ""
    return f"{problem.where.line}: {problem.message} {problem.remedy} [{problem.rule}]{advice}"


def _quiz(quiz: Quiz) -> dict[str, object]:
    return _filled(settings=dict(quiz.settings), questions=[_question(q) for q in quiz.questions])


def _question(question: Question) -> dict[str, object]:
    return _filled(
        id=question.id,
        line=question.where.line,
        kind=question.kind.value,
        title=question.title,
        text=question.text,
        hints=list(question.hints),
        options=[_option(o) for o in question.options],
        explanation=question.explanation,
        see=question.see,
        formerly=list(question.formerly),
        settings=dict(question.settings),
    )


def _option(option: Option) -> dict[str, object]:
    return _filled(
        id=option.id, line=option.where.line, correct=option.correct, text=option.text, comment=option.comment
    )


def _filled(**values: object) -> dict[str, object]:
    return {key: value for key, value in values.items() if value not in ("", [], {}, None)}
