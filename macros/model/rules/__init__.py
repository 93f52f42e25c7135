"""Every rule of the check, in one table: the rules page, the formats of `course check` and the tests all read this.

The table says what a rule is; the code that finds a problem stands in content (whether a file can be read) and in check
(whether what it says holds).
"""

from __future__ import annotations

from types import MappingProxyType

from macros.model.rules import chapters, course, figures, files, pages, quizdown, quizzes, worksheets
from macros.model.rules.rule import Place, Rule, anchor

__all__ = ["GROUPS", "RULES", "Place", "Rule", "anchor"]

RULES = MappingProxyType(
    {
        rule.name: rule
        for part in (files, pages, course, chapters, quizzes, quizdown, worksheets, figures)
        for rule in part.RULES
    }
)

# The first words of the names, in the order of the rules page, with what they are about.
GROUPS = MappingProxyType(
    {
        "file": "Files",
        "front-matter": "Front matter",
        "yaml": "YAML",
        "data": "Keys and values",
        "page": "Pages",
        "image": "Images",
        "link": "Links",
        "course": "The course",
        "chapter": "Chapters",
        "glossary": "The glossary",
        "sources": "Sources",
        "quiz": "Quizzes",
        "worksheet": "Worksheets",
        "figure": "Figures",
    }
)
