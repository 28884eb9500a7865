"""A thousand people with marked names lay their cards, and nothing of them is left in plain."""

import asyncio
import base64
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from marked_people import (
    NAME_MARK,
    NUMBER_MARK,
    PHOTO,
    PHOTO_MARK,
    Person,
    leaks,
    no_file_tells,
    people,
)

from drivers import virtualtime
from drivers.contract import LineSettings, Wire
from drivers.reader.sam.twin import SamTwin
from drivers.transports.loopback import loopback
from drivers.twins import serve_twin
from edge.api.access import RoleApp
from edge.api.app import create_app
from edge.controller import Controller, build
from edge.journal.keys import KeyStore, unseal
from edge.journal.store import JournalReader
from edge.settings import load_settings
from edge.state_dir import StateDir

SEED = 20260801
QUICK_LINE = LineSettings(baudrate=4_000_000)


def sealed_people(state: StateDir, visits: set[str]) -> set[str]:
    """Return the names of those whose sealed part can be opened: only with the hall's key."""
    hall_key, names = state.hall_key.read_bytes(), set()
    reader, keys = JournalReader(state.journal), KeyStore(state.keys)
    with contextlib.closing(reader), contextlib.closing(keys):
        for row, _hash in reader.rows(0):
            if row.sealed is not None and row.subject in visits:
                key = keys.key(hall_key, row.subject)
                names.add(unseal(key, row.subject, row.sealed)["name"])
    return names


# --- the search itself ---


@pytest.mark.parametrize(
    "disguised",
    [
        f"张{NAME_MARK}".encode(),
        f"张{NAME_MARK}".encode("utf-16-le"),
        f"张{NAME_MARK}".encode("gb18030"),
        json.dumps(f"张{NAME_MARK}").encode(),
        f"张{NAME_MARK}".encode().hex().encode(),
        *(base64.b64encode(b"x" * shift + f"{NAME_MARK}三".encode()) for shift in range(3)),
        *(base64.b64encode(b"x" * shift + f"{NUMBER_MARK}1231".encode()) for shift in range(3)),
        people(1, SEED)[0].number.encode(),
        people(1, SEED)[0].number.encode("utf-16-le"),
        b"....." + PHOTO_MARK,
    ],
)
def test_the_search_finds_a_mark_in_any_disguise(disguised: bytes) -> None:
    assert leaks("here", b"before " + disguised + b" after")


# --- a thousand, in virtual time, through every part of the controller but its process ---


class ReaderInHand:
    """A reader's twin on a loopback, and the visits that come of the cards laid on it."""

    def __init__(self, controller: Controller) -> None:
        self.twin = SamTwin(read_s=0.01)
        self.twin.photo = PHOTO
        self.visits: asyncio.Queue[str] = asyncio.Queue()
        self._served: list[asyncio.Task[None]] = []
        controller.pool.slots["reader-1"].open_wire = self._open
        controller.hall.recorder.subscribe(self._on_fact)

    async def _open(self, _port: str, _line: LineSettings) -> Wire:
        near, far = loopback()
        self._served.append(asyncio.create_task(serve_twin(self.twin, far, QUICK_LINE)))
        return near

    def _on_fact(self, recorded: object) -> None:
        fact = recorded.fact  # type: ignore[attr-defined]
        if fact.kind == "VisitIdentified":
            self.visits.put_nowait(fact.subject)

    async def lay(self, person: Person) -> str:
        """Lay a card in place of the last one; return the visit that comes of it."""
        self.twin.act("lay_card", **person.card)
        return await self.visits.get()


@contextlib.asynccontextmanager
async def time_goes_on() -> AsyncIterator[None]:
    """Keep virtual time from standing still while real threads are waited for."""

    async def tick() -> None:
        while True:
            await asyncio.sleep(0.05)

    ticking = asyncio.create_task(tick())
    try:
        yield
    finally:
        await asyncio.get_running_loop().shutdown_default_executor()
        ticking.cancel()


@contextlib.asynccontextmanager
async def life(config: Path, state: StateDir) -> AsyncIterator[tuple[Controller, ReaderInHand]]:
    """Run a controller until the block ends."""
    controller = build(load_settings(config), state, open_access=False)
    reader = ReaderInHand(controller)
    await controller.start()
    running = asyncio.create_task(controller.run())
    try:
        yield controller, reader
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await controller.hall.close()


def asking(controller: Controller, role: str) -> httpx.AsyncClient:
    app = RoleApp(create_app(controller.api), role)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hall")


async def visit_of(reader: ReaderInHand, kiosk: httpx.AsyncClient, person: Person) -> str:
    """Be identified, be greeted by a masked name, and take a ticket."""
    visit = await reader.lay(person)
    greeting = (await kiosk.get(f"/v1/visits/{visit}/greeting")).json()
    assert greeting["name"] == f"{NAME_MARK[0]}**"
    ticket = await kiosk.post("/v1/visits", json={"service": "pay-bill", "visit": visit})
    assert ticket.status_code == 201
    assert not leaks("ticket", ticket.content)
    return visit


async def everything_told(controller: Controller) -> bytes:
    """Return all that the hall tells of itself: facts as headquarters gets them, events, views."""
    said = b""
    async with asking(controller, "sync") as link:
        after = 0
        while rows := (await link.get(f"/v1/sync/facts?after={after}&limit=1000")).json()["facts"]:
            said += json.dumps(rows, ensure_ascii=False).encode()
            after = rows[-1][0]
        for path in ("visits", "counters", "board", "devices", "health"):
            said += (await link.get(f"/v1/{path}")).content
    controller.api.feed.close()
    async for event in controller.api.feed.follow(0, 60.0):
        said += event.encode()
    return said


async def a_thousand(config: Path, state: StateDir, crowd: list[Person]) -> set[str]:
    """Let `crowd` in, a quarter of them in each of four lives; return their visits."""
    visits: set[str] = set()
    async with time_goes_on():
        for quarter in range(4):
            async with life(config, state) as (controller, reader):
                visits |= await let_in(crowd[quarter::4], controller, reader)
                assert not leaks("told", await everything_told(controller))
    return visits


async def let_in(crowd: list[Person], controller: Controller, reader: ReaderInHand) -> set[str]:
    async with asking(controller, "kiosk") as kiosk:
        return {await visit_of(reader, kiosk, person) for person in crowd}


def test_of_a_thousand_cards_nothing_is_left_in_plain(
    folder: Path, config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    crowd, state = people(1000, SEED), StateDir(folder / "hall")
    state.prepare()
    visits = virtualtime.run(a_thousand(config, state, crowd))
    no_file_tells(state.root)
    assert not leaks("log", caplog.text.encode())
    assert NAME_MARK[0] not in caplog.text
    assert sealed_people(state, visits) == {person.name for person in crowd}
