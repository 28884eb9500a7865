"""Keyboards read by evdev, such as wedge scanners, and kept to ourselves.

The port is `evdev:/dev/input/by-id/…-event-kbd`: a name that stays, whatever else is plugged in.
The bytes are the kernel's `struct input_event`s, as they are read from the node.
"""

import asyncio
import contextlib
import os
from collections.abc import Callable

from drivers.contract import NotPossibleError, Wire, WireLostError
from drivers.transports.inbox import Inbox

SCHEME = "evdev:"

_READ_BYTES = 4096


async def open_evdev(port: str) -> Wire:
    """Open and grab the keyboard at `port`: what it types goes to nobody else.

    Raises `WireLostError` naming the port and the reason, and what to install where it is that.
    """
    path = port.removeprefix(SCHEME)
    loop = asyncio.get_running_loop()
    try:
        descriptor, close = await loop.run_in_executor(None, _open, path)
    except ImportError as error:
        raise WireLostError(f"{port}: pip install atrium-hall[wedge] ({error})") from error
    except OSError as error:
        raise WireLostError(f"{port}: {error.strerror or error}") from error
    return WatchedNode(descriptor, close, port)


def _open(path: str) -> tuple[int, Callable[[], None]]:
    # Imported where it is needed: a hall without wedge scanners does without the library.
    import evdev  # noqa: PLC0415

    device = evdev.InputDevice(path)
    try:
        keys = device.capabilities().get(evdev.ecodes.EV_KEY, [])
        if evdev.ecodes.KEY_ENTER not in keys:
            raise OSError("it is no keyboard: it has no Enter key")
        device.grab()
    except OSError:
        device.close()
        raise
    return device.fd, device.close


class WatchedNode:
    """A device node that is only read, as the loop finds it readable."""

    def __init__(self, descriptor: int, close: Callable[[], None], port: str) -> None:
        self._descriptor = descriptor
        self._close = close
        self._port = port
        self._inbox = Inbox()
        self._loop = asyncio.get_running_loop()
        os.set_blocking(descriptor, False)
        self._loop.add_reader(descriptor, self._on_readable)

    def _on_readable(self) -> None:
        try:
            data = os.read(self._descriptor, _READ_BYTES)
        except BlockingIOError:
            return
        except OSError as error:  # ENODEV: it was unplugged
            self._lose(error.strerror or "read failed")
            return
        if data:
            self._inbox.put(data)
        else:
            self._lose("end of file")

    def _lose(self, reason: str) -> None:
        self._loop.remove_reader(self._descriptor)
        self._inbox.lose(f"{self._port}: {reason}")

    async def write(self, data: bytes) -> None:
        """Refuse: a keyboard is only heard. Raises `NotPossibleError`."""
        raise NotPossibleError(f"{self._port}: a keyboard takes no bytes, and was sent {len(data)}")

    async def read(self, within_s: float) -> bytes:
        return await self._inbox.take(within_s)

    async def close(self) -> None:
        """Let go of the keyboard: it types for everybody again. Safe to repeat."""
        if self._descriptor >= 0:
            self._loop.remove_reader(self._descriptor)
            self._inbox.lose(f"{self._port}: closed")
            self._descriptor = -1
            with contextlib.suppress(OSError):
                self._close()
