"""Booking at headquarters: only what was handed out, in one transaction; and what halls say."""

import base64
import contextlib
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from bookingoffice import HALL_SECRET, HOUR, NINE, NOW, SECRET, BookingOffice

from edge.domain import letters
from edge.domain.appointment_code import is_genuine, read_qr, read_typed
from edge.domain.booking import Booking, read_booking
from edge.domain.command import Command
from edge.domain.refusals import RefusedError
from sync.backoffice import schema
from sync.backoffice.bookings import Bookings, NotBookedError, Wanted
from sync.backoffice.signing import Signer, load_signer
from sync.backoffice.sqlite_store import SqliteStore
from sync.backoffice.store import StoreError
from sync.envelope import CommandMessage, decode

HALL = "H-01"


@pytest.fixture
def office(tmp_path):
    office = BookingOffice(tmp_path)
    yield office
    office.close()


def sent(office: BookingOffice) -> list[tuple[Command, bytes]]:
    """Return every command with its signature, as the hall would read them."""
    found = []
    for (payload,) in office.rows("SELECT payload FROM commands ORDER BY number"):
        message = decode(payload, CommandMessage, 32768)
        said = message.model_dump(exclude={"v", "sealed", "signature"})
        command = Command(**said, sealed=base64.b64decode(message.sealed))
        found.append((command, base64.b64decode(message.signature)))
    return found


def test_a_booking_is_a_signed_command_with_the_person_sealed_for_the_hall(office):
    booked = office.book(segments=("vip",), person={"name": "李四"})
    ((command, signature),) = sent(office)
    assert letters.headquarters_keys(SECRET).has_signed(command.signed_bytes(), signature)
    assert read_booking(command.args) == Booking(
        booked.appointment, "bill", NINE, NINE + HOUR, ("vip",)
    )
    words = letters.open_letter(HALL_SECRET, command.about, command.sealed)
    assert json.loads(words) == {"name": "李四"}
    assert (command.effect, command.expires) == ("idempotent", NINE + HOUR)
    assert "李四".encode() not in office.path.read_bytes()


def test_what_the_visitor_is_given_is_right_in_the_hall(office):
    booked = office.book(segments=("vip",))
    key = letters.code_key(HALL_SECRET, letters.headquarters_keys(SECRET).agreement)
    assert is_genuine(key, HALL, *read_typed(booked.code))
    shown, signature = read_qr(booked.qr)
    assert letters.headquarters_keys(SECRET).has_signed(shown.signed_bytes(), signature)
    assert (shown.appointment, shown.due, shown.segments) == (booked.appointment, NINE, ("vip",))
    assert office.bookings.given(HALL, booked.appointment) == booked


def test_no_more_is_booked_than_was_handed_out(office):
    for free in (2, 1):
        assert office.bookings.places(HALL, NOW)[0].free == free
        office.book()
    with pytest.raises(NotBookedError, match="all places"):
        office.book()
    office.tell("QuotaHanded", "bill", begins=NINE, ends=NINE + HOUR, count=3)
    office.book()


@pytest.mark.parametrize(
    "change",
    [{"service": "invoice"}, {"due": NINE - HOUR}, {"due": NINE + HOUR, "until": NINE + 2 * HOUR}],
)
def test_what_was_not_handed_out_is_not_booked(office, change):
    with pytest.raises(NotBookedError, match="no places"):
        office.book(**change)


@pytest.mark.parametrize(
    "change",
    [{"due": NINE + 1}, {"until": NINE}, {"segments": ("a,b",)}, {"person": {"n": "x" * 600}}],
)
def test_what_no_hall_would_take_leaves_nothing_behind(office, change):
    with pytest.raises(RefusedError):
        office.book(**change)
    assert office.rows("SELECT 1 FROM bookings") == office.rows("SELECT 1 FROM commands") == []


