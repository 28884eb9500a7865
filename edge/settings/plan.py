"""Reading what the hall is set up to be: its plan, its calendar, its roster."""

import re
from collections.abc import Iterable
from pathlib import Path

from edge.config import ConfigError, load_list, load_section, read_file
from edge.domain.calendar import (
    Calendar,
    CalendarConfig,
    CalendarError,
    SpecialDay,
    read_calendar,
)
from edge.domain.plan import CounterPlan, Plan, PlanError, PriorityGroup, Service, StaffMember
from edge.domain.roster import Roster, RosterError, Shift, read_roster

_PIN_HASH = re.compile(r"\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+(\$[A-Za-z0-9+/]+){2}")
_SPECIAL_DAYS = "special_days"


def load_plan(path: Path) -> Plan:
    """Return services, counters, staff and priority groups. Raises `ConfigError`."""
    try:
        plan = Plan(
            services=tuple(load_list(path, "services", Service)),
            counters=tuple(load_list(path, "counters", CounterPlan)),
            staff=tuple(load_list(path, "staff", StaffMember)),
            priorities=tuple(load_list(path, "priorities", PriorityGroup)),
        )
    except PlanError as error:
        raise ConfigError(f"{path}: {error}") from None
    _check_pins(path, plan.staff)
    return plan


def load_calendar(path: Path, plan: Plan) -> Calendar:
    """Return when the hall and its services are open. Raises `ConfigError`."""
    config = load_section(path, "calendar", CalendarConfig)
    try:
        return read_calendar(plan, config.hours, _special_days(path))
    except CalendarError as error:
        raise ConfigError(f"{path}: {error}") from None


def special_days_by_file(path: Path) -> dict[Path, list[SpecialDay]]:
    """Return those of `path` and of each file that it names. Raises `ConfigError`."""
    by_file = {path: load_list(path, _SPECIAL_DAYS, SpecialDay)}
    for name in load_section(path, "calendar", CalendarConfig).files:
        file = path.parent / name
        _check_holds_special_days_alone(file)
        by_file[file] = load_list(file, _SPECIAL_DAYS, SpecialDay)
    return by_file


def load_roster(path: Path, plan: Plan, calendar: Calendar) -> Roster:
    """Return who is to be at which counter and when. Raises `ConfigError`."""
    try:
        return read_roster(plan, calendar, load_list(path, "roster", Shift))
    except RosterError as error:
        raise ConfigError(f"{path}: {error}") from None


def _special_days(path: Path) -> list[SpecialDay]:
    return [each for special_days in special_days_by_file(path).values() for each in special_days]


def _check_holds_special_days_alone(file: Path) -> None:
    for section in read_file(file):
        if section != _SPECIAL_DAYS:
            raise ConfigError(f"{file}: [{section}]: only [[{_SPECIAL_DAYS}]] are read from here")


def _check_pins(path: Path, staff: Iterable[StaffMember]) -> None:
    for member in staff:
        if not _PIN_HASH.fullmatch(member.pin):
            raise ConfigError(f"{path}: staff: {member.id}: pin: expected what `atrium pin` prints")
