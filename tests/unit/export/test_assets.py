"""The joined script: every module once, imports first, and nothing that no page would ever run."""

from __future__ import annotations

import pytest

from macros.build import joined_assets
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
        '(() => {\n"use strict"\n'
        "const TWO = 2\nconst half = (value) => value / TWO\n"
        "const draw = (page) => {\npage.width = half(page.width)\n}\n"
        "const counted = 1\nif (globalThis.page) {\nglobalThis.page.count = 1\n}\n"
        "draw(globalThis.page)\n"
        "})();\n"
    )


def test_everything_of_the_entry_itself_is_kept() -> None:
    joined = join_modules("core/sums.mjs", MODULES)
    assert [name in joined for name in ("half", "twice", "odd")] == [True] * 3


def test_an_import_of_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match=r"parts/draw\.mjs imports core/sums\.mjs"):
        join_modules("page.mjs", {k: v for k, v in MODULES.items() if k != "core/sums.mjs"})


def test_styles_come_in_the_order_given() -> None:
    sheets = {"a.css": "/* A */\na {\n  color: red;\n}\n", "b.css": "b {}\n"}
    assert join_styles(("b.css", "a.css"), sheets) == "b {}\na {\ncolor: red;\n}\n"


def test_a_chapter_carries_nothing_that_only_tools_call() -> None:
    joined = joined_assets(ROOT)
    for name in ("diffSaved", "notesMarkdown", "reviewPlan"):
        assert name not in joined["learn.js"]
    assert "class LearnSavedElement" in joined["learn.js"]
    assert "class LearnNotesElement" in joined["tools.js"]
