"""What the receptionist does for visitors who wait, and the rules that choose among them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import TheApi, needs
from edge.api.answering import respond
from edge.api.asked import AskedByClerk, by_staff
from edge.domain.rights import Action
from edge.hall.reserving import Wish

router = APIRouter(prefix="/v1")

MayTake = Annotated[AskedByClerk, Depends(by_staff(Action.TAKE_TICKET))]
MayChangeService = Annotated[AskedByClerk, Depends(by_staff(Action.CHANGE_SERVICE))]
MayGroup = Annotated[AskedByClerk, Depends(by_staff(Action.GROUP_TICKET))]
MayCheck = Annotated[AskedByClerk, Depends(by_staff(Action.CHECK_DOCUMENTS))]
MayCancel = Annotated[AskedByClerk, Depends(by_staff(Action.CANCEL_TICKET))]
MayChangeRules = Annotated[AskedByClerk, Depends(by_staff(Action.CHANGE_RULES))]


@router.post("/reception/tickets", status_code=201, response_model=shapes.Ticket)
async def take_ticket(body: shapes.TicketFor, asked: MayTake) -> Response:
    """Take a ticket for somebody who stands in the hall."""
    wish = Wish(
        body.services[0],
        body.priority,
        body.delivery,
        then=tuple(body.services[1:]),
        together=body.together,
        by=asked.staff,
    )
    return respond(await asked.api.hall.tickets.take(wish, asked.request))


@router.post("/visits/{visit}/service", response_model=shapes.Visit)
async def change_service(
    visit: str, body: shapes.ChangeService, asked: MayChangeService
) -> Response:
    """Let a waiting visitor wait for another service, under the same number."""
    use = asked.api.hall.reception
    return respond(await use.change_service(visit, body.service, asked.staff, asked.request))


@router.post("/visits/{visit}/priority", response_model=shapes.Visit)
async def change_priority(visit: str, body: shapes.ChangePriority, asked: MayGroup) -> Response:
    """Put a waiting visitor into a priority group, or out of any."""
    use = asked.api.hall.reception
    return respond(
        await use.change_priority(visit, body.priority, asked.staff, body.reason, asked.request)
    )


@router.post("/visits/{visit}/documents", response_model=shapes.Visit)
async def check_documents(visit: str, body: shapes.CheckDocuments, asked: MayCheck) -> Response:
    """Note which documents a waiting visitor does not have."""
    use = asked.api.hall.reception
    return respond(await use.check_documents(visit, body.missing, asked.staff, asked.request))


@router.post("/visits/{visit}/cancel", response_model=shapes.Visit)
async def cancel(visit: str, body: shapes.Cancel, asked: MayCancel) -> Response:
    """Give up a ticket, for a visitor who leaves."""
    use = asked.api.hall.reception
    return respond(await use.cancel(visit, body.reason, asked.staff, asked.request))


@router.post("/visits/{visit}/reinstate", response_model=shapes.Visit)
async def reinstate(visit: str, asked: MayChangeService) -> Response:
    """Let somebody who was missed or put aside wait again, at the old place."""
    return respond(await asked.api.hall.reception.reinstate(visit, asked.staff, asked.request))


@router.get("/rules", response_model=shapes.Rules, dependencies=[Depends(needs(Action.SEE_LIVE))])
async def rules(api: TheApi) -> Response:
    """Return the rules that choose the next ticket."""
    return respond(api.hall.ruling.answer(api.hall.recorder.committed))


@router.post("/rules", response_model=shapes.Rules)
async def change_rules(body: shapes.NewRules, asked: MayChangeRules) -> Response:
    """Choose by other rules from now on, until the day ends. Nobody loses a place."""
    return respond(await asked.api.hall.ruling.change(body.text, asked.staff, asked.request))


@router.post("/rules/check", response_model=shapes.RulesCheck)
async def check_rules(body: shapes.NewRules, asked: MayChangeRules) -> dict[str, Any]:
    """Return what is wrong with a text of rules; nothing takes effect."""
    return {"mistakes": asked.api.hall.ruling.mistakes(body.text)}
