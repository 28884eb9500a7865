"""A unit that does not do what it should is asked again and again, and complained of once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from edgefakes import in_virtual_time

from drivers.contract import DeviceSilentError
from edge.reactions.converging import Converging


class Unit:
    """A unit that is there or not; `tried` is how often it was asked."""

    def __init__(self) -> None:
        self.wish = "A001"
        self.there = False
        self.tried = 0

    async def show(self, _wanted: str) -> bool:
        self.tried += 1
        if not self.there:
            raise DeviceSilentError("no answer")
        return True


@contextlib.asynccontextmanager
async def converging(unit: Unit) -> AsyncIterator[Converging]:
    way = Converging("strips", "7", lambda: unit.wish, unit.show)
    running = asyncio.create_task(way.run())
    way.woken.set()
    try:
        yield way
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@in_virtual_time
async def test_an_hour_without_an_answer_is_one_line_in_the_log(caplog: pytest.LogCaptureFixture):
    unit = Unit()
    with caplog.at_level("INFO", "edge.reactions.converging"):
        async with converging(unit) as way:
            await asyncio.sleep(3600)
            assert unit.tried > 100
            assert [record.getMessage() for record in caplog.records] == [
                "strips unit 7 does not show 'A001' yet: no answer"
            ]
            unit.there = True
            await asyncio.sleep(10)
            assert way.shown == "A001"
            unit.there = False
            way.refresh()
            await asyncio.sleep(10)
            assert len(caplog.records) == 2


@in_virtual_time
async def test_a_unit_without_an_answer_is_not_asked_more_often_the_more_happens():
    unit = Unit()
    async with converging(unit) as way:
        for _fact in range(500):
            way.woken.set()
            await asyncio.sleep(0.013)
        unit.tried = 0
        await asyncio.sleep(60)
        assert unit.tried <= 30
        for _fact in range(500):
            way.woken.set()
            await asyncio.sleep(0.013)
        assert unit.tried <= 34


@in_virtual_time
async def test_another_wish_and_a_device_that_is_back_are_tried_at_once():
    unit = Unit()
    async with converging(unit) as way:
        await asyncio.sleep(0.1)
        unit.wish = "A002"
        way.woken.set()
        await asyncio.sleep(0.1)
        assert unit.tried == 2
        unit.there = True
        way.refresh()
        await asyncio.sleep(0.1)
        assert (unit.tried, way.shown) == (3, "A002")
