"""While a wait is estimated the hall goes on: what comes in between is as if it had come before."""

import asyncio
import dataclasses
from collections import Counter
from pathlib import Path

import pytest
from edgefakes import PLAN, SETTINGS, TestedHall, hall_on, in_virtual_time
from headquarters_of_tests import BOOKABLE, HEADQUARTERS

from edge.domain import facts as f
from edge.domain.plan import Quota
from edge.domain.refusals import (
    KeyReusedError,
    NotWaitingError,
    QuotaUsedUpError,
    UnknownVisitError,
)
from edge.hall.requests import Answer, Request
from edge.hall.reserving import Wish

CLERK = ("1", "1001")
KEY = Request("key-1", "a bill, please")
ONE_PLACE = dataclasses.replace(
    SETTINGS,
    plan=dataclasses.replace(
        PLAN,
        services=tuple(
            dataclasses.replace(each, quotas=(Quota("mon-sun 00:00-24:00", 1),))
            if each.id == "bill"
            else each
            for each in PLAN.services
        ),
    ),
)


async def open_hall(state: Path, waiting: int = 5, settings=SETTINGS) -> TestedHall:
    """Return a hall with a clerk, in which some wait."""
    tested = await hall_on(state, settings=settings)
    await tested.hall.counters.open(*CLERK)
    for _ in range(waiting):
        await tested.hall.tickets.issue("bill")
    return tested


def pressed(tested: TestedHall, delivery: str = "screen", request: Request | None = None):
    """Begin to take a ticket whose wait takes a while to find out."""
    return asyncio.ensure_future(tested.hall.tickets.take(Wish("bill", delivery=delivery), request))


async def under_way() -> None:
    """Let an estimate that was begun get as far as its second slice."""
    for _ in range(2):
        await asyncio.sleep(0)


def told(tested: TestedHall) -> Counter[str]:
    return Counter(each.fact.subject for each in tested.facts() if each.fact.kind == "EstimateTold")


# --- nobody waits for it but who asked ---


@in_virtual_time
async def test_others_have_their_turn_between_the_slices(tmp_path: Path):
    tested = await open_hall(tmp_path)
    ticket = pressed(tested)
    await under_way()
    called = await tested.hall.counters.next(*CLERK)
    assert called.body["ticket"] == "A001"
    assert not ticket.done()
    assert (await ticket).body["ticket"] == "A006"


@in_virtual_time
async def test_whoever_wants_no_estimate_overtakes_who_does(tmp_path: Path):
    tested = await open_hall(tmp_path)
    ticket = pressed(tested)
    await under_way()
    assert (await tested.hall.tickets.issue("bill")).body["ticket"] == "A006"
    assert (await ticket).body["ticket"] == "A007"


# --- one key, one ticket ---


@in_virtual_time
@pytest.mark.parametrize("delivery", ["screen", "paper"])
async def test_two_presses_with_one_key_between_the_slices_give_one_ticket(
    tmp_path: Path, delivery: str
):
    tested = await open_hall(tmp_path)
    first = pressed(tested, delivery, KEY)
    await under_way()
    second = pressed(tested, delivery, KEY)
    await under_way()
    answers = await asyncio.gather(first, pressed(tested, delivery, KEY), second)
    assert {answer.body["ticket"] for answer in answers} == {"A006"}
    assert answers[0] == answers[1] == answers[2]
    assert tested.kinds().count("TicketReserved") == 6
    assert set(told(tested).values()) == {1}
    assert (await tested.hall.tickets.issue("bill")).body["ticket"] == "A007"


@in_virtual_time
async def test_presses_with_keys_of_their_own_take_numbers_without_a_gap(tmp_path: Path):
    tested = await open_hall(tmp_path, waiting=0)
    presses = [pressed(tested, request=Request(f"key-{n}", "bill")) for n in range(9)]
    tickets = {answer.body["ticket"] for answer in await asyncio.gather(*presses)}
    assert tickets == {f"A00{n}" for n in range(1, 10)}


@in_virtual_time
async def test_the_key_of_another_request_that_came_meanwhile_is_refused(tmp_path: Path):
    tested = await open_hall(tmp_path)
    ticket = pressed(tested, request=KEY)
    await under_way()
    await tested.hall.counters.next(*CLERK, Request(KEY.key, "the next, please"))
    with pytest.raises(KeyReusedError):
        await ticket


# --- what was true before need not be true now ---


@in_virtual_time
async def test_the_last_place_of_a_quota_is_given_once(tmp_path: Path):
    tested = await open_hall(tmp_path, waiting=0, settings=ONE_PLACE)
    first, second = pressed(tested), pressed(tested)
    ended = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(each) for each in ended] == [Answer, QuotaUsedUpError]
    assert tested.kinds().count("TicketReserved") == 1


@in_virtual_time
async def test_who_walks_away_meanwhile_gets_no_ticket(tmp_path: Path):
    tested = await open_hall(tmp_path)
    await tested.hall.recorder.record(f.VisitIdentified("person", "reader-1", "citizen", "adult"))
    wish = Wish("bill", delivery="screen", visit="person")
    ticket = asyncio.ensure_future(tested.hall.tickets.take(wish))
    await under_way()
    await tested.hall.identity.abandon("person")
    with pytest.raises(UnknownVisitError):
        await ticket
    assert tested.kinds().count("TicketReserved") == 5


@in_virtual_time
async def test_an_appointment_that_two_screens_show_at_once_is_one_ticket(tmp_path: Path):
    tested = await open_hall(tmp_path, waiting=0, settings=BOOKABLE)
    await tested.hall.tick()
    await HEADQUARTERS.ask(tested, HEADQUARTERS.booking())
    tested.clock.set_local("2026-03-02T09:20")

    async def shown(key: str) -> Answer:
        return await tested.hall.tickets.check_in(
            lambda: tested.hall.appointments.check_in_by_staff("A-00001"),
            "screen",
            request=Request(key, "A-00001"),
        )

    first, second = await asyncio.gather(shown("key-1"), shown("key-2"))
    assert first == second
    assert tested.kinds().count("AppointmentKept") == 1
    assert tested.kinds().count("TicketReserved") == 1


# --- whoever asks again how long ---


@in_virtual_time
async def test_two_who_ask_at_once_about_one_ticket_hear_the_same(tmp_path: Path):
    tested = await open_hall(tmp_path)
    visit = (await tested.hall.tickets.issue("bill")).body["visit"]
    tell = tested.hall.estimates.tell
    first, second = await asyncio.gather(tell(visit, "mobile"), tell(visit, "screen"))
    assert first == second
    assert told(tested) == {visit: 1}


@in_virtual_time
async def test_who_is_called_while_asking_how_long_is_told_so(tmp_path: Path):
    tested = await open_hall(tmp_path, waiting=0)
    visit = (await tested.hall.tickets.issue("bill")).body["visit"]
    asked = asyncio.ensure_future(tested.hall.estimates.tell(visit, "mobile"))
    await under_way()
    await tested.hall.counters.next(*CLERK)
    with pytest.raises(NotWaitingError):
        await asked
    assert not told(tested)


@in_virtual_time
async def test_the_same_hall_says_the_same(tmp_path: Path):
    tested = await open_hall(tmp_path)
    visit = (await tested.hall.tickets.issue("bill")).body["visit"]
    estimates = tested.hall.estimates
    assert await estimates.of(visit) == await estimates.of(visit)
