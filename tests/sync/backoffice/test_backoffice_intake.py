import pytest
from syncfakes import FakeHall, MemoryStore, header_of, hello_of, on, rows_of

from sync.backoffice.intake import Intake
from sync.backoffice.reader import Reader
from sync.backoffice.sqlite_store import SqliteStore
from sync.backoffice.store import StoreError
from sync.batch import pack
from sync.broker import Message
from sync.envelope import NO_HASH, Ack, Bye, Refusal, Welcome, decode, encode

NOW = 1_800_000_000_000


@pytest.fixture
def hall():
    hall = FakeHall()
    hall.happen_many(20)
    return hall


@pytest.fixture
def store(tmp_path):
    store = SqliteStore(tmp_path / "hq.db")
    yield store
    store.close()


@pytest.fixture
def intake(store):
    return Intake(store, credit=4)


@pytest.fixture
def reader(store, tmp_path):
    reader = Reader(tmp_path / "hq.db")
    yield reader
    reader.close()


def greet(intake: Intake, hall: FakeHall, **more) -> Welcome:
    (answer,) = intake.take(on(hall, "hello", encode(hello_of(hall, **more))), NOW)
    assert answer.topic == f"atrium/v1/{hall.hall}/down/welcome"
    return decode(answer.payload, Welcome)


def batch(hall: FakeHall, first: int, last: int) -> Message:
    return on(hall, "facts", pack(header_of(hall, first, last), rows_of(hall, first, last)))


def deliver(intake: Intake, hall: FakeHall, first: int, last: int, at: int = NOW) -> Ack | None:
    answers = intake.take(batch(hall, first, last), at)
    return decode(answers[0].payload, Ack) if answers else None


def held(store: SqliteStore, hall: FakeHall) -> int:
    cursor = store.cursor(hall.hall, hall.epoch)
    assert cursor is not None
    return cursor.upto


def test_a_welcome_returns_the_session_and_says_that_nothing_is_held_yet(intake, hall):
    welcome = greet(intake, hall, session="S7", greeting=3)
    assert (welcome.session, welcome.greeting) == ("S7", 3)
    assert (welcome.upto, welcome.head, welcome.credit) == (0, hall.base.hex(), 4)


def test_a_batch_is_kept_and_acknowledged_with_headquarters_own_chain_head(intake, hall, store):
    greet(intake, hall)
    ack = deliver(intake, hall, 1, 20)
    assert (ack.upto, ack.head) == (20, hall.head.hex())
    assert held(store, hall) == 20


def test_a_batch_that_comes_twice_is_kept_once_and_acknowledged_twice(intake, hall, reader):
    greet(intake, hall)
    assert deliver(intake, hall, 1, 20) == deliver(intake, hall, 1, 20)
    assert len(reader.facts(hall.hall, "V0")) == 5


def test_a_batch_that_the_disk_refuses_is_not_acknowledged(hall):
    store = MemoryStore()
    intake = Intake(store, credit=4)
    greet(intake, hall)
    store.failing = True
    with pytest.raises(StoreError):
        deliver(intake, hall, 1, 20)
    store.failing = False
    assert deliver(intake, hall, 1, 20).upto == 20
    assert len(store.facts[hall.hall, hall.epoch]) == 20


def test_overlapping_batches_leave_every_fact_once(intake, hall, store):
    greet(intake, hall)
    deliver(intake, hall, 1, 12)
    assert deliver(intake, hall, 8, 20).upto == 20
    assert held(store, hall) == 20


def test_behind_a_gap_nothing_is_kept_and_the_missing_facts_are_asked_for(intake, hall, store):
    greet(intake, hall)
    ack = deliver(intake, hall, 6, 10)
    assert (ack.upto, ack.resume) == (0, 1)
    assert held(store, hall) == 0


def test_many_batches_behind_one_gap_are_answered_once_a_second(intake, hall):
    greet(intake, hall)
    assert deliver(intake, hall, 6, 10).resume == 1
    assert deliver(intake, hall, 11, 15, NOW + 999) is None
    assert deliver(intake, hall, 16, 20, NOW + 1000).resume == 1


