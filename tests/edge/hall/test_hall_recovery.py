"""A disk that fails at the worst moment: the hall is back with everything that is durable."""

import asyncio
from pathlib import Path

import pytest
from edgefakes import CARD, hall_on, in_virtual_time

from drivers.contract import Health
from edge.domain.refusals import OutOfServiceError
from edge.ports import StorageError


async def in_service(tested) -> None:
    while not tested.hall.recorder.in_service:
        await asyncio.sleep(0.1)


@in_virtual_time
async def test_a_day_that_began_in_a_commit_reported_as_failed_has_begun(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill")
    tested.clock.set_local("2026-03-03T08:30")
    tested.committer.forgets_to_say = True
    with pytest.raises(OutOfServiceError):
        await tested.hall.days.tick()
    await in_service(tested)
    committed = tested.hall.recorder.committed
    assert (committed.day, tested.hall.recorder.working.day) == ("2026-03-03", "2026-03-03")
    assert tested.kinds()[-2:] == ["DayClosed", "DayOpened"]
    assert (await tested.hall.tickets.issue("bill")).body["ticket"] == "A001"


@in_virtual_time
async def test_a_key_that_cannot_be_deleted_fails_nobody_and_is_deleted_later(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await tested.hall.identity.identify("reader-1", CARD)
    tested.committer.keys._connection.execute("PRAGMA query_only = ON")
    await tested.hall.identity.abandon(visit)
    assert tested.committer.keys.visits() == [visit]
    tested.committer.keys._connection.execute("PRAGMA query_only = OFF")
    await tested.hall.tickets.issue("bill")
    assert tested.committer.keys.visits() == []


@in_virtual_time
async def test_a_commit_that_fails_when_its_asker_has_gone_is_noticed(tmp_path: Path):
    tested = await hall_on(tmp_path)
    tested.committer.hold()
    asked = asyncio.create_task(tested.hall.tickets.issue("bill"))
    await asyncio.sleep(0)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    tested.committer.forgets_to_say = True
    tested.committer.release()
    assert not tested.hall.recorder.in_service
    await in_service(tested)
    assert tested.hall.recorder.working.seq == tested.hall.recorder.committed.seq


@in_virtual_time
async def test_a_recovery_that_cannot_go_on_ends_the_process(tmp_path: Path):
    tested = await hall_on(tmp_path)
    watching = asyncio.create_task(tested.hall.recorder.watch())
    tested.committer.refuses = True
    with pytest.raises(OutOfServiceError):
        await tested.hall.tickets.issue("bill")
    tested.committer.refuses = False
    tested.committer.journal._connection.execute("UPDATE facts SET body = '{}' WHERE seq = 1")
    with pytest.raises(Exception, match="not what was chained"):
        await watching
    assert not isinstance(watching.exception(), StorageError)


@in_virtual_time
async def test_a_day_that_a_fast_clock_opened_ends_once_the_clock_is_right(tmp_path: Path):
    tested = await hall_on(tmp_path)
    tested.clock.set_local("2031-01-02T08:30")
    await tested.hall.days.tick()
    tested.clock.set_local("2026-03-05T08:30")
    tested.clock.trust = "estimated"
    await tested.hall.days.tick()
    assert tested.hall.recorder.committed.day == "2031-01-02"
    tested.clock.trust = "synced"
    await tested.hall.days.tick()
    assert tested.hall.recorder.committed.day == "2026-03-05"


@in_virtual_time
async def test_the_fault_of_a_device_that_was_taken_out_is_closed(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.faults.note("printer-old", "", Health.NO_DEVICE, "gone")
    await tested.hall.faults.note("printer-1", "", Health.NO_DEVICE, "gone")
    await tested.hall.faults.close_what_is_gone({"printer-1"})
    assert [device for device, _unit in tested.hall.recorder.committed.faults] == ["printer-1"]
