"""Options out of a list: what their boxes say, their words, and the quotes that comment on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macros.content.quizdown.blocks import Box, Choices, Heading, Item, Quote
from macros.content.quizdown.report import Report
from macros.model.ids import revision
from macros.model.quiz import Kind, Option


def read_options(report: Report, heading: Heading, choices: Choices) -> tuple[Kind, tuple[Option, ...]]:
    """What the list asks for, and its options; no options where no entry has words."""
    kind = Kind.MULTIPLE
    if choices.is_ordered:
        kind = Kind.SINGLE if choices.has_boxes else Kind.SEQUENCE
    options: list[Option] = []
    names = Names()
    texts: dict[str, Option] = {}
    for item in choices.items:
        comment = "\n\n".join(words_of(report, item.quotes))
        if not item.source:
            report.add(
                item.line,
                "quiz/empty-option",
                "This option has no words.",
                "Write the option behind the box, or take the line out.",
            )
            continue
        option = Option(
            id=names.free(revision(item.source)),
            where=report.at(item.line),
            text=item.source,
            comment=comment,
            correct=item.is_ticked or kind.is_ordered,
        )
        first = texts.setdefault(" ".join(item.source.split()), option)
        if first is not option:
            report.add(
                item.line,
                "quiz/duplicate-option",
                f"This option says the same as the one on line {first.where.line}.",
                "Change the words of one, or take it out.",
            )
        options.append(option)
    if _boxes_are_whole(report, choices) and kind is not Kind.SEQUENCE and options:
        _check_right(report, heading, kind, choices.items)
    return kind, tuple(options)


def words_of(report: Report, quotes: Sequence[Quote]) -> Iterator[str]:
    """The Markdown inside each quote; empty ones are reported."""
    for quote in quotes:
        if quote.source:
            yield quote.source
        else:
            report.add(
                quote.line,
                "quiz/empty-quote",
                "This quote has no words.",
                "Write the hint or comment behind the `>`, or take the line out.",
            )


class Names:
    """Ids given so far. A second one gets a number, so that reading goes on behind the mistake."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def free(self, id: str) -> str:
        number = self._next.get(id, 1)
        found = id if number == 1 else f"{id}-{number}"
        while found in self._next:
            number += 1
            found = f"{id}-{number}"
        self._next[id] = number + 1
        self._next.setdefault(found, 2)
        return found


def _boxes_are_whole(report: Report, choices: Choices) -> bool:
    """False where it cannot be told which options are meant as right."""
    if choices.has_boxes:
        return not any([_is_bad_box(report, item) for item in choices.items])
    if not choices.is_ordered:
        report.add(
            choices.line,
            "quiz/no-boxes",
            "The options have bullets but no boxes.",
            "Write `- [x]` before right options and `- [ ]` before the others, or `1.` for steps to be put in order.",
        )
    return choices.is_ordered


def _is_bad_box(report: Report, item: Item) -> bool:
    if item.box is Box.NONE and item.source:
        report.add(
            item.line,
            "quiz/missing-box",
            "This option has no box, but others of its question have one.",
            "Write `[x]` before it where it is right, else `[ ]`.",
        )
        return True
    if item.box is Box.NEARLY:
        report.add(
            item.line,
            "quiz/bad-box",
            f"«{item.written}» is not quite a box.",
            f"Write `{'[x]' if item.is_ticked else '[ ]'}` and a space before the words.",
        )
        return True
    if item.box is not Box.NONE and item.source and not item.has_words_beside_box:
        report.add(
            item.line,
            "quiz/bad-box",
            "The words of this option do not start on the line of its box.",
            "Move the words up, behind the box.",
        )
        return True
    return False


def _check_right(report: Report, heading: Heading, kind: Kind, items: Sequence[Item]) -> None:
    right = [item for item in items if item.is_ticked]
    if not right:
        report.add(
            heading.line,
            "quiz/no-right-answer",
            "This question has no right answer.",
            "Mark one option with [x].",
        )
    if kind is Kind.SINGLE and len(right) > 1:
        report.add(
            right[1].line,
            "quiz/two-right",
            "A numbered list has one right answer, but this is its second [x].",
            "Keep one [x], or begin every option with `-` where several are right.",
        )
