"""A quiz written as quizdown: for the playground, and to carry a quiz to any other tool that reads the format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from macros.model.quiz import Kind, Option, Question, Quiz

_PLAIN = re.compile(r"[a-z0-9]+(?:[-#][a-z0-9]+)*")
# Words that YAML takes for something other than text.
_NOT_TEXT = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def write_quiz(quiz: Quiz) -> str:
    """The quiz as a file's text. `parse_quiz` reads it back equal but for the lines where things stand.

    Every question gets an explicit id. Holds for any quiz that was read without an error; a text that quizdown cannot
    hold at its place (such as a second list between heading and options) is written as it is, and would be refused.
    """
    parts = [_settings(quiz.settings.items())] if quiz.settings else []
    for question in quiz.questions:
        parts += _question(question)
    return "\n\n".join(parts) + "\n"


def _question(question: Question) -> Iterator[str]:
    # A last "#" would be taken for the heading's end, unless a real end follows it.
    yield f"## {question.title}" + (" ##" if question.title.endswith("#") else "")
    own: list[tuple[str, object]] = [("id", question.id)]
    if question.see:
        own.append(("see", question.see))
    if question.formerly:
        own.append(("formerly", question.formerly))
    if question.explanation:
        own.append(("explanation", question.explanation))
    yield _settings([*own, *question.settings.items()])
    if question.text:
        yield question.text
    for hint in question.hints:
        yield _quote(hint)
    yield "\n".join(line for option in question.options for line in _option(option, question.kind))


def _option(option: Option, kind: Kind) -> Iterator[str]:
    marker = "- " if kind is Kind.MULTIPLE else "1. "
    box = "" if kind is Kind.SEQUENCE else "[x] " if option.correct else "[ ] "
    first, *rest = option.text.split("\n")
    yield marker + box + first
    comment = _quote(option.comment).split("\n") if option.comment else []
    # Exactly as deep as the option's words: one space more, and a comment could slip into a list inside the option.
    yield from _indented([*rest, *comment], " " * len(marker))


def _indented(lines: Iterable[str], indent: str) -> Iterator[str]:
    return (indent + line if line else "" for line in lines)


def _quote(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _settings(pairs: Iterable[tuple[str, object]]) -> str:
    return "\n".join(["---", *(f"{key}: {_value(value)}" for key, value in pairs), "---"])


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(_value(entry) for entry in value)}]"
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and value not in _NOT_TEXT else _quoted(value)
    return str(value)


def _quoted(text: str) -> str:
    """YAML in double quotes; everything that is no ordinary sign is written by its number."""
    return '"' + "".join(_ESCAPES.get(sign) or _sign(sign) for sign in text) + '"'


def _sign(sign: str) -> str:
    if sign.isprintable():
        return sign
    return f"\\U{ord(sign):08X}"
