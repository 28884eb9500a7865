"""From opening a screen to its first paint, and from a finger to the answer that is seen."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.async_api import Browser, CDPSession, Page

from bench.figure import Figure, Goal
from bench.halls import socket_of
from bench.processes import free_port, listening, module, running
from bench.run import Run, median
from bench.screen_hall import BOARD, PHONE, UPRIGHT, WIDE, ScreenHall, chromium, screen_hall
from edge.api import shapes
from edge.client import HallClient

_SIZES = {
    "ticket": UPRIGHT,
    "query": UPRIGHT,
    "form": UPRIGHT,
    "counter": WIDE,
    "board": BOARD,
    "mobile": PHONE,
}
_TOUCHED = ("ticket", "query", "form")
_TOUCHES = 5  # of a page: the first meets a browser that is still busy with opening it
_PAINTED_MS = """() => new Promise((painted) => {
  new PerformanceObserver((list) => {
    const [first] = list.getEntriesByName("first-contentful-paint");
    if (first) painted(first.startTime);
  }).observe({ type: "paint", buffered: true });
})"""
# Both times are the page's own: when the event was made, and when the frame was painted. What a
# frame's last callback posts comes after its paint.
_TOUCH = """async () => {
  while (document.querySelector(".pressed")) await new Promise(requestAnimationFrame);
  window.felt = new Promise((felt) => addEventListener("pointerdown", (event) => {
    const button = event.target.closest("button");
    const after = new MessageChannel();
    after.port1.onmessage = () => felt(performance.now() - event.timeStamp);
    const look = () => {
      if (!button.classList.contains("pressed")) requestAnimationFrame(look);
      else after.port2.postMessage("");
    };
    requestAnimationFrame(look);
  }, { capture: true, once: true }));
  const buttons = [...document.querySelectorAll("#screen button:enabled")];
  const box = buttons.find((button) => button.checkVisibility()).getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}"""


@dataclass(slots=True)
class _Seen:
    """What was seen of one screen, and of the bare page right after it."""

    paint_ms: list[float] = field(default_factory=list)
    tap_ms: list[float] = field(default_factory=list)
    bare_paint_ms: list[float] = field(default_factory=list)
    bare_tap_ms: list[float] = field(default_factory=list)


def measure(run: Run) -> list[Figure]:
    """Measure every screen in a browser without a cache, in turns with a bare page."""
    bare_port = free_port()
    words = module("bench.bare_page", str(bare_port))
    with (
        run.fresh_folder() as folder,
        screen_hall(folder) as hall,
        running(words, folder / "bare.log"),
    ):
        seen = asyncio.run(_look(run, hall, bare_port))
    return [figure for screen, each in seen.items() for figure in _figures(screen, each)]


def _figures(screen: str, seen: _Seen) -> Iterator[Figure]:
    yield Figure(
        f"first-paint-{screen}",
        median(seen.paint_ms),
        "ms",
        median(seen.bare_paint_ms),
        f"{screen}: opened → first paint, median",
        "a page with one button",
        Goal("≤", 500.0, "figure"),
    )
    if seen.tap_ms:
        yield Figure(
            f"tap-{screen}",
            median(seen.tap_ms),
            "ms",
            median(seen.bare_tap_ms),
            f"{screen}: a finger → its button is painted as pressed, median",
            "the one button of a page",
            Goal("≤", 50.0, "figure"),
        )


async def _look(run: Run, hall: ScreenHall, bare_port: int) -> dict[str, _Seen]:
    await asyncio.gather(listening(hall.port), listening(bare_port))
    addresses = {name: f"{hall.url}/{name}" for name in _SIZES} | {"mobile": await _page(hall)}
    bare, rounds = f"http://127.0.0.1:{bare_port}/", run.size(11, 1)
    seen = {name: _Seen() for name in _SIZES}
    async with chromium() as browser:
        await _until_the_hall_is_here(browser, addresses["ticket"])
        for number in range(rounds):
            run.tell("screens are opened and touched", number / rounds)
            for name, each in seen.items():
                touched = name in _TOUCHED
                await _open(browser, addresses[name], name, each.paint_ms, each.tap_ms, touched)
                await _open(browser, bare, name, each.bare_paint_ms, each.bare_tap_ms, touched)
    return seen


async def _page(hall: ScreenHall) -> str:
    async with HallClient(str(socket_of(hall.state, "kiosk"))) as screens:
        ticket = await screens.new_visit(shapes.NewVisit(service="pay-bill"))
    return ticket.qr.partition("#")[0]


async def _until_the_hall_is_here(browser: Browser, address: str) -> None:
    page = await browser.new_page()
    await page.goto(address)
    await page.locator("#screen:not(:has(.away)) button").first.wait_for()
    await page.close()


async def _open(
    browser: Browser,
    address: str,
    screen: str,
    paint_ms: list[float],
    tap_ms: list[float],
    touched: bool,
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        context = await browser.new_context(viewport=_SIZES[screen], has_touch=True)
        stack.push_async_callback(context.close)
        page = await context.new_page()
        await page.goto(address)
        paint_ms.append(await page.evaluate(_PAINTED_MS))
        if touched:
            session = await context.new_cdp_session(page)
            tap_ms += [await _touch(page, session) for _ in range(_TOUCHES)]


async def _touch(page: Page, session: CDPSession) -> float:
    """Put a finger down on the page's first button; return after how many ms that was seen.

    The finger slips off again, so that nothing is chosen.
    """
    at = await page.evaluate(_TOUCH)
    await session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    felt_ms: float = await page.evaluate("felt")
    await session.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})
    return felt_ms
