"""Where interleavings of clerks begin: counters that are open, and tickets that wait."""

import random
from dataclasses import dataclass

from edgefakes import EPOCH, FakeClock
from hall_oracle import AT_COUNTER, PREFIX, Oracle

from edge.domain import facts as f
from edge.domain.carrying import carried_state
from edge.domain.state import HallState
from edge.hall.recorder import fold

STAFF_AT = {"1": "1001", "2": "1002", "3": "1003"}
CLOCK = FakeClock()

_DAY = f.DayOpened("hall", "2026-03-02", {**carried_state(HallState(), 0), "epoch": EPOCH}, "", 0)


@dataclass(frozen=True)
class Start:
    """Tickets are (service, priority, minutes waited), those who came first at the front."""

    counters: tuple[str, ...]
    tickets: tuple[tuple[str, int, int], ...]

    def facts(self) -> list[f.Recorded]:
        """Return how it came to this."""
        told: list[tuple[int, f.Fact]] = [(90, _DAY)]
        told += [(80, f.CounterOpened(counter, STAFF_AT[counter])) for counter in self.counters]
        for place, (service, priority, waited) in enumerate(self.tickets):
            number = 1 + sum(before[0] == service for before in self.tickets[:place])
            ticket, visit = f"{PREFIX[service]}{number:03d}", f"S{place}"
            reserved = f.TicketReserved(visit, 1, service, ticket, number, priority, "none", 0)
            told += [(waited, reserved), (waited, f.TicketIssued(visit, 1, "none"))]
        return [f.Recorded(seq, _ago(min_), fact) for seq, (min_, fact) in enumerate(told, 1)]

    def oracle(self) -> Oracle:
        """Return the same in plain lists."""
        oracle = Oracle(staff_at={counter: STAFF_AT[counter] for counter in self.counters})
        for service, priority, waited in self.tickets:
            oracle.now_min = -waited
            oracle.issue(service, priority)
        oracle.now_min = 0
        return oracle


def _ago(minutes: int) -> f.Moment:
    return f.Moment(CLOCK.at_ms - minutes * 60_000, CLOCK.mono_ms, CLOCK.boot, "synced")


def _drawn(dice: random.Random) -> Start:
    waits = sorted(dice.choices([0, 1, 5, 29, 30, 50], k=dice.randrange(6)), reverse=True)
    return Start(
        tuple(counter for counter in AT_COUNTER if dice.random() < 0.9),
        tuple(
            (dice.choice(sorted(PREFIX)), dice.choice([0, 0, 0, 1, 2]), waited) for waited in waits
        ),
    )


_DICE = random.Random(2026)
STARTS = [_drawn(_DICE) for _ in range(200)]
SMALL = Start(("1", "2"), (("bill", 0, 5), ("invoice", 1, 4), ("bill", 0, 3)))
STATES = {start: fold(start.facts()) for start in (SMALL, *STARTS)}
