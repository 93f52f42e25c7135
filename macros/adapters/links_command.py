"""`course links`: asks every address outside the site whether it still answers. The only part of the engine that uses a network."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from http.client import HTTPException
from itertools import groupby
from time import sleep
from urllib.parse import quote, urlsplit

import click

from macros.adapters.terminal import course_root
from macros.build import open_course
from macros.check.links import outside_links
from macros.model.problem import Where

_AGENT = "Mozilla/5.0 (compatible; course-links/1; asks once a week whether a cited page is still there)"
_HOSTS_AT_ONCE = 8
# Many servers answer programs with these though the page is there for people.
_SHUT = (401, 403, 406, 429, 451, 503, 999)
# A server that knows no HEAD may say so in many ways.
_TRY_WHOLE = (400, 403, 404, 405, 406, 410, 500, 501, 503, 999)


class State(Enum):
    """What came of asking."""

    FINE = "fine"
    MOVED = "moved"
    SHUT = "shut"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Answer:
    address: str
    state: State
    words: str = ""


class _Permanent(urllib.request.HTTPRedirectHandler):
    """Follows redirects, and notes the address where the first of them said that it holds for good."""

    def __init__(self) -> None:
        self.place = ""
        self._all = True

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        self._all = self._all and code in (301, 308)
        if self._all:
            self.place = newurl
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def ask(address: str, timeout: float = 20) -> Answer:
    """By HEAD, and by GET where that is refused; the body is never read."""
    safe = quote(address.partition("#")[0], safe="%/:=&?~#+!$,;'@()*[]")
    found = _asked(address, safe, "HEAD", timeout)
    return found if isinstance(found, Answer) else _last(address, _asked(address, safe, "GET", timeout))


def _last(address: str, found: Answer | int) -> Answer:
    if isinstance(found, Answer):
        return found
    state = State.SHUT if found in _SHUT else State.GONE
    return Answer(address, state, f"the server answers {found}")


def _asked(address: str, safe: str, method: str, timeout: float) -> Answer | int:
    """The answer, or the status by which the server refused."""
    permanent = _Permanent()
    request = urllib.request.Request(safe, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})
    try:
        with urllib.request.build_opener(permanent).open(request, timeout=timeout):
            moved = permanent.place and permanent.place.rstrip("/") != safe.rstrip("/")
            return Answer(address, State.MOVED, permanent.place) if moved else Answer(address, State.FINE)
    except urllib.error.HTTPError as error:
        if method == "GET" or error.code in _TRY_WHOLE:
            return error.code
        return _last(address, error.code)
    except (OSError, HTTPException, ValueError) as error:
        # No answer at all may be the network's or the server's bad day; one more try, by GET, tells.
        reason = getattr(error, "reason", error)
        return 0 if method == "HEAD" else Answer(address, State.GONE, f"no answer: {reason}")


def ask_all(addresses: Iterable[str], timeout: float = 20, pause: float = 1) -> list[Answer]:
    """Hosts side by side; of one host one address after another, with a pause, as a person would."""
    hosts = [list(group) for _, group in groupby(sorted(addresses, key=_host), key=_host)]

    def one_host(own: list[str]) -> list[Answer]:
        answers: list[Answer] = []
        for address in own:
            if answers:
                sleep(pause)
            answers.append(ask(address, timeout))
        return answers

    with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
        return sorted((a for found in pool.map(one_host, hosts) for a in found), key=lambda a: a.address)


def _host(address: str) -> str:
    return urlsplit(address).netloc


@click.command()
@click.option(
    "--timeout", type=click.FloatRange(1, 120), default=20, show_default=True, help="Seconds to wait."
)
@click.option(
    "--pause",
    type=click.FloatRange(0, 60),
    default=1,
    show_default=True,
    help="Seconds between two of one host.",
)
def links(timeout: float, pause: float) -> None:
    """Ask every address outside the site whether it still answers. Needs a network.

    Ends with 1 where an address is gone. One that moved, or that does not let programs in, is named and fails nothing.
    """
    named = outside_links(open_course(course_root()).course)
    answers = ask_all(named, timeout, pause)
    if answers and all(a.words.startswith("no answer") for a in answers):
        raise click.ClickException("Not a single address answered. Is there a network?")
    for line in report(answers, named):
        click.echo(line)
    sys.exit(1 if any(a.state is State.GONE for a in answers) else 0)


def report(answers: Iterable[Answer], named: Mapping[str, tuple[Where, ...]]) -> Iterable[str]:
    """A line for each place of an address that needs somebody's eyes, the gravest first, and a count of all."""
    words = {
        State.GONE: "This address does not answer: {0} ({1}). Look for the page's new place, or for another source.",
        State.MOVED: "This address has moved for good: {0}. Write {1} instead.",
        State.SHUT: "This address lets no program in: {0} ({1}). Look at it in a browser.",
    }
    answers = tuple(answers)
    for state, sentence in words.items():
        for answer in answers:
            if answer.state is state:
                for where in named[answer.address]:
                    yield f"{where}: {sentence.format(answer.address, answer.words)} [link/{state.value}]"
    count = {state: sum(a.state is state for a in answers) for state in State}
    yield f"{len(answers)} addresses: " + ", ".join(f"{n} {state.value}" for state, n in count.items()) + "."
