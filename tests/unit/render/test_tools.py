"""The tool pages' HTML: complete without scripts, with every word that their elements say."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from macros.build import open_course
from macros.render import tools
from macros.render.here import Here
from tests.sites import BREAD, ROOT

COURSE = open_course(BREAD).course
TOOLS = {f"learn-{name.replace('_', '-')}": tool for name, tool in tools.TOOLS.items()}
ELEMENTS = ROOT / "overrides" / "assets" / "learn" / "elements"
TEMPLATES = ROOT / "macros" / "render" / "templates" / "tools"
HERE = Here("tools/notes.md", "tools/notes/")
# No words of the template: a property, a file's ending, what an element puts together out of others.
MADE_THERE = {"length", "htmlFor", "html", "summary"}
SHARED = {"core/base.mjs", "core/formula.mjs", "core/saved.mjs", "core/store.mjs", "elements/tool-parts.mjs"}


def root(name: str, here: Here = HERE) -> Tag:
    found = BeautifulSoup(TOOLS[name](COURSE, here), "html.parser").find(name)
    assert isinstance(found, Tag)
    return found


@pytest.mark.parametrize("name", TOOLS)
def test_it_names_the_course_and_where_its_manifest_is(name: str) -> None:
    assert root(name)["data-course"] == "bread"
    assert root(name)["data-manifest"] == "../../course.json"
    assert root(name, Here("tools/notes.md", "tools/notes.html"))["data-manifest"] == "../course.json"
    assert {"learn", "learn-tool"} <= set(root(name)["class"])
    assert root(name).has_attr("data-search-exclude")


@pytest.mark.parametrize("name", TOOLS)
def test_what_needs_scripts_is_out_of_sight_without_them(name: str) -> None:
    bare, live = root(name).find_all("div", recursive=False)
    assert live.has_attr("hidden")
    assert not bare.has_attr("hidden")
    assert bare.find_all(["button", "input"]) == []
    links = [a["href"] for a in bare.find_all("a")]
    assert "../../worksheets/" in links
    assert any(link.startswith("../../chapters/01-flour/") for link in links)


def test_review_leads_to_each_quiz() -> None:
    bare = root("learn-review").find("div")
    assert isinstance(bare, Tag)
    links = [a["href"] for a in bare.find_all("a")]
    assert links[:2] == ["../../chapters/01-flour/#quiz", "../../chapters/02-oven/#quiz"]
    assert "3 questions" in bare.get_text()
    assert re.search(r"1 question\b", bare.get_text())


def modules(name: str) -> dict[str, str]:
    """The element's module and those it is made of, by path; what several tools share is left out."""
    found: dict[str, str] = {}

    def visit(path: Path) -> None:
        text = found[path.relative_to(ELEMENTS.parent).as_posix()] = path.read_text("utf-8")
        for target in re.findall(r"from '(\.[^']+)'", text):
            module = (path.parent / target).resolve()
            if module.relative_to(ELEMENTS.parent).as_posix() not in found.keys() | SHARED:
                visit(module)

    visit(ELEMENTS / f"{name}.mjs")
    return found


