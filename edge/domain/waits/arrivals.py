"""How many visitors come, at which hour, and what for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from edge.domain.waits.tally import KEPT_DIGITS

_HOURS = 24
_LITTLE = 0.01


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many came in `days` days: by hour of the day (UTC), and by service and priority."""

    by_hour: tuple[float, ...] = (0.0,) * _HOURS
    by_lane: Mapping[tuple[str, int], float] = field(default_factory=dict)
    days: float = 0.0

    def with_one(self, at: int, lane: tuple[str, int]) -> "Arrivals":
        """Return them with one more, of wall time `at` (ms)."""
        hours = list(self.by_hour)
        hours[_hour(at)] += 1.0
        by_lane = {**self.by_lane, lane: self.by_lane.get(lane, 0.0) + 1.0}
        return Arrivals(tuple(hours), by_lane, self.days)

    def per_s(self, at: int) -> float:
        """Return how many come a second, at wall time `at` (ms)."""
        return self.by_hour[_hour(at)] / max(self.days, 1.0) / 3600

    def next_day(self, keep: float) -> "Arrivals":
        """Return them as the next day begins: they count `keep` times as much."""
        by_lane = {lane: _faded(count, keep) for lane, count in self.by_lane.items()}
        return Arrivals(
            tuple(_faded(each, keep) for each in self.by_hour),
            {lane: count for lane, count in by_lane.items() if count > _LITTLE},
            _faded(self.days + 1.0, keep),
        )

    def as_json(self) -> dict[str, Any]:
        """Return them as JSON values."""
        return {
            "by_hour": list(self.by_hour),
            "by_lane": [[*lane, count] for lane, count in self.by_lane.items()],
            "days": self.days,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Arrivals":
        """Return what `as_json` wrote."""
        by_lane = {(service, level): count for service, level, count in stored["by_lane"]}
        return cls(tuple(stored["by_hour"]), by_lane, stored["days"])


def _hour(at: int) -> int:
    return at // 3_600_000 % _HOURS


def _faded(count: float, keep: float) -> float:
    return round(count * keep, KEPT_DIGITS)
