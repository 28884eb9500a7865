"""Fitting words onto paper: how wide they are, and where their lines break."""

import re
from collections.abc import Iterator

from drivers.printer.escpos.characters import is_wide

CELL_DOTS = 12  # an ASCII character at size 1; a Chinese one takes two cells

_CLOSING = "，。、；：！？）》”’,.;:!?)"
_WORDS = re.compile(r"[!-~–—]+|.")


def cells(words: str) -> int:
    """Return how many half-width cells `words` takes."""
    return sum(2 if is_wide(character) else 1 for character in words)


def wrap(words: str, room: int) -> list[str]:
    """Break `words` into as few lines of at most `room` cells as it takes, of even length.

    Lines break between words or Chinese characters, and within a word only where it is longer than
    a line. No line begins with a closing mark.
    """
    lines = _filled(words, room)
    if len(lines) < 2:
        return lines
    longest_word = max((cells(word) for word in _words(words, room)), default=room)
    for narrower in range(room - 1, longest_word - 1, -1):
        evened = _filled(words, narrower)
        if len(evened) > len(lines):
            break
        lines = evened
    return lines


def _filled(words: str, room: int) -> list[str]:
    lines: list[str] = [""]
    filled = 0  # cells of the last line
    for word in _words(words, room):
        if filled + cells(word.rstrip()) <= room:
            lines[-1] += word
            filled += cells(word)
            continue
        if word in _CLOSING and len(lines[-1]) > 1 and cells(lines[-1][-1] + word) <= room:
            lines[-1:] = [lines[-1][:-1], lines[-1][-1] + word]
        else:
            lines.append(word)
        filled = cells(lines[-1])
    return [line.strip() for line in lines if line.strip()]


def _words(words: str, room: int) -> Iterator[str]:
    for match in _WORDS.finditer(words):
        yield from _cut_up(match.group(), room)


def _cut_up(word: str, room: int) -> Iterator[str]:
    """Yield `word`, or pieces of it that are no wider than `room`."""
    piece = ""
    for character in word:
        if piece and cells(piece + character) > room:
            yield piece
            piece = ""
        piece += character
    yield piece
