"""Writes a course of any number of chapters, the same at every call: what the real one has, in words without a meaning.

Each chapter has about 2,000 words with boxes, tables, a figure and links, its prompts, actions and session, a quiz of eight
questions, the sheet of its action plan and one more, three terms and a source.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.sites import ROOT

_TEXT = (
    "anchor basket candle dialogue engine forest garden harbor island journey kitchen lantern market needle office "
    "paper quarry river season table under valley window yellow acorn bridge cotton drawer early fabric gentle "
    "hollow inner jacket kettle ladder mirror notice orchard pencil quiet ribbon shelter timber useful velvet "
    "winter yonder above beside carry during either follow gather hardly indeed jointly keep learn measure never "
    "often plan question rather seldom together until very when"
)
_WORDS = _TEXT.split()
_SECTIONS, _PARAGRAPHS, _QUESTIONS = 10, 3, 8
# From so many chapters on, pages list their own part alone.
LONG = 200


class _Voice:
    """Words in an order that only its seed decides; a plain multiplication, so that no library's change changes the course."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 2654435761 % 2**32 + 1

    def number(self, below: int) -> int:
        self._state = (self._state * 1664525 + 1013904223) % 2**32
        return (self._state >> 8) % below

    def words(self, count: int) -> str:
        return " ".join(_WORDS[self.number(len(_WORDS))] for _ in range(count))

    def sentence(self, count: int = 14) -> str:
        return self.words(count).capitalize() + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence(10 + self.number(9)) for _ in range(4))


def write_course(root: Path, chapters: int) -> Path:
    """A course below `root` with its own engine and theme in place; returns `root`."""
    files: dict[str, str] = {}
    for number in range(1, chapters + 1):
        files |= _chapter(number, chapters)
    files |= _others(chapters)
    files["mkdocs.yml"] = _settings(chapters)
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return root


def _id(number: int) -> str:
    return f"part-{number:04d}"


def _stem(number: int) -> str:
    return f"{number:02d}-{_id(number)}"


def _items(voice: _Voice, name: str, count: int, *more: str) -> list[dict[str, object]]:
    """Items with an id and a text, and `more` texts by these keys."""
    return [
        {"id": f"{name}-{n}", "text": voice.sentence(), **{key: voice.sentence(9) for key in more}}
        for n in range(count)
    ]


def _front(title: str, description: str, course: dict[str, object] | None = None) -> str:
    """Front matter, a line for each entry as a person writes it: JSON is YAML."""
    lines = [f"title: {json.dumps(title)}", f"description: {json.dumps(description)}"]
    if course is not None:
        lines.append("course:")
        for key, value in course.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                lines += [f"  {key}:", *(f"    - {json.dumps(entry)}" for entry in value)]
            else:
                lines.append(f"  {key}: {json.dumps(value)}")
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def _chapter(number: int, chapters: int) -> dict[str, str]:
    voice, id, stem = _Voice(number), _id(number), _stem(number)
    title = f"Part {number}: {voice.words(4)}"
    course: dict[str, object] = {
        "id": id,
        "chapter": number,
        "minutes": {"read": 10, "session": 45},
        **({"needs": [_id(number - 1)]} if number > 1 else {}),
        "outcomes": _items(voice, "outcome", 3),
        "summary": _items(voice, "line", 6),
        "ask_yourself": _items(voice, "self", 4, "purpose"),
        "ask_your_team": [
            {**item, "minutes": 10} for item in _items(voice, "team", 3, "purpose", "listen_for")
        ],
        "action_plan": [
            {**item, "owner": "Owner", "horizon": "30 days"} for item in _items(voice, "step", 4, "done_when")
        ],
        "worksheets": [f"{id}-sheet", f"{id}-action-plan"],
        "quiz": stem,
        "session": {
            "purpose": voice.sentence(),
            "prepare": [voice.sentence(), voice.sentence()],
            "agenda": [{"minutes": 15, "text": voice.sentence()} for _ in range(3)],
        },
    }
    return {
        f"docs/chapters/{stem}.md": _front(title, voice.sentence(), course) + _body(number, chapters, voice),
        f"quizzes/{stem}.md": "\n".join(_question(n, stem, voice) for n in range(_QUESTIONS)),
        f"docs/worksheets/{id}-sheet.md": _sheet(number, voice),
        f"docs/worksheets/{id}-action-plan.md": _front(
            f"Action plan of part {number}",
            voice.sentence(),
            {
                "id": f"{id}-action-plan",
                "action_plan": id,
                "minutes": 20,
                "people": "Everybody",
                "chapters": [id],
                "instructions": voice.sentence(),
            },
        )
        + "{{ worksheet() }}\n",
    }


