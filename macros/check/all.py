"""Every rule over everything a course holds."""

from __future__ import annotations

from macros.check import course as course_rules
from macros.check import figure as figure_rules
from macros.check import links as link_rules
from macros.check import quiz as quiz_rules
from macros.check import saved as saved_rules
from macros.check import worksheet as worksheet_rules
from macros.model.course import Course
from macros.model.problem import Problem


def check_course(course: Course) -> list[Problem]:
    """All problems of all rules, in file and line order."""
    problems: list[Problem] = []
    for rule in (*course_rules.RULES, *saved_rules.RULES, *link_rules.RULES):
        problems += rule(course)
    for quiz in course.quizzes.values():
        for quiz_rule in quiz_rules.RULES:
            problems += quiz_rule(quiz)
    for sheet in course.worksheets.values():
        for sheet_rule in worksheet_rules.RULES:
            problems += sheet_rule(sheet)
    for page in course.pages.values():
        for figure in page.figures:
            for figure_rule in figure_rules.RULES:
                problems += figure_rule(figure)
    hidden = {rule for path in course.unread for rule in _consequences(path)}
    return sorted({p for p in problems if p.rule not in hidden}, key=lambda p: p.sort_key)


def _consequences(path: str) -> set[str]:
    """Rules that would only repeat, in other files, that the file at `path` could not be read."""
    return next((rules for start, rules in _CONSEQUENCES if path.startswith(start)), set())


_CONSEQUENCES = (
    (
        "docs/chapters/",
        {
            "chapter/unknown-chapter",
            "course/vanished-id",
            "glossary/unknown-chapter",
            "link/missing-anchor",
            "page/unknown-chapter",
            "quiz/unknown-see",
            "quiz/unused",
            "worksheet/unknown-chapter",
        },
    ),
    (
        "docs/worksheets/",
        {
            "chapter/no-action-plan-sheet",
            "chapter/unknown-worksheet",
            "course/unknown-worksheet",
            "course/vanished-id",
            "link/missing-anchor",
            "page/unknown-worksheet",
        },
    ),
    ("quizzes/", {"chapter/unknown-quiz", "course/vanished-id", "page/unknown-quiz"}),
    ("docs/", {"chapter/unknown-source", "link/missing-anchor", "page/unknown-source", "page/unknown-term"}),
)
