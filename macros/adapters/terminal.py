"""What every command needs: where the course is, and how to speak."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

console = Console(highlight=False, soft_wrap=True)


def course_root() -> Path:
    """The folder the command was called in, which must be a course's."""
    root = Path.cwd()
    if not (root / "mkdocs.yml").is_file():
        raise click.ClickException(
            "There is no mkdocs.yml here. Run the command in the folder of your course."
        )
    return root