@pytest.mark.parametrize("name", TOOLS)
def test_every_word_the_element_asks_for_is_there_and_none_is_idle(name: str) -> None:
    words = json.loads(str(root(name)["data-words"]))
    assert all(words.values())
    # Words for a part that several tools share stand together.
    words |= {key: word for group in words.values() if isinstance(group, dict) for key, word in group.items()}
    found = modules(name)
    script = "\n".join(found.values())
    short = name.removeprefix("learn-")
    # Some parts stand there only where the course has something for them.
    html = (TEMPLATES / f"{short}.html.jinja").read_text("utf-8")
    html += "".join(
        (TEMPLATES.parent / inner).read_text("utf-8") for inner in re.findall(r'{% from "([^"]+)"', html)
    )
    its_own = rf"(?:core|elements)/(?:learn-)?{short}(?:-\w+)?\.mjs" + (
        r"|elements/ratings-parts\.mjs" if short == "team" else ""
    )
    own = "\n".join(text for path, text in found.items() if re.fullmatch(its_own, path))
    # A word's own name is followed by nothing that is done with it, except filling it in.
    named = set(re.findall(r"\bwords\.(?:plan\.)?(\w+)(?!\w*\()", own)) - MADE_THERE
    counted = re.findall(r"(?:#count\(|countWords\([\w.]+, )'(\w+)'", own)
    named |= {f"{prefix}{suffix}" for prefix in counted for suffix in ("", "One")}
    assert named - words.keys() == set()
    # Words named by a value: kinds of notes, states of answers, refusals of a file, troubles of the store.
    by_value = r"(?:do|file|rows|row|field|state|by|word)-[\w-]+|ask-your\w*|ask-your-team|summary|action-plan|quiz|worksheet|right|later|missed|remind|remindDays|\w+(?:Mark|One)|refused|full|newer|damaged"
    idle = [
        w
        for w in words.keys() - named
        if not re.fullmatch(by_value, w) and not re.search(rf"['`.]{re.escape(w)}\b", script)
    ]
    assert idle == []
    for part in re.findall(r"part\('([\w-]+)'\)", own):
        assert f'data-part="{part}"' in html or f"part = '{part}'" in script or f"part: '{part}'" in script, (
            part
        )


def test_every_refusal_of_a_file_has_a_sentence() -> None:
    words = json.loads(str(root("learn-notes")["data-words"]))
    saved = (ELEMENTS.parent / "core" / "saved.mjs").read_text("utf-8")
    # The function's own list of what may be wrong; a damaged file is not refused.
    told = re.search(r"@returns .*problem: null((?: \| '[\w-]+')+)", saved)
    assert told
    problems = set(re.findall(r"'([\w-]+)'", told[1])) - {"damaged"} | {"unreadable"}
    assert len(problems) > 5
    assert {f"file-{problem}" for problem in problems} <= words.keys()


def test_every_trouble_of_the_store_has_a_sentence() -> None:
    store = (ELEMENTS.parent / "core" / "store.mjs").read_text("utf-8")
    troubles = set(re.findall(r"#say\('(\w+)'\)", store)) | {"full", "refused"}
    for name in TOOLS:
        assert troubles <= json.loads(str(root(name)["data-words"])).keys()


def test_review_has_a_quiz_to_put_questions_into() -> None:
    shell = root("learn-review").find("template")
    assert isinstance(shell, Tag)
    quiz = shell.find("learn-quiz")
    assert isinstance(quiz, Tag)
    assert quiz.find("form") is None
    assert quiz.find(class_="learn-quiz__map") is not None
    for kind in ("single", "multiple", "sequence"):
        assert quiz.has_attr(f"data-{kind}-right")


@pytest.mark.parametrize("name", TOOLS)
def test_a_title_cannot_break_out_of_an_attribute(name: str) -> None:
    evil = "a' onload='alert(1)\"><script>alert(1)</script>"
    course = dataclasses.replace(
        COURSE,
        identity=dataclasses.replace(COURSE.identity, title=evil),
        chapters=tuple(dataclasses.replace(c, title=evil) for c in COURSE.chapters),
    )
    found = BeautifulSoup(TOOLS[name](course, HERE), "html.parser")
    element = found.find(name)
    assert isinstance(element, Tag)
    assert found.find("script") is None
    assert not element.has_attr("onload")
    json.loads(str(element["data-words"]))


def test_a_course_without_chapters_or_worksheets_still_has_its_pages() -> None:
    bare = dataclasses.replace(COURSE, chapters=(), quizzes={}, pages={})
    for tool in TOOLS.values():
        assert "needs scripts" in tool(bare, HERE)


@pytest.mark.parametrize("name", ["learn-plan", "learn-team", "learn-course-plan"])
def test_beside_each_calendar_file_stands_how_to_import_it_again(name: str) -> None:
    element = root(name)
    shown = element.get_text() + json.loads(str(element["data-words"])).get("planCalendar", "")
    assert shown.count("delete that calendar and import the new file") == 1
