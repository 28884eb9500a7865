"""What facts tell of commands, quotas, bookings, applications; as the facts are kept.

These tables follow the hall's present journal. When a hall was restored and goes on under a new
epoch, whatever was told by facts that this journal does not have is taken back, and told anew by
those that it has.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any

from edge.domain import facts as f
from edge.domain.booking import BOOK
from edge.domain.chain import Row
from edge.domain.stages import STAGE
from sync.backoffice.projection import recorded
from sync.backoffice.store import Issue

_NOT_DONE = ("refused", "expired", "unknown", "superseded")

# Of a booking that came too late, and is not asked for again, no hall will ever hear.
_BOOKINGS_BACK = """
UPDATE bookings SET told_seq = 0, state = CASE
    WHEN EXISTS (SELECT 1 FROM commands WHERE commands.hall = bookings.hall
            AND subject = appointment AND kind = :book AND result NOT IN ('', 'done'))
        AND NOT EXISTS (SELECT 1 FROM facts WHERE facts.hall = bookings.hall
            AND subject = appointment AND kind = 'AppointmentBooked' AND seq < :first)
        THEN 'refused'
    WHEN EXISTS (SELECT 1 FROM commands WHERE commands.hall = bookings.hall
            AND subject = appointment AND kind <> :book)
        THEN 'cancelling'
    ELSE 'booked' END
