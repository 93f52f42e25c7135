"""Serves a course with MkDocs and shows a saved page at once, by building again only what the save can have changed.

MkDocs alone builds every page after each save. Here its last whole build stays in memory, with its navigation, files and
templates, and follows a save in two steps: first the pages of the saved files, for which somebody waits; then, in the
quiet after it, every other page one of whose parts looks different now, the check, and what is made after the pages.
What does more than change the words of a page (settings, templates, pages that come or go, what the navigation shows) is
built as a whole.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.__main__ import State
from mkdocs.commands.build import build, get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import write_file
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from macros.adapters.artifacts import SERVING
from macros.adapters.macros import register, report
from macros.adapters.reload import CHANGES
from macros.build import open_course, read_again
from macros.content.files import EXAMPLES, tree_state
from macros.model.course import Course
from macros.model.wording import counted
from macros.render.slots import fill_slots, slots_of

_LOG = logging.getLogger("mkdocs.plugins.course")
# Lists at every start what it knows, which tells nobody who writes a course anything; its warnings stay.
_TALKS = "mkdocs.plugins.mkdocs_macros"
_PLUGIN = "course-live"
_ENGINE = Path(__file__).resolve().parents[1]
# The folder of the engine's examples, whose files are followed like the course's own.
_EXAMPLES = f"{_ENGINE.name}/{EXAMPLES.name}/"
_TEMPLATES = (".html", ".jinja", ".xml", ".yml", ".yaml")
# What the engine itself takes from a page's front matter; of the other keys the theme shows some in the navigation.
_OWN_KEYS = {"course", "description", "search"}
# Quiet after which what nobody waits for is done: other pages soon, the files made after the pages when work has stopped,
# because they are made out of the whole site, and a save has to wait for their end.
_SOON, _LATER = 0.3, 8.0

_States = Mapping[str, tuple[int, int]]


class _Memory(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Remembers what a whole build has made; MkDocs tells plugins alone."""

    nav: Navigation
    env: Any
    files: Files

    def __init__(self) -> None:
        self.slots: dict[str, str] = {}

    @event_priority(-100)
    def on_nav(self, nav: Navigation, /, **rest: Any) -> None:
        self.nav = nav

    @event_priority(-100)
    def on_env(self, env: Any, /, *, files: Files, **rest: Any) -> None:
        self.env, self.files = env, files

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, /, *, page: Page, **rest: Any) -> None:
        self.slots[page.file.src_uri] = slots_of(markdown)


