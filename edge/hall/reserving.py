"""Taking a number: what a visitor wishes, checked, becomes a reserved ticket."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from edge.domain import facts as f
from edge.domain.admission import check_services
from edge.domain.appointments import CheckIn
from edge.domain.plan import Plan
from edge.domain.queue import Lane
from edge.domain.refusals import (
    DayClosedError,
    UnknownPriorityError,
    UnknownVisitError,
    VisitHasTicketError,
)
from edge.domain.state import HallState
from edge.hall.addresses import Addresses
from edge.hall.admission import Admission
from edge.hall.recorder import Recorder
from edge.hall.requests import Request
from edge.ports import Ids


def _nothing(_visit: str) -> Sequence[f.Fact]:
    return ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a ticket is to be for, and whose it is.

    `then` are services that follow in the same visit, `together` at one counter as far as can be.
    `priority` is a group's id or a level. `visit` goes on with somebody who was identified; `by`
    is the member of staff who takes the ticket for them. `due` and `ready` (wall ms) are of an
    `appointment`; the facts `before` and `behind` it (given the visit) belong to the reservation.
    """

    service: str
    priority: str | int | None = None
    delivery: str = "none"
    visit: str | None = None
    approach_ms: int = 0
    then: tuple[str, ...] = ()
    together: bool = False
    segments: tuple[str, ...] = ()
    appointment: str = ""
    due: int = 0
    ready: int = 0
    by: str = ""
    before: tuple[f.Fact, ...] = ()
    behind: Callable[[str], Sequence[f.Fact]] = _nothing

    @classmethod
    def booked(cls, found: CheckIn, delivery: str, visit: str | None, by: str) -> "Wish":
        """Return what whoever checks in with their appointment wishes."""
        return cls(
            found.service,
            delivery=delivery,
            visit=visit,
            segments=found.segments,
            appointment=found.appointment,
            due=found.due,
            ready=found.ready,
            by=by,
            before=found.before,
            behind=found.behind,
        )


class Reserving:
    """Gives out numbers, each once, without a gap."""

    def __init__(
        self,
        recorder: Recorder,
        plan: Plan,
        ids: Ids,
        admission: Admission,
        addresses: Addresses | None = None,
    ) -> None:
        self._recorder = recorder
        self._plan = plan
        self._ids = ids
        self._admission = admission
        self._addresses = addresses or Addresses(b"", "")

    def reserve(self, wish: Wish, request: Request | None) -> f.TicketReserved:
        """Return the fact that takes the next number. Raises `RefusedError`."""
        state = self._recorder.require_service()
        level = self._check(state, wish)
        service = self._plan.by_id[wish.service]
        number = service.numbers.after(state.numbers.get(wish.service, 0)) or 1
        visit = wish.visit or self._ids.new_id()
        return f.TicketReserved(
            subject=visit,
            leg=1,
            service=wish.service,
            ticket=service.ticket(number),
            number=number,
            priority=level,
            delivery=wish.delivery,
            ahead=state.queue.ahead(wish.service, level),
            request=request.key if request else "",
            fingerprint=request.fingerprint if request else "",
            approach_ms=wish.approach_ms,
            segments=self._segments(wish),
            then=list(wish.then),
            together=wish.together,
            appointment=wish.appointment,
            due=wish.due,
            ready=wish.ready,
            by=wish.by,
            page=self._addresses.page(visit),
        )

    def lane(self, wish: Wish) -> Lane:
        """Return the lane in which the ticket would wait. Raises `RefusedError` as `reserve`."""
        level = self._check(self._recorder.require_service(), wish)
        return Lane(wish.service, level, tuple(self._segments(wish)), booked=bool(wish.due))

    def _segments(self, wish: Wish) -> list[str]:
        # A priority group is a segment of its own name: rules may speak of it.
        group = [wish.priority] if isinstance(wish.priority, str) else []
        of_service = self._plan.by_id[wish.service].segments
        return sorted({*wish.segments, *of_service, *group})

    def _check(self, state: HallState, wish: Wish) -> int:
        check_services(self._plan, (wish.service, *wish.then))
        level = self._plan.priority_level(wish.priority)
        if level is None:
            raise UnknownPriorityError(f"no priority group {wish.priority!r}", "priority")
        if not state.day:
            raise DayClosedError("no business day is open")
        self._admission.require_for(wish.service, then=wish.then, booked=bool(wish.appointment))
        if wish.visit is not None:
            _check_identified(state, wish.visit)
        return level


def _check_identified(state: HallState, visit: str) -> None:
    known = state.visits.get(visit)
    if known is None:
        raise UnknownVisitError(f"no visit {visit!r} is under way", "visit")
    if known.legs:
        raise VisitHasTicketError(f"visit {visit!r} has its ticket already", "visit")
