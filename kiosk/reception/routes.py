"""The routes of the receptionist's page, each a few lines over `Reception`."""

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from kiosk.pairing.gate import screen_of
from kiosk.reception.house import Reception
from kiosk.reception.presses import Press
from kiosk.reception.tablet import TabletPage
from kiosk.sse import live

PATH = "/reception"
_PRESS_BYTES_MAX = 16 * 1024


async def _page(request: Request) -> Response:
    house = _house(request)
    return HTMLResponse(house.pages.tablet_page(_tablet(request).state()))


async def _events(request: Request) -> Response:
    tablet = _tablet(request)
    return live(tablet.audience, tablet.state(), "version", _house(request).beat)


async def _press(request: Request) -> Response:
    tablet = _tablet(request)
    await tablet.press(await _pressed(request))
    return JSONResponse(tablet.state())


async def _pressed(request: Request) -> Press:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _PRESS_BYTES_MAX:
            raise HTTPException(413, "that is more than a press")
    try:
        return Press.model_validate_json(body)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"][:2])
        raise HTTPException(422, f"not a press: {where or 'no JSON object'}") from None


def _tablet(request: Request) -> TabletPage:
    screen = screen_of(request)
    if screen is None:
        raise HTTPException(401, "this tablet is not paired")
    return _house(request).page_of(screen.name)


def _house(request: Request) -> Reception:
    house: Reception = request.app.state.reception
    return house


ROUTES = [
    Route(PATH, _page),
    Route(f"{PATH}/events", _events),
    Route(f"{PATH}/press", _press, methods=["POST"]),
]
