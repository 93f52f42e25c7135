"""A worksheet as a PDF: judged by pikepdf, pypdf and Poppler, which had no part in making it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from macros.export.pdf import Document, Paper
from macros.export.pdf.finish import without_points
from tests.sites import ROOT
from tests.unit.export.paper import bread_sheet, reader, the_engine
from tests.unit.export.pdfua import elements, faults

pytest.importorskip("weasyprint")
pytestmark = pytest.mark.xdist_group("pdf")

PLAN = "flour-action-plan"


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("id", [PLAN, "dough-calculator"])
def test_a_sheet_keeps_every_rule_of_pdf_ua_that_can_be_read(id: str, paper: Paper) -> None:
    assert faults(bread_sheet(id, paper).body) == []


def _root(key: str) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return spoil


def _first(tag: str) -> Callable[[pikepdf.Pdf], Any]:
    return lambda pdf: next(e for e, _ in elements(pdf.Root.StructTreeRoot.K) if str(e.S) == tag)


def _no_scope(pdf: pikepdf.Pdf) -> None:
    del _first("/TH")(pdf).A.Scope


def _no_tip(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm.Fields[3].TU


def _out_of_tree(pdf: pikepdf.Pdf) -> None:
    _first("/H2")(pdf).K = pikepdf.Array()


def _no_form(pdf: pikepdf.Pdf) -> None:
    _first("/Form")(pdf).S = pikepdf.Name.Span


def _off_the_page(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[3].Rect = pikepdf.Array([10, -4, 90, 20])


def _twice(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[3].T = pdf.Root.AcroForm.Fields[2].T


def _no_font(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing:
            del thing["/FontFile2"]


def _no_appearance(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm.Fields[2].AP


def _skipped(pdf: pikepdf.Pdf) -> None:
    _first("/H2")(pdf).S = pikepdf.Name.H4


def _tabs(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Tabs = pikepdf.Name.R


@pytest.mark.parametrize(
    "spoil",
    [
        _root("/Lang"), _root("/MarkInfo"), _root("/ViewerPreferences"), _root("/Metadata"), _no_scope, _no_tip,
        _out_of_tree, _no_form, _off_the_page, _twice, _no_font, _no_appearance, _skipped, _tabs,
    ],
)  # fmt: skip
def test_the_judge_notices_a_spoiled_file(spoil: Callable[[pikepdf.Pdf], None]) -> None:
    with pikepdf.open(io.BytesIO(bread_sheet(PLAN).body)) as pdf:
        spoil(pdf)
        out = io.BytesIO()
        pdf.save(out)
    assert faults(out.getvalue())


def test_a_file_is_the_same_each_time_and_in_each_process() -> None:
    script = "import sys; from tests.unit.export.paper import bread_sheet; sys.stdout.buffer.write(bread_sheet(sys.argv[1]).body)"
    made = [
        subprocess.run(
            [sys.executable, "-c", script, PLAN],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": zone},
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert made[0] == made[1] == bread_sheet(PLAN).body


@pytest.mark.parametrize(
    ("drawn", "written"),
    [
        (b"1 0 0 -1 480. 730.620984 Tm", b"1 0 0 -1 480 730.620984 Tm"),
        (b"0 -0. m\n10. 0.5 l", b"0 0 m\n10 0.5 l"),
        (b"[3. 4.] 0. d", b"[3 4] 0 d"),
        (b"(It costs 5. or 6.) Tj", b"(It costs 5. or 6.) Tj"),
        (b"[<0048>-12.<0049>] TJ", b"[<0048>-12.<0049>] TJ"),
    ],
)
def test_a_number_has_no_point_that_hangs_on_how_python_adds(drawn: bytes, written: bytes) -> None:
    assert without_points(drawn) == written


def test_a_table_that_goes_on_over_a_page_is_one_table() -> None:
    rows = "".join(f'<tr><th scope="row">Row {n}</th><td>Cell {n}</td></tr>' for n in range(120))
    html = (
        "<h1>Long</h1><table><thead><tr><th scope='col'>A</th><th scope='col'>B</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
    made = the_engine().make(Document("Long", html), Paper.A4)
    assert made.pages > 1
    assert faults(made.body) == []
    with pikepdf.open(io.BytesIO(made.body)) as pdf:
        tags = [str(e.S) for e, _ in elements(pdf.Root.StructTreeRoot.K)]
    assert (tags.count("/Table"), tags.count("/TR")) == (1, 121)


def test_nothing_is_fetched_from_anywhere() -> None:
    html = '<h1>Hello</h1><img alt="far away" src="https://example.org/x.png">'
    with pytest.raises(ValueError, match=r"example\.org"):
        the_engine().make(Document("Fetching", html), Paper.A4)


def test_a_link_within_the_course_leads_to_the_site_or_nowhere() -> None:
    html = '<h1>Hello</h1><p><a href="chapters/one/">One</a> <a href="#lost">Lost</a></p>'
    with_site = the_engine().make(Document("Links", html, address="https://example.org/course/"), Paper.A4)
    without = the_engine().make(Document("Links", html), Paper.A4)
    links = [a.get_object() for p in reader(with_site).pages for a in p.get("/Annots", [])]
    assert [(a["/A"]["/URI"], a["/Contents"]) for a in links] == [
        ("https://example.org/course/chapters/one/", "One")
    ]
    assert not any("/Annots" in p for p in reader(without).pages)
    assert faults(with_site.body) == faults(without.body) == []
