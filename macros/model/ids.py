"""Identity of saved work: ids made from names, revisions made from words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from hashlib import blake2b

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_id(text: str) -> bool:
    """True for lower-case words joined by single hyphens, the only spelling an id may have."""
    return _ID.fullmatch(text) is not None


def slug(text: str) -> str:
    """The id that a name suggests: accents folded, everything but letters and digits becomes one hyphen. May be empty."""
    folded = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", ""))
    plain = "".join(c for c in folded if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def revision(*texts: str) -> str:
    """Eight hex digits that change when the words change, not when only white space does."""
    normal = "\x1f".join(" ".join(text.split()) for text in texts)
    return blake2b(normal.encode(), digest_size=4).hexdigest()


def nearest(word: str, known: Iterable[str]) -> str:
    """The one of the `known` that somebody may have meant by `word`; empty where none is near."""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean "x"?` for a near miss, else an empty string."""
    near = nearest(word, known)
    return f'Did you mean "{near}"?' if near else ""
