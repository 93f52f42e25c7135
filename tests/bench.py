"""`make bench`: what the engine costs against the same Markdown in plain Material, in time and in bytes.

"The same Markdown" holds the same words: where a page calls a part, the plain page has what a writer without an engine
would have typed there (the quiz's file, the prompts as a list, the sheet as headings and tables with its example below),
so that the difference is markup, script and style, not text.
"""

from __future__ import annotations

import functools
import gzip
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml
from rich.console import Console
from rich.table import Table

from macros.build import open_course
from macros.content.data import Scalar
from macros.content.front_matter import split_page
from macros.model.course import Course
from macros.model.problem import Where
from macros.model.worksheet import Field, FieldKind, Worksheet
from macros.render.quizdown import write_quiz
from tests.conftest import copy_of_course
from tests.sites import ROOT

RUNS = 5
TIME_TARGET = 1.25
CHAPTER_TARGET = 25 * 1024
PAGE_TARGET = 0
console = Console(width=100)


def plain_copy(folder: Path) -> Path:
    """The same Markdown without our engine, in plain Material with the same features."""
    root = folder / "plain"
    shutil.copytree(ROOT / "docs", root / "docs")
    course = open_course(ROOT).course
    for uri in course.pages:
        path = root / "docs" / uri
        split, _ = split_page(path.read_text("utf-8"), Where(PurePosixPath(uri)))
        meta = {
            k: v.text for k, v in (split.data.entries if split.data else {}).items() if isinstance(v, Scalar)
        }
        head = f"---\n{yaml.safe_dump(meta, allow_unicode=True)}---\n" if meta else ""
        words = functools.partial(plain_words, course=course, uri=uri)
        body = re.sub(r"\{\{\s*(\w+)\((.*?)\)\s*\}\}", words, split.body)
        path.write_text(head + body, "utf-8")
    settings = yaml.compose((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=yaml.SafeLoader)
    features = _value(_value(settings, "theme"), "features")
    nav = _value(settings, "nav")
    text = {
        "site_name": "Plain",
        "theme": {
            "name": "material",
            "font": False,
            "features": [n.value for n in features.value] if features else [],
        },
        "plugins": ["search"],
        "markdown_extensions": [
            "admonition",
            "attr_list",
            "def_list",
            "footnotes",
            "md_in_html",
            "tables",
            {"toc": {"permalink": True}},
            "pymdownx.details",
            "pymdownx.superfences",
        ],
    }
    body = yaml.safe_dump(text)
    if nav is not None:
        body += "nav:\n" + yaml.serialize(nav)
    (root / "mkdocs.yml").write_text(body, "utf-8")
    return root


def themed_copy(folder: Path, plain: Path) -> Path:
    """The plain course in the course's own theme, so that its look is not taken for the engine's weight."""
    root = folder / "themed"
    shutil.copytree(plain, root, ignore=shutil.ignore_patterns("site"))
    shutil.copytree(ROOT / "overrides", root / "overrides")
    settings = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))
    # The settings' own loader is the host's: they name functions.
    ours = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=_Settings)
    settings |= {"theme": ours["theme"], "extra_css": ours["extra_css"], "extra": {"generator": False}}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    return root


class _Settings(yaml.SafeLoader):
    """Reads settings in which some values are functions or the environment's, which are left out."""


_Settings.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)
_Settings.add_constructor("!ENV", lambda loader, node: None)


def plain_words(match: re.Match[str], course: Course, uri: str) -> str:
    """The Markdown a writer without an engine would have put in a macro's place."""
    name, arguments = match[1], re.findall(r'"([^"]*)"', match[2])
    chapter = course.chapter_of_page(uri)
    sheet = course.worksheet_of_page(uri)
    if name in ("term", "chapter", "source"):
        return plain_link(name, arguments, course) if arguments else ""
    if name == "quiz":
        quiz = course.quizzes.get(arguments[0] if arguments else chapter.quiz if chapter else "")
        # A page about writing shows calls that it does not make.
        return write_quiz(quiz) if quiz else match[0]
    if name == "worksheet" and sheet:
        return plain_sheet(sheet)
    if name in ("glossary", "sources", "worksheet_index", "course_map", "then_and_now_table"):
        return plain_index(name, course)
    if chapter is None:
        return ""
    lists = {
        "chapter_header": [
            *(
                f"[Chapter {c.number}, {c.title}](../{c.uri})"
                for c in map(course.chapter, chapter.needs)
                if c
            ),
            *(i.text for i in chapter.outcomes),
        ],
        "summary": [i.text for i in chapter.summary],
        "ask_yourself": [f"{p.text} {p.purpose}" for p in chapter.ask_yourself],
        "ask_your_team": [f"{p.text} {p.purpose} {p.listen_for}" for p in chapter.ask_your_team],
        "action_plan": [f"{a.text} {a.owner} {a.horizon.value} {a.done_when}" for a in chapter.action_plan],
        "then_and_now": [
            " ".join(
                [c.claim, c.said, c.happened, *(_cited(id, course) for id in c.sources), c.verdict.value]
            )
            for c in chapter.then_and_now
        ],
        "session": [
            chapter.session.purpose,
            *(chapter.session.prepare + chapter.session.materials),
            *(f"{s.minutes} {s.text}" for s in chapter.session.agenda),
            chapter.session.close,
            chapter.session.afterwards,
        ],
        "worksheets": [
            f"[{s.title}](../{s.uri}) {s.purpose or s.description} {s.minutes} min {s.people}"
            for id in chapter.worksheets
            if (s := course.worksheets.get(id))
        ],
        "next_chapter": [
            f"[Chapter {c.number}: {c.title}](../{c.uri}) {c.description}"
            for c in course.chapters
            if c.number == chapter.number + 1
        ],
    }
    title = f"# {chapter.title}\n\n{chapter.factor}\n\n" if name == "chapter_header" else ""
    return title + "\n".join(f"- {text}" for text in lists.get(name, []))


