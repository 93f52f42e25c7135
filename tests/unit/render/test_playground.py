"""The playground's page: templates that the check has nothing against, every word that its element says, and no dead controls."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath

import pytest
from bs4 import BeautifulSoup, Tag

from macros.build import open_course
from macros.content.quizdown import parse_quiz
from macros.model.problem import Where
from macros.model.quiz import Kind
from macros.model.wording import UNWRITTEN
from macros.render.here import Here
from macros.render.playground import TEMPLATES, quiz_playground
from tests.playground import by_the_check
from tests.sites import BREAD, ROOT

COURSE = open_course(BREAD).course
HERE = Here("contribute/playground.md", "contribute/playground/")
ELEMENT = ROOT / "overrides/assets/learn/elements/learn-playground.mjs"
FORMAT = Where(PurePosixPath("quizzes/x.md"))


def root() -> Tag:
    found = BeautifulSoup(quiz_playground(COURSE, HERE), "html.parser").find("learn-playground")
    assert isinstance(found, Tag)
    return found


def filled(text: str, number: int = 1) -> str:
    return text.replace("{id}", f"question-{number}").replace("{see}", str(root()["data-see"]))


@pytest.mark.parametrize("template", [t for t in TEMPLATES if t.is_question], ids=lambda t: t.name)
def test_a_template_of_a_question_leaves_nothing_to_mend_but_what_is_to_be_written(template: object) -> None:
    text = filled(template.text)  # type: ignore[attr-defined]
    found = {p["rule"] for p in by_the_check(BREAD, text, "new-one")}
    assert found == {"file/unwritten", "quiz/unused"}
    quiz, _ = parse_quiz(text, FORMAT, "x")
    assert quiz
    assert quiz.questions[0].kind is Kind(template.name)  # type: ignore[attr-defined]


def test_all_templates_together_make_one_quiz() -> None:
    parts = {t.name: t.text for t in TEMPLATES}
    single = parts["single"].replace("\n1. [ ]", f"\n{parts['hint']}\n1. [ ]", 1)
    text = "\n".join(
        [parts["options"], filled(single, 1), filled(parts["multiple"], 2), filled(parts["sequence"], 3)]
    )
    quiz, problems = parse_quiz(text, FORMAT, "x")
    assert problems == []
    assert quiz
    assert [q.kind for q in quiz.questions] == [Kind.SINGLE, Kind.MULTIPLE, Kind.SEQUENCE]
    assert quiz.questions[0].hints
    assert quiz.settings == {"shuffle_answers": False}


def test_templates_mark_what_is_to_be_written_as_the_check_knows_it() -> None:
    assert all(UNWRITTEN in t.text for t in TEMPLATES if t.name not in ("settings", "options"))
    assert "    > " in next(t.text for t in TEMPLATES if t.name == "comment")


def test_the_element_finds_every_word_it_says() -> None:
    words = json.loads(str(root()["data-words"]))
    script = ELEMENT.read_text("utf-8")
    counted = set(re.findall(r"number\('(\w+)'", script))
    used = set(re.findall(r"this\.words\.(\w+)", script)) | counted | {f"{word}One" for word in counted}
    assert used == words.keys()


def test_what_needs_scripts_is_out_of_sight_without_them() -> None:
    bare, live = root().find_all("div", recursive=False)
    assert live.has_attr("hidden")
    assert bare.find_all(["button", "input", "textarea"]) == []


def test_quizzes_to_open_stand_in_the_order_of_their_chapters() -> None:
    options = [(o["value"], o.get("data-see", "")) for o in root().select("option")]
    assert [value for value, _ in options] == ["", "01-flour", "02-oven"]
    assert options[1][1].startswith("01-flour#")
    assert root()["data-see"] == options[1][1]


def test_addresses_are_seen_from_the_page() -> None:
    assert root()["data-base"] == "../../assets/playground/"
    assert root()["data-root"] == "../../"
    assert root()["data-path"] == "docs/contribute/playground.md"
