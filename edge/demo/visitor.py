"""A scripted visitor: does what people would do, on the same wires, and looks at each far end."""

import asyncio
import contextlib
import json
import sqlite3
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

from drivers.caller.ff68.twin import Ff68Twin
from drivers.led.onbon.twin import OnbonTwin
from drivers.printer.escpos.twin import EscposTwin
from drivers.reader.sam.twin import SamTwin
from drivers.voice.clips.concat import joined, pcm_of
from drivers.voice.clips.driver import ClipSpeaker
from drivers.voice.clips.files import clip_path
from drivers.voice.wording import call_announcement
from edge.api import shapes
from edge.client import HallClient, HallError
from edge.demo.hall import DemoHall
from edge.demo.screens import NoLinkError, link_to
from edge.settings import load_settings

SeenT = TypeVar("SeenT")

STAGES = (
    "card_read",
    "ticket_reserved",
    "ticket_printed",
    "ticket_issued",
    "called",
    "led_shown",
    "board_shown",
    "announced",
    "serving",
    "finished",
    "rated",
    "at_backoffice",
)

_LOOK_S = 0.005
_SCREEN_TIMEOUT = httpx.Timeout(5.0, read=60.0)
_COUNTER = "1"
_SERVICE = "pay-bill"


class StageMissedError(Exception):
    """A stage was not seen at its far end; the message names it."""

    def __init__(self, stage: str, why: str) -> None:
        super().__init__(f"stage {stage} failed: {why}")
        self.stage = stage
        self.why = why


