"""Devices behind a TCP socket: serial servers in raw mode, network printers, LED cards."""

import asyncio
from urllib.parse import urlsplit

from drivers.contract import Wire, WireLostError
from drivers.transports.stream import StreamWire

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
    return StreamWire(reader, writer, port)
