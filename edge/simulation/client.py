"""The way into a simulated hall: `edge.client`, past HTTP for all that is asked often."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from pydantic import TypeAdapter

from edge.api import shapes
from edge.api.context import Api
from edge.api.routes import uplink
from edge.client import HallUnreachableError
from edge.hall.requests import Answer, Request
from edge.hall.reserving import Wish
from edge.simulation.controller import SimulatedController
from edge.simulation.hands import HandsPastHttp
from edge.simulation.http import ADDRESS, WithoutSocket

T = TypeVar("T")

_SERVICES = TypeAdapter(list[shapes.Service])
_COUNTERS = TypeAdapter(list[shapes.Counter])
_LINE = TypeAdapter(list[shapes.InLine])
_DEVICES = TypeAdapter(list[shapes.Device])
_BEAT_S = 15.0


class InProcessClient(HandsPastHttp):
    """A client of one simulated controller; who signs in acts as that member of staff.

    What is not here goes by the API, as it does behind the socket of `role`.
    """

    def __init__(self, hall: SimulatedController, role: str) -> None:
        super().__init__(ADDRESS, transport=WithoutSocket(hall, role))
        self._hall = hall
        self._staff = ""

    async def close(self) -> None:
        """Let go of nothing."""

    # --- visitors ---

    async def new_visit(self, visit: shapes.NewVisit, key: str = "") -> shapes.Ticket:
        request = self._request(key, visit)
        wish = Wish(
            visit.service,
            visit.priority,
            visit.delivery,
            visit.visit,
            visit.approach_ms,
            then=tuple(visit.then),
            together=visit.together,
        )
        answer = await self._call(lambda api: api.hall.tickets.take(wish, request))
        return shapes.Ticket.model_validate(answer.body)

    async def greeting(self, visit: str) -> shapes.Greeting:
        async def greet(api: Api) -> dict[str, str]:
            return api.hall.identity.greeting(visit)

        return shapes.Greeting.model_validate(await self._call(greet))

    async def abandon(self, visit: str) -> shapes.Abandoned:
        answer = await self._call(lambda api: api.hall.identity.abandon(visit))
        return shapes.Abandoned.model_validate(answer.body)

    async def rate(self, visit: str, rating: shapes.NewRating, key: str = "") -> shapes.Rating:
        answer = await self._call(
            lambda api: api.hall.ratings.rate(
                visit, rating.grade, rating.source, request=self._request(key, visit, rating.grade)
            )
        )
        return shapes.Rating.model_validate(answer.body)

    # --- staff ---

    async def sign_in(self, staff: str, pin: str) -> shapes.Session:
        session = await super().sign_in(staff, pin)
        self._staff = staff
        return session

    async def open_counter(self, counter: str, key: str = "") -> shapes.CounterState:
        request = self._request(key, "open", counter)
        answer = await self._call(lambda api: api.hall.counters.open(counter, self._staff, request))
        return shapes.CounterState.model_validate(answer.body)

    async def close_counter(self, counter: str, key: str = "") -> shapes.CounterState:
        request = self._request(key, "close", counter)
        answer = await self._call(
            lambda api: api.hall.counters.close(counter, self._staff, request)
        )
        return shapes.CounterState.model_validate(answer.body)

    async def call_next(self, counter: str, key: str = "") -> shapes.Called | None:
        request = self._request(key, "next", counter)
        answer = await self._call(lambda api: api.hall.counters.next(counter, self._staff, request))
        return shapes.Called.model_validate(answer.body) if answer.body else None

    async def recall(self, counter: str, key: str = "", visit: str | None = None) -> shapes.Called:
        request = self._request(key, "recall", counter, visit)
        return await self._move(
            lambda api: api.hall.counters.recall(counter, self._staff, request, visit)
        )

    async def start(self, counter: str, key: str = "", visit: str | None = None) -> shapes.Called:
        request = self._request(key, "start", counter, visit)
        return await self._move(
            lambda api: api.hall.counters.start(counter, self._staff, request, visit)
        )

    async def finish(self, counter: str, key: str = "", visit: str | None = None) -> shapes.Called:
        request = self._request(key, "finish", counter, visit)
        return await self._move(
            lambda api: api.hall.counters.finish(counter, self._staff, request, visit)
        )

    async def queue(self, counter: str = "") -> list[shapes.InLine]:
        found = await self._look(lambda api: api.hall.views.queue(counter or None))
        return _LINE.validate_python(found)

    async def _move(self, work: Callable[[Api], Awaitable[Answer]]) -> shapes.Called:
        return shapes.Called.model_validate((await self._call(work)).body)

    # --- the hall ---

    async def services(self) -> list[shapes.Service]:
        return _SERVICES.validate_python(await self._look(lambda api: api.hall.views.services()))

    async def counters(self) -> list[shapes.Counter]:
        found = await self._look(lambda api: api.hall.views.counters(api.degraded()))
        return _COUNTERS.validate_python(found)

    async def board(self) -> shapes.Board:
        return shapes.Board.model_validate(await self._look(lambda api: api.hall.views.board()))

    async def devices(self) -> list[shapes.Device]:
        return _DEVICES.validate_python(await self._look(lambda api: api.devices()))

    async def events(self, after: int | None = None) -> AsyncIterator[shapes.Event]:
        controller = self._hall.controller
        if controller is None:
            raise HallUnreachableError("the simulated hall", "it does not run")
        following = controller.api.feed.follow(after, _BEAT_S)
        try:
            while self._hall.controller is controller:
                event = await anext(following, None)
                if event is None:
                    break
                if event and self._hall.controller is controller:
                    yield shapes.Event.model_validate_json(event)
        finally:
            await following.aclose()
        raise HallUnreachableError("the simulated hall", "the event stream ended")

    # --- sync ---

    async def sync_state(self) -> shapes.SyncState:
        return shapes.SyncState.model_validate(await self._call(uplink.state))

    async def sync_facts(self, after: int, limit: int) -> shapes.SyncFacts:
        found = await self._call(lambda api: uplink.facts(api, after, limit))
        return shapes.SyncFacts.model_validate(found)

    async def acknowledge(self, ack: shapes.SyncAck) -> shapes.SyncAcked:
        return shapes.SyncAcked.model_validate(
            await self._call(lambda api: uplink.acknowledge(ack, api))
        )

    async def command(self, command: shapes.NewCommand) -> shapes.CommandTaken:
        answer = await self._call(lambda api: uplink.command(command, api))
        return shapes.CommandTaken.model_validate_json(bytes(answer.body))

    async def library(self, told: shapes.LibraryTold) -> shapes.LibraryWants:
        found = await self._call(lambda api: uplink.library(told, api))
        return shapes.LibraryWants.model_validate(found)

    async def library_piece(self, piece: shapes.LibraryPiece) -> shapes.LibraryWants:
        found = await self._call(lambda api: uplink.library_piece(piece, api))
        return shapes.LibraryWants.model_validate(found)

    async def renew_epoch(self, renewal: shapes.EpochRenewal) -> shapes.SyncState:
        found = await self._call(lambda api: uplink.renew_epoch(renewal, api))
        return shapes.SyncState.model_validate(found)

    # --- the wire that is not there ---

    async def _call(self, work: Callable[[Api], Awaitable[T]]) -> T:
        return await self._hall.call(work)

    async def _look(self, work: Callable[[Api], T]) -> T:
        async def look(api: Api) -> T:
            return work(api)

        return await self._hall.call(look)

    def _request(self, key: str, *said: object) -> Request | None:
        if not key:
            return None
        return Request(key, hashlib.sha256(repr(said).encode()).hexdigest())
