"""What a device that floods its line with garbage costs the hall, and whom it delays."""

import asyncio
import contextlib
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.figure import Figure, Goal
from bench.floods import FRAMES_PER_S
from bench.halls import controller, device, write_config
from bench.led import COUNTERS, PAUSE_S, Line, clerk_of, opened, press, strips
from bench.processes import Process, module
from bench.run import Run, quantile
from bench.wires import speed_of
from edge.client import HallClient

# Every kind of device with a serial line, or a device server's socket, which is read alike.
MAD: dict[str, dict[str, Any]] = {
    "sam": {"kind": "reader"},
    "mfreader": {"kind": "reader"},
    "escpos": {"kind": "printer"},
    "onbon": {"kind": "led"},
    "strip": {"kind": "led"},
    "modbus-panel": {"kind": "led"},
    "ff68": {"kind": "caller"},
    "line": {"kind": "scanner"},
    "ssi": {"kind": "scanner"},
    "honeywell": {"kind": "scanner"},
    "newland": {"kind": "scanner"},
    "modbus-relay": {"kind": "relay"},
    "modbus-counter": {"kind": "footfall"},
    "nut": {"kind": "ups"},
}
_WAITING = 150  # of each of two kinds: more than are called in all floods together
_QUICK = ("ssi", "ff68")


@dataclass
class _Stretch:
    """Some seconds: processor time and time passed, frames that came, and each delay (s)."""

    cpu_s: float = 0.0
    passed_s: float = 0.0
    frames: int = 0
    delays_s: list[float] = field(default_factory=list)

    @property
    def core_percent(self) -> float:
        return 100 * self.cpu_s / self.passed_s


class _Mad:
    """The process that holds the mad devices' ends of the lines."""

    def __init__(self, ports: dict[str, Path]) -> None:
        self._ports = ports
        self._process = subprocess.Popen(
            module("bench.floods", *ports.values()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def flood(self, name: str, duration_s: float) -> int:
        """Flood for so long, and return how many frames the line took."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{self._ports[name]} {duration_s}\n")
        self._process.stdin.flush()
        return int(self._answer().rpartition(" ")[2])

    def close(self) -> None:
        """End the process, and with it all lines."""
        self._process.communicate()


def measure(run: Run) -> list[Figure]:
    """Measure one mad device after the other, while clerks call at counters with strips."""
    names = _QUICK if run.quick else tuple(MAD)
    with run.fresh_folder() as folder, _mad(folder / "hall", names) as mad:
        more = [{"id": name, "protocol": name, "port": name} | MAD[name] for name in names]
        config = write_config(folder, devices=("strips",), quiet=True, more=more)
        with controller(config, folder / "hall") as edge:
            calm, flooded = asyncio.run(_stretches(run, mad, edge, config, names))
    costs = [_cost(name, found, calm) for name, found in flooded.items()]
    return [*costs, *_delays(calm, flooded)]


@contextlib.contextmanager
def _mad(state: Path, names: tuple[str, ...]) -> Iterator[_Mad]:
    mad = _Mad({name: state / name for name in names})
    try:
        yield mad
    finally:
        mad.close()


def _cost(name: str, found: _Stretch, calm: _Stretch) -> Figure:
    return Figure(
        f"flood-{name}",
        max(0.0, found.core_percent - calm.core_percent),
        "% of a core",
        20.0,
        f"{found.frames / found.passed_s:,.0f} garbage frames a second on the line of {name}",
        "a fifth of a core",
        Goal("≤", 1.0),
    )


def _delays(calm: _Stretch, flooded: dict[str, _Stretch]) -> list[Figure]:
    delays_s = [delay_s for found in flooded.values() for delay_s in found.delays_s]
    what = "clerk's key → first byte at a strip while another device floods"
    return [
        Figure(
            name,
            quantile(delays_s, share) * 1000,
            "ms",
            quantile(calm.delays_s, share) * 1000,
            f"{what}, {words}",
            f"while none does, {words}",
            goal,
        )
        for name, share, words, goal in (
            ("flood-delay", 0.5, "median", Goal("≤", 1.5)),
            ("flood-delay-p99", 0.99, "p99", None),
        )
    ]


async def _stretches(
    run: Run, mad: _Mad, edge: Process, config: Path, names: tuple[str, ...]
) -> tuple[_Stretch, dict[str, _Stretch]]:
    duration_s = run.size(6, 1)
    async with _clerks(config) as clerks:
        calm = await _stretch(edge, clerks, asyncio.sleep(3 * duration_s, 0))
        flooded = {}
        for number, name in enumerate(names):
            run.tell(f"{FRAMES_PER_S:,} frames a second from {name}", number / len(names))
            flooding = asyncio.to_thread(mad.flood, name, duration_s)
            flooded[name] = await _stretch(edge, clerks, flooding)
    return calm, flooded


@contextlib.asynccontextmanager
async def _clerks(config: Path) -> AsyncIterator["_Clerks"]:
    strip, state = device(config, "strips"), config.parent / "hall"
    async with strips(state / strip.port, speed_of(strip)) as line, clerk_of(state) as clerk:
        await opened(clerk, line, _WAITING)
        yield _Clerks(clerk, line)


class _Clerks:
    """Clerks who press one key after the other, and see when their strips hear of it."""

    def __init__(self, clerk: HallClient, line: Line) -> None:
        self._clerk, self._line = clerk, line
        self._presses = 0

    async def delay_s(self) -> float:
        """Press the next key, and return how long after it the first byte came."""
        step, counter = divmod(self._presses, len(COUNTERS))
        self._presses += 1
        self._line.rest()
        pressed_s = time.perf_counter()
        await press(self._clerk, COUNTERS[counter], step % 3)
        await self._line.shown()
        return self._line.first_s - pressed_s


async def _stretch(edge: Process, clerks: _Clerks, meanwhile: Any) -> _Stretch:
    found, cpu_s, began_s = _Stretch(), edge.cpu_s, time.perf_counter()
    passing = asyncio.ensure_future(meanwhile)
    while not passing.done():
        found.delays_s.append(await clerks.delay_s())
        await asyncio.sleep(PAUSE_S)
    found.frames = await passing
    found.cpu_s, found.passed_s = edge.cpu_s - cpu_s, time.perf_counter() - began_s
    return found
