"""Rules for one figure: that readers who cannot see it get it too, and that the others are not swamped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from macros.model.figure import Figure
from macros.model.ids import slug
from macros.model.problem import Level, Problem

# More than this many is drawn all the same, but no longer taken in at a glance: (kind, key) to (most, how authors call them).
_MOST = {
    ("levels", "levels"): (8, "levels"),
    ("steps", "steps"): (13, "steps"),
    ("split", "parts"): (6, "parts"),
    ("curve", "curves"): (3, "curves"),
    ("curve", "bands"): (7, "bands"),
    ("curve", "marks"): (5, "marks"),
    ("matrix", "columns"): (5, "columns"),
    ("matrix", "rows"): (12, "rows"),
}
_SHORT = 40


def no_alt(figure: Figure) -> Iterator[Problem]:
    if not figure.alt:
        yield Problem(
            figure.where,
            "figure/no-alt",
            f'The figure "{figure.id}" has no text for readers who cannot see it.',
            'Add `alt: "..."` and say in words what the picture shows.',
        )


def alt_repeats(figure: Figure) -> Iterator[Problem]:
    """An alternative made of the title or the caption tells nothing that is not read out already."""
    said = slug(figure.alt)
    for words, name in ((figure.title, "title"), (figure.caption, "caption")):
        if said and said == slug(words):
            yield Problem(
                figure.where,
                "figure/alt-repeats",
                f'The `alt` of the figure "{figure.id}" only repeats its {name}.',
                "Say what the picture shows: its parts, how they hang together, what is marked.",
            )
            return


_PAGE_LINK = re.compile(r"\]\((?![a-z][a-z+.-]*:)([^)\s]+)\)", re.IGNORECASE)


def caption_links(figure: Figure) -> Iterator[Problem]:
    """A figure is drawn before a host turns links to files into links to pages."""
    for target in _PAGE_LINK.findall(figure.caption):
        yield Problem(
            figure.where,
            "figure/caption-link",
            f'The caption of the figure "{figure.id}" links to {target}, and would lead nowhere.',
            "Write the link into the text below the figure.",
        )


def alt_short(figure: Figure) -> Iterator[Problem]:
    if 0 < len(figure.alt) < _SHORT and slug(figure.alt) not in (slug(figure.title), slug(figure.caption)):
        yield Problem(
            figure.where,
            "figure/alt-short",
            f'The `alt` of the figure "{figure.id}" has {len(figure.alt)} characters, too few to replace a picture.',
            "Name the parts and what holds them together.",
            Level.ADVICE,
        )


def too_many_parts(figure: Figure) -> Iterator[Problem]:
    for (kind, key), (most, name) in _MOST.items():
        count = len(cast("tuple[Any, ...]", figure.data[key])) if kind == figure.kind else 0
        if count > most:
            yield Problem(
                figure.where,
                "figure/crowded",
                f'The figure "{figure.id}" has {count} {name}; up to {most} are read at a glance.',
                "Join some, or make two figures.",
                Level.ADVICE,
            )


RULES = (no_alt, alt_repeats, caption_links, alt_short, too_many_parts)
