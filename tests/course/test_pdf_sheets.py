"""Sheets of this course as PDFs, with every kind of field: judged by pikepdf, pypdf and Poppler, which had no part in making them."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject

from macros.export.pdf import Paper
from macros.paper import worksheet_document
from tests.unit.export.paper import darkness, reader, sheet, the_course, the_engine, words
from tests.unit.export.pdfua import faults

pytest.importorskip("weasyprint")
pytestmark = pytest.mark.xdist_group("pdf")

AUDIT = "flexibility-audit"
# A flag of text fields, by the standard.
MULTILINE = 1 << 12


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("id", [AUDIT, "deal-diagnosis", "vendor-quadrant", "forces-action-plan"])
def test_a_sheet_keeps_every_rule_of_pdf_ua_that_can_be_read(id: str, paper: Paper) -> None:
    assert faults(sheet(id, paper).body) == []


def test_fields_have_the_ids_under_which_answers_are_saved() -> None:
    fields = reader(sheet(AUDIT)).get_fields() or {}
    home = f"worksheet/{AUDIT}"
    expected = {f"{home}/sheet/team", f"{home}/sheet/date", f"{home}/firm", f"{home}/pivot", f"{home}/answer"}
    expected |= {f"{home}/turn-time", f"{home}/felt-by-customers"}
    expected |= {f"{home}/sources/{id}" for id in ("stay-put", "career-risk", "new-cost")}
    columns = ("area", "rule", "reason", "days", "blocks", "rigid", "new-rule", "from")
    expected |= {f"{home}/audit/{row}/{column}" for row in range(1, 8) for column in columns}
    assert set(fields) == expected


def test_each_kind_of_field_is_that_kind_in_the_file() -> None:
    audit = reader(sheet(AUDIT)).get_fields() or {}
    home = f"worksheet/{AUDIT}"
    assert audit[f"{home}/firm"]["/FT"] == "/Tx"
    assert not int(audit[f"{home}/firm"].get("/Ff", 0)) & MULTILINE
    assert int(audit[f"{home}/answer"]["/Ff"]) & MULTILINE
    assert audit[f"{home}/audit/1/blocks"]["/FT"] == "/Ch"
    assert audit[f"{home}/sources/new-cost"]["/FT"] == "/Btn"
    with pikepdf.open(io.BytesIO(sheet("deal-diagnosis").body)) as pdf:
        groups = {str(f.T): f for f in pdf.Root.AcroForm.Fields if "/Kids" in f}
        states = {next(k for k in kid.AP.N if k != "/Off") for f in groups.values() for kid in f.Kids}
    assert {f"/{step}" for step in range(1, 11)} <= states


def test_a_field_is_called_by_its_section_its_table_and_its_own_name() -> None:
    with pikepdf.open(io.BytesIO(sheet(AUDIT).body)) as pdf:
        tips = {str(f.T).split(f"{AUDIT}/")[1]: str(f.TU) for f in pdf.Root.AcroForm.Fields}
    assert tips["sheet/team"] == "Team"
    assert tips["firm"] == "The change we have in mind: Firm"
    assert (
        tips["audit/1/days"] == "Rules and habits it would touch: What holds us: Row 1, Time to change (days)"
    )
    assert tips["sources/career-risk"].endswith(
        "Tick what you see before you argue: A manager sees a risk to a career"
    )


def test_what_pypdf_fills_in_poppler_shows(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=reader(sheet(AUDIT)))
    home = f"worksheet/{AUDIT}"
    values = {
        f"{home}/sheet/team": "Zażółć Łódź",
        f"{home}/firm": "Northfork Systems",
        f"{home}/answer": "Let the lead try it with one customer",
        f"{home}/audit/3/rule": "Hosting by the month",
        f"{home}/turn-time": "90 days",
    }
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    shown = words(out.getvalue(), tmp_path)
    assert [value for value in values.values() if value not in shown] == []


def test_a_tick_shows_in_poppler(tmp_path: Path) -> None:
    made = sheet(AUDIT)
    writer = PdfWriter(clone_from=reader(made))
    box = next(
        a
        for p in writer.pages
        for a in map(lambda r: r.get_object(), p["/Annots"])
        if str(a.get("/T", "")).endswith("sources/career-risk")
    )
    rect = tuple(float(n) for n in box["/Rect"])
    height = float(writer.pages[0].mediabox.height)
    before = darkness(made.body, tmp_path, rect, height)
    box[NameObject("/AS")] = box[NameObject("/V")] = NameObject("/Yes")
    out = io.BytesIO()
    writer.write(out)
    assert darkness(out.getvalue(), tmp_path, rect, height) > before * 1.5


def test_what_stands_in_a_field_from_the_start_is_drawn_whole(tmp_path: Path) -> None:
    shown = words(sheet("forces-action-plan").body, tmp_path)
    for step in the_course().chapter("forces").action_plan:
        for word in step.done_when.split():
            assert word in shown


def test_a_filled_sheet_shows_the_answers_and_what_they_come_to(tmp_path: Path) -> None:
    course = the_course()
    audit = course.worksheets[AUDIT]
    document = worksheet_document(audit, course, audit.example.answers)
    made = the_engine().make(document, Paper.A4)
    shown = words(made.body, tmp_path)
    assert faults(made.body) == []
    assert "Mei signs up to $5,000" in shown
    assert "90 days" in shown
    assert "Fictional example" in shown
