"""Measuring visits: every fact about a ticket, and which of its times ends there."""

from collections.abc import Callable, Mapping
from typing import Any

from edge.domain import facts as f
from edge.reports.calendar import Calendar
from edge.reports.figures import Figures, Peak, Step
from edge.reports.tally import Tally
from edge.reports.ticket import At, Stay, Ticket
from edge.reports.timeline import NOTHING, Span, Timeline

_WALK_DIRECT = "walk_direct"  # why a ticket was called that its clerk had just made


class Visits:
    """Follows the visits of a day. A fact about a visit whose beginning is unknown is left out."""

    def __init__(
        self,
        timeline: Timeline,
        calendar: Calendar,
        figures: Figures,
        targets_s: Mapping[str, int],
    ) -> None:
        self._timeline = timeline
        self._calendar = calendar
        self._figures = figures
        self._tally = Tally(figures, targets_s)
        self._stays: dict[str, Stay] = {}
        self._day = ""

    def begin_day(self, day: str) -> None:
        """Count what follows for business day `day`."""
        self._day = day

    def end_day(self) -> None:
        """Tell how long visitors stayed in all, and forget them: no visit outlives its day."""
        for stay in self._stays.values():
            if stay.began is not None and stay.ended is not None:
                span = self._timeline.between(stay.began, stay.ended)
                self._figures.stays["several" if stay.legs > 1 else "one"].add(span)
        self._stays.clear()
        self._figures.waiting = 0

    def take(self, fact: f.Fact, moment: f.Moment) -> None:
        """Take in the next fact."""
        match fact:
            case f.TicketReserved():
                self._reserved(fact, moment)
            case f.VisitAbandoned():
                self._tally.because("abandoned", fact.reason)
            case _:
                take, stay = _TAKES.get(type(fact)), self._stays.get(fact.subject)
                if take is not None and stay is not None:
                    take(self, stay, fact, moment)

    def _move(self, ticket: Ticket, at: At, moment: f.Moment) -> None:
        """Put the ticket elsewhere, and keep count of how many wait."""
        waiting = self._figures.waiting + (at is At.WAITING) - (ticket.at is At.WAITING)
        self._figures.waiting = waiting
        if waiting > self._figures.peak.waiting:
            self._figures.peak = Peak(waiting, self._timeline.wall(moment))
        ticket.at, ticket.since = at, moment

    def _wait(self, ticket: Ticket, moment: f.Moment, ready: int = 0) -> None:
        """Let the ticket wait; nobody calls it before `ready` (wall ms)."""
        self._move(ticket, At.WAITING, moment)
        ticket.held_ms = max(0, ready - moment.at)

    def _stretch(self, ticket: Ticket, moment: f.Moment) -> Span:
        """Return how long it has been doing what it does, without what it was held back."""
        return self._timeline.between(ticket.since, moment).less(ticket.held_ms)

    def _date(self, ticket: Ticket, moment: f.Moment) -> None:
        ticket.day = self._day
        ticket.hour = self._calendar.hour(self._timeline.wall(moment))

    # --- a ticket is taken ---

    def _reserved(self, fact: f.TicketReserved, moment: f.Moment) -> None:
        segments = tuple(fact.segments)
        ticket = Ticket(fact.service, fact.priority, segments, "first", moment)
        self._date(ticket, moment)
        self._stays[fact.subject] = Stay(ticket)
        if fact.approach_ms > 0:
            self._figures.approach.add(Span(fact.approach_ms))

    def _issued(self, stay: Stay, fact: f.TicketIssued, moment: f.Moment) -> None:
        ticket, figures = stay.ticket, self._figures
        if fact.delivery == "paper":
            figures.printing.add(self._stretch(ticket, moment))
        self._date(ticket, moment)
        self._wait(ticket, moment)
        stay.began = moment
        self._tally.count(ticket, Step.ISSUED)
        self._tally.because("delivery", ": ".join(filter(None, (fact.delivery, fact.reason))))
        figures.quarters[self._calendar.quarter(self._timeline.wall(moment))] += 1
        figures.undated += not self._timeline.is_dated(moment)

    def _voided(self, stay: Stay, fact: f.TicketVoided, moment: f.Moment) -> None:
        self._end(stay.ticket, Step.VOIDED, moment, fact.reason)

    def _opened(self, stay: Stay, fact: f.LegOpened, moment: f.Moment) -> None:
        before = stay.ticket
        ticket = Ticket(fact.service, before.priority, before.segments, fact.why, moment)
        if before.uncalled:  # the visitor goes on waiting, for something else
            ticket.sort, ticket.waited = before.sort, before.waited
        self._date(ticket, moment)
        stay.ticket, stay.ended, stay.legs = ticket, None, stay.legs + 1
        self._wait(ticket, moment, fact.ready)
        self._tally.count(ticket, Step.JOINED)
        self._tally.because(Step.JOINED, fact.why)

    def _priority(self, stay: Stay, fact: f.PriorityChanged, _moment: f.Moment) -> None:
        stay.ticket.priority, stay.ticket.segments = fact.priority, tuple(fact.segments)

    # --- it is called ---

    def _precalled(self, stay: Stay, fact: f.TicketPrecalled, _moment: f.Moment) -> None:
        self._tally.count(stay.ticket, Step.PRECALLED, fact.staff, fact.counter)

    def _called(self, stay: Stay, fact: f.TicketCalled, moment: f.Moment) -> None:
        ticket, stretch = stay.ticket, self._stretch(stay.ticket, moment)
        ticket.direct = fact.chosen == _WALK_DIRECT
        if ticket.direct:
            self._tally.count(ticket, Step.WALK_DIRECT, fact.staff, fact.counter)
        else:
            self._count_call(ticket, fact)
            if ticket.at is At.WAITING:
                self._tally.waited(ticket, ticket.waited + stretch, fact.staff, fact.counter)
        self._move(ticket, At.CALLED, moment)
        ticket.held_ms, ticket.waited = 0, NOTHING

    def _count_call(self, ticket: Ticket, fact: f.TicketCalled) -> None:
        self._tally.count(ticket, Step.CALLED, fact.staff, fact.counter)
        if fact.chosen:
            self._tally.count(ticket, Step.CHOSEN, fact.staff, fact.counter)
            self._tally.because(Step.CHOSEN, fact.chosen)
        elif ticket.at is At.WAITING:  # what was put aside is fetched by hand, and by no rule
            self._figures.rules[fact.rule] += 1

    def _recalled(self, stay: Stay, fact: f.TicketRecalled, _moment: f.Moment) -> None:
        self._tally.count(stay.ticket, Step.RECALLED, fact.staff, fact.counter)

    def _started(self, stay: Stay, fact: f.ServiceStarted, moment: f.Moment) -> None:
        ticket, way = stay.ticket, self._stretch(stay.ticket, moment)
        self._move(ticket, At.SERVING, moment)
        if not ticket.direct:
            self._tally.count(ticket, Step.ARRIVED, fact.staff, fact.counter)
            self._tally.walked(ticket, way, fact.staff, fact.counter)

    def _no_show(self, stay: Stay, fact: f.TicketNoShow, moment: f.Moment) -> None:
        self._move(stay.ticket, At.OVER, moment)
        self._tally.count(stay.ticket, Step.NO_SHOW, fact.staff, fact.counter)
        if fact.reason:
            self._tally.because(Step.NO_SHOW, fact.reason)

    # --- it is served, or goes elsewhere ---

    def _finished(self, stay: Stay, fact: f.ServiceFinished, moment: f.Moment) -> None:
        self._end_serving(stay.ticket, fact, moment)
        self._move(stay.ticket, At.OVER, moment)
        stay.ended = moment
        self._tally.count(stay.ticket, Step.SERVED, fact.staff, fact.counter)
        if fact.outcome:
            self._tally.because("outcome", fact.outcome)

    def _transferred(self, stay: Stay, fact: f.TicketTransferred, moment: f.Moment) -> None:
        ticket = stay.ticket
        ticket.uncalled = ticket.at is At.WAITING
        if ticket.uncalled:
            ticket.waited += self._stretch(ticket, moment)
        elif ticket.at is At.SERVING:
            self._end_serving(ticket, fact, moment)
        self._move(ticket, At.OVER, moment)
        self._tally.count(ticket, Step.TRANSFERRED, fact.staff, fact.counter)
        if fact.reason:
            self._tally.because(Step.TRANSFERRED, fact.reason)

    def _end_serving(
        self, ticket: Ticket, fact: f.ServiceFinished | f.TicketTransferred, moment: f.Moment
    ) -> None:
        served = ticket.served + self._stretch(ticket, moment)
        self._tally.served(ticket, served, fact.staff, fact.counter)

    def _returned(self, stay: Stay, fact: f.TicketReturned, moment: f.Moment) -> None:
        ticket = stay.ticket
        if ticket.at is At.WAITING:  # nobody had called it: it waits on, further back
            ticket.waited += self._stretch(ticket, moment)
        else:
            self._keep_served(ticket, moment)
            ticket.sort = "again"
        self._wait(ticket, moment, fact.ready)
        self._tally.count(ticket, Step.RETURNED, fact.staff, fact.counter)
        self._tally.because(Step.RETURNED, fact.reason)

    def _parked(self, stay: Stay, fact: f.TicketParked, moment: f.Moment) -> None:
        self._keep_served(stay.ticket, moment)
        self._move(stay.ticket, At.PARKED, moment)
        self._tally.count(stay.ticket, Step.PARKED, fact.staff, fact.counter)
        self._tally.because(Step.PARKED, fact.reason)

    def _keep_served(self, ticket: Ticket, moment: f.Moment) -> None:
        if ticket.at is At.SERVING:
            ticket.served += self._stretch(ticket, moment)

    def _cancelled(self, stay: Stay, fact: f.TicketCancelled, moment: f.Moment) -> None:
        self._end(stay.ticket, Step.CANCELLED, moment, fact.reason)

    def _expired(self, stay: Stay, _fact: f.TicketExpired, moment: f.Moment) -> None:
        self._end(stay.ticket, Step.EXPIRED, moment)

    def _end(self, ticket: Ticket, step: Step, moment: f.Moment, reason: str = "") -> None:
        self._move(ticket, At.OVER, moment)
        self._tally.count(ticket, step)
        if reason:
            self._tally.because(step, reason)


Take = Callable[[Visits, Stay, Any, f.Moment], None]

_TAKES: dict[type[f.Fact], Take] = {
    f.TicketIssued: Visits._issued,
    f.TicketVoided: Visits._voided,
    f.LegOpened: Visits._opened,
    f.PriorityChanged: Visits._priority,
    f.TicketPrecalled: Visits._precalled,
    f.TicketCalled: Visits._called,
    f.TicketRecalled: Visits._recalled,
    f.ServiceStarted: Visits._started,
    f.TicketNoShow: Visits._no_show,
    f.ServiceFinished: Visits._finished,
    f.TicketTransferred: Visits._transferred,
    f.TicketReturned: Visits._returned,
    f.TicketParked: Visits._parked,
    f.TicketCancelled: Visits._cancelled,
    f.TicketExpired: Visits._expired,
}