def test_facts_of_a_journal_that_never_said_hello_are_refused(intake, hall):
    ack = deliver(intake, hall, 1, 20)
    assert (ack.upto, ack.head) == (0, NO_HASH)
    assert ack.refused == Refusal(seq=1, reason="unknown_epoch")


def test_from_a_fact_that_breaks_the_chain_on_nothing_is_kept(intake, hall, store, reader):
    greet(intake, hall)
    row, digest = hall.rows[6]
    hall.rows[6] = (row._replace(body='{"leg":2}'), digest)
    ack = deliver(intake, hall, 1, 20)
    assert ack.upto == held(store, hall) == 6
    assert ack.refused == Refusal(seq=7, reason="broken_chain")
    (issue,) = reader.issues(hall.hall)
    assert (issue.code, issue.seq, issue.count) == ("broken_chain", 7, 1)


def test_the_same_trouble_again_counts_up(intake, hall, reader):
    greet(intake, hall)
    hall.rows[0] = (hall.rows[0][0]._replace(clock="?"), hall.rows[0][1])
    for _time in range(3):
        deliver(intake, hall, 1, 20)
    (issue,) = reader.issues(hall.hall)
    assert issue.count == 3


def test_a_batch_whose_rows_cannot_be_read_is_refused_and_kept_aside(intake, hall, store):
    greet(intake, hall)
    message = batch(hall, 1, 20)
    (answer,) = intake.take(message._replace(payload=message.payload[:-5]), NOW)
    assert decode(answer.payload, Ack).refused == Refusal(seq=1, reason="unreadable")
    assert held(store, hall) == 0


@pytest.mark.parametrize(
    "message",
    [
        Message("atrium/v1/H-01/up/facts", b"nonsense"),
        Message("atrium/v1/H-01/up/hello", b"{}"),
        Message("atrium/v1/H-01/up/song", b"la"),
        Message("atrium/v1/H-01/down/ack", b"{}"),
        Message("elsewhere", b""),
        Message("atrium/v1/H-02/up/bye", encode(Bye(hall="H-01", session="S"))),
    ],
)
def test_what_cannot_be_read_is_kept_aside_and_not_answered(intake, store, message):
    assert intake.take(message, NOW) == []
    letters = store._connection.execute("SELECT topic, payload FROM dead_letters").fetchall()
    assert letters == [tuple(message)]


def test_dead_letters_do_not_fill_the_disk(intake, store):
    for number in range(1005):
        intake.take(Message("elsewhere", b"%d" % number), NOW)
    (count,) = store._connection.execute("SELECT count(*) FROM dead_letters").fetchone()
    assert count == 1000


def test_a_hall_that_was_restored_is_reported(intake, hall, reader):
    greet(intake, hall)
    deliver(intake, hall, 1, 20)
    restored = hall.copy()
    del restored.rows[8:]
    assert greet(intake, restored).upto == 20
    (issue,) = reader.issues(hall.hall)
    assert issue.code == "behind"


def test_a_renewed_epoch_is_another_journal_beside_the_first(intake, hall, store, reader):
    greet(intake, hall)
    deliver(intake, hall, 1, 20)
    first_epoch = hall.epoch
    hall.base, hall.first, hall.epoch = hall.head, 21, "E2"
    hall.happen_many(5)
    assert greet(intake, hall).upto == 20
    assert deliver(intake, hall, 21, 25).upto == 25
    assert store.cursor(hall.hall, first_epoch).upto == 20
    assert [issue.code for issue in reader.issues(hall.hall)] == ["epoch_renewed"]


def test_what_came_under_an_earlier_epoch_is_not_told_twice(intake, hall, store, reader):
    greet(intake, hall)
    deliver(intake, hall, 1, 20)
    before = len(reader.facts(hall.hall, hall.rows[11][0].subject))
    hall.base, hall.first, hall.epoch = hall.rows[9][1], 11, "E2"
    hall.happen_many(5)
    assert greet(intake, hall).upto == 10
    assert deliver(intake, hall, 11, 25).upto == 25
    assert held(store, hall) == 25
    assert len(reader.facts(hall.hall, hall.rows[11][0].subject)) == before
    assert [issue.code for issue in reader.issues(hall.hall)] == ["epoch_renewed"]


