"""Use cases of the devices' supervision: what is lost opens a fault, what stays back closes it.

A device that comes and goes has one fault that is seen again and again, not a fault each time: its
fault stays open until the device has been there for a while, and the journal hears of it at most
once a minute.
"""

from collections.abc import Container
from dataclasses import dataclass

from drivers.contract import Health
from edge.domain import facts as f
from edge.domain.now import FaultNow
from edge.domain.refusals import UnknownFaultError
from edge.hall import answers
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request

# Lost again so soon after it came back, it is the same fault.
_SAME_FAULT_MS = 10 * 60 * 1000
# A device that was lost this often is trusted again only after a time of being there.
_FLAPPING_COUNT = 3
_STEADY_MS = 60 * 1000
_NOTED_EVERY_MS = 60 * 1000

Key = tuple[str, str]


@dataclass(slots=True)
class _Flapping:
    """What the journal has not heard of an open fault: when (monotonic ms), and how often."""

    noted_mono: int
    back_mono: int | None = None
    unnoted: int = 0


class Faults:
    """Turns health into facts."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._flapping: dict[Key, _Flapping] = {}

    async def close_what_is_gone(self, devices: Container[str]) -> None:
        """Close the faults of devices that the hall no longer has."""
        state = self._recorder.require_service()
        gone = [key for key in state.faults if key[0] not in devices]
        if gone:
            await self._recorder.record(*(f.FaultClosed(device, unit) for device, unit in gone))

    async def note(self, device: str, unit: str, health: Health, detail: str) -> None:
        """Take in how `device` (and `unit` on its line) is now. Safe to repeat."""
        if health is Health.STARTING:
            return
        key = device, unit
        fault = self._recorder.require_service().faults.get(key)
        if fault is None:
            if not health.usable:
                await self._open(key, health, detail)
        elif health.usable:
            await self._close_if_steady(fault)
        else:
            await self._see_again(fault, health, detail)

    async def _open(self, key: Key, health: Health, detail: str) -> None:
        state, now = self._recorder.require_service(), self._recorder.clock.moment()
        before = state.closed_faults.get(key)
        self._flapping[key] = _Flapping(now.mono)
        if before is not None and abs(now.at - before.closed_at) < _SAME_FAULT_MS:
            again = f.FaultSeenAgain(*key, health.value, detail, before.count + 1)
            await self._recorder.record(again)
        else:
            await self._recorder.record(f.FaultOpened(*key, health.value, detail))

    async def _close_if_steady(self, fault: FaultNow) -> None:
        key, now = (fault.device, fault.unit), self._recorder.clock.moment().mono
        flapping = self._flapping.setdefault(key, _Flapping(now))
        if flapping.back_mono is None:
            flapping.back_mono = now
        often = fault.count + flapping.unnoted >= _FLAPPING_COUNT
        if often and now - flapping.back_mono < _STEADY_MS:
            return
        last = self._unnoted(fault, Health(fault.health), fault.detail)
        del self._flapping[key]
        await self._recorder.record(*last, f.FaultClosed(*key))

    async def _see_again(self, fault: FaultNow, health: Health, detail: str) -> None:
        key, now = (fault.device, fault.unit), self._recorder.clock.moment().mono
        flapping = self._flapping.setdefault(key, _Flapping(now))
        if flapping.back_mono is not None:
            flapping.back_mono = None
            flapping.unnoted += 1
        if flapping.unnoted and now - flapping.noted_mono >= _NOTED_EVERY_MS:
            again = self._unnoted(fault, health, detail)
            flapping.noted_mono, flapping.unnoted = now, 0
            await self._recorder.record(*again)

    def _unnoted(self, fault: FaultNow, health: Health, detail: str) -> list[f.Fact]:
        key = fault.device, fault.unit
        unnoted = self._flapping[key].unnoted
        if not unnoted:
            return []
        return [f.FaultSeenAgain(*key, health.value, detail, fault.count + unnoted)]

    async def note_recording(self, device: str) -> None:
        """Note that somebody records what passes on the wire of `device`, as it stands there."""
        await self._recorder.record(f.WireRecorded(device))

    async def acknowledge(
        self, device: str, unit: str, by: str, note: str, request: Request | None = None
    ) -> Answer:
        """Note that person `by` knows of an open fault. Raises `UnknownFaultError`."""
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        key = device, unit
        if key not in self._recorder.require_service().faults:
            where = f"{device} unit {unit}" if unit else device
            raise UnknownFaultError(f"no fault of {where} is open", "device")
        return await self._recorder.answer(
            [f.FaultAcknowledged(device, unit, by, note)],
            lambda after: Answer(200, answers.fault(after.faults[key])),
            request,
        )
