"""A day of a small hall as facts, with the minutes at which they happened."""

from edge.domain import facts as f
from edge.domain.plan import CounterPlan, Plan, PriorityGroup, Service

MINUTE = 60_000
NINE = 9 * 60 * MINUTE  # of the first day there ever was, in UTC
CARRIED = {"epoch": "e", "acked": 0, "ended_sessions": {}, "wrong_pins": {}, "faults": []}

PLAN = Plan(
    services=(
        Service("bill", "交电费", "Bill", prefix="A", target_wait_min=5),
        Service("supply", "新装", "Supply", prefix="B"),
    ),
    counters=(CounterPlan("1", "1", "1"), CounterPlan("2", "2", "2", services=("bill",))),
    priorities=(PriorityGroup("elderly", "老年人", "Elderly", 1),),
)


def local_minute(at: int) -> int:
    return at // MINUTE % (24 * 60)


def told(*happened: tuple[float, f.Fact], rules: str = "") -> list[f.Recorded]:
    """Return the day: each fact with its minutes after nine."""
    opened = f.DayOpened("hall", "1970-01-01", {**CARRIED, "rules": rules}, "", 0)
    return [
        f.Recorded(seq, f.Moment(at, at, "boot", "synced"), fact)
        for seq, (minutes, fact) in enumerate([(-60, opened), *happened], 1)
        for at in [NINE + round(minutes * MINUTE)]
    ]


def takes(
    at: float, visit: str, service: str = "bill", level: int = 0, number: int = 1
) -> list[tuple[float, f.Fact]]:
    """Return what happens when somebody takes a ticket."""
    segments = ("elderly",) if level else ()
    return [
        (
            at,
            f.TicketReserved(visit, 1, service, visit, number, level, "none", 0, segments=segments),
        ),
        (at, f.TicketIssued(visit, 1, "none")),
    ]


def is_served(
    called: float, ended: float, visit: str, counter: str = "1", leg: int = 1
) -> list[tuple[float, f.Fact]]:
    """Return what happens when somebody is called, comes at once and is served."""
    return [
        (called, f.TicketCalled(visit, leg, counter, "c", "default")),
        (called, f.ServiceStarted(visit, leg, counter, "c")),
        (ended, f.ServiceFinished(visit, leg, counter, "c")),
    ]
