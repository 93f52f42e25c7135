"""Figures as HTML: golden files for the examples in tests/figures, and what must hold for all of them."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.content.figures import KINDS as READ_KINDS
from macros.content.figures import parse_figure
from macros.model.figure import Figure
from macros.model.problem import Where
from macros.render.figure import KINDS, render_figure
from macros.render.figures.canvas import spread
from macros.render.figures.words import LABEL, TEXT, TITLE, longest_word, width, wrap
from macros.render.here import Here
from tests.figures import example, example_names, figures_of_page, pages_with_figures

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "figures"
DRAWN = [name for name in example_names() if not name.startswith("matrix")]


def soup_of(figure: Figure) -> BeautifulSoup:
    return BeautifulSoup(render_figure(figure), "html.parser")


def figure_of(text: str) -> Figure:
    figure, problems = parse_figure(text, Where(PurePosixPath("page.md")))
    assert figure, problems
    return figure


@pytest.mark.parametrize("name", example_names())
def test_an_example_is_drawn_as_its_golden_file_says(name: str) -> None:
    actual = render_figure(example(name)) + "\n"
    path = GOLDEN / f"{name}.html"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(actual, "utf-8", newline="\n")
    assert path.exists(), f"no golden file {path}; run UPDATE_GOLDEN=1 pytest and review the diff"
    assert actual == path.read_text("utf-8")


def test_no_golden_file_is_left_without_its_example() -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        for path in GOLDEN.glob("*.html"):
            if path.stem not in example_names():
                path.unlink()
    assert sorted(path.stem for path in GOLDEN.glob("*")) == example_names()


def test_every_kind_that_can_be_written_can_be_drawn_and_has_an_example() -> None:
    assert sorted(READ_KINDS) == sorted(KINDS)
    assert {example(name).kind for name in example_names()} == set(KINDS)


@pytest.mark.parametrize("name", example_names())
def test_the_same_figure_gives_the_same_bytes(name: str) -> None:
    assert render_figure(example(name)) == render_figure(example(name))


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_stays_small(name: str) -> None:
    most = 8000 if name in ("steps-thirteen", "curve-bands", "curve-four") else 6000
    assert [len(str(svg)) for svg in soup_of(example(name)).find_all("svg") if len(str(svg)) > most] == []


@pytest.mark.parametrize("uri", pages_with_figures())
def test_figures_of_the_course_stay_small(uri: str) -> None:
    for figure, _ in figures_of_page(uri):
        if figure:
            assert all(len(str(svg)) < 6500 for svg in soup_of(figure).find_all("svg")), figure.id


@pytest.mark.parametrize("name", example_names())
def test_every_word_of_a_figure_is_text(name: str) -> None:
    """In both layouts, so that it can be selected, found and scaled; values and labels may be joined into one."""
    figure = example(name)
    soup = soup_of(figure)
    for drawing in soup.find_all("svg") or soup.find_all("table"):
        shown = " ".join(" ".join(t.stripped_strings) for t in drawing.find_all(["text", "th", "td"]))
        shown = re.sub(r"\s+", "", shown)
        for words in said(figure.data):
            assert re.sub(r"[\s*]+", "", words) in shown, words


def said(data: object, key: str = "") -> list[str]:
    """All texts of a figure's data but words of its own language."""
    if isinstance(data, str):
        own = key in ("shape", "ring", "id", "curve", "between", "unit", "")
        return [] if own and key else [data] if data else []
    if isinstance(data, tuple):
        return [words for entry in data for words in said(entry, key)]
    if isinstance(data, dict):
        return [words for k, value in data.items() for words in said(value, k)]
    return []


