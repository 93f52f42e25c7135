"""Learners' saved work hangs on ids: one that was ever published may be renamed (`formerly`), but never just vanish.

tests/published-ids.json lists them. `make ids` adds the new ones; it never takes one out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from macros.build import course_manifest, open_course
from macros.content.course import read_course
from macros.content.files import read_sources
from tests.sites import BREAD, ROOT, edited

PUBLISHED = ROOT / "tests/published-ids.json"


def ids(manifest: dict[str, Any]) -> Iterator[str]:
    for chapter in manifest["chapters"]:
        yield chapter["id"]
        yield from (item["id"] for item in chapter["items"])
    for quiz in manifest["quizzes"]:
        yield f"quiz/{quiz['id']}"
        yield from (question["id"] for question in quiz["questions"])
    for sheet in manifest["worksheets"]:
        yield f"worksheet/{sheet['id']}"
        for field in sheet["fields"]:
            yield field["id"]
            yield from parts(field["id"], field)


def parts(home: str, field: dict[str, Any]) -> Iterator[str]:
    """What a field's saved value is made of: options, rows, and columns of any row."""
    yield from (f"{home}/{part['id']}" for name in ("choices", "rows") for part in field.get(name, ()))
    for column in field.get("columns", ()):
        yield f"{home}/*/{column['id']}"
        yield from parts(f"{home}/*/{column['id']}", column)


def vanished(published: list[str], manifest: dict[str, Any]) -> list[str]:
    """Published ids that neither exist nor lead, through `formerly`, to one that does."""
    known = set(ids(manifest))
    formerly = manifest["formerly"]
    return [id for id in published if id not in known and formerly.get(id) not in known]


def test_no_published_id_has_vanished() -> None:
    manifest = json.loads(course_manifest(open_course(ROOT).course))
    published = json.loads(PUBLISHED.read_text("utf-8")) if PUBLISHED.is_file() else []
    if os.environ.get("UPDATE_GOLDEN"):
        published = sorted({*published, *ids(manifest)})
        PUBLISHED.write_text(json.dumps(published, indent=0) + "\n", "utf-8", newline="\n")
    assert published, "run `make ids`"
    assert vanished(published, manifest) == [], (
        "bring the id back, or name it under `formerly` of what took its place"
    )


def test_a_vanished_id_is_found_and_a_renamed_one_is_not() -> None:
    manifest = {
        "chapters": [{"id": "flour", "items": [{"id": "flour/summary/water"}]}],
        "quizzes": [],
        "worksheets": [],
        "formerly": {"flour/summary/weigh": "flour/summary/water", "grain": "gone"},
    }
    asked = ["flour", "flour/summary/water", "flour/summary/weigh", "flour/summary/salt", "grain"]
    assert vanished(asked, manifest) == ["flour/summary/salt", "grain"]


def test_a_row_whose_words_have_changed_is_found_until_it_says_what_it_was() -> None:
    def of(rows: str) -> dict[str, Any]:
        sheet = edited(
            "docs/worksheets/dough-calculator.md",
            (
                "        - {id: notes,",
                f"        - {{id: log, kind: table, label: Log, {rows},"
                " columns: [{id: loaf, kind: choice, label: Loaf, options: [Rye, Wheat]}]}\n        - {id: notes,",
            ),
        )
        texts, _ = read_sources(BREAD)
        value: dict[str, Any] = json.loads(
            course_manifest(read_course(texts | {"docs/worksheets/dough-calculator.md": sheet})[0])
        )
        return value

    home = "worksheet/dough-calculator/log"
    published = list(ids(of("row_labels: [On Monday, On Sunday]")))
    assert {f"{home}/on-monday", f"{home}/*/loaf", f"{home}/*/loaf/rye"} <= {*published}
    assert vanished(published, of("row_labels: [Mondays, On Sunday]")) == [f"{home}/on-monday"]
    mended = of("row_labels: [{text: Mondays, formerly: [on-monday]}, On Sunday]")
    assert vanished(published, mended) == []
    assert mended["formerly"][f"{home}/on-monday"] == f"{home}/mondays"
