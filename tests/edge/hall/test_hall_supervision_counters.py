"""A supervisor at any counter: opened for a clerk, closed behind one who left, replanned."""

from pathlib import Path

import pytest
from edgefakes import TestedHall, in_virtual_time
from supervised import BOSS, CLERK, OTHER, latest, power_cut, supervised

from edge.domain.leg import LegState
from edge.domain.refusals import (
    CounterClosedError,
    CounterOccupiedError,
    CounterTakenError,
    UnknownCounterError,
    UnknownServiceError,
)
from edge.hall.requests import Request
from edge.hall.supervision.refusals import UnknownReasonError, UnknownStaffError


async def ticket(tested: TestedHall, service: str = "bill") -> str:
    return str((await tested.hall.tickets.issue(service)).body["visit"])


def leg(tested: TestedHall, visit: str):
    return tested.hall.recorder.committed.visits[visit].leg


@in_virtual_time
async def test_a_counter_is_opened_for_its_clerk_and_the_fact_says_by_whom(tmp_path: Path):
    tested = await supervised(tmp_path)
    for _time in range(2):
        answer = await tested.hall.supervision.planning.open("1", CLERK, BOSS)
    assert (answer.body["state"], answer.body["staff"]) == ("open", CLERK)
    assert latest(tested, "CounterOpened").body() == {"staff": CLERK, "by": BOSS}
    assert tested.kinds().count("CounterOpened") == 1
    await ticket(tested)
    assert (await tested.hall.counters.next("1", CLERK)).status == 200


@in_virtual_time
async def test_no_counter_is_opened_for_somebody_who_does_not_work_at_one(tmp_path: Path):
    tested = await supervised(tmp_path)
    for nobody in ("8001", "7001", "1234"):
        with pytest.raises(UnknownStaffError):
            await tested.hall.supervision.planning.open("1", nobody, BOSS)


@in_virtual_time
async def test_a_counter_where_somebody_sits_is_not_opened_for_another(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.counters.open("1", CLERK)
    with pytest.raises(CounterTakenError, match=CLERK):
        await tested.hall.supervision.planning.open("1", OTHER, BOSS)
    with pytest.raises(UnknownCounterError):
        await tested.hall.supervision.planning.open("9", OTHER, BOSS)


@in_virtual_time
async def test_whoever_was_called_to_a_counter_that_is_closed_waits_again_in_front(tmp_path: Path):
    tested = await supervised(tmp_path)
    first, _second = await ticket(tested), await ticket(tested)
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.counters.next("1", CLERK)
    for _time in range(2):
        closed = await tested.hall.supervision.planning.close("1", BOSS)
    assert closed.body["state"] == "closed"
    assert latest(tested, "CounterClosed").body() == {"staff": CLERK, "by": BOSS}
    assert leg(tested, first).state is LegState.WAITING
    await tested.hall.counters.open("2", OTHER)
    assert (await tested.hall.counters.next("2", OTHER)).body["visit"] == first


@in_virtual_time
async def test_a_counter_where_somebody_is_being_served_is_not_closed(tmp_path: Path):
    tested = await supervised(tmp_path)
    await ticket(tested)
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.counters.next("1", CLERK)
    await tested.hall.counters.start("1", CLERK)
    with pytest.raises(CounterOccupiedError) as refused:
        await tested.hall.supervision.planning.close("1", BOSS)
    assert refused.value.details["ticket"] == "A001"
    assert "CounterClosed" not in tested.kinds()


@in_virtual_time
async def test_whoever_was_called_to_a_counter_that_is_paused_for_its_clerk_waits_again(
    tmp_path: Path,
):
    tested = await supervised(tmp_path)
    first = await ticket(tested)
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.counters.next("1", CLERK)
    for _time in range(2):
        await tested.hall.supervision.planning.pause("1", "meal", BOSS)
    assert tested.hall.recorder.committed.counter("1").paused == "meal"
    assert leg(tested, first).state is LegState.WAITING
    paused = latest(tested, "CounterPaused").body()
    assert paused == {"staff": CLERK, "reason": "meal", "by": BOSS}
    assert tested.kinds().count("CounterPaused") == 1
    again = await power_cut(tested)
    assert (await again.hall.counters.resume("1", CLERK)).body["state"] == "open"
    assert latest(again, "CounterResumed").body() == {"staff": CLERK, "by": ""}


@in_virtual_time
async def test_a_counter_is_resumed_for_its_clerk_once_and_never_a_closed_one(tmp_path: Path):
    tested = await supervised(tmp_path)
    planning = tested.hall.supervision.planning
    with pytest.raises(CounterClosedError):
        await planning.pause("1", "meal", BOSS)
    await tested.hall.counters.open("1", CLERK)
    await planning.pause("1", "meal", BOSS)
    for _time in range(2):
        await planning.resume("1", BOSS)
    assert latest(tested, "CounterResumed").body() == {"staff": CLERK, "by": BOSS}
    assert tested.kinds().count("CounterResumed") == 1


@in_virtual_time
async def test_a_replanned_counter_serves_what_it_was_told_to(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await ticket(tested, "supply")
    await tested.hall.counters.open("1", CLERK)
    assert (await tested.hall.counters.next("1", CLERK)).status == 204
    planning = tested.hall.supervision.planning
    answer = await planning.replan("1", ["supply"], BOSS, "a crowd")
    assert answer.body == {"counter": "1", "services": ["supply"], "replanned": True}
    again = await power_cut(tested)
    called = await again.hall.counters.next("1", CLERK)
    assert called.body["visit"] == visit


@in_virtual_time
async def test_a_counter_is_as_planned_again_when_nothing_is_named(tmp_path: Path):
    tested = await supervised(tmp_path)
    planning = tested.hall.supervision.planning
    for services in (["supply"], ["supply"], [], []):
        answer = await planning.replan("1", services, BOSS, "")
    assert answer.body == {"counter": "1", "services": ["bill", "invoice"], "replanned": False}
    assert tested.kinds().count("CounterReplanned") == 2
    with pytest.raises(UnknownServiceError, match="'gas'"):
        await planning.replan("1", ["gas"], BOSS, "")


@in_virtual_time
async def test_the_same_request_sent_twice_is_done_once(tmp_path: Path):
    tested = await supervised(tmp_path)
    request = Request("key", "open")
    first = await tested.hall.supervision.planning.open("1", CLERK, BOSS, request)
    await tested.hall.supervision.planning.close("1", BOSS)
    assert await tested.hall.supervision.planning.open("1", CLERK, BOSS, request) == first
    assert tested.kinds().count("CounterOpened") == 1


@in_virtual_time
async def test_a_counter_is_left_for_the_halls_own_reasons_alone(tmp_path: Path):
    tested = await supervised(tmp_path)
    tested.hall.supervision.require_pause("meal")
    with pytest.raises(UnknownReasonError) as refused:
        tested.hall.supervision.require_pause("football")
    assert refused.value.details["known"] == ["break", "meal", "meeting", "errand"]
