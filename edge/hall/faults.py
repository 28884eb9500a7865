"""Use cases of the devices' supervision: every loss opens a fault, every return closes it."""

from collections.abc import Container

from drivers.contract import Health
from edge.domain import facts as f
from edge.hall.recorder import Recorder


class Faults:
    """Turns health into facts: lost once, back once."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    async def close_what_is_gone(self, devices: Container[str]) -> None:
        """Close the faults of devices that the hall no longer has."""
        state = self._recorder.require_service()
        gone = [key for key in state.faults if key[0] not in devices]
        if gone:
            await self._recorder.record(*(f.FaultClosed(device, unit) for device, unit in gone))

    async def note(self, device: str, unit: str, health: Health, detail: str) -> None:
        """Open or close the fault of `device` (and `unit` on its line) if `health` changes it."""
        state = self._recorder.require_service()
        is_open = (device, unit) in state.faults
        if health is Health.STARTING or health.usable is not is_open:
            return
        if is_open:
            await self._recorder.record(f.FaultClosed(device, unit))
        else:
            await self._recorder.record(f.FaultOpened(device, unit, health.value, detail))
