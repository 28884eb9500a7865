"""Use cases of a supervisor at any counter: opened, closed, paused, given other services."""

from collections.abc import Callable, Sequence
from typing import Any

from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.now import CounterNow
from edge.domain.plan import Plan
from edge.domain.refusals import (
    CounterClosedError,
    CounterOccupiedError,
    CounterTakenError,
    DayClosedError,
    UnknownCounterError,
    UnknownServiceError,
)
from edge.domain.rights import Action
from edge.domain.state import HallState
from edge.hall import answers
from edge.hall.onward import freed
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.supervision.once import once
from edge.hall.supervision.refusals import UnknownStaffError

Decide = Callable[[HallState], Sequence[f.Fact]]


class Planning:
    """Opens, closes, pauses and replans counters. `by` is the supervisor who acts."""

    def __init__(self, recorder: Recorder, plan: Plan) -> None:
        self._recorder = recorder
        self._plan = plan

    async def open(
        self, counter: str, staff: str, by: str, request: Request | None = None
    ) -> Answer:
        """Open a counter for its clerk `staff`; it being open by them already is fine.

        Raises `UnknownStaffError`, `CounterTakenError`.
        """

        def decide(state: HallState) -> Sequence[f.Fact]:
            now = self._known(state, counter)
            if Action.OWN_COUNTER not in self._plan.rights_of(staff):
                raise UnknownStaffError(f"{staff!r} is nobody who works at a counter", "staff")
            if not state.day:
                raise DayClosedError("no business day is open")
            if now.is_open and now.staff != staff:
                raise CounterTakenError(f"{now.staff} sits at counter {counter}", "counter")
            return [] if now.is_open else [f.CounterOpened(counter, staff, by)]

        return await self._once(counter, request, decide)

    async def close(self, counter: str, by: str, request: Request | None = None) -> Answer:
        """Close a counter that its clerk has left; it being closed already is fine.

        Whoever was called there waits again, at the old place, and whoever was kept for it waits
        for anybody. Raises `CounterOccupiedError` while somebody is being served.
        """

        def decide(state: HallState) -> Sequence[f.Fact]:
            now = self._known(state, counter)
            if not now.is_open:
                return []
            returned = _let_go(state, counter, now)
            kept = freed(state, counter, now.staff, [each.subject for each in returned])
            return [*returned, *kept, f.CounterClosed(counter, now.staff, by)]

        return await self._once(counter, request, decide)

    async def pause(
        self, counter: str, reason: str, by: str, request: Request | None = None
    ) -> Answer:
        """Note that the clerk of an open counter is away; whoever was called there waits again.

        Raises `CounterClosedError`, and `CounterOccupiedError` while somebody is being served.
        """

        def decide(state: HallState) -> Sequence[f.Fact]:
            now = self._open(state, counter)
            if now.paused == reason:
                return []
            paused = f.CounterPaused(counter, now.staff, reason, by)
            return [*_let_go(state, counter, now), paused]

        return await self._once(counter, request, decide)

    async def resume(self, counter: str, by: str, request: Request | None = None) -> Answer:
        """Note that the clerk is back; not having been away is fine."""

        def decide(state: HallState) -> Sequence[f.Fact]:
            now = self._open(state, counter)
            return [f.CounterResumed(counter, now.staff, by)] if now.paused else []

        return await self._once(counter, request, decide)

    async def replan(
        self,
        counter: str,
        services: Sequence[str],
        by: str,
        reason: str,
        request: Request | None = None,
    ) -> Answer:
        """Have a counter serve `services` (of groups all) until the day ends; none: as planned.

        Whoever was kept for it, for what it serves no more, waits for anybody.

        Raises `UnknownServiceError`.
        """

        def decide(state: HallState) -> Sequence[f.Fact]:
            self._known(state, counter)
            for service in services:
                if service not in self._plan.by_id:
                    raise UnknownServiceError(f"no service {service!r}", "services")
            if tuple(services) == state.replanned.get(counter, ()):
                return []
            changed = f.CounterReplanned(counter, list(services), by, reason)
            return [*self._no_more_served(state, counter, services), changed]

        def replanned(state: HallState) -> dict[str, Any]:
            named = state.replanned.get(counter)
            served = self._plan.served_by(counter, state.counter(counter).staff, named)
            return {"counter": counter, "services": list(served), "replanned": named is not None}

        return await once(self._recorder, request, decide, replanned)

    def _no_more_served(
        self, state: HallState, counter: str, services: Sequence[str]
    ) -> Sequence[f.Fact]:
        staff = state.counter(counter).staff
        still = self._plan.served_by(counter, staff, services or None)
        return freed(state, counter, staff, still=still) if staff else []

    async def _once(self, counter: str, request: Request | None, decide: Decide) -> Answer:
        return await once(
            self._recorder, request, decide, lambda state: answers.counter_state(state, counter)
        )

    def _known(self, state: HallState, counter: str) -> CounterNow:
        if counter not in self._plan.counters_by_id:
            raise UnknownCounterError(f"no counter {counter!r}", "counter")
        return state.counter(counter)

    def _open(self, state: HallState, counter: str) -> CounterNow:
        now = self._known(state, counter)
        if not now.is_open:
            raise CounterClosedError(f"counter {counter} is closed", "counter")
        return now


def _let_go(state: HallState, counter: str, now: CounterNow) -> list[f.Fact]:
    """Return what sends those who were called to the counter back among those who wait."""
    returned: list[f.Fact] = []
    for visit in filter(None, (now.visit, now.precalled)):
        leg = state.visits[visit].leg
        if leg.state is LegState.SERVING:
            raise CounterOccupiedError(
                f"{leg.ticket} is being served at counter {counter}",
                "counter",
                visit=visit,
                ticket=leg.ticket,
                state=leg.state.value,
            )
        place = leg.order[0], 0, "released", leg.absences
        returned.append(f.TicketReturned(visit, leg.leg, counter, now.staff, *place))
    return returned
