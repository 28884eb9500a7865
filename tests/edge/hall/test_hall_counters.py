"""Counters: who may do what when, and every no with its code."""

from dataclasses import replace
from pathlib import Path

import pytest
from edgefakes import PLAN, SETTINGS, TestedHall, hall_on, in_virtual_time, restarted

from edge.domain.plan import ANYBODY, Direction, Plan
from edge.domain.refusals import (
    CounterClosedError,
    CounterOccupiedError,
    CounterTakenError,
    NothingCalledError,
    NotServingError,
    UnknownCounterError,
    UnknownPriorityError,
    UnknownServiceError,
)
from edge.hall.requests import Request

COMMANDS = ("open", "close", "next", "recall", "start", "finish", "no_show")
LATER_COMMANDS = ("recall", "start", "finish", "no_show")


async def do(tested: TestedHall, command: str, counter: str = "1", staff: str = "1001"):
    return await getattr(tested.hall.counters, command)(counter, staff)


async def called(tested: TestedHall) -> str:
    await tested.hall.tickets.issue("bill")
    await do(tested, "open")
    return (await do(tested, "next")).body["visit"]


async def refused(tested: TestedHall, command: str, error: type[Exception], **who: str) -> str:
    before = len(tested.facts())
    with pytest.raises(error) as refusal:
        await do(tested, command, **who)
    assert len(tested.facts()) == before
    return str(refusal.value)


