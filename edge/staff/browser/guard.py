"""Whom the page's server answers: its own pages under its own name, and nobody else's."""

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})

# The terminal in the page writes its style sheets as it goes; all else comes from this server.
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class Guard:
    """Refuses foreign names and the websockets of foreign pages; sets the headers of every answer.

    Without the first, a foreign site could point its own name here and be taken for ours. Without
    the second, any page that a browser shows could open a terminal here: browsers let a websocket
    go anywhere, and only say which page asked.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = LOOPBACK) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or websocket (ASGI)."""
        headers = Headers(scope=scope)
        if scope["type"] == "http":
            known = self._is_known(headers)
            answer = self._app if known else PlainTextResponse("not known by that name", 403)
            await answer(scope, receive, _with_headers(send))
        elif self._is_known(headers) and _is_own_page(headers):
            await self._app(scope, receive, send)
        else:
            await WebSocketClose()(scope, receive, send)

    def _is_known(self, headers: Headers) -> bool:
        host = headers.get("host", "")
        return (host if host.endswith("]") else host.rpartition(":")[0] or host) in self._hosts


def _is_own_page(headers: Headers) -> bool:
    host = headers.get("host", "")
    return headers.get("origin", "") in (f"http://{host}", f"https://{host}")


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_HEADERS)
        await send(message)

    return send_with_headers
