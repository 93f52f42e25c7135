"""Takes the engine's small course of examples apart: each example with the lines of its file that make it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from textwrap import dedent

from macros.content.course import read_course
from macros.model.course import Chapter, Page
from macros.model.example import Example, Gallery
from macros.model.problem import Problem
from macros.model.quiz import Quiz
from macros.model.vocabulary import CHAPTER_PARTS
from macros.model.worksheet import Worksheet

FIELDS = "fields"
"""The worksheet whose sections are the examples of fields; every other sheet is one example."""
WORDS = ("term", "source", "chapter")

# What a part of a chapter is made of: keys of its front matter.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "chapter_header": ("title", "course", "id", "chapter", "pivot", "factor", "minutes", "outcomes"),
    "then_and_now": ("then_and_now",),
    "summary": ("summary",),
    "ask_yourself": ("ask_yourself",),
    "ask_your_team": ("ask_your_team",),
    "action_plan": ("action_plan",),
    "worksheets": ("worksheets",),
    "session": ("session",),
}
# These are explained elsewhere, or have nothing of their own to write.
_NO_PARTS = {"quiz", "next_chapter"}
PARTS = tuple(name for name in CHAPTER_PARTS if name not in _NO_PARTS)


def read_examples(texts: Mapping[str, str]) -> tuple[Gallery, list[Problem]]:
    """The gallery of the examples' course, whose files are `texts` by their path below its root."""
    course, problems = read_course(texts)
    examples: dict[str, Example] = {}

    def add(example: Example) -> None:
        examples[example.id] = example

    for sheet in course.worksheets.values():
        text = texts[f"docs/{sheet.uri}"]
        if sheet.id == FIELDS:
            for example in _fields(sheet, text):
                add(example)
        elif not sheet.action_plan:
            add(Example(f"sheet/{sheet.id}", text, sheet))
    for page in course.pages.values():
        for example in _figures(page, texts[f"docs/{page.uri}"]):
            add(example)
    for quiz in course.quizzes.values():
        for example in _questions(quiz, texts[f"quizzes/{quiz.id}.md"]):
            add(example)
    for chapter in course.chapters:
        text = texts[f"docs/{chapter.uri}"]
        for example in (*_parts(text), *_words(chapter, text, texts)):
            add(example)
    return Gallery(course, examples), problems


def _fields(sheet: Worksheet, text: str) -> Iterator[Example]:
    for section in sheet.sections:
        entry = _entry(text, rf"^ *- id: {section.id}$")
        source = entry[entry.index("fields:\n") :]
        alone = replace(sheet, id=f"field-{section.id}", sections=(section,), example=None)
        yield Example(f"field/{section.id}", dedent(f"  {source}"), alone)


def _figures(page: Page, text: str) -> Iterator[Example]:
    fences = re.findall(r"^``` figure\n.*?^```\n", text, re.MULTILINE | re.DOTALL)
    for figure, source in zip(page.figures, fences, strict=True):
        yield Example(f"figure/{figure.kind}", source, figure)


def _questions(quiz: Quiz, text: str) -> Iterator[Example]:
    sources = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    for question, source in zip(quiz.questions, sources, strict=True):
        # Each stands alone on its page, so each is a quiz of its own.
        alone = replace(quiz, id=f"example-{question.id}", questions=(replace(question, see=""),))
        yield Example(f"quiz/{question.id}", source.strip() + "\n", alone)


def _parts(text: str) -> Iterator[Example]:
    for name in PARTS:
        above = "".join(_key(text, key) for key in _KEYS[name])
        # The keys of `course` keep their place below it; without it they stand alone.
        above = above if "course:\n" in above else dedent(above)
        body = text.partition("\n---\n")[2]
        call = re.search(rf"(?:^## [^\n]*\n\n)?^\{{\{{ {name}\(\) }}}}$", body, re.MULTILINE)
        assert call is not None, name
        yield Example(
            f"part/{name.replace('_', '-')}",
            f"# in the front matter\n{above}\n# in the text\n{call[0]}\n",
            name,
        )


def _words(chapter: Chapter, text: str, texts: Mapping[str, str]) -> Iterator[Example]:
    lists = {"term": "docs/glossary.md", "source": "docs/sources.md"}
    for name in WORDS:
        found = re.search(rf"\{{#{name}\}}\n\n(.*?)\n\n", text, re.DOTALL)
        assert found is not None, name
        sentence = found[1]
        source = f"# in the text\n{sentence}\n"
        if name in lists:
            source += f"\n# in {lists[name]}\n{_entry(texts[lists[name]], r'^ *- id: ')}"
        yield Example(f"words/{name}", source, sentence)


def _key(text: str, key: str) -> str:
    """The lines of a key in the front matter, of `course` only its first."""
    entry = _entry(text, rf"^(?:  )?{key}:", dedented=False)
    return "course:\n" if key == "course" else entry


def _entry(text: str, begins: str, dedented: bool = True) -> str:
    """The line that matches `begins` and all that is indented below it."""
    found = re.search(rf"{begins}[^\n]*\n", text, re.MULTILINE)
    assert found is not None, begins
    first = text[text.rindex("\n", 0, found.start() + 1) + 1 : found.end()] if found.start() else found[0]
    indent = len(first) - len(first.lstrip())
    lines = [first]
    for line in text[found.end() :].splitlines(keepends=True):
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        lines.append(line)
    entry = "".join(lines).rstrip("\n") + "\n"
    return dedent(entry) if dedented else entry
