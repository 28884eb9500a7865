"""What visitors do on their own page: look, ask for more time, leave, rate.

`page` is the hash of the secret in the page's address; nobody else's visit is to be reached by it.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import TheApi, only
from edge.api.answering import respond, shown
from edge.api.asked import Asked, asked_by
from edge.api.shapes.mobile import PageHash

router = APIRouter(prefix="/v1/mobile")
ByScreen = Annotated[Asked, Depends(asked_by("kiosk"))]
of_kiosks = [Depends(only("kiosk"))]


@router.get("/{page}", response_model=shapes.MobileVisit, dependencies=of_kiosks)
async def look(page: PageHash, api: TheApi) -> Response:
    """Return what stands on a visitor's page."""
    return shown(api.hall.mobile.seen(page))


@router.post("/{page}/delay", response_model=shapes.MobileDone)
async def delay(page: PageHash, asked: ByScreen) -> Response:
    """Call the visitor some minutes later; the place in line is kept."""
    return respond(await asked.api.hall.mobile.delay(page, asked.request))


@router.post("/{page}/leave", response_model=shapes.MobileDone)
async def leave(page: PageHash, asked: ByScreen) -> Response:
    """Give the visitor's ticket up."""
    return respond(await asked.api.hall.mobile.leave(page, asked.request))


@router.post("/{page}/rating", response_model=shapes.Rating)
async def rate(page: PageHash, body: shapes.MobileRating, asked: ByScreen) -> Response:
    """Rate the visit."""
    use = asked.api.hall.mobile
    return respond(await use.rate(page, body.grade, body.grades, body.words, asked.request))
