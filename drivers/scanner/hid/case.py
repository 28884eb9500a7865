"""How the contract suite uses wedge scanners: codes are shown, and typed."""

from drivers.conformance import Case
from drivers.contract import DeviceEvent
from drivers.scanner.exercise import show_codes
from drivers.scanner.hid.driver import HidOptions, HidScanner
from drivers.scanner.hid.events import EVENT_BYTES_32
from drivers.scanner.hid.twin import HidTwin

# Short ones: a character is 12 events, 288 bytes with shift.
_CODES = (("A07", "code128"), ("b/1", "ean13"))


async def _exercise(scanner: HidScanner, twin: HidTwin, events: list[DeviceEvent]) -> None:
    for on in (False, True, True):
        await scanner.set_scanning(on)
    aim_id = scanner.options.aim_id
    await show_codes(twin, events, with_symbology=aim_id, codes=_CODES)


CASE = Case(driver=HidScanner, twin=HidTwin, exercise=_exercise, options=HidOptions(), one_way=True)
CASE_32 = Case(
    driver=HidScanner,
    twin=lambda: HidTwin(event_bytes=EVENT_BYTES_32, aim_id=True),
    exercise=_exercise,
    options=HidOptions(event_bytes=EVENT_BYTES_32, aim_id=True),
    one_way=True,
)
