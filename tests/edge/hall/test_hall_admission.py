"""Whether a ticket is given, as the hall stands: quotas, services that follow, those who booked."""

import dataclasses
from pathlib import Path

import pytest
from edgefakes import PLAN, SETTINGS, FakeClock, TestedHall, hall_on, restarted

from edge.domain import facts as f
from edge.domain.calendar import read_calendar
from edge.domain.plan import Quota
from edge.domain.refusals import QuotaUsedUpError, ServiceClosedError, ServiceOffError
from edge.hall.reserving import Wish

# A Monday in the morning; supply takes two visitors until half past ten, invoices are for Tuesdays.
MORNING = "2026-03-02T09:00"
LIMITED = dataclasses.replace(
    PLAN,
    services=tuple(
        {
            "supply": dataclasses.replace(service, quotas=(Quota("mon-fri 08:30-10:30", 2),)),
            "invoice": dataclasses.replace(service, hours=("tue 09:00-11:00",)),
        }.get(service.id, service)
        for service in PLAN.services
    ),
)
CALENDAR = read_calendar(LIMITED, ("mon-fri 08:30-17:30",), ())
OPEN = dataclasses.replace(SETTINGS, plan=LIMITED, calendar=CALENDAR)


async def opened(state: Path) -> TestedHall:
    return await hall_on(state, FakeClock(MORNING), OPEN)


async def test_a_quota_counts_those_who_took_a_ticket_in_its_hours(tmp_path: Path):
    tested = await opened(tmp_path)
    await tested.hall.tickets.issue("supply")
    await tested.hall.tickets.issue("bill")
    await tested.hall.tickets.issue("supply")
    with pytest.raises(QuotaUsedUpError):
        await tested.hall.tickets.issue("supply")


async def test_whoever_has_booked_needs_no_place_and_takes_none(tmp_path: Path):
    tested = await opened(tmp_path)
    booked = [Wish("supply", appointment=name) for name in ("B1", "B2", "B3")]
    await tested.hall.tickets.take(booked[0])
    await tested.hall.tickets.issue("supply")
    await tested.hall.tickets.take(booked[1])
    await tested.hall.tickets.issue("supply")
    with pytest.raises(QuotaUsedUpError):
        await tested.hall.tickets.issue("supply")
    assert (await tested.hall.tickets.take(booked[2])).status == 201


async def test_a_number_that_was_voided_gives_its_place_back(tmp_path: Path):
    tested = await opened(tmp_path)
    await tested.hall.tickets.issue("supply")
    await tested.hall.recorder.record(
        f.TicketReserved("lost", 1, "supply", "C002", 2, 0, "screen", 1)
    )
    tested = await restarted(tested, OPEN)
    assert tested.kinds()[-1] == "TicketVoided"
    assert (await tested.hall.tickets.issue("supply")).status == 201
    with pytest.raises(QuotaUsedUpError):
        await tested.hall.tickets.issue("supply")


async def test_nobody_gets_a_ticket_for_a_service_that_is_off_when_its_turn_comes(tmp_path: Path):
    tested = await opened(tmp_path)
    off = f.ServiceSwitched("supply", on=False, by="9001", reason="盘点")
    await tested.hall.recorder.record(off)
    seq = tested.hall.recorder.committed.seq
    with pytest.raises(ServiceOffError):
        await tested.hall.tickets.take(Wish("bill", then=("supply",)))
    assert tested.hall.recorder.working.seq == seq
    assert (await tested.hall.tickets.take(Wish("bill"))).status == 201


async def test_nobody_gets_a_ticket_for_a_service_that_is_closed_when_its_turn_comes(
    tmp_path: Path,
):
    tested = await opened(tmp_path)
    with pytest.raises(ServiceClosedError) as refused:
        await tested.hall.tickets.take(Wish("bill", then=("supply", "invoice")))
    assert refused.value.details["opens_at"] == "2026-03-03T09:00+08:00"


async def test_a_service_that_follows_takes_no_place_of_a_quota(tmp_path: Path):
    tested = await opened(tmp_path)
    for _ in range(3):
        assert (await tested.hall.tickets.take(Wish("bill", then=("supply",)))).status == 201
    assert (await tested.hall.tickets.issue("supply")).status == 201
