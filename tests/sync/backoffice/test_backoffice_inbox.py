import pytest
from syncfakes import FakeHall, header_of, hello_of

from sync.backoffice.inbox import (
    Cursor,
    Verdict,
    advanced,
    beginnings,
    contradiction,
    follow,
    judge,
)
from sync.batch import HashedRow


@pytest.fixture
def hall():
    hall = FakeHall()
    hall.happen_many(20)
    return hall


def cursor_at(hall: FakeHall, upto: int) -> Cursor:
    return Cursor(upto, hall.rows[upto - 1][1] if upto else hall.base)


def rows(hall: FakeHall, first: int, last: int) -> list[HashedRow]:
    return [HashedRow(*item) for item in hall.rows[first - 1 : last]]


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        (11, 15, Verdict.NEWS),
        (6, 15, Verdict.NEWS),
        (12, 15, Verdict.GAP),
        (6, 10, Verdict.DUPLICATE),
        (1, 1, Verdict.DUPLICATE),
    ],
)
def test_a_batch_is_judged_by_where_the_cursor_stands(hall, first, last, verdict):
    assert judge(cursor_at(hall, 10), header_of(hall, first, last)) is verdict


def test_a_batch_of_a_journal_that_was_never_greeted_is_unknown(hall):
    assert judge(None, header_of(hall, 1, 5)) is Verdict.UNKNOWN


def test_only_the_tail_behind_the_cursor_is_news(hall):
    good, broken_at = follow(cursor_at(hall, 10), rows(hall, 6, 15))
    assert [item.row.seq for item in good] == [11, 12, 13, 14, 15]
    assert broken_at is None
    assert advanced(cursor_at(hall, 10), good) == cursor_at(hall, 15)


@pytest.mark.parametrize("column", ["kind", "at", "boot", "mono", "clock", "subject", "body"])
def test_a_changed_column_breaks_the_chain_at_its_row(hall, column):
    batch = rows(hall, 1, 10)
    row = batch[6].row
    other = {"at": row.at + 1, "mono": row.mono + 1}.get(column, getattr(row, column))
    changed = row._replace(**{column: f"{other}x" if isinstance(other, str) else other})
    batch[6] = HashedRow(changed, batch[6].hash)
    good, broken_at = follow(cursor_at(hall, 0), batch)
    assert ([item.row.seq for item in good], broken_at) == ([1, 2, 3, 4, 5, 6], 7)


def test_sealed_data_that_was_swapped_breaks_the_chain(hall):
    hall.happen("VisitIdentified", "V9", b"one person", reader="r", document="id", age_band="30")
    row, digest = hall.rows[-1]
    batch = [HashedRow(row._replace(sealed=b"another one"), digest)]
    assert follow(cursor_at(hall, 20), batch).broken_at == 21


def test_a_chain_that_belongs_behind_another_head_is_broken_at_once(hall):
    batch = rows(hall, 11, 15)
    assert follow(Cursor(10, bytes(32)), batch).broken_at == 11


def test_a_new_journal_begins_before_its_first_fact(hall):
    (beginning,) = beginnings(hello_of(hall))
    assert beginning.cursor == Cursor(0, hall.base)


def test_a_journal_may_begin_where_any_of_its_epochs_did_the_latest_before_the_others(hall):
    hall.lineage = [(1, hall.base.hex()), (5, hall.rows[3][1].hex())]
    hall.first, hall.base = 9, hall.rows[7][1]
    assert [beginning.first for beginning in beginnings(hello_of(hall))] == [9, 5, 1]


def test_a_hall_that_holds_less_than_headquarters_is_behind(hall):
    restored = hall.copy()
    del restored.rows[8:]
    assert contradiction(cursor_at(hall, 10), hello_of(restored)) == "behind"


def test_a_hall_that_holds_as_much_but_other_facts_has_diverged(hall):
    other = hall.copy()
    del other.rows[15:]
    for _time in range(5):
        other.happen("CounterOpened", "3", staff="1001")
    assert contradiction(cursor_at(hall, 20), hello_of(other)) == "diverged"


def test_a_hall_that_holds_more_contradicts_nothing(hall):
    assert contradiction(cursor_at(hall, 10), hello_of(hall)) is None