def test_what_an_author_writes_cannot_become_markup() -> None:
    evil = r"<script>alert(1)</script> & \"x\" onload=\"y\""
    for kind, rest in {
        "steps": f'steps: [{{title: "{evil}", text: "{evil}"}}, {{title: B}}]',
        "matrix": f'columns: ["{evil}"]\nrows: [{{title: "{evil}", cells: ["{evil}"]}}]',
        "cycle": f'center: "{evil}"\nnodes: [{{title: A}}, {{title: B}}, {{title: "{evil}"}}]',
    }.items():
        html = render_figure(
            figure_of(f'id: evil\nkind: {kind}\ntitle: "{evil}"\nalt: "{evil}"\ncaption: "{evil}"\n{rest}')
        )
        soup = BeautifulSoup(html, "html.parser")
        assert not soup.find_all("script")
        assert not [tag for tag in soup.find_all(True) if "onload" in tag.attrs]
        assert "&lt;script&gt;" in html


def test_the_frame_names_the_figure_and_says_it_in_words() -> None:
    figure = example("quadrant-metals")
    soup = soup_of(figure)
    frame = soup.find("figure")
    assert frame["id"] == "figure-metals"
    assert frame["data-kind"] == "quadrant"
    assert soup.find("figcaption").get_text() == figure.title
    assert str(soup.find(class_="learn-figure__caption").em) == "<em>metals</em>"
    assert soup.find("details").p.get_text() == figure.alt
    for svg in soup.find_all("svg"):
        assert svg["role"] == "img"
        assert svg["aria-labelledby"] == "figure-metals-title"
        assert svg["aria-describedby"] == "figure-metals-words"


def test_a_figure_without_alt_refers_to_nothing_that_is_not_there() -> None:
    soup = soup_of(figure_of("id: bare\nkind: steps\ntitle: T\nsteps: [{title: A}, {title: B}]"))
    assert not soup.find("details")
    assert not soup.find(attrs={"aria-describedby": True})


def test_links_in_a_caption_fit_the_page() -> None:
    figure = figure_of(
        'id: a\nkind: steps\ntitle: T\ncaption: "[words](../glossary.md#capex)"\nsteps: [{title: A}, {title: B}]'
    )
    html = render_figure(figure, Here("chapters/04-x.md", "chapters/04-x/"))
    assert 'href="../../glossary/#capex"' in html


def test_only_marked_parts_are_marked_and_only_open_parts_are_broken_lines() -> None:
    soup = soup_of(example("steps-three"))
    for svg in soup.find_all("svg"):
        parts = svg.find_all(class_="learn-figure__part")
        assert [p.get("data-mark") for p in parts] == ["true", "true", None]
        assert [p.rect.get("stroke-dasharray") is not None for p in parts] == [False, False, True]
        assert float(parts[0].rect["stroke-width"]) > 2 * float(parts[2].rect["stroke-width"])


def test_a_split_bar_is_as_long_as_its_shares() -> None:
    bars = [float(r["width"]) + 3 for r in soup_of(example("split-shares")).svg.find_all("rect")]
    assert sorted(round(b / sum(bars), 2) for b in bars) == [0.1, 0.4, 0.5]


def test_a_matrix_has_scopes_a_caption_and_labels_for_cards() -> None:
    soup = soup_of(example("matrix-provider"))
    assert soup.caption.get_text() == "The same customer, two kinds of provider"
    assert [th["scope"] for th in soup.thead.find_all("th")] == ["col"] * 3
    assert all(th["scope"] == "row" for th in soup.tbody.find_all("th"))
    assert [td["data-label"] for td in soup.tbody.tr.find_all("td")] == ["Shop", "Guide"]
    assert [td.get("data-mark") for td in soup.tbody.tr.find_all("td")] == [None, "true"]


def test_search_reads_the_words_once() -> None:
    """The drawings are kept out of the search index; the same words stand in the text alternative."""
    assert all(
        svg.has_attr("data-search-exclude") for svg in soup_of(example("levels-stack")).find_all("svg")
    )


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs", "M")), max_size=90)


@settings(max_examples=150)
@given(words, st.floats(30, 400), st.sampled_from([TITLE, TEXT, LABEL]))
def test_wrapping_loses_nothing_and_keeps_to_the_room(text: str, room: float, style: object) -> None:
    lines = wrap(text, room, style)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, style) <= room or len(line) <= 2 for line in lines)


