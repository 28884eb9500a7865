"""How many terminals a server runs at once, so that tabs cannot use up the box's memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# A terminal that was just quit or reloaded is still on its way out.
PLACE_WITHIN_S = 3.0


class FullError(Exception):
    """As many terminals run as may."""


class Sessions:
    """Counts terminals, up to `sessions_max`."""

    def __init__(self, sessions_max: int, place_within_s: float = PLACE_WITHIN_S) -> None:
        self._sessions_max = sessions_max
        self._place_within_s = place_within_s
        self._running = 0
        self._ended = asyncio.Condition()

    async def has_place(self) -> bool:
        """Return whether another may begin, now or after a moment."""
        try:
            async with asyncio.timeout(self._place_within_s), self._ended:
                return await self._ended.wait_for(lambda: self._running < self._sessions_max)
        except TimeoutError:
            return False

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Count a terminal as long as it runs. Raises `FullError`."""
        if not await self.has_place():
            raise FullError
        self._running += 1
        try:
            yield
        finally:
            self._running -= 1
            async with self._ended:
                self._ended.notify_all()
