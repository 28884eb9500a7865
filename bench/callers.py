"""Callers over HTTP that cost next to nothing, so that what is measured is who answers."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Ask = Callable[[int], bytes]


class RefusedError(Exception):
    """An answer that is none of a request that worked."""


@dataclass
class Answers:
    """What came back: how long each request took, and all of them together."""

    took_s: list[float] = field(default_factory=list)
    duration_s: float = 0.0

    @property
    def per_s(self) -> float:
        return len(self.took_s) / self.duration_s


class _Caller(asyncio.Protocol):
    """One connection that asks, waits, and asks again until `until_s`."""

    def __init__(self, ask: Callable[[], bytes], until_s: float, answers: Answers) -> None:
        self._ask = ask
        self._until_s = until_s
        self._answers = answers
        self._got = bytearray()
        self._asked_s = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def _next(self) -> None:
        self._asked_s = time.perf_counter()
        self._transport.write(self._ask())

    def data_received(self, data: bytes) -> None:
        self._got += data
        if not _is_whole(self._got):
            return
        now_s = time.perf_counter()
        if not self._got.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")):
            self._end(RefusedError(bytes(self._got[:500]).decode(errors="replace")))
            return
        self._answers.took_s.append(now_s - self._asked_s)
        self._got.clear()
        if now_s < self._until_s:
            self._next()
        else:
            self._end(None)

    def _end(self, error: Exception | None) -> None:
        self._transport.close()
        if self.done.done():
            return
        if error is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(error)

    def connection_lost(self, error: Exception | None) -> None:
        self._end(error or ConnectionResetError("the server has closed the connection"))


def _is_whole(got: bytearray) -> bool:
    head, empty_line, body = got.partition(b"\r\n\r\n")
    if not empty_line:
        return False
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    return len(body) >= int(length or 0)


def post(path: str, body: bytes, key: str = "") -> bytes:
    """Return a request that posts JSON."""
    head = f"POST {path} HTTP/1.1\r\nHost: hall\r\nContent-Type: application/json\r\n"
    head += f"Idempotency-Key: {key}\r\n" if key else ""
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def call(address: Path, connections: int, duration_s: float, ask: Ask) -> Answers:
    """Have `connections` ask at `address` for a while; `ask` gives request number n."""
    loop = asyncio.get_running_loop()
    answers, count = Answers(), 0

    def next_request() -> bytes:
        nonlocal count
        count += 1
        return ask(count)

    started_s = time.perf_counter()
    callers = []
    for _ in range(connections):
        _transport, caller = await loop.create_unix_connection(
            lambda: _Caller(next_request, started_s + duration_s, answers), str(address)
        )
        callers.append(caller)
    await asyncio.gather(*(caller.done for caller in callers))
    answers.duration_s = time.perf_counter() - started_s
    return answers
