"""A quiz as it stands in a page: real forms that can be read, answered and printed without scripts.

The element learn-quiz only adds to this HTML: it marks answers with the key that each form carries and says what the
attributes say, so every word a learner reads comes from the template. The full id of a question is also its anchor.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from types import MappingProxyType

from markupsafe import Markup

from macros.memo import recall
from macros.model.course import Course
from macros.model.quiz import Kind, Option, Question, Quiz
from macros.render import text
from macros.render.environment import render
from macros.render.here import Here

_ANYWHERE = Here("", "")
_NOWHERE: Mapping[str, tuple[str, str]] = MappingProxyType({})
_DO = {
    Kind.SINGLE: "Choose one",
    Kind.MULTIPLE: "Choose all that apply",
    Kind.SEQUENCE: "Put in order",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One option ready for the template. `is_block`: its words hold more than one paragraph, so a label cannot hold them."""

    id: str
    words: Markup
    is_block: bool
    name: str
    comment: str
    correct: bool


@dataclass(frozen=True, slots=True)
class _View:
    """One question ready for the template; `rows` as they are asked, `answers` as they are explained. `has_see`: a link leads to
    where its answer is taught."""

    id: str
    number: int
    kind: str
    do: str
    question: Question
    rows: tuple[_Row, ...]
    answers: tuple[_Row, ...]
    has_see: bool


def full_id(quiz: Quiz, question: Question) -> str:
    """The name under which saved work knows a question; it is the anchor on the page as well."""
    return f"quiz/{quiz.id}/{question.id}"


def shuffled_steps(question: Question) -> tuple[Option, ...]:
    """The steps of a sequence in the order in which they are asked: the same in every build, never the right one."""

    def place(option: Option) -> bytes:
        return blake2b(f"{question.id}/{option.id}".encode(), digest_size=8).digest()

    steps = tuple(sorted(question.options, key=place))
    return steps if steps != question.options else steps[1:] + steps[:1]


def quiz_html(quiz: Quiz, course: Course, here: Here, heading: int = 3) -> str:
    """A quiz with its links to the chapters that its questions name; `heading` is the level of its questions."""
    see = {}
    for question in quiz.questions:
        stem, _, anchor = question.see.partition("#")
        if target := course.chapter_of_stem(stem):
            page = course.pages.get(target.uri)
            section = page.headings.get(anchor, "") if page else ""
            # On the chapter's own page only the section is news.
            chapter = "" if target.uri == here.uri and section else f"Chapter {target.number}: {target.title}"
            words = ", ".join(filter(None, (chapter, section)))
            see[question.see] = (here.to(target.uri, anchor), words)
    return render_quiz(quiz, here, see, heading)


def render_quiz(
    quiz: Quiz, here: Here, see: Mapping[str, tuple[str, str]] = _NOWHERE, heading: int = 3
) -> str:
    """The quiz's HTML. `see` maps what questions name in `see` to (address, words); what it lacks gets no link.

    `heading` is the level of the questions' headings, one below the heading the quiz stands under.
    """
    of_quiz = repr(quiz)
    # A quiz whose texts lead nowhere is the same on every page but for the links to where its answers are taught.
    here = here if "](" in of_quiz or "<http" in of_quiz else _ANYWHERE
    linked = tuple(question.see in see for question in quiz.questions)
    parts = ("quiz", of_quiz, repr(here), repr(linked), repr(heading))
    html = recall("fragments", parts, lambda: _rendered(quiz, here, linked, heading))
    links = tuple(_link(*see[q.see]) if q.see in see else "" for q in quiz.questions)
    return _SEE.sub(lambda match: links[int(match[1]) - 1], html)


# Texts are escaped, so only the template writes comments.
_SEE = re.compile(r"<!-- see (\d+) -->")


def _link(address: str, words: str) -> str:
    return Markup('<a href="{}">{}</a>').format(address, text.plain(words))


def _rendered(quiz: Quiz, here: Here, linked: tuple[bool, ...], heading: int) -> str:
    views = tuple(
        _view(quiz, number, q, here, has_see)
        for number, (q, has_see) in enumerate(zip(quiz.questions, linked, strict=True), 1)
    )
    kinds = tuple(k.value for k in Kind if any(q.kind is k for q in quiz.questions))
    html = render("quiz.html.jinja", quiz=quiz, views=views, kinds=kinds, here=here, heading=heading)
    return html.strip()


def _view(quiz: Quiz, number: int, question: Question, here: Here, has_see: bool) -> _View:
    rows = {option: _row(option, here) for option in question.options}
    ordered = question.kind.is_ordered
    asked = shuffled_steps(question) if ordered else question.options
    explained = question.options if ordered else sorted(question.options, key=lambda o: not o.correct)
    return _View(
        id=full_id(quiz, question),
        number=number,
        kind=question.kind.value,
        do=_DO[question.kind],
        question=question,
        rows=tuple(rows[option] for option in asked),
        answers=tuple(rows[option] for option in explained),
        has_see=has_see,
    )


def _row(option: Option, here: Here) -> _Row:
    html = text.block(option.text, here)
    # Raw HTML is escaped in fragments, so these marks can only be the paragraph's own.
    one_paragraph = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    words = html[len("<p>") : -len("</p>")] if one_paragraph else html
    return _Row(
        id=option.id,
        words=words,
        is_block=not one_paragraph,
        name=text.plain(option.text),
        comment=option.comment,
        correct=option.correct,
    )
