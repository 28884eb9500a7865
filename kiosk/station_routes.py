"""The addresses of every station: its page, its stream of states, and where its touches go."""

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kiosk.screens import AnyStation, Screens
from kiosk.sse import live
from kiosk.station import Kind, StationTouch

# A drawing or a long text, escaped.
_TOUCH_BYTES_MAX = 96 * 1024


def routes_of(kind: Kind) -> list[BaseRoute]:
    """Return the routes of a kind of screen: `/<path>?terminal=<name>` and below."""

    async def page(request: Request) -> Response:
        screens, station = _screens(request), _station(request, kind)
        away = screens.pages.away_part()
        values = {"terminal": station.name, "state": station.state(), "away": away}
        return HTMLResponse(screens.pages.shell(kind.template, **values))

    async def events(request: Request) -> Response:
        screens, station = _screens(request), _station(request, kind)
        return live(station.audience, station.state(), "version", screens.beat)

    async def touch(request: Request) -> Response:
        station = _station(request, kind)
        station.touched(await _touch(request))
        return JSONResponse(station.state())

    return [
        Route(f"/{kind.path}", page),
        Route(f"/{kind.path}/events", events),
        Route(f"/{kind.path}/touch", touch, methods=["POST"]),
        *kind.routes,
    ]


def _screens(request: Request) -> Screens:
    screens: Screens = request.app.state.screens
    return screens


def _station(request: Request, kind: Kind) -> AnyStation:
    known = _screens(request).stations[kind.path]
    name = request.query_params.get("terminal", kind.names[0] if kind.names else "")
    station = known.get(name)
    if station is None:
        raise HTTPException(404, f"no such screen; the section [{kind.path}] names them")
    return station


async def _touch(request: Request) -> StationTouch:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _TOUCH_BYTES_MAX:
            raise HTTPException(413, "that is more than a touch")
    try:
        return StationTouch.model_validate_json(body)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise HTTPException(422, f"not a touch: {where or 'no JSON object'}") from None
