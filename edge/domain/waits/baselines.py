"""The simple estimates that ours is measured against: what halls show where nobody runs them ahead.

All say one number, in seconds, for whoever has just been given a ticket.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from edge.domain import facts as f
from edge.domain.plan import Plan
from edge.domain.state import HallState
from edge.domain.visit import Leg

_LAST = 10
_MOVING = 30
_USUAL_MIN = 5  # of a service that the plan does not know


@dataclass(slots=True)
class Recent:
    """What simple estimates remember: the last waits of each service, the last times of serving."""

    waited_s: dict[str, deque[float]] = field(default_factory=dict)
    served_s: deque[float] = field(default_factory=lambda: deque(maxlen=_MOVING))

    def take_in(self, recorded: f.Recorded, state: HallState) -> None:
        """Take in a fact that `state` has taken in already."""
        fact = recorded.fact
        if not isinstance(fact, f.TicketCalled | f.ServiceFinished):
            return
        leg = state.visits[fact.subject].leg
        if isinstance(fact, f.TicketCalled):
            waited_s = max(0, leg.called_at - leg.since) / 1000
            self.waited_s.setdefault(leg.service, deque(maxlen=_LAST)).append(waited_s)
        elif leg.started_at:
            self.served_s.append(max(0, leg.ended_at - leg.started_at) / 1000)


@dataclass(frozen=True, slots=True)
class Asked:
    """A ticket that has just been given, and all that simple estimates look at."""

    leg: Leg
    state: HallState
    plan: Plan
    recent: Recent
    at: int

    @property
    def position(self) -> int:
        """Its place among all who wait: 1 for whoever is next."""
        level = self.leg.priority
        lanes = self.state.queue.lanes.items()
        return sum(len(line) for lane, line in lanes if lane.priority >= level)

    @property
    def configured_s(self) -> float:
        """The mean of what was configured for those who wait."""
        lanes, by_id = self.state.queue.lanes.items(), self.plan.by_id
        minutes = [
            by_id[lane.service].expected_min if lane.service in by_id else _USUAL_MIN
            for lane, line in lanes
            for _ in line
        ]
        return 60.0 * sum(minutes) / max(1, len(minutes))


def fixed(asked: Asked) -> float:
    """Return configured average × position ÷ counters of the hall."""
    return asked.configured_s * asked.position / len(asked.plan.counters)


def moving(asked: Asked) -> float:
    """Return average of the last times of serving × position ÷ open counters."""
    served_s = asked.recent.served_s
    mean_s = sum(served_s) / len(served_s) if served_s else asked.configured_s
    staffed = sum(now.is_open and not now.paused for now in asked.state.counters.values())
    return mean_s * asked.position / max(1, staffed)


def head_of_line(asked: Asked) -> float:
    """Return how long whoever is next of the same service has waited already."""
    lanes = asked.state.queue.lanes.items()
    begun = [line[0].begun for lane, line in lanes if lane.service == asked.leg.service]
    return max(0, asked.at - min(begun, default=asked.at)) / 1000


def last_to_enter(asked: Asked) -> float:
    """Return how long whoever was called last of the same service had waited."""
    waited_s = asked.recent.waited_s.get(asked.leg.service)
    return waited_s[-1] if waited_s else 0.0


def mean_of_last(asked: Asked) -> float:
    """Return how long the last ten of the same service had waited on average."""
    waited_s = asked.recent.waited_s.get(asked.leg.service)
    return sum(waited_s) / len(waited_s) if waited_s else 0.0


BASELINES: Mapping[str, Callable[[Asked], float]] = {
    "fixed": fixed,
    "moving": moving,
    "head-of-line": head_of_line,
    "last-to-enter": last_to_enter,
    "last-ten": mean_of_last,
}
