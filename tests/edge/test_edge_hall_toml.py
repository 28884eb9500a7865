"""The shipped `config/hall.toml` holds every setting there is, at the default the code has."""

import dataclasses
import re
import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from drivers.registry import driver_for, known_drivers
from edge.config import SECTIONS, check_table, load_list, load_section
from edge.devices.config import DeviceConfig
from edge.domain.admission import AdmissionConfig
from edge.domain.alerts import AlertLimits
from edge.domain.appointments import AppointmentRules
from edge.domain.calendar import CalendarConfig, SpecialDay
from edge.domain.pauses import Pause
from edge.domain.plan import CounterPlan, PriorityGroup, Service, StaffMember
from edge.domain.reasons import Reason
from edge.domain.roster import Shift
from edge.hall.accounts import AccountRules
from edge.hall.headquarters import HeadquartersConfig
from edge.hall.library import LibraryConfig
from edge.hall.paper import TicketConfig
from edge.mobile.config import MobileConfig
from edge.reactions.announcer import AnnouncerConfig
from edge.reactions.lighting import LightingConfig
from edge.reactions.outputs import OutputConfig
from edge.reactions.power import PowerConfig
from edge.settings import HallConfig, JournalConfig, load_settings
from edge.settings.forms import FormsConfig
from edge.settings.rules import RulesConfig
from kiosk.config import KioskConfig
from kiosk.counter.config import CounterConfig
from kiosk.form.config import FormConfig
from kiosk.query.config import QueryConfig
from kiosk.reception.config import ReceptionConfig
from sync.backoffice.config import BackofficeConfig
from sync.broker.config import BrokerConfig
from sync.link.config import SyncConfig

SHIPPED = Path(__file__).parent.parent.parent / "config" / "hall.toml"

DEVICES = SHIPPED.with_name("devices.toml")
TOOL = SHIPPED.parent.parent / "tools" / "device_options.py"

TABLES = {
    "hall": HallConfig,
    "calendar": CalendarConfig,
    "admission": AdmissionConfig,
    "appointments": AppointmentRules,
    "headquarters": HeadquartersConfig,
    "library": LibraryConfig,
    "accounts": AccountRules,
    "forms": FormsConfig,
    "journal": JournalConfig,
    "ticket": TicketConfig,
    "mobile": MobileConfig,
    "rules": RulesConfig,
    "alerts": AlertLimits,
    "announcements": AnnouncerConfig,
    "light": LightingConfig,
    "power": PowerConfig,
    "kiosk": KioskConfig,
    "reception": ReceptionConfig,
    "counter": CounterConfig,
    "query": QueryConfig,
    "form": FormConfig,
    "sync": SyncConfig,
    "backoffice": BackofficeConfig,
}
LISTS = {
    "special_days": SpecialDay,
    "services": Service,
    "priorities": PriorityGroup,
    "counters": CounterPlan,
    "staff": StaffMember,
    "roster": Shift,
    "pauses": Pause,
    "reasons": Reason,
    "outputs": OutputConfig,
    "devices": DeviceConfig,
}


def uncommented() -> str:
    """Return the file with every setting and example taken in."""
    return re.sub(r"(?m)^#(?=\S)", "", SHIPPED.read_text(encoding="utf-8"))


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "hall.toml"
    path.write_text(uncommented(), encoding="utf-8")
    return path


def names(schema: Any) -> set[str]:
    return {field.name for field in dataclasses.fields(schema)}


def test_every_section_there_is_stands_in_the_file():
    assert set(TABLES) | set(LISTS) == set(SECTIONS) == set(tomllib.loads(uncommented()))


@pytest.mark.parametrize("section", sorted(TABLES))
def test_every_setting_stands_there_with_its_default(whole: Path, section: str):
    schema = TABLES[section]
    assert set(tomllib.loads(uncommented())[section]) == names(schema)
    assert load_section(whole, section, schema) == schema()


@pytest.mark.parametrize("section", ["sync", "backoffice"])
def test_every_setting_of_a_broker_stands_there_with_its_default(section: str):
    table = tomllib.loads(uncommented())[section]["broker"]
    assert set(table) == names(BrokerConfig)
    assert check_table(table, BrokerConfig, section) == BrokerConfig()


@pytest.mark.parametrize("section", sorted(LISTS))
def test_the_first_entry_of_every_list_shows_all_that_can_be_said(whole: Path, section: str):
    assert set(tomllib.loads(uncommented())[section][0]) == names(LISTS[section])
    assert load_list(whole, section, LISTS[section])


def test_the_list_of_devices_is_what_the_drivers_say():
    written = runpy.run_path(str(TOOL))["written"]()
    assert DEVICES.read_text(encoding="utf-8") == written, f"run: python {TOOL.name}"


@pytest.mark.parametrize(("kind", "protocol"), known_drivers())
def test_every_option_of_every_driver_stands_there_with_its_default(kind: str, protocol: str):
    listed = tomllib.loads(re.sub(r"(?m)^#(?=\S)", "", DEVICES.read_text(encoding="utf-8")))
    (device,) = [
        device
        for device in listed["devices"]
        if (device["kind"], device["protocol"]) == (kind, protocol)
    ]
    schema = driver_for(kind, protocol).declaration.options
    options = device.get("options", {})
    unset = {field.name for field in dataclasses.fields(schema) if field.default is None}
    assert set(options) == names(schema) - unset
    read = dataclasses.asdict(check_table(options, schema, protocol))
    assert read == dataclasses.asdict(schema())


def test_the_file_runs_a_hall_once_it_has_an_id(tmp_path: Path):
    text = SHIPPED.read_text(encoding="utf-8")
    path = tmp_path / "hall.toml"
    path.write_text(text.replace('#id = ""', 'id = "H-01"', 1), encoding="utf-8")
    assert load_settings(path).hall.names.id == "H-01"


def test_the_file_with_all_its_examples_is_a_hall_too(whole: Path):
    whole.write_text(uncommented().replace('id = ""', 'id = "H-01"', 1), encoding="utf-8")
    settings = load_settings(whole)
    assert settings.hall.plan.leaves == ("pay-bill",)
    assert len(settings.devices) == 6


def test_no_pin_of_an_example_is_known_to_anybody():
    pins = set(re.findall(r'pin = "(.*)"', uncommented()))
    demo = SHIPPED.with_name("demo.toml").read_text(encoding="utf-8")
    assert len(pins) == 1
    assert not any(pin in demo for pin in pins)
