"""The journal's database: durable settings, a chain over the columns, and nobody else's hall."""

import contextlib
import hashlib
import json
import shutil
import sqlite3
import struct
from pathlib import Path

import pytest
from journal_days import A_DAY, EPOCH, HALL, a_counter_opens, batch, journal_of_a_day

from edge.domain import facts as f
from edge.journal import schema
from edge.journal.rows import DamagedRowError
from edge.journal.store import (
    PRAGMAS,
    Epoch,
    JournalReader,
    JournalStore,
    WrongHallError,
    set_pragmas,
)
from edge.journal.verify import verify
from edge.ports import Batch, NewEpoch, NewFact, StorageError

OLD_JOURNALS = Path(__file__).parent / "data"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def ask(path: Path, question: str) -> list[tuple]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


# --- settings ---


def test_the_promise_of_durability_rests_on_these_settings():
    assert PRAGMAS["journal_mode"] == "wal"
    assert PRAGMAS["synchronous"] == 2
    assert PRAGMAS["mmap_size"] == 0


def test_every_setting_is_made_and_read_back(path: Path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        set_pragmas(connection)
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    assert found == PRAGMAS


def test_a_setting_that_cannot_be_made_is_refused():
    with (
        contextlib.closing(sqlite3.connect(":memory:")) as connection,
        pytest.raises(StorageError, match="journal_mode is 'memory' and must be 'wal'"),
    ):
        set_pragmas(connection)


def test_a_journal_writes_ahead_and_only_its_owner_may_read_it(path: Path):
    journal = journal_of_a_day(path)
    assert path.with_name("journal.db-wal").exists()
    assert path.stat().st_mode & 0o777 == 0o600
    journal.close()


# --- the chain, once more and by hand ---


def field(kind: int, data: bytes) -> bytes:
    return bytes([kind]) + struct.pack(">Q", len(data)) + data


def test_a_stored_row_is_chained_as_the_protocol_says(path: Path):
    journal_of_a_day(path).close()
    base = hashlib.sha256(
        field(2, b"atrium") + field(2, b"sha256-v1") + field(2, b"H-01") + field(2, b"EPOCH-1")
    ).digest()
    assert ask(path, "SELECT base FROM epochs") == [(base,)]
    head = base
    for *columns, stored in ask(path, "SELECT * FROM facts ORDER BY seq"):
        said = head
        for column in columns:
            if column is None:
                said += field(0, b"")
            elif isinstance(column, int):
                said += field(1, struct.pack(">q", column))
            elif isinstance(column, str):
                said += field(2, column.encode())
            else:
                said += field(3, column)
        head = hashlib.sha256(said).digest()
        assert head == stored


def test_facts_come_back_as_they_went_in(path: Path):
    journal = journal_of_a_day(path)
    assert [recorded.fact for recorded in journal.since_day_opened()] == A_DAY
    assert journal.since_day_opened()[2].sealed == b"\x01sealed"
    journal.close()


def test_one_fact_is_read_again_by_its_seq(path: Path):
    journal = journal_of_a_day(path)
    assert journal.recorded(3) == journal.since_day_opened()[2]
    assert journal.recorded(99) is None
    moment = f.Moment(0, 0, "boot-1", "synced")
    torn = NewFact(f.Recorded(9, moment, f.CounterOpened("1", "1001")), '{"colour":"red"}')
    journal.append([Batch([torn])])
    with pytest.raises(StorageError, match=r"journal\.db: fact 9: fact 'CounterOpened'"):
        journal.recorded(9)
    journal.close()


def test_bodies_are_stored_as_readable_json(path: Path):
    journal = journal_of_a_day(path)
    journal.append([batch(9, [f.FaultOpened("strips", "1", "offline", "没有回答")])])
    journal.close()
    ((body,),) = ask(path, "SELECT body FROM facts WHERE seq = 9")
    assert json.loads(body) == {"unit": "1", "health": "offline", "detail": "没有回答"}
    assert "没有回答" in body


# --- appending ---


def test_a_start_reads_from_the_last_day_on(path: Path):
    journal = journal_of_a_day(path)
    journal.append([batch(9, [A_DAY[0]]), a_counter_opens(10)])
    assert [recorded.seq for recorded in journal.since_day_opened()] == [9, 10]
    journal.close()


@pytest.mark.parametrize("seq", [8, 10, 1])
def test_a_fact_that_does_not_follow_is_refused_with_everything_beside_it(path: Path, seq: int):
    journal = journal_of_a_day(path)
    with pytest.raises(StorageError, match=f"fact {seq} does not follow"):
        journal.append([a_counter_opens(seq)])
    with pytest.raises(StorageError):
        journal.append([a_counter_opens(9), a_counter_opens(11)])
    assert journal.tip[0] == 8
    journal.append([a_counter_opens(9)])
    journal.close()


def test_a_commit_that_fails_writes_nothing_of_any_batch(path: Path):
    journal = journal_of_a_day(path)
    same_epoch_again = Batch(a_counter_opens(10).facts, epoch=NewEpoch(EPOCH, 10))
    with pytest.raises(StorageError, match="UNIQUE"):
        journal.append([a_counter_opens(9), same_epoch_again])
    assert journal.tip[0] == 8
    journal.close()
    assert ask(path, "SELECT max(seq) FROM facts") == [(8,)]


def test_a_commit_that_fails_half_way_leaves_none_of_its_rows(path: Path):
    journal = journal_of_a_day(path)
    journal._connection.execute(
        "CREATE TRIGGER disk AFTER INSERT ON facts WHEN new.seq = 11 BEGIN "
        "SELECT RAISE(ABORT, 'no room'); END"
    )
    with pytest.raises(StorageError, match="no room"):
        journal.append([a_counter_opens(9), batch(10, A_DAY[1:3])])
    assert journal.tip[0] == 8
    assert ask(path, "SELECT max(seq) FROM facts") == [(8,)]
    journal.close()


def test_a_new_epoch_begins_with_its_first_fact_on_the_same_chain(path: Path):
    journal = journal_of_a_day(path)
    head = journal.tip[1]
    renewal = batch(9, [f.EpochRenewed("hall", "EPOCH-2", EPOCH, "restored", 9)])
    journal.append([Batch(renewal.facts, epoch=NewEpoch("EPOCH-2", 9))])
    journal.close()
    again = JournalStore(path, HALL, "not this one")
    assert again.epoch == Epoch("EPOCH-2", 9, head)
    again.close()
    reader = JournalReader(path)
    assert [epoch.epoch for epoch in reader.epochs()] == [EPOCH, "EPOCH-2"]
    assert verify(reader).whole
    reader.close()


# --- whose journal, and of which version ---


def test_another_halls_journal_is_refused(path: Path):
    journal_of_a_day(path).close()
    with pytest.raises(
        WrongHallError, match=r"journal\.db: the journal of hall 'H-01', not 'H-02'"
    ):
        JournalStore(path, "H-02", EPOCH)


def test_a_journal_of_a_newer_version_is_refused_and_not_touched(path: Path):
    journal_of_a_day(path).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(schema.NewerSchemaError, match=f"schema {schema.VERSION + 1} is newer"):
        JournalStore(path, HALL, EPOCH)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(path: Path):
    path.write_bytes(b"not a database, whatever it is called" * 100)
    with pytest.raises(StorageError, match=r"journal\.db: file is not a database"):
        JournalStore(path, HALL, EPOCH)


@pytest.mark.parametrize("seq", [1, 5, 8])
def test_a_start_on_a_fact_that_was_changed_is_refused(path: Path, seq: int):
    journal_of_a_day(path).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE facts SET at = at + 1 WHERE seq = ?", (seq,))
        connection.commit()
    journal = JournalStore(path, HALL, EPOCH)
    with pytest.raises(DamagedRowError, match=rf"journal\.db: fact {seq} is not what was chained"):
        journal.since_day_opened()
    journal.close()


def test_a_start_on_a_gap_is_refused(path: Path):
    journal_of_a_day(path).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM facts WHERE seq = 5")
        connection.commit()
    journal = JournalStore(path, HALL, EPOCH)
    with pytest.raises(DamagedRowError, match="fact 6 is not what was chained"):
        journal.since_day_opened()
    journal.close()


def test_a_stored_fact_nobody_knows_is_named_by_its_seq(path: Path):
    journal = journal_of_a_day(path)
    moment = f.Moment(0, 0, "boot-1", "synced")
    torn = NewFact(f.Recorded(9, moment, f.CounterOpened("1", "1001")), '{"colour":"red"}')
    journal.append([Batch([torn])])
    with pytest.raises(DamagedRowError, match=r"journal\.db: fact 9: fact 'CounterOpened'"):
        journal.since_day_opened()
    journal.close()


def test_a_migration_that_ran_out_of_disk_is_done_again_from_its_beginning(path: Path):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA max_page_count = 4")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            schema.migrate(path, connection)
    journal_of_a_day(path).close()
    assert ask(path, "PRAGMA user_version") == [(schema.VERSION,)]


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
def test_the_journal_of_every_released_version_opens_twice_and_is_whole(
    tmp_path: Path, path: Path, version: int
):
    shutil.copy(OLD_JOURNALS / f"journal-v{version}.db", path)
    for _ in range(2):
        journal = JournalStore(path, HALL, "not this one")
        assert journal.epoch.epoch == EPOCH
        seq = journal.tip[0]
        journal.append([a_counter_opens(seq + 1)])
        journal.close()
    reader = JournalReader(path)
    verdict = verify(reader)
    reader.close()
    assert (verdict.trouble, verdict.facts) == ("", len(A_DAY) + 2)
    assert ask(path, "PRAGMA user_version") == [(schema.VERSION,)]


# --- readers ---


def test_a_reader_sees_what_is_committed_while_the_journal_is_open(path: Path):
    journal = journal_of_a_day(path)
    reader = JournalReader(path)
    assert reader.last() == 8
    journal.append([a_counter_opens(9)])
    assert reader.last() == 9
    assert [row.seq for row, _hash in reader.rows(6)] == [7, 8, 9]
    assert [row.seq for row, _hash in reader.rows(0, 2)] == [1, 2]
    assert reader.hash_at(9) == journal.tip[1]
    assert reader.hash_at(10) is None
    reader.close()
    journal.close()


def test_the_head_before_the_first_fact_is_the_epochs_base(path: Path):
    journal = JournalStore(path, HALL, EPOCH)
    reader = JournalReader(path)
    assert reader.hash_at(0) == journal.epoch.base == journal.tip[1]
    assert reader.last() == 0
    reader.close()
    journal.close()


def test_a_reader_cannot_write(path: Path):
    journal_of_a_day(path).close()
    reader = JournalReader(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._connection.execute("DELETE FROM facts")
    reader.close()


def test_a_reader_of_nothing_says_so(path: Path):
    with pytest.raises(StorageError, match=r"journal\.db: unable to open"):
        JournalReader(path)
    assert not path.exists()
