"""A past day as it can be lived again: who came, how long each took, and who sat where.

What is kept of the day: when each ticket was issued, how long a counter was busy with it each time
it was called, whether it then waited again, when somebody gave up, and when each counter was there.
Which ticket was called when is not kept: that is what the rules decide anew.
"""

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from edge.domain import facts as f
from edge.domain.leg import AT_COUNTER, IllegalMoveError, LegState
from edge.domain.queue import Lane
from edge.domain.state import HallState
from edge.domain.visit import Leg, Visit
from edge.hall.recorder import UnfoldableError

_UNKNOWN_BUSY_MS = 300_000
_WAIT = (LegState.WAITING, LegState.PRECALLED)


@dataclass(frozen=True, slots=True)
class Stay:
    """One time that a visit waited, was called, and kept a counter busy for `busy_ms`.

    It waits from `after_ms` on, behind the end of the stay before or behind its coming, and may be
    called `ready_ms` after that. `last`: behind all who wait then; otherwise it stands by `order`.
    `waited_ms` is what came of it that day; None: it was not called.
    """

    lane: Lane
    order: tuple[int, int]
    after_ms: int = 0
    ready_ms: int = 0
    due: int = 0
    last: bool = False
    busy_ms: int | None = None
    waited_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Guest:
    """A visit that came at `at` (wall ms), and gave up waiting at `gave_up_at` if that is not 0."""

    visit: str
    at: int
    stays: tuple[Stay, ...]
    gave_up_at: int = 0


@dataclass(frozen=True, slots=True)
class Presence:
    """A clerk at a counter who calls, from `begins` to `ends` (wall ms)."""

    counter: str
    staff: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class PastDay:
    """A day of a journal. `rules` and `replanned` are what was in force from when on (wall ms).

    `gaps_ms` are, for each counter, how long its clerk let somebody wait before each call.
    """

    day: str
    guests: tuple[Guest, ...]
    presences: tuple[Presence, ...]
    rules: tuple[tuple[int, str], ...]
    replanned: tuple[tuple[int, str, tuple[str, ...]], ...]
    gaps_ms: dict[str, tuple[int, ...]]


def read_day(facts: Sequence[f.Recorded]) -> PastDay:
    """Return the day that `facts` are, from its opening on. Raises `UnfoldableError`."""
    reading = _Reading()
    for recorded in facts:
        reading.take_in(recorded)
    return reading.day()


@dataclass
class _Person:
    """A visit while it is read: the stays that are over, and the one that is under way."""

    at: int
    ended_at: int
    stays: list[Stay] = field(default_factory=list)
    waits_since: int = 0
    called_at: int = 0
    gave_up_at: int = 0


