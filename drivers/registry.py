"""Which drivers there are: the built-in ones and those that other packages bring.

Other packages register theirs in entry-point groups: a driver class in `atrium.drivers`, its twin
under `KIND.PROTOCOL` in `atrium.twins`, a probe in `atrium.probes`, a codec under its name in
`atrium.wire_protocols`.
"""

import difflib
import logging
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from drivers.contract import Driver, Kind
from drivers.probing import Probe
from drivers.twins import Twin
from drivers.wire import WireProtocol

log = logging.getLogger(__name__)

# Named and not imported: a hall loads the drivers it has devices for, and no others.
_BUILT_IN: dict[tuple[Kind, str], str] = {
    (Kind.READER, "sam"): "drivers.reader.sam.driver:SamReader",
    (Kind.READER, "mfreader"): "drivers.reader.mfreader.driver:MfReader",
    (Kind.PRINTER, "escpos"): "drivers.printer.escpos.driver:EscposPrinter",
    (Kind.LED, "onbon"): "drivers.led.onbon.driver:OnbonStrips",
    (Kind.LED, "strip"): "drivers.led.strip.driver:StripScreens",
    (Kind.CALLER, "ff68"): "drivers.caller.ff68.driver:Ff68Bus",
    (Kind.VOICE, "clips"): "drivers.voice.clips.driver:ClipSpeaker",
    (Kind.SCANNER, "line"): "drivers.scanner.line.driver:LineScanner",
    (Kind.SCANNER, "ssi"): "drivers.scanner.ssi.driver:SsiScanner",
    (Kind.RELAY, "modbus-relay"): "drivers.relay.modbus.driver:RelayBoard",
    (Kind.LED, "modbus-panel"): "drivers.led.panel.driver:NumericPanels",
    (Kind.FOOTFALL, "modbus-counter"): "drivers.footfall.modbus.driver:PulseCounter",
    (Kind.SCANNER, "hid"): "drivers.scanner.hid.driver:HidScanner",
    (Kind.CHIP, "pcsc"): "drivers.chip.pcsc.driver:PcscReader",
    (Kind.SCANNER, "honeywell"): "drivers.scanner.honeywell.driver:HoneywellScanner",
    (Kind.UPS, "nut"): "drivers.ups.nut.driver:NutUps",
    (Kind.SCANNER, "newland"): "drivers.scanner.newland.driver:NewlandScanner",
    (Kind.SCANNER, "camera"): "drivers.scanner.camera.driver:CameraScanner",
}

# The device's side of each, for demo halls, training and tests: called with the driver's options
# as they stand in the configuration.
_TWINS: dict[tuple[Kind, str], str] = {
    (Kind.READER, "sam"): "drivers.reader.sam.twin:make_twin",
    (Kind.READER, "mfreader"): "drivers.reader.mfreader.twin:make_twin",
    (Kind.PRINTER, "escpos"): "drivers.printer.escpos.twin:make_twin",
    (Kind.LED, "onbon"): "drivers.led.onbon.twin:make_twin",
    (Kind.LED, "strip"): "drivers.led.strip.twin:make_twin",
    (Kind.CALLER, "ff68"): "drivers.caller.ff68.twin:make_twin",
    (Kind.VOICE, "clips"): "drivers.voice.clips.twin:make_twin",
    (Kind.SCANNER, "line"): "drivers.scanner.line.twin:make_twin",
    (Kind.SCANNER, "ssi"): "drivers.scanner.ssi.twin:make_twin",
    (Kind.RELAY, "modbus-relay"): "drivers.relay.modbus.twin:make_twin",
    (Kind.LED, "modbus-panel"): "drivers.led.panel.twin:make_twin",
    (Kind.FOOTFALL, "modbus-counter"): "drivers.footfall.modbus.twin:make_twin",
    (Kind.SCANNER, "hid"): "drivers.scanner.hid.twin:make_twin",
    (Kind.CHIP, "pcsc"): "drivers.chip.pcsc.twin:make_twin",
    (Kind.SCANNER, "honeywell"): "drivers.scanner.honeywell.twin:make_twin",
    (Kind.UPS, "nut"): "drivers.ups.nut.twin:make_twin",
    (Kind.SCANNER, "newland"): "drivers.scanner.newland.twin:make_twin",
    (Kind.SCANNER, "camera"): "drivers.scanner.camera.twin:make_twin",
}

# How each is found on a port that nobody knows; the order is the order of asking.
_PROBES: tuple[str, ...] = (
    # Before all others: a printer takes their questions for text, and keeps it for the next line.
    "drivers.printer.escpos.probe:PROBE",
    "drivers.reader.sam.probe:PROBE",
    "drivers.reader.mfreader.probe:PROBE",
    "drivers.led.onbon.probe:PROBE",
    "drivers.scanner.ssi.probe:PROBE",
    "drivers.relay.modbus.probe:PROBE",
    "drivers.led.panel.probe:PROBE",
    "drivers.scanner.honeywell.probe:PROBE",
    "drivers.ups.nut.probe:PROBE",
    "drivers.caller.ff68.probe:PROBE",
    "drivers.scanner.newland.probe:PROBE",
)

