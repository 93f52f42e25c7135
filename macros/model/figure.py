"""A figure as an author writes it: a kind, the words a reader without the picture needs, and the kind's own data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.model.problem import Where


@dataclass(frozen=True, slots=True)
class Figure:
    """`data` holds only keys its kind knows, already checked by content.figures; its shape is documented there."""

    id: str
    where: Where
    kind: str
    title: str
    alt: str
    data: Mapping[str, object]
    caption: str = ""
