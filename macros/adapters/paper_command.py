"""`course paper`: what a trainer prints, chosen by chapter and sheet, with the client's name on it."""

from __future__ import annotations

import io
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

import click

from macros.adapters.artifacts import write_whole
from macros.adapters.paper import CannotMake, Job, bind, console, lacking, make
from macros.adapters.terminal import course_root
from macros.build import open_course, shown_sheet
from macros.content.saved import Saved, answers_of, read_saved
from macros.export.pdf import Document, Paper, outside_part, picture_type
from macros.model.course import Chapter, Course
from macros.model.ids import did_you_mean
from macros.model.wording import counted
from macros.model.worksheet import Answer, Worksheet
from macros.paper import certificate_document, paper_styles, pieces, worksheet_document

_PAPERS = {paper.slug: paper for paper in Paper}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One document of the pack; `file` is its name in a folder."""

    file: str
    document: Document


@click.command()
@click.option(
    "--chapters", metavar="LIST", help="Handout, quiz and worksheets of these chapters: 4, 4-6 or 1,4-6."
)
@click.option(
    "--sheets",
    metavar="IDS",
    help="These worksheets, by id with commas between; with --chapters, only these.",
)
@click.option("--paper", "size", type=click.Choice(list(_PAPERS)), default="a4", show_default=True)
@click.option("--team", default="", help="The team's name, on every sheet.")
@click.option("--date", "day", default="", help="The date on every sheet, as you write it.")
@click.option("--trainer", default="", help="Your name, above every page.")
@click.option("--logo", type=click.Path(path_type=Path), help="A PNG, JPEG or SVG picture, above every page.")
@click.option(
    "--blank", "filled", flag_value="blank", default=True, help="Sheets to fill in (as it is anyway)."
)
@click.option("--example", "filled", flag_value="example", help="Sheets as a fictional firm filled them in.")
@click.option(
    "--answers", is_flag=True, help="The quizzes' answer keys and the facilitator's guides as well."
)
@click.option(
    "--saved", type=click.Path(path_type=Path), help='With what you wrote: the file that "My notes" exports.'
)
@click.option(
    "--certificate",
    "names",
    metavar="NAME",
    multiple=True,
    help="A certificate of completion instead, for the chapters named or for all; can be given several times.",
)
@click.option(
    "--certificates",
    "list_of_names",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The same for everybody in a text file, one name a line.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="One file where it ends in .pdf, else a folder with a file for each.",
)
def paper(
    chapters: str | None,
    sheets: str | None,
    size: str,
    team: str,
    day: str,
    trainer: str,
    logo: Path | None,
    filled: str,
    answers: bool,
    saved: Path | None,
    names: tuple[str, ...],
    list_of_names: Path | None,
    out: Path,
) -> None:
    """Make the PDFs of a session: handouts, quizzes and worksheets, with your client's name on them; or certificates."""
    root = course_root()
    opened = open_course(root)
    if opened.errors:
        raise click.ClickException(
            f"The course has problems, {opened.errors[0]} `course check` shows them all."
        )
    course = opened.course
    people = _people(names, list_of_names)
    if not chapters and not sheets and not people:
        raise click.UsageError(
            "Say what to print: --chapters 4-6, --sheets with ids of worksheets, or --certificate with a name."
        )
    if people and (sheets or answers or saved or filled == "example"):
        raise click.UsageError(
            "Certificates are made on their own: leave out --sheets, --answers, --saved and --example."
        )
    chosen = _chapters(chapters, course) if chapters else ()
    wanted = _sheets(sheets, course) if sheets else _sheets_of(chosen, course)
    picture = _logo(logo) if logo else b""
    notes = _saved(saved, course) if saved else Saved({})
    _must_be_writable(out)
    if sentence := lacking(root):
        raise click.ClickException(sentence)
    styles = paper_styles(root)
    made_of = (
        _certificates(course, people, chosen, team, day, trainer)
        if people
        else _entries(course, chosen, wanted, filled == "example", answers, notes)
    )
    # On a certificate the names stand where they belong.
    band = "" if people else _band(team, trainer)
    entries = [
        _Entry(
            e.file,
            replace(
                e.document,
                band=band,
                logo=picture,
                values=_values(e, course, team, day, notes),
            ),
        )
        for e in made_of
    ]
    try:
        if out.suffix.lower() == ".pdf":
            made = bind(
                [e.document for e in entries],
                _PAPERS[size],
                styles,
                _title(course, chosen, team, len(people)),
                console,
            )
            write_whole(out, made.body)
            console.print(f"{out}: {counted(made.pages, 'page')}, {_size(len(made.body))}.")
        else:
            jobs = [Job(e.document.title, e.document, _PAPERS[size]) for e in entries]
            # All are made before the first is written, so that a mistake leaves nothing half done.
            bodies = dict(make(jobs, styles, console))
            for number, entry in enumerate(entries):
                write_whole(out / f"{entry.file}.pdf", bodies[number].body)
            total = sum(made.pages for made in bodies.values())
            console.print(f"{out}: {counted(len(entries), 'file')}, {counted(total, 'page')}.")
    except CannotMake as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"Cannot write {out}: {error.strerror}.") from None


