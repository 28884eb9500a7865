import sqlite3

import pytest
from syncfakes import FakeHall, header_of, hello_of

from sync.backoffice.projection import project, snapshot
from sync.backoffice.reader import Reader
from sync.backoffice.schema import NewerSchemaError
from sync.backoffice.sqlite_store import SqliteStore
from sync.backoffice.store import StoreError
from sync.batch import HashedRow

NOW = 1_800_000_000_000


@pytest.fixture
def hall():
    hall = FakeHall()
    hall.happen_many(23)
    return hall


def filled(path, hall: FakeHall) -> None:
    store = SqliteStore(path)
    store.greet(hello_of(hall), NOW)
    keep(store, hall, 1, hall.last)
    store.close()


def keep(store: SqliteStore, hall: FakeHall, first: int, last: int) -> None:
    rows = [HashedRow(*item) for item in hall.rows[first - 1 : last]]
    store.append(header_of(hall, first, last), rows, NOW)


def test_what_is_kept_is_there_after_a_restart(tmp_path, hall):
    filled(tmp_path / "hq.db", hall)
    again = SqliteStore(tmp_path / "hq.db")
    cursor = again.cursor(hall.hall, hall.epoch)
    assert (cursor.upto, cursor.head) == (23, hall.head)
    again.close()


def test_columns_are_kept_as_they_came(tmp_path, hall):
    hall.happen("VisitIdentified", "V9", b"\x00\xff", reader="r", document="id", age_band="30-39")
    filled(tmp_path / "hq.db", hall)
    connection = sqlite3.connect(tmp_path / "hq.db")
    found = connection.execute(
        "SELECT seq, kind, at, boot, mono, clock, subject, body, sealed, hash FROM facts"
    ).fetchall()
    assert found == [(*row, digest) for row, digest in hall.rows]
    connection.close()


def test_what_fails_half_way_leaves_nothing_behind(tmp_path, hall):
    store = SqliteStore(tmp_path / "hq.db")
    store.greet(hello_of(hall), NOW)
    keep(store, hall, 1, 5)
    with pytest.raises(StoreError):
        keep(store, hall, 4, 20)
    assert store.cursor(hall.hall, hall.epoch).upto == 5
    (count,) = store._connection.execute("SELECT count(*) FROM facts").fetchone()
    assert count == 5
    store.close()


@pytest.mark.parametrize("table", ["cursors", "halls", "visits"])
def test_a_batch_is_kept_with_its_cursor_and_its_visits_or_not_at_all(tmp_path, hall, table):
    store = SqliteStore(tmp_path / "hq.db")
    store.greet(hello_of(hall), NOW)
    keep(store, hall, 1, 4)
    store._connection.execute(
        f"CREATE TRIGGER disk BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    with pytest.raises(StoreError, match="no room"):
        keep(store, hall, 5, 20)
    store._connection.execute("DROP TRIGGER disk")
    assert store.cursor(hall.hall, hall.epoch).upto == 4
    keep(store, hall, 5, 20)
    assert store.cursor(hall.hall, hall.epoch).upto == 20
    store.close()


def test_visits_are_those_that_all_facts_tell(tmp_path, hall):
    filled(tmp_path / "hq.db", hall)
    reader = Reader(tmp_path / "hq.db")
    lines = reader.visits(hall.hall)
    assert [(line.visit, line.state) for line in lines] == [
        ("V4", "called"),
        ("V3", "finished"),
        ("V2", "finished"),
        ("V1", "finished"),
        ("V0", "finished"),
    ]
    assert (lines[0].ticket, lines[0].counter, lines[0].service) == ("A004", "3", "bills")
    reader.close()


def test_visits_folded_batch_by_batch_are_those_folded_at_once(tmp_path, hall):
    store = SqliteStore(tmp_path / "hq.db")
    store.greet(hello_of(hall), NOW)
    for first in range(1, 24, 4):
        keep(store, hall, first, min(first + 3, 23))
    found = dict(store._connection.execute("SELECT visit, snapshot FROM visits"))
    at_once = project({}, [row for row, _hash in hall.rows]).visits
    assert found == {name: snapshot(visit) for name, visit in at_once.items()}
    store.close()


def test_visits_folded_by_an_older_version_are_folded_anew(tmp_path, hall):
    filled(tmp_path / "hq.db", hall)
    connection = sqlite3.connect(tmp_path / "hq.db")
    before = connection.execute("SELECT * FROM visits ORDER BY visit").fetchall()
    connection.execute("DELETE FROM visits WHERE visit = 'V1'")
    connection.execute("UPDATE projections SET version = 0")
    connection.commit()
    SqliteStore(tmp_path / "hq.db").close()
    assert connection.execute("SELECT * FROM visits ORDER BY visit").fetchall() == before
    connection.close()


def test_a_fact_that_does_not_fit_is_kept_and_reported(tmp_path, hall):
    hall.happen("ServiceFinished", "V0", leg=1, counter="3", staff="1001")
    hall.happen("TicketIssued", "nobody", leg=1, delivery="none", reason="")
    hall.happen("TicketIssued", "V1", leg=1, colour="green")
    filled(tmp_path / "hq.db", hall)
    reader = Reader(tmp_path / "hq.db")
    (issue,) = reader.issues(hall.hall)
    assert (issue.code, issue.count, issue.seq) == ("misfit", 3, 26)
    assert reader.visit("V0").state == "finished"
    assert len(reader.facts(hall.hall, "nobody")) == 1
    reader.close()


@pytest.mark.parametrize("body", ["no JSON", "[]", "[" * 100_000, '{"leg":'])
def test_a_body_that_is_no_object_is_kept_and_reported(tmp_path, body):
    hall = FakeHall()
    hall.happen("TicketReserved", "V0")
    row, _digest = hall.rows.pop()
    rows = [HashedRow(row._replace(body=body), bytes(32))]
    store = SqliteStore(tmp_path / "hq.db")
    store.greet(hello_of(hall), NOW)
    store.append(header_of(hall, 1, 1), rows, NOW)
    reader = Reader(tmp_path / "hq.db")
    assert [issue.code for issue in reader.issues(hall.hall)] == ["misfit"]
    assert [fact.body for fact in reader.facts(hall.hall, "V0")] == [{}]
    reader.close()
    store.close()


def test_the_lag_is_what_the_hall_has_and_headquarters_has_not(tmp_path, hall):
    store = SqliteStore(tmp_path / "hq.db")
    store.greet(hello_of(hall), NOW)
    keep(store, hall, 1, 10)
    reader = Reader(tmp_path / "hq.db")
    (line,) = reader.halls()
    assert (line.upto, line.newest, line.lag, line.online) == (10, 23, 13, True)
    reader.close()
    store.close()


def test_a_database_of_a_newer_version_is_not_touched(tmp_path):
    connection = sqlite3.connect(tmp_path / "hq.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(NewerSchemaError, match="newer than this program"):
        SqliteStore(tmp_path / "hq.db")


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path):
    (tmp_path / "hq.db").write_bytes(b"this is a shopping list" * 100)
    with pytest.raises(StoreError, match=r"hq\.db"):
        SqliteStore(tmp_path / "hq.db")


def test_a_database_that_is_not_there_is_a_clear_error(tmp_path):
    with pytest.raises(StoreError, match=r"hq\.db"):
        Reader(tmp_path / "hq.db")
