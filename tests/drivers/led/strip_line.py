"""Strip screens, their driver and a twin on one loopback, and when which bytes went out."""

import asyncio
import contextlib
import datetime as dt
from pathlib import Path

from drivers import virtualtime
from drivers.contract import Context, HealthChanged
from drivers.led.strip.driver import StripScreens
from drivers.led.strip.options import StripOptions
from drivers.led.strip.twin import twin_of
from drivers.transports.loopback import loopback
from drivers.twins import serve_twin

LUMEN = str(Path(__file__).with_name("lumen.toml"))
PROFILES = ("pingan", "xinrui", "yinda", LUMEN)


class Line:
    """Itself the wire the driver has."""

    def __init__(self, **options):
        self.options = StripOptions(**options)
        self.twin = twin_of(self.options)
        self.events = []
        self.sent = []
        self.host, self.device = loopback()
        now = dt.datetime(2026, 3, 2, 9)
        self.driver = StripScreens(self, self.options, Context(self.events.append, lambda: now))

    async def write(self, data):
        self.sent.append((now_s(), data))
        await self.host.write(data)

    async def read(self, within_s):
        return await self.host.read(within_s)

    async def close(self):
        await self.host.close()

    @contextlib.asynccontextmanager
    async def running(self):
        line = StripScreens.declaration.line
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

    def health(self):
        return [event.health for event in self.events if isinstance(event, HealthChanged)]

    def shown(self, address=1):
        return [text for at, text in self.twin.shown_log if at == address]


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
