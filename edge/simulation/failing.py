"""A database that fails on purpose: refused before it is touched, or cut in a transaction."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection

from sync.backoffice.sqlite_store import SqliteStore
from sync.backoffice.store import StoreError
from sync.batch import HashedRow
from sync.envelope import BatchHeader

_STATEMENTS_MAX = 14  # of a transaction that keeps a few facts


@dataclass
class FailingDisk:
    """The disk of headquarters, and all that has ever been kept on it.

    So many of the next batches are refused, or cut: the process loses its database in the middle
    of the transaction, and what that has written so far is gone.
    """

    dice: random.Random
    refusals: int = 0
    cuts: int = 0
    held: set[bytes] = field(default_factory=set, repr=False)

    def heal(self) -> None:
        """Be a good disk from now on."""
        self.refusals = self.cuts = 0


class FailingStore(SqliteStore):
    """The store of headquarters on such a disk."""

    def __init__(self, path: Path, disk: FailingDisk) -> None:
        super().__init__(path)
        self._disk = disk

    def append(self, header: BatchHeader, rows: Sequence[HashedRow], at: int) -> None:
        if self._disk.refusals:
            self._disk.refusals -= 1
            raise StoreError("the disk refuses")
        if self._disk.cuts:
            self._disk.cuts -= 1
            with _cut_at(self._connection, self._disk.dice.randrange(_STATEMENTS_MAX)):
                super().append(header, rows, at)
        else:
            super().append(header, rows, at)
        self._disk.held.update(item.hash for item in rows)


@contextmanager
def _cut_at(connection: Connection, statement: int) -> Iterator[None]:
    """Have `connection` fail inside the statement with that number, counted from now on."""
    left, due = statement, False

    def begun(_sql: str) -> None:
        nonlocal left, due
        left -= 1
        due = left == -1

    def cut() -> int:
        nonlocal due
        due, now = False, due  # one statement alone fails: the rollback behind it must pass
        return now

    connection.set_trace_callback(begun)
    connection.set_progress_handler(cut, 1)
    try:
        yield
    finally:
        connection.set_trace_callback(None)
        connection.set_progress_handler(None, 1)
