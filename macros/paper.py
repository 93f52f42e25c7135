"""Everything the course gives to a printer: which documents there are, in which styles, and what makes one differ from before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from macros.build import ASSETS, COLORS, ON_PAPER, PAPER_STYLES, open_course, shown_sheet
from macros.content.files import installed_version, read_files, read_tree
from macros.export.assets import join_styles
from macros.export.look import color_styles
from macros.export.pdf import Document, Paper, Styles
from macros.model.course import Chapter, Course
from macros.model.worksheet import Answer, Worksheet
from macros.render import paper as render
from macros.render.figures import canvas
from macros.render.text import plain
from macros.render.worksheet import render_worksheet

FOLDER = "paper"
"""Where the files stand below the site's root."""

_FONTS = Path("overrides/assets/fonts")
_MAKERS = ("weasyprint", "pydyf", "pikepdf", "fonttools")


@dataclass(frozen=True, slots=True)
class Piece:
    """A document under the name it has in the site: `worksheets/capex-to-opex`. `make` renders it, which takes its time."""

    name: str
    title: str
    make: Callable[[], Document]

    def path(self, paper: Paper) -> str:
        return f"{FOLDER}/{self.name}-{paper.slug}.pdf"


def paper_styles(root: Path) -> Styles:
    """The print styles of a course, and the fonts they name."""
    folders = (root / ASSETS / "styles", root / ASSETS / "styles-trainer", root / PAPER_STYLES)
    sheets = {name: text for folder in folders for name, text in read_files(folder, ".css").items()}
    sheets[COLORS] = color_styles(open_course(root).course.identity.colors)
    fonts = {
        path.rsplit("/", 1)[-1]: body
        for folder in (PAPER_STYLES, _FONTS)
        for path, body in read_tree(root / folder).items()
        if path.endswith(".woff2")
    }
    return Styles(join_styles(tuple(name for name in ON_PAPER if name in sheets), sheets), fonts)


def pieces(course: Course) -> Iterator[Piece]:
    """Every document of the course, the longest first, so that makers at work side by side end together."""
    yield Piece(
        "workbook", "Participant's workbook", lambda: _plain(course, "Workbook", render.workbook(course))
    )
    yield Piece(
        "facilitator-guide",
        "Facilitator's guide",
        lambda: _plain(course, "Facilitator's guide", render.facilitator_guide(course)),
    )
    for chapter in course.chapters:
        yield from _of_chapter(chapter, course)
    for quiz in course.quizzes.values():
        title = quiz_title(quiz.id, course)
        for key, name, words in ((False, quiz.id, title), (True, f"{quiz.id}-key", f"{title}: answer key")):
            yield Piece(f"quizzes/{name}", words, _quiz_maker(course, quiz.id, words, key))
    for id in course.worksheets:
        sheet = course.worksheets[id]
        yield Piece(f"worksheets/{id}", plain(sheet.title), _sheet_maker(course, sheet))


def _of_chapter(chapter: Chapter, course: Course) -> Iterator[Piece]:
    title = f"Chapter {chapter.number}: {plain(chapter.title)}"
    yield Piece(
        f"chapters/{chapter.stem}", title, lambda: _plain(course, title, render.handout(chapter, course))
    )
    if chapter.session.agenda:
        words = f"{title}, facilitator's guide"
        yield Piece(
            f"chapters/{chapter.stem}-guide",
            words,
            lambda: _plain(course, words, render.guide(chapter, course)),
        )


def _sheet_maker(course: Course, sheet: Worksheet) -> Callable[[], Document]:
    return lambda: worksheet_document(sheet, course)


def _quiz_maker(course: Course, id: str, title: str, key: bool) -> Callable[[], Document]:
    def make() -> Document:
        return _plain(course, title, render.quiz_sheet(course.quizzes[id], title, course, key=key))

    return make


def quiz_title(id: str, course: Course) -> str:
    """What a quiz is called on paper: its chapter's name, else the title of its page."""
    chapter = next((c for c in course.chapters if c.quiz == id), None)
    if chapter:
        return f"Chapter {chapter.number} quiz: {plain(chapter.title)}"
    pages = (page for page in course.pages.values() if id in page.named_by("quiz"))
    return next((plain(page.title) for page in pages), id)


def worksheet_document(
    sheet: Worksheet, course: Course, answers: Mapping[str, Answer] | None = None
) -> Document:
    """A sheet to fill in, or as somebody filled it in."""
    shown = shown_sheet(sheet, course)
    html = render_worksheet(shown, render.ROOT, answers=answers, example=False, heading=1)
    return replace(
        _plain(course, plain(sheet.title), html),
        subject=plain(sheet.purpose or sheet.description),
        promised=sheet.pages if answers is None else 0,
    )


def certificate_document(
    course: Course,
    name: str,
    chapters: Sequence[Chapter],
    *,
    team: str = "",
    day: str = "",
    trainer: str = "",
) -> Document:
    """A certificate of completion for one person."""
    html = render.certificate(course, name, chapters, team=team, day=day, trainer=trainer)
    return replace(_plain(course, f"Certificate of completion, {name}", html), footer="", promised=1)


def _plain(course: Course, title: str, html: str) -> Document:
    identity = course.identity
    # Page styles have no say inside a drawing, whose colors stand in attributes.
    for drawn, name in ((canvas.DEEP, "deep"), (canvas.ACCENT, "accent")):
        html = html.replace(f'="{drawn}"', f'="{identity.colors.on_paper[name]}"')
    return Document(
        title=title,
        html=html,
        language=identity.language,
        author=", ".join(identity.authors),
        footer=f"{identity.title} · {title}",
        address=identity.address,
    )


def digest(document: Document, paper: Paper, styles: Styles) -> str:
    """Equal digests mean equal files: it covers the words, the styles, the fonts and whoever makes the file."""
    parts = blake2b(digest_size=16)
    for part in (repr(document), paper.value, *_constant(styles.css, tuple(sorted(styles.files.items())))):
        parts.update(part.encode() + b"\0")
    return parts.hexdigest()


@lru_cache(maxsize=2)
def _constant(css: str, files: tuple[tuple[str, bytes], ...]) -> tuple[str, ...]:
    makers = read_files(Path(__file__).parent / "export" / "pdf", ".py")
    return (
        blake2b(css.encode()).hexdigest(),
        *(f"{name} {blake2b(body).hexdigest()}" for name, body in files),
        *makers.values(),
        *(f"{name} {installed_version(name)}" for name in _MAKERS),
    )
