"""Appointments in a hall: handed out, booked, cancelled, shown by whoever comes, missed."""

import dataclasses
from pathlib import Path

import pytest
from edgefakes import HALL_KEY, TestedHall, hall_on, in_virtual_time, restarted
from headquarters_of_tests import (
    BOOKABLE,
    HEADQUARTERS,
    PERSON,
    TestedHeadquarters,
    at,
    bookable,
)

from edge.domain import facts as f
from edge.domain.appointment_code import BadCodeError
from edge.domain.appointments import (
    AppointmentCancelledError,
    AppointmentEarlyError,
    AppointmentOverError,
    CheckIn,
    UnknownAppointmentError,
    booked_in,
)
from edge.domain.command import BadSignatureError, OtherHallError
from edge.domain.guessing import CodeLockedError, WrongCodeError
from edge.domain.now import Stretch
from edge.domain.refusals import UnknownServiceError
from edge.journal import keys

FAR_AHEAD, FRIDAY = bookable(days_ahead=4), "2026-03-06T18:00"
HALF_PAST_NINE = Stretch("bill", at("09:30"), at("10:00"))


async def open_to_booking(tmp_path: Path) -> TestedHall:
    tested = await hall_on(tmp_path, settings=BOOKABLE)
    await tested.hall.tick()
    return tested


async def booked(tmp_path: Path, person: dict[str, str] | None = None) -> TestedHall:
    """Return a hall in which A-00001 is booked for half past nine; it is 9:20."""
    tested = await open_to_booking(tmp_path)
    assert await result(tested, HEADQUARTERS.booking(person=person)) == ("done", "")
    tested.clock.set_local("2026-03-02T09:20")
    return tested


async def result(tested: TestedHall, command) -> tuple[str, str]:
    body = (await HEADQUARTERS.ask(tested, command)).body
    return body["result"], body["detail"]


async def ticket(tested: TestedHall, checked: CheckIn) -> str:
    """Take the ticket of somebody who was checked in, and return the visit."""
    reserved = f.TicketReserved(
        f"V-{checked.appointment}-{tested.hall.recorder.working.seq}",
        1,
        checked.service,
        "A001",
        1,
        0,
        "none",
        0,
        segments=list(checked.segments),
        appointment=checked.appointment,
        due=checked.due,
        ready=checked.ready,
    )
    issued = f.TicketIssued(reserved.subject, 1, "none")
    behind = checked.behind(reserved.subject)
    await tested.hall.recorder.record(*checked.before, reserved, *behind, issued)
    return reserved.subject


def appointment(tested: TestedHall, name: str = "A-00001"):
    return tested.hall.recorder.committed.appointments[name]


# --- handed out ---


@in_virtual_time
async def test_the_hall_hands_out_what_is_planned_once(tmp_path: Path):
    tested = await open_to_booking(tmp_path)
    await tested.hall.tick()
    handed = [each.fact for each in tested.facts() if isinstance(each.fact, f.QuotaHanded)]
    assert len(handed) == 8  # four half hours, today and tomorrow
    assert handed[1] == f.QuotaHanded("bill", at("09:30"), at("10:00"), 2)
    again = await restarted(tested, BOOKABLE)
    await again.hall.tick()
    assert again.kinds().count("QuotaHanded") == 8


# --- booked ---


@in_virtual_time
async def test_a_booking_keeps_the_person_sealed(tmp_path: Path):
    tested = await booked(tmp_path, PERSON)
    fact = tested.facts()[-2]
    assert fact.fact == f.AppointmentBooked("A-00001", "bill", at("09:30"), at("10:00"), ["vip"])
    key = tested.committer.keys.key(HALL_KEY, "A-00001")
    assert keys.unseal(key, "A-00001", fact.sealed) == PERSON
    assert appointment(tested).seq == fact.seq


@in_virtual_time
async def test_no_more_is_booked_than_was_handed_out(tmp_path: Path):
    tested = await open_to_booking(tmp_path)
    for number in (1, 2):
        assert await result(tested, HEADQUARTERS.booking(f"A-0000{number}")) == ("done", "")
    assert await result(tested, HEADQUARTERS.booking("A-00003")) == ("refused", "no_place")
    assert await result(tested, HEADQUARTERS.booking("A-00003", "10:00")) == ("done", "")
    state = tested.hall.recorder.committed
    assert booked_in(state.appointments, HALF_PAST_NINE) == 2


