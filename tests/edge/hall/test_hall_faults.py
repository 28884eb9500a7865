"""Faults: opened once, seen again, acknowledged, closed; never a flood of facts."""

from pathlib import Path

import pytest
from edgefakes import TestedHall, hall_on, in_virtual_time, restarted

from drivers.contract import Health
from edge.domain.refusals import UnknownFaultError
from edge.hall.requests import Request


async def says(tested: TestedHall, *healths: Health, unit: str = "", every_s: float = 1.0) -> None:
    for health in healths:
        await tested.hall.faults.note("strips", unit, health, "it said so")
        tested.clock.pass_s(every_s)


def faults(tested: TestedHall) -> list[str]:
    return [kind for kind in tested.kinds() if kind.startswith("Fault")]


@in_virtual_time
async def test_a_loss_is_a_fault_and_a_return_ends_it(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await says(tested, Health.STARTING, Health.ONLINE, Health.OFFLINE, Health.OFFLINE)
    await says(tested, Health.NO_DEVICE, Health.ONLINE, Health.ONLINE)
    assert faults(tested) == ["FaultOpened", "FaultClosed"]


@in_virtual_time
async def test_a_fault_that_comes_back_within_minutes_is_the_same_fault(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await says(tested, Health.OFFLINE, Health.ONLINE, Health.NO_DEVICE)
    assert faults(tested) == ["FaultOpened", "FaultClosed", "FaultSeenAgain"]
    (fault,) = tested.hall.recorder.committed.faults.values()
    assert (fault.count, fault.health) == (2, "noDevice")
    assert fault.at < fault.last_at


@in_virtual_time
async def test_a_fault_of_another_time_is_another_fault(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await says(tested, Health.OFFLINE, Health.ONLINE, every_s=1200)
    await says(tested, Health.OFFLINE)
    assert faults(tested) == ["FaultOpened", "FaultClosed", "FaultOpened"]


@in_virtual_time
async def test_a_device_that_comes_and_goes_for_an_hour_is_one_fault_a_few_facts_long(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    for _time in range(1800):
        await says(tested, Health.OFFLINE, Health.ONLINE)
    assert 60 <= len(faults(tested)) <= 70
    (fault,) = tested.hall.recorder.committed.faults.values()
    await says(tested, *[Health.ONLINE] * 14, every_s=5)
    assert tested.hall.recorder.committed.faults == {}
    (closed,) = tested.hall.recorder.committed.closed_faults.values()
    assert closed.count == 1800
    assert closed.at == fault.at


@in_virtual_time
async def test_every_loss_counts_though_not_every_one_is_a_fact(tmp_path: Path):
    tested = await hall_on(tmp_path)
    for _time in range(5):
        await says(tested, Health.OFFLINE, Health.ONLINE)
    await says(tested, *[Health.ONLINE] * 70)
    assert tested.hall.recorder.committed.losses == {"strips": 5}


@in_virtual_time
async def test_a_person_notes_what_is_done_and_a_restart_knows_it(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await says(tested, Health.OFFLINE, unit="3")
    answer = await tested.hall.faults.acknowledge("strips", "3", "1001", "换电源")
    assert (answer.status, answer.body["acknowledged_by"]) == (200, "1001")
    again = await restarted(tested)
    (fault,) = again.hall.recorder.committed.faults.values()
    assert (fault.unit, fault.acknowledged_by, fault.note) == ("3", "1001", "换电源")


@in_virtual_time
async def test_the_same_acknowledgement_sent_twice_is_one_fact(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await says(tested, Health.OFFLINE)
    request = Request("key-1", "acknowledge")
    first = await tested.hall.faults.acknowledge("strips", "", "1001", "seen", request)
    second = await tested.hall.faults.acknowledge("strips", "", "1001", "seen", request)
    assert first == second
    assert tested.kinds().count("FaultAcknowledged") == 1


@in_virtual_time
async def test_what_is_not_open_cannot_be_acknowledged(tmp_path: Path):
    tested = await hall_on(tmp_path)
    with pytest.raises(UnknownFaultError, match="strips unit 9"):
        await tested.hall.faults.acknowledge("strips", "9", "1001", "")


@in_virtual_time
async def test_a_new_day_carries_an_open_fault_with_everything_known_of_it(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await says(tested, Health.OFFLINE)
    await tested.hall.faults.acknowledge("strips", "", "1001", "ordered")
    before = dict(tested.hall.recorder.committed.faults)
    tested.clock.set_local("2026-03-03T04:30")
    await tested.hall.tick()
    assert tested.hall.recorder.committed.day == "2026-03-03"
    assert tested.hall.recorder.committed.faults == before
