"""What a visitor's telephone may ask a server for: its page, the page's news, and three wishes.

The secret in the path is all that lets anybody in. Nothing is kept on the telephone, nothing comes
from elsewhere, and every page works without its script.
"""

import re
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from edge.domain.mobile import is_secret
from edge.mobile.limits import Limit
from edge.mobile.page import STATIC, Pages
from edge.mobile.port import NoPageError, NotNowError, Rating, TooManyWatchersError, Visits
from edge.mobile.words import language_of

BASE = "/m"
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

_BODY_BYTES_MAX = 8192
_WORDS_MAX = 500
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
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
            Mount(f"{BASE}/static", StaticFiles(directory=STATIC)),
            Route(f"{BASE}/{{secret}}", self._look),
            Route(f"{BASE}/{{secret}}/live", self._live),
            Route(f"{BASE}/{{secret}}/{{wish}}", self._wish, methods=["POST"]),
        ]

    async def _look(self, request: Request) -> Response:
        secret = _secret(request)
        if not self._looks.takes(secret, self._now_ms()):
            return self._empty(request, 429, "often")
        return await self._shown(request, secret)

    async def _live(self, request: Request) -> Response:
        secret = _secret(request)
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
        secret, wish = _secret(request), request.path_params["wish"]
        if wish not in ("delay", "leave", "rate"):
            raise HTTPException(404)
        if not self._wishes.takes(secret, self._now_ms()):
            return self._empty(request, 429, "often")
        said = await _form(request)
        try:
            await self._carry_out(wish, secret, said)
        except NoPageError:
            return self._none(request)
        except NotNowError as error:
            why = self._pages.refusal(_language(request), wish, error.code)
            return await self._shown(request, secret, 409, why)
        return RedirectResponse(_back(request, secret), 303, HEADERS)

    async def _carry_out(self, wish: str, secret: str, said: dict[str, str]) -> None:
        key = said.get("key", "")
        if not _KEY.fullmatch(key):
            raise NotNowError("other")
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
        page = self._pages.visit(looked, secret, _language(request), key, now, said)
        return HTMLResponse(page, status, HEADERS)

    def _none(self, request: Request) -> Response:
        who = request.client.host if request.client else ""
        if not self._unknown.takes(who, self._now_ms()):
            return self._empty(request, 429, "often")
        return self._empty(request, 404, "gone")

    def _empty(self, request: Request, status: int, why: str) -> Response:
        return HTMLResponse(self._pages.away(_language(request), why), status, HEADERS)


def _secret(request: Request) -> str:
    # What cannot be a secret is looked for nowhere, and answered like one that opens nothing.
    secret: str = request.path_params["secret"]
    return secret if is_secret(secret) else ""


def _language(request: Request) -> str:
    accepted = request.headers.get("accept-language", "")
    return language_of(request.query_params.get("lang", ""), accepted)


def _back(request: Request, secret: str) -> str:
    chosen = request.query_params.get("lang", "")
    return f"{BASE}/{secret}" + (f"?lang={chosen}" if chosen in ("zh", "en") else "")


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_BYTES_MAX:
            raise HTTPException(413)
    try:
        read = parse_qs(body.decode(), max_num_fields=32)
    except ValueError:
        raise HTTPException(422) from None
    return {name: values[0] for name, values in read.items()}


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
