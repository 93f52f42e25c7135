"""Rules over figures: whether they can be drawn, taken in at a glance, and told to someone who cannot see them."""

from __future__ import annotations

from macros.model.rules.rule import Place, advice, error

_ALT = "Three boxes in a row: mix, then wait, then bake."


def _figure(kind: str, parts: str, alt: str = _ALT, id: str = "work", caption: str = "") -> str:
    told = f'alt: "{alt}"\n' if alt else ""
    below = f'caption: "{caption}"\n' if caption else ""
    return f"id: {id}\nkind: {kind}\ntitle: From flour to loaf\n{told}{below}{parts}"


def _steps(*titles: str, more: str = "") -> str:
    return "steps:\n" + "".join(f"  - {{title: {title}}}\n" for title in titles) + more


def _curve(more: str) -> str:
    return (
        "x: {label: Time}\ny: {label: Height}\ncurves:\n"
        "  - {id: warm, title: Warm, shape: s}\n  - {id: cold, title: Cold, shape: linear}\n" + more
    )


def _cells(*cells: tuple[str, str]) -> str:
    listed = "".join(f"  - {{at: {at}, title: {title}}}\n" for at, title in cells)
    return f"x: {{label: Protein}}\ny: {{label: Price}}\ncells:\n{listed}"


_FOUR = (("top-left", "Dear"), ("top-right", "Best"), ("bottom-left", "Cake"), ("bottom-right", "Bread"))
_STEPS = _steps("Mix", "Wait", "Bake")
_GOOD = _figure("steps", _STEPS)

