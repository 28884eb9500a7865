"""Serial lines by pyserial URL, without ever blocking the event loop.

Ports with a file descriptor (tty, pty, `socket://`) are watched by the loop; others (`rfc2217://`)
are read by a thread of their own.
"""

import asyncio
import contextlib
import os
import threading

import serial

from drivers.contract import LineSettings, Wire, WireLostError
from drivers.transports.breath import Breath
from drivers.transports.inbox import Inbox

_POLL_S = 0.2


async def open_serial(port: str, line: LineSettings) -> Wire:
    """Open `port` exclusively with `line`'s settings. Raises `WireLostError`."""
    loop = asyncio.get_running_loop()
    try:
        opened = await loop.run_in_executor(None, _open, port, line)
    except (serial.SerialException, OSError, ValueError) as error:
        raise WireLostError(f"{port}: {_reason(error)}") from error
    try:
        descriptor = opened.fileno()
    except (OSError, AttributeError):
        return _ThreadedSerial(opened, port)
    return _WatchedSerial(opened, descriptor, port)


def _reason(error: Exception) -> str:
    # pyserial's text repeats the port and the number; the system's own words say it once.
    number = getattr(error, "errno", None)
    return os.strerror(number) if number else str(error)


def _open(port: str, line: LineSettings) -> serial.SerialBase:
    extra = {} if "://" in port else {"exclusive": True}
    return serial.serial_for_url(
        port,
        baudrate=line.baudrate,
        bytesize=line.bytesize,
        parity=line.parity,
        stopbits=line.stopbits,
        timeout=_POLL_S if port.startswith("rfc2217://") else 0,
        **extra,
    )


class _WatchedSerial:
    """A port with a file descriptor, read and written as the loop finds it ready."""

    def __init__(self, opened: serial.SerialBase, descriptor: int, port: str) -> None:
        self._serial = opened
        self._descriptor = descriptor
        self._port = port
        self._inbox = Inbox()
        self._loop = asyncio.get_running_loop()
        self._breath = Breath(self._loop.time())
        self._resting: asyncio.TimerHandle | None = None
        os.set_blocking(descriptor, False)
        self._listen()

    def _listen(self) -> None:
        self._resting = None
        self._loop.add_reader(self._descriptor, self._on_readable)

    def _stop_listening(self) -> None:
        self._loop.remove_reader(self._descriptor)
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None

    def _rest_if_flooded(self) -> None:
        rest_s = self._breath.rest_s(self._loop.time())
        if rest_s:
            self._loop.remove_reader(self._descriptor)
            self._resting = self._loop.call_later(rest_s, self._listen)

    def _on_readable(self) -> None:
        try:
            data = os.read(self._descriptor, 4096)
        except BlockingIOError:
            return
        except OSError as error:
            self._lose(error.strerror or "read failed")
            return
        if data:
            self._inbox.put(data)
            self._rest_if_flooded()
        else:
            self._lose("end of file")

    def _lose(self, reason: str) -> None:
        self._stop_listening()
        self._inbox.lose(f"{self._port}: {reason}")

    async def write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            if self._inbox.lost is not None:
                raise WireLostError(self._inbox.lost)
            try:
                left = left[os.write(self._descriptor, left) :]
            except BlockingIOError:
                await self._writable()
            except OSError as error:
                self._lose(error.strerror or "write failed")

    async def _writable(self) -> None:
        ready = asyncio.Event()
        self._loop.add_writer(self._descriptor, ready.set)
        try:
            await ready.wait()
        finally:
            self._loop.remove_writer(self._descriptor)

    async def read(self, within_s: float) -> bytes:
        return await self._inbox.take(within_s)

    async def close(self) -> None:
        if self._serial.is_open:
            self._stop_listening()
            self._inbox.lose(f"{self._port}: closed")
            with contextlib.suppress(OSError):
                self._serial.close()


class _ThreadedSerial:
    """A port without a file descriptor: a thread reads it, executor calls write it."""

    def __init__(self, opened: serial.SerialBase, port: str) -> None:
        self._serial = opened
        self._port = port
        self._inbox = Inbox()
        self._loop = asyncio.get_running_loop()
        self._closing = threading.Event()
        self._reader = threading.Thread(target=self._pump, name=f"serial {port}", daemon=True)
        self._reader.start()

    def _pump(self) -> None:
        try:
            while not self._closing.is_set():
                data = self._serial.read(max(1, getattr(self._serial, "in_waiting", 1)))
                if data:
                    self._loop.call_soon_threadsafe(self._inbox.put, data)
        except (OSError, serial.SerialException) as error:
            with contextlib.suppress(RuntimeError):  # the loop may be gone already
                self._loop.call_soon_threadsafe(self._inbox.lose, f"{self._port}: {error}")

    async def write(self, data: bytes) -> None:
        if self._inbox.lost is not None:
            raise WireLostError(self._inbox.lost)
        try:
            await self._loop.run_in_executor(None, self._serial.write, data)
        except (OSError, serial.SerialException) as error:
            raise WireLostError(f"{self._port}: {error}") from error

    async def read(self, within_s: float) -> bytes:
        return await self._inbox.take(within_s)

    async def close(self) -> None:
        self._closing.set()
        self._inbox.lose(f"{self._port}: closed")
        await self._loop.run_in_executor(None, self._reader.join)
        with contextlib.suppress(OSError):
            self._serial.close()
