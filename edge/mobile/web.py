"""What a visitor's telephone may ask a server for: its page, news of it, three wishes, and forms.

The secret in the path is all that lets anybody in. Nothing is kept on the telephone, nothing comes
from elsewhere, and every page works without its script.
"""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from edge.domain.mobile import MobileVisit
from edge.look import TOKENS
from edge.mobile.asked import (
    BASE,
    address_of,
    filled_in,
    key_in,
    language_in,
    secret_in,
    way_back,
    wish_in,
)
from edge.mobile.filled import Form, Mistake, typed_in
from edge.mobile.limits import Admission, Limits, Streams
from edge.mobile.page import STATIC, FormShown, Pages
from edge.mobile.port import (
    NoPageError,
    NotNowError,
    Rating,
    TooManyWatchersError,
    Visits,
    Wish,
)
from edge.mobile.refused import Refused, read_refused

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}

_WISH_BYTES_MAX = 8192
_FORM_BYTES_MAX = 65536  # a Chinese character of an answer is nine bytes on the way
_WORDS_MAX = 500

Handler = Callable[[Request], Awaitable[Response]]
Answer = Callable[[Request, str], Awaitable[Response]]


class MobilePages:
    """The visitors' part of a server. `new_key` draws what tells one tap from another."""

    def __init__(
        self,
        visits: Visits,
        now_ms: Callable[[], int],
        new_key: Callable[[], str],
        limits: Limits,
    ) -> None:
        self._visits = visits
        self._now_ms = now_ms
        self._new_key = new_key
        self._pages = Pages(BASE)
        self._admission = Admission(limits)
        self._streams = Streams(limits)

    def routes(self) -> list[BaseRoute]:
        """Return everything that is below `/m`, and nothing else."""
        page = f"{BASE}/{{secret}}"
        return [
            Route(f"{BASE}/static/{TOKENS.name}", _tokens),
            Mount(f"{BASE}/static", StaticFiles(directory=STATIC)),
            Route(page, self._admitted(self._look)),
            Route(f"{page}/live", self._admitted(self._live)),
            Route(f"{page}/forms/{{form}}", self._admitted(self._form)),
            Route(f"{page}/forms/{{form}}", self._admitted(self._hand_in), methods=["POST"]),
            Route(f"{page}/{{wish}}", self._admitted(self._wish), methods=["POST"]),
        ]

    def _admitted(self, answer: Answer) -> Handler:
        """Have `answer` asked where its page may be, before anything else is looked up."""

        async def admitted(request: Request) -> Response:
            secret, address, now = secret_in(request), address_of(request), self._now_ms()
            back, wish = self._way_back(request, secret), request.method == "POST"
            if not self._admission.admits(address, secret, now, wish=wish):
                return self._empty(request, 429, "often", back)
            if not secret:
                return self._empty(request, 404, "gone")
            try:
                response = await answer(request, secret)
            except NoPageError:
                return self._empty(request, 404, "gone")
            except NotNowError:
                return self._empty(request, 503, "unreachable", back)
            self._admission.found(address, secret, now)
            return response

        return admitted

    async def _look(self, request: Request, secret: str) -> Response:
        looked, now = await self._visits.look(secret), self._now_ms()
        refused = read_refused(request.query_params.get("no", ""))
        language, key = self._language(request), self._new_key()
        page = self._pages.visit(looked, secret, language, key, now, refused)
        return HTMLResponse(page, 200, HEADERS)

    async def _live(self, request: Request, secret: str) -> Response:
        address = address_of(request)
        if not self._streams.has_room(address, secret):
            raise HTTPException(503)
        try:
            news = await self._visits.news(secret)
        except TooManyWatchersError:
            raise HTTPException(503) from None
        stream = self._counted(news, address, secret)
        return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)

    async def _counted(
        self, news: AsyncGenerator[str], address: str, secret: str
    ) -> AsyncIterator[str]:
        with self._streams.one(address, secret):
            async with contextlib.aclosing(news):
                async for each in news:
                    yield each

    async def _wish(self, request: Request, secret: str) -> Response:
        wish = wish_in(request)
        said = await filled_in(request, _WISH_BYTES_MAX)
        try:
            await self._carry_out(wish, secret, said)
        except NotNowError as error:
            return await self._refused(request, secret, wish, error.code)
        return RedirectResponse(self._way_back(request, secret), 303, HEADERS)

    async def _refused(self, request: Request, secret: str, wish: Wish, code: str) -> Response:
        looked = await self._visits.look(secret)
        refused = Refused(wish, code, looked.visit.state, self._now_ms())
        return RedirectResponse(self._way_back(request, secret, refused), 303, HEADERS)

    async def _form(self, request: Request, secret: str) -> Response:
        visit, form = await self._wanted(request, secret)
        return self._asked(request, FormShown(visit, form, secret, self._new_key()))

    async def _hand_in(self, request: Request, secret: str) -> Response:
        said = await filled_in(request, _FORM_BYTES_MAX)
        visit, form = await self._wanted(request, secret)
        typed, refused = typed_in(form, said), ""
        mistakes: tuple[Mistake, ...] = ()
        try:
            mistakes = await self._visits.hand_in(secret, form.id, typed, key_in(said))
        except NotNowError as error:
            refused = self._pages.refusal(self._language(request), "form", error.code)
        if not mistakes and not refused:
            return RedirectResponse(f"{self._way_back(request, secret)}#handed", 303, HEADERS)
        # The same key goes with it again: what was taken after all is not taken twice.
        key = said.get("key") or self._new_key()
        shown = FormShown(visit, form, secret, key, typed, mistakes, refused)
        return self._asked(request, shown, 409 if refused else 422)

    async def _wanted(self, request: Request, secret: str) -> tuple[MobileVisit, Form]:
        looked = await self._visits.look(secret)
        for form in looked.forms:
            if form.id == request.path_params["form"]:
                return looked.visit, form
        raise HTTPException(404)

    def _asked(self, request: Request, shown: FormShown, status: int = 200) -> Response:
        page = self._pages.form(shown, self._language(request), self._now_ms())
        return HTMLResponse(page, status, HEADERS)

    async def _carry_out(self, wish: Wish, secret: str, said: dict[str, str]) -> None:
        key = key_in(said)
        if wish == "delay":
            await self._visits.delay(secret, key)
        elif wish == "leave":
            await self._visits.leave(secret, key)
        else:
            await self._visits.rate(secret, key, _rating(said))

    def _language(self, request: Request) -> str:
        return language_in(request, self._pages.languages)

    def _way_back(self, request: Request, secret: str, refused: Refused | None = None) -> str:
        return way_back(request, secret, self._pages.languages, refused) if secret else ""

    def _empty(self, request: Request, status: int, why: str, back: str = "") -> Response:
        return HTMLResponse(self._pages.away(self._language(request), why, back), status, HEADERS)


async def _tokens(_request: Request) -> Response:
    return FileResponse(TOKENS)


def _rating(said: dict[str, str]) -> Rating:
    if said.get("grade", "") not in tuple("12345"):
        raise NotNowError("grade")
    of_dimensions = tuple(
        f"{name.removeprefix('of-')}={grade}"
        for name, grade in said.items()
        if name.startswith("of-")
    )
    words = " ".join(said.get("words", "").split())[:_WORDS_MAX]
    return Rating(int(said["grade"]), of_dimensions, words)
