"""How the contract suite uses Honeywell scanners: triggered, told to rest, and shown codes."""

import asyncio

from drivers.conformance import Case
from drivers.contract import DeviceEvent
from drivers.scanner.exercise import require, show_codes
from drivers.scanner.honeywell.driver import HoneywellOptions, HoneywellScanner
from drivers.scanner.honeywell.twin import HoneywellTwin

_WIRE_S = 0.5


async def _exercise(
    scanner: HoneywellScanner, twin: HoneywellTwin, events: list[DeviceEvent]
) -> None:
    for on in (False, False, True, True):
        await scanner.set_scanning(on)
        await asyncio.sleep(_WIRE_S)
        require(twin.look()["scanning"] is on, f"told to scan: {on}, scans: {not on}")
    await show_codes(twin, events, with_symbology=scanner.options.aim_id)


# Text that stands among noise is text all the same: without a check there is nothing to tell by.
CASE = Case(
    driver=HoneywellScanner,
    twin=lambda: HoneywellTwin(aim_id=True),
    exercise=_exercise,
    options=HoneywellOptions(aim_id=True),
    garbage=b"",
)
