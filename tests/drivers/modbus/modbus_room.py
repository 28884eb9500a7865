"""A Modbus device, its twin and its driver, in virtual time."""

import asyncio
import contextlib
import datetime as dt

from drivers import virtualtime
from drivers.contract import Context, HealthChanged
from drivers.transports.loopback import loopback
from drivers.twins import serve_twin


class Room:
    """One device. Its wire may be pulled, and opened again for a new driver as the hall does."""

    def __init__(self, driver_class, options, twin):
        self.twin = twin
        self.options = options
        self.events = []
        self.sent = []
        self._driver_class = driver_class
        self.plug()

    def plug(self):
        self.host, self.device = loopback()
        context = Context(self.events.append, lambda: dt.datetime(2026, 3, 2, 9))
        self.driver = self._driver_class(self, self.options, context)

    async def write(self, data):
        self.sent.append((now_s(), data))
        await self.host.write(data)

    async def read(self, within_s):
        return await self.host.read(within_s)

    async def close(self):
        await self.host.close()

    @contextlib.asynccontextmanager
    async def running(self):
        line = self._driver_class.declaration.line
        tasks = [
            asyncio.create_task(serve_twin(self.twin, self.device, line)),
            asyncio.create_task(self.driver.run()),
        ]
        try:
            yield tasks[1]
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    def healths(self, unit=""):
        return [
            (event.health, event.detail) for event in self.of(HealthChanged) if event.unit == unit
        ]


def now_s():
    return asyncio.get_running_loop().time()


def play(room_of, scene):
    """Run `scene(room)` beside the driver, and return the room."""

    async def run():
        room = room_of()
        async with room.running():
            await scene(room)
        return room

    return virtualtime.run(run())
