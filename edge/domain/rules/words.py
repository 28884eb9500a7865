"""A sentence of the rules as words, read from left to right.

A word is anything between blanks; a comma stands for itself. A name that is also a word of the
language is written in quotes. From `#` on a line is a comment.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from edge.domain.rules.mistakes import WrongSentenceError, nearest

# An open quote is a word of its own: it is told apart where a name is expected.
_WORD = re.compile(r'"([^"]*)"|,|#.*|[^\s,#"]+|"')


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it begins; `quoted` ones are names whatever they say."""

    text: str
    column: int
    quoted: bool = False

    def is_keyword(self, keyword: str) -> bool:
        """Whether it is this word of the language; capitals do not matter."""
        return not self.quoted and self.text.lower() == keyword


def words_of(line: str) -> list[Word]:
    """Return the words of a line, without its comment."""
    return list(_words(line))


def _words(line: str) -> Iterator[Word]:
    for found in _WORD.finditer(line):
        if found[0].startswith("#"):
            return
        quoted = found[1] is not None
        yield Word(found[1] if quoted else found[0], found.start() + 1, quoted)


class Sentence:
    """The words of one line, and how far they have been read."""

    def __init__(self, words: list[Word], line: int) -> None:
        self.line = line
        self._words = words
        self._at = 0
        self._expected: list[str] = []

    @property
    def column(self) -> int:
        """Where the next word begins, or would."""
        if self._at < len(self._words):
            return self._words[self._at].column
        last = self._words[-1]
        return last.column + len(last.text) + 2 * last.quoted

    def accept(self, *keywords: str) -> bool:
        """Read these words if they come next, one after the other."""
        coming = self._words[self._at : self._at + len(keywords)]
        if len(coming) == len(keywords) and all(
            word.is_keyword(keyword) for word, keyword in zip(coming, keywords, strict=True)
        ):
            self._at += len(keywords)
            self._expected.clear()
            return True
        self._expected.append(" ".join(keywords))
        return False

    def expect(self, *keywords: str) -> None:
        """Read these words, which must come next."""
        for keyword in keywords:
            if not self.accept(keyword):
                raise self.wrong()

    def number(self, what: str, low: int, high: int) -> int:
        """Read a whole number, from `low` to `high`."""
        if self._at == len(self._words):
            raise self.error(f"{what} is missing here")
        word = self._words[self._at]
        if not (word.text.isascii() and word.text.isdigit()):
            raise self.error(f"{word.text!r} is not {what}: a whole number is expected")
        if not low <= int(word.text) <= high:
            raise self.error(f"{what} is {word.text}: it must be from {low} to {high}")
        self._at += 1
        self._expected.clear()
        return int(word.text)

    def name(self, what: str, known: Collection[str]) -> str:
        """Read a name of the configuration, one of `known`."""
        if self._at == len(self._words):
            raise self.error(f"the name of a {what} is missing here")
        word = self._words[self._at]
        if word.text not in known:
            raise self.error(f"unknown {what} {word.text!r}{nearest(word.text, known)}")
        self._at += 1
        self._expected.clear()
        return word.text

    def names(self, what: str, known: Collection[str]) -> frozenset[str]:
        """Read one name, or several with `or` between them."""
        found = [self.name(what, known)]
        while self._goes_on_with_a_name(known) and self.accept("or"):
            if self._words[self._at].text in found:
                raise self.error(f"{what} {self._words[self._at].text!r} is named twice")
            found.append(self.name(what, known))
        return frozenset(found)

    def _goes_on_with_a_name(self, known: Collection[str]) -> bool:
        """Whether `or` is followed by a name, not by another group."""
        coming = self._words[self._at : self._at + 2]
        if len(coming) < 2 or not coming[0].is_keyword("or"):
            return False
        return coming[1].quoted or coming[1].text.lower() not in BEGINS_A_GROUP

    def time(self) -> int:
        """Read a time of day such as 11:30, as minutes since midnight."""
        text = self._words[self._at].text if self._at < len(self._words) else ""
        found = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise self.error(f"{text!r} is not a time of day: one such as 11:30 is expected")
        self._at += 1
        self._expected.clear()
        return int(found[1]) * 60 + int(found[2])

    @property
    def at_number(self) -> bool:
        """Whether a number comes next."""
        return self._at < len(self._words) and self._words[self._at].text.isdigit()

    @property
    def over(self) -> bool:
        """Whether all words have been read."""
        return self._at == len(self._words)

    def end(self) -> None:
        """Require that all words have been read."""
        if not self.over:
            raise self.wrong()

    def wrong(self) -> WrongSentenceError:
        """Return the error that says what could have stood here."""
        expected = list(dict.fromkeys(self._expected))
        could = " or ".join(repr(each) for each in expected) or "the end of the sentence"
        if self.over:
            return self.error(f"{could} is missing here")
        word = self._words[self._at].text
        firsts = [each.split()[0] for each in expected]
        hint = nearest(word.lower(), firsts)
        meant = hint if hint.startswith("; the nearest") else ""
        return self.error(f"{word!r} is not understood here, {could} is expected{meant}")

    def error(self, reason: str, column: int = 0) -> WrongSentenceError:
        """Return an error about what comes next, or about what stands at `column`."""
        return WrongSentenceError(column or self.column, reason)


# Words after which another group of visitors is meant, and no further name of this one.
BEGINS_A_GROUP = frozenset(
    {"service", "services", "segment", "segments", "level", "appointments", "walk-ins"}
    | {"anybody", "visitors", "higher"}
)
