"""The stock quizdown parser, in a real browser, against ours: the same questions, or a reason written down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mkdocs_quizdown_plugin
import pytest
from playwright.sync_api import Browser, Page

from macros.content.files import EXAMPLES
from macros.model.quiz import Quiz
from macros.render import text
from macros.render.quizdown import write_quiz
from tests import quizdown

pytestmark = pytest.mark.browser

STOCK = Path(mkdocs_quizdown_plugin.__file__).parent / "assets" / "quizdown.js"
QUIZZES = [
    *sorted((Path(__file__).resolve().parents[2] / "quizzes").glob("*.md")),
    *sorted((EXAMPLES / "quizzes").glob("*.md")),
]
KINDS = {"single": "SingleChoice", "multiple": "MultipleChoice", "sequence": "Sequence"}

# White space says nothing here: the stock parser joins paragraphs without any.
HELPERS = """
window.words = (html) => {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const image of page.images) image.replaceWith(image.alt)
  return page.body.textContent.replace(/\\s+/g, '')
}
window.stock = (source) => {
  // The largest random number leaves the order of everything as the author wrote it.
  Math.random = () => 1 - Number.EPSILON
  let quiz
  try {
    quiz = quizdown.parseQuizdown(source, { startOnLoad: false })
  } catch (error) {
    return { refused: String(error) }
  }
  return quiz.questions.map((question) => ({
    kind: question.questionType,
    title: words(question.text),
    text: words(question.explanation),
    hints: words(question.hint),
    options: question.answers
      .sort((one, other) => one.id - other.id)
      .map((answer) => ({ text: words(answer.html), comment: words(answer.comment), correct: Boolean(answer.correct) })),
  }))
}
"""


@pytest.fixture(scope="module")
def reference(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=STOCK.read_text("utf-8"))
    page.evaluate(HELPERS)
    yield page
    page.close()


def as_stock_sees_it(page: Page, source: str) -> Any:
    """Questions in plain words, or "refused"."""
    found = page.evaluate("source => stock(source)", source)
    return "refused" if "refused" in found else found


def as_we_see_it(page: Page, source: str) -> Any:
    quiz, problems = quizdown.read(source)
    return "refused" if quiz is None or quizdown.refusals(problems) else in_plain_words(page, quiz)


def in_plain_words(page: Page, quiz: Quiz) -> Any:
    def words(markdown: str) -> Any:
        return {"html": str(text.block(markdown))}

    questions = [
        {
            "kind": KINDS[question.kind.value],
            "title": {"html": str(text.inline(question.title))},
            "text": words(question.text),
            "hints": words("\n\n".join(question.hints)),
            "options": [
                {
                    "text": words(option.text),
                    "comment": words(option.comment),
                    # The stock parser has no boxes in a sequence, so nothing there is marked right.
                    "correct": option.correct and not question.kind.is_ordered,
                }
                for option in question.options
            ],
        }
        for question in quiz.questions
    ]
    return page.evaluate(
        "json => JSON.parse(json, (_, value) => value && value.html !== undefined ? words(value.html) : value)",
        json.dumps(questions),
    )


@pytest.mark.parametrize("name", quizdown.SAMPLES)
def test_a_sample_means_the_same_to_both_parsers_or_says_why_not(reference: Page, name: str) -> None:
    source = quizdown.source(name)
    stock, ours = as_stock_sees_it(reference, source), as_we_see_it(reference, source)
    if (quizdown.FOLDER / f"{name}.differs").exists():
        assert ours != stock
    else:
        assert ours == stock


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: path.stem)
def test_a_quiz_of_the_course_means_the_same_in_the_playground(reference: Page, path: Path) -> None:
    source = path.read_text("utf-8")
    ours = as_we_see_it(reference, source)
    assert ours != "refused"
    assert ours == as_stock_sees_it(reference, source)


@pytest.mark.parametrize(
    "name", ["comments", "comment-with-blocks", "hints-in-steps", "code-in-option", "table-in-option"]
)
def test_what_we_write_means_the_same_to_the_stock_parser(reference: Page, name: str) -> None:
    quiz, _ = quizdown.read(quizdown.source(name))
    assert quiz
    assert as_stock_sees_it(reference, write_quiz(quiz)) == in_plain_words(reference, quiz)
