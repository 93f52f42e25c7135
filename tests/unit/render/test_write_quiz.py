"""A quiz written as quizdown and read again is the same quiz."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.model.ids import revision
from macros.model.problem import Where
from macros.model.quiz import Kind, Option, Question, Quiz
from macros.render.quizdown import write_quiz
from tests import quizdown

NOWHERE = Where(PurePosixPath("sample.md"))


def without_lines(quiz: Quiz) -> Quiz:
    questions = tuple(
        replace(q, where=NOWHERE, options=tuple(replace(o, where=NOWHERE) for o in q.options))
        for q in quiz.questions
    )
    return replace(quiz, where=NOWHERE, questions=questions)


def assert_reads_back(quiz: Quiz) -> None:
    text = write_quiz(quiz)
    again, problems = quizdown.read(text, quiz.id)
    assert quizdown.refusals(problems) == [], text
    assert again is not None
    assert without_lines(again) == without_lines(quiz), text


def test_a_quiz_is_written_as_an_author_would_write_it() -> None:
    source = """\
---
shuffle_answers: false
primary_color: "#FF851B"
---

## How many legs has a spider?

---
id: legs
see: 02-animals#spiders
formerly: [spider, how-many]
---

Count them.

> Insects have six.

> It is twice as many as a cat has.

1. [ ] Six
   > That is an insect.
1. [x] Eight, and

   ```
   4 + 4
   ```
   > Two words:
   >
   > - four
   > - pairs

## Which are mammals?

---
id: mammals
---

- [x] Whales
- [ ] Sharks

## In which order do they hatch?

---
id: hatch
---

1. egg
1. chick
"""
    quiz, problems = quizdown.read(source)
    assert problems == []
    assert quiz is not None
    assert write_quiz(quiz) == source


def clean_samples() -> list[str]:
    found = {name: quizdown.read(quizdown.source(name)) for name in quizdown.SAMPLES}
    return [name for name, (quiz, problems) in found.items() if quiz and not quizdown.refusals(problems)]


@pytest.mark.parametrize("name", clean_samples())
def test_every_sample_without_a_mistake_reads_back(name: str) -> None:
    quiz, _ = quizdown.read(quizdown.source(name), name)
    assert quiz is not None
    assert_reads_back(quiz)


SIGNS = "ab Zé#*_`~[]()!<>&\\|:;\"'{}%@+-=.,?1090 \u2028\x85\x7f亀🐢"
# Words that may start a line in any text without starting a list, a quote, a heading or a rule.
WORDS = st.tuples(st.sampled_from("abcZé亀🐢"), st.text(SIGNS, max_size=20)).map(
    lambda pair: "".join(pair).strip()
)
TITLES = WORDS | st.sampled_from(
    [
        "C#",
        "a #",
        "#",
        "# #",
        "a \\#",
        "`---`",
        "*a* **b**",
        "[a](b)",
        "![a](b)",
        "1. a",
        "> a",
        "- a",
        "---x",
        "- [x] a",
    ]
)
FENCE = st.lists(
    st.sampled_from(["", "code", "    more", "\tx", "# no", "- [x] no", "> no", "---", "1. no", "   "]),
    max_size=4,
).map(lambda lines: "\n".join(["```", *lines, "```"]))
TABLE = st.just("| a | b |\n|---|--:|\n| `c` | \\| |")
IMAGE = st.just('![a *b*](c.png "d")')
INDENTED = st.just("    code\n\n      more\n    > code")
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
PLAIN = st.one_of(LINES, FENCE, TABLE, IMAGE)
NESTED = st.sampled_from(
    ["- a\n- b\n  - c\n\n    d", "1. a\n\n   b\n2. c", "* [ ] box\n* [x] box", "- > quote\n- # head"]
)


def blocks(*kinds: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(*kinds), min_size=1, max_size=3).map("\n\n".join)


# A text holds no lists, for they would be options; an option starts on the line of its box, so not with indented code.
TEXTS = st.just("") | blocks(PLAIN, INDENTED)
OPTIONS = st.tuples(PLAIN | NESTED, st.lists(PLAIN | NESTED | INDENTED, max_size=2)).map(
    lambda parts: "\n\n".join([parts[0], *parts[1]])
)
QUOTES = blocks(PLAIN, NESTED, INDENTED, st.just("> inner"))
IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True) | st.sampled_from(
    ["null", "true", "no", "1e5"]
)
STOCK = st.fixed_dictionaries(
    {},
    optional={
        "shuffle_answers": st.booleans(),
        "shuffle_questions": st.booleans(),
        "nQuestions": st.integers(0, 10**6),
        "passingGrade": st.sampled_from([0, 80, 12.5]),
        "primary_color": WORDS,
        "locale": st.sampled_from(["de", "null", "no"]),
    },
)


def is_clean(text: str) -> bool:
    """Chance may have made what a quiz refuses: an address given apart, a heading, a rule, a code fence left open."""
    _, problems = quizdown.read(f"## Q?\n\n{text}\n\n- [x] a\n")
    return not quizdown.refusals(problems)


@st.composite
def questions(draw: st.DrawFn, id: str) -> Question:
    kind = draw(st.sampled_from(Kind))
    texts = draw(st.lists(OPTIONS, min_size=1, max_size=4, unique_by=lambda text: " ".join(text.split())))
    right = draw(st.integers(0, len(texts) - 1))
    ticks = [n == right or (kind is Kind.MULTIPLE and draw(st.booleans())) for n in range(len(texts))]
    options = tuple(
        Option(revision(text), NOWHERE, text, draw(st.just("") | QUOTES), tick or kind.is_ordered)
        for text, tick in zip(texts, ticks, strict=True)
    )
    return Question(
        id=id,
        where=NOWHERE,
        kind=kind,
        title=" ".join(draw(TITLES).split()),
        options=options,
        text=draw(TEXTS.filter(is_clean)),
        hints=tuple(draw(st.lists(QUOTES, max_size=2))),
        explanation=draw(st.just("") | LINES | st.just("a: 'b'\n\n- c # d")),
        see=draw(st.sampled_from(["", "02-basics#which", "null#a", "a#b.c"])),
        formerly=tuple(draw(st.lists(IDS, max_size=2))),
        settings=draw(st.fixed_dictionaries({}, optional={"shuffle_answers": st.booleans()})),
    )


@st.composite
def quizzes(draw: st.DrawFn) -> Quiz:
    ids = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    return Quiz("sample", NOWHERE, tuple(draw(questions(id)) for id in ids), draw(STOCK))


@settings(max_examples=200)
@given(quizzes())
def test_any_quiz_that_can_be_written_reads_back_equal(quiz: Quiz) -> None:
    assert_reads_back(quiz)
