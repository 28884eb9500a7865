"""The one subscription to the hall: what it is like now, for all screens, through any outage."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from edge.api.shapes import Board, Counter, Device, Event, Help, PriorityGroup, Service, ServiceNow
from edge.client import HallClient, HallError
from kiosk.offers import Offers, OffersFeed

_log = logging.getLogger(__name__)

# After one of these the board is another. Waiting counts change with tickets, calls with counters.
_BOARD_FACTS = frozenset(
    {
        "DayOpened",
        "DayClosed",
        "TicketReserved",
        "TicketIssued",
        "TicketVoided",
        "TicketCalled",
        "TicketRecalled",
        "ServiceStarted",
        "ServiceFinished",
        "TicketNoShow",
        "TicketExpired",
        "CounterOpened",
        "CounterClosed",
        "PowerChanged",
        "NoticeShown",
        "NoticeEnded",
        "LegOpened",
        "TicketReturned",
        "TicketParked",
        "TicketTransferred",
        "TicketCancelled",
    }
)
# After one of these a counter has opened or closed, or another visitor is to rate there, or nobody.
_COUNTER_FACTS = frozenset(
    {
        "DayOpened",
        "DayClosed",
        "CounterOpened",
        "CounterClosed",
        "ServiceStarted",
        "ServiceFinished",
        "VisitRated",
    }
)
# After one of these the visitor's side of a counter shows something else.
_SIDE_FACTS = _COUNTER_FACTS | {
    "TicketCalled",
    "TicketRecalled",
    "TicketNoShow",
    "TicketReturned",
    "TicketParked",
    "TicketTransferred",
    "TicketCancelled",
    "CounterPaused",
    "CounterResumed",
    "ShownToVisitor",
    "VisitorAnswered",
    "ApplicationSaved",
    "ApplicationHandedIn",
    "ApplicationForgotten",
}
_HELP_FACTS = frozenset({"HelpCalled", "HelpAccepted", "HelpEnded"})
# After one of these a service may be open or closed that was not before.
_OFFER_FACTS = frozenset({"DoorsChanged", "ServiceSwitched", "CounterPaused", "CounterResumed"})
# A device that is lost again soon after it came back is the same fault, seen again.
_DEVICE_FACTS = frozenset({"FaultOpened", "FaultSeenAgain", "FaultClosed"})

_NOT_LOST = frozenset({"online", "assumed", "deviceBusy", "starting"})
_NO_PAPER = frozenset({"out", "jammed"})


@dataclass(frozen=True, slots=True)
class HallView:
    """The hall as screens know it. While it is away, `here` is False and the rest means nothing.

    `counters` are looked at only where a screen shows them, and how it stands with each service
    (`now`, by its id) only while somebody looks. `help` are the calls for help from screens.
    `sides` is that of the last fact after which the visitor's side of a counter may be another, and
    `library` the seq from which on headquarters' documents are as they are now, or later.
    """

    here: bool = False
    board: Board | None = None
    services: tuple[Service, ...] = ()
    priorities: tuple[PriorityGroup, ...] = ()
    devices: tuple[Device, ...] = ()
    counters: tuple[Counter, ...] = ()
    now: Mapping[str, ServiceNow] = field(default_factory=dict)
    help: tuple[Help, ...] = ()
    library: int = 0
    sides: int = 0

    def counter(self, counter: str) -> Counter | None:
        """Return a counter by its id."""
        return next((known for known in self.counters if known.id == counter), None)

    def lost(self, kind: str) -> bool:
        """Whether there are devices of this kind and none of them is of use."""
        states = [_usable(device) for device in self.devices if device.kind == kind]
        return bool(states) and not any(states)

    def usable(self, device: str) -> bool:
        """Whether this one device is of use."""
        return any(_usable(known) for known in self.devices if known.id == device)


def _usable(device: Device) -> bool:
    return device.health in _NOT_LOST and device.paper not in _NO_PAPER


class Listener(Protocol):
    """Who hears what the feed finds out."""

    def hall_changed(self, view: HallView) -> None:
        """Take the hall as it is now, or as away."""

    def looks_at_offers(self) -> bool:
        """Whether anybody looks at services just now."""

    def visitor_identified(self, reader: str, visit: str) -> None:
        """Hear that somebody laid a document on a reader, or showed a code, just now."""

    def card_not_read(self, reader: str, trouble: str) -> None:
        """Hear that a card on a reader gave nothing, or was left there (`left`), just now."""


class HallFeed:
    """Follows the hall and tells one listener."""

    def __init__(
        self,
        hall: HallClient,
        listener: Listener,
        reconnect_min_s: float,
        reconnect_max_s: float,
        *,
        with_counters: bool = False,
        offers_hold_s: float = 15.0,
    ) -> None:
        self._hall = hall
        self._listener = listener
        self._with_counters = with_counters
        self._counters_seq = 0
        self._reconnect_min_s = reconnect_min_s
        self._reconnect_max_s = reconnect_max_s
        self._pause_s = reconnect_min_s
        self._view: HallView | None = None
        self._offers = OffersFeed(hall, self._offered, listener.looks_at_offers, offers_hold_s)

    def look_at_offers(self) -> None:
        """Ask how it stands with each service, as soon as may be: somebody looks."""
        self._offers.look()

    def _offered(self, offers: Offers) -> None:
        if self._view is not None and self._view.here and self._view.now != offers:
            self._tell(replace(self._view, now=offers))

    async def run(self) -> None:
        """Follow the hall for ever; while it is away, ask again with growing pauses."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._offers.run())
            await self._follow_for_ever()

    async def _follow_for_ever(self) -> None:
        while True:
            try:
                await self._follow()
            except HallError as error:
                self._lose(error)
            await asyncio.sleep(self._pause_s)
            self._pause_s = min(self._pause_s * 2, self._reconnect_max_s)

    async def _follow(self) -> None:
        # The whole state first, then every fact after it: nothing is missed, and a visitor who
        # was identified during an outage, and has left since, is not greeted.
        view = await self._look_at_everything()
        self._pause_s = self._reconnect_min_s
        _log.info("the hall answers, at fact %d", _seq(view))
        self._tell(view)
        self._offers.look()
        async for event in self._hall.events(after=_seq(view)):
            await self._hear(event)

    async def _look_at_everything(self) -> HallView:
        board = await self._hall.board()
        self._counters_seq = board.seq
        return HallView(
            here=True,
            board=board,
            services=tuple(await self._hall.services()),
            priorities=tuple(await self._hall.priorities()),
            devices=tuple(await self._hall.devices()),
            help=tuple(await self._hall.help_calls()),
            library=board.seq,
            counters=tuple(await self._hall.counters()) if self._with_counters else (),
        )

    async def _hear(self, event: Event) -> None:
        if event.kind == "VisitIdentified":
            self._listener.visitor_identified(str(event.body.get("reader", "")), event.subject)
        elif event.kind == "CardNotRead":
            self._listener.card_not_read(event.subject, str(event.body.get("trouble", "")))
        elif event.kind in _DEVICE_FACTS:
            devices = tuple(await self._hall.devices())
            self._tell(replace(self._known(), devices=devices))
        elif event.kind in _HELP_FACTS:
            self._tell(replace(self._known(), help=tuple(await self._hall.help_calls())))
        elif event.kind == "LibraryChanged":
            self._tell(replace(self._known(), library=event.seq))
        elif event.kind in _OFFER_FACTS:
            self._offers.look()
        if event.kind in _BOARD_FACTS:
            await self._look_at_board(event.seq)
        if event.kind in _COUNTER_FACTS and self._with_counters:
            await self._look_at_counters(event.seq)
        if event.kind in _SIDE_FACTS and self._with_counters:
            self._tell(replace(self._known(), sides=event.seq))

    async def _look_at_board(self, seq: int) -> None:
        # In a burst one look covers all facts up to its own seq; the rest of them ask for none.
        if seq > _seq(self._known()):
            self._tell(replace(self._known(), board=await self._hall.board()))

    async def _look_at_counters(self, seq: int) -> None:
        if seq > self._counters_seq:
            # They are true at the seq of the board that was looked at before, or later.
            self._counters_seq = max(seq, _seq(self._known()))
            counters = tuple(await self._hall.counters())
            self._tell(replace(self._known(), counters=counters))

    def _known(self) -> HallView:
        return self._view or HallView()

    def _tell(self, view: HallView) -> None:
        self._view = view
        self._listener.hall_changed(view)

    def _lose(self, error: HallError) -> None:
        if self._view is None or self._view.here:
            _log.warning("the hall is away: %s", error)
            self._tell(HallView())


def _seq(view: HallView) -> int:
    return view.board.seq if view.board else 0
