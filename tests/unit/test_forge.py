"""The forge's files: forms that it can read, workflows with no more rights than they need."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.sites import ROOT

FORGE = ROOT / ".github"
WORKFLOWS = sorted((FORGE / "workflows").glob("*.yml"))
FORMS = sorted((FORGE / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
# A commit and the version that it is; 40 digits, as a shorter name could be given to another commit.
PINNED = re.compile(r"uses: [\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
WRITES = {"preview-comment.yml": {"pull-requests"}, "publish.yml": {"pages", "id-token"}}


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def tool(name: str) -> str:
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing, and CI must not skip this check. Run `make .venv/.test`.")
        pytest.skip(f"{name} is missing; `make test` installs it")
    return found


def passes(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_finds_no_weakness_in_any_workflow() -> None:
    passes(tool("zizmor"), "--offline", "--no-progress", "--persona", "pedantic", str(FORGE))


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [FORGE / "ISSUE_TEMPLATE/config.yml"]),
        ("vendor.dependabot", [FORGE / "dependabot.yml"]),
    ],
)
def test_the_forge_can_read_its_files(schema: str, paths: list[Path]) -> None:
    assert paths
    passes(tool("check-jsonschema"), "--builtin-schema", schema, *map(str, paths))


def test_actionlint_finds_nothing_where_it_is_installed() -> None:
    # It comes as a program for each system and from no package index.
    if shutil.which("actionlint") is None:
        pytest.skip("actionlint is missing")
    passes("actionlint", *map(str, WORKFLOWS))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_a_workflow_has_the_least_rights_and_pins_each_action(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        writes = {name for name, level in job["permissions"].items() if level == "write"}
        assert writes <= WRITES.get(path.name, set())
        assert int(job["timeout-minutes"]) <= 60
        for step in job["steps"]:
            # What an outsider may write (a title, a branch's name) never becomes part of a script.
            assert "${{" not in step.get("run", "")
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"
    for line in path.read_text("utf-8").splitlines():
        assert "uses:" not in line or PINNED.search(line), line


def test_one_action_is_pinned_to_one_commit_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for action, commit in re.findall(r"uses: (\S+)@(.*)", path.read_text("utf-8")):
            pins.setdefault(action, set()).add(commit)
    assert pins
    assert {action: commits for action, commits in pins.items() if len(commits) > 1} == {}


def test_what_may_write_runs_nothing_of_a_proposal() -> None:
    comment = read(FORGE / "workflows/preview-comment.yml")
    assert list(comment["on"]) == ["workflow_run"]
    (job,) = comment["jobs"].values()
    assert not [step for step in job["steps"] if "uses" in step]
    (script,) = (step["run"] for step in job["steps"])
    assert "checkout" not in script
    assert script.index("=~ ^[0-9]+$") < script.index("repos/$GH_REPO/pulls/$number")
    build = read(FORGE / "workflows/preview.yml")
    assert list(build["on"]) == ["pull_request"]
    for path in WORKFLOWS:
        assert "pull_request_target" not in path.read_text("utf-8")
        assert "secrets." not in path.read_text("utf-8")


def comment_script(
    number: str, folder: Path, head: str = "abcdef1234567"
) -> subprocess.CompletedProcess[str]:
    """Runs the comment's script with a `gh` that answers as the forge does, and writes down what it is asked."""
    (script,) = (
        step["run"] for step in read(FORGE / "workflows/preview-comment.yml")["jobs"]["comment"]["steps"]
    )
    fake = folder / "gh"
    fake.write_text(
        f"""#!/usr/bin/env bash
printf '%s\\n' "$*" >> {folder}/asked
case "$*" in
  "run download"*) cp {folder}/number.txt . ;;
  *pulls/*) echo {head} ;;
  *artifacts*) echo 77 ;;
  *POST*) cp body.json {folder} ;;
esac
"""
    )
    fake.chmod(0o755)
    (folder / "number.txt").write_text(number)
    jq = folder / "jq"
    jq.write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.dumps({{'body': sys.argv[4]}}))\n")
    jq.chmod(0o755)
    return subprocess.run(
        ["bash", "-e", "-c", script],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={
            **os.environ,
            "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
            "RUN": "5",
            "COMMIT": "abcdef1234567",
            "GH_REPO": "o/r",
            "GITHUB_SERVER_URL": "https://forge.example",
            "MARK": "<!-- course preview -->",
        },
    )


def test_the_comment_names_the_preview_of_the_commit_that_was_built(tmp_path: Path) -> None:
    done = comment_script("12\n", tmp_path)
    assert done.returncode == 0, done.stderr
    body = json.loads((tmp_path / "body.json").read_text())["body"]
    assert body.startswith(
        "<!-- course preview -->\n[Download the preview](https://forge.example/o/r/actions/runs/5/artifacts/77)"
    )
    assert "of commit abcdef1." in body
    assert "issues/12/comments" in (tmp_path / "asked").read_text()


@pytest.mark.parametrize("number", ["12; touch hit", "$(touch hit)", "../../x", "", "12 13", "-1"])
def test_a_number_that_is_none_is_refused_before_anything_is_asked(tmp_path: Path, number: str) -> None:
    done = comment_script(number, tmp_path)
    assert done.returncode == 1
    assert "is no number" in done.stdout
    assert (tmp_path / "asked").read_text().count("\n") == 1


def test_a_number_of_somebody_elses_proposal_gets_no_comment(tmp_path: Path) -> None:
    done = comment_script("13\n", tmp_path, head="0000000")
    assert done.returncode == 0
    assert not (tmp_path / "body.json").exists()


def test_forms_lead_to_guides_that_are_there_and_ask_for_ones_own_words() -> None:
    assert len(FORMS) == 5
    for path in FORMS:
        form = read(path)
        (text,) = (part["attributes"]["value"] for part in form["body"] if part["type"] == "markdown")
        (guide,) = re.findall(r"\.\./blob/HEAD/(docs/contribute/[\w-]+\.md)", text)
        assert (ROOT / guide).is_file()
        asks = [part for part in form["body"] if part["type"] != "markdown"]
        assert all(
            part["attributes"].get("description")
            or part["attributes"]["label"].endswith(("?", "question", "example", "words"))
            for part in asks
        )
        assert any(part["id"] == "own" for part in asks) == (path.name[0] in "2345")
