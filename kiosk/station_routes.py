"""The addresses of every station: its page, its stream of states, and where its touches go."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kiosk.pairing.roles import ROLES
from kiosk.screens import AnyStation, Screens
from kiosk.script import Kind
from kiosk.sse import live

TouchT = TypeVar("TouchT", bound=BaseModel)


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
        station.touched(await touch_of(request, kind.touch, kind.touch_bytes_max))
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
    # Who is meant where nobody is named is who may come in unnamed.
    station = known.get(request.query_params.get("terminal") or ROLES[kind.path].first)
    if station is None:
        section = kind.section or kind.path
        raise HTTPException(404, f"no such screen; the section [{section}] names them")
    return station


async def touch_of(request: Request, shape: type[TouchT], bytes_max: int) -> TouchT:
    """Return the touch that a browser has posted; refuse what is none in one line."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > bytes_max:
            raise HTTPException(413, "that is more than a touch")
    try:
        return shape.model_validate_json(body)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise HTTPException(422, f"not a touch: {where or 'no JSON object'}") from None
