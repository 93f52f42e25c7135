"""The only reader of disk: a course's source files as text, with a problem for each that cannot be read as text."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from macros.model.problem import Level, Problem, Where

_LINE = re.compile(r"\r\n|\n|\r")
EXAMPLES = Path(__file__).parents[1] / "examples"
_BOM = b"\xef\xbb\xbf"
# The ids that readers may have saved work under; the first of the two that is there.
PUBLISHED = ("published-ids.json", "tests/published-ids.json")


def source_paths(root: Path) -> list[Path]:
    """Every file a course is read from, sorted by its path: settings, pages, quizzes."""
    return [root / uri for uri, _ in _sources(root)]


def _sources(root: Path) -> list[tuple[str, os.stat_result]]:
    # One host asks for every page, and a `Path` for each file takes four times as long.
    alone = [root / "mkdocs.yml", *[root / path for path in PUBLISHED if (root / path).is_file()][:1]]
    found = [(path.relative_to(root).as_posix(), path.stat()) for path in alone if path.is_file()]
    for folder in ("docs", "quizzes"):
        if (root / folder).is_dir():
            found += _pages_below(str(root / folder), folder)
    return sorted(found, key=lambda one: one[0])


def _pages_below(folder: str, uri: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _pages_below(entry.path, f"{uri}/{entry.name}")
            elif entry.name.endswith(".md") and entry.is_file():
                yield f"{uri}/{entry.name}", entry.stat()


def other_files(root: Path) -> frozenset[str]:
    """What pages may show or link to besides pages: the files below docs/ and of the theme, by their address in the site."""
    found = set()
    for folder in ("docs", "overrides"):
        base = str(root / folder)
        for place, _, names in os.walk(base):
            below = place[len(base) + 1 :].replace(os.sep, "/")
            found |= {f"{below}/{name}" if below else name for name in names if not name.endswith(".md")}
    return frozenset(found)


def tree_state(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Path, time and size of each source file: equal states mean nothing has been saved in between."""
    return tuple((uri, stat.st_mtime_ns, stat.st_size) for uri, stat in _sources(root))


def read_sources(root: Path) -> tuple[dict[str, str], list[Problem]]:
    """Texts by their "/"-separated path below `root`. Line ends become LF and a byte order mark is taken off;
    a file that is not UTF-8 is left out and reported with the line of its first wrong byte."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in source_paths(root):
        uri = path.relative_to(root).as_posix()
        text, found = decode(path.read_bytes(), Where(PurePosixPath(uri)))
        problems += found
        if text is not None:
            texts[uri] = text
    return texts, problems


def read_raw(paths: Iterable[Path]) -> dict[Path, bytes]:
    """The bytes of files as they are."""
    return {path: path.read_bytes() for path in paths}


def decode(raw: bytes, where: Where) -> tuple[str | None, list[Problem]]:
    """A file's bytes as text, or None with the problem."""
    problems: list[Problem] = []
    if raw.startswith(_BOM):
        raw = raw[len(_BOM) :]
        problems.append(
            Problem(
                where,
                "file/byte-order-mark",
                "The file starts with an invisible byte order mark, which one of the hosts shows as text.",
                'Save it as "UTF-8" (without "BOM" or "signature").',
                Level.ADVICE,
            )
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        begin = raw.rfind(b"\n", 0, error.start) + 1
        before = raw[begin : error.start].decode("utf-8", "replace")[-30:]
        problems.append(
            Problem(
                where.at(line),
                "file/not-utf-8",
                f"The file is not UTF-8: a sign after «{before.strip()}» cannot be read.",
                'Save the file with the encoding "UTF-8".',
            )
        )
        return None, problems
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\r" in text and 0 < text.count("\r\n") != plain.count("\n"):
        line = next(n for n, end in enumerate(_LINE.findall(text), 1) if end != "\r\n")
        first = next(n for n, end in enumerate(_LINE.findall(text), 1) if end == "\r\n")
        problems.append(
            Problem(
                where.at(max(line, first)),
                "file/mixed-line-ends",
                "From this line on, lines end in another way than before.",
                "Run `course check --fix`, or save the file with one kind of line end.",
                Level.ADVICE,
            )
        )
    return plain, problems


def is_writable(folder: Path) -> bool:
    """Whether files can be made in the folder."""
    return os.access(folder, os.W_OK)


def read_files(folder: Path, suffix: str) -> dict[str, str]:
    """Texts of all files below `folder` that end in `suffix`, by "/"-separated path; used for our own assets."""
    return {
        p.relative_to(folder).as_posix(): p.read_text("utf-8")
        for p in sorted(folder.rglob(f"*{suffix}"))
        if p.is_file()
    }


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` as it is, by "/"-separated path; used for what is small."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


class Tree(Mapping[str, bytes]):
    """Every file that is below `folder` now and `is_wanted`, by "/"-separated path, sorted; each is read when it is asked for, because
    a whole site can be larger than what a machine likes to hold."""

    def __init__(self, folder: Path, is_wanted: Callable[[str], bool] = bool) -> None:
        self._folder = folder
        found = []
        for place, _, names in os.walk(folder):
            below = place[len(str(folder)) + 1 :].replace(os.sep, "/")
            found += [f"{below}/{name}" if below else name for name in names]
        self._paths = dict.fromkeys(sorted(filter(is_wanted, found)))

    def __getitem__(self, path: str) -> bytes:
        if path not in self._paths:
            raise KeyError(path)
        return (self._folder / path).read_bytes()

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def read_package(name: str) -> dict[str, bytes]:
    """Every file of an installed package, by a path that starts with its name; nothing where it is not installed."""
    spec = find_spec(name)
    folders = spec.submodule_search_locations if spec else None
    return {
        f"{name}/{path}": body
        for folder in folders or ()
        for path, body in read_tree(Path(folder)).items()
        if "__pycache__" not in path
    }


def read_licenses(name: str) -> dict[str, bytes]:
    """The license files that an installed distribution brings, by its name and theirs."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return {}
    found = sorted(p for p in files if "dist-info" in str(p) and p.name.upper().startswith("LICENSE"))
    return {f"{name}/{p.name}": Path(str(p.locate())).read_bytes() for p in found}


def installed_version(name: str) -> str:
    """The version of an installed distribution; empty where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
