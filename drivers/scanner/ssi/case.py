"""How the contract suite uses SSI scanners: told to rest and to look, and shown codes."""

import asyncio

from drivers.conformance import Case
from drivers.contract import DeviceEvent
from drivers.scanner.exercise import require, show_codes
from drivers.scanner.ssi.driver import SsiOptions, SsiScanner
from drivers.scanner.ssi.twin import SsiTwin

_WIRE_S = 0.5


async def _exercise(scanner: SsiScanner, twin: SsiTwin, events: list[DeviceEvent]) -> None:
    for on in (False, False, True, True):
        await scanner.set_scanning(on)
        await asyncio.sleep(_WIRE_S)
        require(twin.look()["scanning"] is on, f"told to scan: {on}, scans: {not on}")
    await show_codes(twin, events, with_symbology=True)


CASE = Case(driver=SsiScanner, twin=SsiTwin, exercise=_exercise, options=SsiOptions(), echoes=True)
TRIGGERED_CASE = Case(
    driver=SsiScanner,
    twin=lambda: SsiTwin(host_trigger=True),
    exercise=_exercise,
    options=SsiOptions(host_trigger=True),
)
