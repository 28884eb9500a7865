"""What headquarters' staff reads of visitors: what they handed in, and what they wrote of a visit.

Nothing of what stands in an application is here: that takes headquarters' key.
"""

import datetime as dt
from dataclasses import dataclass, field

from sync.backoffice.applications import LINE, ApplicationLine, application_line
from sync.backoffice.projection import restored
from sync.backoffice.reader import Reader

_WORDS_MAX = 1000


@dataclass(frozen=True, slots=True)
class WordsLine:
    """What a visitor wrote at `at` (wall ms of headquarters) of a visit with that ticket."""

    visit: str
    ticket: str
    service: str
    grade: int | None
    at: int
    words: str = field(repr=False)


def applications(reader: Reader, hall: str = "", limit: int = 200) -> list[ApplicationLine]:
    """Return the latest applications of a hall, or of all, newest first. Raises `StoreError`."""
    found = reader.rows(
        f"SELECT {LINE} FROM applications WHERE ? IN ('', hall) "  # noqa: S608 - our own words
        "ORDER BY handed_at DESC, number DESC LIMIT ?",
        (hall, limit),
    )
    return [application_line(*row) for row in found]


def words(reader: Reader, hall: str, day: dt.date) -> list[WordsLine]:
    """Return what visitors of a hall wrote on a day of headquarters, latest first.

    Raises `StoreError`.
    """
    found = reader.rows(
        "SELECT visit, snapshot, at, words FROM visitor_words JOIN visits USING (hall, visit) "
        "WHERE hall = ? AND at >= ? AND at < ? ORDER BY at DESC LIMIT ?",
        (hall, _midnight(day), _midnight(day + dt.timedelta(1)), _WORDS_MAX),
    )
    lines = []
    for visit, snapshot, at, written in found:
        known = restored(snapshot)
        leg = known.legs[-1] if known.legs else None
        ticket, service = (leg.ticket, leg.service) if leg else ("", "")
        lines.append(WordsLine(visit, ticket, service, known.grade, at, written))
    return lines


def _midnight(day: dt.date) -> int:
    local = dt.datetime.combine(day, dt.time()).astimezone()
    return int(local.timestamp() * 1000)
