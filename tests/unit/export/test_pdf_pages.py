"""Every worksheet on both papers: as many pages as promised, and nothing cut by a page's edge."""

from __future__ import annotations

import io
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pikepdf
import pytest

from macros.export.pdf import Paper
from macros.paper import worksheet_document
from tests.unit.export.paper import sheet, the_course
from tests.unit.export.pdfua import elements, faults

pytest.importorskip("weasyprint")
pytestmark = [pytest.mark.build, pytest.mark.xdist_group("pdf")]


def wrong_with(id: str, paper: Paper) -> list[str]:
    made, promised = sheet(id, paper), the_course().worksheets[id].pages
    found = [f"{id}: {promised} promised, {made.pages} needed on {paper.title}"] * (made.pages != promised)
    html = worksheet_document(the_course().worksheets[id], the_course()).html
    with pikepdf.open(io.BytesIO(made.body)) as pdf:
        rows = sum(str(e.S) == "/TR" for e, _ in elements(pdf.Root.StructTreeRoot.K))
    if rows != html.count("<tr"):
        found.append(f"{id}: a row is cut by a page's edge on {paper.title}")
    # The judge takes a third of the time, so each sheet meets it on one of its papers.
    if paper is list(Paper)[len(id) % 2]:
        found += [f"{id}, {paper.title}: {fault}" for fault in faults(made.body)]
    return found


def check(ids: tuple[str, ...]) -> list[str]:
    return [line for id in ids for paper in Paper for line in wrong_with(id, paper)]


@pytest.mark.timeout(900)
def test_every_sheet_keeps_its_promise_on_both_papers() -> None:
    ids = sorted(the_course().worksheets)
    parts = [tuple(ids[n::24]) for n in range(24)]
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        wrong = [line for lines in pool.map(check, parts) for line in lines]
    assert wrong == []
