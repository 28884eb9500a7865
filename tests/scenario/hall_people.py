"""People in a hall, over HTTP: clerks who serve whoever comes, and the sums that must come out."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from edge_process import CLERKS, PIN

from edge.api import shapes
from edge.client import HallClient
from edge.journal.store import JournalReader
from edge.journal.verify import Verdict, verify


@asynccontextmanager
async def clerks_at(address: str, counters: Iterable[str]) -> AsyncIterator[dict[str, HallClient]]:
    """Open `counters`, a clerk at each; give the clerks' clients by counter."""
    async with AsyncExitStack() as sitting:
        at_work = {}
        for counter, clerk in zip(counters, CLERKS, strict=False):
            client = await sitting.enter_async_context(HallClient(address))
            await client.sign_in(clerk, PIN)
            await client.open_counter(counter)
            at_work[counter] = client
        yield at_work


async def serve_one(clerk: HallClient, counter: str) -> str | None:
    """Call, start and finish whoever is next; return the ticket, or None when nobody waits."""
    called = await clerk.call_next(counter)
    if called is None:
        return None
    await clerk.start(counter, visit=called.visit)
    await clerk.finish(counter, visit=called.visit)
    return called.ticket


async def crowd_at(crowded: asyncio.Event, busy: Iterable[asyncio.Task[Any]]) -> None:
    """Return once it is crowded; raise what ended one of those who are `busy` before that."""
    waiting = asyncio.create_task(crowded.wait())
    done, _ = await asyncio.wait([waiting, *busy], return_when=asyncio.FIRST_COMPLETED)
    if waiting in done:
        return
    waiting.cancel()
    for task in done:
        raise AssertionError("nobody is left to make a crowd") from task.exception()


def check_numbers(visits: list[shapes.Visit]) -> None:
    """Assert that every service's numbers run from 1 without a gap, and nobody has another's."""
    numbers = defaultdict(list)
    for visit in visits:
        numbers[visit.ticket[0]].append(int(visit.ticket[1:]))
    for prefix, taken in numbers.items():
        assert taken == list(range(1, len(taken) + 1)), prefix
    assert len({visit.visit for visit in visits}) == len(visits)


def verified(state: Path) -> Verdict:
    """Return whether the journal of `state` is whole."""
    reader = JournalReader(state / "journal.db")
    try:
        return verify(reader)
    finally:
        reader.close()
