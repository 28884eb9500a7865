"""A visitor's telephone in the demo: headquarters shows its page, the hall does what is wished."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from edge_process import DEMO
from recorded_voice import record_clips

from edge.api import shapes
from edge.demo.hall import running
from edge.demo.layout import choose_layout

pytestmark = pytest.mark.usefixtures("only_demo")

_PATIENCE_S = 200.0


async def test_a_wish_from_a_telephone_reaches_the_hall(folder: Path) -> None:
    state = folder / "hall"
    record_clips(DEMO, state)
    layout = choose_layout(state)
    try:
        async with running(layout, set(), lambda _text: None, heard=False) as hall:
            async with hall.client("kiosk") as kiosk:
                ticket = await kiosk.new_visit(shapes.NewVisit(service="pay-bill"), "taken")
            async with asyncio.timeout(_PATIENCE_S), httpx.AsyncClient() as telephone:
                page = ticket.qr.partition("#")[0]  # behind it: the ticket, for a scanner
                await _shows_the_ticket(telephone, page)
                wished = await telephone.post(f"{page}/delay", data={"key": "once"})
                assert wished.status_code == httpx.codes.SEE_OTHER
                assert await _ended(layout.database) == "done"
    finally:
        layout.close()


async def _shows_the_ticket(telephone: httpx.AsyncClient, page: str) -> None:
    while (await telephone.get(page)).status_code != httpx.codes.OK:
        await asyncio.sleep(0.1)


async def _ended(headquarters: Path) -> str:
    """Return how headquarters' first command ended, once the hall has said so."""
    question = "SELECT body FROM facts WHERE kind = 'CommandEnded'"
    while True:
        with closing(sqlite3.connect(headquarters)) as database:
            found = database.execute(question).fetchone()
        if found is not None:
            return str(json.loads(found[0])["result"])
        await asyncio.sleep(0.1)
