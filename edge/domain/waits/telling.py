"""What is told of a wait: a range that never looks more precise than it is, or why none is."""

from dataclasses import dataclass
from enum import StrEnum

_MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Estimate:
    """A wait until the call, in seconds: eight of ten end between `low_s` and `high_s`.

    `likely_s` is the middle: half of them end before. `model` names how it was estimated.
    """

    low_s: int
    likely_s: int
    high_s: int
    model: str


class Unknown(StrEnum):
    """Why nothing can be said of a wait. There is no number then."""

    NOBODY_SERVES_IT = "nobody_serves_it"
    NOT_TODAY = "not_today"


@dataclass(frozen=True, slots=True)
class Told:
    """A range in whole minutes, as people are told: from `low_min` to `high_min`.

    `low_min` 0 is "less than `high_min` minutes". `high_min` None is "more than `low_min`".
    """

    low_min: int
    high_min: int | None


# Up to so many minutes a wait is told in steps of so many.
_STEPS = ((10, 1), (30, 5), (90, 10))
_TOO_LONG_MIN = 90


def told(estimate: Estimate) -> Told:
    """Return the range in the words of people: rounded outwards, the coarser the longer it is."""
    low_min = _down(estimate.low_s / _MINUTE_S, _step(estimate.high_s / _MINUTE_S))
    high_min = _up(estimate.high_s / _MINUTE_S, _step(estimate.high_s / _MINUTE_S))
    if low_min >= _TOO_LONG_MIN:
        return Told(_TOO_LONG_MIN, None)
    return Told(low_min, max(high_min, low_min + 1))


def _step(minutes: float) -> int:
    return next((step for bound, step in _STEPS if minutes <= bound), _STEPS[-1][1])


def _down(minutes: float, step: int) -> int:
    return int(minutes // step) * step


def _up(minutes: float, step: int) -> int:
    return -int(-minutes // step) * step
