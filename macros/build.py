"""Joins the stages: files to course, course to problems, sources of the elements to the few files that pages load."""

from __future__ import annotations

import json
import re
import sys
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

from macros import memo
from macros.check.all import check_course
from macros.content.course import read_course
from macros.content.examples import read_examples
from macros.content.files import (
    EXAMPLES,
    Tree,
    installed_version,
    is_writable,
    other_files,
    read_files,
    read_licenses,
    read_package,
    read_raw,
    read_sources,
    read_tree,
    source_paths,
    tree_state,
)
from macros.content.fixes import Change, fix_file
from macros.content.schemas import schemas
from macros.export import desk, offline, playground, policy, search
from macros.export.assets import join_modules, join_styles, leaf_styles
from macros.export.look import color_styles, tab_icon
from macros.export.manifest import Shown, manifest
from macros.model.course import Course, PaperFile
from macros.model.example import Gallery
from macros.model.problem import Level, Problem
from macros.model.worksheet import Worksheet
from macros.render.desk import DESK, desk_groups
from macros.render.here import Here, page_url
from macros.render.paper import ROOT, guide, handout
from macros.render.quiz import full_id, quiz_html
from macros.render.text import plain
from macros.render.worksheet import action_plan_sheet, render_worksheet


@dataclass(frozen=True, slots=True)
class Opened:
    """A course as its files stand now, with every problem of reading and checking, sorted by file and line.

    `texts` are the files by their path, for those who quote them; `digest` tells this state of all files from every other.
    """

    course: Course
    problems: tuple[Problem, ...]
    texts: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    digest: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.level is Level.ERROR)


CACHE = Path(".cache/course")
BESIDE_ENGINE = Path(__file__).parent / "__pycache__"
# What a result depends on besides its own parts and the engine's sources.
_LIBRARIES = (
    *("Jinja2", "markdown-it-py", "MarkupSafe", "PyYAML", "mdurl"),
    # What the search lists of a page, and how it divides some languages.
    *("mkdocs-material", "jieba"),
)
_latest: dict[Path, Opened] = {}
_State = tuple[tuple[str, int, int], ...]


def open_course(root: Path) -> Opened:
    """The course below `root`, read again only after a source file was saved, added or removed."""
    path = root.resolve()
    opened = _latest[path] = _open(path, _state(path), other_files(path))
    return opened


def read_again(root: Path) -> Opened:
    """The course as its files stand now and not yet checked, for a page that somebody waits for: `problems` are those of
    reading alone. `open_course` checks it."""
    path = root.resolve()
    opened = _latest[path] = _read(path, _state(path), other_files(path))
    return opened


def opened_course(root: Path) -> Opened:
    """The course as it was last opened, for one page among many: to look at every file again for each takes longer than
    the page."""
    return _latest.get(root.resolve()) or open_course(root)


def to_keep(root: Path, *shelves: str) -> Iterator[tuple[Path, bytes]]:
    """What this run has made that the next one need not make again, by the file to keep it in, one after the other.

    Name only shelves of which this run has asked for everything: what was not asked for goes.
    """
    for shelf in shelves:
        body = memo.taken(shelf, _fingerprint())
        if body is not None:
            yield _home(root, shelf) / shelf, body


def _home(root: Path, shelf: str) -> Path:
    """The folder of a shelf: what no course changes is kept beside the engine's own compiled modules, where that is wanted."""
    beside = shelf in memo.OF_ENGINE and not sys.dont_write_bytecode and is_writable(BESIDE_ENGINE.parent)
    return BESIDE_ENGINE if beside else root / CACHE


@lru_cache(maxsize=4)
def _take_kept(root: Path) -> None:
    shelves = {shelf: _home(root, shelf) / shelf for shelf in (*memo.SHELVES, *memo.OF_ENGINE)}
    bodies = read_raw(path for path in shelves.values() if path.is_file())
    for shelf, path in shelves.items():
        memo.put(shelf, bodies.get(path, b""), _fingerprint())


