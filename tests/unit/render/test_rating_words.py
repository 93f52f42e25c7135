"""Words for pictures of ratings: every one that the scripts ask for, and none besides."""

from __future__ import annotations

import json
import re

from bs4 import BeautifulSoup, Tag

from macros.build import open_course
from macros.render.here import Here
from macros.render.tools import ratings_tool
from macros.render.worksheet import render_worksheet
from tests.sites import BREAD, ROOT

LEARN = ROOT / "overrides" / "assets" / "learn"
COURSE = open_course(BREAD).course
HERE = Here("tools/ratings.md", "tools/ratings/")


def test_pictures_and_exports_have_every_word_they_ask_for() -> None:
    found = BeautifulSoup(ratings_tool(COURSE, HERE), "html.parser").find("learn-ratings")
    assert isinstance(found, Tag)
    words = json.loads(str(found["data-words"]))["ratings"]
    parts = (LEARN / "elements" / "ratings-parts.mjs").read_text("utf-8")
    core = (LEARN / "core" / "ratings.mjs").read_text("utf-8")
    asked = set(re.findall(r"\bwords\.(\w+)", parts + core)) - {"summary", "html"}
    asked |= set(re.findall(r"^    (?:\.\.\.\(then \? \[)?\['(\w+)'", parts, re.MULTILINE)) | {"change"}
    counted = re.findall(r"countedPeople\(words, '(\w+)'", parts)
    asked |= {f"{name}{end}" for name in counted for end in ("", "One")}
    assert asked == words.keys()


def test_a_worksheet_leads_to_its_ratings_only_where_there_are_some() -> None:
    sheet = next(iter(COURSE.worksheets.values()))
    assert "Rate this as a team" not in render_worksheet(sheet, Here(sheet.uri, "worksheets/x/"))
