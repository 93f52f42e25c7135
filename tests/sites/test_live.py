"""A page shown after a save is what a whole build makes of the sources as they stand."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from macros import build, memo
from macros.adapters import live
from macros.adapters.live import Site
from macros.content.files import EXAMPLES, read_tree
from tests.sites import bread, course
from tests.sites.serving import ask, epoch_of, serving

# All saves go into one course: one worker makes them in turn.
pytestmark = [pytest.mark.build, pytest.mark.xdist_group("live")]

URL = "http://127.0.0.1:8000/"
GALLERY = "docs/gallery.md"
# The engine's examples, copied below the course, so that a test may save them.
COPIED = "examples"
CHAPTER = "docs/chapters/01-flour.md"
OVEN = "docs/chapters/02-oven.md"
LEAVING = "docs/leaving.md"
SHEET = "docs/worksheets/dough-calculator.md"


class Counted(Site):
    """Counts whole builds, which take long and show that a save was not followed."""

    whole = 0

    def build(self, *arguments: object) -> None:
        self.whole += 1
        super().build(*arguments)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shown = '# Gallery\n\n{{ example("figure/steps") }}\n\n{{ example("quiz/single") }}\n'
    root = bread(tmp_path_factory.mktemp("live"), {LEAVING: "# Leaving\n", GALLERY: shown})
    shutil.copytree(EXAMPLES, root / COPIED)
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Iterator[Counted]:
    site = Counted(root, root / "served", URL)
    with pytest.MonkeyPatch.context() as patch:
        # Both hosts are started in the course's folder.
        patch.chdir(root)
        for module in (build, live):
            patch.setattr(module, "EXAMPLES", root / COPIED)
        site.build()
        yield site


def saved(root: Path, uri: str, old: str, new: str) -> None:
    path = root / uri
    text = path.read_text("utf-8")
    assert old in text, f"{uri} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def as_built_anew(root: Path, folder: Path) -> dict[str, bytes]:
    memo.forget()
    Site(root, folder, URL).build()
    return read_tree(folder)


def different(site: Path, other: dict[str, bytes]) -> list[str]:
    """The files that differ; a sitemap's packed form holds the time of its making."""
    built = read_tree(site)
    names = (built.keys() | other.keys()) - {"sitemap.xml.gz"}
    return sorted(name for name in names if built.get(name) != other.get(name))


# What is saved, and whether the whole site has to be built for it.
SAVES: dict[str, tuple[Callable[[Path], None], bool]] = {
    "a sentence of a chapter": (lambda r: saved(r, CHAPTER, "\n## ", "\nA new sentence.\n\n## "), False),
    "a heading of a chapter": (lambda r: saved(r, OVEN, "\n## ", "\n## New "), False),
    "a prompt of a chapter": (lambda r: saved(r, CHAPTER, "text: ", "text: New "), False),
    "a question": (lambda r: saved(r, "quizzes/01-flour.md", "## ", "## New "), False),
    "a quiz that cannot be read": (lambda r: saved(r, "quizzes/02-oven.md", "[x]", "[ ]"), False),
    "a worksheet": (lambda r: saved(r, SHEET, "label: ", "label: New "), False),
    "a term": (lambda r: saved(r, "docs/glossary.md", "term: ", "term: New "), False),
    "an example of the engine's": (
        lambda r: saved(r, f"{COPIED}/docs/figures.md", "From flour to loaf", "From flour to crust"),
        False,
    ),
    "a question among the engine's examples": (
        lambda r: saved(r, f"{COPIED}/quizzes/01-flour.md", "cold kitchen", "warm kitchen"),
        False,
    ),
    "a source": (lambda r: saved(r, "docs/sources.md", "publisher: ", "publisher: New "), False),
    "a macro that does not exist": (lambda r: saved(r, OVEN, "\n## ", '\n{{ nothing("a") }}\n\n## '), False),
    "a style": (lambda r: saved(r, "overrides/assets/learn/styles/quiz.css", "{", "{ --new: 1;"), False),
    "a title, which the navigation shows": (lambda r: saved(r, CHAPTER, "title: ", "title: New "), True),
    "a page's icon, which the navigation shows": (
        lambda r: saved(r, "docs/plain.md", "---\n", "---\nicon: material/bread-slice\n"),
        True,
    ),
    "the course's name": (lambda r: saved(r, "mkdocs.yml", "site_name: ", "site_name: New "), True),
    "a template": (
        lambda r: saved(r, "overrides/main.html", "{{ super() }}", "{{ super() }}<!-- new -->"),
        True,
    ),
    "a new page": (lambda r: (r / "docs/new.md").write_text("# New\n") and None, True),
    "a page that goes": (lambda r: (r / LEAVING).unlink(), True),
}


@pytest.mark.parametrize("what", SAVES)
def test_after_a_save_the_site_is_as_if_built_anew(
    what: str, root: Path, site: Counted, tmp_path: Path
) -> None:
    save, is_whole = SAVES[what]
    builds = site.whole
    before = read_tree(root / "served")
    save(root)
    site.follow()
    site.settle()
    site.finish()
    assert site.whole == builds + is_whole
    assert different(root / "served", before), "the save shows nowhere"
    assert different(root / "served", as_built_anew(root, tmp_path / "anew")) == []


def shown(address: str, words: str) -> str:
    """The page as soon as it has the words; asks as a browser does, which loads again when the server says so."""
    page = ask(address)
    while words not in page:
        ask(urljoin(address, f"/livereload/{epoch_of(page)}/1"))
        page = ask(address)
    return page


def test_a_browser_is_told_of_a_save_and_of_the_other_pages_that_change_with_it(
    tmp_path: Path,
) -> None:
    root = bread(tmp_path)
    with serving(root) as address:
        saved(root, CHAPTER, "\n## ", "\nA sentence that is new.\n\n## ")
        shown(f"{address}/chapters/01-flour/", "A sentence that is new.")
        # The meaning of a term stands on the page of every chapter that uses it.
        saved(root, "docs/glossary.md", "text: ", "text: Seen in chapters. ")
        shown(f"{address}/glossary/", "Seen in chapters.")
        shown(f"{address}/chapters/01-flour/", "Seen in chapters.")
        # A mistake is shown on the page, and the server goes on.
        saved(root, CHAPTER, "{{ quiz() }}", '{{ quiz("none") }}')
        shown(f"{address}/chapters/01-flour/", "There is no quiz")
        saved(root, CHAPTER, '{{ quiz("none") }}', "{{ quiz() }}")
        shown(f"{address}/chapters/01-flour/", "<learn-quiz")


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = course(bread(tmp_path), "serve", "--port", str(port))
    assert done.returncode == 1
    assert f"Port {port} is in use." in done.stderr
    assert "Traceback" not in done.stderr
