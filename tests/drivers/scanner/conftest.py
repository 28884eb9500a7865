"""A scanner at work on its twin in virtual time, and the recorded frames."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from drivers.contract import CodeScanned, Context, DeviceEvent, Driver, Health, HealthChanged
from drivers.transports.loopback import LoopbackEnd, loopback
from drivers.twins import LineFaults, Twin, serve_twin
from drivers.wire import Side

HERE = Path(__file__).parent
NOW = dt.datetime(2026, 3, 2, 9)


@dataclass(frozen=True)
class Recorded:
    name: str
    side: Side
    data: bytes


def read_recorded(file: str) -> list[Recorded]:
    lines = (HERE / file).read_text("utf-8").splitlines()
    fields = [line.split(" | ") for line in lines if not line.startswith("#")]
    return [
        Recorded(name, Side.HOST if side == "H" else Side.DEVICE, bytes.fromhex(digits))
        for name, side, digits, _source in fields
    ]


@dataclass
class Desk:
    """A scanner at work, its twin, and all that it has reported."""

    driver: Any
    twin: Any
    events: list[DeviceEvent]
    running: asyncio.Task[None]
    device_end: LoopbackEnd
    line: LineFaults

    @property
    def codes(self) -> list[CodeScanned]:
        return [event for event in self.events if isinstance(event, CodeScanned)]

    @property
    def texts(self) -> list[str]:
        return [code.text for code in self.codes]

    @property
    def healths(self) -> list[Health]:
        return [event.health for event in self.events if isinstance(event, HealthChanged)]

    @property
    def details(self) -> list[str]:
        return [event.detail for event in self.events if isinstance(event, HealthChanged)]

    async def until(self, condition: Callable[[], bool], within_s: float = 60.0) -> None:
        async with asyncio.timeout(within_s):
            while not condition():
                await asyncio.sleep(0.01)

    async def until_health(self, health: Health) -> None:
        await self.until(lambda: self.healths[-1:] == [health])

    async def until_texts(self, *texts: str) -> None:
        await self.until(lambda: self.texts == list(texts))


@contextlib.asynccontextmanager
async def a_desk(driver: type[Driver], twin: Twin, options: Any) -> AsyncIterator[Desk]:
    host_end, device_end = loopback()
    events: list[DeviceEvent] = []
    line = LineFaults()
    scanner = driver(host_end, options, Context(events.append, lambda: NOW))
    serving = asyncio.create_task(serve_twin(twin, device_end, driver.declaration.line, line))
    running = asyncio.create_task(scanner.run())
    try:
        desk = Desk(scanner, twin, events, running, device_end, line)
        await desk.until(lambda: bool(desk.healths))
        yield desk
    finally:
        for task in (running, serving):
            task.cancel()
        await asyncio.gather(running, serving, return_exceptions=True)


@pytest.fixture
def desk() -> Callable[..., contextlib.AbstractAsyncContextManager[Desk]]:
    return a_desk


@pytest.fixture(scope="session")
def recorded() -> Callable[[str], list[Recorded]]:
    return read_recorded
