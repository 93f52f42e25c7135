"""The words authors may call in a page: one table for hosts, checks and documentation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Refers(Enum):
    """What an argument of a macro names."""

    QUIZ = "quiz"
    WORKSHEET = "worksheet"
    CHAPTER = "chapter"
    TERM = "term"
    SOURCE = "source"
    EXAMPLE = "example"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Macro:
    """`needs` must be given; `may` can be left out, and then means the page's own. `on` names the only folder where the
    call makes sense without arguments ("chapters/" or "worksheets/"), or is empty."""

    name: str
    does: str
    needs: tuple[Refers, ...] = ()
    may: tuple[Refers, ...] = ()
    on: str = ""
    inline: bool = False

    @property
    def arguments(self) -> tuple[Refers, ...]:
        return self.needs + self.may


CHAPTER_PARTS = (
    "chapter_header",
    "then_and_now",
    "quiz",
    "summary",
    "ask_yourself",
    "ask_your_team",
    "action_plan",
    "worksheets",
    "session",
    "next_chapter",
)

MACROS: dict[str, Macro] = {
    m.name: m
    for m in (
        Macro("chapter_header", "Title, number, minutes and outcomes of the chapter.", on="chapters/"),
        Macro("then_and_now", "What became of the chapter's forecasts.", on="chapters/"),
        Macro("quiz", "A quiz; without an id, the chapter's own.", may=(Refers.QUIZ,), on="chapters/"),
        Macro("summary", "The summary checklist.", on="chapters/"),
        Macro("ask_yourself", "Questions for one person.", on="chapters/"),
        Macro("ask_your_team", "Questions for a team.", on="chapters/"),
        Macro("action_plan", "Steps with owner, horizon and measure.", on="chapters/"),
        Macro("worksheets", "Cards of the chapter's worksheets.", on="chapters/"),
        Macro("session", "The facilitator's notes.", on="chapters/"),
        Macro("next_chapter", "What to read next.", on="chapters/"),
        Macro(
            "worksheet",
            "A worksheet; without an id, the page's own.",
            may=(Refers.WORKSHEET,),
            on="worksheets/",
        ),
        Macro("worksheet_card", "A card that leads to a worksheet.", needs=(Refers.WORKSHEET,)),
        Macro("worksheet_index", "All worksheets by chapter."),
        Macro("course_map", "The map of all chapters."),
        Macro("glossary", "All terms."),
        Macro("sources", "All outside sources."),
        Macro("then_and_now_table", "All forecasts of all chapters in one table."),
        Macro("paper", "The PDFs of the course; nothing where the build makes none."),
        Macro("rules", "Every rule of the check, with examples."),
        Macro("quiz_playground", "A place to write a quiz, with its problems and its looks beside it."),
        Macro(
            "example",
            "One of the engine's examples, as readers see it, with its source.",
            needs=(Refers.EXAMPLE,),
        ),
        Macro("notes_tool", "All saved work of a learner in one document."),
        Macro("review_tool", "Missed and old questions, asked again when they are due."),
        Macro("plan_tool", "All chosen actions of the course in one plan."),
        Macro("session_tool", "A chapter's session, led prompt by prompt."),
        Macro("ratings_tool", "Several people's answers on one scale, laid over each other."),
        Macro("team_tool", "The saved work of a team, read and merged in the browser."),
        Macro("course_plan_tool", "Chapters fitted into a half day, a day or weekly sessions."),
        Macro("certificate_tool", "A certificate of completion to print, with a name."),
        Macro("print_tool", "Everything a room needs on paper, chosen and printed at once."),
        Macro("term", "A term with its meaning.", needs=(Refers.TERM,), may=(Refers.WORDS,), inline=True),
        Macro("source", "A cited source.", needs=(Refers.SOURCE,), inline=True),
        Macro("chapter", "A link to a chapter.", needs=(Refers.CHAPTER,), may=(Refers.WORDS,), inline=True),
        Macro(
            "proposals",
            "A link to the forge's list of proposals, where their checks run; the words alone where no forge is named.",
            needs=(Refers.WORDS,),
            inline=True,
        ),
    )
}
