"""How far what was told was from what came true, and how ranges are widened until they hold.

A range is told for each visitor; when the call comes, it held or not. Where more than one in ten
calls come after the range, its upper part grows, where fewer do, it shrinks; the lower part alike.
What happens in the long run is therefore what was wanted, whatever the model is worth (Gibbs and
Candès, Adaptive Conformal Inference under Distribution Shift, 2021). It is done apart for short
and for long waits, as they are told.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from edge.domain.waits.telling import Estimate

# Waits that are told shorter than so many seconds are in one band.
BANDS_S = (45.0, 120.0, 300.0, 600.0, 1200.0, math.inf)
_MISSED = 0.1  # on either side
_STEP_FIRST, _STEP_LAST = 0.25, 0.03
_LOG_MAX = 3.0
_SPREAD_MIN_S = 4.0


@dataclass(frozen=True, slots=True)
class Band:
    """By how much ranges of one band are stretched, as logarithms, after `count` calls."""

    count: int = 0
    below: float = 0.0
    above: float = 0.0

    def after(self, told: Estimate, waited_s: float) -> "Band":
        """Return the band after one more call came `waited_s` after it was told."""
        step = max(_STEP_LAST, _STEP_FIRST / (1 + self.count / 20))
        return Band(
            min(self.count + 1, 1_000_000),
            _within(self.below + step * (float(waited_s < told.low_s) - _MISSED)),
            _within(self.above + step * (float(waited_s > told.high_s) - _MISSED)),
        )

    def rounded(self) -> "Band":
        """Return the band as it is kept."""
        return Band(self.count, *(round(each, 4) for each in (self.below, self.above)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """All bands, the shortest waits first."""

    bands: tuple[Band, ...] = (Band(),) * len(BANDS_S)

    def after(self, told: Estimate, waited_s: float) -> "Calibration":
        """Return the calibration after one more call came `waited_s` after it was told."""
        at = band_of(told.likely_s)
        bands = list(self.bands)
        bands[at] = bands[at].after(told, waited_s)
        return Calibration(tuple(bands))

    def stretched(self, low_s: float, likely_s: float, high_s: float, model: str) -> Estimate:
        """Return the range to be told where a model says these, all in seconds."""
        band = self.bands[band_of(likely_s)]
        below_s = max(likely_s - low_s, _SPREAD_MIN_S) * math.exp(band.below)
        above_s = max(high_s - likely_s, _SPREAD_MIN_S) * math.exp(band.above)
        low, likely = round(max(0.0, likely_s - below_s)), round(likely_s)
        return Estimate(low, likely, max(likely, round(likely_s + above_s)), model)

    def next_day(self) -> "Calibration":
        """Return the calibration as the next day begins with it."""
        return replace(self, bands=tuple(band.rounded() for band in self.bands))

    def as_json(self) -> list[dict[str, Any]]:
        """Return it as JSON values."""
        return [asdict(band) for band in self.bands]

    @classmethod
    def from_json(cls, stored: Sequence[Mapping[str, Any]]) -> "Calibration":
        """Return what `as_json` wrote, unless that was about other bands."""
        if len(stored) != len(BANDS_S):
            return cls()
        return cls(tuple(Band(**band) for band in stored))


def band_of(likely_s: float) -> int:
    """Return the band of a wait as it is told."""
    return next(at for at, bound_s in enumerate(BANDS_S) if likely_s < bound_s)


def _within(log: float) -> float:
    return max(-_LOG_MAX, min(_LOG_MAX, log))
