"""Rules over worksheets: whether they can be filled in, worked out and believed."""

from __future__ import annotations

from macros.model.rules.rule import Place, advice, error

_MATRIX = """
        - id: bags
          kind: matrix
          label: Where our flours stand
          x: {label: Protein}
          y: {label: Price}
          cells:
            - {at: top-left, title: Dear and weak}
            - {at: top-right, title: Dear and strong}
            - {at: bottom-left, title: Cheap and weak}
            - {at: bottom-right, title: Cheap and strong}
        """

RULES = (
    error(
        "worksheet/no-minutes",
        Place.WORKSHEET,
        "A worksheet does not say how long it takes.",
        "Nobody can plan with it.",
        """
        minutes:
        """,
        """
        minutes: 5
        """,
    ),
    error(
        "worksheet/no-instructions",
        Place.WORKSHEET,
        "A worksheet does not say what to do.",
        "On paper nobody is there to ask.",
        """
        instructions:
        """,
        """
        instructions: Weigh the flour. Fill in the rest.
        """,
    ),
    error(
        "worksheet/no-example",
        Place.WORKSHEET,
        "A worksheet has no filled-in example.",
        "People see faster what is meant than they read it.",
        """
        example:
        """,
        """
        example:
          firm: The Corner Kitchen (fictional)
          answers: {flour: 500, water: 350}
        """,
    ),
    error(
        "worksheet/file-name",
        Place.WORKSHEET,
        "A worksheet's id differs from the name of its file.",
        "Its address and what is saved of it would have two names.",
        """
        id: dough-calc
        """,
        """
        id: dough-calculator
        """,
    ),
    error(
        "worksheet/unknown-chapter",
        Place.WORKSHEET,
        "A worksheet names a chapter that does not exist.",
        "It would be found nowhere.",
        """
        chapters: [flower]
        """,
        """
        chapters: [flour]
        """,
    ),
    error(
        "worksheet/not-shown",
        Place.WORKSHEET_BODY,
        "A worksheet's page does not show the sheet.",
        "A reader would see an empty page.",
        """
        Weigh the flour first.
        """,
        """
        {{ worksheet() }}
        """,
    ),
    error(
        "worksheet/table",
        Place.FIELD,
        "A table has no columns or no rows.",
        "There is nothing to fill in.",
        """
        - id: bags
          kind: table
          label: Our flours
          columns:
            - {id: name, kind: text, label: Name}
        """,
        """
        - id: bags
          kind: table
          label: Our flours
          rows: 4
          columns:
            - {id: name, kind: text, label: Name}
        """,
    ),
    error(
        "worksheet/column-kind",
        Place.FIELD,
        "A column has a kind that does not fit into a cell.",
        "Ruled lines, lists and tables need more room than a cell has.",
        """
        - id: bags
          kind: table
          label: Our flours
          rows: 4
          columns:
            - {id: remarks, kind: notes, label: Remarks}
        """,
        """
        - id: bags
          kind: table
          label: Our flours
          rows: 4
          columns:
            - {id: remarks, kind: text, label: Remarks}
        """,
    ),
    error(
        "worksheet/matrix",
        Place.FIELD,
        "A matrix does not have one cell in each of its four corners.",
        "Things could be placed where nothing says what that means.",
        """
        - id: bags
          kind: matrix
          label: Where our flours stand
          x: {label: Protein}
          y: {label: Price}
          cells:
            - {at: top-left, title: Dear and weak}
            - {at: top-right, title: Dear and strong}
        """,
        _MATRIX,
    ),
    error(
        "worksheet/range",
        Place.FIELD,
        "The smallest number that a field takes is greater than its greatest.",
        "No answer would fit.",
        """
        - {id: heat, kind: number, label: Oven, unit: degrees, min: 250, max: 50}
        """,
        """
        - {id: heat, kind: number, label: Oven, unit: degrees, min: 50, max: 250}
        """,
    ),
    error(
        "worksheet/formula",
        Place.FIELD,
        "A formula cannot be read.",
        "Nothing could be worked out.",
        """
        - {id: dough, kind: result, label: Dough, formula: (flour + water}
        """,
        """
        - {id: dough, kind: result, label: Dough, formula: (flour + water)}
        """,
    ),
    error(
        "worksheet/unknown-field",
        Place.FIELD,
        "A formula or an example names a field that the worksheet does not have.",
        "The result would stay empty for ever.",
        """
        - {id: dough, kind: result, label: Dough, formula: flower + water}
        """,
        """
        - {id: dough, kind: result, label: Dough, formula: flour + water}
        """,
    ),
    error(
        "worksheet/unknown-option",
        Place.WORKSHEET,
        "A formula counts an option that the field does not offer.",
        "It would count nothing.",
        """
        sections:
          - id: loaves
            title: Loaves
            fields:
              - {id: crust, kind: choice, label: Crust, options: [pale, dark]}
              - {id: darks, kind: result, label: Dark, formula: 'count(crust, "black")'}
        example:
          firm: The Corner Kitchen (fictional)
          answers: {crust: dark}
        """,
        """
        sections:
          - id: loaves
            title: Loaves
            fields:
              - {id: crust, kind: choice, label: Crust, options: [pale, dark]}
              - {id: darks, kind: result, label: Dark, formula: 'count(crust, "dark")'}
        example:
          firm: The Corner Kitchen (fictional)
          answers: {crust: dark}
        """,
    ),
    error(
        "worksheet/formula-kind",
        Place.FIELD,
        "A formula calculates with something that is no number.",
        "Nothing could be worked out.",
        """
        - {id: doubled, kind: result, label: Twice, formula: notes * 2}
        """,
        """
        - {id: doubled, kind: result, label: Twice, formula: flour * 2}
        """,
    ),
    error(
        "worksheet/circular-formula",
        Place.FIELD,
        "Formulas use one another in a circle.",
        "None of them could ever be worked out.",
        """
        - {id: one, kind: result, label: One, formula: two + 1}
        - {id: two, kind: result, label: Two, formula: one - 1}
        """,
        """
        - {id: one, kind: result, label: One, formula: flour + 1}
        - {id: two, kind: result, label: Two, formula: one - 1}
        """,
    ),
    error(
        "worksheet/example",
        Place.WORKSHEET,
        "An answer of the example does not fit its field.",
        "The filled-in sheet would show what the blank one does not take.",
        """
        example:
          firm: The Corner Kitchen (fictional)
          answers: {flour: plenty, water: 350}
        """,
        """
        example:
          firm: The Corner Kitchen (fictional)
          answers: {flour: 500, water: 350}
        """,
    ),
    advice(
        "worksheet/example-result",
        Place.WORKSHEET,
        "A result cannot be worked out of the example's answers.",
        "The filled-in sheet would have a hole where the blank one promises a number.",
        """
        example:
          firm: The Corner Kitchen (fictional)
          answers: {water: 350}
        """,
        """
        example:
          firm: The Corner Kitchen (fictional)
          answers: {flour: 500, water: 350}
        """,
    ),
)