_WIRE_PROTOCOLS: dict[str, str] = {
    "sam": "drivers.reader.sam.codec:WIRE_PROTOCOL",
    "mfreader": "drivers.reader.mfreader.codec:WIRE_PROTOCOL",
    "escpos": "drivers.printer.escpos.codec:WIRE_PROTOCOL",
    "onbon": "drivers.led.onbon.codec:WIRE_PROTOCOL",
    "strip-pingan": "drivers.led.strip.protocols:PINGAN",
    "strip-xinrui": "drivers.led.strip.protocols:XINRUI",
    "strip-yinda": "drivers.led.strip.protocols:YINDA",
    "ff68": "drivers.caller.ff68.codec:WIRE_PROTOCOL",
    "worker": "drivers.workers.codec:WIRE_PROTOCOL",
    "scanner-line": "drivers.scanner.line.codec:WIRE_PROTOCOL",
    "ssi": "drivers.scanner.ssi.codec:WIRE_PROTOCOL",
    "modbus": "drivers.modbus.codec:WIRE_PROTOCOL",
    "modbus-tcp": "drivers.modbus.codec:WIRE_PROTOCOL_TCP",
    "hid": "drivers.scanner.hid.codec:WIRE_PROTOCOL",
    "vpcd": "drivers.chip.pcsc.vpcd:WIRE_PROTOCOL",
    "honeywell": "drivers.scanner.honeywell.codec:WIRE_PROTOCOL",
    "nut": "drivers.ups.nut.codec:WIRE_PROTOCOL",
    "newland": "drivers.scanner.newland.codec:WIRE_PROTOCOL",
}


# Where the codec of a device is not called what its driver is.
_WIRE_NAMES = {
    "line": "scanner-line",
    "modbus-relay": "modbus",
    "modbus-panel": "modbus",
    "modbus-counter": "modbus",
    "pcsc": "worker",
    "camera": "worker",
}


class UnknownDriverError(LookupError):
    """No driver of that kind speaks that protocol; the message names the nearest."""


def _load(path: str) -> object:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


@cache
def _brought(group: str) -> dict[str, Any]:
    """Return what other packages bring under `group`, by name. One that is broken is left out."""
    brought = {}
    for entry in entry_points(group=group):
        try:
            brought[entry.name] = entry.load()
        except Exception:  # somebody else's package must not keep a hall from starting
            log.exception("%s %s cannot be loaded and is left out", group, entry.value)
    return brought


@cache
def _third_party() -> dict[tuple[Kind, str], type[Driver]]:
    drivers = [
        each
        for each in _brought("atrium.drivers").values()
        if isinstance(each, type) and issubclass(each, Driver)
    ]
    return {(each.declaration.kind, each.declaration.protocol): each for each in drivers}


def known_drivers() -> list[tuple[Kind, str]]:
    """Return kind and protocol of every driver there is, sorted."""
    return sorted({*_BUILT_IN, *_third_party()})


def driver_for(kind: Kind, protocol: str) -> type[Driver]:
    """Return the driver class. Raises `UnknownDriverError`."""
    path = _BUILT_IN.get((kind, protocol))
    if path is not None:
        driver = _load(path)
        assert isinstance(driver, type) and issubclass(driver, Driver)  # noqa: S101
        return driver
    try:
        return _third_party()[kind, protocol]
    except KeyError:
        known = [name for of_kind, name in known_drivers() if of_kind == kind]
        near = difflib.get_close_matches(protocol, known, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(known) or 'none'}"
        raise UnknownDriverError(f"no {kind} driver speaks {protocol!r}; {hint}") from None


def twin_for(kind: Kind, protocol: str, options: Mapping[str, Any]) -> Twin:
    """Return a twin of a device with these options. Raises `UnknownDriverError`."""
    path = _TWINS.get((kind, protocol))
    make = _load(path) if path else _brought("atrium.twins").get(f"{kind}.{protocol}")
    if make is None:
        raise UnknownDriverError(f"there is no twin of a {kind} that speaks {protocol!r}")
    assert callable(make)  # noqa: S101
    twin = make(options)
    assert isinstance(twin, Twin)  # noqa: S101
    return twin


def probes() -> list[Probe]:
    """Return all probes, in the order of asking; those of other packages come last."""
    found = [*map(_load, _PROBES), *_brought("atrium.probes").values()]
    return [probe for probe in found if isinstance(probe, Probe)]


def wire_protocol_names() -> list[str]:
    """Return the names `wire_protocol` knows."""
    return sorted({*_WIRE_PROTOCOLS, *_brought("atrium.wire_protocols")})


def wire_protocol_of(protocol: str, options: object) -> WireProtocol:
    """Return what decodes the wire of a device, whose driver has these options.

    Raises `UnknownDriverError` where nothing does.
    """
    own = _WIRE_NAMES.get(protocol, protocol)
    variants = (getattr(options, name, None) for name in ("profile", "framing"))
    names = [f"{own}-{variant}" for variant in variants if variant]
    known = next((name for name in names if name in wire_protocol_names()), own)
    return wire_protocol(known)


def wire_protocol(name: str) -> WireProtocol:
    """Return a protocol to decode with. Raises `UnknownDriverError`."""
    path = _WIRE_PROTOCOLS.get(name)
    protocol = _load(path) if path else _brought("atrium.wire_protocols").get(name)
    if not isinstance(protocol, WireProtocol):
        known = ", ".join(wire_protocol_names())
        raise UnknownDriverError(f"no protocol {name!r}; there are: {known}")
    return protocol
