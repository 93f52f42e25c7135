"""The server that is started anew when the engine changes: it ends with whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SERVER = (
    "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)"
)
STARTER = """
import os, sys
from pathlib import Path
from macros.adapters.reload import run_and_restart
sys.exit(run_and_restart([sys.executable, "-c", sys.argv[1], sys.argv[2]], Path.cwd(), os.environ, lambda: None))
"""


COUNTER = """
import os, sys
from pathlib import Path
from macros.adapters.reload import run_and_restart
def before():
    with Path(sys.argv[3]).open("a") as file:
        file.write("again\\n")
sys.exit(run_and_restart([sys.executable, "-c", sys.argv[1], sys.argv[2]], Path(sys.argv[4]), os.environ, before))
"""


def wait_for(path: Path) -> int:
    for _ in range(200):
        if path.is_file() and path.read_text():
            return int(path.read_text())
        time.sleep(0.05)
    pytest.fail("the server did not start")


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_ending_the_command_ends_its_server(tmp_path: Path, sign: signal.Signals) -> None:
    pid = tmp_path / "pid"
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, SERVER, str(pid)], cwd=Path(__file__).parents[3]
    )
    server = wait_for(pid)
    starter.send_signal(sign)
    assert starter.wait(10) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_saved_settings_make_the_styles_anew(tmp_path: Path) -> None:
    settings, log, pid = tmp_path / "mkdocs.yml", tmp_path / "log", tmp_path / "pid"
    settings.write_text("site_name: One\n", "utf-8")
    starter = subprocess.Popen(
        [sys.executable, "-c", COUNTER, SERVER, str(pid), str(log), str(tmp_path)],
        cwd=Path(__file__).parents[3],
    )
    try:
        wait_for(pid)
        assert log.read_text("utf-8") == "again\n"
        settings.write_text("site_name: Two\n", "utf-8")
        for _ in range(200):
            if log.read_text("utf-8").count("again") > 1:
                break
            time.sleep(0.05)
        assert log.read_text("utf-8").count("again") > 1
    finally:
        starter.send_signal(signal.SIGTERM)
        assert starter.wait(10) == 0
