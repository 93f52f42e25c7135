"""Case files for every rule of the check: `<group>/<rule>/bad*.txt` is reported by the rule, `good*.txt` by none.

A case is what its rule's table entry calls an example: a piece of a file, put at its place into the bread course.
`bad.txt` and `good.txt` are the examples of the rules page and written from the table (UPDATE_GOLDEN=1); any file beside
them, such as `bad-in-a-box.txt`, is one more case. Three signs are read in a case: a first line such as `docs/plain.md`
names the file, `\\x20` stands for a byte, and `words (600 times)` for a long text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

from macros.build import examples
from macros.check.all import check_course
from macros.content.course import read_course
from macros.content.files import decode
from macros.model.problem import Problem, Where
from macros.model.rules import RULES, Place, Rule
from tests.sites import BREAD

FOLDER = Path(__file__).parent
CHAPTER = "docs/chapters/01-flour.md"
SHEET = "docs/worksheets/dough-calculator.md"
PLAN = "docs/worksheets/flour-action-plan.md"
QUIZ = "quizzes/01-flour.md"
PLAIN = "docs/plain.md"
# What the bread course has beside its texts, and what its readers may have saved.
FILES = frozenset({"assets/loaf.svg"})
PUBLISHED = '[\n"flour/ask-yourself/last-loaf"\n]\n'
HEARSAY = '    - {id: hearsay20, title: "Heard", publisher: "A repost", address: "https://example.org/heard", grade: C}\n'


def folder_of(rule: Rule) -> Path:
    return FOLDER / rule.name


def cases() -> list[tuple[Rule, Path]]:
    return [(rule, path) for rule in RULES.values() for path in sorted(folder_of(rule).glob("*.txt"))]


@cache
def _bread() -> dict[str, str]:
    paths = sorted(p for p in BREAD.rglob("*") if p.suffix in (".md", ".yml"))
    texts = {p.relative_to(BREAD).as_posix(): p.read_text("utf-8") for p in paths}
    return texts | {
        "docs/sources.md": texts["docs/sources.md"].replace("  sources:\n", f"  sources:\n{HEARSAY}"),
        "published-ids.json": PUBLISHED,
    }


def problems_of(place: Place, case: str) -> list[Problem]:
    """Everything that is said of the bread course with a case at its place."""
    path, text = framed(place, case)
    found: list[Problem] = []
    texts = dict(_bread())
    if isinstance(text, bytes):
        decoded, found = decode(text, Where(PurePosixPath(path)))
        texts.pop(path, None)
        if decoded is not None:
            texts[path] = decoded
    else:
        texts[path] = text
    course, read = read_course(texts, [path] if path not in texts else [], FILES)
    course = replace(course, gallery=examples())
    return sorted({*found, *read, *check_course(course)}, key=lambda p: p.sort_key)


def framed(place: Place, case: str) -> tuple[str, str | bytes]:
    """The file that a case changes, and what it then holds."""
    case = re.sub(r"^(.*) \((\d+) times\)$", lambda m: f"{m[1]} " * int(m[2]), case, flags=re.MULTILINE)
    first, _, rest = case.partition("\n")
    if re.fullmatch(r"(?:docs|quizzes)/\S+\.md", first):
        return first, rest
    if place is Place.BYTES:
        return PLAIN, re.sub(r"\\x([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), case).encode("latin-1")
    return _FRAMES[place](case)


def _keys(path: str, case: str) -> tuple[str, str]:
    """The file with the keys of `case` in place of its own below `course:`."""
    text = _bread()[path]
    for block in re.split(r"^(?=\S)", case, flags=re.MULTILINE):
        if not block.strip():
            continue
        key = block.partition(":")[0]
        own = re.compile(rf"^  {re.escape(key)}:.*\n(?:   .*\n)*", re.MULTILINE)
        indented = re.sub(r"^(?=.)", "  ", block, flags=re.MULTILINE)
        if own.search(text):
            text = own.sub(lambda _, new=indented: new, text, count=1)
        else:
            text = text.replace("course:\n", f"course:\n{indented}", 1)
    return path, text


def _body(path: str, case: str) -> tuple[str, str]:
    text = _bread()[path]
    return path, text[: text.index("---\n", 4) + 4] + "\n" + case


def _entry(path: str, key: str, case: str, indent: int) -> tuple[str, str]:
    """The file with the entries of `case` at the head of a list."""
    lines = re.sub(r"^(?=.)", " " * indent, case, flags=re.MULTILINE)
    return path, re.sub(
        rf"^( *{key}:\n)", lambda m: m[1] + lines, _bread()[path], count=1, flags=re.MULTILINE
    )


def _options(case: str) -> tuple[str, str]:
    head = "## Which flour makes the springiest loaf?\n\n---\nid: springiest\nsee: 01-flour#protein\n---\n\n"
    return QUIZ, head + case


_FRAMES = {
    Place.CHAPTER: lambda case: _keys(CHAPTER, case),
    Place.CHAPTER_BODY: lambda case: _body(CHAPTER, case),
    Place.WORKSHEET: lambda case: _keys(SHEET, case),
    Place.WORKSHEET_BODY: lambda case: _body(SHEET, case),
    Place.ACTION_PLAN: lambda case: _keys(PLAN, case),
    Place.FIELD: lambda case: _entry(SHEET, "fields", case, 8),
    Place.TERM: lambda case: _entry("docs/glossary.md", "terms", case, 4),
    Place.SOURCE: lambda case: _entry("docs/sources.md", "sources", case, 4),
    Place.QUIZ: lambda case: (QUIZ, case),
    Place.OPTIONS: _options,
    Place.FIGURE: lambda case: (PLAIN, f"# A plain page\n\n``` figure\n{case}```\n"),
    Place.PAGE: lambda case: (PLAIN, case),
    Place.SETTINGS: lambda case: ("mkdocs.yml", case),
}
