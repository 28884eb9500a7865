"""A marked person is written about, handed on and revealed, and the plug is pulled: no trace."""

import asyncio
import json
from pathlib import Path

import httpx
from edge_process import PIN, EdgeProcess, Start
from marked_people import NAME_MARK, NUMBER_MARK, Person, leaks, no_file_tells, people

from drivers.contract import LineSettings
from drivers.reader.sam.twin import SamTwin
from drivers.twins import TwinOnPty
from edge.api import shapes
from edge.client import HallClient

SEED = 20260803
REVEALER, OTHER = "1004", "1002"


async def identified(kiosk: HallClient, reader: SamTwin, person: Person) -> str:
    """Lay a card; return the visit that comes of it."""
    stream = kiosk.events(after=0)
    reader.act("lay_card", **person.card)
    async for event in stream:
        if event.kind == "VisitIdentified":
            return event.subject
    raise AssertionError("the stream ended")


async def served(edge: EdgeProcess, reader: SamTwin, person: Person) -> None:
    """Do all that puts a person's data before a clerk."""
    async with (
        HallClient(edge.socket("kiosk")) as kiosk,
        HallClient(edge.socket("staff")) as clerk,
        HallClient(edge.socket("staff")) as other,
    ):
        visit = await identified(kiosk, reader, person)
        await kiosk.new_visit(shapes.NewVisit(service="pay-bill", visit=visit, delivery="screen"))
        for client, staff, counter in ((clerk, REVEALER, "1"), (other, OTHER, "2")):
            await client.sign_in(staff, PIN)
            await client.open_counter(counter)
        await clerk.call_next("1")
        said = f"{person.name} {person.number}"
        await clerk.write_note(visit, said, key="note")
        shown = await clerk.reveal(visit, shapes.Reveal(reason="check_document"))
        assert (shown.name, shown.number) == (person.name, person.number)
        await clerk.transfer("1", shapes.Transfer(counter="2", note=said), key="on")
        await other.call_next("2")
        seen = await other.visitor("2")
        assert seen is not None and seen.name == f"{NAME_MARK[0]}**"
        assert [note.text for note in seen.notes] == [said, said]


async def everything_told(edge: EdgeProcess) -> bytes:
    """Return what anybody without a session, and headquarters, is told of the hall."""
    transport = httpx.AsyncHTTPTransport(uds=edge.socket("sync"))
    async with httpx.AsyncClient(transport=transport, base_url="http://hall") as link:
        asked = ("visits", "counters", "board", "health", "sync/facts?after=0&limit=1000")
        told = b"".join([(await link.get(f"/v1/{path}")).content for path in asked])
        last = (await link.get("/v1/sync/state")).json()["last"]
    async with HallClient(edge.socket("sync")) as link:
        async for event in link.events(after=0):
            told += json.dumps(event.model_dump(), ensure_ascii=False).encode()
            if event.seq >= last:
                return told
    raise AssertionError("the stream ended")


async def test_of_a_person_who_was_written_about_and_revealed_nothing_is_left_in_plain(
    folder: Path, start: Start
) -> None:
    (person,) = people(1, SEED)
    reader = SamTwin(read_s=0.01)
    wire = TwinOnPty(reader, folder / "hall" / "wires" / "reader-1", LineSettings(baudrate=115200))
    await wire.plug()
    try:
        edge = await asyncio.to_thread(start, "--log-level", "debug")
        await served(edge, reader, person)
        told = await everything_told(edge)
        edge.kill()
        await asyncio.to_thread(edge.wait_for_the_end)
    finally:
        await wire.unplug()
    told += edge.text.encode()
    assert told.count(b"VisitNoted") == 4  # twice as a fact, twice as an event
    assert told.count(b"IdentityRevealed") == 2
    assert not leaks("told", told)
    assert NUMBER_MARK.encode() not in told and NAME_MARK[0].encode() not in told
    no_file_tells(folder / "hall")