def _size(many: int) -> str:
    return f"{many / 1e6:.1f} MB" if many >= 1e6 else f"{max(1, round(many / 1e3))} KB"


# What fits on a sheet, and what somebody is ready to wait for.
_LONGEST_NAME = 120
_MOST_NAMES = 500


def _people(names: Iterable[str], path: Path | None) -> tuple[str, ...]:
    """The names for certificates, each once, in their order."""
    lines = list(names)
    if path:
        try:
            lines += _read(path, "list of names").decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise click.UsageError(
                f"{path} is no text in UTF-8. Save it as plain text, one name a line."
            ) from None
    people = tuple(dict.fromkeys(filter(None, (" ".join(line.split()) for line in lines))))
    if (lines and not people) or (path and not people):
        raise click.UsageError(f"There is no name{f' in {path}' if path else ''}. Write one name a line.")
    for name in people:
        if len(name) > _LONGEST_NAME:
            raise click.UsageError(
                f'"{name[:40]}…" has {len(name)} letters, and {_LONGEST_NAME} fit on a certificate.'
            )
        if not name.isprintable():
            raise click.UsageError(f"{name!r} holds signs that cannot be printed.")
    if len(people) > _MOST_NAMES:
        raise click.UsageError(f"{len(people)} names are too many for one run. Give {_MOST_NAMES} at a time.")
    return people


def _certificates(
    course: Course, people: Iterable[str], chapters: tuple[Chapter, ...], team: str, day: str, trainer: str
) -> Iterator[_Entry]:
    taken: set[str] = set()
    for name in people:
        letters = unicodedata.normalize("NFKD", name)
        stem = re.sub(r"[^a-z0-9]+", "-", letters.encode("ascii", "ignore").decode().lower()).strip("-")
        base = file = f"certificate-{stem[:60]}".rstrip("-")
        number = 2
        while file in taken:
            file = f"{base}-{number}"
            number += 1
        taken.add(file)
        yield _Entry(
            file,
            certificate_document(
                course, name, chapters or course.chapters, team=team, day=day, trainer=trainer
            ),
        )


def _chapters(words: str, course: Course) -> tuple[Chapter, ...]:
    numbers: set[int] = set()
    for part in filter(None, (part.strip() for part in words.split(","))):
        match = re.fullmatch(r"(\d+)(?:\s*[-–]\s*(\d+))?", part)
        if not match:
            raise click.UsageError(f'"{part}" is no chapter. Write numbers: --chapters 4, 4-6 or 1,4-6.')
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            raise click.UsageError(f'"{part}" runs backwards. Write {last}-{first}.')
        numbers.update(range(first, min(last, first + 1000) + 1))
    known = {chapter.number: chapter for chapter in course.chapters}
    unknown = sorted(numbers - known.keys())
    if unknown or not numbers:
        lost = ", ".join(map(str, unknown[:5])) or "such"
        raise click.UsageError(
            f"There is no chapter {lost}. The course has {min(known, default=0)} to {max(known, default=0)}."
        )
    return tuple(known[number] for number in sorted(numbers))


def _sheets(words: str, course: Course) -> tuple[Worksheet, ...]:
    ids = list(dict.fromkeys(filter(None, (id.strip() for id in words.split(",")))))
    unknown = [id for id in ids if id not in course.worksheets]
    if unknown:
        hints = " ".join(
            f'There is no worksheet "{id}". {did_you_mean(id, course.worksheets)}'.strip() for id in unknown
        )
        raise click.UsageError(hints)
    if not ids:
        raise click.UsageError("Write the worksheets' ids: --sheets flexibility-audit,team-readiness")
    return tuple(course.worksheets[id] for id in ids)


def _sheets_of(chapters: Iterable[Chapter], course: Course) -> tuple[Worksheet, ...]:
    """The chapters' worksheets and what else their sessions need on paper, each once, in the chapters' order."""
    handed = (line.sheet for chapter in chapters for line in chapter.session.print)
    ids = dict.fromkeys((*(id for chapter in chapters for id in chapter.worksheets), *handed))
    return tuple(course.worksheets[id] for id in ids if id in course.worksheets)


