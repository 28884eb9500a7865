"""Facts of the screens and tablets that the hall's server answers."""

from dataclasses import dataclass

from edge.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class ScreenPaired(Fact):
    """A browser was let in as a screen of that role, by a user of the machine, at `at` (wall ms).

    The subject is the screen's name; of one role and name there is one.
    """

    role: str
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class ScreenRevoked(Fact):
    """That screen is let in no more. The subject is its name."""

    role: str
