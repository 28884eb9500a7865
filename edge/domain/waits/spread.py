"""How a length of time spreads: a histogram on a logarithmic scale that forgets slowly."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

SHORTEST_S = 2.0
_STEP = math.log(1.2)  # each bin is a fifth longer than the one before it
_BINS = 50  # the last one ends at about five hours
QUANTILES = 64
_KEPT_DIGITS = 3
# Beyond anything measured, a length goes on as if it ended within this share of what has passed.
_TAIL_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed before anything is measured: log-normal, of `mean_s` seconds.

    It counts as much as `weight` lengths that were measured.
    """

    mean_s: float
    sigma: float = 0.6
    weight: float = 8.0


@dataclass(frozen=True, slots=True)
class Spread:
    """How often each length was measured; `weights` has one number a bin, or is empty."""

    weights: tuple[float, ...] = ()

    def with_one(self, length_s: float) -> "Spread":
        """Return the spread with one more length."""
        weights = list(self.weights or (0.0,) * _BINS)
        weights[_bin(length_s)] += 1.0
        return Spread(tuple(weights))

    def faded(self, keep: float) -> "Spread":
        """Return the spread in which everything counts `keep` times as much."""
        return Spread(tuple(round(each * keep, _KEPT_DIGITS) for each in self.weights))

    @property
    def count(self) -> float:
        """How many lengths it is made of, what has faded in part."""
        return sum(self.weights)

    @property
    def middle_s(self) -> float:
        """The length that half of them do not reach; 0 for none."""
        behind = 0.0
        for at, weight in enumerate(self.weights):
            behind += weight
            if behind * 2 >= self.count:
                return _edge_s(at + 0.5)
        return 0.0

    def quantiles(self, prior: Prior) -> tuple[float, ...]:
        """Return lengths in seconds, rising, of which each is as likely as any other."""
        return _quantiles(self.weights, prior)

    def as_json(self) -> list[list[float]]:
        """Return the bins that are not empty, as [bin, weight]."""
        return [[at, weight] for at, weight in enumerate(self.weights) if weight]

    @classmethod
    def from_json(cls, stored: Sequence[Sequence[float]]) -> "Spread":
        """Return what `as_json` wrote."""
        if not stored:
            return cls()
        weights = [0.0] * _BINS
        for at, weight in stored:
            weights[int(at)] = float(weight)
        return cls(tuple(weights))


def merged(spreads: Iterable[Spread]) -> Spread:
    """Return the spread of all lengths together."""
    weights = [each.weights for each in spreads if each.weights]
    return Spread(tuple(map(sum, zip(*weights, strict=True))))


def remaining_s(quantiles: Sequence[float], passed_s: float, share: float) -> float:
    """Return what is left of a length of which `passed_s` have passed; `share` is from 0 to 1."""
    at = bisect_right(quantiles, passed_s)
    left = len(quantiles) - at
    if not left:
        return -math.log(1.0 - share * 0.999) * max(passed_s, SHORTEST_S) * _TAIL_SHARE
    return quantiles[at + min(int(share * left), left - 1)] - passed_s


def _bin(length_s: float) -> int:
    if length_s <= SHORTEST_S:
        return 0
    return min(int(math.log(length_s / SHORTEST_S) / _STEP), _BINS - 1)


def _edge_s(at: float) -> float:
    return SHORTEST_S * math.exp(at * _STEP)


@lru_cache(maxsize=64)
def _believed(prior: Prior) -> tuple[float, ...]:
    middle = math.log(prior.mean_s) - prior.sigma**2 / 2

    def below(at: int) -> float:
        return 0.5 * (1 + math.erf((math.log(_edge_s(at)) - middle) / (prior.sigma * math.sqrt(2))))

    shares = [below(at + 1) - below(at) for at in range(_BINS)]
    return tuple(share * prior.weight / sum(shares) for share in shares)


@lru_cache(maxsize=512)
def _quantiles(weights: tuple[float, ...], prior: Prior) -> tuple[float, ...]:
    believed = _believed(prior)
    mixed = [a + b for a, b in zip(weights, believed, strict=True)] if weights else list(believed)
    step = sum(mixed) / QUANTILES
    found: list[float] = []
    behind, wanted = 0.0, step / 2
    for at, weight in enumerate(mixed):
        while len(found) < QUANTILES and wanted <= behind + weight:
            found.append(_edge_s(at + (wanted - behind) / weight))
            wanted += step
        behind += weight
    return tuple(found + [_edge_s(_BINS)] * (QUANTILES - len(found)))
