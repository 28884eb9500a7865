"""A day in a small hall, told as facts: tickets are taken, called by rules, sent back and on."""

from dataclasses import dataclass, field

from ruleshall import MINUTE, PLAN

from edge.domain import facts as f
from edge.domain.asking import asker_at
from edge.domain.leg import LegState
from edge.domain.rules import Rules, choose, read_rules
from edge.domain.state import HallState

BEGIN = 9 * 60 * MINUTE  # nine o'clock of the first day there ever was
CARRIED = {"epoch": "e", "acked": 0, "ended_sessions": {}, "wrong_pins": {}, "faults": []}


def local_minute(at: int) -> int:
    return at // MINUTE % (24 * 60)


@dataclass
class Diary:
    """What has happened so far. Time passes by `passes` alone."""

    text: str = ""
    now: int = BEGIN
    facts: list[f.Recorded] = field(default_factory=list)
    state: HallState = field(default_factory=HallState)

    def __post_init__(self) -> None:
        self.record(f.DayOpened("hall", "1970-01-01", {**CARRIED, "rules": self.text}, "", 0))

    @property
    def rules(self) -> Rules:
        return read_rules(self.state.rules, "rules", PLAN)

    def passes(self, minutes: float) -> None:
        self.now += round(minutes * MINUTE)

    def record(self, fact: f.Fact) -> f.Recorded:
        moment = f.Moment(self.now, self.now, "boot", "synced")
        recorded = f.Recorded(len(self.facts) + 1, moment, fact)
        self.state.apply(recorded)
        self.facts.append(recorded)
        return recorded

    def takes(
        self, visit: str, service: str = "bill", *segments: str, level: int = 0, due: int = 0
    ) -> None:
        """Have somebody take a ticket, which has the same name as the visit."""
        number = self.state.numbers.get(service, 0) + 1
        self.record(
            f.TicketReserved(
                visit, 1, service, visit, number, level, "none", 0, segments=segments, due=due
            )
        )
        self.record(f.TicketIssued(visit, 1, "none"))

    def opens(self, counter: str, staff: str) -> None:
        self.record(f.CounterOpened(counter, staff))

    def calls(self, counter: str, *, near: bool = False) -> str:
        """Have the clerk at a counter call, or precall, whoever is next; empty where nobody is."""
        now = self.state.counter(counter)
        if now.precalled:
            leg = self.state.visits[now.precalled].leg
            self.record(f.TicketCalled(now.precalled, leg.leg, counter, now.staff, leg.rule))
            return leg.ticket
        asker = asker_at(self.state, PLAN, counter, now.staff)
        minute = local_minute(self.now)
        choice = choose(self.state.queue, asker, self.rules, self.state.turns, self.now, minute)
        if choice is None:
            return ""
        kind = f.TicketPrecalled if near else f.TicketCalled
        leg = self.state.visits[choice.visit].leg.leg
        self.record(kind(choice.visit, leg, counter, now.staff, choice.rule, choice.turn))
        return choice.visit

    def takes_past_the_rules(self, visit: str, counter: str, reason: str) -> None:
        staff = self.state.counter(counter).staff
        leg = self.state.visits[visit].leg.leg
        self.record(f.TicketCalled(visit, leg, counter, staff, chosen=reason))

    def serves(self, counter: str, minutes: float = 1) -> None:
        """Have whoever was called to the counter come and be served."""
        now = self.state.counter(counter)
        leg = self.state.visits[now.visit].leg.leg
        self.record(f.ServiceStarted(now.visit, leg, counter, now.staff))
        self.passes(minutes)
        self.record(f.ServiceFinished(now.visit, leg, counter, now.staff))

    def sends_back(self, counter: str, behind: int = 0, ready: int = 0) -> None:
        now = self.state.counter(counter)
        leg = self.state.visits[now.visit].leg.leg
        self.record(f.TicketReturned(now.visit, leg, counter, now.staff, behind, ready, "asked"))

    def hands_on(
        self, counter: str, service: str, *, to_counter: str = "", to_staff: str = ""
    ) -> None:
        """Have a visitor transferred, to stand where they came."""
        now = self.state.counter(counter)
        visit = self.state.visits[now.visit]
        number, behind = visit.leg.leg, visit.legs[0].issued_seq
        self.record(f.TicketTransferred(now.visit, number, counter, now.staff))
        self.record(
            f.LegOpened(
                now.visit,
                number + 1,
                service,
                "transfer",
                behind,
                to_counter=to_counter,
                to_staff=to_staff,
            )
        )

    def is_at(self, counter: str) -> LegState | None:
        """Return the state of whoever is at a counter."""
        visit = self.state.counter(counter).visit
        return self.state.visits[visit].state if visit else None
