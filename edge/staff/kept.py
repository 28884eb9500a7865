"""What changes seldom in a hall: fetched once a connection, and again where an event says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypedDict

from edge.api import shapes
from edge.client import HallClient, HallError, HallUnreachableError
from edge.staff.hall import LastRating, ratings_of

_OF_FAULTS = frozenset({"FaultOpened", "FaultSeenAgain", "FaultAcknowledged", "FaultClosed"})
_OF_MESSAGES = frozenset({"MessageSent", "MessageRead"})
_OF_HELP = frozenset({"HelpCalled", "HelpAccepted", "HelpEnded"})


class KeptParts(TypedDict):
    """The parts of a `Hall` that are kept."""

    services: tuple[shapes.Service, ...]
    ratings: dict[str, LastRating]
    faults: tuple[shapes.Fault, ...]
    pauses: tuple[shapes.PauseReason, ...]
    reasons: tuple[shapes.ReasonListed, ...]
    groups: tuple[shapes.PriorityGroup, ...]
    unread: tuple[shapes.Message, ...]
    helped: dict[str, str]


class Kept:
    """What is kept of one connection, for the member of `staff` who signed in."""

    def __init__(self, client: HallClient, staff: str) -> None:
        self._client = client
        self._staff = staff
        self._services: tuple[shapes.Service, ...] | None = None
        self._pauses: tuple[shapes.PauseReason, ...] = ()
        self._reasons: tuple[shapes.ReasonListed, ...] = ()
        self._groups: tuple[shapes.PriorityGroup, ...] = ()
        self._faults: tuple[shapes.Fault, ...] | None = None
        self._unread: tuple[shapes.Message, ...] | None = None
        self._helped: dict[str, str] | None = None
        self._ratings: dict[str, LastRating] = {}

    async def fetched(self) -> KeptParts:
        """Return all of it; ask the hall for what is not known."""
        if self._services is None:
            await self._fetch_configured()
        if self._faults is None:
            await self._fetch_faults()
        if self._unread is None:
            await self._fetch_unread()
        if self._helped is None:
            await self._fetch_helped()
        return KeptParts(
            services=self._services or (),
            ratings=dict(self._ratings),
            faults=self._faults or (),
            pauses=self._pauses,
            reasons=self._reasons,
            groups=self._groups,
            unread=self._unread or (),
            helped=dict(self._helped or {}),
        )

    async def _fetch_configured(self) -> None:
        self._services = tuple(await self._client.services())
        with allowed_to_refuse():
            self._pauses = tuple(await self._client.pauses())
            self._reasons = tuple(await self._client.reasons())
            self._groups = tuple(await self._client.priorities())

    async def note(self, event: shapes.Event) -> bool:
        """Take in an event; say whether it changes something that is kept."""
        if event.kind == "VisitRated":
            await self._fetch_rating(event.subject)
        elif event.kind in _OF_FAULTS:
            self._faults = None
        elif event.kind in _OF_MESSAGES:
            self._unread = None
        elif event.kind in _OF_HELP:
            self._helped = None
        else:
            if event.kind == "CounterOpened":  # what was written to a counter is for its clerk
                self._unread = None
            return False
        return True

    async def fetch_ratings(self) -> None:
        """Ask for the ratings of the day so far."""
        with allowed_to_refuse():
            self._ratings = ratings_of(await self._client.visits())

    async def _fetch_rating(self, visit: str) -> None:
        with allowed_to_refuse():
            self._ratings |= ratings_of([await self._client.visit(visit)])

    async def _fetch_faults(self) -> None:
        self._faults = ()
        with allowed_to_refuse():
            self._faults = tuple(await self._client.faults())

    async def _fetch_unread(self) -> None:
        self._unread = ()
        with allowed_to_refuse():
            self._unread = tuple(filter(self._is_unread, await self._client.messages()))

    def _is_unread(self, message: shapes.Message) -> bool:
        return self._staff not in (message.by, *message.read_by)

    async def _fetch_helped(self) -> None:
        self._helped = {}
        with allowed_to_refuse():
            calls = await self._client.help_calls()
            self._helped = {each.place: each.accepted_by_name or each.accepted_by for each in calls}


@contextmanager
def allowed_to_refuse() -> Iterator[None]:
    """Let the hall not show something: then nothing of it is listed, and no harm."""
    try:
        yield
    except HallUnreachableError:
        raise
    except HallError as error:
        if error.code == "session_required":
            raise
