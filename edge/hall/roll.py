"""Use cases of the paper roll: numbers torn off by hand, on a day when no screen gives any."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from edge.domain import facts as f
from edge.domain.plan import Plan
from edge.domain.refusals import NumbersUsedUpError, TooManySlipsError
from edge.domain.state import HallState
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.reserving import Reserving, Wish
from edge.ports import Ids

_DELIVERY = "roll"
# More than are torn off while nobody looks; a slip of the finger must not fill the queue.
_AT_ONCE_MAX = 30


class Roll:
    """Makes tickets of slips that visitors hold already.

    The roll is wound to the number that comes next, and no screen gives numbers of that service
    meanwhile.
    """

    def __init__(self, recorder: Recorder, plan: Plan, ids: Ids, reserving: Reserving) -> None:
        self._recorder = recorder
        self._plan = plan
        self._ids = ids
        self._reserving = reserving

    def next_slips(self) -> list[dict[str, Any]]:
        """Return of each service the slip that comes next; it has none where all are used up."""
        numbers = self._recorder.committed.numbers
        found = []
        for service in self._plan.leaves:
            plan = self._plan.by_id[service]
            number = plan.numbers.after(numbers.get(service, 0))
            ticket = plan.ticket(number) if number else ""
            found.append({"service": service, "number": number or 0, "ticket": ticket})
        return found

    async def handed_out(
        self, service: str, upto: int, staff: str, request: Request | None = None
    ) -> Answer:
        """Note that slips were handed out up to number `upto`; noted already is fine.

        Raises `TooManySlipsError`, `NumbersUsedUpError`, and what forbids a ticket.
        """
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        reserved = self._reserved(service, upto, staff)
        tickets = [each.ticket for each in reserved]
        facts: list[f.Fact] = []
        for each in reserved:
            facts += [each, f.TicketIssued(each.subject, 1, _DELIVERY)]

        def noted(state: HallState) -> Answer:
            return Answer(201, {"service": service, "tickets": tickets, "seq": state.seq})

        return await self._recorder.answer(facts, noted, request)

    def _reserved(self, service: str, upto: int, staff: str) -> Sequence[f.TicketReserved]:
        wish = Wish(service, delivery=_DELIVERY, by=staff)
        first = self._reserving.reserve(wish, None)
        numbers = self._plan.by_id[service].numbers
        count = upto - first.number + 1
        if count > _AT_ONCE_MAX:
            raise TooManySlipsError(
                f"{first.ticket} comes next: no more than {_AT_ONCE_MAX} at once", "upto"
            )
        if count > 0 and numbers.after(upto - 1) != upto:
            raise NumbersUsedUpError(f"the last number of {service} is {numbers.last}", "upto")
        return [self._following(first, behind) for behind in range(count)]

    def _following(self, first: f.TicketReserved, behind: int) -> f.TicketReserved:
        number = first.number + behind
        return replace(
            first,
            subject=self._ids.new_id(),
            number=number,
            ticket=self._plan.by_id[first.service].ticket(number),
            ahead=first.ahead + behind,
        )
