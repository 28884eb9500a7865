"""Headquarters that books in one hall, for tests; the hall's facts are whatever the test says."""

import contextlib
import sqlite3
from itertools import count
from pathlib import Path
from typing import Any

from syncfakes import FakeHall, header_of, hello_of

from edge.domain import letters
from sync.backoffice.bookings import Booked, Bookings, Wanted
from sync.backoffice.signing import Signer
from sync.backoffice.sqlite_store import SqliteStore
from sync.batch import HashedRow

NOW = 1_800_000_000_000
HOUR = 3_600_000
NINE = NOW - NOW % 60_000 + HOUR
SECRET, HALL_SECRET = bytes(range(32)), bytes(range(50, 82))
HALL_KEY = letters.key_text(letters.public_of(HALL_SECRET))


class BookingOffice:
    """A database with one hall in it; `handed` places an hour from nine o'clock on."""

    def __init__(self, folder: Path, handed: int = 2, name: str = "hq.db") -> None:
        self.path = folder / name
        drawn = count(1)
        self.signer = Signer(SECRET, lambda size: next(drawn).to_bytes(size, "big"))
        self.store = SqliteStore(self.path)
        self.bookings = Bookings(self.path, self.signer)
        self.hall = FakeHall()
        self.sessions = 0
        self.greet()
        if handed:
            self.tell("QuotaHanded", "bill", begins=NINE, ends=NINE + HOUR, count=handed)

    def greet(self, key: str = HALL_KEY, at: int = NOW) -> None:
        self.sessions += 1
        hello = hello_of(self.hall, f"S{self.sessions}")
        self.store.greet(hello.model_copy(update={"key": key}), at)

    def tell(self, kind: str, subject: str, **body: object) -> None:
        """Have a fact happen in the hall, and headquarters hear of it."""
        seq = self.hall.happen(kind, subject, **body)
        self.hear(seq)

    def hear(self, seq: int) -> None:
        rows = [HashedRow(*item) for item in self.hall.rows if item[0].seq >= seq]
        self.store.append(header_of(self.hall, seq, self.hall.last), rows, NOW)

    def book(self, **changes: Any) -> Booked:
        wanted = {"service": "bill", "due": NINE, "until": NINE + HOUR, **changes}
        return self.bookings.book(self.hall.hall, Wanted(**wanted), NOW)

    def end(self, command: str, result: str, detail: str = "", kind: str = "") -> None:
        self.tell(
            "CommandEnded",
            command,
            wanted=kind or "appointment.book",
            result=result,
            detail=detail,
            expires=0,
            fingerprint="",
        )

    def rows(self, question: str) -> list[Any]:
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(question).fetchall()

    def command_of(self, appointment: str, place: int = 0) -> str:
        question = f"SELECT command FROM commands WHERE subject = '{appointment}' ORDER BY number"
        return str(self.rows(question)[place][0])

    def states(self) -> dict[str, str]:
        return dict(self.rows("SELECT appointment, state FROM bookings"))

    def results(self) -> list[tuple[str, str]]:
        return self.rows("SELECT result, detail FROM commands ORDER BY number")

    def issues(self) -> list[tuple[str, str]]:
        return self.rows("SELECT code, detail FROM issues ORDER BY code")

    def close(self) -> None:
        self.store.close()
        self.bookings.close()
