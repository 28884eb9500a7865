"""Devices behind a TCP socket: serial servers in raw mode, network printers, LED cards."""

import asyncio
import contextlib
from urllib.parse import urlsplit

from drivers.contract import Wire, WireLostError

_CONNECT_S = 3.0


async def open_tcp(port: str) -> Wire:
    """Connect to `tcp://host:port`. Raises `WireLostError` naming the port and the reason."""
    address = urlsplit(port)
    if address.hostname is None or address.port is None:
        raise WireLostError(f"{port}: expected tcp://host:port")
    try:
        async with asyncio.timeout(_CONNECT_S):
            reader, writer = await asyncio.open_connection(address.hostname, address.port)
    except TimeoutError as error:
        raise WireLostError(f"{port}: no connection within {_CONNECT_S:g} s") from error
    except OSError as error:
        raise WireLostError(f"{port}: {error.strerror or error}") from error
    return _TcpWire(reader, writer, port)


class _TcpWire:
    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: str
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._port = port

    async def write(self, data: bytes) -> None:
        try:
            self._writer.write(data)
            await self._writer.drain()
        except OSError as error:
            raise WireLostError(f"{self._port}: {error.strerror or error}") from error

    async def read(self, within_s: float) -> bytes:
        try:
            async with asyncio.timeout(within_s):
                data = await self._reader.read(4096)
        except TimeoutError:
            return b""
        except OSError as error:
            raise WireLostError(f"{self._port}: {error.strerror or error}") from error
        if not data:
            raise WireLostError(f"{self._port}: the other end hung up")
        return data

    async def close(self) -> None:
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
