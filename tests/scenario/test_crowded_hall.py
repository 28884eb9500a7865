"""Three hundred visitors and every counter at once, over HTTP: everybody is served once."""

import asyncio
import time
from collections import Counter

import pytest
from edge_process import EdgeProcess, Figure, Start
from hall_people import check_numbers, clerks_at, serve_one, verified

from edge.api import shapes
from edge.client import HallClient, HallError

COUNTERS = ("1", "2", "3", "4", "5")
SERVICES = ("pay-bill", "invoice", "new-connection", "capacity", "transfer-name", "advice")
VISITORS = 300


@pytest.fixture
async def edge(start: Start) -> EdgeProcess:
    return await asyncio.to_thread(start)


async def arrive(edge: EdgeProcess, number: int) -> shapes.Ticket:
    """Come in by a door of one's own, and take a ticket."""
    wish = shapes.NewVisit(
        service=SERVICES[number % len(SERVICES)],
        priority="elderly" if number % 7 == 0 else None,
    )
    async with HallClient(edge.socket("kiosk")) as kiosk:
        return await kiosk.new_visit(wish)


async def work(clerk: HallClient, counter: str, doors_closed: asyncio.Event) -> list[str]:
    """Serve until the doors are closed and nobody waits."""
    served = []
    while True:
        closed = doors_closed.is_set()
        ticket = await serve_one(clerk, counter)
        if ticket is not None:
            served.append(ticket)
        elif closed:
            return served


async def test_a_crowd_is_served_and_everybody_once(edge: EdgeProcess, figure: Figure) -> None:
    began_s = time.monotonic()
    doors_closed = asyncio.Event()
    async with clerks_at(edge.socket("staff"), COUNTERS) as clerks:
        at_work = [
            asyncio.create_task(work(clerk, counter, doors_closed))
            for counter, clerk in clerks.items()
        ]
        tickets = await asyncio.gather(*(arrive(edge, number) for number in range(VISITORS)))
        doors_closed.set()
        served = [ticket for each in await asyncio.gather(*at_work) for ticket in each]
        visits = await clerks["1"].visits()
    figure(f"{VISITORS} visitors at five counters: {time.monotonic() - began_s:.1f} s over HTTP")
    assert Counter(served) == Counter(ticket.ticket for ticket in tickets)
    assert {visit.state for visit in visits} == {"finished"}
    check_numbers(visits)
    assert edge.stop() == 0
    assert verified(edge.state).whole


async def test_clerks_who_press_next_at_the_same_moment_never_call_the_same_ticket(
    edge: EdgeProcess,
) -> None:
    async with HallClient(edge.socket("kiosk")) as kiosk:
        for _ in range(40):
            await kiosk.new_visit(shapes.NewVisit(service="advice"))
    called: list[str] = []
    async with clerks_at(edge.socket("staff"), ("1", "2", "3", "5")) as clerks:
        for _ in range(10):
            called += await press_next_together(clerks)
    assert called == [f"F{number:03d}" for number in range(1, 41)]


async def press_next_together(clerks: dict[str, HallClient]) -> list[str]:
    """Have all clerks call at once, twice each; return whom they got, and let them serve."""
    pressed = [clerk.call_next(counter) for counter, clerk in clerks.items() for _ in range(2)]
    answers = await asyncio.gather(*pressed, return_exceptions=True)
    called = [answer for answer in answers if isinstance(answer, shapes.Called)]
    refused = [answer for answer in answers if isinstance(answer, HallError)]
    # Of two presses at one counter, one calls; the other finds somebody called there.
    assert {error.code for error in refused} == {"counter_occupied"}
    assert sorted(each.counter for each in called) == sorted(clerks)
    for each in called:
        await clerks[each.counter].no_show(each.counter, visit=each.visit)
    return sorted(each.ticket for each in called)


async def test_visitors_at_one_moment_wait_in_the_order_of_their_numbers(
    edge: EdgeProcess,
) -> None:
    async with HallClient(edge.socket("kiosk")) as kiosk:
        wish = shapes.NewVisit(service="pay-bill")
        tickets = await asyncio.gather(*(kiosk.new_visit(wish) for _ in range(50)))
    by_number = sorted(tickets, key=lambda ticket: ticket.ticket)
    assert [ticket.ahead for ticket in by_number] == list(range(50))
    assert [ticket.seq for ticket in by_number] == sorted(ticket.seq for ticket in tickets)
    async with clerks_at(edge.socket("staff"), ("1",)) as clerks:
        served = [await serve_one(clerks["1"], "1") for _ in range(50)]
    assert served == [ticket.ticket for ticket in by_number]
