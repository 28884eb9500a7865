"""When a wire that is flooded takes a rest, so that one broken line slows nobody else down.

A line that floods us brings a few bytes at a time, ten thousand times a second, and each time costs
the same as a whole answer. No device of ours is read so often. Past this many reads a wire rests
between two, and the system collects meanwhile.
"""

_READS_AT_ONCE_MAX = 500
_READS_PER_S_MAX = 250


class Breath:
    """Tells a reader when to rest: reads are saved up while nobody reads, and then spent."""

    def __init__(self, now_s: float) -> None:
        self._left = float(_READS_AT_ONCE_MAX)
        self._at_s = now_s

    def rest_s(self, now_s: float) -> float:
        """Count one read, and return how long to rest before the next: mostly not at all."""
        saved_up = self._left + (now_s - self._at_s) * _READS_PER_S_MAX
        self._left, self._at_s = min(saved_up, _READS_AT_ONCE_MAX) - 1, now_s
        return 0.0 if self._left > 0 else 1 / _READS_PER_S_MAX
