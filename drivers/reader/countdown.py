"""Time that passes for a twin until it does something by itself."""

from dataclasses import dataclass

# What rounding leaves of a time that has passed.
_INSTANT_S = 1e-6


@dataclass(slots=True)
class Countdown:
    """Counts down, beginning with the first tick after its start.

    That tick's own time began before the start: whoever serves a twin hands over all the time
    since the last tick, however long nothing was to be done.
    """

    left_s: float | None = None
    begun: bool = False

    def start(self, seconds: float) -> None:
        """Begin anew, in place of a countdown under way."""
        self.left_s, self.begun = seconds, False

    def ends(self, dt_s: float) -> bool:
        """Let time pass; whether it ended just now."""
        if self.left_s is None:
            return False
        self.left_s -= dt_s if self.begun else 0.0
        self.begun = True
        if self.left_s > _INSTANT_S:
            return False
        self.left_s = None
        return True
