"""Whoever follows a hall's events misses nothing and hears nothing twice, whatever happens."""

import asyncio
import contextlib
import json
from pathlib import Path

from edge_process import EdgeProcess, Start
from hall_people import crowd_at

from edge.api import shapes
from edge.client import HallClient, HallError, HallUnreachableError
from edge.journal.store import JournalReader

WISH = shapes.NewVisit(service="pay-bill")
VISITORS = 6
FOLLOWERS = 3


class Follower:
    """Follows the events and, once the hall is back, goes on after the last one heard."""

    def __init__(self) -> None:
        self.heard: list[shapes.Event] = []

    async def follow(self, edge: EdgeProcess) -> None:
        """Follow until the hall is gone."""
        after = self.heard[-1].seq if self.heard else 0
        async with HallClient(edge.socket("sync")) as hall:
            with contextlib.suppress(HallUnreachableError):
                async for event in hall.events(after):
                    self.heard.append(event)


async def press(edge: EdgeProcess, enough: int, crowded: asyncio.Event) -> None:
    """Take tickets until the hall is gone; from ticket number `enough` on it is crowded."""
    async with HallClient(edge.socket("kiosk")) as hall:
        with contextlib.suppress(HallError):
            while True:
                if int((await hall.new_visit(WISH)).ticket[1:]) >= enough:
                    crowded.set()


async def live(edge: EdgeProcess, followers: list[Follower], enough: int, killed: bool) -> None:
    """Let people come and followers follow; then end the hall, gently or not."""
    crowded = asyncio.Event()
    busy = [
        *(asyncio.create_task(follower.follow(edge)) for follower in followers),
        *(asyncio.create_task(press(edge, enough, crowded)) for _ in range(VISITORS)),
    ]
    await crowd_at(crowded, busy)
    if killed:
        edge.kill()
        await asyncio.to_thread(edge.wait_for_the_end)
    else:
        assert await asyncio.to_thread(edge.stop) == 0
    await asyncio.gather(*busy)


def journal(state: Path) -> list[tuple[int, str, str, object]]:
    reader = JournalReader(state / "journal.db")
    with contextlib.closing(reader):
        return [(row.seq, row.kind, row.subject, json.loads(row.body)) for row, _ in reader.rows(0)]


async def test_followers_resume_without_a_gap_and_hear_only_what_is_durable(start: Start) -> None:
    followers = [Follower() for _ in range(FOLLOWERS)]
    for round_, killed in enumerate((True, False, True, True, False), 1):
        edge = await asyncio.to_thread(start)
        await live(edge, followers, round_ * 150, killed)
        stored = journal(edge.state)
        for follower in followers:
            heard = [(each.seq, each.kind, each.subject, each.body) for each in follower.heard]
            # Nothing may be heard that a crash could still take back.
            assert heard == stored[: len(heard)]
    assert all(len(follower.heard) > 600 for follower in followers)
