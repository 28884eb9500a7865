"""The journal's database: one writing connection, and readers that can never write."""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge.domain.chain import SUITE, Row, genesis, row_hash
from edge.domain.facts import Recorded
from edge.errors import ExpectedError
from edge.journal import schema
from edge.journal.rows import DamagedRowError, hash_of, recorded_of, row_of
from edge.journal.transaction import connect, transaction, trouble
from edge.ports import Batch, NewEpoch, StorageError

_ROW = ", ".join(schema.FACT_COLUMNS[:-1])
_INSERT = (
    f"INSERT INTO facts ({', '.join(schema.FACT_COLUMNS)}) "  # noqa: S608 - our own constants
    f"VALUES ({', '.join('?' * len(schema.FACT_COLUMNS))})"
)

_SEALED_SUBJECTS = """
    WITH day AS (
        SELECT kind, subject, sealed FROM facts
        WHERE seq > (SELECT coalesce(max(seq), 0) FROM facts WHERE kind = 'DayOpened')
    )
    SELECT subject FROM day WHERE sealed IS NOT NULL
    EXCEPT SELECT subject FROM day WHERE kind IN ('VisitAbandoned', 'ApplicationForgotten')
"""

# What a day has handed on and is still to come.
_AWAITED_APPOINTMENTS = """
    WITH opened AS (
        SELECT iif(json_valid(body), body, '{}') AS body  -- what is damaged the chain will say
        FROM facts WHERE kind = 'DayOpened' ORDER BY seq DESC LIMIT 1
    )
    SELECT each.key FROM opened, json_each(opened.body, '$.carried.appointments') AS each
    WHERE each.value ->> 'visit' = '' AND each.value ->> 'over' = ''
"""

_KEPT_APPLICATIONS = """
    WITH opened AS (
        SELECT seq, iif(json_valid(body), body, '{}') AS body
        FROM facts WHERE kind = 'DayOpened' ORDER BY seq DESC LIMIT 1
    )
    SELECT each.key FROM opened, json_each(opened.body, '$.carried.applications') AS each
    EXCEPT SELECT subject FROM facts, opened
    WHERE kind = 'ApplicationForgotten' AND facts.seq > opened.seq
"""

# What the promise "acknowledged is durable" rests on, and what must be so on this connection.
# One writing connection, no mmap: SQLite up to 3.51.2 can corrupt a WAL that two connections
# write and checkpoint at once.
PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "mmap_size": 0,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "wal_autocheckpoint": 1000,
    "journal_size_limit": 8 * 1024 * 1024,
}


