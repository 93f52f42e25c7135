"""Joins the elements' modules and styles into the two files a page loads, so a chapter stays within ten requests.

Not a bundler: modules may only import named things from relative paths, and their top-level names are unique
(a test holds both), so leaving out the import lines and the word `export` gives one valid script. It is a classic one in a
function of its own: pages opened from disk may not load modules.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

_IMPORT = re.compile(
    r"^import\s+(?:\{[^}]*\}\s+from\s+)?['\"](?P<path>\.[^'\"]+)['\"];?[ \t]*\n", re.MULTILINE
)
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:class|function|const|let)\b)", re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_LINE_COMMENT = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_BLANK = re.compile(r"\n{2,}")


def join_modules(entry: str, modules: Mapping[str, str]) -> str:
    """One classic script out of `entry` and all it imports, each once, imports first; it leaves no global names.

    `modules` maps "/"-separated paths to texts. Raises KeyError with the missing path for an import of a file that is not there.
    """
    order: list[str] = []

    def visit(path: str, trail: tuple[str, ...]) -> None:
        if path in order or path in trail:
            return
        if path not in modules:
            raise KeyError(f"{trail[-1] if trail else entry} imports {path}, which does not exist")
        for match in _IMPORT.finditer(modules[path]):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match["path"]))
            visit(target, (*trail, path))
        order.append(path)

    visit(entry, ())
    joined = "".join(_slim(_EXPORT.sub("", _IMPORT.sub("", modules[path]))) for path in order)
    return f'(() => {{\n"use strict"\n{joined}}})();\n'


def join_styles(names: tuple[str, ...], sheets: Mapping[str, str]) -> str:
    """The style sheets in the given order, comments and blank lines left out."""
    return "".join(_slim(sheets[name]) for name in names)


def _slim(text: str) -> str:
    # Whole-line comments, indents and blank lines weigh a third of the file; template literals with own lines are
    # kept out of the modules by a test, so that indents carry no meaning.
    text = _LINE_COMMENT.sub("", _BLOCK_COMMENT.sub("", text))
    return _BLANK.sub("\n", _INDENT.sub("", text)).lstrip("\n")
