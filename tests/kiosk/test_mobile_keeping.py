"""Work that is kept up: begun again whatever ends it, told in the log, and ended when it should."""

import asyncio
import logging

import pytest

from kiosk.mobile.keeping import kept_up


async def test_what_breaks_off_is_begun_again_and_told_without_what_it_said(caplog):
    begun = []
    again = asyncio.Event()

    async def work() -> None:
        begun.append(len(begun))
        if len(begun) == 3:
            again.set()
            await asyncio.Event().wait()
        if len(begun) == 2:
            raise ValueError("张三 110105194912310021")

    with caplog.at_level(logging.ERROR):
        keeping = asyncio.create_task(kept_up("the news", work, again_s=0))
        await again.wait()
        keeping.cancel()
        with pytest.raises(asyncio.CancelledError):
            await keeping
    assert begun == [0, 1, 2]
    first, second = [record.getMessage() for record in caplog.records]
    assert first == "the news ended and is begun again: NoneType"
    assert second.startswith("the news ended and is begun again: ValueError in work:")
    assert "张三" not in caplog.text


async def test_what_is_under_way_ends_with_it():
    ended = asyncio.Event()
    begun = asyncio.Event()

    async def work() -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            ended.set()

    keeping = asyncio.create_task(kept_up("the news", work))
    await begun.wait()
    keeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await keeping
    assert ended.is_set()
