"""Standing between SQLite and the disk: everything is seen, and afterwards all is as it was."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_structs as c
from io_log import Change, IoLog, play
from sqlite_vfs import Call, Go, between


def write_something(path: Path, value: int = 1) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS t (x)")
        connection.execute("INSERT INTO t VALUES (?)", (value,))
        connection.commit()


def test_what_was_seen_makes_the_same_file(folder: Path):
    log, files = IoLog(), dict[str, bytearray]()
    with between(log):
        write_something(folder / "some.db")
    for change in log.changes:
        play(files, change)
    assert files == {"some.db": (folder / "some.db").read_bytes()}
    assert Counter(change.kind for change in log.changes)["sync"] > 0


def test_a_directory_is_synced_with_the_first_sync_of_a_new_journal(folder: Path):
    log = IoLog()
    with between(log):
        write_something(folder / "some.db")
    syncs = [change for change in log.changes if change.kind == "sync"]
    assert syncs[0] == Change("sync", "some.db-journal", folder=True)
    assert not syncs[1].folder


def test_afterwards_nobody_stands_between_any_more(folder: Path):
    log = IoLog()
    with between(log):
        write_something(folder / "some.db")
    seen = len(log.changes)
    write_something(folder / "some.db", 2)
    assert len(log.changes) == seen


def test_what_goes_wrong_in_a_test_does_not_get_lost_in_sqlite(folder: Path):
    def through(call: Call, go: Go) -> int:
        if call.kind == "write":
            raise ZeroDivisionError
        return go()

    with (
        pytest.raises(ZeroDivisionError),
        between(through),
        pytest.raises(sqlite3.OperationalError, match="I/O"),
    ):
        write_something(folder / "some.db")


def test_a_file_that_is_left_open_is_told(folder: Path):
    connection = None
    with pytest.raises(RuntimeError, match=r"still open: .*some\.db"), between(IoLog()):
        connection = sqlite3.connect(folder / "some.db")
        connection.execute("CREATE TABLE t (x)")
    assert connection is not None
    connection.close()


def test_the_library_is_the_one_that_python_uses():
    library = c.shared_sqlite()
    assert library.sqlite3_libversion().decode() == sqlite3.sqlite_version


def test_a_sqlite_that_cannot_be_reached_is_told_with_what_to_do():
    said = str(c.NoSharedSqliteError(["/somewhere/_sqlite3.so"]))
    assert "/somewhere/_sqlite3.so" in said
    assert "Use a Python whose _sqlite3 module loads" in said
