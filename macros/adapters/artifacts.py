"""Writes what is made after the pages: called by MkDocs after its build, and by the command after either host's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from macros.build import artifacts

# Set by the command for the one build whose pages will be opened from disk.
FOR_DISK = "COURSE_FOR_DISK"


def write_artifacts(root: Path, site: Path) -> None:
    """Put the course manifest, the web app manifest and the service worker into a built site."""
    for path, body in artifacts(root, site).items():
        (site / path).write_bytes(body)


def is_for_disk() -> bool:
    return bool(os.environ.get(FOR_DISK))


def prepare_for_disk(settings: Any) -> None:
    """Change the host's settings for pages at file://: links name files, and the theme's templates know it."""
    settings["use_directory_urls"] = False
    settings["site_url"] = ""
    settings["extra"]["offline"] = True
