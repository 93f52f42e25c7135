"""Saved work at size: what a learner holds who has done everything in a course, and somebody with ten times as much."""

from __future__ import annotations

import datetime
import json
import random
from typing import Any

from macros.build import course_manifest, open_course
from tests.sites import ROOT

COURSE = open_course(ROOT).course
MANIFEST: dict[str, Any] = json.loads(course_manifest(COURSE))
KEY = f"learn-saved:{MANIFEST['id']}"
ACTIONS = min(500, 40 * len(COURSE.chapters))
"""How many actions the plan of the greater document holds: as many for each chapter of a small course as of a large one."""

_START = datetime.datetime(2026, 2, 2, 8, tzinfo=datetime.UTC)
_TEXT = (
    "we ask our three largest customers what they would miss first and write the answer down beside the price "
    "before the next quarter begins nobody calls it finished until somebody outside the team has read it aloud "
    "margin renewal contract evidence agreement visit owner workshop budget résumé naïve figure result review"
)
_WORDS = _TEXT.split()


class _Writer:
    """Entries one after another, each a few minutes after the last; the same for the same seed."""

    def __init__(self, times: int) -> None:
        self.times = times
        # Ten times as much work is more of everything, but not ten times as many questions.
        self.more = 1 if times == 1 else 3
        self.chance = random.Random(times)
        self.entries: dict[str, Any] = {}

    def at(self) -> str:
        time = _START + datetime.timedelta(minutes=7 * len(self.entries))
        return f"{time:%Y-%m-%dT%H:%M:%S}.{len(self.entries) % 1000:03}Z"

    def day(self, ahead: int = 300) -> str:
        return f"{_START.date() + datetime.timedelta(days=self.chance.randrange(ahead)):%Y-%m-%d}"

    def words(self, count: int) -> str:
        text = " ".join(self.chance.choices(_WORDS, k=count * self.more))
        return f"{text[:1].upper()}{text[1:]}."

    def note(self) -> str:
        return "\n\n".join(self.words(60) for _ in range(-(-self.times // self.more)))

    def put(self, id: str, value: object, rev: str = "") -> None:
        self.entries[id] = {"rev": rev, "value": value, "at": self.at()}

    def field(self, field: dict[str, Any]) -> object:
        choices = [choice["id"] for choice in field.get("choices", ())]
        kind = field["kind"]
        if kind == "table":
            columns = [c for c in field["columns"] if c["kind"] != "result"]

            def row() -> dict[str, object]:
                return {c["id"]: self.field(c) for c in columns}

            rows = field.get("rows")
            return {r["id"]: row() for r in rows} if rows else [row() for _ in range(4 * self.times)]
        if kind == "matrix":
            cells = [cell["at"] for cell in field["cells"]]
            return [{"item": self.words(3), "at": self.chance.choice(cells)} for _ in range(4 * self.times)]
        if kind == "checklist":
            return choices[::2]
        if kind == "choice":
            return self.chance.choice(choices)
        if kind in ("money", "number"):
            return self.chance.randrange(1, 90_000)
        if kind == "scale":
            return self.chance.randrange(1, 11)
        if kind == "checkbox":
            return True
        if kind == "date":
            return self.day()
        return self.note() if kind == "notes" else self.words(8)


def saved_work(times: int = 1) -> dict[str, Any]:
    """A saved document of the whole course: every question answered, every line ticked, every prompt and field filled in, every
    action chosen, sessions, ratings and own actions; `times` as long and as often."""
    write = _Writer(times)
    for chapter in MANIFEST["chapters"]:
        home = chapter["id"]
        for item in chapter["items"]:
            kind, id, rev = item["kind"], item["id"], item["rev"]
            if kind == "summary":
                write.put(id, True, rev)
            elif kind in ("ask-yourself", "ask-your-team"):
                write.put(id, write.note(), rev)
            elif kind == "action-plan":
                details = {
                    "due": write.day(),
                    "owner": f"Owner {len(write.entries) % 9}",
                    "note": write.words(20),
                }
                write.put(id, {"chosen": True, **details}, rev)
        write.put(f"{home}/read", True)
        write.put(f"{home}/done", chapter["address"].rstrip("/"))
        prompts = [i["id"] for i in chapter["items"] if i["kind"].startswith("ask-")]
        for at in range(times):
            told = {
                "started": write.at(),
                "ended": write.at(),
                "seconds": 4500,
                "people": "Ada, Ben, Carla, Dev",
                "said": {id: write.words(40) for id in prompts},
                "spent": {id: 600 for id in prompts},
                "decisions": [write.words(12) for _ in range(3)],
                "note": write.words(40),
                "step": "close",
            }
            write.put(f"session/{home}/2026-{at % 9 + 1:02}-{at % 27 + 1:02}T0900", told)
    for quiz in MANIFEST["quizzes"]:
        for at, question in enumerate(quiz["questions"]):
            verdict = "right" if at % 3 else "wrong"
            first = {"given": question["key"], "verdict": verdict, "hints": at % 2}
            last = {"given": question["key"], "verdict": "right"}
            write.put(question["id"], {"first": first, "last": last}, question["rev"])
            write.put(question["id"].replace("quiz", "review", 1), {"step": at % 4, "due": write.day()})
    for sheet in MANIFEST["worksheets"]:
        scales = {}
        for field in sheet["fields"]:
            if field["kind"] == "result":
                continue
            write.put(field["id"], write.field(field), field["rev"])
            if field["kind"] == "scale":
                scales[field["id"].split("/")[2]] = write.chance.randrange(1, 11)
        if len(scales) > 2:
            for at in range(3 * times):
                round_of = {"who": f"Colleague {at % 8}", "day": write.day(), "values": scales}
                write.put(f"ratings/{sheet['id']}/round{at:07}", round_of)
    chosen = sum(i["kind"] == "action-plan" for chapter in MANIFEST["chapters"] for i in chapter["items"])
    homes = [chapter["id"] for chapter in MANIFEST["chapters"]]
    for at in range(ACTIONS - chosen if times > 1 else ACTIONS // 25):
        own = {
            "chosen": True,
            "text": write.words(12),
            "owner": f"Owner {at % 9}",
            "due": write.day(),
            "start": "2026-02-02",
            "chapter": homes[at % len(homes)],
            "horizon": ("this week", "30 days", "60 days", "90 days", "later")[at % 5],
            "note": write.words(30),
        }
        write.put(f"plan/own/a{at:011}", own)
    write.put("settings/name", "Ada")
    return {"format": "learn-saved", "version": 1, "course": MANIFEST["id"], "entries": write.entries}
