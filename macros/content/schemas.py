"""JSON Schemas of everything that authors write as YAML, found by asking the readers themselves.

A reader asks a `Fields` for its keys by kind. Here it is handed one that holds nothing and writes down what is asked, so a
key that a reader learns is in the schema without anybody writing it twice. The settings of a quiz have tables of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, TypeVar

from macros.content import data
from macros.content.chapters import parse_chapter, parse_sources, parse_terms
from macros.content.data import Fields, Scalar
from macros.content.quizdown import settings
from macros.content.worksheets import parse_worksheet
from macros.model.problem import Where
from macros.model.worksheet import FieldKind

DRAFT = "https://json-schema.org/draft/2020-12/schema"
E = TypeVar("E", bound=Enum)
Schema = dict[str, Any]

_WHERE = Where(PurePosixPath("schema"))
_ID = {"type": ["string", "integer"], "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
# YAML makes numbers and dates of some words; a reader who asks for a text takes them as they are written.
_TEXT = {"type": ["string", "number", "boolean"]}
_FLAG = {"enum": [True, False, "yes", "no", "true", "false"]}


class _Asked(Fields):
    """Fields that hold nothing and remember what they are asked for. `given` are words to answer with."""

    def __init__(self, given: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(data.Mapping(_WHERE, {}, {}), [], "")
        self.given = given
        self.properties: dict[str, Schema] = {}
        self.required: list[str] = []
        self.kinds: dict[str, list[str]] = {}
        self.left_out: set[str] = set()
        self.is_closed = False

    def note(self, key: str, schema: Schema, required: bool, may_be_empty: bool = True) -> None:
        """The first to ask says what a key holds; an optional key may also be left empty, but no list."""
        required = required and key not in self.left_out
        if required and key not in self.required:
            self.required.append(key)
        self.properties.setdefault(
            key, schema if required or not may_be_empty else {"anyOf": [schema, {"type": "null"}]}
        )

    def schema(self) -> Schema:
        found: Schema = {"type": "object", "properties": self.properties}
        if self.required:
            found["required"] = self.required
        if self.is_closed:
            found["additionalProperties"] = False
        return found

    def has(self, key: str) -> bool:
        # Readers ask this before they ask for a key that may be left out.
        self.left_out.add(key)
        return True

    def report(self, where: Where, rule: str, message: str, remedy: str = "") -> None:
        return

    def raw(self, key: str) -> data.Data | None:
        self.note(key, {}, False)
        return None

    def text(self, key: str, default: str = "", required: bool = False) -> str:
        self.note(key, {**_TEXT, "minLength": 1} if required else dict(_TEXT), required)
        return self.given.get(key, default)

    def id(self, key: str = "id", required: bool = True) -> str:
        self.note(key, dict(_ID), required)
        return ""

    def ids(self, key: str) -> tuple[str, ...]:
        self.note(key, {"type": "array", "items": dict(_ID), "minItems": 1}, False, may_be_empty=False)
        return ()

    def number(self, key: str, default: float | None = None, required: bool = False) -> float | None:
        self.note(key, {"type": "number"}, required)
        return default

    def whole(
        self, key: str, default: int = 0, required: bool = False, least: int = 0, most: int = 10_000
    ) -> int:
        self.note(key, {"type": "integer", "minimum": least, "maximum": most}, required)
        return default

    def flag(self, key: str, default: bool = False) -> bool:
        self.note(key, dict(_FLAG), False)
        return default

    def one_of(self, key: str, known: Callable[[str], E | None], names: tuple[str, ...], default: E) -> E:
        self.kinds[key] = list(names)
        self.note(key, {"enum": list(names)}, True)
        return known(self.given.get(key, "")) or default

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        items = {**_TEXT, "minLength": 1}
        self.note(key, {"type": "array", "items": items, "minItems": 1}, required, may_be_empty=False)
        return ()

    def list_of(self, key: str, what: str, required: bool = False) -> Iterator[Fields]:
        entry = _Asked()
        yield entry
        items = entry.schema()
        if "kind" in entry.kinds:
            cases = []
            for kind in entry.kinds["kind"]:
                # A table within a cell is refused by a rule, and would never end here.
                if key == "columns" and not FieldKind(kind).fits_a_cell:
                    continue
                variant = _Asked({"kind": kind})
                yield variant
                is_kind = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
                cases.append({"if": is_kind, "then": variant.schema()})
            known = [case["if"]["properties"]["kind"]["const"] for case in cases]
            items = {
                "type": "object",
                "properties": {"kind": {"enum": known}},
                "required": ["kind"],
                "allOf": cases,
            }
        self.note(key, {"type": "array", "items": items, "minItems": 1}, required, may_be_empty=False)

    def group(self, key: str, what: str, required: bool = False) -> Fields | None:
        group = _Asked()
        self.note(key, _Later(group), required)
        return group

    def texts_or_groups(self, key: str, what: str) -> Iterator[Scalar | Fields]:
        entry = _Asked()
        yield entry
        items = {"anyOf": [{**_TEXT, "minLength": 1}, entry.schema()]}
        self.note(key, {"type": "array", "items": items, "minItems": 1}, True)

    def text_or_group(self, key: str, what: str) -> Scalar | Fields | None:
        group = _Asked()
        self.note(key, {"anyOf": [{**_TEXT, "minLength": 1}, _Later(group)]}, True)
        return group

    def finish(self) -> None:
        self.is_closed = True


class _Later(dict[str, Any]):
    """The schema of a group whose keys are still to be asked for."""

    def __init__(self, group: _Asked) -> None:
        super().__init__()
        self.group = group


def schemas(address: str = "") -> dict[str, Schema]:
    """Every schema by its file name; `address` is the folder they are published in, where that is known."""
    found = {
        "chapter": _page(_chapter(), "The front matter of a chapter", needs_title=True),
        "worksheet": _page(_worksheet(), "The front matter of a worksheet", needs_title=True),
        "glossary": _page(_list(parse_terms), "The front matter of a glossary"),
        "sources": _page(_list(parse_sources), "The front matter of a list of sources"),
        "quiz-settings": _quiz_settings(),
        "question-settings": _question_settings(),
    }
    return {f"{name}.json": _headed(schema, f"{name}.json", address) for name, schema in found.items()}


def _headed(schema: Schema, name: str, address: str) -> Schema:
    head: Schema = {"$schema": DRAFT}
    if address:
        head["$id"] = f"{address.rstrip('/')}/{name}"
    return {**head, **_settled(schema)}


def _settled(value: Any) -> Any:
    """The same with every group's schema in its place."""
    if isinstance(value, _Later):
        return _settled(value.group.schema())
    if isinstance(value, dict):
        return {key: _settled(inner) for key, inner in value.items()}
    return [_settled(inner) for inner in value] if isinstance(value, list) else value


