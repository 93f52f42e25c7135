"""The joined script: every module once, imports first, and nothing that no page would ever run."""

from __future__ import annotations

import pytest

from macros.build import ASSETS, joined_assets
from macros.content.new_course import is_left_out
from macros.export.assets import join_modules, join_styles
from tests.sites import ROOT

MODULES = {
    "page.mjs": "// Begins.\nimport { draw } from './parts/draw.mjs'\nimport './parts/count.mjs'\n\ndraw(globalThis.page)\n",
    "parts/draw.mjs": (
        "import { half } from '../core/sums.mjs'\n\n/** Draws. */\nexport const draw = (page) => {\n"
        "  // In the middle.\n  page.width = half(page.width)\n}\n\nexport function erase(page) {\n  page.width = none\n}\n\n"
        "const none = 0\n"
    ),
    "parts/count.mjs": "export const counted = 1\n\nif (globalThis.page) {\n  globalThis.page.count = 1\n}\n",
    "core/sums.mjs": (
        "const TWO = 2\nexport const half = (value) => value / TWO\nexport const twice = (value) => odd(value) * TWO\n"
        "const odd = (value) => (value ? twice(value - 1) : 0)\n"
    ),
}


def test_a_script_holds_what_its_entry_needs_and_nothing_else() -> None:
    assert join_modules("page.mjs", MODULES) == (
        '(()=>{"use strict"\n'
        "const e=2\nconst n=(o)=>o/e\n"
        "const t=(e)=>{e.width=n(e.width)}\n"
        "const i=1\nif(globalThis.page){globalThis.page.count=1}\n"
        "t(globalThis.page)})();\n"
    )


def test_everything_of_the_entry_itself_is_kept() -> None:
    joined = join_modules("core/sums.mjs", MODULES)
    assert joined.count("const ") == 4


def test_an_import_of_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match=r"parts/draw\.mjs imports core/sums\.mjs"):
        join_modules("page.mjs", {k: v for k, v in MODULES.items() if k != "core/sums.mjs"})


def test_a_name_that_two_modules_declare_is_refused() -> None:
    modules = {"a.mjs": "import { b } from './b.mjs'\nconst SIZE = 1\n", "b.mjs": "const SIZE = 2\n"}
    with pytest.raises(ValueError, match="declare SIZE"):
        join_modules("a.mjs", modules)


def test_styles_come_in_the_order_given() -> None:
    sheets = {"a.css": "/* A */\na {\n  color: red;\n}\n", "b.css": "b {}\n"}
    assert join_styles(("b.css", "a.css"), sheets) == "b {}a{color:red}"


def test_what_the_whole_page_defines_needs_no_fallback() -> None:
    sheets = {
        "tokens.css": ":root,\nbody {\n  --ink: var(--theme, #111);\n}\n",
        "part.css": "a {\n  color: var(--ink, var(--theme, red));\n  fill: var(--own, red);\n}\n",
    }
    assert join_styles(("tokens.css", "part.css"), sheets) == (
        ":root,body{--ink:var(--theme, #111)}a{color:var(--ink);fill:var(--own, red)}"
    )


def test_a_chapter_carries_nothing_that_only_tools_call() -> None:
    joined = joined_assets(ROOT)
    # Words of what compares documents, of a quiz, of the plan's files, and of what carries work over to renamed ids.
    for word in ("'deleted'", "sequence", "BEGIN:VCALENDAR", "'spent'"):
        assert word not in joined["learn.js"]
    assert "'spent'" in joined["moved.js"]
    assert "class LearnQuizElement" in joined["late.js"]
    assert "class SavedStore" not in joined["late.js"], "a second script must not bring the store again"
    assert "class LearnSavedElement" in joined["learn.js"]
    assert "class LearnNotesElement" in joined["tools.js"]


def test_what_is_joined_is_kept_out_of_the_history_and_its_sources_are_not() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    sources = [path for end in ("mjs", "css") for path in (ROOT / ASSETS).glob(f"*/*.{end}")]
    assert all(is_left_out(f"{ASSETS.as_posix()}/{name}", ignored) for name in joined_assets(ROOT))
    assert sources
    assert not any(is_left_out(path.relative_to(ROOT).as_posix(), ignored) for path in sources)
