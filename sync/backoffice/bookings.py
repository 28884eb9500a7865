"""Booking at headquarters: never more than a hall has handed out, also on a day without a link.

Each booking is one transaction: the places are counted, the appointment and its signed command
are kept, or nothing is. What the hall says of it later is in `sync/backoffice/told.py`.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from edge.domain.appointment_code import NUMBER_BITS, Pass, appointment_id
from edge.domain.booking import BOOK, CANCEL, Booking, Cancellation, person_text
from edge.domain.command import Command, Effect
from edge.errors import ExpectedError
from sync.backoffice import commands_table
from sync.backoffice.database import open_to_write, transaction
from sync.backoffice.signing import Signer

_PLACES = """
SELECT quotas.service, begins, ends, max(count * holds),
    (SELECT count(*) FROM bookings WHERE bookings.hall = quotas.hall
     AND bookings.service = quotas.service AND due BETWEEN begins AND ends - 1
     AND state NOT IN ('cancelled', 'refused'))
FROM quotas WHERE hall = :hall AND ends > :now
GROUP BY quotas.service, begins, ends ORDER BY begins, quotas.service
"""


class NotBookedError(ExpectedError):
    """What headquarters cannot book or cancel, and why."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.where = where


@dataclass(frozen=True, slots=True)
class Places:
    """A stretch of time that a hall has handed out. Times are wall ms."""

    service: str
    begins: int
    ends: int
    handed: int
    booked: int

    @property
    def free(self) -> int:
        """How many more may be booked."""
        return max(0, self.handed - self.booked)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An appointment that somebody wants. `person` is for the hall's eyes alone."""

    service: str
    due: int
    until: int
    segments: tuple[str, ...] = ()
    person: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Booked:
    """What the visitor is given: a code to type and what a QR code shows."""

    appointment: str
    code: str
    qr: str