class Site:
    """A built site that follows its sources. `url` is where it is served, `on_pages` is called when pages that nobody
    waited for are new."""

    def __init__(
        self, root: Path, folder: Path, url: str, on_pages: Callable[[], None] = lambda: None
    ) -> None:
        self.config: MkDocsConfig | None = None
        self._root = root
        self._folder = folder
        self._url = url
        self._on_pages = on_pages
        self._lock = threading.RLock()
        self._saves = 0
        self._memory = _Memory()
        self._states: _States = {}
        self._is_finished = False
        # The course at the last whole build, and the digest of what fills each page's slots where that is newer.
        self._course: Course | None = None
        self._filled: dict[str, str] = {}

    def load(self) -> MkDocsConfig:
        # Strict would end the server at the first mistake of a writer.
        config = load_config(str(self._root / "mkdocs.yml"), site_dir=str(self._folder), strict=False)
        config.site_url = self._url
        return config

    def build(self, config: MkDocsConfig | None = None) -> None:
        """Build every page."""
        with self._lock:
            self._states = self._look()
            self._memory = _Memory()
            self.config = None
            config = config or self.load()
            config.plugins[_PLUGIN] = self._memory
            build(config, serve_url=self._url)
            self._course = open_course(self._root).course
            self._filled = {}
            self.config = config
            self._is_finished = True

    def follow(self) -> None:
        """Build what somebody waits for after a save; `settle` has to come after it."""
        with self._lock:
            self._saves += 1
            before, now = self._states, self._look()
            saved = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
            if self.config is not None and not saved:
                return
            start = time.perf_counter()
            if self.config is None or any(p not in before or p not in now for p in saved):
                self.build()
                return
            self._states = now
            self._is_finished = False
            try:
                done = self._refresh(saved, self.config)
            except Exception:
                _LOG.exception("The page could not be built by itself; all pages are built.")
                done = False
            if done:
                _LOG.info("%s: shown after %.2f s", ", ".join(sorted(saved)), time.perf_counter() - start)
            else:
                self.build()

    def is_behind(self) -> bool:
        """Whether something was saved that the site has not followed yet."""
        with self._lock:
            return self._look() != self._states

    def settle(self) -> None:
        """Build and write what nobody waits for, unless a new save comes first."""
        saves, new = self._saves, 0
        report(open_course(self._root))
        for file in self._looking_different(saves):
            with self._lock:
                if self._saves != saves or self.config is None:
                    return
                self._build_page(file, self.config)
                new += 1
        if self._saves != saves:
            return
        if new:
            _LOG.info("%s changed with it", counted(new, "more page"))
            self._on_pages()

    def finish(self) -> None:
        """Write what is made after the pages."""
        with self._lock:
            if self.config is not None and not self._is_finished:
                self.config.plugins.on_post_build(config=self.config)
                self._is_finished = True

    def settle_when_quiet(self) -> None:
        """Call `settle` and `finish`, each after its quiet, in a thread of its own."""
        threading.Thread(target=self._settle_when_quiet, args=(self._saves,), daemon=True).start()

    def _settle_when_quiet(self, saves: int) -> None:
        try:
            for quiet, act in ((_SOON, self.settle), (_LATER, self.finish)):
                time.sleep(quiet)
                if self._saves != saves:
                    return
                act()
        except Exception:
            _LOG.exception("Other pages could not be built.")

    def _look(self) -> _States:
        """Time and size of every file that a page may show. What editors put beside a file is none of them."""
        states = {path: (time, size) for path, time, size in tree_state(self._root)}
        states |= {f"{_EXAMPLES}{path}": (time, size) for path, time, size in tree_state(EXAMPLES)}
        for folder in ("docs", "overrides"):
            for place, _, names in os.walk(self._root / folder):
                for name in names:
                    if not name.startswith(".") and not name.endswith((".md", "~", ".swp", ".tmp")):
                        path = Path(place, name)
                        try:
                            stat = path.stat()
                        except OSError:
                            # A link that leads nowhere, or an editor's file that has gone again.
                            continue
                        states[path.relative_to(self._root).as_posix()] = (stat.st_mtime_ns, stat.st_size)
        return states

    def _refresh(self, saved: set[str], config: MkDocsConfig) -> bool:
        """Whether the saved files' pages could be built without the others."""
        pages: dict[str, File] = {}
        course = read_again(self._root).course
        for path in sorted(saved):
            folder, _, uri = path.partition("/")
            file = self._memory.files.get_file_from_path(uri)
            if folder == "quizzes":
                pages |= {f.src_uri: f for f in self._pages_of_quiz(uri.removesuffix(".md"), course)}
            elif path.startswith(_EXAMPLES):
                pages |= {f.src_uri: f for f in self._pages_with_examples(course)}
            elif path.endswith(".json") and file is None:
                continue
            elif file is None or path.endswith(_TEMPLATES):
                return False
            elif file.is_documentation_page():
                pages[uri] = file
            else:
                file.copy_file()
        # Pages may call names that no page has called before, and a message takes the place of an unknown one.
        macros: Any = config.plugins["macros"]
        register(macros, course)
        # The plugin does this once, after it has asked for names.
        macros.env.globals.update(macros.macros)
        return all(self._build_page(file, config) for file in pages.values())

    def _pages_of_quiz(self, id: str, course: Course) -> Iterator[File]:
        own = {chapter.uri for chapter in course.chapters if chapter.quiz == id}
        return self._files(
            uri for uri, page in course.pages.items() if uri in own or id in page.named_by("quiz")
        )

    def _pages_with_examples(self, course: Course) -> Iterator[File]:
        return self._files(uri for uri, page in course.pages.items() if page.named_by("example"))

    def _files(self, uris: Iterable[str]) -> Iterator[File]:
        for uri in uris:
            file = self._memory.files.get_file_from_path(uri)
            if file:
                yield file

    def _build_page(self, file: File, config: MkDocsConfig) -> bool:
        """Read, render and write one page as MkDocs does; False where the navigation of other pages may show what is new."""
        plugins, memory = config.plugins, self._memory
        page = file.page
        if page is None:
            return False
        known = _in_navigation(page)
        page = plugins.on_pre_page(page, config=config, files=memory.files)
        page.read_source(config)
        page.markdown = plugins.on_page_markdown(
            page.markdown or "", page=page, config=config, files=memory.files
        )
        page.render(config, memory.files)
        page.content = plugins.on_page_content(
            page.content or "", page=page, config=config, files=memory.files
        )
        if _in_navigation(page) != known and page in memory.nav.pages:
            return False
        docs = memory.files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        page.active = True
        try:
            context = get_context(memory.nav, docs, config, page)
            template = memory.env.get_template(page.meta.get("template", "main.html"))
            with _search_entries(config, page.url):
                context = plugins.on_page_context(context, page=page, config=config, nav=memory.nav)
            output = plugins.on_post_page(template.render(context), page=page, config=config)
        finally:
            page.active = False
        write_file(output.encode("utf-8", errors="xmlcharrefreplace"), file.abs_dest_path)
        page.validate_anchor_links(files=memory.files, log_level=config.validation.links.anchors)
        self._filled[file.src_uri] = self._digest(file.src_uri, read_again(self._root).course)
        return True

    def _looking_different(self, saves: int) -> Iterator[File]:
        """The pages in whose slots something else stands than in the built page."""
        course = read_again(self._root).course
        if course is self._course:
            return
        for uri, slots in list(self._memory.slots.items()):
            if self._saves != saves:
                return
            if not slots:
                continue
            was = self._filled.get(uri) or (self._digest(uri, self._course) if self._course else "")
            self._filled[uri] = was
            file = self._memory.files.get_file_from_path(uri)
            if file and self._digest(uri, course) != was:
                yield file

    def _digest(self, uri: str, course: Course) -> str:
        return blake2b(fill_slots(self._memory.slots.get(uri, ""), course).encode()).hexdigest()


