"""What pure functions gave in earlier runs, by everything they were made from: an unchanged part is not made again.

Nothing in here can be stale, because nothing is ever looked up by name or date: the key of a result is the digest of all
that went into it, and the whole is dropped when the engine, Python or a library is another (`build.py` says which).
Knows neither the disk nor a course: who reads and writes the shelves is told what stands on them.
"""

from __future__ import annotations

import copyreg
import gc
import io
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from hashlib import blake2b
from typing import Any, TypeVar, cast

from jinja2.bccache import Bucket, BytecodeCache

SHELVES = ("documents", "problems", "fragments", "manifests", "sections")
"""Of a course: its read parts, what the rules found, rendered fragments, `course.json` and what the print desk prints, what the
search lists."""
OF_ENGINE = ("templates", "assets")
"""Of the engine, whichever course it builds: compiled templates; joined scripts and styles, schemas, the playground's zip."""
# Enough for the templates of some courses and for a day's changes of scripts.
_OTHERS = 300
# A page or two: what a host makes of one it throws away.
_SELDOM = 50_000

T = TypeVar("T")
_kept: dict[str, dict[bytes, Any]] = {shelf: {} for shelf in (*SHELVES, *OF_ENGINE)}
_used: dict[str, set[bytes]] = {shelf: set() for shelf in (*SHELVES, *OF_ENGINE)}
_new: set[str] = set()


def recall(shelf: str, parts: tuple[str, ...], make: Callable[[], T]) -> T:
    """What `make` gives, which depends on `parts` alone and is frozen; made only where no run has made it before."""
    key = _key(parts)
    kept = _kept[shelf]
    if key not in kept:
        kept[key] = make()
        _new.add(shelf)
    # Only what is there: to make it may have failed.
    _used[shelf].add(key)
    return cast(T, kept[key])


def known(shelf: str, parts: tuple[str, ...]) -> Any:
    """What `recall` would give without making it; None where it would have to."""
    return _kept[shelf].get(_key(parts))


def _key(parts: tuple[str, ...]) -> bytes:
    return blake2b(repr(parts).encode(), digest_size=16).digest()


def put(shelf: str, body: bytes, fingerprint: bytes) -> None:
    """Put back what `taken` gave; anything that another engine wrote, or that is broken, is left out."""
    if not body.startswith(fingerprint):
        return
    try:
        found = pickle.loads(memoryview(body)[len(fingerprint) :])
    except Exception:
        # Half a file, or one that was edited: it costs time and nothing else.
        return
    if isinstance(found, dict):
        _kept[shelf] = found | _kept[shelf]


def taken(shelf: str, fingerprint: bytes) -> bytes | None:
    """Everything on a shelf that this run has used, to keep for the next; None where a run before has kept the same.

    Something of what a run has not used stays on the engine's shelves: no run asks for all of it.
    """
    kept, used = _kept[shelf], _used[shelf]
    if shelf not in _new and (shelf in OF_ENGINE or kept.keys() == used):
        return None
    others = [key for key in kept if key not in used][-_OTHERS:] if shelf in OF_ENGINE else []
    _new.discard(shelf)
    file = io.BytesIO()
    file.write(fingerprint)
    pickler = pickle.Pickler(file, protocol=5)
    pickler.dispatch_table = _By(copyreg.dispatch_table)
    pickler.dump({key: kept[key] for key in (*others, *sorted(used))})
    return file.getvalue()


class _By(dict[type, Callable[[Any], Any]]):
    """How to write what, by its class: frozen values as a call with their fields, for which Python's own way takes three times as long."""

    def __missing__(self, made: type) -> Callable[[Any], Any]:
        if not is_dataclass(made) or not all(field.init and not field.kw_only for field in fields(made)):
            raise KeyError(made)
        names = [field.name for field in fields(made)]

        def written(value: Any) -> tuple[type, tuple[Any, ...]]:
            return made, tuple([getattr(value, name) for name in names])

        self[made] = written
        return written


class Templates(BytecodeCache):
    """Compiled templates on a shelf, for one environment: `made_for` is what its templates are compiled differently for.

    Jinja compares each with its source before it takes it.
    """

    def __init__(self, *made_for: str) -> None:
        self._made_for = made_for

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return repr((*self._made_for, name))

    def load_bytecode(self, bucket: Bucket) -> None:
        key = _key((bucket.key,))
        if key in _kept["templates"]:
            _used["templates"].add(key)
            bucket.bytecode_from_string(_kept["templates"][key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        key = _key((bucket.key,))
        _kept["templates"][key] = bucket.bytecode_to_string()
        _used["templates"].add(key)
        _new.add("templates")


@contextmanager
def growing() -> Iterator[None]:
    """For what makes many values that stay: Python would look through them for garbage the longer the more there are, and find
    none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def keep_grown() -> None:
    """Let Python not look through what there is now again, in a process that makes one site and ends."""
    gc.freeze()
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])


def forget() -> None:
    """As if nothing had run before; for tests and for servers that read the engine anew."""
    for shelf in _kept:
        _kept[shelf].clear()
        _used[shelf].clear()
    _new.clear()
