"""Problems for those who read them: people at a terminal, annotations of a forge, code scanners (SARIF), other programs (JSON).

All formats hold the same problems in the same order, and the same problems give the same text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any
from urllib.parse import quote

from macros.export.quoted import Texts, quoted
from macros.model.course import Course, Page
from macros.model.problem import Level, Problem
from macros.model.rules import RULES, anchor
from macros.model.wording import counted

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Style(Enum):
    """What a piece of the report for people is; how it looks is the terminal's matter."""

    PLACE = "place"
    ERROR = "error"
    ADVICE = "advice"
    REMEDY = "remedy"
    RULE = "rule"
    QUOTE = "quote"
    CARET = "caret"
    HEAD = "head"


Paint = Callable[[str, Style], str]
# Makes a link of words and an address, where a terminal can show one.
Link = Callable[[str, str], str]


def unpainted(words: str, style: Style) -> str:
    return words


def unlinked(words: str, address: str) -> str:
    return words


def help_address(course: Course) -> str:
    """The address of the rules page, ending so that a rule's anchor can follow; empty where nobody has said it.

    `extra.course.rules` names it; else it is the page that calls `rules()` on the site, else that page's source on the forge.
    """
    identity = course.identity
    if identity.rules:
        return f"{identity.rules.partition('#')[0]}#"
    page = _rules_page(course)
    if page is None:
        return ""
    if identity.address:
        return f"{identity.address.rstrip('/')}/{page.uri.removesuffix('.md')}/#"
    if identity.repository:
        return f"{identity.repository.rstrip('/')}/blob/HEAD/docs/{page.uri}#"
    return ""


def _rules_page(course: Course) -> Page | None:
    return next((p for p in course.pages.values() if any(c.name == "rules" for c in p.calls)), None)


def for_people(
    problems: Sequence[Problem],
    texts: Texts,
    course: Course,
    paint: Paint = unpainted,
    link: Link = unlinked,
    quiet: bool = False,
) -> str:
    """Errors, then advice, each with the author's line; then how much was checked. `quiet` says nothing where all is well."""
    address = help_address(course)
    parts: list[str] = []
    errors = [p for p in problems if p.level is Level.ERROR]
    advice = [p for p in problems if p.level is Level.ADVICE]
    for head, style, group in (
        ("These stop a build:", Style.ERROR, errors),
        ("Advice, which stops nothing:", Style.ADVICE, advice),
    ):
        # A single kind needs no headline.
        if group and errors and advice:
            parts.append(f"{paint(head, Style.HEAD)}\n\n")
        for problem in group:
            rule = paint(f"[{problem.rule}]", Style.RULE)
            linked = link(rule, f"{address}{anchor(problem.rule)}") if address else rule
            parts.append(
                f"{_person(problem, paint, style)} {linked}\n{''.join(_quote(problem, texts, paint))}\n"
            )
    if problems:
        parts.append(_where_to_read(course, address))
    if problems or not quiet:
        parts.append(f"{paint(_summary(errors, advice, course), Style.HEAD)}\n")
    return "".join(parts)


def _person(problem: Problem, paint: Paint, style: Style) -> str:
    where = problem.where
    place = f"{where}:{where.column}:" if where.column else f"{where}:"
    remedy = f" {paint(problem.remedy, Style.REMEDY)}" if problem.remedy else ""
    return f"{paint(place, Style.PLACE)} {paint(problem.message, style)}{remedy}"


def _quote(problem: Problem, texts: Texts, paint: Paint) -> Iterator[str]:
    """The author's line, and a caret below the place where one is known or the message quotes its words."""
    shown = quoted(problem, texts)
    if shown is None:
        return
    number = str(problem.where.line)
    yield f"{paint(f'  {number} |', Style.QUOTE)} {shown.words}\n"
    if shown.length:
        carets = paint("^" * shown.length, Style.CARET)
        yield f"{paint(f'  {chr(32) * len(number)} |', Style.QUOTE)} {' ' * shown.start}{carets}\n"


