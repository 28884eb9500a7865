"""USB serial adapters by their serial number, wherever they are plugged in.

`usb:SERIAL`, or `usb:VID:PID:SERIAL` where two makers use the same number; VID and PID in hex. The
adapter is looked for each time the port is opened, so one that moves to another socket is found.
Adapters without a serial number are named by their socket instead: `/dev/serial/by-path/…`.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from serial.tools import list_ports

from drivers.contract import WireLostError

SCHEME = "usb:"


@dataclass(frozen=True, slots=True)
class UsbAdapter:
    """A USB serial adapter that is plugged in now. `vid` and `pid` are 0 where unknown."""

    device: str
    serial_number: str
    vid: int = 0
    pid: int = 0
    product: str = ""
    socket: str = ""  # where it is plugged in: bus and ports, as the kernel counts them

    @property
    def name(self) -> str:
        """How a configuration names it for good; empty without a serial number."""
        if not self.serial_number:
            return ""
        return f"{SCHEME}{self.vid:04x}:{self.pid:04x}:{self.serial_number}"


def plugged_in() -> list[UsbAdapter]:
    """Return the USB serial adapters of this machine. Reads files: not for the event loop."""
    return [
        UsbAdapter(
            port.device,
            port.serial_number or "",
            port.vid or 0,
            port.pid or 0,
            port.product or "",
            port.location or "",
        )
        for port in sorted(list_ports.comports())
        if port.vid is not None
    ]


async def find_usb(port: str, adapters: Callable[[], Iterable[UsbAdapter]] = plugged_in) -> str:
    """Return the path of the adapter that `port` names. Raises `WireLostError`."""
    found = await asyncio.get_running_loop().run_in_executor(None, lambda: list(adapters()))
    wanted = port.removeprefix(SCHEME)
    matching = [each for each in found if each.serial_number and _is_called(each, wanted)]
    if len(matching) == 1:
        return matching[0].device
    if matching:
        names = ", ".join(each.name for each in matching)
        raise WireLostError(f"{port}: more than one adapter has that number: {names}")
    there = ", ".join(each.name for each in found if each.name) or "none"
    raise WireLostError(f"{port}: not plugged in; there are: {there}")


def _is_called(adapter: UsbAdapter, wanted: str) -> bool:
    return wanted == adapter.serial_number or wanted.lower() == adapter.name[len(SCHEME) :].lower()
