"""The same Markdown without the engine, to measure against.

"The same Markdown" holds the same words: where a page calls a part, the plain page has what a writer without an engine
would have typed there (the quiz's file, the prompts as a list, the sheet as headings and tables with its example below),
so that the difference is markup, script and style, not text.
"""

from __future__ import annotations

import functools
import re
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import yaml

from macros.build import open_course
from macros.content.data import Scalar
from macros.content.front_matter import split_page
from macros.model.course import Course
from macros.model.problem import Where
from macros.model.worksheet import Field, FieldKind, Worksheet
from macros.render.quizdown import write_quiz
from tests.sites import settings_in


def plain_copy(source: Path, root: Path) -> Path:
    """The course in `source` below `root` without the engine, in plain Material with the same features."""
    shutil.copytree(source / "docs", root / "docs")
    course = open_course(source).course
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
    ours = settings_in((source / "mkdocs.yml").read_text("utf-8"))
    settings = {
        "site_name": "Plain",
        "theme": {"name": "material", "font": False, "features": ours["theme"].get("features", [])},
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
    settings |= {"nav": ours["nav"]} if "nav" in ours else {}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    return root


def themed_copy(source: Path, plain: Path, root: Path) -> Path:
    """The plain course in the course's own theme, so that its look is not taken for the engine's weight."""
    shutil.copytree(plain, root, ignore=shutil.ignore_patterns("site"))
    shutil.copytree(source / "overrides", root / "overrides")
    settings = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))
    ours = settings_in((source / "mkdocs.yml").read_text("utf-8"))
    settings |= {"theme": ours["theme"], "extra_css": ours["extra_css"], "extra": {"generator": False}}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    return root


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
