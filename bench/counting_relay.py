"""A relay on this machine that counts what a browser and a server send each other."""

import asyncio
import contextlib
from collections.abc import AsyncIterator


class Relay:
    """Passes connections on to `to_port`. `passed` are the bytes so far, both ways together."""

    def __init__(self, to_port: int) -> None:
        self.passed = 0
        self.port = 0
        self._to_port = to_port

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen on a port of its own for as long as this lasts."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        yield
        server.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to_port)
        await asyncio.gather(self._pass_on(reader, far_writer), self._pass_on(far_reader, writer))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                self.passed += len(data)
                writer.write(data)
                await writer.drain()
        writer.close()