@in_virtual_time
async def test_a_cancelled_booking_gives_its_place_back(tmp_path: Path):
    tested = await open_to_booking(tmp_path)
    for number in (1, 2):
        await result(tested, HEADQUARTERS.booking(f"A-0000{number}"))
    assert await result(tested, HEADQUARTERS.cancellation()) == ("done", "")
    assert await result(tested, HEADQUARTERS.cancellation()) == ("done", "already")
    assert await result(tested, HEADQUARTERS.booking("A-00003")) == ("done", "")
    assert tested.kinds().count("AppointmentCancelled") == 1


@pytest.mark.parametrize(
    ("command", "detail"),
    [
        (HEADQUARTERS.booking("A-00007", service="supplies"), "unknown_service"),
        (HEADQUARTERS.booking("A-00007", service="payment"), "unknown_service"),
        (HEADQUARTERS.booking("A-00007", service="invoice"), "no_place"),
        (HEADQUARTERS.booking("A-00007", due="11:00"), "no_place"),
        (HEADQUARTERS.booking("A-00007", due="2026-03-01T09:30"), "appointment_past"),
        (HEADQUARTERS.booking("A-00001", due="10:00"), "appointment_exists"),
        (HEADQUARTERS.command("appointment.book", "{}"), "bad_args"),
        (HEADQUARTERS.command("appointment.book", "[" * 5000), "bad_args"),
        (HEADQUARTERS.command("appointment.book", '{"appointment": 5}'), "bad_args"),
        (dataclasses.replace(HEADQUARTERS.booking("A-00007"), sealed=b"\x01" * 80), "bad_args"),
        (HEADQUARTERS.command("appointment.cancel", "{}"), "bad_args"),
        (HEADQUARTERS.cancellation("A-00008"), "unknown_appointment"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(tmp_path: Path, command, detail: str):
    @in_virtual_time
    async def asked():
        tested = await booked(tmp_path)
        assert await result(tested, command) == ("refused", detail)
        assert list(tested.hall.recorder.committed.appointments) == ["A-00001"]

    asked()


@in_virtual_time
async def test_a_letter_for_another_command_opens_nothing(tmp_path: Path):
    tested = await open_to_booking(tmp_path)
    letter = HEADQUARTERS.booking(person=PERSON).sealed
    command = dataclasses.replace(HEADQUARTERS.booking(), sealed=letter)
    assert await result(tested, command) == ("refused", "bad_args")


# --- by code ---


@in_virtual_time
async def test_a_code_is_read_as_people_type_it(tmp_path: Path):
    tested = await booked(tmp_path)
    code = HEADQUARTERS.code()
    for typed in (code, code.lower(), code.replace("-", " "), f" {code.replace('-', '')} "):
        checked = tested.hall.appointments.check_in(typed, "ticket-1")
        assert checked == CheckIn(
            "A-00001",
            "bill",
            ("vip", "appointment"),
            at("09:30"),
            at("09:25"),
            late=False,
            by="code",
        )


@in_virtual_time
async def test_whoever_comes_gets_one_ticket_however_often_they_show_it(tmp_path: Path):
    tested = await booked(tmp_path)
    visit = await ticket(tested, tested.hall.appointments.check_in(HEADQUARTERS.code(), "t"))
    assert appointment(tested).visit == visit
    for shown in (HEADQUARTERS.code(), HEADQUARTERS.qr()):
        again = tested.hall.appointments.check_in(shown, "t")
        assert again.visit == visit
    assert tested.hall.appointments.check_in_by_staff("A-00001").visit == visit


@in_virtual_time
async def test_a_ticket_that_was_voided_was_nobodys(tmp_path: Path):
    tested = await booked(tmp_path)
    checked = tested.hall.appointments.check_in(HEADQUARTERS.code(), "t")
    reserved = f.TicketReserved("V1", 1, "bill", "A001", 1, 0, "paper", 0)
    await tested.hall.recorder.record(reserved, *checked.behind("V1"))
    await tested.hall.recorder.record(f.TicketVoided("V1", 1, "interrupted"))
    assert tested.hall.appointments.check_in(HEADQUARTERS.code(), "t") == checked


@in_virtual_time
async def test_early_and_late(tmp_path: Path):
    tested = await booked(tmp_path)
    check_in = tested.hall.appointments.check_in
    tested.clock.set_local("2026-03-02T08:29")
    with pytest.raises(AppointmentEarlyError) as early:
        check_in(HEADQUARTERS.code(), "t")
    assert early.value.details == {"due": at("09:30"), "earliest": at("08:30")}
    tested.clock.set_local("2026-03-02T09:40")
    assert not check_in(HEADQUARTERS.code(), "t").late
    tested.clock.set_local("2026-03-02T09:41")
    late = check_in(HEADQUARTERS.code(), "t")
    assert (late.late, late.due, late.ready, late.segments) == (True, 0, 0, ("vip",))
    await ticket(tested, late)
    assert [each.fact.late for each in tested.facts() if each.fact.kind == "AppointmentKept"] == [
        True
    ]
    tested.clock.set_local("2026-03-02T13:31")
    with pytest.raises(AppointmentOverError):
        check_in(HEADQUARTERS.qr("A-00002"), "t")


@in_virtual_time
async def test_a_place_that_nobody_takes_is_free_for_others_and_the_late_get_a_ticket(
    tmp_path: Path,
):
    tested = await booked(tmp_path)
    tested.clock.set_local("2026-03-02T09:44")
    await tested.hall.appointments.tick()
    assert not appointment(tested).over
    tested.clock.set_local("2026-03-02T09:45")
    await tested.hall.appointments.tick()
    await tested.hall.appointments.tick()
    assert tested.kinds().count("AppointmentMissed") == 1
    assert tested.hall.appointments.check_in(HEADQUARTERS.code(), "t").late
    assert await result(tested, HEADQUARTERS.cancellation()) == ("refused", "appointment_used")


@in_virtual_time
async def test_a_cancelled_appointment_says_so_today_and_on_its_day(tmp_path: Path):
    tested = await open_to_booking(tmp_path)
    tomorrow = "2026-03-03T09:30"
    lasts = at("2026-03-03T18:00")
    await result(tested, HEADQUARTERS.booking(due=tomorrow, expires=lasts))
    await result(tested, HEADQUARTERS.cancellation())
    for local in ("2026-03-02T10:00", "2026-03-03T09:20"):
        tested.clock.set_local(local)
        await tested.hall.tick()
        for shown in (HEADQUARTERS.code(), HEADQUARTERS.qr(due=tomorrow)):
            with pytest.raises(AppointmentCancelledError):
                tested.hall.appointments.check_in(shown, "t")


@in_virtual_time
async def test_a_code_whose_booking_has_not_come_is_told_apart_from_a_wrong_one(tmp_path: Path):
    tested = await open_to_booking(tmp_path)
    with pytest.raises(UnknownAppointmentError):
        tested.hall.appointments.check_in(HEADQUARTERS.code("A-00002"), "t")
    with pytest.raises(WrongCodeError):
        tested.hall.appointments.check_in(TestedHeadquarters(bytes(32)).code(), "t")
    with pytest.raises(BadCodeError):
        tested.hall.appointments.check_in("1234", "t")


@in_virtual_time
async def test_nobody_can_try_codes_for_long(tmp_path: Path):
    tested = await booked(tmp_path)
    check_in = tested.hall.appointments.check_in
    wrong = HEADQUARTERS.code()[:-1] + ("0" if HEADQUARTERS.code()[-1] != "0" else "1")
    for _ in range(5):
        with pytest.raises(WrongCodeError):
            check_in(wrong, "t1")
    with pytest.raises(CodeLockedError) as locked:
        check_in(HEADQUARTERS.code(), "t1")
    assert 0 < locked.value.details["wait_s"] <= 60
    assert check_in(HEADQUARTERS.code(), "t2").appointment == "A-00001"
    assert check_in(HEADQUARTERS.qr(), "t1").appointment == "A-00001"
    tested.clock.pass_s(61)
    with pytest.raises(WrongCodeError):
        check_in(wrong, "t1")
    with pytest.raises(CodeLockedError):
        check_in(wrong, "t1")


# --- by QR code, before the booking has come ---


@in_virtual_time
async def test_a_qr_code_lets_in_before_its_booking_has_come_and_makes_no_double(tmp_path: Path):
    tested = await open_to_booking(tmp_path)
    tested.clock.set_local("2026-03-02T09:20")
    visit = await ticket(tested, tested.hall.appointments.check_in(HEADQUARTERS.qr(), "t"))
    assert appointment(tested).visit == visit
    assert await result(tested, HEADQUARTERS.booking(person=PERSON)) == ("done", "already")
    assert tested.kinds().count("AppointmentBooked") == 1
    assert tested.hall.appointments.check_in(HEADQUARTERS.code(), "t").visit == visit
    assert await result(tested, HEADQUARTERS.cancellation()) == ("refused", "appointment_used")
    assert "A-00001" not in tested.committer.keys.visits()


@in_virtual_time
async def test_a_qr_code_beyond_what_was_handed_out_is_an_ordinary_ticket(tmp_path: Path):
    tested = await booked(tmp_path)
    await result(tested, HEADQUARTERS.booking("A-00002"))
    checked = tested.hall.appointments.check_in(HEADQUARTERS.qr("A-00003"), "t")
    assert (checked.appointment, checked.segments, checked.due) == ("", ("vip",), 0)
    await ticket(tested, checked)
    assert "A-00003" not in tested.hall.recorder.committed.appointments


@in_virtual_time
async def test_a_qr_code_that_is_not_headquarters_own_lets_nobody_in(tmp_path: Path):
    tested = await open_to_booking(tmp_path)
    check_in = tested.hall.appointments.check_in
    with pytest.raises(BadSignatureError):
        check_in(TestedHeadquarters(bytes(32)).qr(), "t")
    with pytest.raises(OtherHallError):
        check_in(TestedHeadquarters(hall="H-02").qr(), "t")
    with pytest.raises(UnknownServiceError):
        check_in(HEADQUARTERS.qr(service="supplies"), "t")
    with pytest.raises(AppointmentEarlyError):
        check_in(HEADQUARTERS.qr(due="2026-03-03T09:30"), "t")


@in_virtual_time
async def test_a_qr_code_shown_to_a_scanner_is_that_visits_for_as_long_as_it_lasts(tmp_path: Path):
    tested = await booked(tmp_path)
    visit = await tested.hall.identity.identify_by_code("scanner-1", HEADQUARTERS.qr())
    other = await tested.hall.identity.identify_by_code("scanner-1", "0123456789AB")
    check_in = tested.hall.appointments.check_in_by_identity
    await tested.hall.tick()
    assert check_in(visit).by == "qr"
    with pytest.raises(UnknownAppointmentError):
        check_in(other)
    await tested.hall.identity.abandon(visit)
    await tested.hall.appointments.tick()
    with pytest.raises(UnknownAppointmentError):
        check_in(visit)


# --- by identity card ---


@in_virtual_time
async def test_a_card_finds_the_appointment_of_its_holder_also_after_a_restart(tmp_path: Path):
    tested = await booked(tmp_path, PERSON)
    for restarts in (False, True):
        tested = await restarted(tested, BOOKABLE) if restarts else tested
        appointments = tested.hall.appointments
        assert appointments.seen("V1", PERSON["number"])
        assert appointments.check_in_by_identity("V1").by == "card"
        assert not appointments.seen("V2", "11010119900101123X")
        with pytest.raises(UnknownAppointmentError):
            appointments.check_in_by_identity("V2")


@in_virtual_time
async def test_of_two_appointments_a_card_finds_the_nearer(tmp_path: Path):
    tested = await booked(tmp_path, PERSON)
    await result(tested, HEADQUARTERS.booking("A-00002", "10:30", person=PERSON))
    tested.clock.set_local("2026-03-02T10:20")
    assert tested.hall.appointments.seen("V1", PERSON["number"])
    assert tested.hall.appointments.check_in_by_identity("V1").appointment == "A-00002"


@in_virtual_time
async def test_no_identity_number_stands_in_the_journal_or_among_the_finders(tmp_path: Path):
    tested = await booked(tmp_path, PERSON)
    number = PERSON["number"].encode()
    for file in tmp_path.iterdir():
        if file.is_file():
            assert number not in file.read_bytes(), file.name
    assert len(tested.committer.keys.finders()) == 1


# --- keys ---


@in_virtual_time
async def test_keys_live_as_long_as_their_appointment(tmp_path: Path):
    tested = await open_to_booking(tmp_path)
    tomorrow, lasts = "2026-03-03T09:30", at("2026-03-03T18:00")
    for name, due in (("A-00001", "09:00"), ("A-00002", tomorrow), ("A-00003", tomorrow)):
        command = HEADQUARTERS.booking(name, due, person=PERSON, expires=lasts)
        assert await result(tested, command) == ("done", "")
    await result(tested, HEADQUARTERS.cancellation("A-00003"))
    assert set(tested.committer.keys.visits()) == {"A-00001", "A-00002", "A-00003"}
    tested = await restarted(tested, BOOKABLE)
    assert set(tested.committer.keys.visits()) == {"A-00001", "A-00002", "A-00003"}
    tested.clock.set_local("2026-03-03T04:30")
    await tested.hall.tick()
    assert tested.committer.keys.visits() == ["A-00002"]
    assert [name for name, _finder in tested.committer.keys.finders()] == ["A-00002"]
    assert (await restarted(tested, BOOKABLE)).committer.keys.visits() == ["A-00002"]


@in_virtual_time
async def test_a_key_of_days_ago_lives_till_its_appointment_is_over_and_no_day_longer(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path, settings=FAR_AHEAD)
    await tested.hall.tick()
    names = {"A-00001": "09:00", "A-00002": "09:30", "A-00003": "10:00", "A-00004": "10:30"}
    for name, due in names.items():
        on_friday = f"2026-03-06T{due}"
        command = HEADQUARTERS.booking(name, on_friday, person=PERSON, expires=at(FRIDAY))
        assert await result(tested, command) == ("done", "")
    for day in ("2026-03-03T04:30", "2026-03-04T04:30", "2026-03-05T04:30", "2026-03-06T04:30"):
        tested = await restarted(tested, FAR_AHEAD)
        tested.clock.set_local(day)
        await tested.hall.tick()
        assert known_persons(tested) == dict.fromkeys(names, PERSON), day
    # Of four one has cancelled, one comes, and two stay away.
    cancelled = HEADQUARTERS.cancellation("A-00003")
    asked = dataclasses.replace(cancelled, expires=at(FRIDAY))
    assert await result(tested, asked) == ("done", "")
    tested.clock.set_local("2026-03-06T08:55")
    await ticket(tested, tested.hall.appointments.check_in_by_staff("A-00001"))
    tested.clock.set_local("2026-03-06T11:00")
    await tested.hall.tick()
    assert [each.over for each in tested.hall.recorder.committed.appointments.values()] == [
        "",
        "missed",
        "visitor",
        "missed",
    ]
    tested = await restarted(tested, FAR_AHEAD)
    assert known_persons(tested) == dict.fromkeys(names, PERSON)
    tested.clock.set_local("2026-03-07T04:30")
    await tested.hall.tick()
    assert tested.committer.keys.visits() == []
    assert tested.committer.keys.finders() == []
    assert (await restarted(tested, FAR_AHEAD)).committer.keys.visits() == []


def known_persons(tested: TestedHall) -> dict[str, object]:
    """Return who can still be read of those who booked, by their appointment."""
    sealed = {
        each.fact.subject: each.sealed
        for each in tested.facts()
        if isinstance(each.fact, f.AppointmentBooked)
    }
    return {
        name: keys.unseal(tested.committer.keys.key(HALL_KEY, name), name, sealed[name] or b"")
        for name in tested.committer.keys.visits()
    }


@in_virtual_time
async def test_staff_see_what_is_to_come_without_a_name(tmp_path: Path):
    tested = await booked(tmp_path, PERSON)
    await result(tested, HEADQUARTERS.booking("A-00002", "09:00"))
    listed = tested.hall.appointments.listed()
    assert [(each["appointment"], each["state"]) for each in listed] == [
        ("A-00002", "booked"),
        ("A-00001", "booked"),
    ]
    assert "李四" not in repr(listed)


@in_virtual_time
async def test_a_screen_hears_of_the_appointment_of_whoever_stands_before_it(tmp_path: Path):
    tested = await booked(tmp_path)
    use = tested.hall.appointments
    use.scanned("V1", HEADQUARTERS.qr())
    assert use.expected("V1") == {"shown": "qr", "service": "bill", "due": at("09:30")}
    use.scanned("V2", TestedHeadquarters(bytes(32)).qr())
    assert use.expected("V2") == {"shown": "qr", "service": "", "due": 0}
    assert use.expected("V3") is None
