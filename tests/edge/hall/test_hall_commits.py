"""Deciding during a commit, and commits that fail: nobody sees what is not durable."""

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest
from edgefakes import TestedHall, hall_on, in_virtual_time, restarted

from drivers.contract import Health
from edge.domain import facts as f
from edge.domain.refusals import OutOfServiceError
from edge.domain.state import HallState
from edge.hall.recorder import UnfoldableError, fold
from edge.hall.requests import Request


def task(coroutine) -> asyncio.Task:
    return asyncio.create_task(coroutine)


async def a_few_turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


# --- while a commit is under way ---


@in_virtual_time
async def test_a_command_decides_on_what_another_is_just_committing(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open("1", "1001")
    tested.committer.hold()
    issue = task(tested.hall.tickets.issue("bill"))
    await a_few_turns()
    call = task(tested.hall.counters.next("1", "1001"))
    await a_few_turns()
    assert not issue.done() and not call.done()
    tested.committer.release()
    assert (await call).body["visit"] == (await issue).body["visit"]


@in_virtual_time
async def test_two_counters_that_call_during_one_commit_call_two_tickets(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open("1", "1001")
    await tested.hall.counters.open("2", "1002")
    await tested.hall.tickets.issue("bill")
    await tested.hall.tickets.issue("bill")
    tested.committer.hold()
    calls = [
        task(tested.hall.counters.next("1", "1001")),
        task(tested.hall.counters.next("2", "1002")),
    ]
    await a_few_turns()
    tested.committer.release()
    assert [(await call).body["ticket"] for call in calls] == ["A001", "A002"]


@in_virtual_time
async def test_nobody_sees_a_fact_before_it_is_durable(tmp_path: Path):
    tested = await hall_on(tmp_path)
    heard: list[int] = []
    tested.hall.recorder.subscribe(lambda recorded: heard.append(recorded.seq))
    before = tested.hall.views.board()
    tested.committer.hold()
    issue = task(tested.hall.tickets.issue("bill"))
    await a_few_turns()
    assert tested.hall.views.board() == before
    assert (tested.hall.views.visits(), heard) == ([], [])
    tested.committer.release()
    assert tested.hall.views.board()["waiting"][0]["count"] == 1
    assert not issue.done()
    assert heard == [2, 3]
    await issue


@in_virtual_time
async def test_an_answer_that_changes_nothing_also_waits_for_what_it_rests_on(tmp_path: Path):
    tested = await hall_on(tmp_path)
    tested.committer.hold()
    first = task(tested.hall.counters.open("1", "1001"))
    await a_few_turns()
    again = task(tested.hall.counters.open("1", "1001"))
    await a_few_turns()
    assert not again.done()
    tested.committer.release()
    assert await first == await again


@in_virtual_time
async def test_a_request_repeated_during_its_commit_is_answered_once_durable(tmp_path: Path):
    tested = await hall_on(tmp_path)
    request = Request("key-1", "open 1")
    tested.committer.hold()
    first = task(tested.hall.counters.open("1", "1001", request))
    await a_few_turns()
    again = task(tested.hall.counters.open("1", "1001", request))
    await a_few_turns()
    assert not again.done()
    tested.committer.release()
    assert await first == await again
    assert tested.kinds().count("CounterOpened") == 1


@in_virtual_time
async def test_a_power_cut_right_behind_a_commit_does_nothing_twice(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open("1", "1001")
    await tested.hall.tickets.issue("bill")
    request, before = Request("key-1", "next 1"), tested.committer.commits
    asked = task(tested.hall.counters.next("1", "1001", request))
    while tested.committer.commits == before:
        await asyncio.sleep(0)
    asked.cancel()
    tested = await restarted(tested)
    again = await tested.hall.counters.next("1", "1001", request)
    assert again.body["ticket"] == "A001"
    assert tested.kinds().count("TicketCalled") == 1


# --- when a commit fails ---


async def back_in_service(tested: TestedHall) -> None:
    tested.committer.refuses = False
    while not tested.hall.recorder.in_service:
        await asyncio.sleep(0.1)


@in_virtual_time
async def test_everybody_who_waits_for_a_failed_commit_is_told(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open("1", "1001")
    tested.committer.hold()
    asked = [
        task(tested.hall.tickets.issue("bill")),
        task(tested.hall.tickets.issue("bill", delivery="paper")),
        task(tested.hall.counters.next("1", "1001")),
        task(tested.hall.counters.open("1", "1001")),
    ]
    await a_few_turns()
    tested.committer.refuses = True
    tested.committer.release()
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [OutOfServiceError] * 4


@in_virtual_time
async def test_after_a_failed_commit_numbers_go_on_without_gap_or_second_use(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill")
    tested.committer.refuses = True
    with pytest.raises(OutOfServiceError):
        await tested.hall.tickets.issue("bill")
    await back_in_service(tested)
    assert (await tested.hall.tickets.issue("bill")).body["ticket"] == "A002"
    assert tested.hall.recorder.working == tested.hall.recorder.committed


@in_virtual_time
async def test_while_the_disk_refuses_nothing_is_answered_with_yes(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open("1", "1001")
    visit = (await tested.hall.tickets.issue("bill")).body["visit"]
    board = tested.hall.views.board()
    tested.committer.refuses = True
    with pytest.raises(OutOfServiceError):
        await tested.hall.counters.next("1", "1001")
    for attempt in (
        tested.hall.tickets.issue("bill"),
        tested.hall.tickets.issue("bill", delivery="paper"),
        tested.hall.counters.open("2", "1002"),
        tested.hall.counters.next("1", "1001"),
        tested.hall.counters.close("1", "1001"),
        tested.hall.ratings.rate(visit, 5, "screen"),
        tested.hall.staff.sign_in("1001", "2468"),
        tested.hall.tick(),
    ):
        with pytest.raises(OutOfServiceError):
            await attempt
    with pytest.raises(OutOfServiceError):
        tested.hall.recorder.tip()
    assert tested.hall.views.board() == board
    await back_in_service(tested)
    assert (await tested.hall.counters.next("1", "1001")).body["visit"] == visit


@in_virtual_time
async def test_what_became_durable_in_a_failed_commit_counts(tmp_path: Path):
    tested = await hall_on(tmp_path)
    heard: list[str] = []
    tested.hall.recorder.subscribe(lambda recorded: heard.append(recorded.fact.kind))
    tested.committer.forgets_to_say = True
    with pytest.raises(OutOfServiceError):
        await tested.hall.tickets.issue("bill", None, "none", None, Request("key-1", "bill"))
    await back_in_service(tested)
    assert heard == ["TicketReserved", "TicketIssued"]
    answer = await tested.hall.tickets.issue("bill", None, "none", None, Request("key-1", "bill"))
    assert answer.body["ticket"] == "A001"
    assert (await tested.hall.tickets.issue("bill")).body["ticket"] == "A002"


@in_virtual_time
async def test_a_failure_nobody_waited_for_is_noticed_by_the_next_command(tmp_path: Path):
    tested = await hall_on(tmp_path)
    tested.committer.hold()
    asked = task(tested.hall.tickets.issue("bill"))
    await a_few_turns()
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    tested.committer.refuses = True
    tested.committer.release()
    with pytest.raises(OutOfServiceError):
        await tested.hall.tickets.issue("bill")
    await back_in_service(tested)
    assert (await tested.hall.tickets.issue("bill")).body["ticket"] == "A001"


@in_virtual_time
async def test_a_journal_that_was_damaged_meanwhile_is_said_and_not_served_from(
    tmp_path: Path, caplog
):
    tested = await hall_on(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "journal.db")) as other:
        other.execute("UPDATE facts SET body = '{' WHERE seq = 1")
        other.commit()
    tested.committer.refuses = True
    with pytest.raises(OutOfServiceError):
        await tested.hall.tickets.issue("bill")
    tested.committer.refuses = False
    await asyncio.sleep(5)
    with pytest.raises(OutOfServiceError):
        await tested.hall.tickets.issue("bill")
    assert "out of service until a restart: " in caplog.text
    assert "journal.db: fact 1 is not what was chained" in caplog.text


# --- our own bugs ---


@in_virtual_time
async def test_a_fact_that_cannot_follow_leaves_no_half_of_its_use_case(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open("1", "1001")
    good, impossible = f.CounterOpened("2", "1002"), f.TicketIssued("nobody", 1, "none")
    with pytest.raises(ValueError, match="nobody"):
        await tested.hall.recorder.record(good, impossible)
    await back_in_service(tested)
    assert not tested.hall.recorder.working.counter("2").is_open
    assert tested.hall.recorder.working == tested.hall.recorder.committed
    await tested.hall.counters.open("2", "1002")


@in_virtual_time
async def test_an_answer_that_cannot_be_built_leaves_nothing_behind(tmp_path: Path):
    tested = await hall_on(tmp_path)

    def build(_state: HallState):
        raise KeyError("no such visit")

    with pytest.raises(KeyError):
        await tested.hall.recorder.answer([f.CounterOpened("1", "1001")], build)
    await back_in_service(tested)
    assert "CounterOpened" not in tested.kinds()
    assert not tested.hall.recorder.committed.counter("1").is_open


@in_virtual_time
async def test_a_subscriber_that_fails_fails_alone(tmp_path: Path, caplog):
    tested = await hall_on(tmp_path)
    heard: list[int] = []

    def broken(_recorded: f.Recorded) -> None:
        raise KeyError("a bug of a display")

    tested.hall.recorder.subscribe(broken)
    tested.hall.recorder.subscribe(lambda recorded: heard.append(recorded.seq))
    assert (await tested.hall.tickets.issue("bill")).body["ticket"] == "A001"
    assert (await tested.hall.tickets.issue("bill")).body["ticket"] == "A002"
    assert heard == [2, 3, 4, 5]
    assert "a bug of a display" in caplog.text


# --- rebuilt from the journal ---


@in_virtual_time
async def test_a_journal_whose_facts_cannot_follow_each_other_is_no_start(tmp_path: Path):
    tested = await hall_on(tmp_path)
    moment, called = tested.clock.moment(), f.TicketCalled("nobody", 1, "1", "1001")
    with pytest.raises(UnfoldableError, match=r"fact 2 \(TicketCalled\) cannot follow"):
        fold([*tested.facts(), f.Recorded(2, moment, called)])


@in_virtual_time
async def test_a_start_takes_facts_in_their_order_whatever_the_clock_said(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open("1", "1001")
    await tested.hall.tickets.issue("bill")
    tested.clock.set_local("2026-03-02T05:00")
    await tested.hall.counters.next("1", "1001")
    tested.clock.set_local("2026-03-02T04:30")
    await tested.hall.counters.start("1", "1001")
    board = tested.hall.views.board()
    assert (await restarted(tested)).hall.views.board() == board


@in_virtual_time
async def test_the_state_is_the_same_folded_from_the_first_fact_from_the_day_and_as_it_ran(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    hall = tested.hall
    await hall.staff.sign_out("1001", "S1")
    for counter in ("1", "2"):
        await hall.counters.open(counter, "1001")
    await hall.tickets.issue("bill", "elderly")
    await hall.counters.next("1", "1001")
    await hall.counters.no_show("1", "1001")
    await hall.faults.note("printer-1", "", Health.OFFLINE, "silent")
    tested.clock.set_local("2026-03-03T04:00")
    await hall.tick()
    await hall.counters.open("1", "1001", Request("key-1", "open"))
    await hall.tickets.issue("bill", None, "paper", None, Request("key-2", "bill"))
    await hall.counters.next("1", "1001")
    await hall.counters.start("1", "1001")
    assert fold(tested.facts()) == hall.recorder.committed
    assert fold(tested.committer.load()) == hall.recorder.committed
    assert hall.recorder.working == hall.recorder.committed
    again = await restarted(tested)
    assert again.hall.recorder.committed == hall.recorder.committed
    assert again.hall.views.board() == hall.views.board()
