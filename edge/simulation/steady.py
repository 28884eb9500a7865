"""A clock that nobody sets, told from facts: how long something truly took."""

from edge.domain import facts as f
from edge.domain.queue import Waiting

# What clocks that run away, and the times in which nothing is recorded, may add up to.
_TOLERANCE_MS = 3000


class SteadyClock:
    """Goes on by the monotonic clock; over a restart by the wall clock, as far as that goes on."""

    def __init__(self) -> None:
        self.now_ms = 0
        self._last: f.Moment | None = None
        self._at: dict[int, tuple[int, int]] = {}  # by the seq of a fact: steady and wall ms

    def note(self, recorded: f.Recorded) -> None:
        """Take in when the next fact was recorded."""
        moment, last = recorded.moment, self._last
        if last is not None:
            passed_ms = moment.at - last.at
            self.now_ms += (
                moment.mono - last.mono if moment.boot == last.boot else max(0, passed_ms)
            )
        self._last = moment
        self._at[recorded.seq] = self.now_ms, moment.at

    def waited_ms(self, waiting: Waiting) -> int:
        """Return how long a ticket has waited by now, from when it could be called."""
        noted_ms, at = self._at[waiting.order[1]]
        return self.now_ms - noted_ms + at - waiting.begun

    def agrees(self, waiting: Waiting, at: int) -> bool:
        """Whether the wall clock, which shows `at` now, says the same: it was not set meanwhile."""
        by_wall_ms = at - waiting.begun
        return abs(by_wall_ms - self.waited_ms(waiting)) <= _TOLERANCE_MS
