"""What the terminal shows of a device, in cells and lines. Pure; drawn by the screens."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.text import Text

from edge.api import shapes
from edge.engineer import words
from edge.staff import device_words, faults
from edge.staff.theme import TITLE
from edge.staff.words import Words

# The columns of the table, and the width of a terminal from which on there is room for each.
_COLUMNS: tuple[tuple[Words, int], ...] = (
    (words.DEVICE, 0),
    (words.KIND, 0),
    (words.HEALTH, 0),
    (words.LOSSES, 0),
    (words.SINCE, 110),
    (words.PROTOCOL, 110),
    (words.PLACE, 120),
    (words.PORT, 150),
)
_BOTH_LANGUAGES_MIN = 160

_GOOD, _BAD, _UNSURE = "#4fd6a0", "#ff6f61", "#ffb627"
_SIGNS: Mapping[str, tuple[str, str]] = {
    "online": ("✓", _GOOD),
    "deviceBusy": ("✓", _GOOD),
    "assumed": ("~", _GOOD),
    "starting": ("?", _UNSURE),
}
_LOST = ("✗", _BAD)
_UNMENTIONED_PAPER = ("unknown", "full")


@dataclass(frozen=True)
class SelfTested:
    """What a self-test saw at wall time `at_ms`, or why there was none."""

    at_ms: int
    findings: tuple[tuple[bool, str], ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return bool(self.findings) and all(ok for ok, _ in self.findings)


def headings(width: int) -> list[str]:
    """Return the table's columns in a terminal of that width."""
    shown = [name for name, least in _COLUMNS if width >= least]
    return [str(each) if width >= _BOTH_LANGUAGES_MIN else each.chinese for each in shown]


def cells(device: shapes.Device, width: int, now_ms: int) -> list[Text]:
    """Return a device's row, a cell for each of the `headings`."""
    every = (
        Text(device.id, "bold"),
        Text(device_words.kind(device.kind).chinese),
        health(device),
        Text(str(device.losses) if device.losses else ""),
        Text(_since(device, now_ms)),
        Text(device.protocol),
        Text(device.place),
        Text(_end_of(device.port, 24)),
    )
    return [cell for cell, (_, least) in zip(every, _COLUMNS, strict=True) if width >= least]


def health(device: shapes.Device) -> Text:
    """Return how a device is, by sign, colour and word; units that are lost count as well."""
    lost = [unit for unit in device.units if _sign(unit.health) == _LOST]
    sign, colour = _sign(device.health)
    if sign == _LOST[0] or not lost:
        return Text(f"{sign} {device_words.health(device.health).chinese}", colour)
    said = words.PARTLY.about(lost=str(len(lost)), all=str(len(device.units)))
    return Text(f"! {said.chinese}", _UNSURE)


def details(
    device: shapes.Device, known: list[shapes.Fault], tested: SelfTested | None, now_ms: int
) -> Text:
    """Return everything that is known of a device, a line each."""
    lines = [
        Text(f"{device.id} {device_words.kind(device.kind)}", f"bold {TITLE}"),
        *_about(device, now_ms),
        *_units(device),
        *(line for fault in known for line in _fault(fault, now_ms)),
        *(_tested(tested, now_ms) if tested else ()),
    ]
    return Text("\n").join(lines)


def _about(device: shapes.Device, now_ms: int) -> Iterator[Text]:
    sign, colour = _sign(device.health)
    yield _line(words.HEALTH, f"{sign} {device_words.health(device.health)}", colour)
    if device.since:
        yield _line(words.SINCE, _since(device, now_ms))
    if device.detail:
        yield _line(words.SAYS, device.detail)
    yield _line(words.PROTOCOL, device.protocol)
    yield _line(words.PORT, device.port)
    if device.place:
        yield _line(words.PLACE, device.place)
    if device.paper not in _UNMENTIONED_PAPER:
        yield _line(words.PAPER, device.paper, _UNSURE)
    if device.losses:
        yield _line(words.LOSSES, str(device.losses))
    if device.last_good and sign == _LOST[0]:
        yield _line(words.LAST_GOOD, faults.since(device.last_good, now_ms))
    if sign == _LOST[0]:
        yield _line(words.WITHOUT, device.fallback)


def _units(device: shapes.Device) -> Iterator[Text]:
    if not device.units:
        return
    well = [unit.unit for unit in device.units if _sign(unit.health) != _LOST]
    yield _heading(words.UNITS, str(len(device.units)))
    if well:
        yield Text(f" {_SIGNS['online'][0]} {' '.join(well)}", _GOOD)
    for unit in device.units:
        sign, colour = _sign(unit.health)
        if (sign, colour) == _LOST:
            known = device_words.health(unit.health)
            said = unit.detail or known.english
            yield Text(f" {sign} {unit.unit} {known.chinese} {said}", colour)


def _fault(fault: shapes.Fault, now_ms: int) -> Iterator[Text]:
    unit = f"/ {fault.unit} " if fault.unit else ""
    yield _heading(words.FAULT, f"{unit}{faults.since(fault.since, now_ms)}")
    yield Text(f" {faults.what(fault)}", _BAD)
    yield Text(f" {fault.hint.zh} {fault.hint.en}")
    if known := faults.known(fault):
        yield Text(f" {known}", _GOOD)


def _tested(tested: SelfTested, now_ms: int) -> Iterator[Text]:
    yield _heading(words.SELF_TEST, faults.since(tested.at_ms, now_ms))
    for ok, said in tested.findings:
        sign, colour = _SIGNS["online"] if ok else _LOST
        yield Text.assemble((f" {sign} ", colour), said)


def _line(name: Words, value: str, style: str = "") -> Text:
    return Text.assemble((f"{name} ", "dim"), (value, style))


def _heading(name: Words, rest: str) -> Text:
    return Text(f"{name} {rest}", f"bold {TITLE}")


def _sign(health: str) -> tuple[str, str]:
    return _SIGNS.get(health, _LOST)


def _since(device: shapes.Device, now_ms: int) -> str:
    return faults.since(device.since, now_ms) if device.since else ""


def _end_of(text: str, cells: int) -> str:
    # The end of a path tells more than where all of them begin.
    return text if len(text) <= cells else f"..{text[2 - cells :]}"
