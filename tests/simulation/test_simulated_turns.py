"""Whoever is called out of turn, twice, or by another way than answered, is named."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from small_hall import SMALL_HALL, Small, small_hall

from drivers import virtualtime
from edge.api.shapes import NewVisit, SendBack
from edge.domain import facts as f
from edge.domain.plan import Plan
from edge.domain.queue import Waiting
from edge.domain.rules import read_rules
from edge.paths import shipped_config
from edge.settings import load_settings
from edge.simulation.steady import SteadyClock
from edge.simulation.supervisor import RULES
from edge.simulation.turns import numbers_and_calls

MINUTE_S = 60.0
MINUTE_MS = 60_000


def recorded(*facts: f.Fact) -> list[f.Recorded]:
    moment = f.Moment(0, 0, "boot-1", "synced")
    return [f.Recorded(seq, moment, fact) for seq, fact in enumerate(facts, 1)]


def reserved(visit: str, number: int) -> f.TicketReserved:
    return f.TicketReserved(visit, 1, "bill", f"A{number:03}", number, 0, "none", 0)


def called(visit: str, counter: str, leg: int = 1) -> f.TicketCalled:
    return f.TicketCalled(visit, leg, counter, "1001")


def test_a_number_left_out_is_named():
    facts = recorded(reserved("V1", 1), reserved("V3", 3))
    assert list(numbers_and_calls(facts)) == ["A003 follows 1 of bill"]


def test_a_ticket_called_to_two_counters_is_named():
    facts = recorded(called("V1", "1"), called("V1", "2"))
    assert list(numbers_and_calls(facts)) == ["visit V1 was called to 1 and to 2"]


@pytest.mark.parametrize(
    "between",
    [
        f.TicketReturned("V1", 1, "1", "1001", 0, 0, "absent", 1),
        f.TicketParked("V1", 1, "1", "1001", "form", 0),
        f.TicketTransferred("V1", 1, "1", "1001"),
        f.ServiceFinished("V1", 1, "1", "1001"),
        f.DayOpened("hall", "2026-03-03", {}, "", 0),
    ],
    ids=lambda fact: fact.kind,
)
def test_whoever_was_let_go_may_be_called_again(between: f.Fact):
    facts = recorded(called("V1", "1"), between, called("V1", "2"))
    assert list(numbers_and_calls(facts)) == []


# --- in a hall ---

Play = Callable[[Small, list[str]], Awaitable[None]]


def wrongs_of(folder: Path, play: Play) -> list[str]:
    """Let two visitors wait at an open counter, `play` with their visits; return what is wrong."""
    config = folder / "hall.toml"
    config.write_text(SMALL_HALL, encoding="utf-8")
    found: list[str] = []

    async def scenario() -> None:
        async with small_hall(folder, config) as small:
            kiosk, clerk = small.hall.client("kiosk"), await small.clerk()
            await clerk.open_counter("1")
            pay = NewVisit(service="pay-bill")
            visits = [(await kiosk.new_visit(pay)).visit for _visitor in range(2)]
            await play(small, visits)
            await asyncio.sleep(10.0)
            found.extend(small.wrongs())

    virtualtime.run(scenario())
    return found


async def record(small: Small, *facts: f.Fact) -> None:
    controller = small.hall.controller.controller
    assert controller is not None
    await controller.hall.recorder.record(*facts)


def test_a_call_by_the_rules_agrees_with_them(tmp_path: Path):
    async def call(small: Small, visits: list[str]) -> None:
        clerk = await small.clerk()
        answer = await clerk.call_next("1")
        assert answer is not None
        small.ledger.called(answer.visit, answer.counter, answer.seq)

    assert wrongs_of(tmp_path, call) == []


def test_a_call_that_the_rules_do_not_make_is_named(tmp_path: Path):
    async def call(small: Small, visits: list[str]) -> None:
        await record(small, f.TicketCalled(visits[1], 1, "1", "1001", "default"))

    (wrong,) = wrongs_of(tmp_path, call)
    assert wrong.startswith("A002 was called in fact")
    assert wrong.endswith("the rules say otherwise")


def test_whoever_has_waited_too_long_and_is_passed_over_is_named(tmp_path: Path):
    async def call(small: Small, visits: list[str]) -> None:
        await asyncio.sleep(31 * MINUTE_S)
        await record(small, f.TicketCalled(visits[1], 1, "1", "1001", "fairness"))

    wrongs = wrongs_of(tmp_path, call)
    assert any(wrong.startswith("A001 had waited too long") for wrong in wrongs)


def test_a_call_by_a_clock_that_was_set_meanwhile_is_counted_and_not_blamed(tmp_path: Path):
    unsure: list[int] = []

    async def call(small: Small, visits: list[str]) -> None:
        # Sent back while the clock was behind, the first seems to have waited for hours.
        clerk = await small.clerk()
        await asyncio.sleep(10 * MINUTE_S)
        await clerk.call_next("1")
        small.hall.clock.shift(-120 * MINUTE_S)
        await clerk.send_back("1", SendBack(), "back")
        small.hall.clock.sync()
        await asyncio.sleep(22 * MINUTE_S)
        answer = await clerk.call_next("1")
        assert answer is not None
        assert answer.visit == visits[0]
        await asyncio.sleep(30.0)
        assert small.wrongs() == []
        unsure.append(small.ledger.unsure)

    assert wrongs_of(tmp_path, call) == []
    assert unsure == [1]


def test_a_call_that_is_not_what_the_clerk_was_told_is_named(tmp_path: Path):
    async def call(small: Small, visits: list[str]) -> None:
        clerk = await small.clerk()
        answer = await clerk.call_next("1")
        assert answer is not None
        small.ledger.called(visits[1], "1", answer.seq)

    (wrong,) = wrongs_of(tmp_path, call)
    assert wrong.startswith("counter 1 was told to expect")


def test_a_ticket_that_outlives_its_day_is_named(tmp_path: Path):
    async def close(small: Small, visits: list[str]) -> None:
        await record(small, f.DayClosed("hall", "2026-03-02", 2))

    wrongs = wrongs_of(tmp_path, close)
    assert [wrong for wrong in wrongs if "at the end of day" in wrong] == [
        "A001 is waiting at the end of day 2026-03-02",
        "A002 is waiting at the end of day 2026-03-02",
    ]


# --- the clock that nobody sets ---


def moments(*each: tuple[int, int, str]) -> SteadyClock:
    clock = SteadyClock()
    for seq, (at_min, mono_min, boot) in enumerate(each, 1):
        moment = f.Moment(at_min * MINUTE_MS, mono_min * MINUTE_MS, boot, "synced")
        clock.note(f.Recorded(seq, moment, f.DayClosed("hall", "2026-03-02", 0)))
    return clock


@pytest.mark.parametrize(
    ("now", "waited_min", "agrees"),
    [
        ((15, 5, "boot-1"), 5, True),
        ((75, 5, "boot-1"), 5, False),  # the clock was set an hour on
        ((3, 5, "boot-1"), 5, False),  # ... or back
        ((30, 1, "boot-2"), 20, True),  # the machine was off for a while
    ],
)
def test_a_wait_is_as_long_as_it_truly_was(now, waited_min, agrees):
    clock = moments((10, 0, "boot-1"), now)
    waiting = Waiting("V1", (1, 1), since=10 * MINUTE_MS)
    assert clock.waited_ms(waiting) == waited_min * MINUTE_MS
    assert clock.agrees(waiting, now[0] * MINUTE_MS) is agrees


def test_whoever_is_not_ready_yet_does_not_wait():
    clock = moments((10, 0, "boot-1"), (15, 5, "boot-1"))
    waiting = Waiting("V1", (1, 1), since=10 * MINUTE_MS, ready=13 * MINUTE_MS)
    assert clock.waited_ms(waiting) == 2 * MINUTE_MS


# --- the rules that are put in force ---


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_settings(shipped_config("demo.toml")).hall.plan


@pytest.mark.parametrize("text", RULES)
def test_rules_that_the_supervisor_puts_in_force_can_be_read(plan: Plan, text: str):
    assert read_rules(text, "rules", plan).text == text