def test_wrapping_breaks_at_spaces_hyphens_and_slashes_and_evens_lines_out() -> None:
    assert wrap("open joint work of buyers and sellers", 150, TEXT) == (
        "open joint work of",
        "buyers and sellers",
    )
    assert wrap("high-consideration selling", 100, TEXT) == ("high-", "consideration", "selling")
    assert wrap("and/or either/both", 60, TEXT) == ("and/or", "either/", "both")
    assert len(wrap("Donaudampfschifffahrtsgesellschaft", 90, TITLE)) > 2
    assert wrap("", 100, TEXT) == ()
    assert wrap("3-5 years", 50, TEXT) == ("3-5", "years")


def test_the_longest_word_fits_where_it_says() -> None:
    text = "a misunderstanding of sorts"
    assert wrap(text, longest_word(text, TEXT), TEXT)[0] in ("a", "a misunderstanding")
    assert all(" " in line or line in text.split() for line in wrap(text, longest_word(text, TEXT), TEXT))


@settings(max_examples=150)
@given(st.lists(st.tuples(st.floats(0, 300), st.floats(1, 40)), min_size=1, max_size=6))
def test_spread_things_keep_order_and_distance(wanted: list[tuple[float, float]]) -> None:
    wanted.sort()
    places = spread(wanted, 0, 300, 5)
    for (a, b), (_, length) in zip(pairwise(places), wanted, strict=False):
        assert b >= a + length + 5 - 1e-6
    assert places[0] >= 0


part = st.fixed_dictionaries(
    {"title": st.text("abc de-fgh/", min_size=1, max_size=30).filter(str.strip)},
    optional={
        # No "n": "nan" in a drawing is then a number that could not be reckoned.
        "text": st.text("abc defgh ijklm", max_size=90),
        "mark": st.booleans(),
        "open": st.booleans(),
    },
)


@settings(max_examples=60)
@given(st.lists(part, min_size=3, max_size=8), st.booleans(), st.data())
def test_any_number_and_length_of_parts_can_be_drawn(
    parts: list[dict[str, object]], back: bool, data: st.DataObject
) -> None:
    full = tuple({"text": "", "mark": False, "open": False, **p} for p in parts)
    last = len(full)
    after = data.draw(st.integers(1, last))
    for kind, values in {
        "steps": {
            "steps": full,
            "back": {"from": last, "to": data.draw(st.integers(1, last - 1)), "label": "again and again"}
            if back
            else None,
            "exits": ({"after": after, "text": "some leave"},),
        },
        "cycle": {"nodes": full, "center": "hub" if back else "", "ring": "arrows", "spokes": back},
        "levels": {
            "levels": full,
            "shape": data.draw(st.sampled_from(["pyramid", "inverted", "stack", "stairs"])),
            "arrow": "up",
        },
        "split": {
            "parts": tuple({**p, "value": float(n + 1)} for n, p in enumerate(full)),
            "unit": "%" if back else "",
            "bracket": {"from": 1, "to": after, "label": "these"},
            "cut": {"part": after, "at": 0.3, "label": "cut here"},
        },
    }.items():
        html = render_figure(Figure("f", Where(PurePosixPath("f")), kind, "T", "A", values))
        assert "nan" not in html
        assert html.count("<svg") == 2


def test_a_pdf_gets_one_drawing_with_its_alternative_text() -> None:
    weasyprint = pytest.importorskip("weasyprint")
    style = (Path(__file__).resolve().parents[3] / "overrides/assets/learn/styles/figure.css").read_text(
        "utf-8"
    )
    figure = example("steps-three")
    page = f"<html lang=en><title>T</title><style>{style}</style><body>{render_figure(figure)}</body></html>"
    pdf = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True)
    assert pdf.count(b"/Alt") == 1
    assert figure.alt.encode() in pdf