def _where_to_read(course: Course, address: str) -> str:
    page = _rules_page(course)
    place = address.removesuffix("#") or (f"docs/{page.uri}" if page else "")
    return f"What each rule means: {place}\n" if place else ""


def _summary(errors: Sequence[Problem], advice: Sequence[Problem], course: Course) -> str:
    sizes = (
        counted(len(course.chapters), "chapter"),
        counted(len(course.quizzes), "quiz", "quizzes"),
        counted(len(course.worksheets), "worksheet"),
    )
    verdict = f"{counted(len(errors), 'problem')}, {counted(len(advice), 'piece')} of advice"
    return f"{', '.join(sizes)}: {verdict}."


def for_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that a forge's runner turns into annotations: errors, and notices for advice."""
    return "".join(_command(problem) for problem in problems)


def _command(problem: Problem) -> str:
    where = problem.where
    given = {"file": str(where.path), "line": str(where.line)}
    if where.column:
        given["col"] = str(where.column)
    given["title"] = problem.rule
    properties = ",".join(f"{key}={_property(value)}" for key, value in given.items())
    command = "error" if problem.level is Level.ERROR else "notice"
    return f"::{command} {properties}::{_data(f'{problem.message} {problem.remedy}'.strip())}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def for_programs(problems: Sequence[Problem], course: Course) -> str:
    """JSON, one object: `format` counts up when a key changes its meaning or goes."""
    address = help_address(course)
    found = [
        {
            "path": str(p.where.path),
            "line": p.where.line,
            "column": p.where.column or None,
            "level": p.level.value,
            "rule": p.rule,
            "message": p.message,
            "remedy": p.remedy or None,
            "help": f"{address}{anchor(p.rule)}" if address else None,
        }
        for p in problems
    ]
    errors = sum(p.level is Level.ERROR for p in problems)
    return _json(
        {
            "format": 1,
            "course": course.identity.id,
            "errors": errors,
            "advice": len(problems) - errors,
            "problems": found,
        }
    )


def for_scanners(problems: Sequence[Problem], course: Course, version: str) -> str:
    """SARIF 2.1.0 with every rule of the table; addresses of help only where the course says where its pages are."""
    address = help_address(course)
    places = {name: n for n, name in enumerate(RULES)}
    driver: dict[str, Any] = {"name": "course", "version": version}
    if address:
        driver["informationUri"] = address.removesuffix("#")
    driver["rules"] = [_sarif_rule(name, address) for name in RULES]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(p, places) for p in problems],
    }
    return _json({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


_SARIF_LEVELS = {Level.ERROR: "error", Level.ADVICE: "note"}


def _sarif_rule(name: str, address: str) -> dict[str, Any]:
    rule = RULES[name]
    examples = f"Reported, {rule.place.value}:\n\n{rule.bad}\nMended:\n\n{rule.good}"
    value: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": rule.says},
        "fullDescription": {"text": f"{rule.says} {rule.why}"},
        "help": {"text": f"{rule.why}\n\n{examples}"},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.level]},
    }
    if address:
        value["helpUri"] = f"{address}{rule.anchor}"
    return value


def _sarif_result(problem: Problem, places: Mapping[str, int]) -> dict[str, Any]:
    region = {"startLine": problem.where.line}
    if problem.where.column:
        region["startColumn"] = problem.where.column
    place = {
        "artifactLocation": {"uri": quote(str(problem.where.path)), "uriBaseId": "%SRCROOT%"},
        "region": region,
    }
    return {
        "ruleId": problem.rule,
        "ruleIndex": places[problem.rule],
        "level": _SARIF_LEVELS[problem.level],
        "message": {"text": f"{problem.message} {problem.remedy}".strip()},
        "locations": [{"physicalLocation": place}],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
