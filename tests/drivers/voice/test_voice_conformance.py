"""The loudspeaker keeps the contract of all drivers."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from drivers import virtualtime
from drivers.conformance import CHECKS, Case
from drivers.contract import Kind
from drivers.registry import driver_for
from drivers.voice.clips.case import CASE


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_loudspeaker_keeps_the_contract(check: Callable[[Case], Awaitable[None]]):
    async def checked() -> None:
        await check(CASE)

    virtualtime.run(checked())


def test_the_registry_knows_the_loudspeaker():
    assert driver_for(Kind.VOICE, "clips") is CASE.driver


def test_nothing_goes_over_the_wire_and_nothing_comes_back():
    twin = CASE.twin()
    assert twin.receive(b"x") == b""
    assert asyncio.iscoroutinefunction(CASE.exercise)
