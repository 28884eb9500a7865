"""How a device is written down in the configuration."""

from dataclasses import dataclass, field
from typing import Any

from drivers.contract import Kind, LineSettings


@dataclass(frozen=True)
class DeviceConfig:
    """One device: what it is, where it is plugged in and stands, and how its driver is set.

    `port` is a path (a relative one is looked for in the state directory), one of the schemes of
    `drivers.transports`, or `none` for a device without a wire. `place` is where in the hall a
    person finds it. `options` are the driver's own.
    """

    id: str
    kind: Kind
    protocol: str
    port: str = "none"
    baudrate: int = 0  # 0: what the driver declares
    place: str = ""
    options: dict[str, Any] = field(default_factory=dict)

    def line(self, declared: LineSettings) -> LineSettings:
        """Return the line's settings: the driver's own, but for what is set here."""
        if not self.baudrate:
            return declared
        return LineSettings(self.baudrate, declared.bytesize, declared.parity, declared.stopbits)
