"""Services and doors: put off and on with a name and a reason, without losing anybody."""

from pathlib import Path

import pytest
from edgefakes import in_virtual_time
from supervised import BOSS, CLERK, latest, power_cut, supervised

from edge.domain.refusals import RefusedError, UnknownServiceError
from edge.hall.requests import Request


@in_virtual_time
async def test_a_service_is_put_off_and_on_again_each_once(tmp_path: Path):
    tested = await supervised(tmp_path)
    switching = tested.hall.supervision.switching
    for _time in range(2):
        off = await switching.service("bill", False, BOSS, "system down")
    assert off.body == {"service": "bill", "on": False, "by": BOSS, "reason": "system down"}
    for _time in range(2):
        on = await switching.service("bill", True, BOSS, "")
    assert on.body["on"] is True
    assert tested.kinds().count("ServiceSwitched") == 2


@in_virtual_time
async def test_nobody_takes_a_ticket_for_what_is_off_and_whoever_waits_is_called(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.tickets.issue("bill")
    await tested.hall.supervision.switching.service("bill", False, BOSS, "")
    with pytest.raises(RefusedError):
        await tested.hall.tickets.issue("bill")
    await tested.hall.tickets.issue("invoice")
    await tested.hall.counters.open("1", CLERK)
    called = await tested.hall.counters.next("1", CLERK)
    assert called.body["ticket"] == "A001"


@in_virtual_time
async def test_a_group_of_services_is_put_off_with_all_that_is_in_it(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.supervision.switching.service("payment", False, BOSS, "")
    for service in ("bill", "invoice"):
        with pytest.raises(RefusedError):
            await tested.hall.tickets.issue(service)
    await tested.hall.tickets.issue("supply")


@in_virtual_time
async def test_behind_closed_doors_nobody_gets_a_ticket_and_whoever_waits_is_called(
    tmp_path: Path,
):
    tested = await supervised(tmp_path)
    await tested.hall.tickets.issue("bill")
    for _time in range(2):
        closed = await tested.hall.supervision.switching.doors(False, BOSS, "a power cut")
    assert closed.body == {"open": False, "by": BOSS, "reason": "a power cut"}
    with pytest.raises(RefusedError):
        await tested.hall.tickets.issue("bill")
    await tested.hall.counters.open("1", CLERK)
    assert (await tested.hall.counters.next("1", CLERK)).status == 200
    await tested.hall.supervision.switching.doors(True, BOSS, "")
    await tested.hall.tickets.issue("bill")
    assert tested.kinds().count("DoorsChanged") == 2


@in_virtual_time
async def test_what_was_put_off_is_off_after_a_power_cut(tmp_path: Path):
    tested = await supervised(tmp_path)
    request = Request("key", "doors")
    await tested.hall.supervision.switching.service("bill", False, BOSS, "")
    first = await tested.hall.supervision.switching.doors(False, BOSS, "", request)
    again = await power_cut(tested)
    for service in ("bill", "invoice"):
        with pytest.raises(RefusedError):
            await again.hall.tickets.issue(service)
    assert await again.hall.supervision.switching.doors(False, BOSS, "", request) == first


@in_virtual_time
async def test_a_service_there_is_not_cannot_be_switched(tmp_path: Path):
    tested = await supervised(tmp_path)
    with pytest.raises(UnknownServiceError):
        await tested.hall.supervision.switching.service("nothing", False, BOSS, "")


@in_virtual_time
async def test_a_service_that_is_off_stays_off_the_next_day_and_closed_doors_do_not(
    tmp_path: Path,
):
    tested = await supervised(tmp_path)
    await tested.hall.supervision.switching.service("bill", False, BOSS, "")
    await tested.hall.supervision.switching.doors(False, BOSS, "")
    tested.clock.set_local("2026-03-03T04:30")
    await tested.hall.tick()
    assert latest(tested, "DayOpened").day == "2026-03-03"
    with pytest.raises(RefusedError):
        await tested.hall.tickets.issue("bill")
    await tested.hall.tickets.issue("invoice")
