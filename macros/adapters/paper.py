"""Makes the PDFs side by side on all cores, keeps them until their sources change, and puts them into a built site."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from macros.adapters.artifacts import write_whole
from macros.build import PAPER_STYLES
from macros.export.pdf import TYPING_FONT, Document, Engine, Made, Paper, Styles, missing
from macros.model.course import Course, PaperFile
from macros.paper import digest, paper_styles, pieces

CACHE = Path(".cache/paper")
_INDEX = "index.json"


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make; `name` is what a person calls it."""

    name: str
    document: Document
    paper: Paper


class CannotMake(Exception):
    """A file could not be made; the message names it and says why."""


def lacking(root: Path) -> str:
    """What there has to be before PDFs can be made, in one sentence; empty where all is there."""
    if not (root / PAPER_STYLES / TYPING_FONT).is_file():
        return f"PDFs take their fonts and styles from {PAPER_STYLES}, which this course does not have."
    return missing()


# Speaks for the commands that make PDFs, which alone take so long that somebody waits.
console = Console(highlight=False, soft_wrap=True)


def make_all(root: Path, course: Course, console: Console) -> Path:
    """Every PDF of the course in the cache, and the list of them, whose path it returns. Files nobody asks for any more go."""
    styles = paper_styles(root)
    cache = root / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    known = {path.name.partition("-")[0]: path for path in cache.glob("*-*.pdf")}
    wanted: dict[str, Job] = {}
    places: dict[str, list[tuple[str, str, str]]] = {}
    promised: dict[str, int] = {}
    for piece in pieces(course):
        document = piece.make()
        promised[piece.name] = document.promised
        for paper in Paper:
            key = digest(document, paper, styles)
            places.setdefault(piece.name, []).append((key, paper.title, piece.path(paper)))
            if key not in known:
                wanted[key] = Job(f"{piece.title}, {paper.title}", document, paper)
    keys = list(wanted)
    for number, made in make(list(wanted.values()), styles, console):
        path = cache / f"{keys[number]}-{made.pages}.pdf"
        write_whole(path, made.body)
        known[keys[number]] = path
    listing = {
        name: [
            asdict(_file(known[key], title, address)) | {"from": known[key].name}
            for key, title, address in found
        ]
        for name, found in places.items()
    }
    for name, files in listing.items():
        for file in files:
            if promised[name] and file["pages"] > promised[name]:
                console.print(
                    f"{name} promises {promised[name]} of `pages` and needs {file['pages']} on {file['paper']}."
                )
    index = cache / _INDEX
    write_whole(index, (json.dumps(listing, indent=1) + "\n").encode())
    used = {known[key].name for found in places.values() for key, _, _ in found}
    for path in cache.glob("*-*.pdf"):
        if path.name not in used:
            path.unlink()
    return index


def _file(path: Path, title: str, address: str) -> PaperFile:
    return PaperFile(title, address, int(path.stem.rpartition("-")[2]), path.stat().st_size)


def publish(index: Path, site: Path) -> None:
    """Put every listed file where the pages say it is."""
    for files in json.loads(index.read_text("utf-8")).values():
        for file in files:
            target = site / file["address"]
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(index.parent / file["from"], target)


def make(jobs: Sequence[Job], styles: Styles, console: Console) -> Iterator[tuple[int, Made]]:
    """Each job's file with the job's number, as they are finished. Raises CannotMake."""
    if not jobs:
        return
    bar = Progress(
        TextColumn("Making PDFs"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    workers = min(
        len(jobs), len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    # New processes, because one that is copied from this could wait for ever on a lock the progress bar's thread held.
    fresh = get_context("spawn")
    with bar, ProcessPoolExecutor(workers, fresh, initializer=_open, initargs=(styles,)) as pool:
        task = bar.add_task("", total=len(jobs))
        futures = {pool.submit(_make, job): number for number, job in enumerate(jobs)}
        try:
            for future in as_completed(futures):
                bar.advance(task)
                yield futures[future], future.result()
        except BrokenProcessPool as error:
            raise CannotMake(
                "A process that made PDFs was ended from outside; is there enough memory?"
            ) from error
        except BaseException:
            # A mistake, an interrupt, or nobody who wants the rest: what has not begun need not be made.
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def bind(documents: Sequence[Document], paper: Paper, styles: Styles, title: str, console: Console) -> Made:
    """Several documents as one file. Raises CannotMake."""
    with console.status(f"Making {len(documents)} documents into one file ..."):
        try:
            return Engine(styles).bind(documents, paper, title)
        except Exception as error:
            raise CannotMake(f"The PDF could not be made: {type(error).__name__}: {error}") from None


_engine: list[Engine] = []


def _open(styles: Styles) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    _engine[:] = [Engine(styles)]


def _end_with_parent() -> None:
    """A maker whose caller was ended from outside would wait for work for ever."""
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _make(job: Job) -> Made:
    try:
        return _engine[0].make(job.document, job.paper)
    except Exception as error:
        # What went wrong inside the maker is of no use without the name of the sheet.
        raise CannotMake(
            f'The PDF of "{job.name}" could not be made: {type(error).__name__}: {error}'
        ) from None
