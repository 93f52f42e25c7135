"""Reads a chapter, a glossary or a list of sources from a page's `course:` key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from macros.content.data import Fields
from macros.model.course import (
    Action,
    AgendaStep,
    Chapter,
    Claim,
    Handed,
    Horizon,
    Item,
    Prompt,
    Session,
    Share,
    Source,
    Term,
    Verdict,
)
from macros.model.problem import Where


def parse_chapter(fields: Fields, uri: str, title: str, description: str) -> Chapter:
    """A whole chapter, with defaults where the author's value was wrong (the problems are in `fields`)."""
    minutes = fields.group("minutes", "minutes", required=True)
    read = minutes.whole("read", required=True, most=600) if minutes else 0
    session_minutes = minutes.whole("session", most=600) if minutes else 0
    if minutes:
        minutes.finish()
    chapter = Chapter(
        id=fields.id(),
        where=Where(PurePosixPath("docs") / uri),
        uri=uri,
        number=fields.whole("chapter", required=True, most=9999),
        title=title,
        description=description,
        minutes_read=read,
        minutes_session=session_minutes,
        pivot=fields.whole("pivot", most=9999),
        factor=fields.text("factor"),
        needs=fields.ids("needs"),
        next=fields.ids("next"),
        outcomes=tuple(_items(fields, "outcomes", "This outcome")),
        summary=tuple(_items(fields, "summary", "This line of the summary")),
        ask_yourself=tuple(_prompts(fields, "ask_yourself")),
        ask_your_team=tuple(_prompts(fields, "ask_your_team")),
        action_plan=tuple(_actions(fields)),
        worksheets=fields.ids("worksheets"),
        quiz=fields.text("quiz"),
        session=_session(fields),
        then_and_now=tuple(_claims(fields)),
        formerly=fields.ids("formerly"),
    )
    fields.finish()
    return chapter


def _unique(fields: Fields, key: str, what: str, required: bool = True) -> Iterator[tuple[str, Fields]]:
    seen: dict[str, int] = {}
    for entry in fields.list_of(key, what, required=required):
        id = entry.id()
        if id and id in seen:
            entry.report(
                entry.where_of("id"),
                "data/duplicate-id",
                f'"{id}" is the id of two entries of "{key}", first on line {seen[id]}.',
                "Give the newer one another id; the older keeps what learners saved.",
            )
            continue
        seen.setdefault(id, entry.where.line)
        yield id, entry


def _items(fields: Fields, key: str, what: str) -> Iterator[Item]:
    for id, entry in _unique(fields, key, what):
        yield Item(id, entry.where, entry.text("text", required=True), entry.ids("formerly"))
        entry.finish()


def _prompts(fields: Fields, key: str) -> Iterator[Prompt]:
    for id, entry in _unique(fields, key, "This prompt"):
        yield Prompt(
            id=id,
            where=entry.where,
            text=entry.text("text", required=True),
            formerly=entry.ids("formerly"),
            purpose=entry.text("purpose"),
            listen_for=entry.text("listen_for"),
            minutes=entry.whole("minutes", most=240),
        )
        entry.finish()


def _actions(fields: Fields) -> Iterator[Action]:
    for id, entry in _unique(fields, "action_plan", "This action"):
        yield Action(
            id=id,
            where=entry.where,
            text=entry.text("text", required=True),
            formerly=entry.ids("formerly"),
            owner=entry.text("owner", required=True),
            horizon=entry.enum("horizon", Horizon, Horizon.LATER),
            done_when=entry.text("done_when", required=True),
        )
        entry.finish()


def _session(fields: Fields) -> Session:
    group = fields.group("session", "The session")
    if group is None:
        return Session()
    agenda = []
    for step in group.list_of("agenda", "This step of the agenda"):
        agenda.append(
            AgendaStep(step.whole("minutes", required=True, most=240), step.text("text", required=True))
        )
        step.finish()
    handed = []
    for line in group.list_of("print", "This sheet to print") if group.has("print") else ():
        handed.append(Handed(line.where, line.id("sheet"), line.enum("for", Share, Share.PERSON)))
        line.finish()
    session = Session(
        purpose=group.text("purpose"),
        prepare=group.texts("prepare"),
        materials=group.texts("materials"),
        print=tuple(handed),
        agenda=tuple(agenda),
        close=group.text("close"),
        afterwards=group.text("afterwards"),
    )
    group.finish()
    return session


def _claims(fields: Fields) -> Iterator[Claim]:
    for id, entry in _unique(fields, "then_and_now", "This claim", required=False):
        yield Claim(
            id=id,
            where=entry.where,
            claim=entry.text("claim", required=True),
            said=entry.text("said", required=True),
            happened=entry.text("happened", required=True),
            verdict=entry.enum("verdict", Verdict, Verdict.UNKNOWN),
            sources=entry.ids("sources"),
        )
        entry.finish()


def parse_terms(fields: Fields) -> dict[str, Term]:
    """Glossary entries by id."""
    terms = {}
    for id, entry in _unique(fields, "terms", "This term"):
        terms[id] = Term(
            id=id,
            where=entry.where,
            term=entry.text("term", required=True),
            text=entry.text("text", required=True),
            chapter=entry.id("chapter", required=False),
        )
        entry.finish()
    return terms


def parse_sources(fields: Fields) -> dict[str, Source]:
    """Outside sources by id."""
    sources = {}
    for id, entry in _unique(fields, "sources", "This source"):
        sources[id] = Source(
            id=id,
            where=entry.where,
            title=entry.text("title", required=True),
            publisher=entry.text("publisher", required=True),
            date=entry.text("date"),
            address=entry.text("address", required=True),
            grade=entry.text("grade", required=True),
        )
        entry.finish()
    return sources