class WrongHallError(ExpectedError):
    """The journal belongs to another hall."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """An identity of the journal: its first seq, and the chain head before it."""

    epoch: str
    first: int
    base: bytes


class JournalStore:
    """The writing side. Used by one thread at a time.

    Every method raises `StorageError` when SQLite or the disk refuses.
    """

    def __init__(self, path: Path, hall: str, first_epoch: str) -> None:
        """Open or make the journal of `hall`; a new one gets `first_epoch`.

        Raises `WrongHallError`, `schema.NewerSchemaError`, `StorageError`.
        """
        self.path = path
        with trouble(path), contextlib.ExitStack() as undo:
            self._connection = connect(path)
            undo.callback(self._connection.close)
            self._open(hall, first_epoch)
            undo.pop_all()

    def _open(self, hall: str, first_epoch: str) -> None:
        self.path.chmod(0o600)
        set_pragmas(self._connection)
        schema.migrate(self.path, self._connection)
        self._settle()
        self._identify(hall, first_epoch)
        self.epoch = self._latest_epoch()
        last = self._connection.execute(
            "SELECT seq, hash FROM facts ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        # Seq and hash of the last durable fact; one value, because another thread reads it.
        self.tip: tuple[int, bytes] = last or (self.epoch.first - 1, self.epoch.base)

    def _settle(self) -> None:
        """Make durable what is about to be read.

        What a killed process wrote, or a sync that failed left behind, may stand in the system's
        cache alone. It goes into the database, and then a new log begins: the old one might come
        back shorter after a power cut, and hide what the database holds.
        """
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        self._connection.execute(f"PRAGMA user_version = {schema.VERSION:d}")

    def _identify(self, hall: str, first_epoch: str) -> None:
        found = self._connection.execute("SELECT hall, suite FROM identity").fetchone()
        if found is None:
            base = genesis(hall, first_epoch)
            with transaction(self._connection):
                self._connection.execute("INSERT INTO identity VALUES (?, ?)", (hall, SUITE))
                self._connection.execute("INSERT INTO epochs VALUES (?, 1, ?)", (first_epoch, base))
        elif found != (hall, SUITE):
            raise WrongHallError(f"{self.path}: the journal of hall {found[0]!r}, not {hall!r}")

    def _latest_epoch(self) -> Epoch:
        row = self._connection.execute(
            "SELECT epoch, first, base FROM epochs ORDER BY rowid DESC LIMIT 1"
        ).fetchone()
        return _epoch_of(self.path, row)

    def append(self, batches: Sequence[Batch]) -> None:
        """Make all of `batches` durable in one transaction, chained behind what is there."""
        (seq, head), epoch = self.tip, self.epoch
        rows = []
        renewed = []
        for batch in batches:
            if batch.epoch is not None:
                base = head if batch.epoch.first == seq + 1 else self._hash_before(batch.epoch)
                epoch = Epoch(batch.epoch.epoch, batch.epoch.first, base)
                renewed.append((epoch.epoch, epoch.first, epoch.base))
            for new in batch.facts:
                row = row_of(new.recorded, new.body)
                if row.seq != seq + 1:
                    raise StorageError(f"{self.path}: fact {row.seq} does not follow {seq}")
                head, seq = row_hash(head, row), row.seq
                rows.append((*row, head))
        with trouble(self.path), transaction(self._connection):
            self._connection.executemany("INSERT INTO epochs VALUES (?, ?, ?)", renewed)
            self._connection.executemany(_INSERT, rows)
        self.tip, self.epoch = (seq, head), epoch

    def _hash_before(self, epoch: NewEpoch) -> bytes:
        with trouble(self.path):
            found = _hash_at(self._connection, epoch.first - 1)
        if found is None:
            raise StorageError(f"{self.path}: no fact {epoch.first - 1} for an epoch to follow")
        return found

    def since_day_opened(self, after: int | None = None) -> list[Recorded]:
        """Return the facts from the last `DayOpened` on: all a start needs.

        With `after`, also those behind that seq, should they begin before it. Raises
        `DamagedRowError` for one that is not what was chained.
        """
        with trouble(self.path):
            (first,) = self._connection.execute(
                "SELECT coalesce(max(seq), 1) FROM facts WHERE kind = 'DayOpened'"
            ).fetchone()
            first = first if after is None else min(first, after + 1)
            head = _hash_at(self._connection, first - 1)
            return list(_chained(self.path, head, _rows(self._connection, first - 1)))

    def recorded(self, seq: int) -> Recorded | None:
        """Return one fact; None where there is none of that seq."""
        asked = f"SELECT {_ROW} FROM facts WHERE seq = ?"  # noqa: S608 - our own constants
        with trouble(self.path):
            found = self._connection.execute(asked, (seq,)).fetchall()
        return _read(self.path, Row(*found[0])) if found else None

    def sealed_subjects(self) -> list[str]:
        """Return whose sealed part of this day is not forgotten: visits, messages, applications."""
        with trouble(self.path):
            found = self._connection.execute(_SEALED_SUBJECTS).fetchall()
        return [subject for (subject,) in found]

    def awaited_appointments(self) -> list[str]:
        """Return the appointments of earlier days that are still to come."""
        with trouble(self.path):
            found = self._connection.execute(_AWAITED_APPOINTMENTS).fetchall()
        return [appointment for (appointment,) in found]

    def kept_applications(self) -> list[str]:
        """Return the applications of earlier days that are still kept."""
        with trouble(self.path):
            found = self._connection.execute(_KEPT_APPLICATIONS).fetchall()
        return [application for (application,) in found]

    def close(self) -> None:
        """Let go of the file. Safe to repeat."""
        self._connection.close()


class JournalReader:
    """A reading side: sees committed facts, in this process or another, and cannot write."""

    def __init__(self, path: Path) -> None:
        """Open the journal at `path`. Raises `StorageError`."""
        self.path = path
        try:
            address = f"{path.absolute().as_uri()}?mode=ro"
            self._connection = sqlite3.connect(
                address, uri=True, isolation_level=None, check_same_thread=False
            )
            self.hall, self.suite = self._connection.execute("SELECT * FROM identity").fetchone()
        except (sqlite3.Error, TypeError) as error:
            raise StorageError(f"{path}: {error}") from error
        if self.hall is None:
            raise StorageError(f"{path}: the hall's name is missing")

    def rows(self, after: int, limit: int | None = None) -> Iterator[tuple[Row, bytes]]:
        """Yield rows with their hashes, in order, from seq `after` + 1 on."""
        with trouble(self.path):
            yield from _rows(self._connection, after, limit)

    def days(self) -> list[tuple[int, str]]:
        """Return every business day that was opened, with its first seq, in that order."""
        opened = "SELECT seq, body ->> 'day' FROM facts WHERE kind = 'DayOpened' ORDER BY seq"
        return [(seq, day or "") for seq, day in self._ask(opened)]

    def epochs(self) -> list[Epoch]:
        """Return the journal's identities, oldest first."""
        found = self._ask("SELECT * FROM epochs ORDER BY rowid")
        return [_epoch_of(self.path, row) for row in found]

    def hash_at(self, seq: int) -> bytes | None:
        """Return the chain head at `seq`: the fact's hash, or the base of an epoch before it."""
        with trouble(self.path):
            return _hash_at(self._connection, seq)

    def damage(self) -> str:
        """Return the first thing that is wrong with the database itself; empty for nothing."""
        ((found,),) = self._ask("PRAGMA integrity_check(1)")
        return "" if found == "ok" else str(found)

    def last(self) -> int:
        """Return the highest seq, 0 for an empty journal."""
        return int(self._ask("SELECT coalesce(max(seq), 0) FROM facts")[0][0])

    def _ask(self, question: str, *values: int) -> list[Any]:
        with trouble(self.path):
            return self._connection.execute(question, values).fetchall()

    def close(self) -> None:
        """Let go of the file. Safe to repeat."""
        self._connection.close()


