"""How long to wait before the next try: soon at first, then ever more rarely."""

from dataclasses import dataclass


@dataclass(slots=True)
class Backoff:
    """Doubles from `first_s` to `longest_s`; `reset` after a time of steady success."""

    first_s: float = 0.25
    longest_s: float = 10.0
    _next_s: float = 0.0

    def pause_s(self) -> float:
        """Return the next pause, in seconds."""
        pause_s = self._next_s or self.first_s
        self._next_s = min(pause_s * 2, self.longest_s)
        return pause_s

    def reset(self) -> None:
        """Start from the shortest pause again."""
        self._next_s = 0.0
