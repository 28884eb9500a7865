"""What stands before every page: whom the server answers, and what a browser may do with it."""

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A form or an image on another site cannot set it: whoever posts runs a script of ours.
SCREEN_HEADER = "x-atrium-screen"

_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-src 'none'; worker-src 'none'; manifest-src 'none'; frame-ancestors 'none'"
)
# What a screen needs of a browser is its glass and its loudspeaker, and perhaps a camera.
_DENIED = (
    "accelerometer",
    "camera",
    "clipboard-read",
    "clipboard-write",
    "display-capture",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "serial",
    "usb",
    "window-management",
)


def _permissions(*allowed: str) -> str:
    """Return the header that denies a page everything but what is `allowed` to it."""
    rights = {feature: "(self)" if feature in allowed else "()" for feature in _DENIED}
    return ", ".join(f"{feature}={right}" for feature, right in rights.items())


_HEADERS = {
    "content-security-policy": _POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Guard:
    """Refuses foreign names and foreign pages, and sets the headers of every answer.

    `hosts` are the names under which this server may be asked; without that check, a foreign site
    could point its own name here and be taken for ours. The pages at `cameras` may look through a
    camera, no others.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], cameras: Collection[str] = ()) -> None:
        self._app = app
        self._cameras = frozenset(cameras)
        self._hosts = _LOOPBACK | frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope["method"], Headers(scope=scope))
        answer = PlainTextResponse(refusal, 403) if refusal else self._app
        allowed = ("camera",) if scope["path"] in self._cameras else ()
        await answer(scope, receive, _with_headers(send, _permissions(*allowed)))

    def _refusal(self, method: str, headers: Headers) -> str:
        host = headers.get("host", "")
        if _name(host) not in self._hosts:
            return "this server is not known by that name"
        if method not in ("GET", "HEAD") and not _from_own_page(headers, host):
            return "only this server's own pages may do that"
        return ""


def _name(host: str) -> str:
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _from_own_page(headers: Headers, host: str) -> bool:
    origin = headers.get("origin", "")
    site = headers.get("sec-fetch-site", "same-origin")
    return (
        SCREEN_HEADER in headers
        and origin in (f"http://{host}", f"https://{host}")
        and site == "same-origin"
    )


def _with_headers(send: Send, permissions: str) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            # What is public and never changes may say itself how long it is kept.
            kept = headers.get("cache-control")
            headers.update(_HEADERS)
            headers["permissions-policy"] = permissions
            headers["cache-control"] = kept or _HEADERS["cache-control"]
        await send(message)

    return send_with_headers
