"""Texts for a new chapter, quiz or worksheet: files that pass the check at once, with a mark where an author must write.

Nothing is written here; whoever calls gets the files' texts by path, old files that name the new one included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from pathlib import PurePosixPath

from macros.content.data import Mapping, Scalar, Sequence, read_yaml
from macros.content.front_matter import split_page
from macros.model.course import Chapter, Course
from macros.model.ids import is_id
from macros.model.problem import Where
from macros.model.wording import UNWRITTEN

Texts = MappingType[str, str]


@dataclass(frozen=True, slots=True)
class New:
    """`written` are new files, `changed` old ones, both by path; `by_hand` says what the author must do where a change of
    an old file is not safe."""

    written: MappingType[str, str]
    changed: MappingType[str, str]
    by_hand: tuple[str, ...] = ()


class Taken(Exception):
    """The name cannot be used; the message says why."""


def next_number(course: Course) -> int:
    return max((chapter.number for chapter in course.chapters), default=0) + 1


def new_chapter(course: Course, texts: Texts, title: str, id: str, read: int, session: int) -> New:
    """A chapter with every part, its quiz and the sheet of its action plan, entered into the navigation."""
    _check_id(id, {c.id for c in course.chapters}, "chapter")
    number = next_number(course)
    stem = f"{number:02d}-{id}"
    plan = f"{id}-action-plan"
    written = {
        f"docs/chapters/{stem}.md": _CHAPTER.format(
            title=_yaml(title), id=id, number=number, stem=stem, plan=plan, read=read, **_agenda(session)
        ),
        f"quizzes/{stem}.md": _quiz(f"{stem}#first-idea"),
        f"docs/worksheets/{plan}.md": _ACTION_PLAN.format(
            title=_yaml(f"Action plan, {title}"), id=plan, chapter=id
        ),
    }
    _check_free(written, texts)
    changed, by_hand = _with_nav(texts.get("mkdocs.yml", ""), number, title, f"chapters/{stem}.md")
    return New(written, changed, by_hand)


def new_quiz(course: Course, texts: Texts, id: str, chapter: Chapter) -> New:
    """A quiz of one question, taught by `chapter`; a page must call it."""
    _check_id(id, course.quizzes.keys(), "quiz")
    anchor = next(iter(course.pages[chapter.uri].anchors), "")
    written = {f"quizzes/{id}.md": _quiz(f"{chapter.stem}#{anchor or 'top'}")}
    _check_free(written, texts)
    by_hand = (f'Show it on a page: {{{{ quiz("{id}") }}}}',)
    return New(written, {}, by_hand)


def new_worksheet(course: Course, texts: Texts, title: str, id: str, chapter: Chapter | None) -> New:
    """A worksheet with one section, listed by `chapter`."""
    _check_id(id, course.worksheets.keys(), "worksheet")
    changed: dict[str, str] = {}
    by_hand: tuple[str, ...] = ()
    listed = ""
    if chapter:
        path = f"docs/{chapter.uri}"
        if text := _with_worksheet(texts.get(path, ""), path, id):
            changed[path] = text
            listed = f"  chapters: [{chapter.id}]\n"
        else:
            by_hand = (
                f"Add `{id}` to `worksheets` in {path}, and `chapters: [{chapter.id}]` below `id` of the sheet.",
            )
    written = {f"docs/worksheets/{id}.md": _WORKSHEET.format(title=_yaml(title), id=id, chapters=listed)}
    _check_free(written, texts)
    return New(written, changed, by_hand)


def _check_id(id: str, known: Collection[str], what: str) -> None:
    if not is_id(id):
        raise Taken(f'"{id}" cannot be an id: ids are lower-case words joined by hyphens.')
    if id in known:
        raise Taken(f'There is a {what} with the id "{id}" already.')


def _check_free(written: Texts, texts: Texts) -> None:
    for path in written:
        if path in texts:
            raise Taken(f"There is a file {path} already.")


def _yaml(text: str) -> str:
    """A text as one line of YAML, in quotes where it needs them."""
    words = " ".join(text.split())
    data, problems = read_yaml(f"- {words}", Where(PurePosixPath("new")))
    is_same = (
        not problems
        and isinstance(data, Sequence)
        and len(data.entries) == 1
        and isinstance(data.entries[0], Scalar)
        and data.entries[0].text == words
        and not data.entries[0].quoted
        and not data.entries[0].empty
    )
    return words if is_same and ":" not in words else json.dumps(words, ensure_ascii=False)


def _agenda(session: int) -> dict[str, int]:
    opening, closing = max(1, session // 6), max(1, session // 6)
    return {
        "session": session,
        "opening": opening,
        "work": max(1, session - opening - closing),
        "closing": closing,
    }


def _with_nav(text: str, number: int, title: str, uri: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """mkdocs.yml with one more line below the last chapter's, its comments kept; or the line to add by hand."""
    lines = text.split("\n")
    if not any(re.match(r"nav:", line) for line in lines):
        # The hosts take all pages in the order of their files.
        return {}, ()
    last = [n for n, line in enumerate(lines) if re.match(r"\s*- .*\bchapters/[\w-]+\.md\s*(?:#.*)?$", line)]
    named = bool(last) and re.match(r"\s*- \"?\d+ ", lines[last[-1]])
    entry = f"- {_yaml(f'{number:02d} {title}' if named or not last else title)}: {uri}"
    by_hand = (f"Add this line to `nav` in mkdocs.yml: {entry}",)
    if not last:
        return {}, by_hand
    indent = re.match(r"\s*", lines[last[-1]])
    mended = "\n".join(
        [*lines[: last[-1] + 1], f"{indent[0] if indent else ''}{entry}", *lines[last[-1] + 1 :]]
    )
    where = Where(PurePosixPath("mkdocs.yml"))
    before, after = _nav(text, where), _nav(mended, where)
    if before is None or after is None or len(after) != len(before) + 1 or set(after) - set(before) != {uri}:
        return {}, by_hand
    return {"mkdocs.yml": mended}, ()


