"""Mends what is safe to mend in a source file, and says what it did.

Safe is: missing ids, the blank line before a list and the indent of an inner one, spaces that do nothing, byte order marks
and line ends. Each change is kept only where the file reads the same before and after; a file that cannot be read is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import PurePosixPath

from macros.content.course import read_document
from macros.content.data import Data, Mapping, Scalar, Sequence
from macros.content.files import decode
from macros.content.front_matter import split_page
from macros.content.lines import crowded_lists, indented_lists, loose_ends
from macros.content.pages import body_tokens
from macros.content.quizdown import parse_quiz
from macros.model.ids import slug
from macros.model.problem import Level, Where

# The keys whose words make an id, and how many words it takes.
_NAMED_BY = ("text", "claim", "term", "title", "label")
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was mended; `line` is the line of the file before this change."""

    line: int
    rule: str
    did: str


@dataclass(frozen=True, slots=True)
class Fixed:
    raw: bytes
    changes: tuple[Change, ...]


def fix_file(path: str, raw: bytes) -> Fixed:
    """The bytes of a page or a quiz, mended; the very same bytes where nothing was, or where they cannot be understood."""
    where = Where(PurePosixPath(path))
    text, _ = decode(raw, where)
    if text is None or "\0" in text or not _is_readable(path, text):
        return Fixed(raw, ())
    changes: list[Change] = []
    if raw.startswith(b"\xef\xbb\xbf"):
        changes.append(Change(1, "file/byte-order-mark", "took the byte order mark off"))
    if b"\r" in raw:
        changes.append(Change(1, "file/mixed-line-ends", "ended every line in the same way (LF)"))
    # One thing mended can show another: a line break before a list is a space at a line's end behind it.
    is_done = False
    while not is_done:
        before = text
        for mend in _MENDERS:
            text, found = mend(path, text)
            changes += found
        is_done = text == before
    return Fixed(text.encode() if changes else raw, tuple(changes))


def _is_readable(path: str, text: str) -> bool:
    if path.startswith("quizzes/"):
        return parse_quiz(text, Where(PurePosixPath(path)), "quiz")[0] is not None
    problems = split_page(text, Where(PurePosixPath(path)))[1]
    return not any(p.rule.startswith(("yaml/", "front-matter/")) for p in problems)


Edit = Callable[[str, Iterable[int]], str]


def _kept(path: str, text: str, places: list[int], edit: Edit) -> tuple[str, list[int]]:
    """`text` with the edit at all places where it changes nothing that is read, and those places."""
    if not places:
        return text, []
    before = meaning(path, text)
    mended = edit(text, places)
    if meaning(path, mended) == before:
        return mended, places
    kept: list[int] = []
    for place in places:
        if meaning(path, edit(text, [*kept, place])) == before:
            kept.append(place)
    return edit(text, kept), kept


def meaning(path: str, text: str) -> object:
    """All that is read of a file, without lines and columns."""
    where = Where(PurePosixPath(path))
    if path.startswith("quizzes/"):
        return bare(parse_quiz(text, where, "quiz")[0])
    split, _ = split_page(text, where)
    page, part, _ = read_document(path.removeprefix("docs/"), text)
    return bare((split.data, page, part)), body_tokens(split.body)


def bare(value: object) -> object:
    """A value without its places, comparable; what a value does not compare by itself is left out too."""
    if isinstance(value, Where):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        # The line a body starts at is a place too.
        named = (f for f in fields(value) if f.compare and f.name not in ("body_line", "keys", "places"))
        return (type(value).__name__, *(bare(getattr(value, f.name)) for f in named))
    if isinstance(value, dict):
        return tuple((key, bare(inner)) for key, inner in value.items())
    if isinstance(value, tuple):
        return tuple(bare(inner) for inner in value)
    return value


def _spaces(path: str, text: str) -> tuple[str, list[Change]]:
    loose = {found.line: found.kept for found in loose_ends(text)}

    def edit(text: str, places: Iterable[int]) -> str:
        lines = text.split("\n")
        for place in places:
            lines[place] = loose[place]
        return "\n".join(lines)

    text, done = _kept(path, text, sorted(loose), edit)
    return text, [Change(n + 1, "file/trailing-space", "took spaces off the end of the line") for n in done]


def _list_spacing(path: str, text: str) -> tuple[str, list[Change]]:
    if path.startswith("quizzes/"):
        return text, []
    split, _ = split_page(text, Where(PurePosixPath(path)))
    first = split.body_line - 1
    places = [first + line for line in crowded_lists(split.body)]

    def edit(text: str, places: Iterable[int]) -> str:
        lines = text.split("\n")
        for place in sorted(places, reverse=True):
            lines.insert(place, "")
        return "\n".join(lines)

    text, done = _kept(path, text, places, edit)
    return text, [Change(n + 1, "page/list-spacing", "put a blank line before the list") for n in done]


def _list_indent(path: str, text: str) -> tuple[str, list[Change]]:
    if path.startswith("quizzes/"):
        return text, []
    split, _ = split_page(text, Where(PurePosixPath(path)))
    first = split.body_line - 1
    moved = {first + line: spaces for line, spaces in indented_lists(split.body)}

    def edit(text: str, places: Iterable[int]) -> str:
        lines = text.split("\n")
        for place in places:
            lines[place] = " " * moved[place] + lines[place].lstrip(" ")
        return "\n".join(lines)

    # Only together do the lines of a list keep their order; single ones would part them.
    before = meaning(path, text)
    mended = edit(text, sorted(moved))
    if not moved or meaning(path, mended) != before:
        return text, []
    return mended, [
        Change(min(moved) + 1, "page/list-indent", "indented the inner lists by four spaces for each step")
    ]


