"""An event loop whose clock jumps: waiting costs nothing and every run is the same.

Drivers, twins and supervision wait with asyncio's own calls. On this loop a wait of ten seconds
ends at once, with the clock ten seconds on, as soon as nothing else is left to do.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class NothingLeftToHappenError(RuntimeError):
    """Everybody waits, nobody has a deadline: on a real clock this would hang for ever."""


class _JumpingSelector(selectors.DefaultSelector):
    """Instead of sleeping until a deadline, moves the clock to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise NothingLeftToHappenError
        self.now_s += max(timeout, 0.0)
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """A selector loop on a `_JumpingSelector`. `time()` starts at zero."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now_s


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run `main` to its end in virtual time and return its result."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(main)
