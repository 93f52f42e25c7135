"""What the playground loads: the check's own modules, complete and alone, with the same verdict on every quiz."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from macros.build import _engine, open_course, playground_files
from macros.export import playground
from macros.export.offline import PLAYGROUND, disk_files, kept_paths, service_worker
from macros.render.slots import fill_slots, slot
from tests.playground import by_the_check, course_with_playground, need_runtime, texts
from tests.sites import BREAD

# Run by a Python that sees nothing but its own library and the zip.
ALONE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from macros.adapters.playground import Playground
given = json.load(sys.stdin)
place = Playground(given["facts"])
answers = {name: json.loads(place.look(text, id)) for name, (text, id) in given["texts"].items()}
homes = {str(getattr(module, "__file__", None) or "") for module in list(sys.modules.values())}
print(json.dumps({"answers": answers, "homes": sorted(homes)}))
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course_with_playground(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def alone(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    engine = tmp_path_factory.mktemp("alone") / "engine.zip"
    engine.write_bytes(_engine())
    given = {"facts": playground.facts(open_course(root).course).decode(), "texts": texts()}
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", ALONE, str(engine)],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    value: dict[str, object] = json.loads(done.stdout)
    return value | {"engine": str(engine)}


def test_it_needs_nothing_but_the_zip_and_pythons_own_library(alone: dict[str, object]) -> None:
    homes = alone["homes"]
    assert isinstance(homes, list)
    assert [
        home for home in homes if "site-packages" in home or "/macros/" in home.split("engine.zip")[0]
    ] == []
    assert any(home.startswith(str(alone["engine"])) and "markdown_it" in home for home in homes)


@pytest.mark.parametrize("name", texts())
def test_it_says_of_every_quiz_what_the_check_says(alone: dict[str, object], root: Path, name: str) -> None:
    answers = alone["answers"]
    assert isinstance(answers, dict)
    assert answers[name]["problems"] == by_the_check(root, *texts()[name])


def test_the_samples_hold_what_only_the_rest_of_the_course_can_tell(root: Path) -> None:
    found = {p["rule"] for text, id in texts().values() for p in by_the_check(root, text, id)}
    assert {
        "quiz/unknown-see",
        "quiz/unused",
        "course/vanished-id",
        "course/former-id-in-use",
        "page/other-host",
        "file/unwritten",
        "file/trailing-space",
        "quiz/no-right-answer",
    } <= found


def test_a_quiz_looks_as_on_its_page(alone: dict[str, object], root: Path) -> None:
    answers = alone["answers"]
    assert isinstance(answers, dict)
    quiz = (BREAD / "quizzes/01-flour.md").read_text("utf-8")
    from macros.adapters.playground import Playground

    course = open_course(root).course
    look = json.loads(Playground(playground.facts(course).decode()).look(quiz, "01-flour"))
    page = fill_slots(slot("quiz", "chapters/02-oven/", "01-flour"), course)
    start = page.index("<learn-quiz")
    # Links start at the site's root here, and at the page there.
    assert look["html"].replace('href="chapters/', 'href="../') == page[start:].replace(
        'href="../../chapters/', 'href="../'
    )
    assert "<script>alert" not in json.dumps(answers["markup"]["html"])


def test_the_same_files_give_the_same_bytes(root: Path) -> None:
    own = {"macros/__init__.py": "from macros.paper import paper\n", "macros/paper.py": ""}
    own |= {"macros/adapters/__init__.py": "", "macros/adapters/playground.py": "import json\n"}
    own |= dict.fromkeys(playground.TEMPLATES, "{}")
    packages = {"mdurl/__init__.py": b"a = 1\n", "mdurl/_parse.py": b"", "mdurl/py.typed": b""}
    one = playground.engine(own, packages, {"mdurl/LICENSE": b"MIT"})
    other = playground.engine(
        dict(reversed(own.items())), dict(reversed(packages.items())), {"mdurl/LICENSE": b"MIT"}
    )
    assert one == other
    assert zipfile.ZipFile(io.BytesIO(one)).namelist() == [
        "licenses/mdurl/LICENSE",
        "macros/__init__.py",
        "macros/adapters/__init__.py",
        "macros/adapters/playground.py",
        "macros/render/templates/quiz.html.jinja",
        "mdurl/__init__.py",
        "mdurl/_parse.py",
    ]
    assert playground_files(root) == playground_files(root)


def test_the_zip_carries_licenses_and_no_rooms_that_a_browser_has_no_use_for() -> None:
    names = zipfile.ZipFile(io.BytesIO(_engine())).namelist()
    for part in ("Jinja2", "markdown-it-py", "MarkupSafe", "mdurl", "PyYAML"):
        assert any(name.startswith(f"licenses/{part}/LICENSE") for name in names)
    for room in ("macros/adapters/command.py", "macros/export/pdf/engine.py", "macros/build.py"):
        assert room not in names
    assert len(_engine()) < 500_000


def test_a_course_without_a_playground_carries_nothing_of_it() -> None:
    assert playground_files(BREAD) == {}


def test_where_the_runtime_is_missing_the_page_can_tell() -> None:
    course = open_course(BREAD).course
    files = playground.playground_files(course, {}, b"zip", b"", b"")
    assert json.loads(files[f"{PLAYGROUND}playground.json"]) == {"check": False, "bytes": 0, "stock": False}
    assert f"{PLAYGROUND}engine.zip" not in files
    assert playground.runtime_files({"pyodide.mjs": b"", "pyodide-lock.json": b'{"info": {}}'}) == {}


def test_the_runtime_lists_no_packages_that_it_could_fetch_from_elsewhere(root: Path) -> None:
    need_runtime()
    files = playground_files(root)
    lock = json.loads(files[f"{PLAYGROUND}pyodide/pyodide-lock.json"])
    assert lock["packages"] == {}
    assert lock["info"]["arch"] == "wasm32"
    listing = json.loads(files[f"{PLAYGROUND}playground.json"])
    assert listing["check"]
    assert listing["stock"]
    assert 10_000_000 < listing["bytes"] < 16_000_000
    assert b"MIT" in files[f"{PLAYGROUND}LICENSES.txt"]
    assert b"Mozilla Public License 2.0" in files[f"{PLAYGROUND}LICENSES.txt"]


def test_nobody_gets_it_unasked() -> None:
    files = {"index.html": b"", f"{PLAYGROUND}pyodide/pyodide.asm.wasm": b"", f"{PLAYGROUND}engine.zip": b""}
    assert list(kept_paths(files)) == ["index.html"]
    assert PLAYGROUND.encode() not in service_worker("", dict.fromkeys(files, "digest"))
    assert not any(path.startswith(PLAYGROUND) for path in disk_files(files, b"{}"))
