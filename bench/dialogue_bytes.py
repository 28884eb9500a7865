"""What goes over the wire for a ticket: the page when it is opened, and then each dialogue."""

import asyncio
import gzip

from playwright.async_api import Browser, Page, Response

from bench.counting_relay import Relay
from bench.figure import Figure
from bench.processes import free_port, listening, module, running
from bench.run import Run, median
from bench.screen_hall import UPRIGHT, ScreenHall, chromium, screen_hall

_STEPS = (
    ".begin",
    "[data-action=group][data-value=payment]",
    "[data-value=pay-bill]",
    "[data-action=seen]",
)
_GZIP_FROM_BYTES = 500  # less does not get smaller
_STREAM = "text/event-stream"
_IDLE = "#screen[data-stage=attract]"


class _Answers:
    """What a page was answered, and how much smaller that could have been."""

    def __init__(self, page: Page) -> None:
        self._answers: list[Response] = []
        page.on("response", self._keep)

    def _keep(self, answer: Response) -> None:
        self._answers.append(answer)

    async def gzip_saves(self) -> int:
        """Return how many bytes fewer the answers since the last call would have been.

        Streams are left out: what is collected before it is sent comes late.
        """
        answers, self._answers[:] = list(self._answers), []
        kinds = [(each, each.headers.get("content-type", "")) for each in answers]
        bodies = [await each.body() for each, kind in kinds if not kind.startswith(_STREAM)]
        large = [body for body in bodies if len(body) >= _GZIP_FROM_BYTES]
        return sum(len(body) - len(gzip.compress(body)) for body in large)


def measure(run: Run) -> list[Figure]:
    """Measure in a browser without a cache, through a relay that counts."""
    bare_port = free_port()
    words = module("bench.bare_page", str(bare_port))
    with (
        run.fresh_folder() as folder,
        screen_hall(folder) as hall,
        running(words, folder / "bare.log"),
    ):
        found = asyncio.run(_looked(run, hall, bare_port))
    bare = found.pop("bare")
    return [
        Figure(name, kb, "kB", bare, what, "a page with one button, opened")
        for (name, what), kb in zip(_FIGURES.items(), found.values(), strict=True)
    ]


_FIGURES = {
    "ticket-page-bytes": "the ticket screen, opened with an empty cache",
    "ticket-page-bytes-gzip": "… if everything but the stream were compressed",
    "ticket-dialogue-bytes": "one ticket, from the first touch until the screen rests",
    "ticket-dialogue-bytes-gzip": "… if everything but the stream were compressed",
}


async def _looked(run: Run, hall: ScreenHall, bare_port: int) -> dict[str, float]:
    await asyncio.gather(listening(hall.port), listening(bare_port))
    found: dict[str, list[float]] = {}
    rounds = run.size(5, 1)
    async with chromium() as browser:
        for number in range(rounds):
            run.tell("tickets over the wire", number / rounds)
            for what, count in (await _round(browser, hall.port, bare_port)).items():
                found.setdefault(what, []).append(count / 1000)
    return {what: median(counts) for what, counts in found.items()}


async def _round(browser: Browser, port: int, bare_port: int) -> dict[str, int]:
    relay, bare_relay = Relay(port), Relay(bare_port)
    context = await browser.new_context(viewport=UPRIGHT, has_touch=True)
    async with relay.open(), bare_relay.open():
        page = await context.new_page()
        await page.goto(f"http://127.0.0.1:{bare_relay.port}/", wait_until="networkidle")
        answers = _Answers(page)
        await page.goto(f"http://127.0.0.1:{relay.port}/ticket")
        await page.locator(f"{_IDLE}:not(:has(.away)) .begin").wait_for()
        await page.wait_for_timeout(500)  # its icon and its line come last
        opened, opened_saves = relay.passed, await answers.gzip_saves()
        await _take_a_ticket(page)
        dialogue, saves = relay.passed - opened, await answers.gzip_saves()
        await context.close()
    return {
        "bare": bare_relay.passed,
        "opened": opened,
        "opened-gzip": opened - opened_saves,
        "dialogue": dialogue,
        "dialogue-gzip": dialogue - saves,
    }


async def _take_a_ticket(page: Page) -> None:
    for step in _STEPS:
        await page.tap(step)
    await page.tap("[data-action=leave]", timeout=60_000)
    await page.locator(_IDLE).wait_for(timeout=60_000)
