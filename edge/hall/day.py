"""Use cases of the clock: business days open and close, as facts and not as date arithmetic."""

import datetime as dt
import logging
from typing import Any

from edge.domain import facts as f
from edge.domain.appointments import done_with
from edge.domain.carrying import carried_state
from edge.domain.leg import ACTIVE, LegState
from edge.domain.state import HallState
from edge.hall.recorder import Recorder

log = logging.getLogger(__name__)

SYNCED, UNSYNCED = "synced", "unsynced"

_EXPIRES = ACTIVE - {LegState.RESERVED} | {LegState.WAITING, LegState.PARKED}
# At the hour at which days begin nobody is served for so long: the clerk went home and forgot.
_STUCK_MS = 2 * 60 * 60 * 1000


class Days:
    """Opens the day at the hall's hour, once nobody is at a counter."""

    def __init__(self, recorder: Recorder, starts_at_hour: int, rules: str = "") -> None:
        """Begin each day with the text of `rules`: a supervisor's were for one day."""
        self._recorder = recorder
        self._starts_at_hour = starts_at_hour
        self._rules = rules

    async def open_first(self, epoch: str) -> None:
        """Open the first day of an empty journal, at once. Does nothing on any other."""
        state = self._recorder.require_service()
        if state.seq == 0:
            await self._recorder.record(self._opening({**self._carried(state), "epoch": epoch}))

    async def tick(self) -> None:
        """Begin the next day if it is time and nobody is at a counter."""
        state = self._recorder.require_service()
        if self._due(state) and not self._active(state):
            await self._begin_next(state)

    def _due(self, state: HallState) -> bool:
        clock = self._recorder.clock.moment().clock
        if clock == UNSYNCED:
            return False  # a wrong clock must not end the day: a person sets it first
        today, opened = dt.date.fromisoformat(self._today()), dt.date.fromisoformat(state.day)
        # A day that a wrong clock opened in the future must not last until then.
        return today > opened or (clock == SYNCED and (opened - today).days > 1)

    def _today(self) -> str:
        local = self._recorder.clock.local()
        return (local - dt.timedelta(hours=self._starts_at_hour)).date().isoformat()

    async def _begin_next(self, state: HallState) -> None:
        expired = [
            f.TicketExpired(visit.visit, visit.leg.leg)
            for visit in state.tickets()
            if visit.state in _EXPIRES
        ]
        closed = [
            f.CounterClosed(counter, now.staff)
            for counter, now in state.counters.items()
            if now.is_open
        ]
        ended = f.DayClosed("hall", state.day, state.issued)
        # No document of this hall outlives the day, so neither does what was read from a card, nor
        # what members of staff wrote down or to each other, nor who had an appointment.
        keys = [visit.visit for visit in state.visits.values() if visit.is_sealed]
        keys += state.messages
        keys += done_with(state.appointments, self._recorder.clock.moment().at)
        opening = self._opening(self._carried(state))
        log.info("day %s ended with %d tickets", ended.day, ended.issued)
        await self._recorder.record(*expired, *closed, ended, opening, dropped_keys=keys)

    def _active(self, state: HallState) -> bool:
        """Whether anybody is at a counter, or a ticket is being printed, right now."""
        now = self._recorder.clock.moment().at
        return bool(state.reserved) or any(
            bool(counter.visit or counter.precalled) and now - counter.since < _STUCK_MS
            for counter in state.counters.values()
        )

    def _carried(self, state: HallState) -> dict[str, Any]:
        carried = carried_state(state, self._recorder.clock.moment().at)
        return {**carried, "rules": self._rules}

    def _opening(self, carried: dict[str, Any]) -> f.DayOpened:
        chain_at, chain = self._recorder.tip()
        log.info("opening day %s", self._today())
        return f.DayOpened("hall", self._today(), carried, chain.hex(), chain_at)
