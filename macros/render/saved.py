"""The element that ties a page to the learner's saved work, with every word it says and the ids that were renamed."""

from __future__ import annotations

import json
from collections.abc import Mapping

from macros.model.course import Chapter, Course
from macros.model.quiz import Quiz
from macros.model.saved import chapter_formerly, quiz_formerly, worksheet_formerly
from macros.model.worksheet import Worksheet
from macros.render.environment import render


def saved_work(
    course: Course, formerly: Mapping[str, str] | None = None, *, chapter: str = "", end: str = ""
) -> str:
    """`<learn-saved>`: once on each page on which something can be saved, before what it saves.

    `formerly` maps old full ids to new ones, for the items on the page. `chapter` is the id of the chapter that the page
    holds, and `end` the anchor at which its text has been read.
    """
    return render(
        "chapter/saved.html.jinja",
        course=course.identity.id,
        formerly=json.dumps(formerly, separators=(",", ":")) if formerly else "",
        chapter=chapter,
        end=end,
    )


def saved_chapter(chapter: Chapter, course: Course) -> str:
    """The element for a chapter's page, which may hold worksheets besides its own parts."""
    page = course.pages.get(chapter.uri)
    quiz = course.quizzes.get(chapter.quiz)
    formerly = chapter_formerly(chapter) | (quiz_formerly(quiz) if quiz else {})
    for id in page.named_by("worksheet") if page else ():
        sheet = course.worksheets.get(id)
        formerly |= worksheet_formerly(sheet) if sheet else {}
    end = "quiz" if page and "quiz" in page.anchors else ""
    return saved_work(course, formerly, chapter=chapter.id, end=end)


def saved_sheet(sheet: Worksheet, course: Course) -> str:
    """The element for a page that holds a worksheet and no chapter."""
    return saved_work(course, worksheet_formerly(sheet))


def saved_quiz(quiz: Quiz, course: Course) -> str:
    """The element for a page that holds a quiz and no chapter."""
    return saved_work(course, quiz_formerly(quiz))
