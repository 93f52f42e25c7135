"""The plan's files, judged by libraries that are not ours, and properties of the plan's modules, tried in one Node process."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

ROOT = Path(__file__).parents[3]
CORE = (ROOT / "overrides/assets/learn/core").as_uri()
WORDS = json.loads((ROOT / "tests/js/plan-words.json").read_text("utf-8"))
MANIFEST = {
    "id": "bread",
    "formerly": {"flour/action-plan/scales": "flour/action-plan/scale"},
    "chapters": [
        {
            "id": "flour",
            "number": 1,
            "title": "Flour; and water, “salt”",
            "address": "chapters/01-flour/",
            "items": [
                {
                    "id": f"flour/action-plan/{id}",
                    "kind": "action-plan",
                    "rev": "r1",
                    "text": f"Use the {id}.",
                    "owner": "Baker",
                    "done_when": "It is used.",
                    "horizon": horizon,
                }
                for id, horizon in (("scale", "30 days"), ("mill", "this week"))
            ],
        }
    ],
}
IDS = [
    "flour/action-plan/scale",
    "flour/action-plan/mill",
    "flour/action-plan/gone",
    "plan/own/a",
    "plan/own/b",
]
# One question a line, one answer a line: starting a process for each case would take minutes.
DRIVER = f"""
import {{ createInterface }} from 'node:readline'
const [plan, files, saved] = await Promise.all(['plan', 'plan-files', 'saved'].map((name) => import(`{CORE}/${{name}}.mjs`)))
const documentOf = (values, at = '2026-11-23T10:00:00.000Z') => saved.withEntries(saved.emptySaved('bread'), Object.entries(values).map(([id, value]) => [id, {{ rev: 'r1', at, value }}]))
for await (const line of createInterface({{ input: process.stdin }})) {{
  const {{ script, args, manifest, words }} = JSON.parse(line)
  let answer
  try {{
    answer = {{ value: await new Function('args', 'manifest', 'words', 'plan', 'files', 'saved', 'documentOf', script)(args, manifest, words, plan, files, saved, documentOf) }}
  }} catch (error) {{
    answer = {{ error: error.stack }}
  }}
  process.stdout.write(`${{JSON.stringify(answer)}}\\n`)
}}
"""
Run = Callable[..., Any]

# What can be typed and saved: no half characters.
typed = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
tricky = st.text(st.sampled_from("=+-@'\"\t\r\n ,;\\:a\u00e4\U0001f600\ufeff\u2028\x85\x00"), max_size=30)
# Long enough that a line must be cut inside characters of two, three and four octets.
long = st.text(st.sampled_from("a\u00e4\u20ac\U0001f600 ,"), min_size=60, max_size=95)
texts = typed | tricky | long
days = st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(date.isoformat)
details = st.fixed_dictionaries(
    {"chosen": st.just(True), "text": texts.map(lambda text: f"{text}.")},
    optional={
        "owner": texts,
        "done_when": texts,
        "note": texts,
        "start": days,
        "due": days,
        "status": st.sampled_from(["doing", "done", "stopped"]),
        "priority": st.sampled_from(["high", "low"]),
        "horizon": st.sampled_from(["this week", "30 days", "60 days", "90 days", "later"]),
        "milestone": st.just(True),
        "order": st.integers(-3, 9),
    },
)
plans = st.dictionaries(st.sampled_from(IDS), details, max_size=4)
DETAILS = [
    "chosen",
    "text",
    "owner",
    "start",
    "due",
    "done_when",
    "status",
    "priority",
    "horizon",
    "milestone",
]
odd_keys = st.sampled_from([*DETAILS, "note", "order", "chapter", "__proto__", "constructor", "cost"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", " ", "todo", "normal", "x"]) | days,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(odd_keys, inner, max_size=4),
    max_leaves=6,
)
odd_values = st.dictionaries(odd_keys, anything, max_size=6)
few = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Runs a script's body in Node with `args`, and gives what it returns."""
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail(
                "Node is missing, and CI must not skip the plan's files. Install it (apt-get install nodejs)."
            )
        pytest.skip("Node is missing")
    process = subprocess.Popen(
        [node, "--input-type=module", "-e", DRIVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    questions, answers = process.stdin, process.stdout
    assert questions is not None
    assert answers is not None

    def ask(script: str, *args: object) -> Any:
        question = {"script": script, "args": args, "manifest": MANIFEST, "words": WORDS}
        questions.write(json.dumps(question) + "\n")
        questions.flush()
        answer = json.loads(answers.readline())
        assert "error" not in answer, answer["error"]
        return answer.get("value")

    yield ask
    questions.close()
    process.wait(10)


# Spreadsheet

KEYS = ["text", "owner", "start", "due", "doneWhen"]


def rows_of(text: str, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator))


def is_formula(cell: str) -> bool:
    return cell[:1] in tuple("\t\r\n\0") or cell.strip(" \t\r\n\u00a0\ufeff\v\f")[:1] in tuple("=+-@＝＋－＠")


@few
@given(plans, st.sampled_from([",", ";"]))
def test_python_reads_every_cell_of_the_table_as_it_was_typed(
    run: Run, values: dict[str, Any], separator: str
) -> None:
    script = """
      const actions = plan.planActions(documentOf(args[0]), manifest)
      return { actions, text: files.planCsv(actions, words, args[1]) }
    """
    found = run(script, values, separator)
    assert found["text"].startswith("\ufeff")
    header, *rows = rows_of(found["text"], separator)
    assert header[0] == "Action"
    assert len(rows) == len(found["actions"])
    for row, action in zip(rows, found["actions"], strict=True):
        assert len(row) == len(header)
        assert row[-1] == action["id"]
        for cell, key in zip(row, KEYS, strict=False):
            assert cell == action[key] or (
                cell == f"'{action[key]}" and re.search(r"[=+\-@＝＋－＠\t\r\n\0]", cell)
            )
        assert not any(is_formula(cell) for cell in row)


@few
@given(plans)
def test_a_table_that_comes_back_unchanged_changes_nothing(run: Run, values: dict[str, Any]) -> None:
    script = """
      const actions = plan.planActions(documentOf(args[0]), manifest)
      return files.readPlanCsv(files.planCsv(actions, words), actions, manifest, words)
    """
    assert run(script, values) == {"changes": [], "problems": []}


@few
@given(
    plans,
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\r\n", "\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
)
def test_a_table_that_another_program_wrote_anew_brings_every_text_into_an_empty_plan(
    run: Run, values: dict[str, Any], separator: str, ends: str, quoting: Any, mark: bool
) -> None:
    script = """
      const actions = plan.planActions(documentOf(args[0]), manifest).filter(({ lost }) => !lost)
      return { actions, text: files.planCsv(actions, words) }
    """
    written = run(script, values)
    anew = io.StringIO(newline="")
    csv.writer(anew, delimiter=separator, lineterminator=ends, quoting=quoting).writerows(
        rows_of(written["text"])
    )
    text = ("\ufeff" if mark else "") + anew.getvalue()
    found = run("return files.readPlanCsv(args[0], [], manifest, words)", text)
    assert found["problems"] == []
    changes = {change["id"]: change["value"] for change in found["changes"]}
    assert set(changes) == {action["id"] for action in written["actions"]}
    for action in written["actions"]:
        value = changes[action["id"]]
        assert value["text"] == re.sub(r"\r\n?", "\n", action["text"])
        assert value.get("note", "") == re.sub(r"\r\n?", "\n", action["note"])
        assert (value.get("due", ""), value.get("start", "")) == (action["due"], action["start"])
        assert value.get("status", "todo") == action["status"]


@few
@given(
    st.text(max_size=80)
    | st.lists(
        st.lists(
            st.sampled_from(["Action", "Due", "Status", "ID", "x", "", '"', "1/2/27", "plan/own/a", *IDS]),
            max_size=5,
        ),
        max_size=5,
    ).map(lambda rows: "\n".join(",".join(row) for row in rows))
)
def test_no_table_makes_reading_fail_and_what_it_gives_can_be_saved(run: Run, text: str) -> None:
    script = """
      const { changes, problems } = files.readPlanCsv(args[0], plan.planActions(documentOf(args[1]), manifest), manifest, words)
      const ids = new Set(changes.map(({ id }) => id))
      const isSaved = ({ id, rev, value }) => id in saved.setEntry(saved.emptySaved('bread'), id, rev, value, '2026-11-23T10:00:00.000Z').entries
      return ids.size === changes.length && changes.every(isSaved) && problems.every(({ line, why }) => line > 0 && !/\\{|undefined/.test(why))
    """
    assert run(script, text, {"plan/own/a": {"chosen": True, "text": "Bake."}})


# Calendar


def calendar_text(text: str) -> str:
    """What a calendar can hold of a text: no control signs, one kind of line end."""
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "", re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text))


