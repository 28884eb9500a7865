"""Commands of headquarters: taken once, each with a result; others change nothing."""

import asyncio
import dataclasses
from pathlib import Path

import pytest
from edgefakes import TestedHall, hall_on, in_virtual_time, restarted
from headquarters_of_tests import BOOKABLE, HEADQUARTERS, PERSON, TestedHeadquarters, at

from edge.domain import facts as f
from edge.domain.command import (
    BadSignatureError,
    ClockUnsyncedError,
    Command,
    CommandReusedError,
    NoHeadquartersError,
    OtherHallError,
)
from edge.domain.refusals import OutOfServiceError, RefusedError, UnknownDeviceError
from edge.journal.store import JournalReader


async def bookable(tmp_path: Path) -> TestedHall:
    tested = await hall_on(tmp_path, settings=BOOKABLE)
    await tested.hall.tick()
    return tested


def ended(tested: TestedHall) -> list[tuple[str, str, str]]:
    return [
        (each.fact.subject, each.fact.result, each.fact.detail)
        for each in tested.facts()
        if isinstance(each.fact, f.CommandEnded)
    ]


async def confirm_all(tested: TestedHall) -> None:
    """Be headquarters, which holds everything there is."""
    upto = tested.hall.recorder.committed.seq
    reader = JournalReader(tested.committer.state / "journal.db")
    head = reader.hash_at(upto)
    reader.close()
    await tested.hall.uplink.acknowledge(tested.hall.recorder.committed.epoch, upto, head, head)
    await tested.hall.inbox.proceed()


