"""Joins the elements' modules and styles into the few files that a page loads, so a chapter stays within ten requests.

Not a bundler: modules may only import named things from relative paths, and their top-level names are unique
(a test holds both), so leaving out the import lines and the word `export` gives one valid script. What nothing in it names
is left out as well: a page that needs one function of a module carries that one. Names and blanks are shortened. The script
is a classic one in a function of its own: pages opened from disk may not load modules.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from macros.export.shorten import shorten

_IMPORT = re.compile(
    r"^import\s+(?:\{[^}]*\}\s+from\s+)?['\"](?P<path>\.[^'\"]+)['\"];?[ \t]*\n", re.MULTILINE
)
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:class|function|const|let)\b)", re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_LINE_COMMENT = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_PROPERTY = re.compile(r"^([\w-]+): ", re.MULTILINE)
_EDGE = re.compile(r"([{};,])\n")
_LAST = re.compile(r";\}")
_ROOT = re.compile(r"^:root,[^{]*\{([^}]*)\}")
_FALLBACK = re.compile(r"var\((?P<name>--[\w-]+), ?")
_BLANK = re.compile(r"\n{2,}")
_NAMED = re.compile(r"(?:async )?(?:function\*?|class|const|let) +(?P<name>[\w$]+)")
_WORD = re.compile(r"[\w$]+")


@dataclass(frozen=True, slots=True)
class _Statement:
    """One statement of a module's top level. `name` is what it declares, empty where it does something by itself."""

    text: str
    name: str
    words: frozenset[str]


def join_modules(entry: str, modules: Mapping[str, str]) -> str:
    """One classic script out of `entry` and all it imports, each once, imports first; it leaves no global names.

    `modules` maps "/"-separated paths to texts. Declarations that nothing names are left out, except those of `entry` and of
    modules imported for what they do. Raises KeyError with the missing path for an import of a file that is not there, and
    ValueError for a name that two modules declare.
    """
    order: list[str] = []
    whole = {entry}

    def visit(path: str, trail: tuple[str, ...]) -> None:
        if path in order or path in trail:
            return
        if path not in modules:
            raise KeyError(f"{trail[-1] if trail else entry} imports {path}, which does not exist")
        for match in _IMPORT.finditer(modules[path]):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match["path"]))
            if "{" not in match[0]:
                whole.add(target)
            visit(target, (*trail, path))
        order.append(path)

    visit(entry, ())
    statements = {path: _read(modules[path]) for path in order}
    used = _used((s, path in whole) for path in order for s in statements[path])
    joined = "".join(s.text for path in order for s in statements[path] if s in used)
    return shorten(f'(() => {{\n"use strict"\n{joined}}})();\n')


# A module stands in several scripts, and a server that follows every save joins them all again.
@lru_cache(maxsize=256)
def _read(module: str) -> tuple[_Statement, ...]:
    return tuple(_statements(_without_comments(_EXPORT.sub("", _IMPORT.sub("", module)))))


def _statements(module: str) -> Iterator[_Statement]:
    """A new one begins with each line that is neither indented nor a closing bracket."""
    lines: list[str] = []
    for line in (*module.splitlines(keepends=True), ""):
        if lines and not line.startswith((" ", "\t", "\n", "}", ")", "]")):
            text = _slim("".join(lines))
            named = _NAMED.match(text)
            yield _Statement(text, named["name"] if named else "", frozenset(_WORD.findall(text)))
            lines = []
        lines.append(line)


def _used(statements: Iterable[tuple[_Statement, bool]]) -> set[_Statement]:
    """What runs by itself or is wanted anyway (True), and whatever that names, directly or not."""
    declared: dict[str, _Statement] = {}
    waiting: list[_Statement] = []
    for statement, wanted in statements:
        if statement.name:
            if statement.name in declared:
                raise ValueError(f"Two modules of one script declare {statement.name}; one would be lost.")
            declared[statement.name] = statement
        if wanted or not statement.name:
            waiting.append(statement)
    used = set(waiting)
    while waiting:
        for name in waiting.pop().words & declared.keys():
            if declared[name] not in used:
                used.add(declared[name])
                waiting.append(declared[name])
    return used


