"""How the contract suite uses SSI scanners: told to rest and to look, and shown codes."""

from drivers.conformance import Case
from drivers.contract import DeviceEvent
from drivers.scanner.exercise import rest_and_look, show_codes
from drivers.scanner.ssi.driver import SsiOptions, SsiScanner
from drivers.scanner.ssi.twin import SsiTwin


async def _exercise(scanner: SsiScanner, twin: SsiTwin, events: list[DeviceEvent]) -> None:
    await rest_and_look(scanner, twin)
    await show_codes(twin, events, with_symbology=True)


CASE = Case(driver=SsiScanner, twin=SsiTwin, exercise=_exercise, options=SsiOptions(), echoes=True)
TRIGGERED_CASE = Case(
    driver=SsiScanner,
    twin=lambda: SsiTwin(host_trigger=True),
    exercise=_exercise,
    options=SsiOptions(host_trigger=True),
)
