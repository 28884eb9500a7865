"""The checks, one function each, named for what they check."""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from drivers import virtualtime
from drivers.contract import (
    Context,
    Declaration,
    DeviceError,
    DeviceEvent,
    Driver,
    Health,
    HealthChanged,
    WireLostError,
)
from drivers.transports.loopback import LoopbackEnd, loopback
from drivers.twins import LineFaults, Twin, serve_twin

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
_LOST_WITHIN_S = 60.0
_BACK_WITHIN_S = 60.0
_VERBS_WITHIN_S = 120.0


class ContractBrokenError(AssertionError):
    """The driver does not keep a clause of the contract; the message says which."""


@dataclass(frozen=True, slots=True)
class Case:
    """A driver, its twin, and how to use every verb and every event of it once.

    `exercise` raises `AssertionError` where the twin did not see what the driver was told, or the
    driver did not report what was done to the twin. It calls each verb twice: verbs are safe to
    repeat. `events` is the growing list of all that the driver has reported.
    """

    driver: type[Driver]
    twin: Callable[[], Twin]
    exercise: Callable[[Any, Any, list[DeviceEvent]], Awaitable[None]]
    options: Any
    one_way: bool = False  # the device never answers: health is `assumed`, silence is unseen


@dataclass(slots=True)
class _Bench:
    """A driver running against its twin over a loopback."""

    driver: Driver
    twin: Twin
    events: list[DeviceEvent]
    faults: LineFaults
    device_end: LoopbackEnd
    running: asyncio.Task[None]

    def healths(self) -> list[Health]:
        """Return what was reported of the device as a whole, in order."""
        changes = [event for event in self.events if isinstance(event, HealthChanged)]
        return [change.health for change in changes if not change.unit]

    async def until(self, condition: Callable[[], bool], within_s: float, what: str) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within_s
        while not condition():
            _require(not self.running.done(), f"run() ended while waiting until {what}")
            _require(loop.time() < deadline, f"not within {within_s:g} s: {what}")
            await asyncio.sleep(0.05)

    async def until_online(self) -> None:
        await self.until(
            lambda: bool(self.healths()) and self.healths()[-1].usable, _BACK_WITHIN_S, "online"
        )


def _require(holds: bool, clause: str) -> None:
    if not holds:
        raise ContractBrokenError(clause)


@contextlib.asynccontextmanager
async def _bench(case: Case, faults: LineFaults | None = None) -> AsyncIterator[_Bench]:
    host_end, device_end = loopback()
    events: list[DeviceEvent] = []
    line_faults = faults or LineFaults()
    twin = case.twin()
    driver = case.driver(host_end, case.options, Context(events.append, lambda: NOW))
    line = case.driver.declaration.line
    serving = asyncio.create_task(serve_twin(twin, device_end, line, line_faults))
    running = asyncio.create_task(driver.run())
    try:
        yield _Bench(driver, twin, events, line_faults, device_end, running)
    finally:
        for task in (running, serving):
            task.cancel()
        outcome, _served = await asyncio.gather(running, serving, return_exceptions=True)
        allowed = (asyncio.CancelledError, WireLostError, type(None))
        _require(isinstance(outcome, allowed), f"run() raised {outcome!r}")


async def declares_itself(case: Case) -> None:
    """Check that the declaration is whole and the options are a frozen dataclass with defaults."""
    declaration: Declaration = case.driver.declaration
    _require(bool(declaration.protocol and declaration.title), "protocol and title are named")
    _require(dataclasses.is_dataclass(declaration.options), "options are a dataclass")
    _require(declaration.options.__dataclass_params__.frozen, "options are frozen")
    declaration.options()


async def works_on_a_whole_wire(case: Case) -> None:
    """Comes online, and every verb and event does what it says."""
    async with _bench(case) as bench:
        await bench.until_online()
        await case.exercise(bench.driver, bench.twin, bench.events)


async def works_byte_by_byte(case: Case) -> None:
    """Work the same with every byte arriving alone."""
    async with _bench(case, LineFaults(chop=True)) as bench:
        await bench.until_online()
        await case.exercise(bench.driver, bench.twin, bench.events)


