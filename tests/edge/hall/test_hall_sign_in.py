"""Signing in: five wrong PINs, then a lock that doubles, whatever is restarted or set back."""

import asyncio
from pathlib import Path

import pytest
from edgefakes import FakeClock, TestedHall, hall_on, in_virtual_time, restarted

from edge.domain.refusals import SignInLockedError, SignInRefusedError


async def refuse(tested: TestedHall, times: int) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefusedError):
            await tested.hall.staff.sign_in("1001", "0000")


async def locked_for_s(tested: TestedHall) -> int:
    with pytest.raises(SignInLockedError) as locked:
        await tested.hall.staff.sign_in("1001", "2468")
    return locked.value.details["wait_s"]


@in_virtual_time
async def test_the_right_pin_begins_a_session(tmp_path: Path):
    tested = await hall_on(tmp_path)
    signed_in = await tested.hall.staff.sign_in("1001", "2468")
    assert signed_in.member.id == "1001"
    assert tested.facts()[-1].fact.session == signed_in.session


@in_virtual_time
async def test_an_unknown_number_is_refused_in_the_same_words_and_after_the_same_work(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    with pytest.raises(SignInRefusedError) as wrong_pin:
        await tested.hall.staff.sign_in("1001", "0000")
    with pytest.raises(SignInRefusedError) as unknown:
        await tested.hall.staff.sign_in("9999", "0000")
    assert str(unknown.value) == str(wrong_pin.value)
    assert tested.pins.checked == 2
    assert tested.kinds().count("SignInRefused") == 1


@in_virtual_time
async def test_five_wrong_pins_lock_for_half_a_minute_and_each_further_one_for_twice_as_long(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    await refuse(tested, 5)
    for lock_s in (30, 60, 120, 240, 480, 900, 900):
        assert await locked_for_s(tested) == lock_s
        tested.clock.pass_s(lock_s)
        await refuse(tested, 1)


@in_virtual_time
async def test_the_right_pin_after_the_lock_forgets_the_failures(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await refuse(tested, 5)
    tested.clock.pass_s(30)
    await tested.hall.staff.sign_in("1001", "2468")
    await refuse(tested, 4)
    await tested.hall.staff.sign_in("1001", "2468")


@in_virtual_time
async def test_a_lock_is_one_persons_own(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await refuse(tested, 5)
    await tested.hall.staff.sign_in("1002", "1357")


@in_virtual_time
async def test_many_guesses_at_once_are_not_more_guesses(tmp_path: Path):
    tested = await hall_on(tmp_path)
    guesses = [tested.hall.staff.sign_in("1001", f"{pin:04d}") for pin in range(2459, 2469)]
    outcomes = await asyncio.gather(*guesses, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes].count(SignInRefusedError) == 5
    assert [type(outcome) for outcome in outcomes].count(SignInLockedError) == 5
    assert tested.kinds().count("StaffSignedIn") == 0


@in_virtual_time
async def test_a_lock_survives_a_restart(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await refuse(tested, 5)
    tested = await restarted(tested)
    assert await locked_for_s(tested) == 30


@in_virtual_time
async def test_a_lock_survives_a_new_day_and_a_restart_after_it(tmp_path: Path):
    tested = await hall_on(tmp_path, FakeClock("2026-03-03T03:59:50"))
    await refuse(tested, 5)
    tested.clock.pass_s(10)
    await tested.hall.tick()
    assert tested.kinds()[-1] == "DayOpened"
    assert await locked_for_s(tested) == 20
    tested = await restarted(tested)
    assert await locked_for_s(tested) == 20


@in_virtual_time
async def test_setting_the_clock_neither_opens_a_lock_nor_keeps_it_shut(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await refuse(tested, 5)
    for local in ("2026-03-02T07:00", "2026-03-02T09:00", "1970-01-02T00:00"):
        tested.clock.set_local(local)
        assert await locked_for_s(tested) == 30
    tested.clock.pass_s(30)
    await tested.hall.staff.sign_in("1001", "2468")


@in_virtual_time
async def test_a_clock_that_lost_its_time_with_the_power_holds_a_lock_no_longer_than_promised(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    await refuse(tested, 5)
    tested = await restarted(tested)
    tested.clock.set_local("1970-01-02T00:00")
    tested.clock.mono_ms = 5_000
    assert await locked_for_s(tested) == 25
    tested.clock.mono_ms = 30_000
    await tested.hall.staff.sign_in("1001", "2468")


@in_virtual_time
async def test_signing_out_twice_is_one_fact(tmp_path: Path):
    tested = await hall_on(tmp_path)
    session = (await tested.hall.staff.sign_in("1001", "2468")).session
    await tested.hall.staff.sign_out("1001", session)
    await tested.hall.staff.sign_out("1001", session)
    assert tested.kinds().count("StaffSignedOut") == 1
    assert session in tested.hall.recorder.committed.ended_sessions


@in_virtual_time
async def test_an_ended_session_is_carried_while_its_token_could_live_and_no_longer(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    await tested.hall.staff.sign_out("1001", "S1")
    tested.clock.set_local("2026-03-03T04:00")
    await tested.hall.tick()
    assert list(tested.hall.recorder.committed.ended_sessions) == ["S1"]
    tested.clock.set_local("2026-03-04T04:00")
    await tested.hall.tick()
    assert list(tested.hall.recorder.committed.ended_sessions) == []
