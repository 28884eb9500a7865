"""A device's end of a wire, where bytes are timed as they pass."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from drivers.contract import LineSettings
from drivers.registry import driver_for
from drivers.twins import PtyPort, Twin, serve_twin
from edge.devices.config import DeviceConfig

OnBytes = Callable[[bytes], None]


def _nobody(_data: bytes) -> None:
    return


class TimedPort(PtyPort):
    """A wire that tells when bytes begin to come, and when bytes have gone."""

    def __init__(self, link: Path, heard: OnBytes = _nobody, said: OnBytes = _nobody) -> None:
        super().__init__(link)
        self._heard, self._said = heard, said

    async def read(self, within_s: float) -> bytes:
        data = await super().read(within_s)
        self._heard(data)
        return data

    async def write(self, data: bytes) -> None:
        await super().write(data)
        self._said(data)


def speed_of(device: DeviceConfig) -> LineSettings:
    """Return the settings of a device's line."""
    return device.line(driver_for(device.kind, device.protocol).declaration.line)


@contextlib.asynccontextmanager
async def on_wire(
    twin: Twin, link: Path, speed: LineSettings, heard: OnBytes = _nobody, said: OnBytes = _nobody
) -> AsyncIterator[None]:
    """Have `twin` behind a real pseudo-terminal as fast as its line; `heard`, `said` by it."""
    port = TimedPort(link, heard, said)
    serving = asyncio.create_task(serve_twin(twin, port, speed))
    try:
        yield
    finally:
        await port.close()
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
