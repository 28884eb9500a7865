"""What headquarters can tell: halls, visits, one visit's facts, issues. Reads, never writes."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge.domain.visit import Visit
from sync.backoffice.database import open_to_read
from sync.backoffice.projection import restored
from sync.backoffice.store import StoreError


@dataclass(frozen=True, slots=True)
class HallLine:
    """A hall at a glance. Times are wall-clock milliseconds of headquarters."""

    hall: str
    online: bool
    epoch: str
    upto: int
    newest: int
    hello_at: int
    heard_at: int
    versions: dict[str, str]
    issues: int

    @property
    def lag(self) -> int:
        """How many facts the hall is known to have and headquarters has not."""
        return max(0, self.newest - self.upto)


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit at a glance. Times are the hall's wall-clock milliseconds, 0 where not happened."""

    hall: str
    visit: str
    state: str
    ticket: str
    service: str
    counter: str
    staff: str
    calls: int
    grade: int | None
    begun_at: int
    issued_at: int
    called_at: int
    started_at: int
    ended_at: int


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact of a visit. `sealed` says that a personal part travels with it, unreadable here."""

    epoch: str
    seq: int
    kind: str
    at: int
    clock: str
    body: dict[str, Any]
    sealed: bool


@dataclass(frozen=True, slots=True)
class IssueLine:
    """Something a person should look at; `count` times since `since`, last at fact `seq`."""

    hall: str
    code: str
    epoch: str
    seq: int
    detail: str
    since: int
    last_at: int
    count: int


@dataclass(frozen=True, slots=True)
class CommandLine:
    """What a hall was asked for. `result` is empty until the hall has said what became of it."""

    number: int
    hall: str
    command: str
    kind: str
    subject: str
    issued_at: int
    expires_at: int
    offers: int
    result: str
    detail: str


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """An appointment, without a name. `known` once the hall has said that it knows of it.

    `state` is `booked`, `cancelling`, `cancelled`, `kept`, `missed` or `refused`.
    """

    hall: str
    appointment: str
    service: str
    due: int
    until: int
    state: str
    known: bool


class Reader:
    """Used by one thread at a time. Every method raises `StoreError`."""

    def __init__(self, path: Path) -> None:
        """Open an existing database. Raises `StoreError`."""
        self._connection = open_to_read(path)

    def halls(self) -> list[HallLine]:
        """Return all halls, by name."""
        found = self.rows(
            "SELECT hall, online, epoch, coalesce(upto, 0), newest, hello_at, heard_at, versions, "
            "(SELECT count(*) FROM issues WHERE issues.hall = halls.hall) "
            "FROM halls LEFT JOIN cursors USING (hall, epoch) ORDER BY hall"
        )
        return [_hall_line(*row) for row in found]

    def visits(self, hall: str = "", limit: int = 200) -> list[VisitLine]:
        """Return the latest visits of a hall, or of all halls, newest first."""
        chosen, values = ("WHERE hall = ?", (hall, limit)) if hall else ("", (limit,))
        found = self.rows(
            f"SELECT hall, snapshot, begun_at FROM visits {chosen} "  # noqa: S608 - our own words
            "ORDER BY begun_at DESC, visit LIMIT ?",
            values,
        )
        return [visit_line(name, restored(text), begun) for name, text, begun in found]

    def visit(self, visit: str) -> VisitLine | None:
        """Return the visit of that name, or None."""
        found = self.rows(
            "SELECT hall, snapshot, begun_at FROM visits WHERE visit = ? LIMIT 1", (visit,)
        )
        lines = [visit_line(name, restored(text), begun) for name, text, begun in found]
        return lines[0] if lines else None

    def facts(self, hall: str, visit: str) -> list[FactLine]:
        """Return what happened to a visit, in order."""
        found = self.rows(
            "SELECT epoch, seq, kind, at, clock, body, sealed IS NOT NULL "
            "FROM facts JOIN cursors USING (hall, epoch) "
            "WHERE hall = ? AND subject = ? ORDER BY journal, seq",
            (hall, visit),
        )
        return [
            FactLine(epoch, seq, kind, at, clock, _body(body), bool(sealed))
            for epoch, seq, kind, at, clock, body, sealed in found
        ]

    def issues(self, hall: str) -> list[IssueLine]:
        """Return the issues of a hall, latest first."""
        found = self.rows(
            "SELECT hall, code, epoch, seq, detail, since, last_at, count FROM issues "
            "WHERE hall = ? ORDER BY last_at DESC",
            (hall,),
        )
        return [IssueLine(*row) for row in found]

    def commands(self, hall: str = "", limit: int = 200) -> list[CommandLine]:
        """Return the latest commands to a hall, or to all halls, newest first."""
        found = self.rows(
            "SELECT number, hall, command, kind, subject, issued_at, expires_at, offers, result, "
            "detail FROM commands WHERE ? IN ('', hall) ORDER BY number DESC LIMIT ?",
            (hall, limit),
        )
        return [CommandLine(*row) for row in found]

    def appointments(self, hall: str = "", limit: int = 200) -> list[AppointmentLine]:
        """Return the appointments in a hall, or in all halls, the latest time first."""
        found = self.rows(
            "SELECT hall, appointment, service, due, until, state, told_seq FROM bookings "
            "WHERE ? IN ('', hall) ORDER BY due DESC, hall, appointment LIMIT ?",
            (hall, limit),
        )
        return [
            AppointmentLine(hall_, name, service, due, until, state, told_seq > 0)
            for hall_, name, service, due, until, state, told_seq in found
        ]

    def close(self) -> None:
        """Let go of the file. Safe to repeat."""
        self._connection.close()

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> Iterator[Any]:
        """Yield what SQLite finds."""
        try:
            yield from self._connection.execute(sql, values)
        except sqlite3.Error as error:
            raise StoreError(str(error)) from error


def _hall_line(hall: str, online: int, *columns: Any) -> HallLine:
    epoch, upto, newest, hello_at, heard_at, versions, issues = columns
    return HallLine(
        hall=hall,
        online=bool(online),
        epoch=epoch,
        upto=upto,
        newest=newest,
        hello_at=hello_at,
        heard_at=heard_at,
        versions=json.loads(versions),
        issues=issues,
    )


def visit_line(hall: str, visit: Visit, begun_at: int) -> VisitLine:
    """Return a visit as one line: that of its latest leg, if it has one."""
    leg = visit.legs[-1] if visit.legs else None
    return VisitLine(
        hall=hall,
        visit=visit.visit,
        state=leg.state.value if leg else "abandoned" if visit.abandoned else "identified",
        ticket=leg.ticket if leg else "",
        service=leg.service if leg else "",
        counter=leg.counter if leg else "",
        staff=leg.staff if leg else "",
        calls=leg.calls if leg else 0,
        grade=visit.grade,
        begun_at=begun_at,
        issued_at=leg.issued_at if leg else 0,
        called_at=leg.called_at if leg else 0,
        started_at=leg.started_at if leg else 0,
        ended_at=leg.ended_at if leg else 0,
    )


def _body(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
