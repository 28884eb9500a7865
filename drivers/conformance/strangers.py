"""Checks with something else on the port: another device, or a flood that is no device's."""

import asyncio
import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drivers.conformance.bench import LOST_WITHIN_S, Bench, bench, settle
from drivers.conformance.case import Case, require
from drivers.conformance.weighing import retained_bytes
from drivers.contract import Health
from drivers.twins import Twin

# What other devices of a hall, and of the world around it, say on a serial line.
STRANGERS: Mapping[str, Sequence[bytes]] = {
    "sam": (
        bytes.fromhex("AA AA AA 96 69 00 04 00 00 90 94"),
        bytes.fromhex("AA AA AA 96 69 00 04 00 00 80 84"),
    ),
    "ff68": (bytes.fromhex("FF 68 03 03 68 01 01 0C 0E 16"),),
    "onbon": (
        bytes.fromhex("A5 01 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 E2 5A 5A"),
    ),
    "modbus": (bytes.fromhex("01 01 01 05 91 8B"), bytes.fromhex("01 81 02 C1 91")),
    "scanner": (b"6901234567892\r\n", b"A012-260302\r"),
    "nut": (b'VAR hall ups.status "OL"\n', b"ERR UNKNOWN-COMMAND\n"),
    "modem": (b"\r\nOK\r\n", b"\r\nERROR\r\n"),
    "gps": (b"$GPGGA,041530.00,3959.12345,N,11619.54321,E,1,08,0.9,45.0,M,,M,,*5C\r\n",),
    "echo": (),  # a loop-back plug: it says what it hears
}

_SPEAKS_EVERY_S = 0.25
_WATCHED_S = 60.0
_READS_PER_S_MAX = 100

_FLOOD_S = 1.0
_FLOOD_PIECES_PER_S = 1000
_FLOOD_FRAMES_IN_A_PIECE = 10
_FLOOD_FRAME_BYTES = 8
# Half the pieces again, for what a driver asks meanwhile.
_FLOOD_READS_PER_S_MAX = _FLOOD_PIECES_PER_S * 3 // 2
_FLOOD_RETAINED_MAX = 256 * 1024


class Stranger(Twin):
    """Another device: says what it has to say when it hears something, and by itself."""

    def __init__(self, frames: Sequence[bytes]) -> None:
        super().__init__()
        self._frames: Iterator[bytes] | None = itertools.cycle(frames) if frames else None
        self._due_s = _SPEAKS_EVERY_S

    @property
    def due_s(self) -> float | None:
        return self._due_s if self._frames else None

    def receive(self, data: bytes) -> bytes:
        return next(self._frames) if self._frames else data

    def tick(self, dt_s: float) -> bytes:
        self._due_s -= dt_s
        if self._frames is None or self._due_s > 0:
            return b""
        self._due_s = _SPEAKS_EVERY_S
        return next(self._frames)

    def look(self) -> dict[str, Any]:
        return {}


async def takes_no_stranger_for_its_own(case: Case) -> None:
    """Beside a device of another kind: never online, said so, and no busy loop."""
    own = {case.driver.declaration.protocol, *case.takes_for_its_own}
    for name, frames in STRANGERS.items():
        if name not in own:
            await _meets_a_stranger(case, name, frames)


async def _meets_a_stranger(case: Case, name: str, frames: Sequence[bytes]) -> None:
    async with bench(case, line=lambda _twin: Stranger(frames)) as on:
        if not case.one_way:
            await on.until(lambda: _lost(on), LOST_WITHIN_S, f"reported lost beside a {name}")
        before, began_s = on.wire.reads, asyncio.get_running_loop().time()
        await asyncio.sleep(_WATCHED_S)
        took_s = asyncio.get_running_loop().time() - began_s
        require(not on.running.done(), f"run() goes on beside a {name}")
        reads_per_s = (on.wire.reads - before) / took_s
        require(reads_per_s <= _READS_PER_S_MAX, f"{reads_per_s:.0f} reads a second at a {name}")
        usable = any(health.usable for health in on.healths())
        require(case.one_way or not usable, f"a {name} was taken for the device: {on.healths()}")
        require(case.one_way or bool(on.reason()), f"reported with a reason beside a {name}")


def _lost(on: Bench) -> bool:
    healths = on.healths()
    return bool(healths) and healths[-1] is not Health.STARTING


async def bears_a_flood(case: Case) -> None:
    """10,000 garbage frames a second cost few reads and little memory; then all is as new."""
    async with bench(case) as on:
        await on.until_online()
        weight = retained_bytes(on.driver)
        reads = on.wire.reads
        using = asyncio.ensure_future(on.try_to_exercise())
        await _flood(on)
        reads_per_s = (on.wire.reads - reads) / _FLOOD_S
        require(reads_per_s <= _FLOOD_READS_PER_S_MAX, f"{reads_per_s:.0f} reads a second")
        grown = retained_bytes(on.driver) - weight
        require(grown <= _FLOOD_RETAINED_MAX, f"the driver keeps {grown} bytes of a flood")
        await using
        await on.until_online()
        await settle()
        await on.exercise()


async def _flood(on: Bench) -> None:
    dice = random.Random(0)  # noqa: S311
    for _piece in range(round(_FLOOD_S * _FLOOD_PIECES_PER_S)):
        await on.device_end.write(dice.randbytes(_FLOOD_FRAMES_IN_A_PIECE * _FLOOD_FRAME_BYTES))
        await asyncio.sleep(1 / _FLOOD_PIECES_PER_S)
