"""A loop whose clock jumps: time costs nothing, and every run with the same dice is the same."""

import asyncio
import random
import threading

import pytest

from drivers import virtualtime
from drivers.virtualtime import NothingLeftToHappenError


def order_of_ready(dice: random.Random | None) -> list[int]:
    """Return in which order twelve tasks ran that were ready together."""

    async def together() -> list[int]:
        ran: list[int] = []

        async def one(number: int) -> None:
            ran.append(number)

        await asyncio.gather(*(one(number) for number in range(12)))
        return ran

    return virtualtime.run(together(), dice)


def test_a_day_passes_at_once_and_to_the_second():
    async def a_day() -> float:
        await asyncio.sleep(86_400.0)
        return asyncio.get_running_loop().time()

    assert virtualtime.run(a_day()) == 86_400.0


def test_who_waits_less_wakes_first():
    async def wakes() -> list[tuple[float, float]]:
        woken: list[tuple[float, float]] = []

        async def wait(seconds: float) -> None:
            await asyncio.sleep(seconds)
            woken.append((seconds, asyncio.get_running_loop().time()))

        await asyncio.gather(wait(30.0), wait(0.5), wait(7.0))
        return woken

    assert virtualtime.run(wakes()) == [(0.5, 0.5), (7.0, 7.0), (30.0, 30.0)]


def test_a_deadline_passes_although_nobody_else_waits():
    async def too_late() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3.0):
                await asyncio.Event().wait()
        return asyncio.get_running_loop().time()

    assert virtualtime.run(too_late()) == 3.0


def test_a_cancelled_wait_does_not_move_the_clock():
    async def cancelled() -> float:
        for _wait in range(500):
            asyncio.get_running_loop().call_later(1000.0, print).cancel()
        await asyncio.sleep(1.0)
        return asyncio.get_running_loop().time()

    assert virtualtime.run(cancelled()) == 1.0


def test_to_wait_for_ever_is_an_error_and_no_hang():
    async def for_ever() -> None:
        await asyncio.Event().wait()

    with pytest.raises(NothingLeftToHappenError):
        virtualtime.run(for_ever())


def test_without_dice_what_is_ready_runs_in_the_order_of_coming():
    assert order_of_ready(None) == list(range(12))


def test_with_dice_what_is_ready_runs_in_a_drawn_order():
    drawn = order_of_ready(random.Random(1))
    assert sorted(drawn) == list(range(12))
    assert drawn != list(range(12))
    assert drawn != order_of_ready(random.Random(2))


def test_the_same_dice_give_the_same_order():
    assert order_of_ready(random.Random(1)) == order_of_ready(random.Random(1))


def test_what_would_run_in_a_thread_runs_here_and_now():
    async def in_thread() -> tuple[threading.Thread, float]:
        there = await asyncio.to_thread(threading.current_thread)
        return there, asyncio.get_running_loop().time()

    assert virtualtime.run(in_thread()) == (threading.current_thread(), 0.0)


def test_its_error_belongs_to_whoever_waits_for_it():
    async def in_thread() -> None:
        with pytest.raises(ZeroDivisionError):
            await asyncio.to_thread(lambda: 1 / 0)

    virtualtime.run(in_thread())
