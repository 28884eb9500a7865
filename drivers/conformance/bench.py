"""A driver and its twin put together, with everything between them watched."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from drivers.conformance.case import Case, ContractBrokenError, require
from drivers.contract import (
    Context,
    DeviceError,
    DeviceEvent,
    Driver,
    Health,
    HealthChanged,
    Wire,
    WireLostError,
)
from drivers.transports.loopback import LoopbackEnd, loopback
from drivers.twins import DevicePort, LineFaults, Twin, serve_twin

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
LOST_WITHIN_S = 60.0
BACK_WITHIN_S = 60.0
VERBS_WITHIN_S = 120.0
SETTLED_S = 10.0

# A driver that reads on and on while no time passes would never let go of the processor.
_READS_AT_ONCE_MAX = 10_000


class WatchedWire:
    """Passes everything on to `wire` and counts how often the driver reads."""

    def __init__(self, wire: Wire) -> None:
        self.reads = 0
        self._wire = wire
        self._at_s = 0.0
        self._at_once = 0

    async def write(self, data: bytes) -> None:
        await self._wire.write(data)

    async def read(self, within_s: float) -> bytes:
        self.reads += 1
        self._require_rest()
        return await self._wire.read(within_s)

    def _require_rest(self) -> None:
        now_s = asyncio.get_running_loop().time()
        self._at_once = self._at_once + 1 if now_s == self._at_s else 0
        self._at_s = now_s
        if self._at_once > _READS_AT_ONCE_MAX:
            raise ContractBrokenError(f"read {self._at_once} times without letting time pass")

    async def close(self) -> None:
        await self._wire.close()


@dataclass(slots=True)
class Bench:
    """A driver running against its twin over a loopback."""

    case: Case
    driver: Driver
    twin: Twin
    events: list[DeviceEvent]
    faults: LineFaults
    wire: WatchedWire
    device_end: LoopbackEnd
    running: asyncio.Task[None]

    def _changes(self) -> list[HealthChanged]:
        changes = [event for event in self.events if isinstance(event, HealthChanged)]
        return [change for change in changes if not change.unit]

    def healths(self) -> list[Health]:
        """Return what was reported of the device as a whole, in order."""
        return [change.health for change in self._changes()]

    def reason(self) -> str:
        """Return what was last said about the health of the device as a whole."""
        return self._changes()[-1].detail

    def usable(self) -> bool:
        """Tell whether the device was last reported usable."""
        healths = self.healths()
        return bool(healths) and healths[-1].usable

    async def until(self, condition: Callable[[], bool], within_s: float, what: str) -> None:
        """Let time pass until `condition` holds. Raises `ContractBrokenError` naming `what`."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within_s
        while not condition():
            require(not self.running.done(), f"run() ended while waiting until {what}")
            require(loop.time() < deadline, f"not within {within_s:g} s: {what}")
            await asyncio.sleep(0.05)

    async def until_online(self) -> None:
        await self.until(self.usable, BACK_WITHIN_S, "online")

    async def until_lost(self) -> None:
        await self.until(lambda: not self.usable(), LOST_WITHIN_S, "reported lost")

    async def exercise(self) -> None:
        """Use every verb and event once."""
        await self.case.exercise(self.driver, self.twin, self.events)

    async def try_to_exercise(self) -> None:
        """Use every verb and event; what does not work may fail, in its time, in a named way."""
        try:
            async with asyncio.timeout(VERBS_WITHIN_S):
                await self.exercise()
        except TimeoutError:
            raise ContractBrokenError(f"not within {VERBS_WITHIN_S:g} s: verbs end") from None
        except (AssertionError, DeviceError):
            pass


async def settle() -> None:
    """Let pass what is still on its way."""
    await asyncio.sleep(SETTLED_S)


@contextlib.asynccontextmanager
async def bench(
    case: Case,
    faults: LineFaults | None = None,
    *,
    line: Callable[[Twin], Twin] = lambda twin: twin,
    port: Callable[[DevicePort], DevicePort] = lambda port: port,
) -> AsyncIterator[Bench]:
    """Run the case's driver against its twin, which is heard over `line` and behind `port`."""
    host_end, device_end = loopback()
    events: list[DeviceEvent] = []
    line_faults = faults or LineFaults()
    twin = case.twin()
    wire = WatchedWire(host_end)
    driver = case.driver(wire, case.options, Context(events.append, lambda: NOW))
    served = serve_twin(line(twin), port(device_end), driver.declaration.line, line_faults)
    serving = asyncio.create_task(served)
    running = asyncio.create_task(driver.run())
    try:
        yield Bench(case, driver, twin, events, line_faults, wire, device_end, running)
    finally:
        for task in (running, serving):
            task.cancel()
        ended = await asyncio.gather(running, serving, return_exceptions=True)
        for who, outcome in zip(("run()", "the twin"), ended, strict=True):
            _require_expected(who, outcome)


def _require_expected(who: str, outcome: BaseException | None) -> None:
    if outcome is None or isinstance(outcome, asyncio.CancelledError | WireLostError):
        return
    raise ContractBrokenError(f"{who} raised {outcome!r}") from outcome