def join_styles(names: tuple[str, ...], sheets: Mapping[str, str]) -> str:
    """The style sheets in the given order; comments and the blanks at the ends of lines left out.

    A property that they define for the whole page needs nothing to fall back on.
    """
    joined = "".join(_tight(_slim(sheets[name])) for name in names)
    roots = "".join(_ROOT.findall(joined))
    return _without_fallbacks(joined, frozenset(re.findall(r"(--[\w-]+):", roots)))


def _without_fallbacks(sheet: str, defined: frozenset[str]) -> str:
    parts: list[str] = []
    at = 0
    for match in _FALLBACK.finditer(sheet):
        if match["name"] not in defined or match.start() < at:
            continue
        end, depth = match.end(), 1
        while depth:
            depth += {"(": 1, ")": -1}.get(sheet[end], 0)
            end += 1
        parts += [sheet[at : match.start()], f"var({match['name']})"]
        at = end
    return "".join([*parts, sheet[at:]])


def _tight(sheet: str) -> str:
    """Blanks inside a line stay, except before an opening brace and after a property's name: there they mean nothing."""
    sheet = _PROPERTY.sub(r"\1:", sheet)
    return _LAST.sub("}", _EDGE.sub(r"\1", sheet.replace(" {\n", "{")))


def _without_comments(text: str) -> str:
    return _LINE_COMMENT.sub("", _BLOCK_COMMENT.sub("", text))


def _slim(text: str) -> str:
    # Whole-line comments, indents and blank lines weigh a third of the file; template literals with own lines are
    # kept out of the modules by a test, so that indents carry no meaning.
    return _BLANK.sub("\n", _INDENT.sub("", _without_comments(text))).lstrip("\n")


_FONTS = re.compile(r'"Inter"')
_SYSTEM_FONTS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
_LENGTH_BY_ROOT = re.compile(r"(?<![\w.-])(\d*\.?\d+)rem\b")
_POINTS_A_REM = 12
_OUR_CLASS = re.compile(r"\.learn\b")


def leaf_styles(css: str) -> str:
    """The styles of paper for a part of a page, so that a browser shows on the screen what it prints.

    Rules for print stand on their own, those for screens and pages are left out. All is bound to `.leaf-sheet`, which takes the
    place of the document's root, and classes begin with `leaf` instead of `learn`: no rule of the page around it applies there,
    and none of these anywhere else. Lengths by the root's letters become points, because a screen has other letters.
    """
    return "".join(_leaf_rules(_BLOCK_COMMENT.sub("", css)))


def _leaf_rules(css: str) -> Iterator[str]:
    for head, body in _blocks(css):
        if head.startswith("@media"):
            if head.removeprefix("@media").strip() == "print":
                yield from _leaf_rules(body)
        elif not head.startswith("@"):
            # A page's own sheet asks what stands around it; a leaf has nothing around it.
            selectors = [_on_leaf(s) for s in _selectors(head) if ":root:has" not in s]
            if selectors:
                lengths = _LENGTH_BY_ROOT.sub(lambda m: f"{float(m[1]) * _POINTS_A_REM:g}pt", body)
                yield f"{', '.join(selectors)} {{{_slim(_FONTS.sub(_SYSTEM_FONTS, lengths))}}}\n"


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """The rules of one level: what stands before the brace, and what stands in it."""
    depth = start = opened = 0
    for match in re.finditer(r"[{}]", css):
        if match[0] == "{":
            opened = match.start() if depth == 0 else opened
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : match.start()]
                start = match.end()


def _selectors(head: str) -> list[str]:
    """A list of selectors, parted at the commas that stand in no bracket."""
    parts, depth = [""], 0
    for sign in head:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


def _on_leaf(selector: str) -> str:
    named = _OUR_CLASS.sub(".leaf", selector)
    if re.match(r"(?::root|body)\b", named):
        return re.sub(r"^(?::root|body)", ".leaf-sheet", named)
    return f".leaf-sheet {named}"