RULES = (
    error(
        "figure/empty", Place.FIGURE, "A figure is empty.", "There is nothing to draw.", "# later\n", _GOOD
    ),
    error(
        "figure/no-keys",
        Place.FIGURE,
        "A figure is something else than a group of keys.",
        "Nothing says what to draw.",
        "From flour to loaf\n",
        _GOOD,
    ),
    error(
        "figure/duplicate-id",
        Place.PAGE,
        "Two figures of one page have the same id.",
        "A link to the second would lead to the first.",
        f"``` figure\n{_GOOD}```\n\n``` figure\n{_GOOD}```\n",
        f"``` figure\n{_GOOD}```\n\n``` figure\n{_figure('steps', _STEPS, id='play')}```\n",
    ),
    error(
        "figure/no-alt",
        Place.FIGURE,
        "A figure has no text for readers who cannot see it.",
        "They would hear that there is a picture, and no more.",
        _figure("steps", _STEPS, alt=""),
        _GOOD,
    ),
    error(
        "figure/alt-repeats",
        Place.FIGURE,
        "The text for readers who cannot see the figure only repeats its title or caption.",
        "They have heard that already.",
        _figure("steps", _STEPS, alt="From flour to loaf"),
        _GOOD,
    ),
    error(
        "figure/caption-link",
        Place.FIGURE,
        "A caption links to another page of the course.",
        "A figure is drawn before links to files become links to pages, so this one would lead nowhere.",
        _figure("steps", _STEPS, caption="More in [the oven](02-oven.md)."),
        _GOOD,
    ),
    advice(
        "figure/alt-short",
        Place.FIGURE,
        "The text for readers who cannot see the figure is very short.",
        "It hardly replaces a picture.",
        _figure("steps", _STEPS, alt="Three boxes."),
        _GOOD,
    ),
    advice(
        "figure/crowded",
        Place.FIGURE,
        "A figure has more parts than are taken in at a glance.",
        "A reader gives up before the last.",
        _figure("steps", _steps(*(f"Step {n}" for n in range(1, 16)))),
        _GOOD,
    ),
    error(
        "figure/too-few-parts",
        Place.FIGURE,
        "A figure has fewer parts than its kind needs.",
        "It cannot be drawn.",
        _figure("steps", _steps("Mix")),
        _GOOD,
    ),
    error(
        "figure/too-many-parts",
        Place.FIGURE,
        "A figure has more parts than its kind can hold.",
        "It cannot be drawn.",
        _figure("cycle", "nodes:\n" + "".join(f"  - {{title: Day {n}}}\n" for n in range(1, 10))),
        _figure("cycle", "nodes:\n" + "".join(f"  - {{title: Day {n}}}\n" for n in range(1, 8))),
    ),
    advice(
        "figure/long-text",
        Place.FIGURE,
        "A text of a drawing is long.",
        "It breaks into many small lines; drawings live of few words.",
        _figure("steps", _steps("Mix flour and water until no dry flour is left", "Bake")),
        _figure("steps", _steps("Mix", "Bake")),
    ),
    advice(
        "figure/marks-in-drawing",
        Place.FIGURE,
        "A text of a drawing holds signs of Markdown.",
        "A drawing shows them as they are.",
        _figure("steps", _steps("'**Mix**'", "Bake")),
        _figure("steps", "steps:\n  - {title: Mix, mark: true}\n  - {title: Bake}\n"),
    ),
    error(
        "figure/back-goes-forward",
        Place.FIGURE,
        "A way back leads forward.",
        "The arrow would say the opposite of its words.",
        _figure("steps", _steps("Mix", "Bake", more="back: {from: 1, to: 2, label: Too wet}\n")),
        _figure("steps", _steps("Mix", "Bake", more="back: {from: 2, to: 1, label: Too wet}\n")),
    ),
    error(
        "figure/same-exit",
        Place.FIGURE,
        "Two exits leave after the same step.",
        "There is room for one.",
        _figure(
            "steps",
            _steps("Mix", "Bake", more="exits:\n  - {after: 1, text: Stop}\n  - {after: 1, text: Rest}\n"),
        ),
        _figure(
            "steps",
            _steps("Mix", "Bake", more="exits:\n  - {after: 1, text: Stop or rest}\n"),
        ),
    ),
    error(
        "figure/no-hub",
        Place.FIGURE,
        "A cycle has spokes but no center.",
        "The spokes have nowhere to start.",
        _figure("cycle", "spokes: true\nnodes:\n  - {title: Mix}\n  - {title: Wait}\n  - {title: Bake}\n"),
        _figure(
            "cycle",
            "spokes: true\ncenter: Bread\nnodes:\n  - {title: Mix}\n  - {title: Wait}\n  - {title: Bake}\n",
        ),
    ),
    error(
        "figure/cell-missing",
        Place.FIGURE,
        "A quadrant lacks one of its four cells.",
        "There would be a hole that means nothing.",
        _figure("quadrant", _cells(*_FOUR[:3])),
        _figure("quadrant", _cells(*_FOUR)),
    ),
    error(
        "figure/same-cell",
        Place.FIGURE,
        "Two cells of a quadrant stand in the same corner.",
        "One would hide the other.",
        _figure("quadrant", _cells(*_FOUR[:3], ("top-left", "Bread"))),
        _figure("quadrant", _cells(*_FOUR)),
    ),
    error(
        "figure/no-share",
        Place.FIGURE,
        "A part of a whole is 0 or less.",
        "It cannot be drawn as a share.",
        _figure("split", "parts:\n  - {title: Flour, value: 100}\n  - {title: Air, value: 0}\n"),
        _figure("split", "parts:\n  - {title: Flour, value: 60}\n  - {title: Water, value: 40}\n"),
    ),
    error(
        "figure/bracket-order",
        Place.FIGURE,
        "A bracket ends before it starts.",
        "It cannot be drawn.",
        _figure(
            "split",
            "parts:\n  - {title: Flour, value: 60}\n  - {title: Water, value: 40}\n"
            "bracket: {from: 2, to: 1, label: Dough}\n",
        ),
        _figure(
            "split",
            "parts:\n  - {title: Flour, value: 60}\n  - {title: Water, value: 40}\n"
            "bracket: {from: 1, to: 2, label: Dough}\n",
        ),
    ),
    error(
        "figure/same-curve",
        Place.FIGURE,
        "Two curves have the same id.",
        "A mark could not tell which of them it stands on.",
        _figure("curve", _curve("  - {id: warm, title: Hot, shape: bell}\n")),
        _figure("curve", _curve("  - {id: hot, title: Hot, shape: bell}\n")),
    ),
    error(
        "figure/unknown-curve",
        Place.FIGURE,
        "A mark or a gap names a curve that does not exist.",
        "It has nothing to stand on.",
        _figure("curve", _curve("marks:\n  - {curve: hot, at: 0.5, label: Fold}\n")),
        _figure("curve", _curve("marks:\n  - {curve: warm, at: 0.5, label: Fold}\n")),
    ),
    error(
        "figure/band-order",
        Place.FIGURE,
        "A band ends before it starts.",
        "It cannot be drawn.",
        _figure("curve", _curve("bands:\n  - {from: 0.6, to: 0.2, label: Rest}\n")),
        _figure("curve", _curve("bands:\n  - {from: 0.2, to: 0.6, label: Rest}\n")),
    ),
    error(
        "figure/gap-ends",
        Place.FIGURE,
        "A gap does not stand between two different curves.",
        "There is no distance to show.",
        _figure("curve", _curve("gap: {between: [warm, warm], at: 0.8, label: Two hours}\n")),
        _figure("curve", _curve("gap: {between: [warm, cold], at: 0.8, label: Two hours}\n")),
    ),
    error(
        "figure/row-length",
        Place.FIGURE,
        "A row of a table has fewer or more cells than the table has columns.",
        "Its words would stand below the wrong heads.",
        _figure("matrix", "columns: [Wheat, Rye]\nrows:\n  - {title: Rise, cells: [much]}\n"),
        _figure("matrix", "columns: [Wheat, Rye]\nrows:\n  - {title: Rise, cells: [much, little]}\n"),
    ),
    error(
        "figure/unknown-column",
        Place.FIGURE,
        "The column to be marked does not exist.",
        "Nothing would be marked.",
        _figure(
            "matrix", "columns: [Wheat, Rye]\nmark: Spelt\nrows:\n  - {title: Rise, cells: [much, little]}\n"
        ),
        _figure(
            "matrix", "columns: [Wheat, Rye]\nmark: Rye\nrows:\n  - {title: Rise, cells: [much, little]}\n"
        ),
    ),
)
