"""What the engine does for a course takes as many times longer as the course has more chapters, and no more."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from macros import memo
from macros.build import course_manifest, open_course
from macros.render.here import page_url
from macros.render.slots import fill_slots, slot
from tests.synthetic import write_course

SMALL, LARGE = 15, 150


def seconds(root: Path) -> float:
    """Time of the processor to read, check and render a course for the first time."""
    memo.forget()
    start = time.process_time()
    course = open_course(root).course
    for uri, page in course.pages.items():
        slots = (slot(c.name, page_url(uri), *map(str, c.arguments or ())) for c in page.calls)
        fill_slots("\n".join(slots), course)
    course_manifest(course)
    return time.process_time() - start


@pytest.fixture(autouse=True)
def _as_if_new() -> None:
    memo.forget()


def test_ten_times_the_chapters_take_ten_times_the_time(tmp_path: Path) -> None:
    # Templates are compiled once, and other work on the machine disturbs a short run most: the least of three counts.
    small = min(seconds(write_course(tmp_path / f"small-{n}", SMALL)) for n in range(3))
    # Linear is 10. What grows with the square of the chapters takes 100 times as long; half as much again is noise, and
    # does not come three times.
    larges = []
    for n in range(3):
        larges.append(seconds(write_course(tmp_path / f"large-{n}", LARGE)))
        if larges[-1] / small < 15:
            return
    pytest.fail(f"{small:.2f} s and {min(larges):.2f} s")


def test_the_synthetic_course_has_no_problem_and_is_the_same_each_time(tmp_path: Path) -> None:
    one, other = (open_course(write_course(tmp_path / name, 14)) for name in ("one", "other"))
    assert one.problems == ()
    assert one.texts == other.texts
    assert len(one.course.chapters) == len(one.course.quizzes) == 14
    assert len(one.course.worksheets) == 28
