"""`make icons`: draws the icons of the installed site out of the logo, with Chromium. Run it after changing the logo."""

from __future__ import annotations

import re

from playwright.sync_api import sync_playwright

from macros.build import joined_assets
from tests.browser.conftest import FLAGS, ROOT, chromium_path

ICONS = ROOT / "overrides/assets/icons"
# Systems cut a maskable icon to a circle or a drop of 80 % of its width, so its ground fills the square and the sign is smaller.
DRAWN = {"icon-192": (192, 1.0), "icon-512": (512, 1.0), "maskable-512": (512, 0.85)}


def main() -> None:
    svg = joined_assets(ROOT)["favicon.svg"]
    ground = re.search(r'<rect[^>]*fill="(#\w+)"', svg)
    assert ground
    ICONS.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for name, (size, part) in DRAWN.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            color = "transparent" if part == 1 else ground[1]
            page.set_content(
                f'<body style="margin:0;background:{color};display:grid;place-items:center;height:{size}px">'
                f'<div style="width:{size * part}px;height:{size * part}px">{svg}</div>'
            )
            page.screenshot(path=ICONS / f"{name}.png", omit_background=part == 1)
        browser.close()


if __name__ == "__main__":
    main()
