"""Rules over the course as a whole: its settings, and what must not get lost."""

from __future__ import annotations

from macros.model.rules.rule import Place, advice, error

RULES = (
    error(
        "course/no-settings",
        Place.SETTINGS,
        "mkdocs.yml is missing or empty.",
        "The site generators start from it, and so does the course.",
        """
        # Nothing stands here yet.
        """,
        """
        site_name: Bread at Home
        extra:
          course:
            id: bread
        """,
    ),
    error(
        "course/no-identity",
        Place.SETTINGS,
        "mkdocs.yml does not say which course this is.",
        "What readers save is filed under the id of the course; without one, two courses would mix it up.",
        """
        site_name: Bread at Home
        """,
        """
        site_name: Bread at Home
        extra:
          course:
            id: bread
        """,
    ),
    error(
        "course/unknown-worksheet",
        Place.SETTINGS,
        "mkdocs.yml names a worksheet that does not exist.",
        "The plan of a learner could not be filled from it.",
        """
        site_name: Bread at Home
        extra:
          course:
            id: bread
            map: doug-calculator
        """,
        """
        site_name: Bread at Home
        extra:
          course:
            id: bread
            map: dough-calculator
        """,
    ),
    error(
        "course/unreadable-color",
        Place.SETTINGS,
        "A color in mkdocs.yml is not written as a color.",
        "Styles, icons and paper are made from it, and a name such as `teal` means nothing to them.",
        """
        site_name: Bread at Home
        extra:
          course:
            id: bread
            colors:
              light: {deep: teal}
        """,
        """
        site_name: Bread at Home
        extra:
          course:
            id: bread
            colors:
              light: {deep: "#24415e"}
        """,
    ),
    error(
        "course/weak-color",
        Place.SETTINGS,
        "Two colors in mkdocs.yml that stand on each other are too much alike.",
        "Whoever sees less well, or sits in the sun, could not read the words. 4.5 is what WCAG asks of text.",
        """
        site_name: Bread at Home
        extra:
          course:
            id: bread
            colors:
              light: {accent: "#ffb000"}
        """,
        """
        site_name: Bread at Home
        extra:
          course:
            id: bread
            colors:
              light: {accent: "#a8481a"}
        """,
    ),
    error(
        "course/former-id-in-use",
        Place.CHAPTER,
        "Under `formerly` stands an id that something else has today.",
        "What readers saved there would go to the wrong place.",
        """
        summary:
          - {id: water, text: "Water is weighed, not guessed."}
          - {id: protein, formerly: [water], text: "Protein gives a dough its strength."}
        """,
        """
        summary:
          - {id: water, text: "Water is weighed, not guessed."}
          - {id: protein, formerly: [strength], text: "Protein gives a dough its strength."}
        """,
    ),
    error(
        "course/duplicate-id",
        Place.CHAPTER,
        "Two chapters, worksheets, terms or sources have the same id.",
        "What a reader saves for one would show up at the other.",
        """
        id: oven
        """,
        """
        id: flour
        """,
    ),
    error(
        "course/vanished-id",
        Place.CHAPTER,
        "An id that was published has gone, and nothing names it under `formerly`.",
        "What readers saved under it would be lost.",
        """
        ask_yourself:
          - {id: worst-loaf, text: "What went wrong with your worst loaf?"}
        """,
        """
        ask_yourself:
          - {id: worst-loaf, formerly: [last-loaf], text: "What went wrong with your worst loaf?"}
        """,
    ),
    advice(
        "course/long-navigation",
        Place.SETTINGS,
        "Every page lists hundreds of others in its navigation.",
        "Such pages are slow to load on a phone, slow to build, and nobody finds anything in the list.",
        """
        site_name: Bread at Home
        extra:
          course:
            id: bread
        theme:
          features: [navigation.tabs, navigation.sections, navigation.prune]
        nav:
          - Chapters:
              - Flour: chapters/01-flour.md
              - Baking: [
                  chapters/02-oven.md, (300 times)
                ]
        """,
        """
        site_name: Bread at Home
        extra:
          course:
            id: bread
        theme:
          features: [navigation.tabs, navigation.prune]
        nav:
          - Chapters:
              - Flour: chapters/01-flour.md
              - Baking: [
                  chapters/02-oven.md, (20 times)
                ]
        """,
    ),
)
