"""Whether a ticket may be taken now, and if not, why and from when on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from edge.domain.calendar import Calendar
from edge.domain.now import Switched
from edge.domain.plan import Plan
from edge.domain.refusals import (
    DoorsClosedError,
    HallClosedError,
    LastTicketError,
    NumbersUsedUpError,
    QuotaUsedUpError,
    RefusedError,
    ServiceClosedError,
    ServiceOffError,
    TooManyServicesError,
    UnknownServiceError,
)

# More errands than these are better served one after the other than planned at once.
SERVICES_MAX = 5

# Who changes the doors where it is not a person: such a change never overrules the calendar.
BY_HOURS = "hours"
BY_CAPACITY = "capacity"

# Further ahead than so many windows without a ticket nobody is told to come back.
_WINDOWS_AHEAD = 20


@dataclass(frozen=True)
class AdmissionConfig:
    """When the last ticket of the day is given.

    None in the last `last_ticket_min` minutes; and, with `by_capacity`, none once the work that
    waits takes more than all the minutes that the open counters have left today.
    """

    last_ticket_min: int = 0
    by_capacity: bool = True

    def __post_init__(self) -> None:
        if self.last_ticket_min < 0:
            raise ValueError(f"last_ticket_min: {self.last_ticket_min} is less than 0")


@dataclass(frozen=True, slots=True)
class Standing:
    """How the hall stands, as far as it matters for another ticket of one service.

    `number` is the last one given for it today (0: none), `in_window` how many tickets were taken
    in the window that `quota_window` tells. `doors` and `switched` (by service) are what was said
    of them. `work_min` is what waits already for the counters that serve it, in minutes of one
    counter, and `counters` is how many of these are open, or are to be by the roster. Whoever has
    `booked` was promised a place.
    """

    number: int = 0
    in_window: int = 0
    doors: Switched | None = None
    switched: Mapping[str, Switched] = field(default_factory=dict)
    work_min: float = 0.0
    counters: int = 0
    booked: bool = False


@dataclass(frozen=True, slots=True)
class QuotaWindow:
    """A stretch of the day in which no more than `tickets` of a service are given."""

    begins: dt.datetime
    ends: dt.datetime
    tickets: int


def may_take(
    plan: Plan,
    calendar: Calendar,
    config: AdmissionConfig,
    service: str,
    standing: Standing,
    local: dt.datetime,
) -> RefusedError | None:
    """Return why no ticket for `service` may be taken at `local`; None where one may.

    Every reason that ends by itself says in its details when: `opens_at`, local time in ISO 8601.
    """
    return (
        _by_people(plan, service, standing)
        or _by_hours(plan, calendar, service, standing, local)
        or _by_numbers(plan, service, standing)
        or _by_quota(plan, calendar, service, standing, local)
        or _by_closing(calendar, config, standing, local)
    )


def may_follow(
    plan: Plan, calendar: Calendar, service: str, standing: Standing, local: dt.datetime
) -> RefusedError | None:
    """Return why nobody who takes a ticket at `local` can go on to `service` in the same visit."""
    return _by_people(plan, service, standing) or _by_hours(
        plan, calendar, service, standing, local
    )


def quota_window(
    plan: Plan, calendar: Calendar, service: str, local: dt.datetime
) -> QuotaWindow | None:
    """Return the window whose quota holds for `service` at `local`; None: there is no limit."""
    now, day = local.astimezone(dt.UTC), local.date()
    for span, tickets in plan.by_id[service].quotas_on(calendar.weekday(day)):
        begins, ends = span.instants(day, local.tzinfo)
        if begins <= now < ends:
            zone = local.tzinfo
            return QuotaWindow(begins.astimezone(zone), ends.astimezone(zone), tickets)
    return None


def check_services(plan: Plan, services: Sequence[str]) -> None:
    """Raise `RefusedError` for services that cannot be had in one visit."""
    for service in services:
        if service not in plan.by_id:
            raise UnknownServiceError(f"no service {service!r}", "service")
        if not plan.is_leaf(service):
            raise UnknownServiceError(
                f"{service!r} is a group of services; choose one of them",
                "service",
                children=list(plan.children[service]),
            )
    if len(services) > SERVICES_MAX:
        raise TooManyServicesError(f"no more than {SERVICES_MAX} services in one visit", "services")
    if len(set(services)) < len(services):
        raise TooManyServicesError("a service is named twice", "services")


def is_by_hand(doors: Switched | None) -> bool:
    """Whether a person opened or closed the doors, so that the hours are not asked."""
    return doors is not None and doors.by not in (BY_HOURS, BY_CAPACITY)


def _by_people(plan: Plan, service: str, standing: Standing) -> RefusedError | None:
    doors = standing.doors
    if doors is not None and is_by_hand(doors) and not doors.on:
        return DoorsClosedError("no tickets are given any more", reason=doors.reason)
    for each in (service, *plan.above(service)):
        switched = standing.switched.get(each)
        if switched is not None and not switched.on:
            name = plan.by_id[each].name_english
            return ServiceOffError(f"{name}: not offered now", "service", reason=switched.reason)
    return None


def _by_hours(
    plan: Plan, calendar: Calendar, service: str, standing: Standing, local: dt.datetime
) -> RefusedError | None:
    # Whoever opens the doors out of hours opens them for everything that is not switched off.
    if is_by_hand(standing.doors) or calendar.is_open(local, service):
        return None
    opens = _when(calendar.opens(local, service))
    special = calendar.special_day(local.date(), service)
    why = [special.name, special.name_english] if special else []
    if not calendar.is_open(local):
        return HallClosedError("the hall is closed", "service", opens_at=opens, special_day=why)
    name = plan.by_id[service].name_english
    return ServiceClosedError(f"{name}: closed now", "service", opens_at=opens, special_day=why)


def _by_numbers(plan: Plan, service: str, standing: Standing) -> RefusedError | None:
    known = plan.by_id[service]
    if known.numbers.after(standing.number) is not None:
        return None
    last = known.ticket(known.numbers.last)
    return NumbersUsedUpError(f"{last} was the last number of today", "service", last=last)


def _by_quota(
    plan: Plan, calendar: Calendar, service: str, standing: Standing, local: dt.datetime
) -> RefusedError | None:
    window = quota_window(plan, calendar, service, local)
    if window is None or standing.booked or standing.in_window < window.tickets:
        return None
    return QuotaUsedUpError(
        f"{window.tickets} tickets are given until {window.ends:%H:%M}: all are taken",
        "service",
        opens_at=_when(_next_place(plan, calendar, service, window)),
    )


def _next_place(
    plan: Plan, calendar: Calendar, service: str, window: QuotaWindow
) -> dt.datetime | None:
    """Return when a ticket can be had again once `window` is full; None where nobody knows."""
    then, following = window.ends, None
    for _window in range(_WINDOWS_AHEAD):
        if not calendar.is_open(then, service):
            opens = calendar.opens(then, service)
            if opens is None:
                return None
            then = opens
        following = quota_window(plan, calendar, service, then)
        if following is None or following.tickets:
            return then
        then = following.ends
    return None


def _by_closing(
    calendar: Calendar, config: AdmissionConfig, standing: Standing, local: dt.datetime
) -> RefusedError | None:
    if is_by_hand(standing.doors) or standing.booked:
        return None
    left_min = calendar.left_today_min(local)
    if left_min is None:
        return None
    # With no counter open the day has not begun, or all are at lunch: somebody will come.
    capacity_min = left_min * max(standing.counters, 1)
    too_late = left_min <= config.last_ticket_min
    if not too_late and not (config.by_capacity and standing.work_min > capacity_min):
        return None
    midnight = dt.datetime.combine(local.date(), dt.time.max, local.tzinfo)
    opens = _when(calendar.opens(midnight))
    return LastTicketError("the last ticket of today has been given", "service", opens_at=opens)


def _when(local: dt.datetime | None) -> str | None:
    return local.isoformat(timespec="minutes") if local else None
