"""The UPS driver on a real upsd with its own dummy-ups driver."""

import asyncio
import contextlib
import datetime as dt

import pytest

from drivers.contract import Context, Health, HealthChanged, PowerChanged, WireLostError
from drivers.transports import open_wire
from drivers.ups.nut.driver import NutOptions, NutUps
from drivers.ups.nut.probe import PROBE

pytestmark = pytest.mark.real("nut")

_WITHIN_S = 60.0


class Watcher:
    """What the driver has reported, waited for."""

    def __init__(self):
        self.events = []
        self._news = asyncio.Event()

    def report(self, event):
        self.events.append(event)
        self._news.set()

    async def until(self, wanted):
        """Wait for an event, among those yet unseen, of which `wanted` holds."""
        async with asyncio.timeout(_WITHIN_S):
            while True:
                while self.events:
                    event = self.events.pop(0)
                    if wanted(event):
                        return event
                self._news.clear()
                await self._news.wait()

    async def health(self, health):
        return await self.until(lambda e: isinstance(e, HealthChanged) and e.health is health)

    async def power(self, wanted):
        return (await self.until(lambda e: isinstance(e, PowerChanged) and wanted(e.power))).power


@contextlib.asynccontextmanager
async def ups_on(nut, watcher=None, **options):
    watcher = watcher or Watcher()
    wire = await open_wire(f"tcp://127.0.0.1:{nut.port}", NutUps.declaration.line)
    context = Context(watcher.report, dt.datetime.now)
    driver = NutUps(wire, NutOptions(poll_s=0.1, **options), context)
    running = asyncio.create_task(driver.run())
    try:
        yield driver, watcher, running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await wire.close()


async def test_a_power_cut_from_mains_to_low_battery_and_back(nut):
    async with ups_on(nut) as (driver, watcher, _running):
        power = await watcher.power(lambda _power: True)
        assert (power.on_battery, power.low, power.charge_percent) == (False, False, 100)
        assert power.runtime_s == 1800
        nut.say(ups_status="OB DISCHRG", battery_charge="95")
        assert not (await watcher.power(lambda power: power.on_battery)).low
        nut.say(ups_status="OB DISCHRG LB", battery_charge="18", battery_runtime="240")
        low = await watcher.power(lambda power: power.low)
        assert (low.charge_percent, low.runtime_s) == (18, 240)
        said = [finding.said for finding in await driver.self_test()]
        assert said[:2] == ["UPS hall: Dummy Manufacturer", "on battery"] or "on battery" in said
        assert "it lasts 4 min more" in said
        nut.say()
        assert not (await watcher.power(lambda power: not power.on_battery)).low


async def test_a_driver_that_hears_nothing_and_one_that_is_gone(nut):
    async with ups_on(nut, ups="hall") as (_driver, watcher, _running):
        await watcher.health(Health.ONLINE)
        nut.freeze_driver()
        assert "DATA-STALE" in (await watcher.health(Health.OFFLINE)).detail
        nut.thaw_driver()
        await watcher.health(Health.ONLINE)
        await nut.stop("dummy-ups")
        assert "DRIVER-NOT-CONNECTED" in (await watcher.health(Health.NO_DEVICE)).detail
        await nut.start_driver()
        await watcher.health(Health.ONLINE)


async def test_a_server_that_restarts_ends_the_wire_and_the_next_one_knows_the_power_again(nut):
    async with ups_on(nut) as (_driver, watcher, running):
        await watcher.health(Health.ONLINE)
        await nut.stop("upsd")
        with pytest.raises(WireLostError, match=f"127.0.0.1:{nut.port}"):
            await running
    with pytest.raises(WireLostError):
        await open_wire(f"tcp://127.0.0.1:{nut.port}", NutUps.declaration.line)
    nut.say(ups_status="OB")
    await nut.start_server()
    async with ups_on(nut) as (_driver, watcher, _running):
        await watcher.power(lambda power: power.on_battery)


async def test_a_wrong_name_a_user_and_the_probe(nut):
    async with ups_on(nut, ups="hal") as (_driver, watcher, _running):
        detail = (await watcher.health(Health.USER_ERROR)).detail
        assert detail == "no UPS 'hal'; there are: hall"
    async with ups_on(nut, username="atrium", password="geheim") as (_driver, watcher, _running):
        await watcher.health(Health.ONLINE)
    wire = await open_wire(f"tcp://127.0.0.1:{nut.port}", NutUps.declaration.line)
    await wire.write(PROBE.question)
    heard = b""
    while b"END LIST" not in heard:
        heard += await wire.read(1.0)
    await wire.close()
    assert PROBE.recognise(heard) == "NUT server with UPS: hall"
