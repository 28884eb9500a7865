"""The client of the API: what the hall said, what it refused, and when it is not there."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from api_hall import CLERK, PIN, ApiHall, served

from drivers.contract import AgeBand, Health, IdentityCard
from edge.api import shapes
from edge.client import HallClient, HallError, HallUnreachableError

WISH = shapes.NewVisit(service="pay-bill")
CARD = IdentityCard("citizen", AgeBand.SIXTIES, "张三丰", "11010519491231002X")


@pytest.fixture
async def staff(hall: ApiHall) -> AsyncIterator[HallClient]:
    async with served(hall, "staff") as address, HallClient(address) as client:
        yield client


@asynccontextmanager
async def answering(*answers: bytes) -> AsyncIterator[str]:
    """Run something that is no hall: it answers each connection with the next of `answers`."""
    left = list(answers)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(left.pop(0))
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"http://{host}:{port}"


def http(status: int, body: bytes, media_type: str = "application/json") -> bytes:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"Connection: close\r\n\r\n" + body


async def test_a_visit_from_ticket_to_rating(staff: HallClient) -> None:
    session = await staff.sign_in(CLERK, PIN)
    assert (session.staff, session.name) == (CLERK, "陈静")
    await staff.open_counter("1")
    assert await staff.call_next("1") is None
    ticket = await staff.new_visit(WISH)
    called = await staff.call_next("1")
    assert called is not None and called.ticket == ticket.ticket == "A001"
    for step in (staff.recall, staff.start, staff.finish):
        assert (await step("1")).visit == ticket.visit
    assert (await staff.rate(ticket.visit, shapes.NewRating(grade=5))).grade == 5
    assert (await staff.visit(ticket.visit)).state == "finished"
    assert (await staff.close_counter("1")).state == "closed"
    await staff.sign_out()
    assert staff.token == ""


async def test_what_is_identified_is_greeted_and_may_leave(hall: ApiHall) -> None:
    visit = await hall.controller.hall.identity.identify("reader-1", CARD)
    async with served(hall, "kiosk") as address, HallClient(address) as kiosk:
        assert (await kiosk.greeting(visit)).name == "张**"
        assert (await kiosk.abandon(visit)).visit == visit
        with pytest.raises(HallError) as refused:
            await kiosk.greeting(visit)
    assert refused.value.code == "no_greeting"


async def test_the_link_reads_and_confirms(hall: ApiHall) -> None:
    async with served(hall, "sync") as address, HallClient(address) as link:
        state = await link.sync_state()
        facts = await link.sync_facts(0, 1000)
        assert [fact[0] for fact in facts.facts] == list(range(1, state.last + 1))
        ack = shapes.SyncAck(epoch=state.epoch, upto=state.last, head=state.head)
        assert (await link.acknowledge(ack)).acked == state.last
        renewal = shapes.EpochRenewal(epoch=state.epoch, reason="restored")
        assert (await link.renew_epoch(renewal)).epoch != state.epoch


async def test_a_refusal_carries_the_halls_code_and_where(staff: HallClient) -> None:
    with pytest.raises(HallError, match="no service 'nothing'") as refused:
        await staff.new_visit(shapes.NewVisit(service="nothing"))
    error = refused.value
    assert (error.code, error.where, error.status) == ("unknown_service", "service", 422)
    with pytest.raises(HallError) as refused:
        await staff.open_counter("1")
    assert (refused.value.code, refused.value.status) == ("session_required", 401)


async def test_the_same_key_takes_no_second_ticket(staff: HallClient) -> None:
    assert await staff.new_visit(WISH, "K") == await staff.new_visit(WISH, "K")
    with pytest.raises(HallError) as refused:
        await staff.new_visit(shapes.NewVisit(service="invoice"), "K")
    assert refused.value.code == "idempotency_key_reused"


@pytest.mark.parametrize("name", ["..", "../counters", "a/b", "a?b=c", "a#b", "%2e%2e", "é", ""])
async def test_a_name_goes_nowhere_else(staff: HallClient, name: str) -> None:
    await staff.sign_in(CLERK, PIN)
    for ask in (staff.visit, staff.greeting, staff.abandon, staff.open_counter, staff.call_next):
        with pytest.raises(HallError) as refused:
            await ask(name)
        assert refused.value.status in (403, 404)


# --- a hall that is not there, or is none ---


async def test_a_hall_that_is_not_there_is_unreachable(state: Path) -> None:
    for address in (str(state / "none.sock"), "http://127.0.0.1:1"):
        async with HallClient(address) as client:
            with pytest.raises(HallUnreachableError, match=address):
                await client.health()
            with pytest.raises(HallUnreachableError, match=address):
                await anext(client.events())


@pytest.mark.parametrize("address", ["http://", "http://[", "http://h:port"])
async def test_an_address_that_is_none_is_unreachable(address: str) -> None:
    with pytest.raises(HallUnreachableError):
        async with HallClient(address) as client:
            await client.health()


async def test_a_proxy_of_the_machine_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with answering(http(200, b"[]")) as address, HallClient(address) as client:
        assert await client.services() == []


NONSENSE = [
    http(200, b"", "text/html"),
    http(200, b"<html>", "text/html"),
    http(200, b"[]"),
    http(200, b'{"status": 1}'),
    http(502, b"<html>", "text/html"),
    http(502, b"[]"),
    http(502, b'{"detail": "bad gateway"}'),
    http(502, b'{"error": "bad gateway"}'),
    http(502, b"\xff\xfe"),
]


@pytest.mark.parametrize("answer", NONSENSE)
async def test_an_answer_that_is_none_of_the_halls_is_named(answer: bytes) -> None:
    async with answering(answer) as address, HallClient(address) as client:
        with pytest.raises(HallError) as refused:
            await client.health()
    assert refused.value.code == "bad_answer"


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", http(200, b"{}")[:-1]])
async def test_an_answer_that_is_cut_off_is_unreachable(answer: bytes) -> None:
    async with answering(answer) as address, HallClient(address) as client:
        with pytest.raises(HallUnreachableError):
            await client.health()


# --- the event stream ---


def kinds(events: list[shapes.Event]) -> list[str]:
    return [event.kind for event in events]


async def take(client: HallClient, count: int, after: int | None) -> list[shapes.Event]:
    """Return the next `count` events."""
    taken: list[shapes.Event] = []
    stream = client.events(after)
    while len(taken) < count:
        taken.append(await anext(stream))
    await stream.aclose()  # type: ignore[attr-defined]
    return taken


async def test_events_are_what_happened(staff: HallClient) -> None:
    ticket = await staff.new_visit(WISH)
    events = await take(staff, 4, 0)
    assert kinds(events) == ["DayOpened", "HallDescribed", "TicketReserved", "TicketIssued"]
    assert [event.seq for event in events] == [1, 2, 3, 4]
    assert events[3].subject == ticket.visit
    assert events[2].body["ticket"] == "A001"
    assert await take(staff, 1, 3) == events[3:]


async def test_events_from_now_on_leave_out_the_past(staff: HallClient) -> None:
    await staff.new_visit(WISH)
    following = asyncio.create_task(take(staff, 2, None))
    while not following.done():
        await staff.new_visit(WISH)  # until the stream listens: before, it is not told
    first, second = await following
    assert second.seq == first.seq + 1 > 4


async def test_events_end_when_the_hall_stops(staff: HallClient, hall: ApiHall) -> None:
    stream = staff.events(0)
    assert [(await anext(stream)).kind for _ in range(2)] == ["DayOpened", "HallDescribed"]
    hall.controller.api.feed.close()
    with pytest.raises(HallUnreachableError, match="ended"):
        await anext(stream)
    with pytest.raises(HallUnreachableError, match="ended"):
        await take(staff, 3, 0)


async def test_words_of_devices_do_not_break_an_event(staff: HallClient, hall: ApiHall) -> None:
    detail = "line\u2028paragraph\u2029next\u0085feed\x0btab\x1e\r\nend 纸尽"
    await hall.controller.hall.faults.note("printer-1", "", Health.OFFLINE, detail)
    (event,) = await take(staff, 1, 2)
    assert event.body["detail"] == detail


async def test_a_fault_says_where_its_device_stands(staff: HallClient, hall: ApiHall) -> None:
    slot = hall.controller.api.pool.slots["printer-1"]
    slot.config = replace(slot.config, place="大厅入口")
    await hall.controller.hall.faults.note("printer-1", "", Health.OFFLINE, "silent")
    (fault,) = await staff.faults()
    assert (fault.device, fault.kind, fault.place) == ("printer-1", "printer", "大厅入口")


async def test_an_event_that_is_cut_off_is_not_told() -> None:
    event = {"seq": 1, "kind": "DayOpened", "at": 0, "subject": "hall", "body": {}}
    whole = b"data: " + json.dumps(event).encode() + b"\n\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    async with answering(head + whole + whole[:-9]) as address, HallClient(address) as client:
        stream = client.events(0)
        assert (await anext(stream)).seq == 1
        with pytest.raises(HallUnreachableError):
            await anext(stream)


async def test_a_stream_that_is_refused_says_why(staff: HallClient) -> None:
    with pytest.raises(HallError) as refused:
        await anext(staff.events(-1))
    assert (refused.value.code, refused.value.status) == ("invalid_request", 422)