def test_an_old_epoch_that_comes_back_is_reported(intake, hall, reader):
    greet(intake, hall)
    other = FakeHall(epoch="E2")
    greet(intake, other)
    greet(intake, hall)
    assert {issue.code for issue in reader.issues(hall.hall)} == {"epoch_renewed", "old_epoch"}


def test_a_bye_counts_only_for_the_session_that_said_hello_last(intake, hall, reader):
    greet(intake, hall, session="old")
    greet(intake, hall, session="new")
    intake.take(on(hall, "bye", encode(Bye(hall=hall.hall, session="old"))), NOW)
    assert reader.halls()[0].online
    intake.take(on(hall, "bye", encode(Bye(hall=hall.hall, session="new"))), NOW)
    assert not reader.halls()[0].online


def test_back_again_headquarters_tells_every_hall_how_far_it_is(intake, hall):
    greet(intake, hall)
    deliver(intake, hall, 1, 20)
    (said,) = intake.resumption(NOW)
    assert said.topic == "atrium/v1/H-01/down/ack"
    assert decode(said.payload, Ack).upto == 20


def test_a_fact_of_a_kind_that_headquarters_does_not_know_is_kept(intake, hall, store):
    greet(intake, hall)
    hall.happen("SomethingNew", "V1", colour="green")
    assert deliver(intake, hall, 1, 21).upto == 21


def test_facts_that_a_restored_headquarters_can_no_longer_know_are_named(intake, hall, reader):
    hall.base, hall.first, hall.epoch = hall.rows[9][1], 11, "E2"
    greet(intake, hall)
    (issue,) = reader.issues(hall.hall)
    assert (issue.code, issue.seq) == ("gap", 1)
    assert "facts 1 to 10" in issue.detail


def test_what_a_restored_headquarters_lacks_comes_again_under_the_new_epoch(intake, hall, reader):
    greet(intake, hall)
    deliver(intake, hall, 1, 5)  # this much was in the backup
    hall.lineage = [(1, hall.base.hex())]
    hall.base, hall.first, hall.epoch = hall.rows[9][1], 11, "E2"
    assert greet(intake, hall).upto == 0
    assert deliver(intake, hall, 1, 20).upto == 20
    assert [issue.code for issue in reader.issues(hall.hall)] == ["epoch_renewed"]


def test_what_is_held_under_an_earlier_epoch_need_not_come_again(intake, hall):
    greet(intake, hall)
    deliver(intake, hall, 1, 10)
    hall.lineage = [(1, hall.base.hex())]
    hall.base, hall.first, hall.epoch = hall.rows[9][1], 11, "E2"
    assert greet(intake, hall).upto == 10


def test_a_gap_is_named_also_where_another_copy_of_the_card_has_gone_further(intake, hall, reader):
    greet(intake, hall)
    deliver(intake, hall, 1, 5)
    copied = hall.copy("boot-2")
    copied.base, copied.first, copied.epoch = copied.rows[4][1], 6, "E2"
    copied.happen_many(20)
    greet(intake, copied)
    deliver(intake, copied, 6, 40)
    hall.happen_many(10)
    hall.base, hall.first, hall.epoch = hall.rows[24][1], 26, "E3"
    greet(intake, hall)
    gaps = [issue for issue in reader.issues(hall.hall) if issue.code == "gap"]
    assert [(gap.epoch, gap.seq, "facts 6 to 25" in gap.detail) for gap in gaps] == [
        ("E3", 6, True)
    ]


@pytest.mark.parametrize("reason", [{"deep": [[[]]]}, None, 1.5], ids=["nested", "null", "float"])
def test_a_body_that_no_visit_is_made_of_stops_nobody(intake, hall, store, reader, reason):
    greet(intake, hall)
    hall.happen("VisitAbandoned", "V1", reason=reason)
    last = len(hall.rows)
    deliver(intake, hall, 1, last)
    assert held(store, hall) == last
    assert "misfit" in [issue.code for issue in reader.issues(hall.hall)]
