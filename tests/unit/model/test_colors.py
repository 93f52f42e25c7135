"""A course's colors: what its author leaves out is made so that it can be read, whatever was chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.build import open_course
from macros.export.look import color_styles, tab_icon
from macros.model.colors import BLACK, WHITE, Chosen, Colors, contrast, mix, read_color, weak_pairs
from tests.sites import ROOT

SHADES = st.tuples(*[st.integers(0, 255)] * 3).map(lambda c: "#{:02x}{:02x}{:02x}".format(*c))


@pytest.mark.parametrize(
    ("text", "color"),
    [("#14424A", "#14424a"), ("#abc", "#aabbcc"), ("teal", None), ("14424a", None), ("#14424", None)],
)
def test_a_color_has_one_form(text: str, color: str | None) -> None:
    assert read_color(text) == color


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)
    assert contrast("#767676", WHITE) == contrast(WHITE, "#767676")


def test_a_course_that_chooses_nothing_can_be_read_in_both_schemes() -> None:
    assert weak_pairs(Colors().light_scheme) == weak_pairs(Colors().dark_scheme) == ()


@given(deep=SHADES, accent=SHADES)
def test_two_colors_that_can_be_read_on_white_are_enough(deep: str, accent: str) -> None:
    if min(contrast(c, mix(WHITE, deep, 0.09)) for c in (deep, accent)) < 4.6:
        return
    colors = Colors(Chosen({"deep": deep, "accent": accent}))
    assert weak_pairs(colors.light_scheme) == weak_pairs(colors.dark_scheme) == ()
    assert min(contrast(c, WHITE) for c in colors.on_paper.values()) >= 6


def test_what_is_chosen_stays_as_it_is() -> None:
    chosen = {"deep": "#14424a", "paper": "#fbfaf7", "soft": "#53615f"}
    scheme = Colors(Chosen(chosen)).light_scheme
    assert {name: scheme[name] for name in chosen} == chosen


def test_styles_name_every_color_of_both_schemes() -> None:
    colors = open_course(ROOT).course.identity.colors
    styles = color_styles(colors)
    for scheme in (colors.light_scheme, colors.dark_scheme):
        assert [name for name, color in scheme.items() if f"--course-{name}: {color};" not in styles] == []


def test_the_icon_of_a_tab_is_the_logo_in_the_courses_colors() -> None:
    colors = Colors(Chosen({"deep": "#123456"}))
    logo = (
        '<svg viewBox="0 0 12 12"><path stroke="currentColor" d="M1 1"/><circle class="accent" r="2"/></svg>'
    )
    icon = tab_icon(colors, logo)
    assert 'fill="#123456"' in icon
    assert f'<circle fill="{colors.dark_scheme["accent"]}" r="2"/>' in icon
    assert "currentColor" not in icon
    assert "scale(1.333)" in icon
