"""Where pages lead to their PDFs: nothing at all in a build that makes none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from macros.model.course import Chapter, Course, PaperFile
from macros.render.environment import render
from macros.render.here import Here


@dataclass(frozen=True, slots=True)
class _Line:
    """Files that differ in their paper alone."""

    words: str
    files: tuple[PaperFile, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    title: str
    lines: tuple[_Line, ...]


def file_links(files: tuple[PaperFile, ...], words: str, here: Here) -> Markup:
    """One line of links, `words` first."""
    return _lines((_Line(words, files),), here)


def chapter_files(chapter: Chapter, course: Course, here: Here) -> Markup:
    """The PDFs of a chapter's session."""
    return _lines(_of_chapter(chapter, course), here)


def course_files(course: Course, here: Here) -> str:
    """All PDFs but the worksheets', whose pages name them."""
    whole = (
        _Line("Participant's workbook", course.paper.get("workbook", ())),
        _Line("Facilitator's guide", course.paper.get("facilitator-guide", ())),
        *_other_quizzes(course),
    )
    groups = [_Group("The whole course", whole)]
    groups += [_Group(f"Chapter {c.number}: {c.title}", _of_chapter(c, course)) for c in course.chapters]
    shown = [g for g in groups if any(line.files for line in g.lines)]
    return render("paper/course-files.html.jinja", here=here, groups=shown, lines=_lines) if shown else ""


def _other_quizzes(course: Course) -> Iterator[_Line]:
    """Quizzes that belong to no chapter, under the titles of their pages."""
    own = {chapter.quiz for chapter in course.chapters}
    for page in course.pages.values():
        for id in page.named_by("quiz"):
            if id not in own:
                yield _Line(page.title, course.paper.get(f"quizzes/{id}", ()))
                yield _Line(f"{page.title}, answer key", course.paper.get(f"quizzes/{id}-key", ()))


def _of_chapter(chapter: Chapter, course: Course) -> tuple[_Line, ...]:
    def line(words: str, name: str) -> _Line:
        return _Line(words, course.paper.get(name, ()))

    return (
        line("Facilitator's guide", f"chapters/{chapter.stem}-guide"),
        line("Handout", f"chapters/{chapter.stem}"),
        line("Quiz", f"quizzes/{chapter.quiz}"),
        line("Answer key", f"quizzes/{chapter.quiz}-key"),
    )


def _lines(lines: tuple[_Line, ...], here: Here) -> Markup:
    shown = [line for line in lines if line.files]
    return Markup(render("paper/files.html.jinja", here=here, lines=shown).strip()) if shown else Markup("")
