"""Every drawing, measured in a real browser: no word leaves its box, touches another or is crossed by a line."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from macros.render.figure import render_figure
from tests.browser.conftest import Stage
from tests.figures import example, example_names, figures_of_page, pages_with_figures

pytestmark = pytest.mark.browser

WINDOWS = {"wide": 1000, "narrow": 390}
# A font about a seventh wider than the one the words were reckoned with, as a system without any other may have.
WIDE_FONT = ".learn-figure .learn-figure__drawing { font-family: 'DejaVu Sans', Verdana, sans-serif }"

MEASURE = """() => {
  const found = []
  const inside = (a, b, by) => a.x >= b.x + by && a.y >= b.y + by && a.x + a.width <= b.x + b.width - by && a.y + a.height <= b.y + b.height - by
  const meets = (a, b, by) => a.x + by < b.x + b.width && b.x + by < a.x + a.width && a.y + by < b.y + b.height && b.y + by < a.y + a.height
  const holds = (b, p, by) => p.x > b.x + by && p.x < b.x + b.width - by && p.y > b.y + by && p.y < b.y + b.height - by
  for (const svg of document.querySelectorAll('.learn-figure__drawing')) {
    if (getComputedStyle(svg).display === 'none') continue
    const figure = svg.closest('figure')
    const say = (what, ...who) => found.push([figure.id, what, ...who.map((e) => e.textContent || e.getAttribute('class') + ' ' + (e.getAttribute('d') || ''))].join(': '))
    const texts = [...svg.querySelectorAll('text')].map((e) => [e, e.getBBox()])
    const boxes = [...svg.querySelectorAll('rect.learn-figure__box, rect.learn-figure__hub')].map((e) => [e, e.getBBox()])
    const lines = [...svg.querySelectorAll('.learn-figure__arrow, .learn-figure__rule, .learn-figure__curve, .learn-figure__span, .learn-figure__cut')].map((e) => {
      const points = []
      for (let at = 0; at <= e.getTotalLength(); at += 2) points.push(e.getPointAtLength(at))
      return [e, points]
    })
    const view = svg.viewBox.baseVal
    const split = figure.dataset.kind === 'split'
    for (const [text, its] of texts) {
      if (!inside(its, view, -1)) say('leaves the drawing', text)
      const box = [...text.parentNode.children].find((e) => e.matches('rect.learn-figure__box'))
      if (box && !inside(its, box.getBBox(), split ? 2 : 5)) say('leaves its box', text)
      for (const [other, of] of texts) if (text !== other && texts.indexOf(other) > -1 && text.compareDocumentPosition(other) & 4 && meets(its, of, 0.5)) say('overlaps', text, other)
      for (const [other, of] of boxes) if (meets(its, of, 0.5) && !inside(its, of, 0)) say('half in a box', text, other)
      if (!text.matches('.learn-figure__number')) {
        for (const [line, points] of lines) if (points.some((p) => holds(its, p, 1))) say('crossed by a line', text, line)
      }
    }
    for (const [box, its] of boxes) {
      for (const [other, of] of boxes) if (box.compareDocumentPosition(other) & 4 && meets(its, of, 1)) say('boxes overlap', box, other)
      if (!inside(its, view, -0.1)) say('box leaves the drawing', box)
      for (const [line, points] of lines) if (!line.matches('.learn-figure__cut') && points.some((p) => holds(its, p, 1))) say('box crossed by a line', box.parentNode, line)
    }
    for (const [line, points] of lines) if (points.some((p) => !holds(view, p, -1.5))) say('line leaves the drawing', line)
  }
  return found
}"""

HELD = """() => [...document.querySelectorAll('rect.learn-figure__box')].flatMap((box) => {
  const b = box.getBBox()
  if (!b.width || getComputedStyle(box.ownerSVGElement).display === 'none') return []
  return [...box.parentNode.querySelectorAll('text')].filter((text) => {
    const t = text.getBBox()
    return t.x < b.x || t.x + t.width > b.x + b.width || t.y < b.y || t.y + t.height > b.y + b.height
  }).map((text) => box.closest('figure').id + ': ' + text.textContent)
})"""


# Tables and drawings that are wider than their frame.
TOO_WIDE = """() => [...document.querySelectorAll('figure :is(table, svg)')].filter((e) => e.getBoundingClientRect().right > e.closest('figure').getBoundingClientRect().right + 1).map((e) => e.closest('figure').id)"""


def everything() -> str:
    return "".join(render_figure(example(name)) for name in example_names())


def page_of_docs(uri: str) -> str:
    return "".join(render_figure(figure) for figure, _ in figures_of_page(uri) if figure)


def open_at(page: Page, url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(url)


@pytest.mark.parametrize("layout", WINDOWS)
def test_examples_keep_words_and_lines_apart(page: Page, stage: Stage, layout: str) -> None:
    open_at(page, stage(everything()), WINDOWS[layout])
    assert page.evaluate(MEASURE) == []


@pytest.mark.parametrize("uri", pages_with_figures())
def test_figures_of_the_course_keep_words_and_lines_apart(page: Page, stage: Stage, uri: str) -> None:
    url = stage(page_of_docs(uri), name=uri)
    for width in (*WINDOWS.values(), 320, 730):
        open_at(page, url, width)
        assert page.evaluate(MEASURE) == []
        assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("layout", WINDOWS)
def test_a_wide_font_stays_in_its_boxes(page: Page, stage: Stage, layout: str) -> None:
    open_at(page, stage(everything(), guarded=False), WINDOWS[layout])
    page.add_style_tag(content=WIDE_FONT)
    assert page.evaluate(HELD) == []


def test_the_measuring_sees_a_word_that_leaves_its_box(page: Page, stage: Stage) -> None:
    html = render_figure(example("steps-three")).replace(
        ">What<", ">What is wider than its box can be, ever<"
    )
    open_at(page, stage(html), WINDOWS["wide"])
    found = page.evaluate(MEASURE)
    assert any("leaves its box" in line for line in found)
    assert any("crossed by a line" in line for line in found)


@pytest.mark.parametrize(
    ("width", "shown"), [(320, "narrow"), (700, "narrow"), (740, "wide"), (1440, "wide")]
)
def test_each_window_shows_one_layout(page: Page, stage: Stage, width: int, shown: str) -> None:
    open_at(page, stage(render_figure(example("cycle-model"))), width)
    expect(page.locator(f".learn-figure__drawing--{shown}")).to_be_visible()
    expect(page.locator(".learn-figure__drawing:visible")).to_have_count(1)


def test_paper_shows_the_wide_layout_however_narrow_it_is(page: Page, stage: Stage) -> None:
    open_at(page, stage(everything()), 600)
    page.emulate_media(media="print")
    expect(page.locator(".learn-figure__drawing--narrow:visible")).to_have_count(0)
    assert page.evaluate(MEASURE) == []
    assert page.locator(".learn-figure__table thead").first.is_visible()


@pytest.mark.parametrize(("width", "least"), [(320, 12), (390, 13.5), (740, 13), (1440, 13.5)])
def test_text_has_a_readable_size(page: Page, stage: Stage, width: int, least: float) -> None:
    open_at(page, stage(everything()), width)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('.learn-figure__drawing')].filter((s) => s.getBoundingClientRect().width)
        .map((s) => 14 * s.getBoundingClientRect().width / s.viewBox.baseVal.width)"""
    )
    assert len(sizes) > 20
    assert min(sizes) >= least
    assert max(sizes) <= 19


