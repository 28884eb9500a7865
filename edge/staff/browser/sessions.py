"""How many terminals a server runs at once, so that tabs cannot use up the box's memory."""

from collections.abc import Iterator
from contextlib import contextmanager


class FullError(Exception):
    """As many terminals run as may."""


class Sessions:
    """Counts terminals, up to `sessions_max`."""

    def __init__(self, sessions_max: int) -> None:
        self._sessions_max = sessions_max
        self._running = 0

    @property
    def is_full(self) -> bool:
        """Whether no other may begin."""
        return self._running >= self._sessions_max

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count a terminal as long as it runs. Raises `FullError`."""
        if self.is_full:
            raise FullError
        self._running += 1
        try:
            yield
        finally:
            self._running -= 1
