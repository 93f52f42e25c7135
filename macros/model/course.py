"""The course: chapters with their parts, glossary, sources, and everything they refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from macros.model.colors import Colors
from macros.model.figure import Figure
from macros.model.ids import revision
from macros.model.problem import Where
from macros.model.quiz import Quiz
from macros.model.worksheet import Worksheet

if TYPE_CHECKING:
    from macros.model.example import Gallery


@dataclass(frozen=True, slots=True)
class Item:
    """One line a learner can tick or answer. `text` is inline Markdown; saved work hangs on `id`."""

    id: str
    where: Where
    text: str
    formerly: tuple[str, ...] = ()

    @property
    def revision(self) -> str:
        return revision(self.text)


@dataclass(frozen=True, slots=True)
class Prompt(Item):
    """A question to think or talk about. `minutes` is 0 where nobody keeps time."""

    purpose: str = ""
    listen_for: str = ""
    minutes: int = 0


class Horizon(Enum):
    """When an action is due, in the words authors and learners use."""

    THIS_WEEK = "this week"
    DAYS_30 = "30 days"
    DAYS_60 = "60 days"
    DAYS_90 = "90 days"
    LATER = "later"

    @property
    def days(self) -> int | None:
        return {"this week": 7, "30 days": 30, "60 days": 60, "90 days": 90}.get(self.value)


@dataclass(frozen=True, slots=True)
class Action(Item):
    """One step of an action plan."""

    owner: str = ""
    horizon: Horizon = Horizon.LATER
    done_when: str = ""

    @property
    def revision(self) -> str:
        return revision(self.text, self.owner, self.horizon.value, self.done_when)


@dataclass(frozen=True, slots=True)
class AgendaStep:
    minutes: int
    text: str


class Share(Enum):
    """How many people of a room use one copy of a sheet."""

    PERSON = "person"
    PAIR = "pair"
    GROUP = "group"
    ROOM = "room"

    @property
    def people(self) -> int:
        """The people at one copy; 0 where one copy serves whoever is there."""
        return {"person": 1, "pair": 2, "group": 3}.get(self.value, 0)

    @property
    def words(self) -> str:
        return {
            "person": "one each",
            "pair": "one for two",
            "group": "one for three",
            "room": "one for the room",
        }[self.value]

    def copies(self, people: int) -> int:
        """What to print: enough for everybody, and one to spare, which can hang on the wall."""
        return -(-people // self.people) + 1 if self.people else 1


@dataclass(frozen=True, slots=True)
class Handed:
    """A worksheet that a session puts on the table; `sheet` is its id."""

    where: Where
    sheet: str
    share: Share


@dataclass(frozen=True, slots=True)
class Session:
    """A facilitator's notes for one chapter; `print` are the sheets that it needs on paper."""

    purpose: str = ""
    prepare: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    print: tuple[Handed, ...] = ()
    agenda: tuple[AgendaStep, ...] = ()
    close: str = ""
    afterwards: str = ""


class Verdict(Enum):
    """What became of a forecast."""

    TRUE = "came true"
    PARTLY = "partly"
    FALSE = "did not"
    UNKNOWN = "can't be told"
    DUBIOUS = "dubious origin"


