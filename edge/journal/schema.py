"""The tables of the journal, and the steps from every released schema to the newest."""

import sqlite3
from pathlib import Path

from edge.errors import ExpectedError

VERSION = 1

FACT_COLUMNS = ("seq", "kind", "at", "boot", "mono", "clock", "subject", "body", "sealed", "hash")

_FIRST = """
CREATE TABLE facts (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    boot TEXT NOT NULL,
    mono INTEGER NOT NULL,
    clock TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    sealed BLOB,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX days ON facts(seq) WHERE kind = 'DayOpened';
CREATE TABLE epochs (
    epoch TEXT PRIMARY KEY,
    first INTEGER NOT NULL,
    base BLOB NOT NULL
) STRICT;
CREATE TABLE identity (
    hall TEXT NOT NULL,
    suite TEXT NOT NULL
) STRICT;
"""


class NewerSchemaError(ExpectedError):
    """The journal was written by a newer version of this program."""


def migrate(path: Path, connection: sqlite3.Connection) -> None:
    """Bring the journal at `path` to `VERSION`. Each step is a transaction of its own."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == VERSION:
        return
    if version > VERSION:
        raise NewerSchemaError(
            f"{path}: schema {version} is newer than this program, which knows up to {VERSION}"
        )
    _run_steps(connection)


def _run_steps(connection: sqlite3.Connection) -> None:
    # Imported here: only a journal that must change pays for loading it.
    from sqlite_utils import Database, Migrations  # noqa: PLC0415

    steps = Migrations("journal")

    @steps()
    def facts_epochs_identity(database: Database) -> None:
        for statement in _FIRST.split(";"):
            if statement.strip():
                database.execute(statement)

    steps.apply(Database(connection))
    connection.execute(f"PRAGMA user_version = {VERSION:d}")
