"""Pictures on their way from a form screen's camera to the hall: one for each screen, in memory."""

import secrets
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk.form.stay import Stage, Stay
from kiosk.script import StationTouch
from kiosk.station import Station

# The hall takes no larger ones.
PICTURE_BYTES_MAX = 2 * 1024 * 1024
_JPEG = b"\xff\xd8\xff"
_STAY_HEADER = "x-atrium-dialogue"


class Pictures:
    """Holds pictures of stays, by names of their own, until the hall has said something to them."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, bytes]] = {}

    def lay(self, picture: bytes, stay: str) -> str:
        """Hold a picture that was taken in a stay, and return its name."""
        name = secrets.token_hex(8)
        self._held[name] = stay, picture
        return name

    def of(self, name: str) -> bytes | None:
        """Return the picture of that name; None where it is not held."""
        _stay, picture = self._held.get(name, ("", None))
        return picture

    def drop(self, name: str) -> None:
        """Hold a picture no more."""
        self._held.pop(name, None)

    def forget(self, stay: str) -> None:
        """Hold nothing more of a stay that is over."""
        self._held = {name: held for name, held in self._held.items() if held[0] != stay}

    def route(self) -> Route:
        """Return the address that a form screen sends a picture to."""
        return Route("/form/picture", self._take, methods=["POST"])

    async def _take(self, request: Request) -> Response:
        station = _station(request)
        picture = await _picture(request)
        stay: Stay = station.stay
        if stay.id != request.headers.get(_STAY_HEADER) or not _waits(stay):
            raise HTTPException(409, "nobody takes a picture here")
        name = self.lay(picture, stay.id)
        station.touched(StationTouch(dialogue=stay.id, action="picture", value=name))
        return JSONResponse(station.state())


def _waits(stay: Stay) -> bool:
    return stay.stage is Stage.CAMERA and not stay.sending


def _station(request: Request) -> Station[Stay, Any, Any]:
    stations = request.app.state.screens.stations["form"]
    station: Station[Stay, Any, Any] | None = stations.get(request.query_params.get("terminal"))
    if station is None:
        raise HTTPException(404, "no such screen; the section [form] names them")
    return station


async def _picture(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > PICTURE_BYTES_MAX:
            raise HTTPException(413, "that picture is too large")
    if not body.startswith(_JPEG):
        raise HTTPException(422, "that is no JPEG picture")
    return body
