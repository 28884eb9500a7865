"""What stands between browsers and screens: who holds no token for a screen gets none of it."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from edge.errors import ExpectedError
from kiosk.pages import Pages
from kiosk.pairing.house import House
from kiosk.pairing.register import Screen
from kiosk.pairing.roles import OPEN_TO_ALL, Place, first_part, place_of
from kiosk.sse import live

TOKEN = "atrium"  # noqa: S105  the name of a cookie
WAITING = "pairing"
# As long as browsers keep any; every visit of the page begins it anew.
_TOKEN_AGE_S = 400 * 24 * 3600
_ENTER = "/enter/"
# No page has this revision: whoever hears it opens the page anew.
_ANEW = 'event: state\ndata: {"revision": ""}\n\n'
# Where the routes behind find who asks (`screen_of`).
_ASKED_BY = "atrium.screen"


def screen_of(request: Request) -> Screen | None:
    """Return the paired screen that sent `request`; None where none need be paired."""
    screen: Screen | None = request.scope.get(_ASKED_BY)
    return screen


class Gate:
    """Answers the pairing of every screen, and lets through what a paired screen asks for itself.

    Who is not paired is shown a code, and nothing else.
    """

    def __init__(
        self,
        app: ASGIApp,
        house: House,
        pages: Pages,
        beat: Callable[[], dict[str, Any]],
    ) -> None:
        self._app = app
        self._house = house
        self._pages = pages
        self._beat = beat

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http" or first_part(scope["path"]) in OPEN_TO_ALL:
            await self._app(scope, receive, send)
            return
        place = place_of(scope["path"], scope["query_string"].decode("latin-1"))
        if place is None:
            await PlainTextResponse("there is no such screen", 404)(scope, receive, send)
        else:
            request = Request(scope, receive)
            await self._meet(request, place, send)

    async def _meet(self, request: Request, place: Place, send: Send) -> None:
        screen = self._house.screen_at(place, request.cookies.get(place.cookie(TOKEN), ""))
        answer = await self._of_pairing(request, place, screen)
        if answer is not None:
            await answer(request.scope, request.receive, send)
            return
        behind = {**request.scope, "query_string": place.query.encode("latin-1")}
        if screen is None:
            await self._app(behind, request.receive, send)
            return
        behind[_ASKED_BY] = screen
        if place.rest == "":
            send = _keeping(send, request, place)
        await self._let_through(screen, behind, request, send)

    async def _of_pairing(
        self, request: Request, place: Place, screen: Screen | None
    ) -> Response | None:
        if place.rest.startswith(_ENTER) and request.method == "GET":
            return await self._enter(request, place)
        if place.rest == "/pairing/events":
            return self._pairing_events(request, place)
        if place.rest == "/pairing" and request.method == "POST":
            return await self._claim(request, place)
        if screen is not None or self._house.lets_in(place):
            return None
        return self._refuse(request, place)

    def _refuse(self, request: Request, place: Place) -> Response:
        if request.method != "GET":
            return PlainTextResponse("this screen is not paired", 401)
        if place.rest.endswith("/events"):
            return Response(_ANEW, media_type="text/event-stream")
        if place.rest:
            return PlainTextResponse("this screen is not paired", 401)
        return self._pairing_page(request, place)

    def _pairing_page(self, request: Request, place: Place) -> Response:
        secret = request.cookies.get(place.cookie(WAITING), "")
        if self._house.codes.of(secret, place) is None:
            secret = self._house.new_secret()
        waiting = self._house.codes.begin(secret, place)
        left_s = self._house.codes.left_s(waiting)
        values = {"place": place, "code": waiting.code, "left_s": left_s}
        away = self._pages.away_part()
        answer = HTMLResponse(self._pages.shell("pairing.html", away=away, **values))
        _keep(request, answer, place, WAITING, secret, int(left_s) + 60)
        return answer

    def _pairing_events(self, request: Request, place: Place) -> Response:
        secret = request.cookies.get(place.cookie(WAITING), "")
        if self._house.codes.of(secret, place) is None:
            return Response(_ANEW, media_type="text/event-stream")
        audience, first = self._house.waiting_audience, self._house.waiting_state()
        return live(audience, first | {"revision": self._pages.revision}, "version", self._beat)

    async def _claim(self, request: Request, place: Place) -> Response:
        secret = request.cookies.get(place.cookie(WAITING), "")
        if self._house.codes.of(secret, place) is None:
            return JSONResponse({"stage": "over"})
        try:
            token = await self._house.claim(secret, place)
        except (ExpectedError, OSError) as error:
            return PlainTextResponse(f"not paired: {error}", 503)
        if token is None:
            return JSONResponse({"stage": "waiting"})
        answer = JSONResponse({"stage": "paired"})
        _keep(request, answer, place, TOKEN, token, _TOKEN_AGE_S)
        answer.delete_cookie(place.cookie(WAITING), path=f"/{place.role.name}")
        return answer

    async def _enter(self, request: Request, place: Place) -> Response:
        # Also where the link was used before: its own browser comes in, another sees a code.
        answer = RedirectResponse(place.address, 303)
        try:
            token = await self._house.enter(place.rest.removeprefix(_ENTER), place)
        except OSError as error:
            return PlainTextResponse(f"not paired: {error.strerror or error}", 503)
        if token is not None:
            _keep(request, answer, place, TOKEN, token, _TOKEN_AGE_S)
        return answer

    async def _let_through(
        self, screen: Screen, scope: Scope, request: Request, send: Send
    ) -> None:
        if request.method != "GET":
            # What a screen has begun to do is done; only what it watches ends in the middle.
            await self._app(scope, request.receive, send)
            return
        sending = _Sending(send)
        answering = asyncio.ensure_future(self._app(scope, request.receive, sending))
        with self._house.asking(screen, answering):
            try:
                await answering
            except asyncio.CancelledError:
                if not self._is_out(screen):
                    raise
                await sending.end()

    def _is_out(self, screen: Screen) -> bool:
        return screen not in self._house.register.all()


class _Sending:
    """An answer on its way, which can be ended from outside."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._begun = False

    async def __call__(self, message: Message) -> None:
        self._begun = True
        await self._send(message)

    async def end(self) -> None:
        """End it as it stands."""
        if not self._begun:
            begin = {"type": "http.response.start", "status": 401, "headers": []}
            await self._send(begin)
        with contextlib.suppress(OSError):
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})


def _keep(
    request: Request, answer: Response, place: Place, what: str, value: str, age_s: int
) -> None:
    answer.set_cookie(
        place.cookie(what),
        value,
        max_age=age_s,
        path=f"/{place.role.name}",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def _keeping(send: Send, request: Request, place: Place) -> Send:
    """Return `send` with the screen's token kept for longer."""
    kept = Response()
    _keep(request, kept, place, TOKEN, request.cookies[place.cookie(TOKEN)], _TOKEN_AGE_S)

    async def send_keeping(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("set-cookie", kept.headers["set-cookie"])
        await send(message)

    return send_keeping
