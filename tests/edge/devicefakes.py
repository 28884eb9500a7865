"""A fake device: a wire that is lost on demand, and a driver that does as it is told."""

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import Any

from drivers.contract import (
    Context,
    Declaration,
    DeviceEvent,
    Driver,
    Health,
    Kind,
    LineSettings,
    PaperTicket,
    TicketPrinter,
    Wire,
    WireLostError,
)
from edge.devices.config import DeviceConfig
from edge.devices.slot import DeviceSlot


class FakeWire:
    """A wire that is silent until somebody ends it: `end` is what its reader meets then."""

    def __init__(self) -> None:
        self.closed = False
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def lose(self) -> None:
        """Let the wire be lost."""
        self.end(WireLostError("unplugged"))

    def end(self, error: Exception) -> None:
        """Let whoever reads meet `error`."""
        self._ended.set_exception(error)

    async def write(self, data: bytes) -> None:
        """Take no notice."""

    async def read(self, within_s: float) -> bytes:
        async with asyncio.timeout(within_s):
            await asyncio.shield(self._ended)
        return b""

    async def close(self) -> None:
        self.closed = True
        self._ended.cancel()


@dataclass(frozen=True)
class FakeOptions:
    """What can be set about it."""

    speed: int = 1
    clips_dir: str = ""


class FakePrinter(TicketPrinter):
    """A printer that is there while its wire is; `bug` is what printing raises."""

    declaration = Declaration(Kind.PRINTER, "fake", "Fake", FakeOptions, LineSettings(19200))

    def __init__(self, wire: Wire, options: Any, context: Context) -> None:
        super().__init__(wire, options, context)
        self.bug: Exception | None = None
        self.printed: list[str] = []

    async def run(self) -> None:
        self.report_health(Health.ONLINE)
        while True:
            await self.wire.read(1e9)

    async def print_ticket(self, ticket: PaperTicket) -> None:
        if self.bug is not None:
            raise self.bug
        self.printed.append(ticket.number)


class TiredPrinter(FakePrinter):
    """A driver with a bug: it ends by itself."""

    async def run(self) -> None:
        self.report_health(Health.ONLINE)


class Bench:
    """A slot, what it opened when, and what it said."""

    def __init__(self, driver_class: type[Driver] = FakePrinter, port: str = "fake") -> None:
        self.there = True
        self.wires: list[FakeWire] = []
        self.lines: list[LineSettings] = []
        self.tried_s: list[float] = []
        self.events: list[DeviceEvent] = []
        self.slot = DeviceSlot(
            config=DeviceConfig("printer-1", Kind.PRINTER, "fake", port),
            driver_class=driver_class,
            options=FakeOptions(),
            open_wire=self._open,
            on_event=lambda _slot, event: self.events.append(event),
            wall_ms=lambda: int(asyncio.get_running_loop().time() * 1000),
            now=lambda: dt.datetime(2026, 3, 2, 9),
        )

    async def _open(self, _port: str, line: LineSettings) -> FakeWire:
        self.tried_s.append(asyncio.get_running_loop().time())
        if not self.there:
            raise WireLostError("no such port")
        self.lines.append(line)
        self.wires.append(FakeWire())
        return self.wires[-1]

    def healths(self) -> list[str]:
        """Return what was said of its health, in order."""
        return [event.health.value for event in self.events]
