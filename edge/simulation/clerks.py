"""Clerks: they open their counter, call, serve, and go home; some press keys, some a terminal."""

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from drivers.contract import CallerKey
from edge.api import shapes
from edge.client import HallError
from edge.domain.plan import CounterPlan
from edge.simulation.controller import EVERYBODYS_PIN
from edge.simulation.insisting import insist
from edge.simulation.visitors import Lobby

T = TypeVar("T")

_PATIENCE_S = 300.0
_COMES_WITHIN_S = 40.0
_GONG_EVERY_S = 10.0


class Clerk:
    """One clerk at one counter, who looks at what the counter shows and does what comes next."""

    def __init__(self, lobby: Lobby, counter: CounterPlan, staff: str, serve_mean_s: float) -> None:
        self._lobby = lobby
        self._counter = counter
        self._serve_mean_s = serve_mean_s
        seed = lobby.dice.getrandbits(64)
        self._dice = random.Random(seed)  # noqa: S311 - drawn again by seed
        self._staff = staff
        self._client = lobby.hall.client("staff")
        self._signed_in = False
        self._by_key = counter.caller is not None and self._dice.random() < 0.4
        # An old card restored today still knows the presses of its own day.
        self._presses = (f"{staff} {seed:x} {number}" for number in itertools.count(1))

    async def run(self, until_s: float) -> None:
        """Work until the loop's time is `until_s` and nobody is at the counter."""
        loop = asyncio.get_running_loop()
        while True:
            now = await self._look()
            if now is not None:
                closing = loop.time() >= until_s and now.state in ("open", "closed")
                if closing and await self._go_home(now.state):
                    return
                if not closing:
                    await self._do_next(now)
            await asyncio.sleep(self._dice.uniform(0.5, 3.0))

    async def _sign_in(self) -> None:
        if not self._signed_in:
            await self._client.sign_in(self._staff, EVERYBODYS_PIN)
            self._signed_in = True

    async def _look(self) -> shapes.Counter | None:
        try:
            await self._sign_in()
            counters = await self._client.counters()
        except HallError:
            return None
        return next(counter for counter in counters if counter.id == self._counter.id)

    async def _go_home(self, state: str) -> bool:
        if state == "closed":
            return True
        try:
            await self._pressed(lambda key: self._client.close_counter(self._counter.id, key))
        except HallError:
            return False
        return True

    async def _do_next(self, now: shapes.Counter) -> None:
        try:
            match now.state:
                case "closed":
                    await self._pressed(
                        lambda key: self._client.open_counter(self._counter.id, key)
                    )
                case "open":
                    await self._call(now.waiting)
                case "called":
                    await self._receive(now.visit)
                case "serving":
                    await self._serve(now.visit)
        except HallError:
            return  # the counter is looked at again, and what is so then decides

    async def _call(self, waiting: int) -> None:
        if not waiting:
            await asyncio.sleep(self._dice.uniform(5.0, 25.0))
            return
        if self._dice.random() < 0.4:
            await self._wait_for_the_gong()
        if self._by_key:
            await self._call_by_key()
        else:
            await self._call_by_terminal()

    async def _wait_for_the_gong(self) -> None:
        """Wait as everybody does, so that some press in the same instant."""
        now_s = asyncio.get_running_loop().time()
        await asyncio.sleep((now_s // _GONG_EVERY_S + 1) * _GONG_EVERY_S - now_s)

    async def _call_by_key(self) -> None:
        self._press_key(CallerKey.NEXT)
        if self._dice.random() < 0.2:
            await asyncio.sleep(self._dice.uniform(0.3, 1.5))
            self._press_key(CallerKey.NEXT)
        await asyncio.sleep(2.0)

    async def _call_by_terminal(self) -> None:
        presses = 2 if self._dice.random() < 0.1 else 1
        called = await asyncio.gather(
            *(
                self._pressed(lambda key: self._client.call_next(self._counter.id, key))
                for _press in range(presses)
            ),
            return_exceptions=True,
        )
        answers = [each for each in called if isinstance(each, shapes.Called)]
        for answer in answers:
            self._lobby.ledger.called(answer.visit, answer.ticket, answer.counter, answer.seq)
        if len({answer.visit for answer in answers}) > 1:
            self._lobby.ledger.wrong(f"two presses called two visitors to {self._counter.id}")

    def _press_key(self, key: CallerKey) -> None:
        address = self._counter.caller
        if address is not None:
            device = self._lobby.hall.device(address.device)
            device.twin.act("press_key", unit=address.unit, key=key)

    async def _receive(self, visit: str) -> None:
        floor, counter = self._lobby.floor, self._counter.id
        if await floor.wait_for(counter, visit, _COMES_WITHIN_S):
            await self._move("ServiceStarted", visit, self._client.start)
            return
        await self._move("TicketRecalled", visit, self._client.recall)
        if await floor.wait_for(counter, visit, _COMES_WITHIN_S):
            await self._move("ServiceStarted", visit, self._client.start)
        else:
            await self._move("TicketNoShow", visit, self._client.no_show)

    async def _serve(self, visit: str) -> None:
        await asyncio.sleep(self._dice.lognormvariate(0.0, 0.6) * self._serve_mean_s)
        await self._move("ServiceFinished", visit, self._client.finish)
        if self._counter.caller is not None and self._dice.random() < 0.5:
            await asyncio.sleep(self._dice.uniform(1.0, 5.0))
            self._rate()

    def _rate(self) -> None:
        address = self._counter.caller
        if address is not None:
            device = self._lobby.hall.device(address.device)
            key = self._dice.choice((0, 0, 0, 1, 2, 3))
            device.twin.act("press_rating", unit=address.unit, key=key)

    async def _move(
        self,
        kind: str,
        visit: str,
        ask: Callable[[str, str, str | None], Awaitable[shapes.Called]],
    ) -> None:
        done = await self._pressed(lambda key: ask(self._counter.id, key, visit))
        self._lobby.ledger.promise(kind, visit, done.seq)

    async def _pressed(self, ask: Callable[[str], Awaitable[T]]) -> T:
        key = next(self._presses)
        try:
            return await insist(lambda: ask(key), self._dice, _PATIENCE_S)
        except HallError as error:
            self._signed_in = self._signed_in and error.code != "session_required"
            raise
