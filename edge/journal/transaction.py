"""What the journal's databases share: how they are opened, transactions, trouble by one name."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from edge.ports import StorageError


def connect(path: Path) -> sqlite3.Connection:
    """Open a database for writing, by one thread at a time.

    Without power-safe overwrite: on a card, a write that a power cut tears may damage what was
    durable beside it. So SQLite begins every commit on a sector of its own.
    """
    address = f"{path.absolute().as_uri()}?psow=0"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


@contextlib.contextmanager
def trouble(path: Path) -> Iterator[None]:
    """Raise `StorageError` that names `path` for whatever SQLite or the disk refuses."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(f"{path}: {error}") from error
    except UnicodeDecodeError as error:
        # What SQLite says of a damaged schema quotes it, and Python cannot read the quotation.
        raise StorageError(f"{path}: malformed database schema") from error
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or error}") from error


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """`BEGIN IMMEDIATE` … `COMMIT`, or `ROLLBACK` on any error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
