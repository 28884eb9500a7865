"""The wire of a driver, as the driver sees it."""

from dataclasses import dataclass
from typing import Protocol


class Wire(Protocol):
    """An open connection to a device: the only I/O a driver does, and its only owner of time."""

    async def write(self, data: bytes) -> None:
        """Hand over all of `data`. Raises `WireLostError` when the other end is gone."""

    async def read(self, within_s: float) -> bytes:
        """Return what has arrived, at the latest after `within_s` seconds; empty on silence.

        Raises `WireLostError` when the other end is gone. Cancelling it loses no bytes. A driver
        also waits with this call, so that it hears what the device says meanwhile.
        """

    async def close(self) -> None:
        """Let go of the wire. Safe to repeat."""


@dataclass(frozen=True, slots=True)
class LineSettings:
    """What a serial line is set to where the configuration does not say otherwise."""

    baudrate: int = 9600
    bytesize: int = 8
    parity: str = "N"
    stopbits: int = 1

    @property
    def byte_s(self) -> float:
        """Seconds one byte takes on the line: start bit, data, parity, stop bits."""
        bits = 1 + self.bytesize + (self.parity != "N") + self.stopbits
        return bits / self.baudrate
