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
        self._arrived = asyncio.Event()
        self._lost: str | None = None

    def put(self, data: bytes) -> None:
        """Add what has arrived."""
        self._bytes += data
        del self._bytes[:-BYTES_MAX]
        self._arrived.set()

    def lose(self, reason: str) -> None:
        """Say that nothing more will come. Readers get what is left, then `WireLostError`."""
        if self._lost is None:
            self._lost = reason
        self._arrived.set()

    @property
    def lost(self) -> str | None:
        """Why nothing more will come, or None."""
        return self._lost

    async def take(self, within_s: float) -> bytes:
        """Return all there is, waiting at most `within_s`; empty on silence."""
        if not self._bytes and self._lost is None:
            self._arrived.clear()
            try:
                async with asyncio.timeout(within_s):
                    await self._arrived.wait()
            except TimeoutError:
                return b""
        if not self._bytes and self._lost is not None:
            raise WireLostError(self._lost)
        data = bytes(self._bytes)
        self._bytes.clear()
        return data
