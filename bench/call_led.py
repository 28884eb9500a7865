"""From a clerk's call to the strip's own acknowledgement, on a slow line and on a fast one."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path

from bench.figure import Figure, Goal
from bench.halls import controller, device, write_config
from bench.led import COUNTERS, PAUSE_S, Line, clerk_of, opened, press, strips
from bench.run import Run, quantile
from bench.wires import speed_of

_BAUDRATES = (9600, 57600)
_STEPS = 3  # called, started, finished: the strips show each, the first is the call
_OURS_MS = 50.0  # the paced line of a twin, which sleeps between pieces, takes half of it


@dataclass
class _Calls:
    """How long each call took to be acknowledged, and how long its bytes need on the line (s)."""

    took_s: list[float] = field(default_factory=list)
    wire_s: list[float] = field(default_factory=list)


def measure(run: Run) -> list[Figure]:
    """Measure calls at five counters, one text at a time, at each speed of the line."""
    return [each for baudrate in _BAUDRATES for each in _at(run, baudrate)]


def _at(run: Run, baudrate: int) -> list[Figure]:
    with run.fresh_folder() as folder:
        config = write_config(folder, devices=("strips",), quiet=True, baudrate=baudrate)
        with controller(config, folder / "hall"):
            calls = asyncio.run(_calls(run, config, folder / "hall"))
    what = f"clerk's call → strip's acknowledgement at {baudrate:,} baud"
    return [
        Figure(
            f"call-led-{baudrate}{suffix}",
            quantile(calls.took_s, share) * 1000,
            "ms",
            quantile(calls.wire_s, share) * 1000 + _OURS_MS,
            f"{what}, {words}",
            f"text and answer on the line + {_OURS_MS:.0f} ms",
            goal,
        )
        for suffix, share, words, goal in (
            ("", 0.5, "median", Goal("≤", 1.0)),
            ("-p99", 0.99, "p99", None),
        )
    ]


async def _calls(run: Run, config: Path, state: Path) -> _Calls:
    strip = device(config, "strips")
    speed, calls = speed_of(strip), _Calls()
    texts = run.size(120, 6)
    async with strips(state / strip.port, speed) as line, clerk_of(state) as clerk:
        await opened(clerk, line)
        for number in range(texts):
            run.tell(f"calls to strips at {speed.baudrate} baud", number / texts)
            await asyncio.sleep(PAUSE_S)
            step = number // len(COUNTERS) % _STEPS
            took_s, size = await _acknowledged(
                line, press(clerk, COUNTERS[number % len(COUNTERS)], step)
            )
            if step == 0:
                calls.took_s.append(took_s)
                calls.wire_s.append(size * speed.byte_s)
    return calls


async def _acknowledged(line: Line, pressing: Awaitable[None]) -> tuple[float, int]:
    """Return how long it took to be acknowledged, and how many bytes went both ways."""
    line.rest()
    pressed_s = time.perf_counter()
    await pressing
    await line.shown()
    await line.answered()
    return line.answered_s - pressed_s, line.size + line.answer_size
