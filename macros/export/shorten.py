"""Shortens a joined script without changing what it does: local and private names, and the blanks between words.

No package of the Python index that renames has wheels for every system we build on, and the same sources must give the same
bytes everywhere. Our modules keep to a part of the language (tests/unit/export/test_shorten.py names it), which is why a
reading by words is enough: every name is seen for what it is, a variable, a property or a key. A variable keeps its name where
a browser has one of the same name, so that nothing can come to mean another thing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, product
from typing import Literal, NamedTuple

Kind = Literal["name", "private", "number", "string", "regex", "mark", "blank"]

_WORDS = re.compile(
    r"""(?P<blank>\s+|//[^\n]*|/\*.*?\*/)
      | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<private>\#[\w$]+)
      | (?P<name>[A-Za-z_$][\w$]*)
      | (?P<number>\d[\w.]*)
      | (?P<mark>=>|\.\.\.|\?\.(?!\d)|\*\*=?|[=!]==?|<<=?|>>>?=?|[<>]=|&&=?|\|\|=?|\?\?=?|[-+*/%&|^]=|\+\+|--|[{}()\[\];,<>+*/%&|^!~?:=.@-])""",
    re.VERBOSE | re.DOTALL,
)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)", re.DOTALL)


def _each(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KEYWORDS = _each(
    "async await break case catch class const continue debugger default delete do else export extends false finally for function "
    "get if import in instanceof let new null of return set static super switch this throw true try typeof undefined var void "
    "while with yield arguments"
)
# After these a slash begins a regular expression, and a brace an object.
_BEFORE_VALUE = _each("case delete in instanceof new of return throw typeof void yield await")
# What browsers know under a name that begins small or is all capitals (a test asks one).
GLOBALS = _each(
    "CSS JSON URL addEventListener alert atob blur btoa caches cancelAnimationFrame cancelIdleCallback captureEvents clearInterval clearTimeout "
    "clientInformation close closed confirm console constructor cookieStore crashReport createImageBitmap credentialless "
    "crossOriginIsolated crypto customElements decodeURI decodeURIComponent devicePixelRatio dispatchEvent document "
    "documentPictureInPicture encodeURI encodeURIComponent escape eval event external fence fetch find focus frameElement frames "
    "getComputedStyle getScreenDetails getSelection globalThis hasOwnProperty history indexedDB innerHeight innerWidth isFinite "
    "isNaN isPrototypeOf isSecureContext launchQueue length localStorage location locationbar matchMedia menubar moveBy moveTo name "
    "navigation navigator offscreenBuffering open openDatabase opener origin originAgentCluster outerHeight outerWidth pageXOffset "
    "pageYOffset parent parseFloat parseInt performance personalbar postMessage print process prompt propertyIsEnumerable "
    "queryLocalFonts queueMicrotask releaseEvents removeEventListener reportError requestAnimationFrame requestIdleCallback "
    "requestResize require resizeBy resizeTo scheduler screen screenLeft screenTop screenX screenY scroll scrollBy scrollMaxX "
    "scrollMaxY scrollTo scrollX scrollY scrollbars self sessionStorage setInterval setTimeout sharedStorage showDirectoryPicker "
    "showOpenFilePicker showSaveFilePicker speechSynthesis status statusbar stop structuredClone styleMedia toLocaleString toString "
    "toolbar top trustedTypes unescape updateCommands valueOf viewport visualViewport when window"
)


class UnreadableScriptError(ValueError):
    """A script holds what `shorten` cannot read; the message quotes the place."""


class _Word(NamedTuple):
    """Made a quarter of a million times for a site's scripts, and most of them again and again."""

    kind: Kind
    text: str


@dataclass(slots=True)
class _Room:
    """What an open bracket holds: `kind` is its sign, for braces "block", "object" or "class"."""

    kind: str
    ternaries: int = 0
    # Whether the last colon in it has a value after it.
    gives: bool = False
    # Between `case` and its colon.
    is_case: bool = False
    # What is named in it is known to the whole script.
    declares: bool = False


# How many brackets, and the script, are open inside the function that stands around the whole.
_TOP = 3


@dataclass(frozen=True, slots=True)
class _Use:
    """A variable at a place among the words. `scope` numbers the parts of a script that share no local names."""

    at: int
    scope: int
    is_shorthand: bool
    is_shared: bool


def shorten(script: str) -> str:
    """`script` with short names and few blanks. Raises UnreadableScriptError for what it cannot read."""
    words = tuple(_words(script))
    return _written(words, _new_texts(words))


def renamed(script: str) -> frozenset[str]:
    """The variables that `shorten` gives other names, for the test that a browser has none of them."""
    words = tuple(_words(script))
    return frozenset(words[use.at].text for use in _uses(words) if _is_ours(words[use.at].text))


def _words(script: str) -> Iterator[_Word]:
    at, before, open_braces, templates = 0, _Word("mark", ";"), 0, list[int]()
    known: dict[str, _Word] = {}
    end = len(script)
    while at < end:
        sign = script[at]
        word: _Word
        if sign == "`" or (sign == "}" and templates and templates[-1] == open_braces):
            if sign == "}":
                templates.pop()
            piece = _TEMPLATE.match(script, at + 1)
            if piece is None:
                raise UnreadableScriptError(f"A template has no end: {script[at : at + 60]!r}")
            word = _Word("string", script[at : piece.end()])
            if word.text.endswith("${"):
                templates.append(open_braces)
        elif sign == "/" and script[at : at + 2] not in ("//", "/*") and _begins_value(before):
            regex = _REGEX.match(script, at)
            if regex is None:
                raise UnreadableScriptError(f"No regular expression: {script[at : at + 60]!r}")
            word = _Word("regex", regex[0])
        else:
            match = _WORDS.match(script, at)
            if match is None or match.lastgroup is None:
                raise UnreadableScriptError(f"No word of the language: {script[at : at + 60]!r}")
            text = match[0]
            found = known.get(text)
            if found is None:
                found = known[text] = _Word(match.lastgroup, text)  # type: ignore[arg-type]
            word = found
            if sign in "{}":
                open_braces += 1 if sign == "{" else -1
        at += len(word.text)
        if word.kind != "blank":
            before = word
        yield word


def _begins_value(before: _Word) -> bool:
    """Whether a value stands after this word, so that a slash cannot divide."""
    if before.kind == "mark":
        return before.text not in (")", "]", "}", "++", "--")
    if before.kind == "string":
        return before.text.endswith("${")
    return before.kind == "name" and before.text in _BEFORE_VALUE


def _uses(words: tuple[_Word, ...]) -> Iterator[_Use]:
    """Every place where a variable stands: not a property, a key, a method's or a field's name."""
    told = [at for at, word in enumerate(words) if word.kind != "blank"]
    # The function around the whole script is no scope of its own here: its parts share only the names they all know.
    rooms: list[_Room] = [_Room("block")]
    scope, is_class = 0, False
    for n, at in enumerate(told):
        word = words[at]
        before = words[told[n - 1]] if n else _Word("mark", ";")
        after = words[told[n + 1]] if n + 1 < len(told) else _Word("mark", ";")
        room = rooms[-1]
        # At the top of the script itself, or in the brackets of `const { … } =` there.
        is_top = len(rooms) == _TOP
        declares = room.declares or (is_top and before.text in ("const", "let"))
        new_line = "\n" in words[at - 1].text if at and words[at - 1].kind == "blank" else False
        if is_top and new_line and word.text not in ("}", ")", "]"):
            scope += 1
        if word.kind == "string":
            # The pieces of a template: each opens and closes what stands between the braces.
            if word.text.startswith("}"):
                rooms.pop()
            if word.text.endswith("${"):
                rooms.append(_Room("${"))
        elif word.text in ("(", "["):
            rooms.append(_Room(word.text, declares=word.text == "[" and declares))
        elif word.text == "{":
            kind = "class" if is_class else "object" if _opens_object(before, room) else "block"
            is_class = False
            rooms.append(_Room(kind, declares=kind == "object" and declares))
        elif word.text in (")", "]", "}"):
            rooms.pop()
        elif word.text == "?":
            room.ternaries += 1
        elif word.text == ":":
            # Otherwise it ends a label or a case, after which statements stand.
            room.gives = room.ternaries > 0 or room.kind == "object"
            room.is_case &= room.ternaries > 0
            room.ternaries -= room.ternaries > 0
        elif word.kind == "name":
            if word.text == "class":
                is_class = True
            if word.text == "case" and room.kind == "block" and before.text not in (".", "?."):
                room.is_case = True
            if room.kind == "class" and _begins_member(before, new_line):
                scope += 1
                if word.text not in ("static", "async", "get", "set") or after.text in ("(", "=", ";", "}"):
                    continue
            is_label = before.text in ("break", "continue") and not new_line
            if word.text in _KEYWORDS or before.text in (".", "?.") or is_label:
                continue
            is_key = after.text == ":" and not room.ternaries and not room.is_case
            is_method = room.kind in ("class", "object") and (
                before.text in ("static", "get", "set", "async")
                or (before.text == "*" and _begins_generator(words, told[:n]))
                or (room.kind == "object" and before.text in ("{", ",") and after.text == "(")
            )
            if is_key or is_method:
                continue
            is_shorthand = (
                room.kind == "object" and before.text in ("{", ",") and after.text in (",", "}", "=")
            )
            yield _Use(at, scope, is_shorthand, is_top or room.declares)
        elif word.kind == "private" and room.kind == "class" and _begins_member(before, new_line):
            scope += 1


def _opens_object(before: _Word, room: _Room) -> bool:
    if before.kind == "mark":
        is_value = before.text in ("(", "[", ",", "=", "?", "&&", "||", "??", "...", "??=")
        return is_value or (before.text == ":" and room.gives)
    if before.kind == "string":
        return before.text.endswith("${")
    return before.text in ("const", "let", "return", "of", "in", "yield", "await", "throw")


def _begins_generator(words: tuple[_Word, ...], told: Sequence[int]) -> bool:
    """Whether the star that was told last stands where a member begins; elsewhere it multiplies."""
    return len(told) > 1 and words[told[-2]].text in ("{", ",", ";", "}", "static", "async")


def _begins_member(before: _Word, new_line: bool) -> bool:
    return before.text in ("{", "}", ";") or new_line


def _is_ours(name: str) -> bool:
    # Names of classes tell a developer what a page holds, and could be a browser's.
    is_type = name[0].isupper() and not name.isupper()
    return not (is_type or name in GLOBALS)


def _new_texts(words: tuple[_Word, ...]) -> Mapping[int, str]:
    """The new text of each word that changes, by its place."""
    uses = tuple(_uses(words))
    texts = {use.at: words[use.at].text for use in uses}
    scopes: dict[str, set[int]] = {}
    for use in uses:
        scopes.setdefault(texts[use.at], set()).add(use.scope)
    taken = {name for name in scopes if not _is_ours(name)}
    ours = Counter(name for name in texts.values() if _is_ours(name))
    # The most used first, so that they get the shortest names; by name where they are used as often.
    order = sorted(ours, key=lambda name: (-ours[name], name))
    top = {texts[use.at] for use in uses if use.is_shared}
    shared = [name for name in order if name in top or len(scopes[name]) > 1]
    new: dict[str, str] = {}
    fresh = _short_names(taken)
    for name in shared:
        new[name] = next(fresh)
    for name in order:
        if name not in new:
            (scope,) = scopes[name]
            others = {new[other] for other in order if other in new and scope in scopes[other]}
            new[name] = next(_short_names(taken | others))
    changed: dict[int, str] = {}
    for use in uses:
        name = texts[use.at]
        if name in new:
            changed[use.at] = f"{name}:{new[name]}" if use.is_shorthand else new[name]
    return changed | _private_texts(words)


def _private_texts(words: tuple[_Word, ...]) -> dict[int, str]:
    places = {at: word.text for at, word in enumerate(words) if word.kind == "private"}
    found = Counter(places.values())
    order = sorted(found, key=lambda name: (-found[name], name))
    new = dict(zip(order, (f"#{short}" for short in _short_names(frozenset())), strict=False))
    return {at: new[name] for at, name in places.items()}


def _short_names(taken: frozenset[str] | set[str]) -> Iterator[str]:
    letters = "etnoisrlcdaupmfhgbvywkxjqzETNOISRLCDAUPMFHGBVYWKXJQZ_$"
    for length in count(1):
        for chosen in product(letters, repeat=length):
            name = "".join(chosen)
            if name not in taken and name not in _KEYWORDS:
                yield name


# Nothing can end between these and what stands beside them, so a line's end says nothing there.
_GOES_ON_AFTER = _each(
    "{ ( [ , ; : ? = => && || ?? + - * / % < > <= >= === !== == != ... . ?. ! & | ^ ??= += -="
)
_GOES_ON_BEFORE = _each("} ) ] , ; : ? . ?. && || ?? => = === !== * % < > <= >= | ^")


def _written(words: tuple[_Word, ...], changed: Mapping[int, str]) -> str:
    written: list[str] = []
    before = _Word("mark", ";")
    gap = ""
    for at, word in enumerate(words):
        kind, text = word
        if kind == "blank":
            gap = "\n" if "\n" in text or gap == "\n" else " "
            continue
        if gap and written:
            written.append(_between(before, gap, word))
        written.append(changed.get(at, text))
        before, gap = word, ""
    return "".join(written) + "\n"


_WORDY = _each("name private number regex")


def _between(before: _Word, gap: str, after: _Word) -> str:
    (before_kind, before_text), (after_kind, after_text) = before, after
    if gap == "\n":
        ends = not (after_kind == "mark" and after_text in _GOES_ON_BEFORE)
        ends = ends and not (before_kind == "mark" and before_text in _GOES_ON_AFTER)
        return "\n" if ends else ""
    if before_kind == after_kind == "mark":
        return " " if before_text == after_text and before_text in ("+", "-") else ""
    return " " if before_kind in _WORDY and after_kind in _WORDY else ""
