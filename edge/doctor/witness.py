"""The witness: hears from other machines what is durable there, and keeps it through anything."""

import asyncio
import contextlib
import json
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from edge.doctor.book import LINE_BYTES_MAX, Book, NotUnderstoodError
from edge.doctor.durable import store_durably
from edge.doctor.errors import DoctorError

_TICK_S = 0.25


class Witness:
    """A book, the file it is kept in, and who writes into it."""

    def __init__(self, path: Path) -> None:
        """Open the book at `path`; a missing file is an empty one. Raises `DoctorError`."""
        self._path = path
        self.book = _read(path)
        self._kept = True
        self._talks: set[asyncio.Task[None]] = set()

    async def serve(
        self, listener: socket.socket, tick: Callable[[Book], None], stop: asyncio.Event
    ) -> None:
        """Listen until `stop`; `tick` may show the book, four times a second."""
        server = await asyncio.start_server(self._talk, sock=listener, limit=LINE_BYTES_MAX)
        try:
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), _TICK_S)
                self.keep()
                tick(self.book)
        finally:
            server.close()
            for talk in self._talks:
                talk.cancel()
            await asyncio.gather(*self._talks, return_exceptions=True)
            self.keep()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._talks.add(task)
        try:
            # A line longer than the limit is a ValueError; a box without power just says no more.
            with contextlib.suppress(OSError, ValueError, asyncio.CancelledError):
                while line := await reader.readline():
                    writer.write(f"{self._answer(line)}\n".encode())
                    await writer.drain()
        finally:
            self._talks.discard(task) if task is not None else None
            writer.close()

    def _answer(self, line: bytes) -> str:
        text = line.decode("ascii", "replace")
        try:
            answer = self.book.hear(text)
            self._kept = False
            if not text.startswith("wrote"):
                self.keep()
        except (NotUnderstoodError, DoctorError) as error:
            return f"error {error}"
        return answer

    def keep(self) -> None:
        """Make what was heard durable. Raises `DoctorError`."""
        if self._kept:
            return
        try:
            store_durably(self._path, self.book.kept())
        except OSError as error:
            raise DoctorError(f"{self._path}: {error.strerror or error}") from None
        self._kept = True


def _read(path: Path) -> Book:
    try:
        return Book.read(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return Book()
    except OSError as error:
        raise DoctorError(f"{path}: {error.strerror or error}") from None
    except ValueError as error:
        raise DoctorError(f"{path}: not a witness's book: {error}") from None


def told_to_stop() -> asyncio.Event:
    """Return what is set at SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    return stop
