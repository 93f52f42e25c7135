"""What a writer sees who has a page open while the course is served."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.sites import bread
from tests.sites.serving import serving
from tests.sites.test_live import CHAPTER, saved

pytestmark = [pytest.mark.browser, pytest.mark.build, pytest.mark.xdist_group("live")]


def test_a_page_that_is_open_in_a_browser_shows_a_save_by_itself(page: Page, tmp_path: Path) -> None:
    root = bread(tmp_path)
    with serving(root) as address:
        page.goto(f"{address}/chapters/01-flour/")
        saved(root, CHAPTER, "\n## ", "\nA sentence that is new.\n\n## ")
        expect(page.get_by_text("A sentence that is new.")).to_be_visible(timeout=60_000)
        # The server ends before the page does, which would go on asking it for saves.
        page.goto("about:blank")
