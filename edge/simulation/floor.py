"""The hall's floor: who has been called where, and who stands at which counter."""

import asyncio
from collections import Counter
from collections.abc import Callable

from edge.domain import facts as f


class Floor:
    """What everybody in the hall can see and hear. People wait on it; facts come from the hall."""

    def __init__(self) -> None:
        self._called: dict[str, str] = {}  # visit: counter
        self._calls: Counter[str] = Counter()  # by visit, to whatever counter
        self._over: set[str] = set()
        self._at_counter: dict[str, str] = {}
        self._changed: dict[str, asyncio.Event] = {}

    def on_fact(self, recorded: f.Recorded) -> None:
        """Take in what boards, strips and voice now tell everybody."""
        match recorded.fact:
            case f.TicketCalled(visit, _, counter) | f.TicketRecalled(visit, _, counter):
                self._called[visit] = counter
                self._calls[visit] += 1
            case f.ServiceFinished(visit) | f.TicketNoShow(visit) | f.TicketExpired(visit):
                self._leave(visit, over=True)
            case f.TicketCancelled(visit):
                self._leave(visit, over=True)
            case f.TicketReturned(visit) | f.TicketParked(visit) | f.TicketTransferred(visit):
                self._leave(visit, over=False)
            case f.LegOpened(visit):
                self._over.discard(visit)
            case f.DayOpened():
                self._called.clear()
        self._wake(recorded.fact.subject)

    def _leave(self, visit: str, *, over: bool) -> None:
        if over:
            self._over.add(visit)
        else:
            self._over.discard(visit)
        counter = self._called.pop(visit, "")
        if self._at_counter.get(counter) == visit:
            del self._at_counter[counter]

    def calls(self, visit: str) -> int:
        """Return how often `visit` has been called so far."""
        return self._calls[visit]

    async def called(self, visit: str, calls: int, within_s: float) -> str:
        """Return where `visit` is called to, at the latest of so many calls or more.

        Empty after `within_s`, and as soon as the visit is over.
        """

        def so() -> bool:
            return visit in self._over or (visit in self._called and self._calls[visit] >= calls)

        await self._until(visit, so, within_s)
        return self._called.get(visit, "") if self._calls[visit] >= calls else ""

    async def let_go(self, visit: str, within_s: float) -> bool:
        """Wait until `visit` is at no counter any more; return whether it is over."""
        await self._until(visit, lambda: visit not in self._called, within_s)
        return visit in self._over

    def stand_at(self, counter: str, visit: str) -> None:
        """Come to a counter."""
        self._at_counter[counter] = visit
        self._wake(f"counter {counter}")

    async def wait_for(self, counter: str, visit: str, within_s: float) -> bool:
        """Wait until the holder of `visit` stands at `counter`."""
        there = f"counter {counter}"
        await self._until(there, lambda: self._at_counter.get(counter) == visit, within_s)
        return self._at_counter.get(counter) == visit

    async def _until(self, name: str, so: Callable[[], bool], within_s: float) -> None:
        try:
            async with asyncio.timeout(within_s):
                while not so():
                    event = self._changed.setdefault(name, asyncio.Event())
                    await event.wait()
        except TimeoutError:
            return

    def _wake(self, name: str) -> None:
        event = self._changed.pop(name, None)
        if event is not None:
            event.set()
