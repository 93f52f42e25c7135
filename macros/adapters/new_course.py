"""`course new course`: another course from this checkout, with engine, theme, tests and workbench."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

import macros
from macros.build import open_course
from macros.content.new_course import FORMS, STARTER, Who, goes_along, new_texts
from macros.export import problems
from macros.model.colors import read_color
from macros.model.ids import is_id, slug

_TEXTS = (
    "mkdocs.yml",
    "pyproject.toml",
    "LICENSE-content",
    *(f"{STARTER}{name}" for name in ("mkdocs.yml", "README.md", "CHANGELOG.md")),
)
_SKIPPED = {".git", ".venv", "__pycache__", "node_modules"}
_SAID = (
    ("macros/", "the engine"),
    ("overrides/", "the theme"),
    ("tests/", "the tests"),
    ("docs/", "the starter's pages: two chapters, worksheets, tools, guides"),
    ("quizzes/", "the starter's quizzes"),
    ("", "the workbench and who the course is"),
)


@click.command("course")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="What the course is called.")
@click.option("--id", "id", help="Its name for ever: what learners save is filed under it.")
@click.option("--subject", help="One sentence: what it teaches, and whom.")
@click.option("--author", "authors", multiple=True, help="Who writes it; may be given several times.")
@click.option("--deep", help='Its main color, such as "#24415e".')
@click.option("--accent", help="The color of what stands out.")
@click.option(
    "--forge", help="The address of its repository, where it has one: pages get links to edit them."
)
@click.option("--yes", is_flag=True, help="Ask nothing; take what is not given by default.")
def new_course(
    folder: Path,
    title: str | None,
    id: str | None,
    subject: str | None,
    authors: tuple[str, ...],
    deep: str | None,
    accent: str | None,
    forge: str | None,
    yes: bool,
) -> None:
    """Another course in FOLDER: engine, theme, tests, workbench, and a starter of two chapters to write over.

    It needs a checkout of a course that has all of these; an installed package holds the engine alone.
    """
    root = _checkout()
    target = folder.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise click.UsageError(f"{folder} is not empty. Name a folder that is, or that is not there yet.")
    if target.is_relative_to(root):
        raise click.UsageError(
            f"{folder} lies inside this course. Name a folder beside it, such as ../my-course."
        )
    title = _asked(title, "Title", "A New Course", yes)
    id = _asked(id, "Id (stays for ever)", slug(title) or "new-course", yes)
    if not is_id(id):
        raise click.UsageError(f'"{id}" cannot be an id: ids are lower-case words joined by hyphens.')
    who = Who(
        title=title,
        id=id,
        subject=_asked(subject, "What it teaches, in one sentence", f"{title}: a short course.", yes),
        authors=authors or (_asked(None, "Author", f"The authors of {title}", yes),),
        colors={name: _color(name, text) for name, text in (("deep", deep), ("accent", accent)) if text},
        forge=forge or "",
    )
    made = _write(root, target, who)
    _say(made, folder)
    opened = open_course(target)
    report = problems.for_people(opened.problems, opened.texts, opened.course, lambda words, _: words)
    click.echo(f"\n{report}", nl=False)
    click.echo(_NEXT.format(folder=folder))
    sys.exit(1 if opened.errors else 0)


_NEXT = """
What to do next:
  cd {folder}
  git init -b main && git add -A && git commit -m "Begin the course"
  make serve    # read the starter at http://127.0.0.1:8000
  make test     # every check, on both hosts and in a browser
Then write: mkdocs.yml says who the course is; docs/contribute/index.md which file holds what; `course new chapter` begins a chapter.
The icons of the installed course are the starter's: `make icons` draws them in your colors, and a card for shared links (it needs Chromium)."""


def _checkout() -> Path:
    root = Path(macros.__file__).resolve().parents[1]
    if not all(
        (root / name).exists() for name in ("Makefile", "overrides/main.html", "tests/sites", STARTER)
    ):
        raise click.ClickException(
            "This engine was installed as a package, without the theme, the tests and the workbench that a course needs. "
            "Clone a course that has them, and call its `course new course` there (after `make check`: .venv/bin/course)."
        )
    return root


def _asked(given: str | None, words: str, default: str, yes: bool) -> str:
    return (given or (default if yes else str(click.prompt(words, default=default)))).strip() or default


def _color(name: str, text: str) -> str:
    color = read_color(text)
    if color is None:
        raise click.UsageError(
            f'--{name}: "{text}" is no color that the course can read. Write it as "#24415e".'
        )
    return color


def _write(root: Path, target: Path, who: Who) -> list[str]:
    """Copy what goes along, lay the starter over it, and write who the course is; returns the paths below the new root."""
    ignore = root / ".gitignore"
    ignored = ignore.read_text("utf-8").splitlines() if ignore.is_file() else []
    forms = (f"{FORMS}{path.name}" for path in sorted((root / FORMS).glob("*.yml")))
    texts = {path: (root / path).read_text("utf-8") for path in (*_TEXTS, *forms)}
    files = {path: root / path for path in _walk(root) if goes_along(path, ignored)}
    files |= {p.removeprefix(STARTER): file for p, file in files.items() if p.startswith(STARTER)}
    for path, source in sorted(files.items()):
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, place)
    for path, text in new_texts(texts, who).items():
        (target / path).write_text(text, "utf-8", newline="\n")
    return sorted(files.keys() | new_texts(texts, who).keys())


def _walk(root: Path, below: str = "") -> list[str]:
    found: list[str] = []
    for entry in sorted((root / below).iterdir()):
        path = f"{below}{entry.name}"
        if entry.is_dir() and not entry.is_symlink():
            if entry.name not in _SKIPPED:
                found += _walk(root, f"{path}/")
        elif entry.is_file():
            found.append(path)
    return found


def _say(made: list[str], folder: Path) -> None:
    left = list(made)
    for start, words in _SAID:
        part = [path for path in left if path.startswith(start)]
        left = [path for path in left if not path.startswith(start)]
        if start:
            click.echo(f"wrote {(folder / start).as_posix()}: {words} ({len(part)} files)")
        else:
            click.echo(f"{words}:")
            for path in part:
                click.echo(f"wrote {(folder / path).as_posix()}")
