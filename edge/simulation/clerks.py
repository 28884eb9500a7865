"""Clerks: they open their counter, call, serve, and go home; some press keys, some a terminal."""

import asyncio
from collections.abc import Awaitable, Callable

from drivers.contract import CallerKey
from edge.api import shapes
from edge.client import HallError
from edge.domain.plan import CounterPlan
from edge.simulation.staff import Member
from edge.simulation.visitors import Lobby
from edge.simulation.whims import Whim, Whims

_COMES_WITHIN_S = 40.0
_GONG_EVERY_S = 10.0
_BETWEEN = ("open", "closed", "paused")


class Clerk(Member):
    """One clerk at one counter, who looks at what the counter shows and does what comes next."""

    def __init__(self, lobby: Lobby, counter: CounterPlan, staff: str, serve_mean_s: float) -> None:
        super().__init__(lobby, staff)
        self._counter = counter
        self._serve_mean_s = serve_mean_s
        self._by_key = counter.caller is not None and self._dice.random() < 0.4
        self._whims = Whims(self._client, counter.id, self._dice, lobby.services)

    async def run(self, until_s: float) -> None:
        """Work until the loop's time is `until_s` and nobody is at the counter."""
        loop = asyncio.get_running_loop()
        while True:
            now = await self._look()
            if now is not None:
                closing = loop.time() >= until_s and now.state in _BETWEEN
                if closing and await self._go_home(now.state):
                    return
                if not closing:
                    await self._do_next(now)
            await asyncio.sleep(self._dice.uniform(0.5, 3.0))

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
                    await self._call(now)
                case "paused":
                    await asyncio.sleep(self._dice.uniform(30.0, 300.0))
                    await self._pressed(lambda key: self._client.resume(self._counter.id, key))
                case "called":
                    await self._receive(now.visit)
                case "serving":
                    await self._serve(now.visit)
        except HallError:
            return  # the counter is looked at again, and what is so then decides

    async def _call(self, now: shapes.Counter) -> None:
        whim = await self._whims.at_a_free_counter(now)
        if whim is not None:
            await self._follow(whim)
            return
        if not now.waiting:
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
            self._hold("TicketCalled", answer)
        if len({answer.visit for answer in answers}) > 1:
            self._lobby.ledger.wrong(f"two presses called two visitors to {self._counter.id}")

    def _press_key(self, key: CallerKey) -> None:
        address = self._counter.caller
        if address is not None:
            device = self._lobby.hall.device(address.device)
            device.twin.act("press_key", unit=address.unit, key=key)

    async def _receive(self, visit: str) -> None:
        if await self._comes(visit):
            await self._move("ServiceStarted", visit, self._client.start)
            return
        await self._move("TicketRecalled", visit, self._client.recall)
        if await self._comes(visit):
            await self._move("ServiceStarted", visit, self._client.start)
        else:
            await self._move("TicketNoShow", visit, self._client.no_show)

    async def _comes(self, visit: str) -> bool:
        return await self._lobby.floor.wait_for(self._counter.id, visit, _COMES_WITHIN_S)

    async def _serve(self, visit: str) -> None:
        near = self._whims.near()
        if near is not None:
            await self._follow(near)
        await asyncio.sleep(self._dice.lognormvariate(0.0, 0.6) * self._serve_mean_s)
        whim = self._whims.with_a_visitor(visit)
        if whim is not None:
            await self._follow(whim)
            return
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

    # --- what was answered ---

    async def _move(
        self,
        kind: str,
        visit: str,
        ask: Callable[[str, str, str | None], Awaitable[shapes.Called]],
    ) -> None:
        await self._follow(Whim(kind, lambda key: ask(self._counter.id, key, visit)))

    async def _follow(self, whim: Whim) -> None:
        self._hold(whim.kind, await self._pressed(whim.ask))

    def _hold(self, kind: str, done: shapes.Called | None) -> None:
        """Hold the hall to what it has answered."""
        if done is None:
            return
        if kind == "TicketCalled":
            self._lobby.ledger.called(done.visit, done.counter, done.seq)
        # By the rules, whoever does not come may be sent back to those who wait.
        sent_back = kind == "TicketNoShow" and done.state == "waiting"
        self._lobby.ledger.promise("TicketReturned" if sent_back else kind, done.visit, done.seq)
