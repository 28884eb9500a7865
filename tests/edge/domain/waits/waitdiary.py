"""A small hall that facts happen in, one after the other, for tests of what is measured of it."""

from dataclasses import replace

from edge.domain import facts as f
from edge.domain.plan import CounterPlan, Plan, Service, StaffMember
from edge.domain.queue import Lane
from edge.domain.rules import Rules
from edge.domain.state import HallState
from edge.domain.waits.compiling import Known
from edge.domain.waits.roster import Stints
from edge.domain.waits.waits import Waits

MORNING = 1_767_600_000_000  # 2026-01-05 08:00 UTC

PLAN = Plan(
    services=(
        Service("bill", "交电费", "Bills", "A", expected_min=3),
        Service("supply", "新装", "Supply", "B", expected_min=14),
    ),
    counters=(
        CounterPlan("1", "1", "1"),
        CounterPlan("2", "2", "2", ("bill",)),
    ),
    staff=(StaffMember("li", "Li", ""), StaffMember("wu", "Wu", "")),
)


class Diary:
    """What happens, and what comes of it. Time passes by `after`, in seconds."""

    def __init__(self) -> None:
        self.state = HallState()
        self.waits = Waits()
        self.moment = f.Moment(MORNING, 0, "first", "synced")
        carried = {
            "epoch": "e",
            "acked": 0,
            "ended_sessions": {},
            "wrong_pins": {},
            "faults": [],
        }
        self.happens(f.DayOpened("hall", "2026-01-05", carried, "", 0))

    def after(self, seconds: float, *, wall_s: float | None = None, boot: str = "") -> "Diary":
        """Let time pass; the wall clock may go another way, and the machine start anew."""
        passed, walled = int(seconds * 1000), int((seconds if wall_s is None else wall_s) * 1000)
        moment = self.moment
        self.moment = replace(
            moment,
            at=moment.at + walled,
            mono=0 if boot else moment.mono + passed,
            boot=boot or moment.boot,
        )
        return self

    def happens(self, *facts: f.Fact) -> "Diary":
        """Record facts at this moment."""
        for fact in facts:
            recorded = f.Recorded(self.state.seq + 1, self.moment, fact)
            before = self.state.visits.get(fact.subject)
            self.state.apply(recorded)
            after = self.state.visits.get(fact.subject)
            self.waits = self.waits.after(recorded, before, after)
        return self

    # --- what happens often ---

    def comes(self, visit: str, service: str = "bill", priority: int = 0, due: int = 0) -> "Diary":
        number = self.state.numbers.get(service, 0) + 1
        ticket = f"{PLAN.by_id[service].prefix}{number:03d}"
        reserved = f.TicketReserved(
            visit, 1, service, ticket, number, priority, "screen", 0, due=due
        )
        return self.happens(reserved, f.TicketIssued(visit, 1, "screen"))

    def opens(self, counter: str = "1", staff: str = "li") -> "Diary":
        return self.happens(f.CounterOpened(counter, staff))

    def called(self, visit: str, counter: str = "1", staff: str = "li", leg: int = 1) -> "Diary":
        return self.happens(f.TicketCalled(visit, leg, counter, staff))

    def started(self, visit: str, counter: str = "1", staff: str = "li", leg: int = 1) -> "Diary":
        return self.happens(f.ServiceStarted(visit, leg, counter, staff))

    def finished(self, visit: str, counter: str = "1", staff: str = "li", leg: int = 1) -> "Diary":
        return self.happens(f.ServiceFinished(visit, leg, counter, staff))

    def known(self, rules: Rules | None = None, stints: Stints = ()) -> Known:
        """Return all that is known now."""
        return Known(self.state, self.waits, PLAN, rules or Rules(), self.moment, 8 * 60, stints)


BILL = Lane("bill")
