"""Headquarters' web server: its routes, each a question to the desk and an answer."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sync.backoffice.reader import HallLine, VisitLine
from sync.backoffice.store import StoreError
from sync.backoffice.web.changes import Changes, TooManyWatchersError
from sync.backoffice.web.desk import Desk
from sync.backoffice.web.guard import Guard
from sync.backoffice.web.pages import STATIC, Pages

_VISITS_MAX = 1000


def create_app(
    desk: Desk,
    changes: Changes,
    hosts: Collection[str] = (),
    visitors: Sequence[BaseRoute] = (),
) -> Starlette:
    """Return the application. `hosts` are names under which it is reached beside loopback.

    `visitors` are the routes of visitors' own pages.
    """
    app = Starlette(
        routes=[*visitors, *_ROUTES],
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={HTTPException: _refused, StoreError: _failed},  # type: ignore[dict-item]
    )
    app.state.desk, app.state.changes, app.state.pages = desk, changes, Pages()
    return app


# --- pages ------------------------------------------------------------------------------------


async def _halls(request: Request) -> Response:
    return _page(request, "halls.html", halls=await _desk(request).ask(lambda r: r.halls()))


async def _hall(request: Request) -> Response:
    hall = await _known_hall(request)
    desk = _desk(request)
    visits = await desk.ask(lambda r: r.visits(hall.hall))
    issues = await desk.ask(lambda r: r.issues(hall.hall))
    return _page(request, "hall.html", hall=hall, visits=visits, issues=issues)


async def _visit(request: Request) -> Response:
    visit = await _known_visit(request)
    if visit.hall != request.path_params["hall"]:
        raise HTTPException(404, "no such visit in this hall")
    facts = await _desk(request).ask(lambda r: r.facts(visit.hall, visit.visit))
    return _page(request, "visit.html", visit=visit, facts=facts)


async def _visitor(request: Request) -> Response:
    name = request.path_params["visit"]
    visit = await _desk(request).ask(lambda r: r.visit(name))
    return _page(request, "visitor.html", 200 if visit else 404, visit=visit)


# --- JSON -------------------------------------------------------------------------------------


async def _api_halls(request: Request) -> Response:
    halls = await _desk(request).ask(lambda r: r.halls())
    return JSONResponse([{**asdict(hall), "lag": hall.lag} for hall in halls])


async def _api_visits(request: Request) -> Response:
    hall = request.query_params.get("hall", "")
    limit = _limit(request)
    visits = await _desk(request).ask(lambda r: r.visits(hall, limit))
    return JSONResponse([asdict(visit) for visit in visits])


async def _api_visit(request: Request) -> Response:
    visit = await _known_visit(request)
    facts = await _desk(request).ask(lambda r: r.facts(visit.hall, visit.visit))
    return JSONResponse({**asdict(visit), "facts": [asdict(fact) for fact in facts]})


async def _api_issues(request: Request) -> Response:
    hall = await _known_hall(request)
    issues = await _desk(request).ask(lambda r: r.issues(hall.hall))
    return JSONResponse([asdict(issue) for issue in issues])


async def _healthz(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


# --- live -------------------------------------------------------------------------------------


async def _live(request: Request) -> Response:
    return _stream(request, request.query_params.get("hall", ""))


async def _visitor_live(request: Request) -> Response:
    return _stream(request, (await _known_visit(request)).hall)


def _stream(request: Request, hall: str) -> Response:
    changes: Changes = request.app.state.changes
    try:
        stream = changes.watch(hall)
    except TooManyWatchersError:
        raise HTTPException(503, "too many pages are open") from None
    return StreamingResponse(stream, media_type="text/event-stream")


# --- shared -----------------------------------------------------------------------------------


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    pages: Pages = request.app.state.pages
    return HTMLResponse(pages.render(template, **values), status)


async def _known_hall(request: Request) -> HallLine:
    name = request.path_params["hall"]
    for hall in await _desk(request).ask(lambda r: r.halls()):
        if hall.hall == name:
            return hall
    raise HTTPException(404, "no hall of that name has said hello")


async def _known_visit(request: Request) -> VisitLine:
    name = request.path_params["visit"]
    visit = await _desk(request).ask(lambda r: r.visit(name))
    if visit is None:
        raise HTTPException(404, "no such visit")
    return visit


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", "200")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= _VISITS_MAX:
        raise HTTPException(422, f"limit: from 1 to {_VISITS_MAX}")
    return int(text)


async def _refused(request: Request, error: HTTPException) -> Response:
    if request.url.path.startswith("/api/"):
        code = {404: "not_found", 422: "bad_request"}.get(error.status_code, "refused")
        return _error(error.status_code, code, error.detail)
    words = request.app.state.pages.render("error.html", message=error.detail)
    return HTMLResponse(words, error.status_code)


async def _failed(_request: Request, error: StoreError) -> Response:
    return _error(503, "store_failed", str(error))


def _error(status: int, code: str, message: str) -> Response:
    detail = {"code": code, "message": message, "where": "", "details": {}}
    return JSONResponse({"error": detail}, status)


_ROUTES = [
    Route("/", _halls),
    Route("/halls/{hall}", _hall),
    Route("/halls/{hall}/visits/{visit}", _visit),
    Route("/v/{visit}", _visitor),
    Route("/v/{visit}/live", _visitor_live),
    Route("/live", _live),
    Route("/api/halls", _api_halls),
    Route("/api/halls/{hall}/issues", _api_issues),
    Route("/api/visits", _api_visits),
    Route("/api/visits/{visit}", _api_visit),
    Route("/healthz", _healthz),
    Mount("/static", StaticFiles(directory=STATIC)),
]
