"""Use cases of the clerk at a counter: open, next, recall, start, finish, no-show, close."""

import logging
from collections.abc import Sequence

from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.now import CounterNow
from edge.domain.plan import Plan
from edge.domain.queue import Asker
from edge.domain.refusals import AlreadyPrecalledError, DayClosedError, UnknownServiceError
from edge.domain.state import HallState
from edge.domain.visit import Visit
from edge.hall.absence import absent
from edge.hall.desk import Desk, called, require_called, require_serving
from edge.hall.onward import after_service, freed, stranded
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.ruling import Ruling

log = logging.getLogger(__name__)

# So long before a service should end the next visitor is asked near: about what the way takes.
_WALKING_MS = 60_000


class Counters(Desk):
    """What clerks do. `staff` is the member who acts, as the session says.

    What is done to a visit may name the visit that is `meant`: it is done to no other.
    """

    def __init__(self, recorder: Recorder, plan: Plan, ruling: Ruling) -> None:
        super().__init__(recorder, plan)
        self._ruling = ruling

    async def open(self, counter: str, staff: str, request: Request | None = None) -> Answer:
        """Open the counter; it already being open by the same clerk is fine."""
        return await self._once(request, lambda: self._open(counter, staff), counter)

    async def close(self, counter: str, staff: str, request: Request | None = None) -> Answer:
        """Close the counter; it already being closed is fine."""
        return await self._once(request, lambda: self._close(counter, staff), counter)

    async def pause(
        self, counter: str, staff: str, reason: str, request: Request | None = None
    ) -> Answer:
        """Leave the counter for a while; nobody is called to it meanwhile."""
        return await self._once(request, lambda: self._pause(counter, staff, reason), counter)

    async def resume(self, counter: str, staff: str, request: Request | None = None) -> Answer:
        """Come back to the counter; not having been away is fine."""
        return await self._once(request, lambda: self._resume(counter, staff), counter)

    async def next(self, counter: str, staff: str, request: Request | None = None) -> Answer:
        """Call who is next; status 204 when nobody waits."""
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        fact = self._next(counter, staff)
        if fact is None:
            return await self._recorder.answer([], lambda _state: Answer(204, None), request)
        return await self._recorder.answer([fact], called(counter, fact.subject), request)

    async def precall(self, counter: str, staff: str, request: Request | None = None) -> Answer:
        """Ask who is next to come near, while another is still served; 204 when nobody waits."""
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        fact = self._precall(counter, staff)
        if fact is None:
            return await self._recorder.answer([], lambda _state: Answer(204, None), request)
        return await self._recorder.answer([fact], called(counter, fact.subject), request)

    async def recall(
        self, counter: str, staff: str, request: Request | None = None, meant: str | None = None
    ) -> Answer:
        """Call the ticket at the counter once more."""
        return await self._at_counter(counter, staff, request, meant, _recall)

    async def start(
        self, counter: str, staff: str, request: Request | None = None, meant: str | None = None
    ) -> Answer:
        """Begin to serve the visitor who has come."""
        return await self._at_counter(counter, staff, request, meant, _start)

    async def finish(
        self,
        counter: str,
        staff: str,
        request: Request | None = None,
        meant: str | None = None,
        outcome: str = "",
        delivered: Sequence[str] = (),
    ) -> Answer:
        """End the service; the counter is free, unless the visitor's next service is done there."""

        def decide(state: HallState, visit: Visit, now: CounterNow) -> Sequence[f.Fact]:
            require_serving(visit)
            self._check_delivered(delivered)
            leg = visit.leg
            ended = f.ServiceFinished(
                visit.visit, leg.leg, counter, now.staff, outcome, list(delivered)
            )
            return [ended, *after_service(state, self._plan, visit, counter, now.staff)]

        return await self._at_counter(counter, staff, request, meant, decide)

    async def no_show(
        self,
        counter: str,
        staff: str,
        request: Request | None = None,
        meant: str | None = None,
        reason: str = "",
    ) -> Answer:
        """Give up on the ticket that was called: it is over, or goes back, as the rules say."""

        def decide(state: HallState, visit: Visit, now: CounterNow) -> Sequence[f.Fact]:
            require_called(visit)
            policy = self._ruling.rules(state).no_show
            at = self._recorder.clock.moment().at
            return [absent(state, visit, now.staff, policy, at, reason)]

        return await self._at_counter(counter, staff, request, meant, decide)

    async def close_what_is_gone(self) -> None:
        """Close counters, and let go of tickets for services, that the plan no longer has."""
        state = self._recorder.require_service()
        facts: list[f.Fact] = []
        for counter, now in state.counters.items():
            if now.is_open and counter not in self._plan.counters_by_id:
                facts += _let_go(state, counter, now)
                facts += _closed(state, counter, now)
        for visit in state.tickets():
            if visit.state is LegState.WAITING and visit.leg.service not in self._plan.leaves:
                log.warning("%s: no such service any more", visit.leg.ticket)
                facts.append(f.TicketExpired(visit.visit, visit.leg.leg))
        if facts:
            await self._recorder.record(*facts)

    async def tick(self) -> None:
        """Do what is due: let nobody wait for who is not there, ask near where the rules say so."""
        facts = stranded(self._recorder.require_service())
        if facts:
            await self._recorder.record(*facts)
        await self.precall_where_due()

    async def precall_where_due(self) -> None:
        """Ask the next visitors near where the rules say so and a service is about to end."""
        for counter in list(self._recorder.require_service().counters):
            # Anew for each: while the one before was written, clerks have gone on.
            await self._precall_if_due(counter)

    async def _precall_if_due(self, counter: str) -> None:
        state = self._recorder.require_service()
        now = state.counter(counter)
        if now.visit and not now.precalled and self._about_to_end(state, now):
            asker = self._asker(state, counter, now)
            if self._ruling.precalls(state, asker):
                await self._precall_by_rule(state, asker)

    async def _precall_by_rule(self, state: HallState, asker: Asker) -> None:
        choice = self._ruling.choose(state, asker)
        if choice is not None:
            leg = state.visits[choice.visit].leg.leg
            chosen = asker.counter, asker.staff, choice.rule, choice.turn
            await self._recorder.record(f.TicketPrecalled(choice.visit, leg, *chosen))

    def _about_to_end(self, state: HallState, now: CounterNow) -> bool:
        leg = state.visits[now.visit].leg
        if leg.state is not LegState.SERVING:
            return False
        expected_ms = self._plan.by_id[leg.service].expected_min * 60_000
        served_ms = self._recorder.clock.moment().at - leg.started_at
        return served_ms >= expected_ms - _WALKING_MS

    # --- decisions ---

    def _open(self, counter: str, staff: str) -> Sequence[f.Fact]:
        state = self._recorder.require_service()
        now = self._known_counter(state, counter)
        if not state.day:
            raise DayClosedError("no business day is open")
        if now.is_open:
            self._check_clerk(counter, now, staff)
            return []
        return [f.CounterOpened(counter, staff)]

    def _close(self, counter: str, staff: str) -> Sequence[f.Fact]:
        state = self._recorder.require_service()
        now = self._known_counter(state, counter)
        if not now.is_open:
            return []
        self._check_clerk(counter, now, staff)
        self._check_free(state, counter, now)
        return _closed(state, counter, now)

    def _pause(self, counter: str, staff: str, reason: str) -> Sequence[f.Fact]:
        state = self._recorder.require_service()
        now = self._open_counter(state, counter, staff)
        self._check_free(state, counter, now)
        if now.paused == reason:
            return []
        return [*_released(state, counter, now), f.CounterPaused(counter, now.staff, reason)]

    def _resume(self, counter: str, staff: str) -> Sequence[f.Fact]:
        now = self._open_counter(self._recorder.require_service(), counter, staff)
        return [f.CounterResumed(counter, now.staff)] if now.paused else []

    def _check_delivered(self, services: Sequence[str]) -> None:
        for service in services:
            if service not in self._plan.leaves:
                raise UnknownServiceError(f"no service {service!r} to deliver", "delivered")

    def _next(self, counter: str, staff: str) -> f.TicketCalled | None:
        state = self._recorder.require_service()
        now = self._open_counter(state, counter, staff)
        self._check_free(state, counter, now)
        self._check_here(counter, now)
        if now.precalled:
            near = state.visits[now.precalled].leg
            return f.TicketCalled(now.precalled, near.leg, counter, now.staff, near.rule)
        choice = self._ruling.choose(state, self._asker(state, counter, now))
        if choice is None:
            return None
        visit, leg = choice.visit, state.visits[choice.visit].leg.leg
        return f.TicketCalled(visit, leg, counter, now.staff, choice.rule, choice.turn)

    def _precall(self, counter: str, staff: str) -> f.TicketPrecalled | None:
        state = self._recorder.require_service()
        now = self._open_counter(state, counter, staff)
        self._check_here(counter, now)
        if now.precalled:
            ticket = state.visits[now.precalled].leg.ticket
            raise AlreadyPrecalledError(f"{ticket} was asked to counter {counter}", "counter")
        choice = self._ruling.choose(state, self._asker(state, counter, now))
        if choice is None:
            return None
        visit, leg = choice.visit, state.visits[choice.visit].leg.leg
        return f.TicketPrecalled(visit, leg, counter, now.staff, choice.rule, choice.turn)


