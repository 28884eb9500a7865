"""Who a visitor is: masked to whoever serves, unmasked on the record, and to nobody else."""

from pathlib import Path
from typing import Any

import pytest
from edgefakes import CARD, TestedHall, hall_on, in_virtual_time
from headquarters_of_tests import HEADQUARTERS, PERSON, at, bookable
from supervised import BOSS, CLERK, OTHER, power_cut, supervised

from drivers.contract import PurchaseCard
from edge.domain.facts import IdentityRevealed
from edge.domain.refusals import (
    CounterClosedError,
    CounterTakenError,
    NotAtCounterError,
    NotIdentifiedError,
    OutOfServiceError,
    SealedForGoodError,
    UnknownCounterError,
    UnknownVisitError,
)

WHY = "find_account"


async def called(tested: TestedHall, visit: str | None = None) -> str:
    """Have somebody called to counter 1; return the visit."""
    taken = await tested.hall.tickets.issue("bill", visit=visit)
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.counters.next("1", CLERK)
    return str(taken.body["visit"])


async def called_with_a_card(tested: TestedHall) -> str:
    return await called(tested, await tested.hall.identity.identify("reader-1", CARD))


async def seen(tested: TestedHall, counter: str = "1", staff: str = CLERK) -> dict[str, Any]:
    visitor = await tested.hall.persons.at(counter, staff)
    assert visitor is not None
    return visitor


def revealed(tested: TestedHall) -> list[IdentityRevealed]:
    return [each.fact for each in tested.facts() if isinstance(each.fact, IdentityRevealed)]


# --- masked ---


