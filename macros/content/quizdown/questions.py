"""Questions out of blocks. Each mistake becomes a problem with its line, and reading goes on behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from macros.content.quizdown.blocks import (
    Aside,
    Block,
    Choices,
    Heading,
    Layout,
    Quote,
    Settings,
    Text,
    joined,
    read_layout,
)
from macros.content.quizdown.options import Names, read_options, words_of
from macros.content.quizdown.report import Report
from macros.content.quizdown.settings import QuestionSettings, question_settings, quiz_settings
from macros.model.ids import revision, slug
from macros.model.problem import Level, Problem, Where
from macros.model.quiz import Question, Quiz
from macros.model.wording import shortened

_ASIDES = {
    Aside.RULE: (
        "quiz/stray-rule",
        "A line across stands here, which quizdown takes for the start of settings: «{}»",
        "Take it out: each heading starts a new question by itself.",
        Level.ERROR,
    ),
    Aside.HTML: (
        "quiz/html",
        "HTML is shown as it is written: «{}»",
        "Write Markdown, or put it in backticks where learners shall read it.",
        Level.ADVICE,
    ),
    Aside.DEFINITION: (
        "quiz/link-definition",
        "This line gives an address to a name, and is not shown: «{}»",
        "Write each link whole: `[words](address)`.",
        Level.ERROR,
    ),
    Aside.OPEN_CODE: (
        "quiz/open-code",
        "Code starts here with {} and never ends, so it takes in what follows.",
        "Close it with {} on a line of its own, indented like this one.",
        Level.ERROR,
    ),
}


def parse_quiz(text: str, where: Where, id: str) -> tuple[Quiz | None, list[Problem]]:
    """The quiz in a file's text, and all problems in the order of their lines.

    With problems the quiz holds what could be read, so that one mistake does not make other pages point nowhere; it is
    None only where no question has options.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    layout = read_layout(text)
    report = Report(where)
    quiz = _Reader(layout, report).quiz(id)
    last = where.line + len(layout.lines) - 1
    # YAML takes some signs for line ends that editors do not, so its line may lie behind the file's last.
    problems = [replace(p, where=replace(p.where, line=min(p.where.line, last))) for p in report.problems]
    return quiz, sorted(set(problems), key=lambda p: p.sort_key)


