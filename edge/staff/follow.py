"""Follows the hall: the whole state on every connection, then again after whatever moves it."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import cast

from textual.message import Message

from edge.api import shapes
from edge.client import HallClient, HallError, HallUnreachableError
from edge.staff.hall import Hall
from edge.staff.kept import Kept, allowed_to_refuse
from edge.staff.messages import HallLost, HallSeen, SessionEnded
from edge.staff.patience import Patience
from edge.staff.words import REFUSALS

# These move nothing that a clerk sees; any other fact, also one of a later version, may.
_UNSEEN = frozenset(
    {
        "RequestAnswered",
        "UplinkAcknowledged",
        "EpochRenewed",
        "StaffSignedIn",
        "StaffSignedOut",
        "SignInRefused",
        "RatingIgnored",
        "VisitIdentified",
        "VisitAbandoned",
        "TicketReserved",
        "PrintStarted",
        "TicketVoided",
    }
)
# After one of these the form of whoever is here is another, though their visit is not.
_OF_APPLICATIONS = frozenset(
    {
        "ApplicationSaved",
        "ApplicationBound",
        "ApplicationHandedIn",
        "ApplicationForgotten",
        "DocumentAttached",
        "DocumentDetached",
    }
)


class Follower:
    """Posts `HallSeen` and `HallLost` for as long as `run` runs.

    `skew_ms` is how far the hall's wall clock is ahead of this machine's, as its events tell.
    `counter` is the one whose queue and visitor are looked at too, empty for none, `staff` the one
    whose messages are.
    """

    counter = ""
    staff = ""

    def __init__(
        self,
        client: HallClient,
        post: Callable[[Message], object],
        patience: Patience,
        wall_ms: Callable[[], int],
    ) -> None:
        self._client = client
        self._post = post
        self._patience = patience
        self._wall_ms = wall_ms
        self._looking = asyncio.Lock()
        self._kept = Kept(client, "")
        self._visitor: shapes.Visitor | None = None
        self._visitor_seen = ("", "", 0)
        self._reached = False
        self.skew_ms = 0

    async def run(self) -> None:
        """Follow the hall until the session ends; connect again as often as it takes."""
        pauses_s = self._patience.reconnect_pauses()
        while True:
            try:
                await self._follow()
            except (HallError, TimeoutError) as error:
                if isinstance(error, HallError) and error.code == "session_required":
                    self._post(SessionEnded(REFUSALS[error.code]))
                    return
                self._post(HallLost())
            if self._reached:
                pauses_s = self._patience.reconnect_pauses()
                self._reached = False
            await asyncio.sleep(next(pauses_s))

    async def look(self, *, live: bool = False) -> int:
        """Fetch the whole state and post it; return the seq it is true at.

        One at a time: states reach the desk in the order in which they were true.
        """
        async with self._looking, asyncio.timeout(self._patience.answer_timeout_s):
            # The board first: what is fetched after it is at least as new as its seq.
            board = await self._client.board()
            counters = tuple(await self._client.counters())
            queue, here, side = await self._around(counters)
            visitor = await self._visitor_of(here) if here else None
            kept = await self._kept.fetched()
            hall = Hall(board, counters, queue=queue, here=here, visitor=visitor, side=side, **kept)
            self._post(HallSeen(hall, live))
            return board.seq

    async def look_until_seen(self) -> None:
        """Fetch the whole state and post it, however long the controller takes to come back."""
        for pause_s in self._patience.reconnect_pauses():
            try:
                await self.look()
            except (HallUnreachableError, TimeoutError):
                await asyncio.sleep(pause_s)
            except HallError:
                return  # the hall refuses to be read: the follower says why
            else:
                return

    async def _around(
        self, counters: tuple[shapes.Counter, ...]
    ) -> tuple[tuple[shapes.InLine, ...], shapes.Visit | None, shapes.Side | None]:
        mine = next((each for each in counters if each.id == self.counter), None)
        if mine is None:
            return (), None, None
        queue: list[shapes.InLine] = []
        here: shapes.Visit | None = None
        side: shapes.Side | None = None
        with allowed_to_refuse():
            queue = await self._client.queue(mine.id)
        with allowed_to_refuse():
            here = await self._client.visit(mine.visit) if mine.visit else None
        with allowed_to_refuse():
            side = await self._client.side(mine.id) if mine.visit else None
        return tuple(queue), here, side

    async def _visitor_of(self, here: shapes.Visit) -> shapes.Visitor | None:
        # The hall opens what is sealed for it: asked only after something about the visit changed.
        seen = (self.counter, here.visit, here.seq)
        if self._visitor_seen != seen:
            self._visitor = None
            with allowed_to_refuse():
                self._visitor = await self._client.visitor(self.counter)
                self._visitor_seen = seen
        return self._visitor

    async def _follow(self) -> None:
        self._kept = Kept(self._client, self.staff)
        self._visitor_seen = ("", "", 0)
        await self._kept.fetch_ratings()
        seq = await self.look(live=True)
        self._reached = True
        stream = cast(AsyncGenerator[shapes.Event, None], self._client.events(after=seq))
        async with aclosing(stream) as events:
            async for event in events:
                self.skew_ms = event.at - self._wall_ms()
                async with self._looking:  # so that no older answer overwrites what is noted
                    news = await self._kept.note(event)
                    if event.kind in _OF_APPLICATIONS:
                        self._visitor_seen = ("", "", 0)
                if not news and (event.seq <= seq or event.kind in _UNSEEN):
                    continue
                seq = await self.look(live=True)