def test_no_window_scrolls_sideways(page: Page, stage: Stage) -> None:
    url = stage(everything())
    for width in (320, 640, 760):
        open_at(page, url, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("layout", WINDOWS)
def test_a_drawing_is_one_image_with_name_and_description(page: Page, stage: Stage, layout: str) -> None:
    open_at(page, stage(everything()), WINDOWS[layout])
    drawn = [example(name) for name in example_names() if not name.startswith("matrix")]
    expect(page.get_by_role("img")).to_have_count(len(drawn))
    for image, figure in zip(page.get_by_role("img").all(), drawn, strict=True):
        expect(image).to_have_accessible_name(figure.title)
        expect(image).to_have_accessible_description(figure.alt)
    for frame, name in zip(page.get_by_role("figure").all(), example_names(), strict=True):
        expect(frame).to_have_accessible_name(example(name).title)


def test_a_matrix_is_read_as_a_table(page: Page, stage: Stage) -> None:
    open_at(page, stage(render_figure(example("matrix-provider"))), WINDOWS["wide"])
    table = page.get_by_role("table", name="The same customer, two kinds of provider")
    expect(table.get_by_role("columnheader")).to_have_text(["Point", "Shop", "Guide"])
    expect(table.get_by_role("rowheader")).to_have_count(3)


def test_on_a_phone_each_cell_of_a_matrix_says_its_column(page: Page, stage: Stage) -> None:
    open_at(page, stage(render_figure(example("matrix-provider"))), WINDOWS["narrow"])
    assert not page.locator("thead").is_visible()
    assert page.locator("td").nth(0).evaluate("e => getComputedStyle(e, '::before').content") == '"Shop"'
    assert page.locator("td").nth(0).evaluate("e => getComputedStyle(e, '::before').display") == "block"


def test_everybody_can_open_the_words_without_scripts(bare_page: Page, stage: Stage) -> None:
    bare_page.goto(stage(render_figure(example("levels-pyramid")), script=False))
    words = bare_page.get_by_text("Three stacked levels", exact=False).last
    assert not words.is_visible()
    bare_page.get_by_text("This figure in words").click()
    expect(words).to_be_visible()


def test_a_pointer_over_a_drawing_shows_no_tooltip(page: Page, stage: Stage) -> None:
    """Browsers take the nearest <title> for a tooltip; everything drawn sits below an empty one."""
    open_at(page, stage(everything()), WINDOWS["wide"])
    bare = page.evaluate(
        """() => [...document.querySelectorAll('.learn-figure__drawing--wide')]
        .filter((svg) => [...svg.querySelectorAll('text, rect, path')].some((e) => e.closest('g:has(> title)')?.querySelector('title').textContent !== ''))
        .map((svg) => svg.closest('figure').id)"""
    )
    assert bare == []


def test_ids_are_unique_when_many_figures_share_a_page(page: Page, stage: Stage) -> None:
    open_at(page, stage(everything()), WINDOWS["wide"])
    ids: list[str] = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


CONTRAST = """() => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true})
  const rgb = (...layers) => { for (const [color, alpha] of layers) { canvas.globalAlpha = alpha; canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1) } return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3) }
  const light = (c) => { const [r, g, b] = c.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b }
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05) }
  const paper = getComputedStyle(document.body).backgroundColor
  const found = []
  for (const text of document.querySelectorAll('.learn-figure__drawing--wide text')) {
    const box = text.parentNode.querySelector(':scope > .learn-figure__box')
    const style = box && getComputedStyle(box)
    const disc = text.matches('.learn-figure__number') && getComputedStyle(text.previousElementSibling).fill
    const ground = disc ? rgb([disc, 1]) : style && box.matches('rect') ? rgb([paper, 1], [style.fill, Number(style.fillOpacity)]) : rgb([paper, 1])
    found.push(['text', text.textContent, ratio(rgb([getComputedStyle(text).fill, 1]), ground)])
    if (box) found.push(['outline', text.textContent, ratio(rgb([style.stroke, 1]), rgb([paper, 1]))])
  }
  for (const line of document.querySelectorAll('.learn-figure__drawing--wide :is(.learn-figure__arrow, .learn-figure__curve)')) {
    found.push(['line', line.closest('figure').id, ratio(rgb([getComputedStyle(line).stroke, 1]), rgb([paper, 1]))])
  }
  return found
}"""


@pytest.mark.parametrize("dark", [False, True])
def test_colors_are_strong_enough_in_light_and_dark(page: Page, stage: Stage, dark: bool) -> None:
    open_at(page, stage(everything(), dark=dark), WINDOWS["wide"])
    measured: list[tuple[str, str, float]] = page.evaluate(CONTRAST)
    assert len(measured) > 100
    assert [m for m in measured if m[2] < (4.5 if m[0] == "text" else 3)] == []


def test_marked_parts_differ_by_more_than_color(page: Page, stage: Stage) -> None:
    def outline(of: Any) -> float:
        return float(of.evaluate("e => parseFloat(getComputedStyle(e).strokeWidth)"))

    open_at(page, stage(render_figure(example("steps-three"))), WINDOWS["wide"])
    marked = page.locator(".learn-figure__drawing--wide [data-mark] > rect").first
    others = page.locator(".learn-figure__drawing--wide g:not([data-mark]) > rect").first
    assert outline(marked) >= 2 * outline(others)
    page.emulate_media(forced_colors="active")
    assert outline(marked) >= 2 * outline(others)
