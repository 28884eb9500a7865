"""Pictures of documents that go with a form, and the list of what is missing. Kept by no cache."""

import base64
import binascii
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response

from edge.api import shapes
from edge.api.access import TheApi, only
from edge.api.answering import for_their_eyes, respond
from edge.api.asked import ByVisitor
from edge.api.errors import ApiError
from edge.api.routes.applications import application_body
from edge.domain.attachments import PAGE_MAX

router = APIRouter(prefix="/v1/applications/{application}")

of_kiosks = [Depends(only("kiosk"))]
PAGE = "/documents/{document}/pages/{page}"
PageNumber = Annotated[int, Path(ge=1, le=PAGE_MAX)]


@router.put(PAGE, response_model=shapes.Application, dependencies=of_kiosks)
async def attach(
    application: str, document: str, page: PageNumber, body: shapes.Page, api: TheApi
) -> Response:
    """Keep a picture of a page, in place of the one there was. Safe to repeat."""
    data = _bytes(body.data)
    await api.hall.attachments.attach(application, document, page, data, body.at)
    return await _application(api, application)


@router.get(PAGE, response_model=shapes.PageShown, dependencies=of_kiosks)
async def page_shown(application: str, document: str, page: PageNumber, api: TheApi) -> Response:
    """Return a picture as it was attached."""
    picture = await api.hall.attachments.page(application, document, page)
    data = base64.b64encode(picture.data).decode()
    return for_their_eyes({"media": picture.media, "data": data})


@router.delete(PAGE, response_model=shapes.Application, dependencies=of_kiosks)
async def detach(application: str, document: str, page: PageNumber, api: TheApi) -> Response:
    """Throw a picture away."""
    await api.hall.attachments.detach(application, document, page)
    return await _application(api, application)


@router.post("/missing-list", response_model=shapes.MissingListPrinted)
async def print_missing(application: str, body: shapes.MissingList, asked: ByVisitor) -> Response:
    """Print everything that is still missing; the answer says what became of the paper."""
    use = asked.api.hall.missing_lists
    return respond(await use.print(application, body.screen, asked.request))


async def _application(api: Any, application: str) -> Response:
    return for_their_eyes(application_body(await api.hall.applications.opened(application)))


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ApiError(422, "invalid_request", "not base64", "body.data") from None