class _Reading:
    def __init__(self) -> None:
        self._state = HallState()
        self._people: dict[str, _Person] = {}
        self._sitting: dict[str, tuple[str, int]] = {}
        self._presences: list[Presence] = []
        self._rules: list[tuple[int, str]] = []
        self._replanned: list[tuple[int, str, tuple[str, ...]]] = []
        self._free_since: dict[str, int] = {}
        self._gaps: dict[str, list[int]] = defaultdict(list)
        self._day = ""

    def take_in(self, recorded: f.Recorded) -> None:
        fact, at = recorded.fact, recorded.moment.at
        before = self._state.visits.get(fact.subject)
        try:
            self._state.apply(recorded)
        except (ValueError, LookupError, TypeError, IllegalMoveError) as error:
            raise UnfoldableError(recorded, error) from error
        after = self._state.visits.get(fact.subject)
        if after is not None and after is not before and after.legs:
            self._follow(before, after, recorded)
        self._follow_hall(fact, at)

    # --- counters and rules ---

    def _follow_hall(self, fact: f.Fact, at: int) -> None:
        match fact:
            case f.DayOpened(_, day):
                self._day = day
                self._rules.append((at, self._state.rules))
            case f.RulesChanged(_, text):
                self._rules.append((at, text))
            case f.CounterReplanned(counter, services):
                self._replanned.append((at, counter, tuple(services)))
            case f.CounterOpened(counter, staff) | f.CounterResumed(counter, staff):
                self._sitting[counter] = staff, at
                self._free_since[counter] = at
            case f.CounterClosed(counter) | f.CounterPaused(counter):
                self._leave(counter, at)
            case f.DayClosed():
                for counter in list(self._sitting):
                    self._leave(counter, at)

    def _leave(self, counter: str, at: int) -> None:
        if counter in self._sitting:
            staff, begins = self._sitting.pop(counter)
            self._presences.append(Presence(counter, staff, begins, at))

    # --- visits ---

    def _follow(self, before: Visit | None, after: Visit, recorded: f.Recorded) -> None:
        was = before.leg if before is not None and before.legs else None
        now, at, visit = after.leg, recorded.moment.at, after.visit
        if was is not None and was.state in AT_COUNTER:
            if now.state in AT_COUNTER:
                return
            self._leaves_counter(visit, was.counter, at)
        if now.state is LegState.WAITING:
            self._waits(was, now, recorded, visit)
        elif now.state in AT_COUNTER:
            self._is_called(visit, was, now, at)
        elif now.state is LegState.CANCELLED and was is not None and was.state in _WAIT:
            self._people[visit].gave_up_at = at

    def _waits(self, was: Leg | None, now: Leg, recorded: f.Recorded, visit: str) -> None:
        at = recorded.moment.at
        person = self._people.setdefault(visit, _Person(at, ended_at=at))
        if was is not None and person.stays and _goes_on_waiting(was, now, person.stays[-1]):
            # Whoever gets another place or service while waiting has it from the beginning.
            person.stays[-1] = replace(person.stays[-1], lane=now.lane)
            return
        person.waits_since = max(at, now.since, now.ready, now.due)
        person.stays.append(
            Stay(
                lane=now.lane,
                order=now.order,
                after_ms=at - person.ended_at,
                ready_ms=max(0, now.ready - at),
                due=now.due,
                last=now.leg > 1 and now.order[0] >= recorded.seq - 2,
            )
        )

    def _is_called(self, visit: str, was: Leg | None, now: Leg, at: int) -> None:
        person, counter = self._people[visit], now.counter
        if was is not None and was.state is LegState.PARKED:
            # Whoever was put aside comes back to the same counter, after as long as that day.
            lane = now.lane._replace(counter=counter)
            person.waits_since = at
            person.stays.append(Stay(lane, now.order, after_ms=at - person.ended_at))
        elif now.chosen in ("walk_direct", "together"):
            lane = person.stays[-1].lane._replace(counter=counter)
            person.stays[-1] = replace(person.stays[-1], lane=lane)
        else:
            waits_for_clerk = max(self._free_since.get(counter, at), person.waits_since)
            self._gaps[counter].append(max(0, at - waits_for_clerk))
        person.called_at = at
        waited_ms = max(0, at - person.waits_since)
        person.stays[-1] = replace(person.stays[-1], waited_ms=waited_ms)

    def _leaves_counter(self, visit: str, counter: str, at: int) -> None:
        person = self._people[visit]
        person.stays[-1] = replace(person.stays[-1], busy_ms=at - person.called_at)
        person.ended_at = at
        self._free_since[counter] = at

    # --- the whole ---

    def day(self) -> PastDay:
        """Return what has been read."""
        usual = self._usual_ms()
        guests = [
            Guest(visit, person.at, self._filled(person, usual), person.gave_up_at)
            for visit, person in self._people.items()
        ]
        return PastDay(
            self._day,
            tuple(sorted(guests, key=lambda guest: guest.at)),
            tuple(sorted(self._presences, key=lambda each: (each.begins, each.counter))),
            tuple(self._rules),
            tuple(self._replanned),
            {counter: tuple(gaps) for counter, gaps in self._gaps.items()},
        )

    def _usual_ms(self) -> dict[str, int]:
        """Return how long a counter is busy with each service, in the middle."""
        busy: dict[str, list[int]] = defaultdict(list)
        for person in self._people.values():
            for stay in person.stays:
                if stay.busy_ms is not None:
                    busy[stay.lane.service].append(stay.busy_ms)
        return {service: int(statistics.median(times)) for service, times in busy.items()}

    def _filled(self, person: _Person, usual: dict[str, int]) -> tuple[Stay, ...]:
        return tuple(
            stay
            if stay.busy_ms is not None
            else replace(stay, busy_ms=usual.get(stay.lane.service, _UNKNOWN_BUSY_MS))
            for stay in person.stays
        )


def _goes_on_waiting(was: Leg, now: Leg, stay: Stay) -> bool:
    """Whether a ticket that waits was waiting before, and not called meanwhile."""
    if was.leg == now.leg:
        return was.state in _WAIT
    return was.state is LegState.TRANSFERRED and stay.waited_ms is None
