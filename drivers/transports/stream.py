"""A wire over a stream socket, whichever way the connection came about."""

import asyncio
from typing import ClassVar

from drivers.contract import WireLostError

_PIECE_BYTES = 4096
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
                data = await self._reader.read(_PIECE_BYTES)
        except TimeoutError:
            return b""
        except OSError as error:
            raise WireLostError(f"{self._name}: {error.strerror or error}") from error
        if not data:
            raise WireLostError(f"{self._name}: {self.hung_up}")
        return data

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
