"""How the contract suite uses the camera: codes are held and told once each; it rests and looks."""

import asyncio

from drivers.conformance import Case
from drivers.contract import CodeScanned, DeviceEvent
from drivers.scanner.camera.driver import CameraScanner
from drivers.scanner.camera.options import CameraOptions
from drivers.scanner.camera.twin import CameraTwin

_TOLD_WITHIN_S = 10.0
_HELD_S = 5.0
_AWAY_S = 3.0


async def _exercise(camera: CameraScanner, twin: CameraTwin, events: list[DeviceEvent]) -> None:
    for on in (False, False, True, True):
        await camera.set_scanning(on)
        assert twin.scanning is on, f"told {on}, the camera is {twin.scanning}"  # noqa: S101
    for text, symbology in (("A012", "code128"), ("https://hall/t/7", "qrCode")):
        before = len(events)
        twin.act("hold_code", text=text, symbology=symbology)
        await _until_told(events, before)
        await asyncio.sleep(_HELD_S)
        twin.act("take_away")
        await asyncio.sleep(_AWAY_S)
        assert _codes(events[before:]) == [CodeScanned(text, symbology)], "not told once"  # noqa: S101
    assert await camera.self_test(), "the self-test says nothing"  # noqa: S101


async def _until_told(events: list[DeviceEvent], before: int) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _TOLD_WITHIN_S
    while not _codes(events[before:]):
        assert loop.time() < deadline, "the code was not told"  # noqa: S101
        await asyncio.sleep(0.1)


def _codes(events: list[DeviceEvent]) -> list[DeviceEvent]:
    return [event for event in events if isinstance(event, CodeScanned)]


CASE = Case(driver=CameraScanner, twin=CameraTwin, exercise=_exercise, options=CameraOptions())
