"""What visitors do: take a ticket, be greeted, leave, rate."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from edge.api import shapes
from edge.api.access import TheApi, needs, only
from edge.api.answering import for_their_eyes, respond, respond_with_many, shown
from edge.api.asked import Asked, ByVisitor, asked_by
from edge.api.errors import ApiError
from edge.api.explained import explained
from edge.domain.appointments import CheckIn
from edge.domain.rights import Action
from edge.hall.reserving import Wish
from edge.hall.showing import Shown

router = APIRouter(prefix="/v1/visits")
of_kiosks = [Depends(only("kiosk"))]
ByScreen = Annotated[Asked, Depends(asked_by("kiosk"))]


@router.post("", status_code=201, response_model=shapes.Ticket)
async def new_visit(body: shapes.NewVisit, asked: ByVisitor) -> Response:
    """Take a ticket. With `paper` the answer comes when the printer has confirmed it."""
    if body.visit is not None and asked.role != "kiosk":
        # Visits stand in the event stream: only the screen before the person may go on with one.
        raise ApiError(403, "not_for_this_role", f"not for the {asked.role} socket", "body.visit")
    wish = Wish(
        body.service,
        body.priority,
        body.delivery,
        body.visit,
        body.approach_ms,
        then=tuple(body.then),
        together=body.together,
    )
    return respond(await asked.api.hall.tickets.take(wish, asked.request))


@router.post("/check-in", status_code=201, response_model=shapes.Ticket)
async def check_in(body: shapes.CheckIn, asked: ByScreen) -> Response:
    """Take the ticket of an appointment, by its code or by the card that was just read."""
    use = asked.api.hall.appointments

    def checked() -> CheckIn:
        if body.code is not None:
            return use.check_in(body.code, body.screen)
        return use.check_in_by_identity(body.visit or "")

    return respond(
        await asked.api.hall.tickets.check_in(checked, body.delivery, body.visit, asked.request)
    )


@router.post("/identify", status_code=201, response_model=shapes.Identified, dependencies=of_kiosks)
async def identify(body: shapes.TypedNumber, api: TheApi) -> dict[str, str]:
    """Begin a visit with a number that was typed in place of a card."""
    use = api.hall.identity
    return {"visit": await use.identify_by_number(body.screen, body.number, body.kind)}


@router.get("", response_model=list[shapes.Visit])
async def visits(api: TheApi) -> Response:
    """Return all visits of the business day that have a ticket, voided ones too."""
    return await respond_with_many(api.hall.views.each_visit())


@router.get("/{visit}", response_model=shapes.Visit)
async def visit(visit: str, api: TheApi) -> Response:
    return shown(api.hall.views.visit(visit))


@router.post("/{visit}/wait", response_model=shapes.VisitWait)
async def wait(visit: str, asked: ByVisitor) -> Response:
    """Tell a visitor who waits how long it may still take; what is told is recorded."""
    return respond(await asked.api.hall.estimates.tell(visit, asked.role))


@router.get(
    "/{visit}/why",
    response_model=shapes.Why,
    dependencies=[Depends(needs(Action.SEE_QUEUE))],
)
async def why(visit: str, api: TheApi, other: shapes.Identifier = "") -> dict[str, Any]:
    """Return why the visit was called when it last was; with `other`, why before that one."""
    return await explained(api, visit, other)


@router.get("/{visit}/greeting", response_model=shapes.Greeting, dependencies=of_kiosks)
async def greeting(visit: str, api: TheApi) -> dict[str, Any]:
    """Return how to greet the person just identified; only to the screen they stand at."""
    greeting_ = api.hall.identity.greeting(visit)
    return {**greeting_, "appointment": api.hall.appointments.expected(visit)}


@router.get("/{visit}/shown", response_model=shapes.Shown, dependencies=of_kiosks)
async def what_was_shown(visit: str, api: TheApi) -> Response:
    """Return what the person just identified has shown; only to the screen they stand at."""
    said = await api.hall.showing.of_visit(visit)
    return for_their_eyes(_shown(said))


@router.post("/{visit}/abandon", response_model=shapes.Abandoned, dependencies=of_kiosks)
async def abandon(visit: str, api: TheApi) -> Response:
    """Forget an identified person who left without a ticket."""
    return respond(await api.hall.identity.abandon(visit))


@router.post("/{visit}/rating", response_model=shapes.Rating)
async def rate(visit: str, body: shapes.NewRating, asked: ByVisitor) -> Response:
    return respond(
        await asked.api.hall.ratings.rate(
            visit,
            body.grade,
            body.source,
            request=asked.request,
            grades=body.grades,
            words=body.words,
        )
    )


def _shown(said: Shown) -> dict[str, str]:
    return {
        "visit": said.visit,
        "document": said.document,
        "name": said.name,
        "number": said.number,
        "address": said.address,
        "account": said.account,
        "ticket": said.scanned.ticket,
        "code": said.scanned.code,
        "application": said.scanned.application,
    }
