"""The controller's own part of the configuration, read whole and checked before anything starts."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from edge.config import ConfigError, load_list, load_section
from edge.devices.config import DeviceConfig
from edge.domain.admission import AdmissionConfig
from edge.domain.alerts import AlertLimits
from edge.domain.appointments import AppointmentRules
from edge.domain.plan import Plan
from edge.hall.accounts import AccountRules
from edge.hall.hall import HallSettings
from edge.hall.headquarters import HeadquartersConfig
from edge.hall.library import LibraryConfig
from edge.hall.paper import HallNames, TicketConfig
from edge.hall.supervision import SupervisionSettings
from edge.mobile.config import MobileConfig
from edge.reactions.announcer import AnnouncerConfig
from edge.reactions.lighting import LightingConfig
from edge.reactions.outputs import OutputConfig
from edge.reactions.power import PowerConfig
from edge.settings.checks import (
    check_addresses,
    check_names,
    load_outputs,
    load_pauses,
    load_reasons,
)
from edge.settings.forms import FormsConfig, load_forms
from edge.settings.plan import load_calendar, load_plan, load_roster
from edge.settings.rules import load_rules
from edge.settings.sections import HallConfig, JournalConfig


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
    plan = load_plan(path)
    check_names(path, config.id, plan, devices)
    check_addresses(path, plan, devices)
    hall = _load_hall(path, config, plan)
    return EdgeSettings(
        source=path,
        config=config,
        hall=hall,
        journal=load_section(path, "journal", JournalConfig),
        announcer=load_section(path, "announcements", AnnouncerConfig),
        outputs=load_outputs(path, plan, devices),
        light=load_section(path, "light", LightingConfig),
        power=load_section(path, "power", PowerConfig),
        devices=devices,
        timezone=_timezone(path, config.timezone),
    )


def _load_hall(path: Path, config: HallConfig, plan: Plan) -> HallSettings:
    calendar = load_calendar(path, plan)
    return HallSettings(
        names=HallNames(config.id, config.name, config.name_english),
        plan=plan,
        rules=load_rules(path, plan),
        ticket=load_section(path, "ticket", TicketConfig),
        day_starts_at_hour=config.day_starts_at_hour,
        rating_window_s=config.rating_window_s,
        calendar=calendar,
        roster=load_roster(path, plan, calendar),
        admission=load_section(path, "admission", AdmissionConfig),
        appointments=load_section(path, "appointments", AppointmentRules),
        headquarters=load_section(path, "headquarters", HeadquartersConfig),
        library=load_section(path, "library", LibraryConfig),
        forms=load_forms(path, plan),
        applications=load_section(path, "forms", FormsConfig).rules,
        mobile=load_section(path, "mobile", MobileConfig),
        accounts=load_section(path, "accounts", AccountRules),
        supervision=SupervisionSettings(
            limits=load_section(path, "alerts", AlertLimits),
            pauses=load_pauses(path),
            reasons=load_reasons(path),
        ),
    )


def _timezone(path: Path, name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ConfigError(f"{path}: hall.timezone: no time zone {name!r}") from None