def _logo(path: Path) -> bytes:
    body = _read(path, "logo")
    kind = picture_type(body)
    if not kind:
        raise click.UsageError(f"{path} is no picture that can be printed. Use a PNG, JPEG or SVG file.")
    if not _can_be_read(body, kind):
        raise click.UsageError(f"{path} is damaged: it cannot be read as a picture. Save it anew.")
    if kind == "image/svg+xml" and (where := outside_part(body.decode("utf-8", "replace"))):
        raise click.UsageError(
            f'{path} takes a part from "{where[:100]}", and nothing is fetched for paper: it would print without that part. '
            "Save it with its pictures and letters inside, or as a PNG."
        )
    return body


def _can_be_read(body: bytes, kind: str) -> bool:
    """The PDF maker leaves a damaged picture out without a word."""
    try:
        if kind == "image/svg+xml":
            ElementTree.fromstring(body)
            return True
        from PIL import Image

        with Image.open(io.BytesIO(body)) as picture:
            picture.load()
    except (ElementTree.ParseError, OSError, SyntaxError, ValueError):
        return False
    except ImportError:
        # It comes with the PDF maker, whose absence is said elsewhere.
        return True
    return True


def _saved(path: Path, course: Course) -> Saved:
    try:
        text = _read(path, "file of saved work").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise click.UsageError(f"{path}: It is not a file of saved work: it is no text.") from None
    saved, problem = read_saved(text, course.identity.id)
    if problem:
        raise click.UsageError(f"{path}: {problem}")
    return saved


def _read(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise click.UsageError(f"The {what} {path} cannot be read: {error.strerror}.") from None


def _must_be_writable(out: Path) -> None:
    """Said before minutes of work, not after."""
    if out == Path():
        raise click.UsageError("Say where to: --out pack.pdf for one file, or --out pack for a folder.")
    folder = out.parent if out.suffix.lower() == ".pdf" else out
    if out.suffix.lower() == ".pdf" and out.is_dir():
        raise click.UsageError(f"{out} is a folder. Give the file a name, as in {out / 'pack.pdf'}.")
    while not folder.exists():
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise click.UsageError(f"Cannot write to {folder}. Choose another place with --out.")


def _entries(
    course: Course,
    chapters: tuple[Chapter, ...],
    sheets: tuple[Worksheet, ...],
    example: bool,
    keys: bool,
    notes: Saved,
) -> Iterator[_Entry]:
    known = {piece.name: piece for piece in pieces(course)}
    left = list(sheets)
    for chapter in chapters:
        names = [f"chapters/{chapter.stem}", f"quizzes/{chapter.quiz}"]
        names += [f"chapters/{chapter.stem}-guide", f"quizzes/{chapter.quiz}-key"] * keys
        for name in names:
            if name in known:
                yield _Entry(name.replace("/", "-"), known[name].make())
        for sheet in [s for s in left if s.id in chapter.worksheets]:
            left.remove(sheet)
            yield _Entry(
                f"worksheet-{sheet.id}",
                worksheet_document(sheet, course, _filled(sheet, course, example, notes)),
            )
    for sheet in left:
        yield _Entry(
            f"worksheet-{sheet.id}", worksheet_document(sheet, course, _filled(sheet, course, example, notes))
        )


def _filled(sheet: Worksheet, course: Course, example: bool, notes: Saved) -> dict[str, Answer] | None:
    """A sheet's answers; None leaves it blank, as a sheet of which nothing is saved is."""
    if example:
        return dict(sheet.example.answers) if sheet.example else None
    return answers_of(shown_sheet(sheet, course), notes) or None


def _values(entry: _Entry, course: Course, team: str, day: str, notes: Saved) -> dict[str, str | bool]:
    """What stands in the fields of a document: the team and the date, and notes and ticks of a chapter."""
    values: dict[str, str | bool] = {
        id: value for id, value in notes.values.items() if isinstance(value, str | bool)
    }
    if entry.file.startswith("worksheet-"):
        home = f"worksheet/{entry.file.removeprefix('worksheet-')}/sheet"
        values |= {f"{home}/team": team, f"{home}/date": day}
    else:
        values |= {f"quiz/{id}/sheet/date": day for id in course.quizzes}
    return values


def _band(team: str, trainer: str) -> str:
    return " · ".join(part for part in (team, trainer) if part)


def _title(course: Course, chapters: tuple[Chapter, ...], team: str, certificates: int) -> str:
    if certificates == 1:
        return ""
    numbers = ", ".join(str(chapter.number) for chapter in chapters)
    parts = (
        course.identity.title,
        "certificates of completion" if certificates else "",
        f"chapters {numbers}"
        if len(chapters) > 1
        else f"chapter {numbers}"
        if numbers
        else ""
        if certificates
        else "worksheets",
        team,
    )
    return ", ".join(part for part in parts if part)