def _recall(_state: HallState, visit: Visit, now: CounterNow) -> Sequence[f.Fact]:
    require_called(visit)
    leg = visit.leg
    return [f.TicketRecalled(visit.visit, leg.leg, leg.counter, now.staff, leg.calls + 1)]


def _start(_state: HallState, visit: Visit, now: CounterNow) -> Sequence[f.Fact]:
    require_called(visit)
    return [f.ServiceStarted(visit.visit, visit.leg.leg, visit.leg.counter, now.staff)]


def _released(state: HallState, counter: str, now: CounterNow) -> list[f.Fact]:
    """Return what lets go of whoever was asked to come near: back to the old place."""
    if not now.precalled:
        return []
    leg = state.visits[now.precalled].leg
    returned = f.TicketReturned(
        now.precalled, leg.leg, counter, now.staff, leg.order[0], 0, "released", leg.absences
    )
    return [returned]


def _closed(state: HallState, counter: str, now: CounterNow) -> list[f.Fact]:
    return [
        *_released(state, counter, now),
        *freed(state, counter, now.staff, [now.precalled] if now.precalled else []),
        f.CounterClosed(counter, now.staff),
    ]


def _let_go(state: HallState, counter: str, now: CounterNow) -> list[f.Fact]:
    if not now.visit:
        return []
    leg = state.visits[now.visit].leg
    if leg.state is LegState.SERVING:
        return [f.ServiceFinished(now.visit, leg.leg, counter, now.staff)]
    return [f.TicketExpired(now.visit, leg.leg)]
