"""The event stream: committed facts, in order, none twice, none left out, whoever is slow."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from api_hall import ApiHall, held_disk, served

from drivers.contract import AgeBand, IdentityCard
from edge.api.routes.overview import event_stream
from edge.journal.feed import BEHIND_MAX, Feed

HOUR_S = 3600.0
STARTED = 2  # the last fact of the start: the day is open, and the hall is described
CARD = IdentityCard("citizen", AgeBand.SIXTIES, "张三丰", "11010519491231002X")


async def issue(hall: ApiHall, count: int) -> None:
    """Have `count` visitors take a ticket at once; each is two facts."""
    await asyncio.gather(*(hall.controller.hall.tickets.issue("pay-bill") for _ in range(count)))


def feed_of(hall: ApiHall) -> Feed:
    return hall.controller.api.feed


def seq_of(event: str) -> int:
    seq: int = json.loads(event)["seq"]
    return seq


async def test_a_follower_hears_first_that_it_is_heard(hall: ApiHall) -> None:
    following = feed_of(hall).follow(None, HOUR_S)
    assert await anext(following) == ""
    await issue(hall, 1)
    assert [seq_of(await anext(following)) for _ in range(2)] == [STARTED + 1, STARTED + 2]


async def test_silence_has_a_beat(hall: ApiHall) -> None:
    following = feed_of(hall).follow(None, 0.001)
    assert [await anext(following) for _ in range(3)] == ["", "", ""]


@pytest.mark.parametrize("after", [0, 1, 2, 700, 1200])
async def test_past_and_present_join_without_a_gap(hall: ApiHall, after: int) -> None:
    await issue(hall, 600)
    last = hall.controller.hall.recorder.committed.seq
    following = feed_of(hall).follow(after, HOUR_S)
    assert await anext(following) == ""
    coming = asyncio.create_task(issue(hall, 600))
    heard = [seq_of(await anext(following)) for _ in range(last + 1200 - after)]
    assert heard == list(range(after + 1, last + 1201))
    await coming


async def test_who_knows_more_than_the_journal_hears_what_comes(hall: ApiHall) -> None:
    following = feed_of(hall).follow(10**6, HOUR_S)
    assert await anext(following) == ""
    await issue(hall, 1)
    assert seq_of(await anext(following)) == STARTED + 1


async def test_who_does_not_keep_up_is_cut_off_and_nobody_else(hall: ApiHall) -> None:
    feed = feed_of(hall)
    slow, quick = feed.follow(None, HOUR_S), feed.follow(None, HOUR_S)
    assert [await anext(slow), await anext(quick)] == ["", ""]
    heard: list[int] = []
    for _ in range(6):
        await issue(hall, 200)
        heard += [seq_of(await anext(quick)) for _ in range(400)]
    assert heard == list(range(STARTED + 1, STARTED + 2401))
    left = [seq_of(event) async for event in slow]
    assert left == list(range(STARTED + 1, STARTED + 1 + BEHIND_MAX))
    resumed = feed.follow(left[-1], HOUR_S)
    assert await anext(resumed) == ""
    rest = [seq_of(await anext(resumed)) for _ in range(heard[-1] - left[-1])]
    assert left + rest == heard


async def test_a_follower_that_leaves_is_forgotten(hall: ApiHall) -> None:
    feed = feed_of(hall)
    for after in (None, 0):
        following = feed.follow(after, HOUR_S)
        await anext(following)
        assert feed.followers == 1
        await following.aclose()
        assert feed.followers == 0


async def test_a_stop_ends_all_streams_once_they_have_what_is_durable(hall: ApiHall) -> None:
    feed = feed_of(hall)
    following = feed.follow(0, HOUR_S)
    assert await anext(following) == ""
    await issue(hall, 5)
    feed.close()
    assert [seq_of(event) async for event in following] == list(range(1, STARTED + 11))
    assert [event async for event in feed.follow(None, HOUR_S)] == [""]


# --- over a real socket ---


@asynccontextmanager
async def stream(address: str, after: int) -> AsyncIterator[asyncio.StreamReader]:
    """Ask for events and read nothing yet."""
    reader, writer = await asyncio.open_unix_connection(address)
    request = f"GET /v1/events HTTP/1.0\r\nHost: hall\r\nLast-Event-ID: {after}\r\n\r\n"
    writer.write(request.encode())
    try:
        yield reader
    finally:
        writer.close()
        await writer.wait_closed()


def ids(said: bytes) -> list[int]:
    return [int(line[3:]) for line in said.split(b"\n") if line.startswith(b"id:")]


async def test_every_event_has_its_seq_as_id(hall: ApiHall) -> None:
    await issue(hall, 2)
    async with served(hall, "kiosk") as address, stream(address, 0) as reader:
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"200 OK" in head
        assert b"content-type: text/event-stream" in head.lower()
        assert b"cache-control: no-store" in head.lower()
        feed_of(hall).close()
        body = await reader.read()
    assert ids(body) == list(range(1, STARTED + 5))
    data = [json.loads(line[5:]) for line in body.split(b"\n") if line.startswith(b"data:")]
    assert [event["seq"] for event in data] == ids(body)


async def test_a_reader_that_reads_nothing_is_cut_off_and_may_resume(hall: ApiHall) -> None:
    async with served(hall, "kiosk") as address:
        async with stream(address, 0) as reader:
            await reader.readuntil(b": listening")
            while feed_of(hall).followers:
                await issue(hall, 500)
            heard = ids(await reader.read())
        last = hall.controller.hall.recorder.committed.seq
        assert heard == list(range(1, heard[-1] + 1))
        assert BEHIND_MAX < heard[-1] < last
        async with stream(address, heard[-1]) as reader:
            while not ids(line := await reader.readline()):
                assert line
            resumed = [ids(line)[0]]
            while resumed[-1] < last:
                resumed += ids(await reader.readline())
        assert heard + resumed == list(range(1, last + 1))


async def test_a_reader_that_goes_away_is_forgotten(hall: ApiHall) -> None:
    async with served(hall, "kiosk") as address:
        async with stream(address, 0) as reader:
            await reader.readuntil(b": listening")
            assert feed_of(hall).followers == 1
        async with asyncio.timeout(60):
            while feed_of(hall).followers:
                await issue(hall, 1)


# --- only what is durable ---


async def ask_for_a_ticket(client: httpx.AsyncClient) -> httpx.Response:
    wish, key = {"service": "pay-bill"}, {"Idempotency-Key": "K"}
    return await client.post("/v1/visits", json=wish, headers=key)


async def test_nobody_sees_what_is_not_durable(hall: ApiHall) -> None:
    recorder = hall.controller.hall.recorder
    following = feed_of(hall).follow(STARTED - 1, 0.01)
    assert [await anext(following), seq_of(await anext(following))] == ["", STARTED]
    async with hall.client("tcp") as client, hall.client("sync") as link:
        with held_disk(hall):
            asking = asyncio.create_task(ask_for_a_ticket(client))
            while recorder.working.seq == STARTED:
                await asyncio.sleep(0)
            assert not asking.done()
            assert await anext(following) == ""
            assert (await client.get("/v1/visits")).json() == []
            assert (await client.get("/v1/health")).json()["seq"] == STARTED
            assert (await client.get("/v1/board")).json()["seq"] == STARTED
            services = (await client.get("/v1/services")).json()
            assert not any(service["waiting"] for service in services)
            sent = (await link.get("/v1/sync/facts")).json()["facts"]
            assert [fact[0] for fact in sent] == list(range(1, STARTED + 1))
            again = asyncio.create_task(ask_for_a_ticket(client))
            assert await anext(following) == ""
            assert not again.done()
        assert (await asking).json() == (await again).json()
        assert len((await client.get("/v1/visits")).json()) == 1
    assert seq_of(await anext(following)) == STARTED + 1


async def test_who_hears_of_a_visit_may_greet_at_once(hall: ApiHall) -> None:
    identity, greeted = hall.controller.hall.identity, []
    hall.controller.hall.recorder.subscribe(
        lambda recorded: greeted.append(identity.greeting(recorded.fact.subject)["name"])
    )
    await identity.identify("reader-1", CARD)
    assert greeted == ["张**"]


async def test_a_journal_that_cannot_be_read_is_no_fault_of_the_controller(hall: ApiHall) -> None:
    following = await first_of_stream(hall, after=0)
    hall.state.journal.rename(hall.state.root / "elsewhere")
    async with hall.client("sync") as link:
        for path in ("/v1/sync/facts", "/v1/sync/state"):
            refused = await link.get(path)
            error = refused.json()["error"]
            assert (refused.status_code, error["code"]) == (503, "out_of_service")
            assert str(hall.state.root) not in refused.text
    assert [part async for part in following] == []


async def first_of_stream(hall: ApiHall, after: int) -> AsyncIterator[str]:
    """Return a stream that listens already and has told nothing yet."""
    stream_of_hall = event_stream(feed_of(hall), after)
    assert (await anext(stream_of_hall)).startswith(":")
    return stream_of_hall
