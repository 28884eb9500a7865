"""Hands at devices: one press calls one visitor, a key rates whoever was served there."""

from pathlib import Path

import pytest
from edgefakes import CARD, in_virtual_time
from reaction_bench import Bench, bench_on

from drivers.contract import (
    CallerKey,
    CardRead,
    Health,
    HealthChanged,
    KeyPressed,
    PowerChanged,
    PowerState,
    RatingPressed,
)


async def press(bench: Bench, key: CallerKey, unit: str = "1", *, settle_s: float = 0.5) -> None:
    bench.device("callers").context.report(KeyPressed(unit, key))
    await bench.settle(settle_s)


def at_counter(bench: Bench, counter: str = "1") -> str:
    """Return ticket and state at a counter."""
    for shown in bench.hall.views.counters({}):
        if shown["id"] == counter:
            return f"{shown['ticket']} {shown['state']}".strip()
    return ""


def kinds(bench: Bench, *of: str) -> list[str]:
    return [kind for kind in bench.tested.kinds() if kind in of]


async def three_wait(bench: Bench) -> None:
    await bench.hall.counters.open("1", "1001")
    for _ in range(3):
        await bench.issue()


@in_virtual_time
async def test_one_press_finishes_whoever_is_there_and_calls_the_next(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await three_wait(bench)
        await press(bench, CallerKey.NEXT, settle_s=60)
        assert at_counter(bench) == "A001 called"
        await press(bench, CallerKey.NEXT, settle_s=60)
        assert at_counter(bench) == "A002 called"
        await bench.hall.counters.start("1", "1001")
        await press(bench, CallerKey.NEXT, settle_s=60)
        assert at_counter(bench) == "A003 called"
        await press(bench, CallerKey.NEXT)
        assert at_counter(bench) == "open"
        states = [visit["state"] for visit in bench.hall.views.visits()]
        assert states == ["finished", "finished", "finished"]


@in_virtual_time
async def test_a_second_press_soon_after_a_call_is_the_same_press(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await three_wait(bench)
        await press(bench, CallerKey.NEXT, settle_s=2.4)
        await press(bench, CallerKey.NEXT, settle_s=0)
        await press(bench, CallerKey.NEXT, settle_s=0.7)
        assert at_counter(bench) == "A001 called"
        await press(bench, CallerKey.NEXT)
        assert at_counter(bench) == "A002 called"


@in_virtual_time
async def test_a_double_press_counts_from_when_it_was_pressed_however_slow_the_disk(
    tmp_path: Path,
):
    async with bench_on(tmp_path) as bench:
        await three_wait(bench)
        bench.tested.committer.hold()
        await press(bench, CallerKey.NEXT, settle_s=1)
        await press(bench, CallerKey.NEXT, settle_s=9)
        bench.tested.committer.release()
        await bench.settle()
        assert at_counter(bench) == "A001 called"
        assert kinds(bench, "TicketCalled") == ["TicketCalled"]


@in_virtual_time
async def test_a_call_by_the_clerks_terminal_counts_for_a_double_press_too(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await three_wait(bench)
        await bench.hall.counters.next("1", "1001")
        await press(bench, CallerKey.NEXT)
        assert at_counter(bench) == "A001 called"


@in_virtual_time
async def test_counters_that_press_at_once_call_one_each(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await three_wait(bench)
        await bench.hall.counters.open("2", "1002")
        await press(bench, CallerKey.NEXT, settle_s=0)
        await press(bench, CallerKey.NEXT, "2")
        assert (at_counter(bench, "1"), at_counter(bench, "2")) == ("A001 called", "A002 called")


@pytest.mark.parametrize("started", [False, True])
def test_evaluate_finishes_whoever_is_there_and_the_evaluator_asks(tmp_path: Path, started: bool):
    @in_virtual_time
    async def at_a_counter():
        async with bench_on(tmp_path) as bench:
            await bench.call()
            if started:
                await bench.hall.counters.start("1", "1001")
            await press(bench, CallerKey.EVALUATE)
            assert at_counter(bench) == "open"
            assert bench.caller("1")[-1] == "rate"
            await press(bench, CallerKey.EVALUATE)
            assert kinds(bench, "ServiceFinished") == ["ServiceFinished"]

    at_a_counter()


@in_virtual_time
async def test_the_other_keys_do_what_stands_on_them(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await three_wait(bench)
        for key in (CallerKey.NEXT, CallerKey.RECALL, CallerKey.START, CallerKey.FINISH):
            await press(bench, key, settle_s=5)
        for key in (CallerKey.NEXT, CallerKey.NO_SHOW):
            await press(bench, key, settle_s=5)
        assert kinds(
            bench,
            "TicketCalled",
            "TicketRecalled",
            "ServiceStarted",
            "ServiceFinished",
            "TicketNoShow",
        ) == [
            "TicketCalled",
            "TicketRecalled",
            "ServiceStarted",
            "ServiceFinished",
            "TicketCalled",
            "TicketNoShow",
        ]


@in_virtual_time
async def test_a_key_at_a_closed_counter_or_one_nobody_knows_does_nothing(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await bench.issue()
        before = len(bench.tested.facts())
        for unit in ("1", "9"):
            await press(bench, CallerKey.NEXT, unit)
        await bench.hall.counters.open("1", "1001")
        for key in (CallerKey.PARK, CallerKey.TRANSFER, CallerKey.PAUSE, CallerKey.CANCEL):
            await press(bench, key)
        await press(bench, CallerKey.RECALL)
        assert len(bench.tested.facts()) == before + 1


# --- evaluators, readers, health ---


@pytest.mark.parametrize(("key", "grade"), [(0, 5), (1, 4), (2, 3), (3, 2)])
def test_an_evaluators_key_is_a_grade_by_the_halls_own_map(tmp_path: Path, key: int, grade: int):
    @in_virtual_time
    async def at_an_evaluator():
        async with bench_on(tmp_path) as bench:
            visit = await bench.call()
            await press(bench, CallerKey.EVALUATE)
            bench.device("callers").context.report(RatingPressed("1", key))
            await bench.settle()
            shown = bench.hall.views.visit(visit)
            assert shown["grade"] == grade

    at_an_evaluator()


@in_virtual_time
async def test_a_key_without_a_grade_and_an_evaluator_nobody_knows_rate_nobody(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        visit = await bench.call()
        await press(bench, CallerKey.EVALUATE)
        for unit, key in (("1", 7), ("9", 0)):
            bench.device("callers").context.report(RatingPressed(unit, key))
        await bench.settle()
        assert bench.hall.views.visit(visit)["grade"] is None


@in_virtual_time
async def test_a_card_begins_a_visit_at_its_reader(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        bench.device("callers").context.report(CardRead(CARD))
        await bench.settle()
        fact = bench.tested.facts()[-1].fact
        assert (fact.kind, fact.reader) == ("VisitIdentified", "callers")


@in_virtual_time
async def test_a_device_and_its_units_open_and_close_their_own_faults(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        strips = bench.device("strips")
        strips.report_health(Health.OFFLINE, "silent", "2")
        strips.report_health(Health.ONLINE, unit="2")
        await bench.settle()
        bench.lose("strips")
        await bench.settle()
        assert kinds(bench, "FaultOpened", "FaultClosed") == [
            "FaultOpened",
            "FaultClosed",
            "FaultOpened",
        ]
        (fault,) = bench.hall.recorder.committed.faults.values()
        assert (fault.device, fault.unit, fault.health) == ("strips", "", "noDevice")


@in_virtual_time
async def test_a_device_that_floods_the_hall_keeps_nobody_else_from_being_heard(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    async with bench_on(tmp_path) as bench:
        await three_wait(bench)
        strips = bench.device("strips")
        for number in range(10_000):
            strips.context.report(HealthChanged(Health.OFFLINE, "", str(number)))
        await press(bench, CallerKey.NEXT, settle_s=60)
        assert at_counter(bench) == "A001 called"
        assert caplog.text.count("strips says more than the hall can hear") == 1


@in_virtual_time
async def test_what_cannot_be_done_now_stops_nobody(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        await three_wait(bench)
        bench.tested.committer.refuses = True
        await press(bench, CallerKey.NEXT)
        bench.tested.committer.refuses = False
        await bench.settle(5)
        await press(bench, CallerKey.NEXT)
        assert at_counter(bench) == "A001 called"


@in_virtual_time
async def test_what_was_said_while_nothing_could_be_recorded_is_asked_again(tmp_path: Path):
    async with bench_on(tmp_path) as bench:
        bench.tested.committer.refuses = True
        bench.device("ups-1").context.report(PowerChanged(PowerState(on_battery=True, low=False)))
        bench.device("callers").report_health(Health.OFFLINE)
        await bench.settle(5)
        bench.tested.committer.refuses = False
        while not bench.hall.recorder.in_service:
            await bench.settle(1)
        assert bench.hall.recorder.committed.mains == "mains"
        await bench.hands.ask_again()
        await bench.hands.ask_again()
        assert bench.hall.recorder.committed.mains == "battery"
        assert kinds(bench, "PowerChanged", "FaultOpened") == ["FaultOpened", "PowerChanged"]
