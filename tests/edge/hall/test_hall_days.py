"""Business days: opened by the hall's own hour, never under a visitor, never by a wrong clock."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from edgefakes import CARD, SETTINGS, FakeClock, TestedHall, hall_on, in_virtual_time

from edge.domain import facts as f


async def called(tested: TestedHall, counter: str = "1") -> str:
    await tested.hall.counters.open(counter, "1001")
    await tested.hall.tickets.issue("bill")
    return (await tested.hall.counters.next(counter, "1001")).body["visit"]


async def tick_at(tested: TestedHall, local: str) -> str:
    """Set the clock, tick, and return the business day."""
    tested.clock.set_local(local)
    await tested.hall.tick()
    return tested.hall.recorder.committed.day


@in_virtual_time
async def test_an_empty_journal_opens_its_first_day_at_once(tmp_path: Path):
    tested = await hall_on(tmp_path, FakeClock("2026-03-02T03:59"))
    (opened,) = [each.fact for each in tested.facts()]
    assert opened.day == "2026-03-01"
    assert opened.chain_at == 0


@in_virtual_time
async def test_a_day_begins_at_the_halls_hour_and_not_at_midnight(tmp_path: Path):
    tested = await hall_on(tmp_path)
    for local in ("2026-03-02T23:59", "2026-03-03T00:00", "2026-03-03T03:59:59"):
        assert await tick_at(tested, local) == "2026-03-02"
    assert await tick_at(tested, "2026-03-03T04:00") == "2026-03-03"


@in_virtual_time
async def test_midnight_never_touches_a_running_number(tmp_path: Path):
    tested = await hall_on(tmp_path, FakeClock("2026-03-02T23:59:59"))
    await tested.hall.tickets.issue("bill")
    await tick_at(tested, "2026-03-03T00:00:01")
    assert (await tested.hall.tickets.issue("bill")).body["ticket"] == "A002"


@in_virtual_time
async def test_numbers_begin_again_with_the_day_and_get_longer_past_999(tmp_path: Path):
    tested = await hall_on(tmp_path)
    numbers = [(await tested.hall.tickets.issue("bill")).body["ticket"] for _ in range(1001)]
    assert numbers[:2] == ["A001", "A002"]
    assert numbers[-3:] == ["A999", "A1000", "A1001"]
    await tick_at(tested, "2026-03-03T04:00")
    assert (await tested.hall.tickets.issue("bill")).body["ticket"] == "A001"


@pytest.mark.parametrize("started", [False, True])
def test_a_day_does_not_end_under_a_visitor_at_a_counter(tmp_path: Path, started: bool):
    @in_virtual_time
    async def at_four_in_the_morning():
        tested = await hall_on(tmp_path)
        tested.clock.set_local("2026-03-03T03:30")
        await called(tested)
        if started:
            await tested.hall.counters.start("1", "1001")
        assert await tick_at(tested, "2026-03-03T05:00") == "2026-03-02"
        if started:
            await tested.hall.counters.finish("1", "1001")
        else:
            await tested.hall.counters.no_show("1", "1001")
        assert await tick_at(tested, "2026-03-03T05:01") == "2026-03-03"

    at_four_in_the_morning()


@pytest.mark.parametrize("started", [False, True])
def test_a_visitor_whom_a_clerk_forgot_at_the_counter_does_not_keep_the_day_open(
    tmp_path: Path, started: bool
):
    @in_virtual_time
    async def in_the_morning():
        tested = await hall_on(tmp_path)
        visit = await called(tested)
        if started:
            await tested.hall.counters.start("1", "1001")
        assert await tick_at(tested, "2026-03-03T04:00") == "2026-03-03"
        facts = [each.fact for each in tested.facts()]
        assert f.TicketExpired(visit, 1) in facts
        assert f.CounterClosed("1", "1001") in facts

    in_the_morning()


@in_virtual_time
async def test_whoever_still_waits_expires_counters_close_and_the_count_is_checked(tmp_path: Path):
    tested = await hall_on(tmp_path)
    waiting = (await tested.hall.tickets.issue("bill")).body["visit"]
    await tested.hall.counters.open("3", "1003")
    before = len(tested.facts())
    await tick_at(tested, "2026-03-03T04:00")
    expired, closed, ended, opened = [each.fact for each in tested.facts()[before:]]
    assert expired == f.TicketExpired(waiting, 1)
    assert closed == f.CounterClosed("3", "1003")
    assert ended == f.DayClosed("hall", "2026-03-02", 1)
    assert (opened.day, opened.chain_at) == ("2026-03-03", before)
    assert tested.hall.views.visits() == []
    assert tested.hall.views.counters({})[2]["state"] == "closed"


@in_virtual_time
async def test_the_end_of_a_day_is_one_commit(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill")
    before = tested.committer.commits
    await tick_at(tested, "2026-03-03T04:00")
    assert tested.committer.commits == before + 1


@in_virtual_time
async def test_the_new_day_holds_the_chain_head_of_what_was_durable_before(tmp_path: Path):
    tested = await hall_on(tmp_path)
    seq, head = tested.hall.recorder.tip()
    await tick_at(tested, "2026-03-03T04:00")
    opened = tested.facts()[-1].fact
    assert (opened.chain_at, opened.chain) == (seq, head.hex())


@in_virtual_time
async def test_a_clock_that_is_surely_wrong_ends_no_day(tmp_path: Path):
    tested = await hall_on(tmp_path)
    tested.clock.trust = "unsynced"
    assert await tick_at(tested, "2026-03-09T04:00") == "2026-03-02"
    tested.clock.trust = "estimated"
    assert await tick_at(tested, "2026-03-09T04:00") == "2026-03-09"


@in_virtual_time
async def test_a_clock_that_is_set_back_ends_no_day_a_second_time(tmp_path: Path):
    tested = await hall_on(tmp_path)
    days = [
        await tick_at(tested, local)
        for local in ("2026-03-03T04:00", "2026-03-02T23:00", "2026-03-03T04:01")
    ]
    assert days == ["2026-03-03"] * 3
    assert tested.kinds().count("DayOpened") == 2


@in_virtual_time
async def test_a_hall_that_was_off_for_a_week_opens_one_day(tmp_path: Path):
    tested = await hall_on(tmp_path)
    assert await tick_at(tested, "2026-03-09T10:00") == "2026-03-09"
    assert tested.kinds().count("DayOpened") == 2


@pytest.mark.parametrize(
    ("zone", "utc", "day"),
    [
        ("Asia/Shanghai", "2026-03-02T19:59+00:00", "2026-03-02"),
        ("Asia/Shanghai", "2026-03-02T20:00+00:00", "2026-03-03"),
        ("Asia/Urumqi", "2026-03-02T21:59+00:00", "2026-03-02"),
        ("Asia/Urumqi", "2026-03-02T22:00+00:00", "2026-03-03"),
        # Clocks go forward from 02:00 to 03:00, so that 04:00 comes an hour earlier.
        ("Europe/Berlin", "2026-03-29T01:59+00:00", "2026-03-28"),
        ("Europe/Berlin", "2026-03-29T02:00+00:00", "2026-03-29"),
        # Clocks go back from 03:00 to 02:00, so that 04:00 comes an hour later.
        ("Europe/Berlin", "2026-10-25T02:59+00:00", "2026-10-24"),
        ("Europe/Berlin", "2026-10-25T03:00+00:00", "2026-10-25"),
    ],
)
def test_the_hour_is_that_of_the_halls_own_clock_on_the_wall(
    tmp_path: Path, zone: str, utc: str, day: str
):
    @in_virtual_time
    async def in_that_zone():
        tested = await hall_on(tmp_path, FakeClock("2026-01-01T12:00", zone))
        tested.clock.set_utc(dt.datetime.fromisoformat(utc))
        await tested.hall.tick()
        assert tested.hall.recorder.committed.day == day

    in_that_zone()


def test_an_hour_that_comes_twice_opens_one_day(tmp_path: Path):
    @in_virtual_time
    async def when_clocks_go_back():
        settings = replace(SETTINGS, day_starts_at_hour=2)
        clock = FakeClock("2026-10-24T12:00", "Europe/Berlin")
        tested = await hall_on(tmp_path, clock, settings)
        for minute in range(0, 240, 10):
            utc = dt.datetime(2026, 10, 24, 23, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)
            clock.set_utc(utc)
            await tested.hall.tick()
        opened = [each.fact.day for each in tested.facts() if each.fact.kind == "DayOpened"]
        assert opened == ["2026-10-24", "2026-10-25"]

    when_clocks_go_back()


@in_virtual_time
async def test_whoever_was_identified_is_forgotten_with_the_day(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await tested.hall.identity.identify("reader-1", CARD)
    await tested.hall.tickets.issue("bill", visit=visit)
    assert tested.committer.keys.visits() == [visit]
    await tick_at(tested, "2026-03-03T04:00")
    assert tested.committer.keys.visits() == []
