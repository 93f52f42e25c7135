"""What the host is spared changes nothing of what it makes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError, pass_context
from mkdocs.theme import Theme
from mkdocs.utils import meta
from mkdocs.utils.templates import url_filter

from macros import memo
from macros.adapters.artifacts import SERVING
from macros.adapters.quick import Quick, fill_calls, keep_theme
from macros.content.front_matter import without_course
from macros.render.here import page_url

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


SIGNS = {"comment_start_string": "{##", "comment_end_string": "##}"}


def pages(**more: Any) -> tuple[Environment, Environment]:
    """An environment as the host makes it, and one in which pages are filled."""
    envs = tuple(Environment(loader=DictLoader({}), **{**SIGNS, **more}) for _ in range(2))
    for env in envs:
        env.globals["call"] = lambda *words: "/".join(words)
        env.globals["page_of"] = pass_context(lambda context, *words: context["page"])
    fill_calls(envs[1])
    return envs[0], envs[1]


@pytest.mark.parametrize(
    "text",
    [
        'A {{ call("b", "c") }} and {{call()}}.\n\n{{ call("é–<&>") }}\n',
        "No call\n\n",
        '{{ page_of("x") }}',
        '{{ call("a") | upper }} {{ call(page) }}',
        '{% if page %}{{ call("a") }}{% endif %}',
        '{{ local("a") }}',
        "Windows\r\nlines {{ call() }}\r\n",
    ],
)
def test_a_page_is_filled_as_its_template_would_be(text: str) -> None:
    values: dict[str, Any] = {"page": "P", "local": lambda word: word * 2}
    plain, filled = pages()
    assert filled.from_string(text).render(**values) == plain.from_string(text).render(**values)


def test_a_page_with_plain_calls_is_not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    _, filled = pages()
    monkeypatch.setattr(filled, "compile", lambda *parts, **named: pytest.fail("compiled"))
    assert filled.from_string('A {{ call("b") }}\n').render(page="P") == "A b"


def test_a_name_of_the_page_is_called_before_a_macro_of_that_name() -> None:
    plain, filled = pages()
    for env in (plain, filled):
        assert env.from_string('{{ call("a") }}').render(call=lambda word: f"own {word}") == "own a"


@pytest.mark.parametrize(
    "more",
    [
        {"variable_start_string": "<<", "variable_end_string": ">>"},
        {"autoescape": True},
        {"keep_trailing_newline": True},
        {"comment_start_string": "{#", "comment_end_string": "#}"},
    ],
)
def test_other_settings_of_the_host_are_kept_to(more: dict[str, Any]) -> None:
    text = '<< call("b") >> {{ call("<c>") }} {# d #}\n'
    plain, filled = pages(**more)
    assert filled.from_string(text).render() == plain.from_string(text).render()


def test_a_call_of_nothing_fails_as_before() -> None:
    _, filled = pages(undefined=StrictUndefined)
    with pytest.raises(UndefinedError, match="nothing"):
        filled.from_string("{{ nothing() }}").render()


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


ENTRY = """
{% macro render(nav_item, path, level, parent) %}
  {% if nav_item.children %}<li id="{{ path }}" {{ level }}{{ " open" if parent and parent.active }}>{{ nav_item.title }}
  {% for item in nav_item.children %}
    {{ render(item, path ~ "_" ~ loop.index, level + 1, nav_item) }}
  {% endfor %}</li>
  {% else %}<a href="{{ nav_item.url | url }}"{{ " here" if nav_item == page }}>{{ nav_item.title }}</a>{% endif %}
{% endmacro %}
"""
LIST = """{% import "partials/nav-item.html" as item with context %}
{% for nav_item in nav.items %}{% set path = "n" ~ loop.index %}{{ item.render(nav_item, path, 1) }}{% endfor %}"""
TREES = st.recursive(
    st.sampled_from(("index.md", "a.md", "b/index.md", "b/c.md", "b/d.md", "b/e/f.md", "b/e/index.md")),
    lambda below: st.lists(below, min_size=1, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize("directory_urls", [True, False])
@given(trees=st.lists(TREES, min_size=1, max_size=3))
def test_an_entry_written_once_is_what_each_page_would_write(directory_urls: bool, trees: list[Any]) -> None:
    made: dict[str, Any] = {}
    nav = SimpleNamespace(items=[entry(one, made, directory_urls) for one in trees])
    nav.pages = list(made.values())
    with TemporaryDirectory() as folder:
        shown = []
        for is_for_one_site in (False, True):
            theme = Theme(name=None, custom_dir=folder, locale="en")
            (Path(folder) / "partials").mkdir(exist_ok=True)
            (Path(folder) / "partials/nav-item.html").write_text(ENTRY)
            (Path(folder) / "partials/nav.html").write_text(LIST)
            keep_theme(theme, is_for_one_site)
            env = theme.get_env()
            env.filters["url"] = url_filter
            template = env.get_template("partials/nav.html")
            shown.append([listed(template, page, nav) for page in (*nav.pages, None)])
    assert shown[0] == shown[1]


def entry(tree: Any, made: dict[str, Any], directory_urls: bool) -> Any:
    if isinstance(tree, str):
        if tree not in made:
            made[tree] = Entry(title=tree, children=None, url=page_url(tree, directory_urls))
        return made[tree]
    return Entry(title="part", children=[entry(one, made, directory_urls) for one in tree])


class Entry(SimpleNamespace):
    """A page, or a part, which is active where one of its pages is."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def active(self) -> bool:
        return self.shown if self.children is None else any(one.active for one in self.children)

    shown = False


def listed(template: Any, page: Any, nav: Any) -> str:
    if page is None:
        return str(template.render(page=None, nav=nav, base_url="."))
    page.shown = True
    html = str(template.render(page=page, nav=nav, base_url="."))
    page.shown = False
    return html


def test_a_page_that_is_written_is_let_go_unless_another_plugin_may_ask_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def left(*plugins: str) -> Any:
        page: Any = SimpleNamespace(content="words", markdown="words")
        config: Any = SimpleNamespace(plugins=dict.fromkeys(("macros", *plugins)))
        Quick(tmp_path).on_post_page("<p>words</p>", page=page, config=config)
        return page.content

    assert left("material/search") is None
    assert left("search", "another") == "words"
    monkeypatch.setenv(SERVING, "1")
    assert left("search") == "words"
