"""What makes a quiz worth taking: rules over quizzes that are well formed, which the reader has seen to.

Each rule takes a quiz and gives its problems. Words in patterns are English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from macros.model.ids import revision
from macros.model.problem import Level, Problem, Where
from macros.model.quiz import Kind, Question, Quiz
from macros.model.wording import shortened

LEVELS: Mapping[str, Level] = MappingProxyType(
    {
        "quiz/no-comment": Level.ERROR,
        "quiz/few-options": Level.ERROR,
        "quiz/alike-options": Level.ERROR,
        "quiz/no-see": Level.ERROR,
        "quiz/no-id": Level.ERROR,
        "quiz/longest-is-right": Level.ADVICE,
        "quiz/same-place": Level.ADVICE,
        "quiz/all-of-the-above": Level.ADVICE,
        "quiz/negative-question": Level.ADVICE,
    }
)

# A few questions prove nothing: with four of them, one place for every answer is already 1 chance in 64.
_ENOUGH = 4
_SAME_PLACE = 0.75

_ABOVE = re.compile(
    r"\W*(?:(?:all|none|any|each|both|neither) of (?:the |these |those )?(?:above|below|answers?|options?|choices?|these|those|them)"
    r"|(?:both|neither|only) \(?[a-e]\)?(?: and | or | nor |,)\s*\(?[a-e]\)?)\W*",
    re.IGNORECASE,
)
# "Which of these is not", but no "not" behind a "when", "if" or "that": there it belongs to the case, not to what is asked.
_ASKED = r"\bwhich (?:(?!when\b|where\b|if\b|that\b|who\b|whose\b)[\w'’-]+ ){0,6}?"
_NEGATIVE = re.compile(
    r"\bNOT\b|\b(?i:except)\b|\*(?i:not|never|least)\*"
    rf"|(?i:{_ASKED}(?:is|are|was|were|do|does|did|should|would|can|could|will) not\b)"
    rf"|(?i:{_ASKED}(?:isn|aren|wasn|weren|don|doesn|didn|shouldn|wouldn|couldn|won)['’]t\b)"
)


def comments(quiz: Quiz) -> Iterator[Problem]:
    """Every option says why it is right or wrong, or why a step stands where it stands."""
    for question in quiz.questions:
        for option in question.options:
            if not option.comment.strip():
                yield _problem(
                    option.where,
                    "quiz/no-comment",
                    f"This option has no comment: «{_short(option.text)}»",
                    "Say below it, in a quote (`> ...`, indented by four spaces), what a learner who chose it should know.",
                )


def few_options(quiz: Quiz) -> Iterator[Problem]:
    """There is something to choose from."""
    for question in quiz.questions:
        if len(question.options) < 2:
            yield _problem(
                question.where,
                "quiz/few-options",
                "This question has one option only.",
                "Add another option.",
            )


def alike_options(quiz: Quiz) -> Iterator[Problem]:
    """Options differ by more than capitals and marks. (The reader refuses the very same text twice.)"""
    for question in quiz.questions:
        seen: dict[str, Where] = {}
        exact: set[str] = set()
        for option in question.options:
            words = _bare(option.text)
            same = revision(option.text)
            if words in seen and same not in exact:
                yield _problem(
                    option.where,
                    "quiz/alike-options",
                    f"This option reads like the one on line {seen[words].line}: «{_short(option.text)}»",
                    "Change the words of one, or take it out.",
                )
            seen.setdefault(words, option.where)
            exact.add(same)


def see(quiz: Quiz) -> Iterator[Problem]:
    """Every question leads back to the place that teaches its answer."""
    for question in quiz.questions:
        if not question.see:
            yield _problem(
                question.where,
                "quiz/no-see",
                "This question does not say where its answer is taught.",
                "Add `see: page#anchor` to the block below its heading.",
            )


def explicit_ids(quiz: Quiz) -> Iterator[Problem]:
    """Saved answers hang on the id, so it must outlive a new wording of the heading."""
    for question in quiz.questions:
        if not question.is_named:
            yield _problem(
                question.where,
                "quiz/no-id",
                "This question's id is made of its heading, so a new wording would lose what learners saved.",
                "Add `id: two-or-three-words` to the block below its heading.",
            )


def longest_is_right(quiz: Quiz) -> Iterator[Problem]:
    """Taking the longest option must not be a way to pass."""
    choices = _single_choices(quiz)
    hits = [q for q in choices if _right_is_longest(q)]
    chance = sum(1 / len(q.options) for q in choices)
    if len(hits) >= _ENOUGH and len(hits) > 2 * chance:
        yield _problem(
            quiz.where,
            "quiz/longest-is-right",
            f"The right answer is the longest option in {len(hits)} of {len(choices)} questions with one right answer "
            f"({_lines(hits)}).",
            "Shorten some of them, or let some wrong options say more.",
        )


def same_place(quiz: Quiz) -> Iterator[Problem]:
    """Nor must taking the second option."""
    choices = _single_choices(quiz)
    if len(choices) < _ENOUGH:
        return
    place, count = Counter(_place(q) for q in choices).most_common(1)[0]
    if count >= _ENOUGH and count >= _SAME_PLACE * len(choices):
        yield _problem(
            quiz.where,
            "quiz/same-place",
            f"The right answer is option {place + 1} in {count} of {len(choices)} questions with one right answer.",
            "Move the right answer in some of them.",
        )


def all_of_the_above(quiz: Quiz) -> Iterator[Problem]:
    """Options that speak of other options test logic, not knowledge, and break when options change places."""
    for question in quiz.questions:
        for option in question.options:
            if _ABOVE.fullmatch(option.text):
                yield _problem(
                    option.where,
                    "quiz/all-of-the-above",
                    f"This option speaks of other options: «{_short(option.text)}»",
                    "Ask with `- [x]` where several are right, or write an option of its own.",
                )


def negative_question(quiz: Quiz) -> Iterator[Problem]:
    """A question that asks for what is wrong is misread under way."""
    for question in quiz.questions:
        if found := _NEGATIVE.search(question.title):
            word = found[0].strip("*").split()[-1]
            yield _problem(
                question.where,
                "quiz/negative-question",
                f"This question asks for the opposite («{word}»), which learners overlook.",
                "Ask for what is right, or name what is looked for: a risk, a mistake, a myth.",
            )


Rule = Callable[[Quiz], Iterable[Problem]]

RULES: tuple[Rule, ...] = (
    comments,
    few_options,
    alike_options,
    see,
    explicit_ids,
    longest_is_right,
    same_place,
    all_of_the_above,
    negative_question,
)


def _problem(where: Where, rule: str, message: str, remedy: str) -> Problem:
    return Problem(where, rule, message, remedy, LEVELS[rule])


def _single_choices(quiz: Quiz) -> list[Question]:
    return [q for q in quiz.questions if q.kind is Kind.SINGLE and len(q.options) > 2 and len(q.key) == 1]


def _place(question: Question) -> int:
    return next(n for n, option in enumerate(question.options) if option.correct)


def _right_is_longest(question: Question) -> bool:
    lengths = [len(_words(option.text)) for option in question.options]
    right = lengths.pop(_place(question))
    return right > max(lengths)


def _words(text: str) -> str:
    """What a learner sees, roughly: no addresses of links, no emphasis, single spaces."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)\s]*(?:\s[^)]*)?\)", r"\1", text)
    return " ".join(text.replace("**", "").replace("`", "").split())


def _bare(text: str) -> str:
    """The words without capitals, marks and emphasis; code stays as it is, because there each sign counts."""
    if "`" in text or "    " in text:
        return text
    return re.sub(r"[*_.,;:!?…\s]+", " ", text.casefold()).strip() or text


def _short(text: str) -> str:
    return shortened(_words(text))


def _lines(questions: list[Question]) -> str:
    lines = [str(q.where.line) for q in questions]
    return f"lines {', '.join(lines)}"
