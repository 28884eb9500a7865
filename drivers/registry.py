"""Which drivers there are: the built-in ones and those that other packages bring.

Other packages register a driver class in the entry-point group `atrium.drivers`.
"""

import difflib
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from drivers.contract import Driver, Kind
from drivers.wire import WireProtocol

# Named and not imported: a hall loads the drivers it has devices for, and no others.
_BUILT_IN: dict[tuple[Kind, str], str] = {
    (Kind.READER, "sam"): "drivers.reader.sam.driver:SamReader",
    (Kind.PRINTER, "escpos"): "drivers.printer.escpos.driver:EscposPrinter",
    (Kind.LED, "onbon"): "drivers.led.onbon.driver:OnbonStrips",
    (Kind.CALLER, "ff68"): "drivers.caller.ff68.driver:Ff68Bus",
    (Kind.VOICE, "clips"): "drivers.voice.clips.driver:ClipSpeaker",
}

_WIRE_PROTOCOLS: dict[str, str] = {
    "sam": "drivers.reader.sam.codec:WIRE_PROTOCOL",
    "escpos": "drivers.printer.escpos.codec:WIRE_PROTOCOL",
    "onbon": "drivers.led.onbon.codec:WIRE_PROTOCOL",
    "ff68": "drivers.caller.ff68.codec:WIRE_PROTOCOL",
}


class UnknownDriverError(LookupError):
    """No driver of that kind speaks that protocol; the message names the nearest."""


def _load(path: str) -> object:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


@cache
def _third_party() -> dict[tuple[Kind, str], type[Driver]]:
    drivers: dict[tuple[Kind, str], type[Driver]] = {}
    for entry in entry_points(group="atrium.drivers"):
        driver: type[Driver] = entry.load()
        drivers[driver.declaration.kind, driver.declaration.protocol] = driver
    return drivers


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


def wire_protocol_names() -> list[str]:
    """Return the names `wire_protocol` knows."""
    return sorted(_WIRE_PROTOCOLS)


def wire_protocol(name: str) -> WireProtocol:
    """Return a protocol to decode with. Raises `UnknownDriverError`."""
    path = _WIRE_PROTOCOLS.get(name)
    if path is None:
        raise UnknownDriverError(
            f"no protocol {name!r}; there are: {', '.join(wire_protocol_names())}"
        )
    protocol = _load(path)
    assert isinstance(protocol, WireProtocol)  # noqa: S101
    return protocol
