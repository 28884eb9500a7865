"""A controller that is told to stop: it ends what is under way and goes, with exit code 0."""

import asyncio
import signal
import socket
import time

import pytest
from edge_process import EdgeProcess, Figure, Start
from hall_people import crowd_at

from edge.api import shapes
from edge.client import HallClient, HallError, HallUnreachableError

WISH = shapes.NewVisit(service="pay-bill")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_idle_hall_stops_cleanly(start: Start, number: signal.Signals) -> None:
    edge = start()
    assert edge.stop(number) == 0
    assert "Traceback" not in edge.text


def test_a_hall_that_is_still_starting_stops_cleanly(start: Start) -> None:
    edge = start(wait=False)
    edge.wait_for_line("opening day")
    assert edge.stop() == 0
    assert "Traceback" not in edge.text


def test_a_visitor_who_never_finishes_asking_holds_nothing_up(start: Start) -> None:
    edge = start()
    with socket.socket(socket.AF_UNIX) as half_a_request:
        half_a_request.connect(edge.socket("kiosk"))
        half_a_request.sendall(
            b"POST /v1/visits HTTP/1.1\r\nHost: hall\r\nContent-Length: 100\r\n\r\n{"
        )
        assert edge.stop() == 0


async def follow(hall: HallClient, seen: list[int]) -> None:
    """Note what the event stream says, until it ends."""
    with pytest.raises(HallUnreachableError, match="ended"):
        async for event in hall.events(0):
            seen.append(event.seq)


async def take_tickets(hall: HallClient, taken: list[str], crowded: asyncio.Event) -> None:
    """Take one ticket after the other until the hall is gone."""
    with pytest.raises(HallError) as refused:
        while True:
            taken.append((await hall.new_visit(WISH)).ticket)
            if len(taken) == 40:
                crowded.set()
    assert isinstance(refused.value, HallUnreachableError) or refused.value.status == 503


async def test_requests_and_streams_under_way_are_ended_and_nothing_is_half_done(
    start: Start, figure: Figure
) -> None:
    edge = await asyncio.to_thread(start)
    seen: list[list[int]] = [[] for _ in range(3)]
    taken: list[str] = []
    crowded = asyncio.Event()
    async with HallClient(edge.socket("kiosk")) as hall:
        others = [
            *(asyncio.create_task(follow(hall, each)) for each in seen),
            *(asyncio.create_task(take_tickets(hall, taken, crowded)) for _ in range(20)),
        ]
        await crowd_at(crowded, others)
        began_s = time.monotonic()
        assert await asyncio.to_thread(edge.stop) == 0
        figure(f"stop under load, with three event streams: {time.monotonic() - began_s:.2f} s")
        await asyncio.gather(*others)
    assert "Traceback" not in edge.text
    await nothing_is_lost(start, taken, seen)


async def nothing_is_lost(start: Start, taken: list[str], seen: list[list[int]]) -> None:
    """Start again and compare: every ticket that was given is there, once, and none is half."""
    edge: EdgeProcess = await asyncio.to_thread(start)
    async with HallClient(edge.socket("kiosk")) as hall:
        visits = await hall.visits()
    known = [visit.ticket for visit in visits]
    assert set(taken) <= set(known)
    assert known == [f"A{number:03d}" for number in range(1, len(known) + 1)]
    assert {visit.state for visit in visits} == {"waiting"}
    for each in seen:
        assert each == list(range(1, len(each) + 1))
