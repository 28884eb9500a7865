"""The controller's own part of the configuration, read whole and checked before anything starts."""

from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from edge.config import ConfigError, load_list, load_section
from edge.devices.config import DeviceConfig
from edge.domain.plan import (
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


@dataclass(frozen=True)
class HallConfig:
    """Who the hall is, and when its day begins. `demo` allows what no real hall may allow."""

    id: str = ""
    name: str = "供电营业厅"
    name_english: str = "Power Service Hall"
    timezone: str = "Asia/Shanghai"
    day_starts_at_hour: int = 4
    rating_window_s: int = 120
    grades: dict[str, int] = field(default_factory=lambda: {"0": 5, "1": 4, "2": 3, "3": 2})
    demo: bool = False


@dataclass(frozen=True)
class JournalConfig:
    """How much room is kept aside on the disk, and below how much there is none."""

    reserve_mb: int = 64
    needed_mb: int = 16


@dataclass(frozen=True)
class EdgeSettings:
    """All that the controller reads from its file."""

    source: Path
    config: HallConfig
    hall: HallSettings
    journal: JournalConfig
    announcer: AnnouncerConfig
    devices: tuple[DeviceConfig, ...]
    timezone: ZoneInfo


def load_settings(path: Path) -> EdgeSettings:
    """Read `path`. Raises `ConfigError`, one line that names file and key."""
    config = load_section(path, "hall", HallConfig)
    if not config.id:
        raise ConfigError(f"{path}: hall.id: every hall has its own; it is missing here")
    devices = tuple(load_list(path, "devices", DeviceConfig))
    plan = _load_plan(path)
    _check_addresses(path, plan, devices)
    return EdgeSettings(
        source=path,
        config=config,
        hall=HallSettings(
            names=HallNames(config.id, config.name, config.name_english),
            plan=plan,
            rules=load_section(path, "rules", Rules),
            ticket=load_section(path, "ticket", TicketConfig),
            day_starts_at_hour=config.day_starts_at_hour,
            rating_window_s=config.rating_window_s,
        ),
        journal=load_section(path, "journal", JournalConfig),
        announcer=load_section(path, "announcements", AnnouncerConfig),
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


def _check_addresses(path: Path, plan: Plan, devices: tuple[DeviceConfig, ...]) -> None:
    known = {device.id for device in devices}
    for counter in plan.counters:
        for name, address in (("led", counter.led), ("caller", counter.caller)):
            if address is not None and address.device not in known:
                raise ConfigError(
                    f"{path}: counters: {counter.id}: {name}: no device {address.device!r}"
                )


def _timezone(path: Path, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ConfigError(f"{path}: hall.timezone: no time zone {name!r}") from None
