"""Published ids that have gone: where that is said, how often, and what is offered."""

from __future__ import annotations

import json

from macros.build import course_manifest, open_course
from macros.check.all import check_course
from macros.content.course import read_course
from macros.content.files import read_sources
from macros.model.saved import saved_ids
from tests.sites import BREAD, ROOT
from tests.unit.export.test_published_ids import ids as manifest_ids

TEXTS, _ = read_sources(BREAD)
IDS = sorted(saved_ids(read_course(TEXTS)[0]))
CHAPTER = "docs/chapters/01-flour.md"


def vanished(changes: dict[str, str | None]) -> list[str]:
    texts = {**TEXTS, "published-ids.json": "[\n" + ",\n".join(f'"{id}"' for id in IDS) + "\n]\n", **changes}
    course, _ = read_course({path: text for path, text in texts.items() if text is not None})
    return [str(p) for p in check_course(course) if p.rule == "course/vanished-id"]


def test_nothing_has_vanished_from_an_unchanged_course() -> None:
    assert vanished({}) == []
    assert [p for p in open_course(ROOT).problems if p.rule == "course/vanished-id"] == []


def test_the_check_and_the_manifest_know_the_same_ids() -> None:
    """But for the steps of action plans, which the manifest takes from the chapter and the check leaves to it."""
    course = open_course(ROOT).course
    listed = set(manifest_ids(json.loads(course_manifest(course))))
    plans = tuple(f"worksheet/{s.id}/steps" for s in course.worksheets.values() if s.action_plan)
    own = set(saved_ids(course))
    assert own <= listed
    assert {id for id in listed - own if not id.startswith(plans)} == set()


def test_the_list_that_the_tests_keep_is_read_by_the_check() -> None:
    listed = json.loads((ROOT / "tests/published-ids.json").read_text("utf-8"))
    assert listed
    assert list(open_course(ROOT).course.published) == listed


def test_a_vanished_item_is_reported_in_its_file_with_the_id_that_took_its_place() -> None:
    assert vanished({CHAPTER: TEXTS[CHAPTER].replace("{id: water,", "{id: weigh-water,")}) == [
        f'{CHAPTER}:1: "flour/summary/water" was published and has gone; what readers saved under it would be lost. '
        'Bring it back, or write `formerly: [water]` at "weigh-water". [course/vanished-id]'
    ]


def test_a_chapter_that_has_gone_is_reported_once() -> None:
    (said,) = vanished({CHAPTER: None})
    line = IDS.index("flour") + 2
    assert said.startswith(f'published-ids.json:{line}: "flour" was published and has gone')


def test_a_file_that_cannot_be_read_loses_nothing() -> None:
    assert vanished({CHAPTER: TEXTS[CHAPTER].replace("course:\n", "course: [\n")}) == []
