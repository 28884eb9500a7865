"""On a nearly empty battery the controller switches off in order, unless the mains return."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from edgefakes import LoopClock, TestedHall, hall_on, in_virtual_time

from drivers.contract import PowerState
from edge.reactions.power import PowerConfig, PowerGuard

ON_MAINS = PowerState(on_battery=False, low=False)
NEARLY_EMPTY = PowerState(on_battery=True, low=True)
OFF = ("systemctl", "poweroff")


class Machine:
    """What a machine was told; `facts` are the hall's, by kind, at that moment."""

    def __init__(self, tested: TestedHall) -> None:
        self.tested = tested
        self.told: list[Sequence[str]] = []
        self.facts: list[str] = []

    async def switch_off(self, command: Sequence[str]) -> None:
        self.told.append(command)
        self.facts = self.tested.kinds()


@contextlib.asynccontextmanager
async def guarded(state: Path, command: tuple[str, ...] = OFF) -> AsyncIterator[Machine]:
    machine = Machine(await hall_on(state, LoopClock()))
    guard = PowerGuard(machine.tested.hall, PowerConfig(60.0, command), machine.switch_off)
    running = asyncio.create_task(guard.run())
    await asyncio.sleep(0.1)
    try:
        yield machine
        assert not running.done()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@in_virtual_time
async def test_it_switches_off_after_the_grace_with_everything_durable(tmp_path: Path):
    async with guarded(tmp_path) as machine:
        await machine.tested.hall.surroundings.power("ups-1", NEARLY_EMPTY)
        await asyncio.sleep(59)
        assert machine.told == []
        await asyncio.sleep(2)
        assert machine.told == [OFF]
        assert machine.facts[-2:] == ["PowerChanged", "ShutdownBegan"]


@in_virtual_time
async def test_the_mains_coming_back_in_time_call_it_off(tmp_path: Path):
    async with guarded(tmp_path) as machine:
        await machine.tested.hall.surroundings.power("ups-1", NEARLY_EMPTY)
        await asyncio.sleep(30)
        await machine.tested.hall.surroundings.power("ups-1", ON_MAINS)
        await asyncio.sleep(3600)
        assert machine.told == []
        await machine.tested.hall.surroundings.power("ups-1", NEARLY_EMPTY)
        await asyncio.sleep(61)
        assert machine.told == [OFF]


@in_virtual_time
async def test_it_switches_off_though_the_disk_takes_nothing_any_more(tmp_path: Path):
    async with guarded(tmp_path) as machine:
        await machine.tested.hall.surroundings.power("ups-1", NEARLY_EMPTY)
        machine.tested.committer.refuses = True
        await asyncio.sleep(61)
        assert machine.told == [OFF]


@in_virtual_time
async def test_without_a_command_the_hall_goes_on_to_the_end(tmp_path: Path):
    async with guarded(tmp_path, ()) as machine:
        await machine.tested.hall.surroundings.power("ups-1", NEARLY_EMPTY)
        await asyncio.sleep(3600)
        assert machine.told == []


@in_virtual_time
async def test_a_controller_that_starts_on_a_nearly_empty_battery_waits_its_grace(tmp_path: Path):
    tested = await hall_on(tmp_path, LoopClock())
    await tested.hall.surroundings.power("ups-1", NEARLY_EMPTY)
    await tested.hall.close()
    async with guarded(tmp_path) as machine:
        await asyncio.sleep(61)
        assert machine.told == [OFF]