async def _survives(case: Case, spoil: Callable[[LineFaults], None]) -> None:
    for seed in range(5):
        async with _bench(case, LineFaults(dice=random.Random(seed))) as bench:  # noqa: S311
            await bench.until_online()
            spoil(bench.faults)
            with contextlib.suppress(AssertionError, DeviceError):
                async with asyncio.timeout(_VERBS_WITHIN_S):
                    await case.exercise(bench.driver, bench.twin, bench.events)
            bench.faults.lose = bench.faults.flip = 0.0
            await bench.until_online()
            await _settle()
            await case.exercise(bench.driver, bench.twin, bench.events)


async def _settle() -> None:
    await asyncio.sleep(10.0)


async def survives_a_lossy_wire(case: Case) -> None:
    """Three bytes in a hundred are lost; then the line is good again and so is the driver."""
    await _survives(case, lambda faults: setattr(faults, "lose", 0.03))


async def survives_a_garbled_wire(case: Case) -> None:
    """Three bytes in a hundred have a flipped bit; afterwards the driver is as new."""
    await _survives(case, lambda faults: setattr(faults, "flip", 0.03))


async def reports_silence_once(case: Case) -> None:
    """Report a silent device once when lost and once when back; verbs end in a `DeviceError`."""
    if case.one_way:
        return
    async with _bench(case) as bench:
        await bench.until_online()
        bench.twin.silent = True
        before = len(bench.healths())
        await bench.until(lambda: not bench.healths()[-1].usable, _LOST_WITHIN_S, "reported lost")
        with contextlib.suppress(AssertionError, DeviceError):
            async with asyncio.timeout(_VERBS_WITHIN_S):
                await case.exercise(bench.driver, bench.twin, bench.events)
        await _settle()
        lost = bench.healths()[before:]
        _require(len(lost) == 1, f"reported once when lost, not {len(lost)} times: {lost}")
        bench.twin.silent = False
        await bench.until_online()
        await _settle()
        again = bench.healths()[before + 1 :]
        _require(len(again) == 1, f"reported once when back, not {len(again)} times: {again}")
        await case.exercise(bench.driver, bench.twin, bench.events)


async def starts_beside_a_silent_device(case: Case) -> None:
    """With nobody there from the start the driver says so and comes online when it is there."""
    if case.one_way:
        return

    def silent_twin() -> Twin:
        twin = case.twin()
        twin.silent = True
        return twin

    async with _bench(dataclasses.replace(case, twin=silent_twin)) as bench:
        await bench.until(
            lambda: bool(bench.healths()) and not bench.healths()[-1].usable,
            _LOST_WITHIN_S,
            "reported offline",
        )
        bench.twin.silent = False
        await bench.until_online()


async def ends_when_the_wire_is_pulled(case: Case) -> None:
    """`run` raises `WireLostError` at once, and a verb does not hang."""
    async with _bench(case) as bench:
        await bench.until_online()
        using = asyncio.ensure_future(case.exercise(bench.driver, bench.twin, bench.events))
        await asyncio.sleep(0.03)
        await bench.device_end.close()
        try:
            async with asyncio.timeout(_LOST_WITHIN_S):
                await bench.running
        except WireLostError:
            pass
        except TimeoutError:
            _require(False, "run() ends when the wire is lost")
        else:
            _require(False, "run() raises WireLostError when the wire is lost")
        finally:
            with contextlib.suppress(AssertionError, DeviceError, TimeoutError):
                async with asyncio.timeout(_VERBS_WITHIN_S):
                    await using


CHECKS: tuple[Callable[[Case], Awaitable[None]], ...] = (
    declares_itself,
    works_on_a_whole_wire,
    works_byte_by_byte,
    survives_a_lossy_wire,
    survives_a_garbled_wire,
    reports_silence_once,
    starts_beside_a_silent_device,
    ends_when_the_wire_is_pulled,
)


def check_all(case: Case) -> None:
    """Run every check in virtual time. Raises at the first broken clause."""
    for check in CHECKS:
        virtualtime.run(_as_coroutine(check, case))


async def _as_coroutine(check: Callable[[Case], Awaitable[None]], case: Case) -> None:
    await check(case)
