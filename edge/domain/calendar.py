"""When the hall and each of its services is open: weeks, and days that are unlike their weekday.

Local times come in with their zone and go out with it. They are compared as instants, so that a day
of 23 or 25 hours is right too.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from edge.domain.opening import (
    DAY_MIN,
    WHOLE_DAY,
    OpeningError,
    Span,
    WeeklyHours,
    overlap,
    read_day,
    read_hours,
    read_spans,
)
from edge.domain.plan import Plan

# What is open for so many days on end has no closing that anybody waits for.
_ON_END_DAYS = 8
# An opening further away than this is no answer to anybody.
_AHEAD_DAYS = 400


class CalendarError(ValueError):
    """The calendar contradicts itself; the message names the entry."""


@dataclass(frozen=True)
class CalendarConfig:
    """The hours of the hall (none: always open), and files with further special days."""

    hours: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class SpecialDay:
    """Days from `first` to `last` that are not as their weekday says.

    Closed, open at other `hours`, or `like` another day of the week. With `services` they are so
    for these alone.
    """

    name: str
    name_english: str
    first: dt.date
    last: dt.date | None = None
    hours: tuple[str, ...] = ()
    like: str = ""
    services: tuple[str, ...] = ()

    @property
    def days(self) -> list[dt.date]:
        """All of its days."""
        last = self.last or self.first
        return [self.first + dt.timedelta(days) for days in range((last - self.first).days + 1)]


@dataclass(frozen=True)
class Calendar:
    """The hours of the hall, those of services that have their own, and the special days.

    Without hours the hall is always open; a service without hours is open whenever the hall is.
    `of_day` has the special days, by service (empty: the hall) and date. Made by `read_calendar`.
    """

    hours: WeeklyHours | None = None
    of_services: Mapping[str, WeeklyHours] = field(default_factory=dict)
    of_day: Mapping[tuple[str, dt.date], SpecialDay] = field(default_factory=dict)

    def special_day(self, day: dt.date, service: str = "") -> SpecialDay | None:
        """Return what makes `day` special for the service, or for the hall."""
        return self.of_day.get((service, day)) or self.of_day.get(("", day))

    def weekday(self, day: dt.date) -> int:
        """Return the day of the week that `day` counts as, 0 being Monday."""
        special = self.of_day.get(("", day))
        return read_day(special.like) if special and special.like else day.weekday()

    def spans(self, day: dt.date, service: str = "") -> tuple[Span, ...]:
        """Return when the service, or the hall, is open on `day`, by the wall clock."""
        hall = self._hall_spans(day)
        own = self._own_spans(day, service)
        return hall if own is None else overlap(hall, own)

    def is_open(self, local: dt.datetime, service: str = "") -> bool:
        """Whether the service, or the hall, is open at `local`."""
        now = local.astimezone(dt.UTC)
        return any(begins <= now < ends for begins, ends in self._stretches(local, service, 1))

    def closes(self, local: dt.datetime, service: str = "") -> dt.datetime | None:
        """Return when what is open at `local` closes.

        None where it is closed, or stays open for days on end.
        """
        now = until = local.astimezone(dt.UTC)
        for begins, ends in self._stretches(local, service, _ON_END_DAYS + 2):
            if begins > until:
                break
            until = max(until, ends)
        if now < until < now + dt.timedelta(_ON_END_DAYS):
            return until.astimezone(local.tzinfo)
        return None

    def opens(self, local: dt.datetime, service: str = "") -> dt.datetime | None:
        """Return when it opens next after `local`; None where nobody knows."""
        now = local.astimezone(dt.UTC)
        for begins, _ends in self._stretches(local, service, _AHEAD_DAYS):
            if begins > now:
                return begins.astimezone(local.tzinfo)
        return None

    def next_change(self, local: dt.datetime, service: str = "") -> dt.datetime | None:
        """Return when it closes, if it is open at `local`, or opens; None where neither comes."""
        if self.is_open(local, service):
            return self.closes(local, service)
        return self.opens(local, service)

    def left_today_min(self, local: dt.datetime, service: str = "") -> float | None:
        """Return for how many minutes it is open after `local` on that day, all in all.

        None where it does not close at midnight: there is no end of the day to speak of.
        """
        spans = self.spans(local.date(), service)
        if spans and spans[-1].ends_min == DAY_MIN:
            return None
        now = local.astimezone(dt.UTC)
        stretches = self._stretches(local, service, 1)
        left_s = ((ends - max(begins, now)).total_seconds() for begins, ends in stretches)
        return sum(each for each in left_s if each > 0) / 60

    def _hall_spans(self, day: dt.date) -> tuple[Span, ...]:
        special = self.of_day.get(("", day))
        if special is not None and not special.like:
            return read_spans(special.hours)
        return (WHOLE_DAY,) if self.hours is None else self.hours.on(self.weekday(day))

    def _own_spans(self, day: dt.date, service: str) -> tuple[Span, ...] | None:
        special = self.of_day.get((service, day)) if service else None
        if special is not None and not special.like:
            return read_spans(special.hours)
        hours = self.of_services.get(service)
        if hours is None:
            return None
        return hours.on(read_day(special.like) if special else self.weekday(day))

    def _stretches(
        self, local: dt.datetime, service: str, days: int
    ) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        today = local.date()
        for ahead in range(days):
            day = today + dt.timedelta(ahead)
            for span in self.spans(day, service):
                yield span.instants(day, local.tzinfo)


def read_calendar(
    plan: Plan, hours: Sequence[str] = (), special_days: Sequence[SpecialDay] = ()
) -> Calendar:
    """Return the calendar of a hall with that plan. Raises `CalendarError`."""
    try:
        of_hall = read_hours(tuple(hours)) if hours else None
    except OpeningError as error:
        raise CalendarError(f"calendar: hours: {error}") from None
    return Calendar(of_hall, _hours_of_services(plan), _by_day(plan, special_days))


def _hours_of_services(plan: Plan) -> dict[str, WeeklyHours]:
    """Return the hours of each leaf that has some: its own, or those of the nearest group."""
    found = {}
    for leaf in plan.leaves:
        lines = (plan.by_id[each].hours for each in (leaf, *plan.above(leaf)))
        hours = next((each for each in lines if each), ())
        if hours:
            found[leaf] = read_hours(hours)
    return found


def _by_day(
    plan: Plan, special_days: Sequence[SpecialDay]
) -> dict[tuple[str, dt.date], SpecialDay]:
    by_day: dict[tuple[str, dt.date], SpecialDay] = {}
    for special in special_days:
        _check_special_day(plan, special)
        for whose in plan.leaves_of(special.services) if special.services else ("",):
            for day in special.days:
                other = by_day.setdefault((whose, day), special)
                if other is not special:
                    of = f" of {whose}" if whose else ""
                    raise CalendarError(
                        f"special_days: {special.name}: {day}{of} is {other.name} already"
                    )
    return by_day


def _check_special_day(plan: Plan, special: SpecialDay) -> None:
    where = f"special_days: {special.name}"
    for service in special.services:
        if service not in plan.by_id:
            raise CalendarError(f"{where}: no service {service!r}")
    if special.hours and special.like:
        raise CalendarError(f"{where}: either hours or like, not both")
    days = ((special.last or special.first) - special.first).days
    if not 0 <= days <= 366:
        raise CalendarError(f"{where}: last must be within a year after first")
    try:
        read_spans(special.hours)
        _like = special.like and read_day(special.like)
    except OpeningError as error:
        raise CalendarError(f"{where}: {error}") from None
