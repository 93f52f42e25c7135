"""Learners' saved work hangs on ids: one that was ever published may be renamed (`formerly`), but never just vanish.

tests/published-ids.json lists them. `make ids` adds the new ones; it never takes one out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from macros.build import course_manifest, open_course
from tests.sites import ROOT

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
        yield from (field["id"] for field in sheet["fields"])


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
