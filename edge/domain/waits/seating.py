"""Who will call, and from when on: the counters as they stand, and those that the plan expects."""

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.now import CounterNow
from edge.domain.state import HallState
from edge.domain.waits.lengths import SHARES, Lengths, left_s
from edge.domain.waits.measuring import Desk
from edge.domain.waits.roster import Stint, Stints

NEVER_S = 1e9
NEVER_MS = 1_000_000_000_000
# So long after a planned absence has begun, what a clerk begins may still be the last before it.
_LEAVING_MS = 120_000
# Who is expected comes about so much later; and who is late already, about so much later still.
_LATE_S, _LATER_S = 120.0, 900.0
# Of those who have not come, half do not come any more when so much time has passed.
_GIVEN_UP_S = 1800.0
_COME_AT_ALL = 0.95

Absences = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Clerk:
    """A clerk at a counter: equally likely seconds until they call next, and planned absences."""

    counter: str
    staff: str
    free: Sequence[float]
    absences: Absences


@dataclass(frozen=True, slots=True)
class Seating:
    """What is known of the counters at `moment`. `calls_somebody` says whether one could call."""

    state: HallState
    desks: Mapping[str, Desk]
    lengths: Lengths
    roster: Stints
    moment: f.Moment
    calls_somebody: Callable[[str, str], bool]

    def clerks(self) -> Iterator[Clerk]:
        """Yield all who call now or later."""
        sitting = {}
        for counter, now in self.state.counters.items():
            if now.is_open:
                sitting[now.staff] = counter
                stints = self._stints(counter, "", now.staff)
                absences = self._absences(stints, now.since)
                yield Clerk(counter, now.staff, self._free(counter, now, stints), absences)
        yield from self._expected(sitting)

    def _stints(self, counter: str, *staff: str) -> list[Stint]:
        found = [each for each in self.roster if each.counter == counter and each.staff in staff]
        return sorted(found, key=_begins)

    def _expected(self, sitting: Mapping[str, str]) -> Iterator[Clerk]:
        now, seen = self.moment.at, set()
        for stint in self.roster:
            who = (stint.counter, stint.staff)
            if who in seen or stint.ends <= now or self._is_taken(stint, sitting):
                continue
            seen.add(who)
            stints = [each for each in self._stints(*who) if each.ends > now]
            free = _until_expected((stints[0].begins - now) / 1000)
            yield Clerk(*who, free, self._absences(stints))

    def _is_taken(self, stint: Stint, sitting: Mapping[str, str]) -> bool:
        """Whether the clerk sits elsewhere, or another sits there, and will not have left by then.

        Who is to leave is in the counter plan; anybody else stays.
        """
        sitter = self.state.counter(stint.counter).staff
        if stint.staff in sitting:
            return not self._leaves(sitting[stint.staff], stint.staff, stint.begins)
        return bool(sitter) and not self._leaves(stint.counter, sitter, stint.begins)

    def _leaves(self, counter: str, staff: str, by: int) -> bool:
        now = self.moment.at
        stints = [each for each in self._stints(counter, "", staff) if each.ends > now]
        return bool(stints) and all(each.ends <= by for each in stints)

    def _absences(self, stints: Sequence[Stint], since: int = 0) -> Absences:
        """Return when the clerk of `stints`, in order, is not there.

        Whoever sits there at closing time stays until all who have a ticket are served, and who
        has begun something since a planned absence has begun (`since`) does not take it.
        """
        now, closing = self.moment.at, max((each.ends for each in self.roster), default=0)
        ends = [each.ends for each in stints if each.ends < closing]
        begins = [each.begins for each in stints[1:]][: len(ends)]
        return tuple(
            ((end - now) / 1000, (begin - now) / 1000)
            for end, begin in itertools.zip_longest(ends, begins, fillvalue=now + NEVER_MS)
            if begin > now and since <= end + _LEAVING_MS
        )

    # --- until the next call at a counter that is open ---

    def _free(self, counter: str, now: CounterNow, stints: Sequence[Stint]) -> Sequence[float]:
        desk = self.desks.get(counter, Desk())
        if now.visit:
            return self._until_served(now, desk)
        if now.paused:
            return self._until_back(now, desk, stints)
        if not self.calls_somebody(counter, now.staff):
            return left_s(self.lengths.answers_s, 0.0)
        return left_s(self.lengths.gaps_s, desk.free.until_s(self.moment) if desk.free else 0.0)

    def _until_served(self, now: CounterNow, desk: Desk) -> Sequence[float]:
        leg = self.state.visits[now.visit].leg
        if leg.state is LegState.SERVING:
            passed_s = desk.started.until_s(self.moment) if desk.started else 0.0
            left = self.lengths.left_of_serving_s(leg.service, now.staff, passed_s)
        else:
            passed_s = desk.called.until_s(self.moment) if desk.called else 0.0
            left = self.lengths.left_of_call_s(leg.service, now.staff, passed_s)
        return self._and_precalled(now, left)

    def _and_precalled(self, now: CounterNow, left: list[float]) -> Sequence[float]:
        if not now.precalled:
            return left
        service = self.state.visits[now.precalled].leg.service
        lasts_s = self.lengths.call_s(service, now.staff)
        return [each + lasts_s[len(lasts_s) // 2] for each in left]

    def _until_back(self, now: CounterNow, desk: Desk, stints: Sequence[Stint]) -> Sequence[float]:
        at = self.moment.at
        planned = next((each for each in stints if each.ends > at), None)
        if planned is not None and planned.begins > at:
            return [(planned.begins - at) / 1000 + late_s for late_s in _late(_LATE_S)]
        passed_s = desk.paused.until_s(self.moment) if desk.paused else 0.0
        return self.lengths.left_of_pause_s(now.paused, passed_s)


def _begins(stint: Stint) -> int:
    return stint.begins


def _late(mean_s: float) -> list[float]:
    return [-math.log(1.0 - share) * mean_s for share in SHARES]


def _until_expected(begins_s: float) -> Sequence[float]:
    """Return when somebody is there who is expected in `begins_s`: negative for who is late."""
    if begins_s >= 0:
        later, come = _late(_LATE_S), _COME_AT_ALL
    else:
        later, come = _late(_LATER_S), _COME_AT_ALL * 0.5 ** (-begins_s / _GIVEN_UP_S)
    return [
        max(begins_s, 0.0) + late_s if share < come else NEVER_S
        for share, late_s in zip(SHARES, later, strict=True)
    ]
