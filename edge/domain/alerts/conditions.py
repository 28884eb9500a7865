"""What is so right now that a supervisor should know of, found from the state of the hall.

Each search looks at counters, services, those who wait or open faults, never at the whole day.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from edge.domain.alerts.limits import AlertLimits
from edge.domain.alerts.recent import Recent
from edge.domain.asking import askers
from edge.domain.help import EMERGENCY
from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.domain.queue import Asker, Lane
from edge.domain.rules import Rules, callable_since, chooser_for
from edge.domain.state import HallState

_MINUTE_MS = 60_000


class Cause(StrEnum):
    """Why an alert is raised; what its value counts, and what it is about, stands beside each."""

    WAIT = "wait"  # minutes that the first of a service has waited
    LENGTH = "length"  # how many wait for a service
    UNSERVED = "unserved"  # how many wait for a service whom no open counter may call
    IDLE = "idle"  # minutes that a counter is free though somebody waits whom it may call
    PAUSED = "paused"  # minutes that a counter is paused
    PARKED = "parked"  # minutes since the clerk was to be reminded of a visit
    RATING = "rating"  # the grade that a visit was given
    HELP = "help"  # minutes that nobody has come to a counter or screen
    FAULT = "fault"  # minutes that a device, or a unit on its line, is lost
    ESTIMATE = "estimate"  # percent of the hall's visitors who waited longer than told


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is so. `over`: its limit is passed; else it only has not yet cleared."""

    cause: Cause
    about: str
    value: int
    over: bool = True
    first_level: int = 1

    @property
    def alert(self) -> str:
        """The alert that is raised for it."""
        return f"{self.cause}:{self.about}"


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look around needs: `pauses` are the minutes that each kind of pause may take.

    `now` is in wall ms, `local_minute` the minute of the hall's day.
    """

    state: HallState
    plan: Plan
    rules: Rules
    limits: AlertLimits
    pauses: Mapping[str, int]
    recent: Recent
    now: int
    local_minute: int

    def minutes_since(self, at: int) -> int:
        """Return how long ago `at` was; a clock that was set back makes it no time at all."""
        return max(0, self.now - at) // _MINUTE_MS

    def passed(self, cause: Cause, about: str, value: int, limit: float) -> Iterator[Condition]:
        """Yield the condition of a value that is at its limit, or has not cleared."""
        if limit and value * 100 >= limit * self.limits.clears_percent and value:
            yield Condition(cause, about, value, over=value >= limit)


def conditions(
    state: HallState,
    plan: Plan,
    rules: Rules,
    limits: AlertLimits,
    pauses: Mapping[str, int],
    recent: Recent,
    now: int,
    local_minute: int,
) -> Iterator[Condition]:
    """Yield all that is so at `now` (wall ms), which is `local_minute` of the hall's day."""
    look = _Look(state, plan, rules, limits, pauses, recent, now, local_minute)
    serving = list(askers(state, plan))
    yield from _of_queues(look, serving)
    yield from _of_counters(look, serving)
    yield from _of_visits(look)
    yield from _of_help(look)
    yield from _of_faults(look)
    yield from look.passed(
        Cause.ESTIMATE, "hall", recent.late_percent, limits.estimate_late_percent
    )


def _of_queues(look: _Look, serving: list[Asker]) -> Iterator[Condition]:
    limits, left = look.limits, _lines(look.state, _called_by_nobody(look, serving))
    for service, (count, begun) in _lines(look.state, lambda _lane: True).items():
        waited_min = look.minutes_since(begun)
        planned = look.plan.by_id.get(service)
        target_min = planned.target_wait_min if planned else 0
        limit_min = target_min * limits.wait_percent / 100
        yield from look.passed(Cause.WAIT, service, waited_min, limit_min)
        yield from look.passed(Cause.LENGTH, service, count, limits.length_max)
        if limits.unserved_min and service in left:
            alone, alone_since = left[service]
            over = look.minutes_since(alone_since) >= limits.unserved_min
            yield Condition(Cause.UNSERVED, service, alone, over)


def _called_by_nobody(look: _Look, serving: list[Asker]) -> Callable[[Lane], bool]:
    """Return what says of a lane whether nobody who is there may call from it."""
    sights = [chooser_for(look.rules, asker).sight for asker in _present(look, serving)]
    return lambda lane: not any(sight.standing(lane).callable for sight in sights)


def _lines(state: HallState, wanted: Callable[[Lane], bool]) -> dict[str, tuple[int, int]]:
    """Return of each service how many wait in lanes that are `wanted`, and since when (wall ms)."""
    found: dict[str, tuple[int, int]] = {}
    for lane, line in state.queue.lanes.items():
        if wanted(lane):
            begun = min(each.begun for each in line)
            count, earlier = found.get(lane.service, (0, begun))
            found[lane.service] = count + len(line), min(begun, earlier)
    return found


def _present(look: _Look, serving: list[Asker]) -> list[Asker]:
    return [asker for asker in serving if not look.state.counter(asker.counter).paused]


def _of_counters(look: _Look, serving: list[Asker]) -> Iterator[Condition]:
    for asker in serving:
        counter = look.state.counter(asker.counter)
        since_min = look.minutes_since(counter.since)
        if counter.paused:
            limit_min = look.pauses.get(counter.paused, 0)
            if limit_min and since_min >= limit_min:
                yield Condition(Cause.PAUSED, asker.counter, since_min)
        elif not counter.visit:
            yield from _idle(look, asker, counter.since)


def _idle(look: _Look, asker: Asker, free_since: int) -> Iterator[Condition]:
    limit_min = look.limits.idle_min
    # Whoever works is never free for so long: the queue is searched for those alone who are.
    if not limit_min or look.minutes_since(free_since) < limit_min:
        return
    chooser = chooser_for(look.rules, asker)
    since = callable_since(chooser, look.state.queue, look.now, look.local_minute)
    if since is not None:
        idle_min = look.minutes_since(max(free_since, since))
        if idle_min >= limit_min:
            yield Condition(Cause.IDLE, asker.counter, idle_min)


def _of_visits(look: _Look) -> Iterator[Condition]:
    for visit, grade in look.recent.low.items():
        yield Condition(Cause.RATING, visit, grade)
    for visit in look.recent.parked:
        known = look.state.visits.get(visit)
        if known is not None and known.state is LegState.PARKED:
            remind_at = known.leg.remind_at
            if remind_at and look.now >= remind_at:
                yield Condition(Cause.PARKED, visit, look.minutes_since(remind_at))


def _of_help(look: _Look) -> Iterator[Condition]:
    for place, called in look.state.help.items():
        if not called.accepted_by:
            first = 2 if called.urgency == EMERGENCY else 1
            level = min(first, look.limits.level_max)
            minutes = look.minutes_since(called.at)
            yield Condition(Cause.HELP, place, minutes, first_level=level)


def _of_faults(look: _Look) -> Iterator[Condition]:
    limit_min = look.limits.fault_min
    if not limit_min or not any(counter.is_open for counter in look.state.counters.values()):
        return
    for (device, unit), fault in look.state.faults.items():
        lost_min = look.minutes_since(fault.at)
        if lost_min >= limit_min and not fault.acknowledged_by:
            yield Condition(Cause.FAULT, f"{device}:{unit}" if unit else device, lost_min)
