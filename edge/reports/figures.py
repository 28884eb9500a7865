"""What is measured: plain figures, by whom, where and when. Nothing here is worked out twice."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from edge.reports.times import Times


class Step(StrEnum):
    """What can happen to a ticket, as it is counted."""

    ISSUED = "issued"
    JOINED = "joined"  # a further leg of the same visit began
    CALLED = "called"
    RECALLED = "recalled"
    PRECALLED = "precalled"
    CHOSEN = "chosen"  # called out of order
    WALK_DIRECT = "walk_direct"
    ARRIVED = "arrived"
    SERVED = "served"
    NO_SHOW = "no_show"
    RETURNED = "returned"
    PARKED = "parked"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    VOIDED = "voided"


class By(StrEnum):
    """What figures of tickets are told apart by."""

    ALL = "all"
    DAY = "day"
    SERVICE = "service"
    CLERK = "clerk"
    COUNTER = "counter"
    HOUR = "hour"
    PRIORITY = "priority"
    SEGMENT = "segment"


class Doing(StrEnum):
    """What a clerk at an open counter is doing."""

    SERVING = "serving"
    CALLED = "called"  # waiting for whoever was called
    PAUSED = "paused"
    IDLE = "idle"


@dataclass(slots=True)
class Flow:
    """How tickets came through: what happened to them, and how long it took.

    `in_time` are the waits that were not longer than the target of their service.
    """

    steps: Counter[Step] = field(default_factory=Counter)
    wait: Times = field(default_factory=Times)
    in_time: int = 0
    way: Times = field(default_factory=Times)
    serve: Times = field(default_factory=Times)

    @property
    def service_level(self) -> float | None:
        """The share of waits within the target; None of nothing."""
        return self.in_time / self.wait.count if self.wait.count else None


@dataclass(slots=True)
class DeskTime:
    """How a clerk, or a counter, spent the time that it was open.

    `left_open`: how often nobody closed it and the day's end did.
    """

    spent_ms: Counter[Doing] = field(default_factory=Counter)
    pauses: defaultdict[str, Times] = field(default_factory=lambda: defaultdict(Times))
    left_open: int = 0
    doubtful: int = 0

    @property
    def open_ms(self) -> int:
        """The whole of it."""
        return self.spent_ms.total()


@dataclass(slots=True)
class Grades:
    """Ratings: how often each grade was given."""

    given: Counter[int] = field(default_factory=Counter)

    @property
    def mean(self) -> float | None:
        """The mean grade; None of nothing."""
        total = self.given.total()
        return sum(grade * count for grade, count in self.given.items()) / total if total else None

    @property
    def satisfied(self) -> float | None:
        """The share of grades 4 and 5; None of nothing."""
        total = self.given.total()
        return (self.given[4] + self.given[5]) / total if total else None


@dataclass(slots=True)
class Score:
    """How estimates compare with what came. `errors_min` counts errors by whole minutes.

    An error is how much longer the wait was than the middle of what was told; `late` are those of
    more than five minutes, `above` those longer than the range. `unscored`: never called.
    """

    scored: int = 0
    unscored: int = 0
    error_ms: int = 0
    off: Times = field(default_factory=Times)
    late: int = 0
    above: int = 0
    within: int = 0
    width_s: int = 0
    errors_min: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class Down:
    """A device, or a unit on its line, that could not be used while the hall was open."""

    times: int = 0
    down_ms: int = 0
    longest_ms: int = 0
    doubtful: int = 0


@dataclass(slots=True)
class Bookings:
    """Appointments: what became of them, and how long after its time each was called."""

    steps: Counter[str] = field(default_factory=Counter)
    behind: Times = field(default_factory=Times)


@dataclass(frozen=True, slots=True)
class Peak:
    """The most who waited at once, and when that began (wall ms)."""

    waiting: int = 0
    at: int = 0


Key = tuple[str, str]
Flows = defaultdict[tuple[By, str], Flow]


@dataclass(slots=True)
class Figures:
    """Everything that was measured. `begins` and `ends` are wall ms of the first and last fact."""

    days: list[str] = field(default_factory=list)
    facts: int = 0
    begins: int = 0
    ends: int = 0
    undated: int = 0  # tickets taken while the clock was surely wrong
    flows: Flows = field(default_factory=lambda: defaultdict(Flow))
    waits: defaultdict[str, Times] = field(default_factory=lambda: defaultdict(Times))
    stays: defaultdict[str, Times] = field(default_factory=lambda: defaultdict(Times))
    approach: Times = field(default_factory=Times)
    printing: Times = field(default_factory=Times)
    reasons: Counter[Key] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    peak: Peak = field(default_factory=Peak)
    waiting: int = 0  # when the last fact was recorded
    quarters: Counter[tuple[str, int]] = field(default_factory=Counter)
    estimates: defaultdict[Key, Score] = field(default_factory=lambda: defaultdict(Score))
    ratings: defaultdict[tuple[By, str], Grades] = field(
        default_factory=lambda: defaultdict(Grades)
    )
    ratings_ignored: int = 0
    desks: defaultdict[tuple[By, str], DeskTime] = field(
        default_factory=lambda: defaultdict(DeskTime)
    )
    open_ms: int = 0
    devices: defaultdict[Key, Down] = field(default_factory=lambda: defaultdict(Down))
    people: Counter[tuple[str, str, int]] = field(default_factory=Counter)  # device, unit, hour
    bookings: Bookings = field(default_factory=Bookings)
    help: defaultdict[str, Times] = field(default_factory=lambda: defaultdict(Times))

    def of(self, by: By) -> dict[str, Flow]:
        """Return the flows told apart `by`, keyed by id, service, clerk, hour and so on."""
        return {key: flow for (each, key), flow in self.flows.items() if each is by}

    @property
    def all(self) -> Flow:
        """The flow of all tickets together."""
        return self.flows.get((By.ALL, "all"), Flow())
