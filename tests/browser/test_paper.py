"""Every worksheet as a browser prints it: the blank sheet needs the pages it promises, on both papers."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from macros.build import open_course
from macros.render.here import page_url
from tests.sites import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.build, pytest.mark.xdist_group("paper")]

BATCHES = 6


def sheets(part: int) -> list[tuple[str, str, int]]:
    found = sorted(open_course(ROOT).course.worksheets.values(), key=lambda s: s.id)
    return [(s.id, page_url(s.uri), s.pages) for s in found][part::BATCHES]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(BATCHES))
def test_every_blank_sheet_fits_its_pages(part: int, home: str, page: Page) -> None:
    wrong = []
    for id, address, promised in sheets(part):
        page.goto(home + address)
        for paper in ("A4", "Letter"):
            needed = len(PdfReader(io.BytesIO(page.pdf(format=paper, prefer_css_page_size=False))).pages)
            if needed != promised:
                wrong.append(f"{id}: {promised} promised, {needed} needed on {paper}")
    assert wrong == []
