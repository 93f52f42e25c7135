"""The rules page: every rule of the check from its one table, so that each message can link to its entry."""

from __future__ import annotations

from markupsafe import Markup, escape

from macros.model.rules import GROUPS, RULES
from macros.render.environment import render


def rules_page() -> str:
    """All rules by group, each with its own anchor (`quiz-no-right-answer`) and its two examples."""
    groups = [
        (group, title, [rule for rule in RULES.values() if rule.group == group])
        for group, title in GROUPS.items()
    ]
    return render("rules.html.jinja", groups=groups, shown=shown_source).strip()


def shown_source(text: str) -> Markup:
    """An example with its braces spelled out, so that a host or a test never takes them for a macro left over."""
    return Markup(str(escape(text)).replace("{", "&#123;"))
