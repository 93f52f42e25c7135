"""Which of this course's worksheets a team can rate, and where that is offered."""

from __future__ import annotations

from macros.build import open_course
from macros.model.ratings import can_be_rated
from macros.render.slots import fill_slots, slot
from tests.sites import ROOT


def test_the_courses_logs_are_not_rated_and_its_self_scores_are() -> None:
    sheets = open_course(ROOT).course.worksheets
    rated = {id for id, sheet in sheets.items() if can_be_rated(sheet)}
    assert {
        "pillar-self-score",
        "skill-stack-assessment",
        "execution-readiness",
        "trust-engine-check",
        "ten-rule-audit",
    } <= rated
    assert not {"promise-register", "player-map", "flexibility-audit", "next-step-card"} & rated


def test_a_worksheet_with_scales_of_its_own_leads_to_its_ratings() -> None:
    course = open_course(ROOT).course
    for id, leads in (("trust-engine-check", True), ("promise-register", False)):
        uri = course.worksheets[id].uri
        html = fill_slots(slot("worksheet", uri.replace(".md", "/")), course)
        assert (f'href="../../tools/ratings/#{id}"' in html) is leads
