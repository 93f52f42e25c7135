"""Reads tables off the finished layout: fields that may fill their cells, and tables that pages cut into parts.

The one module that looks into WeasyPrint's boxes, which it does not promise to keep; tests of the finished files would tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_POINTS = 0.75
# Room for the cell's own line.
_INSET = 1.0


class Tables:
    """Called by the PDF maker when the file is complete but not written. `parts` holds, for each table that stands on more than
    one page, the object numbers of its parts in the structure."""

    def __init__(self) -> None:
        self.parts: list[list[int]] = []

    def read(self, document: Any, pdf: Any) -> None:
        numbers: dict[int, list[int]] = {}
        for page in document.pages:
            for table in _boxes(page, "table"):
                number = _number_of(table, pdf)
                known = numbers.setdefault(id(table.element), [])
                if number and number not in known:
                    known.append(number)
            for cell in _boxes(page, "td"):
                _fill(cell, page.height)
        self.parts = [found for found in numbers.values() if len(found) > 1]


def _boxes(page: Any, tag: str) -> Iterator[Any]:
    for box in page._page_box.descendants():
        if box.element is not None and box.element_tag == tag:
            yield box


def _number_of(table: Any, pdf: Any) -> int:
    """The number of the structure element that a table's cells belong to."""
    for box in table.descendants():
        mark = getattr(box, "mark", None)
        if mark is not None:
            while mark["S"] != "/Table":
                mark = pdf.objects[int(mark["P"].split()[0])]
            return int(mark.number)
    return 0


def _fill(cell: Any, height: float) -> None:
    """Lets the one field in a cell be as large as the cell."""
    import pydyf

    widgets = [box.widget_annotation for box in cell.descendants() if box.widget_annotation]
    if len(widgets) == 1 and widgets[0]["FT"] in ("/Tx", "/Ch"):
        left, top = cell.border_box_x() + _INSET, cell.border_box_y() + _INSET
        right = left + cell.border_width() - 2 * _INSET
        bottom = top + cell.border_height() - 2 * _INSET
        corners = (left, height - bottom, right, height - top)
        widgets[0]["Rect"] = pydyf.Array([round(n * _POINTS, 3) for n in corners])
