"""What of a configuration fits together only when it is seen whole: ids, and units on a line."""

import re
from collections.abc import Iterable
from pathlib import Path

from drivers.contract import Kind
from edge.config import ConfigError, load_list
from edge.devices.config import DeviceConfig
from edge.domain.pauses import USUAL_PAUSES, Pause
from edge.domain.plan import Address, Plan
from edge.domain.reasons import Reason, reasons_of
from edge.reactions.outputs import OutputConfig

# What an id may be wherever it becomes part of a path, a topic or a file name.
_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


def check_names(path: Path, hall: str, plan: Plan, devices: Iterable[DeviceConfig]) -> None:
    """Raise `ConfigError` for an id that could not stand in a path or a topic."""
    for section, ids in (
        ("hall", [hall]),
        ("services", [entry.id for entry in plan.services]),
        ("priorities", [entry.id for entry in plan.priorities]),
        ("counters", [entry.id for entry in plan.counters]),
        ("staff", [entry.id for entry in plan.staff]),
        ("devices", [entry.id for entry in devices]),
    ):
        for name in ids:
            _check_name(path, section, name)


def _check_name(path: Path, section: str, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ConfigError(
            f"{path}: {section}.id: {name!r}: up to 64 of A-Z a-z 0-9 _ . : - and nothing else"
        )


def load_pauses(path: Path) -> tuple[Pause, ...]:
    """Return the reasons to leave a counter; the usual ones of none. Raises `ConfigError`."""
    pauses = tuple(load_list(path, "pauses", Pause))
    ids = [pause.id for pause in pauses]
    for name in ids:
        _check_name(path, "pauses", name)
        if ids.count(name) > 1:
            raise ConfigError(f"{path}: pauses: {name!r} stands there twice")
    return pauses or USUAL_PAUSES


def load_reasons(path: Path) -> tuple[Reason, ...]:
    """Return what clerks may give as reasons and outcomes. Raises `ConfigError`."""
    listed = load_list(path, "reasons", Reason)
    known = [(reason.use, reason.id) for reason in listed]
    for use, name in known:
        _check_name(path, "reasons", name)
        if known.count((use, name)) > 1:
            raise ConfigError(f"{path}: reasons: {name!r} stands there twice for {use}")
    return reasons_of(listed)


def check_addresses(path: Path, plan: Plan, devices: Iterable[DeviceConfig]) -> None:
    """Raise `ConfigError` where a counter names a device that is not there, or another's unit."""
    kinds = {device.id: device.kind for device in devices}
    taken: dict[Address, str] = {}
    for counter in plan.counters:
        for wanted, address in ((Kind.LED, counter.led), (Kind.CALLER, counter.caller)):
            if address is None:
                continue
            where = f"{path}: counters: {counter.id}: {wanted}"
            kind = kinds.get(address.device)
            if kind is None:
                raise ConfigError(f"{where}: no device {address.device!r}")
            if kind is not wanted:
                raise ConfigError(f"{where}: device {address.device!r} is a {kind}")
            if address in taken:
                unit = f"unit {address.unit!r} of {address.device!r}"
                raise ConfigError(f"{where}: {unit} stands on counter {taken[address]}")
            taken[address] = counter.id


def load_outputs(
    path: Path, plan: Plan, devices: Iterable[DeviceConfig]
) -> tuple[OutputConfig, ...]:
    """Return what follows the hall on relay boards. Raises `ConfigError`."""
    outputs = tuple(load_list(path, "outputs", OutputConfig))
    kinds = {device.id: device.kind for device in devices}
    taken = set()
    for each in outputs:
        where = f"{path}: outputs: unit {each.unit!r} of {each.device!r}"
        if kinds.get(each.device) is not Kind.RELAY:
            raise ConfigError(f"{where}: no relay board has that id")
        if each.counter and each.counter not in plan.counters_by_id:
            raise ConfigError(f"{where}: no counter {each.counter!r}")
        if (each.device, each.unit) in taken:
            raise ConfigError(f"{where}: it follows two things")
        taken.add((each.device, each.unit))
    return outputs
