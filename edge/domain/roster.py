"""Who sits at which counter and when, as it was planned: what can be expected of the day."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from edge.domain.calendar import Calendar
from edge.domain.opening import WEEKDAYS, OpeningError, Span, overlap, read_hours, without
from edge.domain.plan import Plan
from edge.domain.rights import Action


class RosterError(ValueError):
    """The roster contradicts itself or the plan; the message names the entry."""


@dataclass(frozen=True)
class Shift:
    """A clerk at a counter, in `hours` such as `mon-fri 08:30-12:00`, but for the `breaks`.

    With `first` (and `last`) it holds on these days, and there in place of what the counter and
    the clerk do without a date.
    """

    counter: str
    staff: str
    hours: tuple[str, ...]
    breaks: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None

    def on(self, weekday: int) -> tuple[Span, ...]:
        """Return when the clerk is there on a weekday, 0 being Monday. Raises `OpeningError`."""
        return without(read_hours(self.hours).on(weekday), read_hours(self.breaks).on(weekday))

    def holds(self, day: dt.date) -> bool:
        """Whether the entry speaks of `day`."""
        return self.first is None or self.first <= day <= (self.last or self.first)


@dataclass(frozen=True, slots=True)
class Manned:
    """`staff` is to be at `counter` from `begins` on, until `ends`."""

    counter: str
    staff: str
    begins: dt.datetime
    ends: dt.datetime


@dataclass(frozen=True, slots=True)
class RosterChange:
    """From `at` on `staff` is to be at `counter`; empty: nobody."""

    at: dt.datetime
    counter: str
    staff: str


@dataclass(frozen=True)
class Roster:
    """All shifts. An empty roster says nothing of any day. Made by `read_roster`."""

    shifts: tuple[Shift, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)

    def on_day(self, day: dt.date, zone: dt.tzinfo | None) -> list[Manned]:
        """Return who is to be where on `day`, in the order of beginning."""
        found = []
        for shift in self._holding(day):
            for span in self._spans(shift, day):
                begins, ends = (each.astimezone(zone) for each in span.instants(day, zone))
                found.append(Manned(shift.counter, shift.staff, begins, ends))
        return sorted(found, key=lambda each: (each.begins.astimezone(dt.UTC), each.counter))

    def open_counters(self, at: dt.datetime) -> dict[str, str]:
        """Return the counters that are to be open at the local time `at`, and who is there."""
        now = at.astimezone(dt.UTC)
        return {
            each.counter: each.staff
            for each in self.on_day(at.date(), at.tzinfo)
            if each.begins.astimezone(dt.UTC) <= now < each.ends.astimezone(dt.UTC)
        }

    def changes_after(self, at: dt.datetime) -> list[RosterChange]:
        """Return what is to change on the day of `at` after it, in order."""
        now = at.astimezone(dt.UTC)
        changes = _changes(self.on_day(at.date(), at.tzinfo))
        later = [each for each in changes if each.at.astimezone(dt.UTC) > now]
        return sorted(later, key=lambda each: (each.at.astimezone(dt.UTC), each.counter))

    def _holding(self, day: dt.date) -> list[Shift]:
        dated = [shift for shift in self.shifts if shift.first and shift.holds(day)]
        counters = {shift.counter for shift in dated}
        clerks = {shift.staff for shift in dated}
        usual = (shift for shift in self.shifts if shift.first is None)
        return dated + [
            shift for shift in usual if shift.counter not in counters and shift.staff not in clerks
        ]

    def _spans(self, shift: Shift, day: dt.date) -> tuple[Span, ...]:
        spans = shift.on(self.calendar.weekday(day))
        # Clerks may come before the doors open and stay after; not on a day that is cut short.
        special = self.calendar.special_day(day)
        if special or not self.calendar.spans(day):
            return overlap(spans, self.calendar.spans(day))
        return spans


def _changes(day: Iterable[Manned]) -> Iterator[RosterChange]:
    by_counter: dict[str, list[Manned]] = defaultdict(list)
    for each in day:
        by_counter[each.counter].append(each)
    for turns in by_counter.values():
        for turn, following in itertools.zip_longest(turns, turns[1:]):
            yield RosterChange(turn.begins, turn.counter, turn.staff)
            # Where the next one sits down as this one gets up, the counter is never without.
            if following is None or following.begins != turn.ends:
                yield RosterChange(turn.ends, turn.counter, "")


def read_roster(plan: Plan, calendar: Calendar, shifts: Sequence[Shift]) -> Roster:
    """Return the roster of a hall with that plan. Raises `RosterError`."""
    for number, shift in enumerate(shifts, 1):
        _check_shift(plan, shift, f"roster[{number}]")
    for (first, one), (second, other) in itertools.combinations(enumerate(shifts, 1), 2):
        weekday = _clash(calendar, one, other)
        if weekday is not None:
            what = f"counter {one.counter}" if one.counter == other.counter else one.staff
            raise RosterError(
                f"roster[{second}]: on {WEEKDAYS[weekday]} {what} is taken by roster[{first}]"
            )
    return Roster(tuple(shifts), calendar)


def _check_shift(plan: Plan, shift: Shift, where: str) -> None:
    if shift.counter not in plan.counters_by_id:
        raise RosterError(f"{where}: no counter {shift.counter!r}")
    if shift.staff not in plan.staff_by_id:
        raise RosterError(f"{where}: no member of staff {shift.staff!r}")
    if Action.OWN_COUNTER not in plan.rights_of(shift.staff):
        raise RosterError(f"{where}: {shift.staff} may not open a counter")
    if shift.last and (shift.first is None or shift.last < shift.first):
        raise RosterError(f"{where}: last needs a first that is not after it")
    try:
        read_hours(shift.hours)
        read_hours(shift.breaks)
    except OpeningError as error:
        raise RosterError(f"{where}: {error}") from None


def _clash(calendar: Calendar, one: Shift, other: Shift) -> int | None:
    """Return a weekday on which a counter or a clerk is planned twice at once; None: never."""
    if one.counter != other.counter and one.staff != other.staff:
        return None
    weekdays = _common_weekdays(calendar, one, other)
    return next((day for day in weekdays if overlap(one.on(day), other.on(day))), None)


def _common_weekdays(calendar: Calendar, one: Shift, other: Shift) -> list[int]:
    """Return what weekdays both entries speak of; a dated one takes the place of one without."""
    if one.first is None or other.first is None:
        return list(range(7)) if one.first is other.first else []
    first = max(one.first, other.first)
    last = min(one.last or one.first, other.last or other.first)
    days = (first + dt.timedelta(ahead) for ahead in range((last - first).days + 1))
    return sorted({calendar.weekday(day) for day in days})
