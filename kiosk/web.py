"""The web server of the customer screens: its routes, each a few lines over `Screens`."""

import asyncio
import contextlib
import datetime as dt
import secrets
from collections.abc import AsyncIterator, Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from edge.client import HallClient
from edge.look import TOKENS
from kiosk.board.routes import ROUTES as BOARD_ROUTES
from kiosk.config import KioskConfig
from kiosk.evaluator import Evaluator
from kiosk.guard import Guard
from kiosk.held_files import held_files
from kiosk.pairing.gate import Gate
from kiosk.pairing.house import House
from kiosk.pairing.telling import Telling
from kiosk.screens import Ports, Screens
from kiosk.script import Kind
from kiosk.sse import live
from kiosk.station_routes import routes_of, touch_of
from kiosk.templating import STATIC
from kiosk.touches import TOUCH_BYTES_MAX, FaceTouch


def create_app(
    config: KioskConfig,
    connect: Callable[[], HallClient],
    local_time: Callable[[], dt.datetime] = lambda: dt.datetime.now().astimezone(),
    new_id: Callable[[], str] = lambda: secrets.token_hex(8),
    kinds: Sequence[Kind] = (),
    *,
    house: House,
) -> Starlette:
    """Return the application; it connects to the hall when it is started.

    `kinds` are the screens beside ticket machines, evaluators and boards; `house` knows which
    browsers are let in.
    """
    screens = Screens(config, Ports(connect, local_time, new_id), kinds)
    hosts = [*config.hosts, config.listen.rpartition(":")[0]]

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        telling = Telling(connect(), house)
        following = [asyncio.create_task(each.run()) for each in (screens, telling)]
        async with house.open_to_engineers():
            yield
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)

    routes = [*_ROUTES, *(route for kind in screens.kinds for route in routes_of(kind))]
    if screens.guide is not None:
        routes.append(screens.guide.route())
    gate = Middleware(Gate, house=house, pages=screens.pages, beat=screens.beat)
    cameras = [f"/{kind.path}" for kind in screens.kinds if kind.camera]
    guards = [Middleware(Guard, hosts=hosts, cameras=cameras), gate]
    app = Starlette(routes=routes, middleware=guards, lifespan=lifespan)
    app.state.screens = screens
    return app


async def _evaluator(request: Request) -> Response:
    evaluator = _evaluator_of(request)
    pages = _screens(request).pages
    away = pages.evaluator_away_part()
    return HTMLResponse(
        pages.shell("evaluator.html", counter=evaluator.counter, state=evaluator.state(), away=away)
    )


async def _evaluator_events(request: Request) -> Response:
    evaluator = _evaluator_of(request)
    return live(evaluator.audience, evaluator.state(), "version", _screens(request).beat)


async def _evaluator_touch(request: Request) -> Response:
    evaluator = _evaluator_of(request)
    touch = await touch_of(request, FaceTouch, TOUCH_BYTES_MAX)
    if touch.grade is None:
        evaluator.help_wanted()
    else:
        evaluator.touched(touch.question, touch.grade)
    return JSONResponse(evaluator.state())


async def _healthz(request: Request) -> Response:
    hall = "here" if _screens(request).view.here else "away"
    return JSONResponse({"status": "ok", "hall": hall})


def _screens(request: Request) -> Screens:
    screens: Screens = request.app.state.screens
    return screens


def _evaluator_of(request: Request) -> Evaluator:
    evaluator = _screens(request).evaluators.get(request.path_params["counter"])
    if evaluator is None:
        raise HTTPException(404, "no evaluator at that counter; the section [kiosk] names them")
    return evaluator


_ROUTES = [
    *BOARD_ROUTES,
    Route("/evaluator/{counter}", _evaluator),
    Route("/evaluator/{counter}/events", _evaluator_events),
    Route("/evaluator/{counter}/touch", _evaluator_touch, methods=["POST"]),
    Route("/healthz", _healthz),
    held_files("/static", STATIC, TOKENS),
]
