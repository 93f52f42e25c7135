"""What the tests of the quiz playground share: a small course with a playground, and what `course check` says of one file in it."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from macros.build import RUNTIME
from macros.check.all import check_course
from macros.content.course import read_course
from macros.content.files import decode, other_files, read_sources
from macros.export.quoted import quoted
from macros.model.problem import Where
from tests import quizdown
from tests.sites import bread

PAGE = "docs/contribute/playground.md"
PUBLISHED = '[\n  "quiz/01-flour",\n  "quiz/01-flour/gone-long-ago",\n  "quiz/02-oven/gone-too"\n]\n'
# Mistakes that only the rest of the course can tell, besides the samples of the format.
MORE = {
    "see of an unknown chapter": "## Why?\n\n---\nid: why\nsee: 01-flower#ash\n---\n\n1. [x] yes\n    > So.\n1. [ ] no\n    > No.\n",
    "see of an unknown place": "## Why?\n\n---\nid: why\nsee: 01-flour#asch\n---\n\n1. [x] yes\n    > So.\n1. [ ] no\n    > No.\n",
    "image of another host": "## Why?\n\n![](https://example.org/x.png)\n\n1. [x] [](a.md)\n    > So.\n1. [ ] no\n    > No.\n",
    "still to be written": "## To write: why?  \n\n1. [x] To write: yes\n",
    "id that it had itself": "## Why?\n\n---\nid: why\nformerly: [why]\n---\n\n1. [x] yes\n1. [ ] no\n",
    "half a sign": "## Why \ud83d?\n\n1. [x] yes\n1. [ ] no\n",
    "markup": "## <script>alert(1)</script>\n\n1. [x] [a](javascript:alert(1))\n1. [ ] <img src=x onerror=alert(1)>\n",
}


def course_with_playground(folder: Path) -> Path:
    """The bread course with a playground and a list of published ids."""
    page = "---\ntitle: Quiz playground\n---\n\n# Quiz playground\n\n{{ quiz_playground() }}\n"
    return bread(folder, {PAGE: page, "published-ids.json": PUBLISHED})


def texts() -> dict[str, tuple[str, str]]:
    """Quizzes to be judged, by a name: the text and the id under which it is judged."""
    found = {name: (quizdown.source(name), "sample") for name in quizdown.SAMPLES}
    found |= {name: (text, "sample") for name, text in MORE.items()}
    # Published questions have gone from this one.
    found["in place of a quiz"] = (quizdown.source("comments"), "01-flour")
    found["empty, in place of a quiz"] = ("", "01-flour")
    return found


def by_the_check(root: Path, text: str, id: str) -> list[dict[str, Any]]:
    """What `course check` reports for `quizzes/<id>.md` with that text, as the playground writes it."""
    path = f"quizzes/{id}.md"
    sources, problems = read_sources(root)
    raw = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
    plain, found = decode(raw, Where(PurePosixPath(path)))
    assert plain is not None
    sources = dict(sorted({**sources, path: plain}.items()))
    course, more = read_course(sources, (), other_files(root))
    every = {*problems, *found, *more, *check_course(course)}
    return [
        {
            "line": p.where.line,
            "column": p.where.column,
            "level": p.level.value,
            "rule": p.rule,
            "message": p.message,
            "remedy": p.remedy,
            "quote": {"words": q.words, "start": q.start, "length": q.length}
            if (q := quoted(p, sources))
            else None,
        }
        for p in sorted(every, key=lambda p: p.sort_key)
        if str(p.where.path) == path
    ]


def need_runtime() -> None:
    """Skip where Pyodide is not installed, but never in CI."""
    if RUNTIME.is_dir():
        return
    if os.environ.get("CI"):
        pytest.fail(
            "Pyodide is missing, and CI must not skip the playground. `make test` fetches it with npm."
        )
    pytest.skip("Pyodide is missing; `make test` fetches it with npm")
