"""The macros a page may call: each only leaves a slot, so a host that runs this for every page pays next to nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from macros.adapters.artifacts import (
    files_of_this_build,
    is_for_disk,
    is_serving,
    keep,
    prepare_for_disk,
    write_artifacts,
)
from macros.build import Opened, open_course, opened_course
from macros.memo import OF_ENGINE, SHELVES
from macros.model.course import Course
from macros.model.ids import did_you_mean
from macros.model.problem import Level
from macros.model.vocabulary import MACROS, Macro
from macros.render.slots import slot, source_of

# Below "mkdocs", so that warnings count in a strict build.
_LOG = logging.getLogger("mkdocs.plugins.course")
_reported: list[Opened] = []


def define_env(env: Any) -> None:
    """Register the vocabulary and report what is wrong with the course; called by the macros plugin of either host."""
    plugins: Any = getattr(env.conf, "plugins", None)
    is_asked_once = hasattr(plugins, "on_page_context")
    # The other host asks for every page. While it builds a site, nothing is saved that this site would show.
    look = open_course if is_asked_once or is_serving() else opened_course
    opened = look(Path(env.project_dir))
    report(opened)
    if is_for_disk():
        prepare_for_disk(env.conf)
    if is_asked_once:
        # The other host has no plugins, and may one day be the only one that is installed.
        from macros.adapters import quick, searching

        plugins[searching.NAME] = searching.FormsAside()
        plugins[quick.NAME] = quick.Quick(Path(env.project_dir))
    register(env, opened.course)


def register(env: Any, course: Course) -> None:
    """Tell the macros plugin every name that a page of the course may call."""
    for macro in MACROS.values():
        env.macro(_Leave(env, macro, course), macro.name)
    # A misspelled name would make the host print a traceback into the page; a message in its place is kinder,
    # and the problem just reported still fails a strict build.
    for page in course.pages.values():
        for name in {call.name for call in page.calls} - MACROS.keys() - env.macros.keys():
            env.macro(_leave_message(name), name)
        for name in set(page.strays) - MACROS.keys():
            env.variables.setdefault(name, _leave_message(name)())


def on_post_build(env: Any) -> None:
    """Write the files that are made after the pages. MkDocs alone calls this; for the other host the command does it."""
    if not is_for_disk():
        root = Path(env.project_dir)
        write_artifacts(root, Path(env.conf["site_dir"]), files_of_this_build())
        keep(root, *SHELVES, *OF_ENGINE)


class _Leave:
    """A macro. Named in braces without being called, it writes what to do instead of an address in memory."""

    def __init__(self, env: Any, macro: Macro, course: Course) -> None:
        self._env = env
        self._course = course
        self._macro = macro
        self.__doc__ = macro.does

    def __call__(self, *arguments: object) -> str:
        page = self._env.page
        course = self._course
        if self._macro.name == "worksheet" and course.holds_a_sheet_alone(source_of(page.url, course)):
            # The host would read thousands of tags and keep only the title; the sheet is added to its index afterwards.
            page.meta.setdefault("search", {})["exclude"] = True
        return slot(self._macro.name, page.url, *map(str, arguments))

    def __str__(self) -> str:
        return slot("problem", "", f"Write {{{{ {self._macro.name}() }}}} to call it.")


def _leave_message(name: str) -> Callable[..., str]:
    words = f'There is no macro "{name}". {did_you_mean(name, MACROS)}'.strip()
    return lambda *arguments, **named: slot("problem", "", words)


def report(opened: Opened) -> None:
    """Log each problem once for each state of the files (one host asks for every page)."""
    if _reported and _reported[-1] is opened:
        return
    _reported[:] = [opened]
    for problem in opened.problems:
        if problem.level is Level.ERROR:
            _LOG.warning("%s", problem)
        else:
            _LOG.info("%s", problem)
