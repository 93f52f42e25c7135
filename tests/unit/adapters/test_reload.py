"""The server that is started anew when the engine changes: it ends with whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.sites import ROOT

SERVER = (
    "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(f'{os.getpid()}\\n'); time.sleep(60)"
)
STARTER = """
import os, sys
from pathlib import Path
from macros.adapters.reload import run_and_restart
server, pid, log, root = sys.argv[1:]
def before():
    with Path(log).open("a") as file:
        file.write("again\\n")
sys.exit(run_and_restart([sys.executable, "-c", server, pid], Path(root), os.environ, before))
"""


def started(root: Path) -> subprocess.Popen[bytes]:
    """Writes the server's process to `pid` in `root`, and to `log` a line each time before the server starts."""
    files = [str(root / "pid"), str(root / "log")]
    return subprocess.Popen([sys.executable, "-c", STARTER, SERVER, *files, str(root)], cwd=ROOT)


def lines_of(path: Path, count: int) -> list[str]:
    """The lines of the file as soon as it has so many."""
    for _ in range(200):
        if path.is_file() and len(lines := path.read_text("utf-8").splitlines()) >= count:
            return lines
        time.sleep(0.05)
    pytest.fail(f"{path.name} has no line {count}")


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_ending_the_command_ends_its_server(tmp_path: Path, sign: signal.Signals) -> None:
    starter = started(tmp_path)
    (server,) = lines_of(tmp_path / "pid", 1)
    starter.send_signal(sign)
    assert starter.wait(10) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(server), 0)


def test_saved_settings_make_the_styles_anew(tmp_path: Path) -> None:
    settings = tmp_path / "mkdocs.yml"
    settings.write_text("site_name: One\n", "utf-8")
    starter = started(tmp_path)
    try:
        lines_of(tmp_path / "pid", 1)
        assert lines_of(tmp_path / "log", 1) == ["again"]
        settings.write_text("site_name: Two\n", "utf-8")
        lines_of(tmp_path / "log", 2)
    finally:
        starter.send_signal(signal.SIGTERM)
        assert starter.wait(10) == 0