class Door:
    """Something that must not be done twice."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.opened: list[str] = []
        self.trouble = trouble

    async def open(self, command: Command) -> None:
        self.opened.append(command.command)
        await asyncio.sleep(0)
        if self.trouble is not None:
            raise self.trouble


def opening(tested: TestedHall) -> Command:
    epoch = tested.hall.recorder.committed.epoch
    return HEADQUARTERS.command("door.open", effect="at_most_once", epoch=epoch)


@in_virtual_time
async def test_a_command_that_comes_again_does_nothing_and_says_its_result(tmp_path: Path):
    tested = await bookable(tmp_path)
    booking = HEADQUARTERS.booking()
    answers = [await HEADQUARTERS.ask(tested, booking) for _ in range(3)]
    assert [answer.body["result"] for answer in answers] == ["done"] * 3
    assert ended(tested) == [(booking.command, "done", "")]
    assert tested.kinds().count("AppointmentBooked") == 1


@in_virtual_time
async def test_a_command_that_comes_twice_at_once_is_done_once(tmp_path: Path):
    tested = await bookable(tmp_path)
    booking = HEADQUARTERS.booking()
    await asyncio.gather(*(HEADQUARTERS.ask(tested, booking) for _ in range(5)))
    assert tested.kinds().count("AppointmentBooked") == 1


@in_virtual_time
async def test_a_command_is_known_after_a_restart_and_a_new_day(tmp_path: Path):
    tested = await bookable(tmp_path)
    booking = HEADQUARTERS.booking(due="2026-03-03T09:30", expires=at("2026-03-03T10:00"))
    await HEADQUARTERS.ask(tested, booking)
    tested = await restarted(tested, BOOKABLE)
    tested.clock.set_local("2026-03-03T08:30")
    await tested.hall.tick()
    assert tested.hall.recorder.committed.day == "2026-03-03"
    assert (await HEADQUARTERS.ask(tested, booking)).body["result"] == "done"
    assert len(ended(tested)) == 1
    assert list(tested.hall.recorder.committed.appointments) == ["A-00001"]


@in_virtual_time
async def test_an_unknown_kind_ends_as_unknown(tmp_path: Path):
    tested = await bookable(tmp_path)
    command = HEADQUARTERS.command("coffee.brew")
    assert (await HEADQUARTERS.ask(tested, command)).body["result"] == "unknown"
    assert ended(tested) == [(command.command, "unknown", "")]


@in_virtual_time
async def test_an_expired_command_ends_as_expired_and_changes_nothing(tmp_path: Path):
    tested = await bookable(tmp_path)
    command = HEADQUARTERS.booking(expires=at("08:30"))
    assert (await HEADQUARTERS.ask(tested, command)).body["result"] == "expired"
    assert "AppointmentBooked" not in tested.kinds()


@in_virtual_time
async def test_a_clock_that_is_not_right_ends_nothing_that_does_no_harm(tmp_path: Path):
    tested = await bookable(tmp_path)
    tested.clock.trust = "unsynced"
    assert (await HEADQUARTERS.ask(tested, HEADQUARTERS.booking())).body["result"] == "done"


@in_virtual_time
async def test_what_must_not_be_done_twice_waits_for_the_right_time(tmp_path: Path):
    tested = await bookable(tmp_path)
    tested.hall.inbox.does("door.open", Door().open)
    tested.clock.trust = "unsynced"
    with pytest.raises(ClockUnsyncedError):
        await HEADQUARTERS.ask(tested, opening(tested))
    assert "CommandReceived" not in tested.kinds()


STRANGER = TestedHeadquarters(bytes(32))
ELSEWHERE = TestedHeadquarters(hall="H-02")


@pytest.mark.parametrize(
    ("command", "signature", "error"),
    [
        (HEADQUARTERS.booking("A-00009"), STRANGER.signature, BadSignatureError),
        (HEADQUARTERS.booking("A-00009"), lambda _command: b"", BadSignatureError),
        (ELSEWHERE.booking("A-00009"), ELSEWHERE.signature, OtherHallError),
    ],
    ids=["a stranger's", "none", "for another hall"],
)
def test_what_is_not_headquarters_own_is_counted_and_changes_nothing(
    tmp_path: Path, command: Command, signature, error: type[RefusedError]
):
    @in_virtual_time
    async def asked():
        tested = await bookable(tmp_path)
        before = tested.kinds()
        for _ in range(3):
            with pytest.raises(error):
                await tested.hall.inbox.take(command, signature(command))
        assert tested.hall.inbox.refused == {error.code: 3}
        assert tested.kinds() == before

    asked()


@in_virtual_time
async def test_no_field_of_a_command_can_be_changed_on_the_way(tmp_path: Path):
    tested = await bookable(tmp_path)
    command = HEADQUARTERS.booking(person=PERSON)
    signature = HEADQUARTERS.signature(command)
    for changes in (
        {"command": "C-other"},
        {"kind": "appointment.cancel"},
        {"effect": "at_most_once"},
        {"epoch": "E"},
        {"issued": command.issued + 1},
        {"expires": command.expires + 1},
        {"args": command.args + " "},
        {"sealed": b""},
    ):
        with pytest.raises(BadSignatureError):
            await tested.hall.inbox.take(dataclasses.replace(command, **changes), signature)


@in_virtual_time
async def test_a_hall_without_a_key_of_headquarters_takes_nothing(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tick()
    with pytest.raises(NoHeadquartersError):
        await HEADQUARTERS.ask(tested, HEADQUARTERS.booking())
    assert "QuotaHanded" not in tested.kinds()


@in_virtual_time
async def test_another_command_under_the_same_name_is_refused(tmp_path: Path):
    tested = await bookable(tmp_path)
    command = HEADQUARTERS.booking()
    await HEADQUARTERS.ask(tested, command)
    other = dataclasses.replace(HEADQUARTERS.booking("A-00002"), command=command.command)
    with pytest.raises(CommandReusedError):
        await HEADQUARTERS.ask(tested, other)


@in_virtual_time
async def test_a_commit_that_failed_has_done_nothing_and_the_command_may_come_again(
    tmp_path: Path,
):
    tested = await bookable(tmp_path)
    command = HEADQUARTERS.booking(person=PERSON)
    tested.committer.refuses = True
    with pytest.raises(OutOfServiceError):
        await HEADQUARTERS.ask(tested, command)
    tested.committer.refuses = False
    await asyncio.sleep(5)
    assert (await HEADQUARTERS.ask(tested, command)).body["result"] == "done"
    assert tested.kinds().count("AppointmentBooked") == 1


@in_virtual_time
async def test_what_must_not_be_done_twice_is_done_when_headquarters_knows_of_it(tmp_path: Path):
    tested = await bookable(tmp_path)
    door = Door()
    tested.hall.inbox.does("door.open", door.open)
    command = opening(tested)
    assert (await HEADQUARTERS.ask(tested, command)).body["result"] == "received"
    await tested.hall.inbox.proceed()
    assert door.opened == []
    await confirm_all(tested)
    assert door.opened == [command.command]
    assert ended(tested) == [(command.command, "done", "")]
    await HEADQUARTERS.ask(tested, command)
    await confirm_all(tested)
    assert door.opened == [command.command]


@in_virtual_time
async def test_what_a_restart_cut_short_is_uncertain_and_never_begun_again(tmp_path: Path):
    tested = await bookable(tmp_path)
    tested.hall.inbox.does("door.open", Door().open)
    command = opening(tested)
    await HEADQUARTERS.ask(tested, command)
    again = await restarted(tested, BOOKABLE)
    door = Door()
    again.hall.inbox.does("door.open", door.open)
    await confirm_all(again)
    assert (await HEADQUARTERS.ask(again, command)).body["result"] == "uncertain"
    assert door.opened == []
    assert ended(again) == [(command.command, "uncertain", "")]


@in_virtual_time
async def test_a_command_for_an_earlier_journal_is_superseded(tmp_path: Path):
    tested = await bookable(tmp_path)
    door = Door()
    tested.hall.inbox.does("door.open", door.open)
    command, waiting = opening(tested), opening(tested)
    await HEADQUARTERS.ask(tested, waiting)
    await tested.hall.uplink.renew_epoch(tested.hall.recorder.committed.epoch, "restored")
    assert (await HEADQUARTERS.ask(tested, command)).body["result"] == "superseded"
    await confirm_all(tested)
    assert (await HEADQUARTERS.ask(tested, waiting)).body["result"] == "superseded"
    assert door.opened == []


@in_virtual_time
async def test_what_could_not_be_done_is_refused_with_a_code(tmp_path: Path):
    tested = await bookable(tmp_path)
    tested.hall.inbox.does("door.open", Door(UnknownDeviceError("no door")).open)
    command = opening(tested)
    await HEADQUARTERS.ask(tested, command)
    await confirm_all(tested)
    assert ended(tested) == [(command.command, "refused", "unknown_device")]


@in_virtual_time
async def test_a_fault_of_the_hall_itself_leaves_the_command_uncertain(tmp_path: Path):
    tested = await bookable(tmp_path)
    door = Door(ZeroDivisionError())
    tested.hall.inbox.does("door.open", door.open)
    command = opening(tested)
    await HEADQUARTERS.ask(tested, command)
    with pytest.raises(ZeroDivisionError):
        await confirm_all(tested)
    await confirm_all(tested)
    assert ended(tested) == [(command.command, "uncertain", "")]
    assert door.opened == [command.command]


@in_virtual_time
async def test_a_command_that_expires_while_it_waits_is_not_begun(tmp_path: Path):
    tested = await bookable(tmp_path)
    door = Door()
    tested.hall.inbox.does("door.open", door.open)
    command = opening(tested)
    await HEADQUARTERS.ask(tested, command)
    tested.clock.set_local("2026-03-02T18:00")
    await confirm_all(tested)
    assert door.opened == []
    assert ended(tested) == [(command.command, "expired", "")]


@in_virtual_time
async def test_a_kind_is_as_harmless_as_the_hall_says(tmp_path: Path):
    tested = await bookable(tmp_path)
    tested.hall.inbox.does("door.open", Door().open)
    command = HEADQUARTERS.command("door.open")
    await HEADQUARTERS.ask(tested, command)
    assert ended(tested) == [(command.command, "refused", "other_effect")]
