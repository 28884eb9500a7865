"""What clerks do besides calling, serving and finishing: now and then, by the dice."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from edge.api import shapes
from edge.client import HallClient

_REASONS = ("break", "meal", "meeting", "errand")


@dataclass(frozen=True, slots=True)
class Whim:
    """Something that is pressed for, and the fact (`kind`) about a visit that answers for it."""

    kind: str
    ask: Callable[[str], Awaitable[shapes.Called | None]]


class Whims:
    """Draws what the clerk at `counter` does; None: what everybody does."""

    def __init__(
        self, client: HallClient, counter: str, dice: random.Random, services: tuple[str, ...]
    ) -> None:
        self._client = client
        self._counter = counter
        self._dice = dice
        self._services = services
        self._aside: list[str] = []  # visits that this clerk has put aside

    # --- nobody is there ---

    async def at_a_free_counter(self, now: shapes.Counter) -> Whim | None:
        """Draw what to do instead of calling the next. Raises `HallError`."""
        if self._aside and self._dice.random() < 0.3:
            visit = self._aside.pop(0)
            return Whim(
                "TicketCalled", lambda key: self._client.resume_parked(self._counter, visit, key)
            )
        drawn = self._dice.random()
        if drawn < 0.02:
            return Whim("", self._pause)
        if drawn < 0.04 and now.services:
            service = self._dice.choice(now.services)
            return Whim(
                "ServiceStarted", lambda key: self._client.walk_direct(self._counter, service, key)
            )
        return await self._chosen() if drawn < 0.06 else None

    async def _pause(self, key: str) -> None:
        await self._client.pause(self._counter, self._dice.choice(_REASONS), key)

    async def _chosen(self) -> Whim | None:
        line = await self._client.queue(self._counter)
        if not line:
            return None
        call = shapes.CallChosen(visit=self._dice.choice(line).visit, reason="asked")
        return Whim("TicketCalled", lambda key: self._client.call_chosen(self._counter, call, key))

    # --- somebody is served ---

    def near(self) -> Whim | None:
        """Draw whether the next is asked to come near meanwhile."""
        if self._dice.random() < 0.92:
            return None
        return Whim("TicketPrecalled", lambda key: self._client.precall(self._counter, key))

    def with_a_visitor(self, visit: str) -> Whim | None:
        """Draw how it ends otherwise than by finishing."""
        drawn = self._dice.random()
        if drawn < 0.05:
            return self._transfer(visit)
        if drawn < 0.08:
            return self._park(visit)
        if drawn < 0.11:
            return self._send_back(visit)
        if drawn < 0.2:
            how = shapes.Finish(
                visit=visit, outcome="done", delivered=[self._dice.choice(self._services)]
            )
            return Whim(
                "ServiceFinished", lambda key: self._client.finish_with(self._counter, how, key)
            )
        return None

    def _transfer(self, visit: str) -> Whim:
        dice = self._dice
        there = str(dice.randint(1, 5)) if dice.random() < 0.3 else None
        to = shapes.Transfer(
            visit=visit,
            service=dice.choice(self._services),
            counter=there if there != self._counter else None,
            place=dice.choice(("first", "last", "sorted")),
            delay_min=dice.choice((0, 0, 3)),
            back=dice.random() < 0.4,
        )
        return Whim("TicketTransferred", lambda key: self._client.transfer(self._counter, to, key))

    def _park(self, visit: str) -> Whim:
        park = shapes.Park(visit=visit, reason="form", remind_min=self._dice.choice((0, 5)))
        self._aside.append(visit)
        return Whim("TicketParked", lambda key: self._client.park(self._counter, park, key))

    def _send_back(self, visit: str) -> Whim:
        minutes, places = self._dice.choice(((5, 0), (0, 2), (0, 0), (2, 1)))
        back = shapes.SendBack(
            visit=visit,
            minutes=minutes,
            places=places,
            reason=self._dice.choice(("asked", "fetching")),
        )
        return Whim("TicketReturned", lambda key: self._client.send_back(self._counter, back, key))
