"""How the contract suite uses Honeywell scanners: triggered, told to rest, and shown codes."""

from drivers.conformance import Case
from drivers.contract import DeviceEvent
from drivers.scanner.exercise import rest_and_look, show_codes
from drivers.scanner.honeywell.driver import HoneywellOptions, HoneywellScanner
from drivers.scanner.honeywell.twin import HoneywellTwin


async def _exercise(
    scanner: HoneywellScanner, twin: HoneywellTwin, events: list[DeviceEvent]
) -> None:
    await rest_and_look(scanner, twin)
    await show_codes(twin, events, with_symbology=scanner.options.aim_id)


# Text that stands among noise is text all the same: without a check there is nothing to tell by.
CASE = Case(
    driver=HoneywellScanner,
    twin=lambda: HoneywellTwin(aim_id=True),
    exercise=_exercise,
    options=HoneywellOptions(aim_id=True),
    garbage=b"",
)
