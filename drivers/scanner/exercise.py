"""How the contract suite uses any scanner: codes are shown and held, and reported once each."""

import asyncio

from drivers.conformance.case import require
from drivers.contract import CodeScanned, DeviceEvent, Scanner
from drivers.scanner.twinning import ScannerTwin

_READ_WITHIN_S = 10.0
_WIRE_S = 0.5
# Longer than a hold, and than whatever repeats because it was not acknowledged.
_APART_S = 8.0

CODES = (("HALL-2026-0302-A007", "code128"), ("6901234567892", "ean13"))


async def rest_and_look(scanner: Scanner, twin: ScannerTwin) -> None:
    """Tell it to rest and to look for codes, each twice. Raises `AssertionError`."""
    for on in (False, False, True, True):
        await scanner.set_scanning(on)
        await asyncio.sleep(_WIRE_S)
        require(twin.look()["scanning"] is on, f"told to scan: {on}, scans: {not on}")


async def show_codes(
    twin: ScannerTwin,
    events: list[DeviceEvent],
    *,
    with_symbology: bool,
    codes: tuple[tuple[str, str], ...] = CODES,
) -> None:
    """Show each of `codes` (text and symbology) for a while. Raises `AssertionError`."""
    for text, symbology in codes:
        await asyncio.sleep(_APART_S)
        before = len(scanned(events))
        twin.act("hold", text=text, symbology=symbology, reads=3, every_s=0.5)
        await _until_more_than(before, events)
        await asyncio.sleep(_APART_S)
        new = scanned(events)[before:]
        wanted = CodeScanned(text, symbology if with_symbology else "")
        require(new == [wanted], f"one code was held, {len(new)} were reported")


def scanned(events: list[DeviceEvent]) -> list[CodeScanned]:
    """Return the codes among `events`."""
    return [event for event in events if isinstance(event, CodeScanned)]


async def _until_more_than(count: int, events: list[DeviceEvent]) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _READ_WITHIN_S
    while len(scanned(events)) <= count:
        require(loop.time() < deadline, "the code was not reported")
        await asyncio.sleep(0.1)
