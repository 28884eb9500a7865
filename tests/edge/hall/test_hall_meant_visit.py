"""A press that names the visit it is meant for never falls on another."""

from pathlib import Path

import pytest
from edgefakes import hall_on, in_virtual_time

from edge.domain.refusals import AnotherVisitError


@in_virtual_time
async def test_a_no_show_meant_for_one_visit_does_not_hit_the_next(tmp_path: Path):
    tested = await hall_on(tmp_path)
    hall = tested.hall
    first = (await hall.tickets.issue("bill")).body["visit"]
    second = (await hall.tickets.issue("bill")).body["visit"]
    await hall.counters.open("1", "1001")
    await hall.counters.next("1", "1001")
    await hall.counters.no_show("1", "1001", meant=first)
    await hall.counters.next("1", "1001")
    for verb in (hall.counters.no_show, hall.counters.start, hall.counters.recall):
        with pytest.raises(AnotherVisitError):
            await verb("1", "1001", meant=first)
    assert hall.views.visit(second)["state"] == "called"
    assert (await hall.counters.start("1", "1001", meant=second)).body["state"] == "serving"
