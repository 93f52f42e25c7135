"""Rules over quizzes that can be read: what makes a question worth asking."""

from __future__ import annotations

from macros.model.rules.rule import Place, advice, error

_GOOD = """
        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        1. [ ] Cake flour
            > Little protein, so the net tears early.
        """


def _four(*right: int, long: bool = False) -> str:
    """Four questions; `right` says which of the three options is right in each."""
    questions = []
    for number, place in enumerate(right, 1):
        options = "".join(
            f"1. [{'x' if n == place else ' '}] {_option(n, n == place and long)}\n    > Because.\n"
            for n in (1, 2, 3)
        )
        questions.append(
            f"## Which loaf is number {number}?\n\n---\nid: loaf-{number}\nsee: 01-flour#protein\n---\n\n{options}"
        )
    return "\n".join(questions)


def _option(number: int, is_long: bool) -> str:
    name = ("The pale one", "The dark one", "The flat one")[number - 1]
    return f"{name}, which was weighed and left to rest" if is_long else name


RULES = (
    error(
        "quiz/no-comment",
        Place.OPTIONS,
        "An option has no comment.",
        "Whoever chose it learns that it was wrong or right, but not why.",
        """
        1. [ ] Rice flour
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _GOOD,
    ),
    error(
        "quiz/few-options",
        Place.OPTIONS,
        "A question has one option only.",
        "There is nothing to choose.",
        """
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _GOOD,
    ),
    error(
        "quiz/alike-options",
        Place.OPTIONS,
        "Two options differ by capitals or marks alone.",
        "A reader cannot tell them apart.",
        """
        1. [ ] Rice flour
            > It has no gluten at all.
        1. [ ] **Rice** flour.
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _GOOD,
    ),
    error(
        "quiz/no-see",
        Place.QUIZ,
        "A question does not say where its answer is taught.",
        "Whoever got it wrong has to search the chapter.",
        """
        ## Which flour makes the springiest loaf?

        ---
        id: springiest
        ---

        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        """
        ## Which flour makes the springiest loaf?

        ---
        id: springiest
        see: 01-flour#protein
        ---

        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
    ),
    error(
        "quiz/no-id",
        Place.QUIZ,
        "A question's id is made of its heading.",
        "A new wording would lose what readers saved. (`course check --fix` writes an id.)",
        """
        ## Which flour makes the springiest loaf?

        ---
        see: 01-flour#protein
        ---

        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        """
        ## Which flour makes the springiest loaf?

        ---
        id: springiest
        see: 01-flour#protein
        ---

        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
    ),
    advice(
        "quiz/longest-is-right",
        Place.QUIZ,
        "The right answer is the longest option in most questions.",
        "Taking the longest would be a way to pass.",
        _four(1, 2, 3, 2, long=True),
        _four(1, 2, 3, 2),
    ),
    advice(
        "quiz/same-place",
        Place.QUIZ,
        "The right answer stands in the same place in most questions.",
        "Taking the second option would be a way to pass.",
        _four(2, 2, 2, 2),
        _four(1, 2, 3, 2),
    ),
    advice(
        "quiz/all-of-the-above",
        Place.OPTIONS,
        "An option speaks of the other options.",
        "It tests logic instead of knowledge, and breaks when the options change places.",
        """
        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        1. [ ] All of the above
            > Only one of them makes a net.
        """,
        _GOOD,
    ),
    advice(
        "quiz/negative-question",
        Place.QUIZ,
        "A question asks for what is not so.",
        "Learners overlook the small word and answer the opposite.",
        """
        ## Which of these is not good for bread?

        ---
        id: bad-flour
        see: 01-flour#protein
        ---

        1. [x] Rice flour
            > It has no gluten at all.
        1. [ ] Strong bread flour
            > Much protein makes a net that holds.
        """,
        """
        ## Which flour lets a loaf fall flat?

        ---
        id: flat-loaf
        see: 01-flour#protein
        ---

        1. [x] Rice flour
            > It has no gluten at all.
        1. [ ] Strong bread flour
            > Much protein makes a net that holds.
        """,
    ),
    error(
        "quiz/unknown-see",
        Place.QUIZ,
        "The place that a question names as its teacher does not exist.",
        "The link below the answer would lead nowhere.",
        """
        ## Which flour makes the springiest loaf?

        ---
        id: springiest
        see: 01-flour#protien
        ---

        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        """
        ## Which flour makes the springiest loaf?

        ---
        id: springiest
        see: 01-flour#protein
        ---

        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
    ),
    advice(
        "quiz/unused",
        Place.CHAPTER,
        "A quiz is shown by no chapter and no page.",
        "Nobody can take it.",
        """
        quiz: 02-oven
        """,
        """
        quiz: 01-flour
        """,
    ),
)
