"""What the chapters say of their sessions is what their guides and the course plan count from."""

from __future__ import annotations

import pytest

from macros.build import open_course
from macros.model.course import Chapter
from macros.render.desk import desk_groups
from tests.sites import ROOT

COURSE = open_course(ROOT).course


@pytest.mark.parametrize("chapter", COURSE.chapters, ids=lambda chapter: chapter.id)
def test_every_session_says_which_sheets_to_print(chapter: Chapter) -> None:
    handed = [line.sheet for line in chapter.session.print]
    assert len(handed) == len(set(handed)) > 2
    assert "session-feedback" in handed
    assert any(COURSE.worksheets[id].action_plan == chapter.id for id in handed)


@pytest.mark.parametrize("chapter", COURSE.chapters, ids=lambda chapter: chapter.id)
def test_every_sheet_that_the_materials_link_to_is_printed(chapter: Chapter) -> None:
    handed = {line.sheet for line in chapter.session.print}
    linked = {
        id for line in chapter.session.materials for id in COURSE.worksheets if f"/worksheets/{id}.md" in line
    }
    assert linked <= handed


def test_the_cards_of_the_course_can_be_chosen_together() -> None:
    cards = [c for group in desk_groups(COURSE) for c in group.choices if c.card]
    assert len(cards) > 5
    assert all(c.title.startswith(COURSE.identity.words["card"]) for c in cards)
