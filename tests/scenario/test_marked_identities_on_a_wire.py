"""Marked cards on a real wire, the plug pulled in between: nothing of them is left in plain."""

import asyncio
import contextlib
import json
from pathlib import Path

import httpx
from edge_process import EdgeProcess, Start
from marked_people import NAME_MARK, PHOTO, Person, leaks, no_file_tells, people

from drivers.contract import LineSettings
from drivers.reader.sam.twin import SamTwin
from drivers.twins import TwinOnPty

SEED = 20260802
LINE = LineSettings(baudrate=115200)


class Witness:
    """Somebody who notes every byte that the event stream carries."""

    def __init__(self, edge: EdgeProcess) -> None:
        self.heard = b""
        self.visits: asyncio.Queue[str] = asyncio.Queue()
        self._edge = edge

    async def listen(self) -> None:
        """Listen until the hall is gone."""
        with contextlib.suppress(httpx.HTTPError):
            async with (
                http(self._edge, "engineer") as client,
                client.stream("GET", "/v1/events", timeout=None) as stream,
            ):
                async for line in stream.aiter_lines():
                    self._note(line)

    def _note(self, line: str) -> None:
        self.heard += line.encode()
        if line.startswith("data:"):
            event = json.loads(line[5:])
            if event["kind"] == "VisitIdentified":
                self.visits.put_nowait(event["subject"])


def http(edge: EdgeProcess, role: str) -> httpx.AsyncClient:
    transport = httpx.AsyncHTTPTransport(uds=edge.socket(role))
    return httpx.AsyncClient(transport=transport, base_url="http://hall")


async def come_and_go(
    edge: EdgeProcess, reader: SamTwin, crowd: list[Person], said: bytearray
) -> None:
    """Let `crowd` lay their cards; most take a ticket, every third walks away."""
    witness = Witness(edge)
    listening = asyncio.create_task(witness.listen())
    async with http(edge, "kiosk") as kiosk:
        for order, person in enumerate(crowd):
            reader.act("lay_card", **person.card)
            visit = await witness.visits.get()
            greeting = (await kiosk.get(f"/v1/visits/{visit}/greeting")).json()
            assert greeting["name"] == f"{NAME_MARK[0]}**"
            if order % 3 == 2:
                said += (await kiosk.post(f"/v1/visits/{visit}/abandon")).content
            else:
                wish = {"service": "pay-bill", "visit": visit, "delivery": "screen"}
                said += (await kiosk.post("/v1/visits", json=wish)).content
    edge.kill()
    await asyncio.to_thread(edge.wait_for_the_end)
    await listening
    said += witness.heard + edge.text.encode()


async def test_of_cards_on_a_real_wire_nothing_is_left_in_plain_whenever_the_plug_is_pulled(
    folder: Path, start: Start
) -> None:
    crowd, said = people(20, SEED), bytearray()
    reader = SamTwin(read_s=0.01)
    reader.photo = PHOTO
    wire = TwinOnPty(reader, folder / "hall" / "wires" / "reader-1", LINE)
    await wire.plug()
    try:
        for part in (crowd[:7], crowd[7:14], crowd[14:]):
            edge = await asyncio.to_thread(start, "--log-level", "debug")
            await come_and_go(edge, reader, part, said)
            no_file_tells(folder / "hall")
    finally:
        await wire.unplug()
    assert not leaks("said", bytes(said))
    assert NAME_MARK[0].encode() not in said
    assert said.count(b"VisitIdentified") == 20
