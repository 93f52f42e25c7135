"""Rendered HTML in, PDF bytes out: tagged, fillable, with every font inside and the same bytes each time.

WeasyPrint lays the pages out and pikepdf finishes what it leaves open; both belong to the extra `pdf`, so modules here load
them where they are used. Nothing is fetched: styles, fonts and pictures come in as bytes.
"""

from macros.export.pdf.engine import TYPING_FONT, Engine, missing, outside_part, picture_type
from macros.export.pdf.values import Document, Made, Paper, Styles

__all__ = [
    "TYPING_FONT",
    "Document",
    "Engine",
    "Made",
    "Paper",
    "Styles",
    "missing",
    "outside_part",
    "picture_type",
]
