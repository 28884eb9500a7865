"""The table of commands: what halls are asked for, until their facts tell what became of it."""

import sqlite3
from collections.abc import Iterator

from edge.domain.booking import BOOK
from edge.domain.command import Command
from sync.backoffice import offering
from sync.backoffice.offering import OpenCommand
from sync.backoffice.store import Offered

_OPEN_MAX = 1000  # of one hall, looked at once

# A booking waits where the hall has handed out too little for it, and had handed out enough before
# it was restored: it will do so again. Where there never was enough, the hall is to refuse it.
_OPEN = """
SELECT number, subject, expires_at, offers, offer_at, kind = :book AND EXISTS (
    SELECT 1 FROM bookings AS own JOIN quotas ON quotas.hall = own.hall
        AND quotas.service = own.service AND own.due BETWEEN quotas.begins AND quotas.ends - 1
    WHERE own.hall = commands.hall AND own.appointment = commands.subject
    GROUP BY quotas.begins, quotas.ends
    HAVING (SELECT count(*) FROM bookings AS other WHERE other.hall = own.hall
            AND other.service = own.service
            AND other.due BETWEEN quotas.begins AND quotas.ends - 1
            AND other.state NOT IN ('cancelled', 'refused'))
        BETWEEN max(quotas.count * quotas.holds) + 1 AND max(quotas.count)
) FROM commands WHERE hall = :hall AND result = '' ORDER BY number LIMIT :limit
"""


def add(connection: sqlite3.Connection, command: Command, subject: str, payload: bytes) -> None:
    """Keep a command that is to be offered from now on."""
    connection.execute(
        "INSERT INTO commands VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, '', '')",
        (
            command.hall,
            command.command,
            command.kind,
            command.effect,
            subject,
            payload,
            command.issued,
            command.expires,
        ),
    )


def offer(connection: sqlite3.Connection, now: int) -> Iterator[Offered]:
    """Yield what is to be offered now to halls that are there, and note that it was."""
    for hall in _halls(connection):
        for command in offering.due(_open(connection, hall), now):
            offers = command.offers + 1
            (payload,) = connection.execute(
                "UPDATE commands SET offers = ?, offer_at = ? WHERE number = ? RETURNING payload",
                (offers, now + offering.pause_ms(command.offers), command.number),
            ).fetchone()
            yield Offered(hall, command.number, payload, offers == offering.UNANSWERED)


def next_offer_at(connection: sqlite3.Connection, now: int) -> int | None:
    """Return when something is to be offered next; None while nothing is."""
    times = [
        offering.next_at(offering.in_turn(_open(connection, hall), now))
        for hall in _halls(connection)
    ]
    return min((at for at in times if at is not None), default=None)


def begin_anew(connection: sqlite3.Connection, hall: str, offer_at: int) -> None:
    """Offer a hall that has just said hello all that is open, soon."""
    connection.execute(
        "UPDATE commands SET offers = 0, offer_at = ? WHERE hall = ? AND result = ''",
        (offer_at, hall),
    )


def prune(connection: sqlite3.Connection, hall: str, before: int) -> None:
    """Forget commands that have ended and expired before `before`, and what they carried."""
    connection.execute(
        "DELETE FROM commands WHERE hall = ? AND result <> '' AND expires_at < ?", (hall, before)
    )
    connection.execute("DELETE FROM quotas WHERE hall = ? AND ends < ?", (hall, before))


def _halls(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT DISTINCT hall FROM commands JOIN halls USING (hall) "
        "WHERE result = '' AND online ORDER BY hall"
    )
    return [hall for (hall,) in found]


def _open(connection: sqlite3.Connection, hall: str) -> list[OpenCommand]:
    found = connection.execute(_OPEN, {"hall": hall, "book": BOOK, "limit": _OPEN_MAX})
    return [
        OpenCommand(number, subject, expires, offers, offer_at, bool(withheld))
        for number, subject, expires, offers, offer_at, withheld in found
    ]
