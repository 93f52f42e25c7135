"""Rules over the text of any page: macros, headings, lists, images and links."""

from __future__ import annotations

from macros.model.rules.rule import Place, advice, error

RULES = (
    error(
        "page/macro-syntax",
        Place.PAGE,
        "Something in double braces cannot be read.",
        "The page would not be built, or would show the braces.",
        """
        {{ course_map }}
        """,
        """
        {{ course_map() }}
        """,
    ),
    error(
        "page/unknown-macro",
        Place.PAGE,
        "A macro of this name does not exist.",
        "A reader would see a message instead of the part.",
        """
        {{ cuorse_map() }}
        """,
        """
        {{ course_map() }}
        """,
    ),
    error(
        "page/macro-arguments",
        Place.PAGE,
        "A macro gets too few or too many arguments, or something else than texts in quotes.",
        "It cannot know what to show.",
        """
        Feed a {{ term() }} daily.
        """,
        """
        Feed a {{ term("starter") }} daily.
        """,
    ),
    error(
        "page/macro-place",
        Place.PAGE,
        "A macro without an id means the page's own part, and this page has none.",
        "There is nothing that it could show.",
        """
        {{ quiz() }}
        """,
        """
        {{ quiz("01-flour") }}
        """,
    ),
    error(
        "page/unknown-quiz",
        Place.PAGE,
        "A macro names a quiz that does not exist.",
        "A reader would see a message instead of the quiz.",
        """
        {{ quiz("01-flower") }}
        """,
        """
        {{ quiz("01-flour") }}
        """,
    ),
    error(
        "page/unknown-worksheet",
        Place.PAGE,
        "A macro names a worksheet that does not exist.",
        "A reader would see a message instead of the sheet.",
        """
        {{ worksheet_card("doug-calculator") }}
        """,
        """
        {{ worksheet_card("dough-calculator") }}
        """,
    ),
    error(
        "page/unknown-chapter",
        Place.PAGE,
        "A macro names a chapter that does not exist.",
        "A reader would see a message instead of the link.",
        """
        See {{ chapter("owen") }}.
        """,
        """
        See {{ chapter("oven") }}.
        """,
    ),
    error(
        "page/unknown-term",
        Place.PAGE,
        "A macro names a term that the glossary does not have.",
        "A reader would see a message instead of the word.",
        """
        Feed a {{ term("startr") }} daily.
        """,
        """
        Feed a {{ term("starter") }} daily.
        """,
    ),
    error(
        "page/unknown-source",
        Place.PAGE,
        "A macro cites a source that the list of sources does not have.",
        "A claim would stand without what it rests on.",
        """
        Strong flour holds gas {{ source("mill23") }}.
        """,
        """
        Strong flour holds gas {{ source("mill24") }}.
        """,
    ),
    error(
        "page/unknown-example",
        Place.PAGE,
        "A macro shows an example that the engine does not have.",
        "Readers would see a message instead of the example.",
        """
        {{ example("field/scael") }}
        """,
        """
        {{ example("field/scale") }}
        """,
    ),
    error(
        "page/unknown-part",
        Place.PAGE,
        "The `course:` key of this page holds something else than `terms` or `sources`.",
        "Chapters and worksheets are found by their folder; elsewhere the keys would be ignored.",
        """
        ---
        title: A plain page
        course:
          id: plain
        ---
        """,
        """
        ---
        title: A plain page
        ---
        """,
    ),
    error(
        "page/duplicate-anchor",
        Place.PAGE,
        "Two headings or figures of one page have the same anchor.",
        "A link would always lead to the first.",
        """
        ## Water {#water}

        Weigh it.

        ## Warm water {#water}

        Feel it.
        """,
        """
        ## Water {#water}

        Weigh it.

        ## Warm water {#warm-water}

        Feel it.
        """,
    ),
    error(
        "page/heading-order",
        Place.PAGE,
        "A heading skips a level, or a page has a second title.",
        "People who listen to a page jump by its headings; a missing step looks like a missing part.",
        """
        # Bread

        ### Flour
        """,
        """
        # Bread

        ## Flour
        """,
    ),
    error(
        "page/list-spacing",
        Place.PAGE,
        "A list starts right below a line of text.",
        "Without a blank line before it the page shows one paragraph with hyphens in it.",
        """
        You need three things:
        - flour
        - water
        - time
        """,
        """
        You need three things:

        - flour
        - water
        - time
        """,
    ),
    error(
        "page/list-indent",
        Place.PAGE,
        "An entry of an inner list is indented by less than four spaces.",
        "The page shows it on the same level as the entry it belongs to.",
        """
        - Flour
          - Strong flour for bread
        """,
        """
        - Flour
            - Strong flour for bread
        """,
    ),
    error(
        "page/other-host",
        Place.PAGE,
        "A page loads an image, script, style or frame from another host.",
        "Every reader's visit would be told to that host, and without a network the page has a hole.",
        """
        ![A loaf with an open crumb](https://example.org/loaf.png)
        """,
        """
        A loaf with an open crumb: [see the picture](https://example.org/loaf.png).
        """,
    ),
    error(
        "page/inline-code",
        Place.PAGE,
        "The text of a page holds a script, a style, or an attribute that is one.",
        "The site's policy keeps everything from running or dressing a page that is not in a file of the site; a reader's browser ignores it.",
        """
        <p style="color: red">Hot!</p>
        """,
        """
        <p class="hot">Hot!</p>
        """,
    ),
    error(
        "image/no-alt",
        Place.PAGE,
        "An image has no text for readers who cannot see it.",
        "A screen reader says only that there is an image, or reads out the name of the file.",
        """
        ![](assets/loaf.svg)
        """,
        """
        ![Cut loaf with large, uneven holes](assets/loaf.svg)
        """,
    ),
    error(
        "image/missing-file",
        Place.PAGE,
        "There is no file where an image points.",
        "A reader sees a broken picture.",
        """
        ![Cut loaf with large, uneven holes](assets/laof.svg)
        """,
        """
        ![Cut loaf with large, uneven holes](assets/loaf.svg)
        """,
    ),
    error(
        "link/missing-page",
        Place.PAGE,
        "There is no page or file where a link points.",
        "A reader who follows it finds nothing.",
        """
        Read [what flour wants](chapters/01-flower.md) first.
        """,
        """
        Read [what flour wants](chapters/01-flour.md) first.
        """,
    ),
    error(
        "link/missing-anchor",
        Place.PAGE,
        "The page that a link names has no such place.",
        "A reader lands at the top of the page and has to search.",
        """
        Read [what makes the net](chapters/01-flour.md#protien) first.
        """,
        """
        Read [what makes the net](chapters/01-flour.md#protein) first.
        """,
    ),
    error(
        "link/no-words",
        Place.PAGE,
        "A link has no words.",
        "Nobody can see where it leads, and a screen reader spells out the address.",
        """
        [](chapters/01-flour.md)
        """,
        """
        [What flour wants](chapters/01-flour.md)
        """,
    ),
    error(
        "glossary/unknown-chapter",
        Place.TERM,
        "A term belongs to a chapter that does not exist.",
        "The glossary could not lead to where the term is explained.",
        """
        - {id: crumb, term: Crumb, text: "The inside of a loaf.", chapter: owen}
        """,
        """
        - {id: crumb, term: Crumb, text: "The inside of a loaf."}
        """,
    ),
    advice(
        "glossary/not-linked",
        Place.TERM,
        "A term belongs to a chapter that never shows its meaning.",
        "A reader of the chapter would not learn that the glossary explains it.",
        """
        - {id: crumb, term: Crumb, text: "The inside of a loaf.", chapter: oven}
        """,
        """
        - {id: crumb, term: Crumb, text: "The inside of a loaf."}
        """,
    ),
    error(
        "sources/address",
        Place.SOURCE,
        "A source's address cannot be opened by a browser.",
        "Nobody could look it up.",
        """
        - id: mill26
          title: Flour types, once more
          publisher: A made-up mill
          address: example.org/flour
          grade: A
        """,
        """
        - id: mill26
          title: Flour types, once more
          publisher: A made-up mill
          address: https://example.org/flour
          grade: A
        """,
    ),
    error(
        "sources/grade",
        Place.SOURCE,
        "A source's grade is not A, B or C.",
        "Readers weigh a claim by the grade of what it rests on.",
        """
        - id: mill26
          title: Flour types, once more
          publisher: A made-up mill
          address: https://example.org/flour
          grade: good
        """,
        """
        - id: mill26
          title: Flour types, once more
          publisher: A made-up mill
          address: https://example.org/flour
          grade: A
        """,
    ),
)
