"""What headquarters' staff reads of visitors, as pages: applications, and what was written."""

import datetime as dt
from dataclasses import asdict

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.backoffice import heard
from sync.backoffice.web.answering import desk_of, known_hall, limit_in, page_of
from sync.backoffice.web.pages import local

_YEARS = range(2000, 2200)


async def _applications(request: Request) -> Response:
    hall, limit = request.query_params.get("hall", ""), limit_in(request)
    found = await desk_of(request).ask(lambda reader: heard.applications(reader, hall, limit))
    return page_of(request, "applications.html", hall=hall, applications=found)


async def _api_applications(request: Request) -> Response:
    hall, limit = request.query_params.get("hall", ""), limit_in(request)
    found = await desk_of(request).ask(lambda reader: heard.applications(reader, hall, limit))
    return JSONResponse([asdict(line) for line in found])


async def _words(request: Request) -> Response:
    hall, day = await known_hall(request), _day_in(request)
    found = await desk_of(request).ask(lambda reader: heard.words(reader, hall.hall, day))
    beside = [day - dt.timedelta(1), day + dt.timedelta(1)]
    return page_of(request, "words.html", hall=hall, day=day, beside=beside, words=found)


def _day_in(request: Request) -> dt.date:
    text = request.query_params.get("day", "")
    if not text:
        return local(request.app.state.now_ms()).date()
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise HTTPException(422, "day: such as 2026-11-22") from None
    if day.year not in _YEARS:
        raise HTTPException(422, f"day: from {_YEARS[0]} to {_YEARS[-1]}")
    return day


ROUTES = [
    Route("/applications", _applications),
    Route("/api/applications", _api_applications),
    Route("/halls/{hall}/words", _words),
]