def _in_navigation(page: Page) -> tuple[object, ...]:
    """What the navigation of other pages may show of this one."""
    return page.title, sorted((k, repr(v)) for k, v in page.meta.items() if k not in _OWN_KEYS)


class _search_entries:
    """Lets the host list a page's sections anew in its search index, in the place of the old ones."""

    def __init__(self, config: MkDocsConfig, url: str) -> None:
        self._entries: list[dict[str, Any]] = []
        for plugin in config.plugins.values():
            entries = getattr(getattr(plugin, "search_index", None), "entries", None)
            if isinstance(entries, list):
                self._entries = entries
        self._url = url

    def __enter__(self) -> None:
        entries = self._entries
        own = [n for n, entry in enumerate(entries) if entry["location"].partition("#")[0] == self._url]
        self._place = own[0] if own else len(entries)
        for n in reversed(own):
            del entries[n]
        self._size = len(entries)

    def __exit__(self, *error: object) -> None:
        entries = self._entries
        new = entries[self._size :]
        del entries[self._size :]
        entries[self._place : self._place] = new


class _Saves(FileSystemEventHandler):
    """Passes on what changes files: a watcher of the system's also tells who reads them."""

    def __init__(self, handler: FileSystemEventHandler) -> None:
        self._handler = handler

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in CHANGES:
            self._handler.on_any_event(event)


class _Observer(Observer):  # type: ignore[misc, valid-type]
    """The system's own watcher; MkDocs looks at every file twice a second instead."""

    def schedule(self, handler: FileSystemEventHandler, path: str, **rest: Any) -> Any:
        return super().schedule(_Saves(handler), path, **rest)


class _Server(LiveReloadServer):
    def wake(self) -> None:
        """As if a file had been saved: follow what there is to follow, then let browsers load their page again."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()


def _look_now_and_then(site: Site, server: _Server) -> None:
    """Some folders (network drives, containers) tell nobody of a save, and no watcher hears one while it starts."""
    quiet = 1.0
    while True:
        time.sleep(quiet)
        start = time.perf_counter()
        if site.is_behind():
            server.wake()
        quiet = max(1.0, 20 * (time.perf_counter() - start))


def serve(root: Path, host: str, port: int) -> None:
    """Serve the course in `root` until somebody interrupts."""
    logging.getLogger(_TALKS).setLevel(logging.WARNING)
    os.environ[SERVING] = "1"
    folder = Path(tempfile.mkdtemp(prefix="course_"))
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=False)
    config.plugins.on_startup(command="serve", dirty=False)
    mount = "/" + urlsplit(config.site_url or "/").path.strip("/")
    mount = mount if mount.endswith("/") else f"{mount}/"
    server: list[_Server] = []
    site = Site(root, folder, f"http://{host}:{port}{mount}", lambda: server[0].wake())
    config.site_url = f"http://{host}:{port}{mount}"

    def follow() -> None:
        site.follow()
        site.settle_when_quiet()

    server.append(_Server(builder=follow, host=host, port=port, root=str(folder), mount_path=mount))
    live: Any = server[0]
    live.observer = _Observer()
    live.build_delay = 0.05
    live.error_handler = lambda code: _error_page(folder, code)
    try:
        site.build(config)
        for path in (config.docs_dir, config.config_file_path, *_folders(root), EXAMPLES):
            live.watch(str(path))
        live = config.plugins.on_serve(live, config=config, builder=follow)
        # The engine's own folder is watched by whoever started this, and starts it anew.
        for path in config.watch:
            if not Path(path).resolve().is_relative_to(_ENGINE):
                live.watch(path)
        threading.Thread(target=_look_now_and_then, args=(site, live), daemon=True).start()
        try:
            live.serve()
        except KeyboardInterrupt:
            _LOG.info("Shutting down...")
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            sys.exit(f"Port {port} is in use. Choose another one: course serve --port {port + 1}")
        finally:
            live.shutdown()
    finally:
        config.plugins.on_shutdown()
        shutil.rmtree(folder, ignore_errors=True)


def _folders(root: Path) -> list[Path]:
    return [root / name for name in ("quizzes", "overrides") if (root / name).is_dir()]


def _error_page(folder: Path, code: int) -> bytes | None:
    page = folder / f"{code}.html"
    return page.read_bytes() if page.is_file() else None


if __name__ == "__main__":
    state = State()  # type: ignore[no-untyped-call]
    _host, _, _port = sys.argv[1].rpartition(":")
    serve(Path.cwd(), _host, int(_port))
