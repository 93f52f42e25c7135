"""Writes what is made after the pages: called by MkDocs after its build, and by the command after either host's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from macros.build import artifacts

# Set by the command for the one build whose pages will be opened from disk.
FOR_DISK = "COURSE_FOR_DISK"
# Where the list of the PDFs of the build stands that the command has started.
LISTING = "COURSE_PAPER"


def write_artifacts(root: Path, site: Path) -> None:
    """Put what is made after the pages into a built site: manifests, service worker, joined scripts and styles."""
    for path, body in artifacts(root, site).items():
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)


def is_for_disk() -> bool:
    return bool(os.environ.get(FOR_DISK))


def prepare_for_disk(settings: Any) -> None:
    """Change the host's settings for pages at file://: links name files, and the theme's templates know it."""
    settings["use_directory_urls"] = False
    settings["site_url"] = ""
    settings["extra"]["offline"] = True
