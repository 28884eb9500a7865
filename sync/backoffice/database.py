"""How headquarters opens its SQLite database: durable to write, or unable to write at all."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sync.backoffice import schema
from sync.backoffice.store import StoreError

# An acknowledgement lets a hall forget, so what is acknowledged must survive a power cut here.
_PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "mmap_size": 0,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "wal_autocheckpoint": 1000,
    "journal_size_limit": 8 * 1024 * 1024,
}


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open or make the database. Raises `StoreError`, `schema.NewerSchemaError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        path.chmod(0o600)
        _set_pragmas(connection)
        schema.migrate(path, connection)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{path}: {error}") from error
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open an existing database for reading only. Raises `StoreError`."""
    try:
        return sqlite3.connect(
            f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}") from error


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. Raises `StoreError` when SQLite or the disk refuses."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise StoreError(str(error)) from error


def _set_pragmas(connection: sqlite3.Connection) -> None:
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
        # mmap_size answers nothing where SQLite was built without it: then there is no mmap.
        (found,) = connection.execute(f"PRAGMA {name}").fetchone() or (value,)
        if found != value:
            raise StoreError(f"PRAGMA {name} is {found!r} and must be {value!r}")
