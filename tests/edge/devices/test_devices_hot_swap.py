"""An adapter is pulled out and put into another socket: the same device is found again there."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

from drivers.contract import Health, HealthChanged, Kind, LineSettings, Wire
from drivers.led.onbon.twin import OnbonTwin
from drivers.registry import driver_for
from drivers.transports.serial import open_serial
from drivers.transports.usb import UsbAdapter, find_usb
from drivers.twins import TwinOnPty
from edge.devices.config import DeviceConfig
from edge.devices.slot import DeviceSlot

LINE = LineSettings(115200)


class Machine:
    """A machine with USB sockets, and a slot that looks for one adapter in them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._twin = OnbonTwin((1,))
        self._plugged: TwinOnPty | None = None
        self._adapters: list[UsbAdapter] = []
        self.events: list[HealthChanged] = []
        driver = driver_for(Kind.LED, "onbon")
        self.slot = DeviceSlot(
            config=DeviceConfig("strips", Kind.LED, "onbon", "usb:A50285BI", 115200),
            driver_class=driver,
            options=driver.declaration.options(),
            open_wire=self._open,
            on_event=lambda _slot, event: self.events.append(event),
            wall_ms=lambda: 0,
            now=dt.datetime.now,
        )

    async def _open(self, port: str, line: LineSettings) -> Wire:
        return await open_serial(await find_usb(port, lambda: self._adapters), line)

    async def plug(self, socket: str) -> None:
        path = self._folder / socket
        self._plugged = TwinOnPty(self._twin, path, LINE)
        await self._plugged.plug()
        self._adapters = [UsbAdapter(str(path), "A50285BI", 0x0403, 0x6001, socket=socket)]

    async def pull(self) -> None:
        assert self._plugged is not None
        self._adapters = []
        await self._plugged.unplug()

    def healths(self) -> list[Health]:
        return [event.health for event in self.events if not event.unit]

    async def until(self, *healths: Health) -> None:
        async with asyncio.timeout(60):
            while self.healths() != list(healths):
                await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def running(machine: Machine) -> AsyncIterator[None]:
    supervision = asyncio.create_task(machine.slot.run())
    try:
        yield
    finally:
        supervision.cancel()
        await asyncio.gather(supervision, return_exceptions=True)


async def test_pulled_out_and_put_into_another_socket_it_is_lost_once_and_back_once(tmp_path: Path):
    machine = Machine(tmp_path)
    await machine.plug("ttyUSB0")
    async with running(machine):
        await machine.until(Health.ONLINE)
        await machine.pull()
        await machine.until(Health.ONLINE, Health.NO_DEVICE)
        await machine.plug("ttyUSB5")
        await machine.until(Health.ONLINE, Health.NO_DEVICE, Health.ONLINE)
    assert machine.slot.losses == 1
