"""Typed reading of YAML that remembers its lines: every wrong value becomes a Problem in the author's words.

Knows nothing of chapters or worksheets; their readers take a `Fields` and ask it for what they need.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from macros.model.ids import did_you_mean, is_id, slug
from macros.model.problem import Problem, Where
from macros.model.wording import shortened

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The repair of a name in which no letter of an id can be found.
_SPELL_ID = "Write words in the letters a to z and digits, with hyphens between them."
_NULL = "tag:yaml.org,2002:null"
_DEEPEST = 24
_DASHES = re.compile(r"^(?:[ ]*[-?] ){60}", re.MULTILINE)

E = TypeVar("E", bound=Enum)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as the author wrote it, quotes taken off. `quoted` tells "10" from 10."""

    where: Where
    text: str
    quoted: bool
    empty: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    where: Where
    entries: tuple[Data, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    where: Where
    entries: dict[str, Data]
    keys: dict[str, Where]


Data = Scalar | Sequence | Mapping


def read_yaml(text: str, where: Where) -> tuple[Data | None, list[Problem]]:
    """The data in `text`, whose first line stands at `where`; None for an empty or broken text.

    Dates, yes/no and numbers stay text until a reader asks for a kind, so nothing an author writes is converted behind the back.
    """
    if _is_too_deep(text):
        # Every bracket is a call of the loader; thousands of them would exhaust its stack.
        return None, [_depth_problem(where)]
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, ValueError):
        # The pure loader says the same thing on every machine; the fast one words it otherwise.
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except (yaml.YAMLError, ValueError) as error:
            return None, [_syntax_problem(error, text, where)]
    if node is None:
        return None, []
    problems: list[Problem] = []
    data = _convert(node, where, problems, set(), 0)
    return data, problems


def _is_too_deep(text: str) -> bool:
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    indent = max((len(line) - len(line.lstrip(" ")) for line in text.split("\n")), default=0)
    return deepest > 100 or indent > 200 or _DASHES.search(text) is not None


def _depth_problem(where: Where) -> Problem:
    return Problem(where, "yaml/depth", "This is nested deeper than any course needs.", "Take levels out.")


def _syntax_problem(error: Exception, text: str, where: Where) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    context = getattr(error, "context_mark", None)
    line = mark.line if mark else text[: getattr(error, "position", 0)].count("\n")
    column = mark.column if mark else 0
    words = str(getattr(error, "problem", "") or getattr(error, "reason", "") or error)
    lines = text.split("\n")
    shown = lines[line] if line < len(lines) else ""
    start = context.line if context else line
    tabbed = next(
        (n for n in range(start, min(line, len(lines) - 1) + 1) if re.match(r"\s*\t", lines[n])), None
    )
    if tabbed is not None or "'\\t'" in words:
        at = tabbed if tabbed is not None else line
        return Problem(
            where.at(where.line + at, 1),
            "yaml/tab",
            "A tab stands where the indent must be spaces.",
            "Replace the tab by two spaces for each step.",
        )
    if "quoted scalar" in str(getattr(error, "context", "")):
        return Problem(
            where.at(where.line + start, (context.column if context else 0) + 1),
            "yaml/quote",
            f"A quotation mark opens here and is never closed: «{shortened(lines[start] if start < len(lines) else '')}»",
            "Close it, or put a backslash before a quotation mark that belongs to the text.",
        )
    if "mapping values are not allowed" in words and not re.fullmatch(r"\s*(?:- )?[\w-]+", shown[:column]):
        return Problem(
            where.at(where.line + line, column + 1),
            "yaml/colon",
            f"A colon stands where it cannot: «{shortened(shown)}»",
            'Put a text that holds ": " in double quotes, or mend the indent of this line.',
        )
    if "block end" in words or "expected" in words or "mapping values" in words:
        return Problem(
            where.at(where.line + line, column + 1),
            "yaml/indent",
            f"This line does not fit the lines before it: «{shortened(shown)}»",
            "Give it the same indent as its neighbors, and a colon and a space after a key.",
        )
    return Problem(
        where.at(where.line + line, column + 1),
        "yaml/syntax",
        f"This is not YAML ({words}): «{shortened(shown)}»",
        "Put the text in double quotes.",
    )


def _is_cut_off(key: ScalarNode, value: Node, group: MappingNode) -> bool:
    """Whether a key is the second half of a text, as in `{price: up to $5,000}`, which YAML reads without a word."""
    return (
        bool(group.flow_style)
        and isinstance(value, ScalarNode)
        and not value.style
        and value.value == ""
        and not key.style
    )


