"""Use cases of sending visitors elsewhere: to a self-service terminal, online, to another hall."""

from collections.abc import Callable, Sequence
from typing import Any

from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.domain.refusals import NotWaitingError, UnknownServiceError, UnknownVisitError
from edge.domain.state import HallState
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.supervision.once import once

_DIVERTED = "diverted"
_WAITS = (LegState.WAITING, LegState.PRECALLED, LegState.PARKED)


class Diverting:
    """Notes who need not wait. `staff` is the member who acts."""

    def __init__(self, recorder: Recorder, plan: Plan) -> None:
        self._recorder = recorder
        self._plan = plan

    async def from_queue(
        self, visit: str, to: str, staff: str, request: Request | None = None
    ) -> Answer:
        """Send a visitor who waits elsewhere: the ticket is given up.

        Raises `UnknownVisitError`, `NotWaitingError`.
        """

        def decide(state: HallState) -> Sequence[f.Fact]:
            known = state.visits.get(visit)
            if known is None or not known.legs:
                raise UnknownVisitError(f"no visit {visit!r} today", "visit")
            leg = known.leg
            if leg.state not in _WAITS:
                raise NotWaitingError(f"{leg.ticket} is {leg.state.value}", "visit")
            cancelled = f.TicketCancelled(visit, leg.leg, staff, _DIVERTED)
            return [cancelled, f.VisitorDiverted(visit, to, staff)]

        return await once(self._recorder, request, decide, _diverted(to), 201)

    async def from_door(
        self, service: str, to: str, staff: str, request: Request | None = None
    ) -> Answer:
        """Send a visitor elsewhere who came for `service` and has no ticket yet.

        Raises `UnknownServiceError`.
        """

        def decide(_state: HallState) -> Sequence[f.Fact]:
            if service not in self._plan.by_id:
                raise UnknownServiceError(f"no service {service!r}", "service")
            return [f.VisitorDiverted(service, to, staff)]

        return await once(self._recorder, request, decide, _diverted(to), 201)


def _diverted(to: str) -> Callable[[HallState], dict[str, Any]]:
    return lambda state: {"to": to, "seq": state.seq}