class _Reader:
    """One reading of one file."""

    def __init__(self, layout: Layout, report: Report) -> None:
        self.lines = layout.lines
        self.blocks = layout.blocks
        self.report = report
        for line, aside, words in layout.asides:
            rule, message, remedy, level = _ASIDES[aside]
            shown = shortened(words)
            report.add(line, rule, message.format(shown), remedy.format(shown), level)

    def slice(self, blocks: Sequence[Block]) -> str:
        """The source of neighboring blocks."""
        return joined(self.lines[blocks[0].line : blocks[-1].end]) if blocks else ""

    def quiz(self, id: str) -> Quiz | None:
        starts = [n for n, block in enumerate(self.blocks) if isinstance(block, Heading)]
        settings = self.before_questions(self.blocks[: starts[0]] if starts else self.blocks)
        questions: list[Question] = []
        taken: dict[str, Question] = {}
        names = Names()
        for start, stop in pairwise([*starts, len(self.blocks)]):
            heading = self.blocks[start]
            if not isinstance(heading, Heading):
                continue
            body = self.blocks[start + 1 : stop]
            question = self.question(heading, body)
            if question is None and not any(isinstance(block, Choices) for block in body):
                self.report_no_options(heading, self.blocks[stop] if stop < len(self.blocks) else None)
            if question is None:
                continue
            id_in_quiz = names.free(question.id)
            first = taken.setdefault(question.id, question)
            if first is not question:
                self.report.add(
                    heading.line,
                    "quiz/duplicate-id",
                    f'The id "{question.id}" also belongs to the question on line {first.where.line}.',
                    "Give this question an `id` of its own in a block below its heading.",
                )
            questions.append(replace(question, id=id_in_quiz))
        if not starts:
            self.report.add(
                0,
                "quiz/empty",
                "This quiz has no question.",
                "Write a question as a heading (`## Why ...?`) with a list of options below it.",
            )
        return Quiz(id, self.report.where, tuple(questions), settings) if questions else None

    def before_questions(self, blocks: Sequence[Block]) -> dict[str, object]:
        settings: dict[str, object] = {}
        is_read = False
        for block in blocks:
            if isinstance(block, Settings):
                self.check_settings(block, block.is_placed and not is_read)
                if not is_read:
                    settings = quiz_settings(
                        block.source, self.report.at(block.source_line), self.report.problems
                    )
                is_read = True
        loose = next((block for block in blocks if not isinstance(block, Settings)), None)
        if loose:
            self.report.add(
                loose.line,
                "quiz/text-before-heading",
                "This stands before the first question and would not be shown.",
                "Put it below a heading, or on the page that holds the quiz.",
            )
        return settings

    def check_settings(self, block: Settings, is_placed: bool) -> None:
        if not block.is_closed:
            self.report.add(
                block.line,
                "quiz/unclosed-settings",
                "The settings that start here are never closed.",
                "Add a line `---` below the last of them.",
            )
        if not block.is_opened:
            self.report.add(
                block.line,
                "quiz/unopened-settings",
                "These settings are closed by a line of dashes but not opened by one.",
                "Add a line `---` above the first of them.",
            )
        if not block.source.strip():
            self.report.add(
                block.line,
                "quiz/empty-settings",
                "Nothing stands between these lines of dashes.",
                "Write settings between them, such as `id: short-name`, or take both lines out.",
            )
        if not is_placed:
            self.report.add(
                block.line,
                "quiz/misplaced-settings",
                "Settings stand here, where none are read.",
                "Move the block right below the question's heading, and keep one block for each question.",
            )

    def question(self, heading: Heading, blocks: Sequence[Block]) -> Question | None:
        if not heading.title:
            self.report.add(
                heading.line,
                "quiz/empty-heading",
                "This heading has no words.",
                "Write the question behind the `#` signs.",
            )
        settings = self.settings_of(blocks)
        body = [block for block in blocks if not isinstance(block, Settings)]
        lists = [block for block in body if isinstance(block, Choices)]
        if not lists:
            return None
        # A list without boxes beside one with boxes is part of the text.
        choices = next((block for block in lists if block.has_boxes), lists[0])
        place = body.index(choices)
        before, after = body[:place], body[place + 1 :]
        choices, below = self.with_loose_comments(choices, after)
        self.check_one_list(choices, [*before, *below])
        rest = self.after_options(below)
        kind, options = read_options(self.report, heading, choices)
        if not options:
            return None
        title_id = slug(heading.title) or revision(heading.title)
        return Question(
            id=settings.id or title_id,
            where=self.report.at(heading.line),
            kind=kind,
            title=heading.title,
            options=options,
            text="\n\n".join(self.pieces(before)),
            hints=tuple(words_of(self.report, [block for block in before if isinstance(block, Quote)])),
            explanation=settings.explanation or rest,
            see=settings.see,
            see_where=settings.see_where,
            formerly=settings.formerly,
            settings=settings.stock,
            is_named=bool(settings.id),
        )

    def settings_of(self, blocks: Sequence[Block]) -> QuestionSettings:
        settings: QuestionSettings | None = None
        for block in blocks:
            if isinstance(block, Settings):
                self.check_settings(block, block.is_placed and settings is None)
                if settings is None:
                    settings = question_settings(
                        block.source, self.report.at(block.source_line), self.report.problems
                    )
        return settings or QuestionSettings()

    def report_no_options(self, heading: Heading, following: Block | None) -> None:
        remedy = (
            "Add a list below it: `1. [x]` with one right answer, `- [x]` with several, `1.` to put in order."
        )
        for block in (heading, following):
            if isinstance(block, Heading) and block.underlined:
                line = self.report.at(block.end - 1).line
                remedy += (
                    f" Line {line} makes a heading of the words above it: where none is meant, take it out or put a "
                    "blank line before it."
                )
        self.report.add(
            heading.line,
            "quiz/no-options",
            f"This heading has no list of options: «{shortened(heading.title)}»",
            remedy,
        )

    def with_loose_comments(
        self, choices: Choices, after: Sequence[Block]
    ) -> tuple[Choices, Sequence[Block]]:
        """Options with the quotes that follow them without a blank line but are not indented enough to be theirs."""
        items, end = list(choices.items), choices.end
        rest = list(after)
        while rest and isinstance(quote := rest[0], Quote) and quote.line == end:
            self.report.add(
                quote.line,
                "quiz/loose-comment",
                "This comment is not indented enough to belong to an option.",
                "Put four spaces before its `>`.",
            )
            items[-1] = replace(items[-1], quotes=(*items[-1].quotes, quote))
            end = quote.end
            rest.pop(0)
            if rest and isinstance(more := rest[0], Choices) and more.is_ordered == choices.is_ordered:
                items += more.items
                end = more.end
                rest.pop(0)
        return replace(choices, end=end, items=tuple(items)), rest

    def check_one_list(self, choices: Choices, others: Sequence[Block]) -> None:
        more = [block for block in others if isinstance(block, Choices)]
        if more:
            self.report.add(
                max(choices.line, more[0].line),
                "quiz/two-lists",
                "A second list starts here, but a question has one list of options.",
                "Begin all options with the same sign; write another list as sentences, as a table or inside an option.",
            )

    def after_options(self, after: Sequence[Block]) -> str:
        loose = [block for block in after if not isinstance(block, Choices)]
        if loose:
            is_quote = isinstance(loose[0], Quote)
            self.report.add(
                loose[0].line,
                "quiz/text-after-options",
                f"{'A quote' if is_quote else 'Text'} stands below the options, where quizdown has no place for it.",
                "Indent it under the option it comments on, or move it above the options to make it a hint."
                if is_quote
                else "Move it above the options, or write it as comments (`> ...`, indented) under them.",
            )
        return "\n\n".join(self.slice([block]) for block in loose if isinstance(block, Text))

    def pieces(self, blocks: Sequence[Block]) -> Iterator[str]:
        """The text between the quotes."""
        run: list[Block] = []
        for block in [*blocks, None]:
            if isinstance(block, Text | Choices):
                run.append(block)
            elif run:
                yield self.slice(run)
                run = []
