"""What is on offer: how long each service may take now, or why there is no ticket for it."""

import dataclasses
from pathlib import Path

from edgefakes import PLAN, SETTINGS, FakeClock, TestedHall, hall_on, in_virtual_time

from edge.domain import facts as f
from edge.domain.calendar import read_calendar

HOURS = read_calendar(PLAN, ("mon-fri 08:30-17:30",), ())
SETTINGS_WITH_HOURS = dataclasses.replace(SETTINGS, calendar=HOURS)
MORNING, NIGHT = "2026-03-02T09:00", "2026-03-02T20:00"


async def opened(state: Path, at: str = MORNING) -> TestedHall:
    return await hall_on(state, FakeClock(at), SETTINGS_WITH_HOURS)


async def of(tested: TestedHall, service: str) -> dict:
    return next(each for each in await tested.hall.offering.now() if each["service"] == service)


@in_virtual_time
async def test_every_service_tells_who_waits_and_that_nobody_serves_it_yet(tmp_path: Path):
    tested = await opened(tmp_path)
    await tested.hall.tickets.issue("bill")
    bill = await of(tested, "bill")
    assert (bill["waiting"], bill["closed"], bill["opens_at"]) == (1, "", None)
    assert bill["wait"]["why"] == "nobody_serves_it"


@in_virtual_time
async def test_an_open_counter_makes_a_range_of_it(tmp_path: Path):
    tested = await opened(tmp_path)
    await tested.hall.counters.open("1", "1001")
    wait = (await of(tested, "bill"))["wait"]
    assert wait["why"] == ""
    assert wait["high_min"] > wait["low_min"]


@in_virtual_time
async def test_a_service_that_was_taken_off_says_so_and_a_closed_hall_when_it_opens(tmp_path: Path):
    tested = await opened(tmp_path)
    await tested.hall.recorder.record(f.ServiceSwitched("bill", False, "3001", "no power"))
    assert (await of(tested, "bill"))["closed"] == "service_off"


@in_virtual_time
async def test_a_closed_hall_says_when_it_opens(tmp_path: Path):
    closed = await of(await opened(tmp_path, NIGHT), "bill")
    assert (closed["closed"], closed["wait"]) == ("hall_closed", None)
    assert closed["opens_at"].startswith("2026-03-03T08:30")


@in_virtual_time
async def test_what_was_looked_at_holds_for_a_moment_however_many_screens_ask(tmp_path: Path):
    tested = await opened(tmp_path)
    before = await tested.hall.offering.now()
    await tested.hall.tickets.issue("bill")
    assert await tested.hall.offering.now() is before
    tested.clock.pass_s(5)
    assert (await of(tested, "bill"))["waiting"] == 1
