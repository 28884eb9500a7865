"""The demo's devices: a twin for each in the configuration, behind a real pseudo-terminal."""

from collections.abc import Sequence
from pathlib import Path

from drivers import registry
from drivers.registry import UnknownDriverError, driver_for
from drivers.twins import Twin, TwinOnPty
from edge.config import ConfigError
from edge.devices.config import DeviceConfig


def twins_for(devices: Sequence[DeviceConfig], state: Path) -> dict[str, TwinOnPty]:
    """Return a twin for each device at the end of a path, not yet plugged in, by device id."""
    return {
        device.id: TwinOnPty(
            twin_for(device),
            state / device.port,
            device.line(driver_for(device.kind, device.protocol).declaration.line),
        )
        for device in devices
        if device.port != "none" and ":" not in device.port
    }


def twin_for(device: DeviceConfig) -> Twin:
    """Return the twin of `device`. Raises `ConfigError` where there is none."""
    try:
        return registry.twin_for(device.kind, device.protocol, device.options)
    except UnknownDriverError as error:
        raise ConfigError(f"device {device.id}: {error}") from None