@in_virtual_time
async def test_whoever_serves_sees_a_masked_name_and_what_was_shown(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await called_with_a_card(tested)
    assert await seen(tested) == {
        "visit": visit,
        "name": "张**",
        "document": "citizen",
        "age_band": "18_59",
        "known": True,
        "account": "",
        "checked": False,
        "notes": [],
    }


@in_virtual_time
async def test_the_masked_name_is_there_after_a_power_cut_and_gone_with_its_key(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await called_with_a_card(tested)
    tested = await power_cut(tested)
    assert (await seen(tested))["name"] == "张**"
    tested.committer.keys.drop([visit])
    assert (await seen(tested))["name"] == ""


@in_virtual_time
async def test_a_purchase_card_tells_the_account_and_no_name(tmp_path: Path):
    tested = await supervised(tmp_path)
    card = PurchaseCard("3301-0042", "M-7")
    visit = await tested.hall.identity.identify_by_purchase_card("reader-1", card)
    await called(tested, visit)
    visitor = await seen(tested)
    assert (visitor["account"], visitor["name"]) == ("3301-0042", "")


@in_virtual_time
async def test_documents_that_were_looked_through_are_told_apart_from_those_that_were_not(
    tmp_path: Path,
):
    tested = await supervised(tmp_path)
    visit = str((await tested.hall.tickets.issue("bill")).body["visit"])
    await tested.hall.reception.check_documents(visit, [], "8001")
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.counters.next("1", CLERK)
    assert (await seen(tested))["checked"] is True


@in_virtual_time
async def test_only_who_sits_there_and_who_runs_the_hall_see_the_visitor(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await called_with_a_card(tested)
    assert (await seen(tested, staff=BOSS))["visit"] == visit
    with pytest.raises(CounterTakenError):
        await tested.hall.persons.at("1", OTHER)
    with pytest.raises(CounterClosedError):
        await tested.hall.persons.at("2", CLERK)
    with pytest.raises(UnknownCounterError):
        await tested.hall.persons.at("9", CLERK)


@in_virtual_time
async def test_at_a_free_counter_there_is_nobody(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.counters.open("1", CLERK)
    assert await tested.hall.persons.at("1", CLERK) is None


# --- unmasked ---


@in_virtual_time
async def test_it_is_on_record_who_saw_it_and_why_before_it_is_shown(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await called_with_a_card(tested)
    shown = await tested.hall.persons.reveal(visit, CLERK, WHY)
    assert (shown["name"], shown["number"]) == (CARD.name, CARD.number)
    assert revealed(tested) == [IdentityRevealed(visit, CLERK, WHY)]
    tested.committer.refuses = True
    with pytest.raises(OutOfServiceError):
        await tested.hall.persons.reveal(visit, CLERK, WHY)
    tested.committer.refuses = False


@in_virtual_time
async def test_every_showing_is_on_record(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await called_with_a_card(tested)
    for _time in range(2):
        await tested.hall.persons.reveal(visit, CLERK, WHY)
    assert len(revealed(tested)) == 2


@in_virtual_time
async def test_only_at_the_own_counter_but_for_whoever_runs_the_hall(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await called_with_a_card(tested)
    with pytest.raises(NotAtCounterError):
        await tested.hall.persons.reveal(visit, OTHER, WHY)
    await tested.hall.persons.reveal(visit, BOSS, WHY)
    await tested.hall.counters.no_show("1", CLERK)
    with pytest.raises(NotAtCounterError):
        await tested.hall.persons.reveal(visit, CLERK, WHY)
    assert [each.by for each in revealed(tested)] == [BOSS]


@in_virtual_time
async def test_whoever_left_a_mobile_number_can_be_reached_on_the_record(tmp_path: Path):
    tested = await supervised(tmp_path)
    use = tested.hall.identity
    visit = await called(tested, await use.identify_by_number("t", "13812345678", "phone"))
    here = await seen(tested)
    assert (here["document"], here["known"], here["name"]) == ("typed_phone", True, "")
    shown = await tested.hall.persons.reveal(visit, CLERK, "reach_visitor")
    assert shown["number"] == "13812345678"
    assert revealed(tested) == [IdentityRevealed(visit, CLERK, "reach_visitor")]


@in_virtual_time
async def test_whoever_typed_their_account_is_served_with_it(tmp_path: Path):
    tested = await supervised(tmp_path)
    use = tested.hall.identity
    await called(tested, await use.identify_by_number("t", "3100123456", "account"))
    here = await seen(tested)
    assert (here["account"], here["known"]) == ("3100123456", False)


@in_virtual_time
async def test_of_who_showed_nothing_there_is_nothing_to_reveal(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await called(tested)
    with pytest.raises(NotIdentifiedError):
        await tested.hall.persons.reveal(visit, CLERK, WHY)
    with pytest.raises(UnknownVisitError):
        await tested.hall.persons.reveal("NOBODY", CLERK, WHY)
    assert revealed(tested) == []


@in_virtual_time
async def test_what_cannot_be_opened_any_more_says_so_and_nobody_was_shown_anything(
    tmp_path: Path,
):
    tested = await supervised(tmp_path)
    visit = await called_with_a_card(tested)
    tested.committer.keys.drop([visit])
    with pytest.raises(SealedForGoodError):
        await tested.hall.persons.reveal(visit, CLERK, WHY)
    assert revealed(tested) == []


@in_virtual_time
async def test_who_came_with_an_appointment_of_days_ago_is_known_by_who_booked_it(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=bookable(days_ahead=2))
    await tested.hall.tick()
    due, lasts = "2026-03-04T09:30", at("2026-03-04T18:00")
    booking = HEADQUARTERS.booking("A-00001", due, person=PERSON, expires=lasts)
    await HEADQUARTERS.ask(tested, booking)
    for day in ("2026-03-03T04:30", "2026-03-04T04:30", "2026-03-04T09:20"):
        tested.clock.set_local(day)
        await tested.hall.tick()
    use = tested.hall.appointments
    taken = await tested.hall.tickets.check_in(lambda: use.check_in_by_staff("A-00001"))
    await tested.hall.counters.open("1", CLERK)
    tested.clock.set_local("2026-03-04T09:30")
    await tested.hall.counters.next("1", CLERK)
    assert (await seen(tested))["name"] == "李*"
    shown = await tested.hall.persons.reveal(str(taken.body["visit"]), CLERK, WHY)
    assert (shown["name"], shown["number"]) == (PERSON["name"], PERSON["number"])
