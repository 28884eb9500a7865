"""The fake hall with what query screens ask of it, and their web server before it."""

import contextlib
import datetime as dt
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from kiosk_hall import FakeHall, application, served
from kiosk_served import Kiosk
from let_in import ComesByLink
from query_data import NOW, account, content
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from edge.api import shapes
from edge.client import HallClient
from kiosk.config import KioskConfig
from kiosk.pairing.house import House, Ports
from kiosk.query.config import QueryConfig
from kiosk.query.script import query_screens
from kiosk.web import create_app


@dataclass
class Told:
    """What the hall says to a query screen, and what it was asked."""

    numbers: dict[str, shapes.Account] = field(default_factory=dict)
    visits: dict[str, list[shapes.Account]] = field(default_factory=dict)
    followed: dict[str, shapes.Followed] = field(default_factory=dict)
    scanned: dict[str, str] = field(default_factory=dict)
    content: shapes.Content = field(default_factory=content)
    refuse: str = ""
    refuse_number: str = ""
    typed: list[dict] = field(default_factory=list)
    followed_at: list[str] = field(default_factory=list)


def _refused(code: str, status: int) -> Response:
    error = shapes.ErrorAnswer(error=shapes.ErrorDetail(code=code, message=code))
    return JSONResponse(error.model_dump(), status)


def routes(told: Told) -> list[Route]:
    async def of_visit(request: Request) -> Response:
        visit = request.path_params["visit"]
        if told.refuse:
            return _refused(told.refuse, 409)
        answer = shapes.Accounts(visit=visit, accounts=told.visits.get(visit, []))
        return JSONResponse(answer.model_dump())

    async def by_number(request: Request) -> Response:
        body = await request.json()
        told.typed.append(body)
        if told.refuse:
            return _refused(told.refuse, 409)
        found = told.numbers.get(body["account"])
        return JSONResponse(found.model_dump()) if found else _refused("unknown_account", 404)

    async def public(_request: Request) -> Response:
        return JSONResponse(told.content.model_dump())

    async def follow(request: Request) -> Response:
        told.followed_at.append(request.query_params.get("screen", ""))
        if told.refuse_number:
            return _refused(told.refuse_number, 429)
        found = told.followed.get(request.path_params["number"])
        return JSONResponse(found.model_dump()) if found else _refused("unknown_application", 404)

    async def forms(_request: Request) -> Response:
        repair = {"id": "repair", "name": "故障报修", "name_english": "Report a fault"}
        return JSONResponse(
            [{**repair, "service": "", "signed": False, "parts": [], "documents": []}]
        )

    async def shown(request: Request) -> Response:
        visit = request.path_params["visit"]
        nothing = dict.fromkeys(("name", "number", "address", "account"), "")
        application = told.scanned.get(visit, "")
        answer = shapes.Shown(visit=visit, document="code", application=application, **nothing)
        return JSONResponse(answer.model_dump())

    return [
        Route("/v1/visits/{visit}/shown", shown),
        Route("/v1/visits/{visit}/accounts", of_visit),
        Route("/v1/accounts", by_number, methods=["POST"]),
        Route("/v1/content", public),
        Route("/v1/applications/numbers/{number}", follow),
        Route("/v1/forms", forms),
    ]


@contextlib.asynccontextmanager
async def query_hall_at(path: Path, hall: FakeHall, told: Told) -> AsyncIterator[None]:
    """Serve `hall` on a Unix socket at `path`; afterwards the hall is away."""
    listener = socket.socket(socket.AF_UNIX)
    path.unlink(missing_ok=True)
    listener.bind(str(path))
    app = application(hall)
    app.router.routes[:0] = routes(told)
    async with served(app, listener):
        yield


@contextlib.asynccontextmanager
async def query_kiosk_before(hall: Path, **options: object) -> AsyncIterator[Kiosk]:
    """Serve one query screen, with a reader and a scanner, before the hall at `hall`."""
    readers = {"reader-1": "query-1", "scanner-1": "query-1"}
    config = KioskConfig(readers=readers, retry_pause_s=0.01, **options)
    query = QueryConfig(account_digits_min=6)
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    state = hall.with_name("screens")
    state.mkdir(exist_ok=True)
    house = House(Ports(state), 300.0)
    app = create_app(
        config,
        lambda: HallClient(str(hall)),
        local_time=_now,
        kinds=[query_screens(query, _now)],
        house=house,
    )
    client = httpx.AsyncClient(base_url=url, auth=ComesByLink(house))
    async with served(app, listener), client as http:
        yield Kiosk(url, http, app, house)


def _now() -> dt.datetime:
    return NOW


def one_account() -> Told:
    """Return a hall that knows one account, by its number and as that of visit V1."""
    known = account(unpaid=2)
    return Told(numbers={"3100000042": known}, visits={"V1": [known]})
