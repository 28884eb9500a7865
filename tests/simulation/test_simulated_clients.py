"""A simulated hall is the same by either way in: past HTTP, and through the API's own handlers."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from small_hall import SMALL_HALL, Small, small_hall

from drivers import virtualtime
from edge.api.shapes import NewRating, NewVisit
from edge.client import HallClient, HallError

Scene = Callable[[Small], Awaitable[None]]
PAY = NewVisit(service="pay-bill")


@pytest.fixture(params=[False, True], ids=["past-http", "by-http"])
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Scene], None]:
    """Give a function that plays a scene in a small hall, by one way in and by the other."""
    config = tmp_path / "hall.toml"
    config.write_text(SMALL_HALL, encoding="utf-8")

    def played(scene: Scene) -> None:
        async def run() -> None:
            async with small_hall(tmp_path, config, by_http=request.param) as small:
                await scene(small)
                assert small.troubles == []

        virtualtime.run(run())

    return played


async def code_of(asked: Awaitable[object]) -> str:
    with pytest.raises(HallError) as refused:
        await asked
    return refused.value.code


async def open_counter(small: Small) -> HallClient:
    clerk = await small.clerk()
    await clerk.open_counter("1")
    return clerk


def test_a_visit_from_ticket_to_rating_gets_the_same_answers(play):
    async def scene(small: Small) -> None:
        kiosk, clerk = small.hall.client("kiosk"), await open_counter(small)
        ticket = await kiosk.new_visit(PAY)
        assert (ticket.ticket, ticket.delivery) == ("A001", "none")
        called = await clerk.call_next("1")
        assert called is not None
        assert (called.visit, called.counter) == (ticket.visit, "1")
        assert (await clerk.recall("1")).visit == ticket.visit
        await clerk.start("1")
        finished = await clerk.finish("1", visit=ticket.visit)
        rated = await kiosk.rate(ticket.visit, NewRating(grade=5, source="screen"))
        assert ticket.seq < finished.seq < rated.seq
        assert await clerk.call_next("1") is None
        assert (await clerk.counters())[0].state == "open"
        assert (await clerk.close_counter("1")).state == "closed"

    play(scene)


def test_a_no_show_frees_the_counter(play):
    async def scene(small: Small) -> None:
        clerk = await open_counter(small)
        ticket = await small.hall.client("kiosk").new_visit(PAY)
        await clerk.call_next("1")
        assert (await clerk.no_show("1")).visit == ticket.visit
        assert (await clerk.board()).calls == []

    play(scene)


def test_what_is_refused_is_refused_with_the_same_code(play):
    async def scene(small: Small) -> None:
        kiosk, clerk = small.hall.client("kiosk"), await small.clerk()
        five = NewRating(grade=5, source="screen")
        assert await code_of(kiosk.new_visit(NewVisit(service="nothing"))) == "unknown_service"
        assert await code_of(kiosk.rate("NOBODY", five)) == "unknown_visit"
        assert await code_of(kiosk.greeting("NOBODY")) == "no_greeting"
        assert await code_of(clerk.call_next("1")) == "counter_closed"
        assert await code_of(clerk.open_counter("9")) == "unknown_counter"
        await clerk.open_counter("1")
        assert await code_of(clerk.start("1")) == "nothing_called"
        assert await code_of(clerk.finish("1")) == "nothing_called"
        ticket = await kiosk.new_visit(PAY)
        assert await code_of(kiosk.rate(ticket.visit, five)) == "not_ratable"
        await clerk.call_next("1")
        assert await code_of(clerk.finish("1")) == "not_serving"
        assert await code_of(clerk.close_counter("1")) == "counter_occupied"
        assert await code_of(clerk.sign_in("1001", "0000")) == "sign_in_refused"

    play(scene)


def test_a_key_that_is_used_again_does_nothing_again(play):
    async def scene(small: Small) -> None:
        kiosk, clerk = small.hall.client("kiosk"), await open_counter(small)
        assert await kiosk.new_visit(PAY, "one") == await kiosk.new_visit(PAY, "one")
        called = await clerk.call_next("1", "two")
        assert called is not None
        assert await clerk.call_next("1", "two") == called
        other = NewVisit(service="pay-bill", delivery="screen")
        assert await code_of(kiosk.new_visit(other, "one")) == "idempotency_key_reused"

    play(scene)


def test_facts_are_told_as_they_come_and_again_from_where_one_was(play):
    async def scene(small: Small) -> None:
        kiosk = small.hall.client("kiosk")
        before = (await kiosk.board()).seq
        first, second = await kiosk.new_visit(PAY), await kiosk.new_visit(PAY)
        stream = kiosk.events(after=before)
        told = [await anext(stream) for _fact in range(4)]
        await stream.aclose()
        assert [event.seq for event in told] == list(range(before + 1, before + 5))
        issued = [event.subject for event in told if event.kind == "TicketIssued"]
        assert issued == [first.visit, second.visit]

    play(scene)


def test_a_stream_ends_with_hall_unreachable_when_the_controller_is_killed(play):
    async def scene(small: Small) -> None:
        kiosk = small.hall.client("kiosk")
        stream = kiosk.events(after=0)
        await anext(stream)

        async def follow() -> None:
            async for _event in stream:
                pass

        following = asyncio.ensure_future(code_of(follow()))
        await asyncio.sleep(1.0)
        await small.hall.controller.kill()
        assert await following == "hall_unreachable"

    play(scene)


def test_a_call_under_way_ends_with_hall_unreachable_when_the_controller_is_killed(play):
    async def scene(small: Small) -> None:
        asking = asyncio.ensure_future(code_of(small.hall.client("staff").sign_in("1001", "2468")))
        await asyncio.sleep(0.1)  # a PIN takes longer
        await small.hall.controller.kill()
        assert await asking == "hall_unreachable"

    play(scene)


def test_a_controller_that_does_not_run_cannot_be_asked_until_it_does(play):
    async def scene(small: Small) -> None:
        kiosk = small.hall.client("kiosk")
        await small.hall.controller.kill()
        assert await code_of(kiosk.board()) == "hall_unreachable"
        small.hall.start_controller()
        await small.is_ready()
        assert (await kiosk.new_visit(PAY)).ticket == "A001"

    play(scene)


def test_what_the_link_asks_has_the_same_answers(play):
    async def scene(small: Small) -> None:
        link = small.hall.client("sync")
        await small.hall.client("kiosk").new_visit(PAY)
        state, facts = await link.sync_state(), await link.sync_facts(0, 3)
        assert [row[0] for row in facts.facts] == [1, 2, 3]
        assert state.last >= 3

    play(scene)