WHERE hall = :hall AND state IN ('booked', 'cancelled', 'kept', 'missed') AND told_seq >= :first
"""


def fold_told(
    connection: sqlite3.Connection, hall: str, epoch: str, rows: Iterable[Row]
) -> Iterator[Issue]:
    """Take in what `rows` tell; yield what a person should look at."""
    for row in rows:
        tell = _TELLERS.get(row.kind)
        if tell is None:
            continue
        fact = _readable(row)
        if fact is None:
            continue  # kept as it came, like every fact; it tells nothing
        for code, detail in tell(connection, hall, row.seq, fact) or ():
            yield Issue(hall, code, epoch, row.seq, detail)


def _readable(row: Row) -> f.Fact | None:
    try:
        fact = recorded(row).fact
    except f.UnknownFactError:
        return None
    return (
        fact if all(_fits(getattr(fact, each.name), each.type) for each in fields(fact)) else None
    )


def _fits(value: Any, wanted: Any) -> bool:
    if wanted is int:
        return isinstance(value, int) and -(2**63) <= value < 2**63
    if wanted in (str, bool):
        return isinstance(value, wanted)
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def take_back(connection: sqlite3.Connection, hall: str, first: int) -> None:
    """Forget what facts from seq `first` on have told: the hall's journal is another from there.

    What must not be done twice is not asked for again.
    """
    connection.execute("UPDATE quotas SET holds = 0 WHERE hall = ? AND seq >= ?", (hall, first))
    connection.execute(
        "UPDATE commands SET result = iif(received_seq, 'uncertain', 'superseded') "
        "WHERE hall = ? AND effect = 'at_most_once' AND result = ''",
        (hall,),
    )
    connection.execute(
        "UPDATE commands SET result = '', detail = '', ended_seq = 0, offers = 0, offer_at = 0 "
        "WHERE hall = ? AND effect = 'idempotent' AND result = 'done' AND ended_seq >= ?",
        (hall, first),
    )
    connection.execute(
        "DELETE FROM bookings WHERE hall = ? AND told_seq >= ? AND NOT EXISTS (SELECT 1 "
        "FROM commands WHERE commands.hall = bookings.hall AND subject = appointment)",
        (hall, first),
    )
    connection.execute(_BOOKINGS_BACK, {"book": BOOK, "hall": hall, "first": first})
    # Whoever handed one in holds its number: headquarters has the letter, and keeps it.
    connection.execute(
        "UPDATE applications SET kept = 0, handed_seq = 0 WHERE hall = ? AND handed_seq >= ?",
        (hall, first),
    )
    connection.execute(
        "UPDATE applications SET told_step = '', told_seq = 0 WHERE hall = ? AND told_seq >= ?",
        (hall, first),
    )


Findings = Iterable[tuple[str, str]] | None
Teller = Callable[[sqlite3.Connection, str, int, Any], Findings]


def _received(
    connection: sqlite3.Connection, hall: str, seq: int, fact: f.CommandReceived
) -> Findings:
    connection.execute(
        "UPDATE commands SET received_seq = ? WHERE hall = ? AND command = ?",
        (seq, hall, fact.subject),
    )
    return None


def _ended(connection: sqlite3.Connection, hall: str, seq: int, fact: f.CommandEnded) -> Findings:
    # What it was told first stays: later it may be called expired by who has forgotten it.
    found = connection.execute(
        "UPDATE commands SET ended_seq = :seq, detail = :detail, "
        "result = iif(received_seq AND :result = 'superseded', 'uncertain', :result) "
        "WHERE hall = :hall AND command = :command AND result = '' RETURNING subject",
        {
            "seq": seq,
            "detail": fact.detail,
            "result": fact.result,
            "hall": hall,
            "command": fact.subject,
        },
    ).fetchone()
    if found is None or fact.result not in _NOT_DONE:
        return None
    if fact.wanted == STAGE:
        return [("stage_refused", f"{found[0]}: {fact.result} {fact.detail}".strip())]
    if fact.wanted != BOOK:
        return None
    # Whoever came with a code before the booking did was let in by it: that is what became of it.
    refused = connection.execute(
        "UPDATE bookings SET state = 'refused', told_seq = ? "
        "WHERE hall = ? AND appointment = ? AND told_seq = 0 RETURNING 1",
        (seq, hall, found[0]),
    ).fetchall()
    if not refused:
        return None
    return [("booking_refused", f"{found[0]}: {fact.result} {fact.detail}".strip())]


def _handed(connection: sqlite3.Connection, hall: str, seq: int, fact: f.QuotaHanded) -> Findings:
    connection.execute(
        "INSERT OR REPLACE INTO quotas VALUES (?, ?, ?, ?, ?, ?, 1)",
        (hall, fact.subject, fact.begins, fact.ends, seq, fact.count),
    )
    return None


def _booked(
    connection: sqlite3.Connection, hall: str, seq: int, fact: f.AppointmentBooked
) -> Findings:
    """Know it from the hall where headquarters has forgotten it: it was restored from a backup."""
    values = (fact.service, fact.due, fact.until, json.dumps(list(fact.segments)))
    connection.execute(
        "INSERT INTO bookings VALUES (?, ?, ?, ?, ?, ?, 'booked', 0, ?) "
        "ON CONFLICT DO UPDATE SET told_seq = excluded.told_seq, "
        "state = iif(state = 'refused', 'booked', state)",
        (hall, fact.subject, *values, seq),
    )
    return None


def _handed_in(
    connection: sqlite3.Connection, hall: str, seq: int, fact: f.ApplicationHandedIn
) -> Findings:
    connection.execute(
        "INSERT INTO applications VALUES (:hall, :name, :number, :form, "
        "(SELECT max(at) FROM facts WHERE hall = :hall AND subject = :name AND kind = :kind), "
        ":documents, :signed, '', 0, '', 0, 1, :seq) "
        "ON CONFLICT DO UPDATE SET kept = 1, handed_seq = :seq",
        {
            "hall": hall,
            "name": fact.subject,
            "number": fact.number,
            "form": fact.form,
            "kind": fact.kind,
            "documents": json.dumps(list(fact.documents), ensure_ascii=False),
            "signed": fact.signed,
            "seq": seq,
        },
    )
    return None


def _numbered(
    connection: sqlite3.Connection, hall: str, seq: int, fact: f.ApplicationNumbered
) -> Findings:
    """Know that the hall knows of it, and that it is, where headquarters was restored."""
    connection.execute(
        "INSERT INTO applications VALUES (:hall, :name, :number, :form, "
        "(SELECT max(at) FROM facts WHERE hall = :hall AND subject = :name AND kind = :kind), "
        "'[]', 0, '', 0, '', 0, 1, :seq) "
        "ON CONFLICT DO UPDATE SET kept = 1, handed_seq = :seq",
        {
            "hall": hall,
            "name": fact.subject,
            "number": fact.number,
            "form": fact.form,
            "kind": fact.kind,
            "seq": seq,
        },
    )
    return None


def _staged(
    connection: sqlite3.Connection, hall: str, seq: int, fact: f.ApplicationStaged
) -> Findings:
    """Know it from the hall where headquarters has forgotten it: it was restored from a backup."""
    connection.execute(
        "UPDATE applications SET told_step = :step, told_seq = :seq, "
        "step = iif(:reached > reached, :step, step), reached = max(:reached, reached) "
        "WHERE hall = :hall AND application = :name",
        {
            "hall": hall,
            "name": fact.subject,
            "step": fact.step,
            "reached": fact.reached,
            "seq": seq,
        },
    )
    return None


def _forgotten(
    connection: sqlite3.Connection, hall: str, seq: int, fact: f.ApplicationForgotten
) -> Findings:
    """Know that the hall keeps it no more; where the visitor took it back, that is its stage."""
    connection.execute(
        "UPDATE applications SET kept = 0, "
        "step = iif(:withdrawn, 'withdrawn', step), "
        "told_step = iif(:withdrawn, 'withdrawn', told_step), "
        "reached = iif(:withdrawn, max(reached + 1, (SELECT max(at) FROM facts "
        "WHERE hall = :hall AND seq = :seq)), reached) "
        "WHERE hall = :hall AND application = :name",
        {
            "hall": hall,
            "name": fact.subject,
            "withdrawn": fact.reason == "withdrawn",
            "seq": seq,
        },
    )
    return None


def _now(state: str) -> Teller:
    def tell(connection: sqlite3.Connection, hall: str, seq: int, fact: f.Fact) -> Findings:
        connection.execute(
            "UPDATE bookings SET state = ?, told_seq = ? WHERE hall = ? AND appointment = ?",
            (state, seq, hall, fact.subject),
        )
        return None

    return tell


_TELLERS: dict[str, Teller] = {
    "CommandReceived": _received,
    "CommandEnded": _ended,
    "QuotaHanded": _handed,
    "AppointmentBooked": _booked,
    "AppointmentCancelled": _now("cancelled"),
    "AppointmentKept": _now("kept"),
    "AppointmentMissed": _now("missed"),
    "ApplicationHandedIn": _handed_in,
    "ApplicationNumbered": _numbered,
    "ApplicationStaged": _staged,
    "ApplicationForgotten": _forgotten,
}

KINDS = tuple(_TELLERS)
