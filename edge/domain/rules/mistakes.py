"""What is wrong with a text of rules: one line a mistake, with file, line, column and reason."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake. `line` and `column` count from 1, in characters."""

    line: int
    column: int
    reason: str


class RulesError(ValueError):
    """A text of rules cannot be used; the message has a line for each mistake.

    `line`, `column` and `reason` are those of the first.
    """

    def __init__(self, where: str, mistakes: Sequence[Mistake]) -> None:
        self.where = where
        self.mistakes = tuple(sorted(mistakes))
        first = self.mistakes[0]
        self.line, self.column, self.reason = first.line, first.column, first.reason
        super().__init__(
            "\n".join(f"{where}:{it.line}:{it.column}: {it.reason}" for it in self.mistakes)
        )


class WrongSentenceError(Exception):
    """A sentence cannot be understood from `column` on. Never leaves this package."""

    def __init__(self, column: int, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def nearest(word: str, known: Iterable[str]) -> str:
    """Return what to add to a message about `word`: the nearest known word, or all of them."""
    words = sorted(set(known))
    near = difflib.get_close_matches(word, words, 1, cutoff=0.6)
    if near:
        return f"; the nearest known is {near[0]!r}"
    return f"; known: {', '.join(words)}" if words else "; none is configured"
