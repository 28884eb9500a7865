"""A day of a main board in Chromium: what is left behind by two thousand calls and its media."""

import asyncio
from dataclasses import dataclass
from typing import Any

from playwright.async_api import CDPSession, Page

from bench.figure import Figure, Goal
from bench.halls import socket_of
from bench.processes import Process, listening
from bench.run import Run
from bench.screen_hall import BOARD, ScreenHall, chromium, screen_hall
from bench.sent_media import SIGNER, send_media
from edge.api import shapes
from edge.client import HallClient

_CALLS = 2000
_FIRST_CALLS = 50  # until each list of the board is full, and each picture was seen
_BETWEEN_MS = 14_000  # eight hours, two thousand calls
_HALL = "demo-hall"
# The board has one timer, and looks at the clock in it: this is all that a day needs.
_HASTE = """
const [date, clock, every] = [Date.now, performance.now.bind(performance), setInterval];
const ticks = [];
let ahead = 0;
Date.now = () => date() + ahead;
performance.now = () => clock() + ahead;
window.setInterval = (tick, ms) => ticks.push(tick) && every(tick, ms);
window.pass = (ms) => {
  for (let passed = 0; passed < ms; passed += 500) {
    ahead += 500;
    for (const tick of ticks) tick();
  }
};
"""
_SHOWS = "(seq) => Number(document.getElementById('screen').dataset.seq) >= seq"
_PLAYS = "document.querySelector('#stage img:not([hidden])')?.src ?? ''"


@dataclass(frozen=True, slots=True)
class _Left:
    """What there is after everything that nobody needs was thrown away."""

    heap_mb: float
    nodes: float
    listeners: float
    server_mb: float


def measure(run: Run) -> list[Figure]:
    """Measure the board's page and its server after the first calls of a day and the last."""
    sections: dict[str, dict[str, Any]] = {
        "headquarters": {"public_keys": [SIGNER.public_keys]},
        "kiosk": {"boards": [{"name": "main", "layout": "calls+media"}]},
    }
    with run.fresh_folder() as folder, screen_hall(folder, **sections) as hall:
        first, last = asyncio.run(_day(run, hall))
    calls = run.size(_CALLS, 10)
    return [
        _figure("heap", last.heap_mb, "MB", first.heap_mb, f"a board's JS heap, {calls:,} calls"),
        _figure("nodes", last.nodes, "nodes", first.nodes, "… nodes of its document"),
        _figure("listeners", last.listeners, "", first.listeners, "… listeners to events"),
        _figure("server", last.server_mb, "MB", first.server_mb, "… resident, its server"),
    ]


def _figure(name: str, last: float, unit: str, first: float, what: str) -> Figure:
    against = f"the same after the first {_FIRST_CALLS}"
    return Figure(f"board-day-{name}", last, unit, first, what, against, Goal("≤", 1.1))


async def _day(run: Run, hall: ScreenHall) -> tuple[_Left, _Left]:
    await listening(hall.port)
    await send_media(_HALL, socket_of(hall.state, "sync"))
    clerk_socket = str(socket_of(hall.state, "staff"))
    async with chromium() as browser, HallClient(clerk_socket) as clerk:
        page = await browser.new_page(viewport=BOARD)
        await page.add_init_script(_HASTE)
        await page.goto(f"{hall.url}/board")
        await page.locator("#stage img:not([hidden])").wait_for()
        session = await page.context.new_cdp_session(page)
        await clerk.open_counter("1")
        await _calls(run, clerk, page, "the day begins", run.size(_FIRST_CALLS, 3))
        first = await _left(session, hall.screens)
        await _calls(run, clerk, page, "a day of board", run.size(_CALLS, 10))
        return first, await _left(session, hall.screens)


async def _calls(run: Run, clerk: HallClient, page: Page, what: str, count: int) -> None:
    for number in range(count):
        run.tell(what, number / count)
        await clerk.new_visit(shapes.NewVisit(service="pay-bill"))
        called = await clerk.call_next("1")
        assert called is not None
        await page.wait_for_function(_SHOWS, arg=called.seq)
        await page.evaluate("(ms) => pass(ms)", _BETWEEN_MS)
        await clerk.start("1")
        await clerk.finish("1")
    assert await page.evaluate(_PLAYS), "nothing is played on the board"


async def _left(session: CDPSession, server: Process) -> _Left:
    await session.send("HeapProfiler.enable")
    await session.send("Performance.enable")
    for _ in range(3):  # what one collection sets free may hold on to others
        await session.send("HeapProfiler.collectGarbage")
    said = (await session.send("Performance.getMetrics"))["metrics"]
    now = {each["name"]: float(each["value"]) for each in said}
    heap_mb = now["JSHeapUsedSize"] / 1024**2
    return _Left(heap_mb, now["Nodes"], now["JSEventListeners"], server.rss_mb)
