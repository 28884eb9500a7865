"""Headquarters' web server: its routes, each a question to the desk and an answer."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sync.backoffice.reader import VisitLine
from sync.backoffice.store import StoreError
from sync.backoffice.web import document, staff
from sync.backoffice.web.answering import desk_of, known_hall, limit_in, page_of
from sync.backoffice.web.changes import Changes, TooManyWatchersError
from sync.backoffice.web.desk import Desk
from sync.backoffice.web.guard import Guard
from sync.backoffice.web.pages import STATIC, Pages


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def create_app(
    desk: Desk,
    changes: Changes,
    hosts: Collection[str] = (),
    visitors: Sequence[BaseRoute] = (),
    now_ms: Callable[[], int] = _now_ms,
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
    app.state.now_ms = now_ms
    return app


# --- pages ------------------------------------------------------------------------------------


async def _halls(request: Request) -> Response:
    return page_of(request, "halls.html", halls=await desk_of(request).ask(lambda r: r.halls()))


async def _hall(request: Request) -> Response:
    hall = await known_hall(request)
    desk = desk_of(request)
    visits = await desk.ask(lambda r: r.visits(hall.hall))
    issues = await desk.ask(lambda r: r.issues(hall.hall))
    return page_of(request, "hall.html", hall=hall, visits=visits, issues=issues)


async def _visit(request: Request) -> Response:
    visit = await _known_visit(request)
    if visit.hall != request.path_params["hall"]:
        raise HTTPException(404, "no such visit in this hall")
    facts = await desk_of(request).ask(lambda r: r.facts(visit.hall, visit.visit))
    return page_of(request, "visit.html", visit=visit, facts=facts)


# --- JSON -------------------------------------------------------------------------------------


async def _api_halls(request: Request) -> Response:
    halls = await desk_of(request).ask(lambda r: r.halls())
    return JSONResponse([{**asdict(hall), "lag": hall.lag} for hall in halls])


async def _api_visits(request: Request) -> Response:
    hall = request.query_params.get("hall", "")
    limit = limit_in(request)
    visits = await desk_of(request).ask(lambda r: r.visits(hall, limit))
    return JSONResponse([asdict(visit) for visit in visits])


async def _api_visit(request: Request) -> Response:
    visit = await _known_visit(request)
    facts = await desk_of(request).ask(lambda r: r.facts(visit.hall, visit.visit))
    return JSONResponse({**asdict(visit), "facts": [asdict(fact) for fact in facts]})


async def _api_issues(request: Request) -> Response:
    hall = await known_hall(request)
    issues = await desk_of(request).ask(lambda r: r.issues(hall.hall))
    return JSONResponse([asdict(issue) for issue in issues])


async def _healthz(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


# --- live -------------------------------------------------------------------------------------


async def _live(request: Request) -> Response:
    hall = request.query_params.get("hall", "")
    changes: Changes = request.app.state.changes
    try:
        stream = changes.watch(hall)
    except TooManyWatchersError:
        raise HTTPException(503, "too many pages are open") from None
    return StreamingResponse(stream, media_type="text/event-stream")


# --- shared -----------------------------------------------------------------------------------


async def _known_visit(request: Request) -> VisitLine:
    name = request.path_params["visit"]
    visit = await desk_of(request).ask(lambda r: r.visit(name))
    if visit is None:
        raise HTTPException(404, "no such visit")
    return visit


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
    *staff.ROUTES,
    Route("/live", _live),
    Route("/api/halls", _api_halls),
    Route("/api/halls/{hall}/issues", _api_issues),
    Route("/api/visits", _api_visits),
    Route("/api/visits/{visit}", _api_visit),
    document.ROUTE,
    Route("/healthz", _healthz),
    Mount("/static", StaticFiles(directory=STATIC)),
]