def test_two_who_book_at_once_never_share_a_place(office, tmp_path):
    office.tell("QuotaHanded", "bill", begins=NINE, ends=NINE + HOUR, count=20)

    def book_many(number: int) -> int:
        drawn = iter(range(number * 10_000, (number + 1) * 10_000))
        signer = Signer(SECRET, lambda size: next(drawn).to_bytes(size, "big"))
        booked = 0
        with contextlib.closing(Bookings(office.path, signer)) as bookings:
            for _attempt in range(15):
                with contextlib.suppress(NotBookedError):
                    bookings.book(HALL, Wanted("bill", NINE, NINE + HOUR), NOW)
                    booked += 1
        return booked

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(book_many, (1, 2))) == 20


def test_a_hall_that_never_showed_a_key_is_booked_into_by_nobody(tmp_path):
    office = BookingOffice(tmp_path)
    with pytest.raises(NotBookedError, match="never said hello"):
        office.bookings.book("H-77", Wanted("bill", NINE, NINE + HOUR), NOW)
    office.close()


def test_a_cancelled_place_is_free_when_the_hall_says_so(office):
    first, _second = office.book(), office.book()
    office.bookings.cancel(HALL, first.appointment, NOW)
    office.bookings.cancel(HALL, first.appointment, NOW)
    assert len(office.rows("SELECT 1 FROM commands")) == 3
    with pytest.raises(NotBookedError):
        office.book()
    office.tell("AppointmentCancelled", first.appointment, reason="visitor")
    office.book()


def test_what_is_not_booked_cannot_be_cancelled(office):
    booked = office.book()
    office.tell("AppointmentKept", booked.appointment, visit="V1", by="code", late=False)
    for appointment in (booked.appointment, "A-00000"):
        with pytest.raises(NotBookedError):
            office.bookings.cancel(HALL, appointment, NOW)


def test_the_hall_says_what_became_of_it(office):
    booked = office.book()
    office.tell(
        "AppointmentBooked",
        booked.appointment,
        service="bill",
        due=NINE,
        until=NINE + HOUR,
        segments=[],
    )
    office.end(office.command_of(booked.appointment), "done")
    assert (office.states(), office.results()) == ({booked.appointment: "booked"}, [("done", "")])
    office.tell("AppointmentMissed", booked.appointment)
    assert office.states() == {booked.appointment: "missed"}


def test_what_the_hall_refuses_is_an_issue_and_its_place_is_free(office):
    booked, _other = office.book(), office.book()
    office.end(office.command_of(booked.appointment), "refused", "no_place")
    assert office.states()[booked.appointment] == "refused"
    assert office.issues() == [("booking_refused", f"{booked.appointment}: refused no_place")]
    office.end(office.command_of(booked.appointment), "done")  # what was told first stays
    assert office.results()[0] == ("refused", "no_place")
    office.book()


@pytest.mark.parametrize("late", ["refused", "expired"])
def test_who_came_before_the_booking_did_has_come_whatever_its_command_ends_with(office, late):
    name = office.book().appointment
    office.tell("AppointmentBooked", name, service="bill", due=NINE, until=NINE + HOUR, segments=[])
    office.tell("AppointmentKept", name, visit="V1", by="qr", late=False)
    office.end(office.command_of(name), late, "")
    assert office.states() == {name: "kept"}
    assert office.issues() == []


def test_a_booking_that_headquarters_has_forgotten_is_learnt_from_the_hall(office):
    office.tell(
        "AppointmentBooked", "A-00007", service="bill", due=NINE, until=NINE + HOUR, segments=["x"]
    )
    assert office.bookings.places(HALL, NOW)[0].booked == 1


def test_a_restored_hall_is_asked_again_for_what_it_has_forgotten(office):
    kept = office.hall.copy()
    booked, gone = office.book(), office.book()
    office.tell(
        "AppointmentBooked",
        booked.appointment,
        service="bill",
        due=NINE,
        until=NINE + HOUR,
        segments=[],
    )
    office.end(office.command_of(booked.appointment), "done")
    office.end(office.command_of(gone.appointment), "refused", "no_place")
    kept.acked = 1
    office.hall = renewed(kept)
    office.greet()
    assert office.states() == {booked.appointment: "booked", gone.appointment: "refused"}
    assert office.results() == [("", ""), ("refused", "no_place")]


