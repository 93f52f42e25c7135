"""The Content-Security-Policy of a built site: one tag in every page, and the same as headers for servers that can send them.

All pages share one policy, because instant navigation swaps pages inside a document whose policy stays. It allows scripts and styles
only from the site's own files, and the theme's scripts inside pages by their hashes. What stands in the text of a page gets no hash.

A part that needs more says so in its own markup, `data-policy="script-src 'wasm-unsafe-eval'"`: the page it stands on gets a policy of
its own, and every page names it, so that the theme's script loads it whole (main.html).
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape, unescape
from types import MappingProxyType

from macros.export.address import address_of

HEADERS = "_headers"
NGINX = "headers-nginx.conf"
APACHE = "headers-apache.conf"
MADE = (HEADERS, NGINX, APACHE)
"""What servers read; nobody who visits the site asks for it."""

Policy = Mapping[str, tuple[str, ...]]

_SELF = ("'self'",)
_NONE = ("'none'",)
BASE: Policy = MappingProxyType(
    {
        "default-src": _NONE,
        "script-src": _SELF,
        "style-src": _SELF,
        "img-src": ("'self'", "data:"),
        "font-src": _SELF,
        "media-src": _SELF,
        "connect-src": _SELF,
        "worker-src": _SELF,
        "manifest-src": _SELF,
        "frame-src": _NONE,
        "object-src": _NONE,
        "base-uri": _NONE,
        # No form of the course sends anything; what is typed without scripts must not end up in an address either.
        "form-action": _SELF,
    }
)
# What a part may ask for. Everything else would open the page to code that nobody has read, or to other hosts.
MAY_ASK = MappingProxyType(
    {
        "script-src": ("'wasm-unsafe-eval'", "blob:"),
        "worker-src": ("blob:",),
        "frame-src": ("'self'", "blob:"),
        "img-src": ("blob:",),
        "media-src": ("blob:", "data:"),
        "connect-src": ("blob:", "data:"),
    }
)
# One host's search puts a style sheet of its own in the page, which stands as a text in the theme's script.
_BUNDLE = re.compile(r"assets/javascripts/bundle\.\w+\.min\.js")
_SHEET = re.compile(rb"=(['\"`])(\.[\w-]+\{[^\\'\"`]*(?:(?!\1)[^\\][^\\'\"`]*)*\})\1[,;]")

# These do not fall back to default-src: absent means that everything is allowed.
_ALONE = ("base-uri", "form-action", "frame-ancestors")

# Quoted values may hold a ">".
_ATTRIBUTES = r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*"
_SCRIPT = re.compile(rf"<script\b({_ATTRIBUTES})>(.*?)</script\s*>".encode(), re.DOTALL | re.IGNORECASE)
_IS_FILE = re.compile(rb"\ssrc\s*=", re.IGNORECASE)
_TYPE = re.compile(rb"\stype\s*=\s*[\"']?([^\"'\s>]*)", re.IGNORECASE)
_RUNS = (b"", b"module", b"text/javascript", b"application/javascript")
_NEEDS = re.compile(rb"<[a-z][^<>]*?\sdata-policy=\"([^\"]*)\"")
_OURS = re.compile(rb"<meta data-course-policy\b[^>]*>")
_TAG = re.compile(rb"<meta\s[^>]*http-equiv=[\"']?Content-Security-Policy\b[^>]*>", re.IGNORECASE)
_CONTENT = re.compile(rb"\scontent=(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta\s+charset=[^>]*>", re.IGNORECASE)
_HEAD = re.compile(rb"<head\b[^>]*>|<!doctype[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guarded:
    """`pages` are those of the site with their tags, by path; `server` allows what any of them needs, for a header that goes with
    all (each page's own tag takes back what it does not need)."""

    pages: Mapping[str, bytes]
    server: Policy


class _Tagged(Mapping[str, bytes]):
    """Pages with their tags, each made when it is asked for: all of them at once would be the whole site a second time."""

    def __init__(self, files: Mapping[str, bytes], tags: Mapping[str, bytes]) -> None:
        self._files = files
        self._tags = tags

    def __getitem__(self, path: str) -> bytes:
        tag, body = self._tags[path], _without_ours(self._files[path])
        return _insert(tag, body) if tag else body

    def __iter__(self) -> Iterator[str]:
        return iter(self._tags)

    def __len__(self) -> int:
        return len(self._tags)


def guarded(files: Mapping[str, bytes]) -> Guarded:
    """Every HTML page among the `files` of a built site with its policy; one that brings a tag of its own keeps that.

    Doing it again changes nothing. A `ValueError` names the page whose part asks for what no page gets.
    """
    own: dict[str, Policy] = {}
    needs: dict[str, Policy] = {}
    scripts: set[bytes] = set()
    pages = [path for path in sorted(files) if path.endswith(".html")]
    for path in pages:
        # One page after the other: `files` may read each when it is asked for it.
        body = _without_ours(files[path])
        if found := _needs(path, body):
            needs[path] = found
        if brought := _own_policy(body):
            own[path] = brought
        else:
            scripts.update(_scripts(body))
    shared = _with(BASE, {"script-src": _hashes(scripts), "style-src": _hashes(_sheets(files))})
    special = {path: _with(shared, needs[path]) for path in needs if path not in own}
    alone = sorted(address_of(path) for path in special)
    tags = {path: _tag(policy, alone) for path, policy in special.items()}
    usual = _tag(shared, alone)
    tagged = {path: b"" if path in own else tags.get(path, usual) for path in pages}
    return Guarded(_Tagged(files, tagged), _union((shared, *special.values(), *own.values())))


def written(policy: Policy) -> str:
    """The policy as browsers read it."""
    return "; ".join(" ".join((name, *sources)) for name, sources in policy.items())


def parsed(text: str) -> dict[str, tuple[str, ...]]:
    """A policy as somebody wrote it; of a directive that stands twice the first counts, as in browsers."""
    found: dict[str, tuple[str, ...]] = {}
    for part in text.split(";"):
        name, *sources = part.split() or [""]
        if name:
            found.setdefault(name.lower(), tuple(sources))
    return found


def _without_ours(body: bytes) -> bytes:
    ours = _OURS.search(body, 0, _head_end(body))
    return body[: ours.start()] + body[ours.end() :] if ours else body


def _head_end(body: bytes) -> int:
    """Browsers heed a policy only in the head, which is a small part of most pages."""
    end = body.find(b"</head>")
    return end if end >= 0 else len(body)


def _own_policy(body: bytes) -> dict[str, tuple[str, ...]]:
    tag = _TAG.search(body, 0, _head_end(body))
    content = _CONTENT.search(tag[0]) if tag else None
    return parsed(unescape((content[1] or content[2] or b"").decode())) if content else {}


def _hashes(texts: set[bytes]) -> tuple[str, ...]:
    return tuple(sorted(f"'sha256-{b64encode(sha256(text).digest()).decode()}'" for text in texts))


def _sheets(files: Mapping[str, bytes]) -> set[bytes]:
    return {text for path in files if _BUNDLE.fullmatch(path) for _, text in _SHEET.findall(files[path])}


def _scripts(body: bytes) -> Iterator[bytes]:
    """Every script that stands in a page outside its text."""
    # What authors write stands in the one article of the theme's page; the theme's own scripts stand around it.
    start, end = body.find(b"<article"), body.rfind(b"</article>")
    for part in (body[:start], body[end:]) if 0 <= start < end else (body,):
        for attributes, text in _SCRIPT.findall(part):
            if _is_code(attributes):
                # A browser has read line ends as LF before it hashes.
                yield text.replace(b"\r\n", b"\n")


def _is_code(attributes: bytes) -> bool:
    kind = _TYPE.search(attributes)
    return not _IS_FILE.search(attributes) and (kind[1].lower() if kind else b"") in _RUNS


def _needs(path: str, body: bytes) -> dict[str, tuple[str, ...]]:
    needs: dict[str, tuple[str, ...]] = {}
    for asked in _NEEDS.findall(body) if b"data-policy=" in body else ():
        for name, sources in parsed(unescape(asked.decode())).items():
            for source in sources:
                if source not in MAY_ASK.get(name, ()):
                    raise ValueError(
                        f'{path} holds a part that asks for "{name} {source}". No page gets that.'
                    )
            needs[name] = tuple(dict.fromkeys((*needs.get(name, ()), *sources)))
    return needs


def _with(policy: Policy, more: Policy) -> dict[str, tuple[str, ...]]:
    return {name: _joined(sources, more.get(name, ())) for name, sources in policy.items()}


def _joined(*parts: tuple[str, ...]) -> tuple[str, ...]:
    sources = tuple(dict.fromkeys(s for part in parts for s in part if s != "'none'"))
    if "'unsafe-inline'" in sources:
        # Beside a hash browsers ignore it.
        sources = tuple(s for s in sources if not s.startswith(("'sha", "'nonce-")))
    return sources or _NONE


def _union(policies: Iterable[Policy]) -> Policy:
    """What is allowed by at least one of the policies."""
    every = tuple(policies)
    union: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys(name for policy in every for name in policy):
        found = [p.get(name) or (None if name in _ALONE else p.get("default-src")) for p in every]
        given = [sources for sources in found if sources]
        if len(given) == len(every):
            union[name] = _joined(*given)
    return union


def _tag(policy: Policy, alone: Iterable[str]) -> bytes:
    addresses = " ".join(alone)
    more = f' data-alone="{escape(addresses)}"' if addresses else ""
    # Single quotes in a value need no escape between double ones.
    content = escape(written(policy), quote=False)
    return (
        f'<meta data-course-policy http-equiv="Content-Security-Policy" content="{content}"{more}>'.encode()
    )


def _insert(tag: bytes, body: bytes) -> bytes:
    """Before everything that could run; after the character set, which must be among the first bytes."""
    place = _CHARSET.search(body, 0, 1024) or _HEAD.search(body)
    end = place.end() if place else 0
    return body[:end] + tag + body[end:]


# What only a header can say. Frames of the site itself may show it; other sites may not, so that nobody is led to click in it unknowingly.
_FEATURES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)


def header_values(policy: Policy) -> dict[str, str]:
    """The headers that go with every file of the site."""
    return {
        "Content-Security-Policy": written({**policy, "frame-ancestors": _SELF}),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _FEATURES),
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def header_files(policy: Policy) -> dict[str, bytes]:
    """The headers in the words of common servers: Netlify and Cloudflare Pages, nginx, Apache."""
    values = header_values(policy)
    return {
        HEADERS: _lines("/*", (f"  {name}: {value}" for name, value in values.items())),
        NGINX: _lines(
            "# Name this file by `include` where the server or location of the site stands.",
            (f'add_header {name} "{value}" always;' for name, value in values.items()),
        ),
        APACHE: _lines(
            "# Name this file by `Include` where the VirtualHost or Directory of the site stands; it needs mod_headers.",
            (f'Header always set {name} "{value}"' for name, value in values.items()),
        ),
    }


def _lines(first: str, others: Iterable[str]) -> bytes:
    return "\n".join((first, *others, "")).encode()
