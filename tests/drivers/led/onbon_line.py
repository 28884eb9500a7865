"""Strips, their driver and a twin on one loopback, and when which bytes went out."""

import asyncio
import contextlib
import datetime as dt

from drivers import virtualtime
from drivers.contract import Context, HealthChanged
from drivers.led.onbon.driver import OnbonStrips
from drivers.led.onbon.options import OnbonOptions
from drivers.led.onbon.twin import OnbonTwin
from drivers.transports.loopback import loopback
from drivers.twins import serve_twin

NOW = dt.datetime(2026, 3, 2, 9)


class Line:
    """Itself the wire the driver has."""

    def __init__(self, **options):
        self.options = OnbonOptions(**options)
        self.twin = OnbonTwin(self.options.addresses, self.options.series)
        self.events = []
        self.sent = []
        self.host, self.device = loopback()
        self.driver = OnbonStrips(self, self.options, Context(self.events.append, lambda: NOW))

    async def write(self, data):
        self.sent.append((now_s(), data))
        await self.host.write(data)

    async def read(self, within_s):
        return await self.host.read(within_s)

    async def close(self):
        await self.host.close()

    @contextlib.asynccontextmanager
    async def running(self):
        line = OnbonStrips.declaration.line
        tasks = [
            asyncio.create_task(serve_twin(self.twin, self.device, line)),
            asyncio.create_task(self.driver.run()),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def health(self, unit=""):
        return [
            event.health
            for event in self.events
            if isinstance(event, HealthChanged) and event.unit == unit
        ]

    def texts_sent(self):
        return [at_s for at_s, data in self.sent if b"\xa3\x06" in data]

    def strip(self, unit="1"):
        return self.twin.look()["strips"][unit]


def now_s():
    return asyncio.get_running_loop().time()


async def until(condition, within_s=60.0):
    deadline = now_s() + within_s
    while not condition():
        assert now_s() < deadline, "it did not happen in time"
        await asyncio.sleep(0.01)


def in_virtual_time(scenario, **options):
    async def main():
        line = Line(**options)
        async with line.running():
            await scenario(line)

    virtualtime.run(main())
