"""The `course` command: serve, build and check, on either host."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from macros.adapters.artifacts import FOR_DISK, LISTING, keep, listed_files, write_artifacts
from macros.adapters.new_course import new_course
from macros.adapters.terminal import course_root
from macros.build import ASSETS, Opened, disk_package, fixes, joined_assets, open_course, schema_files
from macros.content import new as make
from macros.export import problems
from macros.memo import keep_grown
from macros.model.course import Chapter, Course, PaperFile
from macros.model.ids import did_you_mean, slug
from macros.model.wording import counted

HOSTS = ("mkdocs", "zensical")
FORMATS = ("people", "github", "sarif", "json")


class _Commands(click.Group):
    """Loads what makes PDFs or asks other sites only for the command that does, so that the check answers at once."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted([*super().list_commands(context), "links", "paper"])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name == "paper":
            from macros.adapters.paper_command import paper

            return paper
        if name == "links":
            from macros.adapters.links_command import links

            return links
        return super().get_command(context, name)


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"course {_version()}")
        context.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and end.",
)
def main() -> None:
    """Make a learning site out of chapters, quizzes and worksheets."""


@main.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="people",
    show_default=True,
    help="For whom: people, annotations on GitHub, code scanners, other programs.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Mend what is safe first: missing ids, list spacing, spaces at line ends, byte order marks, line ends.",
)
def check(form: str, fix: bool) -> None:
    """Report every problem of the course's files at once.

    Ends with 0 where all is well or there is only advice, with 1 where a problem stops a build, and with 2 where the command
    was called wrongly.
    """
    root = course_root()
    if fix:
        _fix(root, to_errors=form != "people")
    opened = open_course(root)
    keep(root, "documents", "problems")
    if form == "people":
        _report(opened)
    else:
        click.echo(_formatted(form, opened), nl=False)
    sys.exit(1 if opened.errors else 0)


def _fix(root: Path, to_errors: bool) -> None:
    """Write the mended files and say each change; formats for programs keep the output to themselves."""
    found = fixes(root)
    for path, (raw, changes) in found.items():
        path.write_bytes(raw)
        for change in changes:
            place = f"{path.relative_to(root).as_posix()}:{change.line}:"
            click.echo(f"{place} {change.did}. [{change.rule}]", err=to_errors)
    click.echo(f"Mended {counted(len(found), 'file')}.\n", err=to_errors)


def _formatted(form: str, opened: Opened) -> str:
    if form == "github":
        return problems.for_github(opened.problems)
    if form == "sarif":
        return problems.for_scanners(opened.problems, opened.course, _version())
    return problems.for_programs(opened.problems, opened.course)


def _version() -> str:
    """The version of the distribution that brought this command; each course gives it a name of its own."""
    from importlib.metadata import entry_points

    found = [e.dist for e in entry_points(group="console_scripts", name="course") if e.dist]
    return found[0].version if found else "0"


@main.group()
def new() -> None:
    """Write the files of a new chapter, quiz or worksheet, or of another course: they pass the check at once."""


new.add_command(new_course)


_YES = click.option(
    "--yes", is_flag=True, help="Ask nothing; take what is not given from the title or by default."
)


@new.command("chapter")
@click.option("--title", help="What it is called.")
@click.option("--id", "id", help="Its name for ever: lower-case words joined by hyphens.")
@click.option("--read", type=click.IntRange(1, 600), default=10, show_default=True, help="Minutes to read.")
@click.option(
    "--session", type=click.IntRange(3, 600), default=45, show_default=True, help="Minutes of a session."
)
@_YES
def new_chapter(title: str | None, id: str | None, read: int, session: int, yes: bool) -> None:
    """A chapter with all its parts, its quiz and the sheet of its action plan, as the next number."""
    root, opened = _opened()
    title = _title(title, f"Chapter {make.next_number(opened.course)}", yes)
    id = _id(id, title, yes)
    _write(root, lambda: make.new_chapter(opened.course, opened.texts, title, id, read, session))


@new.command("quiz")
@click.option("--id", "id", help="Its name for ever; also the name of its file.")
@click.option("--chapter", help="The id of the chapter that teaches the answers. [default: the last]")
@_YES
def new_quiz(id: str | None, chapter: str | None, yes: bool) -> None:
    """A quiz of one question. (A chapter brings its own with it.)"""
    root, opened = _opened()
    id = _id(id, "Quiz", yes, hint="Name of the quiz")
    taught = _chapter(opened, chapter, yes, required=True)
    if taught is None:
        raise click.ClickException(
            "A question leads back to a chapter, and there is none yet: course new chapter"
        )
    _write(root, lambda: make.new_quiz(opened.course, opened.texts, id, taught))