@dataclass(frozen=True, slots=True)
class Claim:
    """One forecast of the course's source and what became of it; `sources` are ids of Source."""

    id: str
    where: Where
    claim: str
    said: str
    happened: str
    verdict: Verdict
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """An outside source; grade A, B or C as the sources page explains."""

    id: str
    where: Where
    title: str
    publisher: str
    date: str
    address: str
    grade: str


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry; `chapter` is the id of the chapter that teaches it, or empty."""

    id: str
    where: Where
    term: str
    text: str
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter. `uri` is the page's source address below docs/, `quiz` a quiz id or empty, `pivot` 0 where it has none."""

    id: str
    where: Where
    uri: str
    number: int
    title: str
    description: str
    minutes_read: int
    outcomes: tuple[Item, ...]
    summary: tuple[Item, ...]
    ask_yourself: tuple[Prompt, ...]
    ask_your_team: tuple[Prompt, ...]
    action_plan: tuple[Action, ...]
    minutes_session: int = 0
    pivot: int = 0
    factor: str = ""
    needs: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    worksheets: tuple[str, ...] = ()
    quiz: str = ""
    session: Session = field(default_factory=Session)
    then_and_now: tuple[Claim, ...] = ()
    formerly: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The file name without ending, as authors write it in `see: stem#anchor`."""
        return self.uri.rsplit("/", 1)[-1].removesuffix(".md")

    @property
    def badge(self) -> str:
        """The number with two digits, as the badge shows it."""
        return f"{self.number:02d}"


@dataclass(frozen=True, slots=True)
class MacroCall:
    """A macro named in a page's body, with its literal arguments (None where an argument is not a plain literal)."""

    where: Where
    name: str
    arguments: tuple[object, ...] | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image as the author wrote it; `is_loaded` where a browser fetches it with the page."""

    where: Where
    target: str
    words: str
    is_image: bool = False
    is_loaded: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Any page below docs/: what checks need of its body. `strays` are names in braces that nobody calls; `headings`
    are the words of those anchors that are headings, `marks` other ids that a link may lead to."""

    uri: str
    where: Where
    title: str
    anchors: Mapping[str, Where]
    calls: tuple[MacroCall, ...]
    strays: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    words: int = 0
    body_line: int = 1
    meta_keys: tuple[str, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    marks: tuple[str, ...] = ()

    def named_by(self, macro: str) -> tuple[str, ...]:
        """What the calls of a macro name on this page: ids of quizzes, terms, sources. Calls without an argument name none."""
        return tuple(str(call.arguments[0]) for call in self.calls if call.name == macro and call.arguments)


class Unfolded(Enum):
    """Why a page lists as many pages in its navigation as it does: nothing is left out of it, all parts of a tab are laid open, or one
    part holds them all."""

    EVERYTHING = "everything"
    PARTS = "parts"
    ONE_PART = "one part"


@dataclass(frozen=True, slots=True)
class Navigation:
    """The most pages that a page lists in its navigation, and the place in the settings that it comes from."""

    where: Where
    pages: int
    unfolded: Unfolded


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the course is: from mkdocs.yml alone.

    `map` is the id of the worksheet that a plan's map is filled from, or empty, and `map_where` the place that names it;
    `rules` is the address of the page that explains the check's rules; `card` is the picture that is shown beside a shared
    link, by its path below the site's root, or empty; `navigation` is None where the settings leave it to the host.
    """

    id: str
    title: str
    description: str = ""
    address: str = ""
    repository: str = ""
    authors: tuple[str, ...] = ()
    language: str = "en"
    rules: str = ""
    card: str = ""
    colors: Colors = field(default_factory=Colors)
    words: Mapping[str, str] = field(default_factory=dict)
    map: str = ""
    map_where: Where | None = None
    navigation: Navigation | None = None

    @property
    def proposals(self) -> str:
        """The page of the forge that lists proposals; empty where no forge is named."""
        if not self.repository:
            return ""
        base = self.repository.rstrip("/").removesuffix(".git")
        is_gitlab = "gitlab" in (urlsplit(base).hostname or "")
        return f"{base}/-/merge_requests" if is_gitlab else f"{base}/pulls"


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file made for one paper; `address` is below the site's root, `size` in bytes."""

    paper: str
    address: str
    pages: int
    size: int


@dataclass(frozen=True, slots=True)
class Course:
    """Everything read from one course's files. Mappings are in sorted or reading order; ids are their keys.

    `unread` holds the paths of files that could not be read at all, so that checks can tell a gap from a mistake.
    `paper` holds the PDFs that this build makes, by name ("worksheets/capex-to-opex"); a build without them has none.
    `files` are the files that pages may show or link to, by their address below the site's root; None where nobody looked.
    `gallery` holds the engine's own examples, where a page shows one of them.
    `published` are the full ids that readers may have saved work under, with their place in the list of them.
    """

    identity: Identity
    chapters: tuple[Chapter, ...]
    quizzes: Mapping[str, Quiz]
    worksheets: Mapping[str, Worksheet]
    terms: Mapping[str, Term]
    sources: Mapping[str, Source]
    pages: Mapping[str, Page]
    unread: tuple[str, ...] = ()
    paper: Mapping[str, tuple[PaperFile, ...]] = field(default_factory=dict)
    files: frozenset[str] | None = None
    published: Mapping[str, Where] = field(default_factory=dict)
    gallery: Gallery | None = field(default=None, compare=False, repr=False)
    # Where a page or rule asks for one part among thousands; the first of two parts wins, as in reading order.
    _chapters: Mapping[str, Chapter] = field(init=False, repr=False, compare=False)
    _chapter_pages: Mapping[str, Chapter] = field(init=False, repr=False, compare=False)
    _stems: Mapping[str, Chapter] = field(init=False, repr=False, compare=False)
    _sheet_pages: Mapping[str, Worksheet] = field(init=False, repr=False, compare=False)
    _plans: Mapping[str, Worksheet] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        backwards = self.chapters[::-1]
        sheets = tuple(self.worksheets.values())[::-1]
        object.__setattr__(self, "_chapters", {c.id: c for c in backwards})
        object.__setattr__(self, "_chapter_pages", {c.uri: c for c in backwards})
        object.__setattr__(self, "_stems", {c.stem: c for c in self.chapters})
        object.__setattr__(self, "_sheet_pages", {w.uri: w for w in sheets})
        object.__setattr__(self, "_plans", {w.action_plan: w for w in sheets if w.action_plan})

    def chapter(self, id: str) -> Chapter | None:
        return self._chapters.get(id)

    def chapter_of_page(self, uri: str) -> Chapter | None:
        return self._chapter_pages.get(uri)

    def chapter_of_stem(self, stem: str) -> Chapter | None:
        """The chapter that authors name by its file, as in `see: stem#anchor`."""
        return self._stems.get(stem)

    def worksheet_of_page(self, uri: str) -> Worksheet | None:
        return self._sheet_pages.get(uri)

    def action_plan_of(self, chapter: str) -> Worksheet | None:
        """The worksheet that a chapter's steps are printed on."""
        return self._plans.get(chapter)

    def holds_a_sheet_alone(self, uri: str) -> bool:
        """Whether the page shows its worksheet and nothing that an author wrote beside it."""
        page = self.pages.get(uri)
        return bool(page and not page.words and self.worksheet_of_page(uri))
