"""How the contract suite uses line scanners: one that is deaf, and one that answers."""

import dataclasses

from drivers.conformance import Case
from drivers.contract import DeviceEvent
from drivers.scanner.exercise import show_codes
from drivers.scanner.line.driver import LineOptions, LineScanner
from drivers.scanner.line.twin import LineTwin, make_twin

# Text that stands among noise, or in another device's lines, is text all the same.
_NO_GARBAGE = b""
_ASKED = LineOptions(aim_id=True, query="1B560D", answer="56657273696F6E")


async def _exercise(scanner: LineScanner, twin: LineTwin, events: list[DeviceEvent]) -> None:
    for on in (False, True, True):
        await scanner.set_scanning(on)
    await show_codes(twin, events, with_symbology=scanner.options.aim_id)


CASE = Case(
    driver=LineScanner,
    twin=LineTwin,
    exercise=_exercise,
    options=LineOptions(),
    one_way=True,
    garbage=_NO_GARBAGE,
)
ASKED_CASE = Case(
    driver=LineScanner,
    twin=lambda: make_twin(dataclasses.asdict(_ASKED)),
    exercise=_exercise,
    options=_ASKED,
    garbage=_NO_GARBAGE,
)
