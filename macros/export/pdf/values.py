"""What goes into the PDF engine and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Paper(Enum):
    """The papers of the world's printers; the value is CSS's name of the size."""

    A4 = "A4"
    LETTER = "letter"

    @property
    def title(self) -> str:
        return "A4" if self is Paper.A4 else "US Letter"

    @property
    def slug(self) -> str:
        """What file names and the command say."""
        return self.value.lower()


@dataclass(frozen=True, slots=True)
class Document:
    """One file to make. `html` is what stands in the body.

    `promised` are the pages it must fit on, 0 where nobody promised any. `footer` stands at the foot of every page. `address`
    is where the site stands, for links; without it words that lead to other pages lead nowhere. `values` are what stands in
    fields from the start, by the fields' names. `band` and `logo`, a picture's bytes, stand above every page.
    """

    title: str
    html: str
    language: str = "en"
    author: str = ""
    subject: str = ""
    footer: str = ""
    promised: int = 0
    address: str = ""
    values: Mapping[str, str | bool] = field(default_factory=dict)
    band: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Styles:
    """The style sheets of paper in one text, and the files its addresses name: fonts, pictures."""

    css: str
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file and its number of pages."""

    body: bytes
    pages: int
