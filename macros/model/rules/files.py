"""Rules over a file's bytes, its front matter and its YAML."""

from __future__ import annotations

from macros.model.rules.rule import Place, advice, error

RULES = (
    error(
        "file/not-utf-8",
        Place.BYTES,
        "The file is not saved as UTF-8.",
        "Its signs cannot be told for sure, so the whole file would be missing from the site.",
        r"""
        # Caf\xE9
        """,
        r"""
        # Caf\xC3\xA9
        """,
    ),
    advice(
        "file/byte-order-mark",
        Place.BYTES,
        "The file starts with an invisible byte order mark.",
        "One of the two site generators shows it as text and then misses the front matter.",
        r"""
        \xEF\xBB\xBF# A page
        """,
        r"""
        # A page
        """,
    ),
    advice(
        "file/mixed-line-ends",
        Place.BYTES,
        "Some lines end as on Windows, others as everywhere else.",
        "Every tool then shows changes that nobody made. A file that ends all its lines alike is left alone.",
        r"""
        # A page\x0D

        The first paragraph.
        """,
        r"""
        # A page

        The first paragraph.
        """,
    ),
    advice(
        "file/trailing-space",
        Place.BYTES,
        "Spaces or tabs that do nothing stand at the end of a line.",
        "They show up as changes in every comparison. Two spaces before a next line are a line break and stay.",
        r"""
        # A page

        The first paragraph.\x20
        """,
        r"""
        # A page

        The first paragraph.
        """,
    ),
    advice(
        "file/unwritten",
        Place.PAGE,
        "A place that `course new` left for you is not written yet.",
        "A reader would find your notes to yourself.",
        """
        # Bread

        To write: why people bake at home.
        """,
        """
        # Bread

        A loaf of your own smells through the whole house.
        """,
    ),
    error(
        "front-matter/missing",
        Place.PAGE,
        "A chapter or worksheet begins without the keys that say what it is.",
        "Without them it is a page like any other: no header, no parts, no place in the course.",
        """
        docs/chapters/01-flour.md
        # What flour wants

        Two bags, one recipe, two different loaves.
        """,
        """
        docs/plain.md
        # A plain page needs none

        Two bags, one recipe, two different loaves.
        """,
    ),
    error(
        "front-matter/unclosed",
        Place.PAGE,
        "The front matter opens with --- and never ends.",
        "The whole page is taken for keys, and the site shows an empty page or raw text.",
        """
        ---
        title: A plain page

        # A plain page
        """,
        """
        ---
        title: A plain page
        ---

        # A plain page
        """,
    ),
    error(
        "front-matter/no-keys",
        Place.PAGE,
        "Between the two --- stands something else than keys.",
        "The site generators publish it as text without a word.",
        """
        ---
        - A plain page
        ---

        # A plain page
        """,
        """
        ---
        title: A plain page
        ---

        # A plain page
        """,
    ),
    error(
        "yaml/tab",
        Place.PAGE,
        "A tab stands where the indent must be spaces.",
        "YAML does not know how wide a tab is, so nothing behind it can be read.",
        """
        ---
        title: A plain page
        search:
        \texclude: true
        ---
        """,
        """
        ---
        title: A plain page
        search:
          exclude: true
        ---
        """,
    ),
    error(
        "yaml/quote",
        Place.PAGE,
        "A quotation mark opens and is never closed.",
        "Everything behind it becomes part of the text.",
        """
        ---
        title: "A plain page
        ---
        """,
        """
        ---
        title: "A plain page"
        ---
        """,
    ),
    error(
        "yaml/colon",
        Place.PAGE,
        "A colon and a space stand inside a text without quotation marks.",
        "YAML takes the words before it for a key.",
        """
        ---
        title: Bread: an introduction
        ---
        """,
        """
        ---
        title: "Bread: an introduction"
        ---
        """,
    ),
    error(
        "yaml/cut-at-comma",
        Place.CHAPTER,
        "A comma stands inside a text between braces, where no quotation marks hold the text together.",
        "The text ends at the comma, and the rest of it is lost; one of the two site generators even stops there.",
        """
        action_plan:
          - {id: buy-scale, text: Save $1,000 a year, owner: Baker, horizon: later, done_when: it is saved}
        """,
        """
        action_plan:
          - {id: buy-scale, text: "Save $1,000 a year", owner: Baker, horizon: later, done_when: it is saved}
        """,
    ),
    error(
        "yaml/indent",
        Place.PAGE,
        "A line is indented otherwise than its neighbors.",
        "What belongs to what is told by the indent alone.",
        """
        ---
        title: A plain page
          description: Nothing special.
        ---
        """,
        """
        ---
        title: A plain page
        description: Nothing special.
        ---
        """,
    ),
    error(
        "yaml/syntax",
        Place.PAGE,
        "Something here is not YAML.",
        "Nothing behind it can be read.",
        """
        ---
        title: @ home
        ---
        """,
        """
        ---
        title: "@ home"
        ---
        """,
    ),
    error(
        "yaml/duplicate-key",
        Place.PAGE,
        "The same key stands twice in one group.",
        "One of the two values would be lost in silence.",
        """
        ---
        title: A plain page
        title: Another title
        ---
        """,
        """
        ---
        title: A plain page
        ---
        """,
    ),
    error(
        "yaml/alias",
        Place.PAGE,
        "An alias (*) repeats another part of the file.",
        "Tools that show or change one place cannot know that it is two.",
        """
        ---
        title: A plain page
        tags: &tags [bread, flour]
        more: *tags
        ---
        """,
        """
        ---
        title: A plain page
        tags: [bread, flour]
        more: [bread, flour]
        ---
        """,
    ),
    error(
        "yaml/depth",
        Place.PAGE,
        "Brackets or indents are nested deeper than any course needs.",
        "Such a file is a mistake or an attack, and reading it could exhaust the machine.",
        """
        ---
        title: A plain page
        tags: [[[[[[[[[[[[[[[[[[[[[[[[[[[bread]]]]]]]]]]]]]]]]]]]]]]]]]]]
        ---
        """,
        """
        ---
        title: A plain page
        tags: [bread]
        ---
        """,
    ),
    error(
        "data/missing-key",
        Place.CHAPTER,
        "A key that this part needs is missing or empty.",
        "The part could not be shown, saved or found.",
        """
        summary:
          - {text: "Water is weighed, not guessed."}
        """,
        """
        summary:
          - {id: water, text: "Water is weighed, not guessed."}
        """,
    ),
    error(
        "data/unknown-key",
        Place.CHAPTER,
        "A key is none that the course knows here.",
        "What it says would be ignored; mostly it is a slip of the pen.",
        """
        sumary:
          - {id: water, text: "Water is weighed, not guessed."}
        """,
        """
        summary:
          - {id: water, text: "Water is weighed, not guessed."}
        """,
    ),
    error(
        "data/wrong-type",
        Place.CHAPTER,
        "A value is of another kind than the key needs: a text instead of a number, one value instead of a list.",
        "It cannot be read as what it should be.",
        """
        chapter: one
        """,
        """
        chapter: 1
        """,
    ),
    error(
        "data/out-of-range",
        Place.CHAPTER,
        "A number is smaller or greater than makes sense.",
        "It would break the layout or mislead a reader.",
        """
        minutes: {read: 3000, session: 20}
        """,
        """
        minutes: {read: 3, session: 20}
        """,
    ),
    error(
        "data/unknown-word",
        Place.CHAPTER,
        "A key takes one of a few words, and this is none of them.",
        "Nobody can tell what is meant.",
        """
        action_plan:
          - id: buy-scale
            text: Buy a kitchen scale
            owner: Baker
            horizon: soon
            done_when: it stands in the kitchen
        """,
        """
        action_plan:
          - id: buy-scale
            text: Buy a kitchen scale
            owner: Baker
            horizon: 30 days
            done_when: it stands in the kitchen
        """,
    ),
    error(
        "data/empty-list",
        Place.CHAPTER,
        "A key has an empty list.",
        "It says that there is something and then shows nothing.",
        """
        outcomes: []
        """,
        """
        outcomes:
          - {id: choose-flour, text: Choose a flour by what the bread needs.}
        """,
    ),
    error(
        "data/bad-id",
        Place.CHAPTER,
        "An id is something else than lower-case words joined by hyphens.",
        "Ids stand in addresses and in saved work, where capitals, spaces and marks get lost.",
        """
        summary:
          - {id: Weigh Water!, text: "Water is weighed, not guessed."}
        """,
        """
        summary:
          - {id: weigh-water, text: "Water is weighed, not guessed."}
        """,
    ),
    error(
        "data/duplicate-id",
        Place.CHAPTER,
        "Two entries of one list have the same id.",
        "A tick on one of them would tick the other.",
        """
        summary:
          - {id: water, text: "Water is weighed, not guessed."}
          - {id: water, text: "Warm water speeds the dough up."}
        """,
        """
        summary:
          - {id: water, text: "Water is weighed, not guessed."}
          - {id: warm-water, text: "Warm water speeds the dough up."}
        """,
    ),
)
