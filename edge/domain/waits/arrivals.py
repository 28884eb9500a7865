"""How many visitors come, at which hour, and what for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from edge.domain.waits.tally import KEPT_A_DAY, KEPT_DIGITS

# What they come for, their priority and their segments.
Kind = tuple[str, int, tuple[str, ...]]

_HOURS = 24
_LITTLE = 0.01


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many came in `days` days: by hour of the day (UTC), and by kind."""

    by_hour: tuple[float, ...] = (0.0,) * _HOURS
    by_kind: Mapping[Kind, float] = field(default_factory=dict)
    days: float = 0.0

    def with_one(self, at: int, kind: Kind) -> "Arrivals":
        """Return them with one more, of wall time `at` (ms)."""
        hours = list(self.by_hour)
        hours[_hour(at)] += 1.0
        by_kind = {**self.by_kind, kind: self.by_kind.get(kind, 0.0) + 1.0}
        return Arrivals(tuple(hours), by_kind, self.days)

    def per_s(self, at: int) -> float:
        """Return how many come a second, at wall time `at` (ms)."""
        return self.by_hour[_hour(at)] / max(self.days, 1.0) / 3600

    def next_day(self) -> "Arrivals":
        """Return them as the next day begins: what is past counts less."""
        if not self.by_kind and not self.days:
            return self  # the hall has not had a day yet
        by_kind = {kind: _faded(count) for kind, count in self.by_kind.items()}
        return Arrivals(
            tuple(_faded(each) for each in self.by_hour),
            {kind: count for kind, count in by_kind.items() if count > _LITTLE},
            _faded(self.days + 1.0),
        )

    def as_json(self) -> dict[str, Any]:
        """Return them as JSON values."""
        return {
            "by_hour": list(self.by_hour),
            "by_kind": [
                [service, level, list(segments), count]
                for (service, level, segments), count in self.by_kind.items()
            ],
            "days": self.days,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> "Arrivals":
        """Return what `as_json` wrote; nothing is known where None was carried."""
        if not stored:
            return cls()
        by_kind = {
            (service, level, tuple(segments)): count
            for service, level, segments, count in stored["by_kind"]
        }
        return cls(tuple(stored["by_hour"]), by_kind, stored["days"])


def _hour(at: int) -> int:
    return at // 3_600_000 % _HOURS


def _faded(count: float) -> float:
    return round(count * KEPT_A_DAY, KEPT_DIGITS)
