"""What stands on a visitor's page: number and service, and nothing else of a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from edge.domain.leg import AT_COUNTER, LegState
from edge.domain.mobile.described import Described, Dimension
from edge.domain.mobile.rules import MobileRules, check_delay, check_leave, check_rate, gone_at
from edge.domain.refusals import RefusedError
from edge.domain.visit import Leg, Visit
from edge.domain.waits import telling

_MINUTE_MS = 60_000
_NEAR_COUNTER = AT_COUNTER | {LegState.PRECALLED}


class Told(NamedTuple):
    """What a visitor was told of the wait at `at` (wall ms): from `low_s` to `high_s` seconds."""

    low_s: int
    high_s: int
    at: int


class Followed(NamedTuple):
    """An application that the ticket is about, once it was handed in: number and stage, in words.

    The stage is empty while headquarters has said nothing.
    """

    number: str
    stage: str = ""
    stage_english: str = ""


@dataclass(frozen=True, slots=True)
class MobileVisit:
    """A visit as its visitor sees it. Times are wall ms, or 0.

    `ahead` is how many go first, None where nobody is waiting. `low_min` to `high_min` is the wait
    that is left of what was told at `told_at`: `high_min` None is "more than", both None that it
    takes longer than was said, or that nothing was. `not_before` is until when it was put off.
    `application` is the number of what was handed in, and `stage` how far that is.
    """

    ticket: str
    state: str
    hall: str
    hall_english: str
    service: str
    service_english: str
    zone: str
    zone_english: str
    counter: str
    counter_english: str
    place: str
    place_english: str
    ahead: int | None
    low_min: int | None
    high_min: int | None
    told_at: int
    not_before: int
    delay_min: int
    delays_left: int
    may_delay: bool
    may_leave: bool
    may_rate: bool
    grade: int | None
    dimensions: tuple[Dimension, ...]
    gone_after_min: int
    application: str
    stage: str
    stage_english: str


def seen(
    visit: Visit,
    hall: Described,
    others: Iterable[Visit],
    told: Told | None,
    now: int,
    followed: Followed | None = None,
) -> MobileVisit | None:
    """Return a visit as its visitor sees it at `now` (wall ms); None once the page is gone.

    `others` are those who wait for the same service, the visitor among them or not.
    """
    leg, rules = visit.leg if visit.legs else None, hall.rules
    over = gone_at(visit, rules)
    if leg is None or leg.state is LegState.RESERVED or (over is not None and now >= over):
        return None
    service, service_english, zone, zone_english = hall.service(leg.service)
    near = leg.counter if leg.state in _NEAR_COUNTER else ""
    counter, counter_english, place, place_english = hall.counter(near)
    waits = leg.state is LegState.WAITING
    low_min, high_min = _left(told, now) if told and waits else (None, None)
    return MobileVisit(
        ticket=leg.ticket,
        state=leg.state.value,
        hall=hall.name,
        hall_english=hall.name_english,
        service=service,
        service_english=service_english,
        zone=zone,
        zone_english=zone_english,
        counter=counter,
        counter_english=counter_english,
        place=place,
        place_english=place_english,
        ahead=ahead_of(visit, others, now) if waits else None,
        low_min=low_min,
        high_min=high_min,
        told_at=told.at if told and waits else 0,
        not_before=leg.ready if waits and leg.ready > now else 0,
        delay_min=rules.delay_min,
        delays_left=max(0, rules.delays_max - leg.delays),
        may_delay=_may_delay(leg, rules),
        may_leave=_may_leave(leg),
        may_rate=_may_rate(visit),
        grade=visit.grade,
        dimensions=hall.dimensions,
        gone_after_min=rules.gone_after_min,
        application=followed.number if followed else "",
        stage=followed.stage if followed else "",
        stage_english=followed.stage_english if followed else "",
    )


def ahead_of(visit: Visit, others: Iterable[Visit], now: int) -> int:
    """Count those of `others` who wait for the same service and would be called first."""
    return sum(_goes_first(each, visit, now) for each in others)


def _goes_first(other: Visit, own: Visit, now: int) -> bool:
    leg, mine = other.leg, own.leg
    if other.visit == own.visit or leg.state is not LegState.WAITING:
        return False
    if leg.service != mine.service or leg.ready > max(now, mine.ready):
        return False
    return (-leg.priority, leg.due, leg.order) < (-mine.priority, mine.due, mine.order)


def _left(told: Told, now: int) -> tuple[int | None, int | None]:
    """Return what is left of a range that was told, in whole minutes as people are told it."""
    gone_s = max(0, now - told.at) // 1000
    if gone_s >= told.high_s:
        return None, None
    low_s, high_s = max(0, told.low_s - gone_s), told.high_s - gone_s
    range_ = telling.told(telling.Estimate(low_s, high_s, high_s, ""))
    return range_.low_min, range_.high_min


def _may_delay(leg: Leg, rules: MobileRules) -> bool:
    try:
        check_delay(leg, rules)
    except RefusedError:
        return False
    return True


def _may_leave(leg: Leg) -> bool:
    try:
        check_leave(leg)
    except RefusedError:
        return False
    return True


def _may_rate(visit: Visit) -> bool:
    try:
        check_rate(visit)
    except RefusedError:
        return False
    return True
