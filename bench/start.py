"""What a controller costs: start after a kill, memory, and the processor while nothing happens."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

from bench.figure import Figure, Goal
from bench.halls import controller, devices_there, socket_of, starting_controller, write_config
from bench.prefilled import Size, fill
from bench.processes import Process, module, running, wait_until_it_answers
from bench.run import Run, in_turns, median
from edge.client import HallClient
from edge.settings import load_settings

_DEVICES = ("reader-1", "printer-1", "strips", "callers")
# What any service in Python with a web server, pydantic and AES brings along.
_BARE = (
    "import fastapi, uvicorn, sqlite3, cryptography.hazmat.primitives.ciphers.aead;"
    "print(open('/proc/self/status').read())"
)


def measure(run: Run) -> list[Figure]:
    """Measure starts on a journal of many days, in turns with a bare interpreter."""
    with run.fresh_folder() as folder:
        config, state = write_config(folder), folder / "hall"
        run.tell("filling a journal", 0.0)
        size = Size(run.size(300_000, 3_000), run.size(1500, 100))
        fill(state, load_settings(config).config.id, size)
        with controller(config, state) as first:
            first.kill()
        starts, bare = in_turns(
            run, "starts after a kill", run.size(11, 1), lambda: _start(config, state), bare_start
        )
    return [
        Figure(
            "start",
            median(ready_s for ready_s, _mb in starts),
            "s",
            median(ready_s for ready_s, _mb in bare),
            f"start to ready after a kill, {size.facts:,} facts",
            "bare interpreter with the same libraries",
            Goal("≤", 1.0, "figure"),
        ),
        Figure(
            "memory",
            median(mb for _ready_s, mb in starts),
            "MB",
            median(mb for _ready_s, mb in bare),
            f"resident, ready, {size.tickets_today:,} tickets today",
            "bare interpreter with the same libraries",
            Goal("≤", 80.0, "figure"),
        ),
    ]


def _start(config: Path, state: Path) -> tuple[float, float]:
    with starting_controller(config, state) as process:
        ready_s = wait_until_it_answers(process, socket_of(state, "engineer"), "/v1/health")
        rss_mb = process.rss_mb
        process.kill()
    return ready_s, rss_mb


def bare_start() -> tuple[float, float]:
    """Return how long a bare interpreter takes to load our libraries, and its memory (MB)."""
    started_s = time.monotonic()
    said = subprocess.run([sys.executable, "-c", _BARE], capture_output=True, check=True)
    (line,) = [line for line in said.stdout.splitlines() if line.startswith(b"VmRSS:")]
    return time.monotonic() - started_s, int(line.split()[1]) / 1024


def measure_idle(run: Run) -> list[Figure]:
    """Measure a controller with a demo hall's devices, while nobody is in the hall."""
    duration_s = run.size(30, 1)
    with run.fresh_folder() as folder:
        config, state = write_config(folder, devices=_DEVICES), folder / "hall"
        log = folder / "twins.log"
        with (
            running(module("bench.twins_beside", config, state), log),
            controller(config, state) as edge,
        ):
            run.tell("waiting for the devices", 0.0)
            asyncio.run(_wait_for_devices(state))
            used_s, passed_s = _idle(run, edge, duration_s)
    return [
        Figure(
            "idle",
            100 * used_s / passed_s,
            "% of a core",
            100.0,
            f"processor while idle, {len(_DEVICES)} lines of devices",
            "one core, busy",
            Goal("≤", 1.5, "figure"),
        )
    ]


async def _wait_for_devices(state: Path) -> None:
    async with HallClient(str(socket_of(state, "engineer"))) as hall:
        await devices_there(hall)


def _idle(run: Run, edge: Process, duration_s: int) -> tuple[float, float]:
    time.sleep(min(2.0, duration_s))  # what the first contact with the devices costs is not idle
    before_s, started_s = edge.cpu_s, time.monotonic()
    for second in range(duration_s):
        run.tell("idle with devices", second / duration_s)
        time.sleep(1.0)
    return edge.cpu_s - before_s, time.monotonic() - started_s
