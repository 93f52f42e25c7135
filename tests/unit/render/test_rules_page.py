"""The rules page: every rule with its anchor, and nothing in its examples that a browser or a host would act on."""

from __future__ import annotations

from bs4 import BeautifulSoup

from macros.content.course import read_course
from macros.export.problems import help_address
from macros.model.rules import GROUPS, RULES
from macros.render.rules import rules_page

PAGE = BeautifulSoup(rules_page(), "html.parser")


def test_every_rule_has_its_anchor_its_words_and_both_examples() -> None:
    for rule in RULES.values():
        head = PAGE.find(id=rule.anchor)
        assert head is not None, rule.name
        section = head.find_parent("section")
        assert section is not None
        assert rule.name in head.get_text()
        assert rule.says in section.get_text()
        assert rule.why in section.get_text()
        assert [pre.get_text() for pre in section.find_all("pre")] == [rule.bad, rule.good]
        assert ("advice" in section.find("p").get_text()) == (rule.level.value == "advice")  # type: ignore[union-attr]


def test_every_group_has_a_heading_and_a_link_and_no_group_is_empty() -> None:
    assert [h["id"] for h in PAGE.find_all("h2")] == list(GROUPS)
    assert [a["href"] for a in PAGE.select("nav a")] == [f"#{group}" for group in GROUPS]
    assert {rule.group for rule in RULES.values()} == set(GROUPS)


def test_no_id_stands_twice() -> None:
    ids = [tag["id"] for tag in PAGE.find_all(id=True)]
    assert len(set(ids)) == len(ids)


def test_examples_are_words_and_nothing_more() -> None:
    html = rules_page()
    assert "{" not in html
    assert PAGE.find(["img", "script", "iframe"]) is None


def test_the_address_of_a_rule_is_one_that_the_page_has() -> None:
    settings = "site_name: B\nsite_url: https://example.org/\nextra: {course: {id: b}}\n"
    course, _ = read_course({"mkdocs.yml": settings, "docs/contribute/rules.md": "{{ rules() }}"})
    address = help_address(course) + RULES["quiz/no-right-answer"].anchor
    assert address == "https://example.org/contribute/rules/#quiz-no-right-answer"
    assert PAGE.find(id=address.rpartition("#")[2])
