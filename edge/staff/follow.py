"""Follows the hall: the whole state on every connection, then again after whatever moves it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import cast

from textual.message import Message

from edge.api import shapes
from edge.client import HallClient, HallError, HallUnreachableError
from edge.staff.hall import Hall, LastRating, ratings_of
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
# These change what is listed as open, and are looked at even when the state after them was seen.
_OF_FAULTS = frozenset({"FaultOpened", "FaultSeenAgain", "FaultAcknowledged", "FaultClosed"})


class Follower:
    """Posts `HallSeen` and `HallLost` for as long as `run` runs.

    `skew_ms` is how far the hall's wall clock is ahead of this machine's, as its events tell.
    """

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
        self._ratings: dict[str, LastRating] = {}
        self._faults: tuple[shapes.Fault, ...] | None = None
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
            services = tuple(await self._client.services())
            faults = await self._known_faults()
            hall = Hall(board, counters, services, dict(self._ratings), faults)
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

    async def _follow(self) -> None:
        await self._fetch_ratings()
        self._faults = None
        seq = await self.look(live=True)
        self._reached = True
        stream = cast(AsyncGenerator[shapes.Event, None], self._client.events(after=seq))
        async with aclosing(stream) as events:
            async for event in events:
                self.skew_ms = event.at - self._wall_ms()
                if event.kind in _OF_FAULTS:
                    self._faults = None
                elif event.seq <= seq or event.kind in _UNSEEN:
                    continue
                await self._note_rating(event)
                seq = await self.look(live=True)

    async def _known_faults(self) -> tuple[shapes.Fault, ...]:
        if self._faults is None:
            found: list[shapes.Fault] = []
            with _allowed_to_refuse():
                found = await self._client.faults()
            self._faults = tuple(found)
        return self._faults

    async def _fetch_ratings(self) -> None:
        self._ratings = {}
        with _allowed_to_refuse():
            self._ratings = ratings_of(await self._client.visits())

    async def _note_rating(self, event: shapes.Event) -> None:
        if event.kind == "VisitRated":
            with _allowed_to_refuse():
                visit = await self._client.visit(event.subject)
                self._ratings |= ratings_of([visit])


@contextmanager
def _allowed_to_refuse() -> Iterator[None]:
    # A hall need not show its visits and faults to clerks: then none are listed, and no harm.
    try:
        yield
    except HallUnreachableError:
        raise
    except HallError as error:
        if error.code == "session_required":
            raise