def properties(text: str) -> list[tuple[str, str]]:
    """A calendar's lines, unfolded and unescaped by the letter of RFC 5545."""
    assert text.endswith("\r\n")
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]
    pairs = [line.partition(":") for line in lines]
    unescaped = re.compile(r"\\([\\;,nN])")
    return [
        (name, unescaped.sub(lambda match: "\n" if match[1] in "nN" else match[1], value))
        for name, _, value in pairs
    ]


ics_script = """
  const actions = plan.planActions(documentOf(args[0]), manifest)
  return { actions, text: files.planIcs(actions, { course: 'bread', now: '2026-11-25T08:30:00.000Z', words, root: 'https://example.org/' }) }
"""


@few
@given(plans)
def test_a_calendar_has_no_long_line_and_unfolds_to_what_was_typed(run: Run, values: dict[str, Any]) -> None:
    found = run(ics_script, values)
    dated = [action for action in found["actions"] if action["due"]]
    if not dated:
        assert found["text"] == ""
        return
    for line in found["text"].encode().split(b"\r\n"):
        assert len(line) <= 75
        assert not re.search(rb"[\r\n]", line)
        line.decode()  # no character is torn
    lines = properties(found["text"])
    titles = [value for name, value in lines if name == "SUMMARY"]
    assert len(titles) == len(dated)
    for title, action in zip(titles, dated, strict=True):
        assert title.endswith(calendar_text(action["text"]))
    notes = [value for name, value in lines if name == "DESCRIPTION" and value not in titles]
    for action in dated:
        assert not action["note"] or any(note.endswith(calendar_text(action["note"])) for note in notes)


