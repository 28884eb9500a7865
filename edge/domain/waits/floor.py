"""A hall compiled for being run ahead: who waits, and who calls, everybody by number.

Times are seconds from the moment at which it was compiled.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

NO_TIME = math.inf


class Guest(NamedTuple):
    """One who waits: `place` says who came first, `begun_s` when the wait began.

    `due_s` is when an appointment is, `NO_TIME` without one. `number` finds what chance has in
    store for this guest.
    """

    due_s: float
    place: float
    begun_s: float
    service: int
    number: int


class Seat(NamedTuple):
    """A clerk at a counter: when free, which lines they may call from, how fast they are.

    `free` are equally likely moments at which they call next. `absences` are planned, each from
    and until, in order. `paces` say for each service how many times as long as usual it takes.
    """

    number: int
    free: Sequence[float]
    absences: tuple[tuple[float, float], ...]
    lines: tuple[int, ...]
    paces: Mapping[int, float]


class Waiting(Protocol):
    """Those who wait in one possible future, by the rules of the hall."""

    def take_next(self, seat: Seat, at_s: float) -> Guest | None:
        """Take out whom the clerk calls; None where there is nobody for them."""

    def put(self, line: int, guest: Guest) -> None:
        """Have one more join a line."""

    def is_there(self, seat: Seat) -> bool:
        """Whether anybody waits whom the clerk may call, perhaps not yet."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long things take, as equally likely lengths; those of serving by service.

    `outcomes` of calls are by band of waits, as in `lengths.Lengths`.
    """

    outcomes: Sequence[Sequence[int]]
    serving_s: Sequence[Sequence[float]]
    absent_s: Sequence[float]
    around_s: float
    pause_share: float
    pauses_s: Sequence[float]


class Coming(NamedTuple):
    """One who joins a line at `at_s`: a ticket that is not ready yet, or somebody who has booked.

    `likely` is the chance of it.
    """

    at_s: float
    line: int
    guest: Guest
    likely: float = 1.0


@dataclass(frozen=True, slots=True)
class Later:
    """Those who may come later and matter: how many a second, and into which lines.

    `lines` has the line and the service of each of equally likely arrivals.
    """

    per_s: float = 0.0
    lines: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Floor:
    """The whole of it, with the one guest whose wait is asked for.

    `line_up` gives those who wait now, anew for every future; where it asks the hall's own rules,
    it is not `quick`.
    """

    seats: tuple[Seat, ...]
    line_up: Callable[[], Waiting]
    coming: tuple[Coming, ...]
    later: Later
    asked: int
    waiting: int
    times: Times
    quick: bool

    @property
    def draws(self) -> int:
        """How many numbers one future takes from chance."""
        return len(self.seats) + self.waiting + _SPARE_DRAWS


_SPARE_DRAWS = 24
