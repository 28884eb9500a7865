"""Bad days and short ways: slips of the paper roll, and visitors who need not wait."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import TheApi, needs
from edge.api.answering import respond
from edge.api.asked import AskedByClerk, by_staff
from edge.api.errors import ApiError
from edge.domain.rights import Action

router = APIRouter(prefix="/v1/reception")
ToDivert = Annotated[AskedByClerk, Depends(by_staff(Action.DIVERT))]
ByRoll = Annotated[AskedByClerk, Depends(by_staff(Action.PAPER_ROLL))]


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


@router.get(
    "/roll",
    response_model=list[shapes.NextSlip],
    dependencies=[Depends(needs(Action.PAPER_ROLL))],
)
async def next_slips(api: TheApi) -> list[dict[str, Any]]:
    """Return to which number the roll of each service is to be wound."""
    return api.hall.roll.next_slips()


@router.post("/roll", status_code=201, response_model=shapes.SlipsNoted)
async def handed_out(body: shapes.Slips, asked: ByRoll) -> Response:
    """Note which slips visitors hold by now: each of them is a ticket that waits."""
    use = asked.api.hall.roll
    return respond(await use.handed_out(body.service, body.upto, asked.staff, asked.request))