def _convert(node: Node, where: Where, problems: list[Problem], seen: set[int], depth: int) -> Data:
    here = where.at(where.line + node.start_mark.line, node.start_mark.column + 1)
    if depth > _DEEPEST:
        problems.append(_depth_problem(here))
        return Scalar(here, "", False, True)
    if id(node) in seen and not isinstance(node, ScalarNode):
        problems.append(
            Problem(here, "yaml/alias", "An alias (*) repeats another part.", "Write the part out.")
        )
        return Scalar(here, "", False, True)
    seen.add(id(node))
    if isinstance(node, MappingNode):
        entries: dict[str, Data] = {}
        keys: dict[str, Where] = {}
        for key, value in node.value:
            at = where.at(where.line + key.start_mark.line, key.start_mark.column + 1)
            name = key.value if isinstance(key, ScalarNode) else "?"
            if not isinstance(key, ScalarNode):
                problems.append(Problem(at, "yaml/syntax", "A key must be one word.", "Write `word: value`."))
            elif name in entries:
                problems.append(
                    Problem(
                        at,
                        "yaml/duplicate-key",
                        f'"{name}" stands twice here, first on line {keys[name].line}.',
                        "Keep one of the two.",
                    )
                )
            elif _is_cut_off(key, value, node):
                problems.append(
                    Problem(
                        at,
                        "yaml/cut-at-comma",
                        f'"{name}" stands here without a value: between braces the comma before it ends a text.',
                        "Put the text with the comma in double quotes.",
                    )
                )
            else:
                keys[name] = at
                entries[name] = _convert(value, where, problems, seen, depth + 1)
        return Mapping(here, entries, keys)
    if isinstance(node, SequenceNode):
        return Sequence(here, tuple(_convert(n, where, problems, seen, depth + 1) for n in node.value))
    quoted = getattr(node, "style", "") in ("'", '"', "|", ">")
    return Scalar(here, str(node.value), quoted, node.tag == _NULL and not quoted)


