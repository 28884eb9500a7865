"""The worker's process: one device in threads, one loop that always answers the hall."""

import asyncio
import contextlib
import logging
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drivers.contract import Kind, WireLostError
from drivers.transports.stream import StreamWire
from drivers.workers.device import Desk, WorkerDevice
from drivers.workers.devices import UnusableOptionsError, device_for
from drivers.workers.line import Book, HallHangsError, attend, in_thread
from drivers.workers.notify import notify

logger = logging.getLogger(__name__)

# The hall waits at its socket for five seconds at a time.
_AGAIN_FIRST_S = 0.1
_AGAIN_LONGEST_S = 2.0
_WATCH_S = 1.0
# Longer than any library call that is merely slow: V4L2 waits ten seconds for a frame.
_HANGS_AFTER_S = 30.0
_END_WITHIN_S = 3.0
_WRITE_TIMEOUT_S = 10.0

DONE, FAILED, UNUSABLE = 0, 1, 2


def run_worker(kind: Kind, protocol: str, socket: Path, options: Mapping[str, Any]) -> int:
    """Serve the device to the hall that waits at `socket`, until SIGTERM. Return the exit code.

    0: ended as asked. 1: the device's library hangs, or a bug ended its thread. 2: no such device,
    options that it cannot use, or its library is not installed.
    """
    try:
        device = device_for(kind, protocol, options)
    except UnusableOptionsError as error:
        sys.stderr.write(f"worker {socket.stem}: {error}\n")
        return UNUSABLE
    return asyncio.run(Worker(device, socket).run())


class Worker:
    """One device and its line to the hall at `socket`."""

    def __init__(
        self, device: WorkerDevice, socket: Path, hangs_after_s: float = _HANGS_AFTER_S
    ) -> None:
        self._device = device
        self._hangs_after_s = hangs_after_s
        self._socket = socket
        self._stopping = threading.Event()
        self._ended = asyncio.Event()
        self._hung = False

    async def run(self) -> int:
        """Serve until SIGTERM, or the device ends. Return the exit code."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._ended.set)
        book = Book(self._device)
        desk = Desk(
            lambda health, detail: _safely(loop, book.be, health, detail),
            lambda event: _safely(loop, book.tell, event),
            self._stopping,
        )
        serving = in_thread(lambda: self._device.run(desk))
        serving.add_done_callback(lambda _done: self._ended.set())
        others = [
            asyncio.create_task(self._keep_connected(book)),
            asyncio.create_task(self._watch(desk)),
        ]
        notify("READY=1")
        await self._ended.wait()
        return await self._end(serving, others)

    async def _end(self, serving: "asyncio.Future[None]", others: list[asyncio.Task[None]]) -> int:
        notify("STOPPING=1")
        failed = self._hung or serving.done()
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self._stopping.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_END_WITHIN_S):
                await asyncio.wait([serving])
        if serving.done() and (bug := serving.exception()) is not None:
            logger.error("%s failed", self._device.serves, exc_info=bug)
            return FAILED
        return FAILED if failed or not serving.done() else DONE

    async def _watch(self, desk: Desk) -> None:
        while (unseen_s := desk.unseen_s()) < self._hangs_after_s:
            notify("WATCHDOG=1")
            await asyncio.sleep(min(_WATCH_S, self._hangs_after_s))
        logger.error("%s: its library has hung for %.0f s", self._device.serves, unseen_s)
        self._hung = True
        self._ended.set()

    async def _keep_connected(self, book: Book) -> None:
        pause_s = _AGAIN_FIRST_S
        while True:
            try:
                reader, writer = await asyncio.open_unix_connection(self._socket)
            except OSError:
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, _AGAIN_LONGEST_S)
                continue
            pause_s = _AGAIN_FIRST_S
            await self._attend(book, StreamWire(reader, writer, "hall", _WRITE_TIMEOUT_S))
            await asyncio.sleep(pause_s)

    async def _attend(self, book: Book, wire: StreamWire) -> None:
        logger.info("%s: connected to the hall", self._device.serves)
        try:
            await attend(self._device, book, wire)
        except (WireLostError, HallHangsError) as error:
            logger.info("%s: no longer connected: %s", self._device.serves, error)
        finally:
            await wire.close()


def _safely(loop: asyncio.AbstractEventLoop, call: Any, *values: Any) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is to be told any more
        loop.call_soon_threadsafe(call, *values)
