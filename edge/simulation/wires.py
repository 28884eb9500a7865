"""The hall's wires: a twin at the end of each, a plug that can be pulled, a line that spoils."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.contract import LineSettings, Wire, WireLostError
from drivers.transports.loopback import LoopbackEnd, loopback
from drivers.twins import LineFaults, Twin, serve_twin
from edge.devices.pool import NoWire
from edge.simulation.process import Process


@dataclass
class Socket:
    """Where one device is plugged in. `faults` may be changed while it runs."""

    twin: Twin
    faults: LineFaults
    plugged: bool = True
    _ends: tuple[LoopbackEnd, LoopbackEnd] | None = field(default=None, repr=False)

    def connect(self, line: LineSettings, hardware: Process) -> Wire:
        """Return the host's end of the wire, with the device at the other."""
        if not self.plugged:
            raise WireLostError("nothing is plugged in")
        host, device = self._ends = loopback()
        hardware.start(serve_twin(self.twin, device, line, self.faults))
        return host

    async def disconnect(self) -> None:
        """Pull the wire out, or let its host die: either end finds the other gone."""
        if self._ends is not None:
            for end in self._ends:
                await end.close()
            self._ends = None


class Wires:
    """All wires of one hall, by port. `hardware` goes on when the controller dies."""

    def __init__(self, sockets: Mapping[str, Socket], hardware: Process) -> None:
        self.sockets = dict(sockets)
        self._hardware = hardware

    async def open(self, port: str, line: LineSettings) -> Wire:
        """Open `port`. Raises `WireLostError`."""
        if port == "none":
            return NoWire()
        await asyncio.sleep(0)
        return self.sockets[port].connect(line, self._hardware)

    async def host_dies(self) -> None:
        """Be let go of by a controller that has been killed."""
        for socket in self.sockets.values():
            await socket.disconnect()

    async def pull(self, port: str) -> None:
        """Pull a plug. Safe to repeat."""
        self.sockets[port].plugged = False
        await self.sockets[port].disconnect()

    def put_back(self, port: str) -> None:
        """Plug it in again. Safe to repeat."""
        self.sockets[port].plugged = True


def line_faults(dice: random.Random) -> LineFaults:
    """Return a line that is good so far, and spoils by `dice`."""
    return LineFaults(dice=dice)
