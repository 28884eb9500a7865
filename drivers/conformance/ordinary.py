"""Checks on wires that are whole, byte by byte, lossy, garbled, silent, and pulled out."""

import asyncio
import dataclasses
import random
from collections.abc import Callable

from drivers.conformance.bench import LOST_WITHIN_S, Bench, bench, settle
from drivers.conformance.case import Case, require
from drivers.contract import Declaration, WireLostError
from drivers.twins import LineFaults, Twin


async def declares_itself(case: Case) -> None:
    """Check that the declaration is whole and the options are a frozen dataclass with defaults."""
    declaration: Declaration = case.driver.declaration
    require(bool(declaration.protocol and declaration.title), "protocol and title are named")
    require(dataclasses.is_dataclass(declaration.options), "options are a dataclass")
    require(declaration.options.__dataclass_params__.frozen, "options are frozen")
    declaration.options()


async def works_on_a_whole_wire(case: Case) -> None:
    """Comes online, and every verb and event does what it says."""
    async with bench(case) as on:
        await on.until_online()
        await on.exercise()


async def works_byte_by_byte(case: Case) -> None:
    """Work the same with every byte arriving alone."""
    async with bench(case, LineFaults(chop=True)) as on:
        await on.until_online()
        await on.exercise()


async def _survives(case: Case, spoil: Callable[[LineFaults], None]) -> None:
    for seed in range(5):
        async with bench(case, LineFaults(dice=random.Random(seed))) as on:  # noqa: S311
            await on.until_online()
            spoil(on.faults)
            await on.try_to_exercise()
            on.faults.lose = on.faults.flip = 0.0
            await on.until_online()
            await settle()
            await on.exercise()


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
    async with bench(case) as on:
        await on.until_online()
        on.twin.silent = True
        await lost_and_back_once(on, lambda: setattr(on.twin, "silent", False))


async def lost_and_back_once(on: Bench, mend: Callable[[], None]) -> None:
    """Check that a device which can no more be heard is lost once, and once mended back once."""
    before = len(on.healths())
    await on.until_lost()
    await on.try_to_exercise()
    await settle()
    lost = on.healths()[before:]
    require(len(lost) == 1, f"reported once when lost, not {len(lost)} times: {lost}")
    mend()
    await on.until_online()
    await settle()
    again = on.healths()[before + 1 :]
    require(len(again) == 1, f"reported once when back, not {len(again)} times: {again}")
    await on.exercise()


async def starts_beside_a_silent_device(case: Case) -> None:
    """With nobody there from the start the driver says so and comes online when it is there."""
    if case.one_way:
        return

    def silent_twin() -> Twin:
        twin = case.twin()
        twin.silent = True
        return twin

    async with bench(dataclasses.replace(case, twin=silent_twin)) as on:
        await on.until(
            lambda: bool(on.healths()) and not on.usable(), LOST_WITHIN_S, "reported offline"
        )
        on.twin.silent = False
        await on.until_online()


async def ends_when_the_wire_is_pulled(case: Case) -> None:
    """`run` raises `WireLostError` at once, and a verb does not hang."""
    async with bench(case) as on:
        await on.until_online()
        using = asyncio.ensure_future(on.try_to_exercise())
        await asyncio.sleep(0.03)
        await on.device_end.close()
        await ends_with_its_wire(on, using)


async def ends_with_its_wire(on: Bench, using: asyncio.Future[None]) -> None:
    """Check that `run` ends as it should now that the wire is gone, and a verb ends too."""
    try:
        async with asyncio.timeout(LOST_WITHIN_S):
            await on.running
    except WireLostError:
        pass
    except TimeoutError:
        require(False, "run() ends when the wire is lost")
    else:
        require(False, "run() raises WireLostError when the wire is lost")
    finally:
        await using