def _nav(text: str, where: Where) -> list[str] | None:
    """The pages of the navigation in their order; None where the file cannot be read."""
    data, problems = read_yaml(text, where)
    if problems or not isinstance(data, Mapping) or "nav" not in data.entries:
        return None
    found: list[str] = []
    waiting = [data.entries["nav"]]
    while waiting:
        entry = waiting.pop(0)
        if isinstance(entry, Scalar):
            found.append(entry.text)
        else:
            inner = entry.entries.values() if isinstance(entry, Mapping) else entry.entries
            waiting = [*inner, *waiting]
    return found


def _with_worksheet(text: str, path: str, id: str) -> str:
    """A chapter that lists one more worksheet; empty where that is not safe."""
    where = Where(PurePosixPath(path))
    before = _worksheets(text, where)
    if before is None:
        return ""
    flow = re.compile(r"^(  worksheets: *\[[^\]\n#]*[^\]\n#, ]) *\](?= *$)", re.MULTILINE)
    block = re.compile(r"^(  worksheets: *\n(?:( +)- .*\n)+)", re.MULTILINE)
    if flow.search(text):
        mended = flow.sub(rf"\1, {id}]", text, count=1)
    elif found := block.search(text):
        mended = text[: found.end()] + f"{found[2]}- {id}\n" + text[found.end() :]
    else:
        return ""
    return mended if _worksheets(mended, where) == [*before, id] else ""


def _worksheets(text: str, where: Where) -> list[str] | None:
    split, problems = split_page(text, where)
    course = split.data.entries.get("course") if split.data else None
    listed = course.entries.get("worksheets") if isinstance(course, Mapping) else None
    if problems or not isinstance(listed, Sequence):
        return None
    return [entry.text for entry in listed.entries if isinstance(entry, Scalar)]


def _quiz(see: str) -> str:
    return _QUIZ.format(see=see, mark=UNWRITTEN)


_CHAPTER = """\
---
title: {title}
description: "To write: one sentence that says what a reader gains."
course:
  id: {id}
  chapter: {number}
  minutes: {{read: {read}, session: {session}}}
  outcomes:
    - {{id: first-outcome, text: "To write: what a reader can do afterwards, beginning with a verb."}}
  summary:
    - {{id: first-point, text: "To write: the point to remember, in one sentence."}}
  ask_yourself:
    - id: first-question
      text: "To write: a question that one person answers alone?"
      purpose: "To write: what the question is for."
  ask_your_team:
    - id: first-question
      text: "To write: a question that a team talks about?"
      minutes: {work}
      purpose: "To write: what the talk is for."
      listen_for: "To write: what a session leader should listen for."
  action_plan:
    - id: first-step
      text: "To write: one thing to do."
      owner: "To write: who does it"
      horizon: 30 days
      done_when: "To write: how anybody can see that it is done."
  worksheets: [{plan}]
  quiz: {stem}
  session:
    purpose: "To write: what the team leaves the room with."
    prepare:
      - "Everyone reads the chapter."
    agenda:
      - {{minutes: {opening}, text: "Open: say the purpose."}}
      - {{minutes: {work}, text: "To write: what the team does together."}}
      - {{minutes: {closing}, text: "Close: each person names one action, its owner and its date."}}
    close: "Read the actions aloud once more."
---

{{{{ chapter_header() }}}}

To write: a short opening; a case that a reader knows.

## First idea {{#first-idea}}

To write: the first idea, with an example. End each `##` heading with an anchor in braces, so that the quiz can lead to it.

## Check your understanding {{#quiz}}

{{{{ quiz() }}}}

## Summary {{#summary}}

{{{{ summary() }}}}

## Ask yourself {{#ask-yourself}}

{{{{ ask_yourself() }}}}

## Ask your team {{#ask-your-team}}

{{{{ ask_your_team() }}}}

## Action plan {{#action-plan}}

{{{{ action_plan() }}}}

## Worksheets {{#worksheets}}

{{{{ worksheets() }}}}

## Run it as a session {{#session}}

{{{{ session() }}}}

{{{{ next_chapter() }}}}
"""

_QUIZ = """\
## {mark} a question that puts the reader in a situation?

---
id: first-question
see: {see}
---

> {mark} a hint that helps without giving the answer away.

1. [x] {mark} the right answer
    > {mark} why it is right.
1. [ ] {mark} an answer that tempts
    > {mark} why it is not right.
1. [ ] {mark} another answer that tempts
    > {mark} why it is not right either.
"""

_ACTION_PLAN = """\
---
title: {title}
description: The steps of the chapter, each with an owner, a date and the evidence that it is done.
course:
  id: {id}
  action_plan: {chapter}
  minutes: 15
  instructions: "Give each step one owner and one date. Strike out what you will not do."
---

{{{{ worksheet() }}}}
"""

_WORKSHEET = """\
---
title: {title}
description: "To write: what this sheet helps to find out or decide."
course:
  id: {id}
{chapters}  purpose: "To write: what comes out of it."
  minutes: 15
  people: One person
  instructions: "To write: what to do, in two sentences."
  sections:
    - id: first-section
      title: "To write: what this part is about"
      fields:
        - {{id: first-field, kind: text, label: "To write: what to fill in"}}
        - {{id: notes, kind: notes, label: Notes, lines: 4}}
  example:
    firm: "To write: a made-up name (fictional)"
    answers:
      first-field: "To write: what the made-up team filled in"
---

{{{{ worksheet() }}}}
"""
