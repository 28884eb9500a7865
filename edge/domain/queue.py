"""Who waits, where in the queue, and for whom. Which of them is next is for the rules to say."""

from bisect import insort
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

_SINCE = attrgetter("since")
_READY = attrgetter("ready")


class Lane(NamedTuple):
    """What those who stand in one lane have in common: to any rule they are alike but for age.

    `counter` and `staff` are the only ones who may call them, where they are named. `known_to` is
    the clerk who has served the visitor before; those who are `booked` have an appointment.
    """

    service: str
    priority: int = 0
    segments: tuple[str, ...] = ()
    counter: str = ""
    staff: str = ""
    known_to: str = ""
    booked: bool = False


class Waiting(NamedTuple):
    """A ticket in the queue. Times are wall milliseconds.

    `order` is the seq of the fact that it stands behind, and of the fact that put it there: who
    came first. `since` is when this wait began, `due` when an appointment is, and before `ready`
    it is not called.
    """

    visit: str
    order: tuple[int, int]
    since: int
    due: int = 0
    ready: int = 0

    @property
    def place(self) -> tuple[int, tuple[int, int]]:
        """The key by which a lane is sorted: booked time before the order of coming."""
        return self.due, self.order

    @property
    def begun(self) -> int:
        """When the wait began that the hall answers for: nobody waits before their own time."""
        return max(self.since, self.due, self.ready)


class Asker(NamedTuple):
    """Who asks for the next ticket: a clerk at a counter, what they serve, and what they can."""

    counter: str
    staff: str
    services: tuple[str, ...]
    skills: frozenset[str] = frozenset()


class Line(list[Waiting]):
    """The tickets of one lane in the order in which they are called.

    Nobody in it waits since before `oldest`, and everybody is ready from `ready` on: what most
    questions about a lane can be answered by.
    """

    __slots__ = ("oldest", "ready")

    def __init__(self, tickets: Iterable[Waiting] = ()) -> None:
        super().__init__(tickets)
        self._look()

    def _look(self) -> None:
        self.oldest = min(map(_SINCE, self), default=0)
        self.ready = max(map(_READY, self), default=0)

    def copied(self) -> "Line":
        """Return a line of its own with the same tickets."""
        own = Line.__new__(Line)
        own += self
        own.oldest, own.ready = self.oldest, self.ready
        return own

    def put(self, waiting: Waiting) -> None:
        """Put a ticket at its place."""
        insort(self, waiting, key=lambda each: each.place)
        self._look()

    def take(self, visit: str) -> None:
        """Take a ticket out. Raises `ValueError` where it is not here."""
        for at, each in enumerate(self):
            if each.visit == visit:
                del self[at]
                return self._look()
        raise ValueError(visit)


@dataclass(slots=True)
class Queue:
    """Tickets that wait, each lane in the order in which it is called."""

    lanes: dict[Lane, Line] = field(default_factory=dict)
    lane_of: dict[str, Lane] = field(default_factory=dict)

    def copied(self) -> "Queue":
        """Return a queue of its own with the same tickets."""
        return Queue({lane: line.copied() for lane, line in self.lanes.items()}, dict(self.lane_of))

    def add(self, lane: Lane, waiting: Waiting) -> None:
        """Put a ticket at its place in its lane."""
        self.lanes.setdefault(lane, Line()).put(waiting)
        self.lane_of[waiting.visit] = lane

    def remove(self, visit: str) -> None:
        """Take a ticket out of its lane."""
        lane = self.lane_of.pop(visit)
        line = self.lanes[lane]
        line.take(visit)
        if not line:
            del self.lanes[lane]

    def of(self, visit: str) -> Waiting:
        """Return the ticket of `visit` as it waits. Raises `KeyError` where it does not."""
        line = self.lanes[self.lane_of[visit]]
        return next(each for each in line if each.visit == visit)

    def ahead(self, service: str, priority: int) -> int:
        """Count those of the service who would be called before a new ticket."""
        return sum(
            len(line)
            for lane, line in self.lanes.items()
            if lane.service == service and lane.priority >= priority
        )

    def count(self, services: Iterable[str]) -> int:
        """Count those who wait for any of `services`."""
        wanted = set(services)
        return sum(len(line) for lane, line in self.lanes.items() if lane.service in wanted)

    def in_order(self, services: Collection[str]) -> list[Waiting]:
        """Return those who wait for any of `services`, whoever came first at the front."""
        found = [
            each for lane, line in self.lanes.items() if lane.service in services for each in line
        ]
        return sorted(found, key=lambda each: each.order)
