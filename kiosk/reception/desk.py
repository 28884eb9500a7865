"""One session at the hall: who works on a tablet, what they may do, and what they see, live."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from edge.api import shapes
from edge.client import HallClient, HallError
from kiosk.reception.config import ReceptionConfig
from kiosk.reception.seen import EVERYTHING, Part, Seen, looked, part_of

_log = logging.getLogger(__name__)

_SIGN_OUT_WITHIN_S = 3.0


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, and the rights that the hall gives them."""

    staff: str
    name: str
    rights: frozenset[str]


class Desk:
    """A session. Its token stays in here; `on_change` hears of everything that is new."""

    def __init__(
        self,
        hall: HallClient,
        session: shapes.Session,
        config: ReceptionConfig,
        on_change: Callable[[], None],
    ) -> None:
        self.hall = hall
        self.person = Person(session.staff, session.name, frozenset(session.rights))
        self.seen = Seen()
        self.over = False
        self._config = config
        self._on_change = on_change
        self._stale = Part.NONE
        self._woken = asyncio.Event()
        self._looking = asyncio.Lock()
        self._pause_s = config.reconnect_min_s
        self._task = asyncio.get_running_loop().create_task(self._follow())

    async def look_now(self, parts: Part = EVERYTHING & ~Part.PLAN) -> None:
        """See the hall as it is now; where it does not answer, that is seen."""
        try:
            await self._look(parts)
        except HallError as error:
            self._lose(error)

    async def leave(self) -> None:
        """End the session, here and if possible at the hall. Safe to repeat."""
        # First: a cancellation that meets a lost hall is taken for that alone, and does not end it.
        over_already, self.over = self.over, True
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        if not over_already:
            try:
                async with asyncio.timeout(_SIGN_OUT_WITHIN_S):
                    await self.hall.sign_out()
            except (HallError, TimeoutError):
                _log.info("a session could not be ended at the hall: it ends by itself")
        await self.hall.close()

    async def _follow(self) -> None:
        while not self.over:
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._hear())
                    group.create_task(self._look_when_stale())
            except* HallError as errors:
                self._lose(next(each for each in errors.exceptions if isinstance(each, HallError)))
            await asyncio.sleep(self._pause_s)
            self._pause_s = min(self._pause_s * 2, self._config.reconnect_max_s)

    async def _hear(self) -> None:
        # The whole state first, then every fact after it: nothing is missed.
        seq = (await self.hall.board()).seq
        self._need(EVERYTHING)
        async for event in self.hall.events(after=seq):
            self._need(part_of(event.kind))

    def _need(self, parts: Part) -> None:
        self._stale |= parts
        if self._stale:
            self._woken.set()

    async def _look_when_stale(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            parts, self._stale = self._stale, Part.NONE
            await self._look(parts)
            self._pause_s = self._config.reconnect_min_s
            # In a rush one look covers many facts.
            await asyncio.sleep(self._config.look_pause_s)

    async def _look(self, parts: Part) -> None:
        async with self._looking:
            seen = await looked(self.hall, self.seen, parts, self.person.rights)
        if seen != self.seen:
            self.seen = seen
            self._on_change()

    def _lose(self, error: HallError) -> None:
        if error.code == "session_required":
            self.over = True
        elif self.seen.here:
            _log.warning("a tablet has lost the hall: %s", error.code)
        if self.over or self.seen.here:
            self.seen = replace(self.seen, here=False)
            self._on_change()
