"""Visitors who are sent elsewhere: counted, and nobody waits for them any more."""

from pathlib import Path

import pytest
from edgefakes import in_virtual_time
from supervised import CLERK, GUIDE, latest, supervised

from edge.domain.leg import LegState
from edge.domain.refusals import NotWaitingError, UnknownServiceError, UnknownVisitError
from edge.hall.requests import Request


@in_virtual_time
async def test_whoever_is_sent_elsewhere_waits_no_more_and_it_is_noted_by_whom(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = str((await tested.hall.tickets.issue("bill")).body["visit"])
    request = Request("key", "divert")
    for _time in range(2):
        await tested.hall.supervision.diverting.from_queue(visit, "self_service", GUIDE, request)
    state = tested.hall.recorder.committed
    assert state.visits[visit].state is LegState.CANCELLED
    assert not state.queue.lane_of
    assert latest(tested, "VisitorDiverted").body() == {"to": "self_service", "by": GUIDE}
    assert tested.kinds().count("VisitorDiverted") == 1


@in_virtual_time
async def test_whoever_comes_for_nothing_but_a_bill_needs_no_ticket_to_be_counted(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.supervision.diverting.from_door("bill", "online", GUIDE)
    assert latest(tested, "VisitorDiverted").subject == "bill"
    with pytest.raises(UnknownServiceError):
        await tested.hall.supervision.diverting.from_door("gas", "online", GUIDE)


@in_virtual_time
async def test_nobody_is_sent_away_from_a_counter(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = str((await tested.hall.tickets.issue("bill")).body["visit"])
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.counters.next("1", CLERK)
    with pytest.raises(NotWaitingError):
        await tested.hall.supervision.diverting.from_queue(visit, "online", GUIDE)
    with pytest.raises(UnknownVisitError):
        await tested.hall.supervision.diverting.from_queue("V-0", "online", GUIDE)
