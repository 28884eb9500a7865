"""One timer of a screen: setting it anew forgets what it was set to before."""

import asyncio
from collections.abc import Callable


class Alarm:
    """Does something once, after a while, unless it is set anew or stopped before."""

    def __init__(self) -> None:
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_set(self) -> bool:
        """Whether something will be done."""
        return self._timer is not None

    @property
    def left_s(self) -> float:
        """How long it will be until then; 0 where nothing will be done."""
        if self._timer is None:
            return 0.0
        return max(0.0, self._timer.when() - asyncio.get_running_loop().time())

    def set(self, after_s: float, then: Callable[[], None]) -> None:
        """Do `then` after that long."""
        self.stop()
        self._timer = asyncio.get_running_loop().call_later(after_s, self._ring, then)

    def stop(self) -> None:
        """Do nothing any more. Safe to repeat."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ring(self, then: Callable[[], None]) -> None:
        self._timer = None
        then()