class Bookings:
    """Books and cancels. Used by one thread at a time; other processes may use the same file."""

    def __init__(self, path: Path, signer: Signer) -> None:
        """Open or make the database. Raises `StoreError`, `schema.NewerSchemaError`."""
        self._connection = open_to_write(path)
        self._signer = signer

    def places(self, hall: str, now: int) -> list[Places]:
        """Return what may be booked in `hall` from `now` on, the earliest first."""
        found = self._connection.execute(_PLACES, {"hall": hall, "now": now})
        return [Places(*row) for row in found]

    def book(self, hall: str, wanted: Wanted, now: int) -> Booked:
        """Book a place.

        Raises `NotBookedError` where there is none, `RefusedError` for what no hall would take,
        `StoreError`.
        """
        with transaction(self._connection):
            key = self._key_of(hall)
            self._require_place(hall, wanted, now)
            appointment = self._new_name(hall)
            booking = Booking(
                appointment, wanted.service, wanted.due, wanted.until, wanted.segments
            )
            self._keep(hall, booking, now)
            words = person_text(dict(wanted.person)) if wanted.person else b""
            command = self._command(hall, BOOK, booking.text(), now, wanted.until)
            self._send(command, appointment, key, words)
        return self._given(hall, key, booking)

    def cancel(self, hall: str, appointment: str, now: int, by_visitor: bool = True) -> None:
        """Have an appointment cancelled; its place is free once the hall says so.

        Raises `NotBookedError` where there is none to cancel, `StoreError`. Safe to repeat.
        """
        reason = "visitor" if by_visitor else "headquarters"
        wanted = Cancellation(appointment, reason)  # type: ignore[arg-type]
        with transaction(self._connection):
            state, until = self._booking(hall, appointment)
            if state in ("cancelling", "cancelled"):
                return
            if state != "booked":
                raise NotBookedError(f"appointment {appointment} is {state}", "appointment")
            self._connection.execute(
                "UPDATE bookings SET state = 'cancelling' WHERE hall = ? AND appointment = ?",
                (hall, appointment),
            )
            command = self._command(hall, CANCEL, wanted.text(), now, until)
            self._send(command, appointment, "", b"")

    def given(self, hall: str, appointment: str) -> Booked:
        """Return once more what the visitor was given. Raises `NotBookedError`."""
        found = self._connection.execute(
            "SELECT service, due, until, segments FROM bookings WHERE hall = ? AND appointment = ?",
            (hall, appointment),
        ).fetchone()
        if found is None:
            raise NotBookedError(f"no appointment {appointment} in {hall}", "appointment")
        service, due, until, segments = found
        booking = Booking(appointment, service, due, until, tuple(json.loads(segments)))
        return self._given(hall, self._key_of(hall), booking)

    def trust(self, hall: str) -> str:
        """Take the key that `hall` shows now for its own; return it. Raises `NotBookedError`."""
        with transaction(self._connection):
            self._connection.execute("UPDATE halls SET key = shown_key WHERE hall = ?", (hall,))
            return self._key_of(hall)

    def close(self) -> None:
        """Let go of the file. Safe to repeat."""
        self._connection.close()

    # --- inside a transaction ---

    def _key_of(self, hall: str) -> str:
        found = self._connection.execute("SELECT key FROM halls WHERE hall = ?", (hall,)).fetchone()
        if found is None or not found[0]:
            raise NotBookedError(f"hall {hall!r} has never said hello with a key", "hall")
        return str(found[0])

    def _require_place(self, hall: str, wanted: Wanted, now: int) -> None:
        for places in self.places(hall, now):
            if places.service == wanted.service and places.begins <= wanted.due < places.ends:
                if places.free:
                    return
                raise NotBookedError("all places of that time are booked", "due")
        raise NotBookedError("the hall has handed out no places for that time", "due")

    def _new_name(self, hall: str) -> str:
        while True:
            drawn = int.from_bytes(self._signer.random_bytes(4), "big")
            appointment = appointment_id(drawn % 2**NUMBER_BITS)
            if not self._rows(
                "SELECT 1 FROM bookings WHERE hall = ? AND appointment = ?", hall, appointment
            ):
                return appointment

    def _booking(self, hall: str, appointment: str) -> tuple[str, int]:
        found = self._rows(
            "SELECT state, until FROM bookings WHERE hall = ? AND appointment = ?",
            hall,
            appointment,
        )
        if not found:
            raise NotBookedError(f"no appointment {appointment} in {hall}", "appointment")
        state, until = found[0]
        return state, until

    def _rows(self, question: str, *values: str) -> list[sqlite3.Row]:
        return self._connection.execute(question, values).fetchall()

    def _keep(self, hall: str, booking: Booking, now: int) -> None:
        self._connection.execute(
            "INSERT INTO bookings VALUES (?, ?, ?, ?, ?, ?, 'booked', ?, 0)",
            (
                hall,
                booking.appointment,
                booking.service,
                booking.due,
                booking.until,
                json.dumps(booking.segments),
                now,
            ),
        )

    def _command(self, hall: str, kind: str, args: str, now: int, expires: int) -> Command:
        effect: Effect = "idempotent"
        name = f"C-{self._signer.random_bytes(10).hex()}"
        return Command(hall, name, kind, effect, "", now, expires, args)

    def _send(self, command: Command, subject: str, key: str, words: bytes) -> None:
        if words:
            sealed = self._signer.letter(key, command.about, words)
            command = replace(command, sealed=sealed)
        payload = self._signer.signed(command)
        commands_table.add(self._connection, command, subject, payload)

    def _given(self, hall: str, key: str, booking: Booking) -> Booked:
        shown = Pass(
            hall,
            booking.appointment,
            booking.service,
            booking.due,
            booking.until,
            booking.segments,
        )
        code = self._signer.code(key, hall, booking.appointment)
        return Booked(booking.appointment, code, self._signer.qr(shown))
