"""The clocks of a simulated machine, and everything that can be wrong with them."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from drivers import virtualtime
from edge.simulation.clock import MachineClock

BEGINS = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
BEGINS_MS = int(BEGINS.timestamp() * 1000)
HOUR_MS = 3_600_000


def on_machine(scene: Callable[[MachineClock], Awaitable[None]]) -> None:
    async def play() -> None:
        await scene(MachineClock(BEGINS))

    virtualtime.run(play())


def test_a_good_clock_goes_with_true_time():
    async def scene(clock: MachineClock) -> None:
        await asyncio.sleep(3600.0)
        assert clock.wall_ms() == clock.true_ms() == BEGINS_MS + HOUR_MS
        assert clock.moment(0).clock == "synced"

    on_machine(scene)


def test_a_clock_that_forgot_begins_at_1970_and_goes_on_from_there():
    async def scene(clock: MachineClock) -> None:
        await asyncio.sleep(100.0)
        clock.forget()
        at_once = clock.wall_ms()
        await asyncio.sleep(5.0)
        assert dt.datetime.fromtimestamp(at_once / 1000, dt.UTC).year == 1970
        assert clock.wall_ms() == at_once + 5000
        assert clock.true_ms() == BEGINS_MS + 105_000

    on_machine(scene)


def test_a_shifted_clock_is_off_by_that_and_does_not_know():
    async def scene(clock: MachineClock) -> None:
        clock.shift(-3600.0)
        assert clock.wall_ms() == clock.true_ms() - HOUR_MS
        assert clock.moment(clock.true_ms()).clock == "synced"

    on_machine(scene)


def test_a_drifting_clock_runs_away_by_so_many_millionths():
    async def scene(clock: MachineClock) -> None:
        await asyncio.sleep(1000.0)
        clock.drift(500.0)
        assert clock.wall_ms() == clock.true_ms()
        await asyncio.sleep(10_000.0)
        assert clock.wall_ms() == clock.true_ms() + 5000

    on_machine(scene)


def test_the_network_makes_every_clock_right_again():
    async def scene(clock: MachineClock) -> None:
        clock.forget()
        clock.drift(500.0)
        await asyncio.sleep(10_000.0)
        clock.sync()
        await asyncio.sleep(10_000.0)
        assert clock.wall_ms() == clock.true_ms()
        assert clock.synced

    on_machine(scene)


def test_after_a_reboot_the_monotonic_clock_begins_anew_under_another_name():
    async def scene(clock: MachineClock) -> None:
        await asyncio.sleep(50.0)
        before = clock.moment(0)
        clock.power_up()
        after = clock.moment(0)
        assert (before.mono, after.mono) == (50_000, 0)
        assert before.boot != after.boot
        assert before.at == after.at

    on_machine(scene)


def test_the_monotonic_clock_takes_no_notice_of_the_wall_clock():
    async def scene(clock: MachineClock) -> None:
        clock.shift(7200.0)
        clock.drift(400.0)
        await asyncio.sleep(50.0)
        clock.forget()
        assert clock.moment(0).mono == 50_000

    on_machine(scene)


def test_how_far_it_can_be_believed_depends_on_what_the_journal_has_seen():
    async def scene(clock: MachineClock) -> None:
        clock.forget()
        assert clock.moment(BEGINS_MS).clock == "unsynced"
        assert clock.moment(0).clock == "estimated"
        clock.sync()
        assert clock.moment(BEGINS_MS + HOUR_MS).clock == "synced"

    on_machine(scene)


def test_a_process_sees_the_clocks_of_its_machine_in_its_time_zone():
    async def scene(clock: MachineClock) -> None:
        seen = clock.of(ZoneInfo("Asia/Shanghai"), 0)
        assert seen.local().hour == 8
        clock.shift(3600.0)
        assert seen.local().hour == 9
        assert seen.moment() == clock.moment(0)

    on_machine(scene)
