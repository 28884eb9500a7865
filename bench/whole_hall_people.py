"""Everybody in a whole hall: who takes tickets, thirty clerks, and the terminals before them."""

import asyncio
import contextlib
import itertools
import json
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from bench.callers import post
from bench.lines import Line, events
from bench.screens import Board
from bench.thirty import COUNTERS

_SERVICES = ("pay-bill", "invoice", "new-connection", "capacity", "transfer-name", "advice")
_WAY_S = 0.5
# What a clerk's terminal does not look again after, of what such a hall has.
_UNSEEN = frozenset({"RequestAnswered", "TicketReserved"})
_keys = itertools.count()


class Took:
    """How long each press took (s): a `ticket`, a `call`, a call until every `board` showed it."""

    def __init__(self) -> None:
        self.of: dict[str, list[float]] = {"ticket": [], "call": [], "board": []}

    def note(self, what: str, pressed_s: float) -> None:
        """Note what has come now of a press."""
        self.of[what].append(time.perf_counter() - pressed_s)


class NobodyToCallError(Exception):
    """A clerk found nobody: what was measured is not the load that was meant."""


class People:
    """All who press something. `boards` are looked at after each call."""

    def __init__(self, kiosk: Path, staff: Path) -> None:
        self._screens = [Line(kiosk) for _ in range(COUNTERS)]
        self._desks = [Line(staff) for _ in range(COUNTERS)]
        self.boards: Sequence[Board] = ()
        self.took = Took()

    def close(self) -> None:
        """Leave."""
        for line in (*self._screens, *self._desks):
            line.close()

    async def open(self, waiting: int) -> None:
        """Open all counters, and let `waiting` take tickets."""
        for counter in range(COUNTERS):
            await self._press(counter, "open")
        for number in range(waiting):
            await self.come(number)

    async def come(self, number: int) -> None:
        """Take a ticket at a screen, and be told how long it may take."""
        service = _SERVICES[number % len(_SERVICES)]
        wish = json.dumps({"service": service, "delivery": "screen"}).encode()
        pressed_s = time.perf_counter()
        screen = self._screens[number % len(self._screens)]
        await screen.ask(post("/v1/visits", wish, f"visitor-{next(_keys)}"))
        self.took.note("ticket", pressed_s)

    async def serve(self, counter: int, busy: bool) -> None:
        """End what the clerk does, if `busy`, call whoever is next, and begin when they are there.

        Raises `NobodyToCallError`.
        """
        if busy:
            await self._press(counter, "finish")
        pressed_s = time.perf_counter()
        called = await self._press(counter, "next")
        self.took.note("call", pressed_s)
        if not called:
            raise NobodyToCallError(f"counter {counter + 1}")
        if self.boards:
            await asyncio.gather(*(board.shows(called["seq"]) for board in self.boards))
            self.took.note("board", pressed_s)
            await asyncio.sleep(_WAY_S)
        await self._press(counter, "start")

    async def _press(self, counter: int, verb: str) -> dict[str, Any]:
        path = f"/v1/counters/{counter + 1}/{verb}"
        body = await self._desks[counter].ask(post(path, b"{}", f"clerk-{next(_keys)}"))
        return json.loads(body) if body else {}

    async def a_day_passes(self, visits: int) -> None:
        """Have so many come and be served, as fast as the controller lets them."""
        each = -(-visits // COUNTERS)
        await asyncio.gather(*(self._hurry(counter, each) for counter in range(COUNTERS)))

    async def _hurry(self, counter: int, visits: int) -> None:
        for number in range(visits):
            await self.come(counter + number)
            await self.serve(counter, busy=True)


@contextlib.asynccontextmanager
async def terminals(staff: Path) -> AsyncIterator[None]:
    """Have a terminal before each clerk, that looks at the hall again after whatever moves it."""
    following = [asyncio.create_task(_terminal(staff, n + 1)) for n in range(COUNTERS)]
    try:
        yield
    finally:
        for task in following:
            task.cancel()
        ended = await asyncio.gather(*following, return_exceptions=True)
        for error in ended:
            if not isinstance(error, asyncio.CancelledError):
                raise RuntimeError("a terminal ended") from error


async def _terminal(staff: Path, counter: int) -> None:
    line, seen = Line(staff), 0
    with contextlib.closing(line):
        async with contextlib.aclosing(events(staff)) as stream:  # type: ignore[type-var]
            async for seq, kind in stream:
                if seq > seen and kind not in _UNSEEN:
                    seen = await _look(line, counter)


async def _look(line: Line, counter: int) -> int:
    board = json.loads(await line.get("/v1/board"))
    counters = json.loads(await line.get("/v1/counters"))
    await line.get(f"/v1/queue?counter={counter}")
    if visit := counters[counter - 1]["visit"]:
        await line.get(f"/v1/visits/{visit}")
    return int(board["seq"])
