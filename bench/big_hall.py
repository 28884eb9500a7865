"""A hall of thirty counters: what its controller needs, idle and at one ticket a second."""

import asyncio
import json
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path

from bench.figure import Figure, Goal
from bench.halls import controller, devices_there, socket_of
from bench.processes import Process, module, running
from bench.run import Run
from bench.start import bare_start
from bench.thirty import COUNTERS, caller_at, write_thirty
from bench.twins_beside import hands_of
from edge.api import shapes
from edge.client import HallClient

_SETTLED_S = 3.0  # what the first contact with the devices costs is not idle
_KEY_PAUSE_S = 0.2


class NotServedError(Exception):
    """Not every visitor came to a grade: what the hall needed for it means nothing."""


@dataclass(frozen=True, slots=True)
class _Load:
    """What a process used over some seconds, and what it weighed at their end."""

    core_percent: float
    rss_mb: float


def measure(run: Run) -> list[Figure]:
    """Measure the controller while nobody is there, and while a ticket a second is served."""
    seconds = run.size(30, 2)
    with run.fresh_folder() as folder:
        config, state = write_thirty(folder), folder / "hall"
        state.mkdir()
        twins = module("bench.twins_beside", config, state)
        with running(twins, folder / "twins.log"), controller(config, state) as edge:
            idle, busy = asyncio.run(_loads(run, edge, state, seconds))
    _ready_s, bare_mb = bare_start()
    served = "… at a ticket a second: printed, called, served, graded"
    return [
        _processor("big-hall-idle", idle, f"processor while idle, {COUNTERS} counters", 5.0),
        _processor("big-hall-busy", busy, served, 30.0),
        _memory("big-hall-memory", idle, bare_mb, "resident memory before the first ticket"),
        _memory("big-hall-memory-busy", busy, bare_mb, f"… after {seconds} s of tickets"),
    ]


def _processor(name: str, load: _Load, what: str, bound: float) -> Figure:
    goal = Goal("≤", bound, "figure")
    return Figure(name, load.core_percent, "% of a core", 100.0, what, "one core, busy", goal)


def _memory(name: str, load: _Load, bare_mb: float, what: str) -> Figure:
    against = "bare interpreter with the same libraries"
    return Figure(name, load.rss_mb, "MB", bare_mb, what, against, Goal("≤", 100.0, "figure"))


async def _loads(run: Run, edge: Process, state: Path, seconds: int) -> tuple[_Load, _Load]:
    async with HallClient(str(socket_of(state, "engineer"))) as hall:
        await devices_there(hall)
    clerks = _Clerks(state)
    async with clerks.hall:
        await clerks.open()
        run.tell("waiting for the devices", 0.0)
        await asyncio.sleep(min(_SETTLED_S, seconds))
        idle = await _load(edge, asyncio.sleep(seconds))
        busy = await _load(edge, _ticket_a_second(run, clerks, seconds))
        await clerks.check(seconds)
    return idle, busy


async def _load(edge: Process, meanwhile: Awaitable[None]) -> _Load:
    cpu_s, began_s = edge.cpu_s, time.monotonic()
    await meanwhile
    used_s, passed_s = edge.cpu_s - cpu_s, time.monotonic() - began_s
    return _Load(100 * used_s / passed_s, edge.rss_mb)


async def _ticket_a_second(run: Run, clerks: "_Clerks", seconds: int) -> None:
    async with asyncio.TaskGroup() as group:
        for second in range(seconds):
            run.tell("a ticket a second at thirty counters", second / seconds)
            group.create_task(clerks.serve(second % COUNTERS + 1))
            await asyncio.sleep(1.0)


class _Clerks:
    """Everybody in the hall: who takes a ticket, who serves, and who presses the evaluator."""

    def __init__(self, state: Path) -> None:
        self.hall = HallClient(str(socket_of(state, "staff")))
        self._hands = hands_of(state)

    async def open(self) -> None:
        """Open all counters."""
        for counter in range(1, COUNTERS + 1):
            await self.hall.open_counter(str(counter))

    async def serve(self, counter: int) -> None:
        """Take a ticket on paper, and have whoever is next served and graded at `counter`."""
        await self.hall.new_visit(shapes.NewVisit(service="pay-bill", delivery="paper"))
        for verb in (self.hall.call_next, self.hall.start, self.hall.finish):
            await verb(str(counter))
            await asyncio.sleep(_KEY_PAUSE_S)
        device, unit = caller_at(counter)
        await self._act(device, "press_rating", unit=unit, key=0)

    async def _act(self, device: str, action: str, **values: str | int) -> None:
        _reader, writer = await asyncio.open_unix_connection(self._hands)
        writer.write(f"{device} {action} {json.dumps(values)}\n".encode())
        await writer.drain()
        writer.close()

    async def check(self, tickets: int) -> None:
        """Raise `NotServedError` unless so many tickets came on paper and to a grade."""
        await asyncio.sleep(1.0)  # the last evaluator says it within half a second
        visits = await self.hall.visits()
        graded = sum(visit.grade is not None for visit in visits)
        paper = sum(visit.legs[0].delivery == "paper" for visit in visits)
        if not graded == paper == tickets:
            raise NotServedError(f"{tickets} tickets: {paper} on paper, {graded} graded")
