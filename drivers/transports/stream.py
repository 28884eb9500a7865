"""A wire over a stream socket, whichever way the connection came about."""

import asyncio
from typing import ClassVar

from drivers.contract import WireLostError
from drivers.transports.breath import Breath

# All that has come at once: what is left behind would let a flood grow in memory.
_PIECE_BYTES = 64 * 1024
_CLOSE_WITHIN_S = 1.0


class StreamWire:
    """One connection; `name` begins every error.

    Where `write_timeout_s` is given, an other end that takes no bytes for so long counts as gone.
    """

    hung_up: ClassVar[str] = "the other end hung up"

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        name: str,
        write_timeout_s: float | None = None,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._name = name
        self._write_timeout_s = write_timeout_s
        self._loop = asyncio.get_running_loop()
        self._breath = Breath(self._loop.time())
        self._rests_until_s: float | None = None

    async def write(self, data: bytes) -> None:
        try:
            self._writer.write(data)
            async with asyncio.timeout(self._write_timeout_s):
                await self._writer.drain()
        except TimeoutError as error:
            raise WireLostError(f"{self._name}: the other end takes no bytes") from error
        except OSError as error:
            raise WireLostError(f"{self._name}: {error.strerror or error}") from error

    async def read(self, within_s: float) -> bytes:
        try:
            async with asyncio.timeout(within_s):
                await self._rest()
                data = await self._reader.read(_PIECE_BYTES)
        except TimeoutError:
            return b""
        except OSError as error:
            raise WireLostError(f"{self._name}: {error.strerror or error}") from error
        if not data:
            raise WireLostError(f"{self._name}: {self.hung_up}")
        self._rest_if_flooded()
        return data

    def _rest_if_flooded(self) -> None:
        if rest_s := self._breath.rest_s(self._loop.time()):
            self._rests_until_s = self._loop.time() + rest_s
            self._writer.transport.pause_reading()  # type: ignore[attr-defined]

    async def _rest(self) -> None:
        if self._rests_until_s is not None:
            await asyncio.sleep(self._rests_until_s - self._loop.time())
            self._rests_until_s = None
            self._writer.transport.resume_reading()  # type: ignore[attr-defined]

    async def close(self) -> None:
        self._writer.close()
        try:
            async with asyncio.timeout(_CLOSE_WITHIN_S):
                await self._writer.wait_closed()
        except TimeoutError:
            # An other end that takes nothing would keep what it was sent, and us, for ever.
            self._writer.transport.abort()
        except OSError:
            pass
