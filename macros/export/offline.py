"""What makes the site one that can be installed and read without a network, and the site as a zip that opens from disk."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from collections.abc import Iterable, Mapping
from hashlib import blake2b, sha256
from html import unescape
from posixpath import basename

from macros.export.address import address_of
from macros.model.course import Identity

MANIFEST = "course.json"
WORKER = "sw.js"
APP = "site.webmanifest"
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"
MADE = (MANIFEST, WORKER, APP, ROBOTS)
"""Everything that is made after the pages, and so never read as one of them."""

SEARCH_INDEX = "search/search_index.json"
ICONS = "assets/icons/"
VENDOR = "assets/vendor/"
PLAYGROUND = "assets/playground/"
# Sources of joined files, and parts that only the zip uses: no page asks for them. And what the playground alone loads, which
# weighs more than the course.
_UNUSED = (
    "assets/learn/core/",
    "assets/learn/elements/",
    "assets/learn/styles",
    "assets/offline/",
    # What other sites show beside a shared link.
    "assets/card.",
    PLAYGROUND,
    VENDOR,
)
# Too large to keep on every reader's device unasked: whoever wants one fetches it.
_ON_DEMAND = (".pdf", ".zip", ".epub", ".mp4", ".webm", ".mp3")
_WITHOUT_READER = (".map", ".gz", ".mjs")
_STEMMERS = "assets/javascripts/lunr/"
_LAST_CHANGE = re.compile(rb"\s*<lastmod>[^<]*</lastmod>")
_CANONICAL = re.compile(r'<link rel="?canonical"? href="?([^"\s>]+)')
_DATE = (1980, 1, 1, 0, 0, 0)
_DIGITS = 24


def web_manifest(identity: Identity, icons: Mapping[str, bytes]) -> bytes:
    """The web app manifest. Its color is the light scheme's paper; icons are PNG files by path, whose size is read from the
    file and whose purpose from the name."""
    color = identity.colors.light_scheme["paper"]
    value: dict[str, object] = {
        "name": identity.title,
        "description": identity.description,
        "lang": identity.language,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": color,
        "theme_color": color,
        "icons": [_icon(path, icons[path]) for path in sorted(icons)],
    }
    return _json({key: part for key, part in value.items() if part})


def _icon(path: str, image: bytes) -> dict[str, str]:
    width, height = struct.unpack(">II", image[16:24])
    purpose = "maskable" if "maskable" in basename(path) else "any"
    return {"src": path, "sizes": f"{width}x{height}", "type": "image/png", "purpose": purpose}


def site_address(home: str) -> str:
    """Where the site will stand, as its built home page says; empty where whoever built it did not know."""
    match = _CANONICAL.search(home)
    return unescape(match[1]) if match else ""


def robots(address: str) -> bytes:
    """Every page may be found."""
    return f"User-agent: *\nAllow: /\nSitemap: {address.rstrip('/')}/sitemap.xml\n".encode()


def digest(path: str, body: bytes) -> str:
    """What tells a reader's device whether its copy of a file is the newest; dates in the sitemap, which a build writes anew each day,
    do not count."""
    return sha256(_LAST_CHANGE.sub(b"", body) if path == SITEMAP else body).hexdigest()[:_DIGITS]


def service_worker(source: str, digests: Mapping[str, str], language: str = "en") -> bytes:
    """`source` (the worker's code) with the list of the files it keeps, out of the `digests` of the whole site by path, and their
    common version: the same files give the same worker."""
    listed: dict[str, str] = {}
    version = blake2b(source.encode(), digest_size=8)
    for path in sorted(kept_paths(digests, language)):
        # An empty digest is not compared: what a server sends has another date.
        listed[address_of(path)] = "" if path == SITEMAP else digests[path]
        version.update(f"{path}\0{digests[path]}\n".encode())
    head = f'const VERSION = "{version.hexdigest()}"\nconst FILES = {json.dumps(listed, indent=0, sort_keys=True)}\n'
    return (head + source).encode()


def kept_paths(files: Iterable[str], language: str = "en") -> Iterable[str]:
    """What a reader needs without a network, out of all paths of a built site."""
    return (
        path
        for path in files
        if path not in (WORKER, ROBOTS)
        and not path.startswith(_UNUSED)
        and not path.endswith((*_ON_DEMAND, *_WITHOUT_READER))
        # The search worker reads stemmers only for other languages.
        and not (path.startswith(_STEMMERS) and language == "en")
    )


def disk_files(files: Mapping[str, bytes], course: bytes, language: str = "en") -> dict[str, bytes]:
    """The files of a site built for the disk, with those that pages cannot fetch there written as scripts.

    A page at file:// may load a script but not fetch data, so `course.js` gives `learnCourse` what `course.json` holds
    elsewhere (pages whose content names a `data-manifest` load it), and the search index is a script under the name by which
    the theme asks for it.
    """
    wanted = {*kept_paths(files, language)} - {APP, MANIFEST, SEARCH_INDEX, SITEMAP, "404.html"}
    chosen = {
        path: body
        for path, body in files.items()
        if path.startswith(VENDOR) or path.endswith(".pdf") or (path in wanted and not path.startswith(ICONS))
    }
    chosen[MANIFEST] = course
    chosen["course.js"] = b"globalThis.learnCourse = " + course
    if SEARCH_INDEX in files:
        chosen[SEARCH_INDEX.removesuffix("on")] = b"var __index = " + files[SEARCH_INDEX]
    return chosen


def zipped(files: Mapping[str, bytes], folder: str = "") -> bytes:
    """One zip with everything below `folder`: sorted, one date, so that the same files give the same bytes."""
    prefix = f"{folder}/" if folder else ""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{prefix}{path}", _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[path])
    return buffer.getvalue()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
