"""The Markdown extension: fills the slots that macros left, and draws figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from macros.adapters.artifacts import files_of_this_build
from macros.build import opened_course
from macros.content.figures import parse_figure
from macros.memo import recall
from macros.model.problem import Level, Where
from macros.render.figure import render_figure
from macros.render.slots import fill_slots, holds_slots, message_box


class SlotPostprocessor(Postprocessor):
    def __init__(self, md: Markdown, root: Path) -> None:
        super().__init__(md)
        self._root = root

    def run(self, text: str) -> str:
        if not holds_slots(text):
            return text
        course = opened_course(self._root).course
        files = files_of_this_build()
        return fill_slots(text, replace(course, paper=files) if files else course)


class CourseExtension(Extension):
    """`root` is the folder of mkdocs.yml, as seen from where the host was started; both hosts are started there."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"root": [".", "folder of mkdocs.yml"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        # Below raw_html (30), so that the comments it put aside are back in the text.
        md.postprocessors.register(SlotPostprocessor(md, Path(self.getConfig("root"))), "course_slots", 5)


def makeExtension(**kwargs: Any) -> CourseExtension:
    return CourseExtension(**kwargs)


def figure_fence(
    source: str, language: str, css_class: str, options: dict[str, Any], md: Markdown, **rest: Any
) -> str:
    """A custom fence for SuperFences: the figure drawn, or a message that says what is wrong with it."""
    return recall("fragments", ("figure", source), lambda: _figure(source))


def _figure(source: str) -> str:
    figure, problems = parse_figure(source, Where(PurePosixPath("figure")))
    wrong = [p for p in problems if p.level is Level.ERROR]
    if figure is None or wrong:
        words = " ".join(f"{p.message} {p.remedy}" for p in wrong) or "This figure cannot be drawn."
        return message_box(words)
    return render_figure(figure)