def _body(number: int, chapters: int, voice: _Voice) -> str:
    other = voice.number(chapters) + 1
    parts = ["{{ chapter_header() }}"]
    for section in range(_SECTIONS):
        heading = voice.words(4).capitalize()
        parts += [f"## {heading} {{#s{section}}}", *(voice.paragraph() for _ in range(_PARAGRAPHS))]
        if section < 3:
            parts[-1] += f' {{{{ term("{_id(number)}-term-{section}") }}}}.'
        if section % 3 == 0:
            parts.append(f'!!! note "{voice.words(3)}"\n\n    {voice.paragraph()}')
        if section % 3 == 1:
            rows = "\n".join(f"| {voice.words(2)} | {voice.words(4)} | {voice.words(3)} |" for _ in range(5))
            parts.append(f"| One | Two | Three |\n|---|---|---|\n{rows}")
        if section == 4:
            parts.append(
                f'See [another part]({_stem(other)}.md#s2) and {{{{ source("{_id(number)}-source") }}}}.'
            )
        if section == 5:
            steps = "\n".join(f"  - {{title: {voice.words(2)}, text: {voice.words(4)}}}" for n in range(4))
            parts.append(
                f"```figure\nkind: steps\nid: way-{number}\ntitle: {heading}\nalt: {voice.sentence()}\nsteps:\n{steps}\n```"
            )
    parts += ["## Summary {#summary}", "{{ summary() }}", "## Quiz {#quiz}", "{{ quiz() }}"]
    parts += ["## Ask yourself {#ask-yourself}", "{{ ask_yourself() }}"]
    parts += ["## Ask your team {#ask-your-team}", "{{ ask_your_team() }}"]
    parts += [
        "## Actions {#action-plan}",
        "{{ action_plan() }}",
        "## Worksheets {#worksheets}",
        "{{ worksheets() }}",
    ]
    parts += ["## Session {#session}", "{{ session() }}", "{{ next_chapter() }}"]
    return "\n\n".join(parts) + "\n"


def _question(number: int, stem: str, voice: _Voice) -> str:
    right = (number + voice.number(2)) % 4
    sign = "1." if number % 3 else "-"
    options = "\n".join(
        f"{sign} [{'x' if n == right else ' '}] {voice.words(8)}\n    > {voice.sentence()}" for n in range(4)
    )
    return (
        f"## {voice.words(9).capitalize()}?\n\n---\nid: question-{number}\nsee: {stem}#s{number}\n---\n\n"
        f"> {voice.sentence()}\n\n{options}\n"
    )


