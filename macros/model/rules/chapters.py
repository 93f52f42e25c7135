"""Rules over chapters: their keys, their parts, and what they say of quizzes, worksheets and sources."""

from __future__ import annotations

from macros.model.rules.rule import Place, advice, error

_PARTS = """
        {{ chapter_header() }}

        {{ then_and_now() }}

        {{ quiz() }}

        {{ summary() }}

        {{ ask_yourself() }}

        {{ ask_your_team() }}

        {{ action_plan() }}

        {{ worksheets() }}

        {{ session() }}

        {{ next_chapter() }}

        ## Protein makes the net {#protein}

        Strong flour holds gas; so does a {{ term("starter") }}.
        """

RULES = (
    error(
        "chapter/duplicate-number",
        Place.CHAPTER,
        "Two chapters have the same number.",
        "Their order would be chance, and so would the links from one chapter to the next.",
        """
        chapter: 2
        """,
        """
        chapter: 1
        """,
    ),
    error(
        "chapter/file-name",
        Place.CHAPTER,
        "The name of a chapter's file does not begin with the number of the chapter.",
        "In the list of files the chapters would stand in another order than in the course.",
        """
        chapter: 7
        """,
        """
        chapter: 1
        """,
    ),
    error(
        "chapter/unknown-chapter",
        Place.CHAPTER,
        "Under `needs` or `next` stands a chapter that does not exist.",
        "The map of the course and the link to the next chapter would lead nowhere.",
        """
        next: [owen]
        """,
        """
        next: [oven]
        """,
    ),
    error(
        "chapter/no-quiz",
        Place.CHAPTER,
        "A chapter names no quiz.",
        "A reader could not find out what stuck.",
        """
        quiz:
        """,
        """
        quiz: 01-flour
        """,
    ),
    error(
        "chapter/unknown-quiz",
        Place.CHAPTER,
        "A chapter names a quiz that does not exist.",
        "A reader would see a message instead of the quiz.",
        """
        quiz: 01-flower
        """,
        """
        quiz: 01-flour
        """,
    ),
    error(
        "chapter/unknown-worksheet",
        Place.CHAPTER,
        "A chapter lists a worksheet that does not exist.",
        "A reader would see a message instead of the sheet.",
        """
        worksheets: [doug-calculator, dough-calculator, flour-action-plan]
        """,
        """
        worksheets: [dough-calculator, flour-action-plan]
        """,
    ),
    error(
        "chapter/unlisted-worksheet",
        Place.CHAPTER,
        "A worksheet says that it belongs to a chapter which does not list it.",
        "Readers of the chapter would never find it.",
        """
        worksheets: [flour-action-plan]
        """,
        """
        worksheets: [dough-calculator, flour-action-plan]
        """,
    ),
    error(
        "chapter/no-action-plan-sheet",
        Place.ACTION_PLAN,
        "A chapter has an action plan that no worksheet prints.",
        "A team could not take the steps to its meeting.",
        """
        action_plan: oven
        """,
        """
        action_plan: flour
        """,
    ),
    error(
        "chapter/session-minutes",
        Place.CHAPTER,
        "The steps of the agenda take more or less time than the chapter promises.",
        "A session leader books a room by the number at the top.",
        """
        minutes: {read: 3, session: 60}
        session:
          agenda:
            - {minutes: 5, text: Feel both flours.}
            - {minutes: 15, text: Fill in the calculator.}
        """,
        """
        minutes: {read: 3, session: 20}
        session:
          agenda:
            - {minutes: 5, text: Feel both flours.}
            - {minutes: 15, text: Fill in the calculator.}
        """,
    ),
    error(
        "chapter/unknown-source",
        Place.CHAPTER,
        "A claim rests on a source that the list of sources does not have.",
        "Nobody could look it up.",
        """
        then_and_now:
          - id: no-knead
            claim: Kneading would be forgotten
            said: a made-up baker, 2006
            happened: Both ways are in use.
            verdict: partly
            sources: [mill23]
        """,
        """
        then_and_now:
          - id: no-knead
            claim: Kneading would be forgotten
            said: a made-up baker, 2006
            happened: Both ways are in use.
            verdict: partly
            sources: [mill24]
        """,
    ),
    advice(
        "chapter/weak-source",
        Place.CHAPTER,
        "A verdict that something came true or did not rests on grade C sources alone.",
        "A repost or an unsigned page can be wrong in the same way as the claim.",
        """
        then_and_now:
          - id: no-knead
            claim: Kneading would be forgotten
            said: a made-up baker, 2006
            happened: Both ways are in use.
            verdict: did not
            sources: [hearsay20]
        """,
        """
        then_and_now:
          - id: no-knead
            claim: Kneading would be forgotten
            said: a made-up baker, 2006
            happened: Both ways are in use.
            verdict: did not
            sources: [hearsay20, mill24]
        """,
    ),
    error(
        "chapter/missing-part",
        Place.CHAPTER_BODY,
        "A part that the front matter describes is shown nowhere on the page.",
        "Nobody would ever see it.",
        """
        {{ chapter_header() }}

        ## Protein makes the net {#protein}

        Strong flour holds gas.
        """,
        _PARTS,
    ),
    error(
        "chapter/part-twice",
        Place.CHAPTER_BODY,
        "A part stands twice on its page.",
        "The same tick would stand in two places, and a reader would wonder which one counts.",
        """
        {{ summary() }}

        {{ summary() }}
        """,
        _PARTS,
    ),
    advice(
        "chapter/reading-time",
        Place.CHAPTER_BODY,
        "The minutes that a chapter promises are too few or too many for its words.",
        "Readers plan by them. Counted are 150 to 250 words a minute; short chapters are left alone.",
        """
        Knead it. (600 times)
        """,
        _PARTS,
    ),
    advice(
        "chapter/link-without-source",
        Place.CHAPTER_BODY,
        "A chapter links to another site which is not among the sources.",
        "A page elsewhere changes or goes; a source says publisher, date and grade, and is checked.",
        """
        Strong flour [holds gas](https://example.com/gas).
        """,
        f"""{_PARTS}
        Strong flour holds gas {{{{ source("mill24") }}}}.
        """,
    ),
)
