"""The way into a simulated hall by HTTP: the real client and the real API, without a socket."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx

from edge.client import HallClient, HallUnreachableError
from edge.simulation.controller import SimulatedController, first_of

ADDRESS = "http://simulated"
_BEHIND_MAX = 1000


def http_client(hall: SimulatedController, role: str) -> HallClient:
    """Return a client of `hall` as it is behind the socket of `role`."""
    return HallClient(ADDRESS, transport=WithoutSocket(hall, role))


class WithoutSocket(httpx.AsyncBaseTransport):
    """Hands requests to the controller of the moment; its death cuts every connection."""

    def __init__(self, hall: SimulatedController, role: str) -> None:
        self._hall = hall
        self._role = role

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        exchange = _Exchange(self._hall, await request.aread())
        try:
            self._hall.serve_http(_scope(request, self._role), exchange.receive, exchange.send)
            status, headers = await exchange.begun()
        except HallUnreachableError as error:
            raise httpx.ConnectError(str(error)) from error
        return httpx.Response(status, headers=headers, stream=exchange)


class _Exchange(httpx.AsyncByteStream):
    """One request and its answer."""

    def __init__(self, hall: SimulatedController, body: bytes) -> None:
        self._hall = hall
        self._body: bytes | None = body
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue(_BEHIND_MAX)
        self._gone = asyncio.Event()

    # --- the server's side ---

    async def receive(self) -> dict[str, Any]:
        body, self._body = self._body, None
        if body is None:
            await self._gone.wait()
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: Any) -> None:
        await self._said.put(dict(message))

    # --- the client's side ---

    async def begun(self) -> tuple[int, list[tuple[bytes, bytes]]]:
        message = await self._heard()
        return message["status"], list(message["headers"])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        more = True
        while more:
            try:
                message = await self._heard()
            except HallUnreachableError as error:
                raise httpx.ReadError(str(error)) from error
            more = message.get("more_body", False)
            yield message["body"]

    async def _heard(self) -> dict[str, Any]:
        hearing = asyncio.ensure_future(self._said.get())
        lost = self._hall.when_it_dies()
        try:
            await first_of(hearing, lost)
            return hearing.result() if hearing.done() else _never(lost)
        finally:
            self._hall.forget(lost)
            hearing.cancel()

    async def aclose(self) -> None:
        self._gone.set()


def _never(lost: asyncio.Future[None]) -> dict[str, Any]:
    lost.result()
    raise AssertionError("it ended without an error")


def _scope(request: httpx.Request, role: str) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.url.path,
        "raw_path": request.url.raw_path.split(b"?")[0],
        "query_string": request.url.query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "server": ("simulated", 80),
        "client": ("simulated", 1),
        "role": role,
    }
