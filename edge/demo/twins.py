"""The demo's devices: a twin for each in the configuration, behind a real pseudo-terminal."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from drivers.caller.ff68.twin import Ff68Twin
from drivers.contract import Kind
from drivers.led.onbon.twin import OnbonTwin
from drivers.printer.escpos.twin import EscposTwin
from drivers.reader.sam.twin import SamTwin
from drivers.registry import driver_for
from drivers.twins import Twin, TwinOnPty
from edge.config import ConfigError
from edge.devices.config import DeviceConfig


def twins_for(devices: Sequence[DeviceConfig], state: Path) -> dict[str, TwinOnPty]:
    """Return a twin on a wire for each device that has one, not yet plugged in, by device id."""
    return {
        device.id: TwinOnPty(
            twin_for(device),
            state / device.port,
            device.line(driver_for(device.kind, device.protocol).declaration.line),
        )
        for device in devices
        if device.port != "none"
    }


def twin_for(device: DeviceConfig) -> Twin:
    """Return the twin of `device`. Raises `ConfigError` where there is none."""
    match device.kind, device.protocol:
        case Kind.READER, "sam":
            return SamTwin()
        case Kind.PRINTER, "escpos":
            return EscposTwin()
        case Kind.LED, "onbon":
            return OnbonTwin(_addresses(device.options))
        case Kind.CALLER, "ff68":
            return Ff68Twin(_addresses(device.options))
    raise ConfigError(f"device {device.id}: there is no twin for {device.kind} {device.protocol}")


def _addresses(options: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(options.get("addresses", (1,)))
