"""Alerts in the hall: raised by its clock, accepted by a person, the same after a power cut."""

from pathlib import Path

import pytest
from edgefakes import TestedHall, in_virtual_time
from supervised import BOSS, CLERK, GUIDE, latest, power_cut, supervised

from edge.hall.requests import Request
from edge.hall.supervision.refusals import UnknownAlertError


def standing(tested: TestedHall) -> list[tuple[str, int, str]]:
    alerts = tested.hall.supervision.alerts.standing()
    return [(each["alert"], each["level"], each["accepted_by"]) for each in alerts]


async def pass_min(tested: TestedHall, minutes: int) -> None:
    for _minute in range(minutes):
        tested.clock.pass_s(60)
        await tested.hall.tick()


@in_virtual_time
async def test_a_service_that_nobody_serves_is_told_of_once(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.tickets.issue("bill")
    await pass_min(tested, 4)
    assert standing(tested) == []
    await pass_min(tested, 4)
    assert standing(tested) == [("unserved:bill", 1, "")]
    assert tested.kinds().count("AlertRaised") == 1


@in_virtual_time
async def test_whoever_sees_to_it_is_named_and_it_ends_with_its_cause(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.tickets.issue("bill")
    await pass_min(tested, 5)
    for staff in (BOSS, GUIDE):
        await tested.hall.supervision.alerts.accept("unserved:bill", staff)
    assert standing(tested) == [("unserved:bill", 1, BOSS)]
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.counters.next("1", CLERK)
    await tested.hall.tick()
    assert standing(tested) == []
    assert latest(tested, "AlertAccepted").body() == {"by": BOSS}


@in_virtual_time
async def test_an_alert_that_does_not_stand_cannot_be_accepted(tmp_path: Path):
    tested = await supervised(tmp_path)
    with pytest.raises(UnknownAlertError):
        await tested.hall.supervision.alerts.accept("wait:bill", BOSS)


@in_virtual_time
async def test_the_most_urgent_stands_first(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.tickets.issue("bill")
    await pass_min(tested, 5)
    await tested.hall.supervision.help.call_from_counter("1", "emergency", CLERK)
    await tested.hall.tick()
    assert [alert for alert, _level, _by in standing(tested)] == ["help:1", "unserved:bill"]


@in_virtual_time
async def test_a_power_cut_raises_nothing_anew_and_ends_nothing(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await low_grade(tested)
    await tested.hall.tick()
    assert standing(tested) == [(f"rating:{visit}", 1, "")]
    again = await power_cut(tested)
    await again.hall.tick()
    assert standing(again) == standing(tested)
    request = Request("key", "accept")
    await again.hall.supervision.alerts.accept(f"rating:{visit}", BOSS, request)
    await again.hall.tick()
    third = await power_cut(again)
    await third.hall.tick()
    assert standing(third) == []
    assert third.kinds().count("AlertRaised") == 1


async def low_grade(tested: TestedHall) -> str:
    """Have somebody served who is not pleased."""
    visit = str((await tested.hall.tickets.issue("bill")).body["visit"])
    counters = tested.hall.counters
    await counters.open("1", CLERK)
    await counters.next("1", CLERK)
    await counters.start("1", CLERK)
    await counters.finish("1", CLERK)
    await tested.hall.ratings.rate(visit, 1, "screen")
    return visit


@in_virtual_time
async def test_a_busy_hours_ticks_say_no_more_than_there_is_to_say(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.counters.open("1", CLERK)
    for _ticket in range(30):
        await tested.hall.tickets.issue("bill")
    before = len(tested.facts())
    await pass_min(tested, 60)
    # Length, wait and an idle counter, three levels each.
    assert len(tested.facts()) - before == 9
