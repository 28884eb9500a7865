"""Use case of withdrawing: a clerk has the hall forget an application for the visitor there."""

from collections.abc import Sequence

from edge.domain import facts as f
from edge.domain.applications import UnknownApplicationError
from edge.domain.now import CounterNow
from edge.domain.plan import Plan
from edge.domain.state import HallState
from edge.domain.visit import Visit
from edge.hall.applications import Applications
from edge.hall.desk import Desk
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request


class Withdrawals(Desk):
    """What was filled in is readable no more. Headquarters learns of it by the fact."""

    def __init__(self, recorder: Recorder, plan: Plan, applications: Applications) -> None:
        super().__init__(recorder, plan)
        self._applications = applications

    async def withdraw(
        self,
        counter: str,
        application: str,
        staff: str,
        request: Request | None,
        meant: str | None = None,
    ) -> Answer:
        """Forget the application of the visitor at `counter`, handed in or not.

        Raises `UnknownApplicationError` where it is not theirs, and what every verb at a counter
        does.
        """

        def decide(state: HallState, visit: Visit, _now: CounterNow) -> Sequence[f.Fact]:
            found = state.applications.get(application)
            if found is None or found.visit != visit.visit:
                raise UnknownApplicationError(f"{visit.leg.ticket} has no such form", "application")
            return [f.ApplicationForgotten(application, "withdrawn", staff)]

        async with self._applications.turn:
            answer = await self._at_counter(
                counter, staff, request, meant, decide, dropped_keys=[application]
            )
            self._applications.forgotten({application})
            return answer
