"""What visitors do: take a ticket, be greeted, leave, rate."""

from typing import Any

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import TheApi, only
from edge.api.answering import respond, respond_with_many
from edge.api.asked import ByVisitor
from edge.api.errors import ApiError

router = APIRouter(prefix="/v1/visits")
of_kiosks = [Depends(only("kiosk"))]


@router.post("", status_code=201, response_model=shapes.Ticket)
async def new_visit(body: shapes.NewVisit, asked: ByVisitor) -> Response:
    """Take a ticket. With `paper` the answer comes when the printer has confirmed it."""
    if body.visit is not None and asked.role != "kiosk":
        # Visits stand in the event stream: only the screen before the person may go on with one.
        raise ApiError(403, "not_for_this_role", f"not for the {asked.role} socket", "body.visit")
    return respond(
        await asked.api.hall.tickets.issue(
            body.service,
            body.priority,
            body.delivery,
            body.visit,
            asked.request,
            body.approach_ms,
        )
    )


@router.post("/identify", status_code=201, response_model=shapes.Identified, dependencies=of_kiosks)
async def identify(body: shapes.TypedNumber, api: TheApi) -> dict[str, str]:
    """Begin a visit with an identity number that was typed: where no reader works."""
    return {"visit": await api.hall.identity.identify_by_number(body.screen, body.number)}


@router.get("", response_model=list[shapes.Visit])
async def visits(api: TheApi) -> Response:
    """Return all visits of the business day that have a ticket, voided ones too."""
    return await respond_with_many(api.hall.views.each_visit())


@router.get("/{visit}", response_model=shapes.Visit)
async def visit(visit: str, api: TheApi) -> dict[str, Any]:
    return api.hall.views.visit(visit)


@router.get("/{visit}/greeting", response_model=shapes.Greeting, dependencies=of_kiosks)
async def greeting(visit: str, api: TheApi) -> dict[str, str]:
    """Return how to greet the person just identified; only to the screen they stand at."""
    return api.hall.identity.greeting(visit)


@router.post("/{visit}/abandon", response_model=shapes.Abandoned, dependencies=of_kiosks)
async def abandon(visit: str, api: TheApi) -> Response:
    """Forget an identified person who left without a ticket."""
    return respond(await api.hall.identity.abandon(visit))


@router.post("/{visit}/rating", response_model=shapes.Rating)
async def rate(visit: str, body: shapes.NewRating, asked: ByVisitor) -> Response:
    return respond(
        await asked.api.hall.ratings.rate(visit, body.grade, body.source, request=asked.request)
    )
