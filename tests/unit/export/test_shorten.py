"""A shortened script is the same one: only names of variables and private members and the blanks between words differ."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from macros import memo
from macros.build import joined_assets
from macros.export import assets
from macros.export.shorten import UnreadableScriptError, shorten
from tests.sites import ROOT

SAME = Path(__file__).parents[2] / "js/same-script.mjs"

# Each a part of the language that our modules use, in which a name or a blank could be taken for something else.
SCRIPTS = {
    "a key and its value of one name": "const take = ({ id, at = 1, ...rest }) => ({ id, at, rest, ['x']: id })",
    "an object in a choice": "const pick = (is, owner) => is ? { a: owner } : { ...is, owner, b: { owner } }",
    "choices in choices": "const pick = (a, b, c) => a ? b ? c : { c } : [a ? b : c, { a: b ? a : c, b }]",
    "methods, getters and fields": (
        "const wide = 1\nclass Box {\n  static tag = wide\n  #width = 2\n  size\n  get width() { return this.#width * wide }\n"
        "  set width(width) { this.#width = width }\n  async *each(width) { yield* [width] }\n  #all() { return #width in this }\n}"
    ),
    "stars that multiply, and stars that make": (
        "const size = (wide, high) => ({ area: wide * high, both: [wide] * high })\n"
        "const maker = { *each(wide) { yield wide }, async *all(high) { yield high * high } }"
    ),
    "words in words": "const say = (name, count) => `${name}: ${count > 1 ? `${count} ${{ count }.count}` : 'one'}`",
    "regular expressions": "const found = (text, g) => text.replace(/[/{`'}]+/g, '').split(/\\//).length / 2 / g",
    "names used again": "const one = (two) => two + 1\nfunction two(one) { return one }\nconst three = [one, two].map((one) => one(2))",
    "labels, cases and catches": (
        "const go = (kind) => {\n  outer: for (const [at, one] of kind.entries()) {\n    switch (one) {\n      case at: continue outer\n"
        "      default: break\n    }\n  }\n  try { return kind.at() } catch { return null }\n}"
    ),
    "lines that end without a sign": "let count = 0\ncount++\n;[1, 2].forEach((count) => count)\nconst last = -count - -1 + +count",
    "defaults and calls that may not be": "const read = ({ data: { id } = {}, find } = {}, [first, ...more] = []) => find?.(id)?.[first] ?? more?.at",
    "destructuring at the top": "const { width, height: [top] } = globalThis.box\nconst area = () => width * top",
    "what a browser knows": "const read = (name) => name ?? (globalThis.name + JSON.stringify(URL) + CSS.escape(location.href))",
}


def wrapped(body: str) -> str:
    return f'(() => {{\n"use strict"\n{body}\n}})();\n'


def difference(before: str, after: str, folder: Path) -> str:
    node = shutil.which("node")
    assert node, "Node is missing; `make test` installs it"
    paths = [folder / "before.js", folder / "after.js"]
    for path, text in zip(paths, (before, after), strict=True):
        path.write_text(text, "utf-8")
    done = subprocess.run(
        [node, "--expose-internals", "--no-warnings", str(SAME), *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_the_language_lets_one_write_stays_the_same_script(name: str, tmp_path: Path) -> None:
    script = wrapped(SCRIPTS[name])
    short = shorten(script)
    assert len(short) < len(script)
    assert difference(script, short, tmp_path) == ""


def test_every_script_of_the_site_stays_the_same_script(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = joined_assets(ROOT)
    # What is kept of joining was joined with the shortening, and must not outlive being made without it.
    memo.forget()
    monkeypatch.setattr(assets, "shorten", lambda script: script)
    whole = joined_assets(ROOT)
    memo.forget()
    for name in sorted(n for n in made if n.endswith(".js")):
        assert len(made[name]) < 0.8 * len(whole[name])
        assert difference(whole[name], made[name], tmp_path) == "", name


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("const a = (b) => b.kind", "const a = (b) => b.kinds"),
        ("const a = (b, c) => b - c", "const a = (b, c) => c - b"),
        ("const a = (b) => ({ b })", "const a = (b) => ({ c: b })"),
        ("const a = () => location", "const a = (location) => location"),
        ("class A {\n#b\n#c = this.#b\n}", "class A {\n#b\n#c = this.#c\n}"),
    ],
)
def test_the_comparison_sees_what_would_break(before: str, after: str, tmp_path: Path) -> None:
    assert "became" in difference(wrapped(before), wrapped(after), tmp_path)


def test_the_same_script_gives_the_same_bytes_whatever_the_names() -> None:
    script = wrapped(SCRIPTS["names used again"])
    assert shorten(script) == shorten(script)
    assert shorten(shorten(script)) == shorten(script)


@pytest.mark.parametrize("broken", ["const a = `open", "const a = 'open", "const a = § + 1"])
def test_what_cannot_be_read_is_quoted(broken: str) -> None:
    with pytest.raises(UnreadableScriptError, match=r"open|§"):
        shorten(broken)
