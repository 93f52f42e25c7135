"""Puts a course together out of its files' texts: every part read, every problem of every file in one list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TypeVar

from macros.content.chapters import parse_chapter, parse_sources, parse_terms
from macros.content.data import Data, Fields, Scalar, Sequence, read_yaml
from macros.content.data import Mapping as DataMapping
from macros.content.front_matter import split_page
from macros.content.lines import trailing_space_problems, unwritten_problems
from macros.content.pages import read_page
from macros.content.quizdown import parse_quiz
from macros.content.worksheets import parse_worksheet
from macros.memo import recall
from macros.model.colors import CHOSEN, Chosen, Colors, read_color
from macros.model.course import Chapter, Course, Identity, Navigation, Page, Source, Term, Unfolded
from macros.model.problem import Problem, Where
from macros.model.quiz import Quiz
from macros.model.worksheet import Worksheet

CHAPTERS = "chapters/"
WORKSHEETS = "worksheets/"

_UNREADABLE = ("yaml/", "front-matter/")

Part = Chapter | Worksheet | dict[str, Term] | dict[str, Source] | None
T = TypeVar("T", Quiz, Worksheet, Term, Source)


def read_course(
    texts: Mapping[str, str], undecoded: Iterable[str] = (), files: frozenset[str] | None = None
) -> tuple[Course, list[Problem]]:
    """The course in `texts` (path below the root to text: mkdocs.yml, docs/**.md, quizzes/*.md); `undecoded` are paths of
    files that are no text, `files` what else pages may show (None where nobody looked).

    Parts that cannot be read are left out of the course and reported; what refers to them is then reported by the checks.
    """
    identity, problems = read_identity(texts.get("mkdocs.yml", ""))
    chapters: list[Chapter] = []
    quizzes: dict[str, Quiz] = {}
    worksheets: dict[str, Worksheet] = {}
    terms: dict[str, Term] = {}
    sources: dict[str, Source] = {}
    pages: dict[str, Page] = {}
    unread: set[str] = set(undecoded)
    published: dict[str, Where] = {}
    chapter_ids: dict[str, Where] = {}
    for path, text in texts.items():
        if path.startswith("docs/"):
            uri = path.removeprefix("docs/")
            page, part, found = read_document(uri, text)
            problems += found
            pages[uri] = page
            if isinstance(part, Chapter):
                problems += _clash(part.id, part.where, chapter_ids, "chapter")
                chapter_ids[part.id] = part.where
                chapters.append(part)
            elif isinstance(part, Worksheet):
                problems += _add(worksheets, part.id, part, "worksheet")
            elif part:
                for id, entry in part.items():
                    if isinstance(entry, Term):
                        problems += _add(terms, id, entry, "term")
                    else:
                        problems += _add(sources, id, entry, "source")
        elif path.startswith("quizzes/"):
            quiz, found = _read_quiz(path, text)
            problems += found
            if quiz:
                quizzes[quiz.id] = quiz
            else:
                unread.add(path)
        elif path.endswith(".json"):
            published = _published(path, text)
    course = Course(
        identity=identity,
        chapters=tuple(sorted(chapters, key=lambda c: (c.number, c.uri))),
        quizzes=quizzes,
        worksheets=worksheets,
        terms=terms,
        sources=sources,
        pages=pages,
        unread=tuple(
            sorted({str(p.where.path) for p in problems if p.rule.startswith(_UNREADABLE)} | unread)
        ),
        files=files,
        published=published,
    )
    return course, problems


def _published(path: str, text: str) -> dict[str, Where]:
    """The ids in a JSON list that has one of them on each line, as `make ids` writes it."""
    where = Where(PurePosixPath(path))
    found: dict[str, Where] = {}
    for number, line in enumerate(text.split("\n"), 1):
        for id in re.findall(r'"([^"\\]+)"', line):
            found.setdefault(id, where.at(number))
    return found


def _clash(id: str, where: Where, known: Mapping[str, Where], what: str) -> Iterator[Problem]:
    if id in known:
        yield Problem(
            where,
            "course/duplicate-id",
            f'The {what} id "{id}" is taken: {known[id].path} has it too.',
            "Give the newer one another id; the older keeps what learners saved.",
        )


def _add(known: dict[str, T], id: str, part: T, what: str) -> list[Problem]:
    clash = list(_clash(id, part.where, {k: v.where for k, v in known.items()} if id in known else {}, what))
    known.setdefault(id, part)
    return clash


def _line_problems(text: str, where: Where) -> Iterator[Problem]:
    yield from trailing_space_problems(text, where)
    yield from unwritten_problems(text, where)


def _read_quiz(path: str, text: str) -> tuple[Quiz | None, tuple[Problem, ...]]:
    return recall("documents", (path, text), lambda: _quiz_of(path, text))


def _quiz_of(path: str, text: str) -> tuple[Quiz | None, tuple[Problem, ...]]:
    where = PurePosixPath(path)
    quiz, problems = parse_quiz(text, Where(where), where.stem)
    return quiz, (*problems, *_line_problems(text, Where(where)))


def read_document(uri: str, text: str) -> tuple[Page, Part, tuple[Problem, ...]]:
    """One page below docs/: what checks need of it, the chapter or other part it holds, and its problems."""
    # A saved file is read again, the others are not: parts are frozen, so the same text may give the same object.
    return recall("documents", (f"docs/{uri}", text), lambda: _document_of(uri, text))


def _document_of(uri: str, text: str) -> tuple[Page, Part, tuple[Problem, ...]]:
    where = Where(PurePosixPath("docs") / uri)
    split, problems = split_page(text, where)
    title = description = ""
    part: Part = None
    keys: tuple[str, ...] = ()
    if split.data:
        meta = Fields(split.data, problems, "The front matter")
        title = meta.text("title")
        description = meta.text("description")
        keys = tuple(split.data.entries)
        part = _read_part(meta, uri, title, description)
    elif _needs_front_matter(uri) and not problems:
        problems.append(
            Problem(
                where,
                "front-matter/missing",
                "This page has no front matter, so the course does not know what it is.",
                "Begin the file with ---, its keys, and --- again.",
            )
        )
    page, found = read_page(uri, title, split.body, split.body_line, keys)
    return page, part, (*problems, *found, *_line_problems(text, where))


def _needs_front_matter(uri: str) -> bool:
    return uri.startswith((CHAPTERS, WORKSHEETS)) and uri.rsplit("/", 1)[-1] != "index.md"


def _read_part(meta: Fields, uri: str, title: str, description: str) -> Part:
    needed = _needs_front_matter(uri)
    fields = meta.group("course", 'The "course" part', required=needed)
    if fields is None:
        return None
    if needed and not title:
        meta.text("title", required=True)
    if uri.startswith(CHAPTERS) and needed:
        return parse_chapter(fields, uri, title, description)
    if uri.startswith(WORKSHEETS) and needed:
        sheet, found = parse_worksheet(fields, uri, title, description)
        meta.problems += [p for p in found if p not in meta.problems]
        return sheet
    if fields.has("terms"):
        terms = parse_terms(fields)
        fields.finish()
        return terms
    if fields.has("sources"):
        sources = parse_sources(fields)
        fields.finish()
        return sources
    fields.report(
        fields.where,
        "page/unknown-part",
        'The "course" part of this page is neither a glossary (`terms`) nor a list of sources (`sources`).',
        f"Chapters belong below docs/{CHAPTERS}, worksheets below docs/{WORKSHEETS}.",
    )
    return None


@lru_cache(maxsize=16)
def _identity(text: str) -> tuple[Identity, tuple[Problem, ...]]:
    where = Where(PurePosixPath("mkdocs.yml"))
    data, problems = read_yaml(text, where)
    if not isinstance(data, DataMapping):
        if not problems:
            problems.append(
                Problem(
                    where,
                    "course/no-settings",
                    "There is no mkdocs.yml.",
                    "Run the command in a course's folder.",
                )
            )
        return Identity("course", "Course"), tuple(problems)
    site = Fields(data, problems, "mkdocs.yml")
    title = site.text("site_name", required=True)
    extra = site.group("extra", "extra")
    group = extra.group("course", "extra.course", required=True) if extra else None
    if group is None:
        if extra is None:
            site.report(
                where,
                "course/no-identity",
                "mkdocs.yml does not say which course this is.",
                "Add `extra:` with `course: {id: my-course}` below it.",
            )
        return Identity("course", title or "Course"), tuple(problems)
    words = group.group("words", "extra.course.words")
    identity = Identity(
        id=group.id() or "course",
        title=title or "Course",
        description=site.text("site_description"),
        address=_address(site),
        repository=site.text("repo_url"),
        authors=group.texts("authors"),
        language=group.text("language", "en"),
        rules=group.text("rules"),
        card=group.text("card"),
        colors=_colors(group),
        words={key: words.text(key) for key in words.data.entries} if words else {},
        map=group.text("map"),
        map_where=group.where_of("map") if group.has("map") else None,
        navigation=_navigation(data),
    )
    group.finish()
    return identity, tuple(problems)


def _navigation(settings: DataMapping) -> Navigation | None:
    """How the theme's features make pages show the list under `nav`; both are the host's own keys, and may have any shape."""
    theme = settings.entries.get("theme")
    given = theme.entries.get("features") if isinstance(theme, DataMapping) else None
    listed = given.entries if isinstance(given, Sequence) else ()
    features = {one.text: one.where for one in listed if isinstance(one, Scalar)}
    nav = settings.entries.get("nav")
    if not isinstance(nav, Sequence):
        return None
    where = settings.keys["nav"]
    if "navigation.prune" not in features:
        return Navigation(where, _leaves(nav), Unfolded.EVERYTHING)
    if "navigation.sections" in features:
        laid_open = _groups(nav) if "navigation.tabs" in features else [nav]
        pages = max(map(_leaves, laid_open), default=0)
        return Navigation(features["navigation.sections"], pages, Unfolded.PARTS)
    return max(_parts(nav), key=lambda part: part.pages)


def _groups(entry: Data) -> list[Data]:
    """The entries below an entry of the navigation."""
    if isinstance(entry, DataMapping):
        return list(entry.entries.values())
    return list(entry.entries) if isinstance(entry, Sequence) else []


def _leaves(entry: Data) -> int:
    return 1 if isinstance(entry, Scalar) else sum(map(_leaves, _groups(entry)))


def _parts(entry: Data) -> Iterator[Navigation]:
    yield Navigation(entry.where, len(_groups(entry)), Unfolded.ONE_PART)
    for below in _groups(entry):
        yield from _parts(below)


def _colors(group: Fields) -> Colors:
    schemes = group.group("colors", "extra.course.colors")
    if schemes is None:
        return Colors()
    light, dark = (_scheme(schemes, name) for name in ("light", "dark"))
    schemes.finish()
    return Colors(light, dark)


def _scheme(schemes: Fields, name: str) -> Chosen:
    fields = schemes.group(name, f"extra.course.colors.{name}")
    if fields is None:
        return Chosen()
    colors: dict[str, str] = {}
    for key in CHOSEN:
        if text := fields.text(key):
            if color := read_color(text):
                colors[key] = color
            else:
                fields.report(
                    fields.where_of(key),
                    "course/unreadable-color",
                    f'"{text}" is no color that the course can read.',
                    'Write it as "#" and six digits, in quotes: "#24415e".',
                )
    fields.finish()
    return Chosen(colors, {key: fields.where_of(key) for key in colors})


def _address(site: Fields) -> str:
    # `!ENV [NAME, default]` is the hosts' own business: they look into the environment, the engine never does.
    value = site.data.entries.get("site_url")
    return "" if isinstance(value, Sequence) else site.text("site_url")


def read_identity(text: str) -> tuple[Identity, list[Problem]]:
    """Who the course is, from the text of mkdocs.yml; keys of the hosts are left to the hosts."""
    identity, problems = _identity(text)
    return identity, list(problems)
