"""Headquarters' own numbers: counted for each hall and each of its days, and never given twice.

The count stands in a table of its own, so that it goes on whatever is deleted. A database that was
restored from a backup goes on behind every number that the hall has told of meanwhile.
"""

import datetime as dt
import sqlite3
from typing import Any

from edge.domain.applications import application_number
from edge.domain.numbered import HEADQUARTERS_COUNTS, count_in
from edge.mobile.port import NotNowError

_DAY = """
SELECT json_extract(body, '$.day') FROM facts JOIN cursors USING (hall, epoch)
WHERE hall = ? AND kind = 'DayOpened' ORDER BY journal DESC, seq DESC LIMIT 1
"""
_COUNTED = "SELECT last FROM given_numbers WHERE hall = ? AND day = ?"
_KNOWN = "SELECT max(number) FROM applications WHERE hall = ? AND number GLOB ?"
_COUNT = """
INSERT INTO given_numbers VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last = excluded.last
"""


def next_number(connection: sqlite3.Connection, hall: str, now: int) -> str:
    """Give out the next number of the hall's day, inside the caller's transaction.

    Without any word of the hall's day it is that of headquarters at `now` (wall ms). Raises
    `NotNowError` `no_number` once a day's numbers are all given.
    """
    day = _hall_day(connection, hall, now)
    counted = _first(connection.execute(_COUNTED, (hall, day.isoformat()))) or 0
    count = max(counted, _known(connection, hall, day)) + 1
    if count not in HEADQUARTERS_COUNTS:
        raise NotNowError("no_number")
    connection.execute(_COUNT, (hall, day.isoformat(), count))
    return application_number(day, count)


def _known(connection: sqlite3.Connection, hall: str, day: dt.date) -> int:
    like_ours = f"{day:%y%m%d}-[5-9][0-9][0-9][0-9]-[0-9]"
    latest = _first(connection.execute(_KNOWN, (hall, like_ours)))
    return max(count_in(latest) if latest else 0, HEADQUARTERS_COUNTS.start - 1)


def _hall_day(connection: sqlite3.Connection, hall: str, now: int) -> dt.date:
    try:
        return dt.date.fromisoformat(_first(connection.execute(_DAY, (hall,))))
    except (TypeError, ValueError):  # no word of it, or none that can be read
        return dt.datetime.fromtimestamp(now / 1000, tz=dt.UTC).astimezone().date()


def _first(found: sqlite3.Cursor) -> Any:
    row = found.fetchone()
    return row[0] if row else None