@dataclass
class Visitor:
    """One scripted visit. `seen` is called with each stage and its time since the start (ms).

    A stage not seen after `patience_s` seconds has failed.
    """

    demo: DemoHall
    seen: Callable[[str, int], None]
    patience_s: float
    _began_s: float = 0.0
    _facts: list[shapes.Event] = field(default_factory=list)
    _boards: list[dict[str, Any]] = field(default_factory=list)
    _screens: list[dict[str, Any]] = field(default_factory=list)
    _browser: httpx.AsyncClient = field(init=False)

    async def run(self) -> None:
        """Go through the hall. Raises `StageMissedError` at the first stage not seen."""
        async with self.demo.client("engineer") as client:
            after = (await client.board()).seq
        async with httpx.AsyncClient(timeout=_SCREEN_TIMEOUT) as self._browser:
            for screen in ("board", "ticket"):
                # Nothing is seen at a screen that is not let in: the stage that needs it says so.
                with contextlib.suppress(NoLinkError):
                    await self._browser.get(await link_to(self.demo.layout, screen))
            await self._watched_by_followers(after)

    async def _watched_by_followers(self, after: int) -> None:
        loop = asyncio.get_running_loop()
        followers = [
            asyncio.create_task(self._follow_facts(after)),
            asyncio.create_task(self._follow_screen("/board/events", self._boards)),
            asyncio.create_task(self._follow_screen("/ticket/events", self._screens)),
        ]
        try:
            await asyncio.sleep(0.2)  # let the followers take their seats
            self._began_s = loop.time()
            await self._go_through()
        finally:
            for follower in followers:
                follower.cancel()
            await asyncio.gather(*followers, return_exceptions=True)

    async def _go_through(self) -> None:
        visit = await self._identify()
        ticket = await self._take_ticket(visit)
        await self._be_called(visit, ticket)
        await self._be_served(visit)
        await self._stage("at_backoffice", lambda: self._row_at_headquarters(visit))

    # --- the visit ---

    async def _identify(self) -> str:
        reader = self._twin("card_read", "reader-1", SamTwin)
        reader.act("lay_card", name="张三丰")
        fact = await self._stage("card_read", lambda: self._fact("VisitIdentified"))
        await self._until(
            "ticket_reserved", lambda: any("张" in screen["html"] for screen in self._screens)
        )
        reader.act("lift_card")
        return str(fact.subject)

    async def _take_ticket(self, visit: str) -> str:
        await self._touch("ticket_reserved")
        fact = await self._stage("ticket_reserved", lambda: self._fact("TicketReserved", visit))
        ticket = str(fact.body["ticket"])
        printer = self._twin("ticket_printed", "printer-1", EscposTwin)
        await self._stage("ticket_printed", lambda: _printed(printer, visit, ticket))
        issued = await self._stage("ticket_issued", lambda: self._fact("TicketIssued", visit))
        if issued.body["delivery"] != "paper":
            raise StageMissedError("ticket_printed", f"delivered by {issued.body['delivery']}")
        return ticket

    async def _touch(self, stage: str) -> None:
        group = await self._until(stage, self._screen_for_touch)
        await self._post_touch(stage, group, "group", "payment")
        await self._post_touch(stage, group, "service", _SERVICE)
        await self._post_touch(stage, group, "seen", "")  # what is to be brought
        await self._post_touch(stage, group, "paper", "on")

    def _screen_for_touch(self) -> str | None:
        return self._screens[-1]["dialogue"] if self._screens else None

    async def _post_touch(self, stage: str, dialogue: str, action: str, value: str) -> None:
        layout = self.demo.layout
        touch = {"dialogue": dialogue, "action": action, "value": value}
        headers = {"X-Atrium-Screen": "1", "Origin": layout.url(layout.kiosk)}
        address = layout.url(layout.kiosk, "/ticket/touch")
        answer = await self._browser.post(address, json=touch, headers=headers)
        if answer.status_code != 200:
            raise StageMissedError(stage, f"the ticket screen said {answer.status_code}")

    async def _be_called(self, visit: str, ticket: str) -> None:
        await self._as_clerk("called", self._open_and_call_next)
        called = await self._stage("called", lambda: self._fact("TicketCalled", visit))
        strips = self._twin("led_shown", "strips", OnbonTwin)
        await self._stage("led_shown", lambda: ticket in strips.text(1) or None)
        await self._stage("board_shown", lambda: self._on_board(ticket))
        await self._stage("announced", lambda: self._announced(called.seq, ticket))

    async def _open_and_call_next(self, clerk: HallClient) -> None:
        await clerk.open_counter(_COUNTER)
        if await clerk.call_next(_COUNTER) is None:
            raise StageMissedError("called", "nobody waits")

    async def _be_served(self, visit: str) -> None:
        await self._as_clerk("serving", lambda clerk: clerk.start(_COUNTER))
        await self._stage("serving", lambda: self._fact("ServiceStarted", visit))
        await self._as_clerk("finished", lambda clerk: clerk.finish(_COUNTER))
        await self._stage("finished", lambda: self._fact("ServiceFinished", visit))
        callers = self._twin("rated", "callers", Ff68Twin)
        await self._until("rated", lambda: callers.look()["units"]["1"]["asking"] or None)
        callers.act("press_rating", unit="1", key=0)
        await self._stage("rated", lambda: self._fact("VisitRated", visit))

    async def _as_clerk(self, stage: str, do: Callable[[HallClient], Awaitable[object]]) -> None:
        try:
            async with self.demo.client("staff") as clerk:
                await clerk.sign_in("1001", "2468")
                await do(clerk)
        except HallError as error:
            raise StageMissedError(stage, str(error)) from error

    # --- the far ends ---

    def _fact(self, kind: str, subject: str = "") -> shapes.Event | None:
        for fact in self._facts:
            if fact.kind == kind and subject in ("", fact.subject):
                return fact
        return None

    def _on_board(self, ticket: str) -> bool | None:
        for board in self._boards:
            for call in (board["board"] or {}).get("calls", []):
                if call["ticket"] == ticket and call["counter"] == _COUNTER:
                    return True
        return None

    def _announced(self, seq: int, ticket: str) -> bool | None:
        name = f"{seq}-{ticket}"
        spoken = self.demo.layout.state / "voice" / "spoken" / f"{name}.wav"
        if not spoken.exists():
            return None
        plan = load_settings(self.demo.layout.config).hall.plan.counters_by_id[_COUNTER]
        words = call_announcement(name, ticket, plan.name, plan.name_english)
        expected = _expected_samples(self.demo.layout.state / "voice" / "clips", words.parts)
        with wave.open(str(spoken)) as sound:
            found = sound.getnframes()
        if found != expected:
            raise StageMissedError("announced", f"{found} samples, expected {expected}")
        return True

    def _row_at_headquarters(self, visit: str) -> bool | None:
        database = f"file:{self.demo.layout.database}?mode=ro"
        try:
            with contextlib.closing(sqlite3.connect(database, uri=True)) as connection:
                counts = dict(
                    connection.execute(
                        "SELECT kind, count(*) FROM facts WHERE subject = ? GROUP BY kind",
                        (visit,),
                    )
                )
        except sqlite3.Error:  # not there yet, or just being made
            return None
        wanted = ("VisitIdentified", "TicketIssued", "ServiceFinished", "VisitRated")
        return all(counts.get(kind) == 1 for kind in wanted) or None

    # --- looking ---

    async def _stage(self, stage: str, look: Callable[[], SeenT | None]) -> SeenT:
        found = await self._until(stage, look)
        self.seen(stage, round((asyncio.get_running_loop().time() - self._began_s) * 1000))
        return found

    async def _until(self, stage: str, look: Callable[[], SeenT | None]) -> SeenT:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.patience_s
        while not (found := look()):
            if loop.time() > deadline:
                raise StageMissedError(stage, f"not seen within {self.patience_s:g} s")
            await asyncio.sleep(_LOOK_S)
        return found

    def _twin(self, stage: str, device: str, wanted: type[SeenT]) -> SeenT:
        held = self.demo.twins.get(device)
        if held is None or not held.plugged or not isinstance(held.twin, wanted):
            raise StageMissedError(stage, f"{device} is not plugged in")
        return held.twin

    async def _follow_facts(self, after: int) -> None:
        async with self.demo.client("engineer") as client:
            async for event in client.events(after):
                self._facts.append(event)

    async def _follow_screen(self, path: str, into: list[dict[str, Any]]) -> None:
        layout = self.demo.layout
        async for state in _sse(self._browser, layout.url(layout.kiosk, path)):
            into.append(state)


def _printed(printer: EscposTwin, visit: str, ticket: str) -> bool | None:
    """Return whether a cut ticket with this number and this barcode hangs out of the printer."""
    for paper in printer.tickets:
        if visit in paper.barcodes and any(ticket in line for line in paper.lines):
            return True
    return None


def _expected_samples(clips: Path, parts: tuple[str, ...]) -> int:
    sounds = [pcm_of(clip_path(clips, part).read_bytes(), part) for part in parts]
    options = ClipSpeaker.declaration.options()
    gap = options.gap_ms * 16_000 // 1000
    return len(joined(sounds, gap)) // 2


async def _sse(browser: httpx.AsyncClient, url: str) -> AsyncIterator[dict[str, Any]]:
    async with browser.stream("GET", url) as stream:
        event = ""
        async for line in stream.aiter_lines():
            if line.startswith("event:"):
                event = line[6:].strip()
            elif line.startswith("data:") and event in ("", "state"):
                yield json.loads(line[5:])
