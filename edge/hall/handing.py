"""Use cases that hand a visitor elsewhere: back in the queue, aside, to others, or past all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from edge.domain import facts as f
from edge.domain.asking import askers
from edge.domain.leg import LegState
from edge.domain.now import CounterNow
from edge.domain.plan import Plan
from edge.domain.refusals import NotForHereError, NotWaitingError
from edge.domain.state import HallState
from edge.domain.visit import Leg, Visit
from edge.hall.desk import Desk, called, with_ticket
from edge.hall.notes import Notes
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.reserving import Reserving, Wish

_MINUTE_MS = 60_000
_CALLABLE = (LegState.WAITING, LegState.PARKED, LegState.NO_SHOW)

Place = Literal["first", "last", "sorted"]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a visitor is to go on: a service, and perhaps one counter or one clerk.

    `place` is that in the queue: `first`, `last`, or `sorted` by when the visitor came. `back`
    says that whoever sends them gets them back afterwards.
    """

    service: str = ""
    counter: str = ""
    staff: str = ""
    place: Place = "sorted"
    delay_min: int = 0
    back: bool = False


class Handing(Desk):
    """What clerks do with visitors whom somebody else, or nobody yet, is going to serve."""

    def __init__(self, recorder: Recorder, plan: Plan, reserving: Reserving, notes: Notes) -> None:
        super().__init__(recorder, plan)
        self._reserving = reserving
        self._notes = notes

    async def walk_direct(
        self, counter: str, staff: str, service: str, request: Request | None = None
    ) -> Answer:
        """Serve somebody who stands at the counter without a ticket: they get a number there."""
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        state = self._recorder.require_service()
        now = self._open_counter(state, counter, staff)
        self._check_free(state, counter, now)
        self._check_here(counter, now)
        reserved = self._reserving.reserve(Wish(service, by=now.staff), None)
        visit = reserved.subject
        facts = [
            reserved,
            f.TicketIssued(visit, 1, "none"),
            f.TicketCalled(visit, 1, counter, now.staff, chosen="walk_direct"),
            f.ServiceStarted(visit, 1, counter, now.staff),
        ]
        return await self._recorder.answer(facts, called(counter, visit), request)

    async def call_chosen(
        self, counter: str, staff: str, visit: str, reason: str, request: Request | None = None
    ) -> Answer:
        """Call one ticket past the rules: one that waits, was put aside, or was missed."""
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        state = self._recorder.require_service()
        now = self._open_counter(state, counter, staff)
        self._check_free(state, counter, now)
        self._check_here(counter, now)
        facts = _chosen(with_ticket(state, visit), counter, now.staff, reason)
        return await self._recorder.answer(facts, called(counter, visit), request)

    async def resume_parked(
        self, counter: str, staff: str, visit: str, request: Request | None = None
    ) -> Answer:
        """Call somebody who was put aside."""
        known = self._recorder.require_service().visits.get(visit)
        if known is not None and known.legs and known.state is not LegState.PARKED:
            answered = self._recorder.earlier_answer(request)
            if answered is None:
                raise NotWaitingError(f"{known.leg.ticket} is {known.state.value}", "visit")
        return await self.call_chosen(counter, staff, visit, "parked", request)

    async def send_back(
        self,
        counter: str,
        staff: str,
        request: Request | None = None,
        meant: str | None = None,
        minutes: int = 0,
        places: int = 0,
        reason: str = "asked",
    ) -> Answer:
        """Let the visitor wait again: not before `minutes`, and behind `places` others."""

        def decide(state: HallState, visit: Visit, now: CounterNow) -> Sequence[f.Fact]:
            behind = behind_places(state, visit.leg, places)
            ready = self._in_minutes(minutes)
            leg = visit.leg
            place = behind, ready, reason, leg.absences
            return [f.TicketReturned(visit.visit, leg.leg, counter, now.staff, *place)]

        return await self._at_counter(counter, staff, request, meant, decide)

    async def park(
        self,
        counter: str,
        staff: str,
        reason: str,
        request: Request | None = None,
        meant: str | None = None,
        remind_min: int = 0,
    ) -> Answer:
        """Put the visitor aside; the clerk is reminded after `remind_min` minutes, 0 for never."""

        def decide(_state: HallState, visit: Visit, now: CounterNow) -> Sequence[f.Fact]:
            remind_at, leg = self._in_minutes(remind_min), visit.leg.leg
            return [f.TicketParked(visit.visit, leg, counter, now.staff, reason, remind_at)]

        return await self._at_counter(counter, staff, request, meant, decide)

    async def transfer(
        self,
        counter: str,
        staff: str,
        to: Destination,
        request: Request | None = None,
        meant: str | None = None,
        note: str = "",
        reason: str = "",
    ) -> Answer:
        """Hand the visitor on to a service, a counter or a clerk, perhaps with a `note`."""

        def decide(state: HallState, visit: Visit, now: CounterNow) -> Sequence[f.Fact]:
            leg = visit.leg.leg
            noted = [f.VisitNoted(visit.visit, leg, now.staff)] if note else []
            ended = f.TicketTransferred(visit.visit, leg, counter, now.staff, reason)
            return [*noted, ended, self.opened(state, visit, to, now.staff)]

        asked = counter, staff, request
        here = self._recorder.require_service().counter(counter).visit
        # Whoever asks again may find nobody there any more: the note was sealed the first time.
        if not (note and here):
            return await self._at_counter(*asked, meant, decide)
        async with self._notes.sealing(meant or here, note) as sealed:
            return await self._at_counter(*asked, meant or here, decide, sealed)

    def opened(
        self, state: HallState, visit: Visit, to: Destination, staff: str, why: str = "transfer"
    ) -> f.LegOpened:
        """Return the leg in which `visit` goes on. Raises `NotForHereError`."""
        leg, service = visit.leg, to.service or visit.leg.service
        self._check_destination(state, to, service)
        return f.LegOpened(
            visit.visit,
            leg.leg + 1,
            service,
            why,
            behind=_behind(state, visit, to.place),
            ready=self._in_minutes(to.delay_min),
            to_counter=to.counter,
            to_staff=to.staff,
            back_to=staff if to.back else "",
            then=list(leg.then),
            together=leg.together,
        )

    def _check_destination(self, state: HallState, to: Destination, service: str) -> None:
        if service not in self._plan.leaves:
            raise NotForHereError(f"no service {service!r} that a ticket can be for", "service")
        if to.counter and to.counter not in self._plan.counters_by_id:
            raise NotForHereError(f"no counter {to.counter!r}", "counter")
        if to.staff and to.staff not in self._plan.staff_by_id:
            raise NotForHereError(f"nobody has the number {to.staff!r}", "staff")
        if to.counter or to.staff:
            self._check_served(state, to, service)

    def _check_served(self, state: HallState, to: Destination, service: str) -> None:
        there = [
            asker
            for asker in askers(state, self._plan)
            if to.counter in ("", asker.counter) and to.staff in ("", asker.staff)
        ]
        if not there:
            place = f"counter {to.counter}" if to.counter else to.staff
            raise NotForHereError(f"nobody is there now: {place}", "counter")
        if not any(service in asker.services for asker in there):
            raise NotForHereError(f"{service!r} is not served there", "service")

    def _in_minutes(self, minutes: int) -> int:
        return self._recorder.clock.moment().at + minutes * _MINUTE_MS if minutes else 0


def behind_places(state: HallState, leg: Leg, places: int) -> int:
    """Return the fact behind which a ticket stands that lets `places` others go first; 0: none."""
    if places <= 0:
        return leg.order[0]
    line = state.queue.in_order([leg.service])
    return line[min(places, len(line)) - 1].order[0] if line else leg.order[0]


def _behind(state: HallState, visit: Visit, place: Place) -> int:
    if place == "first":
        return 0
    return state.seq + 1 if place == "last" else visit.legs[0].issued_seq


def _chosen(visit: Visit, counter: str, staff: str, reason: str) -> Sequence[f.Fact]:
    leg = visit.leg
    if leg.state not in _CALLABLE:
        raise NotWaitingError(f"{leg.ticket} is {leg.state.value}", "visit", state=leg.state.value)
    fact = f.TicketCalled(visit.visit, leg.leg, counter, staff, chosen=reason)
    if leg.state is not LegState.NO_SHOW:
        return [fact]
    back = f.TicketReturned(
        visit.visit, leg.leg, counter, staff, leg.order[0], 0, "missed", leg.absences
    )
    return [back, fact]
