"""The only reader of disk: a course's source files as text, with a problem for each that cannot be read as text."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from macros.model.problem import Level, Problem, Where

_BOM = b"\xef\xbb\xbf"


def source_paths(root: Path) -> list[Path]:
    """Every file a course is read from, sorted by its path: settings, pages, quizzes."""
    found = [root / "mkdocs.yml"] if (root / "mkdocs.yml").is_file() else []
    for folder in ("docs", "quizzes"):
        found += [p for p in (root / folder).rglob("*.md") if p.is_file()]
    return sorted(found, key=lambda p: p.relative_to(root).as_posix())


def tree_state(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Path, time and size of each source file: equal states mean nothing has been saved in between."""
    state = []
    for path in source_paths(root):
        stat = path.stat()
        state.append((path.relative_to(root).as_posix(), stat.st_mtime_ns, stat.st_size))
    return tuple(state)


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
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def read_files(folder: Path, suffix: str) -> dict[str, str]:
    """Texts of all files below `folder` that end in `suffix`, by "/"-separated path; used for our own assets."""
    return {
        p.relative_to(folder).as_posix(): p.read_text("utf-8")
        for p in sorted(folder.rglob(f"*{suffix}"))
        if p.is_file()
    }


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` as it is, by "/"-separated path; used for a built site."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }
