"""Calls for help: from a counter or a screen, accepted by one, ended, never lost."""

from pathlib import Path

import pytest
from edgefakes import TestedHall, in_virtual_time
from supervised import BOSS, CLERK, GUIDE, latest, power_cut, supervised

from edge.domain.refusals import UnknownCounterError
from edge.hall.requests import Request
from edge.hall.supervision.refusals import HelpAcceptedError, NoHelpCalledError


def standing(tested: TestedHall) -> list[tuple[str, str, str]]:
    calls = tested.hall.supervision.help.standing()
    return [(each["place"], each["urgency"], each["accepted_by"]) for each in calls]


@in_virtual_time
async def test_a_clerk_calls_somebody_comes_and_it_is_over(tmp_path: Path):
    tested = await supervised(tmp_path)
    help_ = tested.hall.supervision.help
    await help_.call_from_counter("1", "emergency", CLERK)
    assert standing(tested) == [("1", "emergency", "")]
    await help_.accept("1", BOSS)
    assert standing(tested) == [("1", "emergency", BOSS)]
    await help_.end("1", CLERK)
    assert standing(tested) == []
    kinds = ("HelpCalled", "HelpAccepted", "HelpEnded")
    assert [latest(tested, kind).by for kind in kinds] == [CLERK, BOSS, CLERK]


@in_virtual_time
async def test_a_screen_says_at_which_stage_its_visitor_is_stuck(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.supervision.help.call_from_screen("ticket-1", "stuck", "identify")
    (call,) = tested.hall.supervision.help.standing()
    assert (call["by"], call["about"]) == ("", "identify")


@in_virtual_time
async def test_called_once_more_it_is_the_same_call_unless_it_is_more_urgent(tmp_path: Path):
    tested = await supervised(tmp_path)
    help_ = tested.hall.supervision.help
    await help_.call_from_counter("1", "help", CLERK)
    await help_.accept("1", GUIDE)
    await help_.call_from_counter("1", "help", CLERK)
    assert standing(tested) == [("1", "help", GUIDE)]
    await help_.call_from_counter("1", "emergency", CLERK)
    assert standing(tested) == [("1", "emergency", "")]
    await help_.call_from_counter("1", "help", CLERK)
    assert tested.kinds().count("HelpCalled") == 2


@in_virtual_time
async def test_whoever_has_left_ends_no_call_of_the_next_visitor(tmp_path: Path):
    tested = await supervised(tmp_path)
    help_ = tested.hall.supervision.help
    await help_.call_from_screen("ticket-1", "help", "choosing", "stay-a")
    await help_.accept("ticket-1", GUIDE)
    await help_.call_from_screen("ticket-1", "help", "typing", "stay-b")
    await help_.call_from_screen("ticket-1", "help", "typing", "stay-b")
    assert tested.kinds().count("HelpCalled") == 2
    with pytest.raises(NoHelpCalledError):
        await help_.end("ticket-1", "", "stay-a")
    # Whoever was on the way to one of them comes to the other.
    assert standing(tested) == [("ticket-1", "help", GUIDE)]
    await help_.end("ticket-1", "", "stay-b")
    assert standing(tested) == []


@in_virtual_time
async def test_a_visitor_takes_no_call_of_staff_over(tmp_path: Path):
    tested = await supervised(tmp_path)
    help_ = tested.hall.supervision.help
    await help_.call_from_counter("1", "help", CLERK)
    await help_.call_from_screen("1", "help", "rating", "stay-a")
    assert help_.caller("1") == CLERK


@in_virtual_time
async def test_only_one_is_on_the_way(tmp_path: Path):
    tested = await supervised(tmp_path)
    help_ = tested.hall.supervision.help
    await help_.call_from_counter("1", "help", CLERK)
    await help_.accept("1", GUIDE)
    await help_.accept("1", GUIDE)
    with pytest.raises(HelpAcceptedError, match=GUIDE) as refused:
        await help_.accept("1", BOSS)
    assert refused.value.details == {"accepted_by": GUIDE}
    assert tested.kinds().count("HelpAccepted") == 1


@in_virtual_time
async def test_where_nobody_calls_nothing_is_accepted_or_ended(tmp_path: Path):
    tested = await supervised(tmp_path)
    help_ = tested.hall.supervision.help
    for asked in (help_.accept("1", BOSS), help_.end("1", BOSS)):
        with pytest.raises(NoHelpCalledError):
            await asked
    with pytest.raises(UnknownCounterError):
        await help_.call_from_counter("99", "help", CLERK)


@in_virtual_time
async def test_a_call_is_not_lost_in_a_power_cut_and_its_key_stays_its_own(tmp_path: Path):
    tested = await supervised(tmp_path)
    request = Request("key", "help")
    first = await tested.hall.supervision.help.call_from_counter("1", "help", CLERK, request)
    again = await power_cut(tested)
    assert standing(again) == [("1", "help", "")]
    assert await again.hall.supervision.help.call_from_counter("1", "help", CLERK, request) == first
