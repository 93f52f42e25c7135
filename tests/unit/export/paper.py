"""Sheets of this course and of the bread course as PDFs, made once for all tests that ask."""

from __future__ import annotations

import io
import subprocess
from functools import cache
from pathlib import Path

from pypdf import PdfReader

from macros.build import open_course
from macros.export.pdf import Engine, Made, Paper
from macros.model.course import Course
from macros.paper import paper_styles, worksheet_document
from tests.sites import BREAD, ROOT


@cache
def the_course() -> Course:
    return open_course(ROOT).course


@cache
def the_engine() -> Engine:
    return Engine(paper_styles(ROOT))


@cache
def sheet(id: str, paper: Paper = Paper.A4) -> Made:
    """A blank worksheet of the course."""
    return the_engine().make(worksheet_document(the_course().worksheets[id], the_course()), paper)


@cache
def bread_sheet(id: str, paper: Paper = Paper.A4) -> Made:
    """A blank worksheet of the bread course, in the same styles."""
    course = open_course(BREAD).course
    return the_engine().make(worksheet_document(course.worksheets[id], course), paper)


def reader(made: Made) -> PdfReader:
    return PdfReader(io.BytesIO(made.body))


def words(body: bytes, folder: Path) -> str:
    """What Poppler reads after it has drawn the fields into the page, in one line."""
    source, flat = folder / "in.pdf", folder / "flat.pdf"
    source.write_bytes(body)
    subprocess.run(["pdftocairo", "-pdf", source, flat], check=True, capture_output=True)
    done = subprocess.run(["pdftotext", "-layout", flat, "-"], check=True, capture_output=True, text=True)
    return " ".join(done.stdout.split())


def darkness(body: bytes, folder: Path, rect: tuple[float, float, float, float], height: float) -> int:
    """How much ink Poppler puts into a rectangle of the first page, given in points from the bottom left."""
    source = folder / "in.pdf"
    source.write_bytes(body)
    left, bottom, right, top = rect
    box = ["-x", left * 2, "-y", (height - top) * 2, "-W", (right - left) * 2, "-H", (top - bottom) * 2]
    done = subprocess.run(
        [
            "pdftoppm",
            "-gray",
            "-r",
            "144",
            "-f",
            "1",
            "-l",
            "1",
            *[str(b if isinstance(b, str) else round(b)) for b in box],
            source,
        ],
        check=True,
        capture_output=True,
    )
    assert done.stderr == b""
    pixels = done.stdout.split(b"\n255\n", 1)[1]
    return sum(255 - pixel for pixel in pixels)
