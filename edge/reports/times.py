"""Many lengths of time of one sort, kept small however many there are."""

from collections import Counter
from dataclasses import dataclass, field

from edge.reports.timeline import Span


@dataclass(slots=True)
class Times:
    """Count, sum and longest are exact; what is told of their spread is to the second.

    `seconds` counts lengths by whole seconds, rounded up: a length is within so many seconds
    exactly if its rounded one is.
    """

    count: int = 0
    sum_ms: int = 0
    longest_ms: int = 0
    doubtful: int = 0
    seconds: Counter[int] = field(default_factory=Counter)

    def add(self, span: Span) -> None:
        """Take in one more."""
        self.count += 1
        self.sum_ms += span.ms
        self.longest_ms = max(self.longest_ms, span.ms)
        self.doubtful += span.doubtful
        self.seconds[-(-span.ms // 1000)] += 1

    @property
    def mean_ms(self) -> int | None:
        """The mean; None of nothing."""
        return round(self.sum_ms / self.count) if self.count else None

    @property
    def max_ms(self) -> int | None:
        """The longest; None of nothing."""
        return self.longest_ms if self.count else None

    def percentile_ms(self, per_cent: int) -> int | None:
        """Return the shortest that `per_cent` of them do not exceed; None of nothing."""
        left = -(-per_cent * self.count // 100)
        for second in sorted(self.seconds):
            left -= self.seconds[second]
            if left <= 0:
                return second * 1000
        return None

    def share_within(self, limit_s: int) -> float | None:
        """Return the share of those of at most `limit_s` seconds; None of nothing."""
        within = sum(count for second, count in self.seconds.items() if second <= limit_s)
        return within / self.count if self.count else None

    def binned(self, width_s: int, bins: int) -> list[int]:
        """Count them in `bins` bins of `width_s` seconds each; the last holds all longer ones.

        A length on the border of two bins is in the lower one.
        """
        counts = [0] * bins
        for second, count in self.seconds.items():
            counts[min(max(second - 1, 0) // width_s, bins - 1)] += count
        return counts