@pytest.mark.parametrize(("known", "left"), [(False, "refused"), (True, "booked")])
def test_who_came_after_their_command_was_over_is_booked_while_the_hall_knows_it(
    office, known, left
):
    forgetful = office.hall.copy()
    name = office.book().appointment
    office.end(office.command_of(name), "expired")
    office.tell("AppointmentBooked", name, service="bill", due=NINE, until=NINE + HOUR, segments=[])
    if known:
        forgetful = office.hall.copy()
    forgetful.acked = forgetful.last
    office.tell("AppointmentKept", name, visit="V1", by="qr", late=True)
    assert office.states() == {name: "kept"}
    office.hall = renewed(forgetful)
    office.greet()
    assert office.states() == {name: left}


def renewed(hall):
    """Return the hall under a new epoch, which begins behind what it knows to be held."""
    hall.lineage.append((hall.first, hall.base.hex()))
    hall.base, hall.first = hall._hash_at(hall.acked), hall.acked + 1
    hall.epoch += "x"
    hall.happen("EpochRenewed", "hall", epoch=hall.epoch, reason="restored")
    return hall


def test_a_booking_waits_until_a_restored_hall_has_handed_out_its_place_again(office):
    kept = office.hall.copy()
    kept.rows.clear()
    office.book()
    office.hall = renewed(kept)
    office.greet()
    assert office.store.offer(NOW + 5000) == []
    assert office.bookings.places(HALL, NOW)[0].handed == 0
    office.tell("QuotaHanded", "bill", begins=NINE, ends=NINE + HOUR, count=2)
    assert len(office.store.offer(NOW + 6000)) == 1


def test_a_booking_that_waits_for_ever_is_offered_once_it_is_over(office):
    kept = office.hall.copy()
    kept.rows.clear()
    office.book()
    office.hall = renewed(kept)
    office.greet()
    assert len(office.store.offer(NINE + HOUR)) == 1


ODD = [None, "text", 2**70, 1.5, [], {"a": 1}, True]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_a_fact_that_no_hall_in_order_sends_is_kept_and_tells_nothing(office, odd):
    office.tell("QuotaHanded", "bill", begins=odd, ends=NINE + HOUR, count=odd)
    office.tell("CommandEnded", "C-1", wanted=odd, result=odd, detail="", expires=0, fingerprint="")
    office.tell("AppointmentBooked", "A-1", service=odd, due=odd, until=odd, segments=odd)
    office.tell("AppointmentKept", "A-1", visit=odd, by="code", late=odd)
    assert office.store.cursor(HALL, "E1").upto == 5
    assert len(office.rows("SELECT 1 FROM quotas")) in (1, 2)
    assert office.states() == {}


# --- keys ---


def test_another_key_is_an_issue_until_a_person_trusts_it(office):
    other = letters.key_text(letters.public_of(bytes(32)))
    office.greet(key=other)
    assert [code for code, _detail in office.issues()] == ["hall_key_changed"]
    office.book()
    assert office.bookings.trust(HALL) == other
    office.greet(key=other)
    assert office.rows("SELECT count FROM issues") == [(1,)]


def test_the_secret_is_made_once_and_is_nobody_elses(tmp_path):
    path = tmp_path / "new" / "headquarters.key"
    first = load_signer(path)
    assert load_signer(path).public_keys == first.public_keys
    path.chmod(0o644)
    with pytest.raises(StoreError, match="others may read it"):
        load_signer(path)
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(StoreError, match="expected 32 bytes"):
        load_signer(path)


# --- the database ---


def test_a_database_of_the_first_schema_opens_and_books(tmp_path):
    path = tmp_path / "hq.db"
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(schema._FIRST)
        old.executescript(
            "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT,"
            " name TEXT, applied_at TEXT);"
            "INSERT INTO _sqlite_migrations VALUES (1, 'backoffice', 'facts_cursors_visits', '');"
            "INSERT INTO halls VALUES ('H-01', 'E1', 'S', 1, 5, 0, 0, '{}');"
            "PRAGMA user_version = 1"
        )
    for _again in range(2):
        SqliteStore(path).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT hall, key FROM halls").fetchall() == [("H-01", "")]
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
