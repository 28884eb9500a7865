"""What a check found: good, worth a note, or a reason not to run a hall here."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what is so, and what to do about it."""

    level: Level
    about: str
    said: str
    hint: str = ""


def good(about: str, said: str) -> Finding:
    """Return a finding that nobody needs to act on."""
    return Finding(Level.GOOD, about, said)


def note(about: str, said: str, hint: str = "") -> Finding:
    """Return a finding that somebody should know of."""
    return Finding(Level.NOTE, about, said, hint)


def bad(about: str, said: str, hint: str = "") -> Finding:
    """Return a finding that rules the disk out as it is."""
    return Finding(Level.BAD, about, said, hint)
