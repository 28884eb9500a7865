"""The device panel: a page with the hands that a demo hall lacks, and the eyes of its visitors."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from importlib import resources
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from drivers.printer.escpos.content import PictureUnavailableError
from drivers.printer.escpos.twin import EscposTwin
from drivers.twins import UnknownActionError
from edge.demo.hall import DemoHall
from edge.demo.screens import SCREENS, NoLinkError, link_to
from edge.listening import TcpAddress
from edge.server import Listeners

_STATIC = Path(str(resources.files("edge.demo"))) / "static"
_LOOK_S = 0.15
_TICKETS_SHOWN = 6
_SOUNDS_SHOWN = 6

_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'"


class _Guard:
    """Answers this machine's own pages only, and tells browsers what those may load."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            host = headers.get(b"host", b"").rpartition(b":")[0]
            posts = scope["method"] != "GET"
            if host not in (b"127.0.0.1", b"localhost") or (
                posts and b"x-atrium-panel" not in headers
            ):
                await Response("only the panel's own page may do that", 403)(scope, receive, send)
                return
        await self._app(scope, receive, _with_policy(send))


def _with_policy(send: Send) -> Send:
    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            message["headers"] += [
                (b"content-security-policy", _POLICY.encode()),
                (b"cache-control", b"no-store"),
                (b"x-content-type-options", b"nosniff"),
            ]
        await send(message)

    return sending


def panel_app(hall: DemoHall) -> Starlette:
    """Return the panel over `hall`."""
    app = Starlette(
        routes=[
            Route("/", lambda _request: FileResponse(_STATIC / "panel.html")),
            Route("/events", _events),
            Route("/open/{screen}", _open),
            Route("/devices/{device}/act", _act, methods=["POST"]),
            Route("/devices/{device}/plug", _plug, methods=["POST"]),
            Route("/services/{service}", _switch, methods=["POST"]),
            Route("/tickets/{number:int}.png", _ticket_picture),
            Route("/sounds/{name}.wav", _sound),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        middleware=[Middleware(_Guard)],
    )
    app.state.hall = hall
    return app


@contextlib.asynccontextmanager
async def serve_panel(hall: DemoHall, listen: str) -> AsyncIterator[None]:
    """Serve the panel on `listen` meanwhile."""
    listeners = Listeners(panel_app(hall), [("panel", TcpAddress.parse(listen).bind())])
    serving = asyncio.create_task(listeners.run(), name="panel")
    try:
        yield
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


def _hall(request: Request) -> DemoHall:
    hall: DemoHall = request.app.state.hall
    return hall


async def _open(request: Request) -> Response:
    """Lead to a screen, and let this browser in there instead of whoever was."""
    screen = request.path_params["screen"]
    if screen not in SCREENS or request.headers.get("sec-fetch-site") == "cross-site":
        return _refuse(404, f"no screen {screen!r}")
    try:
        return RedirectResponse(await link_to(_hall(request).layout, screen), 303)
    except NoLinkError as error:
        return _refuse(503, str(error))


async def _act(request: Request) -> Response:
    """Do one action on a device: `{"action": …, "values": {…}}`."""
    device = request.path_params["device"]
    held = _hall(request).twins.get(device)
    if held is None:
        return _refuse(404, f"no device {device!r}")
    try:
        wish = await request.json()
        held.twin.act(wish["action"], **wish.get("values", {}))
    except (json.JSONDecodeError, KeyError, TypeError, UnknownActionError) as error:
        return _refuse(422, str(error))
    except ValueError as error:
        return _refuse(422, str(error))
    return JSONResponse({"done": True})


async def _plug(request: Request) -> Response:
    """Plug a device in or pull it out: `{"in": true}`."""
    device = request.path_params["device"]
    held = _hall(request).twins.get(device)
    if held is None:
        return _refuse(404, f"no device {device!r}")
    if (await request.json()).get("in"):
        await held.plug()
    else:
        await held.unplug()
    return JSONResponse({"plugged": held.plugged})


async def _switch(request: Request) -> Response:
    """Kill a service or start it again: `{"on": false}`."""
    service = _hall(request).services.get(request.path_params["service"])
    if service is None:
        return _refuse(404, "no such service")
    service.switch(bool((await request.json()).get("on")))
    return JSONResponse({"wanted": service.wanted})


def _refuse(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status)


async def _ticket_picture(request: Request) -> Response:
    number = request.path_params["number"]
    printer = _printer(_hall(request))
    first = printer.printed - len(printer.tickets) if printer else 0
    if printer is None or not 0 <= number - 1 - first < len(printer.tickets):
        return Response("no such ticket", 404)
    ticket = printer.tickets[number - 1 - first]
    try:
        picture = await asyncio.to_thread(lambda: ticket.picture)
    except PictureUnavailableError as error:
        return Response(str(error), 501)
    return Response(picture, media_type="image/png")


def _printer(hall: DemoHall) -> EscposTwin | None:
    for held in hall.twins.values():
        if isinstance(held.twin, EscposTwin):
            return held.twin
    return None


async def _sound(request: Request) -> Response:
    folder = _hall(request).layout.state / "voice" / "spoken"
    path = folder / f"{request.path_params['name']}.wav"
    if path.parent != folder or not path.is_file():
        return Response("no such announcement", 404)
    return FileResponse(path, media_type="audio/wav")


# --- what there is to see ---------------------------------------------------------------------


def look(hall: DemoHall) -> dict[str, Any]:
    """Return all that the panel shows."""
    return {
        "devices": {
            name: {"plugged": held.plugged, "kind": type(held.twin).__name__, **held.twin.look()}
            for name, held in hall.twins.items()
        },
        "services": {
            service.name: {
                "title": service.title,
                "running": service.running,
                "wanted": service.wanted,
                "starts": service.starts,
            }
            for service in hall.services.values()
        },
        "tickets": _tickets(hall),
        "sounds": _sounds(hall.layout.state / "voice" / "spoken"),
    }


def _tickets(hall: DemoHall) -> list[int]:
    """Return the numbers of the tickets in the tray, newest first; the first ever is 1."""
    printer = _printer(hall)
    if printer is None:
        return []
    oldest = printer.printed - len(printer.tickets)
    return list(range(printer.printed, oldest, -1))[:_TICKETS_SHOWN]


def _sounds(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    found = [(path.stat().st_mtime, path.stem) for path in folder.glob("*.wav")]
    return [name for _written, name in sorted(found, reverse=True)[:_SOUNDS_SHOWN]]


async def _events(request: Request) -> Response:
    return StreamingResponse(_watch(_hall(request)), media_type="text/event-stream")


async def _watch(hall: DemoHall) -> AsyncIterator[str]:
    shown = ""
    quiet = 0.0
    while True:
        now = json.dumps(look(hall), ensure_ascii=False)
        if now != shown:
            shown, quiet = now, 0.0
            yield f"data: {now}\n\n"
        elif quiet >= 10.0:
            quiet = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(_LOOK_S)
        quiet += _LOOK_S
