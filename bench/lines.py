"""Connections of many to a controller that cost next to nothing beside what it does itself."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from bench.callers import RefusedError


class Line:
    """One connection that is kept, and asks one thing after the other."""

    def __init__(self, address: Path) -> None:
        self._address = str(address)
        self._turn = asyncio.Lock()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> bytes:
        """Return what `path` holds. Raises `RefusedError`."""
        return await self.ask(f"GET {path} HTTP/1.1\r\nHost: hall\r\n\r\n".encode())

    async def ask(self, request: bytes) -> bytes:
        """Return the body of the answer, empty where there is none. Raises `RefusedError`."""
        async with self._turn:
            if self._streams is None:
                self._streams = await asyncio.open_unix_connection(self._address)
            reader, writer = self._streams
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
            body = await reader.readexactly(int(length or 0))
        if not head.startswith(b"http/1.1 2"):
            raise RefusedError(body.decode(errors="replace"))
        return body

    def close(self) -> None:
        """Let go of the connection."""
        if self._streams is not None:
            self._streams[1].close()


async def events(address: Path) -> AsyncIterator[tuple[int, str]]:
    """Yield seq and kind of each fact from now on, (0, "") first."""
    reader, writer = await asyncio.open_unix_connection(str(address))
    with contextlib.closing(writer):
        writer.write(b"GET /v1/events HTTP/1.1\r\nHost: hall\r\n\r\n")
        async for line in reader:
            if line.startswith(b": listening"):
                yield 0, ""
            elif line.startswith(b'data: {"seq":'):
                seq, _, rest = line[13:].partition(b',"kind":"')
                yield int(seq), rest.partition(b'"')[0].decode()
