"""Bytes that have arrived and wait for a reader: shared by the wires that are pushed to."""

import asyncio

from drivers.contract import WireLostError

# A device that floods its line would fill memory: past this the oldest bytes go. No frame of any
# protocol here is longer than 4 KiB.
BYTES_MAX = 64 * 1024


class Inbox:
    """A bounded buffer with one reader. When it is full the oldest bytes are dropped."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._waiting: list[asyncio.Future[None]] = []
        self._lost: str | None = None

    def put(self, data: bytes) -> None:
        """Add what has arrived."""
        self._bytes += data
        del self._bytes[:-BYTES_MAX]
        self._wake()

    def lose(self, reason: str) -> None:
        """Say that nothing more will come. Readers get what is left, then `WireLostError`."""
        if self._lost is None:
            self._lost = reason
        self._wake()

    def _wake(self) -> None:
        for waiting in self._waiting:
            _settle(waiting)

    @property
    def lost(self) -> str | None:
        """Why nothing more will come, or None."""
        return self._lost

    async def take(self, within_s: float) -> bytes:
        """Return all there is, waiting at most `within_s`; empty on silence."""
        if not self._bytes and self._lost is None:
            await self._something(within_s)
        if not self._bytes and self._lost is not None:
            raise WireLostError(self._lost)
        data = bytes(self._bytes)
        self._bytes.clear()
        return data

    async def _something(self, within_s: float) -> None:
        # By hand and not with `asyncio.timeout`: every poll of every device waits here.
        loop = asyncio.get_running_loop()
        arrived = loop.create_future()
        self._waiting.append(arrived)
        timer = loop.call_later(within_s, _settle, arrived)
        try:
            await arrived
        finally:
            timer.cancel()
            self._waiting.remove(arrived)


def _settle(arrived: asyncio.Future[None]) -> None:
    if not arrived.done():
        arrived.set_result(None)
