"""Sending visitors to where they need not wait."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.answering import respond
from edge.api.asked import AskedByClerk, by_staff
from edge.api.errors import ApiError
from edge.domain.rights import Action

router = APIRouter(prefix="/v1/reception")
ToDivert = Annotated[AskedByClerk, Depends(by_staff(Action.DIVERT))]


@router.post("/diversions", status_code=201, response_model=shapes.Diverted)
async def divert(body: shapes.Diversion, asked: ToDivert) -> Response:
    """Send a visitor elsewhere; the ticket of one who waits is given up."""
    use = asked.api.hall.supervision.diverting
    if body.visit is not None:
        answer = await use.from_queue(body.visit, body.to, asked.staff, asked.request)
    elif body.service is not None:
        answer = await use.from_door(body.service, body.to, asked.staff, asked.request)
    else:
        raise ApiError(422, "invalid_request", "whom? a visit, or a service", "body.visit")
    return respond(answer)