def _hash_at(connection: sqlite3.Connection, seq: int) -> bytes | None:
    found = connection.execute(
        "SELECT hash FROM facts WHERE seq = ? UNION ALL SELECT base FROM epochs WHERE first = ?",
        (seq, seq + 1),
    ).fetchone()
    return found[0] if found else None


def _rows(
    connection: sqlite3.Connection, after: int, limit: int | None = None
) -> Iterator[tuple[Row, bytes]]:
    found = connection.execute(
        f"SELECT {_ROW}, hash FROM facts WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608
        (after, -1 if limit is None else limit),
    )
    for *columns, row_hash_ in found:
        yield Row(*columns), row_hash_


def _chained(
    path: Path, head: bytes | None, rows: Iterator[tuple[Row, bytes]]
) -> Iterator[Recorded]:
    for row, stored in rows:
        try:
            if head is not None and hash_of(head, row) != stored:
                raise DamagedRowError(f"fact {row.seq} is not what was chained")
            recorded = recorded_of(row)
        except DamagedRowError as error:
            raise DamagedRowError(f"{path}: {error}") from error
        head = stored
        yield recorded


def _read(path: Path, row: Row) -> Recorded:
    try:
        return recorded_of(row)
    except DamagedRowError as error:
        raise StorageError(f"{path}: {error}") from error


def _epoch_of(path: Path, row: Sequence[Any] | None) -> Epoch:
    if row is None or None in row:
        raise DamagedRowError(f"{path}: an epoch is missing")
    return Epoch(*row)


def set_pragmas(connection: sqlite3.Connection) -> None:
    """Set `PRAGMAS` and read them back. Raises `StorageError` for one that did not take."""
    for name, value in PRAGMAS.items():
        # Fetched to its end: what goes wrong on the disk is told behind the first row only.
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        # mmap_size answers nothing where SQLite was built without it: then there is no mmap.
        (found,) = connection.execute(f"PRAGMA {name}").fetchone() or (value,)
        if found != value:
            raise StorageError(f"PRAGMA {name} is {found!r} and must be {value!r}")
