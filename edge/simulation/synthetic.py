"""Synthetic halls: what three halls are like, on which the estimate of waits is judged.

Light, medium and heavy are the same hall with more visitors: seven counters with skills, three
services of 3, 6 and 14 minutes that spread log-normally, two peaks a day, visitors who come first,
appointments, breaks, late and missing clerks, clerks who leave for a while, no-shows, transfers.
Everything is drawn from a seed: the same hall always lives through the same days.
"""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

from edge.domain.plan import CounterPlan, Plan, PriorityGroup, Service, StaffMember
from edge.domain.rules import Rules, read_rules, with_fairness
from edge.domain.waits.roster import Stint, Stints

_MINUTE_MS = 60_000
_FIRST_DAY = dt.date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Habits:
    """How a service goes: its share of all visitors, and how long it takes (log-normal)."""

    share: float
    mean_s: float
    sigma: float


@dataclass(frozen=True)
class SyntheticHall:
    """A hall in which `tickets` are taken on an ordinary day, for `days` days.

    On top of them come those who have one of the `booked` appointments and keep it.

    Times of day are minutes since midnight, UTC.
    """

    name: str
    tickets: int
    seed: str
    days: int = 40
    opens_min: int = 510
    doors_close_min: int = 1020
    ends_min: int = 1050
    lunch_min: int = 45
    first_share: float = 0.08
    no_show_share: float = 0.04
    no_show_per_min: float = 0.004
    transfer_share: float = 0.02
    late_share: float = 0.1
    missing_share: float = 0.03
    leaves_share: float = 0.012
    clerk_sigma: float = 0.15
    day_sigma: float = 0.08
    booked: int = 24
    kept_share: float = 0.85
    rules_text: str = ""
    fairness_bound_min: int = 20

    @cached_property
    def rules(self) -> Rules:
        """The rules of the hall."""
        text = with_fairness(self.rules_text, self.fairness_bound_min)
        return read_rules(text, self.name, PLAN)

    def date(self, number: int) -> dt.date:
        """Return the date of a day, counted from 0."""
        return _FIRST_DAY + dt.timedelta(days=number)

    def midnight(self, number: int) -> int:
        """Return the wall time (ms) at which a day's minutes begin to count."""
        at = dt.datetime.combine(self.date(number), dt.time(), dt.UTC)
        return int(at.timestamp()) * 1000

    def stints(self, number: int) -> Stints:
        """Return who is planned to sit where on a day: lunch is taken in turns."""
        midnight, found = self.midnight(number), []
        for at, counter in enumerate(PLAN.counters):
            lunch = 675 + self.lunch_min * (at % 3)
            for begins, ends in (
                (self.opens_min, lunch),
                (lunch + self.lunch_min, self.ends_min),
            ):
                found.append(
                    Stint(
                        counter.id,
                        f"c{counter.id}",
                        midnight + begins * _MINUTE_MS,
                        midnight + ends * _MINUTE_MS,
                    )
                )
        return tuple(found)


SERVICES = {
    "bill": Habits(0.59, 180.0, 0.55),
    "change": Habits(0.31, 360.0, 0.55),
    "supply": Habits(0.10, 840.0, 0.5),
}

PLAN = Plan(
    services=(
        Service("bill", "交电费", "Bills", "A", expected_min=3),
        Service("change", "变更", "Changes", "B", expected_min=6),
        Service("supply", "新装", "Supply", "C", expected_min=14),
    ),
    counters=tuple(
        CounterPlan(str(number), f"{number}号窗口", f"Counter {number}", services)
        for number, services in enumerate(
            (
                ("bill",),
                ("bill", "change"),
                ("bill", "change"),
                ("bill", "change"),
                (),
                ("change", "supply"),
                ("change", "supply"),
            ),
            1,
        )
    ),
    staff=tuple(StaffMember(f"c{number}", f"Clerk {number}", "") for number in range(1, 8)),
    priorities=(PriorityGroup("elderly", "老年人", "Elderly", 1),),
)

LIGHT = SyntheticHall("light", 360, "light")
MEDIUM = replace(LIGHT, name="medium", tickets=405, seed="medium")
HEAVY = replace(LIGHT, name="heavy", tickets=430, seed="heavy")
SHIPPED = (LIGHT, MEDIUM, HEAVY)
# The medium hall by sentences: what the hall's own rules cost where they have to be asked.
RULED = replace(
    MEDIUM,
    name="ruled",
    seed="ruled",
    days=15,
    rules_text="""\
WHEN the longest wait of service supply is over 15 minutes THEN CALL service supply
ALWAYS CALL IN TURN 2 from service bill, 1 from anybody
OTHERWISE CALL the highest level first
""",
)
