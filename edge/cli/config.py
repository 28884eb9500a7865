"""`atrium config show|check` and `atrium pin`: the configuration before it takes effect."""

import getpass
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import typer

from edge.cli.options import Config, Json
from edge.config import load_section, read_file
from edge.domain.admission import AdmissionConfig
from edge.domain.alerts import AlertLimits
from edge.domain.appointments import AppointmentRules
from edge.domain.calendar import CalendarConfig
from edge.hall.accounts import AccountRules
from edge.hall.headquarters import HeadquartersConfig
from edge.hall.library import LibraryConfig
from edge.hall.paper import TicketConfig
from edge.mobile.config import MobileConfig
from edge.reactions.announcer import AnnouncerConfig
from edge.reactions.lighting import LightingConfig
from edge.reactions.power import PowerConfig
from edge.settings import (
    EdgeSettings,
    HallConfig,
    JournalConfig,
    RulesConfig,
    load_settings,
    special_days_by_file,
)
from edge.settings.forms import FormsConfig

_SECRET = {"pin", "password"}

# What other services read: their own code knows what else there is, and what each default is.
_OF_OTHERS = ("kiosk", "reception", "counter", "query", "form", "sync", "backoffice")

_SECTIONS: dict[str, Any] = {
    "hall": HallConfig,
    "calendar": CalendarConfig,
    "admission": AdmissionConfig,
    "appointments": AppointmentRules,
    "headquarters": HeadquartersConfig,
    "library": LibraryConfig,
    "accounts": AccountRules,
    "journal": JournalConfig,
    "ticket": TicketConfig,
    "forms": FormsConfig,
    "mobile": MobileConfig,
    "rules": RulesConfig,
    "alerts": AlertLimits,
    "announcements": AnnouncerConfig,
    "light": LightingConfig,
    "power": PowerConfig,
}


def register(app: typer.Typer, _run: typer.Typer) -> None:
    """Add the commands."""
    config_app = typer.Typer(no_args_is_help=True, help="Look at a configuration.")
    app.add_typer(config_app, name="config")

    @config_app.command("check")
    def check(config: Config) -> None:
        """Check a configuration without starting anything; exit 2 if it cannot be used."""
        from edge.controller import check_devices  # noqa: PLC0415 - loads the drivers

        settings = load_settings(config)
        check_devices(settings)
        plan = settings.hall.plan
        print(  # noqa: T201
            f"{config}: hall {settings.config.id}: {len(plan.leaves)} services, "
            f"{len(plan.counters)} counters, {len(settings.devices)} devices"
        )

    @config_app.command("show")
    def show(config: Config, as_json: Json = False) -> None:
        """Show every value and where it comes from: the file, or the default."""
        rows = _values(config)
        if as_json:
            print(json.dumps(rows, ensure_ascii=False, default=str))  # noqa: T201
            return
        for row in rows:
            print(f"{row['key']} = {row['value']!r}  ({row['from']})")  # noqa: T201

    @app.command("pin")
    def pin() -> None:
        """Ask for a PIN and print its hash, for `pin` of a member of staff."""
        from edge.system.pins import hash_pin  # noqa: PLC0415 - loads Argon2

        print(hash_pin(getpass.getpass("PIN: ")))  # noqa: T201


def _values(path: Path) -> list[dict[str, Any]]:
    settings = load_settings(path)
    written = read_file(path)
    rows = [row for name in _SECTIONS for row in _fields(path, name, written.get(name, {}))]
    for name in _OF_OTHERS:
        rows += _written(name, written.get(name, {}), path)
    for file, special_days in special_days_by_file(path).items():
        rows += _entries("special_days", special_days, str(file))
    for name, entries in _lists(settings).items():
        rows += _entries(name, entries, str(path) if name in written else "default")
    return rows


def _fields(path: Path, name: str, written: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    section = load_section(path, name, _SECTIONS[name])
    for field in fields(section):
        came_from = str(path) if field.name in written else "default"
        value = getattr(section, field.name)
        yield {"key": f"{name}.{field.name}", "value": value, "from": came_from}


def _written(name: str, table: Mapping[str, Any], path: Path) -> Iterator[dict[str, Any]]:
    for key, value in _masked(dict(table)).items():
        yield {"key": f"{name}.{key}", "value": value, "from": str(path)}


def _lists(settings: EdgeSettings) -> dict[str, Iterable[Any]]:
    plan = settings.hall.plan
    return {
        "services": plan.services,
        "priorities": plan.priorities,
        "counters": plan.counters,
        "staff": plan.staff,
        "roster": settings.hall.roster.shifts,
        "pauses": settings.hall.supervision.pauses,
        "reasons": settings.hall.supervision.reasons,
        "outputs": settings.outputs,
        "devices": settings.devices,
    }


def _entries(name: str, entries: Iterable[Any], came_from: str) -> Iterator[dict[str, Any]]:
    for number, entry in enumerate(entries, 1):
        key = f"{name}.{entry.id}" if hasattr(entry, "id") else f"{name}[{number}]"
        yield {"key": key, "value": _without_secrets(entry), "from": came_from}


def _without_secrets(entry: Any) -> dict[str, Any]:
    shown: dict[str, Any] = _masked(asdict(entry))
    return shown


def _masked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    # A password that is not set is no secret, and a person looks for just that.
    return {
        key: "(not shown)" if key in _SECRET and inner else _masked(inner)
        for key, inner in value.items()
    }
