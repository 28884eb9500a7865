"""The parts that worlds are made of: dice, processes, wires, scripts, waits."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from drivers import virtualtime
from drivers.contract import LineSettings, WireLostError
from drivers.reader.sam.twin import SamTwin
from drivers.twins import Twin
from edge.domain import facts as f
from edge.simulation.agreement import Journal
from edge.simulation.batch import days_of, scripts_for
from edge.simulation.dice import Dice, DrawnIds
from edge.simulation.process import Process, own_tasks
from edge.simulation.waits import CounterTimes, all_of, flow_in, percentile, waits_in
from edge.simulation.wires import Socket, Wires, line_faults

LINE = LineSettings()


def played(scene: Callable[[list[str]], Awaitable[None]]) -> list[str]:
    """Play `scene` in virtual time with owned tasks; return what it noted."""
    noted: list[str] = []

    async def play() -> None:
        own_tasks(asyncio.get_running_loop())
        await scene(noted)

    virtualtime.run(play())
    return noted


def process(noted: list[str]) -> Process:
    return Process("p", lambda who, error: noted.append(f"{who}: {error}"))


# --- dice ---


def test_a_stream_of_chance_is_the_same_from_its_beginning():
    assert Dice("7").of("weather").random() == Dice("7").of("weather").random()


def test_another_name_or_another_seed_is_another_stream():
    first = Dice("7").of("weather").random()
    assert first != Dice("7").of("people").random()
    assert first != Dice("8").of("weather").random()


def test_draws_by_one_part_change_nothing_for_another():
    dice = Dice("7")
    dice.of("weather").random()
    assert dice.of("people").random() == Dice("7").of("people").random()


def test_drawn_ids_look_like_ids_and_can_be_drawn_again():
    first, again = (DrawnIds(Dice("7").of("ids")) for _time in range(2))
    drawn = [first.new_id() for _id in range(50)]
    assert drawn == [again.new_id() for _id in range(50)]
    assert len(set(drawn)) == 50
    assert all(len(each) == 16 for each in drawn)
    assert len(first.random_bytes(12)) == 12


# --- processes ---


def test_tasks_that_its_tasks_begin_die_with_a_process():
    async def scene(noted: list[str]) -> None:
        async def child() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                noted.append("child ends")

        async def parent() -> None:
            noted.append("parent begins")
            await asyncio.create_task(child())

        one = process(noted)
        one.serve(parent())
        await asyncio.sleep(1.0)
        assert one.alive
        await one.kill()
        assert not one.alive

    assert played(scene) == ["parent begins", "child ends"]


def test_what_another_process_does_goes_on():
    async def scene(noted: list[str]) -> None:
        async def work() -> None:
            await asyncio.sleep(10.0)
            noted.append("done")

        killed, other = process(noted), process(noted)
        killed.start(work())
        other.start(work())
        await killed.kill()
        await asyncio.sleep(20.0)

    assert played(scene) == ["done"]


def test_a_service_that_ends_by_itself_is_trouble():
    async def scene(noted: list[str]) -> None:
        async def work() -> None:
            await asyncio.sleep(1.0)

        process(noted).serve(work())
        await asyncio.sleep(2.0)

    assert played(scene) == ["p: it has ended by itself"]


def test_work_may_end_by_itself_but_not_fail():
    async def scene(noted: list[str]) -> None:
        async def work(error: Exception | None) -> None:
            await asyncio.sleep(1.0)
            if error is not None:
                raise error

        one = process(noted)
        one.begin(work(None))
        one.begin(work(ValueError("a bug")))
        await asyncio.sleep(2.0)

    assert played(scene) == ["p: a bug"]


def test_kill_also_ends_who_begins_new_tasks_while_dying():
    async def scene(noted: list[str]) -> None:
        async def undying(lives: int) -> None:
            try:
                await asyncio.Event().wait()
            finally:
                if lives:
                    asyncio.get_running_loop().create_task(undying(lives - 1))
                else:
                    noted.append("at last")

        one = process(noted)
        one.serve(undying(3))
        await asyncio.sleep(1.0)
        await one.kill()
        assert not one.alive

    assert played(scene) == ["at last"]


# --- wires ---


def wires_to(twin: Twin, hardware: Process) -> Wires:
    return Wires({"reader": Socket(twin, line_faults(Dice("7").of("line")))}, hardware)


def test_a_pulled_plug_ends_the_wire_and_can_be_put_back():
    async def scene(noted: list[str]) -> None:
        hardware = process(noted)
        wires = wires_to(SamTwin(), hardware)
        wire = await wires.open("reader", LINE)
        await wires.pull("reader")
        with pytest.raises(WireLostError):
            await wire.read(1.0)
        with pytest.raises(WireLostError, match="nothing is plugged in"):
            await wires.open("reader", LINE)
        wires.put_back("reader")
        await (await wires.open("reader", LINE)).write(b"\x00")
        await hardware.kill()

    assert played(scene) == []


def test_when_the_host_dies_the_device_goes_on():
    async def scene(noted: list[str]) -> None:
        hardware, twin = process(noted), SamTwin()
        wires = wires_to(twin, hardware)
        wire = await wires.open("reader", LINE)
        twin.act("lay_card")
        await wires.host_dies()
        with pytest.raises(WireLostError):
            await wire.write(b"\x00")
        before = twin.look()
        again = await wires.open("reader", LINE)
        await again.write(b"\x00")
        assert twin.look() == before
        await hardware.kill()

    assert played(scene) == []


def test_a_device_without_a_wire_has_one_that_says_nothing():
    async def scene(noted: list[str]) -> None:
        wire = await wires_to(SamTwin(), process(noted)).open("none", LINE)
        assert await wire.read(1.0) == b""

    assert played(scene) == []


# --- scripts ---


def test_worlds_of_a_batch_have_the_days_that_were_asked_for():
    scripts = scripts_for(20, first=5)
    assert [script.seed for script in scripts] == list(range(5, 5 + len(scripts)))
    assert sum(script.days for script in scripts[:-1]) < 20
    assert 20 <= sum(script.days for script in scripts) <= 22


def test_a_world_is_the_same_alone_and_in_a_batch():
    assert {script.seed: script for script in scripts_for(30, first=1)}[7] == scripts_for(1, 1, 7)[
        0
    ]


def test_worlds_last_from_one_to_three_days():
    assert {days_of(seed) for seed in range(50)} == {1, 2, 3}


# --- waits ---


def journal_of(*facts: tuple[int, f.Fact], boot: str = "b1") -> Journal:
    """Return a journal of `facts`, each with its monotonic seconds."""
    return [
        (f.Recorded(seq, f.Moment(0, at_s * 1000, boot, "synced"), fact), b"")
        for seq, (at_s, fact) in enumerate(facts, 1)
    ]


def ticket(visit: str) -> list[f.Fact]:
    reserved = f.TicketReserved(visit, 1, "bill", "A001", 1, 0, "none", 0)
    return [reserved, f.TicketIssued(visit, 1, "none")]


SERVED = journal_of(
    (0, f.CounterOpened("1", "1001")),
    *((10, fact) for fact in ticket("V1")),
    *((15, fact) for fact in ticket("V2")),
    *((20, fact) for fact in ticket("V3")),
    (40, f.TicketCalled("V1", 1, "1", "1001")),
    (50, f.ServiceStarted("V1", 1, "1", "1001")),
    (110, f.ServiceFinished("V1", 1, "1", "1001")),
    (115, f.TicketCalled("V2", 1, "1", "1001")),
    (195, f.TicketNoShow("V2", 1, "1", "1001")),
    (200, f.CounterClosed("1", "1001")),
    (900, f.CounterOpened("1", "1001")),
)


def test_a_wait_is_from_the_ticket_to_its_call():
    assert waits_in(SERVED) == {"bill": [30_000, 100_000]}


def test_a_wait_with_a_reboot_in_it_is_left_out():
    rebooted = journal_of((3, f.TicketCalled("V3", 1, "1", "1001")), boot="b2")
    assert waits_in(SERVED + rebooted) == waits_in(SERVED)


def test_a_counter_is_open_and_of_that_has_somebody_called_or_served():
    times = flow_in(SERVED).counters
    assert times == {"1": CounterTimes(200_000, called_ms=90_000, serving_ms=60_000, served=1)}


HANDED_ON = journal_of(
    (0, f.CounterOpened("1", "1001")),
    (0, f.CounterOpened("2", "1002")),
    *((10, fact) for fact in ticket("V1")),
    (20, f.TicketCalled("V1", 1, "1", "1001")),
    (20, f.ServiceStarted("V1", 1, "1", "1001")),
    (50, f.TicketTransferred("V1", 1, "1", "1001")),
    (50, f.LegOpened("V1", 2, "card", "transfer", 0)),
    (60, f.CounterPaused("1", "1001", "meal")),
    (90, f.TicketCalled("V1", 2, "2", "1002")),
    (90, f.ServiceStarted("V1", 2, "2", "1002")),
    (110, f.ServiceFinished("V1", 2, "2", "1002")),
    (160, f.CounterResumed("1", "1001")),
    *((160, fact) for fact in ticket("V2")),
    (160, f.TicketCalled("V2", 1, "1", "1001", chosen="walk_direct")),
    (160, f.ServiceStarted("V2", 1, "1", "1001")),
    (200, f.ServiceFinished("V2", 1, "1", "1001")),
)


def test_a_ticket_that_is_handed_on_leaves_its_counter_and_a_pause_is_not_open():
    assert flow_in(HANDED_ON).counters == {
        "1": CounterTimes(100_000, called_ms=0, serving_ms=70_000, served=1),
        "2": CounterTimes(200_000, called_ms=0, serving_ms=20_000, served=1),
    }


def test_a_wait_is_to_the_first_call_and_whoever_walks_in_has_none():
    flow = flow_in(HANDED_ON)
    assert flow.waited_ms == {"bill": [10_000]}
    assert flow.walked_in == 1


def test_who_did_not_come_and_who_was_never_called_is_counted():
    flow = flow_in(SERVED)
    assert (flow.no_shows, flow.never_called) == (1, 1)


def test_flows_add_up_in_the_order_of_their_counters():
    other = flow_in(SERVED)
    other.counters = {"10": CounterTimes(served=3), "9": CounterTimes(served=2), **other.counters}
    whole = all_of([flow_in(SERVED), other])
    assert whole.waited_ms == {"bill": [30_000, 100_000] * 2}
    assert [(name, spent.served) for name, spent in whole.counters.items()] == [
        ("1", 2),
        ("9", 2),
        ("10", 3),
    ]
    assert (whole.no_shows, whole.never_called) == (2, 2)


@pytest.mark.parametrize(
    ("values", "per_cent", "expected"),
    [
        ([], 90, 0),
        ([5], 90, 5),
        (list(range(1, 11)), 90, 9),
        (list(range(1, 11)), 91, 10),
        (list(range(10, 0, -1)), 50, 5),
        (list(range(1, 101)), 100, 100),
        ([3, 1, 2], 0, 1),
    ],
)
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(values, per_cent, expected):
    assert percentile(values, per_cent) == expected
