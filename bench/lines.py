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
            try:
                head, body = await self._asked(request)
            except (asyncio.IncompleteReadError, ConnectionError):
                # A connection that rests is closed; whoever asks again with the same key may.
                self.close()
                head, body = await self._asked(request)
        if not head.startswith(b"http/1.1 2"):
            raise RefusedError(body.decode(errors="replace"))
        return body

    async def _asked(self, request: bytes) -> tuple[bytes, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_unix_connection(self._address)
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
        return head, await reader.readexactly(int(length or 0))

    def close(self) -> None:
        """Let go of the connection."""
        streams, self._streams = self._streams, None
        if streams is not None:
            streams[1].close()


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
