"""The weekly question to other sites, put to servers on this machine."""

from __future__ import annotations

import http.server
import itertools
import threading
import time
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pytest

from macros.adapters.links_command import Answer, State, ask, ask_all, report
from macros.build import open_course
from macros.check.links import outside_links
from macros.model.problem import Where
from tests.sites import bread


class Site(http.server.BaseHTTPRequestHandler):
    """A server with every habit that a link check meets."""

    asked: list[tuple[str, str, float]]

    def do_HEAD(self) -> None:
        self.answer("HEAD")

    def do_GET(self) -> None:
        self.answer("GET")

    def answer(self, method: str) -> None:
        self.asked.append((method, self.path, time.monotonic()))
        name = self.path.strip("/").partition("?")[0]
        if name == "slow":
            time.sleep(3)
        if name == "broken":
            self.connection.close()
            return
        status = {"no-head": 405, "half": 404}.get(name, 200) if method == "HEAD" else 200
        status = int(name) if name.isdigit() else status
        self.send_response(status)
        if status in (301, 302, 308):
            self.send_header("Location", "/200" if status != 308 else "/302")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Any]:
    handler = type("Own", (Site,), {"asked": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.address = f"http://127.0.0.1:{server.server_address[1]}/"  # type: ignore[attr-defined]
    server.asked = handler.asked  # type: ignore[attr-defined]
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("200", State.FINE),
        ("200#part", State.FINE),
        ("naïve?q=ü", State.FINE),
        ("no-head", State.FINE),
        ("half", State.FINE),
        ("302", State.FINE),
        ("301", State.MOVED),
        ("308", State.MOVED),
        ("404", State.GONE),
        ("410", State.GONE),
        ("500", State.GONE),
        ("403", State.SHUT),
        ("429", State.SHUT),
        ("broken", State.GONE),
        ("slow", State.GONE),
    ],
)
def test_each_answer_is_told_as_what_it_is(site: Any, path: str, state: State) -> None:
    found = ask(site.address + path, timeout=1)
    assert found.state is state, found
    assert found.address == site.address + path
    assert bool(found.words) == (state is not State.FINE)


def test_a_page_that_moved_is_told_with_the_place_that_holds_for_good(site: Any) -> None:
    assert ask(site.address + "301").words == site.address + "200"
    # The second step of this one is for the time being only.
    assert ask(site.address + "308").words == site.address + "302"


def test_a_whole_page_is_asked_for_only_where_its_head_was_refused(site: Any) -> None:
    ask(site.address + "200")
    ask(site.address + "404")
    assert [(method, path) for method, path, _ in site.asked] == [
        ("HEAD", "/200"),
        ("HEAD", "/404"),
        ("GET", "/404"),
    ]


def test_a_host_that_is_not_there_is_told(site: Any) -> None:
    site.shutdown()
    site.server_close()
    found = ask(site.address, timeout=1)
    assert found.state is State.GONE
    assert found.words.startswith("no answer: ")


def test_one_host_is_asked_with_pauses_and_another_meanwhile(site: Any) -> None:
    other = site.address.replace("127.0.0.1", "localhost")
    answers = ask_all([f"{site.address}200?{n}" for n in range(3)] + [f"{other}200"], pause=0.3)
    assert [a.state for a in answers] == [State.FINE] * 4
    times = [at for _, path, at in site.asked if "?" in path]
    assert all(b - a >= 0.3 for a, b in itertools.pairwise(times))
    (meanwhile,) = (at for _, path, at in site.asked if "?" not in path)
    assert meanwhile < times[-1]


def test_each_place_of_a_lost_address_is_named_and_the_rest_is_counted() -> None:
    places = tuple(Where(PurePosixPath(f"docs/{name}.md"), 7) for name in ("a", "b"))
    answers = [Answer("http://x/", State.GONE, "the server answers 404"), Answer("http://y/", State.FINE)]
    lines = list(report(answers, {"http://x/": places, "http://y/": places}))
    assert lines[0].startswith(
        "docs/a.md:7: This address does not answer: http://x/ (the server answers 404)."
    )
    assert lines[1].startswith("docs/b.md:7: ")
    assert lines[2] == "2 addresses: 1 fine, 0 moved, 0 shut, 1 gone."


def test_a_courses_pages_quizzes_and_sources_are_all_asked_for(tmp_path: Any) -> None:
    page = "# More\n\nSee [one](https://example.org/one) and [two](glossary.md), and [one](https://example.org/one).\n"
    course = open_course(bread(tmp_path, {"docs/more.md": page})).course
    found = outside_links(course)
    assert len(found["https://example.org/one"]) == 1
    assert str(found["https://example.org/one"][0]) == "docs/more.md:3"
    assert {source.address for source in course.sources.values()} <= found.keys()
    assert all(address.startswith("http") for address in found)
