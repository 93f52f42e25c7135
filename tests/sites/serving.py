"""A course served by its command, and questions to the server as a page asks them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.sites import ROOT

_START = 300  # seconds: the first build of the longest course that the bench grows, on a busy machine


def ask(address: str) -> str:
    with urllib.request.urlopen(address, timeout=120) as answer:
        return str(answer.read().decode("utf-8"))


def epoch_of(page: str) -> str:
    """The number of the build that the page shows, which its script hands to the server when it asks for a later one."""
    return str(re.findall(r"livereload\((\d+), \d+\);", page)[-1])


@contextmanager
def serving(root: Path, environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """The address of the course in `root`, on a free port until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "macros", "serve", "--port", str(port)],
        cwd=root,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + _START
        while True:
            try:
                ask(address)
                break
            except OSError:
                assert process.poll() is None, "the server ended"
                assert time.monotonic() < until, "the server did not start"
                time.sleep(0.1)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0, "the server did not end as it should"
