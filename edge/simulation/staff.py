"""A member of the staff: signed in again and again, each press with a key of its own."""

import abc
import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from edge.client import HallError
from edge.simulation.controller import EVERYBODYS_PIN
from edge.simulation.insisting import insist
from edge.simulation.visitors import Lobby

T = TypeVar("T")

_PATIENCE_S = 300.0


class Member:
    """Somebody with the number `staff`, who presses again until the hall answers."""

    def __init__(self, lobby: Lobby, staff: str) -> None:
        self._lobby = lobby
        seed = lobby.dice.getrandbits(64)
        self._dice = random.Random(seed)  # noqa: S311 - drawn again by seed
        self._staff = staff
        self._client = lobby.hall.client("staff")
        self._signed_in = False
        # An old card restored today still knows the presses of its own day.
        self._presses = (f"{staff} {seed:x} {number}" for number in itertools.count(1))

    async def _sign_in(self) -> None:
        if not self._signed_in:
            await self._client.sign_in(self._staff, EVERYBODYS_PIN)
            self._signed_in = True

    async def _pressed(self, ask: Callable[[str], Awaitable[T]]) -> T:
        key = next(self._presses)
        try:
            return await insist(lambda: ask(key), self._dice, _PATIENCE_S)
        except HallError as error:
            self._signed_in = self._signed_in and error.code != "session_required"
            raise


class Rover(Member, abc.ABC):
    """Somebody who walks the hall and now and then does one of the things of their trade."""

    PAUSE_S = (60.0, 300.0)

    async def run(self, until_s: float) -> None:
        """Work until the loop's time is `until_s`."""
        loop = asyncio.get_running_loop()
        while loop.time() < until_s:
            await asyncio.sleep(self._dice.uniform(*self.PAUSE_S))
            try:
                await self._sign_in()
                await self._do_something()
            except HallError as error:
                # Whoever they thought of has gone on meanwhile, or the hall does not answer.
                self._signed_in = self._signed_in and error.code != "session_required"

    @abc.abstractmethod
    async def _do_something(self) -> None:
        """Do one of them, if there is any to do."""
