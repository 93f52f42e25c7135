"""Rules over the form of a quiz: whether its questions, options and settings can be read as they are meant."""

from __future__ import annotations

from macros.model.rules.rule import Place, advice, error


def _with(settings: str = "id: springiest\nsee: 01-flour#protein", heading: str = "", text: str = "") -> str:
    """A whole question around what an example is about."""
    block = f"---\n{settings}\n---\n\n" if settings else ""
    return f"{heading or '## Which flour makes the springiest loaf?'}\n\n{block}{text}{_OPTIONS}"


_OPTIONS = """1. [ ] Rice flour
    > It has no gluten at all.
1. [x] Strong bread flour
    > Much protein makes a net that holds.
"""
_GOOD = _with()

RULES = (
    error(
        "quiz/empty",
        Place.QUIZ,
        "A quiz has no question.",
        "There is nothing to show.",
        """
        Questions about flour will stand here.
        """,
        _GOOD,
    ),
    error(
        "quiz/empty-heading",
        Place.QUIZ,
        "A heading has no words.",
        "It should be the question.",
        _with(heading="##"),
        _GOOD,
    ),
    error(
        "quiz/no-options",
        Place.QUIZ,
        "A heading has no list of options below it.",
        "Each heading is a question, and this one cannot be answered.",
        """
        ## Which flour makes the springiest loaf?

        Strong bread flour.
        """,
        _GOOD,
    ),
    error(
        "quiz/text-before-heading",
        Place.QUIZ,
        "Text stands before the first question.",
        "It belongs to no question and would not be shown.",
        f"Let us see what you know.\n\n{_GOOD}",
        _with(text="Three bags stand on the table.\n\n"),
    ),
    error(
        "quiz/text-after-options",
        Place.QUIZ,
        "Text or a quote stands below the options.",
        "The format has no place for it: a hint stands above the options, a comment inside one.",
        f"{_GOOD}\nThink of what holds the gas.\n",
        _with(text="Think of what holds the gas.\n\n"),
    ),
    error(
        "quiz/duplicate-id",
        Place.QUIZ,
        "Two questions of a quiz have the same id.",
        "The answer to one would be saved as the answer to the other.",
        f"{_with()}\n{_with(heading='## Which flour keeps longest?')}",
        f"{_with()}\n{_with(heading='## Which flour stretches?', settings='id: stretches' + chr(10) + 'see: 01-flour#protein')}",
    ),
    error(
        "quiz/no-right-answer",
        Place.OPTIONS,
        "No option is marked as right.",
        "Every answer would be called wrong.",
        """
        1. [ ] Rice flour
            > It has no gluten at all.
        1. [ ] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _OPTIONS,
    ),
    error(
        "quiz/two-right",
        Place.OPTIONS,
        "A numbered list, which has one right answer, has two.",
        "A reader can choose one only and would be called wrong for the other.",
        """
        1. [x] Spelt flour
            > Its net is soft, but it holds.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        1. [ ] Rice flour
            > It has no gluten at all.
        """,
        """
        - [x] Spelt flour
            > Its net is soft, but it holds.
        - [x] Strong bread flour
            > Much protein makes a net that holds.
        - [ ] Rice flour
            > It has no gluten at all.
        """,
    ),
    error(
        "quiz/no-boxes",
        Place.OPTIONS,
        "The options have bullets but no boxes.",
        "Nothing says which of them are right.",
        """
        - Rice flour
        - Strong bread flour
        """,
        _OPTIONS,
    ),
    error(
        "quiz/missing-box",
        Place.OPTIONS,
        "An option has no box, but others of its question have one.",
        "Nothing says whether it is right.",
        """
        1. Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _OPTIONS,
    ),
    error(
        "quiz/bad-box",
        Place.OPTIONS,
        "A box is written otherwise than `[ ]` or `[x]`, or the words do not stand right behind it.",
        "The format takes it for text.",
        """
        1. [] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _OPTIONS,
    ),
    error(
        "quiz/empty-option",
        Place.OPTIONS,
        "An option has no words.",
        "There is nothing to choose.",
        """
        1. [ ]
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _OPTIONS,
    ),
    error(
        "quiz/duplicate-option",
        Place.OPTIONS,
        "Two options of a question say the same.",
        "A reader cannot tell which of them is meant.",
        """
        1. [ ] Rice flour
            > It has no gluten at all.
        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _OPTIONS,
    ),
    error(
        "quiz/two-lists",
        Place.OPTIONS,
        "A question has a second list.",
        "One of the two would not be shown as options.",
        """
        1. [ ] Rice flour
            > It has no gluten at all.
        - [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _OPTIONS,
    ),
    error(
        "quiz/loose-comment",
        Place.OPTIONS,
        "A comment is not indented enough to belong to its option.",
        "It would be shown for the whole question, or not at all.",
        """
        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
        > Much protein makes a net that holds.
        """,
        _OPTIONS,
    ),
    error(
        "quiz/empty-quote",
        Place.OPTIONS,
        "A hint or comment has no words.",
        "A reader would open an empty box.",
        """
        1. [ ] Rice flour
            >
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _OPTIONS,
    ),
    error(
        "quiz/stray-rule",
        Place.QUIZ,
        "A line across stands between questions.",
        "The format takes it for the start of settings.",
        f"{_with()}\n***\n\n{_with(heading='## Which flour stretches?', settings='id: stretches' + chr(10) + 'see: 01-flour#protein')}",
        f"{_with()}\n{_with(heading='## Which flour stretches?', settings='id: stretches' + chr(10) + 'see: 01-flour#protein')}",
    ),
    advice(
        "quiz/html",
        Place.OPTIONS,
        "HTML stands in a quiz.",
        "It is shown as it is written: a quiz takes Markdown only, so that nothing in it can run.",
        """
        1. [ ] <b>Rice</b> flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        """
        1. [ ] **Rice** flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
    ),
    error(
        "quiz/link-definition",
        Place.QUIZ,
        "A line gives an address to a name.",
        "Such lines are not shown, and the links that use them would be broken in other places.",
        _with(text="Read [the mill's page][mill] first.\n\n[mill]: https://example.org/flour\n\n"),
        _with(text="Read [the mill's page](https://example.org/flour) first.\n\n"),
    ),
    error(
        "quiz/open-code",
        Place.QUIZ,
        "Code starts and never ends.",
        "It takes in all that follows, options and questions too.",
        _with(text="A recipe:\n\n```\nflour 500\nwater 350\n\n"),
        _with(text="A recipe:\n\n```\nflour 500\nwater 350\n```\n\n"),
    ),
    error(
        "quiz/bad-see",
        Place.QUIZ,
        "`see` names no page and place in it.",
        "The link below the answer could not be made.",
        _with("id: springiest\nsee: chapters/01-flour.md"),
        _with("id: springiest\nsee: 01-flour#protein"),
    ),
    error(
        "quiz/bad-settings",
        Place.QUIZ,
        "Between two lines of dashes stand no settings.",
        "The format reads the block as settings and would drop it.",
        _with("springiest"),
        _with("id: springiest\nsee: 01-flour#protein"),
    ),
    error(
        "quiz/empty-settings",
        Place.QUIZ,
        "A settings block is empty.",
        "It says nothing and confuses the next author.",
        """
        ## Which flour makes the springiest loaf?

        ---

        ---

        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _GOOD,
    ),
    error(
        "quiz/unclosed-settings",
        Place.QUIZ,
        "A settings block is not closed.",
        "All that follows would be taken for settings.",
        """
        ## Which flour makes the springiest loaf?

        ---
        id: springiest
        see: 01-flour#protein

        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _GOOD,
    ),
    error(
        "quiz/unopened-settings",
        Place.QUIZ,
        "A settings block is closed but not opened.",
        "The dashes would make a heading of the settings.",
        """
        ## Which flour makes the springiest loaf?

        id: springiest
        see: 01-flour#protein
        ---

        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _GOOD,
    ),
    error(
        "quiz/misplaced-settings",
        Place.QUIZ,
        "A settings block stands where none is read.",
        "What it says would have no effect.",
        """
        ## Which flour makes the springiest loaf?

        Three bags stand on the table.

        ---
        id: springiest
        see: 01-flour#protein
        ---

        1. [ ] Rice flour
            > It has no gluten at all.
        1. [x] Strong bread flour
            > Much protein makes a net that holds.
        """,
        _with(text="Three bags stand on the table.\n\n"),
    ),
    error(
        "quiz/misplaced-setting",
        Place.QUIZ,
        "A setting of one question stands among the settings of the whole quiz.",
        "It would belong to no question.",
        f"---\nid: springiest\n---\n\n{_with('see: 01-flour#protein')}",
        _GOOD,
    ),
    advice(
        "quiz/setting-without-effect",
        Place.QUIZ,
        "A setting of the whole quiz stands at one question.",
        "It does nothing there.",
        _with("id: springiest\nsee: 01-flour#protein\npassingGrade: 50"),
        f"---\npassingGrade: 50\n---\n\n{_with()}",
    ),
    error(
        "quiz/repeated-setting",
        Place.QUIZ,
        "A setting is given twice, in both of its spellings.",
        "One of the two would be lost in silence.",
        f"---\nshuffle_answers: false\nshuffleAnswers: true\n---\n\n{_with()}",
        f"---\nshuffle_answers: false\n---\n\n{_with()}",
    ),
    error(
        "quiz/unknown-setting",
        Place.QUIZ,
        "A setting is none that the format or the course knows.",
        "It would do nothing; mostly it is a slip of the pen.",
        f"---\nshuffle_answer: false\n---\n\n{_with()}",
        f"---\nshuffle_answers: false\n---\n\n{_with()}",
    ),
)