def plain_link(name: str, arguments: list[str], course: Course) -> str:
    """A link with the words and the address that the engine gives it."""
    id, words = arguments[0], arguments[1] if len(arguments) > 1 else ""
    if name == "source":
        return _cited(id, course)
    if name == "term":
        term = course.terms.get(id)
        return f"[{words or term.term}](../{term.where.path.relative_to('docs')}#{id})" if term else words
    chapter = course.chapter(id)
    return f"[{words or f'Chapter {chapter.number}'}](../{chapter.uri})" if chapter else words


def _cited(id: str, course: Course) -> str:
    source = course.sources.get(id)
    if source is None:
        return ""
    years = re.findall(r"\b(?:1[89]|20)\d\d\b", source.date)
    return f"[{', '.join([source.publisher, *years[-1:]])}](../{source.where.path.relative_to('docs')}#{id})"


def plain_sheet(sheet: Worksheet) -> str:
    """The blank sheet and, below it, the filled-in example."""
    lines = [sheet.instructions, f"{sheet.minutes} minutes. {sheet.people}"]
    blocks = [(f"## {s.title}\n\n{s.intro}", s.fields) for s in sheet.sections]
    answers = sheet.example.answers if sheet.example else {}
    blocks += [(f"### Example: {s.title}", s.fields) for s in sheet.sections if answers]
    for at, (head, fields) in enumerate(blocks):
        lines.append(head)
        lines += [plain_field(f, answers.get(f.id, "") if at >= len(sheet.sections) else "") for f in fields]
    return "\n\n".join(lines)


def plain_field(field: Field, answer: object) -> str:
    if field.kind is not FieldKind.TABLE:
        choices = "".join(f"\n- {c.text}" for c in field.choices)
        cells = "".join(f"\n- {c.title}: {c.text}" for c in field.cells)
        return f"**{field.label}** {field.help} {field.low} {field.high} {answer}\n{choices}{cells}"
    rows = answer if isinstance(answer, tuple) else ()
    heads = ([field.row_heading or " "] if field.row_labels else []) + [c.label for c in field.columns]
    lines = [heads, ["---"] * len(heads)]
    for at in range(field.rows):
        row = rows[at] if at < len(rows) else {}
        line = [label.replace("\n", " ") for label in field.row_labels[at : at + 1]]
        line += [str(row.get(c.id, "")) if isinstance(row, Mapping) else "" for c in field.columns]
        lines.append(line)
    return f"**{field.label}** {field.help}\n\n" + "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def plain_index(name: str, course: Course) -> str:
    """A page that the engine makes out of the whole course, as a writer would keep it by hand."""
    if name == "glossary":
        return "\n\n".join(f"{t.term}\n: {t.text}" for t in course.terms.values())
    if name == "sources":
        return "\n".join(
            f"- [{s.title}]({s.address}) {s.publisher} {s.date}" for s in course.sources.values()
        )
    if name == "worksheet_index":
        sheets = course.worksheets.values()
        return "\n".join(f"- [{s.title}](#) {s.description} {s.minutes} {s.people}" for s in sheets)
    if name == "then_and_now_table":
        claims = [c for chapter in course.chapters for c in chapter.then_and_now]
        rows = [f"| {c.claim} | {c.said} | {c.happened} | {c.verdict.value} |" for c in claims]
        return "\n".join(["| Claim | Who | Then | Verdict |", "|---|---|---|---|", *rows])
    return "\n".join(f"- [{c.title}](#) {c.description}" for c in course.chapters)


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((v for k, v in node.value if k.value == key), None)
    return None


