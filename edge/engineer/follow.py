"""Follows the hall: all devices and faults at once, again after news of a device, and in between.

How a device is stands in no fact unless it is lost or back: what changes without one, such as paper
or a start, is seen at the next look.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import cast

from textual.message import Message

from edge.api import shapes
from edge.client import HallClient, HallError
from edge.engineer.hall import Hall
from edge.engineer.messages import HallLost, HallSeen
from edge.staff.patience import Patience

LOOK_EVERY_S = 5.0
_OF_DEVICES = frozenset(
    {"FaultOpened", "FaultSeenAgain", "FaultAcknowledged", "FaultClosed", "PowerChanged"}
)


class Follower:
    """Posts `HallSeen` and `HallLost` for as long as `run` runs."""

    def __init__(
        self, client: HallClient, post: Callable[[Message], object], patience: Patience
    ) -> None:
        self._client = client
        self._post = post
        self._patience = patience
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Follow the hall without end; connect again as often as it takes."""
        pauses_s = self._patience.reconnect_pauses()
        while True:
            try:
                seq = await self._look()
                pauses_s = self._patience.reconnect_pauses()
                await self._follow(seq)
            except (HallError, TimeoutError):
                self._post(HallLost())
            await asyncio.sleep(next(pauses_s))

    def look_soon(self) -> None:
        """Look again at once: something was done that changes what is known."""
        self._news.set()

    async def _follow(self, seq: int) -> None:
        listening = asyncio.create_task(self._listen(seq))
        try:
            while not listening.done():
                await self._wait_for_news(listening)
                await self._look()
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _wait_for_news(self, listening: asyncio.Task[None]) -> None:
        told = asyncio.create_task(self._news.wait())
        await asyncio.wait(
            (told, listening), timeout=LOOK_EVERY_S, return_when=asyncio.FIRST_COMPLETED
        )
        told.cancel()
        self._news.clear()

    async def _listen(self, seq: int) -> None:
        stream = cast(AsyncGenerator[shapes.Event, None], self._client.events(after=seq))
        async with aclosing(stream) as events:
            async for event in events:
                if event.kind in _OF_DEVICES:
                    self._news.set()

    async def _look(self) -> int:
        async with asyncio.timeout(self._patience.answer_timeout_s):
            health = await self._client.health()
            devices = await self._client.devices()
            faults = await self._client.faults()
        self._post(HallSeen(Hall(health, tuple(devices), tuple(faults))))
        return health.seq
