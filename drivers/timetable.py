"""What holds from which time of the day on: percentages by the time they begin at."""

import datetime as dt
import re
from collections.abc import Mapping

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class BadTimetableError(ValueError):
    """A timetable cannot be followed; the message names the entry and what is wrong."""


def check_percents(percent_from: Mapping[str, int], percent_max: int) -> None:
    """Raise `BadTimetableError` unless times are `HH:MM` and percentages 0 to `percent_max`."""
    for time, percent in percent_from.items():
        if not _TIME.fullmatch(time):
            raise BadTimetableError(f"{time!r} is no time of day: expected 00:00 to 23:59")
        if not 0 <= percent <= percent_max:
            raise BadTimetableError(f"{percent} % from {time}: expected 0 to {percent_max}")


def percent_at(percent_from: Mapping[str, int], now: dt.time) -> int:
    """Return the percentage that holds at `now`: of the latest time that has come.

    Before the first time of a day the last one of the day before still holds. An empty table is
    100 % all day.
    """
    times = sorted(percent_from)
    come = [time for time in times if time <= now.strftime("%H:%M")]
    in_force = come or times
    return percent_from[in_force[-1]] if in_force else 100
