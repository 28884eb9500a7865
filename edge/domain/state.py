"""The hall as it is, folded from facts: the one place where a fact changes anything."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

from edge.domain import facts as f
from edge.domain.changes import CHANGES
from edge.domain.leg import AT_COUNTER, LegState
from edge.domain.now import (
    AlertNow,
    Answered,
    ApplicationNow,
    AppointmentNow,
    CommandNow,
    CounterNow,
    FaultNow,
    HelpNow,
    LibraryNow,
    MessageNow,
    NoticeNow,
    PowerNow,
    ScreenNow,
    ShownNow,
    Stretch,
    Switched,
    WrongPins,
)
from edge.domain.queue import Queue
from edge.domain.visit import VISIT_FACTS, Leg, UnknownVisitError, Visit, evolve
from edge.domain.waits.waits import Waits

_ASIDE = frozenset({LegState.PARKED, LegState.NO_SHOW})


@dataclass(slots=True)
class HallState:
    """Everything that facts have made so far. Changed by `apply` alone."""

    seq: int = 0
    day: str = ""
    epoch: str = ""
    acked: int = 0
    issued: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)  # visit by the hash of its page's secret
    reserved: dict[str, None] = field(default_factory=dict)  # visits whose number nobody has seen
    aside: dict[str, None] = field(default_factory=dict)  # visits that are parked or were missed
    queue: Queue = field(default_factory=Queue)
    rules: str = ""
    rules_by: str = ""  # who put them in force today, empty: they were there when it began
    turns: dict[str, int] = field(default_factory=dict)  # where each rule's ratio stands
    counters: dict[str, CounterNow] = field(default_factory=dict)
    replanned: dict[str, tuple[str, ...]] = field(default_factory=dict)  # services by counter
    described: str = ""  # what visitors' pages may say of the hall today
    doors: Switched | None = None
    services: dict[str, Switched] = field(default_factory=dict)  # that somebody has switched
    shown: dict[str, ShownNow] = field(default_factory=dict)  # to visitors, by counter
    help: dict[str, HelpNow] = field(default_factory=dict)
    notices: dict[str, NoticeNow] = field(default_factory=dict)
    messages: dict[str, MessageNow] = field(default_factory=dict)
    alerts: dict[str, AlertNow] = field(default_factory=dict)
    quotas: dict[Stretch, int] = field(default_factory=dict)
    appointments: dict[str, AppointmentNow] = field(default_factory=dict)
    waits: Waits = field(default_factory=Waits)
    applications: dict[str, ApplicationNow] = field(default_factory=dict)
    handed_in: int = 0  # applications of this day
    library: LibraryNow = field(default_factory=LibraryNow)
    screens: dict[tuple[str, str], ScreenNow] = field(default_factory=dict)  # by role and name
    inbox: dict[str, CommandNow] = field(default_factory=dict)
    answered: dict[str, Answered] = field(default_factory=dict)
    faults: dict[tuple[str, str], FaultNow] = field(default_factory=dict)
    closed_faults: dict[tuple[str, str], FaultNow] = field(default_factory=dict)  # the day's latest
    power: dict[str, PowerNow] = field(default_factory=dict)  # by UPS
    losses: dict[str, int] = field(default_factory=dict)
    wrong_pins: dict[str, WrongPins] = field(default_factory=dict)
    ended_sessions: dict[str, int] = field(default_factory=dict)  # when, in wall ms

    def apply(self, recorded: f.Recorded) -> None:
        """Take in the next fact. Raises where it cannot follow; the state is then worthless."""
        if recorded.seq != self.seq + 1 and self.seq:
            raise ValueError(f"fact {recorded.seq} does not follow {self.seq}")
        self.seq = recorded.seq
        fact = recorded.fact
        if fact.kind in VISIT_FACTS:
            self._apply_to_visit(recorded)
        else:
            change = CHANGES.get(type(fact))
            if change is None:
                raise f.UnknownFactError(f"no rule applies {fact.kind}")
            change(self, fact, recorded)
            self.waits = self.waits.after(recorded)

    def copied(self) -> "HallState":
        """Return a state of its own that begins as this one is. What it holds never changes."""
        own: dict[str, Any] = {name: dict(getattr(self, name)) for name in _TABLES}
        return replace(self, queue=self.queue.copied(), **own)

    # --- visits ---

    def _apply_to_visit(self, recorded: f.Recorded) -> None:
        before = self.visits.get(recorded.fact.subject)
        after = evolve(before, recorded)
        if after is None:
            raise UnknownVisitError(recorded.fact.subject)
        self.visits[after.visit] = after
        self.waits = self.waits.after(recorded, before, after)
        if after.abandoned:
            del self.visits[after.visit]
        elif after.legs:
            self._follow_leg(before.leg if before and before.legs else None, after, recorded)

    def _follow_leg(self, before: Leg | None, visit: Visit, recorded: f.Recorded) -> None:
        leg, fact = visit.leg, recorded.fact
        if isinstance(fact, f.TicketReserved):
            self._note_reservation(fact)
        elif before is not None and _stands_elsewhere(before, leg):
            self._leave(before, visit.visit, recorded.moment.at)
            self._enter(leg, visit.visit, recorded)
        if isinstance(fact, f.TicketCalled | f.TicketPrecalled) and fact.turn:
            self.turns[fact.rule] = fact.turn

    def _note_reservation(self, fact: f.TicketReserved) -> None:
        self.numbers[fact.service] = fact.number
        self.reserved[fact.subject] = None
        if fact.page:
            self.pages[fact.page] = fact.subject
        if fact.request:
            self.answered[fact.request] = Answered(fact.fingerprint, visit=fact.subject)

    def _leave(self, leg: Leg, visit: str, at: int) -> None:
        if leg.state is LegState.WAITING:
            self.queue.remove(visit)
        elif leg.state in _ASIDE:
            del self.aside[visit]
        elif leg.state is LegState.RESERVED:
            del self.reserved[visit]
        elif leg.state is LegState.PRECALLED:
            self.counters[leg.counter] = replace(self.counters[leg.counter], precalled="")
        elif leg.state in AT_COUNTER:
            counter = self.counters[leg.counter]
            self.counters[leg.counter] = replace(counter, visit="", since=at)

    def _enter(self, leg: Leg, visit: str, recorded: f.Recorded) -> None:
        at = recorded.moment.at
        self.issued += isinstance(recorded.fact, f.TicketIssued)
        if leg.state is LegState.WAITING:
            self.queue.add(leg.lane, leg.waiting(visit))
        elif leg.state in _ASIDE:
            self.aside[visit] = None
        elif leg.state is LegState.PRECALLED:
            self.counters[leg.counter] = replace(self.counters[leg.counter], precalled=visit)
        elif leg.state in AT_COUNTER:
            counter = self.counters[leg.counter]
            self.counters[leg.counter] = replace(counter, visit=visit, since=at)
        elif leg.state is LegState.FINISHED:
            counter = self.counters[leg.counter]
            served = replace(counter, last_visit=visit, last_ended_at=at)
            self.counters[leg.counter] = served
        elif leg.state is LegState.VOIDED:
            self._forget_request(visit)

    def _forget_request(self, visit: str) -> None:
        # A voided ticket answered nobody: the same key may try again.
        for key, answered in list(self.answered.items()):
            if answered.visit == visit and not answered.status:
                del self.answered[key]

    # --- questions ---

    @property
    def mains(self) -> str:
        """What the hall runs on: `mains`, `battery`, or `low` where that is nearly empty.

        A UPS on mains may say that its battery is low: it is charging, and nothing is at stake.
        """
        if any(now.low and now.on_battery for now in self.power.values()):
            return "low"
        return "battery" if any(now.on_battery for now in self.power.values()) else "mains"

    def counter(self, counter: str) -> CounterNow:
        """Return the counter as it stands; a counter no fact has touched is closed."""
        return self.counters.get(counter, CounterNow())

    def in_line(self) -> Iterator[Visit]:
        """Give all visits that wait, are parked or were missed: they may still be called."""
        return (self.visits[visit] for visit in (*self.queue.lane_of, *self.aside))

    def tickets(self) -> Iterable[Visit]:
        """Return all visits of the day that have a ticket, in the order of reservation."""
        return (visit for visit in self.visits.values() if visit.legs)


def _stands_elsewhere(before: Leg, after: Leg) -> bool:
    """Whether a fact has moved the ticket: to another state, or to another place in the queue."""
    if before.leg != after.leg or before.state is not after.state:
        return True
    if after.state is LegState.WAITING:
        return (before.lane, before.order, before.ready) != (after.lane, after.order, after.ready)
    return False


_TABLES = tuple(each.name for each in fields(HallState) if each.default_factory is dict)
