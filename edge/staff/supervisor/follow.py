"""Follows the hall: the whole picture on every connection, then again after whatever moves it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import cast

from textual.message import Message

from edge.api import shapes
from edge.client import HallClient, HallError, HallUnreachableError
from edge.staff.patience import Patience
from edge.staff.supervisor.board import Me, Seen
from edge.staff.supervisor.messages import HallLost, HallSeen, SessionEnded
from edge.staff.supervisor.words import REFUSALS

# These move nothing that a supervisor sees; any other fact, also one of a later version, may.
_UNSEEN = frozenset(
    {
        "RequestAnswered",
        "UplinkAcknowledged",
        "EpochRenewed",
        "StaffSignedIn",
        "StaffSignedOut",
        "SignInRefused",
        "EstimateTold",
        "VisitIdentified",
        "VisitAbandoned",
        "PrintStarted",
        "PeopleCounted",
        "InputChanged",
        "WireRecorded",
        "CommandReceived",
        "CommandEnded",
    }
)
_OF_DEVICES = frozenset({"FaultOpened", "FaultSeenAgain", "FaultAcknowledged", "FaultClosed"})
_OF_MESSAGES = frozenset({"MessageSent", "MessageRead"})

# A busy hall has several facts a second; nobody reads faster than this.
LOOKS_APART_S = 0.3


class Follower:
    """Posts `HallSeen` and `HallLost` for as long as `run` runs.

    `with_tickets` while somebody looks at the tickets in line.
    """

    def __init__(
        self,
        client: HallClient,
        post: Callable[[Message], object],
        patience: Patience,
        mono_s: Callable[[], float],
        looks_apart_s: float = LOOKS_APART_S,
    ) -> None:
        self._client = client
        self._post = post
        self._patience = patience
        self._mono_s = mono_s
        self._looks_apart_s = looks_apart_s
        self._looking = asyncio.Lock()
        self._me = Me()
        self._kept: Seen | None = None
        self._stale: set[str] = set()
        self._reached = False
        self.with_tickets = False

    async def run(self, me: Me) -> None:
        """Follow the hall for `me` until the session ends; connect as often as it takes."""
        self._me = me
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
        """Fetch the whole picture and post it; return the seq it is true at."""
        async with self._looking, asyncio.timeout(self._patience.answer_timeout_s):
            kept = self._kept or await self._first()
            stale, self._stale = self._stale, set()
            try:
                self._kept = await self._renewed(kept, stale)
            except BaseException:
                self._stale |= stale
                raise
            self._post(HallSeen(self._kept, live))
            return self._kept.picture.seq

    async def look_once(self) -> None:
        """Fetch the picture now; a controller that is lost is the follower's to tell."""
        try:
            await self.look()
        except (HallError, TimeoutError):
            return

    async def _follow(self) -> None:
        self._kept = None
        seq = await self.look(live=True)
        self._reached = True
        stream = cast(AsyncGenerator[shapes.Event, None], self._client.events(after=seq))
        async with aclosing(stream) as events:
            async for event in events:
                self._mark(event.kind)
                if event.seq > seq and event.kind not in _UNSEEN:
                    await asyncio.sleep(self._looks_apart_s)
                    seq = await self.look(live=True)

    def _mark(self, kind: str) -> None:
        if kind in _OF_DEVICES:
            self._stale.add("devices")
        elif kind in _OF_MESSAGES:
            self._stale.add("messages")

    async def _first(self) -> Seen:
        """Return what does not change while the connection lasts."""
        self._stale = {"devices", "messages"}
        client = self._client
        return Seen(
            await client.supervision(),
            await client.health(),
            tuple(await client.services()),
            tuple(await client.pauses()),
            tuple(await client.reasons()),
            tuple(await client.priorities()),
        )

    async def _renewed(self, kept: Seen, stale: set[str]) -> Seen:
        client, now = self._client, kept
        # The picture first: what is fetched after it is at least as new as its seq.
        now = replace(now, picture=await client.supervision(), mono_s=self._mono_s())
        if "devices" in stale:
            devices, faults = await client.devices(), await client.faults()
            now = replace(now, devices=tuple(devices), faults=tuple(faults))
        if "messages" in stale and "message" in self._me.rights:
            now = replace(now, messages=tuple(await client.messages()))
        return replace(now, tickets=tuple(await self._tickets()))

    async def _tickets(self) -> Sequence[shapes.InLine]:
        if not (self.with_tickets and "see_queue" in self._me.rights):
            return ()
        try:
            return await self._client.queue()
        except HallUnreachableError:
            raise
        except HallError as error:
            if error.code == "session_required":
                raise
            return ()