@few
@given(plans)
def test_a_calendar_is_one_to_another_library(run: Run, values: dict[str, Any]) -> None:
    found = run(ics_script, values)
    dated = [action for action in found["actions"] if action["due"]]
    if not dated:
        return
    calendar: Any = Calendar.from_ical(found["text"].encode())
    assert calendar.errors == []
    events = list(calendar.walk("VEVENT"))
    assert len(events) == len(dated) == len({str(event["UID"]) for event in events})
    for event, action in zip(events, dated, strict=True):
        due = date.fromisoformat(action["due"])
        assert event.errors == []
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (due, due + timedelta(1))
        assert str(event["SUMMARY"]).endswith(calendar_text(action["text"]))
        assert int(event["SEQUENCE"]) > 0
        assert event["DTSTAMP"].dt.isoformat() == "2026-11-25T08:30:00+00:00"
        assert event["LAST-MODIFIED"].dt.isoformat() == "2026-11-23T10:00:00+00:00"
        is_open = action["status"] in ("todo", "doing")
        triggers = [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        assert triggers == ([timedelta(hours=-15), timedelta(hours=9)] if is_open else [])
        assert event["STATUS"] == ("CANCELLED" if action["status"] == "stopped" else "CONFIRMED")


def test_a_second_calendar_moves_the_same_event(run: Run) -> None:
    script = """
      return args.map(([value, at]) => files.planIcs(plan.planActions(documentOf({ 'plan/own/a': value }, at), manifest), { course: 'bread', now: at, words }))
    """
    bake = {"chosen": True, "text": "Bake."}
    texts = run(
        script,
        [{**bake, "due": "2027-03-31"}, "2026-11-23T10:00:00.000Z"],
        [{**bake, "due": "2027-04-30", "text": "Bake more."}, "2026-12-01T10:00:00.000Z"],
    )
    events: list[Any] = [Calendar.from_ical(text).walk("VEVENT")[0] for text in texts]
    before, after = events
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == date(2027, 4, 30)


# The plan


@few
@given(odd_values | anything, odd_values)
def test_a_change_never_keeps_anything_empty(run: Run, value: Any, change: dict[str, Any]) -> None:
    script = """
      const next = plan.planChange(args[0], args[1])
      const again = next && plan.planChange(next, {})
      return { next, same: JSON.stringify(again) === JSON.stringify(next) && ({}).x === undefined }
    """
    found = run(script, value, change)
    assert found["same"]
    kept = found["next"]
    if kept is None:
        return
    assert kept.get("chosen") is True or set(kept) - {"chosen", "chapter"}
    assert not {"__proto__", "constructor"} & set(kept)
    assert all(
        part not in ("", None) and not (isinstance(part, str) and key != "cost" and not part.strip())
        for key, part in kept.items()
    )
    assert kept.get("status") != "todo"
    assert kept.get("priority") != "normal"
    assert kept.get("milestone", True) is True
    for key in ("start", "due"):
        date.fromisoformat(kept.get(key, "2026-01-01"))


small = st.fixed_dictionaries(
    {"chosen": st.just(True), "text": st.sampled_from(["Bake.", "bake. ", "Knead."])},
    optional={
        "owner": st.sampled_from(["Mei", "mei", "Tom"]),
        "due": st.sampled_from(["2027-01-01", "2027-02-01"]),
        "note": st.sampled_from(["one", "two"]),
        "status": st.sampled_from(["done", "doing"]),
        "cost": st.integers(0, 2),
    },
)
members = st.tuples(
    st.sampled_from(["Mei", "Tom", ""]),
    st.dictionaries(st.sampled_from(IDS), small | odd_values, max_size=4),
    st.sampled_from(["2026-11-23T10:00:00.000Z", "2026-11-24T10:00:00.000Z"]),
)


@few
@given(
    st.lists(members, max_size=4).flatmap(lambda people: st.tuples(st.just(people), st.permutations(people)))
)
def test_merging_plans_does_not_depend_on_the_order_of_people(run: Run, orders: Any) -> None:
    script = """
      const ordered = (value) => JSON.stringify(value, (key, part) => (part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort()) : part))
      const [one, other] = args.map((people) => {
        const merged = plan.mergePlans(people.map(([name, values, at]) => ({ name, document: documentOf(values, at) })), manifest)
        return { merged, settled: merged.map((item) => plan.settle(item)) }
      })
      const ids = one.merged.map(({ id }) => id)
      return { same: ordered(one) === ordered(other), apart: new Set(ids).size === ids.length, settled: one.settled, all: one.merged.flatMap((item) => item.ids).length }
    """
    found = run(script, *orders)
    assert found["same"]
    assert found["apart"]
    people = orders[0]
    chosen = {id for _, values, _ in people for id, value in values.items() if value.get("chosen") is True}
    assert found["all"] <= len(chosen)
    assert all(value is None or value["chosen"] is True for value in found["settled"])


@few
@given(st.dictionaries(st.sampled_from(IDS), odd_values | anything, max_size=4), days)
def test_whatever_was_saved_can_be_shown_written_and_read(
    run: Run, values: dict[str, Any], today: str
) -> None:
    script = """
      const document = saved.readSaved(JSON.stringify({ ...saved.emptySaved('bread'), entries: documentOf(args[0]).entries }), 'bread').document
      const actions = plan.planActions(document, manifest)
      plan.offeredActions(document, manifest)
      for (const by of ['horizon', 'owner', 'chapter', 'status']) {
        const groups = plan.groupPlan(actions, by, words)
        files.planMarkdown(groups, words)
        if (groups.reduce((all, group) => all + group.actions.length, 0) !== actions.length) return by
        for (const group of groups) plan.movePlan(group.actions, group.actions[0].id, 1)
      }
      plan.planLoad(actions, { today: args[1] })
      plan.planCounts(actions, args[1])
      const { rows, ticks } = plan.planTimeline(actions, args[1])
      if (rows.some(({ start, end }) => !(start >= 0 && start <= end && end <= 1)) || ticks.length > 30) return 'timeline'
      files.planCsv(actions, words)
      files.planIcs(actions, { course: 'bread', now: `${args[1]}T00:00:00.000Z`, words })
      const { changes, problem } = files.readPlanJson(files.planJson(actions, 'bread'), 'bread', actions, manifest)
      return changes.length === 0 && [null, 'damaged'].includes(problem) ? 'fine' : { changes, problem }
    """
    assert run(script, values, today) == "fine"


hostile = st.fixed_dictionaries(
    {},
    optional={
        "format": st.just("learn-plan") | anything,
        "version": st.just(1) | anything,
        "course": st.just("bread") | anything,
        "actions": st.lists(
            anything
            | st.fixed_dictionaries(
                {},
                optional={
                    "id": st.sampled_from(IDS) | anything,
                    "rev": st.just("") | anything,
                    "at": anything,
                    "value": odd_values,
                },
            ),
            max_size=4,
        ),
    },
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40) | anything.map(json.dumps) | hostile.map(json.dumps))
def test_no_file_makes_reading_fail_and_what_it_gives_can_be_saved(run: Run, text: str) -> None:
    script = """
      const { changes, problem, dropped } = files.readPlanJson(args[0], 'bread', plan.planActions(documentOf({ 'plan/own/a': { chosen: true, text: 'x' } }), manifest), manifest)
      const isSaved = ({ id, rev, value }) => id in saved.setEntry(saved.emptySaved('bread'), id, rev, value, '2026-11-23T10:00:00.000Z').entries
      return changes.every(isSaved) && changes.every(({ value }) => value.chosen === true) && (problem === 'damaged') === dropped > 0 && ({}).x === undefined
    """
    assert run(script, text)
