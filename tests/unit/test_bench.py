"""A bench's result is held against the targets, and put where a page wants it."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.bench import readme, report
from tests.bench.measure import Failed, run
from tests.bench.plain import plain_copy
from tests.bench.readme import with_result
from tests.bench.weight import by_type, squeezed, weights
from tests.synthetic import write_course


def built(processor: float) -> dict[str, float]:
    return {
        "seconds": 2 * processor,
        "processor": processor,
        "low": processor,
        "high": processor,
        "megabytes": 90,
    }


def size(plain: float, first: float, following: float) -> dict[str, Any]:
    return {
        "pages": 40,
        "runs": 3,
        "builds": {
            report.PLAIN: built(plain),
            report.FIRST: built(first),
            report.NEXT: built(following),
        },
        "stages": {"read": 0.1, "check": 0.02},
        "saves": {"a chapter": 0.2, "a style": 0.1},
        "load": [0.5, 1.25],
    }


RESULT: report.Result = {
    "machine": {"processors": "2 x Abacus", "python": "3.11", "mkdocs-material": "9.7", "zensical": "0.0.9"},
    "sizes": {"13": size(1, 1.2, 1.1), "130": size(9, 10, 9.5)},
    "weight": {
        "course": "13",
        "chapters": [
            {
                "chapter": "one",
                "plain": 9000,
                "markup": 5000,
                "files": 9000,
                "late": 700,
                "first": 14000,
                "used": 14700,
            }
        ],
        "types": {"page": (14000, 5000), "scripts": (50000, 6000)},
        "unused": 0,
    },
}


def changed(*path: str | int, to: object) -> report.Result:
    result = deepcopy(RESULT)
    place: Any = result
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return result


def missed(result: report.Result) -> list[str]:
    return [f"{t.what}, {t.course}: {t.measured}" for t in report.targets(result) if not t.is_met]


def test_a_result_within_the_targets_misses_none() -> None:
    assert missed(RESULT) == []


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (
            changed("sizes", "13", "builds", report.FIRST, to=built(1.3)),
            f"{report.FIRST}, 13 chapters: 1.30 times plain Material",
        ),
        (
            changed("sizes", "130", "builds", report.NEXT, to=built(13.2)),
            f"{report.NEXT}, growth, 13 to 130 chapters: 12.0 times",
        ),
        (
            changed("sizes", "13", "saves", "a chapter", to=0.5),
            "a chapter, from save to page, 13 chapters: 0.50 s",
        ),
        (
            changed("sizes", "130", "saves", "a style", to=1.5),
            "a style, from save to page, 130 chapters: 1.50 s",
        ),
        (
            changed("weight", "chapters", 0, "first", to=26 * 1024),
            "engine's bytes on a first visit to a chapter, 13 chapters: 26.0 kB",
        ),
        (changed("weight", "unused", to=1), "engine's bytes on a page without it, one page: 1 bytes"),
    ],
)
def test_what_misses_a_target_is_said(result: report.Result, words: str) -> None:
    assert words in missed(result)
    assert "**missed**" in report.markdown(result)


def test_tables_stand_between_their_marks_and_replace_those_of_before() -> None:
    page = "# Page\n\n<!-- bench -->\nold\n<!-- /bench -->\n\nAfter.\n"
    new = with_result(page, RESULT)
    assert "old" not in new
    assert new.startswith("# Page\n\n<!-- bench -->\n\nMeasured on 2 x Abacus, Python 3.11,")
    assert new.endswith("<!-- /bench -->\n\nAfter.\n")
    assert "at a load of 0.5 to 1.2; runs of each: 3 at 13 chapters, 3 at 130 chapters." in new
    assert "| 13 chapters | 40 | MkDocs, first build | 1.20 s | 2.40 s | 90 MB | 1.20 |" in new
    assert "| MkDocs, first build | 8.3 times |" in new
    assert (
        "| this engine, MkDocs, first build | 2.40 s (1.20 s of the processor; 40 pages) | 20.00 s (" in new
    )
    assert "| Material for MkDocs, full navigation | 0.7 s | 3.3 s | 83 s |" in new
    assert with_result(new, RESULT) == new


def test_a_result_of_one_size_has_no_growth() -> None:
    result = changed("sizes", to={"13": RESULT["sizes"]["13"]})
    assert "Growth" not in report.markdown(result)
    assert missed(result) == []


def test_what_was_not_measured_at_one_size_is_left_open_there() -> None:
    text = report.markdown(changed("sizes", "130", "stages", to={}))
    assert "| 13 chapters | 0.10 s | 0.02 s |" in text
    assert "| 130 chapters | - | - |" in text


def test_a_page_without_marks_is_told_where_to_put_them_and_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, result = tmp_path / "page.md", tmp_path / "bench.json"
    page.write_text("# Page\n", "utf-8")
    result.write_text(json.dumps(RESULT), "utf-8")
    assert readme.main(page, result) == 1
    assert "<!-- bench -->" in capsys.readouterr().err
    assert page.read_text("utf-8") == "# Page\n"


def test_who_has_no_result_is_told_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- bench -->\n<!-- /bench -->\n", "utf-8")
    assert readme.main(page, tmp_path / "none.json") == 1
    assert "make bench" in capsys.readouterr().err


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(Failed, match=r"ended with 3:\nno such luck"):
        run(["sh", "-c", "echo no such luck; exit 3"], tmp_path)


def test_memory_and_time_are_those_of_the_command_and_its_children(tmp_path: Path) -> None:
    child = "sum(range(3_000_000)); len(bytearray(80_000_000))"
    found = run(["sh", "-c", f"python3 -c '{child}'; true"], tmp_path)
    assert found.megabytes > 76
    assert found.processor > 0.01
    assert found.seconds > 0.01


def test_the_plain_copy_has_the_words_and_calls_nothing(tmp_path: Path) -> None:
    ours = write_course(tmp_path / "ours", 4)
    plain = plain_copy(ours, tmp_path / "plain")
    pages = {p.relative_to(plain): p.read_text("utf-8") for p in (plain / "docs").rglob("*.md")}
    assert set(pages) == {p.relative_to(ours) for p in (ours / "docs").rglob("*.md")}
    assert not [path for path, text in pages.items() if "{{" in text]
    quiz = next(iter(sorted((ours / "quizzes").glob("*.md")))).read_text("utf-8")
    question = next(line for line in quiz.splitlines() if line.startswith("## "))
    assert any(question.removeprefix("## ") in text for text in pages.values())
    assert yaml.safe_load((plain / "mkdocs.yml").read_text("utf-8"))["plugins"] == ["search"]


def test_a_page_s_weight_is_that_of_what_it_names_by_type(tmp_path: Path) -> None:
    for name, site in (("ours", tmp_path / "ours"), ("plain", tmp_path / "plain")):
        page = site / "chapters/one/index.html"
        page.parent.mkdir(parents=True)
        (site / "assets/learn").mkdir(parents=True)
        page.write_text(
            '<link rel="canonical" href="../../assets/theme.css">'
            '<link rel=stylesheet href="../../assets/learn/learn.css"><link rel=stylesheet href="../../assets/learn/theme.css">'
            "<script src=../../assets/theme.js></script>"
            f"<p>{'words of a form ' if name == 'ours' else ''}words</p>",
            "utf-8",
        )
        for file in (
            "learn/theme.css",
            "learn/learn.css",
            "learn/learn.js",
            "learn/late.css",
            "learn/late.js",
            "theme.js",
        ):
            (site / "assets" / file).write_text(f"/* {file} */" * 9, "utf-8")
        (site / "assets/theme.css").write_text("a" * 999, "utf-8")
    ours = tmp_path / "ours"
    (one,) = weights(ours, tmp_path / "plain")
    style, script = (squeezed(ours / f"assets/learn/learn.{kind}") for kind in ("css", "js"))
    assert one.markup > 0
    assert one.first == one.markup + style + script
    assert one.used > one.first
    assert by_type(ours, ours / "chapters/one/index.html", one.markup) == {
        "page": (one.plain + one.markup, one.markup),
        "styles": (style + squeezed(ours / "assets/learn/theme.css"), style),
        "scripts": (squeezed(ours / "assets/theme.js"), 0),
    }
