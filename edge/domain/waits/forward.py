"""The hall run ahead: from how it stands now, by its own rules, until one ticket is called."""

import math
from collections.abc import Callable, Iterator
from heapq import heapify, heappop, heapreplace

from edge.domain.waits.floor import NO_TIME, Floor, Guest, Seat
from edge.domain.waits.history import WAITED_S, waited_band
from edge.domain.waits.spread import QUANTILES

NEVER_S = math.inf
_HORIZON_S = 10 * 3600.0
# A second number for the same guest, made of the first and far enough from it.
_STIR = 7919.0
_LOOK_AGAIN_S = 15.0
_SHORT_S = WAITED_S[0]

Draw = Callable[[], float]


def waits_s(floor: Floor, draw: Draw, runs: int) -> Iterator[float]:
    """Yield how long the asked guest waits in each of about `runs` possible futures.

    `draw` gives numbers from 0 to 1. Futures come in pairs that are as unlike as can be: what goes
    fast in the one is slow in the other, so that few runs tell as much as many.
    """
    for _ in range((runs + 1) // 2):
        drawn = [draw() or 0.5 for _ in range(floor.draws)]
        yield _Future(floor, drawn).wait_s()
        yield _Future(floor, [1.0 - each for each in drawn]).wait_s()


class _Future:
    """One possible future. `drawn` is all that is left to chance in it."""

    __slots__ = (
        "_came",
        "_coming",
        "_drawn",
        "_floor",
        "_free",
        "_joins_s",
        "_next_s",
        "_times",
        "_waiting",
    )

    def __init__(self, floor: Floor, drawn: list[float]) -> None:
        self._floor = floor
        self._times = floor.times
        self._drawn = drawn
        self._waiting = floor.line_up()
        self._coming = list(reversed(floor.coming))
        self._free = [
            (_back(seat, seat.free[int(drawn[seat.number] * len(seat.free))]), seat.number)
            for seat in floor.seats
        ]
        heapify(self._free)
        self._came = 0
        self._next_s = self._until_next()
        self._joins_s = self._until_joined()

    def wait_s(self) -> float:
        """Return how long the asked guest waits; `NEVER_S` where nobody would call them."""
        free, seats, asked = self._free, self._floor.seats, self._floor.asked
        take_next = self._waiting.take_next
        while free and free[0][0] < _HORIZON_S:
            at_s, number = free[0]
            if at_s >= self._joins_s:
                self._let_in(at_s)
            seat = seats[number]
            guest = take_next(seat, at_s)
            if guest is None:
                self._idle(seat, at_s)
            elif guest.number == asked:
                return at_s
            else:
                heapreplace(free, (_back(seat, at_s + self._lasts_s(seat, guest, at_s)), number))
        return NEVER_S

    def _lasts_s(self, seat: Seat, guest: Guest, at_s: float) -> float:
        times, share = self._times, self._drawn[guest.number]
        waited_s = at_s - guest.begun_s
        band = 0 if waited_s < _SHORT_S else waited_band(waited_s)
        outcome, service = times.outcomes[band][int(share * QUANTILES)], guest.service
        if outcome < 0:
            length_s = times.absent_s[~outcome]
        else:
            length_s = times.serving_s[service][outcome] * seat.paces[service] + times.around_s
        stirred = share * _STIR % 1.0
        if stirred < times.pause_share:
            length_s += times.pauses_s[int(stirred / times.pause_share * len(times.pauses_s))]
        return length_s

    def _idle(self, seat: Seat, at_s: float) -> None:
        """Have the clerk look again when somebody may be there; with nobody to come, never."""
        sure_s = [each.at_s for each in self._coming if each.line in seat.lines]
        if sure_s:
            heapreplace(self._free, (max(at_s, min(sure_s)) + 1.0, seat.number))
        elif self._waiting.is_there(seat):
            heapreplace(self._free, (at_s * 1.1 + _LOOK_AGAIN_S, seat.number))
        else:
            heappop(self._free)

    # --- who comes later ---

    def _let_in(self, at_s: float) -> None:
        while self._coming and self._coming[-1].at_s <= at_s:
            coming = self._coming.pop()
            if self._drawn[coming.guest.number] * _STIR % 1.0 < coming.likely:
                self._waiting.put(coming.line, coming.guest)
        while self._next_s <= at_s:
            self._let_in_later()
        self._joins_s = self._until_joined()

    def _until_joined(self) -> float:
        return min(self._next_s, self._coming[-1].at_s) if self._coming else self._next_s

    def _let_in_later(self) -> None:
        lines = self._floor.later.lines
        number = self._came % len(self._drawn)
        line, service = lines[int(self._drawn[number] * _STIR % 1.0 * len(lines))]
        place = len(self._drawn) + self._came
        self._waiting.put(line, Guest(NO_TIME, place, self._next_s, service, number))
        self._came += 1
        self._next_s += self._until_next()

    def _until_next(self) -> float:
        per_s = self._floor.later.per_s
        if not per_s:
            return NEVER_S
        share = self._drawn[-1 - self._came % len(self._drawn)]
        return -math.log(max(1e-9, 1.0 - share)) / per_s


def _back(seat: Seat, at_s: float) -> float:
    """Return when the clerk who would be free at `at_s` is really there."""
    for begins_s, ends_s in seat.absences:
        if begins_s <= at_s < ends_s:
            return ends_s
    return at_s
