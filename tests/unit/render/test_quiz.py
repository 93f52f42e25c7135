"""The quiz's HTML: complete without scripts, valid, the same in every build."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from macros import memo
from macros.model.problem import Where
from macros.model.quiz import Kind, Option, Question, Quiz
from macros.render.here import Here
from macros.render.quiz import full_id, render_quiz, shuffled_steps

WHERE = Where(PurePosixPath("quizzes/04-flexibility.md"))
HERE = Here("chapters/04-flexibility.md", "chapters/04-flexibility/")
SEE = {"04-flexibility#phases": ("#phases", "Short phases beat long plans")}


def option(id: str, text: str, comment: str = "", correct: bool = False) -> Option:
    return Option(id, WHERE, text, comment, correct)


def question(id: str, kind: Kind, title: str, *options: Option, **more: object) -> Question:
    return Question(id, WHERE, kind, title, options, **more)  # type: ignore[arg-type]


SINGLE = question(
    "short-phases",
    Kind.SINGLE,
    "A clinic group wants one *18-month* rollout with a single launch. What do you advise?",
    option(
        "approve-it",
        "Approve it: a fixed plan removes the risk",
        "A plan cannot remove what nobody knows yet.",
    ),
    option(
        "ask-for-phases",
        "Ask for short phases that each deliver something",
        "Each phase teaches you something **before** the next is paid for.",
        True,
    ),
    option(
        "decline",
        "Decline, because large projects always fail",
        "Large projects can be cut; the customer is worth it.",
    ),
    text="Bluebird Clinics (fictional) has six sites and one IT manager. The board wants a date.",
    hints=("Think of what nobody can know today.", "Which answer lets you *stop* after six weeks?"),
    explanation="The price of a wrong turn grows with the length of a phase.",
    see="04-flexibility#phases",
)
MULTIPLE = question(
    "rigid-costs",
    Kind.MULTIPLE,
    "Which of these tie a firm to decisions of years ago?",
    option(
        "lease",
        "A five-year lease on a rack that stands half empty",
        "It is paid whether anybody uses it or not.",
        True,
    ),
    option("cloud", "Capacity that is paid by the month", "It can end within the month."),
    option(
        "notice",
        "A vendor contract with a year's notice",
        "The decision of today takes effect in a year.",
        True,
    ),
    option(
        "rule",
        "A rule that every quote needs three signatures",
        "Rules bind like contracts, but cost nothing to change.",
        True,
    ),
    option("training", "A course for two engineers", "Paid once, useful anywhere."),
    see="04-flexibility#nowhere",
)
SEQUENCE = question(
    "what-before-how",
    Kind.SEQUENCE,
    "In which order does a leader move when the way ahead is not yet known?",
    option(
        "state-the-goal",
        "State what the firm shall have achieved",
        "A reason needs something to be a reason for.",
    ),
    option(
        "give-the-reason",
        "Give the reason: why it is worth the trouble",
        "It carries people when a method fails.",
    ),
    option(
        "start", "Start, although the tactics are still open", "Waiting for certainty is a decision as well."
    ),
    option("find-the-how", "Work out the tactics as experience comes in", "How is found on the way."),
    option("review", "Review with the team and decide the next phase"),
)
BLOCKS = question(
    "first-line",
    Kind.SINGLE,
    "Which note in the ticket helps the next engineer most?",
    option(
        "long",
        "A command and its result:\n\n```\n$ systemctl status backup --no-pager | head -n 3\nActive: failed (Result: exit-code)\n```",
        "It can be repeated and compared.",
        True,
    ),
    option("table", "| When | Who |\n|---|---|\n| 09:10 | Jo |\n| 09:40 | Dana |", "Times without facts."),
    option("short", "The line `fixed it`", "Nobody can build on that."),
)
QUIZ = Quiz("04-flexibility", WHERE, (SINGLE, MULTIPLE, SEQUENCE, BLOCKS))


def soup(quiz: Quiz = QUIZ, **more: object) -> Tag:
    root = BeautifulSoup(render_quiz(quiz, HERE, SEE, **more), "html.parser").find("learn-quiz")  # type: ignore[arg-type]
    assert isinstance(root, Tag)
    return root


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def form_of(which: Question, quiz: Quiz = QUIZ) -> Tag:
    found = soup(quiz).find(id=full_id(quiz, which))
    assert isinstance(found, Tag)
    return found


def test_every_question_is_a_form_that_carries_its_id_revision_kind_and_key() -> None:
    forms = soup().select("form")
    assert [f["id"] for f in forms] == [f"quiz/04-flexibility/{q.id}" for q in QUIZ.questions]
    for form, asked in zip(forms, QUIZ.questions, strict=True):
        assert form["data-id"] == form["id"]
        assert form["data-rev"] == asked.revision
        assert form["data-kind"] == asked.kind.value
        assert str(form["data-key"]).split() == list(asked.key)


def test_the_legend_says_number_kind_and_question_in_words() -> None:
    assert words(form_of(MULTIPLE).legend) == (
        "Question 2 of 4 Choose all that apply Which of these tie a firm to decisions of years ago?"
    )
    assert "Choose one" in words(form_of(SINGLE).legend)
    assert "Put in order" in words(form_of(SEQUENCE).legend)


@pytest.mark.parametrize("level", [2, 3, 4])
def test_headings_have_the_level_that_was_asked_for(level: int) -> None:
    assert {h.name for h in soup(heading=level).find_all(re.compile(r"h\d"))} == {f"h{level}"}


def test_the_quiz_is_kept_out_of_the_search_and_marked_as_the_engines() -> None:
    root = soup()
    assert root.has_attr("data-search-exclude")
    assert "learn" in root["class"]


def test_a_choice_has_one_native_control_for_each_option_in_file_order() -> None:
    radios = form_of(SINGLE).select("input[type=radio][name=answer]")
    boxes = form_of(MULTIPLE).select("input[type=checkbox][name=answer]")
    assert [r["value"] for r in radios] == [o.id for o in SINGLE.options]
    assert [b["value"] for b in boxes] == [o.id for o in MULTIPLE.options]


def test_every_control_has_a_name() -> None:
    for control in soup().select("input, select"):
        label = control.find_parent("label")
        named = control.get("aria-labelledby")
        name = words(label) if label else control.get("aria-label") or words(soup().find(id=named))
        assert name, control


def test_a_label_never_holds_blocks() -> None:
    for label in soup().select("label"):
        assert not label.select("p, div, pre, table, ul, ol, blockquote"), label


def test_words_of_several_blocks_stand_beside_their_control_and_name_it() -> None:
    rows = form_of(BLOCKS).select(".learn-quiz__row--block")
    assert len(rows) == 2
    for row in rows:
        control, said = row.input, row.find("div")
        assert control is not None
        assert isinstance(said, Tag)
        assert control["aria-labelledby"] == said["id"]
    assert rows[0].pre is not None
    assert rows[1].table is not None


def test_the_answer_without_scripts_judges_every_option_in_words_the_right_one_first() -> None:
    answer = form_of(SINGLE).select_one("details.learn-quiz__answer")
    assert answer is not None
    assert words(answer.summary) == "Show the answer"
    assert [words(li) for li in answer.select("li")] == [
        "Right: Ask for short phases that each deliver something Each phase teaches you something before the next is paid for.",
        "Not this: Approve it: a fixed plan removes the risk A plan cannot remove what nobody knows yet.",
        "Not this: Decline, because large projects always fail Large projects can be cut; the customer is worth it.",
    ]
    assert "The price of a wrong turn" in words(answer)


def test_the_answer_of_a_sequence_is_its_right_order() -> None:
    answer = form_of(SEQUENCE).select_one("details.learn-quiz__answer")
    assert answer is not None
    steps = [words(s) for s in answer.select("ol > li .learn-quiz__judged")]
    assert steps == [o.text for o in SEQUENCE.options]


def test_an_option_without_a_comment_gets_no_empty_one() -> None:
    assert all(words(c) for c in soup().select(".learn-quiz__comment"))


def test_hints_open_one_after_the_other() -> None:
    first = form_of(SINGLE).select_one("details.learn-quiz__hint")
    assert first is not None
    assert words(first.summary) == "Hint (1 of 2)"
    second = first.select_one("details")
    assert second is not None
    assert words(second) == "Next hint (2 of 2) Which answer lets you stop after six weeks?"
    assert form_of(MULTIPLE).select_one(".learn-quiz__hint") is None


def test_see_becomes_a_link_where_the_course_knows_the_place_and_nothing_elsewhere() -> None:
    link = form_of(SINGLE).select_one(".learn-quiz__see a")
    assert link is not None
    assert (link["href"], words(link)) == ("#phases", "Short phases beat long plans")
    assert form_of(MULTIPLE).select_one(".learn-quiz__see") is None


def test_on_another_page_only_the_links_to_what_is_taught_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    memo.forget()
    quiz = Quiz("own", WHERE, (SINGLE, MULTIPLE))
    own = render_quiz(quiz, HERE, SEE)
    monkeypatch.setattr("macros.render.quiz._view", lambda *parts: pytest.fail("made once more"))
    away = {"04-flexibility#phases": ("chapters/04-flexibility/#phases", "Chapter 4: *Bend* & <turn>")}
    link = '<a href="chapters/04-flexibility/#phases">Chapter 4: Bend &amp; &lt;turn&gt;</a>'
    assert render_quiz(quiz, Here("?", ""), away) == own.replace(
        '<a href="#phases">Short phases beat long plans</a>', link
    )
    assert link not in own


def test_without_scripts_no_button_is_in_the_way_and_enter_sends_nothing() -> None:
    for button in soup().select("form button"):
        assert button.has_attr("hidden") or button.find_parent(hidden=True) is not None
    # A form whose default button is disabled cannot be submitted by Enter.
    assert all(b.has_attr("disabled") for b in soup().select("button[type=submit]"))


def test_a_step_can_take_any_position() -> None:
    selects = form_of(SEQUENCE).select("ol > li select")
    assert len(selects) == 5
    for select in selects:
        assert [words(o) for o in select.select("option")] == ["–", "1", "2", "3", "4", "5"]
    assert selects[0]["aria-label"] == f"Position of: {shuffled_steps(SEQUENCE)[0].text}"


@given(st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=2, max_size=12, unique=True))
@settings(max_examples=150)
def test_steps_are_shuffled_the_same_way_every_time_and_never_into_the_right_order(ids: list[str]) -> None:
    asked = question("q", Kind.SEQUENCE, "Order?", *(option(i, i) for i in ids))
    steps = shuffled_steps(asked)
    assert sorted(s.id for s in steps) == sorted(ids)
    assert steps != asked.options
    assert steps == shuffled_steps(asked)


@given(st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=3, max_size=8, unique=True))
@settings(max_examples=50)
def test_the_shuffle_does_not_give_the_file_order_away(ids: list[str]) -> None:
    def order(*names: str) -> list[str]:
        return [
            s.id
            for s in shuffled_steps(question("q", Kind.SEQUENCE, "Order?", *(option(n, n) for n in names)))
        ]

    # But for the turn that avoids the right order, the place of a step hangs on its id alone.
    right = order(*ids)
    assert order(*reversed(ids)) in (right, right[1:] + right[:1], right[-1:] + right[:-1])


def test_markup_in_texts_is_shown_and_not_run() -> None:
    bad = question(
        "bad",
        Kind.SEQUENCE,
        "What is `<b>` <script>alert(1)</script>?",
        option("one", '<img src=x onerror="alert(1)">', "<script>alert(2)</script>"),
        option("two", 'A "quoted" & plain one'),
        text="<iframe></iframe>",
        hints=("<script>",),
    )
    html = render_quiz(Quiz("x", WHERE, (bad,)), HERE)
    root = BeautifulSoup(html, "html.parser")
    assert not root.select("script, img, iframe, [onerror]")
    assert "&lt;script&gt;alert(1)" in html


def test_ids_are_unique_in_the_page() -> None:
    ids = [tag["id"] for tag in soup().find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_links_and_pictures_in_texts_fit_the_page() -> None:
    asked = question(
        "links",
        Kind.SINGLE,
        "See [the glossary](../glossary.md#capex)?",
        option("a", "![A rack](../images/rack.png)", "", True),
        option("b", "No"),
    )
    root = soup(Quiz("x", WHERE, (asked,)))
    link = root.select_one(".learn-quiz__title a")
    picture = root.select_one("label img")
    assert link is not None
    assert picture is not None
    assert link["href"] == "../../glossary/#capex"
    assert picture["src"] == "../../images/rack.png"


def test_only_the_words_of_kinds_that_occur_are_in_the_page() -> None:
    root = soup(Quiz("x", WHERE, (SINGLE,)))
    assert root.has_attr("data-single-right")
    assert not root.has_attr("data-sequence-right")


def test_a_column_is_aligned_without_a_style_attribute_which_the_policy_refuses() -> None:
    asked = question(
        "costs",
        Kind.SINGLE,
        "What does it cost?",
        option("a", "1", correct=True),
        option("b", "2"),
        text="| What | Cost |\n|:-:|--:|\n| Rye | 3 |",
    )
    html = render_quiz(Quiz("04-flexibility", WHERE, (asked,)), HERE)
    assert "style=" not in html
    assert '<td align="right">3</td>' in html
    assert '<th align="center">What</th>' in html
