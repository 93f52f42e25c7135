"""Puts a bench's result between two marks of a page: `python -m tests.bench.readme [PAGE] [RESULT]`, the README if not told."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.bench import report
from tests.bench.measure import RESULT
from tests.sites import ROOT

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def with_result(page: str, result: report.Result) -> str:
    """The page with the result's tables between the marks. Raises ValueError."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"Put {BEGIN} and {END} on lines of their own where the tables belong.")
    return f"{before}{BEGIN}\n\n{report.markdown(result)}\n{END}{after}"


def main(page: Path = ROOT / "README.md", result: Path = RESULT) -> int:
    try:
        page.write_text(with_result(page.read_text("utf-8"), json.loads(result.read_text("utf-8"))), "utf-8")
    except ValueError as error:
        sys.stderr.write(f"{page}: {error}\n")
        return 1
    except FileNotFoundError as error:
        sys.stderr.write(f"{error.filename}: there is no such file. `make bench` makes the result.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
