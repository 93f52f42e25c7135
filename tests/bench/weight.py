"""What a page weighs on the wire, by type, and which of it is the engine's."""

from __future__ import annotations

import gzip
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import run

_TYPES = {
    ".html": "page",
    ".css": "styles",
    ".js": "scripts",
    ".woff2": "fonts",
    ".json": "data",
    ".webmanifest": "data",
}
_NAMED = re.compile(r'<(?:link|script)\b[^>]*?\b(?:href|src)="?([^"\s>]+)')
_NOT_FETCHED = re.compile(
    r'<link\b[^>]*\brel="?(?:canonical|next|prev|alternate|apple-touch-icon|manifest)\b[^>]*>'
)
_OURS = "assets/learn/"
# The course's own look, in the plain copy too.
_THEME = "assets/learn/theme.css"
PAGE = "page"


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of one chapter on the wire. `files`: script and style that its page asks for; `late`: those that come when somebody
    begins to use it."""

    chapter: str
    plain: int
    markup: int
    files: int
    late: int

    @property
    def first(self) -> int:
        return self.markup + self.files

    @property
    def used(self) -> int:
        return self.first + self.late


# Every site of the theme would need the hashes of its scripts, some 0.3 kB a page, whatever its pages hold.
_POLICY = re.compile(rb"<meta data-course-policy[^>]*>")


def squeezed(*paths: Path) -> int:
    """Bytes of files on the wire, without the policy that a page carries."""
    return sum(len(gzip.compress(_POLICY.sub(b"", path.read_bytes()), 6)) for path in paths)


def weights(ours: Path, plain: Path) -> list[Weight]:
    """What each chapter of the built site `ours` weighs beside the same words in `plain`."""
    assets = ours / _OURS
    files = squeezed(assets / "learn.js", assets / "learn.css")
    late = squeezed(assets / "late.js", assets / "late.css")
    found = []
    for page in sorted((ours / "chapters").glob("*/index.html")):
        before = squeezed(plain / page.relative_to(ours))
        found.append(Weight(page.parent.name, before, squeezed(page) - before, files, late))
    return found


def by_type(site: Path, page: Path, markup: int) -> dict[str, tuple[int, int]]:
    """The bytes of a page and of the files that it names itself, by type: all, and the engine's. Of the page's own bytes
    `markup` are the engine's."""
    found: dict[str, tuple[int, int]] = {PAGE: (squeezed(page), markup)}
    html = _NOT_FETCHED.sub("", page.read_text("utf-8"))
    for address in dict.fromkeys(_NAMED.findall(html)):
        path = posixpath.normpath(
            posixpath.join(page.parent.relative_to(site).as_posix(), address.partition("?")[0])
        )
        kind = _TYPES.get(posixpath.splitext(path)[1])
        if kind and (site / path).is_file():
            size = squeezed(site / path)
            total, own = found.get(kind, (0, 0))
            is_own = path.startswith(_OURS) and path != _THEME
            found[kind] = (total + size, own + size * is_own)
    return found


def unused(folder: Path, command: Sequence[str]) -> int:
    """Bytes that a page gains which calls nothing, built without and with the engine under the same plain theme."""
    sizes = []
    settings: Mapping[str, tuple[str, str]] = {
        "bare": ("[search]", ""),
        "engine": (
            "[search, {macros: {modules: [macros], on_undefined: strict}}]",
            ", macros.adapters.markdown",
        ),
    }
    for name, (plugins, extensions) in settings.items():
        root = folder / name
        (root / "docs").mkdir(parents=True)
        (root / "docs/index.md").write_text("# Plain\n\n" + "Words that stay as they are. " * 200, "utf-8")
        (root / "mkdocs.yml").write_text(
            f"site_name: Plain\ntheme: {{name: material, font: false}}\nplugins: {plugins}\n"
            f"markdown_extensions: [tables{extensions}]\nextra: {{course: {{id: plain}}}}\n",
            "utf-8",
        )
        run(command, root)
        sizes.append(squeezed(root / "site/index.html"))
    return sizes[1] - sizes[0]
