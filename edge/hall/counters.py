"""Use cases of the clerk at a counter: open, next, recall, start, finish, no-show, close."""

import logging
from collections.abc import Callable, Sequence

from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.now import CounterNow
from edge.domain.plan import ANYBODY, Plan
from edge.domain.queue import Asker, Rules, next_ticket
from edge.domain.refusals import (
    AnotherVisitError,
    CounterClosedError,
    CounterOccupiedError,
    CounterTakenError,
    DayClosedError,
    NothingCalledError,
    NotServingError,
    UnknownCounterError,
)
from edge.domain.state import HallState
from edge.domain.visit import Visit
from edge.hall import answers
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request

log = logging.getLogger(__name__)


class Counters:
    """What clerks do. `staff` is the member who acts, as the session says.

    What is done to a visit may name the visit that is `meant`: it is done to no other.
    """

    def __init__(self, recorder: Recorder, plan: Plan, rules: Rules) -> None:
        self._recorder = recorder
        self._plan = plan
        self._rules = rules

    async def open(self, counter: str, staff: str, request: Request | None = None) -> Answer:
        """Open the counter; it already being open by the same clerk is fine."""
        return await self._once(request, lambda: self._open(counter, staff), counter)

    async def close(self, counter: str, staff: str, request: Request | None = None) -> Answer:
        """Close the counter; it already being closed is fine."""
        return await self._once(request, lambda: self._close(counter, staff), counter)

    async def next(self, counter: str, staff: str, request: Request | None = None) -> Answer:
        """Call who is next; status 204 when nobody waits."""
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        fact = self._next(counter, staff)
        if fact is None:
            return await self._recorder.answer([], lambda _state: Answer(204, None), request)
        return await self._recorder.answer([fact], _called(counter, fact.subject), request)

    async def recall(
        self, counter: str, staff: str, request: Request | None = None, meant: str | None = None
    ) -> Answer:
        """Call the ticket at the counter once more."""
        return await self._move(counter, staff, request, meant, self._recall)

    async def start(
        self, counter: str, staff: str, request: Request | None = None, meant: str | None = None
    ) -> Answer:
        """Begin to serve the visitor who has come."""
        return await self._move(counter, staff, request, meant, self._start)

    async def finish(
        self, counter: str, staff: str, request: Request | None = None, meant: str | None = None
    ) -> Answer:
        """End the service; the counter is free."""
        return await self._move(counter, staff, request, meant, self._finish)

    async def no_show(
        self, counter: str, staff: str, request: Request | None = None, meant: str | None = None
    ) -> Answer:
        """Give up on the ticket that was called."""
        return await self._move(counter, staff, request, meant, self._no_show)

    async def close_what_is_gone(self) -> None:
        """Close counters, and let go of tickets for services, that the plan no longer has."""
        state = self._recorder.require_service()
        facts: list[f.Fact] = []
        for counter, now in state.counters.items():
            if now.is_open and counter not in self._plan.counters_by_id:
                facts += _let_go(state, counter, now)
                facts.append(f.CounterClosed(counter, now.staff))
        for visit in state.tickets():
            if visit.state is LegState.WAITING and visit.leg.service not in self._plan.leaves:
                log.warning("%s: no such service any more", visit.leg.ticket)
                facts.append(f.TicketExpired(visit.visit, visit.leg.leg))
        if facts:
            await self._recorder.record(*facts)

    # --- decisions ---

    def _open(self, counter: str, staff: str) -> Sequence[f.Fact]:
        state = self._recorder.require_service()
        now = self._known(state, counter)
        if not state.day:
            raise DayClosedError("no business day is open")
        if now.is_open:
            self._check_clerk(counter, now, staff)
            return []
        return [f.CounterOpened(counter, staff)]

    def _close(self, counter: str, staff: str) -> Sequence[f.Fact]:
        state = self._recorder.require_service()
        now = self._known(state, counter)
        if not now.is_open:
            return []
        self._check_clerk(counter, now, staff)
        self._check_free(state, counter, now)
        return [f.CounterClosed(counter, now.staff)]

    def _next(self, counter: str, staff: str) -> f.TicketCalled | None:
        state = self._recorder.require_service()
        now = self._open_counter(state, counter, staff)
        self._check_free(state, counter, now)
        asker = Asker(counter, now.staff, self._plan.served_by(counter, now.staff))
        moment = self._recorder.clock.moment()
        visit = next_ticket(state.queue, asker, self._rules, moment.at)
        if visit is None:
            return None
        return f.TicketCalled(visit, state.visits[visit].leg.leg, counter, now.staff)

    def _recall(self, visit: Visit, counter: str, staff: str) -> f.Fact:
        leg = visit.leg
        if leg.state is not LegState.CALLED:
            raise NothingCalledError(f"{leg.ticket} is being served already", "counter")
        return f.TicketRecalled(visit.visit, leg.leg, counter, staff, leg.calls + 1)

    def _start(self, visit: Visit, counter: str, staff: str) -> f.Fact:
        leg = visit.leg
        if leg.state is not LegState.CALLED:
            raise NothingCalledError(f"{leg.ticket} is being served already", "counter")
        return f.ServiceStarted(visit.visit, leg.leg, counter, staff)

    def _finish(self, visit: Visit, counter: str, staff: str) -> f.Fact:
        leg = visit.leg
        if leg.state is not LegState.SERVING:
            raise NotServingError(f"{leg.ticket} has been called and not started", "counter")
        return f.ServiceFinished(visit.visit, leg.leg, counter, staff)

    def _no_show(self, visit: Visit, counter: str, staff: str) -> f.Fact:
        leg = visit.leg
        if leg.state is not LegState.CALLED:
            raise NothingCalledError(f"{leg.ticket} is being served already", "counter")
        return f.TicketNoShow(visit.visit, leg.leg, counter, staff)

    # --- what they share ---

    async def _once(
        self, request: Request | None, decide: Callable[[], Sequence[f.Fact]], counter: str
    ) -> Answer:
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        return await self._recorder.answer(
            decide(),
            lambda state: Answer(200, answers.counter_state(state, counter)),
            request,
        )

    async def _move(
        self,
        counter: str,
        staff: str,
        request: Request | None,
        meant: str | None,
        decide: Callable[[Visit, str, str], f.Fact],
    ) -> Answer:
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        state = self._recorder.require_service()
        now = self._open_counter(state, counter, staff)
        if not now.visit:
            raise NothingCalledError(f"nobody has been called to counter {counter}", "counter")
        if meant not in (None, now.visit):
            ticket = state.visits[now.visit].leg.ticket
            raise AnotherVisitError(f"{ticket} is at counter {counter} now", "visit")
        fact = decide(state.visits[now.visit], counter, now.staff)
        return await self._recorder.answer([fact], _called(counter, now.visit), request)

    def _known(self, state: HallState, counter: str) -> CounterNow:
        if counter not in self._plan.counters_by_id:
            raise UnknownCounterError(f"no counter {counter!r}", "counter")
        return state.counter(counter)

    def _open_counter(self, state: HallState, counter: str, staff: str) -> CounterNow:
        now = self._known(state, counter)
        if not now.is_open:
            raise CounterClosedError(f"counter {counter} is closed", "counter")
        self._check_clerk(counter, now, staff)
        return now

    def _check_clerk(self, counter: str, now: CounterNow, staff: str) -> None:
        if staff not in (now.staff, ANYBODY):
            raise CounterTakenError(f"{now.staff} sits at counter {counter}", "counter")

    def _check_free(self, state: HallState, counter: str, now: CounterNow) -> None:
        if now.visit:
            leg = state.visits[now.visit].leg
            raise CounterOccupiedError(
                f"{leg.ticket} is {leg.state.value} at counter {counter}",
                "counter",
                visit=now.visit,
                ticket=leg.ticket,
                state=leg.state.value,
            )


def _let_go(state: HallState, counter: str, now: CounterNow) -> list[f.Fact]:
    if not now.visit:
        return []
    leg = state.visits[now.visit].leg
    if leg.state is LegState.SERVING:
        return [f.ServiceFinished(now.visit, leg.leg, counter, now.staff)]
    return [f.TicketExpired(now.visit, leg.leg)]


def _called(counter: str, visit: str) -> Callable[[HallState], Answer]:
    return lambda state: Answer(200, answers.called(state.visits[visit], counter))
