"""How long calls last at a counter, made ready for being drawn from: equally likely lengths."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from edge.domain.waits.history import ABSENT, ANSWER, GAP, PAUSE, WAITED_S, WAY, History
from edge.domain.waits.spread import QUANTILES, Prior, Spread, remaining_s

_SERVED_MEAN_S = 300.0  # of a service of which nothing was configured
SHARES = tuple((each + 0.5) / 16 for each in range(16))


class Lengths:
    """Lengths of time in one hall, by its history; `expected_s` is configured, by service.

    `planned` says whether there is a counter plan. `outcomes` are equally likely ends of a call, by
    band of waits: who comes is served as long as that place among `usual_s` says, at the clerk's
    pace, and `around_s` more; who does not is negative, `~` the place among `absent_s`.
    """

    def __init__(self, history: History, expected_s: Mapping[str, float], *, planned: bool) -> None:
        self._history = history
        self._expected_s = expected_s
        self.gap_s = _mean(history.gap.quantiles(GAP))
        self.around_s = round(self.gap_s + _mean(history.way.quantiles(WAY)))
        self.absent_s = history.absent.quantiles(ABSENT)
        self.outcomes = tuple(
            _outcomes(round(history.no_show_share(band) * QUANTILES))
            for band in range(len(WAITED_S))
        )
        self.gaps_s = history.gap.quantiles(GAP)
        self.answers_s = history.answer.quantiles(ANSWER)
        self.pause_share, pauses = history.pausing(planned=planned)
        self.pauses_s = pauses.quantiles(PAUSE)

    def usual_s(self, service: str) -> tuple[float, ...]:
        """Return lengths of serving, whoever serves."""
        mean_s = self._expected_s.get(service, _SERVED_MEAN_S)
        return self._history.served.get(service, Spread()).quantiles(Prior(mean_s))

    def pace(self, service: str, clerk: str) -> float:
        """Return how many times as long as usual `clerk` takes."""
        return self._history.paces.of(service, clerk)

    def call_s(self, service: str, clerk: str) -> list[float]:
        """Return lengths from call to next call: way, serving and gap, or nobody comes."""
        usual_s, pace = self.usual_s(service), self.pace(service, clerk)
        return sorted(
            self.absent_s[~each] if each < 0 else usual_s[each] * pace + self.around_s
            for each in self.outcomes[0]
        )

    def left_of_serving_s(self, service: str, clerk: str, passed_s: float) -> list[float]:
        """Return what may be left until the next call after `passed_s` of serving."""
        pace = self.pace(service, clerk)
        serving_s = [each * pace for each in self.usual_s(service)]
        return left_s(serving_s, passed_s, self.gap_s)

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


@lru_cache(maxsize=QUANTILES + 1)
def _outcomes(nobody: int) -> tuple[int, ...]:
    served = QUANTILES - nobody
    gone = [~((2 * at + 1) * QUANTILES // (2 * nobody)) for at in range(nobody)]
    come = [(2 * at + 1) * QUANTILES // (2 * served) for at in range(served)]
    return tuple(gone + come)
