"""How long to wait before the next try: soon at first, then ever more rarely, not all at once."""

import zlib
from dataclasses import dataclass

_SPREAD = 0.2


@dataclass(slots=True)
class Backoff:
    """Doubles from `first_s` to `longest_s`; `reset` after a time of steady success.

    Devices that were lost together are not looked for together: each pause is as much as a fifth
    shorter, by `name` and by which try it is. The same name has the same pauses every time.
    """

    name: str = ""
    first_s: float = 0.25
    longest_s: float = 10.0
    _next_s: float = 0.0
    _tries: int = 0

    def pause_s(self) -> float:
        """Return the next pause, in seconds."""
        pause_s = self._next_s or self.first_s
        self._next_s = min(pause_s * 2, self.longest_s)
        self._tries += 1
        chance = zlib.crc32(f"{self.name} {self._tries}".encode()) / 2**32
        return pause_s * (1.0 - _SPREAD * chance)

    def reset(self) -> None:
        """Start from the shortest pause again."""
        self._next_s = 0.0
