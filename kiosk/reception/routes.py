"""The routes of the receptionist's page, each a few lines over `Reception`."""

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from edge.errors import ExpectedError
from kiosk.reception.house import Reception
from kiosk.reception.presses import Press
from kiosk.reception.tablet import TabletPage
from kiosk.sse import live

PATH = "/reception"
TABLET_COOKIE = "atrium_tablet"
PAIRING_COOKIE = "atrium_pairing"
# As long as browsers keep any; every visit of the page begins it anew.
_TABLET_COOKIE_S = 400 * 24 * 3600
_PRESS_BYTES_MAX = 16 * 1024
# No page has this revision: whoever hears it opens the page anew.
_ANEW = 'event: state\ndata: {"revision": ""}\n\n'


async def _page(request: Request) -> Response:
    house = _house(request)
    tablet = _tablet(request)
    if tablet is None:
        return _pairing_page(request, house)
    answer = HTMLResponse(house.pages.tablet_page(tablet.state()))
    token = request.cookies[TABLET_COOKIE]
    _keep(request, answer, TABLET_COOKIE, token, _TABLET_COOKIE_S)
    return answer


def _pairing_page(request: Request, house: Reception) -> Response:
    secret = request.cookies.get(PAIRING_COOKIE, "")
    if house.pairing.of(secret) is None:
        secret = house.new_secret()
    waiting = house.pairing.begin(secret)
    left_s = house.pairing.left_s(waiting)
    answer = HTMLResponse(house.pages.pairing_page(waiting.code, left_s, house.waiting_state()))
    _keep(request, answer, PAIRING_COOKIE, secret, int(left_s) + 60)
    return answer


async def _events(request: Request) -> Response:
    tablet = _tablet(request)
    if tablet is None:
        return Response(_ANEW, media_type="text/event-stream")
    return live(tablet.audience, tablet.state(), "version", _house(request).beat)


async def _pairing_events(request: Request) -> Response:
    house = _house(request)
    if house.pairing.of(request.cookies.get(PAIRING_COOKIE, "")) is None:
        return Response(_ANEW, media_type="text/event-stream")
    return live(house.waiting_audience, house.waiting_state(), "version", house.beat)


async def _claim(request: Request) -> Response:
    house = _house(request)
    secret = request.cookies.get(PAIRING_COOKIE, "")
    if house.pairing.of(secret) is None:
        return JSONResponse({"stage": "over"})
    try:
        token = await house.claim(secret)
    except (ExpectedError, OSError) as error:
        raise HTTPException(503, f"not paired: {error}") from None
    if token is None:
        return JSONResponse({"stage": "waiting"})
    answer = JSONResponse({"stage": "paired"})
    _keep(request, answer, TABLET_COOKIE, token, _TABLET_COOKIE_S)
    answer.delete_cookie(PAIRING_COOKIE, path=PATH)
    return answer


async def _press(request: Request) -> Response:
    tablet = _tablet(request)
    if tablet is None:
        raise HTTPException(401, "this tablet is not paired")
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


def _keep(request: Request, answer: Response, name: str, value: str, age_s: int) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=age_s,
        path=PATH,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def _tablet(request: Request) -> TabletPage | None:
    return _house(request).page_of(request.cookies.get(TABLET_COOKIE, ""))


def _house(request: Request) -> Reception:
    house: Reception = request.app.state.reception
    return house


ROUTES = [
    Route(PATH, _page),
    Route(f"{PATH}/events", _events),
    Route(f"{PATH}/pairing/events", _pairing_events),
    Route(f"{PATH}/pairing", _claim, methods=["POST"]),
    Route(f"{PATH}/press", _press, methods=["POST"]),
]
