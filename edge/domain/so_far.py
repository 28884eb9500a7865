"""The day so far in figures, kept up to date fact by fact: what a supervisor's screen shows.

Quick, and by the wall clock, of which a step back makes a length nothing. What a report says of a
day is measured with care by `edge.reports`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from edge.domain import facts as f

_GRADES = 5
_MINUTE_MS = 60_000


@dataclass(slots=True)
class Times:
    """Lengths of time: how many, how long together, and the longest, in ms."""

    count: int = 0
    sum_ms: int = 0
    longest_ms: int = 0

    def add(self, length_ms: int) -> None:
        """Take in one more."""
        self.count += 1
        self.sum_ms += length_ms
        self.longest_ms = max(self.longest_ms, length_ms)

    @property
    def mean_s(self) -> int:
        """Their mean in seconds; 0 of nothing."""
        return round(self.sum_ms / self.count / 1000) if self.count else 0


@dataclass(slots=True)
class Tally:
    """What has come of tickets. `in_time` were called within the target of their service."""

    issued: int = 0
    called: int = 0
    in_time: int = 0
    served: int = 0
    no_shows: int = 0
    wait: Times = field(default_factory=Times)
    way: Times = field(default_factory=Times)
    serve: Times = field(default_factory=Times)

    def note(self, fact: f.Fact, took_ms: int, in_time: bool) -> None:
        """Count what has happened to a ticket, `took_ms` after what happened to it before."""
        match fact:
            case f.TicketIssued():
                self.issued += 1
            case f.TicketCalled():
                self.called += 1
                self.in_time += in_time
                self.wait.add(took_ms)
            case f.ServiceStarted():
                self.way.add(took_ms)
            case f.ServiceFinished():
                self.served += 1
                self.serve.add(took_ms)
            case f.TicketNoShow():
                self.no_shows += 1


@dataclass(slots=True)
class _Ticket:
    """A ticket of today: for which service, and since when (wall ms) it is where it is.

    What was parked is taken up again when it is called: that was no wait.
    """

    service: str
    since: int
    parked: bool = False

    def follow(self, fact: f.Fact, at: int) -> None:
        """Be where `fact` has put it."""
        match fact:
            case f.TicketIssued():
                self.since = max(at, self.since)
            case f.TicketReturned(ready=ready):
                self.since, self.parked = max(at, ready), False
            case f.TicketParked():
                self.since, self.parked = at, True
            case f.TicketCalled() | f.ServiceStarted():
                self.since, self.parked = at, False


class SoFar:
    """Takes facts in, one by one. `targets_min` are the services' own.

    `grades` counts the visits by grade, from 1 to 5.
    """

    def __init__(self, targets_min: Mapping[str, int]) -> None:
        self._targets_min = targets_min
        self._tickets: dict[str, _Ticket] = {}
        self.hall = Tally()
        self.services: dict[str, Tally] = {}
        self.grades = [0] * _GRADES

    def take(self, recorded: f.Recorded) -> None:
        """Take in a fact that is durable."""
        fact, at = recorded.fact, recorded.moment.at
        match fact:
            case f.DayOpened():
                self._begin_day()
            case f.TicketReserved(service=service, due=due, ready=ready):
                self._tickets[fact.subject] = _Ticket(service, max(due, ready))
            case f.LegOpened(service=service, ready=ready):
                self._tickets[fact.subject] = _Ticket(service, max(at, ready))
            case f.VisitRated(grade=grade) if 1 <= grade <= _GRADES:
                self.grades[grade - 1] += 1
            case _ if ticket := self._tickets.get(fact.subject):
                self._move(ticket, fact, at)

    def _begin_day(self) -> None:
        self._tickets.clear()
        self.services.clear()
        self.hall = Tally()
        self.grades = [0] * _GRADES

    def _move(self, ticket: _Ticket, fact: f.Fact, at: int) -> None:
        if not (ticket.parked and isinstance(fact, f.TicketCalled)):
            took_ms = max(0, at - ticket.since)
            target_ms = self._targets_min.get(ticket.service, 0) * _MINUTE_MS
            for tally in (self.hall, self.services.setdefault(ticket.service, Tally())):
                tally.note(fact, took_ms, took_ms <= target_ms)
        ticket.follow(fact, at)