@new.command("worksheet")
@click.option("--title", help="What it is called.")
@click.option("--id", "id", help="Its name for ever; also the name of its file.")
@click.option("--chapter", help="The id of the chapter that it belongs to, if any.")
@_YES
def new_worksheet(title: str | None, id: str | None, chapter: str | None, yes: bool) -> None:
    """A worksheet with one section and an example, listed by its chapter."""
    root, opened = _opened()
    title = _title(title, "Worksheet", yes)
    id = _id(id, title, yes)
    owner = _chapter(opened, chapter, yes, required=False)
    _write(root, lambda: make.new_worksheet(opened.course, opened.texts, title, id, owner))


def _opened() -> tuple[Path, Opened]:
    root = course_root()
    return root, open_course(root)


def _title(given: str | None, default: str, yes: bool) -> str:
    return (given or (default if yes else str(click.prompt("Title", default=default)))).strip() or default


def _id(given: str | None, title: str, yes: bool, hint: str = "Id (stays for ever)") -> str:
    default = slug(title)
    return given or (default if yes else str(click.prompt(hint, default=default)))


def _chapter(opened: Opened, given: str | None, yes: bool, required: bool) -> Chapter | None:
    """The chapter of that id; where none is given, the one the author names, or the last where one is needed."""
    chapters = opened.course.chapters
    last = chapters[-1].id if chapters and required else ""
    if given is None:
        given = last if yes else str(click.prompt("Chapter (its id)", default=last, show_default=bool(last)))
    if not given:
        return None
    chapter = opened.course.chapter(given)
    if chapter is None:
        near = did_you_mean(given, [c.id for c in chapters])
        raise click.UsageError(f'There is no chapter "{given}". {near}'.strip())
    return chapter


def _write(root: Path, made: Callable[[], make.New]) -> None:
    """Write what is new, change what names it, and say what is left to do."""
    try:
        found = made()
    except make.Taken as reason:
        raise click.UsageError(str(reason)) from reason
    for path in found.written:
        if (root / path).exists():
            raise click.UsageError(f"There is a file {path} already.")
    for path, text in {**found.written, **found.changed}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        # A file that ends its lines as on Windows keeps doing so.
        is_windows = target.is_file() and b"\r\n" in target.read_bytes()
        target.write_text(text, "utf-8", newline="\r\n" if is_windows else "\n")
        click.echo(f"{'wrote' if path in found.written else 'changed'} {path}")
    for line in found.by_hand:
        click.echo(line)
    opened = open_course(root)
    left = [p for p in opened.problems if p.rule == "file/unwritten" and str(p.where.path) in found.written]
    click.echo(f"\nStill to be written ({len(left)} places):")
    for problem in left:
        click.echo(f"  {problem.where}: {problem.message.partition('«')[2].removesuffix('»')}")
    click.echo("\n`course serve` shows them, `course check` says what is left.")
    if opened.errors:
        _report(opened)
        sys.exit(1)


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
    help="Make the PDFs, or leave them out. Without either: where the parts they need are installed; a zip has them only with --pdf.",
)
def build(host: str, site_dir: Path, offline: bool, pdf: bool | None) -> None:
    """Check the course, then build the site. Nothing is built while a problem stops it."""
    root = course_root()
    if offline and host != "mkdocs":
        raise click.UsageError(
            "Only MkDocs makes the zip: the other host's search needs a server. Leave out --host."
        )
    opened = open_course(root)
    keep(root, "documents", "problems")
    if _report(opened, quiet=True):
        sys.exit(1)
    keep_grown()
    _write_assets(root)
    if offline:
        # A zip is for sending: it has the PDFs only where somebody asks for them.
        sys.exit(_build_for_disk(root, _make_pdfs(root, opened.course, bool(pdf))))
    index = _make_pdfs(root, opened.course, pdf)
    more = {LISTING: str(index)} if index else {}
    target = site_dir if site_dir.is_absolute() else root / site_dir
    code = _mkdocs(root, target, more) if host == "mkdocs" else _run(_zensical("build"), root, more)
    if code == 0 and host == "zensical" and target != root / "site":
        # Zensical takes its target from mkdocs.yml alone.
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(root / "site", target)
    if code == 0 and host == "zensical":
        # MkDocs has called on_post_build, which does the same; this host calls nothing.
        write_artifacts(root, target, _listed(index))
    if code == 0 and index:
        from macros.adapters.paper import publish

        publish(index, target)
    sys.exit(code)