@dataclass(frozen=True, slots=True)
class Timed:
    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} s ({self.low:.2f}-{self.high:.2f})"


def build(root: Path) -> float:
    shutil.rmtree(root / "site", ignore_errors=True)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--no-strict"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        console.print(done.stderr[-3000:])
        sys.exit(1)
    return seconds


def timed(values: list[float]) -> Timed:
    return Timed(statistics.median(values), min(values), max(values))


def squeezed(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of one chapter on the wire. `files`: script and style that its page asks for; `late`: those that come when somebody
    begins to use it."""

    chapter: str
    plain: int
    markup: int
    files: int
    late: int

    @property
    def first(self) -> int:
        return self.markup + self.files

    @property
    def used(self) -> int:
        return self.first + self.late


def weights(ours: Path, plain: Path) -> list[Weight]:
    """What each chapter of the built site `ours` weighs beside the same words in `plain`."""
    assets = ours / "assets/learn"
    files = squeezed(assets / "learn.js", assets / "learn.css")
    late = squeezed(assets / "late.js", assets / "late.css")
    found = []
    for page in sorted((ours / "chapters").glob("*/index.html")):
        before = squeezed(plain / page.relative_to(ours))
        found.append(Weight(page.parent.name, before, squeezed(page) - before, files, late))
    return found


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, plain = copy_of_course(folder / "ours"), plain_copy(folder)
        times: dict[str, list[float]] = {"ours": [], "plain": []}
        for _ in range(RUNS):
            # In turn, so that a busy moment of the machine hits both.
            times["plain"].append(build(plain))
            times["ours"].append(build(ours))
        our_time, plain_time = timed(times["ours"]), timed(times["plain"])
        ratio = our_time.median / plain_time.median

        pages = len(list((ROOT / "docs").rglob("*.md")))
        table = Table(
            title=f"Build time, {pages} pages, {RUNS} runs each, median (lowest-highest)",
            title_justify="left",
        )
        for heading in ("plain Material", "with the engine", "ratio", "target"):
            table.add_column(heading)
        table.add_row(str(plain_time), str(our_time), f"{ratio:.2f}", f"at most {TIME_TARGET}")
        console.print(table)

        themed = themed_copy(folder, plain)
        build(themed)
        table = Table(
            title="Bytes on the wire (gzip -6), beside the same words in the same theme", title_justify="left"
        )
        for heading in ("page", "plain", "markup", "script, style", "first visit", "used", "target"):
            table.add_column(heading)
        found = weights(ours / "site", themed / "site")
        for one in found:
            sizes = (one.plain, one.markup, one.files, one.first, one.used)
            table.add_row(one.chapter, *map(_kb, sizes), f"at most {_kb(CHAPTER_TARGET)}")
        worst = max(one.first for one in found)
        unused = unused_page(folder)
        sizes = (unused[0], unused[2], 0, unused[2], unused[2])
        table.add_row("a page that uses none of it", *map(_kb, sizes), f"{PAGE_TARGET}")
        console.print(table)
        added = unused[2]
    missed = [
        words
        for words, bad in (
            (f"build time is {ratio:.2f} times plain Material", ratio > TIME_TARGET),
            (f"a first visit to a chapter gains {_kb(worst)}", worst > CHAPTER_TARGET),
            (f"a page without the engine gains {added} bytes", added > PAGE_TARGET),
        )
        if bad
    ]
    console.print("[green]All targets are met." if not missed else f"[red]Missed: {'; '.join(missed)}.")
    return 1 if missed else 0


def unused_page(folder: Path) -> tuple[int, int, int]:
    """Bytes of one page that calls nothing, built without and with the engine under the same plain theme."""
    sizes = []
    for name, plugins, extensions in (
        ("bare", "[search]", ""),
        (
            "engine",
            "[search, {macros: {modules: [macros], on_undefined: strict}}]",
            ", macros.adapters.markdown",
        ),
    ):
        root = folder / name
        (root / "docs").mkdir(parents=True)
        (root / "docs/index.md").write_text("# Plain\n\n" + "Words that stay as they are. " * 200, "utf-8")
        (root / "mkdocs.yml").write_text(
            f"site_name: Plain\ntheme: {{name: material, font: false}}\nplugins: {plugins}\n"
            f"markdown_extensions: [tables{extensions}]\nextra: {{course: {{id: plain}}}}\n",
            "utf-8",
        )
        build(root)
        sizes.append(squeezed(root / "site/index.html"))
    return sizes[0], sizes[1], sizes[1] - sizes[0]


def _kb(size: int) -> str:
    return f"{size / 1024:.1f} kB"


if __name__ == "__main__":
    sys.exit(main())
