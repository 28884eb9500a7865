"""Devices as screens and staff see them, and what each counter has lost."""

import asyncio
import datetime as dt
from pathlib import Path

from devicefakes import FakePrinter, FakeWire
from edgefakes import PLAN, in_virtual_time

from drivers.contract import Health, Kind, LineSettings, Paper, PaperChanged, WireLostError
from edge.api import shapes
from edge.devices.config import DeviceConfig
from edge.devices.overview import FALLBACKS, degraded, describe
from edge.devices.pool import DevicePool
from edge.domain.plan import Address, CounterPlan, Plan

COUNTERS = (
    CounterPlan("1", "", "", led=Address("strips", "1"), caller=Address("callers", "1")),
    CounterPlan("2", "", "", led=Address("strips", "2")),
    CounterPlan("3", "", ""),
)


async def open_wire(port: str, _line: LineSettings) -> FakeWire:
    if port == "missing":
        raise WireLostError("no such port")
    return FakeWire()


def pool_of(**ports: str) -> DevicePool:
    kinds = {"strips": Kind.LED, "callers": Kind.CALLER, "voice": Kind.VOICE}
    kinds |= {"printer_1": Kind.PRINTER, "printer_2": Kind.PRINTER, "reader": Kind.READER}
    configs = [DeviceConfig(name, kinds[name], "fake", port) for name, port in ports.items()]
    now = dt.datetime(2026, 3, 2, 9)
    return DevicePool(
        configs,
        "hall.toml",
        Path(),
        open_wire,
        lambda: now,
        lambda: 1_000,
        driver_for=lambda _kind, _protocol: FakePrinter,
    )


async def started(pool: DevicePool) -> asyncio.Task:
    task = asyncio.create_task(pool.run())
    await asyncio.sleep(0.01)
    return task


def lost(pool: DevicePool) -> dict[str, list[str]]:
    return degraded(pool, Plan(PLAN.services, COUNTERS))


@in_virtual_time
async def test_a_device_is_described_in_the_shape_of_the_api():
    pool = pool_of(strips="there", voice="missing")
    task = await started(pool)
    driver = pool.slots["strips"].driver
    driver.report_health(Health.OFFLINE, "silent", "2")
    driver.context.report(PaperChanged(Paper.LOW))
    strips, voice = [shapes.Device.model_validate(each) for each in describe(pool)]
    assert (strips.health, strips.paper, strips.last_good, strips.losses) == (
        "online",
        "low",
        1_000,
        0,
    )
    assert [(unit.unit, unit.health, unit.detail) for unit in strips.units] == [
        ("2", "offline", "silent")
    ]
    assert (voice.health, voice.detail, voice.last_good) == ("noDevice", "no such port", 0)
    assert voice.fallback == FALLBACKS[Kind.VOICE]
    task.cancel()


@in_virtual_time
async def test_a_counter_misses_what_stands_on_it_and_cannot_be_used():
    pool = pool_of(strips="there", callers="missing", voice="there")
    task = await started(pool)
    pool.slots["strips"].driver.report_health(Health.OFFLINE, "silent", "2")
    assert lost(pool) == {"1": ["caller"], "2": ["led"], "3": []}
    task.cancel()


@in_virtual_time
async def test_every_counter_misses_a_voice_that_is_lost_and_none_one_that_never_was():
    task = await started(pool := pool_of(strips="there", callers="there", voice="missing"))
    assert lost(pool) == {"1": ["voice"], "2": ["voice"], "3": ["voice"]}
    task.cancel()
    task = await started(pool := pool_of(strips="there", callers="there"))
    assert lost(pool) == {"1": [], "2": [], "3": []}
    task.cancel()


@in_virtual_time
async def test_every_counter_misses_printers_and_readers_once_none_of_them_is_left():
    bound = {"strips": "there", "callers": "there"}
    pool = pool_of(**bound, printer_1="missing", printer_2="there", reader="missing")
    task = await started(pool)
    assert lost(pool) == {counter: ["reader"] for counter in "123"}
    pool.slots["printer_2"].driver.report_health(Health.USER_ERROR, "paper out")
    assert lost(pool) == {counter: ["printer", "reader"] for counter in "123"}
    task.cancel()


def test_every_kind_of_device_has_something_to_do_without_it():
    assert set(FALLBACKS) == set(Kind)