def _chapter() -> Schema:
    fields = _Asked()
    parse_chapter(fields, "", "", "")
    return _described(_settled(fields.schema()), _CHAPTER)


def _worksheet() -> Schema:
    own, made = _Asked(), _Asked({"action_plan": "chapter"})
    for fields in (own, made):
        parse_worksheet(fields, "", "", "")
    schema = _described(_settled(own.schema()), _WORKSHEET)
    schema["required"] = [key for key in own.required if key in made.required]
    # What a sheet of its own needs and one that is made of an action plan does not.
    schema["anyOf"] = [
        {"required": ["action_plan"]},
        {"required": [key for key in own.required if key not in made.required]},
    ]
    return schema


def _list(parse: Callable[[Fields], object]) -> Schema:
    fields = _Asked()
    parse(fields)
    fields.finish()
    return fields.schema()


def _page(course: Schema, title: str, needs_title: bool = False) -> Schema:
    """A page's whole front matter: the keys of the hosts are the hosts' own."""
    return {
        "title": title,
        "type": "object",
        "properties": {
            "title": {**_TEXT, "minLength": 1, "description": "The title of the page."},
            "description": {**_TEXT, "description": "One sentence for search engines and previews."},
            "course": course,
        },
        "required": ["title", "course"] if needs_title else ["course"],
    }


