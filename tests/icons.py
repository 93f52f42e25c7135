"""`make icons`: draws the icons of the installed site, and the card beside shared links, out of the logo and the course's settings.

Run it after a change of the logo, the colors, the title or the description. It needs Chromium.
"""

from __future__ import annotations

import re
import sys
from base64 import b64encode
from html import escape

from playwright.sync_api import sync_playwright

from macros.build import joined_assets, open_course
from tests.browser.conftest import FLAGS, ROOT, chromium_path

ICONS = ROOT / "overrides/assets/icons"
CARD = ROOT / "overrides/assets/card.png"
FONT = ROOT / "overrides/assets/fonts/besley-600.woff2"
NO_CARD = (
    "Nothing shows the card yet: write `card: assets/card.png` below `extra.course` in mkdocs.yml. Who shares a link then sends "
    "it along, where the site knows its address (SITE_URL)."
)
# Systems cut a maskable icon to a circle or a drop of 80 % of its width, so its ground fills the square and the sign is smaller.
DRAWN = {"icon-192": (192, 1.0), "icon-512": (512, 1.0), "maskable-512": (512, 0.85)}


def card(svg: str) -> str:
    """The page that is photographed: the sign, the course's title and what it is."""
    identity = open_course(ROOT).course.identity
    light, dark = identity.colors.light_scheme, identity.colors.dark_scheme
    font = b64encode(FONT.read_bytes()).decode()
    return f"""<meta charset="utf-8"><style>
      @font-face {{ font-family: Head; src: url(data:font/woff2;base64,{font}) }}
      body {{ margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 90px 100px; display: flex;
        flex-direction: column; justify-content: space-between; background: {light["deep"]}; color: {light["deep-ink"]};
        border-block-end: 24px solid {dark["accent"]} }}
      svg {{ inline-size: 120px; margin-inline-start: -20px }}
      h1 {{ margin: 0 0 28px; max-inline-size: 950px; font: 76px/1.1 Head, serif; text-wrap: balance }}
      p {{ margin: 0; max-inline-size: 900px; font: 31px/1.4 "Liberation Sans", Arial, sans-serif }}
    </style>{svg}<div><h1>{escape(identity.title)}</h1><p>{escape(identity.description)}</p></div>"""


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
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        page.set_content(card(svg))
        page.evaluate("document.fonts.ready")
        page.screenshot(path=CARD)
        browser.close()
    sys.stdout.write(f"Drawn: {', '.join(path.relative_to(ROOT).as_posix() for path in (ICONS, CARD))}\n")
    if not open_course(ROOT).course.identity.card:
        sys.stdout.write(f"{NO_CARD}\n")


if __name__ == "__main__":
    main()
