"""A whole hall on one controller: 6,000 visits a day, 30 counters, 10 boards, a ticket a second."""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.figure import Figure, Goal
from bench.halls import controller, socket_of
from bench.processes import Process, atrium, free_port, running
from bench.run import Run, quantile
from bench.screens import boards_at
from bench.start import bare_start
from bench.thirty import COUNTERS, write_bare_thirty
from bench.whole_hall_people import People, Took, terminals

BOARDS = 10
DAY = 6000
_FIRST_S = 100  # the first hundred visits
_WAITING = 40  # in line all the time, so that every call finds somebody
_WHAT = {
    "ticket": "a ticket, taken at a screen, with its wait",
    "call": "a clerk's key → answer",
    "board": f"a clerk's key → last of {BOARDS} boards",
}
_HOW = {0.5: "median", 0.99: "p99"}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some time at a ticket a second: what the presses took, and what the controller needed."""

    took: Took
    core_percent: float
    rss_mb: float
    seconds: int


def measure(run: Run) -> list[Figure]:
    """Measure the first hundred visits of a day and its last, in one controller and one day."""
    with run.fresh_folder() as folder:
        port = free_port()
        config, state = write_bare_thirty(folder, port), folder / "hall"
        words = atrium("run", "kiosk", "--config", config, "--state", state)
        with controller(config, state) as edge, running(words, folder / "kiosk.log"):
            first, last = asyncio.run(_Day(run, edge, state, port).pass_())
    return [*_times(first, last), *_costs(first, last)]


def _times(first: _Stretch, last: _Stretch) -> Iterator[Figure]:
    for name, what in _WHAT.items():
        for share, how in _HOW.items():
            yield Figure(
                f"whole-hall-{name}" + ("-p99" if how == "p99" else ""),
                quantile(last.took.of[name], share) * 1000,
                "ms",
                quantile(first.took.of[name], share) * 1000,
                f"{what}, {how}",
                f"the day's first {first.seconds}",
                Goal("≤", 2.0) if (name, how) == ("call", "p99") else None,
            )


def _costs(first: _Stretch, last: _Stretch) -> list[Figure]:
    _ready_s, bare_mb = bare_start()
    return [
        Figure(
            "whole-hall-busy",
            last.core_percent,
            "% of a core",
            first.core_percent,
            f"processor at a ticket a second, {COUNTERS} clerks' terminals, day of {DAY:,}",
            f"the day's first {first.seconds}",
            Goal("≤", 50.0, "figure"),
        ),
        Figure(
            "whole-hall-memory",
            last.rss_mb,
            "MB",
            bare_mb,
            f"resident memory after {DAY:,} visits",
            "bare interpreter with the same libraries",
        ),
    ]


class _Day:
    """One day of the hall, in parts."""

    def __init__(self, run: Run, edge: Process, state: Path, port: int) -> None:
        self._run = run
        self._edge = edge
        self._kiosk, self._staff = socket_of(state, "kiosk"), socket_of(state, "staff")
        self._port = port
        self._people = People(self._kiosk, self._staff)

    async def pass_(self) -> tuple[_Stretch, _Stretch]:
        """Live through it; return its beginning and its end."""
        first_s = self._run.size(_FIRST_S, 3)
        last_s = self._run.size(max(1, round(self._run.minutes * 60)), 3)
        with contextlib.closing(self._people):
            await self._people.open(self._run.size(_WAITING, 4) + COUNTERS)
            for counter in range(COUNTERS):
                await self._people.serve(counter, busy=False)
            first = await self._stretch("the first hundred visits", first_s)
            self._run.tell("the day's other visits", 0.0)
            await self._people.a_day_passes(self._run.size(DAY - first_s - last_s, COUNTERS))
            last = await self._stretch("the end of the day", last_s)
        return first, last

    async def _stretch(self, what: str, seconds: int) -> _Stretch:
        people = self._people
        async with boards_at(self._port, BOARDS) as people.boards, terminals(self._staff):
            people.took = Took()
            cpu_s, began_s = self._edge.cpu_s, time.monotonic()
            await self._a_ticket_a_second(what, seconds)
            used_s, passed_s = self._edge.cpu_s - cpu_s, time.monotonic() - began_s
        people.boards = ()
        return _Stretch(people.took, 100 * used_s / passed_s, self._edge.rss_mb, seconds)

    async def _a_ticket_a_second(self, what: str, seconds: int) -> None:
        began_s = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for second in range(seconds):
                self._run.tell(what, second / seconds)
                group.create_task(self._people.come(second))
                await asyncio.sleep(0.5)  # a ticket and a call do not come in one moment
                group.create_task(self._people.serve(second % COUNTERS, busy=True))
                await asyncio.sleep(max(0.0, began_s + second + 1 - time.monotonic()))
