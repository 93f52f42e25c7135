"""Rules over a quiz: each with what it minds and what it lets pass."""

from __future__ import annotations

import pytest

from macros.check.quiz import (
    LEVELS,
    RULES,
    Rule,
    alike_options,
    all_of_the_above,
    comments,
    explicit_ids,
    few_options,
    longest_is_right,
    negative_question,
    same_place,
    see,
)
from macros.model.problem import Level
from macros.model.quiz import Quiz
from tests import quizdown

GOOD = """
## Why do leaves fall?

---
id: leaves
see: 02-trees#autumn
---

1. [ ] They are heavy
    > A leaf weighs the same in summer.
1. [x] The tree saves water
    > Roots take up little water from frozen ground.
"""


def quiz(text: str) -> Quiz:
    found, problems = quizdown.read(text)
    assert found is not None
    assert quizdown.refusals(problems) == []
    return found


def minds(rule: Rule, text: str) -> list[str]:
    """Line and rule of each problem."""
    return [f"{p.where.line} {p.rule}" for p in rule(quiz(text))]


def single(*options: str, title: str = "Q?") -> str:
    return f"## {title}\n\n" + "".join(f"1. {option}\n" for option in options) + "\n"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_rule_minds_a_good_question(rule: Rule) -> None:
    assert minds(rule, GOOD) == []


def test_every_rule_is_minded_somewhere_and_says_what_to_do() -> None:
    bad = single("[x] a", title="Which is NOT right?")
    bad += "".join(
        single("[ ] a", "[x] A much longer option", "[ ] All of the above", "[ ] a.", title=f"Q{n}?")
        for n in range(4)
    )
    problems = [problem for rule in RULES for problem in rule(quiz(bad))]
    assert {problem.rule for problem in problems} == LEVELS.keys()
    assert all(problem.remedy and problem.level is LEVELS[problem.rule] for problem in problems)


def test_what_costs_a_learner_something_stops_the_build_and_matters_of_taste_do_not() -> None:
    assert LEVELS["quiz/no-comment"] is Level.ERROR
    assert LEVELS["quiz/negative-question"] is Level.ADVICE


def test_every_option_needs_a_comment_in_every_kind_of_question() -> None:
    text = "## A?\n\n- [x] a\n  > c\n- [ ] b\n\n## B?\n\n1. one\n1. two\n   > c\n"
    assert minds(comments, text) == ["5 quiz/no-comment", "9 quiz/no-comment"]
    (problem, _) = comments(quiz(text))
    assert "«b»" in problem.message


def test_one_option_is_no_choice() -> None:
    assert minds(few_options, single("[x] a")) == ["1 quiz/few-options"]
    assert minds(few_options, single("[x] a", "[ ] b")) == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Buy now", "buy now.", True),
        ("Buy *now*", "Buy now", True),
        ("Buy, now!", "Buy now", True),
        ("Buy now", "Buy later", False),
        ("`a`", "`A`", False),
        ("3.5", "35", False),
        ("...", "!", False),
    ],
)
def test_options_that_differ_in_marks_only_are_alike(one: str, other: str, alike: bool) -> None:
    assert (minds(alike_options, single(f"[x] {one}", f"[ ] {other}")) != []) is alike


def test_the_very_same_option_is_left_to_the_reader() -> None:
    found, problems = quizdown.read(single("[x] a", "[ ] a", "[ ] A"))
    assert found is not None
    assert [f"{p.where.line} {p.rule}" for p in problems] == ["4 quiz/duplicate-option"]
    assert [f"{p.where.line} {p.rule}" for p in alike_options(found)] == ["5 quiz/alike-options"]


def test_a_question_says_where_its_answer_is_taught() -> None:
    assert minds(see, single("[x] a", "[ ] b")) == ["1 quiz/no-see"]


