"""An event loop whose clock jumps: waiting costs nothing and every run is the same.

Drivers, twins and supervision wait with asyncio's own calls. On this loop a wait of ten seconds
ends at once, with the clock ten seconds on, as soon as nothing else is left to do. What would run
in a thread runs at once. With `dice`, callbacks that are ready together run in an order that is
drawn: whatever depends on one order is found, and found again with the same dice.
"""

import asyncio
import random
import selectors
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

# Besides what anybody waits for, a loop watches the pipe by which signals would wake it.
_OWN_PIPE = 1


class NothingLeftToHappenError(RuntimeError):
    """Everybody waits, nobody has a deadline: on a real clock this would hang for ever."""


class _JumpingSelector(selectors.DefaultSelector):
    """Instead of sleeping until a deadline, moves the clock to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0) if len(self.get_map()) > _OWN_PIPE else []
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise NothingLeftToHappenError
        self.now_s += max(timeout, 0.0)
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """A selector loop on a `_JumpingSelector`. `time()` starts at zero."""

    _ready: deque[asyncio.Handle]  # asyncio's own queue of what runs next

    def __init__(self, dice: random.Random | None = None) -> None:
        self._jumping = _JumpingSelector()
        self._dice = dice
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now_s

    def run_in_executor(  # type: ignore[override]
        self, _executor: object, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        """Call `func` now: a thread would end whenever it likes."""
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to whoever awaits
            done.set_exception(error)
        return done

    def _run_once(self) -> None:
        if self._dice is not None and len(self._ready) > 1:
            shuffled = list(self._ready)
            self._dice.shuffle(shuffled)
            self._ready.clear()
            self._ready.extend(shuffled)
        super()._run_once()  # type: ignore[misc]


def run(main: Coroutine[Any, Any, T], dice: random.Random | None = None) -> T:
    """Run `main` to its end in virtual time and return its result."""
    with asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(dice)) as runner:
        return runner.run(main)
