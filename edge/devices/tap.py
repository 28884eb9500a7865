"""Listening in on a device's wire while the hall works with it."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterator

from drivers.contract import Wire
from drivers.transports.capture import Piece
from drivers.wire import Side

# A listener that is too slow loses the oldest; what it is told says how much that was.
_WAITING_MAX = 1000


class Listener:
    """What one person who looks at a wire has not been shown yet."""

    def __init__(self) -> None:
        self._pieces: deque[Piece] = deque(maxlen=_WAITING_MAX)
        self._added = asyncio.Event()
        self.missed = 0
        self.ended = False

    def end(self) -> None:
        """Let nobody wait here any more."""
        self.ended = True
        self._added.set()

    def hear(self, piece: Piece) -> None:
        """Take in what has just passed."""
        if len(self._pieces) == _WAITING_MAX:
            self.missed += 1
        self._pieces.append(piece)
        self._added.set()

    async def next(self, within_s: float) -> Piece | None:
        """Return the next piece, or None where nothing passes within `within_s` seconds.

        None comes at once where listening has ended.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while not (self._pieces or self.ended):
                    self._added.clear()
                    await self._added.wait()
        return self._pieces.popleft() if self._pieces else None


class Tap:
    """Where listeners of one device's wire stand, whether the device is there or not."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._closed = False

    def close(self) -> None:
        """End all listening: the hall stops."""
        self._closed = True
        for listener in self._listeners:
            listener.end()

    @contextlib.contextmanager
    def listener(self) -> Iterator[Listener]:
        """Listen from now on, until the end of the block."""
        listener = Listener()
        if self._closed:
            listener.end()
        self._listeners.append(listener)
        try:
            yield listener
        finally:
            self._listeners.remove(listener)

    def pass_on(self, side: Side, data: bytes) -> None:
        """Show `data`, said by `side`, to whoever listens."""
        if self._listeners and data:
            piece = Piece(asyncio.get_running_loop().time(), side, data)
            for listener in self._listeners:
                listener.hear(piece)


class TappedWire:
    """Passes everything on to `wire`, and shows it to the listeners of `tap`."""

    def __init__(self, wire: Wire, tap: Tap) -> None:
        self._wire = wire
        self._tap = tap

    async def write(self, data: bytes) -> None:
        self._tap.pass_on(Side.HOST, data)
        await self._wire.write(data)

    async def read(self, within_s: float) -> bytes:
        data = await self._wire.read(within_s)
        self._tap.pass_on(Side.DEVICE, data)
        return data

    async def close(self) -> None:
        await self._wire.close()
