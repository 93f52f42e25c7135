"""The documents that the print desk prints, as files of the site: one for each chapter, fetched when something of it is chosen."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

FOLDER = "print"
"""Where the files stand below the site's root."""

FORMAT = "learn-print"
VERSION = 1

# What neither filling in nor printing asks for; texts are escaped, so that only templates write these.
_IDLE = re.compile(
    r'\s(?:id|for|role|tabindex|inputmode|autocomplete|maxlength|data-rev|aria-[a-z]+)="[^"]*"'
)
# A cell is found by its place; the lines for team and date by their name.
_CELL = re.compile(r'\sname="(?![^"]*\bsheet\b)[^"]*"(?:\sdata-id="[^"]*")?')
_SPOKEN = re.compile(r'(<td [^>]*?)\sdata-label="[^"]*"')
_TOOLS = re.compile(r'<div class="learn-worksheet__tools".*?</div>\n?', re.DOTALL)


def desk_files(course: str, groups: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    """Each group's documents, HTML by id, as JSON by its path in the site; `course` is the course's id."""
    return {
        f"{FOLDER}/{group}.json": _json(
            {
                "format": FORMAT,
                "version": VERSION,
                "course": course,
                "documents": {id: slim(html) for id, html in documents.items()},
            }
        )
        for group, documents in groups.items()
        if documents
    }


def desk_scripts(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files as scripts, for pages that are opened from disk and may not fetch."""
    scripts = {}
    for path, body in files.items():
        group = path.rsplit("/", 1)[-1].removesuffix(".json")
        scripts[path.removesuffix("on")] = (
            f"(globalThis.learnPrint ??= {{}})[{json.dumps(group)}] = ".encode() + body
        )
    return scripts


def slim(html: str) -> str:
    """A document without what only its page needs: ids, names for ears, buttons."""
    return _SPOKEN.sub(r"\1", _CELL.sub(" name", _IDLE.sub("", _TOOLS.sub("", html))))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
