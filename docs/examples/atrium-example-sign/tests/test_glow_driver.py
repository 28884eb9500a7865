"""The sign on bad days, in virtual time: nobody waits."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator

import pytest
from drivers import virtualtime
from drivers.contract import Context, DeviceRefusedError, HealthChanged
from drivers.transports.loopback import loopback
from drivers.twins import serve_twin

from atrium_example_sign.driver import GlowOptions, GlowSign
from atrium_example_sign.twin import GlowTwin


@contextlib.asynccontextmanager
async def sign() -> AsyncIterator[tuple[GlowSign, GlowTwin, list[HealthChanged]]]:
    host, device = loopback()
    twin, told = GlowTwin(), []
    context = Context(told.append, lambda: dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC))
    driver = GlowSign(host, GlowOptions(), context)
    served = serve_twin(twin, device, driver.declaration.line)
    tasks = [asyncio.ensure_future(driver.run()), asyncio.ensure_future(served)]
    await asyncio.sleep(1.0)
    yield driver, twin, told
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def test_a_sign_that_was_without_power_shows_its_text_again():
    async def scenario() -> None:
        async with sign() as (driver, twin, _told):
            await driver.show("1", "A012")
            twin.act("power_off")
            await asyncio.sleep(10.0)
            twin.act("power_on")
            await asyncio.sleep(10.0)
            assert twin.text == "A012"

    virtualtime.run(scenario())


def test_a_broken_display_is_a_refusal_with_words():
    async def scenario() -> None:
        async with sign() as (driver, twin, _told):
            twin.act("break_display")
            with pytest.raises(DeviceRefusedError, match="display is broken"):
                await driver.show("1", "A012")

    virtualtime.run(scenario())


def test_a_garbled_answer_is_asked_for_again():
    async def scenario() -> None:
        async with sign() as (driver, twin, told):
            twin.act("garble_next")
            await driver.show("1", "A012")
            assert twin.text == "A012"
            assert [change.health for change in told] == ["online"]

    virtualtime.run(scenario())


def test_the_self_test_leaves_the_text_that_stood_there():
    async def scenario() -> None:
        async with sign() as (driver, twin, _told):
            await driver.show("1", "A012")
            [finding] = await driver.self_test()
            assert finding.ok
            assert twin.text == "A012"

    virtualtime.run(scenario())
