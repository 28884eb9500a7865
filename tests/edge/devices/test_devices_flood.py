"""One device floods its line with garbage: it costs little, keeps little, and delays nobody."""

import asyncio
import datetime as dt
import random
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from drivers.conformance.weighing import retained_bytes
from drivers.contract import DeviceEvent, Kind, LineSettings, TextDisplay, Wire
from drivers.led.onbon.twin import OnbonTwin
from drivers.transports.loopback import LoopbackEnd, loopback
from drivers.twins import serve_twin
from drivers.virtualtime import VirtualTimeLoop
from edge.devices.config import DeviceConfig
from edge.devices.pool import DevicePool
from edge.devices.slot import DeviceSlot

# As a wire hands it over that takes its rests: 10,000 frames of 8 bytes a second.
PIECES_PER_S = 250
PIECE_BYTES = 10_000 * 8 // PIECES_PER_S
FLOOD_S = 5
TEXTS = ["A001", "B002", "C003", "D004"]
TURNS_PER_PIECE_MAX = 8
KEPT_BYTES_MAX = 256 * 1024
SAID_MAX = 10

MAD = [
    (Kind.READER, "sam"),
    (Kind.READER, "mfreader"),
    (Kind.PRINTER, "escpos"),
    (Kind.LED, "onbon"),
    (Kind.LED, "strip"),
    (Kind.LED, "modbus-panel"),
    (Kind.CALLER, "ff68"),
    (Kind.SCANNER, "line"),
    (Kind.SCANNER, "ssi"),
    (Kind.SCANNER, "honeywell"),
    (Kind.SCANNER, "newland"),
    (Kind.RELAY, "modbus-relay"),
    (Kind.FOOTFALL, "modbus-counter"),
    (Kind.UPS, "nut"),
]
every_kind = pytest.mark.parametrize(("kind", "protocol"), MAD, ids=[name for _, name in MAD])


class CountingLoop(VirtualTimeLoop):
    """A loop in virtual time that counts its turns."""

    turns = 0

    def _run_once(self) -> None:
        self.turns += 1
        super()._run_once()


@dataclass
class Day:
    """What a hall lived through: when each text stood on the strip, and what the mad device did."""

    shown_s: list[float] = field(default_factory=list)
    turns: int = 0
    kept_bytes: int = 0
    said: list[DeviceEvent] = field(default_factory=list)


class Hall:
    """A strip that works, and a device on whose line anything may come."""

    def __init__(self, kind: Kind, protocol: str) -> None:
        self.day = Day()
        self._far_ends: dict[str, LoopbackEnd] = {}
        configs = [
            DeviceConfig("strips", Kind.LED, "onbon", "strips"),
            DeviceConfig("mad", kind, protocol, "mad"),
        ]
        now = dt.datetime(2026, 3, 2, 9)
        self.pool = DevicePool(
            configs, "hall.toml", Path("/state"), self._open, lambda: now, lambda: 0
        )
        self.pool.subscribe(self._hear)

    async def _open(self, port: str, _line: LineSettings) -> Wire:
        host, self._far_ends[port] = loopback()
        return host

    def _hear(self, slot: DeviceSlot, event: DeviceEvent) -> None:
        if slot.config.id == "mad":
            self.day.said.append(event)

    async def live(self, *, flooded: bool) -> Day:
        """Show texts for some seconds, while the mad device floods or is silent."""
        running = [asyncio.ensure_future(self.pool.run())]
        await asyncio.sleep(0.1)
        strips, mad = self._far_ends["strips"], self._far_ends["mad"]
        running.append(asyncio.ensure_future(serve_twin(OnbonTwin(), strips, LineSettings())))
        await asyncio.sleep(10.0)
        before = _turns()
        pieces = FLOOD_S * PIECES_PER_S if flooded else 0
        running.append(asyncio.ensure_future(_flood(mad, pieces)))
        await self._show()
        self.day.turns = _turns() - before
        self.day.kept_bytes = retained_bytes(self.pool.slots["mad"])
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        return self.day

    async def _show(self) -> None:
        strip = self.pool.driver("strips", TextDisplay)
        assert strip is not None
        for number, text in enumerate(TEXTS, 1):
            await strip.show("1", text)
            self.day.shown_s.append(asyncio.get_running_loop().time())
            await _until(10.1 + number * FLOOD_S / len(TEXTS))


def _turns() -> int:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, CountingLoop)
    return loop.turns


async def _until(at_s: float) -> None:
    await asyncio.sleep(at_s - asyncio.get_running_loop().time())


async def _flood(line: LoopbackEnd, pieces: int) -> None:
    dice = random.Random(0)
    for _piece in range(pieces):
        await line.write(dice.randbytes(PIECE_BYTES))
        await line.read(0)
        await asyncio.sleep(1 / PIECES_PER_S)


def lived(hall: Coroutine[Any, Any, Day]) -> Day:
    with asyncio.Runner(loop_factory=CountingLoop) as runner:
        return runner.run(hall)


@every_kind
def test_a_flood_on_one_port_delays_no_other_device_and_fills_no_memory(kind: Kind, protocol: str):
    calm = lived(Hall(kind, protocol).live(flooded=False))
    flooded = lived(Hall(kind, protocol).live(flooded=True))
    assert len(calm.shown_s) == len(TEXTS)
    assert flooded.shown_s == calm.shown_s
    assert flooded.turns - calm.turns <= TURNS_PER_PIECE_MAX * FLOOD_S * PIECES_PER_S
    assert flooded.kept_bytes - calm.kept_bytes <= KEPT_BYTES_MAX


@every_kind
def test_the_hall_is_not_told_of_garbage_again_and_again(kind: Kind, protocol: str):
    flooded = lived(Hall(kind, protocol).live(flooded=True))
    assert len(flooded.said) <= SAID_MAX, flooded.said
