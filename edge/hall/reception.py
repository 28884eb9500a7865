"""Use cases of the receptionist: what is done for those who wait, by whoever walks the hall."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.domain.refusals import NotWaitingError, UnknownPriorityError
from edge.domain.state import HallState
from edge.domain.visit import Visit
from edge.hall import answers
from edge.hall.desk import with_ticket
from edge.hall.handing import Destination, Handing
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request

_CANCELLABLE = (LegState.WAITING, LegState.PRECALLED, LegState.PARKED, LegState.CALLED)
Decide = Callable[[HallState, Visit], Sequence[f.Fact]]


class Reception:
    """Changes tickets that wait. `staff` is the member who acts."""

    def __init__(self, recorder: Recorder, plan: Plan, handing: Handing) -> None:
        self._recorder = recorder
        self._plan = plan
        self._handing = handing

    async def change_service(
        self, visit: str, service: str, staff: str, request: Request | None = None
    ) -> Answer:
        """Let the visitor wait for another service, under the same number and as long as so far."""

        def decide(state: HallState, known: Visit) -> Sequence[f.Fact]:
            _require(known, LegState.WAITING)
            if known.leg.service == service:
                return []
            ended = f.TicketTransferred(visit, known.leg.leg, "", staff)
            opened = self._handing.opened(state, known, Destination(service), staff, "changed")
            return [ended, replace(opened, back_to=known.leg.back_to)]

        return await self._once(visit, request, decide)

    async def change_priority(
        self,
        visit: str,
        priority: str | int | None,
        staff: str,
        reason: str,
        request: Request | None = None,
    ) -> Answer:
        """Put the visitor into a priority group, or out of any."""

        def decide(_state: HallState, known: Visit) -> Sequence[f.Fact]:
            _require(known, LegState.WAITING)
            level = self._plan.priority_level(priority)
            if level is None:
                raise UnknownPriorityError(f"no priority group {priority!r}", "priority")
            segments = self._segments(known, priority)
            if (level, tuple(segments)) == (known.leg.priority, known.leg.segments):
                return []
            leg = known.leg.leg
            return [f.PriorityChanged(visit, leg, level, segments, staff, reason)]

        return await self._once(visit, request, decide)

    async def check_documents(
        self,
        visit: str,
        missing: Sequence[str],
        staff: str,
        request: Request | None = None,
    ) -> Answer:
        """Note which of the documents that the service asks for the visitor does not have."""

        def decide(_state: HallState, known: Visit) -> Sequence[f.Fact]:
            _require(known, LegState.WAITING)
            return [f.DocumentsChecked(visit, known.leg.leg, staff, list(missing))]

        return await self._once(visit, request, decide)

    async def cancel(
        self, visit: str, reason: str, staff: str = "", request: Request | None = None
    ) -> Answer:
        """Give the ticket up, for a visitor who leaves; having been given up already is fine."""

        def decide(_state: HallState, known: Visit) -> Sequence[f.Fact]:
            if known.state is LegState.CANCELLED:
                return []
            _require(known, *_CANCELLABLE)
            return [f.TicketCancelled(visit, known.leg.leg, staff, reason)]

        return await self._once(visit, request, decide)

    async def reinstate(self, visit: str, staff: str, request: Request | None = None) -> Answer:
        """Let somebody who was missed wait again, at the old place."""

        def decide(_state: HallState, known: Visit) -> Sequence[f.Fact]:
            if known.state is LegState.WAITING:
                return []
            _require(known, LegState.NO_SHOW, LegState.PARKED)
            leg = known.leg
            place = leg.order[0], 0, "missed", leg.absences
            return [f.TicketReturned(visit, leg.leg, "", staff, *place)]

        return await self._once(visit, request, decide)

    async def _once(self, visit: str, request: Request | None, decide: Decide) -> Answer:
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        state = self._recorder.require_service()
        facts = decide(state, with_ticket(state, visit))
        return await self._recorder.answer(
            facts, lambda after: Answer(200, answers.visit(after.visits[visit])), request
        )

    def _segments(self, visit: Visit, priority: str | int | None) -> list[str]:
        groups = {group.id for group in self._plan.priorities}
        kept = set(visit.leg.segments) - groups
        return sorted(kept | ({priority} if isinstance(priority, str) else set()))


def _require(visit: Visit, *states: LegState) -> None:
    leg = visit.leg
    if leg.state not in states:
        raise NotWaitingError(f"{leg.ticket} is {leg.state.value}", "visit", state=leg.state.value)