@cache
def _fingerprint() -> bytes:
    """Who makes the results: equal fingerprints mean that equal parts give equal results."""
    made_by = blake2b(repr((sys.version, *((name, installed_version(name)) for name in _LIBRARIES))).encode())
    engine = Path(__file__).parent
    for suffix in (".py", ".jinja"):
        made_by.update(repr(sorted(read_files(engine, suffix).items())).encode())
    return made_by.digest()


def _state(root: Path) -> _State:
    """That of all files a course is read from; pages may show the engine's examples, which are written while they are shown."""
    return (*tree_state(root), *tree_state(EXAMPLES))


@lru_cache(maxsize=2)
def _open(root: Path, state: _State, files: frozenset[str]) -> Opened:
    read = _read(root, state, files)
    checked = memo.recall("problems", (read.digest,), lambda: tuple(check_course(read.course)))
    problems = sorted({*read.problems, *checked}, key=lambda p: p.sort_key)
    return replace(read, problems=tuple(problems))


@lru_cache(maxsize=2)
def _read(root: Path, state: _State, files: frozenset[str]) -> Opened:
    with memo.growing():
        _take_kept(root)
        texts, problems = read_sources(root)
        undecoded = tuple(str(p.where.path) for p in problems if str(p.where.path) not in texts)
        course, found = read_course(texts, undecoded, files)
    digest = _digest_of(texts, (*undecoded, *sorted(files)))
    if any(call.name == "example" for page in course.pages.values() for call in page.calls):
        course = replace(course, gallery=examples())
        digest += _digest_of(_example_texts(), ())
    return Opened(course, (*problems, *found), texts, digest)


def examples() -> Gallery:
    """The engine's own examples; what is wrong with them is for its tests to say."""
    return _examples(tree_state(EXAMPLES))


@lru_cache(maxsize=1)
def _examples(state: _State) -> Gallery:
    return read_examples(_example_texts())[0]


def _example_texts() -> dict[str, str]:
    return {path: text for suffix in (".md", ".yml") for path, text in read_files(EXAMPLES, suffix).items()}


