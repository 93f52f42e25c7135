"""What every course gets from this one (engine, theme, tests, workbench, starter) holds no word of this one's subject."""

from __future__ import annotations

import re
from pathlib import Path

from macros.build import ASSETS, open_course
from tests.sites import ROOT, course

SUBJECT = re.compile(
    r"\b(?:msps?|bsps?|managed[ -]services?|business[ -]services|pivot[ -](?:course|factors?|plan)|i\.?t\.? (?:service )?(?:firm|provider)s?"
    r"|mark s\.\s?a\. smith|thirteen[ -]chapters?|northfork|harbor lane)\b",
    re.IGNORECASE,
)
# The engine's license names its authors; whoever hands the engine on has to keep that.
KEPT = {"LICENSE"}


def test_the_engine_and_the_theme_hold_no_color_of_this_course() -> None:
    colors = open_course(ROOT).course.identity.colors
    own = {*colors.light.colors.values(), *colors.dark.colors.values()}
    assert len(own) > 10
    found = [
        f"{path.relative_to(ROOT)}: {color}"
        for folder in ("macros", "overrides")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".css", ".mjs", ".js", ".html", ".jinja", ".svg"}
        and path.parent != ROOT / ASSETS
        for color in own
        if color in path.read_text("utf-8").lower()
    ]
    assert found == []


def test_another_course_holds_no_word_of_this_ones_subject(tmp_path: Path) -> None:
    made = tmp_path / "made"
    done = course(ROOT, "new", "course", str(made), "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    found = []
    for path in sorted(p for p in made.rglob("*") if p.is_file()):
        name = path.relative_to(made).as_posix()
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {m[0]}" for m in SUBJECT.finditer(f"{name}\n{text}") if name not in KEPT]
    assert found == []
