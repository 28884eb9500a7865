"""The published SAM-A frames, and readers on their twins in virtual time."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.contract import (
    CardRead,
    CardTrouble,
    CardTroubled,
    Context,
    DeviceEvent,
    Health,
    HealthChanged,
    IdentityReader,
    Wire,
)
from drivers.reader.mfreader.driver import MfReader
from drivers.reader.mfreader.options import MfOptions
from drivers.reader.mfreader.twin import MfTwin
from drivers.reader.sam.driver import SamReader
from drivers.reader.sam.options import SamOptions
from drivers.reader.sam.twin import SamTwin
from drivers.transports.loopback import LoopbackEnd, loopback
from drivers.twins import LineFaults, serve_twin
from drivers.wire import Side

HERE = Path(__file__).parent
NOW = dt.datetime(2026, 3, 2, 9)


@dataclass(frozen=True)
class Published:
    side: Side
    data: bytes


def read_published() -> dict[str, Published]:
    found = {}
    for line in (HERE / "sam_frames.txt").read_text().splitlines():
        if not line.startswith("#"):
            name, side, digits, _source = line.split(" | ")
            found[name] = Published(
                Side.HOST if side == "H" else Side.DEVICE, bytes.fromhex(digits)
            )
    return found


@pytest.fixture(scope="session")
def published() -> dict[str, Published]:
    return read_published()


@dataclass
class Desk:
    """A reader at work, its twin, and all that it has reported."""

    reader: IdentityReader
    twin: SamTwin | MfTwin
    events: list[DeviceEvent]
    running: asyncio.Task[None]
    device_end: LoopbackEnd
    line: LineFaults

    @property
    def cards(self) -> list[CardRead]:
        return [event for event in self.events if isinstance(event, CardRead)]

    @property
    def troubles(self) -> list[CardTrouble]:
        return [event.trouble for event in self.events if isinstance(event, CardTroubled)]

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

    async def until_cards(self, count: int) -> None:
        await self.until(lambda: len(self.cards) == count)


@contextlib.asynccontextmanager
async def _at_work(
    make: Callable[[Wire, Context], IdentityReader], twin: SamTwin | MfTwin
) -> AsyncIterator[Desk]:
    host_end, device_end = loopback()
    events: list[DeviceEvent] = []
    line = LineFaults()
    reader = make(host_end, Context(events.append, lambda: NOW))
    serving = asyncio.create_task(serve_twin(twin, device_end, reader.declaration.line, line))
    running = asyncio.create_task(reader.run())
    try:
        yield Desk(reader, twin, events, running, device_end, line)
    finally:
        for task in (running, serving):
            task.cancel()
        await asyncio.gather(running, serving, return_exceptions=True)


def a_desk(
    twin: SamTwin | None = None, options: SamOptions | None = None
) -> contextlib.AbstractAsyncContextManager[Desk]:
    chosen = options or SamOptions()
    return _at_work(lambda wire, context: SamReader(wire, chosen, context), twin or SamTwin())


def a_desk_with_mfreader(
    twin: MfTwin | None = None, options: MfOptions | None = None
) -> contextlib.AbstractAsyncContextManager[Desk]:
    chosen = options or MfOptions()
    return _at_work(lambda wire, context: MfReader(wire, chosen, context), twin or MfTwin())


@pytest.fixture
def desk() -> Callable[..., contextlib.AbstractAsyncContextManager[Desk]]:
    return a_desk


@pytest.fixture
def mf_desk() -> Callable[..., contextlib.AbstractAsyncContextManager[Desk]]:
    return a_desk_with_mfreader
