"""Hours as a person writes them down: days of the week and stretches of the wall clock.

A line is `mon-fri 08:30-12:00 13:30-17:30`; without days it holds for every day of the week.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MIN = 24 * 60

_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


class OpeningError(ValueError):
    """Hours that cannot be read; the message repeats the part that is wrong."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a day by the wall clock, in minutes after midnight; `ends_min` is outside."""

    begins_min: int
    ends_min: int

    def __str__(self) -> str:
        return f"{_clock(self.begins_min)}-{_clock(self.ends_min)}"

    def instants(self, day: dt.date, zone: dt.tzinfo | None) -> tuple[dt.datetime, dt.datetime]:
        """Return when it begins and ends on `day` in `zone`, in UTC, where times can be compared.

        Of an hour that comes twice the first is meant; one that a clock leaves out is an hour late.
        """
        return instant(day, self.begins_min, zone), instant(day, self.ends_min, zone)


WHOLE_DAY = Span(0, DAY_MIN)


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The stretches of each day of the week, Monday first, in order and without overlaps."""

    days: tuple[tuple[Span, ...], ...]

    def on(self, weekday: int) -> tuple[Span, ...]:
        """Return the stretches of a weekday, 0 being Monday."""
        return self.days[weekday]


def instant(day: dt.date, minute: int, zone: dt.tzinfo | None) -> dt.datetime:
    """Return in UTC when the wall clock of `zone` stands `minute` minutes after midnight."""
    if zone is None:
        raise ValueError("a local time needs its time zone")
    wall = dt.datetime.combine(day, dt.time(), zone) + dt.timedelta(minutes=minute)
    return wall.astimezone(dt.UTC)


@cache
def read_hours(lines: tuple[str, ...]) -> WeeklyHours:
    """Return what `lines` say of a week. Raises `OpeningError`."""
    week: list[list[Span]] = [[] for _day in WEEKDAYS]
    for line in lines:
        days, spans = _read_line(line)
        for day in days:
            week[day] += spans
    return WeeklyHours(tuple(_in_order(WEEKDAYS[day], spans) for day, spans in enumerate(week)))


@cache
def read_spans(lines: tuple[str, ...]) -> tuple[Span, ...]:
    """Return the stretches of one day, `lines` naming no weekdays. Raises `OpeningError`."""
    words = [word for line in lines for word in line.split()]
    return _in_order("the day", [_read_span(word) for word in words])


def read_day(word: str) -> int:
    """Return the number of a weekday, 0 being Monday. Raises `OpeningError`."""
    if word not in WEEKDAYS:
        raise OpeningError(f"{word!r} is not a day: {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(word)


def overlap(some: Iterable[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """Return what lies in both."""
    return tuple(
        Span(begins, ends)
        for one in some
        for other in others
        if (begins := max(one.begins_min, other.begins_min))
        < (ends := min(one.ends_min, other.ends_min))
    )


def without(spans: Iterable[Span], breaks: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of `spans` when `breaks` are taken out of them."""
    left = tuple(spans)
    for each in breaks:
        outside = (Span(0, each.begins_min), Span(each.ends_min, DAY_MIN))
        left = overlap(left, outside)
    return left


def _read_line(line: str) -> tuple[list[int], list[Span]]:
    words = line.split()
    days = list(range(7))
    if words and not words[0][0].isdigit():
        days = _read_days(words.pop(0))
    if not words:
        raise OpeningError(f"{line!r} says no hours, such as mon-fri 08:30-12:00")
    return days, [_read_span(word) for word in words]


def _read_days(text: str) -> list[int]:
    days: list[int] = []
    for part in text.split(","):
        first, _to, last = part.partition("-")
        begins, ends = read_day(first), read_day(last or first)
        # fri-mon goes round the end of the week.
        days += [(begins + step) % 7 for step in range((ends - begins) % 7 + 1)]
    return days


def _read_span(word: str) -> Span:
    found = _SPAN.fullmatch(word)
    if found is None:
        raise OpeningError(f"{word!r} is not a stretch of a day such as 08:30-12:00")
    begins, ends = _minute(word, *found.group(1, 2)), _minute(word, *found.group(3, 4))
    if begins >= ends:
        raise OpeningError(f"{word!r} ends before it begins")
    return Span(begins, ends)


def _minute(word: str, hour: str, minute: str) -> int:
    after_midnight = int(hour) * 60 + int(minute)
    if int(minute) > 59 or after_midnight > DAY_MIN:
        raise OpeningError(f"{word!r}: there is no {hour}:{minute}")
    return after_midnight


def _in_order(day: str, spans: list[Span]) -> tuple[Span, ...]:
    ordered = sorted(spans)
    for earlier, later in itertools.pairwise(ordered):
        if later.begins_min < earlier.ends_min:
            raise OpeningError(f"{earlier} and {later} overlap on {day}")
    return tuple(ordered)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