def test_an_id_made_of_the_heading_is_minded_and_a_chosen_one_is_not() -> None:
    assert minds(explicit_ids, "## Why me?\n\n- [x] a\n") == ["1 quiz/no-id"]
    assert minds(explicit_ids, "## 为什么？\n\n- [x] a\n") == ["1 quiz/no-id"]
    assert minds(explicit_ids, "## Why me?\n\n---\nid: me\n---\n\n- [x] a\n") == []


LONG = single("[x] a longer answer", "[ ] b", "[ ] c", "[ ] d")
SHORT = single("[x] a", "[ ] a longer answer", "[ ] c", "[ ] d")


def numbered(*questions: str) -> str:
    """The questions with a heading of their own each."""
    return "".join(text.replace("## Q?", f"## Q{n}?", 1) for n, text in enumerate(questions))


def test_a_quiz_in_which_the_longest_option_is_mostly_right_is_minded() -> None:
    assert minds(longest_is_right, numbered(*[LONG] * 4)) == ["1 quiz/longest-is-right"]
    assert minds(longest_is_right, numbered(*[LONG] * 5, *[SHORT] * 4)) == ["1 quiz/longest-is-right"]


def test_a_few_long_right_answers_are_chance() -> None:
    assert minds(longest_is_right, numbered(*[LONG] * 3)) == []
    assert minds(longest_is_right, numbered(*[LONG] * 4, *[SHORT] * 4)) == []


def test_the_address_of_a_link_does_not_make_an_option_long() -> None:
    link = single("[x] [a](https://example.org/a/very/long/address)", "[ ] a longer answer", "[ ] c", "[ ] d")
    assert minds(longest_is_right, numbered(*[link] * 6)) == []


def test_an_option_as_long_as_the_longest_does_not_give_it_away() -> None:
    tie = single("[x] abcdef", "[ ] ghijkl", "[ ] c", "[ ] d")
    assert minds(longest_is_right, numbered(*[tie] * 6)) == []


def test_a_right_answer_that_never_moves_is_minded() -> None:
    second = single("[ ] a", "[x] b", "[ ] c")
    third = single("[ ] a", "[ ] b", "[x] c")
    assert minds(same_place, numbered(*[second] * 4)) == ["1 quiz/same-place"]
    assert "option 2 in 4 of 5" in next(iter(same_place(quiz(numbered(*[second] * 4, third))))).message
    assert minds(same_place, numbered(*[second] * 3)) == []
    assert minds(same_place, numbered(*[second] * 4, *[third] * 3)) == []


def test_only_questions_with_one_right_answer_have_a_place_for_it() -> None:
    many = "## Q?\n\n- [x] a\n- [ ] b\n- [ ] c\n\n"
    steps = "## Q?\n\n1. a\n1. b\n1. c\n\n"
    assert minds(same_place, numbered(*[many] * 5, *[steps] * 5)) == []


@pytest.mark.parametrize(
    ("option", "minded"),
    [
        ("All of the above", True),
        ("None of these.", True),
        ("*Any of them*", True),
        ("Both A and C", True),
        ("neither a nor b", True),
        ("All of the staff", False),
        ("All of the options on the table are too dear", False),
        ("Both banks and insurers", False),
    ],
)
def test_options_that_speak_of_other_options_are_minded(option: str, minded: bool) -> None:
    assert (minds(all_of_the_above, single("[x] a", f"[ ] {option}")) != []) is minded


@pytest.mark.parametrize(
    ("title", "minded"),
    [
        ("Which of these is NOT a mammal?", True),
        ("All of these are mammals except:", True),
        ("Which of these is **not** a mammal?", True),
        ("Which animal is not a mammal?", True),
        ("Which of these animals doesn't fly?", True),
        ("In which order does a leader move when the way ahead is not yet known?", False),
        ("What do you say to a customer who is not ready?", False),
        ("Which note does the pianist play?", False),
        ("What is the notable exception?", False),
    ],
)
def test_questions_that_ask_for_the_opposite_are_minded(title: str, minded: bool) -> None:
    assert (minds(negative_question, single("[x] a", "[ ] b", title=title)) != []) is minded
