"""From a clerk's key to the strip above the counter: first and last byte on a free line."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

from bench.figure import Figure, Goal
from bench.halls import controller, device, devices_there, socket_of, write_config
from bench.run import Run, quantile
from bench.wires import on_wire, speed_of
from drivers.contract import LineSettings
from drivers.led.onbon.codec import OnbonDecoder
from drivers.led.onbon.twin import OnbonTwin
from drivers.wire import Side
from edge.api import shapes
from edge.client import HallClient

COUNTERS = ("1", "2", "3", "4", "5")
PAUSE_S = 0.3  # five strips in turn: each has its second between two texts
_PATIENCE_S = 10.0
_WAITING = 50  # of each kind: no counter runs dry before 300 keys


class Line:
    """The strips' end of the line: knows when the first and the last byte of a text came."""

    def __init__(self, twin: OnbonTwin) -> None:
        self._twin = twin
        self._shown, self._answered = asyncio.Event(), asyncio.Event()
        self._hear, twin.receive = twin.receive, self._receive  # type: ignore[method-assign]
        self.first_s = self.last_s = self.answered_s = 0.0
        self.size = self.answer_size = 0
        self._answer = OnbonDecoder(Side.DEVICE)

    def rest(self) -> None:
        """Forget what has come: the line is free."""
        self._shown.clear()
        self._answered.clear()
        self.first_s, self.size, self.answer_size = 0.0, 0, 0
        self._answer = OnbonDecoder(Side.DEVICE)

    def arrived(self, data: bytes) -> None:
        """Note bytes as they begin to come."""
        self.first_s = self.first_s or time.perf_counter()
        self.size += len(data)

    def said(self, data: bytes) -> None:
        """Note bytes of an answer as they have gone; with its last one the strip has answered."""
        self.answer_size += len(data)
        if self._answer.feed(data):
            self.answered_s = time.perf_counter()
            self._answered.set()

    def _receive(self, data: bytes) -> bytes:
        before = len(self._twin.shown_log)
        answer = self._hear(data)
        if len(self._twin.shown_log) > before:
            self.last_s = time.perf_counter()
            self._shown.set()
        return answer

    async def shown(self) -> None:
        """Return once a strip shows something else."""
        async with asyncio.timeout(_PATIENCE_S):
            await self._shown.wait()

    async def answered(self) -> None:
        """Return once a strip has answered."""
        async with asyncio.timeout(_PATIENCE_S):
            await self._answered.wait()


def measure(run: Run) -> list[Figure]:
    """Measure calls, starts and finishes at five counters, one text at a time."""
    with run.fresh_folder() as folder:
        config, state = write_config(folder, devices=("strips",), quiet=True), folder / "hall"
        with controller(config, state):
            first, last, wire = asyncio.run(_texts(run, config, state))
    wire_ms = quantile(wire, 0.99) * 1000
    return [
        Figure(
            "led-first-byte",
            quantile(first, 0.99) * 1000,
            "ms",
            wire_ms,
            "clerk's key → first byte at a free strip, p99",
            "the text's own time on the line",
            Goal("≤", 20.0, "figure"),
        ),
        Figure(
            "led-last-byte",
            quantile(last, 0.99) * 1000,
            "ms",
            wire_ms + 20.0,
            "clerk's key → last byte, p99",
            "its time on the line + 20 ms",
            Goal("≤", 1.0),
        ),
    ]


async def _texts(run: Run, config: Path, state: Path) -> tuple[list[float], ...]:
    count = run.size(120, 6)
    first: list[float] = []
    last: list[float] = []
    wire: list[float] = []
    settings = device(config, "strips")
    speed = speed_of(settings)
    async with strips(state / settings.port, speed) as line, clerk_of(state) as clerk:
        await opened(clerk, line)
        for number in range(count):
            run.tell("texts to the strips", number / count)
            counter = COUNTERS[number % len(COUNTERS)]
            await asyncio.sleep(PAUSE_S)
            line.rest()
            pressed_s = time.perf_counter()
            await press(clerk, counter, number // len(COUNTERS) % 3)
            await line.shown()
            first.append(line.first_s - pressed_s)
            last.append(line.last_s - pressed_s)
            wire.append(line.size * speed.byte_s)
    return first, last, wire


async def opened(clerk: HallClient, line: Line, waiting: int = _WAITING) -> None:
    """Let `waiting` of two kinds wait, and return when every strip says that it is open."""
    for _ in range(waiting):
        await clerk.new_visit(shapes.NewVisit(service="advice"))
        await clerk.new_visit(shapes.NewVisit(service="capacity"))
    await devices_there(clerk, "strips")
    for counter in COUNTERS:
        line.rest()
        await clerk.open_counter(counter)
        await line.shown()
        await asyncio.sleep(PAUSE_S)


async def press(clerk: HallClient, counter: str, step: int) -> None:
    """Press a clerk's key: call, start and finish in turn."""
    verb = (clerk.call_next, clerk.start, clerk.finish)[step]
    await verb(counter)


@contextlib.asynccontextmanager
async def clerk_of(state: Path) -> AsyncIterator[HallClient]:
    """Be a clerk of the hall."""
    async with HallClient(str(socket_of(state, "staff"))) as clerk:
        yield clerk


@contextlib.asynccontextmanager
async def strips(link: Path, speed: LineSettings) -> AsyncIterator[Line]:
    """Put the demo hall's strips on their wire."""
    line = Line(twin := OnbonTwin(tuple(map(int, COUNTERS))))
    async with on_wire(twin, link, speed, heard=line.arrived, said=line.said):
        yield line
