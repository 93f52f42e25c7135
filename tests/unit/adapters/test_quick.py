"""What the host is spared changes nothing of what it makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from mkdocs.theme import Theme
from mkdocs.utils import meta

from macros import memo
from macros.adapters.quick import keep_pages, keep_theme
from macros.content.front_matter import without_course

COURSE = "course:\n  id: a\n\n  outcomes:\n  - one\n# a remark\n"


@pytest.mark.parametrize(
    ("head", "left"),
    [
        (f"title: A\n{COURSE}", {"title": "A"}),
        (f"{COURSE}title: A\nsearch: {{exclude: true}}\n", {"title": "A", "search": {"exclude": True}}),
    ],
)
def test_a_host_reads_a_page_without_the_keys_of_the_engine(head: str, left: dict[str, Any]) -> None:
    text = f"---\n{head}---\n# Body\n\ncourse:\n  id: b\n"
    body, found = meta.get_data(without_course(text))
    assert found == left
    assert body == meta.get_data(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "# No front matter\n\ncourse:\n  a: b\n",
        "---\ntitle: A\n---\ncourse:\n  a: b\n",
        "---\ncourse:\n  a: never ends\n",
        "---\ncourse: {a: b,\n}\ntitle: A\n---\n",
        "---\ncourse:\n  a: &name b\ntitle: *name\n---\n",
        "---\ncourse:\n- a\n- b\n---\n",
        f"---\n{COURSE}---\nbody\n",
    ],
)
def test_a_page_whose_front_matter_is_not_plain_stays_as_it_is(text: str) -> None:
    assert without_course(text) == text


def pages(**more: Any) -> Environment:
    env = Environment(loader=DictLoader({}), **more)
    env.globals["call"] = lambda *words: "/".join(words)
    keep_pages(env)
    return env


def test_a_page_that_was_compiled_before_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    memo.forget()
    text = 'A {{ call("b", "c") }}'
    assert pages().from_string(text).render() == "A b/c"
    env = Environment()
    env.globals["call"] = lambda *words: "+".join(words)
    monkeypatch.setattr(env, "_generate", lambda *parts, **named: pytest.fail("compiled once more"))
    keep_pages(env)
    assert env.from_string(text).render() == "A b+c"


def test_other_marks_and_what_filters_give_are_compiled_anew() -> None:
    memo.forget()
    text = '<< call("b") >> {{ call("c") }} {{ "d" | mark }}'
    made = []
    for marks, word in (
        ({}, "one"),
        ({"variable_start_string": "<<", "variable_end_string": ">>"}, "two"),
        ({}, "three"),
    ):
        env = pages(**marks)
        env.filters["mark"] = lambda text, word=word: f"{text}-{word}"
        made.append(env.from_string(text).render())
    assert made == [
        '<< call("b") >> c d-one',
        'b {{ call("c") }} {{ "d" | mark }}',
        '<< call("b") >> c d-three',
    ]


def test_a_changed_template_of_the_theme_shows_at_once_and_icons_are_no_files(tmp_path: Path) -> None:
    memo.forget()
    (tmp_path / ".icons").mkdir()
    (tmp_path / ".icons/a.svg").write_text("<svg/>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/a.css").write_text("a")
    page = tmp_path / "page.html"
    page.write_text("{% include '.icons/a.svg' %} {{ word }}")
    theme = Theme(name=None, custom_dir=str(tmp_path), locale="en")
    plain = theme.get_env()
    keep_theme(theme)

    def shown() -> str:
        return str(theme.get_env().get_template("page.html").render(word="w"))

    assert shown() == shown() == plain.get_template("page.html").render(word="w") == "<svg/> w"
    page.write_text("new {{ word }}")
    assert shown() == "new w"
    listed = theme.get_env().list_templates()
    assert {"assets/a.css", "page.html"} <= set(listed)
    assert listed == [name for name in plain.list_templates() if not name.startswith(".")]


def test_a_theme_without_files_of_its_own_is_left_alone() -> None:
    env = Environment(loader=DictLoader({"a": "b"}))
    theme = type("Other", (), {"get_env": lambda self: env})()
    keep_theme(theme)
    assert theme.get_env().list_templates() == ["a"]
