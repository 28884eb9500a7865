"""An event loop whose clock jumps: waiting costs nothing and every run is the same.

Drivers, twins and supervision wait with asyncio's own calls. On this loop a wait of ten seconds
ends at once, with the clock ten seconds on, as soon as nothing else is left to do. What would run
in a thread runs at once. With `dice`, callbacks that are ready together run in an order that is
drawn: whatever depends on one order is found, and found again with the same dice.
"""

import asyncio
import heapq
import random
import selectors
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

# Besides what anybody waits for, a loop watches the pipe by which signals would wake it.
_OWN_PIPE = 1
# So many timers that were cancelled may stay where they are, as asyncio has it.
_CANCELLED_MAX = 100


class NothingLeftToHappenError(RuntimeError):
    """Everybody waits, nobody has a deadline: on a real clock this would hang for ever."""


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """A loop that moves its clock instead of sleeping. `time()` starts at zero."""

    # asyncio's own queues: what runs next, and what runs later by when.
    _ready: deque[asyncio.Handle]
    _scheduled: list[asyncio.TimerHandle]
    _timer_cancelled_count: int
    _stopping: bool
    _selector: selectors.BaseSelector

    def __init__(self, dice: random.Random | None = None) -> None:
        self._now_s = 0.0
        self._dice = dice
        super().__init__(selectors.DefaultSelector())

    def time(self) -> float:
        return self._now_s

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
        """Run what is ready; if nothing is, go on to the moment when something will be."""
        self._take_events()
        self._forget_cancelled()
        if not self._ready and not self._stopping:
            self._jump()
        while self._scheduled and self._scheduled[0].when() <= self._now_s:
            self._ready.append(self._due())
        if self._dice is not None and len(self._ready) > 1:
            self._shuffle(self._dice)
        for _turn in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle.cancelled():
                handle._run()

    def _take_events(self) -> None:
        if len(self._selector.get_map()) > _OWN_PIPE:
            self._process_events(self._selector.select(0))  # type: ignore[attr-defined]

    def _forget_cancelled(self) -> None:
        timers = self._scheduled
        if self._timer_cancelled_count > max(_CANCELLED_MAX, len(timers) // 2):
            kept = [timer for timer in timers if not timer.cancelled()]
            for timer in timers:
                timer._scheduled = not timer.cancelled()  # type: ignore[attr-defined]
            heapq.heapify(kept)
            self._scheduled, self._timer_cancelled_count = kept, 0
        while self._scheduled and self._scheduled[0].cancelled():
            self._timer_cancelled_count -= 1
            self._due()

    def _due(self) -> asyncio.TimerHandle:
        timer = heapq.heappop(self._scheduled)
        timer._scheduled = False  # type: ignore[attr-defined]
        return timer

    def _jump(self) -> None:
        if not self._scheduled:
            raise NothingLeftToHappenError
        self._now_s = max(self._now_s, self._scheduled[0].when())

    def _shuffle(self, dice: random.Random) -> None:
        shuffled = list(self._ready)
        dice.shuffle(shuffled)
        self._ready.clear()
        self._ready.extend(shuffled)


def run(main: Coroutine[Any, Any, T], dice: random.Random | None = None) -> T:
    """Run `main` to its end in virtual time and return its result."""
    with asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(dice)) as runner:
        return runner.run(main)
