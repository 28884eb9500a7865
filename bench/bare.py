"""Baselines: what the same machine does with nothing of ours in between."""

import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from edge.journal.store import set_pragmas

# As long as a fact of a ticket is: what is compared is the commit, not the length of a row.
_ROW = "x" * 320
INSERT = "INSERT INTO rows (body) VALUES (?)"


def open_table(path: Path) -> sqlite3.Connection:
    """Open or make a table, as durable as the journal: WAL, `synchronous=FULL`."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    set_pragmas(connection)
    connection.execute("CREATE TABLE IF NOT EXISTS rows (row INTEGER PRIMARY KEY, body TEXT)")
    return connection


def insert_one(connection: sqlite3.Connection) -> int:
    """Insert one row in a commit of its own, and return its number."""
    return connection.execute(INSERT, (_ROW,)).lastrowid or 0


def commits_per_s(folder: Path, duration_s: float) -> float:
    """Return how many single inserts a second this disk makes durable."""
    connection = open_table(folder / "bare.db")
    started = time.perf_counter()
    count = 0
    while time.perf_counter() - started < duration_s:
        insert_one(connection)
        count += 1
    rate = count / (time.perf_counter() - started)
    connection.close()
    return rate


def inserts_per_s(
    path: Path, create: str, insert: str, batches: Iterable[Sequence[tuple[object, ...]]]
) -> float:
    """Return how many rows a second go into a table when each of `batches` is one commit."""
    connection = sqlite3.connect(path, isolation_level=None)
    set_pragmas(connection)
    connection.executescript(create)
    started, count = time.perf_counter(), 0
    for rows in batches:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(insert, rows)
        connection.execute("COMMIT")
        count += len(rows)
    rate = count / (time.perf_counter() - started)
    connection.close()
    return rate
