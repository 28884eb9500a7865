"""A count and a sum that forget slowly."""

from dataclasses import dataclass

# What a day counts for on the next one: after fifteen days half as much.
KEPT_A_DAY = 0.5 ** (1 / 15)
KEPT_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """So many things were measured, which are `total` together."""

    count: float = 0.0
    total: float = 0.0

    def plus(self, value: float) -> "Tally":
        """Return the tally with one more."""
        return Tally(self.count + 1, self.total + value)

    def faded(self, keep: float) -> "Tally":
        """Return the tally in which everything counts `keep` times as much."""
        return Tally(round(self.count * keep, KEPT_DIGITS), round(self.total * keep, KEPT_DIGITS))

    def mean(self, believed: float, weight: float) -> float:
        """Return the mean, drawn towards what is `believed` as if that had been seen so often."""
        return (self.total + believed * weight) / (self.count + weight)
