"""The `course` command: serve, build and check, on either host."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import click
from rich.text import Text

from macros.adapters.artifacts import FOR_DISK, write_artifacts
from macros.adapters.paper import LISTING, CannotMake, lacking, make_all, publish
from macros.adapters.paper_command import paper
from macros.adapters.reload import run_and_restart
from macros.adapters.terminal import console, course_root
from macros.build import ASSETS, Opened, disk_package, joined_assets, open_course
from macros.model.course import Course
from macros.model.problem import Level, Problem

HOSTS = ("mkdocs", "zensical")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pivot-course")
def main() -> None:
    """Make a learning site out of chapters, quizzes and worksheets."""


@main.command()
def check() -> None:
    """Report every problem of the course's files at once. Ends with 1 where one of them stops a build."""
    sys.exit(1 if _report(open_course(course_root())) else 0)


@main.command()
@click.option(
    "--host", type=click.Choice(HOSTS), default="mkdocs", show_default=True, help="Which generator builds."
)
@click.option("--site-dir", type=click.Path(path_type=Path), default=Path("site"), show_default=True)
@click.option(
    "--offline",
    is_flag=True,
    help="Make a zip in dist/ instead, to unpack and read from disk by double click.",
)
@click.option(
    "--pdf/--no-pdf",
    default=None,
    help="Make the PDFs, or leave them out. Without either: where the parts they need are installed.",
)
def build(host: str, site_dir: Path, offline: bool, pdf: bool | None) -> None:
    """Check the course, then build the site. Nothing is built while a problem stops it."""
    root = course_root()
    if offline and host != "mkdocs":
        raise click.UsageError(
            "Only MkDocs makes the zip: the other host's search needs a server. Leave out --host."
        )
    opened = open_course(root)
    if _report(opened, quiet=True):
        sys.exit(1)
    _write_assets(root)
    index = None if offline else _make_pdfs(root, opened.course, pdf)
    more = {LISTING: str(index)} if index else {}
    if offline:
        sys.exit(_build_for_disk(root))
    target = site_dir if site_dir.is_absolute() else root / site_dir
    code = _run(
        _mkdocs("build", "--strict", "--site-dir", str(target)) if host == "mkdocs" else _zensical("build"),
        root,
        more,
    )
    if code == 0 and host == "zensical" and target != root / "site":
        # Zensical takes its target from mkdocs.yml alone.
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(root / "site", target)
    if code == 0 and host == "zensical":
        # MkDocs has called on_post_build, which does the same; this host calls nothing.
        write_artifacts(root, target)
    if code == 0 and index:
        publish(index, target)
    sys.exit(code)


def _make_pdfs(root: Path, course: Course, wanted: bool | None) -> Path | None:
    """The list of the PDFs this build has; None where it has none, after saying why if nobody asked for that."""
    if wanted is False:
        return None
    if sentence := lacking(root):
        if wanted:
            raise click.ClickException(sentence)
        console.print(Text(f"No PDFs in this build: {sentence}", style="dim"))
        return None
    try:
        return make_all(root, course, console)
    except CannotMake as error:
        raise click.ClickException(str(error)) from None


def _build_for_disk(root: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        code = _run(_mkdocs("build", "--strict", "--site-dir", folder), root, {FOR_DISK: "1"})
        if code:
            return code
        name, body = disk_package(root, Path(folder))
    target = root / "dist" / name
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(body)
    console.print(f"{target.relative_to(root)}: unpack it and open index.html.")
    return 0


@main.command()
@click.option(
    "--host", type=click.Choice(HOSTS), default="mkdocs", show_default=True, help="Which generator serves."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Show the course in a browser and follow every save. Problems are shown and do not stop it."""
    root = course_root()
    _report(open_course(root), quiet=True)
    address = f"127.0.0.1:{port}"
    # Strict would end the server at the first mistake of a writer.
    command = (
        _mkdocs("serve", "--no-strict", "--dev-addr", address)
        if host == "mkdocs"
        else _zensical("serve", "--dev-addr", address)
    )
    sys.exit(run_and_restart(command, root, _environment(), before=lambda: _write_assets(root)))


main.add_command(paper)


@main.command(hidden=True)
def assets() -> None:
    """Join the elements' modules and styles into the files that pages load."""
    _write_assets(course_root())


def _write_assets(root: Path) -> None:
    folder = root / ASSETS
    if not folder.is_dir():
        return
    for name, text in joined_assets(root).items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")


def _mkdocs(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mkdocs", *arguments]


def _zensical(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "zensical", *arguments]


def _environment() -> dict[str, str]:
    # Material prints a notice about its successor at every build; this project knows and builds with both.
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def _run(command: Sequence[str], root: Path, more: Mapping[str, str] = MappingProxyType({})) -> int:
    return subprocess.run(command, cwd=root, env={**_environment(), **more}, check=False).returncode


def _report(opened: Opened, quiet: bool = False) -> int:
    """Print the problems; returns the number of errors. `quiet` says nothing where there is nothing to say."""
    for problem in opened.problems:
        console.print(_line(problem))
    errors = len(opened.errors)
    advice = len(opened.problems) - errors
    if opened.problems or not quiet:
        course = opened.course
        size = f"{len(course.chapters)} chapters, {len(course.quizzes)} quizzes, {len(course.worksheets)} worksheets"
        verdict = f"{errors} problem{'s' * (errors != 1)}, {advice} piece{'s' * (advice != 1)} of advice"
        console.print(Text(f"{size}: {verdict}.", style="bold red" if errors else "bold green"))
    return errors


def _line(problem: Problem) -> Text:
    line = Text()
    line.append(f"{problem.where}: ", style="cyan")
    line.append(problem.message, style="" if problem.level is Level.ERROR else "dim")
    if problem.remedy:
        line.append(f" {problem.remedy}", style="green")
    line.append(f" [{problem.rule}]", style="dim")
    return line
