"""Writes what is made after the pages: called by MkDocs after its build, and by the command after either host's."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from macros.build import artifacts, to_keep
from macros.model.course import PaperFile

# Set by the command for the one build whose pages will be opened from disk.
FOR_DISK = "COURSE_FOR_DISK"
# Set by the server that follows saves.
SERVING = "COURSE_SERVING"
# Where the list of the PDFs of the build stands that the command has started.
LISTING = "COURSE_PAPER"


def write_artifacts(
    root: Path, site: Path, paper: Mapping[str, tuple[PaperFile, ...]] = MappingProxyType({})
) -> None:
    """Put what is made after the pages into a built site: policy, manifests, service worker, joined scripts and styles."""
    for path, body in artifacts(root, site, paper, with_policy=not is_serving()):
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)


def keep(root: Path, *shelves: str) -> None:
    """Keep what this run has made for the next one. A folder that cannot be written to costs time and nothing else."""
    try:
        for path, body in to_keep(root, *shelves):
            write_whole(path, body)
    except OSError:
        return


def write_whole(path: Path, body: bytes) -> None:
    """All of it or nothing: a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def is_serving() -> bool:
    """Whether a host is showing the course to a writer: it puts a script of its own into each page to follow every save, which no
    policy could know."""
    return SERVING in os.environ or "serve" in sys.argv[1:]


def is_for_disk() -> bool:
    return bool(os.environ.get(FOR_DISK))


def prepare_for_disk(settings: Any) -> None:
    """Change the host's settings for pages at file://: links name files, and the theme's templates know it."""
    settings["use_directory_urls"] = False
    settings["site_url"] = ""
    settings["extra"]["offline"] = True


def listed_files(index: Path) -> dict[str, tuple[PaperFile, ...]]:
    """What `make_all` listed, as pages name it."""
    return _listed(index, index.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _listed(index: Path, state: int) -> dict[str, tuple[PaperFile, ...]]:
    listing = json.loads(index.read_text("utf-8"))
    return {
        name: tuple(PaperFile(f["paper"], f["address"], f["pages"], f["size"]) for f in files)
        for name, files in listing.items()
    }


def files_of_this_build() -> dict[str, tuple[PaperFile, ...]]:
    """The PDFs that stand beside the pages which are being built; none where the build makes none."""
    index = os.environ.get(LISTING)
    return listed_files(Path(index)) if index else {}