def _listed(index: Path | None) -> Mapping[str, tuple[PaperFile, ...]]:
    return listed_files(index) if index else {}


def _make_pdfs(root: Path, course: Course, wanted: bool | None) -> Path | None:
    """The list of the PDFs this build has; None where it has none, after saying why if nobody asked for that."""
    if wanted is False:
        return None
    from macros.adapters.paper import CannotMake, console, lacking, make_all

    if sentence := lacking(root):
        if wanted:
            raise click.ClickException(sentence)
        click.secho(f"No PDFs in this build: {sentence}", dim=True)
        return None
    try:
        return make_all(root, course, console)
    except CannotMake as error:
        raise click.ClickException(str(error)) from None


def _build_for_disk(root: Path, index: Path | None) -> int:
    with tempfile.TemporaryDirectory() as folder:
        code = _mkdocs(root, Path(folder), {FOR_DISK: "1", **({LISTING: str(index)} if index else {})})
        if code:
            return code
        if index:
            from macros.adapters.paper import publish

            publish(index, Path(folder))
        name, body = disk_package(root, Path(folder), _listed(index))
    target = root / "dist" / name
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(body)
    click.echo(f"{target.relative_to(root)}: unpack it and open index.html.")
    return 0


@main.command()
@click.option(
    "--host", type=click.Choice(HOSTS), default="mkdocs", show_default=True, help="Which generator serves."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Show the course in a browser and follow every save. Problems are shown and do not stop it."""
    # Brings a watcher of files, which only this command needs.
    from macros.adapters.reload import run_and_restart

    root = course_root()
    _report(open_course(root), quiet=True)
    address = f"127.0.0.1:{port}"
    command = (
        [sys.executable, "-m", "macros.adapters.live", address]
        if host == "mkdocs"
        else _zensical("serve", "--dev-addr", address)
    )
    sys.exit(run_and_restart(command, root, _environment(), before=lambda: _write_assets(root)))


@main.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".schemas"),
    show_default=True,
    help="Folder to write them to.",
)
def schema(out: Path) -> None:
    """Write the JSON Schemas of chapters, worksheets, glossary, sources and quiz settings, for editors that use them."""
    root = course_root()
    out.mkdir(parents=True, exist_ok=True)
    for name, body in schema_files(open_course(root).course.identity.address).items():
        (out / name).write_bytes(body)
        click.echo(f"wrote {(out / name).as_posix()}")


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
    keep(root, "assets")


def _mkdocs(root: Path, site: Path, more: Mapping[str, str]) -> int:
    """Build with MkDocs in this process, which has read the course already; returns its exit code."""
    before = dict(os.environ)
    os.environ.update({**_environment(), **more})
    try:
        # Looks into the environment while it is loaded.
        from mkdocs.__main__ import cli

        with contextlib.chdir(root):
            cli.main(["build", "--strict", "--site-dir", str(site)], "mkdocs", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    finally:
        os.environ.clear()
        os.environ.update(before)
    return 0


def _zensical(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "zensical", *arguments]


def _environment() -> dict[str, str]:
    # Material prints a notice about its successor at every build; this project knows and builds with both.
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def _run(command: Sequence[str], root: Path, more: Mapping[str, str] = MappingProxyType({})) -> int:
    return subprocess.run(command, cwd=root, env={**_environment(), **more}, check=False).returncode


def _report(opened: Opened, quiet: bool = False) -> int:
    """Print the problems for people; returns the number of errors. `quiet` says nothing where there is nothing to say."""
    click.echo(
        problems.for_people(opened.problems, opened.texts, opened.course, _paint, _link, quiet), nl=False
    )
    return len(opened.errors)


_COLORS: Mapping[problems.Style, Mapping[str, Any]] = MappingProxyType(
    {
        problems.Style.PLACE: {"fg": "cyan"},
        problems.Style.ERROR: {"bold": True},
        problems.Style.ADVICE: {},
        problems.Style.REMEDY: {"fg": "green"},
        problems.Style.RULE: {"dim": True},
        problems.Style.QUOTE: {"dim": True},
        problems.Style.CARET: {"fg": "red", "bold": True},
        problems.Style.HEAD: {"bold": True},
    }
)


def _link(words: str, address: str) -> str:
    """A link as terminals understand it; words alone where the output goes elsewhere."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return words
    return f"\x1b]8;;{address}\x1b\\{words}\x1b]8;;\x1b\\"


def _paint(words: str, style: problems.Style) -> str:
    # Colors are taken out again by click where the output is no terminal.
    return words if os.environ.get("NO_COLOR") else click.style(words, **_COLORS[style])
