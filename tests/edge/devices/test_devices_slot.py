"""A device in its place: lost once, back once, looked for ever more rarely, alone with its bugs."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator

import pytest
from devicefakes import Bench, TiredPrinter
from edgefakes import in_virtual_time

from drivers.contract import Health, HealthChanged, LineSettings, Paper, PaperChanged
from edge.devices.backoff import Backoff


@contextlib.asynccontextmanager
async def running(bench: Bench) -> AsyncIterator[Bench]:
    task = asyncio.create_task(bench.slot.run())
    await asyncio.sleep(0.01)
    try:
        yield bench
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@in_virtual_time
async def test_a_device_that_is_there_is_online_and_can_be_used():
    async with running(Bench()) as bench:
        assert bench.healths() == ["online"]
        assert bench.slot.usable()
        assert bench.lines == [LineSettings(19200)]


@in_virtual_time
async def test_a_device_that_is_lost_is_reported_once_and_once_when_it_is_back():
    async with running(Bench()) as bench:
        bench.there = False
        bench.wires[0].lose()
        await asyncio.sleep(60)
        assert bench.healths() == ["online", "noDevice"]
        assert not bench.slot.usable()
        bench.there = True
        await asyncio.sleep(60)
        assert bench.healths() == ["online", "noDevice", "online"]
        assert bench.slot.losses == 1
        assert bench.slot.usable()


@in_virtual_time
async def test_a_device_missing_from_the_start_is_said_to_be_missing_with_the_reason():
    bench = Bench()
    bench.there = False
    async with running(bench):
        await asyncio.sleep(60)
        assert bench.events == [HealthChanged(Health.NO_DEVICE, "no such port")]
        assert (bench.slot.own.since, bench.slot.own.last_good) == (0, 0)


@in_virtual_time
async def test_a_missing_device_is_looked_for_soon_and_then_ever_more_rarely():
    bench = Bench()
    bench.there = False
    async with running(bench):
        await asyncio.sleep(60)
    pauses = [after - before for before, after in itertools.pairwise(bench.tried_s)]
    longest = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0, 10.0, 10.0]
    assert all(0.8 * most <= pause <= most for pause, most in zip(pauses, longest, strict=False))
    assert len(pauses) >= len(longest)


@in_virtual_time
async def test_a_device_that_was_steady_is_looked_for_soon_again():
    bench = Bench()
    bench.there = False
    async with running(bench):
        await asyncio.sleep(60)
        bench.there = True
        await asyncio.sleep(30)
        bench.tried_s.clear()
        lost_s = asyncio.get_running_loop().time()
        bench.wires[-1].lose()
        await asyncio.sleep(1)
        (tried_s,) = bench.tried_s
        assert 0.2 <= tried_s - lost_s <= 0.25


def test_devices_that_were_lost_together_are_not_looked_for_together():
    pauses = {Backoff(f"device-{number}").pause_s() for number in range(30)}
    assert len(pauses) == 30


@in_virtual_time
async def test_a_device_that_comes_and_goes_does_not_fill_the_journal():
    async with running(Bench()) as bench:
        for _ in range(10_000):
            await asyncio.sleep(0.01)
            if not bench.wires[-1].closed:
                bench.wires[-1].lose()
        assert len(bench.events) <= 2 * len(bench.tried_s) <= 36


@in_virtual_time
async def test_a_drivers_bug_costs_its_device_and_is_tried_again(caplog: pytest.LogCaptureFixture):
    async with running(Bench()) as bench:
        bench.wires[0].end(KeyError("a bug"))
        await asyncio.sleep(0.1)
        assert bench.healths() == ["online", "hardwareError"]
        assert "printer-1: its driver failed" in caplog.text
        assert "a bug" in caplog.text
        await asyncio.sleep(10)
        assert bench.healths() == ["online", "hardwareError", "online"]


@in_virtual_time
async def test_a_driver_that_ends_by_itself_has_a_bug():
    async with running(Bench(TiredPrinter)) as bench:
        assert bench.events[1] == HealthChanged(Health.HARDWARE_ERROR, "its driver ended by itself")
        assert not bench.slot.usable()


@in_virtual_time
async def test_the_wire_is_let_go_when_it_is_lost_and_when_the_hall_stops():
    async with running(Bench()) as bench:
        bench.wires[0].lose()
        await asyncio.sleep(1)
    assert [wire.closed for wire in bench.wires] == [True, True]
    assert bench.slot.driver is None


@in_virtual_time
async def test_units_on_one_line_are_lost_by_themselves():
    async with running(Bench()) as bench:
        driver = bench.slot.driver
        driver.report_health(Health.ONLINE, unit="1")
        driver.report_health(Health.OFFLINE, "silent", "2")
        assert [bench.slot.usable(unit) for unit in ("", "1", "2", "3")] == [
            True,
            True,
            False,
            True,
        ]
        driver.report_health(Health.ONLINE, unit="2")
        assert bench.slot.usable("2")
        bench.wires[0].lose()
        await asyncio.sleep(0.1)
        assert not bench.slot.usable("1")


@in_virtual_time
async def test_what_changed_since_when_and_was_good_until_when_is_known():
    async with running(Bench()) as bench:
        await asyncio.sleep(100)
        bench.there = False
        bench.wires[0].lose()
        await asyncio.sleep(100)
        assert bench.slot.own.since == 100_010
        assert bench.slot.own.last_good == 100_010
        assert bench.slot.own.detail == "unplugged"


@in_virtual_time
async def test_paper_is_remembered_and_passed_on():
    async with running(Bench()) as bench:
        bench.slot.driver.context.report(PaperChanged(Paper.LOW))
        assert bench.slot.paper is Paper.LOW
        assert bench.events[-1] == PaperChanged(Paper.LOW)
