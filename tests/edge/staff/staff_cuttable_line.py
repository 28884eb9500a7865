"""A socket in front of another one, whose connections a test can cut at the worst moment."""

import asyncio
from pathlib import Path


class CuttableLine:
    """Carries bytes both ways.

    The next `answers_lost` commands go through, and the line is cut where their answers come back.
    """

    def __init__(self, socket: Path, behind: Path) -> None:
        self.socket = socket
        self.answers_lost = 0
        self._behind = behind
        self._server: asyncio.Server | None = None
        self._carrying: set[asyncio.Task[None]] = set()

    async def connect(self) -> None:
        """Let connections through."""
        self._server = await asyncio.start_unix_server(self._accept, self.socket)

    async def cut(self) -> None:
        """Drop every connection, and refuse new ones."""
        if self._server is not None:
            self._server.close()
        self.socket.unlink(missing_ok=True)
        carrying = list(self._carrying)
        for task in carrying:
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)

    async def _accept(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._carry(near, back))
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)

    async def _carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, there = await asyncio.open_unix_connection(self._behind)
        commands: list[bytes] = []
        ways = [
            asyncio.ensure_future(self._forward(near, there, commands)),
            asyncio.ensure_future(self._return(far, back, commands)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            for writer in (back, there):
                writer.transport.abort()

    async def _forward(
        self, near: asyncio.StreamReader, there: asyncio.StreamWriter, commands: list[bytes]
    ) -> None:
        while data := await near.read(65536):
            if data.startswith(b"POST /v1/counters"):
                commands.append(data)
            there.write(data)

    async def _return(
        self, far: asyncio.StreamReader, back: asyncio.StreamWriter, commands: list[bytes]
    ) -> None:
        while data := await far.read(65536):
            if commands and self.answers_lost:
                self.answers_lost -= 1
                return
            commands.clear()
            back.write(data)
