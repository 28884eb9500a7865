"""From a clerk's key to the strip above the counter: first and last byte on a free line."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

from bench.figure import Figure, Goal
from bench.halls import controller, device, devices_there, socket_of, write_config
from bench.run import Run, quantile
from drivers.contract import LineSettings
from drivers.led.onbon.twin import OnbonTwin
from drivers.registry import driver_for
from drivers.twins import PtyPort, serve_twin
from edge.api import shapes
from edge.client import HallClient

_COUNTERS = ("1", "2", "3", "4", "5")
_PAUSE_S = 0.3  # five strips in turn: each has its second between two texts
_PATIENCE_S = 10.0
_WAITING = 50  # of each kind, so that no counter ever runs dry


class Line:
    """The strips' end of the line: knows when the first and the last byte of a text came."""

    def __init__(self, twin: OnbonTwin) -> None:
        self._twin = twin
        self._shown = asyncio.Event()
        self._hear, twin.receive = twin.receive, self._receive  # type: ignore[method-assign]
        self.first_s = self.last_s = 0.0
        self.size = 0

    def rest(self) -> None:
        """Forget what has come: the line is free."""
        self._shown.clear()
        self.first_s, self.size = 0.0, 0

    def arrived(self, data: bytes) -> None:
        """Note bytes as they begin to come."""
        self.first_s = self.first_s or time.perf_counter()
        self.size += len(data)

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


class _TimedPort(PtyPort):
    """A wire that tells the line when bytes begin to come."""

    def __init__(self, link: Path, line: Line) -> None:
        super().__init__(link)
        self._line_ = line

    async def read(self, within_s: float) -> bytes:
        data = await super().read(within_s)
        self._line_.arrived(data)
        return data


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
    speed = settings.line(driver_for(settings.kind, settings.protocol).declaration.line)
    async with _strips(state / settings.port, speed) as line, _clerk(state) as clerk:
        await _opened(clerk, line)
        for number in range(count):
            run.tell("texts to the strips", number / count)
            counter = _COUNTERS[number % len(_COUNTERS)]
            await asyncio.sleep(_PAUSE_S)
            line.rest()
            pressed_s = time.perf_counter()
            await _press(clerk, counter, number // len(_COUNTERS) % 3)
            await line.shown()
            first.append(line.first_s - pressed_s)
            last.append(line.last_s - pressed_s)
            wire.append(line.size * speed.byte_s)
    return first, last, wire


async def _opened(clerk: HallClient, line: Line) -> None:
    for _ in range(_WAITING):
        await clerk.new_visit(shapes.NewVisit(service="advice"))
        await clerk.new_visit(shapes.NewVisit(service="capacity"))
    await devices_there(clerk)
    for counter in _COUNTERS:
        line.rest()
        await clerk.open_counter(counter)
        await line.shown()
        await asyncio.sleep(_PAUSE_S)


async def _press(clerk: HallClient, counter: str, step: int) -> None:
    verb = (clerk.call_next, clerk.start, clerk.finish)[step]
    await verb(counter)


@contextlib.asynccontextmanager
async def _clerk(state: Path) -> AsyncIterator[HallClient]:
    async with HallClient(str(socket_of(state, "staff"))) as clerk:
        yield clerk


@contextlib.asynccontextmanager
async def _strips(link: Path, speed: LineSettings) -> AsyncIterator[Line]:
    line = Line(twin := OnbonTwin(tuple(map(int, _COUNTERS))))
    port = _TimedPort(link, line)
    serving = asyncio.create_task(serve_twin(twin, port, speed))
    try:
        yield line
    finally:
        await port.close()
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
