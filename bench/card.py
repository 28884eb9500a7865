"""From a card on the reader to its holder's name on the ticket screen, and where the time goes."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bench.figure import Figure, Goal
from bench.halls import controller, device, devices_there, socket_of, write_config
from bench.processes import atrium, free_port, listening, running
from bench.run import Run, median
from bench.wires import on_wire, speed_of
from drivers.reader.sam.twin import SamTwin
from edge.client import HallClient
from kiosk.guard import SCREEN_HEADER

_READER = "reader-1"
_CARD = {"name": "林晓晴", "number": "11019919880616002X"}
_LIFTED_S = 1.5  # a card at the edge of the field is not gone before a second without it
_SEARCH_EVERY_S = 0.3
_PATIENCE_S = 15.0


@dataclass(frozen=True)
class _Greeting:
    """One card, in seconds: until the reader was asked, its bytes on the line, all together."""

    search_s: float
    wire_s: float
    total_s: float

    def ours_s(self, sam_s: float) -> float:
        """Return what is left of it for us: what neither search nor line nor SAM took."""
        return self.total_s - self.search_s - self.wire_s - sam_s


class _Glass:
    """The reader: knows when a card that lies on it was found, and how much went over the line."""

    def __init__(self, twin: SamTwin) -> None:
        self.twin = twin
        self.found_s = self._asked_s = 0.0
        self.size = self._asked = 0

    def lay(self) -> None:
        """Lay a card."""
        self.found_s, self.size = 0.0, 0
        self.twin.act("lay_card", **_CARD)

    def heard(self, data: bytes) -> None:
        """Note a question as it begins to come."""
        self._asked, self._asked_s = len(data), time.perf_counter()
        if self.found_s:
            self.size += len(data)

    def said(self, data: bytes) -> None:
        """Note an answer that has gone: the first since a card was found begins to count."""
        if not self.found_s and self.twin.glass.stage != "laid":
            self.found_s, self.size = self._asked_s, self._asked
        if self.found_s:
            self.size += len(data)


class _Screen:
    """The browser of the ticket screen: sees every state, and touches."""

    def __init__(self, port: int) -> None:
        origin = f"http://127.0.0.1:{port}"
        own_page = {"Origin": origin, SCREEN_HEADER: "ticket-1"}
        self._http = httpx.AsyncClient(base_url=origin, headers=own_page, timeout=_PATIENCE_S)
        self._state: dict[str, Any] = {}
        self._news = asyncio.Condition()

    async def watch(self) -> None:
        """Follow the screen until cancelled."""
        async with self._http.stream("GET", "/ticket/events", timeout=None) as response:
            async for line in response.aiter_lines():
                if line.startswith("data:") and '"html"' in line:
                    async with self._news:
                        self._state = json.loads(line[5:])
                        self._news.notify_all()

    async def shows(self, stage: str, words: str = "") -> float:
        """Return when the screen shows `words` in that stage of the dialogue."""
        async with asyncio.timeout(_PATIENCE_S), self._news:
            await self._news.wait_for(
                lambda: self._state.get("stage") == stage and words in self._state["html"]
            )
        return time.perf_counter()

    async def leave(self) -> None:
        """Go away from the screen, as a visitor who says so."""
        touch = {"dialogue": self._state["dialogue"], "action": "leave"}
        (await self._http.post("/ticket/touch", json=touch)).raise_for_status()
        await self.shows("attract")

    async def close(self) -> None:
        await self._http.aclose()


def measure(run: Run) -> list[Figure]:
    """Measure cards laid one after the other on a real hall's reader, its line at its own pace."""
    with run.fresh_folder() as folder:
        port = free_port()
        config, state = write_config(folder, devices=(_READER,), kiosk_port=port), folder / "hall"
        words = atrium("run", "kiosk", "--config", config, "--state", state)
        with controller(config, state), running(words, folder / "kiosk.log"):
            twin = SamTwin()
            found = asyncio.run(_greetings(run, twin, config, state, port))
    return _figures(found, twin.read_s)


def _figures(found: list[_Greeting], sam_s: float) -> list[Figure]:
    wire_s = median(each.wire_s for each in found)
    ours_ms = [each.ours_s(sam_s) * 1000 for each in found]
    return [
        Figure(
            "card",
            median(each.total_s for each in found) * 1000,
            "ms",
            (wire_s + sam_s) * 1000,
            "card laid → name on the ticket screen, median",
            f"line at 115,200 baud ({wire_s * 1000:.0f} ms) and the SAM's own second",
        ),
        Figure(
            "card-search",
            median(each.search_s for each in found) * 1000,
            "ms",
            _SEARCH_EVERY_S * 1000,
            "… until the reader is next asked for a card",
            "the published pause between two searches",
        ),
        Figure(
            "card-ours",
            max(ours_ms),
            "ms",
            wire_s * 1000,
            "… neither search nor line nor SAM: driver, hall and screen, the longest",
            "the line's time",
            Goal("≤", 200.0, "figure"),
        ),
    ]


async def _greetings(
    run: Run, twin: SamTwin, config: Path, state: Path, port: int
) -> list[_Greeting]:
    reader, cards = device(config, _READER), run.size(20, 1)
    speed, glass, found = speed_of(reader), _Glass(twin), []
    wire = on_wire(twin, state / reader.port, speed, glass.heard, glass.said)
    async with wire, _screen(port) as screen:
        async with HallClient(str(socket_of(state, "engineer"))) as hall:
            await devices_there(hall)
        for number in range(cards):
            run.tell("cards on the reader", number / cards)
            # The reader searches at fixed times: each card is laid at another moment between two.
            await asyncio.sleep(_LIFTED_S + _SEARCH_EVERY_S * number / cards)
            laid_s = time.perf_counter()
            glass.lay()
            shown_s = await screen.shows("greeted", _CARD["name"][0])
            wire_s = glass.size * speed.byte_s
            found.append(_Greeting(glass.found_s - laid_s, wire_s, shown_s - laid_s))
            twin.act("lift_card")
            await screen.leave()
    return found


@contextlib.asynccontextmanager
async def _screen(port: int) -> AsyncIterator[_Screen]:
    await listening(port)
    screen = _Screen(port)
    watching = asyncio.create_task(screen.watch())
    try:
        await screen.shows("attract")
        yield screen
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await screen.close()
