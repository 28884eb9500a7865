"""How long calls last at a counter, made ready for being drawn from: equally likely lengths."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from edge.domain.waits.history import ABSENT, ANSWER, GAP, PAUSE, WAITED_S, WAY, History
from edge.domain.waits.spread import QUANTILES, Prior, Spread, remaining_s

_SERVED_MEAN_S = 300.0  # of a service of which nothing was configured
SHARES = tuple((each + 0.5) / 16 for each in range(16))


class Lengths:
    """Lengths of time in one hall, by its history; `expected_s` is configured, by service.

    `planned` says whether there is a counter plan.
    """

    def __init__(self, history: History, expected_s: Mapping[str, float], *, planned: bool) -> None:
        self._history = history
        self._expected_s = expected_s
        self.gap_s = _mean(history.gap.quantiles(GAP))
        self._around_s = round(self.gap_s + _mean(history.way.quantiles(WAY)))
        self._absent_s = history.absent.quantiles(ABSENT)
        self._nobody = [
            round(history.no_show_share(band) * QUANTILES) for band in range(len(WAITED_S))
        ]
        self.gaps_s = history.gap.quantiles(GAP)
        self.answers_s = history.answer.quantiles(ANSWER)
        self.pause_share, pauses = history.pausing(planned=planned)
        self.pauses_s = pauses.quantiles(PAUSE)

    def serving_s(self, service: str, clerk: str) -> Sequence[float]:
        """Return lengths of serving."""
        pace = round(self._history.paces.of(service, clerk), 2)
        return _at_pace(self._usual_s(service), pace)

    def call_s(self, service: str, clerk: str, band: int = 0) -> Sequence[float]:
        """Return lengths from call to next call: way, serving and gap, or nobody comes.

        `band` is how long the visitor will have waited, as in `waited_band`.
        """
        return _call(
            self.serving_s(service, clerk), self._absent_s, self._nobody[band], self._around_s
        )

    def calls_s(self, service: str, clerk: str) -> tuple[Sequence[float], ...]:
        """Return the same for all bands."""
        serving_s = self.serving_s(service, clerk)
        return tuple(
            _call(serving_s, self._absent_s, nobody, self._around_s) for nobody in self._nobody
        )

    def _usual_s(self, service: str) -> tuple[float, ...]:
        mean_s = self._expected_s.get(service, _SERVED_MEAN_S)
        return self._history.served.get(service, Spread()).quantiles(Prior(mean_s))

    def left_of_serving_s(self, service: str, clerk: str, passed_s: float) -> list[float]:
        """Return what may be left until the next call after `passed_s` of serving."""
        return left_s(self.serving_s(service, clerk), passed_s, self.gap_s)

    def left_of_call_s(self, service: str, clerk: str, passed_s: float) -> list[float]:
        """Return what may be left until the next call, `passed_s` after a call."""
        return left_s(self.call_s(service, clerk), passed_s)

    def left_of_pause_s(self, reason: str, passed_s: float) -> list[float]:
        """Return what may be left of a clerk's absence until the next call."""
        known = self._history.pauses.get(reason, Spread())
        return left_s(known.quantiles(PAUSE), passed_s, self.gap_s)


def left_s(lengths_s: Sequence[float], passed_s: float, more_s: float = 0.0) -> list[float]:
    """Return what may be left of one of `lengths_s` of which `passed_s` have passed."""
    return [remaining_s(lengths_s, passed_s, share) + more_s for share in SHARES]


def _mean(lengths_s: Sequence[float]) -> float:
    return sum(lengths_s) / len(lengths_s)


@lru_cache(maxsize=1024)
def _at_pace(usual_s: tuple[float, ...], pace: float) -> tuple[float, ...]:
    return tuple(each * pace for each in usual_s)


@lru_cache(maxsize=1024)
def _call(
    serving_s: tuple[float, ...], absent_s: tuple[float, ...], nobody: int, around_s: int
) -> tuple[float, ...]:
    served = len(serving_s) - nobody
    come = [serving_s[(2 * at + 1) * len(serving_s) // (2 * served)] for at in range(served)]
    gone = [absent_s[(2 * at + 1) * len(absent_s) // (2 * nobody)] for at in range(nobody)]
    return tuple(sorted([each + around_s for each in come] + gone))