class Fields:
    """A mapping while it is being read: ask for keys by kind, then call `finish()` to hear of unknown ones.

    Wrong values are added to `problems` and the default is returned, so a reader always ends with a whole value.
    `what` names the thing in messages ("This action").
    """

    def __init__(self, data: Mapping, problems: list[Problem], what: str) -> None:
        self.data = data
        self.where = data.where
        self.problems = problems
        self.what = what
        self._asked: set[str] = set()

    def has(self, key: str) -> bool:
        return key in self.data.entries

    def where_of(self, key: str) -> Where:
        """Where the key stands, or the whole mapping where it is missing."""
        return self.data.keys.get(key, self.where)

    def report(self, where: Where, rule: str, message: str, remedy: str = "") -> None:
        self.problems.append(Problem(where, rule, message, remedy))

    def raw(self, key: str) -> Data | None:
        """The value untouched (None where missing or empty); marks the key as known."""
        self._asked.add(key)
        value = self.data.entries.get(key)
        return None if isinstance(value, Scalar) and value.empty else value

    def _required(self, key: str) -> None:
        self.report(
            self.where_of(key),
            "data/missing-key",
            f'{self.what} has no "{key}".' if not self.has(key) else f'"{key}" is empty.',
            f"Add `{key}: ...`.",
        )

    def _wrong(self, key: str, value: Data, wanted: str) -> None:
        found = {Scalar: "a single value", Sequence: "a list", Mapping: "a group of keys"}[type(value)]
        shown = f" («{shortened(value.text)}»)" if isinstance(value, Scalar) else ""
        self.report(
            self.where_of(key),
            "data/wrong-type",
            f'"{key}" must be {wanted}, but here stands {found}{shown}.',
            f"Write {wanted}.",
        )

    def text(self, key: str, default: str = "", required: bool = False) -> str:
        """One text, white space folded at its ends."""
        value = self.raw(key)
        if value is None:
            if required:
                self._required(key)
            return default
        if not isinstance(value, Scalar):
            self._wrong(key, value, "one text (in double quotes where it holds a colon)")
            return default
        text = value.text.strip()
        if not text and required:
            self._required(key)
        return text or default

    def id(self, key: str = "id", required: bool = True) -> str:
        """An id; empty and reported where missing or misspelled."""
        text = self.text(key, required=required)
        if text and not is_id(text):
            better = slug(text)
            self.report(
                self.where_of(key),
                "data/bad-id",
                f'"{text}" cannot be an id: ids are lower-case words joined by hyphens.',
                f"Write `{key}: {better}`." if better else _SPELL_ID,
            )
            return better
        return text

    def ids(self, key: str) -> tuple[str, ...]:
        """A list of ids, empty where the key is missing."""
        found = self.texts(key)
        for text in found:
            if not is_id(text):
                better = slug(text)
                self.report(
                    self.where_of(key),
                    "data/bad-id",
                    f'"{text}" cannot be an id: ids are lower-case words joined by hyphens.',
                    f'Write "{better}".' if better else _SPELL_ID,
                )
        return found

    def number(self, key: str, default: float | None = None, required: bool = False) -> float | None:
        value = self.raw(key)
        if value is None:
            if required:
                self._required(key)
            return default
        if isinstance(value, Scalar) and re.fullmatch(r"[+-]?(\d{1,15}(\.\d{1,15})?|\.\d{1,15})", value.text):
            return float(value.text)
        self._wrong(key, value, "a number")
        return default

    def whole(
        self, key: str, default: int = 0, required: bool = False, least: int = 0, most: int = 10_000
    ) -> int:
        """A whole number from `least` to `most`."""
        value = self.raw(key)
        if value is None:
            if required:
                self._required(key)
            return default
        if not (isinstance(value, Scalar) and re.fullmatch(r"[+-]?\d{1,9}", value.text)):
            self._wrong(key, value, "a whole number")
            return default
        number = int(value.text)
        if not least <= number <= most:
            self.report(
                self.where_of(key),
                "data/out-of-range",
                f'"{key}" is {number}; it must be from {least} to {most}.',
                f"Write a number from {least} to {most}.",
            )
            return default
        return number

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.raw(key)
        if value is None:
            return default
        words = {"true": True, "yes": True, "false": False, "no": False}
        if isinstance(value, Scalar) and value.text.lower() in words:
            return words[value.text.lower()]
        self._wrong(key, value, "true or false")
        return default

    def one_of(self, key: str, known: Callable[[str], E | None], names: tuple[str, ...], default: E) -> E:
        """A word out of `names`, turned by `known`."""
        text = self.text(key, required=True)
        if not text:
            return default
        found = known(text)
        if found is None:
            hint = did_you_mean(text, names)
            self.report(
                self.where_of(key),
                "data/unknown-word",
                f'"{text}" is no {key} that the course knows.',
                hint or f"Use one of: {', '.join(names)}.",
            )
            return default
        return found

    def enum(self, key: str, kind: type[E], default: E) -> E:
        """A member of `kind`, named by its value."""
        by_value = {str(m.value): m for m in kind}
        return self.one_of(key, by_value.get, tuple(by_value), default)

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        """A list of texts; empty where missing. An empty list is reported."""
        found: list[str] = []
        for entry in self._entries(key, required, "a list of texts"):
            if isinstance(entry, Scalar) and entry.text.strip():
                found.append(entry.text.strip())
            else:
                where = entry.where
                self.report(
                    where,
                    "data/wrong-type",
                    f'Each line of "{key}" must be one text.',
                    "Put the text in double quotes where it holds a colon.",
                )
        return tuple(found)

    def list_of(self, key: str, what: str, required: bool = False) -> Iterator[Fields]:
        """A list of mappings, each as Fields whose messages call it `what`. Finish each one yourself."""
        for entry in self._entries(key, required, "a list"):
            if isinstance(entry, Mapping):
                yield Fields(entry, self.problems, what)
            else:
                shown = f": «{shortened(entry.text)}»" if isinstance(entry, Scalar) else ""
                self.report(
                    entry.where,
                    "data/wrong-type",
                    f'Each entry of "{key}" must have keys such as `id`{shown}.',
                    'Write `- {id: some-id, text: "..."}`.',
                )

    def group(self, key: str, what: str, required: bool = False) -> Fields | None:
        """A nested mapping, or None."""
        value = self.raw(key)
        if value is None:
            if required:
                self._required(key)
            return None
        if isinstance(value, Mapping):
            return Fields(value, self.problems, what)
        self._wrong(key, value, "a group of keys")
        return None

    def texts_or_groups(self, key: str, what: str) -> Iterator[Scalar | Fields]:
        """A list that must be there, of texts and mappings mixed; mappings as in `list_of`."""
        for entry in self._entries(key, True, "a list of texts"):
            if isinstance(entry, Mapping):
                yield Fields(entry, self.problems, what)
            elif isinstance(entry, Scalar) and entry.text.strip():
                yield entry
            else:
                self.report(
                    entry.where,
                    "data/wrong-type",
                    f'Each entry of "{key}" must be one text.',
                    "Put the text in double quotes where it holds a colon.",
                )

    def text_or_group(self, key: str, what: str) -> Scalar | Fields | None:
        """One text or a nested mapping, one of which must be there."""
        value = self.raw(key)
        return value if isinstance(value, Scalar) else self.group(key, what, required=True)

    def _entries(self, key: str, required: bool, wanted: str) -> tuple[Data, ...]:
        value = self.raw(key)
        if value is None:
            if required:
                self._required(key)
            elif self.has(key):
                self._empty(key)
            return ()
        if not isinstance(value, Sequence):
            self._wrong(key, value, wanted)
            return ()
        if not value.entries:
            self._empty(key)
        return value.entries

    def _empty(self, key: str) -> None:
        self.report(
            self.where_of(key),
            "data/empty-list",
            f'"{key}" is an empty list.',
            "Add an entry, or take the key out.",
        )

    def finish(self) -> None:
        """Report keys nobody asked for."""
        for key, where in self.data.keys.items():
            if key not in self._asked:
                hint = did_you_mean(key, self._asked)
                self.report(
                    where,
                    "data/unknown-key",
                    f'{self.what} has a key "{key}" that the course does not know.',
                    hint or f"Known here: {', '.join(sorted(self._asked))}.",
                )
