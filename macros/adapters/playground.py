"""The engine in a browser: what the playground's worker calls, with a quiz's text, for its problems and its HTML.

The browser is a host like any other. It has no files, so the rest of the course comes as a few facts (export/playground.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from macros import memo
from macros.check.all import check_course
from macros.content.course import read_course
from macros.content.files import decode
from macros.export.quoted import quoted
from macros.model.course import Chapter, Course, MacroCall, Page
from macros.model.problem import Problem, Where
from macros.render.here import Here
from macros.render.quiz import quiz_html

_MKDOCS = PurePosixPath("mkdocs.yml")


class Playground:
    """A course without its texts, into which one quiz at a time is put."""

    def __init__(self, facts: str) -> None:
        """`facts` are the JSON that `facts()` in export/playground.py writes."""
        given = json.loads(facts)
        self._chapters = tuple(_chapter(entry) for entry in given["chapters"])
        self._pages = {entry["uri"]: _page(entry) for entry in given["chapters"]}
        self._shown = tuple(MacroCall(Where(_MKDOCS), "quiz", (id,)) for id in given["shown"])
        self._published: list[str] = given["published"]

    def look(self, text: str, id: str) -> str:
        """JSON for one quiz: `problems` as `course check` has them for `quizzes/<id>.md`, and `html` as its page shows it,
        with addresses seen from the site's root."""
        path = f"quizzes/{id}.md"
        # Half of a character out of two, which a browser's text may hold, is no UTF-8.
        raw = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
        plain, problems = decode(raw, Where(PurePosixPath(path)))
        texts = {path: plain or ""}
        course, found = read_course(texts)
        course = self._around(course, id)
        problems = [p for p in {*problems, *found, *check_course(course)} if str(p.where.path) == path]
        quiz = course.quizzes.get(id)
        answer = {
            "problems": [_shown(p, texts) for p in sorted(problems, key=lambda p: p.sort_key)],
            "html": quiz_html(quiz, course, self._here(id)) if quiz else "",
        }
        # What is kept for the next run grows with every key that is pressed, and here there is none.
        memo.forget()
        return json.dumps(answer, ensure_ascii=False)

    def _around(self, course: Course, id: str) -> Course:
        """The quiz's course, with the chapters that it may point to."""
        own = f"quiz/{id}"
        home = Page("index.md", Where(_MKDOCS), "", {}, self._shown)
        published = {
            one: Where(_MKDOCS) for one in self._published if one == own or one.startswith(f"{own}/")
        }
        return replace(
            course, chapters=self._chapters, pages={"index.md": home, **self._pages}, published=published
        )

    def _here(self, id: str) -> Here:
        """The folder of the quiz's page, where an author's links start; a new quiz may well stand in a chapter."""
        page = next((c.uri for c in self._chapters if c.quiz == id), "chapters/?")
        folder = page.rpartition("/")[0]
        # A name that no page has: every link is a link to another page.
        return Here(f"{folder}/?" if folder else "?", "")


def _chapter(entry: Mapping[str, Any]) -> Chapter:
    return Chapter(
        id=entry["id"],
        where=Where(PurePosixPath("docs") / entry["uri"]),
        uri=entry["uri"],
        number=entry["number"],
        title=entry["title"],
        description="",
        minutes_read=0,
        outcomes=(),
        summary=(),
        ask_yourself=(),
        ask_your_team=(),
        action_plan=(),
        quiz=entry["quiz"],
    )


def _page(entry: Mapping[str, Any]) -> Page:
    where = Where(PurePosixPath("docs") / entry["uri"])
    anchors = dict.fromkeys(entry["anchors"], where)
    return Page(entry["uri"], where, entry["title"], anchors, (), headings=entry["headings"])


def _shown(problem: Problem, texts: Mapping[str, str]) -> dict[str, object]:
    quote = quoted(problem, texts)
    return {
        "line": problem.where.line,
        "column": problem.where.column,
        "level": problem.level.value,
        "rule": problem.rule,
        "message": problem.message,
        "remedy": problem.remedy,
        "quote": {"words": quote.words, "start": quote.start, "length": quote.length} if quote else None,
    }
