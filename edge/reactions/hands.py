"""What people's hands do to devices, and what devices say of themselves, made into use cases."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from drivers.contract import (
    CallerKey,
    CardRead,
    CardTrouble,
    CardTroubled,
    ChipCardKind,
    ChipCardSeen,
    CodeScanned,
    DeviceEvent,
    HealthChanged,
    InputChanged,
    KeyPressed,
    PeopleCounted,
    PowerChanged,
    PurchaseCardRead,
    RatingPressed,
)
from edge.devices.pool import DevicePool
from edge.devices.slot import DeviceSlot
from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.domain.refusals import RefusedError
from edge.hall import Hall

log = logging.getLogger(__name__)

# A device that floods the hall loses its own newest events, and nobody else's.
_WAITING_MAX = 64
# A second press so soon after a call is the same press: it must not call a second visitor.
_DOUBLE_PRESS_MS = 3000


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a device said, and when, on the monotonic clock (ms)."""

    device: str
    event: DeviceEvent
    mono: int


class Hands:
    """Takes device events, in order, one at a time."""

    def __init__(self, hall: Hall, plan: Plan, pool: DevicePool, grades: Mapping[str, int]) -> None:
        """Hear all devices of `pool`. `grades` maps an evaluator's key number to a grade."""
        self._hall = hall
        self._pool = pool
        self._grades = grades
        self._counters = {
            (counter.caller.device, counter.caller.unit): counter.id
            for counter in plan.counters
            if counter.caller
        }
        self._queue: asyncio.Queue[_Heard] = asyncio.Queue()
        self._waiting: Counter[str] = Counter()
        self._flooding: set[str] = set()
        self._called_mono: dict[str, int] = {}
        hall.recorder.subscribe(self._on_fact)
        pool.subscribe(self._on_event)

    def _on_fact(self, recorded: f.Recorded) -> None:
        if isinstance(recorded.fact, f.TicketCalled):
            self._called_mono[recorded.fact.counter] = recorded.moment.mono

    def _on_event(self, slot: DeviceSlot, event: DeviceEvent) -> None:
        device = slot.config.id
        if self._waiting[device] < _WAITING_MAX:
            self._waiting[device] += 1
            self._queue.put_nowait(_Heard(device, event, self._hall.recorder.clock.moment().mono))
        elif device not in self._flooding:
            self._flooding.add(device)
            log.warning("%s says more than the hall can hear", device)

    async def run(self) -> None:
        """Do what is asked, until cancelled."""
        while True:
            heard = await self._queue.get()
            try:
                await self._do(heard)
            except RefusedError as error:
                log.info("%s: %s", heard.device, error)
            self._waiting[heard.device] -= 1
            if not self._waiting[heard.device]:
                self._flooding.discard(heard.device)

    async def ask_again(self) -> None:
        """Note how all devices are: what was said while nothing could be recorded is not lost."""
        for slot in list(self._pool.slots.values()):
            device = slot.config.id
            for unit, known in [("", slot.own), *slot.units.items()]:
                await self._hall.faults.note(device, unit, known.health, known.detail)
            if slot.power is not None:
                await self._hall.surroundings.power(device, slot.power)

    async def _do(self, heard: _Heard) -> None:
        match heard.event:
            case CardRead(card):
                await self._hall.identity.identify(heard.device, card)
            case HealthChanged(health, detail, unit):
                await self._hall.faults.note(heard.device, unit, health, detail)
            case KeyPressed(unit, key):
                await self._press(heard, unit, key)
            case RatingPressed(unit, key_number):
                await self._rate(heard.device, unit, key_number)
            case CodeScanned() | PurchaseCardRead() | CardTroubled() | ChipCardSeen():
                await self._do_with_visitor(heard.device, heard.event)
            case PowerChanged() | PeopleCounted() | InputChanged():
                await self._note_surroundings(heard.device, heard.event)
            case _:
                pass  # paper is the slot's own

    async def _do_with_visitor(self, device: str, event: DeviceEvent) -> None:
        match event:
            case CodeScanned(text):
                await self._hall.identity.identify_by_code(device, text)
            case PurchaseCardRead(purchase_card):
                await self._hall.identity.identify_by_purchase_card(device, purchase_card)
            case CardTroubled(trouble):
                await self._hall.surroundings.card_not_read(device, trouble)
            case ChipCardSeen(kind) if kind is not ChipCardKind.PURCHASE:
                trouble = CardTrouble.UNSUPPORTED
                await self._hall.surroundings.card_not_read(device, trouble)

    async def _note_surroundings(self, device: str, event: DeviceEvent) -> None:
        match event:
            case PowerChanged(power):
                await self._hall.surroundings.power(device, power)
            case PeopleCounted(unit, count):
                await self._hall.surroundings.people(device, unit, count)
            case InputChanged(unit, on):
                await self._hall.surroundings.contact(device, unit, on)

    # --- the clerk's keys ---

    async def _press(self, heard: _Heard, unit: str, key: CallerKey) -> None:
        counter = self._counters.get((heard.device, unit))
        staff = self._hall.recorder.committed.counter(counter).staff if counter else ""
        if not counter or not staff:
            log.info("%s unit %s: %s pressed at a counter not open", heard.device, unit, key)
            return
        counters = self._hall.counters
        match key:
            case CallerKey.NEXT:
                await self._next(counter, staff, heard.mono)
            case CallerKey.EVALUATE:
                await self._finish(counter, staff)
            case CallerKey.RECALL:
                await counters.recall(counter, staff)
            case CallerKey.START:
                await counters.start(counter, staff)
            case CallerKey.FINISH:
                await counters.finish(counter, staff)
            case CallerKey.NO_SHOW:
                await counters.no_show(counter, staff)
            case _:
                log.info("counter %s: nothing is done by key %s", counter, key)

    async def _next(self, counter: str, staff: str, pressed_mono: int) -> None:
        called_mono = self._called_mono.get(counter)
        if called_mono is not None and pressed_mono - called_mono < _DOUBLE_PRESS_MS:
            log.info("counter %s: next was pressed twice", counter)
            return
        await self._finish(counter, staff)
        await self._hall.counters.next(counter, staff)

    async def _finish(self, counter: str, staff: str) -> None:
        """Finish whoever is at the counter: such callers have no keys to start and to finish."""
        state = self._hall.recorder.require_service()
        visit = state.visits.get(state.counter(counter).visit)
        if visit is None:
            return
        if visit.state is LegState.CALLED:
            await self._hall.counters.start(counter, staff, meant=visit.visit)
        await self._hall.counters.finish(counter, staff, meant=visit.visit)

    # --- the visitor's ---

    async def _rate(self, device: str, unit: str, key: int) -> None:
        counter = self._counters.get((device, unit))
        if counter is not None:
            await self._hall.ratings.rate_at_counter(counter, key, self._grades.get(str(key)))
