"""How long to wait: for an answer, between two tries, after a failure. Pure: time comes in."""

from collections.abc import Callable
from dataclasses import dataclass

Draw = Callable[[], float]
"""Gives a number from 0 up to 1, evenly: the randomness of a pause."""

_DOUBLINGS_MAX = 16
_RTT_GAIN = 1 / 8  # RFC 6298, 2.3


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of patience.

    An answer is overdue after `rtt_factor` round trips, at least `answer_min_s`. Pauses grow from
    `pause_base_s` to `pause_max_s`. Headquarters that says nothing for `greet_again_s` is asked
    whether it still knows what it knew.
    """

    answer_min_s: float = 1.0
    rtt_factor: float = 4.0
    pause_base_s: float = 1.0
    pause_max_s: float = 60.0
    greet_again_s: float = 300.0


def full_jitter(timing: Timing, failures: int, draw: Draw) -> float:
    """Return the pause after that many failures in a row, seconds.

    Drawn from the whole range, so that halls that failed together do not come back together.
    """
    doublings = min(failures - 1, _DOUBLINGS_MAX)
    longest_s: float = min(timing.pause_max_s, timing.pause_base_s * 2**doublings)
    return draw() * longest_s


@dataclass(slots=True)
class Patience:
    """Knows when an answer is overdue and when the next try may begin."""

    timing: Timing
    draw: Draw
    failures: int = 0
    not_before_s: float = 0.0
    waiting_since_s: float = 0.0
    _rtt_s: float = 0.0

    def wait_from(self, now_s: float) -> None:
        """Begin to wait for an answer."""
        self.waiting_since_s = now_s

    def measured(self, round_trip_s: float) -> None:
        """Learn from an answer that took `round_trip_s`."""
        known = self._rtt_s or round_trip_s
        self._rtt_s = known + _RTT_GAIN * (round_trip_s - known)

    def progressed(self, now_s: float) -> None:
        """Forget past failures: something got through."""
        self.failures = 0
        self.wait_from(now_s)

    def failed(self, now_s: float) -> None:
        """Pause, longer with every failure in a row."""
        self.failures += 1
        self.not_before_s = now_s + full_jitter(self.timing, self.failures, self.draw)

    def encouraged(self, now_s: float) -> None:
        """End a long pause soon: the other side has shown itself."""
        self.failures = 0
        soon_s = now_s + full_jitter(self.timing, 1, self.draw)
        self.not_before_s = min(self.not_before_s, soon_s)

    @property
    def overdue_at_s(self) -> float:
        """When the answer waited for is overdue: never later than after the longest pause.

        Doubled with every failure in a row; without that, a round trip longer than the first guess
        would never be measured.
        """
        timing = self.timing
        doublings = min(self.failures, _DOUBLINGS_MAX)
        patient_s: float = timing.rtt_factor * self._rtt_s
        patient_s = max(timing.answer_min_s, patient_s) * 2**doublings
        return self.waiting_since_s + min(patient_s, timing.pause_max_s)