def _digest_of(texts: Mapping[str, str], others: tuple[str, ...]) -> str:
    digest = blake2b(repr(others).encode(), digest_size=16)
    for path, text in sorted(texts.items()):
        body = text.encode()
        digest.update(f"{path}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()


def fixes(root: Path) -> dict[Path, tuple[bytes, tuple[Change, ...]]]:
    """What `course check --fix` would write, by file, and what it did there; files without a change are left out."""
    found: dict[Path, tuple[bytes, tuple[Change, ...]]] = {}
    for path, raw in read_raw(p for p in source_paths(root) if p.suffix == ".md").items():
        fixed = fix_file(path.relative_to(root).as_posix(), raw)
        if fixed.changes:
            found[path] = (fixed.raw, fixed.changes)
    return found


# The folder of the site that holds the schemas.
SCHEMAS = "schemas"
ASSETS = Path("overrides/assets/learn")
LOGO = Path("overrides/.icons/course/logo.svg")
WORKER = Path("overrides/assets/offline/worker.js")
# Where the Makefile puts what the playground runs on.
RUNTIME = Path(sys.prefix) / "playground/node_modules/pyodide"


COLORS = "colors.css"
# What a page loads beyond learn.js and learn.css, by the word in its content that asks for it (main.html): a chapter
# needs none of it, and must not carry it.
SHEET_STYLES = ("worksheet.css",)
REFERENCE_STYLES = ("reference.css",)
# tools: notes, and the styles that all tool pages share; plan: plan and session; team: ratings and team;
# trainer: course plan and certificate; print: the print desk, with the styles of paper for its preview.
TOOL_PAGES = ("tools", "review", "plan", "team", "trainer", "playground", "print")
# Print styles that pages do without; the dot keeps both hosts from publishing them.
PAPER_STYLES = Path("overrides/.paper")
# What PDFs and the print desk read of a course's style sheets, in this order.
ON_PAPER = (
    COLORS,
    "tokens.css",
    "chapter.css",
    "quiz.css",
    "worksheet.css",
    "figure.css",
    "certificate.css",
    "paper.css",
)


def joined_assets(root: Path) -> dict[str, str]:
    """The scripts and style sheets that pages load, by file name below the assets' folder."""
    folder = root / ASSETS
    modules = read_files(folder, ".mjs")
    sheets = read_files(folder / "styles", ".css")
    digest = _digest_of(modules, ())

    def script(entry: str) -> str:
        return memo.recall("assets", (entry, digest), lambda: join_modules(entry, modules))

    def styles(names: tuple[str, ...], texts: Mapping[str, str]) -> str:
        parts = tuple(part for name in names for part in (name, texts[name]))
        return memo.recall("assets", ("styles", *parts), lambda: join_styles(names, texts))

    def leaf(name: str) -> str:
        return memo.recall("assets", ("leaf", on_paper[name]), lambda: leaf_styles(on_paper[name]))

    identity = open_course(root).course.identity
    names = sorted(
        sheets.keys() - {*SHEET_STYLES, *REFERENCE_STYLES}, key=lambda name: (name != "tokens.css", name)
    )
    theme = {COLORS: color_styles(identity.colors)} | read_files(folder / "styles-theme", ".css")
    joined = {
        "theme.css": styles((COLORS, *sorted(theme.keys() - {COLORS})), theme),
        "favicon.svg": tab_icon(
            identity.colors, read_files(root / LOGO.parent, LOGO.name).get(LOGO.name, "")
        ),
        "learn.js": script("learn.mjs"),
        "moved.js": script("moved.mjs"),
        "late.js": script("late.mjs"),
        "late.css": styles(("quiz.css",), read_files(folder / "styles-late", ".css")),
        "learn.css": styles(tuple(names), sheets),
        "sheet.js": script("sheet.mjs"),
        "sheet.css": styles(SHEET_STYLES, sheets),
        "reference.css": styles(REFERENCE_STYLES, sheets),
    }
    for name in TOOL_PAGES:
        own = read_files(folder / f"styles-{name}", ".css")
        order = tuple(sorted(own, key=lambda file: (file != "tool.css", file)))
        joined |= {
            f"{name}.js": script(f"{name}.mjs"),
            f"{name}.css": styles(order, own),
        }
    on_paper = theme | sheets | read_files(root / PAPER_STYLES, ".css")
    leaves = (leaf(name) for name in ON_PAPER if name in on_paper)
    return joined | {"print.css": "".join((*leaves, joined["print.css"]))}


def artifacts(
    root: Path,
    site: Path,
    paper: Mapping[str, tuple[PaperFile, ...]] = MappingProxyType({}),
    with_policy: bool = True,
) -> Iterator[tuple[str, bytes]]:
    """Every file that is made after the pages, with its path below `site`, which either host has just filled.

    `paper` are the PDFs that this build makes.

    The joined scripts and styles are among them: whoever calls a host himself has not joined them before. So are the pages, which
    get their policy here, before the service worker lists what each file holds. One file after the other: all of them would be the
    whole site in memory.
    """
    opened = open_course(root)
    course = replace(opened.course, paper=paper)
    language = course.identity.language
    joined = _site_assets(root) | memo.recall(
        "manifests", (opened.digest, desk.FOLDER), lambda: desk_documents(course)
    )
    files = _site_files(site, course, joined)
    digests: dict[str, str] = {}
    for path, body in _made(opened, course, files, joined, with_policy):
        digests[path] = offline.digest(path, body)
        yield path, body
    yield from playground_files(root).items()
    worker = read_files(root / WORKER.parent, WORKER.name).get(WORKER.name)
    if worker:
        others = (path for path in offline.kept_paths(files, language) if path not in digests)
        digests |= {path: offline.digest(path, files[path]) for path in others}
        yield offline.WORKER, offline.service_worker(worker, digests, language)
    for name, body in schema_files(course.identity.address).items():
        yield f"{SCHEMAS}/{name}", body


def _made(
    opened: Opened, course: Course, files: Mapping[str, bytes], joined: Iterable[str], with_policy: bool
) -> Iterator[tuple[str, bytes]]:
    for path in (*joined, *search.INDEXES):
        if path in files:
            yield path, files[path]
    if with_policy:
        guarded = policy.guarded(files)
        yield from guarded.pages.items()
        yield from policy.header_files(guarded.server).items()
    listed = (opened.digest, str(_has_directory_urls(course, files)), repr(sorted(course.paper.items())))
    yield offline.MANIFEST, memo.recall("manifests", listed, lambda: course_manifest(course, files))
    yield offline.APP, offline.web_manifest(course.identity, _icons(files))
    home = files.get("index.html", b"").decode("utf-8", "replace")
    if address := offline.site_address(home):
        yield offline.ROBOTS, offline.robots(address)


def playground_files(root: Path) -> dict[str, bytes]:
    """What the quiz playground loads, by path below the site; nothing where no page of the course is one."""
    opened = open_course(root)
    if not playground.is_wanted(opened.course):
        return {}
    stock = read_package(playground.STOCK_PACKAGE).get(playground.STOCK, b"")
    licenses = read_licenses(playground.STOCK_PACKAGE)
    runtime = playground.runtime_files(read_tree(RUNTIME))
    made = playground.playground_files(
        opened.course, runtime, _engine(), stock, b"".join(licenses.values()) if stock else b""
    )
    quizzes = {path: text for path, text in opened.texts.items() if path.startswith("quizzes/")}
    return made | {f"{offline.PLAYGROUND}{path}": text.encode() for path, text in quizzes.items()}


def _engine() -> bytes:
    """The zip that the playground runs; what it is made of is what tells one engine from another anyway."""
    return memo.recall("assets", ("playground",), _zipped_engine)


def _zipped_engine() -> bytes:
    home = Path(__file__).parent
    own = {f"macros/{p}": t for end in (".py", ".jinja") for p, t in read_files(home, end).items()}
    packages = {p: body for name in playground.PACKAGES for p, body in read_package(name).items()}
    licenses = {p: body for name in playground.PACKAGES.values() for p, body in read_licenses(name).items()}
    return playground.engine(own, packages, licenses)


def schema_files(address: str = "") -> dict[str, bytes]:
    """The JSON Schemas of what authors write, by file name; `address` is the site's, where it is known."""
    folder = f"{address.rstrip('/')}/{SCHEMAS}" if address else ""
    return memo.recall("assets", ("schemas", folder), lambda: _schema_files(folder))


def _schema_files(folder: str) -> dict[str, bytes]:
    return {
        name: (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()
        for name, schema in schemas(folder).items()
    }


def disk_package(
    root: Path, site: Path, paper: Mapping[str, tuple[PaperFile, ...]] = MappingProxyType({})
) -> tuple[str, bytes]:
    """Name and bytes of the zip to read from disk, out of a `site` that was built for it; `paper` are the PDFs in it."""
    course = replace(open_course(root).course, paper=paper)
    files = _site_files(site, course, _site_assets(root))
    chosen = offline.disk_files(files, course_manifest(course, files), course.identity.language)
    chosen |= desk.desk_scripts(desk_documents(course))
    return f"{course.identity.id}.zip", offline.zipped(chosen, course.identity.id)


def _site_files(site: Path, course: Course, joined: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """What the host has made, with worksheets in its search index, and what is `joined` for it; schemas and the playground's parts are
    made after it, and no reader without a network gets them; what the print desk prints is made after it as well."""

    def of_host(path: str) -> bool:
        return path not in (*offline.MADE, *policy.MADE) and not path.startswith(
            (f"{SCHEMAS}/", f"{desk.FOLDER}/", offline.PLAYGROUND)
        )

    files = Tree(site, of_host)
    indexes = {
        path: search.with_entries(files[path], _sheet_entries(course, files))
        for path in search.INDEXES
        if path in files
    }
    # Only ever read.
    return ChainMap({**indexes, **joined}, files)  # type: ignore[arg-type]


def _sheet_entries(course: Course, files: Iterable[str]) -> Iterator[search.Entry]:
    """The worksheets whose pages the host was told to leave out of its index (see the macros' adapter)."""
    directory_urls = _has_directory_urls(course, files)
    for _, sheet in sorted(course.worksheets.items()):
        if course.holds_a_sheet_alone(sheet.uri):
            texts = dict.fromkeys(plain(t) for t in (sheet.description, sheet.purpose, sheet.people) if t)
            yield search.Entry(page_url(sheet.uri, directory_urls), plain(sheet.title), tuple(texts))


def _site_assets(root: Path) -> dict[str, bytes]:
    """What `joined_assets` gives, where pages look for it; nothing where a course brings its own theme."""
    if not (root / ASSETS).is_dir():
        return {}
    folder = ASSETS.relative_to(ASSETS.parts[0]).as_posix()
    return {f"{folder}/{name}": text.encode() for name, text in joined_assets(root).items()}


def course_manifest(course: Course, files: Iterable[str] = ()) -> bytes:
    """`course.json`; the paths of the built `files` tell which addresses the pages have."""
    directory_urls = _has_directory_urls(course, files)
    pages = _quiz_pages(course)
    shown = Shown(
        addresses={uri: page_url(uri, directory_urls) for uri in course.pages},
        quiz_pages=pages,
        forms=_forms(course, pages, directory_urls),
        sheets={id: shown_sheet(sheet, course) for id, sheet in course.worksheets.items()},
        plain=plain,
    )
    return manifest(course, shown)


def _has_directory_urls(course: Course, files: Iterable[str]) -> bool:
    """Whether pages have folders of their own, as the paths of the built `files` tell."""
    paths = frozenset(files)
    return not any(page_url(uri, False) in paths for uri in course.pages if not _is_index(uri))


def desk_documents(course: Course) -> dict[str, bytes]:
    """What the print desk prints, by path; nothing in a course without its page. Quizzes stand in the manifest already."""
    if DESK not in course.pages:
        return {}
    chapters = {c.id: c for c in course.chapters}

    def html(kind: str, id: str) -> str:
        if kind == "sheet":
            sheet = shown_sheet(course.worksheets[id], course)
            return render_worksheet(sheet, ROOT, example=False, heading=1)
        return (handout if kind == "handout" else guide)(chapters[id], course)

    kinds = ("sheet", "handout", "guide")
    groups = {
        group.id: {c.id: html(*c.id.split("/", 1)) for c in group.choices if c.id.startswith(kinds)}
        for group in desk_groups(course)
    }
    return desk.desk_files(course.identity.id, groups)


def _is_index(uri: str) -> bool:
    return uri.rsplit("/", 1)[-1] == "index.md"


def _icons(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {p: body for p, body in files.items() if p.startswith(offline.ICONS) and p.endswith(".png")}


def _quiz_pages(course: Course) -> dict[str, str]:
    """The page each quiz stands on: the chapter it belongs to, else the first page that calls it."""
    found = {c.quiz: c.uri for c in course.chapters if c.quiz}
    for uri, page in course.pages.items():
        for id in page.named_by("quiz"):
            found.setdefault(id, uri)
    return found


def _forms(course: Course, pages: Mapping[str, str], directory_urls: bool) -> dict[str, str]:
    """Each question's form as its page shows it, with addresses as seen from the site's root."""
    forms: dict[str, str] = {}
    for quiz in course.quizzes.values():
        # A name that no page has, in the folder of the quiz's page: links resolve from there, and none is "this page".
        page = pages.get(quiz.id, "")
        folder = page.rpartition("/")[0]
        here = Here(f"{folder}/?" if folder else "?", "" if directory_urls else "index.html")
        # Only an author's link to a place on the quiz's own page is left without an address.
        html = quiz_html(quiz, course, here).replace('href="#', f'href="{page_url(page, directory_urls)}#')
        for question, form in zip(quiz.questions, _FORM.findall(html), strict=True):
            forms[full_id(quiz, question)] = form
    return forms


# Texts are escaped, so only the template writes these tags.
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)


def shown_sheet(sheet: Worksheet, course: Course) -> Worksheet:
    """An action plan with its chapter's steps; any other sheet as it is."""
    chapter = course.chapter(sheet.action_plan) if sheet.action_plan else None
    return action_plan_sheet(sheet, chapter) if chapter else sheet
