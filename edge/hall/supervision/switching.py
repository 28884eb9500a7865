"""Use cases of what is on and off: a service, and the doors behind which no tickets are given."""

from collections.abc import Sequence
from typing import Any

from edge.domain import facts as f
from edge.domain.plan import Plan
from edge.domain.refusals import UnknownServiceError
from edge.domain.state import HallState
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.supervision.once import once

_HALL = "hall"


class Switching:
    """Takes off and puts on. Whoever waits already is served all the same."""

    def __init__(self, recorder: Recorder, plan: Plan) -> None:
        self._recorder = recorder
        self._plan = plan

    async def service(
        self, service: str, on: bool, by: str, reason: str, request: Request | None = None
    ) -> Answer:
        """Offer a service, or a group of them, or no more. Raises `UnknownServiceError`."""

        def decide(state: HallState) -> Sequence[f.Fact]:
            if service not in self._plan.by_id:
                raise UnknownServiceError(f"no service {service!r}", "service")
            known = state.services.get(service)
            if on == (known is None or known.on):
                return []
            return [f.ServiceSwitched(service, on, by, reason)]

        return await once(
            self._recorder, request, decide, lambda state: service_switch(state, service)
        )

    async def doors(
        self, to_open: bool, by: str, reason: str, request: Request | None = None
    ) -> Answer:
        """Give tickets, or give no more of them for today."""

        def decide(state: HallState) -> Sequence[f.Fact]:
            if state.doors is not None and state.doors.on == to_open:
                return []
            return [f.DoorsChanged(_HALL, to_open, by, reason)]

        return await once(self._recorder, request, decide, doors)


def service_switch(state: HallState, service: str) -> dict[str, Any]:
    """Describe whether a service is offered, and who said so last."""
    known = state.services.get(service)
    return {
        "service": service,
        "on": known is None or known.on,
        "by": known.by if known else "",
        "reason": known.reason if known else "",
    }


def doors(state: HallState) -> dict[str, Any]:
    """Describe whether somebody has opened or closed the doors; `by` is empty where nobody has."""
    known = state.doors
    return {
        "open": known is None or known.on,
        "by": known.by if known else "",
        "reason": known.reason if known else "",
    }
