"""The controller's own part of the configuration, read whole and checked before anything starts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field

from drivers.contract import Kind
from edge.config import ConfigError, load_list, load_section
from edge.devices.config import DeviceConfig
from edge.domain.plan import (
    Address,
    CounterPlan,
    Plan,
    PlanError,
    PriorityGroup,
    Service,
    StaffMember,
)
from edge.domain.queue import Rules
from edge.hall.hall import HallSettings
from edge.hall.paper import HallNames, TicketConfig
from edge.reactions.announcer import AnnouncerConfig
from edge.reactions.lighting import LightingConfig
from edge.reactions.outputs import OutputConfig
from edge.reactions.power import PowerConfig

# What an id may be wherever it becomes part of a path, a topic or a file name.
_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_PIN_HASH = re.compile(r"\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+(\$[A-Za-z0-9+/]+){2}")

KeyNumber = Annotated[str, Field(pattern=r"^[0-9]+$")]
Grade = Annotated[int, Field(ge=1, le=5)]
Megabytes = Annotated[int, Field(ge=0)]


@dataclass(frozen=True)
class HallConfig:
    """Who the hall is, and when its day begins. `demo` allows what no real hall may allow."""

    id: str = ""
    name: str = "供电营业厅"
    name_english: str = "Power Service Hall"
    timezone: str = "Asia/Shanghai"
    day_starts_at_hour: Annotated[int, Field(ge=0, le=23)] = 4
    rating_window_s: Annotated[int, Field(ge=0)] = 120
    grades: dict[KeyNumber, Grade] = field(default_factory=lambda: {"0": 5, "1": 4, "2": 3, "3": 2})
    demo: bool = False


@dataclass(frozen=True)
class JournalConfig:
    """How much room is kept aside on the disk, and below how much there is none."""

    reserve_mb: Megabytes = 64
    needed_mb: Megabytes = 16


@dataclass(frozen=True)
class EdgeSettings:
    """All that the controller reads from its file."""

    source: Path
    config: HallConfig
    hall: HallSettings
    journal: JournalConfig
    announcer: AnnouncerConfig
    outputs: tuple[OutputConfig, ...]
    light: LightingConfig
    power: PowerConfig
    devices: tuple[DeviceConfig, ...]
    timezone: ZoneInfo


def load_settings(path: Path) -> EdgeSettings:
    """Read `path`. Raises `ConfigError`, one line that names file and key."""
    config = load_section(path, "hall", HallConfig)
    if not config.id:
        raise ConfigError(f"{path}: hall.id: every hall has its own; it is missing here")
    devices = tuple(load_list(path, "devices", DeviceConfig))
    plan = _load_plan(path)
    _check_names(path, config.id, plan, devices)
    _check_pins(path, plan.staff)
    _check_addresses(path, plan, devices)
    return EdgeSettings(
        source=path,
        config=config,
        hall=HallSettings(
            names=HallNames(config.id, config.name, config.name_english),
            plan=plan,
            rules=load_section(path, "rules", Rules),
            ticket=_load_ticket(path),
            day_starts_at_hour=config.day_starts_at_hour,
            rating_window_s=config.rating_window_s,
        ),
        journal=load_section(path, "journal", JournalConfig),
        announcer=load_section(path, "announcements", AnnouncerConfig),
        outputs=_load_outputs(path, plan, devices),
        light=load_section(path, "light", LightingConfig),
        power=load_section(path, "power", PowerConfig),
        devices=devices,
        timezone=_timezone(path, config.timezone),
    )


def _load_plan(path: Path) -> Plan:
    try:
        return Plan(
            services=tuple(load_list(path, "services", Service)),
            counters=tuple(load_list(path, "counters", CounterPlan)),
            staff=tuple(load_list(path, "staff", StaffMember)),
            priorities=tuple(load_list(path, "priorities", PriorityGroup)),
        )
    except PlanError as error:
        raise ConfigError(f"{path}: {error}") from None


def _check_names(path: Path, hall: str, plan: Plan, devices: Iterable[DeviceConfig]) -> None:
    for section, ids in (
        ("hall", [hall]),
        ("services", [entry.id for entry in plan.services]),
        ("priorities", [entry.id for entry in plan.priorities]),
        ("counters", [entry.id for entry in plan.counters]),
        ("staff", [entry.id for entry in plan.staff]),
        ("devices", [entry.id for entry in devices]),
    ):
        for name in ids:
            if not _NAME.fullmatch(name):
                raise ConfigError(
                    f"{path}: {section}.id: {name!r}: "
                    "up to 64 of A-Z a-z 0-9 _ . : - and nothing else"
                )


def _load_ticket(path: Path) -> TicketConfig:
    ticket = load_section(path, "ticket", TicketConfig)
    try:
        ticket.follow_url.format(visit="", hall="")
    except (LookupError, ValueError) as error:
        raise ConfigError(
            f"{path}: ticket.follow_url: only {{visit}} and {{hall}} are filled in: {error}"
        ) from None
    return ticket


def _check_pins(path: Path, staff: Iterable[StaffMember]) -> None:
    for member in staff:
        if not _PIN_HASH.fullmatch(member.pin):
            raise ConfigError(f"{path}: staff: {member.id}: pin: expected what `atrium pin` prints")


def _check_addresses(path: Path, plan: Plan, devices: tuple[DeviceConfig, ...]) -> None:
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


def _load_outputs(
    path: Path, plan: Plan, devices: Iterable[DeviceConfig]
) -> tuple[OutputConfig, ...]:
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


def _timezone(path: Path, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ConfigError(f"{path}: hall.timezone: no time zone {name!r}") from None
