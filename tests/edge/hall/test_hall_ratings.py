"""Ratings: bound to whoever was served there last, for a while, once."""

from pathlib import Path

import pytest
from edgefakes import TestedHall, hall_on, in_virtual_time

from edge.domain.refusals import AlreadyRatedError, NotRatableError, UnknownVisitError


async def served(tested: TestedHall, counter: str = "1", *, finish: bool = True) -> str:
    """Take a ticket, call it and serve it; return the visit."""
    counters = tested.hall.counters
    await tested.hall.tickets.issue("bill")
    await counters.open(counter, "1001")
    visit = (await counters.next(counter, "1001")).body["visit"]
    await counters.start(counter, "1001")
    if finish:
        await counters.finish(counter, "1001")
    return visit


def grade(tested: TestedHall, visit: str) -> int | None:
    return tested.hall.recorder.committed.visits[visit].grade


@in_virtual_time
async def test_a_key_during_the_service_rates_that_visit(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await served(tested, finish=False)
    assert await tested.hall.ratings.rate_at_counter("1", 0, 5) == visit
    assert grade(tested, visit) == 5


@in_virtual_time
async def test_a_key_after_the_service_rates_the_visit_that_ended_there(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await served(tested)
    await tested.hall.tickets.issue("bill")
    await tested.hall.counters.next("1", "1001")
    tested.clock.pass_s(120)
    assert await tested.hall.ratings.rate_at_counter("1", 1, 4) == visit


@in_virtual_time
async def test_once_the_next_visitor_is_served_a_key_is_theirs(tmp_path: Path):
    tested = await hall_on(tmp_path)
    first = await served(tested)
    second = await served(tested, finish=False)
    assert await tested.hall.ratings.rate_at_counter("1", 1, 4) == second
    assert grade(tested, first) is None


@in_virtual_time
async def test_a_visitor_may_still_press_when_the_clerk_has_closed_the_counter(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await served(tested)
    await tested.hall.counters.close("1", "1001")
    assert await tested.hall.ratings.rate_at_counter("1", 0, 5) == visit


@in_virtual_time
async def test_a_new_clerk_is_not_rated_for_the_last_ones_visitor(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await served(tested)
    await tested.hall.counters.close("1", "1001")
    await tested.hall.counters.open("1", "1002")
    assert await tested.hall.ratings.rate_at_counter("1", 0, 5) == ""


@in_virtual_time
async def test_after_the_window_a_key_rates_nobody(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await served(tested)
    tested.clock.pass_s(121)
    assert await tested.hall.ratings.rate_at_counter("1", 0, 5) == ""
    assert grade(tested, visit) is None
    assert tested.facts()[-1].fact.reason == "no_visit"


@in_virtual_time
async def test_a_visitor_who_did_not_come_cannot_be_rated_for(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill")
    await tested.hall.counters.open("1", "1001")
    await tested.hall.counters.next("1", "1001")
    await tested.hall.counters.no_show("1", "1001")
    assert await tested.hall.ratings.rate_at_counter("1", 0, 5) == ""


@in_virtual_time
async def test_the_first_key_counts_and_the_second_changes_nothing(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await served(tested)
    await tested.hall.ratings.rate_at_counter("1", 0, 5)
    assert await tested.hall.ratings.rate_at_counter("1", 3, 2) == ""
    assert grade(tested, visit) == 5
    assert tested.facts()[-1].fact.reason == "rated_already"


@in_virtual_time
async def test_a_key_without_a_grade_is_named_as_what_it_is(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await served(tested)
    assert await tested.hall.ratings.rate_at_counter("1", 9, None) == ""
    assert grade(tested, visit) is None
    assert tested.facts()[-1].fact.reason == "unknown_key"


@in_virtual_time
async def test_a_child_at_the_evaluator_fills_one_fact_a_minute_and_counter(tmp_path: Path):
    tested = await hall_on(tmp_path)
    for _ in range(100):
        await tested.hall.ratings.rate_at_counter("1", 0, 5)
        tested.clock.pass_s(1)
    await tested.hall.ratings.rate_at_counter("2", 0, 5)
    ignored = [each.fact.subject for each in tested.facts() if each.fact.kind == "RatingIgnored"]
    assert ignored == ["1", "1", "2"]


# --- by screen or phone ---


@in_virtual_time
async def test_the_same_grade_again_is_fine_and_another_is_refused(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await served(tested)
    first = await tested.hall.ratings.rate(visit, 4, "screen")
    assert await tested.hall.ratings.rate(visit, 4, "screen") == first
    with pytest.raises(AlreadyRatedError, match="rated 4"):
        await tested.hall.ratings.rate(visit, 5, "screen")


@in_virtual_time
async def test_a_visit_that_waits_or_does_not_exist_cannot_be_rated(tmp_path: Path):
    tested = await hall_on(tmp_path)
    waiting = (await tested.hall.tickets.issue("bill")).body["visit"]
    with pytest.raises(NotRatableError):
        await tested.hall.ratings.rate(waiting, 4, "screen")
    with pytest.raises(UnknownVisitError):
        await tested.hall.ratings.rate("nobody", 4, "screen")
