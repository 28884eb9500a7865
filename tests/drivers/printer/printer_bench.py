"""A driver that runs against its twin, and the hands of a person in front of both."""

import asyncio
import contextlib
import datetime as dt

from drivers import virtualtime
from drivers.contract import (
    Context,
    Health,
    HealthChanged,
    LineSettings,
    PaperChanged,
    WireLostError,
)
from drivers.printer.escpos.case import TICKET
from drivers.printer.escpos.driver import EscposPrinter
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.twin import EscposTwin
from drivers.transports.loopback import loopback
from drivers.twins import serve_twin


class Recorder:
    """A wire that keeps what the host has said."""

    def __init__(self, wire):
        self._wire = wire
        self._slips = {}
        self.said = b""

    def slip_in_once(self, before, device_end, data):
        """Have the host hear `data` just before the answer to `before`."""
        self._slips[before] = device_end.write(data)

    async def write(self, data):
        self.said += data
        if data in self._slips:
            await self._slips.pop(data)
        await self._wire.write(data)

    async def read(self, within_s):
        return await self._wire.read(within_s)

    async def close(self):
        await self._wire.close()


class Bench:
    """A driver that runs against its twin."""

    def __init__(self, driver, twin, wire, device_end):
        self.driver = driver
        self.twin = twin
        self.wire = wire
        self.device_end = device_end
        self.events = driver.context.report.__self__

    @property
    def healths(self):
        return [event.health for event in self.events if isinstance(event, HealthChanged)]

    @property
    def papers(self):
        return [event.paper for event in self.events if isinstance(event, PaperChanged)]

    async def until(self, condition, within_s=60.0):
        async with asyncio.timeout(within_s):
            while not condition():
                await asyncio.sleep(0.05)

    async def until_online(self):
        await self.until(lambda: self.healths[-1:] == [Health.ONLINE])

    async def until_half_printed(self):
        await self.until(lambda: TICKET.number in self.twin.look()["hanging"])

    def numbers(self):
        """The number on each ticket that was cut off."""
        return [ticket.lines[0] for ticket in self.twin.tickets]


@contextlib.asynccontextmanager
async def hall(twin=None, options=None, baudrate=None):
    host_end, device_end = loopback()
    twin = twin or EscposTwin()
    wire = Recorder(host_end)
    context = Context([].append, lambda: dt.datetime(2026, 3, 2, 9))
    driver = EscposPrinter(wire, options or EscposOptions(), context)
    line = LineSettings(baudrate) if baudrate else driver.declaration.line
    serving = asyncio.create_task(serve_twin(twin, device_end, line))
    running = asyncio.create_task(driver.run())
    try:
        yield Bench(driver, twin, wire, device_end)
    finally:
        running.cancel()
        serving.cancel()
        for ended in await asyncio.gather(running, serving, return_exceptions=True):
            assert ended is None or isinstance(ended, asyncio.CancelledError | WireLostError)


def virtual(day):
    """Run a day in the hall in virtual time."""

    def test():
        virtualtime.run(day())

    test.__name__ = day.__name__
    return test
