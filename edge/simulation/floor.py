"""The hall's floor: who has been called where, and who stands at which counter."""

import asyncio
from collections.abc import Callable

from edge.domain import facts as f


class Floor:
    """What everybody in the hall can see and hear. People wait on it; facts come from the hall."""

    def __init__(self) -> None:
        self._called: dict[str, tuple[str, int]] = {}  # visit: counter, and how many calls
        self._at_counter: dict[str, str] = {}
        self._changed: dict[str, asyncio.Event] = {}

    def on_fact(self, recorded: f.Recorded) -> None:
        """Take in what boards, strips and voice now tell everybody."""
        match recorded.fact:
            case f.TicketCalled(visit, _, counter):
                self._called[visit] = (counter, 1)
            case f.TicketRecalled(visit, _, counter, calls=calls):
                self._called[visit] = (counter, calls)
            case f.TicketNoShow(visit) | f.TicketExpired(visit) | f.ServiceFinished(visit):
                self._called.pop(visit, None)
                self._at_counter = {
                    counter: there for counter, there in self._at_counter.items() if there != visit
                }
            case f.DayOpened():
                self._called.clear()
        self._wake(recorded.fact.subject)

    async def called(self, visit: str, calls: int, within_s: float) -> str:
        """Return where `visit` has been called to that often; empty after `within_s`."""
        await self._until(visit, lambda: self._called.get(visit, ("", 0))[1] >= calls, within_s)
        counter, count = self._called.get(visit, ("", 0))
        return counter if count >= calls else ""

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
