"""`course new course`: what it makes passes its own check, builds on both hosts and passes tests of its own, untouched."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macros.build import course_manifest, open_course
from macros.content.files import read_tree
from macros.content.new_course import STARTER, Who, goes_along, is_left_out, new_texts
from macros.model.colors import Chosen, Colors
from macros.render.tools import TOOLS
from tests.sites import ROOT, course, settings_in
from tests.sites.test_hosts import article, pages
from tests.unit.export.test_published_ids import ids

WHO = ("--title", 'Bees: "how" & why', "--id", "bees", "--subject", "Keeping bees, for those who fear them.")
MORE = ("--author", "Ann: Bee", "--author", "Bo Bee", "--deep", "#5a3e00", "--accent", "#9c2a10")
FORGE = ("--forge", "https://forge.example/ann/bees")
# Quick ones that read the course they stand in; `make test` there runs them all.
PART = (
    "tests/unit/test_layers.py",
    "tests/unit/check",
    "tests/unit/content/test_front_matter.py",
    "tests/unit/content/test_new.py",
    "tests/unit/content/test_schemas.py",
    "tests/unit/export/test_published_ids.py",
    "tests/unit/model/test_colors.py",
    "tests/unit/render/test_desk.py",
    "tests/unit/test_forge.py",
    "tests/sites/test_check.py::test_the_editors_task_finds_every_problem_in_the_output",
)


def new_course(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return course(ROOT, "new", "course", str(folder), *arguments, "--yes")


def inside(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the new course, with its own engine."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("new") / "bees"
    done = new_course(root, *WHO, *MORE, *FORGE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 problems, 0 pieces of advice." in done.stdout
    assert "What to do next" in done.stdout
    return root


def test_it_passes_its_own_check_without_a_word(made: Path) -> None:
    done = inside(made, "macros", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 chapters, 2 quizzes,")


@pytest.mark.build
def test_it_builds_on_both_hosts_with_links_to_edit_each_page(made: Path) -> None:
    shown: dict[str, list[str]] = {}
    for host in ("mkdocs", "zensical"):
        done = inside(made, "macros", "build", "--no-pdf", "--host", host, "--site-dir", f"site-{host}")
        assert done.returncode == 0, done.stdout + done.stderr
        site = made / f"site-{host}"
        for uri, path in pages(site).items():
            text = path.read_text("utf-8")
            assert "<!-- slot" not in text
            assert "{{" not in text
            if uri != "404.html":
                shown.setdefault(uri, []).append(" ".join(article(path).get_text(" ").split()))
        chapter = (site / "chapters/01-reason/index.html").read_text("utf-8")
        assert "https://forge.example/ann/bees/edit/main/docs/chapters/01-reason.md" in chapter
        assert "#5a3e00" in (site / "assets/learn/theme.css").read_text("utf-8")
        assert "#5a3e00" in (site / "assets/learn/favicon.svg").read_text("utf-8")
        assert json.loads((site / "course.json").read_text("utf-8"))["id"] == "bees"
    assert [uri for uri, (one, other) in shown.items() if one != other] == []


def test_it_passes_tests_of_its_own(made: Path) -> None:
    done = inside(made, "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", *PART)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr


def test_its_settings_say_who_it_is_and_nothing_else_does(made: Path) -> None:
    settings = settings_in((made / "mkdocs.yml").read_text("utf-8"))
    assert settings["site_name"] == 'Bees: "how" & why'
    assert settings["site_description"] == "Keeping bees, for those who fear them."
    assert settings["extra"]["course"]["id"] == "bees"
    assert settings["extra"]["course"]["authors"] == ["Ann: Bee", "Bo Bee"]
    colors = open_course(made).course.identity.colors
    assert (colors.light_scheme["deep"], colors.light_scheme["accent"]) == ("#5a3e00", "#9c2a10")
    for scheme in (colors.light, colors.dark):
        assert (
            settings["extra"]["course"]["colors"][("light", "dark")[scheme is colors.dark]] == scheme.colors
        )
    assert colors.light_scheme["paper"] == Colors(Chosen({"deep": "#5a3e00"})).light_scheme["paper"]
    assert settings["repo_url"] == "https://forge.example/ann/bees"
    assert 'name = "bees-course"' in (made / "pyproject.toml").read_text("utf-8")
    assert "by Ann: Bee and Bo Bee, CC BY 4.0" in (made / "LICENSE-content").read_text("utf-8")
    assert (made / "README.md").read_text("utf-8").startswith('# Bees: "how" & why\n')
    told = {"mkdocs.yml", "pyproject.toml", "LICENSE-content", "README.md"}
    files = {path: body for path, body in read_tree(made).items() if not path.startswith("site-")}
    assert {path for path, body in files.items() if b"Ann: Bee" in body} - told == {
        "tests/sites/test_new_course.py"
    }


def test_no_two_pages_say_the_same_of_themselves(made: Path) -> None:
    docs = sorted((made / "docs").rglob("*.md"))
    told = [re.findall(r"^description: (.+)$", page.read_text("utf-8"), re.MULTILINE)[0] for page in docs]
    assert len(told) > 20
    assert len(set(told)) == len(told)


def test_without_an_address_of_its_files_no_page_links_to_them(tmp_path: Path) -> None:
    assert new_course(tmp_path / "made").returncode == 0
    assert {"repo_url", "edit_uri"} & settings_in(
        (tmp_path / "made/mkdocs.yml").read_text("utf-8")
    ).keys() == set()


def test_what_is_made_and_what_is_this_courses_own_stays_here(made: Path) -> None:
    files = read_tree(made)
    assert not [p for p in files if p.startswith(("tests/course/", ".git/", ".venv/", "site/"))]
    assert "overrides/assets/learn/learn.mjs" in files
    own = {p.name for p in (ROOT / "docs/chapters").glob("*.md")} - {"01-reason.md", "02-decide.md"}
    assert not own & {p.rpartition("/")[2] for p in files}


@pytest.mark.parametrize("place", ["full", "full/file.txt"])
def test_nothing_is_written_where_something_is(place: str, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file.txt").write_text("mine", "utf-8")
    done = new_course(tmp_path / place)
    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert list(read_tree(tmp_path)) == ["full/file.txt"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--id", "No Id"), "cannot be an id"), (("--deep", "teal"), 'Write it as "#24415e"')],
)
def test_what_cannot_be_is_told_before_anything_is_written(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = new_course(tmp_path / "made", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "made").exists()


def test_a_folder_inside_this_course_is_refused() -> None:
    done = new_course(ROOT / "docs/another")
    assert done.returncode == 2
    assert "Name a folder beside it" in done.stderr


def test_an_engine_that_was_installed_alone_says_what_it_lacks(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "macros", tmp_path / "macros", ignore=shutil.ignore_patterns("__pycache__"))
    done = inside(tmp_path, "macros", "new", "course", str(tmp_path / "made"), "--yes")
    assert done.returncode == 1
    assert "installed as a package" in done.stderr
    assert not (tmp_path / "made").exists()


def test_it_asks_for_what_is_not_given(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "macros", "new", "course", str(tmp_path / "made")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        input="Salt and time\n\nWhat salt does.\nA cook\n",
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    identity = open_course(tmp_path / "made").course.identity
    assert (identity.title, identity.id, identity.description) == (
        "Salt and time",
        "salt-and-time",
        "What salt does.",
    )
    assert identity.authors == ("A cook",)


def test_a_color_that_nobody_can_read_is_reported_at_once(tmp_path: Path) -> None:
    done = new_course(tmp_path / "made", "--accent", "#ffd000")
    assert done.returncode == 1
    assert "[course/weak-color]" in done.stdout


def test_files_of_a_checkout_that_nobody_wrote_are_left_out() -> None:
    ignored = ("/.venv/", "/site-*/", "__pycache__/", "*.egg-info/", "/overrides/assets/learn/learn.js")
    for path in (
        ".git",
        ".git/config",
        ".venv/x",
        "site-a/index.html",
        "macros/__pycache__/a.pyc",
        "a.egg-info/x",
    ):
        assert is_left_out(path, ignored), path
    assert is_left_out("overrides/assets/learn/learn.js", ignored)
    for path in (
        ".github/x.yml",
        ".gitignore",
        "macros/build.py",
        "overrides/assets/learn/learn.mjs",
        "sites/x",
    ):
        assert not is_left_out(path, ignored), path
    assert goes_along("docs/contribute/rules.md")
    assert not goes_along("docs/index.md")


def test_any_name_survives_all_files() -> None:
    names = (
        "mkdocs.yml",
        "pyproject.toml",
        "LICENSE-content",
        *(f"{STARTER}{n}" for n in ("mkdocs.yml", "README.md", "CHANGELOG.md")),
    )
    texts = {name: (ROOT / name).read_text("utf-8") for name in names}
    title = r"A \1 \n title: # {{ 'x' }} – “é”"
    made = new_texts(texts, Who(title, "odd", title, (title,)))
    settings = settings_in(made["mkdocs.yml"])
    assert settings["site_name"] == settings["site_description"] == title
    assert settings["extra"]["course"]["authors"] == [title]
    assert title in made["README.md"]
    assert title in made["LICENSE-content"]


def test_the_starter_has_a_page_for_every_tool() -> None:
    """Whoever adds a tool writes a page for it in macros/starter/docs too, and its line in macros/starter/mkdocs.yml."""
    called = {call.name for page in open_course(ROOT / STARTER).course.pages.values() for call in page.calls}
    assert {f"{name}_tool" for name in TOOLS} - called == set()


def test_the_starters_list_of_published_ids_is_whole() -> None:
    starter = ROOT / STARTER
    listed = starter / "tests/published-ids.json"
    known = sorted(ids(json.loads(course_manifest(open_course(starter).course))))
    text = json.dumps(known, indent=0) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        listed.write_text(text, "utf-8", newline="\n")
    assert listed.read_text("utf-8") == text
