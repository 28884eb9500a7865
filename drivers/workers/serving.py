"""A twin in a worker's place: it connects in where the hall waits for the worker."""

import asyncio
import contextlib
from pathlib import Path

from drivers.contract import LineSettings
from drivers.transports.stream import StreamWire
from drivers.twins import LineFaults, Twin, serve_twin

_AGAIN_S = 0.2


class TwinAsWorker:
    """A twin behind the hall's worker socket, with a plug that can be pulled and put back."""

    def __init__(
        self, twin: Twin, socket: Path, line: LineSettings, faults: LineFaults | None = None
    ) -> None:
        self.twin = twin
        self.faults = faults or LineFaults()
        self._socket = socket
        self._line = line
        self._serving: asyncio.Task[None] | None = None

    @property
    def plugged(self) -> bool:
        """Whether the device can be reached."""
        return self._serving is not None

    async def plug(self) -> None:
        """Connect, as often as the hall lets go. Safe to repeat."""
        if self._serving is None:
            self._serving = asyncio.create_task(self._serve())

    async def unplug(self) -> None:
        """End as a killed worker does, in mid-message if it so happens. Safe to repeat."""
        serving, self._serving = self._serving, None
        if serving is not None:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    async def _serve(self) -> None:
        while True:
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_unix_connection(self._socket)
                port = StreamWire(reader, writer, self._socket.stem)
                try:
                    await serve_twin(self.twin, port, self._line, self.faults)
                finally:
                    await port.close()
            await asyncio.sleep(_AGAIN_S)
