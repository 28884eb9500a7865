"""From a clerk's key to every main board: real controller, real screen server, 1 to 50 browsers."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

from bench.figure import Figure, Goal
from bench.halls import controller, socket_of, write_config
from bench.processes import atrium, free_port, listening, running
from bench.run import Run, quantile
from edge.api import shapes
from edge.client import HallClient

SCREENS = (1, 10, 50)
_USUAL = 10
_PAUSE_S = 0.02  # a clerk is not faster, and one call is over before the next
_PATIENCE_S = 10.0
# On a busy machine fewer calls are enough: what disturbs it disturbs the clerk's answers too.
_CALLS_MIN = 20
_LASTS_S = 15.0


class Board:
    """One browser at the main board: knows when it was shown each state of the hall."""

    def __init__(self) -> None:
        self.seq = 0
        self._news = asyncio.Condition()

    async def watch(self, port: int) -> None:
        """Follow the board until cancelled."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        with contextlib.closing(writer):
            writer.write(b"GET /board/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            async for line in reader:
                if line.startswith(b"id:"):
                    async with self._news:
                        self.seq = int(line[3:])
                        self._news.notify_all()

    async def shows(self, seq: int) -> float:
        """Return when the board showed the hall at `seq`."""
        async with asyncio.timeout(_PATIENCE_S), self._news:
            await self._news.wait_for(lambda: self.seq >= seq)
        return time.perf_counter()


def measure(run: Run) -> list[Figure]:
    """Measure calls: until the clerk has the answer, and until the last screen shows it."""
    with run.fresh_folder() as folder:
        port = free_port()
        config, state = write_config(folder, kiosk_port=port), folder / "hall"
        words = atrium("run", "kiosk", "--config", config, "--state", state)
        with controller(config, state), running(words, folder / "kiosk.log"):
            clerk = socket_of(state, "staff")
            return [
                figure
                for screens in SCREENS
                for figure in _figures(screens, *asyncio.run(_calls(run, clerk, port, screens)))
            ]


def _figures(screens: int, answered: list[float], shown: list[float]) -> list[Figure]:
    name = "board" if screens == _USUAL else f"board-{screens}"
    return [
        Figure(
            name,
            quantile(shown, 0.99) * 1000,
            "ms",
            quantile(answered, 0.99) * 1000,
            f"clerk's key → last of {screens} main boards, p99",
            "the clerk's own answer, p99",
            Goal("≤", 50.0, "figure"),
        ),
        Figure(
            f"{name}-p50",
            quantile(shown, 0.5) * 1000,
            "ms",
            quantile(answered, 0.5) * 1000,
            "… median",
            "… median",
        ),
    ]


async def _calls(
    run: Run, socket: Path, port: int, screens: int
) -> tuple[list[float], list[float]]:
    count = run.size(200, 5)
    answered: list[float] = []
    shown: list[float] = []
    async with HallClient(str(socket)) as clerk, boards_at(port, screens) as boards:
        await clerk.open_counter("1")
        ends_at_s = time.perf_counter() + _LASTS_S
        while len(shown) < (count if time.perf_counter() < ends_at_s else min(count, _CALLS_MIN)):
            run.tell(f"calls to {screens} main boards", len(shown) / count)
            await clerk.new_visit(shapes.NewVisit(service="pay-bill"))
            await asyncio.sleep(_PAUSE_S)
            pressed_s = time.perf_counter()
            called = await clerk.call_next("1")
            answered.append(time.perf_counter() - pressed_s)
            assert called is not None
            seen_s = await asyncio.gather(*(board.shows(called.seq) for board in boards))
            shown.append(max(seen_s) - pressed_s)
            await clerk.start("1")
            await clerk.finish("1")
            await asyncio.sleep(_PAUSE_S)
        await clerk.close_counter("1")
    return answered, shown


@contextlib.asynccontextmanager
async def boards_at(port: int, count: int) -> AsyncIterator[list[Board]]:
    """Have `count` browsers follow the main board; all show the hall when the block begins."""
    await listening(port)
    boards = [Board() for _ in range(count)]
    watching = [asyncio.create_task(board.watch(port)) for board in boards]
    try:
        await asyncio.gather(*(board.shows(1) for board in boards))
        yield boards
    finally:
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
