"""What clerks often ask for with visitors, answered by the API's handlers without HTTP between."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import Response
from pydantic import BaseModel

from edge.api import shapes
from edge.api.asked import AskedByClerk
from edge.api.context import Api
from edge.api.routes import counters, handing
from edge.client import HallClient
from edge.hall.requests import Request

T = TypeVar("T")
ShapeT = TypeVar("ShapeT", bound=BaseModel)

Handle = Callable[[AskedByClerk], Awaitable[Response]]


class HandsPastHttp(HallClient):
    """Calls handlers as somebody who has the right to: rights are looked at by HTTP alone."""

    _staff: str

    @abstractmethod
    async def _call(self, work: Callable[[Api], Awaitable[T]]) -> T:
        """Have the controller do `work`."""

    @abstractmethod
    def _request(self, key: str, *said: object) -> Request | None:
        """Return the request under `key`, none without one."""

    async def pause(self, counter: str, reason: str, key: str = "") -> shapes.CounterState:
        body = shapes.Pause(reason=reason)
        asked = self._request(key, "pause", counter, body)
        return await self._handled(
            shapes.CounterState, asked, lambda by: handing.pause(counter, body, by)
        )

    async def resume(self, counter: str, key: str = "") -> shapes.CounterState:
        asked = self._request(key, "resume", counter)
        return await self._handled(
            shapes.CounterState, asked, lambda by: handing.resume(counter, by)
        )

    async def call_chosen(self, counter: str, call: shapes.CallChosen, key: str) -> shapes.Called:
        asked = self._request(key, "call", counter, call)
        return await self._handled(
            shapes.Called, asked, lambda by: handing.call_chosen(counter, call, by)
        )

    async def send_back(self, counter: str, back: shapes.SendBack, key: str) -> shapes.Called:
        asked = self._request(key, "return", counter, back)
        return await self._handled(
            shapes.Called, asked, lambda by: handing.send_back(counter, back, by)
        )

    async def park(self, counter: str, park: shapes.Park, key: str) -> shapes.Called:
        asked = self._request(key, "park", counter, park)
        return await self._handled(shapes.Called, asked, lambda by: handing.park(counter, park, by))

    async def transfer(self, counter: str, to: shapes.Transfer, key: str) -> shapes.Called:
        asked = self._request(key, "transfer", counter, to)
        return await self._handled(
            shapes.Called, asked, lambda by: handing.transfer(counter, to, by)
        )

    async def walk_direct(self, counter: str, service: str, key: str) -> shapes.Called:
        body = shapes.WalkDirect(service=service)
        asked = self._request(key, "walk-direct", counter, body)
        return await self._handled(
            shapes.Called, asked, lambda by: handing.walk_direct(counter, body, by)
        )

    async def finish_with(self, counter: str, how: shapes.Finish, key: str) -> shapes.Called:
        asked = self._request(key, "finish", counter, how)
        return await self._handled(
            shapes.Called, asked, lambda by: counters.finish(counter, by, how)
        )

    async def _handled(
        self, shape: type[ShapeT], request: Request | None, handle: Handle
    ) -> ShapeT:
        response = await self._call(lambda api: handle(AskedByClerk(api, self._staff, request)))
        return shape.model_validate_json(bytes(response.body))
