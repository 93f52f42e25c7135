"""Times the engine's own stages on the course in the current folder, in a process of its own; prints JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def main(site: Path) -> dict[str, float]:
    """Seconds of the processor by stage; `site` is one that a host has built. What earlier runs have kept is used, so a first
    build is timed only where none of it is left."""
    seconds: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        start = time.process_time()
        yield
        seconds[name] = time.process_time() - start

    with stage("import"):
        from macros import build
        from macros.check.all import check_course
        from macros.render.here import page_url
        from macros.render.slots import fill_slots, slot
    root = Path.cwd()
    with stage("read"):
        course = build.read_again(root).course
    with stage("check"):
        check_course(course)
    with stage("parts of pages"):
        for uri, page in course.pages.items():
            calls = (slot(c.name, page_url(uri), *map(str, c.arguments or ())) for c in page.calls)
            fill_slots("\n".join(calls), course)
    with stage("files after the pages"):
        for _ in build.artifacts(root, site):
            pass
    return seconds


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