def _sheet(number: int, voice: _Voice) -> str:
    id = f"{_id(number)}-sheet"
    rows = 5
    sections = [
        {
            "id": "figures",
            "title": voice.words(3),
            "fields": [
                {"id": "one", "kind": "number", "label": voice.words(3), "unit": "days"},
                {"id": "two", "kind": "number", "label": voice.words(3), "unit": "days"},
                {"id": "sum", "kind": "result", "label": "Together", "formula": "one + two", "unit": "days"},
                {
                    "id": "mood",
                    "kind": "choice",
                    "label": voice.words(3),
                    "options": ["Low", "Middle", "High"],
                },
            ],
        },
        {
            "id": "people",
            "title": voice.words(3),
            "fields": [
                {
                    "id": "list",
                    "kind": "table",
                    "label": voice.words(3),
                    "rows": rows,
                    "columns": [
                        {"id": "name", "kind": "text", "label": "Name"},
                        {"id": "days", "kind": "number", "label": "Days"},
                        {"id": "done", "kind": "check", "label": "Done"},
                    ],
                },
                {"id": "notes", "kind": "notes", "label": voice.words(3), "lines": 4},
            ],
        },
    ]
    example = {
        "firm": "North Pier (fictional)",
        "note": voice.sentence(),
        "answers": {
            "one": 3,
            "two": 4,
            "mood": "low",
            "list": [{"name": voice.words(2), "days": n} for n in range(rows)],
            "notes": voice.sentence(),
        },
    }
    course: dict[str, object] = {
        "id": id,
        "chapters": [_id(number)],
        "purpose": voice.sentence(),
        "minutes": 20,
        "people": "Everybody",
        "pages": 2,
        "instructions": voice.sentence(),
        "sections": sections,
        "example": example,
    }
    return _front(f"Sheet of part {number}", voice.sentence(), course) + "{{ worksheet() }}\n"


def _others(chapters: int) -> dict[str, str]:
    voice = _Voice(chapters)
    terms: list[object] = [
        {
            "id": f"{_id(n)}-term-{t}",
            "term": f"{voice.words(2)} {n} {t}",
            "text": voice.sentence(),
            "chapter": _id(n),
        }
        for n in range(1, chapters + 1)
        for t in range(3)
    ]
    sources: list[object] = [
        {
            "id": f"{_id(n)}-source",
            "title": voice.words(5),
            "publisher": voice.words(2),
            "date": "2024",
            "address": f"https://example.org/{n}",
            "grade": "A",
        }
        for n in range(1, chapters + 1)
    ]
    files = {
        "docs/index.md": _front("A course", "What it holds.") + "# A course\n\n{{ course_map() }}\n",
        "docs/glossary.md": _front("Glossary", "Its words.", {"terms": terms})
        + "# Glossary\n\n{{ glossary() }}\n",
        "docs/sources.md": _front("Sources", "Its sources.", {"sources": sources})
        + "# Sources\n\n{{ sources() }}\n",
        "docs/worksheets/index.md": _front("Worksheets", "All of them.")
        + "# Worksheets\n\n{{ worksheet_index() }}\n",
    }
    for tool in ("notes", "review", "plan", "session", "ratings", "team"):
        files[f"docs/tools/{tool}.md"] = (
            _front(f"The {tool}", "A tool.") + f"# The {tool}\n\n{{{{ {tool}_tool() }}}}\n"
        )
    return files


def _settings(chapters: int) -> str:
    """The course's own settings with another name and navigation."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8").split("\nnav:", 1)[0] + "\n"
    text = re.sub(r"(?m)^    map: .*\n", "", text)
    text = re.sub(r"(?m)^site_name: .*", "site_name: A course", text)
    if chapters > LONG:
        # As the check advises.
        text = text.replace("    - navigation.sections\n", "")
    lines = ["nav:", "  - Start:", "      - Overview: index.md", "  - Chapters:"]
    for first in range(1, chapters + 1, 13):
        last = min(first + 12, chapters)
        lines.append(f"      - Parts {first} to {last}:")
        lines += [f"          - Part {n}: chapters/{_stem(n)}.md" for n in range(first, last + 1)]
    lines += ["  - Worksheets:", "      - All worksheets: worksheets/index.md", "  - My work:"]
    lines += [
        f"      - The {t}: tools/{t}.md" for t in ("notes", "review", "plan", "session", "ratings", "team")
    ]
    lines += ["  - Reference:", "      - Glossary: glossary.md", "      - Sources: sources.md"]
    return text + "\n".join(lines) + "\n"
