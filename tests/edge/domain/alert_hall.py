"""A hall made of facts alone, minute by minute, and what a supervisor is told of it."""

from collections.abc import Mapping

from edgefakes import PLAN

from edge.domain import facts as f
from edge.domain.alerts import AlertLimits, Recent, conditions, raised_and_ended
from edge.domain.carrying import carried_state
from edge.domain.rules import Rules
from edge.domain.state import HallState

MORNING = 1_790_000_000_000


class AlertHall:
    """Its clock goes by minutes; `look` says what is raised and ended, and takes that in."""

    def __init__(
        self, pauses: Mapping[str, int] | None = None, rules: Rules | None = None, **limits: int
    ) -> None:
        self.rules = rules or Rules()
        self.limits = AlertLimits(**limits)
        self.pauses = dict(pauses or {})
        self.state = HallState()
        self.recent = Recent(self.limits)
        self.minute = 0.0
        carried = carried_state(self.state, 0)
        self.happens(f.DayOpened("hall", "2026-09-21", carried, "", 0))

    @property
    def now(self) -> int:
        return MORNING + int(self.minute * 60_000)

    def happens(self, *facts: f.Fact) -> None:
        for fact in facts:
            moment = f.Moment(self.now, self.now - MORNING, "boot-1", "synced")
            recorded = f.Recorded(self.state.seq + 1, moment, fact)
            self.state.apply(recorded)
            self.recent.take(recorded)

    def pass_min(self, minutes: float) -> None:
        self.minute += minutes

    def ticket(self, visit: str, service: str = "bill", *segments: str) -> None:
        number = len(self.state.visits) + 1
        ticket = f"T{number:03d}"
        reserved = f.TicketReserved(
            visit, 1, service, ticket, number, 0, "none", 0, segments=segments
        )
        self.happens(reserved, f.TicketIssued(visit, 1, "none"))

    def look(self) -> list[str]:
        """Return what is said now, such as `+wait:bill 1` for an alert and its level."""
        found = conditions(
            self.state,
            PLAN,
            self.rules,
            self.limits,
            self.pauses,
            self.recent,
            self.now,
            int(self.minute) % (24 * 60),
        )
        facts = raised_and_ended(self.state, found, self.limits, self.now)
        self.happens(*facts)
        return [_in_short(fact) for fact in facts]

    def looks(self, minutes: int) -> list[str]:
        """Look around once a minute for so long; return all that is said."""
        said = []
        for _ in range(minutes):
            self.pass_min(1)
            said += self.look()
        return said


def _in_short(fact: f.Fact) -> str:
    if isinstance(fact, f.AlertRaised):
        return f"+{fact.subject} {fact.level}"
    return f"-{fact.subject}"