def _ids(path: str, text: str) -> tuple[str, list[Change]]:
    if path.startswith("quizzes/"):
        return _question_ids(path, text)
    where = Where(PurePosixPath(path))
    split, _ = split_page(text, where)
    _, _, problems = read_document(path.removeprefix("docs/"), text)
    missing = {
        (p.where.line, p.where.column)
        for p in problems
        if p.rule == "data/missing-key" and p.message.endswith(' has no "id".') and p.where.column
    }
    if split.data is None or not missing:
        return text, []
    lines = text.split("\n")
    changes: list[Change] = []
    # From the end, so that places before stay where they are.
    for entry, id in sorted(_named(split.data, missing, path), key=lambda e: e[0].where, reverse=True):
        line, column = entry.where.line - 1, entry.where.column - 1
        before, after = lines[line][:column], lines[line][column:]
        if after.startswith("{"):
            rest = after[1:].lstrip()
            lines[line] = f"{before}{{id: {id}{'' if rest.startswith('}') else ', '}{rest}"
        else:
            lines[line] = f"{before}id: {id}\n{' ' * column}{after}"
        changes.append(Change(line + 1, "data/missing-key", f"wrote the id `{id}`"))
    mended = "\n".join(lines)
    after_split, problems_after = split_page(mended, where)
    if problems_after or not _differ_by_ids(split.data, after_split.data) or after_split.body != split.body:
        return text, []
    return mended, changes[::-1]


def _named(data: Data, missing: set[tuple[int, int]], path: str) -> Iterator[tuple[Mapping, str]]:
    """The entries without an id, each with one made of its words; the page's own part takes the file's name."""
    if isinstance(data, Mapping):
        for key, value in data.entries.items():
            if isinstance(value, Mapping) and key == "course" and _place(value) in missing:
                stem = PurePosixPath(path).stem
                id = slug(re.sub(r"^\d+-", "", stem) if path.startswith("docs/chapters/") else stem)
                if id:
                    yield value, id
            yield from _named(value, missing, path)
    elif isinstance(data, Sequence):
        taken = {
            own.text
            for entry in data.entries
            if isinstance(entry, Mapping) and isinstance(own := entry.entries.get("id"), Scalar)
        }
        for entry in data.entries:
            if isinstance(entry, Mapping) and _place(entry) in missing and "id" not in entry.entries:
                words = next((v.text for k in _NAMED_BY if isinstance(v := entry.entries.get(k), Scalar)), "")
                if id := _free(short_id(words), taken):
                    taken.add(id)
                    yield entry, id
            yield from _named(entry, missing, path)


def _place(entry: Mapping) -> tuple[int, int]:
    return entry.where.line, entry.where.column


def short_id(words: str) -> str:
    """An id of the first words of a text. May be empty."""
    return "-".join(slug(re.sub(r"\{\{.*?\}\}|\]\([^)]*\)", " ", words)).split("-")[:_MOST_WORDS])


def _free(id: str, taken: set[str]) -> str:
    number, free = 2, id
    while free in taken:
        free = f"{id}-{number}"
        number += 1
    return free


def _differ_by_ids(before: Data | None, after: Data | None) -> bool:
    """Whether `after` is `before` with nothing but ids added."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        added = after.entries.keys() - before.entries.keys()
        return added <= {"id"} and all(
            key in after.entries and _differ_by_ids(value, after.entries[key])
            for key, value in before.entries.items()
        )
    if isinstance(before, Sequence) and isinstance(after, Sequence):
        return len(before.entries) == len(after.entries) and all(
            _differ_by_ids(a, b) for a, b in zip(before.entries, after.entries, strict=True)
        )
    return bare(before) == bare(after)


def _question_ids(path: str, text: str) -> tuple[str, list[Change]]:
    """Each question without an id of its own gets the very one it is saved under now."""
    quiz, problems = parse_quiz(text, Where(PurePosixPath(path)), "quiz")
    if quiz is None or any(p.level is Level.ERROR for p in problems):
        return text, []
    ids = {q.where.line - 1: q.id for q in quiz.questions if not q.is_named}
    lines = text.split("\n")
    places = [line for line in ids if re.match(r" {0,3}#{1,6}\s", lines[line])]

    def edit(text: str, places: Iterable[int]) -> str:
        lines = text.split("\n")
        for place in sorted(places, reverse=True):
            block = place + 1
            while block < len(lines) and not lines[block].strip():
                block += 1
            if block < len(lines) and re.fullmatch(r" {0,3}-{3,}[ \t]*", lines[block]):
                lines.insert(block + 1, f"id: {ids[place]}")
            else:
                lines[place + 1 : place + 1] = ["", "---", f"id: {ids[place]}", "---"]
        return "\n".join(lines)

    text, done = _kept(path, text, places, edit)
    return text, [Change(n + 1, "quiz/no-id", f"wrote the id `{ids[n]}`") for n in done]


_MENDERS = (_list_spacing, _list_indent, _spaces, _ids)
