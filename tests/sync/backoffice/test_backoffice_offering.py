"""Which commands a hall is offered when."""

from bookingoffice import NINE, NOW, BookingOffice
from hypothesis import given
from hypothesis import strategies as st

from sync.backoffice.intake import Intake
from sync.backoffice.offering import WINDOW, OpenCommand, due, in_turn, next_at, pause_ms
from sync.envelope import Bye


def command(number: int, subject: str = "", **changes) -> OpenCommand:
    fields = {"expires": 1000, "offers": 0, "offer_at": 0, **changes}
    return OpenCommand(number, subject or f"S{number}", **fields)


def test_commands_about_the_same_go_one_after_another():
    commands = [command(1, "A"), command(2, "B"), command(3, "A")]
    assert [each.number for each in in_turn(commands, 0)] == [1, 2]


def test_a_command_that_is_withheld_holds_up_nothing_else_and_goes_when_it_has_expired():
    commands = [command(1, withheld=True), command(2)]
    assert [each.number for each in in_turn(commands, 999)] == [2]
    assert [each.number for each in in_turn(commands, 1000)] == [1, 2]


def test_no_more_are_under_way_than_the_window():
    commands = [command(number) for number in range(3 * WINDOW)]
    assert len(list(in_turn(commands, 0))) == WINDOW
    waiting = [command(number, offer_at=50) for number in range(3 * WINDOW)]
    assert due(waiting, 0) == []
    assert next_at(in_turn(waiting, 0)) == 50
    assert next_at([]) is None


@given(st.integers(0, 10**6))
def test_pauses_double_up_to_a_minute(offers: int):
    assert 1000 <= pause_ms(offers) <= pause_ms(offers + 1) <= 60_000


def test_a_command_is_said_again_with_growing_pauses_until_the_hall_has_ended_it(tmp_path):
    office = BookingOffice(tmp_path)
    booked = office.book()
    intake, said, now = Intake(office.store, 4), [], NOW
    while now < NOW + 30_000:
        said += [(now - NOW, message.topic) for message in intake.offers(now)]
        now += 500
    topic = "atrium/v1/H-01/down/command"
    assert said == [(0, topic), (1000, topic), (3000, topic), (7000, topic), (15000, topic)]
    assert intake.next_offer_at(now) == NOW + 31_000
    office.end(office.command_of(booked.appointment), "done")
    assert (intake.offers(now + 60_000), intake.next_offer_at(now)) == ([], None)
    office.close()


def test_a_hall_that_is_away_is_offered_nothing_and_at_its_hello_everything(tmp_path):
    office = BookingOffice(tmp_path)
    office.book()
    office.store.offer(NOW)
    office.store.farewell(Bye(hall="H-01", session="S1"), NOW)
    assert office.store.offer(NOW + 60_000) == []
    assert office.store.next_offer_at(NOW) is None
    office.greet(at=NOW + 60_000)
    assert office.store.offer(NOW + 60_999) == []
    assert len(office.store.offer(NOW + 61_000)) == 1
    office.close()


def test_a_hall_that_never_answers_is_an_issue_once(tmp_path):
    office = BookingOffice(tmp_path)
    office.book()
    for _offer in range(12):
        office.store.offer(office.store.next_offer_at(NOW))
    assert [code for code, _detail in office.issues()] == ["command_unanswered"]
    assert office.rows("SELECT count FROM issues") == [(1,)]
    office.close()


def test_a_cancellation_waits_for_its_booking(tmp_path):
    office = BookingOffice(tmp_path)
    booked = office.book()
    office.bookings.cancel("H-01", booked.appointment, NOW)
    assert len(office.store.offer(NOW)) == 1
    office.end(office.command_of(booked.appointment), "done")
    assert len(office.store.offer(NOW)) == 1
    assert office.rows("SELECT kind, offers FROM commands") == [
        ("appointment.book", 1),
        ("appointment.cancel", 1),
    ]
    office.close()


def test_what_has_ended_long_ago_is_forgotten(tmp_path):
    office = BookingOffice(tmp_path)
    booked = office.book()
    office.end(office.command_of(booked.appointment), "done")
    office.book()
    office.greet(at=NINE + 40 * 24 * 3_600_000)
    assert office.results() == [("", "")]
    office.close()
