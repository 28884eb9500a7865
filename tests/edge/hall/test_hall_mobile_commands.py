"""Visitors' wishes as headquarters' commands: signed, done once, refused with a code."""

import dataclasses
from pathlib import Path

from edgefakes import TestedHall, hall_on, in_virtual_time
from headquarters_of_tests import BOOKABLE, HEADQUARTERS

from edge.domain import facts as f
from edge.domain.mobile import DELAY, LEAVE, RATE, Dimension, Wished
from edge.mobile.config import MobileConfig

SPEED = Dimension("speed", "速度", "Speed")
MOBILE = dataclasses.replace(
    BOOKABLE, mobile=MobileConfig("https://hall.example/m", delays_max=1, dimensions=(SPEED,))
)


async def wish(tested: TestedHall, kind: str, wished: Wished) -> tuple[str, str]:
    """Have headquarters ask for something; return what became of it."""
    command = HEADQUARTERS.command(kind, args=wished.text())
    answer = await tested.hall.inbox.take(command, HEADQUARTERS.signature(command))
    return answer.body["result"], answer.body["detail"]


async def taken(tmp_path: Path) -> tuple[TestedHall, str]:
    """Open a hall where somebody has taken a ticket."""
    tested = await hall_on(tmp_path, settings=MOBILE)
    return tested, (await tested.hall.tickets.issue("bill")).body["visit"]


@in_virtual_time
async def test_a_visitor_is_put_off_by_headquarters_as_often_as_the_hall_allows(tmp_path: Path):
    tested, visit = await taken(tmp_path)
    assert await wish(tested, DELAY, Wished(visit)) == ("done", "")
    assert tested.hall.recorder.committed.visits[visit].leg.delays == 1
    assert await wish(tested, DELAY, Wished(visit)) == ("refused", "delayed_enough")


@in_virtual_time
async def test_the_same_command_again_puts_nobody_off_again(tmp_path: Path):
    tested, visit = await taken(tmp_path)
    command = HEADQUARTERS.command(DELAY, args=Wished(visit).text())
    for _time in range(2):
        answer = await HEADQUARTERS.ask(tested, command)
        assert answer.body["result"] == "done"
    assert tested.kinds().count("TicketReturned") == 1


@in_virtual_time
async def test_a_visitor_leaves_by_headquarters(tmp_path: Path):
    tested, visit = await taken(tmp_path)
    assert await wish(tested, LEAVE, Wished(visit)) == ("done", "")
    assert await wish(tested, LEAVE, Wished(visit)) == ("done", "")
    assert tested.kinds().count("TicketCancelled") == 1


@in_virtual_time
async def test_a_visit_is_rated_by_headquarters_once_it_is_over(tmp_path: Path):
    tested, visit = await taken(tmp_path)
    assert await wish(tested, RATE, Wished(visit, 5)) == ("refused", "not_ratable")
    counters = tested.hall.counters
    await counters.open("1", "1001")
    await counters.next("1", "1001")
    await counters.start("1", "1001")
    await counters.finish("1", "1001")
    assert await wish(tested, RATE, Wished(visit, 5, ("manners=1",))) == ("refused", "bad_args")
    assert await wish(tested, RATE, Wished(visit, 5, ("speed=4",))) == ("done", "")
    assert await wish(tested, RATE, Wished(visit, 1)) == ("refused", "already_rated")
    (rated,) = [each.fact for each in tested.facts() if isinstance(each.fact, f.VisitRated)]
    assert (rated.grade, rated.source, rated.grades) == (5, "mobile", ["speed=4"])


@in_virtual_time
async def test_what_is_no_wish_of_a_visit_of_today_is_refused(tmp_path: Path):
    tested, _visit = await taken(tmp_path)
    assert await wish(tested, LEAVE, Wished("NOBODY")) == ("refused", "unknown_visit")
    command = HEADQUARTERS.command(LEAVE, args="[]")
    assert (await HEADQUARTERS.ask(tested, command)).body["detail"] == "bad_args"
