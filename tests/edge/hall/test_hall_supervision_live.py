"""The live picture: counters, queues against their targets, and the day so far."""

from pathlib import Path
from typing import Any

from edgefakes import TestedHall, in_virtual_time
from supervised import BOSS, CLERK, OTHER, power_cut, supervised


def picture(tested: TestedHall) -> dict[str, Any]:
    return tested.hall.supervision.live.picture({"1": ["led"]})


def by_id(rows: list[dict[str, Any]], name: str = "id") -> dict[str, dict[str, Any]]:
    return {row[name]: row for row in rows}


async def serve_one(tested: TestedHall, wait_s: float = 300) -> None:
    await tested.hall.tickets.issue("bill")
    tested.clock.pass_s(wait_s)
    await tested.hall.counters.next("1", CLERK)
    await tested.hall.counters.start("1", CLERK)
    tested.clock.pass_s(120)
    await tested.hall.counters.finish("1", CLERK)


@in_virtual_time
async def test_every_counter_is_there_with_its_clerk_and_what_it_does(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.counters.open("2", OTHER)
    await tested.hall.counters.pause("2", OTHER, "meal")
    await tested.hall.tickets.issue("bill")
    await tested.hall.counters.next("1", CLERK)
    counters = by_id(picture(tested)["counters"])
    assert [counters[each]["state"] for each in "123"] == ["called", "paused", "closed"]
    assert (counters["1"]["staff_name"], counters["1"]["ticket"]) == ("陈静", "A001")
    assert (counters["1"]["degraded"], counters["2"]["paused"]) == (["led"], "meal")


@in_virtual_time
async def test_every_queue_is_held_against_its_target(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.tickets.issue("bill")
    tested.clock.pass_s(21 * 60)
    await tested.hall.tickets.issue("bill")
    await tested.hall.supervision.switching.service("supply", False, BOSS, "no power")
    queues = by_id(picture(tested)["queues"], "service")
    bill, supply = queues["bill"], queues["supply"]
    assert (bill["waiting"], bill["over_target"], bill["longest_wait_s"]) == (2, 1, 21 * 60)
    assert (bill["counters"], supply["counters"]) == (["1"], [])
    assert (bill["on"], supply["on"], supply["reason"]) == (True, False, "no power")


@in_virtual_time
async def test_a_replanned_counter_says_so(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.supervision.planning.replan("1", ["supply"], BOSS, "")
    counters = by_id(picture(tested)["counters"])
    assert (counters["1"]["services"], counters["1"]["replanned"]) == (["supply"], True)
    assert counters["2"]["replanned"] is False


@in_virtual_time
async def test_the_figures_of_the_day_are_the_same_after_a_power_cut(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.counters.open("1", CLERK)
    for _visitor in range(3):
        await serve_one(tested)
    await tested.hall.tickets.issue("invoice")
    figures = picture(tested)["figures"]
    assert (figures["issued"], figures["waiting"], figures["served"]) == (4, 1, 3)
    assert (figures["mean_wait_s"], figures["mean_serve_s"]) == (300, 120)
    again = await power_cut(tested)
    assert picture(again)["figures"] == figures
    assert by_id(picture(again)["queues"], "service")["bill"]["mean_wait_s"] == 300


@in_virtual_time
async def test_grades_have_a_mean_once_there_is_one(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.counters.open("1", CLERK)
    assert picture(tested)["figures"]["mean_grade"] is None
    for grade in (5, 4):
        await serve_one(tested)
        visit = tested.hall.views.visits()[-1]["visit"]
        await tested.hall.ratings.rate(visit, grade, "screen")
    assert picture(tested)["figures"]["mean_grade"] == 4.5


@in_virtual_time
async def test_whoever_was_put_aside_is_seen_until_they_are_called_again(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.tickets.issue("bill")
    visit = (await tested.hall.counters.next("1", CLERK)).body["visit"]
    await tested.hall.handing.park("1", CLERK, "copies", remind_min=10)
    (parked,) = picture(await power_cut(tested))["parked"]
    assert (parked["visit"], parked["staff"], parked["reason"]) == (visit, CLERK, "copies")
    again = await power_cut(tested)
    await again.hall.handing.resume_parked("1", CLERK, visit)
    assert picture(again)["parked"] == []
