"""The paper roll: slips that visitors hold are tickets as any other, each number once."""

import dataclasses
from pathlib import Path

import pytest
from edgefakes import PLAN, SETTINGS, TestedHall, hall_on, in_virtual_time, restarted

from edge.domain.plan import NumberRange
from edge.domain.refusals import NumbersUsedUpError, TooManySlipsError, UnknownServiceError
from edge.hall.requests import Request

GUIDE = "8001"


async def handed_out(tested: TestedHall, upto: int, request: Request | None = None) -> list[str]:
    answer = await tested.hall.roll.handed_out("bill", upto, GUIDE, request)
    return list(answer.body["tickets"])


def next_slip(tested: TestedHall) -> str:
    (slip,) = [each for each in tested.hall.roll.next_slips() if each["service"] == "bill"]
    return str(slip["ticket"])


@in_virtual_time
async def test_every_slip_up_to_the_last_one_is_a_ticket_that_waits(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill")
    assert next_slip(tested) == "A002"
    assert await handed_out(tested, 4) == ["A002", "A003", "A004"]
    visits = tested.hall.views.visits()
    assert [visit["ticket"] for visit in visits] == ["A001", "A002", "A003", "A004"]
    assert [visit["legs"][0]["delivery"] for visit in visits[1:]] == ["roll"] * 3
    assert next_slip(tested) == "A005"


@in_virtual_time
async def test_those_with_slips_are_called_in_their_order(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await handed_out(tested, 2)
    await tested.hall.counters.open("1", "1001")
    for ticket in ("A001", "A002"):
        assert (await tested.hall.counters.next("1", "1001")).body["ticket"] == ticket
        await tested.hall.counters.no_show("1", "1001")


@in_virtual_time
async def test_what_has_been_noted_is_noted_once(tmp_path: Path):
    tested = await hall_on(tmp_path)
    request = Request("key", "roll")
    for _time in range(2):
        assert await handed_out(tested, 3, request) == ["A001", "A002", "A003"]
    assert await handed_out(tested, 2) == []
    again = await restarted(tested)
    assert await handed_out(again, 3, request) == ["A001", "A002", "A003"]
    assert again.kinds().count("TicketIssued") == 3


@in_virtual_time
async def test_a_slip_of_the_finger_fills_no_queue(tmp_path: Path):
    tested = await hall_on(tmp_path)
    with pytest.raises(TooManySlipsError, match="A001 comes next"):
        await handed_out(tested, 370)
    with pytest.raises(UnknownServiceError):
        await tested.hall.roll.handed_out("payment", 3, GUIDE)
    assert "TicketReserved" not in tested.kinds()


@in_virtual_time
async def test_no_slip_is_beyond_the_last_number_of_its_service(tmp_path: Path):
    bill = dataclasses.replace(PLAN.by_id["bill"], numbers=NumberRange(101, 103))
    services = tuple(bill if each.id == "bill" else each for each in PLAN.services)
    plan = dataclasses.replace(PLAN, services=services)
    tested = await hall_on(tmp_path, settings=dataclasses.replace(SETTINGS, plan=plan))
    with pytest.raises(NumbersUsedUpError):
        await handed_out(tested, 104)
    assert await handed_out(tested, 103) == ["A101", "A102", "A103"]
    assert next_slip(tested) == ""
    with pytest.raises(NumbersUsedUpError):
        await handed_out(tested, 104)