@in_virtual_time
async def test_a_visit_is_called_recalled_served_and_finished(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await called(tested)
    states = [
        (await do(tested, command)).body["state"] for command in ("recall", "start", "finish")
    ]
    assert states == ["called", "serving", "finished"]
    (leg,) = tested.hall.views.visit(visit)["legs"]
    assert (leg["calls"], leg["counter"], leg["staff"]) == (2, "1", "1001")
    assert tested.hall.views.counters({})[0]["state"] == "open"


@in_virtual_time
async def test_nobody_waits_is_an_answer_and_no_fact(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await do(tested, "open")
    before = len(tested.facts())
    answer = await do(tested, "next")
    assert (answer.status, answer.body) == (204, None)
    assert len(tested.facts()) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_counter_is_named(tmp_path: Path, command: str):
    @in_virtual_time
    async def at_no_counter():
        tested = await hall_on(tmp_path)
        assert "'9'" in await refused(tested, command, UnknownCounterError, counter="9")

    at_no_counter()


@pytest.mark.parametrize("command", ["next", *LATER_COMMANDS])
def test_at_a_closed_counter_nothing_can_be_done(tmp_path: Path, command: str):
    @in_virtual_time
    async def at_a_closed_counter():
        tested = await hall_on(tmp_path)
        await refused(tested, command, CounterClosedError)

    at_a_closed_counter()


@pytest.mark.parametrize("command", COMMANDS)
def test_another_clerk_can_do_nothing_at_a_taken_counter(tmp_path: Path, command: str):
    @in_virtual_time
    async def at_a_taken_counter():
        tested = await hall_on(tmp_path)
        await do(tested, "open")
        assert "1001" in await refused(tested, command, CounterTakenError, staff="1002")

    at_a_taken_counter()


@pytest.mark.parametrize("command", LATER_COMMANDS)
def test_with_nobody_called_there_is_nobody_to_serve(tmp_path: Path, command: str):
    @in_virtual_time
    async def with_nobody_called():
        tested = await hall_on(tmp_path)
        await do(tested, "open")
        await refused(tested, command, NothingCalledError)

    with_nobody_called()


@pytest.mark.parametrize("command", ["next", "close"])
@pytest.mark.parametrize("started", [False, True])
def test_with_a_visitor_at_the_counter_it_is_occupied(tmp_path: Path, command: str, started: bool):
    @in_virtual_time
    async def with_a_visitor():
        tested = await hall_on(tmp_path)
        await called(tested)
        if started:
            await do(tested, "start")
        assert "A001" in await refused(tested, command, CounterOccupiedError)

    with_a_visitor()


@in_virtual_time
async def test_a_visitor_is_finished_after_starting_and_not_recalled_then(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await called(tested)
    await refused(tested, "finish", NotServingError)
    await do(tested, "start")
    for command in ("recall", "start", "no_show"):
        await refused(tested, command, NothingCalledError)


@in_virtual_time
async def test_opening_and_closing_twice_is_fine(tmp_path: Path):
    tested = await hall_on(tmp_path)
    for command in ("open", "open", "close", "close"):
        await do(tested, command)
    assert tested.kinds()[1:] == ["CounterOpened", "CounterClosed"]


@in_virtual_time
async def test_where_access_is_open_anybody_acts_for_whoever_sits_there(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill")
    await do(tested, "open")
    await do(tested, "next", staff=ANYBODY)
    assert tested.facts()[-1].fact.staff == "1001"


@in_virtual_time
async def test_a_repeated_command_with_its_key_is_done_once(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await do(tested, "open")
    for _ in range(2):
        await tested.hall.tickets.issue("bill")
    request = Request("key-1", "next at 1")
    first = await tested.hall.counters.next("1", "1001", request)
    assert await tested.hall.counters.next("1", "1001", request) == first
    tested = await restarted(tested)
    assert await tested.hall.counters.next("1", "1001", request) == first
    assert tested.kinds().count("TicketCalled") == 1


# --- what a ticket is taken for ---


@in_virtual_time
async def test_a_group_of_services_is_refused_with_its_children(tmp_path: Path):
    tested = await hall_on(tmp_path)
    with pytest.raises(UnknownServiceError) as refusal:
        await tested.hall.tickets.issue("payment")
    assert refusal.value.details["children"] == ["bill", "invoice"]


@in_virtual_time
async def test_an_unknown_service_or_priority_is_refused(tmp_path: Path):
    tested = await hall_on(tmp_path)
    with pytest.raises(UnknownServiceError, match="no service 'tea'"):
        await tested.hall.tickets.issue("tea")
    with pytest.raises(UnknownPriorityError, match="no priority group 'vip'"):
        await tested.hall.tickets.issue("bill", "vip")


@in_virtual_time
async def test_a_priority_group_goes_first_and_knows_how_many_are_ahead(tmp_path: Path):
    tested = await hall_on(tmp_path)
    ahead = [
        (await tested.hall.tickets.issue("bill", priority)).body["ahead"]
        for priority in (None, "elderly", None)
    ]
    assert ahead == [0, 0, 2]
    await do(tested, "open")
    assert (await do(tested, "next")).body["ticket"] == "A002"


# --- what is shown ---


@in_virtual_time
async def test_the_newest_call_stands_first_on_the_board_whatever_the_clock_does(tmp_path: Path):
    tested = await hall_on(tmp_path)
    for _ in range(2):
        await tested.hall.tickets.issue("bill")
    await do(tested, "open")
    await do(tested, "open", "2", "1002")
    await do(tested, "next")
    tested.clock.set_local("2026-03-02T07:00")
    await do(tested, "next", "2", "1002")
    assert [call["counter"] for call in tested.hall.views.board()["calls"]] == ["2", "1"]
    await do(tested, "recall")
    assert [call["counter"] for call in tested.hall.views.board()["calls"]] == ["1", "2"]
    await do(tested, "start", "2", "1002")
    assert [call["counter"] for call in tested.hall.views.board()["calls"]] == ["1", "2"]


@in_virtual_time
async def test_a_call_tells_where_its_counter_is_and_which_way_one_goes(tmp_path: Path):
    upstairs = replace(
        PLAN.counters[0],
        place="二楼东侧",
        place_english="2nd floor, east",
        direction=Direction.UPSTAIRS,
    )
    plan = replace(PLAN, counters=(upstairs, *PLAN.counters[1:]))
    tested = await hall_on(tmp_path, settings=replace(SETTINGS, plan=plan))
    await called(tested)
    (call,) = tested.hall.views.board()["calls"]
    assert call["service"] == "bill"
    assert (call["place"], call["place_english"]) == ("二楼东侧", "2nd floor, east")
    assert call["direction"] == "upstairs"


@pytest.mark.parametrize("started", [False, True])
def test_a_counter_that_is_taken_away_lets_go_of_its_visitor(tmp_path: Path, started: bool):
    @in_virtual_time
    async def rebuilt():
        tested = await hall_on(tmp_path)
        visit = await called(tested)
        if started:
            await do(tested, "start")
        plan = Plan(PLAN.services, PLAN.counters[1:], PLAN.staff, PLAN.priorities)
        tested = await restarted(tested, replace(SETTINGS, plan=plan))
        assert tested.hall.views.board()["calls"] == []
        state = tested.hall.views.visit(visit)["state"]
        assert state == ("finished" if started else "expired")
        tested.clock.set_local("2026-03-03T04:00")
        await tested.hall.tick()
        assert tested.hall.recorder.committed.day == "2026-03-03"

    rebuilt()
