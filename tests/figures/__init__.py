"""Figures to try things on: the galleries' examples, one more a file here, and all that stand in the course's pages."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from markdown_it import MarkdownIt

from macros.build import examples
from macros.content.figures import parse_figure
from macros.model.figure import Figure
from macros.model.problem import Problem, Where

FOLDER = Path(__file__).parent
DOCS = FOLDER.parents[1] / "docs"


def gallery() -> dict[str, Figure]:
    """The figures that the component gallery shows, by their ids."""
    found = (example.subject for example in examples().examples.values())
    return {figure.id: figure for figure in found if isinstance(figure, Figure)}


def example_names() -> list[str]:
    return sorted([*(path.stem for path in FOLDER.glob("*.yml")), *gallery()])


def read_example(name: str) -> tuple[Figure | None, list[Problem]]:
    if name in gallery():
        return gallery()[name], []
    return parse_figure((FOLDER / f"{name}.yml").read_text("utf-8"), Where(PurePosixPath(f"{name}.yml")))


def example(name: str) -> Figure:
    figure, problems = read_example(name)
    assert figure is not None, problems
    return figure


def pages_with_figures() -> list[str]:
    return sorted(uri for p in DOCS.rglob("*.md") if figures_of_page(uri := p.relative_to(DOCS).as_posix()))


def figures_of_page(uri: str) -> list[tuple[Figure | None, list[Problem]]]:
    tokens = MarkdownIt("commonmark").parse((DOCS / uri).read_text("utf-8"))
    return [
        parse_figure(token.content, Where(PurePosixPath(f"docs/{uri}"), (token.map or [0])[0] + 2))
        for token in tokens
        if token.type == "fence" and token.info.split()[:1] == ["figure"]
    ]
