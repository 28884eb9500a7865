"""Power, people passing, contacts, cards that fail: facts, once each."""

from pathlib import Path

import pytest
from edgefakes import hall_on, in_virtual_time, restarted

from drivers.contract import CardTrouble, PowerState
from edge.domain.refusals import PowerLowError

ON_MAINS = PowerState(on_battery=False, low=False, charge_percent=100)
ON_BATTERY = PowerState(on_battery=True, low=False, charge_percent=80)
NEARLY_EMPTY = PowerState(on_battery=True, low=True, charge_percent=9)


@in_virtual_time
async def test_the_mains_going_and_coming_back_is_two_facts(tmp_path: Path):
    tested = await hall_on(tmp_path)
    for power in (ON_MAINS, ON_MAINS, ON_BATTERY, ON_BATTERY, ON_MAINS, ON_MAINS):
        await tested.hall.surroundings.power("ups-1", power)
    assert tested.kinds().count("PowerChanged") == 2


@in_virtual_time
async def test_the_board_says_what_the_hall_runs_on(tmp_path: Path):
    tested = await hall_on(tmp_path)
    assert tested.hall.views.board()["power"] == "mains"
    await tested.hall.surroundings.power("ups-1", ON_BATTERY)
    assert tested.hall.views.board()["power"] == "battery"
    again = await restarted(tested)
    assert again.hall.views.board()["power"] == "battery"


@in_virtual_time
async def test_on_a_nearly_empty_battery_nobody_comes_in_and_those_inside_are_served(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill")
    await tested.hall.surroundings.power("ups-1", NEARLY_EMPTY)
    with pytest.raises(PowerLowError):
        await tested.hall.tickets.issue("bill")
    await tested.hall.counters.open("1", "1001")
    assert (await tested.hall.counters.next("1", "1001")).body["ticket"] == "A001"
    await tested.hall.surroundings.power("ups-1", ON_MAINS)
    assert (await tested.hall.tickets.issue("bill")).body["ticket"] == "A002"


@in_virtual_time
async def test_a_battery_that_is_charging_again_is_no_reason_to_close(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.surroundings.power("ups-1", NEARLY_EMPTY)
    charging = PowerState(on_battery=False, low=True, charge_percent=12)
    await tested.hall.surroundings.power("ups-1", charging)
    assert tested.hall.recorder.committed.mains == "mains"
    assert (await tested.hall.tickets.issue("bill")).body["ticket"] == "A001"


@in_virtual_time
async def test_after_a_restart_a_nearly_empty_battery_is_believed_only_when_it_is_said_again(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    await tested.hall.surroundings.power("ups-1", NEARLY_EMPTY)
    again = await restarted(tested)
    await again.hall.surroundings.start({"ups-1"})
    assert again.hall.recorder.committed.mains == "battery"
    assert (await again.hall.tickets.issue("bill")).body["ticket"] == "A001"
    await again.hall.surroundings.power("ups-1", NEARLY_EMPTY)
    assert again.hall.recorder.committed.mains == "low"


@in_virtual_time
async def test_a_new_day_begins_with_the_power_as_it_was(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.surroundings.power("ups-1", ON_BATTERY)
    tested.clock.set_local("2026-03-03T04:30")
    await tested.hall.tick()
    assert tested.hall.recorder.committed.day == "2026-03-03"
    assert tested.hall.recorder.committed.mains == "battery"


@in_virtual_time
async def test_people_contacts_and_failed_cards_are_noted_with_where_they_were(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.surroundings.people("gate-1", "1", 3)
    await tested.hall.surroundings.people("gate-1", "1", 0)
    await tested.hall.surroundings.contact("relay-1", "2", True)
    await tested.hall.surroundings.card_not_read("reader-1", CardTrouble.LEFT)
    noted = [(each.fact.kind, each.fact.subject) for each in tested.facts()[-3:]]
    assert noted == [
        ("PeopleCounted", "gate-1"),
        ("InputChanged", "relay-1"),
        ("CardNotRead", "reader-1"),
    ]


@in_virtual_time
async def test_a_ups_that_the_hall_no_longer_has_closes_nothing(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.surroundings.power("ups-1", NEARLY_EMPTY)
    await tested.hall.surroundings.power("ups-2", ON_BATTERY)
    again = await restarted(tested)
    await again.hall.surroundings.start({"ups-2"})
    assert again.hall.recorder.committed.mains == "battery"
    assert (await again.hall.tickets.issue("bill")).body["ticket"] == "A001"
    known = again.kinds()
    await again.hall.surroundings.start({"ups-2"})
    assert again.kinds() == known
