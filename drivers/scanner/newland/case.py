"""How the contract suite uses Newland scanners: in both languages, triggered and shown codes."""

from drivers.conformance import Case
from drivers.contract import DeviceEvent
from drivers.scanner.exercise import rest_and_look, show_codes
from drivers.scanner.newland.driver import NewlandOptions, NewlandScanner
from drivers.scanner.newland.twin import NewlandTwin

# Text that stands among noise is text all the same: without a check there is nothing to tell by.
_NO_GARBAGE = b""


async def _exercise(scanner: NewlandScanner, twin: NewlandTwin, events: list[DeviceEvent]) -> None:
    await rest_and_look(scanner, twin)
    await show_codes(twin, events, with_symbology=scanner.options.aim_id)


CASE = Case(
    driver=NewlandScanner,
    twin=lambda: NewlandTwin(aim_id=True),
    exercise=_exercise,
    options=NewlandOptions(aim_id=True),
    garbage=_NO_GARBAGE,
)
HEX_CASE = Case(
    driver=NewlandScanner,
    twin=NewlandTwin,
    exercise=_exercise,
    options=NewlandOptions(language="hex"),
    garbage=_NO_GARBAGE,
)
