"""Which devices a worker can serve, and how their options are read."""

import dataclasses
import difflib
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from drivers.contract import Kind
from drivers.workers.device import WorkerDevice

# Named and not imported: a worker loads the library of its own device, and no other.
_DEVICES: dict[tuple[Kind, str], tuple[str, str]] = {
    (Kind.CHIP, "pcsc"): (
        "drivers.chip.pcsc.device:PcscDevice",
        "drivers.chip.pcsc.options:PcscOptions",
    ),
    (Kind.SCANNER, "camera"): (
        "drivers.scanner.camera.device:CameraDevice",
        "drivers.scanner.camera.options:CameraOptions",
    ),
}


class UnusableOptionsError(ValueError):
    """The worker cannot start with what it was given; the message is for whoever gave it."""


class MissingLibraryError(UnusableOptionsError):
    """A library that the device needs is not installed; the message says how to install it."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f'{library} is not installed: pip install "atrium-hall[{extra}]"')


def served_by_workers() -> list[tuple[Kind, str]]:
    """Return kind and protocol of every device that a worker can serve, sorted."""
    return sorted(_DEVICES)


def device_for(kind: Kind, protocol: str, options: Mapping[str, Any]) -> WorkerDevice:
    """Return the device with these options. Raises `UnusableOptionsError`."""
    try:
        device_path, options_path = _DEVICES[kind, protocol]
    except KeyError:
        known = ", ".join(f"{of_kind}.{name}" for of_kind, name in served_by_workers())
        raise UnusableOptionsError(
            f"no worker serves {kind}.{protocol}; there are: {known}"
        ) from None
    checked = checked_options(_load(options_path), options)
    device = _load(device_path)(checked)
    assert isinstance(device, WorkerDevice)  # noqa: S101
    return device


def _load(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def checked_options(schema: Any, options: Mapping[str, Any]) -> Any:
    """Return `options` as the dataclass `schema`. Raises `UnusableOptionsError` naming the key."""
    fields = {field.name: field for field in dataclasses.fields(schema)}
    for key, value in options.items():
        if key not in fields:
            near = difflib.get_close_matches(key, fields, 1, cutoff=0.5)
            hint = f"the nearest known is {near[0]!r}" if near else f"known: {', '.join(fields)}"
            raise UnusableOptionsError(f"unknown option {key!r}; {hint}")
        wanted = type(fields[key].default)
        if not _fits(value, wanted):
            raise UnusableOptionsError(f"{key}: expected {wanted.__name__}, found {value!r}")
    try:
        return schema(**options)
    except ValueError as error:
        raise UnusableOptionsError(str(error)) from None


def _fits(value: object, wanted: type) -> bool:
    return type(value) is wanted or (wanted is float and type(value) is int)
