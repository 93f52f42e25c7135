"""Reads what checks need from a page's body: anchors, macro calls, figures, and how many words a reader reads."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

import jinja2
from jinja2 import nodes
from markdown_it import MarkdownIt

from macros.content.figures import parse_figure
from macros.model.course import MacroCall, Page
from macros.model.figure import Figure
from macros.model.ids import slug
from macros.model.problem import Problem, Where

_MARKDOWN = MarkdownIt("commonmark")
_ANCHOR = re.compile(r"\{[^}]*#([A-Za-z][\w-]*)[^}]*\}\s*$")
_WORD = re.compile(r"[^\W_][\w'’-]*")
# "{#" begins an anchor ("## Heading {#anchor}"), so the hosts are told of another sign for comments (mkdocs.yml), and so is this.
_JINJA = jinja2.Environment(autoescape=True, comment_start_string="{##", comment_end_string="##}")


def read_page(
    uri: str, title: str, body: str, body_line: int, meta_keys: tuple[str, ...]
) -> tuple[Page, list[Problem]]:
    """The page and the problems of its body; `uri` is its path below docs/, `body_line` the file's line of the body's first."""
    where = Where(PurePosixPath("docs") / uri)
    calls, strays, problems = _macro_calls(body, where, body_line)
    anchors: dict[str, Where] = {}
    headings: dict[str, str] = {}
    figures: list[Figure] = []
    words = 0
    heading = ""
    # Macros are taken out before Markdown is read, as the hosts do; their length keeps the columns, their lines the lines.
    tokens = _MARKDOWN.parse(
        re.sub(r"\{\{.*?\}\}", lambda m: re.sub(r"[^\n]", " ", m.group()), body, flags=re.DOTALL)
    )
    for position, token in enumerate(tokens):
        line = body_line + (token.map[0] if token.map else 0)
        if token.type == "heading_open":
            text = tokens[position + 1].content
            match = _ANCHOR.search(text)
            anchor = match.group(1) if match else slug(text)
            if anchor in anchors:
                problems.append(
                    Problem(
                        where.at(line),
                        "page/duplicate-anchor",
                        f'The anchor "{anchor}" stands twice, first on line {anchors[anchor].line}.',
                        "Give one of the headings another {#anchor}.",
                    )
                )
            anchors.setdefault(anchor, where.at(line))
            headings.setdefault(anchor, _ANCHOR.sub("", text).strip())
            if token.tag == "h1":
                heading = heading or headings[anchor]
        elif token.type == "fence" and token.info.split()[:1] == ["figure"]:
            figure, found = parse_figure(token.content, where.at(line + 1))
            problems += found
            if figure:
                figures.append(figure)
                anchors.setdefault(f"figure-{figure.id}", where.at(line))
        elif token.type == "inline":
            words += len(_WORD.findall(_ANCHOR.sub("", token.content)))
        elif token.type == "code_block":
            # Boxes (admonitions) are indented text, which CommonMark takes for code; their readers read them all the same.
            words += len(_WORD.findall(token.content))
    page = Page(
        uri=uri,
        where=where,
        title=title or heading,
        anchors=anchors,
        headings=headings,
        calls=calls,
        strays=strays,
        figures=tuple(figures),
        words=words,
        body_line=body_line,
        meta_keys=meta_keys,
    )
    return page, problems


def _macro_calls(
    body: str, where: Where, body_line: int
) -> tuple[tuple[MacroCall, ...], tuple[str, ...], list[Problem]]:
    try:
        tree = _JINJA.parse(body)
    except jinja2.TemplateSyntaxError as error:
        line = body_line + error.lineno - 1
        lines = body.split("\n")
        shown = lines[error.lineno - 1].strip() if error.lineno <= len(lines) else ""
        problem = Problem(
            where.at(line),
            "page/macro-syntax",
            f"The braces on this line cannot be read ({error.message}): «{shown[:60]}»",
            'Write a macro as {{ name() }} or {{ name("id") }}.',
        )
        return (), (), [problem]
    calls: list[MacroCall] = []
    strays: list[str] = []
    problems: list[Problem] = []
    called: set[int] = set()
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            called.add(id(call.node))
            calls.append(MacroCall(where.at(body_line + call.lineno - 1), call.node.name, _literals(call)))
    for name in tree.find_all(nodes.Name):
        if id(name) not in called and name.ctx == "load":
            strays.append(name.name)
            problems.append(
                Problem(
                    where.at(body_line + name.lineno - 1),
                    "page/macro-syntax",
                    f'"{name.name}" stands in braces without being called.',
                    f"Write {{{{ {name.name}() }}}}.",
                )
            )
    return tuple(calls), tuple(strays), problems


def _literals(call: nodes.Call) -> tuple[object, ...] | None:
    values: list[Any] = []
    for argument in call.args:
        if not isinstance(argument, nodes.Const):
            return None
        values.append(argument.value)
    return None if call.kwargs or call.dyn_args or call.dyn_kwargs else tuple(values)
