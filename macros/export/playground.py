"""What the quiz playground loads in a browser: our own Python as one zip, what that must know of the course, and the runtime.

The runtime is Pyodide, CPython for WebAssembly. It runs the very modules that `course check` runs, so there is no second
reader of quizzes that could come to another verdict.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping

from macros.export.offline import PLAYGROUND as FOLDER
from macros.export.offline import zipped
from macros.model.course import Chapter, Course

# The doorway that the browser's worker calls, the one template that it renders, and what both rest on.
ENTRY = "macros.adapters.playground"
# The hosts' own doorway, which opens other rooms only when a host knocks.
_DOORWAY = "macros"
TEMPLATES = ("macros/render/templates/quiz.html.jinja",)
PACKAGES = {
    "jinja2": "Jinja2",
    "markdown_it": "markdown-it-py",
    "markupsafe": "MarkupSafe",
    "mdurl": "mdurl",
    "yaml": "PyYAML",
}
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
# Says which version it is and lists 300 packages, of which we load none.
_LOCK = "pyodide-lock.json"
STOCK_PACKAGE = "mkdocs_quizdown_plugin"
STOCK = f"{STOCK_PACKAGE}/assets/quizdown.js"
_NOTICE = """\
What stands in this folder, and whose it is

engine.zip: the quiz reader of this course (MIT), with Jinja2, markdown-it-py, MarkupSafe, mdurl and PyYAML; their licenses
are in the zip, below licenses/.

pyodide/: Pyodide, unchanged but for the list of packages, which is empty here. Mozilla Public License 2.0
(https://mozilla.org/MPL/2.0/); its source is at https://github.com/pyodide/pyodide. It holds CPython, under the license of the
Python Software Foundation (https://docs.python.org/3/license.html).

quizdown.js: quizdown-js by Malte Bonart, MIT license, https://github.com/bonartm/quizdown-js, as the package
mkdocs-quizdown-plugin ships it. The license of that package:

"""


def needed_modules(sources: Mapping[str, str], entry: str = ENTRY) -> tuple[str, ...]:
    """The paths of `entry` and of all modules that it imports, at once or later, out of `sources` (path to text)."""
    paths = {_module(path): path for path in sources}
    found: set[str] = set()
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name in found or name not in paths:
            continue
        found.add(name)
        # A package is opened before what lies in it.
        waiting.append(name.rpartition(".")[0])
        if name != _DOORWAY:
            waiting += _imports(sources[paths[name]])
    return tuple(sorted(paths[name] for name in found))


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def engine(own: Mapping[str, str], packages: Mapping[str, bytes], licenses: Mapping[str, bytes]) -> bytes:
    """The zip to put on Python's path: of `own` (all modules and templates of the engine) what the entry needs, the packages'
    modules, and their licenses. The same files give the same bytes."""
    modules = {path: text for path, text in own.items() if path.endswith(".py")}
    chosen = {path: own[path].encode() for path in (*needed_modules(modules), *TEMPLATES)}
    chosen |= {path: body for path, body in packages.items() if path.endswith(".py")}
    return zipped(chosen | {f"licenses/{path}": body for path, body in licenses.items()})


def facts(course: Course) -> bytes:
    """What the rules for quizzes ask of the rest of the course, as JSON: places that questions may point to, and who shows
    which quiz. Adapters/playground.py makes a course of it again."""
    value = {
        "chapters": [_chapter(chapter, course) for chapter in course.chapters],
        "shown": sorted(_shown(course)),
        "published": [id for id in course.published if id.startswith("quiz/")],
    }
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _chapter(chapter: Chapter, course: Course) -> dict[str, object]:
    page = course.pages[chapter.uri]
    return {
        "id": chapter.id,
        "uri": chapter.uri,
        "number": chapter.number,
        "title": chapter.title,
        "quiz": chapter.quiz,
        "anchors": list(page.anchors),
        "headings": dict(page.headings),
    }


def _shown(course: Course) -> Iterator[str]:
    for page in course.pages.values():
        yield from page.named_by("quiz")


def is_wanted(course: Course) -> bool:
    """Whether a page of the course is a playground; no other course carries what it needs."""
    return any(call.name == "quiz_playground" for page in course.pages.values() for call in page.calls)


def runtime_files(installed: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of an installed Pyodide that a browser loads; none where one of them is missing."""
    if not all(name in installed for name in (*RUNTIME, _LOCK)):
        return {}
    info = json.loads(installed[_LOCK])["info"]
    lock = json.dumps({"info": info, "packages": {}}, sort_keys=True).encode()
    return {name: installed[name] for name in RUNTIME} | {_LOCK: lock}


def playground_files(
    course: Course, runtime: Mapping[str, bytes], engine: bytes, stock: bytes, license: bytes
) -> dict[str, bytes]:
    """Everything that the page loads, by its path below the site; `runtime` and `stock` are empty where they are not
    installed, and then the page says so."""
    made = {"facts.json": facts(course), "LICENSES.txt": _NOTICE.encode() + license}
    if runtime:
        made |= {f"pyodide/{name}": body for name, body in runtime.items()} | {"engine.zip": engine}
    if stock:
        made["quizdown.js"] = stock
    size = sum(map(len, runtime.values())) + len(engine) if runtime else 0
    listing = {"check": bool(runtime), "bytes": size, "stock": bool(stock)}
    made["playground.json"] = (json.dumps(listing) + "\n").encode()
    return {f"{FOLDER}{path}": body for path, body in made.items()}
