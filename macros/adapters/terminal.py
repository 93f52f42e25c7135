"""What every command needs: where the course is."""

from __future__ import annotations

from pathlib import Path

import click


def course_root() -> Path:
    """The folder the command was called in, which must be a course's."""
    root = Path.cwd()
    if not (root / "mkdocs.yml").is_file():
        raise click.UsageError("There is no mkdocs.yml here. Run the command in the folder of your course.")
    return root
