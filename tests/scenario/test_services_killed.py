"""A hall whose services are killed one by one: it goes on, and headquarters has everything."""

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import httpx
import pytest
from edge_process import PATIENCE_S, short_dir

from edge.api import shapes
from edge.client import HallClient
from edge.demo.hall import DemoHall, running
from edge.demo.layout import choose_layout
from edge.journal.store import JournalReader
from edge.state_dir import StateDir

PLAIN = shapes.NewVisit(service="pay-bill")


def quiet(_text: str) -> None:
    """Tell nobody."""


async def one_visit(clerk: HallClient, screen: HallClient) -> str:
    """Let one visitor go through the hall; return the visit."""
    ticket = await screen.new_visit(PLAIN)
    called = await clerk.call_next("1")
    assert called is not None and called.visit == ticket.visit
    await clerk.start("1")
    await clerk.finish("1")
    return ticket.visit


def rows_of_hall(hall: DemoHall) -> list[tuple[int, bytes]]:
    reader = JournalReader(StateDir(hall.layout.state).journal)
    try:
        return [(row.seq, hash_) for row, hash_ in reader.rows(0)]
    finally:
        reader.close()


def rows_at_headquarters(database: Path) -> list[tuple[int, bytes]]:
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return list(connection.execute("SELECT seq, hash FROM facts ORDER BY epoch, seq"))


async def headquarters_holds_everything(hall: DemoHall) -> None:
    """Return once headquarters has the same rows as the hall, each once and in order."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            here, there = rows_of_hall(hall), rows_at_headquarters(hall.layout.database)
            if here == there:
                return
            await asyncio.sleep(0.2)


async def gone(hall: DemoHall, name: str) -> None:
    """Kill a service, and return when it is gone."""
    service = hall.services[name]
    service.switch(on=False)
    assert service.process is not None
    await service.process.wait()


@pytest.mark.real("mosquitto")
@pytest.mark.usefixtures("only_demo")
async def test_a_hall_goes_on_without_screens_link_broker_and_headquarters() -> None:
    with short_dir() as state, contextlib.closing(choose_layout(state)) as layout:
        async with running(layout, {"voice"}, quiet, heard=False) as hall:
            async with hall.client("staff") as clerk, hall.client("kiosk") as screen:
                await clerk.sign_in("1001", "2468")
                await clerk.open_counter("1")
                visits = [await one_visit(clerk, screen)]
                await headquarters_holds_everything(hall)
                for name in ("kiosk", "sync", "broker", "backoffice"):
                    await gone(hall, name)
                    visits.append(await one_visit(clerk, screen))
                for name in ("broker", "backoffice", "sync", "kiosk"):
                    hall.services[name].switch(on=True)
                    visits.append(await one_visit(clerk, screen))
                await headquarters_holds_everything(hall)
                assert {visit.visit for visit in await screen.visits()} == set(visits)
            await screens_are_back(hall)


async def screens_are_back(hall: DemoHall) -> None:
    url = hall.layout.url(hall.layout.kiosk, "/healthz")
    async with asyncio.timeout(PATIENCE_S), httpx.AsyncClient() as browser:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if (await browser.get(url)).json()["hall"] == "here":
                    return
            await asyncio.sleep(0.1)
