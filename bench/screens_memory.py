"""What the screens' server needs for a hundred idle screens, beside what it needs for one."""

import asyncio
import contextlib
from typing import Any

from bench.figure import Figure
from bench.processes import listening
from bench.run import Run, in_turns, median
from bench.screen_hall import ScreenHall, screen_hall

_KINDS = {"ticket": 50, "query": 20, "form": 20}
_BOARDS = 10
_PATIENCE_S = 60.0


def measure(run: Run) -> list[Figure]:
    """Measure servers with a hundred screens, in turns with servers with one."""
    many, one = in_turns(
        run, "idle screens", run.size(5, 1), lambda: _weighed(run, _many()), lambda: _one(run)
    )
    count = sum(_KINDS.values()) + _BOARDS
    return [
        Figure(
            "screens-memory",
            median(many),
            "MB",
            median(one),
            f"resident, the server of {count} idle screens",
            "with one ticket screen",
        )
    ]


def _many() -> dict[str, list[str]]:
    return {kind: [f"{kind}-{number}" for number in range(n)] for kind, n in _KINDS.items()}


def _one(run: Run) -> float:
    return _weighed(run, {"ticket": ["ticket-0"], "query": [], "form": []}, boards=0)


def _weighed(run: Run, names: dict[str, list[str]], boards: int = _BOARDS) -> float:
    sections: dict[str, dict[str, Any]] = {
        "kiosk": {"terminals": names["ticket"], "readers": {}},
        "query": {"terminals": names["query"]},
        "form": {"screens": names["form"]},
        "counter": {"screens": []},
    }
    paths = [f"/{kind}/events?terminal={name}" for kind, all_ in names.items() for name in all_]
    paths += ["/board/events"] * boards
    with run.fresh_folder() as folder, screen_hall(folder, **sections) as hall:
        return asyncio.run(_watched(hall, paths))


async def _watched(hall: ScreenHall, paths: list[str]) -> float:
    await listening(hall.port)
    async with contextlib.AsyncExitStack() as stack, asyncio.timeout(_PATIENCE_S):
        for path in paths:
            reader, writer = await asyncio.open_connection("127.0.0.1", hall.port)
            stack.callback(writer.close)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            await reader.readuntil(b"event: state\n")
        return hall.screens.rss_mb
