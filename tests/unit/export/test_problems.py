"""What `course check` writes, for each of its readers."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from urllib.parse import unquote

import pytest

from macros.content.course import read_course
from macros.export import problems as formats
from macros.model.course import Course
from macros.model.problem import Level, Problem, Where
from macros.model.rules import RULES

SETTINGS = "site_name: Bread\nextra:\n  course:\n    id: bread\n"
PAGE = "docs/plain.md"
TEXTS = {PAGE: "# Title\n\tindented: soon\n" + "long " * 40 + "wrong here\n"}


def course(settings: str = SETTINGS, page: str = "{{ rules() }}") -> Course:
    return read_course({"mkdocs.yml": settings, "docs/contribute/rules.md": page})[0]


def problem(
    line: int = 1,
    column: int = 0,
    message: str = "Something is wrong.",
    remedy: str = "Mend it.",
    level: Level = Level.ERROR,
    rule: str = "data/unknown-word",
    path: str = PAGE,
) -> Problem:
    return Problem(Where(PurePosixPath(path), line, column), rule, message, remedy, level)


def people(*found: Problem, quiet: bool = False) -> str:
    return formats.for_people(found, TEXTS, course(), quiet=quiet)


def test_place_message_repair_and_rule_stand_in_one_line_above_the_authors() -> None:
    assert people(problem()).startswith(
        "docs/plain.md:1: Something is wrong. Mend it. [data/unknown-word]\n  1 | # Title\n"
    )


def test_a_caret_stands_below_a_known_column_and_tabs_do_not_move_it() -> None:
    lines = people(problem(line=2, column=2)).split("\n")
    assert lines[0].startswith("docs/plain.md:2:2: ")
    assert lines[1] == "  2 |  indented: soon"
    assert lines[2] == "    |  ^^^^^^^^"


def test_a_caret_stands_below_words_that_the_message_quotes() -> None:
    lines = people(problem(line=2, column=2, message='"soon" is no horizon.')).split("\n")
    assert lines[1].index("soon") == lines[2].index("^")
    assert lines[2].endswith(" ^^^^")


def test_a_long_line_is_shown_around_the_caret() -> None:
    lines = people(problem(line=3, column=201)).split("\n")
    assert all(len(line) < 120 for line in lines[1:3])
    assert lines[1].index("wrong") == lines[2].index("^")
    assert lines[1].startswith("  3 | …")


def test_a_line_that_is_not_there_is_not_quoted() -> None:
    assert people(problem(line=99)).split("\n")[1] == ""
    assert people(problem(path="docs/gone.md")).split("\n")[1] == ""


def test_signs_that_would_steer_a_terminal_are_not_passed_on() -> None:
    shown = formats.for_people([problem()], {PAGE: "a\x1b[31mb\x07"}, course())
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_errors_come_before_advice_and_a_single_kind_has_no_headline() -> None:
    both = people(problem(level=Level.ADVICE, message="First."), problem(line=2, message="Second."))
    assert both.index("Second.") < both.index("Advice, which stops nothing:") < both.index("First.")
    assert "stop a build" not in people(problem())


def test_a_course_without_a_problem_says_so_or_nothing() -> None:
    assert people() == "0 chapters, 0 quizzes, 0 worksheets: 0 problems, 0 pieces of advice.\n"
    assert people(quiet=True) == ""


def test_the_rules_page_is_named_where_there_is_one() -> None:
    assert "What each rule means: docs/contribute/rules.md\n" in people(problem())
    bare = formats.for_people([problem()], TEXTS, course(page="# No rules"))
    assert "What each rule means" not in bare


def test_a_rule_links_to_its_entry_where_the_address_is_known() -> None:
    known = course(SETTINGS + "site_url: https://example.org/bread/\n")
    links: list[str] = []

    def link(words: str, address: str) -> str:
        links.append(address)
        return f"<{words}>"

    shown = formats.for_people([problem()], TEXTS, known, link=link)
    assert "Mend it. <[data/unknown-word]>\n" in shown
    assert links == ["https://example.org/bread/contribute/rules/#data-unknown-word"]
    assert "What each rule means: https://example.org/bread/contribute/rules/\n" in shown
    links.clear()
    formats.for_people([problem()], TEXTS, course(), link=link)
    assert links == []


@pytest.mark.parametrize(
    ("more", "address"),
    [
        ("", ""),
        ("site_url: https://example.org/bread/\n", "https://example.org/bread/contribute/rules/#"),
        ('site_url: !ENV [SITE_URL, ""]\n', ""),
        (
            "repo_url: https://example.org/me/bread\n",
            "https://example.org/me/bread/blob/HEAD/docs/contribute/rules.md#",
        ),
        ("    rules: https://example.org/help\n", "https://example.org/help#"),
    ],
)
def test_help_has_an_address_only_where_the_settings_say_one(more: str, address: str) -> None:
    assert formats.help_address(course(SETTINGS + more)) == address


def test_a_colon_in_a_message_does_not_end_a_workflow_command() -> None:
    line = formats.for_github([problem(column=7, message="50% is: too,\nmuch::", path="docs/a,b:c.md")])
    assert line == (
        "::error file=docs/a%2Cb%3Ac.md,line=1,col=7,title=data/unknown-word"
        "::50%25 is: too,%0Amuch:: Mend it.\n"
    )
    assert formats.for_github([problem(level=Level.ADVICE)]).startswith("::notice file=")


def test_json_holds_every_problem_with_what_is_known_of_it() -> None:
    text = formats.for_programs([problem(), problem(2, 3, remedy="", level=Level.ADVICE)], course())
    value = json.loads(text)
    assert (value["format"], value["course"], value["errors"], value["advice"]) == (1, "bread", 1, 1)
    assert value["problems"][0] == {
        "path": PAGE,
        "line": 1,
        "column": None,
        "level": "error",
        "rule": "data/unknown-word",
        "message": "Something is wrong.",
        "remedy": "Mend it.",
        "help": None,
    }
    assert value["problems"][1]["column"] == 3


def sarif(*found: Problem, settings: str = SETTINGS) -> dict[str, object]:
    value: dict[str, object] = json.loads(formats.for_scanners(found, course(settings), "1.0"))
    return value


def test_sarif_has_the_shape_that_version_2_1_0_asks_for() -> None:
    value = sarif(problem(path="docs/ein käse.md"), problem(2, 3, level=Level.ADVICE))
    assert value["version"] == "2.1.0"
    assert str(value["$schema"]).endswith("/sarif-schema-2.1.0.json")
    assert value.keys() <= {"$schema", "version", "runs"}
    (run,) = value["runs"]  # type: ignore[misc]
    driver = run["tool"]["driver"]
    assert run.keys() <= {"tool", "columnKind", "results"}
    assert driver.keys() <= {"name", "version", "informationUri", "rules"}
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == list(RULES)
    assert len(set(ids)) == len(ids)
    for rule in driver["rules"]:
        assert rule.keys() <= {
            "id",
            "shortDescription",
            "fullDescription",
            "help",
            "helpUri",
            "defaultConfiguration",
        }
        assert rule["defaultConfiguration"]["level"] in ("error", "note")
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
    for result in run["results"]:
        assert result.keys() == {"ruleId", "ruleIndex", "level", "message", "locations"}
        assert ids[result["ruleIndex"]] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].isascii()
        assert all(number >= 1 for number in place["region"].values())
    assert [r["level"] for r in run["results"]] == ["error", "note"]
    assert unquote(run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == (
        "docs/ein käse.md"
    )


def test_sarif_names_addresses_only_where_the_course_has_one() -> None:
    assert "Uri" not in json.dumps(sarif()).replace("uriBaseId", "")
    assert '"helpUri": "https://example.org/help#data-unknown-word"' in json.dumps(
        sarif(settings=SETTINGS + "    rules: https://example.org/help\n")
    )


def test_every_format_gives_the_same_text_twice() -> None:
    found = [problem(), problem(2, 2, level=Level.ADVICE)]
    for write in (
        lambda: formats.for_people(found, TEXTS, course()),
        lambda: formats.for_github(found),
        lambda: formats.for_programs(found, course()),
        lambda: formats.for_scanners(found, course(), "1"),
    ):
        assert write() == write()
