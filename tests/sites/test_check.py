"""`course check` as it is called: its formats, how it ends, and that nobody waits for it."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import ROOT, bread, course, edited

QUIZ = "quizzes/01-flour.md"
WRONG = edited(QUIZ, ("1. [x] Strong", "1. [ ] Strong"))


@pytest.mark.parametrize("form", ["people", "github", "sarif", "json"])
def test_it_ends_with_1_where_a_problem_stops_a_build(form: str, tmp_path: Path) -> None:
    done = course(bread(tmp_path, {QUIZ: WRONG}), "check", "--format", form)
    assert done.returncode == 1
    assert "quiz/no-right-answer" in done.stdout
    assert done.stderr == ""
    assert "\x1b" not in done.stdout


def test_it_ends_with_0_where_there_is_only_advice(tmp_path: Path) -> None:
    done = course(bread(tmp_path, {"docs/plain.md": "# Plain \n"}), "check")
    assert done.returncode == 0
    assert "[file/trailing-space]" in done.stdout
    assert "0 problems, 1 piece of advice." in done.stdout


@pytest.mark.parametrize("arguments", [("--format", "xml"), ("--fox",), ("docs",)])
def test_it_ends_with_2_where_it_is_called_wrongly(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert course(bread(tmp_path), "check", *arguments).returncode == 2


def test_json_and_sarif_are_whole_documents(tmp_path: Path) -> None:
    root = bread(tmp_path, {QUIZ: WRONG})
    assert json.loads(course(root, "check", "--format", "json").stdout)["errors"] == 1
    assert json.loads(course(root, "check", "--format", "sarif").stdout)["version"] == "2.1.0"


def test_two_runs_say_the_same(tmp_path: Path) -> None:
    root = bread(tmp_path, {QUIZ: WRONG, "docs/plain.md": "# Plain \n\n### Deep\n\n[x](y.md)\n"})
    for form in ("people", "github", "sarif", "json"):
        first, second = (course(root, "check", "--format", form).stdout for _ in range(2))
        assert first == second


def test_the_whole_course_is_checked_in_a_moment() -> None:
    """Processor time, start included, so that a busy machine does not fail the test; the best of three."""
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "macros", "check"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 1.6


def test_the_command_loads_no_host_before_it_needs_one() -> None:
    code = "import sys, macros.adapters.command; print(*sorted(m.partition('.')[0] for m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"mkdocs", "material", "markdown", "rich", "watchdog"} & set(done.stdout.split())


def test_fix_mends_says_what_it_did_and_checks_again(tmp_path: Path) -> None:
    root = bread(tmp_path, {"docs/plain.md": "# Plain \r\n\r\nYou need:\r\n- flour\r\n", QUIZ: WRONG})
    done = course(root, "check", "--fix")
    assert done.returncode == 1
    assert (root / "docs/plain.md").read_bytes() == b"# Plain\n\nYou need:\n\n- flour\n"
    assert "docs/plain.md:1: took spaces off the end of the line. [file/trailing-space]" in done.stdout
    assert "docs/plain.md:4: put a blank line before the list. [page/list-spacing]" in done.stdout
    assert "Mended 1 file." in done.stdout
    assert "[quiz/no-right-answer]" in done.stdout
    again = course(root, "check", "--fix")
    assert "Mended 0 files." in again.stdout


def test_fix_leaves_the_output_of_a_format_to_its_reader(tmp_path: Path) -> None:
    root = bread(tmp_path, {"docs/plain.md": "# Plain \n"})
    done = course(root, "check", "--fix", "--format", "json")
    assert json.loads(done.stdout)["problems"] == []
    assert "took spaces off" in done.stderr


def test_new_writes_what_passes_the_check(tmp_path: Path) -> None:
    root = bread(tmp_path)
    for arguments in (
        ("chapter", "--title", "Salt"),
        ("quiz", "--id", "extra"),
        ("worksheet", "--title", "Oven log", "--chapter", "oven"),
    ):
        done = course(root, "new", *arguments, "--yes")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Still to be written" in done.stdout
    assert "wrote" in done.stdout
    assert "changed docs/chapters/02-oven.md" in done.stdout
    assert course(root, "check").returncode == 0


def test_new_asks_for_what_is_not_given(tmp_path: Path) -> None:
    root = bread(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "macros", "new", "chapter"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input="Salt and time\n\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / "docs/chapters/03-salt-and-time.md").is_file()


@pytest.mark.parametrize(
    "arguments",
    [("chapter", "--id", "oven"), ("chapter", "--id", "No Id"), ("worksheet", "--chapter", "owen")],
)
def test_new_writes_nothing_where_a_name_cannot_be(arguments: tuple[str, ...], tmp_path: Path) -> None:
    root = bread(tmp_path)
    before = sorted(root.rglob("*.md"))
    done = course(root, "new", *arguments, "--yes")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert sorted(root.rglob("*.md")) == before


def test_schemas_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    root = bread(tmp_path)
    assert course(root, "schema", "--out", "elsewhere").returncode == 0
    names = sorted(p.name for p in (root / "elsewhere").iterdir())
    assert names == [
        "chapter.json",
        "glossary.json",
        "question-settings.json",
        "quiz-settings.json",
        "sources.json",
        "worksheet.json",
    ]
    assert json.loads((root / "elsewhere/chapter.json").read_text("utf-8"))["type"] == "object"


def test_the_editors_task_finds_every_problem_in_the_output(tmp_path: Path) -> None:
    task = json.loads((ROOT / ".vscode/tasks.json").read_text("utf-8"))["tasks"][0]
    pattern = re.compile(task["problemMatcher"]["pattern"]["regexp"])
    changes = {QUIZ: WRONG, "docs/plain.md": "# Plain \n\n[x](y.md)\n"}
    root = bread(tmp_path, dict(changes))
    found = [m.groups() for line in course(root, "check").stdout.split("\n") if (m := pattern.match(line))]
    listed = json.loads(course(root, "check", "--format", "json").stdout)["problems"]
    assert len(found) == len(listed) == 3
    places = {(p["path"], str(p["line"]), p["rule"]) for p in listed}
    assert {(path, line, rule) for path, line, _, _, rule in found} == places
