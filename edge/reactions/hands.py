"""What people's hands do to devices, and what devices say of themselves, made into use cases."""

import asyncio
import logging
from collections.abc import Mapping

from drivers.contract import (
    CallerKey,
    CardRead,
    DeviceEvent,
    HealthChanged,
    KeyPressed,
    RatingPressed,
)
from edge.devices.pool import DevicePool
from edge.devices.slot import DeviceSlot
from edge.domain.plan import Plan
from edge.domain.refusals import RefusedError
from edge.hall import Hall

log = logging.getLogger(__name__)

# A device that floods the hall loses its own newest events, and nobody else's.
_WAITING_MAX = 256


class Hands:
    """Takes device events, in order, one at a time."""

    def __init__(self, hall: Hall, plan: Plan, pool: DevicePool, grades: Mapping[str, int]) -> None:
        """Hear all devices of `pool`. `grades` maps an evaluator's key number to a grade."""
        self._hall = hall
        self._grades = grades
        self._counters = {
            (counter.caller.device, counter.caller.unit): counter.id
            for counter in plan.counters
            if counter.caller
        }
        self._queue: asyncio.Queue[tuple[str, DeviceEvent]] = asyncio.Queue(_WAITING_MAX)
        pool.subscribe(self._on_event)

    def _on_event(self, slot: DeviceSlot, event: DeviceEvent) -> None:
        try:
            self._queue.put_nowait((slot.config.id, event))
        except asyncio.QueueFull:
            log.warning("%s says more than the hall can hear", slot.config.id)

    async def run(self) -> None:
        """Do what is asked, until cancelled."""
        while True:
            device, event = await self._queue.get()
            try:
                await self._do(device, event)
            except RefusedError as error:
                log.info("%s: %s", device, error)

    async def _do(self, device: str, event: DeviceEvent) -> None:
        match event:
            case CardRead(card):
                await self._hall.tickets.identify(device, card)
            case HealthChanged(health, detail, unit):
                await self._hall.faults.note(device, unit, health, detail)
            case KeyPressed(unit, key):
                await self._press(device, unit, key)
            case RatingPressed(unit, key_number):
                await self._rate(device, unit, key_number)
            case _:
                pass  # paper is the slot's own

    async def _press(self, device: str, unit: str, key: CallerKey) -> None:
        counter = self._counters.get((device, unit))
        staff = self._hall.recorder.committed.counter(counter).staff if counter else ""
        if not counter or not staff:
            log.info("%s unit %s: %s pressed at a counter that is not open", device, unit, key)
            return
        use_cases = {
            CallerKey.NEXT: self._hall.counters.next,
            CallerKey.RECALL: self._hall.counters.recall,
            CallerKey.START: self._hall.counters.start,
            CallerKey.FINISH: self._hall.counters.finish,
            CallerKey.EVALUATE: self._hall.counters.finish,
            CallerKey.NO_SHOW: self._hall.counters.no_show,
        }
        use_case = use_cases.get(key)
        if use_case is not None:
            await use_case(counter, staff)

    async def _rate(self, device: str, unit: str, key: int) -> None:
        counter = self._counters.get((device, unit))
        if counter is not None:
            await self._hall.ratings.rate_at_counter(counter, key, self._grades.get(str(key)))
