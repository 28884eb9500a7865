"""The one way into the hall for screens, staff, link and tools: a typed client of the local API."""

import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from functools import cache
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from edge.api import shapes
from edge.errors import ExpectedError

T = TypeVar("T")
ShapeT = TypeVar("ShapeT", bound=BaseModel)

# Trusts nobody and loads no certificates, which would take longer than the first request.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

_TIMEOUT_S = 30.0  # a paper ticket is answered after the printer has confirmed it
_SELF_TEST_S = 90.0  # the hall ends a test that takes longer than a minute


class HallError(ExpectedError):
    """The hall did not do what was asked. `code` is stable; the message is for people."""

    def __init__(self, code: str, message: str, where: str = "", status: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.where = where
        self.status = status


class HallUnreachableError(HallError):
    """The controller does not answer."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            "hall_unreachable", f"the controller at {address} does not answer: {reason}"
        )


class HallClient:
    """A connection to one controller, by Unix socket (`/…/staff.sock`) or `http://host:port`.

    Every call raises `HallError` with the hall's own code, or `HallUnreachableError`.
    """

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

    # --- visitors ---

    async def new_visit(self, visit: shapes.NewVisit, key: str = "") -> shapes.Ticket:
        """Take a ticket; with paper, return once the printer has confirmed it.

        The same `key` never takes two.
        """
        return await self._send("POST", "/v1/visits", shapes.Ticket, visit, key)

    async def identify(self, number: shapes.TypedNumber) -> shapes.Identified:
        """Begin a visit with an identity number that was typed."""
        return await self._send("POST", "/v1/visits/identify", shapes.Identified, number)

    async def greeting(self, visit: str) -> shapes.Greeting:
        """Return how to greet the visitor who was just identified."""
        return await self._get(f"/v1/visits/{_name(visit)}/greeting", shapes.Greeting)

    async def abandon(self, visit: str) -> shapes.Abandoned:
        """Forget an identified visitor who left without a ticket."""
        return await self._send("POST", f"/v1/visits/{_name(visit)}/abandon", shapes.Abandoned)

    async def rate(self, visit: str, rating: shapes.NewRating, key: str = "") -> shapes.Rating:
        """Record the visitor's grade."""
        return await self._send(
            "POST", f"/v1/visits/{_name(visit)}/rating", shapes.Rating, rating, key
        )

    async def visits(self) -> list[shapes.Visit]:
        """Return all visits with a ticket of this business day."""
        return await self._get_list("/v1/visits", shapes.Visit)

    async def visit(self, visit: str) -> shapes.Visit:
        """Return one visit."""
        return await self._get(f"/v1/visits/{_name(visit)}", shapes.Visit)

    # --- staff ---

    async def sign_in(self, staff: str, pin: str) -> shapes.Session:
        """Begin a session and use its token from here on."""
        session = await self._send(
            "POST", "/v1/sessions", shapes.Session, shapes.SignIn(staff=staff, pin=pin)
        )
        self.token = session.token
        return session

    async def sign_out(self) -> None:
        """End the session."""
        await self._answer("DELETE", "/v1/sessions/current")
        self.token = ""

    async def open_counter(self, counter: str, key: str = "") -> shapes.CounterState:
        """Open a counter as the signed-in clerk."""
        return await self._counter(counter, "open", shapes.CounterState, key)

    async def close_counter(self, counter: str, key: str = "") -> shapes.CounterState:
        """Close a counter."""
        return await self._counter(counter, "close", shapes.CounterState, key)

    async def call_next(self, counter: str, key: str = "") -> shapes.Called | None:
        """Call the next ticket, or return None when nobody waits."""
        path = f"/v1/counters/{_name(counter)}/next"
        response = await self._answer("POST", path, shapes.CounterCommand(), key)
        return None if response.status_code == 204 else _decoded(response, shapes.Called)

    async def recall(self, counter: str, key: str = "", visit: str | None = None) -> shapes.Called:
        """Call the ticket at the counter once more."""
        return await self._at_counter(counter, "recall", visit, key)

    async def start(self, counter: str, key: str = "", visit: str | None = None) -> shapes.Called:
        """Begin to serve the visitor who has arrived."""
        return await self._at_counter(counter, "start", visit, key)

    async def finish(self, counter: str, key: str = "", visit: str | None = None) -> shapes.Called:
        """End the service; the counter is free."""
        return await self._at_counter(counter, "finish", visit, key)

    async def no_show(self, counter: str, key: str = "", visit: str | None = None) -> shapes.Called:
        """Give up on the ticket that was called."""
        return await self._at_counter(counter, "no-show", visit, key)

    # --- the hall ---

    async def services(self) -> list[shapes.Service]:
        """Return all services, parents before children."""
        return await self._get_list("/v1/services", shapes.Service)

    async def counters(self) -> list[shapes.Counter]:
        """Return all counters as they stand."""
        return await self._get_list("/v1/counters", shapes.Counter)

    async def board(self) -> shapes.Board:
        """Return what the main board shows."""
        return await self._get("/v1/board", shapes.Board)

    async def devices(self) -> list[shapes.Device]:
        """Return all devices and their health."""
        return await self._get_list("/v1/devices", shapes.Device)

    async def health(self) -> shapes.Health:
        """Return the controller at a glance."""
        return await self._get("/v1/health", shapes.Health)

    async def test_device(self, device: str) -> shapes.SelfTest:
        """Run a device's self-test, which takes as long as it takes."""
        path = f"/v1/devices/{_name(device)}/test"
        answer = await self._answer("POST", path, timeout_s=_SELF_TEST_S)
        return _decoded(answer, shapes.SelfTest)

    async def wire(
        self, device: str, *, raw: bool = False
    ) -> AsyncGenerator[shapes.WireFrame, None]:
        """Yield what passes on a device's wire, decoded or `raw`, until the hall is gone.

        Ends with `HallUnreachableError`.
        """
        path = f"/v1/devices/{_name(device)}/wire{'?raw=true' if raw else ''}"
        async with aclosing(self._stream(path, {})) as stream:
            async for data in stream:
                yield _shaped(data, shapes.WireFrame, 200)

    async def faults(self) -> list[shapes.Fault]:
        """Return all open faults, the oldest first."""
        return await self._get_list("/v1/faults", shapes.Fault)

    async def acknowledge_fault(
        self, body: shapes.Acknowledgement, key: str = ""
    ) -> shapes.AcknowledgedFault:
        """Note that a person knows of an open fault."""
        return await self._send(
            "POST", "/v1/faults/acknowledge", shapes.AcknowledgedFault, body, key
        )

    async def events(self, after: int | None = None) -> AsyncIterator[shapes.Event]:
        """Yield committed facts as they come; with `after`, from that seq on without a gap.

        Ends with `HallUnreachableError` when the stream breaks: ask again with the last seq.
        """
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        async with aclosing(self._stream("/v1/events", headers)) as stream:
            async for data in stream:
                yield _shaped(data, shapes.Event, 200)

    async def _stream(self, path: str, headers: dict[str, str]) -> AsyncGenerator[bytes, None]:
        quiet = httpx.Timeout(_TIMEOUT_S, read=60.0)  # the stream sends a comment every 15 s
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

    # --- sync ---

    async def sync_state(self) -> shapes.SyncState:
        """Return what headquarters must know of the journal."""
        return await self._get("/v1/sync/state", shapes.SyncState)

    async def sync_facts(self, after: int, limit: int) -> shapes.SyncFacts:
        """Return up to `limit` committed facts of the current epoch with a seq above `after`."""
        return await self._get(f"/v1/sync/facts?after={after}&limit={limit}", shapes.SyncFacts)

    async def acknowledge(self, ack: shapes.SyncAck) -> shapes.SyncAcked:
        """Tell the hall what headquarters holds. Raises `HallError` `chain_mismatch`."""
        return await self._send("POST", "/v1/sync/acks", shapes.SyncAcked, ack)

    async def renew_epoch(self, renewal: shapes.EpochRenewal) -> shapes.SyncState:
        """Give the journal a new identity, because headquarters knows more than it does."""
        return await self._send("POST", "/v1/sync/epochs", shapes.SyncState, renewal)

    # --- the wire ---

    async def _counter(self, counter: str, verb: str, shape: type[ShapeT], key: str) -> ShapeT:
        path = f"/v1/counters/{_name(counter)}/{verb}"
        return await self._send("POST", path, shape, shapes.CounterCommand(), key)

    async def _at_counter(
        self, counter: str, verb: str, visit: str | None, key: str
    ) -> shapes.Called:
        """Do `verb` to whoever is at the counter, or to `visit` alone where it is given."""
        body = shapes.VisitCommand(visit=visit)
        return await self._send(
            "POST", f"/v1/counters/{_name(counter)}/{verb}", shapes.Called, body, key
        )

    async def _get(self, path: str, shape: type[ShapeT]) -> ShapeT:
        return _decoded(await self._answer("GET", path), shape)

    async def _get_list(self, path: str, shape: type[ShapeT]) -> list[ShapeT]:
        return _decoded(await self._answer("GET", path), list[shape])  # type: ignore[valid-type]

    async def _send(
        self,
        method: str,
        path: str,
        shape: type[ShapeT],
        body: BaseModel | None = None,
        key: str = "",
    ) -> ShapeT:
        return _decoded(await self._answer(method, path, body, key), shape)

    async def _answer(
        self,
        method: str,
        path: str,
        body: BaseModel | None = None,
        key: str = "",
        timeout_s: float = _TIMEOUT_S,
    ) -> httpx.Response:
        headers = self._headers()
        if key:
            headers["Idempotency-Key"] = key
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


def _http_client(address: str, own: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    # `trust_env`: the hall is on this machine, and no proxy for the network leads to it.
    transport = own or httpx.AsyncHTTPTransport(
        uds=None if address.startswith("http://") else address, verify=_NO_TLS, trust_env=False
    )
    base_url = address if address.startswith("http://") else "http://hall"
    try:
        return httpx.AsyncClient(transport=transport, base_url=base_url, timeout=_TIMEOUT_S)
    except httpx.InvalidURL as error:
        raise HallUnreachableError(address, str(error)) from None


def _name(name: str) -> str:
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


def _decoded(response: httpx.Response, shape: type[T]) -> T:
    return _shaped(response.content, shape, response.status_code)


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _shaped(content: bytes, shape: type[T], status: int) -> T:
    adapter: TypeAdapter[T] = _adapter(shape)  # type: ignore[arg-type]
    try:
        return adapter.validate_json(content)
    except ValidationError as error:
        reason = error.errors()[0]["msg"]
        raise HallError("bad_answer", f"no answer of this API: {reason}", status=status) from None


def _refusal(response: httpx.Response) -> HallError:
    error = _decoded(response, shapes.ErrorAnswer).error
    return HallError(error.code, error.message, error.where, response.status_code)
