"""Where a visitor goes after a service: on to the next one, or back to the clerk who sent them."""

from pathlib import Path
from typing import Any

import pytest
from edgefakes import TestedHall, hall_on

from edge.hall.handing import Destination
from edge.hall.reserving import Wish


async def served_at(tested: TestedHall, counter: str, clerk: str) -> str:
    """Call whoever is next and begin to serve them; return the visit."""
    answer = await tested.hall.counters.next(counter, clerk)
    assert answer.body is not None
    await tested.hall.counters.start(counter, clerk)
    return str(answer.body["visit"])


async def sent_on(tested: TestedHall) -> str:
    """Have a visitor served at counter 1, sent to 2 to come back afterwards, and served there."""
    await tested.hall.counters.open("1", "1001")
    await tested.hall.counters.open("2", "1002")
    await tested.hall.tickets.issue("bill")
    visit = await served_at(tested, "1", "1001")
    await tested.hall.handing.transfer("1", "1001", Destination(counter="2", back=True))
    assert await served_at(tested, "2", "1002") == visit
    return visit


def legs(tested: TestedHall, visit: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tested.hall.views.visit(visit)["legs"]
    return found


async def test_a_visitor_comes_back_to_the_clerk_who_sent_them_before_all_others(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await sent_on(tested)
    await tested.hall.tickets.issue("bill", 2)
    await tested.hall.counters.finish("2", "1002")
    assert (await tested.hall.counters.next("2", "1002")).body["visit"] != visit
    assert (await tested.hall.counters.next("1", "1001")).body["visit"] == visit


async def test_anybody_may_call_a_visitor_whose_clerk_has_gone_meanwhile(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await sent_on(tested)
    await tested.hall.counters.close("1", "1001")
    await tested.hall.counters.finish("2", "1002")
    answer = await tested.hall.counters.next("2", "1002")
    assert (answer.status, answer.body and answer.body["visit"]) == (200, visit)


async def test_a_clerk_who_leaves_keeps_nobody_waiting_for_them_alone(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await sent_on(tested)
    await tested.hall.counters.finish("2", "1002")
    await tested.hall.counters.close("1", "1001")
    answer = await tested.hall.counters.next("2", "1002")
    assert (answer.status, answer.body and answer.body["visit"]) == (200, visit)


async def kept_for_counter_2(tested: TestedHall) -> str:
    """Have a visitor wait for counter 2 alone, whose clerk is to send them back; return them."""
    await tested.hall.counters.open("1", "1001")
    await tested.hall.counters.open("2", "1002")
    await tested.hall.tickets.issue("bill")
    visit = await served_at(tested, "1", "1001")
    await tested.hall.handing.transfer("1", "1001", Destination(counter="2", back=True))
    return visit


async def called_at_1(tested: TestedHall) -> str:
    answer = await tested.hall.counters.next("1", "1001")
    return str(answer.body["visit"]) if answer.body else ""


async def test_who_was_asked_near_a_counter_that_closes_waits_for_anybody(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await kept_for_counter_2(tested)
    assert (await tested.hall.counters.precall("2", "1002")).body["visit"] == visit
    await tested.hall.counters.close("2", "1002")
    assert await called_at_1(tested) == visit


@pytest.mark.parametrize("state", ["waiting", "precalled", "called"])
async def test_who_waits_for_a_counter_that_a_supervisor_closes_waits_for_anybody(
    tmp_path: Path, state: str
):
    tested = await hall_on(tmp_path)
    visit = await kept_for_counter_2(tested)
    if state == "precalled":
        await tested.hall.counters.precall("2", "1002")
    elif state == "called":
        await tested.hall.counters.next("2", "1002")
    assert tested.hall.views.visit(visit)["state"] == state
    await tested.hall.supervision.planning.close("2", "9001")
    assert await called_at_1(tested) == visit


async def test_who_was_put_aside_while_the_counter_closed_waits_for_anybody(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await kept_for_counter_2(tested)
    assert await served_at(tested, "2", "1002") == visit
    await tested.hall.handing.park("2", "1002", "papers")
    await tested.hall.counters.close("2", "1002")
    await tested.hall.reception.reinstate(visit, "9001")
    await tested.hall.tick()
    assert await called_at_1(tested) == visit


async def test_who_waits_for_a_counter_that_serves_other_things_waits_for_anybody(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await kept_for_counter_2(tested)
    await tested.hall.supervision.planning.replan("2", ["payment"], "9001", "busy")
    assert await called_at_1(tested) == ""
    await tested.hall.supervision.planning.replan("2", ["supply"], "9001", "busy")
    assert await called_at_1(tested) == visit


async def test_who_no_longer_waits_for_one_counter_still_comes_back_afterwards(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await kept_for_counter_2(tested)
    await tested.hall.counters.close("2", "1002")
    await tested.hall.counters.open("2", "1002")
    assert await served_at(tested, "2", "1002") == visit
    await tested.hall.counters.finish("2", "1002")
    assert legs(tested, visit)[-1]["state"] == "waiting"


async def test_who_waits_for_another_service_still_comes_back_afterwards(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await kept_for_counter_2(tested)
    await tested.hall.reception.change_service(visit, "supply", "9001")
    assert await served_at(tested, "2", "1002") == visit
    await tested.hall.counters.finish("2", "1002")
    assert legs(tested, visit)[-1]["state"] == "waiting"


async def test_the_next_service_waits_under_the_same_number_and_as_long_as_so_far(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open("2", "1002")
    await tested.hall.tickets.take(Wish("bill", then=("supply",)))
    visit = await served_at(tested, "2", "1002")
    await tested.hall.tickets.issue("supply")
    await tested.hall.counters.finish("2", "1002")
    assert await served_at(tested, "2", "1002") == visit
    assert [(leg["service"], leg["ticket"]) for leg in legs(tested, visit)] == [
        ("bill", "A001"),
        ("supply", "A001"),
    ]


async def test_services_done_together_go_on_at_the_counter_without_a_call(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open("2", "1002")
    await tested.hall.tickets.take(Wish("bill", then=("supply", "invoice"), together=True))
    visit = await served_at(tested, "2", "1002")
    for service in ("supply", "invoice"):
        answer = await tested.hall.counters.finish("2", "1002")
        assert answer.body is not None
        assert (answer.body["service"], answer.body["state"]) == (service, "serving")
    answer = await tested.hall.counters.finish("2", "1002")
    assert answer.body is not None
    assert answer.body["state"] == "finished"
    assert len(legs(tested, visit)) == 3


async def test_what_this_clerk_cannot_do_waits_for_another(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open("1", "1001")
    await tested.hall.counters.open("3", "1003")
    await tested.hall.tickets.take(Wish("bill", then=("supply",), together=True))
    visit = await served_at(tested, "1", "1001")
    await tested.hall.counters.finish("1", "1001")
    assert (await tested.hall.counters.next("1", "1001")).status == 204
    assert (await tested.hall.counters.next("3", "1003")).body["visit"] == visit
