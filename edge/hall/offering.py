"""What is on offer: for each service how long it may take now, or why there is no ticket."""

import asyncio
from typing import Any

from edge.domain.plan import Plan
from edge.domain.queue import Lane
from edge.domain.refusals import RefusedError
from edge.hall.admission import Admission
from edge.hall.estimates import Estimates, in_minutes
from edge.hall.recorder import Recorder

# So long an answer holds, however many screens ask: each service costs milliseconds.
_HOLDS_MS = 3_000


class Offering:
    """Looks at all services as somebody does who comes in now. Nothing of it is a promise."""

    def __init__(
        self, recorder: Recorder, plan: Plan, admission: Admission, estimates: Estimates
    ) -> None:
        self._recorder = recorder
        self._plan = plan
        self._admission = admission
        self._estimates = estimates
        self._known: tuple[int, list[dict[str, Any]]] | None = None
        self._looking = asyncio.Lock()

    async def now(self) -> list[dict[str, Any]]:
        """Return every service that can be chosen, as JSON values of `shapes.ServiceNow`.

        Raises `OutOfServiceError`.
        """
        async with self._looking:
            mono = self._recorder.clock.moment().mono
            if self._known is None or not 0 <= mono - self._known[0] < _HOLDS_MS:
                self._known = mono, [await self._look(each) for each in self._plan.leaves]
            return self._known[1]

    async def _look(self, service: str) -> dict[str, Any]:
        await asyncio.sleep(0)  # whoever else asks the hall has their turn between two services
        waiting = self._recorder.require_service().queue.count([service])
        closed, opens_at = self._closed(service)
        return {
            "service": service,
            "waiting": waiting,
            "wait": None if closed else await self._wait(service),
            "closed": closed,
            "opens_at": opens_at,
        }

    def _closed(self, service: str) -> tuple[str, str | None]:
        state = self._recorder.require_service()
        if not state.day:
            return "day_closed", None
        try:
            self._admission.require_for(service)
        except RefusedError as refusal:
            return refusal.code, refusal.details.get("opens_at")
        return "", None

    async def _wait(self, service: str) -> dict[str, Any]:
        lane = Lane(service, segments=self._plan.segments_of(service))
        return in_minutes(await self._estimates.of(lane))
