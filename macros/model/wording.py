"""How messages say what comes up in many of them: how many there are of something, and an author's words.

And the words that stand where an author has not written yet.
"""

from __future__ import annotations

UNWRITTEN = "To write:"
"""What new chapters, quizzes and the playground's templates have before every place that waits for an author."""

_LONGEST = 60


def shortened(text: str) -> str:
    """An author's words as a message quotes them: cut where they would fill more than a line."""
    words = text.strip()
    return f"{words[:_LONGEST]}…" if len(words) > _LONGEST else words


def counted(number: int, one: str, many: str = "") -> str:
    """`1 page`, `2 pages`; `many` where the plural is not `one` with an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"
