"""Who waits, and who is next. Every choice of a ticket goes through `next_ticket`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket in the queue. `since` is the wall time of its issue, in milliseconds."""

    visit: str
    order: int  # seq of its issue: who came first
    since: int


@dataclass(frozen=True)
class Rules:
    """How the next ticket is chosen, from the configuration.

    Higher priority goes first, equal priority in the order of issue, but nobody waits more than
    `fairness_bound_min` minutes because of others' priority.
    """

    fairness_bound_min: int = 30

    def __post_init__(self) -> None:
        if self.fairness_bound_min < 0:
            raise ValueError(f"fairness_bound_min: {self.fairness_bound_min} is less than 0")


@dataclass(slots=True)
class Queue:
    """Tickets that wait, in lanes by service and priority, each lane in the order of issue."""

    lanes: dict[tuple[str, int], dict[str, Waiting]] = field(default_factory=dict)

    def copied(self) -> "Queue":
        """Return a queue of its own with the same tickets."""
        return Queue({lane: dict(tickets) for lane, tickets in self.lanes.items()})

    def add(self, service: str, priority: int, waiting: Waiting) -> None:
        """Put a ticket at the end of its lane."""
        self.lanes.setdefault((service, priority), {})[waiting.visit] = waiting

    def remove(self, service: str, priority: int, visit: str) -> None:
        """Take a ticket out of its lane."""
        del self.lanes[service, priority][visit]

    def ahead(self, service: str, priority: int) -> int:
        """Count those of the service who would be called before a new ticket."""
        return sum(
            len(lane)
            for (of_service, of_priority), lane in self.lanes.items()
            if of_service == service and of_priority >= priority
        )

    def count(self, services: Iterable[str]) -> int:
        """Count those who wait for any of `services`."""
        wanted = set(services)
        return sum(len(lane) for (service, _level), lane in self.lanes.items() if service in wanted)

    def heads(self, services: Iterable[str]) -> Iterator[tuple[int, Waiting]]:
        """Yield priority and first ticket of every lane of `services` that is not empty."""
        wanted = set(services)
        for (service, priority), lane in self.lanes.items():
            if lane and service in wanted:
                yield priority, next(iter(lane.values()))


def next_ticket(queue: Queue, services: Iterable[str], rules: Rules, now: int) -> str | None:
    """Return the visit to call next for a counter that serves `services`; None when nobody waits.

    `now` is the wall time in milliseconds.
    """
    bound = rules.fairness_bound_min * 60_000
    best: tuple[tuple[bool, int, int], str] | None = None
    for priority, first in queue.heads(services):
        overdue = now - first.since >= bound
        # Overdue tickets come first and in the order of issue: priority has had its time.
        rank = (not overdue, 0 if overdue else -priority, first.order)
        if best is None or rank < best[0]:
            best = (rank, first.visit)
    return best[1] if best else None
