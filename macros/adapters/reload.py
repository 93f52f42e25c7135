"""Runs a host's server and starts it anew when the engine's own code is saved; pages the host reloads by itself."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_ENGINE = (".py", ".jinja")
_SOURCES = (".mjs", ".css", ".svg")
# Colors stand in it, and styles are made from them.
_SETTINGS = ("mkdocs.yml",)
CHANGES = ("modified", "created", "deleted", "moved")


class _Watch(FileSystemEventHandler):
    def __init__(self, suffixes: tuple[str, ...], then: Callable[[], None]) -> None:
        self._suffixes = suffixes
        self._then = then

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in CHANGES and str(event.src_path).endswith(self._suffixes):
            self._then()


def run_and_restart(
    command: Sequence[str], root: Path, environment: Mapping[str, str], before: Callable[[], None]
) -> int:
    """Run `command` in `root` until it ends or is interrupted, and return its exit code.

    A host keeps a package of macros in memory, so a saved module of the engine would not show; the server is
    started anew instead. `before` runs first, and again whenever a source of the elements, the logo or the settings are saved.
    """
    before()
    # Whoever ends this process means the server too, which would go on alone and keep the port.
    # Started in the background a process may begin by ignoring interrupts.
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, signal.default_int_handler)
    changed = threading.Event()
    observer = Observer()
    observer.schedule(_Watch(_ENGINE, changed.set), str(Path(__file__).parents[1]), recursive=True)
    overrides = root / "overrides"
    if overrides.is_dir():
        observer.schedule(_Watch(_SOURCES, before), str(overrides), recursive=True)
    observer.schedule(_Watch(_SETTINGS, before), str(root), recursive=False)
    observer.start()
    try:
        while True:
            changed.clear()
            process = subprocess.Popen(command, cwd=root, env=dict(environment))
            while process.poll() is None and not changed.wait(0.3):
                pass
            if process.poll() is not None:
                return process.returncode
            _stop(process)
    except KeyboardInterrupt:
        _stop(process)
        return 0
    finally:
        observer.stop()
        observer.join()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
