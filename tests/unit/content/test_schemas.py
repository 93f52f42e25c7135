"""The schemas say of real files what the readers say of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.content.quizdown import settings
from macros.content.quizdown.blocks import Heading, Settings, read_layout
from macros.content.schemas import _CHAPTER, _WORKSHEET, schemas
from macros.model.worksheet import FieldKind
from tests.sites import BREAD, ROOT

jsonschema = pytest.importorskip("jsonschema")

SCHEMAS = schemas()


class _Core(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as editors read it: dates stay texts, yes and no are words."""


_Core.yaml_implicit_resolvers = {
    sign: [
        (tag, rule)
        for tag, rule in rules
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for sign, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def front_matter(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8").split("---\n")[1], Loader=_Core)


def faults(name: str, value: Any) -> list[str]:
    found = jsonschema.Draft202012Validator(SCHEMAS[f"{name}.json"]).iter_errors(value)
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in found]


def pages(kind: str) -> list[Path]:
    return [
        p
        for root in (ROOT, BREAD)
        for p in sorted((root / f"docs/{kind}s").glob("*.md"))
        if p.stem != "index"
    ]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    assert json.loads(json.dumps(SCHEMAS[name])) == SCHEMAS[name]


@pytest.mark.parametrize("kind", ["chapter", "worksheet"])
def test_every_real_page_fits(kind: str) -> None:
    assert pages(kind)
    assert {path.name: f for path in pages(kind) if (f := faults(kind, front_matter(path)))} == {}


def test_the_real_glossaries_and_sources_fit() -> None:
    for root in (ROOT, BREAD):
        for name in ("glossary", "sources"):
            path = root / f"docs/{name}.md"
            assert faults(name, front_matter(path)) == [] if path.is_file() else root == ROOT


def blocks(path: Path) -> Iterator[tuple[str, Any]]:
    is_first = True
    for block in read_layout(path.read_text("utf-8")).blocks:
        if isinstance(block, Heading):
            is_first = False
        elif isinstance(block, Settings):
            name = "quiz-settings" if is_first else "question-settings"
            yield name, yaml.load(block.source, Loader=_Core)


def test_the_settings_of_every_real_quiz_fit() -> None:
    found = [b for root in (ROOT, BREAD) for p in sorted((root / "quizzes").glob("*.md")) for b in blocks(p)]
    assert "question-settings" in {name for name, _ in found}
    assert [f for name, value in found for f in faults(name, value)] == []


CHAPTER = "01-flour.md"
BROKEN = [
    ("chapter", "  chapter: 1\n", ""),
    ("chapter", "  chapter: 1\n", "  chapter: one\n"),
    ("chapter", "  chapter: 1\n", "  chapter: -1\n"),
    ("chapter", "  chapter: 1\n", "  chapter: 1\n  chaptre: 1\n"),
    ("chapter", "  next: [oven]", "  next: []"),
    ("chapter", "  next: [oven]", "  next: [The Oven]"),
    ("chapter", "  next: [oven]", "  next: oven"),
    ("chapter", "minutes: {read: 3, session: 20}", "minutes: {session: 20}"),
    ("chapter", "horizon: this week", "horizon: soon"),
    ("chapter", "verdict: partly", "verdict: maybe"),
    ("chapter", "{id: protein, text:", "{id: protein, txt:"),
    ("chapter", "title: What flour wants\n", ""),
    ("worksheet", "  id: dough-calculator\n", ""),
    ("worksheet", "kind: notes, label: What to change, lines: 3", "kind: note, label: What to change"),
    (
        "worksheet",
        "kind: notes, label: What to change, lines: 3",
        "kind: notes, label: What to change, rows: 3",
    ),
    ("worksheet", "lines: 3", "lines: 300"),
    ("worksheet", "formula: water / flour, ", ""),
    ("worksheet", "style: percent", "style: roman"),
]


@pytest.mark.parametrize(("kind", "old", "new"), BROKEN)
def test_what_a_reader_refuses_a_schema_refuses_too(kind: str, old: str, new: str, tmp_path: Path) -> None:
    name = CHAPTER if kind == "chapter" else "dough-calculator.md"
    text = (BREAD / f"docs/{kind}s" / name).read_text("utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert faults(kind, front_matter(path)) == []
    path.write_text(text.replace(old, new), "utf-8")
    assert faults(kind, front_matter(path)) != []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("question-settings", {"id": "Not An Id"}),
        ("question-settings", {"see": "chapters/01-flour.md"}),
        ("question-settings", {"sea": "01-flour#protein"}),
        ("quiz-settings", {"shuffle_answers": "often"}),
        ("quiz-settings", {"nQuestions": "many"}),
        ("quiz-settings", {"id": "one"}),
    ],
)
def test_settings_that_the_reader_refuses_are_refused(name: str, value: Any) -> None:
    assert faults(name, value) != []


def test_both_spellings_of_a_stock_setting_are_known() -> None:
    known = SCHEMAS["quiz-settings.json"]["properties"].keys()
    assert {"shuffle_answers", "shuffleAnswers", "passingGrade"} <= known
    assert set(SCHEMAS["question-settings.json"]["properties"]) >= set(settings.OWN)


def test_every_kind_of_field_has_its_keys() -> None:
    course = SCHEMAS["worksheet.json"]["properties"]["course"]["properties"]
    fields = course["sections"]["items"]["properties"]["fields"]["items"]
    assert fields["properties"]["kind"]["enum"] == [kind.value for kind in FieldKind]
    cases = {c["if"]["properties"]["kind"]["const"]: c["then"]["properties"] for c in fields["allOf"]}
    assert "formula" in cases["result"]
    assert "formula" not in cases["text"]
    columns = cases["table"]["columns"]["items"]["properties"]["kind"]["enum"]
    assert columns == [kind.value for kind in FieldKind if kind.fits_a_cell]


def test_every_description_belongs_to_a_key_and_every_key_has_one() -> None:
    for name, words in (("chapter.json", _CHAPTER), ("worksheet.json", _WORKSHEET)):
        assert set(SCHEMAS[name]["properties"]["course"]["properties"]) == set(words)


def test_an_address_is_in_them_only_where_it_is_known() -> None:
    assert all("$id" not in schema for schema in SCHEMAS.values())
    named = schemas("https://example.org/schemas/")
    assert named["chapter.json"]["$id"] == "https://example.org/schemas/chapter.json"
