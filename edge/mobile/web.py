"""What a visitor's telephone may ask a server for: its page, news of it, three wishes, and forms.

The secret in the path is all that lets anybody in. Nothing is kept on the telephone, nothing comes
from elsewhere, and every page works without its script.
"""

from collections.abc import Callable

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

from edge.look import TOKENS
from edge.mobile.asked import BASE, filled_in, key_in, language_in, secret_in, way_back
from edge.mobile.filled import Form, Mistake, typed_in
from edge.mobile.limits import Limit
from edge.mobile.page import STATIC, FormShown, Pages
from edge.mobile.port import NoPageError, NotNowError, Rating, TooManyWatchersError, Visits

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
_UNKNOWN_PER_MIN = 60


class MobilePages:
    """The visitors' part of a server. `new_key` draws what tells one tap from another."""

    def __init__(
        self,
        visits: Visits,
        now_ms: Callable[[], int],
        new_key: Callable[[], str],
        looks_per_min: int = 120,
        wishes_per_min: int = 20,
    ) -> None:
        self._visits = visits
        self._now_ms = now_ms
        self._new_key = new_key
        self._pages = Pages(BASE)
        self._looks = Limit(looks_per_min)
        self._wishes = Limit(wishes_per_min)
        self._unknown = Limit(_UNKNOWN_PER_MIN)

    def routes(self) -> list[BaseRoute]:
        """Return everything that is below `/m`, and nothing else."""
        return [
            Route(f"{BASE}/static/{TOKENS.name}", _tokens),
            Mount(f"{BASE}/static", StaticFiles(directory=STATIC)),
            Route(f"{BASE}/{{secret}}", self._look),
            Route(f"{BASE}/{{secret}}/live", self._live),
            Route(f"{BASE}/{{secret}}/forms/{{form}}", self._form),
            Route(f"{BASE}/{{secret}}/forms/{{form}}", self._hand_in, methods=["POST"]),
            Route(f"{BASE}/{{secret}}/{{wish}}", self._wish, methods=["POST"]),
        ]

    async def _look(self, request: Request) -> Response:
        secret = secret_in(request)
        if not self._looks.takes(secret, self._now_ms()):
            return self._empty(request, 429, "often")
        return await self._shown(request, secret)

    async def _live(self, request: Request) -> Response:
        secret = secret_in(request)
        if not self._looks.takes(secret, self._now_ms()):
            raise HTTPException(429)
        try:
            news = await self._visits.news(secret)
        except NoPageError:
            return self._none(request)
        except (TooManyWatchersError, NotNowError):
            raise HTTPException(503) from None
        return StreamingResponse(news, media_type="text/event-stream", headers=HEADERS)

    async def _wish(self, request: Request) -> Response:
        secret, wish = secret_in(request), request.path_params["wish"]
        if wish not in ("delay", "leave", "rate"):
            raise HTTPException(404)
        if not self._wishes.takes(secret, self._now_ms()):
            return self._empty(request, 429, "often")
        said = await filled_in(request, _WISH_BYTES_MAX)
        try:
            await self._carry_out(wish, secret, said)
        except NoPageError:
            return self._none(request)
        except NotNowError as error:
            why = self._pages.refusal(language_in(request), wish, error.code)
            return await self._shown(request, secret, 409, why)
        return RedirectResponse(way_back(request, secret), 303, HEADERS)

    async def _form(self, request: Request) -> Response:
        secret = secret_in(request)
        if not self._looks.takes(secret, self._now_ms()):
            return self._empty(request, 429, "often")
        try:
            form = await self._wanted(request, secret)
        except NoPageError:
            return self._none(request)
        except NotNowError:
            return self._empty(request, 503, "unreachable")
        return self._asked(request, FormShown(form, secret, self._new_key()))

    async def _hand_in(self, request: Request) -> Response:
        secret = secret_in(request)
        if not self._wishes.takes(secret, self._now_ms()):
            return self._empty(request, 429, "often")
        said = await filled_in(request, _FORM_BYTES_MAX)
        try:
            form = await self._wanted(request, secret)
        except NoPageError:
            return self._none(request)
        except NotNowError:
            return self._empty(request, 503, "unreachable")
        return await self._handed(request, secret, form, said)

    async def _handed(
        self, request: Request, secret: str, form: Form, said: dict[str, str]
    ) -> Response:
        typed, refused = typed_in(form, said), ""
        mistakes: tuple[Mistake, ...] = ()
        try:
            mistakes = await self._visits.hand_in(secret, form.id, typed, key_in(said))
        except NoPageError:
            return self._none(request)
        except NotNowError as error:
            refused = self._pages.refusal(language_in(request), "form", error.code)
        if not mistakes and not refused:
            return RedirectResponse(f"{way_back(request, secret)}#handed", 303, HEADERS)
        # The same key goes with it again: what was taken after all is not taken twice.
        key = said.get("key") or self._new_key()
        shown = FormShown(form, secret, key, typed, mistakes, refused)
        return self._asked(request, shown, 409 if refused else 422)

    async def _wanted(self, request: Request, secret: str) -> Form:
        looked = await self._visits.look(secret)
        for form in looked.forms:
            if form.id == request.path_params["form"]:
                return form
        raise HTTPException(404)

    def _asked(self, request: Request, shown: FormShown, status: int = 200) -> Response:
        return HTMLResponse(self._pages.form(shown, language_in(request)), status, HEADERS)

    async def _carry_out(self, wish: str, secret: str, said: dict[str, str]) -> None:
        key = key_in(said)
        if wish == "delay":
            await self._visits.delay(secret, key)
        elif wish == "leave":
            await self._visits.leave(secret, key)
        else:
            await self._visits.rate(secret, key, _rating(said))

    async def _shown(
        self, request: Request, secret: str, status: int = 200, said: str = ""
    ) -> Response:
        try:
            looked = await self._visits.look(secret)
        except NoPageError:
            return self._none(request)
        except NotNowError:
            return self._empty(request, 503, "unreachable")
        now, key = self._now_ms(), self._new_key()
        page = self._pages.visit(looked, secret, language_in(request), key, now, said)
        return HTMLResponse(page, status, HEADERS)

    def _none(self, request: Request) -> Response:
        who = request.client.host if request.client else ""
        if not self._unknown.takes(who, self._now_ms()):
            return self._empty(request, 429, "often")
        return self._empty(request, 404, "gone")

    def _empty(self, request: Request, status: int, why: str) -> Response:
        return HTMLResponse(self._pages.away(language_in(request), why), status, HEADERS)


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
