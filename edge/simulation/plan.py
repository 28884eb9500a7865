"""The plan of a simulated hall: a real configuration, with devices as they suit virtual time."""

import dataclasses
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from drivers.contract import Kind
from drivers.voice.clips.concat import wav_of
from drivers.voice.clips.files import clip_path
from drivers.voice.wording import call_announcement, wait_announcement
from edge.config import ConfigError, load_section
from edge.controller import check_devices
from edge.demo.twins import twin_for
from edge.devices.config import DeviceConfig
from edge.domain.plan import Plan
from edge.hall.headquarters import HeadquartersConfig
from edge.settings import EdgeSettings, load_settings
from kiosk.config import KioskConfig
from sync.link.config import SyncConfig, load_sync_config

# A device that is asked rarely costs a simulated day little; what it does when asked is the same.
_RARELY: Mapping[tuple[Kind, str], Mapping[str, Any]] = {
    (Kind.READER, "sam"): {"poll_interval_s": 5.0},
    (Kind.PRINTER, "escpos"): {"poll_s": 30.0},
    (Kind.LED, "onbon"): {"ping_interval_s": 120.0},
}
# Nobody in a simulated hall scans, opens doors or cuts the mains yet.
_SIMULATED = (Kind.READER, Kind.PRINTER, Kind.LED, Kind.CALLER, Kind.VOICE)
_THERE = 0.25  # how likely each is there, where some are left out
_BAUDRATE = 460_800  # a frame passes in one piece; what a line does to its bytes stays the same
# Of a clip nobody hears: 16 kHz, 16 bit.
_SILENCE = bytes(2 * 800)


@dataclasses.dataclass(frozen=True)
class SimulatedPlan:
    """What every part of the hall reads from its configuration."""

    edge: EdgeSettings
    kiosk: KioskConfig
    sync: SyncConfig
    has_screens: bool = True


def load_plan(config: Path, clips: Path, dice: random.Random | None = None) -> SimulatedPlan:
    """Read `config`; put clips of silence for all that may be said into `clips`.

    With `dice` some of the devices, or the screens, are left out: there are halls that never had
    them, and what they hide from each other shows. Raises `ConfigError`.
    """
    settings = load_settings(config)
    check_plan(settings)
    _write_silence(clips, settings.hall.plan)
    devices = tuple(
        _for_virtual_time(device, clips) for device in settings.devices if device.kind in _SIMULATED
    )
    ids = {device.id for device in devices}
    outputs = tuple(output for output in settings.outputs if output.device in ids)
    plan = SimulatedPlan(
        dataclasses.replace(settings, devices=devices, outputs=outputs),
        load_section(config, "kiosk", KioskConfig),
        load_sync_config(config),
    )
    return plan if dice is None else _with_some_left_out(plan, dice)


def trusting(plan: SimulatedPlan, public_keys: str) -> SimulatedPlan:
    """Return `plan` of a hall that takes commands from the headquarters with these keys."""
    hall = dataclasses.replace(
        plan.edge.hall, headquarters=HeadquartersConfig(public_keys=[public_keys])
    )
    return dataclasses.replace(plan, edge=dataclasses.replace(plan.edge, hall=hall))


def _with_some_left_out(plan: SimulatedPlan, dice: random.Random) -> SimulatedPlan:
    there = [device for device in plan.edge.devices if dice.random() < _THERE]
    ids = {device.id for device in there}
    counters = tuple(
        dataclasses.replace(
            counter,
            led=counter.led if counter.led and counter.led.device in ids else None,
            caller=counter.caller if counter.caller and counter.caller.device in ids else None,
        )
        for counter in plan.edge.hall.plan.counters
    )
    hall = plan.edge.hall
    fitted = dataclasses.replace(hall, plan=dataclasses.replace(hall.plan, counters=counters))
    edge = dataclasses.replace(plan.edge, devices=tuple(there), hall=fitted)
    return dataclasses.replace(plan, edge=edge, has_screens=dice.random() < _THERE)


def check_plan(settings: EdgeSettings) -> None:
    """Raise `ConfigError` for a hall in which nothing can happen, or not everything it has."""
    plan, source = settings.hall.plan, settings.source
    for has, what in (
        (plan.leaves, "services"),
        (plan.counters, "counters"),
        (plan.staff, "staff"),
    ):
        if not has:
            raise ConfigError(f"{source}: {what}: a simulated hall needs at least one")
    check_devices(settings)
    for device in settings.devices:
        if device.port != "none":
            twin_for(device)


def _for_virtual_time(device: DeviceConfig, clips: Path) -> DeviceConfig:
    options = {**device.options, **_RARELY.get((device.kind, device.protocol), {})}
    if device.kind is Kind.VOICE:
        options |= {"spoken_dir": "", "clips_dir": str(clips), "voice": "none", "play": "never"}
    return dataclasses.replace(device, options=options, baudrate=_BAUDRATE)


def _write_silence(clips: Path, plan: Plan) -> None:
    for part in sorted(set(_parts(plan))):
        path = clip_path(clips, part)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wav_of(_SILENCE))


def _parts(plan: Plan) -> Iterable[str]:
    for service in plan.services:
        for digit in "0123456789":
            ticket = f"{service.prefix}{digit}"
            for counter in plan.counters:
                yield from call_announcement("", ticket, counter.name, counter.name_english).parts
            if service.zone:
                yield from wait_announcement("", ticket, service.zone, service.zone_english).parts
