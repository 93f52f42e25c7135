"""Quizdown in, a Quiz out: `parse_quiz` is the only reader of the format.

blocks.py finds headings, lists, quotes and settings blocks in the Markdown; settings.py reads a block between `---`
lines; questions.py makes questions of them and says what is wrong.
"""

from macros.content.quizdown.questions import parse_quiz

__all__ = ["parse_quiz"]
