"""One connection to a controller: requests, answers in their shapes, refusals, streams."""

import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from functools import cache
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from edge.api import shapes
from edge.client.errors import HallError, HallUnreachableError

T = TypeVar("T")
ShapeT = TypeVar("ShapeT", bound=BaseModel)

# Trusts nobody and loads no certificates, which would take longer than the first request.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

TIMEOUT_S = 30.0  # a paper ticket is answered after the printer has confirmed it


class Connection:
    """What every part of the client asks through."""

    def __init__(
        self, address: str, token: str = "", transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """Connect to `address`, by a `transport` of one's own where it is not a socket."""
        self.address = address
        self._http = _http_client(address, transport)
        self.token = token

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the connection. Safe to repeat."""
        await self._http.aclose()

    async def _get(self, path: str, shape: type[ShapeT]) -> ShapeT:
        return decoded(await self._answer("GET", path), shape)

    async def _get_list(self, path: str, shape: type[ShapeT]) -> list[ShapeT]:
        return decoded(await self._answer("GET", path), list[shape])  # type: ignore[valid-type]

    async def _send(
        self,
        method: str,
        path: str,
        shape: type[ShapeT],
        body: BaseModel | None = None,
        key: str = "",
    ) -> ShapeT:
        return decoded(await self._answer(method, path, body, key), shape)

    async def _answer(
        self,
        method: str,
        path: str,
        body: BaseModel | None = None,
        key: str = "",
        timeout_s: float = TIMEOUT_S,
        etag: str = "",
    ) -> httpx.Response:
        headers = self._headers()
        if key:
            headers["Idempotency-Key"] = key
        if etag:
            headers["If-None-Match"] = f'"{etag}"'
        content: dict[str, Any] | None = None
        if body is not None:
            content = body.model_dump(exclude_none=True)
        try:
            response = await self._http.request(
                method, path, json=content, headers=headers, timeout=timeout_s
            )
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error
        if response.status_code >= 400:
            raise _refusal(response)
        return response

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def _unreachable(self, error: httpx.HTTPError) -> HallUnreachableError:
        return HallUnreachableError(self.address, str(error) or type(error).__name__)

    async def _stream(self, path: str, headers: dict[str, str]) -> AsyncGenerator[bytes, None]:
        quiet = httpx.Timeout(TIMEOUT_S, read=60.0)  # the stream sends a comment every 15 s
        try:
            async with self._http.stream(
                "GET", path, headers=self._headers() | headers, timeout=quiet
            ) as response:
                if response.status_code != 200:
                    await response.aread()
                    raise _refusal(response)
                async for data in _data_lines(response):
                    yield data
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error
        raise HallUnreachableError(self.address, "its stream ended")


def _http_client(address: str, own: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    # `trust_env`: the hall is on this machine, and no proxy for the network leads to it.
    transport = own or httpx.AsyncHTTPTransport(
        uds=None if address.startswith("http://") else address, verify=_NO_TLS, trust_env=False
    )
    base_url = address if address.startswith("http://") else "http://hall"
    try:
        return httpx.AsyncClient(transport=transport, base_url=base_url, timeout=TIMEOUT_S)
    except httpx.InvalidURL as error:
        raise HallUnreachableError(address, str(error)) from None


def name_in_path(name: str) -> str:
    """Return `name` as one part of a path, whatever it holds."""
    # Names come from scanners and keyboards too: one must not lead to another path.
    return quote(name, safe="")


async def _data_lines(response: httpx.Response) -> AsyncIterator[bytes]:
    # Not `aiter_lines`: it also breaks a line where a text holds one of Unicode's separators.
    rest = b""
    async for part in response.aiter_bytes():
        *lines, rest = (rest + part).split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                yield line[5:]


def decoded(response: httpx.Response, shape: type[T]) -> T:
    """Return what `response` holds. Raises `HallError` where it is not of that shape."""
    return shaped(response.content, shape, response.status_code)


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def shaped(content: bytes, shape: type[T], status: int) -> T:
    """Return `content` (JSON) as `shape`. Raises `HallError` where it is not of that shape."""
    adapter: TypeAdapter[T] = _adapter(shape)  # type: ignore[arg-type]
    try:
        return adapter.validate_json(content)
    except ValidationError as error:
        reason = error.errors()[0]["msg"]
        raise HallError("bad_answer", f"no answer of this API: {reason}", status=status) from None


def _refusal(response: httpx.Response) -> HallError:
    error = decoded(response, shapes.ErrorAnswer).error
    return HallError(error.code, error.message, error.where, response.status_code, error.details)
