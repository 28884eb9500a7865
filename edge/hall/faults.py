"""Use cases of the devices' supervision: every loss opens a fault, every return closes it."""

from drivers.contract import Health
from edge.domain import facts as f
from edge.hall.recorder import Recorder


class Faults:
    """Turns health into facts: lost once, back once."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

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
