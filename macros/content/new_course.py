"""Another course out of this engine: which files go along, and who the new course says it is. Nothing is read or written here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from macros.model.colors import Chosen, Colors

STARTER = "macros/starter/"
"""A small course, whose files take the places of this one's."""

# What is this course's own: its words, its tests, the pictures of its README.
_OWN = (
    "docs/",
    "quizzes/",
    "tests/course/",
    "tests/published-ids.json",
    ".github/pictures/",
    "overrides/assets/icons/",
    "overrides/assets/card.png",
)
_OWN_FILES = ("mkdocs.yml", "README.md", "CHANGELOG.md", "overrides/.icons/course/logo.svg")
# Pages that say what the engine does, and so hold for every course.
_SHARED = ("docs/contribute/playground.md", "docs/contribute/rules.md", "docs/contribute/new-course.md")
_ALWAYS_OUT = (".git", "__pycache__/")
# What the starter's settings leave to the engine's: everything but these.
_IDENTITY_KEYS = (
    "site_name",
    "site_description",
    "copyright",
    "repo_url",
    "edit_uri",
    "not_in_nav",
    "extra",
    "nav",
)
FORMS = ".github/ISSUE_TEMPLATE/"
# A sentence of a form that sends to a guide.
_GUIDE = re.compile(r"\[[^\]]+\]\(\.\./blob/HEAD/(docs/contribute/[\w-]+\.md)\) [^.]*\.")
_FORGE = re.compile(r"^# (repo_url|edit_uri): .*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Who:
    """What a course maker says of the new course. `colors` may hold "deep" and "accent"; `forge` is the address of its files."""

    title: str
    id: str
    subject: str
    authors: tuple[str, ...]
    colors: Mapping[str, str] = field(default_factory=dict)
    forge: str = ""


def goes_along(path: str, ignored: Iterable[str] = ()) -> bool:
    """Whether a file of this project, by its path, belongs into every course; `ignored` are the lines of .gitignore."""
    if path in _SHARED or path.startswith(STARTER):
        return True
    if path.startswith(_OWN) or path in _OWN_FILES:
        return False
    return not is_left_out(path, ignored)


def is_left_out(path: str, ignored: Iterable[str]) -> bool:
    """Whether a file is made, not written. Understands the lines that our .gitignore has: names, folders, one leading slash."""
    folders = path.split("/")[:-1]
    for line in (*_ALWAYS_OUT, *ignored):
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        rooted, is_folder = pattern.startswith("/"), pattern.endswith("/")
        name = pattern.strip("/")
        if rooted or "/" in name:
            depth = name.count("/") + 1
            head = "/".join(path.split("/")[:depth])
            if fnmatchcase(head, name) and (not is_folder or path != head):
                return True
        elif any(fnmatchcase(part, name) for part in (folders if is_folder else path.split("/"))):
            return True
    return False


def new_texts(texts: Mapping[str, str], who: Who) -> dict[str, str]:
    """The texts that say who the course is, by path, out of the engine's and the starter's."""
    starter = {path.removeprefix(STARTER): text for path, text in texts.items() if path.startswith(STARTER)}
    made = {
        "mkdocs.yml": _settings(texts["mkdocs.yml"], starter["mkdocs.yml"], who),
        "pyproject.toml": _project(texts["pyproject.toml"], who),
        "LICENSE-content": re.sub(
            r'Credit, for example: ".*?"', _credit(who), texts["LICENSE-content"], flags=re.DOTALL
        ),
    }
    made |= {path: _form(text) for path, text in texts.items() if path.startswith(FORMS)}
    for path in ("README.md", "CHANGELOG.md"):
        made[path] = starter[path].replace("{{ title }}", who.title).replace("{{ subject }}", who.subject)
    return made


def _settings(engine: str, starter: str, who: Who) -> str:
    """mkdocs.yml: how sites are made from the engine's, who the course is from the starter's and from its maker."""
    ours, theirs = _blocks(engine), _blocks(starter)
    identity = {
        "site_name": f"site_name: {_quoted(who.title)}\n",
        "site_description": f"site_description: {_quoted(who.subject)}\n",
    }
    if who.forge:
        identity["copyright"] = (
            theirs["copyright"] + f"\nrepo_url: {_quoted(who.forge)}\nedit_uri: edit/main/docs/\n"
        )
    head = [identity.get(key) or theirs[key] for key in ("site_name", "site_description", "copyright")]
    middle = [text for key, text in ours.items() if key not in _IDENTITY_KEYS]
    tail = [theirs[key] for key in ("not_in_nav", "extra", "nav")]
    text = "".join([*head, "\n", *middle, *tail])
    if who.forge:
        text = _FORGE.sub("", text)
    authors = ", ".join(_quoted(name) for name in who.authors)
    text = re.sub(r"^    id: .*$", lambda _: f"    id: {who.id}", text, count=1, flags=re.MULTILINE)
    text = re.sub(
        r"^    authors: .*$", lambda _: f"    authors: [{authors}]", text, count=1, flags=re.MULTILINE
    )
    return re.sub(r"\n{3,}", "\n\n", _colored(text, who.colors) if who.colors else text)


def _colored(text: str, colors: Mapping[str, str]) -> str:
    """The settings with these colors, and with the paper that fits them in both schemes."""
    chosen = dict(re.findall(r'^        (deep|accent): "(.*)"$', text, re.MULTILINE)) | dict(colors)
    made = Colors(Chosen(chosen))
    papers = iter((made.light_scheme["paper"], made.dark_scheme["paper"]))
    text = re.sub(
        r'^        paper: ".*"$', lambda _: f'        paper: "{next(papers)}"', text, flags=re.MULTILINE
    )
    for name, color in chosen.items():
        text = re.sub(
            rf'^        {name}: ".*"$', f'        {name}: "{color}"', text, count=1, flags=re.MULTILINE
        )
    return text


def _blocks(text: str) -> dict[str, str]:
    """The text of each key at the top, with the comments and blank lines before it."""
    found: dict[str, str] = {}
    before, key = "", ""
    for line in text.splitlines(keepends=True):
        if match := re.match(r"([A-Za-z_]+):", line):
            key, line, before = match[1], before + line, ""
        elif not line.strip() or line.startswith("#"):
            before += line
            continue
        found[key] = found.get(key, "") + before + line
        before = ""
    return found


def _project(text: str, who: Who) -> str:
    for key, value in (("name", f"{who.id}-course"), ("version", "0.1.0"), ("description", who.subject)):
        line = f"{key} = {_quoted(value)}"
        text = re.sub(rf"^{key} = .*$", line.replace("\\", r"\\"), text, count=1, flags=re.MULTILINE)
    return text


def _form(text: str) -> str:
    """A form of the forge, which sends to the starter's own guide where ours stays here."""
    return _GUIDE.sub(
        lambda m: (
            m[0]
            if m[1] in _SHARED
            else "[docs/contribute](../blob/HEAD/docs/contribute/index.md) says which file it is, and what we ask of words."
        ),
        text,
    )


def _credit(who: Who) -> str:
    return f'Credit, for example: "{who.title}, by {" and ".join(who.authors)}, CC BY 4.0"'.replace(
        "\\", r"\\"
    )


def _quoted(text: str) -> str:
    """A text in quotes as YAML, TOML and JSON all read it."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