def _described(schema: Schema, words: Mapping[str, str]) -> Schema:
    properties = {
        key: {"description": words[key], **value} if key in words else value
        for key, value in schema["properties"].items()
    }
    return {**schema, "properties": properties}


def _quiz_settings() -> Schema:
    return {
        "title": "The settings of a whole quiz",
        "type": "object",
        "properties": {
            spelling: _stock(name)
            for name in (*settings.FLAGS, *settings.NUMBERS, *settings.TEXTS)
            for spelling in settings.spellings(name)
        },
        "additionalProperties": False,
    }


def _question_settings() -> Schema:
    own: dict[str, Schema] = {
        "id": {**_ID, "description": "Answers are saved under it: it stays when the words change."},
        "see": {
            "type": "string",
            "pattern": settings.SEE,
            "description": "The page and the place in it that teach the answer, such as 04-name#anchor.",
        },
        "formerly": {
            "type": "array",
            "items": dict(_ID),
            "minItems": 1,
            "description": "Ids that this question had before.",
        },
        "explanation": {**_TEXT, "description": "What to say about the whole question."},
    }
    stock = {
        spelling: _stock(name) for name in settings.FOR_ONE_QUESTION for spelling in settings.spellings(name)
    }
    return {
        "title": "The settings of one question",
        "type": "object",
        "properties": {**{key: own[key] for key in settings.OWN}, **stock},
        "additionalProperties": False,
    }


def _stock(name: str) -> Schema:
    kind = (
        dict(_FLAG)
        if name in settings.FLAGS
        else {"type": "number"}
        if name in settings.NUMBERS
        else dict(_TEXT)
    )
    return {"anyOf": [kind, {"type": "null"}]}


# What an editor says beside a key. The keys themselves come from the readers.
_CHAPTER = MappingProxyType(
    {
        "id": "The chapter's name for ever: what readers save hangs on it.",
        "chapter": "The number of the chapter; the file's name begins with it.",
        "pivot": "Its number among the chapters of the middle part, where the course counts those.",
        "factor": "What it turns from and to, in a few words.",
        "minutes": "How long a reader reads, and how long a session takes.",
        "needs": "Chapters to read before, by their ids.",
        "next": "Chapters to read after, by their ids.",
        "outcomes": "What a reader can do afterwards.",
        "summary": "The points to remember, each to be ticked off.",
        "ask_yourself": "Questions for one person.",
        "ask_your_team": "Questions for a team, with minutes and what to listen for.",
        "action_plan": "Steps with owner, horizon and how to see that they are done.",
        "worksheets": "Worksheets of the chapter, by their ids.",
        "quiz": "The name of the quiz's file, without its ending.",
        "session": "What a session leader needs.",
        "then_and_now": "Forecasts and what became of them.",
        "formerly": "Ids that this chapter had before.",
    }
)
_WORKSHEET = MappingProxyType(
    {
        "id": "The sheet's name for ever, and the name of its file.",
        "chapters": "Chapters that it belongs to, by their ids.",
        "purpose": "What comes out of it.",
        "minutes": "How long it takes.",
        "people": "Who fills it in.",
        "instructions": "What to do, in two sentences.",
        "pages": "How many printed pages the blank sheet takes.",
        "landscape": "Print it on its side.",
        "sections": "Titled groups of fields.",
        "example": "The sheet filled in by a fictional firm.",
        "action_plan": "The id of the chapter whose steps this sheet prints.",
        "formerly": "Ids that this sheet had before.",
    }
)
