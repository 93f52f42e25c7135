"""Settings blocks: the options that stock quizdown knows, and our own keys for one question."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field

from macros.content.data import Fields, Mapping, read_yaml
from macros.model.ids import did_you_mean
from macros.model.problem import Level, Problem, Where

FLAGS = ("start_on_load", "shuffle_answers", "shuffle_questions")
NUMBERS = ("nQuestions", "passingGrade")
TEXTS = ("primary_color", "secondary_color", "text_color", "customPassMsg", "customFailMsg", "locale")
OWN = ("id", "see", "formerly", "explanation")
FOR_ONE_QUESTION = ("shuffle_answers",)


# How a page and a place in it are written.
SEE = r"^[\w-]+#[\w.:-]+$"


def _camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda m: m[1].upper(), name)


def spellings(name: str) -> tuple[str, ...]:
    """The ways a stock setting may be written."""
    return tuple(dict.fromkeys((name, _camel(name))))


# Stock reads both spellings of these; the model has one.
_SPELLINGS = {spelling: name for name in (*FLAGS, *NUMBERS, *TEXTS) for spelling in spellings(name)}


def is_setting(line: str) -> bool:
    """True for a line that sets something quizdown or the course knows."""
    name, colon, _ = line.partition(":")
    return bool(colon) and (name.strip() in OWN or name.strip() in _SPELLINGS)


@dataclass(frozen=True, slots=True)
class QuestionSettings:
    """What the block below a question's heading says; empty where it is silent."""

    id: str = ""
    see: str = ""
    formerly: tuple[str, ...] = ()
    explanation: str = ""
    stock: MappingType[str, object] = field(default_factory=dict)
    see_where: Where | None = None


def quiz_settings(source: str, where: Where, problems: list[Problem]) -> dict[str, object]:
    """The settings of the whole quiz, by stock's names; `source` starts at `where`."""
    fields = _fields(source, where, problems, "This quiz")
    if fields is None:
        return {}
    for key, at in fields.data.keys.items():
        if key in OWN:
            problems.append(
                Problem(
                    at,
                    "quiz/misplaced-setting",
                    f'"{key}" stands in the settings of the whole quiz, but it belongs to one question.',
                    "Move it to a block right below that question's heading.",
                )
            )
    return _stock(fields, _known(fields, problems))


def question_settings(source: str, where: Where, problems: list[Problem]) -> QuestionSettings:
    """The settings of one question; `source` starts at `where`."""
    fields = _fields(source, where, problems, "This question")
    if fields is None:
        return QuestionSettings()
    known = _known(fields, problems)
    for key, at in fields.data.keys.items():
        if key in known and known[key] not in FOR_ONE_QUESTION:
            problems.append(
                Problem(
                    at,
                    "quiz/setting-without-effect",
                    f'"{key}" has no effect on one question.',
                    "Move it to the settings of the whole quiz, at the top of the file.",
                    Level.ADVICE,
                )
            )
    see = fields.text("see")
    if see and not re.search(SEE, see):
        stem, _, anchor = see.partition("#")
        better = (
            f"{stem.rsplit('/', 1)[-1].removesuffix('.md').strip() or 'page'}#{anchor.strip() or 'anchor'}"
        )
        fields.report(
            fields.where_of("see"),
            "quiz/bad-see",
            f'"{see}" does not name a page and a place in it.',
            f"Write `see: {better}`, the page's file name without ending, `#` and an anchor.",
        )
    return QuestionSettings(
        fields.id(required=False),
        see,
        fields.ids("formerly"),
        fields.text("explanation"),
        _stock(fields, known),
        fields.where_of("see") if see else None,
    )


def _fields(source: str, where: Where, problems: list[Problem], what: str) -> Fields | None:
    data, found = read_yaml(source, where)
    problems += found
    if data is None:
        return None
    if not isinstance(data, Mapping):
        problems.append(
            Problem(
                data.where,
                "quiz/bad-settings",
                "Between these lines of dashes stand no settings.",
                "Write lines such as `id: short-name`, or take both lines of dashes out.",
            )
        )
        return None
    return Fields(data, problems, what)


def _known(fields: Fields, problems: list[Problem]) -> dict[str, str]:
    """The author's spelling of each stock setting in the block, with its name; reports the rest."""
    known: dict[str, str] = {}
    for key, at in fields.data.keys.items():
        name = _SPELLINGS.get(key)
        if name and name in known.values():
            problems.append(
                Problem(
                    at,
                    "quiz/repeated-setting",
                    f'"{key}" says again what another line of this block says.',
                    "Keep one of the two.",
                )
            )
        elif name:
            known[key] = name
        elif key not in OWN:
            hint = did_you_mean(key, (*OWN, *_SPELLINGS))
            problems.append(
                Problem(
                    at,
                    "quiz/unknown-setting",
                    f'"{key}" is no setting that quizdown or the course knows.',
                    hint or f"Known are: {', '.join((*OWN, *FLAGS, *NUMBERS, *TEXTS))}.",
                )
            )
    return known


def _stock(fields: Fields, known: dict[str, str]) -> dict[str, object]:
    stock: dict[str, object] = {}
    for key, name in known.items():
        before = len(fields.problems)
        value: object
        if name in FLAGS:
            value = fields.flag(key)
        elif name in NUMBERS:
            number = fields.number(key)
            value = int(number) if number is not None and number.is_integer() else number
        else:
            value = fields.text(key) or None
        # An empty value, like a wrong one, leaves the default.
        if value is not None and fields.raw(key) is not None and len(fields.problems) == before:
            stock[name] = value
    return stock
