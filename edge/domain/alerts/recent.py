"""What alerts need to know of the day beyond its state: who is parked, low grades, estimates."""

from collections import deque

from edge.domain import facts as f
from edge.domain.alerts.limits import AlertLimits

RATING = "rating"


class Recent:
    """Takes the facts of a day in, one by one, at no cost worth speaking of.

    `low` are visits with a low grade of which nobody has taken note, `parked` those that were put
    aside and may have been taken up again since.
    """

    def __init__(self, limits: AlertLimits) -> None:
        self._limits = limits
        self.low: dict[str, int] = {}
        self.parked: dict[str, None] = {}
        self._latest_call: dict[tuple[str, int], int] = {}  # as told, by visit and leg, wall ms
        self._late: deque[bool] = deque(maxlen=limits.estimates_seen)

    def take(self, recorded: f.Recorded) -> None:
        """Take in a fact that is durable."""
        at = recorded.moment.at
        match recorded.fact:
            case f.DayOpened():
                self._begin_day()
            case f.TicketParked(subject=visit):
                self.parked[visit] = None
            case f.VisitRated(subject=visit, grade=grade) if grade <= self._limits.low_grade_max:
                self.low[visit] = grade
            case f.AlertAccepted(subject=alert) if alert.startswith(f"{RATING}:"):
                self.low.pop(alert.removeprefix(f"{RATING}:"), None)
            case f.EstimateTold(subject=visit, leg=leg, high_s=high_s):
                # What was told first is what the visitor has waited by.
                self._latest_call.setdefault((visit, leg), at + high_s * 1000)
            case f.TicketCalled(subject=visit, leg=leg):
                self._score(visit, leg, at)

    def _begin_day(self) -> None:
        for known in (self.low, self.parked, self._latest_call, self._late):
            known.clear()

    def _score(self, visit: str, leg: int, at: int) -> None:
        latest = self._latest_call.pop((visit, leg), None)
        if latest is not None:
            self._late.append(at - latest > self._limits.estimate_late_min * 60_000)

    @property
    def late_percent(self) -> int:
        """How many of the visitors called last were called later than told; 0 of too few."""
        if not self._late or len(self._late) < self._limits.estimates_seen:
            return 0
        return 100 * sum(self._late) // len(self._late)
